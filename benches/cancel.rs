//! How soon a solve that is broken off comes back with its best plan, how soon its threads are gone, and
//! how well time limits are kept (see `benches/README.md`).
//!
//! `cargo bench --bench cancel -- [--meetings N] [--threads T] [--seed N]`

mod support;

use clap::Parser;
use enishi::domain::Workshop;
use enishi::generate::{Size, aimgain_2022, convention};
use enishi::scheduling::{FairnessOptions, PlanOptions, fairness, plan, repair};
use enishi::solver::{Limits, SolverError};
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// When it is broken off, in milliseconds.
const MOMENTS: [u64; 8] = [20, 100, 300, 600, 1_000, 1_500, 2_500, 4_000];
/// Time limits in seconds.
const LIMITS: [f64; 3] = [0.5, 2.0, 5.0];

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 5_000)]
    meetings: usize,
    #[arg(long, default_value_t = 2)]
    threads: u32,
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Threads of this process, where Linux counts them.
fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").map_or(0, Iterator::count)
}

type Watch<'w> = &'w mut dyn FnMut() -> ControlFlow<()>;
/// Solves within limits, and says whether there was a plan.
type Solve<'s> = &'s dyn Fn(Limits, Watch) -> Result<bool, SolverError>;

/// Breaks a solve off at a moment. Milliseconds from then to its return and to the end of its
/// threads, and whether there was a plan; `None` where it was done before.
fn broken_off(
    solve: Solve,
    limits: Limits,
    moment: Duration,
) -> Result<Option<(f64, f64, bool)>, SolverError> {
    let before = threads();
    let started = Instant::now();
    let asked: Mutex<Option<Instant>> = Mutex::new(None);
    let has_plan = solve(limits, &mut || {
        if started.elapsed() < moment {
            return ControlFlow::Continue(());
        }
        asked.lock().unwrap_or_else(|e| e.into_inner()).get_or_insert(started + moment);
        ControlFlow::Break(())
    })?;
    let returned = Instant::now();
    let asked = *asked.lock().unwrap_or_else(|e| e.into_inner());
    let Some(asked) = asked else { return Ok(None) };
    while threads() > before && returned.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let since = |then: Instant| (then - asked).as_secs_f64() * 1_000.0;
    Ok(Some((since(returned), since(Instant::now()), has_plan)))
}

fn measure(name: &str, solve: Solve, limits: Limits) -> Result<(), SolverError> {
    for moment in MOMENTS {
        let long = Limits { seconds: 1_000.0, ..limits };
        match broken_off(solve, long, Duration::from_millis(moment))? {
            Some((returned, gone, plan)) => println!(
                "{name} broken off after {moment} ms: back={returned:.0} ms threads gone={gone:.0} ms plan={plan}"
            ),
            None => println!("{name} done before {moment} ms"),
        }
    }
    for seconds in LIMITS {
        let started = Instant::now();
        let plan = solve(Limits { seconds, ..limits }, &mut || ControlFlow::Continue(()))?;
        let took = started.elapsed().as_secs_f64();
        let over = 100.0 * (took / seconds - 1.0);
        println!("{name} limit={seconds} s: took={took:.3} s over={over:.1}% plan={plan}");
    }
    Ok(())
}

fn run() -> Result<(), SolverError> {
    let Arguments { meetings, threads, seed, .. } = Arguments::parse();
    let limits = Limits { seconds: 0.0, threads, seed };
    let day = aimgain_2022(u64::from(seed));
    // With all talks weighing as little as meetings it is far from proved in the time there is.
    let mut hard = day.clone();
    hard.rules.weights.talk = hard.rules.weights.meeting.clone();
    hard.rules.weights.consultation = hard.rules.weights.meeting.clone();
    let many = convention(u64::from(seed), &Size::of(meetings));
    let planning = |workshop: &Workshop, limits: Limits, watch: Watch| {
        let options = PlanOptions { limits, ..PlanOptions::default() };
        Ok(plan(workshop, &options, &mut |_| watch())?.faults.is_empty())
    };
    measure("2022", &|l, w| planning(&day, l, w), limits)?;
    measure("2022-hard", &|l, w| planning(&hard, l, w), limits)?;
    measure("many", &|l, w| planning(&many, l, w), limits)?;
    let first = PlanOptions { limits: Limits { seconds: 3.0, ..limits }, ..PlanOptions::default() };
    let planned = plan(&many, &first, &mut |_| ControlFlow::Continue(()))?.timetable;
    let mut fewer = many.clone();
    fewer.rooms[0].tables = fewer.rooms[0].tables.saturating_sub(1).max(1);
    let repairing = |limits: Limits, watch: Watch| {
        let options = limits.into();
        Ok(repair(&fewer, &planned, &options, &mut |_| watch())?.judgement.faults.is_empty())
    };
    measure("many-repair", &repairing, limits)?;
    let fairly = |limits: Limits, watch: Watch| {
        let options = FairnessOptions { limits, points: 2, max_loss: 1.0, start: None };
        Ok(!fairness(&day, &options, &mut |_| watch())?.points.is_empty())
    };
    for moment in MOMENTS {
        let long = Limits { seconds: 1_000.0, ..limits };
        if let Some((back, gone, plan)) = broken_off(&fairly, long, Duration::from_millis(moment))?
        {
            println!(
                "fairness broken off after {moment} ms: back={back:.0} ms threads gone={gone:.0} ms plan={plan}"
            );
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    support::ended(run())
}
