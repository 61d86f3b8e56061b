//! How long the ranking takes at the size of a national agency: 20,000 profiles.
//!
//! `cargo bench --bench profiles [-- PROFILES]` makes profiles by mixing sentences of the written test
//! texts, and prints times, worst and mean, and peak memory.

mod support;
#[path = "support/written.rs"]
mod written;

use clap::Parser;
use enishi::domain::{Organisation, Profile};
use enishi::matching::{Index, Query, Register, Weights};
use enishi::vocabulary::{Thesaurus, retag};
use std::time::{Duration, Instant};
use support::peak_memory;
use written::{organisation, profiles};

#[derive(Parser)]
struct Arguments {
    /// How many are made.
    #[arg(default_value_t = 20_000)]
    profiles: usize,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let count = Arguments::parse().profiles;
    let start = Instant::now();
    let profiles = profiles(count);
    println!("{count} profiles made and tagged in {:.1?}", start.elapsed());
    let organisations: Vec<Organisation> = profiles.iter().map(organisation).collect();
    let register =
        Register { profiles: &profiles, organisations: &organisations, ..Register::default() };
    let start = Instant::now();
    let mut index = Index::build(&register, Thesaurus::embedded(), Weights::default())
        .expect("the profiles are sound");
    println!("index: {:.2?}, peak memory {}", start.elapsed(), peak_memory());
    let query = Query::default();
    let asked: Vec<&Profile> = profiles.iter().step_by(count / 50 + 1).collect();
    report(
        "suggestions for one",
        asked
            .iter()
            .map(|profile| timed(|| index.rank(&profile.id, &query).expect("it is there").len())),
    );
    let edits: Vec<Profile> = asked
        .iter()
        .zip(asked.iter().skip(1))
        .map(|(one, next)| {
            let mut edited = (*one).clone();
            edited.text = format!("{}\n{}", one.text, next.text);
            edited.tags = retag(Thesaurus::embedded(), &edited);
            edited.tags.truncate(enishi::domain::MAX_TAGS);
            edited
        })
        .collect();
    report(
        "one edited profile put in place",
        edits.iter().map(|edited| timed(|| index.replace(edited).expect("it is there"))),
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed()
}

fn report(what: &str, times: impl Iterator<Item = Duration>) {
    let times: Vec<Duration> = times.collect();
    let worst = times.iter().max().copied().unwrap_or_default();
    let mean = times.iter().sum::<Duration>() / times.len().max(1) as u32;
    println!("{what}: worst {worst:.2?}, mean {mean:.2?} of {}", times.len());
}
