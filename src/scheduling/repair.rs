//! Re-planning with the fewest changes: what is agreed stays, and what must move moves least.
//!
//! The linear program of the day with another objective: first as many items as possible stay
//! placed, then as few people as possible notice a change, then as few items as possible move. The
//! three are one whole number (a dropped item weighs more than all people, a person more than all
//! items), so one proof covers them: fewer is impossible.

use super::instance::Instance;
use super::judge::{Judgement, judge};
use super::plan::{Phase, Progress};
use super::program::{Goal, Program, chosen};
use crate::domain::{ItemId, PersonId, Placement, Timetable, Workshop};
use crate::solver::{Limits, SolverError, Status};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

/// One item that is no longer where it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub item: ItemId,
    pub before: Option<Placement>,
    pub after: Option<Placement>,
}

/// What differs between two timetables, in the order of items. Locks do not count.
pub fn changes(before: &Timetable, after: &Timetable) -> Vec<Change> {
    let of = |t: &Timetable| -> HashMap<ItemId, Placement> {
        t.placements.iter().map(|p| (p.item.clone(), p.clone())).collect()
    };
    let (old, new) = (of(before), of(after));
    let items: BTreeSet<&ItemId> = old.keys().chain(new.keys()).collect();
    let place = |p: &Placement| (p.room.clone(), p.desk.clone(), p.table, p.start, p.end);
    items
        .into_iter()
        .filter(|i| old.get(i).map(place) != new.get(i).map(place))
        .map(|i| Change {
            item: i.clone(),
            before: old.get(i).cloned(),
            after: new.get(i).cloned(),
        })
        .collect()
}

/// A repaired timetable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repaired {
    /// `Optimal`: no repair keeps more items, none that keeps as many affects fewer people, none
    /// that affects as few moves fewer items. `Infeasible`: what is locked or must be held cannot
    /// be; `timetable` is then the one given.
    pub status: Status,
    pub timetable: Timetable,
    pub judgement: Judgement,
    pub changes: Vec<Change>,
    /// Everyone who takes part in an item that changed; the staff of desks is not counted.
    pub affected: Vec<PersonId>,
    pub dropped: usize,
    pub seconds: f64,
}

/// Repairs `before` for a workshop in which something has changed since: somebody away, a room
/// closed, a session moved. Locked placements stay. Wishes that were not placed are left alone.
pub fn repair(
    workshop: &Workshop,
    before: &Timetable,
    limits: Limits,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Repaired, SolverError> {
    // By room, not by pools of rooms: a change of room is a change.
    let mut instance = Instance::by_room(workshop);
    let had: Vec<Option<Option<usize>>> = {
        let mut had = vec![None; instance.items.len()];
        for p in &before.placements {
            if let Some(&i) = instance.item_index.get(&p.item) {
                had[i] = Some(instance.candidate_of(p).map(|(_, c)| c));
            }
        }
        had
    };
    // Holding takes the other candidates away, so the one kept is then the first.
    let locked: Vec<bool> = {
        let mut locked = vec![false; instance.items.len()];
        for p in before.placements.iter().filter(|p| p.locked) {
            if let Some(&i) = instance.item_index.get(&p.item) {
                locked[i] = true;
            }
        }
        locked
    };
    instance.hold(before, |p| p.locked);
    let had: Vec<Option<Option<usize>>> = had
        .into_iter()
        .zip(&locked)
        .map(|(h, &locked)| if locked { h.map(|c| c.map(|_| 0)) } else { h })
        .collect();
    let program = Program::new(&instance, Goal::FewestChanges(&had), &BTreeSet::new());
    let Program { model, x, .. } = program;
    let outcome = model.solve(limits, 1.0, &mut |event| {
        let (seconds, phase) = (event.seconds, Phase::Prove);
        watch(Progress { seconds, total: None, bound: None, phase })
    })?;
    if outcome.values.is_empty() {
        return Ok(Repaired {
            status: outcome.status,
            timetable: before.clone(),
            judgement: judge(workshop, before),
            changes: Vec::new(),
            affected: Vec::new(),
            dropped: 0,
            seconds: outcome.seconds,
        });
    }
    let timetable = instance.timetable(&before.name, &chosen(&x, &outcome.values), Some(before));
    let changes = changes(before, &timetable);
    let affected: BTreeSet<&PersonId> = changes
        .iter()
        .filter_map(|c| instance.item_index.get(&c.item))
        .flat_map(|&i| &instance.items[i].people)
        .map(|&p| &workshop.people[p].id)
        .collect();
    let dropped = changes.iter().filter(|c| c.after.is_none()).count();
    Ok(Repaired {
        status: outcome.status,
        judgement: judge(workshop, &timetable),
        timetable,
        changes,
        affected: affected.into_iter().cloned().collect(),
        dropped,
        seconds: outcome.seconds,
    })
}
