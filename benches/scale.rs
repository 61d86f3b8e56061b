//! How plans of meetings at tables fare as the workshop grows, on workshops that `enishi generate` makes
//! (see `benches/README.md`).
//!
//! `cargo bench --bench scale -- [--seconds S] [--threads T] [--seed N] [--svg FOLDER] [--gaps FILE]
//! [MEETINGS[/ORGANISATIONS[/TABLES]]…]`

#[path = "support/plot.rs"]
mod plot;
mod support;

use enishi::generate::{Size, convention};
use enishi::scheduling::{PlanOptions, Progress, judge, plan};
use enishi::solver::Limits;
use plot::Axis;
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use support::cpu_seconds;

/// Without other sizes these are planned.
const CURVE: [usize; 7] = [100, 300, 1_000, 3_000, 10_000, 30_000, 70_000];
/// How near to the bound a plan is to come, in per cent.
const NEAR: [f64; 2] = [1.0, 2.0];

struct Arguments {
    limits: Limits,
    svg: Option<PathBuf>,
    gaps: Option<PathBuf>,
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

fn arguments() -> Result<Arguments, String> {
    let mut found = Arguments {
        limits: Limits { seconds: 60.0, threads: 2, seed: 1 },
        svg: None,
        gaps: None,
        sizes: Vec::new(),
    };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        let wrong = |e: &dyn std::fmt::Display| format!("{word}: {e}");
        match word.as_str() {
            // Cargo appends it.
            "--bench" => {}
            "--seconds" => found.limits.seconds = value()?.parse().map_err(|e| wrong(&e))?,
            "--threads" => found.limits.threads = value()?.parse().map_err(|e| wrong(&e))?,
            "--seed" => found.limits.seed = value()?.parse().map_err(|e| wrong(&e))?,
            "--svg" => found.svg = Some(value()?.into()),
            "--gaps" => found.gaps = Some(value()?.into()),
            _ if word.starts_with("--") => return Err(format!("unknown option {word}")),
            _ => found.sizes.push(size(&word)?),
        }
    }
    if found.sizes.is_empty() {
        found.sizes = CURVE.into_iter().map(Size::of).collect();
    }
    Ok(found)
}

/// How far a total is below the bound, in per cent of the bound.
fn below(total: i64, bound: i64) -> f64 {
    100.0 * (bound - total) as f64 / bound.abs().max(1) as f64
}

fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let mut curves: [Vec<(f64, f64)>; 2] = Default::default();
    let mut gaps = String::new();
    let mut lines: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for size in &arguments.sizes {
        let workshop = convention(u64::from(arguments.limits.seed), size);
        let options = PlanOptions { limits: arguments.limits, ..PlanOptions::default() };
        // What products without a search do: the dearest wish first, into the first free slot.
        let greedy = match plan(&workshop, &options, &mut |_| ControlFlow::Break(())) {
            Ok(plan) => plan.objective,
            Err(error) => {
                eprintln!("{}: {error}", size.meetings);
                return ExitCode::FAILURE;
            }
        };
        let lost = greedy.breaks + greedy.walking + greedy.fairness;
        let comfort = -100.0 * lost as f64 / greedy.total().max(1) as f64;
        let greedy = greedy.total();
        let mut cpu_at: Vec<(Progress, f64)> = Vec::new();
        let before = cpu_seconds("self");
        let mut watch = |now: Progress| {
            cpu_at.push((now, cpu_seconds("self") - before));
            ControlFlow::Continue(())
        };
        let plan = match plan(&workshop, &options, &mut watch) {
            Ok(plan) => plan,
            Err(error) => {
                eprintln!("{}: {error}", size.meetings);
                return ExitCode::FAILURE;
            }
        };
        assert_eq!(judge(&workshop, &plan.timetable).faults, []);
        let cpu = cpu_seconds("self") - before;
        // Sizes come one after another: the peak is that of the largest so far.
        let mib = support::peak_mib().map_or("-".to_owned(), |mib| mib.to_string());
        let first = plan.convergence.iter().find(|p| p.total.is_some());
        let first = first.map_or(f64::NAN, |p| p.seconds);
        let bound = plan.bound.unwrap_or(i64::MAX);
        let near = NEAR.map(|near| {
            cpu_at
                .iter()
                .find_map(|(p, cpu)| (below(p.total?, bound) <= near).then_some((p.seconds, *cpu)))
        });
        for (curve, near) in curves.iter_mut().zip(near) {
            curve.extend(near.map(|(_, cpu)| (size.meetings as f64, cpu.max(0.01))));
        }
        let bounded = cpu_at.iter().find_map(|(p, cpu)| p.bound.is_some().then_some(*cpu));
        let seconds = |v: Option<f64>| v.map_or("-".to_owned(), |v| format!("{v:.2}"));
        println!(
            "meetings={} organisations={} people={} slots={} tables={} held={} greedy={greedy} \
             total={} bound={} below={:.2}% greedy_below={:.2}% greedy_comfort={comfort:.0}% comfort={} first={first:.2} \
             bound_cpu={} near={} near_cpu={} near_2_cpu={} end={:.2} cpu={:.1} peak_mib={mib}",
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
            seconds(near[0].map(|n| n.0)),
            seconds(near[0].map(|n| n.1)),
            seconds(near[1].map(|n| n.1)),
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
    let mut cost = Vec::new();
    for (near, curve) in NEAR.into_iter().zip(curves) {
        if let Some(exponent) = exponent(&curve) {
            println!("curve near={near}% points={} exponent={exponent:.2}", curve.len());
        }
        cost.push((format!("within {near} %"), curve));
    }
    let (x, y) = (
        Axis { label: "wished meetings", from: 2, to: 5 },
        Axis { label: "CPU seconds until so near to the bound", from: -2, to: 3 },
    );
    let cost = plot::plot(y.label, &x, &y, &cost, true);
    let (x, y) = (
        Axis { label: "seconds", from: -2, to: 3 },
        Axis { label: "per cent below the bound", from: -1, to: 2 },
    );
    let way = plot::plot(y.label, &x, &y, &lines, false);
    let folder = |name: &str| arguments.svg.as_ref().map(|folder| folder.join(name));
    let files =
        [(folder("cost.svg"), cost), (folder("gaps.svg"), way), (arguments.gaps.clone(), gaps)];
    for (path, text) in files {
        if let Some(path) = path
            && let Err(error) = std::fs::write(&path, text)
        {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
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
