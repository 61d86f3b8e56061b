//! The words of all profiles, in inverted lists, and how alike two texts are by them.

use crate::domain::Profile;
use crate::vocabulary::features_once;
use std::collections::HashMap;

/// Squares are kept as whole multiples of one in so many, so that adding and taking away is exact in
/// any order: an edited profile leaves the lengths that building anew would give.
const FRACTIONS: f64 = (1u64 << 32) as f64;

#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    /// For each word, the profiles that use it and how much.
    uses: Vec<Vec<(u32, f32)>>,
    /// How telling each word is: less, the more profiles use it.
    rarity: Vec<f64>,
    /// For each profile, the square of its words' length.
    squares: Vec<u64>,
}

impl Words {
    pub fn name(&self, word: u32) -> &str {
        &self.names[word as usize]
    }

    pub fn rarity(&self, word: u32) -> f64 {
        self.rarity[word as usize]
    }

    /// The words of a profile, in order; those of the title count once more, for they say what it is
    /// about.
    pub fn read(profile: &Profile) -> Vec<(String, f32)> {
        let all = [&profile.title, &profile.text, &profile.seeks, &profile.offers]
            .map(String::as_str)
            .join("\n");
        let mut words = features_once(&all, profile.lang);
        for (word, weight) in features_once(&profile.title, profile.lang) {
            match words.binary_search_by(|(known, _)| known.cmp(&word)) {
                Ok(at) => words[at].1 += weight,
                Err(at) => words.insert(at, (word, weight)),
            }
        }
        words
    }

    /// The same words by their numbers; new ones get the next.
    pub fn number(&mut self, words: Vec<(String, f32)>) -> Vec<(u32, f32)> {
        let number = |(word, weight)| {
            let next = self.names.len() as u32;
            let number = *self.numbers.entry(word).or_insert_with_key(|word| {
                self.names.push(word.clone());
                self.uses.push(Vec::new());
                next
            });
            (number, weight)
        };
        words.into_iter().map(number).collect()
    }

    pub fn add(&mut self, profile: usize, words: &[(u32, f32)]) {
        for &(word, weight) in words {
            let uses = &mut self.uses[word as usize];
            let at = uses.partition_point(|(user, _)| (*user as usize) < profile);
            uses.insert(at, (profile as u32, weight));
        }
    }

    /// Weighs all words of so many profiles.
    pub fn weigh(&mut self, profiles: usize) {
        self.squares = vec![0; profiles];
        self.rarity = self.uses.iter().map(|users| rarity(profiles, users.len())).collect();
        for (users, rarity) in self.uses.iter().zip(&self.rarity) {
            for &(user, weight) in users {
                self.squares[user as usize] += square(weight, *rarity);
            }
        }
    }

    /// Puts a profile's words in the place of its old ones. Only words that more or fewer profiles use
    /// than before are weighed anew.
    pub fn replace(&mut self, profile: usize, old: &[(u32, f32)], new: &[(u32, f32)]) {
        for &(word, _) in old {
            let uses = &mut self.uses[word as usize];
            if let Ok(at) = uses.binary_search_by_key(&(profile as u32), |(user, _)| *user) {
                uses.remove(at);
            }
        }
        self.add(profile, new);
        let both: HashMap<u32, f32> = new.iter().copied().collect();
        let left: HashMap<u32, f32> = old.iter().copied().collect();
        self.rarity.resize(self.names.len(), 0.0);
        let gone = old.iter().filter(|(word, _)| !both.contains_key(word));
        let come = new.iter().filter(|(word, _)| !left.contains_key(word));
        for &(word, _) in gone.chain(come) {
            let users = &self.uses[word as usize];
            let before = self.rarity[word as usize];
            let now = rarity(self.squares.len(), users.len());
            for &(user, weight) in users.iter().filter(|(user, _)| *user as usize != profile) {
                let square_now = &mut self.squares[user as usize];
                *square_now = *square_now + square(weight, now) - square(weight, before);
            }
            self.rarity[word as usize] = now;
        }
        let squares = new.iter().map(|&(word, weight)| square(weight, self.rarity(word)));
        self.squares[profile] = squares.sum();
    }

    /// How alike the words of two profiles are, 0–1, from their product.
    pub fn likeness(&self, product: f64, one: usize, other: usize) -> f64 {
        let length = |profile: usize| (self.squares[profile] as f64 / FRACTIONS).sqrt();
        let lengths = length(one) * length(other);
        if lengths > 0.0 { product / lengths } else { 0.0 }
    }

    /// The products of these words with each profile's.
    pub fn products(&self, words: &[(u32, f32)]) -> Vec<f64> {
        let mut products = vec![0.0; self.squares.len()];
        for &(word, weight) in words {
            let mine = weight as f64 * self.rarity(word).powi(2);
            for &(user, theirs) in &self.uses[word as usize] {
                products[user as usize] += mine * theirs as f64;
            }
        }
        products
    }
}

fn square(weight: f32, rarity: f64) -> u64 {
    ((rarity * weight as f64).powi(2) * FRACTIONS).round() as u64
}

/// 1 for what nobody or a single profile has, towards 0 for what all have.
pub(super) fn rarity(profiles: usize, users: usize) -> f64 {
    let n = profiles as f64;
    ((n + 1.0) / (users as f64 + 0.5)).ln() / ((n + 1.0) / 0.5).ln()
}
