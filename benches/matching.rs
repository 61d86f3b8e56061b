//! How long all partner rankings of the 2022 workshop take, and whether a profile's twin in the
//! other language is found.
//!
//! `cargo bench --bench matching`; the pairs that `tests/texts/bilingual.toml` holds out are left
//! out unless `--held-out` is given, and then stand alone. Each text is then cut in two, and one half asked
//! for the other: in the same language, in the other one, and by words and pieces of words alone. With
//! `--svg FILE` what each way to rank finds in Japanese is drawn over the processor time of a question.

#[path = "../tests/bilingual/mod.rs"]
mod bilingual;
#[path = "support/written.rs"]
#[allow(dead_code)]
mod written;
#[path = "support/plot.rs"]
mod plot;
mod support;

use bilingual::{Pair, pairs};
use clap::Parser;
use enishi::domain::{Lang, Organisation, Profile, ProfileKind};
use enishi::generate::{SEED, aimgain_2022};
use enishi::matching::{Index, Lens, Query, Register, Scope, Weights};
use enishi::vocabulary::{Thesaurus, retag};
use icu_segmenter::WordSegmenter;
use plot::{Axis, Scale};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;
use support::cpu_seconds;
use written::organisation;

/// How many times the same is asked, for a clock that counts hundredths of a second.
const TIMES: usize = 5;

#[derive(Parser)]
struct Arguments {
    /// Asks for the pairs that are held out, and for no others.
    #[arg(long)]
    held_out: bool,
    /// Draws into this file what each way to rank finds, over what a question costs.
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let Arguments { held_out, svg, .. } = Arguments::parse();
    rankings();
    let pairs = pairs(held_out);
    twins(&pairs, if held_out { "held out" } else { "not held out" });
    let ways = halves(&pairs);
    if let Some(file) = svg {
        std::fs::write(file, drawn(&ways)).expect("the picture can be written");
    }
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
        println!("  {scope:?}, {lens:?}: twin {}", told(&ranks));
    }
}

/// How often ranks are the first and among the first five, and the mean of one over them.
fn told(ranks: &[f64]) -> String {
    let share =
        |most: f64| ranks.iter().filter(|r| **r <= most).count() as f64 / ranks.len() as f64;
    let mrr = mrr(ranks);
    format!("first {:.3}, in the first 5 {:.3}, MRR {mrr:.3}", share(1.0), share(5.0))
}

fn mrr(ranks: &[f64]) -> f64 {
    ranks.iter().map(|rank| 1.0 / rank).sum::<f64>() / ranks.len() as f64
}

/// A way to rank: CPU milliseconds of a question, and the mean reciprocal rank in per cent.
type Way = (String, (f64, f64));

fn drawn(ways: &[Way]) -> String {
    let lines: Vec<_> = ways.iter().map(|(name, point)| (name.clone(), vec![*point])).collect();
    plot::plot(
        "Mean reciprocal rank of the other half of a Japanese text over CPU milliseconds a question",
        &Axis { label: "CPU milliseconds a question", scale: Scale::Powers(-1, 2) },
        &Axis { label: "mean reciprocal rank, per cent", scale: Scale::Tens(0, 4) },
        &lines,
        true,
    )
}

/// Both halves of a text, cut after a sentence.
fn cut(text: &str) -> [String; 2] {
    let sentences: Vec<&str> = text.split_inclusive(['。', '.']).collect();
    let (one, other) = sentences.split_at(sentences.len() / 2);
    [one.concat(), other.concat()]
}

/// Where the other half of a text stands, in its own language and in the other one, among the halves of
/// all other texts; titles are left out, and of the halves on the same matter only the one looked for
/// counts. Then the same within Japanese by ICU's words, by all 2- and 3-grams of characters, and by both: the
/// ways that are returned.
fn halves(pairs: &[Pair]) -> Vec<Way> {
    let mut profiles = Vec::new();
    for p in pairs {
        for (lang, of, text) in [
            (Lang::Ja, "ja", &p.ja),
            (Lang::En, "en", &p.en),
            (Lang::Ja, "near-ja", &p.miss_ja),
            (Lang::En, "near-en", &p.miss_en),
        ] {
            for (half, text) in cut(text).iter().enumerate() {
                let id = format!("{}/{of}/{half}", p.id);
                profiles.push(profile(id, p.side, lang, "", text));
            }
        }
    }
    let organisations: Vec<Organisation> = profiles.iter().map(organisation).collect();
    let register =
        Register { profiles: &profiles, organisations: &organisations, ..Register::default() };
    let index = Index::build(&register, Thesaurus::embedded(), Weights::default())
        .expect("the texts are sound");
    println!("{} halves, each asked for the other half of its matter:", profiles.len());
    let asked = |langs: [(&str, &str); 2], order: &dyn Fn(&str) -> Vec<String>| {
        let mut ranks = Vec::new();
        for p in pairs {
            for ((lang, other), half) in langs.into_iter().flat_map(|l| [(l, 0), (l, 1)]) {
                let own = format!("{}/", p.id);
                let wanted = format!("{own}{other}/{}", 1 - half);
                let order = order(&format!("{own}{lang}/{half}"));
                let counted = order.iter().filter(|id| !id.starts_with(&own) || **id == wanted);
                let rank = counted.into_iter().position(|id| *id == wanted);
                ranks.push(rank.map_or(f64::INFINITY, |rank| rank as f64 + 1.0));
            }
        }
        ranks
    };
    let ours = |lens: Lens| {
        let index = &index;
        move |id: &str| -> Vec<String> {
            let query = Query { lens, ..Query::default() };
            let ranked = index.scores(&id.into(), &query).expect("it is there");
            ranked.into_iter().map(|(id, _)| id.as_str().to_owned()).collect()
        }
    };
    let plain = |cut: fn(&str) -> BTreeMap<String, f64>| {
        let (profiles, vectors) = (&profiles, vectors(&profiles, cut));
        move |id: &str| -> Vec<String> {
            let mine = profiles.iter().position(|p| p.id.as_str() == id).expect("it is there");
            let likeness = |their: &BTreeMap<String, f64>| -> f64 {
                vectors[mine].iter().filter_map(|(word, w)| Some(w * their.get(word)?)).sum()
            };
            let mut ranked: Vec<(f64, &str)> = (profiles.iter().zip(&vectors))
                .filter(|(p, _)| p.id.as_str() != id)
                .map(|(p, their)| (likeness(their), p.id.as_str()))
                .collect();
            ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
            ranked.into_iter().map(|(_, id)| id.to_owned()).collect()
        }
    };
    let (same, across) = ([("ja", "ja"), ("en", "en")], [("ja", "en"), ("en", "ja")]);
    for lens in [Lens::Whole, Lens::Likeness] {
        println!("  {lens:?}, same language: {}", told(&asked(same, &ours(lens))));
        println!("  {lens:?}, other language: {}", told(&asked(across, &ours(lens))));
    }
    let way = |name: &str, order: &dyn Fn(&str) -> Vec<String>| {
        let begun = cpu_seconds("self");
        let ranks = (0..TIMES).map(|_| asked([("ja", "ja"); 2], order)).next_back();
        let ranks = ranks.expect("it was asked");
        let cost = 1e3 * (cpu_seconds("self") - begun) / (TIMES * ranks.len()) as f64;
        println!("  Japanese, {name}: {}, {cost:.2} CPU ms a question", told(&ranks));
        (name.to_owned(), (cost, 100.0 * mrr(&ranks)))
    };
    vec![
        way("words", &plain(words)),
        way("2- and 3-grams", &plain(pieces)),
        way("both", &plain(words_and_pieces)),
        way("our likeness", &ours(Lens::Likeness)),
        way("our whole score", &ours(Lens::Whole)),
    ]
}

/// ICU's words, with how often each stands there.
fn words(text: &str) -> BTreeMap<String, f64> {
    let mut counts = BTreeMap::new();
    let cuts: Vec<usize> = WordSegmenter::new_auto(Default::default()).segment_str(text).collect();
    for word in cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]) {
        if word.chars().any(char::is_alphanumeric) {
            *counts.entry(word.to_lowercase()).or_default() += 1.0;
        }
    }
    counts
}

/// The 2- and 3-grams of characters.
fn pieces(text: &str) -> BTreeMap<String, f64> {
    let mut counts = BTreeMap::new();
    let chars: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    for gram in [2, 3].into_iter().flat_map(|n| chars.windows(n)) {
        *counts.entry(gram.iter().collect()).or_default() += 1.0;
    }
    counts
}

fn words_and_pieces(text: &str) -> BTreeMap<String, f64> {
    let mut counts = words(text);
    for (piece, count) in pieces(text) {
        *counts.entry(piece).or_default() += count;
    }
    counts
}

/// Each text's words by 1 + ln(count) times the inverse document frequency, of length 1.
fn vectors(
    profiles: &[Profile],
    cut: fn(&str) -> BTreeMap<String, f64>,
) -> Vec<BTreeMap<String, f64>> {
    let mut texts: Vec<_> = profiles.iter().map(|profile| cut(&profile.text)).collect();
    let mut users: BTreeMap<String, f64> = BTreeMap::new();
    for word in texts.iter().flat_map(|text| text.keys()) {
        *users.entry(word.clone()).or_default() += 1.0;
    }
    for text in &mut texts {
        for (word, weight) in text.iter_mut() {
            *weight = (1.0 + weight.ln()) * (profiles.len() as f64 / users[word]).ln();
        }
        let length = text.values().map(|weight| weight * weight).sum::<f64>().sqrt().max(1e-12);
        text.values_mut().for_each(|weight| *weight /= length);
    }
    texts
}
