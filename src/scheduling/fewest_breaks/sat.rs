//! The one door to the satisfiability solver (batsat): clauses and counters in, an answer out.

use batsat::{Callbacks, ClauseKind, Lit, Solver, SolverInterface, SolverOpts, lbool};
use std::cell::Cell;

/// A solver's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All clauses hold under some values, which can be asked for.
    Yes,
    No,
    /// Stopped before an answer.
    Unknown,
}

/// Ends a solve when asked to, or after so many conflicts.
pub(super) struct Budget<'s> {
    stop: &'s dyn Fn() -> bool,
    conflicts_left: u64,
    asked: Cell<u32>,
    stopped: Cell<bool>,
}

impl Callbacks for Budget<'_> {
    fn on_new_clause(&mut self, _: &[Lit], kind: ClauseKind) {
        if kind == ClauseKind::Learnt {
            self.conflicts_left = self.conflicts_left.saturating_sub(1);
        }
    }

    fn stop(&self) -> bool {
        // Called at every decision: a look at the clock each time would be felt.
        self.asked.set(self.asked.get().wrapping_add(1));
        if self.asked.get().is_multiple_of(256) {
            self.stopped.set((self.stop)());
        }
        self.conflicts_left == 0 || self.stopped.get()
    }
}

/// Clauses under construction, and their solver.
pub(super) struct Sat<'s> {
    solver: Solver<Budget<'s>>,
    buffer: Vec<Lit>,
}

impl<'s> Sat<'s> {
    pub fn new(seed: u64, stop: &'s dyn Fn() -> bool) -> Self {
        let options = SolverOpts {
            // Any number above 0 will do; the solver draws few numbers from it.
            random_seed: 1.0 + (seed % 1_000_003) as f64,
            ..SolverOpts::default()
        };
        let budget = Budget {
            stop,
            conflicts_left: u64::MAX,
            asked: Cell::new(0),
            stopped: Cell::new(false),
        };
        Sat { solver: Solver::new(options, budget), buffer: Vec::new() }
    }

    /// A new variable as a literal; the solver tries `likely` first where it is given, else what
    /// it had last.
    pub fn literal(&mut self, likely: Option<bool>) -> Lit {
        let polarity = likely.map_or(lbool::UNDEF, lbool::from);
        Lit::new(self.solver.new_var(polarity, true), true)
    }

    /// Requires one of the literals.
    pub fn clause(&mut self, literals: impl IntoIterator<Item = Lit>) {
        self.buffer.clear();
        self.buffer.extend(literals);
        self.solver.add_clause_reuse(&mut self.buffer);
    }

    /// Requires at most `most` of the literals.
    pub fn at_most(&mut self, literals: &[Lit], most: usize) {
        if literals.len() <= most {
            return;
        }
        if most == 1 && literals.len() <= 6 {
            for (i, &a) in literals.iter().enumerate() {
                literals[..i].iter().for_each(|&b| self.clause([!a, !b]));
            }
            return;
        }
        if let Some(&more) = self.count(literals, most + 1).get(most) {
            self.clause([!more]);
        }
    }

    /// Counts up to `most`: the j-th of the literals that it gives holds if more than j of the
    /// counted ones do (and may hold otherwise). Sinz's sequential counter.
    pub fn count(&mut self, literals: &[Lit], most: usize) -> Vec<Lit> {
        let mut counted: Vec<Lit> = Vec::new();
        for (i, &l) in literals.iter().enumerate() {
            let next: Vec<Lit> = (0..most.min(i + 1)).map(|_| self.literal(None)).collect();
            if let Some(&first) = next.first() {
                self.clause([!l, first]);
            }
            for (j, &before) in counted.iter().enumerate() {
                self.clause([!before, next[j]]);
                if let Some(&more) = next.get(j + 1) {
                    self.clause([!before, !l, more]);
                }
            }
            counted = next;
        }
        counted
    }

    /// Under assumptions a `No` speaks of these alone.
    pub fn solve(&mut self, assumptions: &[Lit], conflicts: u64) -> Verdict {
        if !self.solver.is_ok() {
            return Verdict::No;
        }
        self.solver.cb_mut().conflicts_left = conflicts;
        match self.solver.solve_limited(assumptions) {
            answer if answer == lbool::TRUE => Verdict::Yes,
            answer if answer == lbool::FALSE => Verdict::No,
            _ => Verdict::Unknown,
        }
    }

    /// After `Yes`.
    pub fn holds(&self, literal: Lit) -> bool {
        self.solver.value_lit(literal) == lbool::TRUE
    }
}
