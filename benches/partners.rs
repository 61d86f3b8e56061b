//! How near the top real partners stand, learned from a history of real projects.
//!
//! `cargo bench --bench partners -- DATA_DIR QUERIES.jsonl --rankings OUT.jsonl` reads
//! `history.jsonl` and `organisations.jsonl` in DATA_DIR (or `ENISHI_BENCHMARKS`/partners), learns
//! from the history, ranks the organisations for each query (its `partners`, if given, are not
//! read) and writes a line `{"id", "ranking"}` for each. Prints seconds and peak memory.

mod support;

use clap::Parser;
use enishi::matching::collaboration::{
    Candidate, CollaborationError, History, Learned, Project, Question, Settings, read_lines,
};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use support::peak_memory;

/// How many organisations are listed for a query.
const LISTED: usize = 200;

#[derive(Parser)]
struct Arguments {
    /// Where to write a line `{"id", "ranking"}` for each query.
    #[arg(long)]
    rankings: Option<PathBuf>,
    /// `DATA_DIR QUERIES.jsonl`.
    #[arg(num_args = 2)]
    files: Vec<PathBuf>,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let Arguments { rankings, mut files, .. } = Arguments::parse();
    let default = std::env::var("ENISHI_BENCHMARKS").map(|dir| Path::new(&dir).join("partners"));
    if let (true, Ok(dir)) = (files.is_empty(), &default) {
        files = vec![dir.clone(), dir.join("queries.jsonl")];
    }
    let [dir, queries] = &files[..] else {
        // `cargo bench` without arguments runs every bench; this one has nothing to read then.
        println!("partners: no data given; cargo bench --bench partners -- DATA_DIR QUERIES.jsonl");
        return ExitCode::SUCCESS;
    };
    support::ended(run(dir, queries, rankings.as_deref()))
}

fn run(dir: &Path, queries: &Path, rankings: Option<&Path>) -> Result<(), String> {
    let say = |fault: CollaborationError| fault.to_string();
    let start = Instant::now();
    let projects: Vec<Project> = read(&dir.join("history.jsonl"))?;
    let organisations: Vec<Candidate> = read(&dir.join("organisations.jsonl"))?;
    let questions: Vec<Question> = read(queries)?;
    let history = History::new(projects, organisations).map_err(say)?;
    println!(
        "{} projects, {} organisations, {} queries",
        history.projects.len(),
        history.organisations.len(),
        questions.len()
    );
    let learned = Learned::new(history, &Settings::default()).map_err(say)?;
    println!("read and learned in {:.1} s", start.elapsed().as_secs_f64());
    let asked = Instant::now();
    let lines: Vec<String> = questions
        .par_iter()
        .map(|question| {
            let proposals = learned.propose(question, LISTED);
            let names: Vec<&str> = proposals.iter().map(|p| p.organisation.as_str()).collect();
            serde_json::json!({ "id": question.id, "ranking": names }).to_string() + "\n"
        })
        .collect();
    println!(
        "ranked in {:.1} s; {:.1} s in all, peak memory {}",
        asked.elapsed().as_secs_f64(),
        start.elapsed().as_secs_f64(),
        peak_memory()
    );
    match rankings {
        Some(file) => {
            fs::write(file, lines.concat()).map_err(|e| format!("{}: {e}", file.display()))
        }
        None => Ok(()),
    }
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, String> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|e| format!("{name}: {e}"))?;
    read_lines(&name, &text).map_err(|fault| fault.to_string())
}
