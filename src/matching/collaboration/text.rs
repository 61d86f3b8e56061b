//! How alike projects are by their words: TF-IDF vectors in inverted lists, one set per reading.

use super::history::History;
use super::record::Matter;
use crate::domain::Lang;
use crate::vocabulary::features;
use rayon::prelude::*;
use std::collections::HashMap;

/// Which fields of a project are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Title, topics, means and summary; the title twice.
    Whole,
    /// Title and topics.
    Short,
    Topics,
    Means,
}

impl Reading {
    pub const ALL: [Reading; 4] = [Reading::Whole, Reading::Short, Reading::Topics, Reading::Means];

    fn words(self, matter: &Matter) -> HashMap<String, f32> {
        let fields: Vec<(&str, f32)> = match self {
            Reading::Whole => [(matter.title.as_str(), 1.0), (matter.summary.as_str(), 0.5)]
                .into_iter()
                .chain(matter.topics.iter().map(|t| (t.as_str(), 1.0)))
                .chain(matter.means.iter().map(|t| (t.as_str(), 1.0)))
                .collect(),
            Reading::Short => std::iter::once((matter.title.as_str(), 1.0))
                .chain(matter.topics.iter().map(|t| (t.as_str(), 1.0)))
                .collect(),
            Reading::Topics => matter.topics.iter().map(|t| (t.as_str(), 1.0)).collect(),
            Reading::Means => matter.means.iter().map(|t| (t.as_str(), 1.0)).collect(),
        };
        let mut counts: HashMap<String, f32> = HashMap::new();
        for (text, weight) in fields {
            for (word, count) in features(text, Lang::of(text)) {
                *counts.entry(word).or_default() += weight * count;
            }
        }
        // A word said often says little more.
        counts.values_mut().for_each(|count| *count = (1.0 + *count).ln());
        counts
    }
}

/// The words of a text that the history knows, with weights of unit length.
pub type Words = Vec<(u32, f32)>;

/// All projects of a history under one reading.
#[derive(Debug)]
pub struct Texts {
    reading: Reading,
    numbers: HashMap<String, u32>,
    /// For each word the projects that use it, and how much; vectors of unit length.
    uses: Vec<Vec<(u32, f32)>>,
    /// For each project its words, not yet weighed by rarity.
    counts: Vec<Words>,
    /// For each project its words.
    vectors: Vec<Words>,
}

impl Texts {
    /// O(text).
    pub fn new(history: &History, reading: Reading) -> Texts {
        let words: Vec<HashMap<String, f32>> =
            history.projects.par_iter().map(|project| reading.words(&project.matter)).collect();
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut frequency: Vec<u32> = Vec::new();
        let mut counts: Vec<Words> = Vec::with_capacity(words.len());
        for words in words {
            let mut words: Vec<(String, f32)> = words.into_iter().collect();
            // A map has no order of its own; numbers must not depend on it.
            words.sort_by(|a, b| a.0.cmp(&b.0));
            let mut numbered: Words = words
                .into_iter()
                .map(|(word, count)| {
                    let next = numbers.len() as u32;
                    let number = *numbers.entry(word).or_insert(next);
                    if number == next {
                        frequency.push(0);
                    }
                    frequency[number as usize] += 1;
                    (number, count)
                })
                .collect();
            numbered.sort_unstable_by_key(|(number, _)| *number);
            counts.push(numbered);
        }
        let mut texts = Texts {
            reading,
            numbers,
            uses: vec![Vec::new(); frequency.len()],
            counts,
            vectors: vec![],
        };
        let all = texts.counts.len() as f32;
        texts.vectors = texts
            .counts
            .iter()
            .map(|words| unit(words, |word| (all / frequency[word as usize] as f32).ln() + 1.0))
            .collect();
        for (project, words) in texts.vectors.iter().enumerate() {
            for (word, weight) in words {
                texts.uses[*word as usize].push((project as u32, *weight));
            }
        }
        texts
    }

    /// The words of a new text.
    pub fn words_of(&self, matter: &Matter) -> Words {
        let mut counts: Words = self
            .reading
            .words(matter)
            .into_iter()
            .filter_map(|(word, count)| Some((*self.numbers.get(&word)?, count)))
            .collect();
        counts.sort_unstable_by_key(|(number, _)| *number);
        unit(&counts, |word| self.rarity(word, 0))
    }

    /// The words of a project as if the history did not hold it: words of its own alone are unknown.
    pub fn words_left_out(&self, project: usize) -> Words {
        let known =
            self.counts[project].iter().filter(|(word, _)| self.uses[*word as usize].len() > 1);
        unit(&known.copied().collect::<Words>(), |word| self.rarity(word, 1))
    }

    fn rarity(&self, word: u32, less: usize) -> f32 {
        let users = (self.uses[word as usize].len() - less).max(1);
        (self.counts.len() as f32 / users as f32).ln() + 1.0
    }

    /// The likeness of a text to every project, 0–1.
    pub fn likeness(&self, words: &Words) -> Vec<f32> {
        let mut likeness = vec![0.0; self.counts.len()];
        for (word, weight) in words {
            for (project, other) in &self.uses[*word as usize] {
                likeness[*project as usize] += weight * other;
            }
        }
        likeness
    }

    pub fn vector(&self, project: usize) -> &Words {
        &self.vectors[project]
    }

    pub fn vocabulary(&self) -> usize {
        self.uses.len()
    }
}

fn unit(counts: &Words, rarity: impl Fn(u32) -> f32) -> Words {
    let weighed = counts.iter().map(|(word, count)| (*word, count * rarity(*word)));
    let mut weighed: Words = weighed.collect();
    let length = weighed.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        weighed.iter_mut().for_each(|(_, w)| *w /= length);
    }
    weighed
}
