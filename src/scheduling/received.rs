//! What each person wished for and received, in points of their own wishes.

use super::attendance::attendance;
use super::directory::Directory;
use crate::domain::{ItemId, Timetable, Weights};
use std::collections::{HashMap, HashSet};

/// Per person, what they wish for themselves, each thing once, with its points. Who is only wished for
/// by others wishes nothing. Linear in the wishes.
pub(super) fn own_wishes(directory: &Directory) -> Vec<Vec<(ItemId, i64)>> {
    let workshop = directory.workshop;
    let weights = &workshop.rules.weights;
    // Of one thing wished twice the dearest rank counts, as for the value of a plan.
    let mut ranks: Vec<HashMap<ItemId, i64>> = vec![HashMap::new(); workshop.people.len()];
    let mut wish = |person, item: ItemId, points: i64| {
        if let Some(p) = directory.person_index(person) {
            let known = ranks[p].entry(item).or_insert(points);
            *known = points.max(*known);
        }
    };
    for w in &workshop.meeting_wishes {
        wish(&w.from, ItemId::meeting(&w.from, &w.to), Weights::at(&weights.meeting, w.rank));
    }
    for c in &workshop.consultations {
        let points = Weights::at(&weights.consultation, c.rank);
        wish(&c.person, ItemId::Consultation(c.id.clone()), points);
    }
    for g in &workshop.group_wishes {
        for person in std::iter::once(&g.moderator).chain(&g.members) {
            wish(person, ItemId::Group(g.id.clone()), Weights::at(&weights.group, g.rank));
        }
    }
    let mut talks = HashSet::new();
    for t in workshop.talk_wishes.iter().filter(|t| talks.insert((&t.person, &t.session))) {
        let points = Weights::at(&weights.talk, t.rank);
        wish(&t.person, ItemId::Session(t.session.clone()), points);
    }
    ranks
        .into_iter()
        .map(|ranks| {
            let mut wishes: Vec<_> = ranks.into_iter().filter(|(_, points)| *points > 0).collect();
            wishes.sort();
            wishes
        })
        .collect()
}

/// Per person, the points of their own wishes that a timetable grants: what they wished and is placed,
/// and of the talks the dearest that they can hear. Calls no solver.
pub fn received(directory: &Directory, timetable: &Timetable) -> Vec<i64> {
    let placed: HashSet<&ItemId> = timetable.placements.iter().map(|p| &p.item).collect();
    let granted = |(item, points): &(ItemId, i64)| match item {
        ItemId::Session(_) => 0,
        item if placed.contains(item) => *points,
        _ => 0,
    };
    let mut received: Vec<i64> =
        own_wishes(directory).iter().map(|wishes| wishes.iter().map(granted).sum()).collect();
    for heard in attendance(directory, timetable) {
        if let Some(p) = directory.person_index(&heard.person) {
            received[p] += heard.points;
        }
    }
    received
}
