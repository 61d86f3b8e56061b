//! How well planning keeps to a limit on memory, and what plans come of it (see `benches/README.md`).
//!
//! `cargo bench --bench memory -- [--seconds S] [--threads T] [--seed N] [MEETINGS…]`

mod support;

use clap::Parser;
use enishi::app::save_workshop;
use enishi::generate::{Size, convention};
use serde_json::Value;
use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Between two looks at what the process holds.
const TICK: Duration = Duration::from_millis(5);

#[derive(Parser)]
struct Arguments {
    #[arg(long, default_value_t = 10.0)]
    seconds: f64,
    #[arg(long, default_value_t = 2)]
    threads: u32,
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
    #[arg(default_values_t = [5_000, 30_000])]
    meetings: Vec<usize>,
}

/// One run of the program.
struct Ran {
    peak_mib: u64,
    seconds: f64,
    answer: Value,
}

/// Plans a workshop by the program itself, within a limit where there is one.
fn ran(folder: &Path, arguments: &Arguments, limit: Option<u64>) -> Result<Ran, Box<dyn Error>> {
    let out = folder.join("answer.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
    command.arg("plan").arg(folder.join("workshop.json")).arg("--json");
    command.args(["--seconds", &arguments.seconds.to_string()]);
    command.args(["--threads", &arguments.threads.to_string()]);
    command.args(["--seed", &arguments.seed.to_string()]);
    command.args(limit.map(|mib| format!("--memory={mib}")));
    let started = Instant::now();
    let mut child = command.stdout(File::create(&out)?).stderr(Stdio::null()).spawn()?;
    let mut peak_mib = 0;
    while child.try_wait()?.is_none() {
        peak_mib = support::peak_mib_of(&child.id().to_string()).unwrap_or(0).max(peak_mib);
        std::thread::sleep(TICK);
    }
    let seconds = started.elapsed().as_secs_f64();
    Ok(Ran { peak_mib, seconds, answer: serde_json::from_reader(File::open(out)?)? })
}

/// The least that it says it needs.
fn floor(refused: &Value) -> Option<u64> {
    let numbers = refused.to_string();
    let after = numbers.split("allow ").nth(1)?;
    after.split_whitespace().next()?.parse().ok()
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    for &meetings in &arguments.meetings {
        let workshop = convention(u64::from(arguments.seed), &Size::of(meetings));
        save_workshop(&workshop, &folder.path().join("workshop.json")).map_err(|e| e.text().en)?;
        drop(workshop);
        let row = |limit: Option<u64>| -> Result<u64, Box<dyn Error>> {
            let Ran { peak_mib, seconds, answer } = ran(folder.path(), &arguments, limit)?;
            let plan = &answer["plan"];
            let of = limit
                .map(|limit| format!(" of_limit={:.0}%", 100.0 * peak_mib as f64 / limit as f64));
            println!(
                "meetings={meetings} limit={} peak={peak_mib}{} status={} total={} bound={} stopped={} seconds={seconds:.1}",
                limit.map_or("none".to_owned(), |mib| mib.to_string()),
                of.unwrap_or_default(),
                plan["status"],
                plan["total"],
                plan["bound"],
                answer["memory_reached"],
            );
            Ok(peak_mib)
        };
        let free = row(None)?;
        let refused = ran(folder.path(), &arguments, Some(1))?;
        let Some(floor) = floor(&refused.answer) else {
            return Err(format!("not refused: {}", refused.answer).into());
        };
        println!("meetings={meetings} limit=1 refused in {:.1} s: floor={floor}", refused.seconds);
        for limit in [floor, (floor + free) / 2, free, free * 5 / 4] {
            row(Some(limit.max(floor)))?;
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    support::ended(run())
}
