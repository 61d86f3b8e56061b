//! How plans of meetings at tables fare as the workshop grows, on workshops that `enishi generate` makes
//! (see `benches/README.md`).
//!
//! `cargo bench --bench scale -- [--seconds S] [--threads T] [--seed N] [--curve] [--svg FOLDER]
//! [--gaps FILE] [MEETINGS[/ORGANISATIONS[/TABLES]]…]`

#[path = "support/plot.rs"]
mod plot;
mod support;

use clap::Parser;
use enishi::domain::Workshop;
use enishi::generate::{Size, convention};
use enishi::scheduling::{Plan, PlanOptions, Progress, judge, plan};
use enishi::solver::{Limits, SolverError};
use plot::{Axis, Scale};
use std::error::Error;
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use support::{Solving, cpu_seconds};

/// Without other sizes these are planned.
const CURVE: [usize; 7] = [100, 300, 1_000, 3_000, 10_000, 30_000, 70_000];
/// How near to the bound a plan is to come, in per cent.
const NEAR: [f64; 2] = [1.0, 2.0];
/// The first limit that is tried for a cost, in seconds for each meeting.
const FIRST_SECONDS: f64 = 1e-4;
/// A search that ends before this share of its limit has ended by itself, where the limit is long enough to
/// leave what the last judgement takes out of account.
const ENDED: f64 = 0.8;
const LONG: f64 = 1.0;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    solving: Solving,
    /// What each size costs, by doubling limits up to `--seconds`.
    #[arg(long)]
    curve: bool,
    /// Where to draw `gaps.svg`, or the curve as `cost.svg`.
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Where to write the gaps over time in numbers.
    #[arg(long)]
    gaps: Option<PathBuf>,
    /// `MEETINGS[/ORGANISATIONS[/TABLES]]`.
    #[arg(value_parser = size)]
    sizes: Vec<Size>,
}

fn size(word: &str) -> Result<Size, String> {
    let numbers: Result<Vec<usize>, _> = word.split('/').map(str::parse).collect();
    let numbers = numbers.map_err(|e| format!("{word}: {e}"))?;
    let mut size = Size::of(*numbers.first().ok_or("a size is missing")?);
    size.organisations = numbers.get(1).copied().unwrap_or(size.organisations);
    size.tables = numbers.get(2).copied().unwrap_or(size.tables);
    Ok(size)
}

/// How far a total is below the bound, in per cent of the bound.
fn below(total: i64, bound: i64) -> f64 {
    100.0 * (bound - total) as f64 / bound.abs().max(1) as f64
}

fn main() -> ExitCode {
    support::ended(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let limits = arguments.solving.limits();
    let mut sizes = arguments.sizes;
    if sizes.is_empty() {
        sizes = CURVE.into_iter().map(Size::of).collect();
    }
    let folder = |name: &str| arguments.svg.as_ref().map(|folder| folder.join(name));
    if arguments.curve {
        return write(folder("cost.svg"), cost_curve(&sizes, limits)?);
    }
    let mut gaps = String::new();
    let mut lines: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for size in &sizes {
        let workshop = convention(u64::from(limits.seed), size);
        let options = PlanOptions { limits, ..PlanOptions::default() };
        // What products without a search do: the dearest wish first, into the first free slot.
        let greedy = plan(&workshop, &options, &mut |_| ControlFlow::Break(()))?.objective;
        let lost = greedy.breaks + greedy.walking + greedy.fairness;
        let comfort = -100.0 * lost as f64 / greedy.total().max(1) as f64;
        let greedy = greedy.total();
        let Measured { plan, cpu, cpu_at } = measured(&workshop, limits)?;
        // Sizes come one after another: the peak is that of the largest so far.
        let mib = support::peak_mib().map_or("-".to_owned(), |mib| mib.to_string());
        let first = plan.convergence.iter().find(|p| p.total.is_some());
        let first = first.map_or(f64::NAN, |p| p.seconds);
        let bound = plan.bound.unwrap_or(i64::MAX);
        let near = cpu_at.iter().find(|(p, _)| p.total.is_some_and(|t| below(t, bound) <= NEAR[0]));
        let bounded = cpu_at.iter().find_map(|(p, cpu)| p.bound.is_some().then_some(*cpu));
        let seconds = |v: Option<f64>| v.map_or("-".to_owned(), |v| format!("{v:.2}"));
        println!(
            "meetings={} organisations={} people={} slots={} tables={} held={} greedy={greedy} \
             total={} bound={} below={:.2}% greedy_below={:.2}% greedy_comfort={comfort:.0}% comfort={} first={first:.2} \
             bound_cpu={} near={} near_cpu={} end={:.2} cpu={:.1} peak_mib={mib}",
            size.meetings,
            size.organisations,
            workshop.people.len(),
            workshop.slots.len(),
            size.tables,
            plan.timetable.placements.len(),
            plan.total,
            plan.bound.map_or("-".to_owned(), |b| b.to_string()),
            below(plan.total, bound),
            below(greedy, bound),
            plan.objective.breaks + plan.objective.walking + plan.objective.fairness,
            seconds(bounded),
            seconds(near.map(|(p, _)| p.seconds)),
            seconds(near.map(|(_, cpu)| *cpu)),
            plan.seconds,
            cpu,
        );
        let way = plan.convergence.iter().filter_map(|p| Some((p.seconds, below(p.total?, bound))));
        let way: Vec<(f64, f64)> = way.collect();
        for (seconds, gap) in &way {
            let _ = writeln!(gaps, "{},{seconds:.3},{gap:.4}", size.meetings);
        }
        lines.push((format!("{} meetings", size.meetings), way));
    }
    let (x, y) = (
        Axis { label: "seconds", scale: Scale::Powers(-2, 3) },
        Axis { label: "per cent below the bound", scale: Scale::Powers(-1, 2) },
    );
    write(folder("gaps.svg"), plot::plot(y.label, &x, &y, &lines, false))?;
    write(arguments.gaps, gaps)
}

fn write(path: Option<PathBuf>, text: String) -> Result<(), Box<dyn Error>> {
    let Some(path) = path else { return Ok(()) };
    std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// A plan, the CPU seconds that it took, and those until each word of progress.
struct Measured {
    plan: Plan,
    cpu: f64,
    cpu_at: Vec<(Progress, f64)>,
}

fn measured(workshop: &Workshop, limits: Limits) -> Result<Measured, SolverError> {
    let mut cpu_at: Vec<(Progress, f64)> = Vec::new();
    let before = cpu_seconds("self");
    let mut watch = |now: Progress| {
        cpu_at.push((now, cpu_seconds("self") - before));
        ControlFlow::Continue(())
    };
    let options = PlanOptions { limits, ..PlanOptions::default() };
    let plan = plan(workshop, &options, &mut watch)?;
    let cpu = cpu_seconds("self") - before;
    assert_eq!(judge(workshop, &plan.timetable).faults, []);
    Ok(Measured { plan, cpu, cpu_at })
}

/// What each size costs: a search that cools down over its whole limit is near its bound only at the end, so
/// limits are doubled until one is enough, and what that one took counts.
fn cost_curve(sizes: &[Size], limits: Limits) -> Result<String, Box<dyn Error>> {
    let mut curves: [Vec<(f64, f64)>; NEAR.len()] = Default::default();
    for size in sizes {
        let workshop = convention(u64::from(limits.seed), size);
        let mut open: Vec<usize> = (0..NEAR.len()).collect();
        let mut seconds = FIRST_SECONDS * size.meetings as f64;
        while !open.is_empty() && seconds <= limits.seconds {
            let Measured { plan, cpu, .. } = measured(&workshop, Limits { seconds, ..limits })?;
            let gap = plan.bound.map_or(f64::INFINITY, |bound| below(plan.total, bound));
            println!("meetings={} limit={seconds:.2} below={gap:.2}% cpu={cpu:.2}", size.meetings);
            open.retain(|&i| {
                let reached = gap <= NEAR[i];
                if reached {
                    curves[i].push((size.meetings as f64, cpu.max(0.01)));
                }
                !reached
            });
            // A search that ends by itself gets no nearer with more time.
            if seconds >= LONG && plan.seconds < ENDED * seconds {
                break;
            }
            seconds *= 2.0;
        }
    }
    let mut lines = Vec::new();
    for (near, curve) in NEAR.into_iter().zip(curves) {
        if let Some(exponent) = exponent(&curve) {
            println!("curve near={near}% points={} exponent={exponent:.2}", curve.len());
        }
        lines.push((format!("within {near} %"), curve));
    }
    let (x, y) = (
        Axis { label: "wished meetings", scale: Scale::Powers(2, 5) },
        Axis { label: "CPU seconds until so near to the bound", scale: Scale::Powers(-2, 3) },
    );
    Ok(plot::plot(y.label, &x, &y, &lines, true))
}

/// Of the power law through the points, by least squares of the logarithms.
fn exponent(curve: &[(f64, f64)]) -> Option<f64> {
    let n = curve.len() as f64;
    let logs = || curve.iter().map(|(x, y)| (x.ln(), y.ln()));
    let (mx, my) = (logs().map(|l| l.0).sum::<f64>() / n, logs().map(|l| l.1).sum::<f64>() / n);
    let above: f64 = logs().map(|(x, y)| (x - mx) * (y - my)).sum();
    let below: f64 = logs().map(|(x, _)| (x - mx) * (x - mx)).sum();
    (below > 0.0).then_some(above / below)
}
