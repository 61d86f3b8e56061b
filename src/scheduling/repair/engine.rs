//! The least repair of a timetable, and its proof.

use super::changes::{Change, changes};
use super::least::Least;
use super::standing::Standing;
use super::widening::widen_until_settled;
use super::worth::worth_most;
use crate::domain::{PersonId, Timetable, Workshop};
use crate::scheduling::convention::{Crowd, Mended, Mending, mend};
use crate::scheduling::instance::Instance;
use crate::scheduling::judge::{Judgement, judge};
use crate::scheduling::plan::{Phase, Progress};
use crate::solver::{Limits, SolverError, Status};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Instant;

/// Candidates of which a linear program is written where a search has left something open: it takes
/// some tenths of a second.
const MOST_CANDIDATES: usize = 20_000;

/// How to repair.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RepairOptions {
    pub limits: Limits,
    /// How many people more than the fewest may be affected where that is worth points. For days of
    /// meetings only; where talks can move, always the fewest are.
    pub more_people: usize,
    /// Local time: what begins before it stays, and nothing else is placed before it. `None`: the whole
    /// day is open.
    pub from: Option<NaiveDateTime>,
}

impl From<Limits> for RepairOptions {
    fn from(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }
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

/// Repairs `before` for a workshop in which something has changed since: somebody away, a room
/// closed, a session moved. Locked placements stay. Wishes that were not placed are left alone. Of days of
/// meetings the repair is, among those that change as little, the one worth most that a search finds; of
/// others what moves goes, by the program of the day, to where it is worth most.
/// `watch` may end it, which keeps the best repair so far.
pub fn repair(
    workshop: &Workshop,
    before: &Timetable,
    options: &RepairOptions,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Repaired, SolverError> {
    let started = Instant::now();
    // By room, not by pools of rooms: a change of room is a change.
    let mut instance = Instance::by_room(workshop);
    if let Some(from) = options.from {
        instance.close_before(from, before);
    }
    let standing = Standing::of(&mut instance, before);
    let mut ask = |phase: Phase| {
        let seconds = started.elapsed().as_secs_f64();
        watch(Progress { seconds, total: None, bound: None, phase })
    };
    let Found { status, least, taken, searched } =
        found(&instance, &standing, options, started, &mut ask)?;
    let judged = |taken: &[Option<usize>]| {
        let timetable = instance.timetable(&before.name, taken, Some(before));
        (judge(workshop, &timetable), timetable)
    };
    let (mut judgement, mut timetable) = match &taken {
        Some(taken) => judged(taken),
        None => (judge(workshop, before), before.clone()),
    };
    if let (Some(taken), false) = (&taken, searched) {
        let left = options.limits.seconds - started.elapsed().as_secs_f64();
        let limits = Limits { seconds: left, ..options.limits };
        let mut ask = || ask(Phase::Search);
        if let Some(other) = worth_most(&instance, &standing, taken, limits, &mut ask)? {
            let other = judged(&other);
            let is_better = other.0.objective.total() > judgement.objective.total();
            if other.0.faults.is_empty() && is_better {
                (judgement, timetable) = other;
            }
        }
    }
    let changes = changes(before, &timetable);
    let items = changes.iter().filter_map(|c| instance.item_index.get(&c.item));
    let people: BTreeSet<&PersonId> =
        items.flat_map(|&i| &instance.items[i].people).map(|&p| &workshop.people[p].id).collect();
    Ok(Repaired {
        status,
        judgement,
        timetable,
        affected: people.into_iter().cloned().collect(),
        dropped: changes.iter().filter(|c| c.after.is_none()).count(),
        changes,
        least,
        seconds: started.elapsed().as_secs_f64(),
    })
}

/// A repair in dense numbers.
struct Found {
    status: Status,
    /// No repair changes less.
    least: Least,
    /// The candidate of each item, where there is a repair.
    taken: Option<Vec<Option<usize>>>,
    /// A search chose among the plans that change as little.
    searched: bool,
}

/// A search for days of meetings; for others, and for what it leaves open, the linear program.
fn found(
    instance: &Instance,
    standing: &Standing,
    options: &RepairOptions,
    started: Instant,
    ask: &mut dyn FnMut(Phase) -> ControlFlow<()>,
) -> Result<Found, SolverError> {
    let limits = options.limits;
    let mut least = Least::bound(instance, standing);
    let none = |status: Status| Ok(Found { status, least, taken: None, searched: false });
    if instance.items.iter().any(|item| item.must && item.candidates.is_empty()) {
        return none(Status::Infeasible);
    }
    let mut best: Option<Mended> = None;
    let mut searched = false;
    let crowd = Crowd::of_meetings(instance);
    if let Some(crowd) = &crowd {
        // Writing the repaired timetable and judging it takes about as long as reading it took.
        let read = started.elapsed().as_secs_f64();
        let seconds = (limits.seconds - 2.0 * read).max(0.0);
        let question = Mending {
            instance,
            crowd,
            standing,
            least,
            more_people: options.more_people,
            seed: limits.seed,
            until: Limits { seconds, ..limits }.end(),
        };
        best = mend(&question, &mut || ask(Phase::Search));
        if best.is_none() {
            return none(Status::Infeasible);
        }
        searched = true;
    }
    let left = limits.seconds - started.elapsed().as_secs_f64();
    let candidates = instance.items.iter().map(|i| i.candidates.len()).sum::<usize>();
    let may_prove = crowd.is_none() || candidates <= MOST_CANDIDATES;
    let mut ended = Status::NoneInTime;
    let is_open = best.as_ref().is_none_or(|best| best.fewest > least);
    if is_open && may_prove && left > 0.0 && ask(Phase::Prove).is_continue() {
        let limits = Limits { seconds: left, ..limits };
        let mut ask = || ask(Phase::Prove);
        let widened = widen_until_settled(instance, standing, least, limits, &mut ask)?;
        if let Some((fewest, taken)) = widened.best {
            if widened.status == Status::Optimal {
                least = fewest;
            }
            if best.as_ref().is_none_or(|best| fewest < best.fewest) {
                best = Some(Mended { fewest, taken });
                searched = false;
            }
        }
        ended = widened.status;
    }
    let status = match &best {
        None => ended,
        Some(best) if Least::counted(instance, standing, &best.taken) <= least => Status::Optimal,
        Some(_) => Status::Feasible,
    };
    Ok(Found { status, least, taken: best.map(|best| best.taken), searched })
}
