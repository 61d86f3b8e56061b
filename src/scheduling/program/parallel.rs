//! The sets of sessions that can run side by side in a band, and what one of several does there.

use super::Program;
use crate::scheduling::instance::{Minute, Next};
use crate::solver::{Sum, Variable};
use std::collections::BTreeMap;

/// Above this many sets the bands go without them (and the bound is weaker).
const MAX_SETS: usize = 20_000;

pub(super) struct BandSets {
    pub start: Minute,
    pub movable: Vec<usize>,
    pub sets: Vec<(Vec<usize>, Variable)>,
}

impl Program<'_, '_> {
    /// Sessions that have more than one start to choose from, by start.
    fn movable(&self) -> BTreeMap<Minute, Vec<usize>> {
        let mut bands: BTreeMap<Minute, Vec<usize>> = BTreeMap::new();
        for (i, item) in self.instance.items.iter().enumerate().filter(|(_, item)| item.moves()) {
            for c in &item.candidates {
                let band = bands.entry(c.span.start).or_default();
                if band.last() != Some(&i) {
                    band.push(i);
                }
            }
        }
        bands
    }

    fn at(&self, item: usize, start: Minute) -> Sum {
        let candidates = &self.instance.items[item].candidates;
        self.x[item]
            .iter()
            .zip(candidates)
            .filter(|(_, c)| c.span.start == start)
            .map(|(&v, _)| v)
            .collect()
    }

    /// The sets of sessions that can share a band.
    pub(super) fn side_by_side(&mut self) {
        let bands = self.movable();
        let rooms: Vec<usize> = bands
            .iter()
            .map(|(&start, items)| {
                let mut rooms: Vec<usize> = items
                    .iter()
                    .flat_map(|&i| &self.instance.items[i].candidates)
                    .filter(|c| c.span.start == start)
                    .map(|c| c.place)
                    .collect();
                rooms.sort_unstable();
                rooms.dedup();
                rooms.len()
            })
            .collect();
        let mut all: Vec<usize> = bands.values().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        let seats: usize = rooms.iter().sum();
        let mut found = Vec::new();
        let mut count = 0;
        for ((&start, items), &most) in bands.iter().zip(&rooms) {
            // What the other bands cannot hold must be held here.
            let least = all.len().saturating_sub(seats - most);
            let mut sets = Vec::new();
            self.instance.side_by_side(items, most, &mut |set| {
                if set.len() >= least {
                    sets.push(set.to_vec());
                }
                if sets.len() + count <= MAX_SETS { Next::Larger } else { Next::Stop }
            });
            count += sets.len();
            if count > MAX_SETS {
                return;
            }
            found.push((start, sets));
        }
        for (start, sets) in found {
            let sets: Vec<(Vec<usize>, Variable)> =
                sets.into_iter().map(|set| (set, self.model.continuous(1.0, 0.0))).collect();
            self.model.equal(sets.iter().map(|s| s.1).collect(), 1.0);
            for &item in &bands[&start] {
                let mut row = self.at(item, start);
                for (set, z) in &sets {
                    if set.contains(&item) {
                        row.add(-1.0, *z);
                    }
                }
                self.model.equal(row, 0.0);
            }
            self.sets.push(BandSets { start, movable: bands[&start].clone(), sets });
        }
    }

    /// The variable that says one of `items` starts at `start`.
    pub(super) fn event(&mut self, start: Minute, items: &[usize]) -> Sum {
        if let [item] = items {
            return self.at(*item, start);
        }
        let mut key = items.to_vec();
        key.sort_unstable();
        let band = self.sets.iter().position(|b| b.start == start);
        let key = (start as usize, key);
        if let Some(&v) = self.events.get(&key) {
            return v.into();
        }
        let e = self.model.continuous(1.0, 0.0);
        let mut row = Sum::from(e);
        match band {
            Some(band) => {
                let band = &self.sets[band];
                for (set, z) in &band.sets {
                    if set.iter().any(|t| key.1.contains(t)) {
                        row.add(-1.0, *z);
                    }
                }
                // Sessions that cannot move are in no set.
                for &item in items.iter().filter(|i| !band.movable.contains(i)) {
                    row.add_sum(-1.0, &self.at(item, start));
                }
            }
            None => {
                for &item in items {
                    row.add_sum(-1.0, &self.at(item, start));
                }
            }
        }
        self.model.at_most(row, 0.0);
        self.events.insert(key, e);
        e.into()
    }
}
