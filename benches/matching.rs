//! How long all partner rankings of the 2022 workshop take, and whether a profile's twin in the
//! other language is found.
//!
//! `cargo bench --bench matching`; the pairs that `tests/texts/bilingual.toml` holds out are left
//! out unless `--held-out` is given, and then stand alone.

#[path = "support/written.rs"]
#[allow(dead_code)]
mod written;

use enishi::domain::{Lang, Organisation, Profile, ProfileKind};
use enishi::generate::{SEED, aimgain_2022};
use enishi::matching::{Index, Lens, Query, Register, Scope, Weights};
use enishi::vocabulary::{Thesaurus, retag};
use serde::Deserialize;
use std::time::Instant;
use written::organisation;

#[derive(Deserialize)]
struct Pairs {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    id: String,
    side: ProfileKind,
    ja_title: String,
    ja: String,
    en_title: String,
    en: String,
    miss_ja_title: String,
    miss_ja: String,
    miss_en_title: String,
    miss_en: String,
    held_out: bool,
}

fn main() {
    rankings();
    let held_out = std::env::args().any(|argument| argument == "--held-out");
    let pairs: Pairs = toml::from_str(include_str!("../tests/texts/bilingual.toml"))
        .expect("the texts can be read");
    let pairs: Vec<Pair> = pairs.pair.into_iter().filter(|p| p.held_out == held_out).collect();
    twins(&pairs, if held_out { "held out" } else { "not held out" });
}

fn rankings() {
    let mut workshop = aimgain_2022(SEED);
    let thesaurus = Thesaurus::embedded();
    for i in 0..workshop.profiles.len() {
        workshop.profiles[i].tags = retag(thesaurus, &workshop.profiles[i]);
    }
    let start = Instant::now();
    let index = Index::build(&Register::of(&workshop, &[]), thesaurus, Weights::default())
        .expect("the workshop is sound");
    let built = start.elapsed();
    let query = Query { limit: usize::MAX, ..Query::default() };
    let mut times: Vec<_> = (0..10)
        .map(|_| {
            let start = Instant::now();
            let pairs: usize = index.rank_all(&query).iter().map(|(_, r)| r.len()).sum();
            (start.elapsed(), pairs)
        })
        .collect();
    times.sort_unstable();
    let (worst, pairs) = times[times.len() - 1];
    println!(
        "{} profiles: index {built:.1?}, all {pairs} suggestions with their grounds, worst of 10: \
         {worst:.1?}",
        index.len()
    );
    let start = Instant::now();
    let few = Query { limit: 5, ..Query::default() };
    let mut reasons = 0;
    for (id, suggestions) in index.rank_all(&few) {
        reasons += index.reasons(&id, &few, &suggestions).expect("they were suggested").len();
    }
    println!("{reasons} reasons with verified counterfactuals: {:.1?}", start.elapsed());
}

fn profile(id: String, side: ProfileKind, lang: Lang, title: &str, text: &str) -> Profile {
    let mut profile = Profile {
        organisation: id.as_str().into(),
        id: id.as_str().into(),
        kind: side,
        people: Vec::new(),
        laboratory: None,
        lang,
        title: title.to_owned(),
        text: text.to_owned(),
        seeks: String::new(),
        offers: String::new(),
        phase: None,
        tags: Vec::new(),
        synthetic: true,
    };
    profile.tags = retag(Thesaurus::embedded(), &profile);
    profile
}

/// Where the twin stands among all other texts, the near misses in both languages included.
fn twins(pairs: &[Pair], which: &str) {
    let mut profiles = Vec::new();
    for p in pairs {
        let id = |kind: &str| format!("{}-{kind}", p.id);
        profiles.extend([
            profile(id("ja"), p.side, Lang::Ja, &p.ja_title, &p.ja),
            profile(id("en"), p.side, Lang::En, &p.en_title, &p.en),
            profile(id("near-ja"), p.side, Lang::Ja, &p.miss_ja_title, &p.miss_ja),
            profile(id("near-en"), p.side, Lang::En, &p.miss_en_title, &p.miss_en),
        ]);
    }
    let organisations: Vec<Organisation> = profiles.iter().map(organisation).collect();
    let register =
        Register { profiles: &profiles, organisations: &organisations, ..Register::default() };
    let index = Index::build(&register, Thesaurus::embedded(), Weights::default())
        .expect("the texts are sound");
    println!("{} pairs {which}, {} texts, each asked in both languages:", pairs.len(), index.len());
    for (scope, lens) in [
        (Scope::All, Lens::Whole),
        (Scope::Within, Lens::Whole),
        (Scope::All, Lens::Likeness),
        (Scope::Within, Lens::Likeness),
    ] {
        let query = Query { scope, lens, ..Query::default() };
        let mut ranks = Vec::new();
        for p in pairs {
            for (of, twin) in [("ja", "en"), ("en", "ja")] {
                let ranked = index
                    .scores(&format!("{}-{of}", p.id).as_str().into(), &query)
                    .expect("it is there");
                let twin = format!("{}-{twin}", p.id);
                let rank = ranked.iter().position(|(id, _)| id.as_str() == twin);
                ranks.push(rank.map_or(f64::INFINITY, |rank| rank as f64 + 1.0));
            }
        }
        let share =
            |most: f64| ranks.iter().filter(|r| **r <= most).count() as f64 / ranks.len() as f64;
        let mrr = ranks.iter().map(|r| 1.0 / r).sum::<f64>() / ranks.len() as f64;
        println!(
            "  {scope:?}, {lens:?}: twin first {:.3}, in the first 5 {:.3}, MRR {mrr:.3}",
            share(1.0),
            share(5.0)
        );
    }
}
