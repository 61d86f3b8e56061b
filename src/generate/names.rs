//! Names of people who do not exist.

use super::draw;
use super::material;
use crate::domain::PersonName;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use std::collections::BTreeSet;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    family: Vec<(String, String, String)>,
    given: Vec<(String, String, String)>,
    foreign: Vec<(String, String, String, String)>,
    printed: Vec<String>,
}

/// Hands out names, none twice, and none that the public documents print.
pub(super) struct Names {
    lists: Lists,
    families: Vec<usize>,
    givens: Vec<usize>,
    foreigners: Vec<usize>,
    used: BTreeSet<String>,
}

impl Names {
    pub fn new(rng: &mut ChaCha8Rng) -> Self {
        let lists: Lists = material::read(material::NAMES);
        let used = lists.printed.iter().cloned().collect();
        let foreigners = draw::shuffled((0..lists.foreign.len()).collect(), rng);
        Self { lists, families: Vec::new(), givens: Vec::new(), foreigners, used }
    }

    /// A Japanese name. Each list is gone through in an order of chance before a part comes again.
    pub fn japanese(&mut self, rng: &mut ChaCha8Rng) -> PersonName {
        loop {
            if self.families.is_empty() {
                self.families = draw::shuffled((0..self.lists.family.len()).collect(), rng);
            }
            if self.givens.is_empty() {
                self.givens = draw::shuffled((0..self.lists.given.len()).collect(), rng);
            }
            let (Some(family), Some(given)) = (self.families.pop(), self.givens.pop()) else {
                unreachable!("both lists were just filled");
            };
            let (family, given) = (&self.lists.family[family], &self.lists.given[given]);
            if self.used.insert(format!("{}{}", family.0, given.0)) {
                return PersonName {
                    family: family.0.clone(),
                    given: given.0.clone(),
                    family_kana: family.1.clone(),
                    given_kana: given.1.clone(),
                    family_romaji: family.2.clone(),
                    given_romaji: given.2.clone(),
                };
            }
        }
    }

    /// A Japanese name that somebody else may bear too, as in any large crowd.
    pub fn namesake(&mut self, rng: &mut ChaCha8Rng) -> PersonName {
        self.used.retain(|name| self.lists.printed.contains(name));
        self.japanese(rng)
    }

    /// A name of somebody who works in English; a Japanese one once the list is used up.
    pub fn foreign(&mut self, rng: &mut ChaCha8Rng) -> PersonName {
        let Some(next) = self.foreigners.pop() else { return self.japanese(rng) };
        let (family, given, family_kana, given_kana) = self.lists.foreign[next].clone();
        PersonName {
            family_romaji: family.clone(),
            given_romaji: given.clone(),
            family,
            given,
            family_kana,
            given_kana,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundreds_of_names_are_different_and_none_is_printed() {
        let rng = &mut draw::stream(5, "names");
        let mut names = Names::new(rng);
        let printed: BTreeSet<String> = names.lists.printed.iter().cloned().collect();
        let made: BTreeSet<String> = (0..600)
            .map(|_| names.japanese(rng))
            .map(|name| format!("{}{}", name.family, name.given))
            .collect();
        assert_eq!(made.len(), 600);
        assert!(made.is_disjoint(&printed));
    }
}
