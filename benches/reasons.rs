//! How long the reason for one wish without a place takes on a day of many meetings, asked for by itself
//! (see `benches/README.md`).
//!
//! `cargo bench --bench reasons -- [--meetings N] [--wishes N] [--planning S] [--seconds S] [--seed N]`

mod support;

use clap::Parser;
use enishi::app::{AppError, WishExplained, explain_one};
use enishi::domain::{ItemId, Timetable, Workshop};
use enishi::generate::{Size, convention};
use enishi::scheduling::{Force, ForcePrice, PlanOptions, Reason, judge, plan, unplaced};
use enishi::solver::Limits;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Instant;

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 5_000)]
    meetings: usize,
    /// So many of the wishes without a place, spread evenly.
    #[arg(long, default_value_t = 50)]
    wishes: usize,
    /// Of the plan.
    #[arg(long, default_value_t = 10.0)]
    planning: f64,
    /// Of the search for what force costs.
    #[arg(long, default_value_t = 1.5)]
    seconds: f64,
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Whether the judge passes the repaired day, with the wish in it and worth what is said.
fn repair_holds(workshop: &Workshop, before: &Timetable, found: &WishExplained) -> bool {
    let Some(repair) = &found.unplaced.repair else { return true };
    let (workshop_then, after) = repair.apply(workshop, before);
    let judgement = judge(&workshop_then, &after);
    let total = judge(workshop, before).objective.total();
    judgement.faults.is_empty()
        && after.find(&found.unplaced.item).is_some()
        && found.brings == Some(judgement.objective.total() - total)
}

/// Whether the judge passes the plan with the wish by force, and counts the same.
fn force_holds(workshop: &Workshop, before: &Timetable, points: i64, price: &ForcePrice) -> bool {
    let mut after = before.clone();
    let gone: Vec<&ItemId> = price.changes.iter().map(|change| &change.item).collect();
    after.placements.retain(|p| !gone.contains(&&p.item));
    after.placements.extend(price.changes.iter().filter_map(|change| change.after.clone()));
    after.placements.push(price.placement.clone());
    let judgement = judge(workshop, &after);
    let total = judge(workshop, before).objective.total();
    judgement.faults.is_empty() && judgement.objective.total() == total + points - price.cost
}

fn run() -> Result<(), AppError> {
    let Arguments { meetings, wishes, planning, seconds, seed, .. } = Arguments::parse();
    let workshop = convention(u64::from(seed), &Size::of(meetings));
    let limits = Limits { seconds: planning, threads: 2, seed };
    let options = PlanOptions { limits, ..PlanOptions::default() };
    let planned = plan(&workshop, &options, &mut |_| ControlFlow::Continue(()));
    let before = planned.map_err(AppError::Solver)?.timetable;
    let all = unplaced(&workshop, &before);
    println!("meetings={meetings} placed={} unplaced={}", before.placements.len(), all.len());
    let limits = Limits { seconds, threads: 1, seed };
    let step = (all.len() / wishes.max(1)).max(1);
    let (mut took, mut kinds) = (Vec::new(), BTreeMap::<&str, usize>::new());
    let (mut repairs, mut priced, mut proved, mut wrong) = (0, 0, 0, 0);
    let mut costs = Vec::new();
    for (wish, _, points) in all.iter().step_by(step).take(wishes) {
        let started = Instant::now();
        let found = explain_one(&workshop, &before, wish, limits);
        let seconds = started.elapsed().as_secs_f64();
        let Some(found) = found else { continue };
        took.push(seconds);
        let kind = match &found.unplaced.reason {
            Reason::Excluded => "excluded",
            Reason::Blocked { .. } => "blocked",
            Reason::CostsMore { .. } => "costs more",
            Reason::Unfinished { .. } => "unfinished",
        };
        *kinds.entry(kind).or_default() += 1;
        repairs += usize::from(found.unplaced.repair.is_some());
        let mut holds = repair_holds(&workshop, &before, &found);
        let mut told = "-".to_owned();
        if let Force::Priced(price) = &found.by_force {
            holds &= force_holds(&workshop, &before, *points, price);
            priced += 1;
            proved += usize::from(price.at_least == Some(price.cost));
            costs.push(price.cost);
            told = format!("{} (at least {:?})", price.cost, price.at_least);
        }
        wrong += usize::from(!holds);
        println!("{wish}: points={points} {kind} force={told} seconds={seconds:.2} holds={holds}");
    }
    took.sort_by(f64::total_cmp);
    costs.sort_unstable();
    let median = |len: usize| len.saturating_sub(1) / 2;
    println!(
        "asked={} median={:.2} longest={:.2} repairs={repairs} priced={priced} proved={proved} \
         median cost={:?} wrong={wrong} reasons={kinds:?} peak={}",
        took.len(),
        took.get(median(took.len())).copied().unwrap_or(f64::NAN),
        took.last().copied().unwrap_or(f64::NAN),
        costs.get(median(costs.len())),
        support::peak_memory(),
    );
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}", error.text().en);
            ExitCode::FAILURE
        }
    }
}
