//! How long until the 2022 day is planned and proven optimal, for several seeds of its made-up part;
//! and how good the first, greedy plan is beside it.
//!
//! `cargo bench --bench day -- [--seeds N] [--threads T] [--seconds S] [--seed N]`

mod support;

use clap::Parser;
use enishi::scheduling::{PlanOptions, explain, gain, plan, what_ifs};
use std::ops::ControlFlow;
use std::time::Instant;
use support::Solving;

#[derive(Parser)]
struct Arguments {
    /// Of the made-up part.
    #[arg(long, default_value_t = 5)]
    seeds: u64,
    #[command(flatten)]
    solving: Solving,
}

fn main() {
    let Arguments { seeds, solving } = Arguments::parse();
    let limits = solving.limits();
    println!("seed   status      total   bound  greedy  first s  plan s  reasons s  what-ifs s");
    for seed in 2022..2022 + seeds {
        let workshop = enishi::generate::aimgain_2022(seed);
        let options = PlanOptions { name: "planned".into(), limits, start: None };
        let plan = plan(&workshop, &options, &mut |_| ControlFlow::Continue(()))
            .unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        assert_eq!(plan.faults, [], "seed {seed}");
        let started = Instant::now();
        let unplaced = explain(&workshop, &plan.timetable);
        let reasons = started.elapsed().as_secs_f64();
        let started = Instant::now();
        for what_if in what_ifs(&workshop) {
            gain(&workshop, &plan.timetable, &what_if, limits)
                .unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        }
        let first = plan.convergence.first();
        println!(
            "{seed}   {:<9} {:>7} {:>7} {:>7} {:>8.3} {:>7.3} {:>10.3} {:>11.3}   {} unplaced",
            format!("{:?}", plan.status).to_lowercase(),
            plan.total,
            plan.bound.map_or("–".to_owned(), |b| b.to_string()),
            first.and_then(|f| f.total).map_or("–".to_owned(), |t| t.to_string()),
            first.map_or(0.0, |f| f.seconds),
            plan.seconds,
            reasons,
            started.elapsed().as_secs_f64(),
            unplaced.len(),
        );
    }
}
