//! The solver's state: constraints, values and what was learnt. The same seed and constraints give the
//! same answer by the same steps.

use super::arena::{Arena, Place};
use super::cleaning::CLEAN_FIRST;
use super::literal::Lit;
use super::order::Order;
use super::phases::REPHASE;
use super::reason::Reason;
use super::restarts::Restarts;
use super::trace::{Lemma, trim};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

#[derive(Clone, Copy)]
pub(super) struct Watch {
    /// Another literal of the clause: while it holds, the clause need not be looked at.
    pub(super) blocker: Lit,
    pub(super) clause: Place,
}

/// At most so many of the literals hold.
pub(super) struct Card {
    pub(super) number: u32,
    pub(super) literals: Vec<Lit>,
    pub(super) most: u32,
    /// Of the literals that hold, those whose consequences have been drawn.
    pub(super) count: u32,
}

pub struct Solver<'s> {
    pub(super) stop: &'s dyn Fn() -> bool,
    pub(super) rng: ChaCha8Rng,
    pub(super) arena: Arena,
    pub(super) learnt: Vec<Place>,
    pub(super) watches: Vec<Vec<Watch>>,
    pub(super) cards: Vec<Card>,
    /// Per literal, the constraints that count it.
    pub(super) counted_in: Vec<Vec<u32>>,
    /// Per literal: 1 holds, −1 does not, 0 open.
    pub(super) values: Vec<i8>,
    pub(super) level: Vec<u32>,
    pub(super) reason: Vec<Reason>,
    pub(super) position: Vec<u32>,
    pub(super) trail: Vec<Lit>,
    pub(super) levels: Vec<usize>,
    pub(super) head: usize,
    pub(super) order: Order,
    pub(super) first_phase: Vec<i8>,
    pub(super) phase: Vec<i8>,
    pub(super) target: Vec<i8>,
    pub(super) target_size: usize,
    pub(super) best: Vec<i8>,
    pub(super) best_size: usize,
    pub(super) restarts: Restarts,
    pub(super) contradiction: bool,
    pub(super) model: Vec<i8>,
    pub(super) seen: Vec<u8>,
    pub(super) to_clear: Vec<usize>,
    pub(super) level_seen: Vec<u64>,
    pub(super) level_stamp: u64,
    pub(super) clause: Vec<Lit>,
    pub(super) conflicts: u64,
    /// Constraints so far.
    pub(super) constraints: u32,
    /// Lemmas so far, where they are asked for.
    pub(super) trace: Option<Vec<Lemma>>,
    /// Reasons that the clause at hand was learnt from, with the positions of what they imply.
    pub(super) used: Vec<(u32, Reason)>,
    pub(super) clean_at: u64,
    pub(super) cleanings: u64,
    pub(super) rephase_at: u64,
    pub(super) rephases: u64,
}

impl<'s> Solver<'s> {
    /// `stop` is asked many times a second.
    pub fn new(seed: u64, stop: &'s dyn Fn() -> bool) -> Self {
        Solver {
            stop,
            rng: ChaCha8Rng::seed_from_u64(seed),
            arena: Arena::default(),
            learnt: Vec::new(),
            watches: Vec::new(),
            cards: Vec::new(),
            counted_in: Vec::new(),
            values: Vec::new(),
            level: Vec::new(),
            reason: Vec::new(),
            position: Vec::new(),
            trail: Vec::new(),
            levels: Vec::new(),
            head: 0,
            order: Order::default(),
            first_phase: Vec::new(),
            phase: Vec::new(),
            target: Vec::new(),
            target_size: 0,
            best: Vec::new(),
            best_size: 0,
            restarts: Restarts::new(),
            contradiction: false,
            model: Vec::new(),
            seen: Vec::new(),
            to_clear: Vec::new(),
            level_seen: vec![0],
            level_stamp: 0,
            clause: Vec::new(),
            conflicts: 0,
            constraints: 0,
            trace: None,
            used: Vec::new(),
            clean_at: CLEAN_FIRST,
            cleanings: 0,
            rephase_at: REPHASE,
            rephases: 0,
        }
    }

    /// A new variable as a literal; `likely` is the value tried first, else that it does not hold.
    pub fn literal(&mut self, likely: Option<bool>) -> Lit {
        let v = self.level.len();
        self.values.extend([0, 0]);
        self.watches.extend([Vec::new(), Vec::new()]);
        self.counted_in.extend([Vec::new(), Vec::new()]);
        self.level.push(0);
        self.reason.push(Reason::NONE);
        self.position.push(0);
        let phase = if likely == Some(true) { 1 } else { -1 };
        self.first_phase.push(phase);
        self.phase.push(phase);
        self.target.push(0);
        self.best.push(0);
        self.seen.push(0);
        self.level_seen.push(0);
        // A little chance in the order, so that seeds go different ways.
        let chance = self.rng.random::<f64>() * 1e-3;
        self.order.add_variable(chance);
        Lit::new(v, true)
    }

    /// Keeps from now on what is needed to check a `No`: to be called before the first constraint.
    pub fn keep_trace(&mut self) {
        self.trace = Some(Vec::new());
    }

    /// After a `No` without assumptions, where a trace is kept: the lemmas that show it, the last
    /// one empty.
    pub fn refutation(&self) -> Option<Vec<Lemma>> {
        let trace = self.trace.as_ref().filter(|_| self.contradiction)?;
        Some(trim(self.constraints, trace))
    }

    pub(super) fn value(&self, l: Lit) -> i8 {
        self.values[l.index()]
    }

    /// After `Yes`.
    pub fn holds(&self, literal: Lit) -> bool {
        self.model.get(literal.index()) == Some(&1)
    }
}
