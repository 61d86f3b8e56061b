//! The linear program of a day.
//!
//! **Sets.** items i, their candidates c (a place and a span); people p; bands k; movable sessions
//! t; sets B of sessions that can run side by side in a band.
//!
//! **Variables.** `x[i,c]` ∈ {0,1}: item i is placed by c · `z[k,B]` ≥ 0: exactly the sessions B run
//! in band k · `e[k,W]` ≤ 1: one of the sessions W runs in band k · `y[p,k,l]` ≤ 1: p hears one of
//! their l dearest wished talks in band k · `h[p,d,s]`: p's lunch on day d starts at s.
//!
//! **Objective.** Points of placed items + points of heard talks − seats missing.
//!
//! **Rows.** once: Σ_c x\[i,c\] ≤ 1, = 1 for sessions · place: Σ of items at a place at a moment ≤ its
//! units · person: Σ of obligations, heard talks and lunch of a person at a moment ≤ 1 · walking:
//! for a place and a moment, what p does there + what p has just left elsewhere ≤ 1 · cap: Σ of a
//! person's meetings ≤ cap · precedence: t may have started by k only if its predecessor ended ·
//! sets: Σ_B z\[k,B\] = 1 and Σ_{B∋t} z\[k,B\] = Σ_room x\[t,(room,k)\] · floors, where a plan is to give
//! everybody at least what they are owed: Σ points of own wishes granted + owed · s\[p\] ≥ owed, where the
//! missing part 0 ≤ s\[p\] ≤ 1 costs more than any plan is worth.
//!
//! **Why the sets.** Without them a fraction of each talk in each band lets everyone hear everything
//! and the bound says nothing. With `e[k,W] ≤ Σ_{B∩W≠∅} z[k,B]` the clash of parallel talks is exact
//! for whole z, and z is whole whenever x is: only sets inside {t : x\[t,k\] = 1} can be positive, and
//! each such t needs all of them.
//!
//! **Talks heard in steps.** With a person's wishes sorted w1 ≥ w2 ≥ …, hearing one of a set is worth
//! Σ_l (w_l − w_{l+1}) · \[one of the l dearest is heard\], so `y` needs no choice between talks.
//!
//! **Left out at first**, so that the bound stays a bound: of walks to and from talks heard by choice
//! what depends on the talk's room, and of their length what depends on the talk. Where the judge finds that a person cannot hear
//! what the program promised, the program is made again with that person `exact`: `a[p,t,c]` ∈ {0,1}
//! says p hears t at c, is an obligation like any other, and y is at most the sum of its a.

use super::heard::{Exactly, Heard};
use super::parallel::BandSets;
use super::people::Lunch;
use crate::scheduling::instance::{Candidate, Instance, Minute, Span};
use crate::solver::{Model, Sum, Variable};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What counts in the objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scheduling) enum Goal<'g> {
    /// Everything the judge counts.
    Value,
    /// As many sessions held as possible; optional items are left out.
    SessionsHeld,
    /// Items stay placed, as few people as possible notice, as few items as possible move, in this
    /// order. Per item, the candidate it had: outer `None` for an item that was not placed (it is
    /// left out), inner `None` for one whose place is no longer offered.
    FewestChanges(&'g [Option<Option<usize>>]),
    /// Everything but the sessions that can move: of them only the time they take from people.
    Around(&'g [Occupied]),
}

/// A span in which a person hears or gives one of the sessions that can move.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::scheduling) struct Occupied {
    pub person: usize,
    pub span: Span,
    /// Points for hearing the dearest of them.
    pub points: i64,
    /// The person gives one: there is no choice.
    pub speaks: bool,
    /// How much of the time, 0–1: less than 1 where several arrangements are mixed.
    pub share: f64,
}

/// Weights that put dropped items before affected people before moved items.
pub(in crate::scheduling) struct ChangeWeights {
    /// For an item that stays placed; one less where it moved.
    pub kept: i64,
    /// For a person who notices nothing.
    pub affected: i64,
}

impl ChangeWeights {
    pub fn of(instance: &Instance) -> Self {
        let affected = instance.items.len() as i64 + 1;
        let kept = affected * (instance.away.len() as i64 + 1) + 1;
        Self { kept, affected }
    }
}

pub(in crate::scheduling) struct Program<'i, 'a> {
    pub instance: &'i Instance<'a>,
    pub model: Model,
    /// Per item and candidate; empty for items left out.
    pub x: Vec<Vec<Variable>>,
    pub(super) lunches: Vec<Lunch>,
    pub(super) sets: Vec<BandSets>,
    pub(super) events: HashMap<(usize, Vec<usize>), Variable>,
    pub(super) heard: Vec<Heard>,
    pub(super) exact: BTreeSet<usize>,
    pub(super) exactly: Vec<Exactly>,
    /// Sets of rooms in which a person may hear something.
    pub(super) stages: Vec<Vec<usize>>,
    /// One per entry of `Goal::Around`.
    pub occupied: Vec<Variable>,
}

impl<'i, 'a> Program<'i, 'a> {
    /// `exact`: people for whom walks and lunch around heard talks are counted too.
    pub fn new(instance: &'i Instance<'a>, goal: Goal<'_>, exact: &BTreeSet<usize>) -> Self {
        let mut program = Self {
            instance,
            model: Model::new(),
            x: Vec::with_capacity(instance.items.len()),
            lunches: Vec::new(),
            sets: Vec::new(),
            events: HashMap::new(),
            heard: Vec::new(),
            exact: exact.clone(),
            exactly: Vec::new(),
            stages: Vec::new(),
            occupied: Vec::new(),
        };
        program.place_items(goal);
        let mut doings = program.obligations();
        match goal {
            Goal::Value => {
                program.side_by_side();
                program.hear_talks(&mut doings);
                program.owe(goal);
            }
            Goal::Around(occupied) => {
                program.hear_talks(&mut doings);
                program.occupy(occupied, &mut doings);
                program.owe(goal);
            }
            Goal::SessionsHeld | Goal::FewestChanges(_) => {}
        }
        program.keep_lunch(&doings);
        program.one_thing_at_a_time(&doings);
        program.one_item_a_place();
        program.caps();
        program.precedence();
        program
    }

    fn place_items(&mut self, goal: Goal) {
        let changes = ChangeWeights::of(self.instance);
        for (i, item) in self.instance.items.iter().enumerate() {
            let left_out = match goal {
                Goal::Value => false,
                Goal::SessionsHeld => !item.must,
                Goal::FewestChanges(before) => before[i].is_none() && !item.must,
                Goal::Around(_) => item.moves(),
            };
            if left_out {
                self.x.push(Vec::new());
                continue;
            }
            let variables: Vec<Variable> = item
                .candidates
                .iter()
                .enumerate()
                .map(|(c, candidate)| {
                    let points = match goal {
                        Goal::Value | Goal::Around(_) => item.points + candidate.points,
                        Goal::SessionsHeld => 1,
                        Goal::FewestChanges(before) if before[i] == Some(Some(c)) => changes.kept,
                        Goal::FewestChanges(_) => changes.kept - 1,
                    };
                    self.model.binary(points as f64)
                })
                .collect();
            let once: Sum = variables.iter().copied().collect();
            if item.must && goal != Goal::SessionsHeld {
                self.model.equal(once, 1.0);
            } else if variables.len() > 1 {
                self.model.at_most(once, 1.0);
            }
            self.x.push(variables);
        }
        if let Goal::FewestChanges(before) = goal {
            self.notice_changes(before, changes.affected);
        }
    }

    /// A person notices when an item of theirs is not where it was.
    fn notice_changes(&mut self, before: &[Option<Option<usize>>], affected: i64) {
        let mut stays: BTreeMap<usize, Vec<Option<Variable>>> = BTreeMap::new();
        for (i, had) in before.iter().enumerate() {
            let Some(had) = had else { continue };
            for &p in &self.instance.items[i].people {
                stays.entry(p).or_default().push(had.map(|c| self.x[i][c]));
            }
        }
        for (_, items) in stays {
            let unaffected = self.model.binary(affected as f64);
            for x in items {
                match x {
                    Some(x) => self.model.at_most(Sum::from(unaffected) - Sum::from(x), 0.0),
                    None => self.model.at_most(Sum::from(unaffected), 0.0),
                }
            }
        }
    }

    pub(super) fn placed(&self) -> impl Iterator<Item = (usize, &Candidate, Variable)> {
        self.x.iter().enumerate().flat_map(move |(i, variables)| {
            self.instance.items[i].candidates.iter().zip(variables).map(move |(c, &v)| (i, c, v))
        })
    }
}

/// When spans start, each moment once.
pub(super) fn starts_of(spans: impl Iterator<Item = Span>) -> Vec<Minute> {
    let mut starts: Vec<Minute> = spans.map(|s| s.start).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}
