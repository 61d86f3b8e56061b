//! How long the ranking takes at the size of a national agency: 20,000 profiles.
//!
//! `cargo bench --bench profiles [-- PROFILES]` makes profiles by mixing sentences of the written test
//! texts, and prints times, worst and mean, and peak memory.

mod support;

use enishi::domain::{Lang, Organisation, OrganisationKind, Profile, ProfileKind, Text};
use enishi::matching::{Index, Query, Register, Weights};
use enishi::vocabulary::{Thesaurus, retag};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Deserialize;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use support::peak_memory;

#[derive(Deserialize)]
struct Written {
    title: String,
    text: String,
}

#[derive(Deserialize)]
struct Distractors {
    profile: Vec<Written>,
}

fn main() -> ExitCode {
    // Cargo appends `--bench`.
    let count = match std::env::args().skip(1).find(|a| a != "--bench").map(|a| a.parse()) {
        None => 20_000,
        Some(Ok(count)) => count,
        Some(Err(error)) => {
            eprintln!("PROFILES: {error}; give how many, for example 5000");
            return ExitCode::from(2);
        }
    };
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
            edited.tags.truncate(enishi::matching::MAX_TAGS);
            edited
        })
        .collect();
    report(
        "one edited profile put in place",
        edits.iter().map(|edited| timed(|| index.replace(edited).expect("it is there"))),
    );
    ExitCode::SUCCESS
}

/// Sentences of the written texts, drawn anew: a heavy-tailed few stand in many profiles.
fn profiles(count: usize) -> Vec<Profile> {
    let written: Distractors = toml::from_str(include_str!("../tests/texts/distractors.toml"))
        .expect("the texts can be read");
    let split = |lang: Lang| -> Vec<String> {
        let of = written.profile.iter().filter(|w| Lang::of(&w.text) == lang);
        of.flat_map(|w| w.text.split_inclusive(['。', '\n']).map(str::to_owned)).collect()
    };
    let (ja, en) = (split(Lang::Ja), split(Lang::En));
    (0..count)
        .into_par_iter()
        .map(|i| {
            let mut random = ChaCha8Rng::seed_from_u64(i as u64);
            let title = &written.profile[random.random_range(0..written.profile.len())].title;
            let lang = Lang::of(title);
            let sentences = if lang == Lang::Ja { &ja } else { &en };
            let text = (0..8)
                .map(|_| {
                    let uniform: f64 = random.random();
                    sentences[(uniform * uniform * sentences.len() as f64) as usize].as_str()
                })
                .collect();
            let id = format!("p{i}");
            let kinds = [ProfileKind::Need, ProfileKind::Offer, ProfileKind::Seed];
            let mut profile = Profile {
                organisation: id.as_str().into(),
                id: id.as_str().into(),
                kind: kinds[i % 3],
                people: Vec::new(),
                laboratory: None,
                lang,
                title: title.clone(),
                text,
                seeks: String::new(),
                offers: String::new(),
                phase: None,
                tags: Vec::new(),
                synthetic: true,
            };
            profile.tags = retag(Thesaurus::embedded(), &profile);
            profile.tags.truncate(enishi::matching::MAX_TAGS);
            profile
        })
        .collect()
}

fn organisation(profile: &Profile) -> Organisation {
    Organisation {
        id: profile.organisation.clone(),
        name: Text::default(),
        kana: String::new(),
        kind: match profile.kind {
            ProfileKind::Need => OrganisationKind::Company,
            _ => OrganisationKind::Academia,
        },
        size: None,
        region: String::new(),
        registered_on: None,
        domestic: None,
        deemed_large: None,
        synthetic: true,
    }
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
