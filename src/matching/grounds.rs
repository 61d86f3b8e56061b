//! What stands behind the parts of a suggestion.

use super::Points;
use super::index::{Bearing, Entry};
use super::part::{Borne, Grounds};
use super::rank::Asked;
use crate::domain::TagState;
use std::cmp::Reverse;
use std::collections::HashMap;

/// The most common words shown as grounds.
const WORDS_SHOWN: usize = 6;

impl<'a> Asked<'a> {
    /// The narrowest common concepts, each with the points of the wider ones it implies.
    pub(super) fn shared_grounds(&self, theirs: &'a Entry, points: Points) -> Vec<Grounds> {
        let thesaurus = self.index.thesaurus;
        let common: Vec<(&Bearing, &Bearing)> = theirs
            .bearings
            .iter()
            .filter_map(|their| Some((self.exchange.borne(their.concept())?, their)))
            .collect();
        let wider: Vec<Vec<usize>> = common
            .iter()
            .map(|(mine, _)| {
                let wider = thesaurus.broader(self.index.concept_id(mine.concept()));
                wider.filter_map(|(id, _)| thesaurus.index(id)).collect()
            })
            .collect();
        let is_narrowest = |i: &usize| !wider.iter().any(|w| w.contains(&common[*i].0.concept()));
        let narrowest: Vec<usize> = (0..common.len()).filter(is_narrowest).collect();
        let mut shares = vec![0.0; common.len()];
        for (i, (mine, their)) in common.iter().enumerate() {
            let implies = |n: &&usize| **n == i || wider[**n].contains(&mine.concept());
            let owner = narrowest.iter().find(implies).copied().unwrap_or(i);
            shares[owner] += self.shared(mine, their);
        }
        let mut divided: Vec<_> = points.divide(&shares).into_iter().zip(common).collect();
        divided.retain(|(points, _)| *points != Points::ZERO);
        divided.sort_by_key(|(points, _)| Reverse(*points));
        let grounds =
            |(points, (mine, their)): (Points, (&Bearing, &Bearing))| Grounds::SharedConcept {
                concept: self.index.concept_id(mine.concept()).clone(),
                mine: borne(self.entry, mine.tag()),
                theirs: borne(theirs, their.tag()),
                points,
            };
        divided.into_iter().map(grounds).collect()
    }

    /// What either side asks for and the other has, the weightiest first.
    pub(super) fn fit_grounds(&self, theirs: &'a Entry, points: Points) -> Vec<Grounds> {
        let fits = self.exchange.fits(theirs);
        let shares: Vec<f64> = fits.iter().map(|(_, fit)| fit.worth).collect();
        let divided = points.divide(&shares).into_iter().zip(fits);
        divided
            .filter(|(points, _)| *points != Points::ZERO)
            .map(|(points, (i_ask, fit))| {
                let (mine, their) = if i_ask {
                    (fit.asked.tag(), fit.given.tag())
                } else {
                    (fit.given.tag(), fit.asked.tag())
                };
                let (mine, theirs) = (borne(self.entry, mine), borne(theirs, their));
                match fit.complement {
                    Some(complement) => Grounds::Complement {
                        problem: complement.problem.clone(),
                        answer: complement.answer.clone(),
                        kind: complement.kind,
                        mine_is_problem: i_ask,
                        mine,
                        theirs,
                        reason: complement.reason.clone(),
                        points,
                    },
                    None => Grounds::Sought {
                        concept: self.index.concept_id(fit.given.concept()).clone(),
                        mine_is_sought: i_ask,
                        mine,
                        theirs,
                        points,
                    },
                }
            })
            .collect()
    }

    /// The weightiest words of both texts; pieces of words count but are not shown.
    pub(super) fn common_words(&self, theirs: &Entry) -> Vec<String> {
        let their: HashMap<u32, f32> = theirs.words.iter().copied().collect();
        let mut common: Vec<(f64, &str)> = self
            .entry
            .words
            .iter()
            .filter_map(|(word, weight)| {
                let name = self.index.words.name(*word);
                let both = *their.get(word)? as f64 * *weight as f64;
                (!name.starts_with('~'))
                    .then(|| (both * self.index.words.rarity(*word).powi(2), name))
            })
            .collect();
        common.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        common.into_iter().take(WORDS_SHOWN).map(|(_, word)| word.to_owned()).collect()
    }

    pub(super) fn past_grounds(&self, theirs: &Entry) -> Vec<Grounds> {
        let (mine, their) = (&self.entry.profile.organisation, &theirs.profile.organisation);
        let relations = &self.index.relations;
        let work: Vec<_> = relations.together(mine, their).into_iter().cloned().collect();
        if !work.is_empty() {
            return vec![Grounds::Together { work }];
        }
        vec![Grounds::Through { organisations: relations.between(mine, their) }]
    }
}

fn borne(entry: &Entry, tag: usize) -> Borne {
    let tag = &entry.profile.tags[tag];
    debug_assert_ne!(tag.state, TagState::Removed);
    let mut words: Vec<String> = tag.evidence.iter().map(|e| e.words.clone()).collect();
    words.sort();
    words.dedup();
    Borne { tag: tag.concept.clone(), words }
}
