//! Re-planning with the fewest changes: what is agreed stays, and what must move moves least.
//!
//! The linear program of the day with another objective: first as many items as possible stay
//! placed, then as few people as possible notice a change, then as few items as possible move. The
//! three are one whole number (a dropped item weighs more than all people, a person more than all
//! items), so one proof covers them: fewer is impossible.
//!
//! What is broken changes in any repair; so do some of what stands where there is no longer room for
//! all (`crowded.rs`). That is a bound. So at first only what is broken may move, and
//! where that changes nothing else, nothing changes less. Otherwise the meetings of its people may move
//! too, then those of their people, at last everything.

use super::crowded::{Leaving, leaving};
use super::instance::{Instance, Span};
use super::judge::{Judgement, judge};
use super::plan::{Phase, Progress};
use super::program::{Goal, Program, chosen};
use crate::domain::{ItemId, PersonId, Placement, Timetable, Workshop};
use crate::solver::{Limits, SolverError, Status};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::time::Instant;

/// What it may take to choose who leaves places that have become too small: of the time, and seconds.
const CHOOSING: f64 = 0.1;
const CHOOSING_SECONDS: f64 = 0.5;

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
    /// No repair changes less.
    pub least: Least,
    pub seconds: f64,
}

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
    /// Of what is broken everything changes, and what can be nowhere is given up.
    fn of(instance: &Instance, broken: &[bool]) -> Self {
        let broken = || (0..broken.len()).filter(|&i| broken[i]);
        let people: BTreeSet<usize> =
            broken().flat_map(|i| instance.items[i].people.iter().copied()).collect();
        Self {
            dropped: broken().filter(|&i| instance.items[i].candidates.is_empty()).count(),
            affected: people.len(),
            changed: broken().count(),
        }
    }

    fn counted(
        instance: &Instance,
        had: &[Option<Option<usize>>],
        taken: &[Option<usize>],
    ) -> Self {
        let mut cost = Self::default();
        let mut people = BTreeSet::new();
        for (i, (had, taken)) in had.iter().zip(taken).enumerate() {
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

/// Repairs `before` for a workshop in which something has changed since: somebody away, a room
/// closed, a session moved. Locked placements stay. Wishes that were not placed are left alone.
pub fn repair(
    workshop: &Workshop,
    before: &Timetable,
    limits: Limits,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Repaired, SolverError> {
    let started = Instant::now();
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
    let mut broken = broken(&instance, &had);
    let left = (limits.seconds - started.elapsed().as_secs_f64()).max(0.0);
    let short = Limits { seconds: (CHOOSING * left).min(CHOOSING_SECONDS), ..limits };
    let Leaving { items, fewest } = leaving(&instance, &had, &broken, short, &mut |_| {
        let (seconds, phase) = (started.elapsed().as_secs_f64(), Phase::Prove);
        watch(Progress { seconds, total: None, bound: None, phase })
    })?;
    // Only the fewest are a bound on what any repair changes.
    items.iter().filter(|_| fewest).for_each(|&i| broken[i] = true);
    let least = Least::of(&instance, &broken);
    let mut free = broken;
    items.into_iter().for_each(|i| free[i] = true);
    let mut best: Option<(Least, Vec<Option<usize>>)> = None;
    let mut status = Status::NoneInTime;
    // Seconds that it takes to write a program, for each candidate in it.
    let mut pace = 0.0;
    loop {
        if instance.items.iter().any(|item| item.must && item.candidates.is_empty()) {
            status = Status::Infeasible;
            break;
        }
        let left = limits.seconds - started.elapsed().as_secs_f64();
        if left <= 0.0 {
            break;
        }
        let begun = Instant::now();
        let (part, part_had) = restricted(&instance, &had, &free);
        let size = part.items.iter().map(|i| i.candidates.len()).sum::<usize>().max(1) as f64;
        if pace * size > left {
            break;
        }
        let program = Program::new(&part, Goal::FewestChanges(&part_had), &BTreeSet::new());
        let Program { model, x, .. } = program;
        pace = begun.elapsed().as_secs_f64() / size;
        let left = limits.seconds - started.elapsed().as_secs_f64();
        let mut broken_off = false;
        let outcome = model.solve(Limits { seconds: left, ..limits }, 1.0, &mut |_| {
            let (seconds, phase) = (started.elapsed().as_secs_f64(), Phase::Prove);
            let flow = watch(Progress { seconds, total: None, bound: None, phase });
            broken_off |= flow.is_break();
            flow
        })?;
        let all = free.iter().zip(&had).all(|(&free, had)| free || had.is_none());
        if !outcome.values.is_empty() {
            let taken = in_whole(&had, &free, chosen(&x, &outcome.values));
            let cost = Least::counted(&instance, &had, &taken);
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, taken));
            }
        }
        let reached = best.as_ref().is_some_and(|(cost, _)| *cost == least);
        if reached || all {
            status = if reached { Status::Optimal } else { outcome.status };
            break;
        }
        if broken_off {
            break;
        }
        let dropped = best.as_ref().map(|(_, taken)| taken.as_slice());
        widen(&instance, &had, dropped, &mut free);
    }
    let Some((cost, taken)) = best else {
        return Ok(Repaired {
            status,
            timetable: before.clone(),
            judgement: judge(workshop, before),
            changes: Vec::new(),
            affected: Vec::new(),
            dropped: 0,
            least,
            seconds: started.elapsed().as_secs_f64(),
        });
    };
    if status == Status::NoneInTime {
        status = Status::Feasible;
    }
    // Where everything was free and nothing better was found, that is a bound too.
    let least = if status == Status::Optimal { cost } else { least };
    let timetable = instance.timetable(&before.name, &taken, Some(before));
    let changes = changes(before, &timetable);
    let affected: BTreeSet<&PersonId> = changes
        .iter()
        .filter_map(|c| instance.item_index.get(&c.item))
        .flat_map(|&i| &instance.items[i].people)
        .map(|&p| &workshop.people[p].id)
        .collect();
    let dropped = changes.iter().filter(|c| c.after.is_none()).count();
    Ok(Repaired {
        status,
        judgement: judge(workshop, &timetable),
        timetable,
        changes,
        affected: affected.into_iter().cloned().collect(),
        dropped,
        least,
        seconds: started.elapsed().as_secs_f64(),
    })
}

/// What has to change: items whose place is no longer offered, and those that are locked out by others.
fn broken(instance: &Instance, had: &[Option<Option<usize>>]) -> Vec<bool> {
    let mut held: HashMap<usize, Vec<Span>> = HashMap::new();
    for item in instance.items.iter().filter(|item| item.must && item.candidates.len() == 1) {
        for &p in &item.people {
            held.entry(p).or_default().push(item.candidates[0].span);
        }
    }
    let mut broken = vec![false; instance.items.len()];
    for (i, item) in instance.items.iter().enumerate() {
        broken[i] = match had[i] {
            None => false,
            Some(None) => true,
            Some(Some(c)) => {
                let span = item.candidates[c].span;
                let taken = |p: &usize| {
                    held.get(p).is_some_and(|spans| spans.iter().any(|s| s.overlaps(span)))
                };
                !(item.must && item.candidates.len() == 1) && item.people.iter().any(taken)
            }
        };
    }
    broken
}

/// The instance in which all but the free items stay where they are or are given up, and what it had.
fn restricted<'a>(
    instance: &Instance<'a>,
    had: &[Option<Option<usize>>],
    free: &[bool],
) -> (Instance<'a>, Vec<Option<Option<usize>>>) {
    let (mut part, mut part_had) = (instance.clone(), had.to_vec());
    for (i, item) in part.items.iter_mut().enumerate() {
        if let (Some(Some(c)), false) = (had[i], free[i]) {
            item.candidates = vec![item.candidates[c]];
            part_had[i] = Some(Some(0));
        }
    }
    (part, part_had)
}

/// What a restricted instance takes, in the candidates of the whole one.
fn in_whole(
    had: &[Option<Option<usize>>],
    free: &[bool],
    taken: Vec<Option<usize>>,
) -> Vec<Option<usize>> {
    let own = |(i, taken): (usize, Option<usize>)| match (had[i], free[i]) {
        (Some(Some(c)), false) => taken.map(|_| c),
        _ => taken,
    };
    taken.into_iter().enumerate().map(own).collect()
}

/// Frees what was given up; where that is free already, all meetings of its people; at last those of the
/// people of what is free.
fn widen(
    instance: &Instance,
    had: &[Option<Option<usize>>],
    taken: Option<&[Option<usize>]>,
    free: &mut [bool],
) {
    let given_up = |i: usize| taken.is_some_and(|taken| had[i].is_some() && taken[i].is_none());
    let people = |free: &[bool], wanted: &dyn Fn(usize) -> bool| -> BTreeSet<usize> {
        let items = (0..free.len()).filter(|&i| wanted(i));
        items.flat_map(|i| instance.items[i].people.iter().copied()).collect()
    };
    let count = |free: &[bool]| free.iter().filter(|&&free| free).count();
    let before = count(free);
    let grow = |people: &BTreeSet<usize>, free: &mut [bool]| {
        for (i, item) in instance.items.iter().enumerate().filter(|(i, _)| had[*i].is_some()) {
            free[i] |= item.people.iter().any(|p| people.contains(p));
        }
    };
    (0..free.len()).for_each(|i| free[i] |= given_up(i));
    if count(free) > before {
        return;
    }
    let near = people(free, &given_up);
    grow(&near, free);
    if count(free) == before {
        let near = people(free, &|i| free[i]);
        grow(&near, free);
    }
    if count(free) == before {
        free.fill(true);
    }
}
