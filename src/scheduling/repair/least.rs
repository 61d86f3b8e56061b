//! How much a repair changes, and how much any repair changes.
//!
//! What is broken changes whatever one does. Beyond that: a person with more meetings than slots, or than
//! they may have, loses some, as many as a matching of meetings and slots leaves out (Kőnig). And an item
//! that finds something in its way wherever it could go moves others too: the fewest people of these count, and
//! the fewest of them.

use super::standing::{Standing, is_held};
use crate::scheduling::instance::{Candidate, Instance, Span};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// How much a repair changes, the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Least {
    /// Items that are given up.
    pub dropped: usize,
    /// People of items that change.
    pub affected: usize,
    /// Items that are given up or go elsewhere.
    pub changed: usize,
}

impl Least {
    /// No repair changes less.
    pub(super) fn bound(instance: &Instance, standing: &Standing) -> Self {
        let broken: Vec<usize> =
            (0..instance.items.len()).filter(|&i| standing.broken[i]).collect();
        let people: BTreeSet<usize> =
            broken.iter().flat_map(|&i| instance.items[i].people.iter().copied()).collect();
        let way = Way::new(instance, standing, &people);
        let costs: Vec<(usize, Option<(usize, usize)>)> =
            broken.iter().map(|&i| (i, way.cost(i))).collect();
        let nowhere: BTreeSet<usize> =
            costs.iter().filter(|c| c.1.is_none()).map(|c| c.0).collect();
        let dropped = dropped(instance, standing, &people, &nowhere);
        // Those that are given up besides may be the ones that would move most.
        let most = |mut costs: Vec<usize>| {
            costs.sort_unstable_by_key(|&cost| std::cmp::Reverse(cost));
            costs.get(dropped - nowhere.len()).copied().unwrap_or(0)
        };
        let costs = || costs.iter().filter_map(|c| c.1);
        Self {
            dropped,
            affected: people.len() + most(costs().map(|c| c.0).collect()),
            changed: broken.len() + most(costs().map(|c| c.1).collect()),
        }
    }

    /// Of a choice of candidates.
    pub(super) fn counted(
        instance: &Instance,
        standing: &Standing,
        taken: &[Option<usize>],
    ) -> Self {
        let mut cost = Self::default();
        let mut people = BTreeSet::new();
        for (i, (had, taken)) in standing.had.iter().zip(taken).enumerate() {
            if let Some(had) = had
                && (had.is_none() || had != taken)
            {
                cost.changed += 1;
                cost.dropped += usize::from(taken.is_none());
                people.extend(instance.items[i].people.iter().copied());
            }
        }
        Self { affected: people.len(), ..cost }
    }
}

/// What stands in the way of what is broken.
struct Way<'w, 'a> {
    instance: &'w Instance<'a>,
    /// Who is affected anyway.
    people: &'w BTreeSet<usize>,
    /// What stands, per person and per place and time.
    with: HashMap<usize, Vec<(usize, Span)>>,
    at: HashMap<(usize, Span), Vec<usize>>,
}

impl<'w, 'a> Way<'w, 'a> {
    fn new(instance: &'w Instance<'a>, standing: &Standing, people: &'w BTreeSet<usize>) -> Self {
        let mut way = Self { instance, people, with: HashMap::new(), at: HashMap::new() };
        for (i, item) in instance.items.iter().enumerate() {
            if let Some(c) = standing.stays(i) {
                let Candidate { place, span, .. } = item.candidates[c];
                way.at.entry((place, span)).or_default().push(i);
                for &p in &item.people {
                    way.with.entry(p).or_default().push((i, span));
                }
            }
        }
        way
    }

    /// Wherever the item goes: the fewest further people who are affected, and the fewest items that make
    /// way. `None` where it can go nowhere.
    fn cost(&self, item: usize) -> Option<(usize, usize)> {
        let candidates = &self.instance.items[item].candidates;
        let costs = candidates.iter().filter_map(|c| self.cost_at(item, c));
        costs.reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)))
    }

    fn cost_at(&self, item: usize, c: &Candidate) -> Option<(usize, usize)> {
        let mut others = BTreeSet::new();
        for p in &self.instance.items[item].people {
            let with = self.with.get(p).into_iter().flatten();
            others.extend(with.filter(|(_, span)| span.overlaps(c.span)).map(|(i, _)| *i));
        }
        if others.iter().any(|&i| is_held(self.instance, i)) {
            return None;
        }
        let mut further = BTreeSet::new();
        let of = |i: usize| self.instance.items[i].people.iter().copied();
        others.iter().for_each(|&i| further.extend(of(i).filter(|p| !self.people.contains(p))));
        let there = self.at.get(&(c.place, c.span)).map_or(&[][..], Vec::as_slice);
        let stay = || there.iter().copied().filter(|i| !others.contains(i));
        let mut cost = (further.len(), others.len());
        if stay().count() >= self.instance.places[c.place].units(c.span) as usize {
            // One of those who are there leaves.
            let new =
                |i| of(i).filter(|p| !self.people.contains(p) && !further.contains(p)).count();
            cost.0 += stay().filter(|&i| !is_held(self.instance, i)).map(new).min()?;
            cost.1 += 1;
        }
        Some(cost)
    }
}

/// Items that any repair gives up: those that can go `nowhere`, and what is too much for somebody.
fn dropped(
    instance: &Instance,
    standing: &Standing,
    people: &BTreeSet<usize>,
    nowhere: &BTreeSet<usize>,
) -> usize {
    let mut items_of: HashMap<usize, Vec<usize>> = HashMap::new();
    for i in (0..instance.items.len()).filter(|&i| standing.had[i].is_some()) {
        for &p in instance.items[i].people.iter().filter(|p| people.contains(p)) {
            items_of.entry(p).or_default().push(i);
        }
    }
    let mut too_many: Vec<(usize, usize)> = people
        .iter()
        .filter_map(|&p| Some((too_many(instance, items_of.get(&p)?, nowhere), p)))
        .filter(|&(too_many, _)| too_many > 0)
        .collect();
    too_many.sort_unstable_by_key(|&(n, p)| (std::cmp::Reverse(n), p));
    // What two people lack may be one item, so only people who share none count together.
    let mut counted: BTreeSet<usize> = BTreeSet::new();
    let mut dropped = 0;
    for (n, p) in too_many {
        let items = &items_of[&p];
        if !items.iter().any(|i| counted.contains(i)) {
            dropped += n;
            counted.extend(items);
        }
    }
    dropped + nowhere.difference(&counted).count()
}

/// By how many some items of one person are more than can be held.
fn too_many(instance: &Instance, items: &[usize], nowhere: &BTreeSet<usize>) -> usize {
    let held: Vec<Span> = items
        .iter()
        .filter(|&&i| is_held(instance, i))
        .map(|&i| instance.items[i].candidates[0].span)
        .collect();
    let free: Vec<Vec<Span>> = items
        .iter()
        .filter(|&&i| !is_held(instance, i))
        .map(|&i| {
            let candidates = &instance.items[i].candidates;
            let mut spans: Vec<Span> = candidates.iter().map(|c| c.span).collect();
            spans.retain(|s| !nowhere.contains(&i) && !held.iter().any(|h| h.overlaps(*s)));
            spans.sort_unstable();
            spans.dedup();
            spans
        })
        .collect();
    let mut holder: HashMap<Span, usize> = HashMap::new();
    let placed =
        (0..free.len()).filter(|&i| augment(&free, i, &mut BTreeSet::new(), &mut holder)).count();
    let meetings = items.iter().filter(|&&i| instance.items[i].is_meeting).count();
    let beyond_cap = instance.cap.map_or(0, |cap| meetings.saturating_sub(cap as usize));
    (free.len() - placed).max(beyond_cap)
}

/// Gives an item a span of its own, along a path of items that can change theirs.
fn augment(
    free: &[Vec<Span>],
    item: usize,
    seen: &mut BTreeSet<Span>,
    holder: &mut HashMap<Span, usize>,
) -> bool {
    for &span in &free[item] {
        if seen.insert(span) {
            let other = holder.get(&span).copied();
            if other.is_none_or(|other| augment(free, other, seen, holder)) {
                holder.insert(span, item);
                return true;
            }
        }
    }
    false
}
