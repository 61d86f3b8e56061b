//! The same matter told in Japanese and English, with near misses in both.

use enishi::domain::ProfileKind;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Pair {
    pub id: String,
    pub side: ProfileKind,
    pub ja_title: String,
    pub ja: String,
    pub en_title: String,
    pub en: String,
    pub miss_ja_title: String,
    pub miss_ja: String,
    pub miss_en_title: String,
    pub miss_en: String,
    held_out: bool,
}

#[derive(Deserialize)]
struct Pairs {
    pair: Vec<Pair>,
}

/// The pairs that are held out from tuning, or all others.
pub fn pairs(held_out: bool) -> Vec<Pair> {
    let pairs: Pairs =
        toml::from_str(include_str!("../texts/bilingual.toml")).expect("the texts can be read");
    pairs.pair.into_iter().filter(|pair| pair.held_out == held_out).collect()
}
