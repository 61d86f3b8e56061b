//! How long until the fewest breaks of a day of given meetings are found and proven, on the
//! published instances of the business-to-business meeting problem (see `benches/README.md`).
//!
//! `cargo bench --bench b2b -- [--seconds S] [--threads T] [--seed N] [--fairness D]
//! [--solutions DIR] [--peer DIR] FILE.dzn…`

mod support;

use clap::Parser;
use enishi::exchange::read_dzn;
use enishi::scheduling::fewest_breaks::{
    Answer, Day, Meeting, Session, clash, fewest_breaks, judge_day,
};
use enishi::solver::Status;
use serde_json::json;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use support::Solving;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    solving: Solving,
    /// The most breaks that one participant may have more than another.
    #[arg(long, default_value_t = 2)]
    fairness: usize,
    /// Where to write `NAME.json` with the slot of each meeting.
    #[arg(long)]
    solutions: Option<PathBuf>,
    /// Where to write each day with our answer, to be put to another solver.
    #[arg(long)]
    peer: Option<PathBuf>,
    files: Vec<PathBuf>,
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
    let answer =
        fewest_breaks(&day, arguments.solving.limits(), &mut go_on).map_err(|e| e.to_string())?;
    if let Some(plan) = &answer.plan {
        let judged = judge_day(&day, plan);
        assert_eq!(judged.violations, [], "{}", file.display());
        assert_eq!(Some(judged.total_breaks()), answer.breaks, "{}", file.display());
        if let Some(directory) = &arguments.solutions {
            let slots: Vec<usize> = plan.iter().map(|k| k + 1).collect();
            write(directory, file, &json!({ "slots": slots }))?;
        }
    }
    if let Some(directory) = &arguments.peer {
        write(directory, file, &question(&day, &answer))?;
    }
    Ok((answer, day))
}

/// Writes `NAME.json`.
fn write(directory: &Path, file: &Path, value: &serde_json::Value) -> Result<(), String> {
    std::fs::create_dir_all(directory).map_err(|e| e.to_string())?;
    let path = directory.join(format!("{}.json", name(file)));
    std::fs::write(path, value.to_string()).map_err(|e| e.to_string())
}

/// A day in words of no solver, with our answer.
fn question(day: &Day, answer: &Answer) -> serde_json::Value {
    let slots = |meeting: &Meeting| -> Vec<usize> {
        let may = |k: &usize| {
            let in_session = match meeting.session {
                Session::Morning => *k < day.morning_slots,
                Session::Afternoon => *k >= day.morning_slots,
                Session::Either => true,
            };
            let free = meeting.participants.iter().all(|&p| day.forbidden[p] >> k & 1 == 0);
            in_session && free && meeting.fixed.is_none_or(|fixed| fixed == *k)
        };
        (0..day.slots).filter(may).collect()
    };
    let meetings = day.meetings.iter();
    let meetings: Vec<_> =
        meetings.map(|m| json!({ "people": m.participants, "slots": slots(m) })).collect();
    json!({
        "people": day.forbidden.len(),
        "slots": day.slots,
        "tables": day.tables,
        "meetings": meetings,
        "before": day.precedences,
        "fairness": day.fairness,
        "ours": {
            "status": status_word(answer.status),
            "breaks": answer.breaks,
            "seconds": answer.seconds,
        },
    })
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
    let arguments = Arguments::parse();
    if arguments.files.is_empty() {
        println!("no instance given; name FILE.dzn… (benches/README.md says where they are)");
        return ExitCode::SUCCESS;
    }
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
