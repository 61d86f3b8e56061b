//! Who is suggested how often, and what it costs that nobody is left out.

use super::index::Index;
use super::rank::{Asked, Query};
use super::{MatchingError, Points};
use crate::domain::ProfileId;
use rayon::prelude::*;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Of those whom nobody is suggested, so many of the best for it are looked at for each list.
const LOOK: usize = 200;

/// A partner on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shown {
    pub profile: ProfileId,
    pub score: Points,
    /// Whether it stands there so that somebody sees it at all.
    pub lifted: bool,
}

/// The first suggestions for everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposure {
    /// Places on each list that were open to those whom nobody would be suggested.
    pub places: usize,
    /// For each profile of the index its list, best first; the lifted ones stand last.
    pub lists: Vec<(ProfileId, Vec<Shown>)>,
    /// For each profile of the index that may be suggested, on how many lists it stands.
    pub times: Vec<(ProfileId, usize)>,
}

impl Exposure {
    /// How many profiles nobody is suggested.
    pub fn never(&self) -> usize {
        self.times.iter().filter(|(_, times)| *times == 0).count()
    }

    /// All scores on all lists: what the suggestions are worth as matches.
    pub fn points(&self) -> Points {
        self.lists.iter().flat_map(|(_, list)| list).map(|shown| shown.score).sum()
    }
}

/// Positions and scores of one list.
#[derive(Debug, Clone)]
struct List {
    shown: Vec<(usize, Points)>,
    lifted: Vec<(usize, Points)>,
}

/// A profile that could take a place, cheapest first.
type Offer = (Reverse<(Points, usize, usize)>, Points);

impl Index<'_> {
    /// The lists of `query.limit` suggestions for everybody, in which up to `places` each are given
    /// to profiles that stand on no list: always the move that costs the fewest points, and never
    /// one that leaves another without a list. Only partners with a score above nothing are
    /// suggested to anybody. Twice the time of all rankings, at most.
    pub fn exposure(&self, query: &Query, places: usize) -> Result<Exposure, MatchingError> {
        let mut curve = self.exposures(query, &[places])?;
        Ok(curve.remove(0))
    }

    /// The same for several numbers of places: what each further one costs.
    pub fn exposures(
        &self,
        query: &Query,
        places: &[usize],
    ) -> Result<Vec<Exposure>, MatchingError> {
        if let Some(&value) = places.iter().find(|places| **places > query.limit) {
            let what = "the number of places for those nobody is suggested";
            return Err(MatchingError::OutOfRange { what, value, least: 0, most: query.limit });
        }
        let lists: Vec<List> = (0..self.len())
            .into_par_iter()
            .map(|asker| {
                let asked = Asked::new(self, asker, query.lens);
                let ranked = asked.ranked(query).take(query.limit);
                let shown = ranked.map(|(score, position)| (position, score));
                List { shown: shown.collect(), lifted: Vec::new() }
            })
            .collect();
        let mut times = vec![0usize; self.len()];
        for (position, _) in lists.iter().flat_map(|list| &list.shown) {
            times[*position] += 1;
        }
        let offers = match places.iter().max() {
            Some(0) | None => Vec::new(),
            Some(_) => self.offers(query, &lists, &times),
        };
        let lifted = |places: &usize| {
            let (mut lists, mut times) = (lists.clone(), times.clone());
            lift(&mut lists, &mut times, &offers, *places);
            self.named(query, *places, lists, &times)
        };
        Ok(places.iter().map(lifted).collect())
    }

    /// Who could be lifted onto which list, with the score there.
    fn offers(&self, query: &Query, lists: &[List], times: &[usize]) -> Vec<Offer> {
        let of = |asker: usize| {
            let last = lists[asker].shown.last().map_or(Points::ZERO, |(_, score)| *score);
            let unseen = |(score, position): (Points, usize)| {
                (times[position] == 0).then_some((Reverse((last - score, asker, position)), score))
            };
            let asked = Asked::new(self, asker, query.lens);
            asked.ranked(query).filter_map(unseen).take(LOOK).collect::<Vec<Offer>>()
        };
        (0..self.len()).into_par_iter().flat_map_iter(of).collect()
    }

    fn named(&self, query: &Query, places: usize, lists: Vec<List>, times: &[usize]) -> Exposure {
        let id = |position: usize| self.entries[position].profile.id.clone();
        let shown = |list: &[(usize, Points)], lifted: bool| {
            let shown = |(position, score): &(usize, Points)| Shown {
                profile: id(*position),
                score: *score,
                lifted,
            };
            list.iter().map(shown).collect::<Vec<Shown>>()
        };
        let lists = lists.iter().enumerate().map(|(asker, list)| {
            (id(asker), [shown(&list.shown, false), shown(&list.lifted, true)].concat())
        });
        let may_be_seen =
            |position: &usize| query.kinds.contains(&self.entries[*position].profile.kind);
        let times = (0..self.len()).filter(may_be_seen).map(|p| (id(p), times[p]));
        Exposure { places, lists: lists.collect(), times: times.collect() }
    }
}

/// Gives places away, the cheapest first. What a place costs grows as a list gives away more, so an
/// offer is weighed again when its turn comes.
fn lift(lists: &mut [List], times: &mut [usize], offers: &[Offer], places: usize) {
    let mut heap: BinaryHeap<Offer> = offers.iter().copied().collect();
    while let Some((Reverse((price, asker, position)), score)) = heap.pop() {
        let list = &mut lists[asker];
        if times[position] > 0 || list.lifted.len() >= places {
            continue;
        }
        // The last one on the list whom others see as well.
        let Some(leaving) = list.shown.iter().rposition(|(shown, _)| times[*shown] > 1) else {
            continue;
        };
        let now = list.shown[leaving].1 - score;
        if now > price {
            heap.push((Reverse((now, asker, position)), score));
            continue;
        }
        times[list.shown[leaving].0] -= 1;
        times[position] += 1;
        list.shown.remove(leaving);
        list.lifted.push((position, score));
    }
}
