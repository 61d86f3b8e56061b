//! Partners for a profile, best first, every score the sum of its parts.

use super::fit::{Link, links};
use super::index::{Bearing, Entry, Index};
use super::part::{Grounds, Part, PartKind};
use super::{MatchingError, Points};
use crate::domain::{OrganisationId, Phase, Profile, ProfileId, ProfileKind};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which side of industry and academia partners are looked for on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    #[default]
    All,
    /// Another sector than one's own; companies and start-ups are one sector.
    Across,
    /// One's own sector.
    Within,
}

/// What partners are looked for by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lens {
    /// Everything that speaks for a partner.
    #[default]
    Whole,
    /// Who works on the same, in whatever language: shared concepts and texts only.
    Likeness,
    /// Who has what the other lacks: complements only.
    Complement,
}

impl Lens {
    /// Whether a part counts when looked at through this lens.
    pub fn shows(self, kind: PartKind) -> bool {
        match self {
            Lens::Whole => true,
            Lens::Likeness => matches!(kind, PartKind::Shared | PartKind::Text),
            Lens::Complement => kind == PartKind::Complement,
        }
    }
}

/// What is asked of a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    pub scope: Scope,
    pub lens: Lens,
    /// Kinds of profile that may be suggested.
    pub kinds: Vec<ProfileKind>,
    /// How many suggestions to list.
    pub limit: usize,
}

impl Default for Query {
    /// Twenty partners of any sector; projects are records, not partners to meet.
    fn default() -> Self {
        Query {
            scope: Scope::All,
            lens: Lens::Whole,
            kinds: vec![ProfileKind::Need, ProfileKind::Offer, ProfileKind::Seed],
            limit: 20,
        }
    }
}

/// A partner suggested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// From 1.
    pub rank: usize,
    pub profile: ProfileId,
    pub organisation: OrganisationId,
    /// The sum of the parts' points, exactly.
    pub score: Points,
    /// In the order of [`PartKind`]; parts that give nothing are left out.
    pub parts: Vec<Part>,
}

impl Index<'_> {
    /// Suggests partners for a profile of the index: those that have anything for it, best first,
    /// equals by id. Excluded partners are neither listed nor counted. O(uses of the profile's
    /// words + profiles · tags).
    pub fn rank(&self, id: &ProfileId, query: &Query) -> Result<Vec<Suggestion>, MatchingError> {
        let asked = Asked::new(self, self.position(id)?, query.lens);
        let ranked = asked.ranked(query);
        Ok(ranked
            .into_iter()
            .take(query.limit)
            .enumerate()
            .map(|(i, (score, position))| asked.suggestion(i + 1, score, position))
            .collect())
    }

    /// The rankings of all profiles, in the order of the register; on rayon's threads.
    pub fn rank_all(&self, query: &Query) -> Vec<(ProfileId, Vec<Suggestion>)> {
        let rank = |entry: &Entry| {
            let id = entry.profile.id.clone();
            let ranked = self.rank(&id, query).unwrap_or_default();
            (id, ranked)
        };
        self.entries.par_iter().map(rank).collect()
    }

    /// Everyone the query lists, with the score alone, best first.
    pub fn scores(
        &self,
        id: &ProfileId,
        query: &Query,
    ) -> Result<Vec<(ProfileId, Points)>, MatchingError> {
        let ranked = Asked::new(self, self.position(id)?, query.lens).ranked(query);
        let named =
            |(score, position): (Points, usize)| (self.entries[position].profile.id.clone(), score);
        Ok(ranked.into_iter().map(named).collect())
    }
}

/// Profiles that one thread scores at least, or handing them over would cost more.
const LEAST_TOGETHER: usize = 500;

/// One who asks, prepared.
pub(super) struct Asked<'a> {
    pub(super) index: &'a Index<'a>,
    position: usize,
    lens: Lens,
    pub(super) entry: &'a Entry,
    /// For each concept on the other side, what of mine it would answer or pose.
    pub(super) links: Vec<Vec<Link<'a>>>,
    /// Products of my words with each profile's.
    word_products: Vec<f64>,
    /// Where walks over joint work lead.
    walked: BTreeMap<OrganisationId, f64>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(index: &'a Index<'a>, position: usize, lens: Lens) -> Asked<'a> {
        let entry = &index.entries[position];
        let mut word_products = vec![0.0; index.entries.len()];
        for &(word, weight) in &entry.words {
            let mine = weight as f64 * index.word_rarity(word).powi(2);
            for &(user, theirs) in &index.uses[word as usize] {
                word_products[user as usize] += mine * theirs as f64;
            }
        }
        let walked = index.relations.walk(&entry.profile.organisation);
        Asked { index, position, lens, entry, links: links(index, entry), word_products, walked }
    }

    /// Everyone with anything for me, best first.
    pub(super) fn ranked(&self, query: &Query) -> Vec<(Points, usize)> {
        let mut ranked: Vec<(Points, usize)> = (0..self.index.entries.len())
            .into_par_iter()
            .with_min_len(LEAST_TOGETHER)
            .filter(|position| self.may_be_suggested(*position, query))
            .map(|position| (self.score(position), position))
            .filter(|(score, _)| *score > Points::ZERO)
            .collect();
        ranked.sort_unstable_by_key(|(score, position)| {
            (Reverse(*score), &self.index.entries[*position].profile.id)
        });
        ranked
    }

    fn may_be_suggested(&self, position: usize, query: &Query) -> bool {
        let (mine, theirs) = (&self.entry.profile, &self.index.entries[position].profile);
        let sector = |profile: &Profile| self.index.sector(&profile.organisation);
        position != self.position
            && query.kinds.contains(&theirs.kind)
            && match query.scope {
                Scope::All => true,
                Scope::Across => sector(mine) != sector(theirs),
                Scope::Within => sector(mine) == sector(theirs),
            }
            && self.index.exclusions.between(mine, theirs).is_none()
    }

    fn score(&self, position: usize) -> Points {
        self.points(position).into_iter().sum()
    }

    /// What each part gives, in the order of [`PartKind::ALL`]; nothing where the lens hides it.
    pub(super) fn points(&self, position: usize) -> [Points; PartKind::ALL.len()] {
        let theirs = &self.index.entries[position];
        PartKind::ALL.map(|kind| {
            if !self.lens.shows(kind) {
                return Points::ZERO;
            }
            match kind {
                PartKind::Shared => {
                    let mut points = Points::ZERO;
                    self.shared(theirs, |_, _, more| points += more);
                    points
                }
                PartKind::Complement => {
                    self.fits(theirs).into_iter().map(|(_, points)| points).sum()
                }
                PartKind::Text => self.text(position).0,
                PartKind::Past => self.past(theirs),
                PartKind::Phase => self.phase(theirs).0,
            }
        })
    }

    /// Calls `each` for every concept of both sides with the share of full likeness it gives. A
    /// tag's wider concepts share its limit, or a long chain of them would pass it. What one side
    /// only seeks and the other only has makes them complements rather than alike.
    fn alike(&self, theirs: &'a Entry, mut each: impl FnMut(&'a Bearing, &'a Bearing, f64)) {
        let weights = &self.index.weights;
        let usual = weights.usual_information.sqrt();
        let lengths = self.entry.concept_length.max(usual) * theirs.concept_length.max(usual);
        let mut left = vec![weights.one_concept; self.entry.profile.tags.len()];
        in_both(self.entry, theirs, |a, b| {
            let crossed = self.index.can_be_sought(a.concept)
                && ((a.there == 0.0 && b.sought == 0.0) || (a.sought == 0.0 && b.there == 0.0));
            let rate = if crossed { weights.crossed } else { 1.0 };
            let share = rate * self.index.step[a.concept] * a.weight * b.weight / lengths;
            let share = share.min(left[a.tag]);
            left[a.tag] -= share;
            each(a, b, share);
        });
    }

    /// How alike the concepts of both are, 0–1.
    fn likeness(&self, theirs: &'a Entry) -> f64 {
        let mut likeness = 0.0;
        self.alike(theirs, |_, _, share| likeness += share);
        likeness.min(1.0)
    }

    /// Calls `each` for every concept of both sides with what it gives.
    pub(super) fn shared(
        &self,
        theirs: &'a Entry,
        mut each: impl FnMut(&'a Bearing, &'a Bearing, Points),
    ) {
        let weights = &self.index.weights;
        self.alike(theirs, |a, b, share| each(a, b, Points::of(weights.shared * share)));
    }

    /// What the likeness of the texts gives, and whether it was read off the words.
    fn text(&self, position: usize) -> (Points, bool) {
        let theirs = &self.index.entries[position];
        let weights = &self.index.weights;
        let lengths = self.entry.word_length * theirs.word_length;
        let words = if lengths > 0.0 { self.word_products[position] / lengths } else { 0.0 };
        let concepts = if self.entry.profile.lang == theirs.profile.lang {
            0.0
        } else {
            weights.across_languages * self.likeness(theirs)
        };
        (Points::of(weights.text * concepts.max(words)), words >= concepts)
    }

    fn past(&self, theirs: &Entry) -> Points {
        let share = self.walked.get(&theirs.profile.organisation).copied().unwrap_or(0.0);
        Points::of(self.index.weights.past * share / (share + self.index.weights.past_half))
    }

    fn phase(&self, theirs: &Entry) -> (Points, Option<(Phase, Phase)>) {
        match (self.entry.profile.phase, theirs.profile.phase) {
            (Some(mine), Some(their)) => {
                let fit = match (mine as i32 - their as i32).abs() {
                    0 => 1.0,
                    1 => 0.5,
                    _ => 0.0,
                };
                (Points::of(self.index.weights.phase * fit), Some((mine, their)))
            }
            _ => (Points::ZERO, None),
        }
    }

    fn suggestion(&self, rank: usize, score: Points, position: usize) -> Suggestion {
        let theirs = &self.index.entries[position];
        let mut parts = Vec::new();
        let mut part = |kind, points, grounds| {
            if points != Points::ZERO && self.lens.shows(kind) {
                parts.push(Part { kind, points, grounds });
            }
        };
        let shared = self.shared_grounds(theirs);
        part(PartKind::Shared, shared.iter().map(|(points, _)| *points).sum(), grounds(shared));
        let fits: Vec<(Points, Grounds)> = self
            .fits(theirs)
            .into_iter()
            .filter(|(_, points)| *points != Points::ZERO)
            .map(|(fit, points)| (points, self.fit_grounds(theirs, fit, points)))
            .collect();
        part(PartKind::Complement, fits.iter().map(|(points, _)| *points).sum(), grounds(fits));
        let (text, by_words) = self.text(position);
        let text_grounds = if by_words {
            Grounds::Words { words: self.common_words(theirs) }
        } else {
            Grounds::AcrossLanguages
        };
        part(PartKind::Text, text, vec![text_grounds]);
        part(PartKind::Past, self.past(theirs), self.past_grounds(theirs));
        let (phase, phases) = self.phase(theirs);
        let phases = phases.map(|(mine, theirs)| Grounds::Phases { mine, theirs });
        part(PartKind::Phase, phase, phases.into_iter().collect());
        Suggestion {
            rank,
            profile: theirs.profile.id.clone(),
            organisation: theirs.profile.organisation.clone(),
            score,
            parts,
        }
    }
}

fn grounds(grounds: Vec<(Points, Grounds)>) -> Vec<Grounds> {
    grounds.into_iter().map(|(_, grounds)| grounds).collect()
}

/// Walks the concepts that both bear, in their order.
pub(super) fn in_both<'a>(
    a: &'a Entry,
    b: &'a Entry,
    mut each: impl FnMut(&'a Bearing, &'a Bearing),
) {
    let (mut i, mut j) = (0, 0);
    while i < a.bearings.len() && j < b.bearings.len() {
        let (x, y) = (&a.bearings[i], &b.bearings[j]);
        if x.concept == y.concept {
            each(x, y);
        }
        i += usize::from(x.concept <= y.concept);
        j += usize::from(y.concept <= x.concept);
    }
}
