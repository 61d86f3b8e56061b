//! Conflict-driven clause learning (Marques-Silva and Sakallah 1999; Eén and Sörensson 2003). Made for
//! finding as much as for ruling out: rare restarts, and phases that remember.

use super::cleaning::{CLEAN_FIRST, CLEAN_MORE};
use super::literal::Lit;
use super::phases::REPHASE;
use super::reason::Reason;
use super::solver::Solver;

/// A solver's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All constraints hold under some values, which can be asked for.
    Yes,
    No,
    /// Stopped before an answer.
    Unknown,
}

const DECAY: f64 = 0.95;

impl Solver<'_> {
    /// Looks for values under which all constraints and assumptions hold. Under assumptions a `No`
    /// speaks of these alone. Ends after so many conflicts, or when stopped.
    pub fn solve(&mut self, assumptions: &[Lit], conflicts: u64) -> Verdict {
        self.backtrack(0);
        self.clause.clear();
        let end = self.conflicts.saturating_add(conflicts);
        let mut steps = 0u32;
        let verdict = loop {
            if self.contradiction {
                break Verdict::No;
            }
            if let Some(broken) = self.propagate() {
                self.conflicts += 1;
                if self.levels.is_empty() {
                    let hints = self.hints(broken);
                    self.contradict(hints);
                    break Verdict::No;
                }
                self.learn(broken);
                continue;
            }
            steps += 1;
            if self.conflicts >= end || steps.is_multiple_of(256) && (self.stop)() {
                break Verdict::Unknown;
            }
            if self.conflicts >= self.clean_at {
                self.cleanings += 1;
                self.clean_at = self.conflicts + CLEAN_FIRST + CLEAN_MORE * self.cleanings;
                self.clean();
            }
            if self.conflicts >= self.rephase_at {
                self.rephase();
                self.rephase_at = self.conflicts + REPHASE * self.rephases;
                continue;
            }
            if self.restarts.are_due() {
                self.backtrack(assumptions.len().min(self.levels.len()));
                continue;
            }
            let next = match assumptions.get(self.levels.len()) {
                Some(&l) if self.value(l) == -1 => break Verdict::No,
                Some(&l) => Some(l),
                None => self.decision(),
            };
            let Some(next) = next else {
                self.model.clone_from(&self.values);
                break Verdict::Yes;
            };
            self.levels.push(self.trail.len());
            // An assumption that holds already has a level too: there can be more than variables.
            if self.level_seen.len() <= self.levels.len() {
                self.level_seen.push(0);
            }
            if self.value(next) == 0 {
                self.assign(next, Reason::NONE);
            }
        };
        self.backtrack(0);
        verdict
    }

    pub(super) fn learn(&mut self, broken: Reason) {
        let (back, glue) = self.analyze(broken);
        let hints = self.hints(broken);
        self.backtrack(back);
        let clause = std::mem::take(&mut self.clause);
        if clause.len() > 1 {
            let number = self.lemma(&clause, hints);
            let place = self.attach(&clause, Some(glue), number);
            self.assign(clause[0], Reason::clause(place));
        } else {
            self.settle(clause[0], hints);
        }
        self.clause = clause;
        self.clause.clear();
        self.restarts.conflict();
        self.order.decay(DECAY);
    }
}
