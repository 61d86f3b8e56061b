//! What stands behind the parts of a suggestion.

use super::Points;
use super::fit::Fit;
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
    pub(super) fn shared_grounds(&self, theirs: &'a Entry) -> Vec<(Points, Grounds)> {
        let thesaurus = self.index.thesaurus;
        let mut common: Vec<(&Bearing, &Bearing, Points)> = Vec::new();
        self.shared(theirs, |a, b, points| common.push((a, b, points)));
        let wider: Vec<Vec<usize>> = common
            .iter()
            .map(|(a, ..)| {
                let wider = thesaurus.broader(self.index.concept_id(a.concept));
                wider.filter_map(|(id, _)| thesaurus.index(id)).collect()
            })
            .collect();
        let is_narrowest = |i: &usize| !wider.iter().any(|w| w.contains(&common[*i].0.concept));
        let narrowest: Vec<usize> = (0..common.len()).filter(is_narrowest).collect();
        let mut sums = vec![Points::ZERO; common.len()];
        for (i, (bearing, _, points)) in common.iter().enumerate() {
            let owner = narrowest
                .iter()
                .find(|n| **n == i || wider[**n].contains(&bearing.concept))
                .copied()
                .unwrap_or(i);
            sums[owner] += *points;
        }
        let mut grounds: Vec<(Points, Grounds)> = common
            .iter()
            .zip(sums)
            .filter(|(_, points)| *points != Points::ZERO)
            .map(|((mine, their, _), points)| {
                let grounds = Grounds::SharedConcept {
                    concept: self.index.concept_id(mine.concept).clone(),
                    mine: borne(self.entry, mine),
                    theirs: borne(theirs, their),
                    points,
                };
                (points, grounds)
            })
            .collect();
        grounds.sort_by_key(|(points, _)| Reverse(*points));
        grounds
    }

    pub(super) fn fit_grounds(&self, theirs: &Entry, fit: Fit, points: Points) -> Grounds {
        let mine = borne(self.entry, fit.mine);
        let their = borne(theirs, fit.theirs);
        match fit.complement {
            Some(complement) => Grounds::Complement {
                problem: complement.problem.clone(),
                answer: complement.answer.clone(),
                kind: complement.kind,
                mine_is_problem: fit.mine_is_problem,
                mine,
                theirs: their,
                reason: complement.reason.clone(),
                points,
            },
            None => Grounds::Sought {
                concept: self.index.concept_id(fit.mine.concept).clone(),
                mine_is_sought: fit.mine_is_problem,
                mine,
                theirs: their,
                points,
            },
        }
    }

    /// The weightiest words of both texts; pieces of words count but are not shown.
    pub(super) fn common_words(&self, theirs: &Entry) -> Vec<String> {
        let their: HashMap<u32, f32> = theirs.words.iter().copied().collect();
        let mut common: Vec<(f64, &String)> = self
            .entry
            .words
            .iter()
            .filter_map(|(word, weight)| {
                let name = &self.index.words[*word as usize];
                let both = *their.get(word)? as f64 * *weight as f64;
                (!name.starts_with('~'))
                    .then(|| (both * self.index.word_rarity(*word).powi(2), name))
            })
            .collect();
        common.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        common.into_iter().take(WORDS_SHOWN).map(|(_, word)| word.clone()).collect()
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

fn borne(entry: &Entry, bearing: &Bearing) -> Borne {
    let tag = &entry.profile.tags[bearing.tag];
    debug_assert_ne!(tag.state, TagState::Removed);
    let mut words: Vec<String> = tag.evidence.iter().map(|e| e.words.clone()).collect();
    words.sort();
    words.dedup();
    Borne { tag: tag.concept.clone(), words }
}
