//! What others lose where a wish without a place is held by force.
//!
//! Sessions and what is locked stay, and nothing else comes in. On days of meetings those that have to
//! make way go where there is room or are given up, and nobody else changes
//! (`convention/make_way.rs`); on other days any meeting or consultation may move or be given up, by
//! the linear program of the day.

use super::convention::{Crowd, MadeWay, make_way};
use super::instance::Instance;
use super::judge::judge;
use super::objective::placement_points;
use super::program::{Goal, Program, chosen};
use super::repair::{Change, changes};
use crate::domain::{ItemId, PersonId, Placement, Timetable, Workshop};
use crate::solver::{Limits, SolverError, Status, Sum};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;
use std::time::Instant;

/// Of days with more candidates no program is written: it would take too long.
const MOST_CANDIDATES: usize = 200_000;

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
pub fn force(
    workshop: &Workshop,
    timetable: &Timetable,
    wish: &ItemId,
    limits: Limits,
) -> Result<Force, SolverError> {
    let until = limits.end();
    let before = judge(workshop, timetable);
    let mut instance = Instance::new(workshop);
    let Some(&item) = instance.item_index.get(wish).filter(|_| before.faults.is_empty()) else {
        return Ok(Force::Unknown);
    };
    instance.hold(timetable, |p| p.locked || matches!(p.item, ItemId::Session(_)));
    let placed: HashSet<&ItemId> = timetable.placements.iter().map(|p| &p.item).collect();
    for (i, other) in instance.items.iter_mut().enumerate() {
        if i != item && !other.must && !placed.contains(&other.id) {
            other.candidates.clear();
        }
    }
    if instance.items[item].candidates.is_empty() {
        return Ok(Force::Impossible);
    }
    let crowd = Crowd::of_meetings(&instance);
    let made = crowd.and_then(|crowd| make_way(&instance, &crowd, timetable, item, until));
    let (taken, most) = match made {
        Some(MadeWay { taken: None, complete: true }) => return Ok(Force::Impossible),
        Some(MadeWay { taken, complete }) => (taken, Most::OfPlan(complete)),
        None => match by_program(&instance, item, limits.until(until))? {
            Solved::Impossible => return Ok(Force::Impossible),
            Solved::Plan { taken, most } => (taken, Most::Points(most)),
        },
    };
    let Some(taken) = taken else { return Ok(Force::Unknown) };
    let after = instance.timetable(&timetable.name, &taken, Some(timetable));
    let judgement = judge(workshop, &after);
    let Some(placement) = after.find(wish).filter(|_| judgement.faults.is_empty()).cloned() else {
        return Ok(Force::Unknown);
    };
    let without = before.objective.total() + placement_points(&instance.directory, wish);
    let cost = without - judgement.objective.total();
    let mut changes = changes(timetable, &after);
    changes.retain(|change| change.item != *wish);
    let sides = changes.iter().flat_map(|change| change.before.iter().chain(&change.after));
    let affected: BTreeSet<&PersonId> = sides.flat_map(|p| &p.people).collect();
    let at_least = match most {
        Most::OfPlan(complete) => complete.then_some(cost),
        Most::Points(most) => most.map(|most| without - most),
    };
    let affected = affected.into_iter().cloned().collect();
    Ok(Force::Priced(Box::new(ForcePrice { placement, affected, changes, cost, at_least })))
}

/// What is known of the plans that hold the wish.
enum Most {
    /// Whether none is worth more than the one found.
    OfPlan(bool),
    /// None is worth more points.
    Points(Option<i64>),
}

enum Solved {
    Impossible,
    Plan { taken: Option<Vec<Option<usize>>>, most: Option<i64> },
}

/// The plan of most points that holds an item, all but the sessions and what is locked free to move.
fn by_program(instance: &Instance, item: usize, limits: Limits) -> Result<Solved, SolverError> {
    let candidates = instance.items.iter().map(|i| i.candidates.len()).sum::<usize>();
    if candidates > MOST_CANDIDATES || limits.seconds <= 0.0 {
        return Ok(Solved::Plan { taken: None, most: None });
    }
    let until = limits.end();
    // Those concerned are counted exactly, whatever they hear by choice.
    let exact: BTreeSet<usize> = instance.items[item].people.iter().copied().collect();
    let Program { mut model, x, .. } = Program::new(instance, Goal::Value, &exact);
    model.equal(x[item].iter().copied().collect::<Sum>(), 1.0);
    let late = || match Instant::now() > until {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let outcome = model.solve(limits.until(until), 1.0, &mut |_| late())?;
    Ok(match outcome.status {
        Status::Infeasible => Solved::Impossible,
        _ => Solved::Plan {
            taken: (!outcome.values.is_empty()).then(|| chosen(&x, &outcome.values)),
            most: outcome.bound.is_finite().then(|| (outcome.bound + 1e-6).floor() as i64),
        },
    })
}
