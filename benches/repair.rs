//! How long the least repair of a plan of many meetings takes, and how far a series of disruptions lets
//! a plan drift from a fresh one (see `benches/README.md`).
//!
//! `cargo bench --bench repair -- [--meetings N] [--seed N] [--disruptions N] [--seconds S]
//! [--more-people N]`

mod support;

use clap::Parser;
use enishi::domain::{ItemId, Timetable, Unavailable, Workshop};
use enishi::generate::{Size, convention};
use enishi::scheduling::{
    Fault, Objective, PlanOptions, RepairOptions, changes, fill, judge, plan, repair,
};
use enishi::solver::{Limits, SolverError, Status};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Instant;

/// What filling up after a repair may take.
const FILLING: Limits = Limits { seconds: 0.5, threads: 1, seed: 1 };

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 5_000)]
    meetings: usize,
    #[arg(long, default_value_t = 1)]
    seed: u32,
    #[arg(long, default_value_t = 50)]
    disruptions: usize,
    /// Of each of the two whole plans.
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    /// People whom each repair may affect beyond the fewest.
    #[arg(long, default_value_t = 0)]
    more_people: usize,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

/// What goes wrong: somebody is away for some slots, a hall has fewer tables, or a meeting is agreed by
/// hand and locked.
fn disrupt(workshop: &mut Workshop, now: &mut Timetable, number: usize) -> &'static str {
    let nth = |of: usize, step: usize| (number * step + 17) % of.max(1);
    match number % 3 {
        0 => {
            let person = workshop.people[nth(workshop.people.len(), 7_919)].id.clone();
            let day = nth(workshop.days.len(), 1) * workshop.slots.len() / workshop.days.len();
            let (start, end) = (workshop.slots[day + 6].start, workshop.slots[day + 11].end);
            let reason = "cancelled".to_owned();
            workshop.unavailable.push(Unavailable { person, start, end, reason, synthetic: true });
            "away"
        }
        1 => {
            // The fullest hall loses a table.
            let hall = &mut workshop.rooms[0];
            hall.tables = hall.tables.saturating_sub(1).max(1);
            "table"
        }
        _ => {
            // A meeting that is held goes by hand to where one of its people has another one, which
            // can make way.
            let i = nth(now.placements.len(), 104_729);
            let before = now.placements[i].clone();
            for slot in &workshop.slots {
                let moved = &mut now.placements[i];
                (moved.start, moved.end, moved.locked) = (slot.start, slot.end, true);
                let faults = judge(workshop, now).faults;
                let moves = |item: &ItemId| {
                    let meeting = !matches!(item, ItemId::Session(_));
                    meeting && now.find(item).is_some_and(|p| !p.locked)
                };
                let clash = |f: &Fault| match f {
                    Fault::PersonTwice { item, other, .. } => moves(item) || moves(other),
                    _ => false,
                };
                if !faults.is_empty() && faults.iter().all(clash) {
                    return "by hand";
                }
            }
            now.placements[i] = before;
            "by hand"
        }
    }
}

/// What a plan is worth, by parts.
fn told(objective: &Objective) -> String {
    let parts = objective.parts().into_iter().filter(|(_, points)| *points != 0);
    let parts: String = parts.map(|(name, points)| format!(" {name}={points}")).collect();
    format!("total={}{parts}", objective.total())
}

fn run() -> Result<(), SolverError> {
    let Arguments { meetings, seed, disruptions, seconds, more_people, .. } = Arguments::parse();
    let limits = Limits { seconds, threads: 2, seed };
    let mut workshop = convention(u64::from(seed), &Size::of(meetings));
    let options = PlanOptions { limits, ..PlanOptions::default() };
    let mut go_on = |_| ControlFlow::Continue(());
    let mut now = plan(&workshop, &options, &mut go_on)?.timetable;
    println!("planned {}", told(&judge(&workshop, &now).objective));
    let first = now.clone();
    let limits = Limits { seconds: 5.0, threads: 1, seed };
    let repairs = RepairOptions { limits, more_people, from: None };
    let (mut proved, mut longest) = (0, 0.0_f64);
    for number in 0..disruptions {
        let what = disrupt(&mut workshop, &mut now, number);
        let faults = judge(&workshop, &now).faults.len();
        let begun = Instant::now();
        let repaired = repair(&workshop, &now, &repairs, &mut go_on)?;
        longest = longest.max(begun.elapsed().as_secs_f64());
        proved += usize::from(repaired.status == Status::Optimal);
        let started = Instant::now();
        let filled = fill(&workshop, &repaired.timetable, None, FILLING, &mut go_on)?;
        println!(
            "{number} {what} faults={faults} status={:?} dropped={} affected={} changed={} least={:?} \
             left={} total={} seconds={:.2} filled={} total={} seconds={:.2} peak={}",
            repaired.status,
            repaired.dropped,
            repaired.affected.len(),
            repaired.changes.len(),
            repaired.least,
            repaired.judgement.faults.len(),
            repaired.judgement.objective.total(),
            repaired.seconds,
            filled.placements.len() - repaired.timetable.placements.len(),
            judge(&workshop, &filled).objective.total(),
            started.elapsed().as_secs_f64(),
            support::peak_memory(),
        );
        now = filled;
    }
    // A fresh plan holds what was agreed by hand too.
    let mut agreed = now.clone();
    agreed.placements.retain(|p| p.locked);
    let options = PlanOptions { start: Some(&agreed), ..options };
    let fresh = plan(&workshop, &options, &mut go_on)?;
    let kept = judge(&workshop, &now).objective;
    println!("kept {}", told(&kept));
    println!("fresh {}", told(&fresh.objective));
    let people = |after: &Timetable| {
        let changes = changes(&first, after);
        let of = changes.iter().flat_map(|c| c.before.iter().flat_map(|p| &p.people));
        of.collect::<BTreeSet<_>>().len()
    };
    println!(
        "series proved={proved} longest={longest:.2} moved people={} of {}, fresh={} drift={:.2}%",
        people(&now),
        workshop.people.len(),
        people(&fresh.timetable),
        100.0 * (fresh.total - kept.total()) as f64 / fresh.total as f64
    );
    Ok(())
}

fn main() -> ExitCode {
    support::ended(run())
}
