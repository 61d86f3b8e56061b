//! How long until the fewest breaks of a day of given meetings are found and proven, on the
//! published instances of the business-to-business meeting problem (see `benches/README.md`).
//!
//! `cargo bench --bench b2b -- [--seconds S] [--threads T] [--seed N] [--fairness D]
//! [--solutions DIR] FILE.dzn…`

use enishi::exchange::read_dzn;
use enishi::scheduling::fewest_breaks::{Answer, Day, clash, fewest_breaks, judge_day};
use enishi::solver::{Limits, Status};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

struct Arguments {
    limits: Limits,
    fairness: usize,
    solutions: Option<PathBuf>,
    files: Vec<PathBuf>,
}

fn arguments() -> Result<Arguments, String> {
    let mut found = Arguments {
        limits: Limits { seconds: 60.0, threads: 2, seed: 1 },
        fairness: 2,
        solutions: None,
        files: Vec::new(),
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
            "--fairness" => found.fairness = value()?.parse().map_err(|e| wrong(&e))?,
            "--solutions" => found.solutions = Some(value()?.into()),
            _ if word.starts_with("--") => return Err(format!("unknown option {word}")),
            _ => found.files.push(word.into()),
        }
    }
    Ok(found)
}

/// The file's name without its endings.
fn name(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".dzn").unwrap_or(&name);
    name.strip_suffix(".original").unwrap_or(name).to_owned()
}

fn solve(file: &Path, arguments: &Arguments) -> Result<(Answer, Day), String> {
    let bytes = std::fs::read(file).map_err(|e| e.to_string())?;
    let day = read_dzn(&bytes, arguments.fairness).map_err(|e| e.to_string())?;
    let mut go_on = |_| ControlFlow::Continue(());
    let answer = fewest_breaks(&day, arguments.limits, &mut go_on).map_err(|e| e.to_string())?;
    if let Some(plan) = &answer.plan {
        let judged = judge_day(&day, plan);
        assert_eq!(judged.violations, [], "{}", file.display());
        assert_eq!(Some(judged.total_breaks()), answer.breaks, "{}", file.display());
        if let Some(directory) = &arguments.solutions {
            std::fs::create_dir_all(directory).map_err(|e| e.to_string())?;
            let slots: Vec<usize> = plan.iter().map(|k| k + 1).collect();
            let path = directory.join(format!("{}.json", name(file)));
            let text = serde_json::json!({ "slots": slots }).to_string();
            std::fs::write(path, text).map_err(|e| e.to_string())?;
        }
    }
    Ok((answer, day))
}

/// Why a day has no plan.
fn reason(day: &Day) -> String {
    match clash(day, &|| false) {
        None => "clash=unknown".to_owned(),
        Some(clash) => {
            let words: Vec<String> = clash.demands.iter().map(|d| d.to_string()).collect();
            let kind = if clash.irreducible { "irreducible" } else { "reducible?" };
            format!("clash={kind} \"{}\"", words.join("; "))
        }
    }
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
        Status::NoneInTime => "none",
    }
}

fn main() -> ExitCode {
    let arguments = match arguments() {
        Ok(arguments) if !arguments.files.is_empty() => arguments,
        Ok(_) => {
            println!("no instance given; name FILE.dzn… (benches/README.md says where they are)");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("{message}");
            return ExitCode::from(2);
        }
    };
    let (mut proven, mut ended, mut total, mut longest) = (0, 0, 0.0, 0.0_f64);
    let mut failed = false;
    let value = |v: Option<usize>| v.map_or("-".to_owned(), |v| v.to_string());
    let seconds = |v: Option<f64>| v.map_or("-".to_owned(), |v| format!("{v:.2}"));
    for file in &arguments.files {
        let (answer, day) = match solve(file, &arguments) {
            Ok(solved) => solved,
            Err(message) => {
                failed = true;
                println!("{} error {message}", name(file));
                continue;
            }
        };
        print!(
            "{:<16} {:<10} breaks={} bound={} first={} best={} end={:.2}",
            name(file),
            status_word(answer.status),
            value(answer.breaks),
            if answer.status == Status::Infeasible { "-".into() } else { answer.bound.to_string() },
            seconds(answer.first_seconds),
            seconds(answer.best_seconds),
            answer.seconds,
        );
        if answer.status == Status::Infeasible {
            print!(" {}", reason(&day));
        }
        println!();
        ended += 1;
        proven += usize::from(matches!(answer.status, Status::Optimal | Status::Infeasible));
        total += answer.seconds;
        longest = longest.max(answer.seconds);
    }
    println!("total            proven={proven} of={ended} seconds={total:.2} longest={longest:.2}");
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
