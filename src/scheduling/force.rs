//! What others lose where a wish without a place is held by force.
//!
//! Sessions and what is locked stay, and nothing else comes in. Those that have to make way go where there
//! is room or are given up, no more of them than has to, and nobody else changes (`make_way.rs`, on days of
//! meetings `convention/make_way.rs`).

use super::convention::{Crowd, MadeWay, make_way as make_way_in_crowd};
use super::instance::Instance;
use super::judge::judge;
use super::make_way::make_way;
use super::objective::placement_points;
use super::repair::{Change, changes};
use crate::domain::{ItemId, PersonId, Placement, Timetable, Workshop};
use crate::solver::Limits;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

/// What it takes to hold a wish by force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "force", rename_all = "snake_case")]
pub enum Force {
    /// It can be held.
    Priced(Box<ForcePrice>),
    /// Whoever makes way, it cannot: proved.
    Impossible,
    /// Nothing was found in the time.
    Unknown,
}

/// A plan with the wish in it, and what it costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ForcePrice {
    /// Where the wish then is.
    pub placement: Placement,
    /// What happens to others.
    pub changes: Vec<Change>,
    /// Everyone to whom something happens, but for being in the wish itself.
    pub affected: Vec<PersonId>,
    /// Points that the day is worth less without the wish's own, as the judge counts them. Below zero where
    /// others gain by it.
    pub cost: i64,
    /// No way to hold it costs less; `None` where that was not settled in the time.
    pub at_least: Option<i64>,
}

/// Holds a wish by force where others lose least. The plan has passed the judge.
pub fn force(workshop: &Workshop, timetable: &Timetable, wish: &ItemId, limits: Limits) -> Force {
    let until = limits.end();
    let before = judge(workshop, timetable);
    let mut instance = Instance::new(workshop);
    let Some(&item) = instance.item_index.get(wish).filter(|_| before.faults.is_empty()) else {
        return Force::Unknown;
    };
    instance.hold(timetable, |p| p.locked || matches!(p.item, ItemId::Session(_)));
    let placed: HashSet<&ItemId> = timetable.placements.iter().map(|p| &p.item).collect();
    for (i, other) in instance.items.iter_mut().enumerate() {
        if i != item && !other.must && !placed.contains(&other.id) {
            other.candidates.clear();
        }
    }
    if instance.items[item].candidates.is_empty() {
        return Force::Impossible;
    }
    let crowd = Crowd::of_meetings(&instance);
    let made = crowd.and_then(|c| make_way_in_crowd(&instance, &c, timetable, item, until));
    let MadeWay { taken, complete } =
        made.unwrap_or_else(|| make_way(&instance, timetable, item, until));
    let Some(taken) = taken else {
        return if complete { Force::Impossible } else { Force::Unknown };
    };
    let after = instance.timetable(&timetable.name, &taken, Some(timetable));
    let judgement = judge(workshop, &after);
    let Some(placement) = after.find(wish).filter(|_| judgement.faults.is_empty()).cloned() else {
        return Force::Unknown;
    };
    let without = before.objective.total() + placement_points(&instance.directory, wish);
    let cost = without - judgement.objective.total();
    let mut changes = changes(timetable, &after);
    changes.retain(|change| change.item != *wish);
    let sides = changes.iter().flat_map(|change| change.before.iter().chain(&change.after));
    let affected: BTreeSet<&PersonId> = sides.flat_map(|p| &p.people).collect();
    let at_least = complete.then_some(cost);
    let affected = affected.into_iter().cloned().collect();
    Force::Priced(Box::new(ForcePrice { placement, affected, changes, cost, at_least }))
}
