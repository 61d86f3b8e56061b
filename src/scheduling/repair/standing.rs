//! What stood where before a repair, and what of it cannot stay.

use crate::domain::{Placement, Timetable};
use crate::scheduling::instance::{Instance, Span};
use std::collections::{BTreeSet, HashMap};

/// What the items of an instance had.
pub(in crate::scheduling) struct Standing {
    /// The candidate: outer `None` for an item that was nowhere, inner `None` for one whose place, or
    /// table, it can no longer have.
    pub had: Vec<Option<Option<usize>>>,
    /// What changes in any repair.
    pub broken: Vec<bool>,
}

impl Standing {
    /// Reads a timetable, and holds in the instance what is locked in it.
    pub fn of(instance: &mut Instance, before: &Timetable) -> Self {
        let mut had = vec![None; instance.items.len()];
        let displaced = displaced(instance, before);
        let place = |i: usize, p: &Placement| {
            let candidate = instance.candidate_of(p).map(|(_, c)| c);
            candidate.filter(|_| !displaced.contains(&i))
        };
        for p in &before.placements {
            if let Some(&i) = instance.item_index.get(&p.item) {
                // Holding takes the other candidates away, so the one kept is then the first.
                had[i] = Some(place(i, p).map(|c| if p.locked { 0 } else { c }));
            }
        }
        instance.hold(before, |p| p.locked);
        let broken = broken(instance, &had);
        Self { had, broken }
    }

    /// The candidate of an item that can stay as it is.
    pub fn stays(&self, item: usize) -> Option<usize> {
        self.had[item].flatten().filter(|_| !self.broken[item])
    }
}

/// Whether an item has one place only and must be held there.
pub(super) fn is_held(instance: &Instance, item: usize) -> bool {
    instance.items[item].must && instance.items[item].candidates.len() == 1
}

/// Meetings whose table is gone, or is another one's: of two at a table the one that is locked keeps it,
/// else the first of them.
fn displaced(instance: &Instance, before: &Timetable) -> BTreeSet<usize> {
    let rooms = &instance.directory.workshop.rooms;
    let mut meetings: Vec<(bool, usize, &Placement)> = before
        .placements
        .iter()
        .filter_map(|p| Some((!p.locked, *instance.item_index.get(&p.item)?, p)))
        .filter(|&(_, i, _)| instance.items[i].is_meeting)
        .collect();
    meetings.sort_by_key(|&(free, i, _)| (free, i));
    let mut taken: HashMap<(usize, u32), Vec<Span>> = HashMap::new();
    let mut displaced = BTreeSet::new();
    for (_, i, p) in meetings {
        let span = instance.span(p.start, p.end);
        let table = instance.directory.room_index(&p.room).zip(p.table);
        match table.filter(|&(room, table)| (1..=rooms[room].tables).contains(&table)) {
            Some(at) if !taken.get(&at).is_some_and(|t| t.iter().any(|s| s.overlaps(span))) => {
                taken.entry(at).or_default().push(span);
            }
            _ => {
                displaced.insert(i);
            }
        }
    }
    displaced
}

/// Items whose place is no longer offered, and those that are locked out by others.
fn broken(instance: &Instance, had: &[Option<Option<usize>>]) -> Vec<bool> {
    let mut held: HashMap<usize, Vec<Span>> = HashMap::new();
    for i in (0..instance.items.len()).filter(|&i| is_held(instance, i)) {
        let item = &instance.items[i];
        item.people.iter().for_each(|&p| {
            held.entry(p).or_default().push(item.candidates[0].span);
        });
    }
    let is_broken = |(i, had): (usize, &Option<Option<usize>>)| match *had {
        None => false,
        Some(None) => true,
        Some(Some(c)) => {
            let span = instance.items[i].candidates[c].span;
            let taken =
                |p: &usize| held.get(p).is_some_and(|spans| spans.iter().any(|s| s.overlaps(span)));
            !is_held(instance, i) && instance.items[i].people.iter().any(taken)
        }
    };
    had.iter().enumerate().map(is_broken).collect()
}
