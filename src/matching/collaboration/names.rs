//! What names tell: organisations of one family or one place have words in common.

use super::history::History;
use std::collections::{BTreeMap, HashMap};

/// Words in names that tell nothing.
const STOP: [&str; 18] = [
    "of", "the", "and", "for", "de", "la", "du", "des", "di", "del", "der", "und", "et", "y", "a",
    "in", "at", "et",
];

/// A sparse vector by numbers in order, of unit length or none.
pub type Sparse = Vec<(u32, f32)>;

/// The words and the four-letter pieces of all names, weighed by rarity.
#[derive(Debug)]
pub struct Names {
    words: Vocabulary,
    pieces: Vocabulary,
    pub word_vectors: Vec<Sparse>,
    word_uses: Vec<Vec<(u32, f32)>>,
    piece_uses: Vec<Vec<(u32, f32)>>,
}

#[derive(Debug, Default)]
struct Vocabulary {
    numbers: HashMap<String, u32>,
    rarity: Vec<f32>,
}

impl Names {
    pub fn new(history: &History) -> Names {
        let names = || history.organisations.iter().map(|o| o.name.as_str());
        let words = Vocabulary::new(names().map(words_of));
        let pieces = Vocabulary::new(names().map(pieces_of));
        let word_vectors: Vec<Sparse> = names().map(|n| words.vector(words_of(n))).collect();
        let piece_vectors: Vec<Sparse> = names().map(|n| pieces.vector(pieces_of(n))).collect();
        Names {
            word_uses: inverted(&word_vectors, words.rarity.len()),
            piece_uses: inverted(&piece_vectors, pieces.rarity.len()),
            words,
            pieces,
            word_vectors,
        }
    }

    /// The words of a name that other names have too.
    pub fn words(&self, name: &str) -> Sparse {
        self.words.vector(words_of(name))
    }

    /// The words of names that stand in a text, each with its rarity.
    pub fn said_in(&self, text: &str) -> Sparse {
        let mut said = self.words.vector(words_of(text));
        for (word, weight) in &mut said {
            *weight = self.words.rarity[*word as usize];
        }
        said
    }

    /// The likeness of all organisations' names by words, 0–1.
    pub fn like_by_words(&self, words: &Sparse) -> Vec<f32> {
        products(words, &self.word_uses, self.word_vectors.len())
    }

    /// The likeness of all organisations' names by pieces of words, 0–1.
    pub fn like_by_pieces(&self, name: &str) -> Vec<f32> {
        let pieces = self.pieces.vector(pieces_of(name));
        products(&pieces, &self.piece_uses, self.word_vectors.len())
    }

    pub fn count(&self) -> usize {
        self.words.rarity.len()
    }
}

impl Vocabulary {
    fn new(names: impl Iterator<Item = BTreeMap<String, f32>>) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        let (mut users, mut all) = (Vec::new(), 0.0);
        for name in names {
            all += 1.0;
            for word in name.into_keys() {
                let next = users.len() as u32;
                let number = *vocabulary.numbers.entry(word).or_insert(next);
                if number == next {
                    users.push(0.0f32);
                }
                users[number as usize] += 1.0;
            }
        }
        vocabulary.rarity = users.iter().map(|users| ((all + 1.0f32) / users).ln()).collect();
        vocabulary
    }

    fn vector(&self, counts: BTreeMap<String, f32>) -> Sparse {
        let mut vector: Sparse = counts
            .into_iter()
            .filter_map(|(word, count)| {
                let number = *self.numbers.get(&word)?;
                Some((number, count * self.rarity[number as usize]))
            })
            .collect();
        vector.sort_unstable_by_key(|(number, _)| *number);
        to_unit(&mut vector);
        vector
    }
}

pub fn to_unit(vector: &mut Sparse) {
    let length = vector.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    if length > 0.0 {
        vector.iter_mut().for_each(|(_, w)| *w /= length);
    }
}

/// For each number the vectors that have it.
pub fn inverted(vectors: &[Sparse], numbers: usize) -> Vec<Vec<(u32, f32)>> {
    let mut uses = vec![Vec::new(); numbers];
    for (i, vector) in vectors.iter().enumerate() {
        for (number, weight) in vector {
            uses[*number as usize].push((i as u32, *weight));
        }
    }
    uses
}

/// The product of a vector with each of those inverted.
pub fn products(vector: &Sparse, uses: &[Vec<(u32, f32)>], count: usize) -> Vec<f32> {
    let mut products = vec![0.0; count];
    for (number, weight) in vector {
        for (i, other) in &uses[*number as usize] {
            products[*i as usize] += weight * other;
        }
    }
    products
}

fn words_of(name: &str) -> BTreeMap<String, f32> {
    let lower = name.to_lowercase();
    let mut words = BTreeMap::new();
    for word in lower.split(|c: char| !c.is_alphanumeric()) {
        if word.len() > 1 && !STOP.contains(&word) {
            words.insert(word.to_owned(), 1.0);
        }
    }
    words
}

fn pieces_of(name: &str) -> BTreeMap<String, f32> {
    let mut pieces = BTreeMap::new();
    for word in words_of(name).keys() {
        let letters: Vec<char> =
            std::iter::once(' ').chain(word.chars()).chain(std::iter::once(' ')).collect();
        for piece in letters.windows(4.min(letters.len())) {
            *pieces.entry(piece.iter().collect()).or_insert(0.0) += 1.0;
        }
    }
    pieces
}
