//! Partners for a profile, best first, every score the sum of its parts.

use super::fit::Exchange;
use super::index::{Bearing, Entry, Index};
use super::part::{Grounds, Part, PartKind};
use super::{MatchingError, Points};
use crate::domain::{OrganisationId, Phase, ProfileId, ProfileKind};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;

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
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
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
    /// equals by id. Excluded partners are neither listed nor counted. Of all profiles a bound is
    /// read off lists by concept and word; only those that may be listed are scored, and only what
    /// is listed is explained.
    pub fn rank(&self, id: &ProfileId, query: &Query) -> Result<Vec<Suggestion>, MatchingError> {
        self.rank_among(id, query, |_| true)
    }

    /// The same of those alone that are kept; ranks stay those among all. Who is kept is asked from
    /// the best down, until there are enough.
    pub fn rank_among(
        &self,
        id: &ProfileId,
        query: &Query,
        mut keeps: impl FnMut(&ProfileId) -> bool,
    ) -> Result<Vec<Suggestion>, MatchingError> {
        let asked = Asked::new(self, self.position(id)?, query.lens);
        let kept = (asked.ranked(query).enumerate())
            .filter(|(_, (_, position))| keeps(&self.entries[*position].profile.id))
            .take(query.limit);
        let suggestion = |(i, (score, position))| asked.suggestion(i + 1, score, position);
        Ok(kept.map(suggestion).collect())
    }

    /// The rankings of all profiles, in the order of the register; on rayon's threads.
    pub fn rank_all(&self, query: &Query) -> Vec<(ProfileId, Vec<Suggestion>)> {
        let rank = |entry: &Arc<Entry>| {
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
        let asked = Asked::new(self, self.position(id)?, query.lens);
        let mut all = asked.scored(query);
        all.retain(|(.., position)| asked.may_meet(*position));
        all.sort_unstable_by(|one, other| other.cmp(one));
        Ok(all.into_iter().map(|(score, id, _)| (id.0.clone(), score)).collect())
    }
}

impl Index<'_> {
    /// Rank and score of some of those whom `rank` lists, without sorting the others.
    pub(super) fn standings(
        &self,
        id: &ProfileId,
        query: &Query,
        of: &[ProfileId],
    ) -> Result<HashMap<ProfileId, (usize, Points)>, MatchingError> {
        let asked = Asked::new(self, self.position(id)?, query.lens);
        let positions: Vec<usize> =
            of.iter().map(|one| self.position(one)).collect::<Result<_, _>>()?;
        let place = |position: usize| {
            (asked.score(position), Reverse(&self.entries[position].profile.id), position)
        };
        let there = |position: &usize| {
            let theirs = &self.entries[*position];
            asked.is_asked_for(*position, theirs, query) && asked.may_meet(*position)
        };
        let listed: Vec<_> =
            positions.into_iter().filter(there).map(place).filter(|p| p.0 > Points::ZERO).collect();
        let Some(least) = listed.iter().map(|(score, ..)| *score).min() else {
            return Ok(HashMap::new());
        };
        // Whoever stands before one of them scores no less: who cannot is not scored.
        let before: Vec<_> = (asked.bounds(query).into_par_iter())
            .with_min_len(LEAST_TOGETHER)
            .filter(|(bound, _)| *bound >= least)
            .map(|(_, position)| place(position))
            .collect();
        let rank = |one| before.iter().filter(|o| *o > one && asked.may_meet(o.2)).count() + 1;
        Ok(listed.iter().map(|one| (one.1.0.clone(), (rank(one), one.0))).collect())
    }
}

/// Profiles that one thread scores at least, or handing them over would cost more.
const LEAST_TOGETHER: usize = 500;

/// One who asks, prepared.
pub(super) struct Asked<'a> {
    pub(super) index: &'a Index<'a>,
    position: usize,
    pub(super) lens: Lens,
    pub(super) entry: &'a Entry,
    pub(super) exchange: Exchange<'a>,
    /// What all my tags tell.
    pub(super) told: f64,
    /// Products of my words with each profile's.
    word_products: Vec<f64>,
    /// The share of the walks over joint work that lead to each profile's organisation.
    walked: Vec<f64>,
}

impl<'a> Asked<'a> {
    pub(super) fn new(index: &'a Index<'a>, position: usize, lens: Lens) -> Asked<'a> {
        let entry = &index.entries[position];
        let mut walked = vec![0.0; index.entries.len()];
        for (organisation, share) in index.relations.walk(&entry.profile.organisation) {
            for profile in index.of_organisation.get(&organisation).into_iter().flatten() {
                walked[*profile] = share;
            }
        }
        let exchange = Exchange::new(index, entry);
        let told = entry.bearings.iter().map(|bearing| index.told_alone(bearing)).sum();
        let word_products = index.words.products(&entry.words);
        Asked { index, position, lens, entry, exchange, told, word_products, walked }
    }

    /// Everyone with anything for me, best first. Taking the first few scores no more than those who
    /// could be among them: whoever is scored waits until no bound left reaches that score.
    pub(super) fn ranked(
        &self,
        query: &Query,
    ) -> impl Iterator<Item = (Points, usize)> + use<'a, '_> {
        let mut bounds = BinaryHeap::from(self.bounds(query));
        let mut scored: BinaryHeap<(Points, Reverse<&'a ProfileId>, usize)> = BinaryHeap::new();
        std::iter::from_fn(move || {
            loop {
                let best = scored.peek().map(|(score, ..)| *score);
                match bounds.peek() {
                    Some((bound, _)) if best.is_none_or(|best| *bound >= best) => {
                        let (_, position) = bounds.pop()?;
                        let score = self.score(position);
                        if score > Points::ZERO {
                            let id = &self.index.entries[position].profile.id;
                            scored.push((score, Reverse(id), position));
                        }
                    }
                    _ => return scored.pop().map(|(score, _, position)| (score, position)),
                }
            }
        })
        .filter(|(_, position)| self.may_meet(*position))
    }

    /// What everyone who is asked for scores at most, in no order.
    fn bounds(&self, query: &Query) -> Vec<(Points, usize)> {
        let at_most = self.at_most();
        let entries = self.index.entries.iter().enumerate();
        let asked_for = entries.filter(|(position, e)| self.is_asked_for(*position, e, query));
        asked_for
            .map(|(position, theirs)| {
                let beside = [
                    (PartKind::Past, self.past(position)),
                    (PartKind::Phase, self.phase(theirs).0),
                ];
                let beside = beside.into_iter().filter(|(kind, _)| self.lens.shows(*kind));
                (at_most[position] + beside.map(|(_, points)| points).sum(), position)
            })
            .collect()
    }

    /// Everyone with anything for me, in no order, the excluded among them; the better is the
    /// greater.
    fn scored(&self, query: &Query) -> Vec<(Points, Reverse<&'a ProfileId>, usize)> {
        self.index
            .entries
            .par_iter()
            .enumerate()
            .with_min_len(LEAST_TOGETHER)
            .filter(|(position, theirs)| self.is_asked_for(*position, theirs, query))
            .map(|(position, theirs)| (self.score(position), Reverse(&theirs.profile.id), position))
            .filter(|(score, ..)| *score > Points::ZERO)
            .collect()
    }

    fn may_meet(&self, position: usize) -> bool {
        let theirs = &self.index.entries[position].profile;
        self.index.exclusions.between(&self.entry.profile, theirs).is_none()
    }

    fn is_asked_for(&self, position: usize, theirs: &Entry, query: &Query) -> bool {
        position != self.position
            && query.kinds.contains(&theirs.profile.kind)
            && match query.scope {
                Scope::All => true,
                Scope::Across => self.entry.sector != theirs.sector,
                Scope::Within => self.entry.sector == theirs.sector,
            }
    }

    fn score(&self, position: usize) -> Points {
        self.points(position).into_iter().sum()
    }

    /// What each part gives, in the order of [`PartKind::ALL`]; nothing where the lens hides it.
    pub(super) fn points(&self, position: usize) -> [Points; PartKind::ALL.len()] {
        let theirs = &self.index.entries[position];
        let weights = &self.index.weights;
        let likeness = self.likeness(theirs);
        PartKind::ALL.map(|kind| {
            if !self.lens.shows(kind) {
                return Points::ZERO;
            }
            match kind {
                PartKind::Shared => Points::of(weights.shared * likeness),
                PartKind::Complement => {
                    let [mine, their] = self.exchange.shares(theirs);
                    Points::of(weights.complement * (mine + their))
                }
                PartKind::Text => Points::of(weights.text * self.text(position, likeness).0),
                PartKind::Past => self.past(position),
                PartKind::Phase => self.phase(theirs).0,
            }
        })
    }

    /// How alike the concepts of both are, 0–1. What both bear stands against what one of them bears
    /// alone, so that one more concept of both takes nothing from the others.
    fn likeness(&self, theirs: &Entry) -> f64 {
        let weights = &self.index.weights;
        let (mut both, mut mine_too, mut their_alone) = (0.0, 0.0, 0.0);
        for their in &theirs.bearings {
            match self.exchange.borne(their.concept()) {
                Some(mine) => {
                    both += self.shared(mine, their);
                    mine_too += self.index.told_alone(mine);
                }
                None => their_alone += self.index.told_alone(their),
            }
        }
        let apart = (self.told - mine_too).max(0.0) + their_alone;
        both / (both + weights.apart * apart + weights.usual_information)
    }

    /// What a concept of both adds to their likeness, before it is set against what they do not
    /// share. What one side only seeks and the other only has makes them complements rather than
    /// alike.
    pub(super) fn shared(&self, mine: &Bearing, their: &Bearing) -> f64 {
        let crossed = self.index.telling.sought[mine.concept()]
            && ((!mine.there && !their.sought) || (!mine.sought && !their.there));
        let rate = if crossed { self.index.weights.crossed } else { 1.0 };
        rate * self.index.telling.step[mine.concept()] * (mine.weight * their.weight) as f64
    }

    /// The likeness of the texts, 0–1, and whether it was read off the words.
    pub(super) fn text(&self, position: usize, likeness: f64) -> (f64, bool) {
        let words =
            self.index.words.likeness(self.word_products[position], self.position, position);
        let concepts = self.index.weights.across_languages * likeness;
        // The other's language is looked up last: it lies far away in memory.
        let lang = || self.index.entries[position].profile.lang;
        if words >= concepts || self.entry.profile.lang == lang() {
            (words, true)
        } else {
            (concepts, false)
        }
    }

    fn past(&self, position: usize) -> Points {
        let share = self.walked[position];
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
        let points = self.points(position);
        let grounds = |kind: PartKind, points: Points| match kind {
            PartKind::Shared => self.shared_grounds(theirs, points),
            PartKind::Complement => self.fit_grounds(theirs, points),
            PartKind::Text if self.text(position, self.likeness(theirs)).1 => {
                vec![Grounds::Words { words: self.common_words(theirs) }]
            }
            PartKind::Text => vec![Grounds::AcrossLanguages],
            PartKind::Past => self.past_grounds(theirs),
            PartKind::Phase => {
                let phases = self.phase(theirs).1;
                phases.map(|(mine, theirs)| Grounds::Phases { mine, theirs }).into_iter().collect()
            }
        };
        let parts = PartKind::ALL.into_iter().zip(points);
        let parts = parts.filter(|(_, points)| *points != Points::ZERO);
        Suggestion {
            rank,
            profile: theirs.profile.id.clone(),
            organisation: theirs.profile.organisation.clone(),
            score,
            parts: parts
                .map(|(kind, points)| Part { kind, points, grounds: grounds(kind, points) })
                .collect(),
        }
    }
}
