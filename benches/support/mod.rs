//! What several benches need.

use clap::Args;
use enishi::solver::Limits;
use std::fmt::Display;
use std::process::ExitCode;

/// Limits of each solve, as options of a bench.
#[derive(Args)]
#[allow(dead_code)] // not every bench solves
pub struct Solving {
    /// Of each solve.
    #[arg(long, default_value_t = 60.0)]
    seconds: f64,
    #[arg(long, default_value_t = 2)]
    threads: u32,
    #[arg(long, default_value_t = 1)]
    seed: u32,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

impl Solving {
    #[allow(dead_code)] // not every bench solves
    pub fn limits(&self) -> Limits {
        Limits { seconds: self.seconds, threads: self.threads, seed: self.seed }
    }
}

/// How a bench ends.
#[allow(dead_code)] // not every bench can fail
pub fn ended<E: Display>(result: Result<(), E>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The most memory that this process held so far, in MiB, where Linux counts it.
#[allow(dead_code)] // not every bench asks
pub fn peak_mib() -> Option<u64> {
    peak_mib_of("self")
}

/// The same of another process, by its number.
#[allow(dead_code)] // not every bench asks
pub fn peak_mib_of(process: &str) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()? / 1024)
}

/// The same in words.
#[allow(dead_code)] // not every bench prints words
pub fn peak_memory() -> String {
    in_words(peak_mib())
}

/// The same of another process.
#[allow(dead_code)] // not every bench starts one
pub fn peak_memory_of(process: u32) -> String {
    in_words(peak_mib_of(&process.to_string()))
}

#[allow(dead_code)] // not every bench prints words
fn in_words(mib: Option<u64>) -> String {
    mib.map_or_else(|| "unknown here".to_owned(), |mib| format!("{mib} MiB"))
}

/// Processor time of a process so far (`self` or its number), in seconds, where Linux counts it.
#[allow(dead_code)] // not every bench asks
pub fn cpu_seconds(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // Behind the name, which may hold blanks: user and system time, in hundredths.
    let after = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> = after.split_whitespace().map(|f| f.parse().unwrap_or(0.0)).collect();
    fields.get(11..13).map_or(f64::NAN, |both| both.iter().sum::<f64>() / 100.0)
}
