//! How plans of meetings at tables fare as the workshop grows, on workshops that `enishi generate` makes
//! (see `benches/README.md`).
//!
//! `cargo bench --bench scale -- [--seconds S] [--threads T] [--seed N] [--svg FILE] [--gaps FILE]
//! [MEETINGS[/ORGANISATIONS[/TABLES]]…]`

mod support;

use enishi::generate::{Size, convention};
use enishi::scheduling::{PlanOptions, Progress, judge, plan};
use enishi::solver::Limits;
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

/// Without other sizes these are planned.
const CURVE: [usize; 7] = [100, 300, 1_000, 3_000, 10_000, 30_000, 70_000];
/// How near to the bound a plan is to come, in per cent.
const NEAR: f64 = 1.0;

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

/// CPU seconds of this process so far, where Linux counts them.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).flat_map(str::parse::<f64>).sum();
    ticks / 100.0
}

fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let mut curve: Vec<(f64, f64)> = Vec::new();
    let mut gaps = String::new();
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
        let before = cpu();
        let mut watch = |now: Progress| {
            cpu_at.push((now, cpu() - before));
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
        let cpu = cpu() - before;
        // Sizes come one after another: the peak is that of the largest so far.
        let mib = support::peak_mib().map_or("-".to_owned(), |mib| mib.to_string());
        let first = plan.convergence.iter().find(|p| p.total.is_some());
        let first = first.map_or(f64::NAN, |p| p.seconds);
        let bound = plan.bound.unwrap_or(i64::MAX);
        let near = cpu_at
            .iter()
            .find_map(|(p, cpu)| (below(p.total?, bound) <= NEAR).then_some((p.seconds, *cpu)));
        if let Some((_, cpu)) = near {
            curve.push((size.meetings as f64, cpu.max(0.01)));
        }
        let seconds = |v: Option<f64>| v.map_or("-".to_owned(), |v| format!("{v:.2}"));
        println!(
            "meetings={} organisations={} people={} slots={} tables={} held={} greedy={greedy} \
             total={} bound={} below={:.2}% greedy_below={:.2}% greedy_comfort={comfort:.0}% comfort={} first={first:.2} \
             near={} near_cpu={} end={:.2} cpu={:.1} peak_mib={mib}",
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
            seconds(near.map(|n| n.0)),
            seconds(near.map(|n| n.1)),
            plan.seconds,
            cpu - before,
        );
        for p in &plan.convergence {
            if let Some(total) = p.total {
                let _ =
                    writeln!(gaps, "{},{:.3},{:.4}", size.meetings, p.seconds, below(total, bound));
            }
        }
    }
    if let Some(exponent) = exponent(&curve) {
        println!("curve points={} exponent={exponent:.2}", curve.len());
    }
    let files = [(&arguments.svg, plot(&curve)), (&arguments.gaps, gaps)];
    for (path, text) in files {
        if let Some(path) = path
            && let Err(error) = std::fs::write(path, text)
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

/// CPU seconds over meetings, both logarithmic.
fn plot(curve: &[(f64, f64)]) -> String {
    let (w, h, edge) = (640.0, 400.0, 60.0);
    let x = |v: f64| edge + (v.log10() - 2.0) / 3.0 * (w - 2.0 * edge);
    let y = |v: f64| h - edge - (v.log10() + 2.0) / 5.0 * (h - 2.0 * edge);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n<title>CPU seconds until a plan is within \
         {NEAR} % of its bound, over wished meetings</title>\n"
    );
    for (v, label) in [(1e2, "100"), (1e3, "1,000"), (1e4, "10,000"), (1e5, "100,000")] {
        let (x, top, foot) = (x(v), edge, h - edge);
        let _ = writeln!(
            svg,
            "<path d=\"M{x:.1} {top}V{foot}\" stroke=\"#ddd\"/><text x=\"{x:.1}\" y=\"{}\" \
             text-anchor=\"middle\">{label}</text>",
            foot + 18.0
        );
    }
    for (v, label) in
        [(0.01, "0.01"), (0.1, "0.1"), (1.0, "1"), (10.0, "10"), (100.0, "100"), (1000.0, "1,000")]
    {
        let y = y(v);
        let _ = writeln!(
            svg,
            "<path d=\"M{edge} {y:.1}H{}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{:.1}\" \
             text-anchor=\"end\">{label} s</text>",
            w - edge,
            edge - 6.0,
            y + 4.0
        );
    }
    let points: Vec<String> =
        curve.iter().map(|&(a, b)| format!("{:.1},{:.1}", x(a), y(b))).collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#1f5faa\" stroke-width=\"2\"/>",
        points.join(" ")
    );
    for &(a, b) in curve {
        let _ = writeln!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"#1f5faa\"/>",
            x(a),
            y(b)
        );
    }
    svg.push_str("</svg>\n");
    svg
}
