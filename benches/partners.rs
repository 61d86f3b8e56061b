//! How near the top real partners stand, learned from a history of real projects.
//!
//! `cargo bench --bench partners -- DATA_DIR QUERIES.jsonl --rankings OUT.jsonl` reads
//! `history.jsonl` and `organisations.jsonl` in DATA_DIR (or `ENISHI_BENCHMARKS`/partners), learns
//! from the history, ranks the organisations for each query (its `partners`, if given, are not
//! read) and writes a line `{"id", "ranking"}` for each. Prints seconds and peak memory.
//!
//! `-- DATA_DIR --svg FILE` measures instead, on the history alone, what each kind of evidence brings and
//! what fitting costs, prints it and draws it: every project is asked again with a twentieth of the history left
//! out, by trees fitted on one half of the projects and asked on the other.

#[path = "support/plot.rs"]
mod plot;
mod support;

use clap::Parser;
use enishi::matching::collaboration::{
    Candidate, CollaborationError, Column, Group, History, Learned, Lesson, Project, Question,
    Ranker, Readings, Settings, lessons, read_lines,
};
use plot::{Axis, Scale};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use support::{cpu_seconds, peak_memory};

/// How many organisations are listed for a query.
const LISTED: usize = 200;

#[derive(Parser)]
struct Arguments {
    /// Where to write a line `{"id", "ranking"}` for each query.
    #[arg(long)]
    rankings: Option<PathBuf>,
    /// Measures and draws into this file what evidence brings and fitting costs.
    #[arg(long, conflicts_with = "rankings")]
    svg: Option<PathBuf>,
    /// `DATA_DIR QUERIES.jsonl`; the first alone with `--svg`.
    #[arg(num_args = 1..=2)]
    files: Vec<PathBuf>,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let Arguments { rankings, svg, mut files, .. } = Arguments::parse();
    let default = std::env::var("ENISHI_BENCHMARKS").map(|dir| Path::new(&dir).join("partners"));
    if let (true, Ok(dir)) = (files.is_empty(), &default) {
        files = vec![dir.clone(), dir.join("queries.jsonl")];
    }
    if let (Some(svg), [dir, ..]) = (&svg, &files[..]) {
        return support::ended(measure(dir, svg));
    }
    let [dir, queries] = &files[..] else {
        // `cargo bench` without arguments runs every bench; this one has nothing to read then.
        println!("partners: no data given; cargo bench --bench partners -- DATA_DIR QUERIES.jsonl");
        return ExitCode::SUCCESS;
    };
    support::ended(run(dir, queries, rankings.as_deref()))
}

fn say(fault: CollaborationError) -> String {
    fault.to_string()
}

fn history(dir: &Path) -> Result<History, String> {
    let projects: Vec<Project> = read(&dir.join("history.jsonl"))?;
    let organisations: Vec<Candidate> = read(&dir.join("organisations.jsonl"))?;
    History::new(projects, organisations).map_err(say)
}

fn run(dir: &Path, queries: &Path, rankings: Option<&Path>) -> Result<(), String> {
    let start = Instant::now();
    let history = history(dir)?;
    let questions: Vec<Question> = read(queries)?;
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

/// The mean reciprocal rank of the first partner, and the shares of partners among the first 10 and 100.
type Quality = [f64; 3];

/// The quality of a ranking by `score` in a lesson.
fn quality(lesson: &Lesson, score: impl Fn(&[f32]) -> f64) -> Quality {
    let scores: Vec<f64> = lesson.pool.rows.iter().map(|row| score(row)).collect();
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let partner = |candidate: &usize| lesson.partners.contains(candidate);
    let first = order.iter().position(partner).map_or(0.0, |ahead| 1.0 / (ahead + 1) as f64);
    let among = |most: usize| {
        let found = order.iter().take(most).filter(|candidate| partner(candidate)).count();
        found as f64 / lesson.known_partners as f64
    };
    [first, among(10), among(100)]
}

fn mean(of: &[Quality]) -> Quality {
    std::array::from_fn(|i| of.iter().map(|q| q[i]).sum::<f64>() / of.len() as f64)
}

/// The sum of some columns, each as a share of the best candidate's: nothing is fitted.
fn by_columns(lessons: &[Lesson], columns: &[Column]) -> Quality {
    let of = |lesson: &Lesson| {
        let most = |column: Column| {
            let values = lesson.pool.rows.iter().map(|row| row[column as usize]);
            f64::from(values.fold(f32::MIN_POSITIVE, f32::max))
        };
        let most: Vec<f64> = columns.iter().map(|column| most(*column)).collect();
        quality(lesson, |row| {
            let shares = columns.iter().zip(&most);
            shares.map(|(column, most)| f64::from(row[*column as usize]) / most).sum()
        })
    };
    mean(&lessons.iter().map(of).collect::<Vec<_>>())
}

/// Trees fitted on each half of the lessons and asked on the other; the CPU seconds of one fit.
fn by_trees(lessons: &[Lesson], settings: &Settings) -> Result<(Quality, f64), String> {
    let (mut asked, mut seconds) = (Vec::new(), 0.0);
    for half in 0..2 {
        let of = |parity: usize| lessons.iter().skip(parity).step_by(2);
        let begun = cpu_seconds("self");
        let ranker = Ranker::learn(&of(half).collect::<Vec<_>>(), settings).map_err(say)?;
        seconds += (cpu_seconds("self") - begun) / 2.0;
        asked.extend(of(1 - half).map(|lesson| quality(lesson, |row| ranker.score(row) as f64)));
    }
    Ok((mean(&asked), seconds))
}

/// What each kind of evidence brings, and what fitting costs.
fn measure(dir: &Path, file: &Path) -> Result<(), String> {
    use Group::{Leads, Names, Standing, Text, Together, Walks};
    const EVERY: [Group; 6] = [Text, Together, Walks, Names, Leads, Standing];
    let history = history(dir)?;
    let begun = cpu_seconds("self");
    let Settings { folds, seed, .. } = Settings::default();
    let mut lessons = lessons(&history, &Readings::new(&history), folds, seed);
    lessons.retain(|lesson| lesson.known_partners > 0);
    println!(
        "{} projects, their evidence in {:.1} CPU s",
        lessons.len(),
        cpu_seconds("self") - begun
    );
    println!("evidence: MRR, Recall@10, Recall@100, CPU seconds of fitting");
    let told = |name: &str, [mrr, ten, hundred]: Quality, seconds: f64| {
        println!("{name}: {mrr:.3}, {ten:.3}, {hundred:.3}, {seconds:.1}");
        (seconds, 100.0 * ten)
    };
    let (words, joint, walk) = (Column::Nearest50, Column::Times, Column::SeededWalk);
    let mut lines = Vec::new();
    for (name, columns) in [
        ("words", &[words][..]),
        ("joint work", &[joint]),
        ("a walk", &[walk]),
        ("these three mixed", &[words, joint, walk]),
    ] {
        let point = told(name, by_columns(&lessons, columns), 0.0);
        lines.push((name.to_owned(), vec![point]));
    }
    let fitted = |name: &str, kinds: &[Group], settings: Settings| -> Result<_, String> {
        let out = |column: &&Column| !kinds.contains(&column.group());
        let without = Column::ALL.iter().filter(out).copied().collect();
        let (found, seconds) = by_trees(&lessons, &Settings { without, ..settings })?;
        Ok(told(name, found, seconds))
    };
    let trees = |trees: usize| Settings { trees, repeats: 1, ..Settings::default() };
    for (name, kinds) in [("trees: text", 1), ("and joint work", 2), ("and walks", 3)] {
        let point = fitted(name, &EVERY[..kinds], trees(80))?;
        lines.push((name.to_owned(), vec![point]));
    }
    let all = [
        fitted("all six kinds, 10 trees", &EVERY, trees(10))?,
        fitted("all six kinds, 80 trees", &EVERY, trees(80))?,
        fitted("all six kinds, twice 150 trees", &EVERY, Settings::default())?,
    ];
    lines.push(("all six kinds".to_owned(), all.to_vec()));
    fitted("all, another seed", &EVERY, Settings { seed: 2, ..trees(80) })?;
    for out in EVERY {
        let kinds: Vec<Group> = EVERY.into_iter().filter(|kind| *kind != out).collect();
        fitted(&format!("without {out:?}"), &kinds, trees(80))?;
    }
    let picture = plot::plot(
        "Share of real partners among the first ten over CPU seconds of fitting; left: nothing is fitted",
        &Axis {
            label: "CPU seconds of fitting; left: nothing is fitted",
            scale: Scale::Powers(-1, 2),
        },
        &Axis { label: "Recall@10, per cent", scale: Scale::Tens(0, 5) },
        &lines,
        true,
    );
    fs::write(file, picture).map_err(|e| format!("{}: {e}", file.display()))
}

fn read<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, String> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|e| format!("{name}: {e}"))?;
    read_lines(&name, &text).map_err(|fault| fault.to_string())
}
