//! How telling concepts are: by how few bear them, by their place in the thesaurus, by their facet.

use super::words::rarity;
use crate::vocabulary::{Facet, Thesaurus};
use std::collections::HashMap;

/// How much each concept tells of the likeness of two profiles.
///
/// How rare something is for two profiles is counted among the *others*: what the two say themselves
/// changes nothing in it, so that one more thing that they share can only add.
#[derive(Debug, Clone)]
pub(super) struct Telling {
    /// Methods, means and help are sought; diseases, products and phases are what work is about.
    pub sought: Vec<bool>,
    /// How narrow each concept is, 0–1.
    pub place: Vec<f64>,
    /// Rarity among the others of what both bear, and of what one of the two bears, 0–1.
    pub rare_of_both: Vec<f64>,
    pub rare_of_one: Vec<f64>,
    /// What a concept of one of the two tells, 0–1.
    pub alone: Vec<f64>,
    /// What a concept of both tells beyond its next broader ones.
    pub step: Vec<f64>,
    /// What a concept of both tells.
    shared: Vec<f64>,
}

impl Telling {
    pub fn new(thesaurus: &Thesaurus) -> Telling {
        let place = places(thesaurus);
        let nothing = vec![0.0; place.len()];
        Telling {
            sought: thesaurus
                .concepts()
                .iter()
                .map(|concept| can_be_sought(concept.facet))
                .collect(),
            place,
            rare_of_both: nothing.clone(),
            rare_of_one: nothing.clone(),
            alone: nothing.clone(),
            step: nothing.clone(),
            shared: nothing,
        }
    }

    /// From the present numbers of bearers. What a concept tells never falls from a concept to a
    /// narrower one, so the steps from broader to narrower add up to it.
    pub fn weigh(&mut self, thesaurus: &Thesaurus, profiles: usize, bearers: &[u32]) {
        let others = profiles.saturating_sub(2);
        let concepts = thesaurus.concepts();
        for (i, concept) in concepts.iter().enumerate() {
            let of = |two: usize| rarity(others, (bearers[i] as usize).saturating_sub(two));
            (self.rare_of_one[i], self.rare_of_both[i]) = (of(1), of(2));
            let worth = self.place[i] * facet_worth(concept.facet);
            self.alone[i] = self.rare_of_one[i] * worth;
            self.shared[i] = self.rare_of_both[i] * worth;
        }
        for (i, concept) in concepts.iter().enumerate() {
            let broader = concept.broader.iter().filter_map(|id| thesaurus.index(id));
            let known = broader.map(|b| self.shared[b]).fold(0.0, f64::max);
            self.step[i] = (self.shared[i] - known).max(0.0);
        }
    }
}

fn can_be_sought(facet: Facet) -> bool {
    match facet {
        Facet::Technology
        | Facet::Resource
        | Facet::Sought
        | Facet::Offered
        | Facet::Regulation => true,
        Facet::Modality | Facet::Disease | Facet::Phase => false,
    }
}

/// How much a concept of a facet says about what a profile is about.
fn facet_worth(facet: Facet) -> f64 {
    match facet {
        Facet::Disease | Facet::Technology | Facet::Modality => 1.0,
        Facet::Sought | Facet::Resource | Facet::Regulation => 0.6,
        Facet::Offered => 0.5,
        Facet::Phase => 0.3,
    }
}

/// 1 for a concept with nothing below it, towards 0 for one with its whole facet below it.
fn places(thesaurus: &Thesaurus) -> Vec<f64> {
    let concepts = thesaurus.concepts();
    let mut below = vec![0usize; concepts.len()];
    let mut facets: HashMap<Facet, usize> = HashMap::new();
    for concept in concepts {
        *facets.entry(concept.facet).or_default() += 1;
        for (wider, _) in thesaurus.broader(&concept.id) {
            if let Some(i) = thesaurus.index(wider) {
                below[i] += 1;
            }
        }
    }
    concepts
        .iter()
        .enumerate()
        .map(|(i, concept)| {
            let all = facets[&concept.facet] as f64;
            1.0 - (1.0 + below[i] as f64).ln() / (1.0 + all).ln()
        })
        .collect()
}
