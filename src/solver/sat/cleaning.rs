//! Forgetting learnt clauses that are of little use.

use super::arena::Place;
use super::reason::Reason;
use super::solver::Solver;

/// Glue of clauses that are kept for good, and of those that are kept while of use.
pub(super) const GLUE_CORE: u32 = 2;
const GLUE_MIDDLE: u32 = 6;
/// Conflicts between two cleanings at first, and by how many more each time.
pub(super) const CLEAN_FIRST: u64 = 2_000;
pub(super) const CLEAN_MORE: u64 = 300;

impl Solver<'_> {
    /// Deletes half of the learnt clauses that are of little use.
    pub(super) fn clean(&mut self) {
        let mut poor: Vec<Place> = Vec::new();
        for &c in &self.learnt {
            let glue = self.arena.glue(c);
            let used = self.arena.used(c);
            if glue <= GLUE_CORE {
                continue;
            }
            if used > 0 {
                self.arena.set_used(c, used - 1);
                if glue <= GLUE_MIDDLE || used == 2 {
                    continue;
                }
            }
            let first = self.arena.get(c, 0);
            let held = self.value(first) == 1 && self.reason[first.variable()] == Reason::clause(c);
            if !held {
                poor.push(c);
            }
        }
        poor.sort_by_key(|&c| (std::cmp::Reverse((self.arena.glue(c), self.arena.len(c))), c));
        poor.truncate(poor.len() / 2);
        for c in poor {
            self.arena.delete(c);
        }
        let arena = &self.arena;
        self.learnt.retain(|&c| !arena.is_deleted(c));
        for watches in &mut self.watches {
            watches.retain(|w| !arena.is_deleted(w.clause));
        }
        if self.arena.is_wasteful() {
            let moves = self.arena.compact();
            let moved = |c: &mut Place| *c = moves.moved(*c).unwrap_or(*c);
            self.learnt.iter_mut().for_each(moved);
            self.watches.iter_mut().flatten().for_each(|w| moved(&mut w.clause));
            for &l in &self.trail {
                let reason = &mut self.reason[l.variable()];
                if *reason != Reason::NONE && reason.as_card().is_none() {
                    moved(&mut reason.0);
                }
            }
        }
    }
}
