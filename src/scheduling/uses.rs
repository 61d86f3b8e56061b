//! What arrangements of the talks make of people's time, as a program around any of them sees it: for every
//! person and band, what can be done there, and which of it a set of talks brings.

use super::program::Occupied;
use super::programme::{Parallel, Programme};
use std::collections::BTreeMap;

/// What a person's time in a band is worth, and whether they must be there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Use {
    pub points: i64,
    pub speaks: bool,
}

impl Use {
    fn of(occupied: &Occupied) -> Self {
        Self { points: occupied.points, speaks: occupied.speaks }
    }
}

/// What can be done with everybody's time in every band, as far as arrangements differ in it.
pub(super) struct Uses {
    /// A variable of the program each.
    pub occupied: Vec<Occupied>,
    /// Per entry of `occupied`.
    pub all: Vec<Use>,
    /// Per band and set, what it makes of people's time: places in `all`.
    pub taken: Vec<Vec<Vec<usize>>>,
}

impl Uses {
    pub fn of(programme: &Programme) -> Self {
        let people = programme.instance.away.len();
        let mut all: Vec<Use> = Vec::new();
        let mut occupied: Vec<Occupied> = Vec::new();
        let mut taken = Vec::with_capacity(programme.bands.len());
        for band in &programme.bands {
            // A larger set is worth to each person what one of its sessions is.
            let mut here: BTreeMap<(usize, Use), Occupied> = BTreeMap::new();
            for o in band.sets.iter().filter(|s| s.placed.len() == 1).flat_map(|s| &s.occupied) {
                here.insert((o.person, Use::of(o)), *o);
            }
            let mut places: Vec<Vec<(Use, usize)>> = vec![Vec::new(); people];
            for ((person, used), o) in here {
                places[person].push((used, all.len()));
                all.push(used);
                occupied.push(o);
            }
            let of_set = |set: &Parallel| -> Vec<usize> {
                let place = |o: &Occupied| {
                    let used = Use::of(o);
                    Some(places[o.person].iter().find(|(other, _)| *other == used)?.1)
                };
                set.occupied.iter().filter_map(place).collect()
            };
            taken.push(band.sets.iter().map(of_set).collect());
        }
        Self { occupied, all, taken }
    }
}
