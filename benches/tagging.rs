//! How long does it take to tag 1,000 abstracts? Target: under 1 second.

use enishi::domain::Lang;
use enishi::vocabulary::{Thesaurus, features, tag_text};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::Instant;

const ABSTRACTS: usize = 1000;
const SENTENCES: usize = 10;

/// An abstract of ten sentences made of labels of the vocabulary and the words between them.
fn abstract_text(rng: &mut ChaCha8Rng, labels: &[&str], lang: Lang) -> String {
    let frames: &[[&str; 3]] = match lang {
        Lang::Ja => &[
            ["本研究では", "を用いて", "に関する新しい手法の開発を目指す。"],
            ["これまでに", "の課題を明らかにし、", "における有用性を示してきた。"],
            ["なお、", "は対象外とし、", "について企業との連携を希望する。"],
        ],
        Lang::En => &[
            ["We apply ", " to problems of ", " that have long resisted solution. "],
            ["Our earlier work on ", " showed its value in ", " together with clinicians. "],
            ["We do not cover ", ", but we look for partners in ", " from industry. "],
        ],
    };
    (0..SENTENCES)
        .flat_map(|_| {
            let frame = &frames[rng.random_range(0..frames.len())];
            let label = |rng: &mut ChaCha8Rng| *labels.choose(rng).unwrap_or(&"");
            [frame[0], label(rng), frame[1], label(rng), frame[2]]
        })
        .collect()
}

fn main() {
    let started = Instant::now();
    let thesaurus = Thesaurus::embedded();
    println!("vocabulary read in {:.3} s", started.elapsed().as_secs_f64());
    let mut rng = ChaCha8Rng::seed_from_u64(2022);
    for lang in Lang::ALL {
        let labels: Vec<&str> = thesaurus
            .concepts()
            .iter()
            .flat_map(|c| c.labels())
            .filter(|(of, _)| *of == lang)
            .map(|(_, label)| label)
            .collect();
        let texts: Vec<String> =
            (0..ABSTRACTS).map(|_| abstract_text(&mut rng, &labels, lang)).collect();
        let characters: usize = texts.iter().map(|t| t.chars().count()).sum();
        let started = Instant::now();
        let tags: usize =
            texts.iter().map(|t| tag_text(thesaurus, &[("text", t)], lang).len()).sum();
        println!(
            "{lang}: {ABSTRACTS} abstracts of {} characters tagged in {:.3} s, {tags} tags",
            characters / ABSTRACTS,
            started.elapsed().as_secs_f64()
        );
        let started = Instant::now();
        let count: usize = texts.iter().map(|t| features(t, lang).len()).sum();
        println!("{lang}: {count} features in {:.3} s", started.elapsed().as_secs_f64());
    }
}
