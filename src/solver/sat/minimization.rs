//! Learnt clauses without the literals that the others imply (Sörensson and Biere 2009).

use super::literal::Lit;
use super::reason::Reason;
use super::solver::Solver;

/// Reasons followed in a row to find that a literal is implied.
const MAX_DEPTH: u32 = 400;

impl Solver<'_> {
    /// Drops literals that the others imply (Sörensson and Biere 2009).
    pub(super) fn minimize(&mut self) {
        let mut levels = 0u64;
        for l in &self.clause[1..] {
            levels |= 1 << (self.level[l.variable()] & 63);
        }
        let mut kept = 1;
        for i in 1..self.clause.len() {
            let l = self.clause[i];
            let (reason, position) = (self.reason[l.variable()], self.position[l.variable()]);
            if reason == Reason::NONE || !self.is_implied(!l, levels, 0) {
                self.clause[kept] = l;
                kept += 1;
            } else {
                self.used.push((position, reason));
            }
        }
        self.clause.truncate(kept);
    }

    /// Whether a literal that holds follows from literals of the clause at hand. Marks: 1 in the
    /// clause or met, 2 implied, 3 not.
    pub(super) fn is_implied(&mut self, l: Lit, levels: u64, depth: u32) -> bool {
        let v = l.variable();
        let reason = self.reason[v];
        if reason == Reason::NONE || depth > MAX_DEPTH {
            return false;
        }
        if depth > 0 {
            if self.level[v] == 0 || matches!(self.seen[v], 1 | 2) {
                // Reasons of lower levels never lead to the current one, whose marks are no longer
                // those of literals in the clause.
                return true;
            }
            if self.seen[v] == 3 || levels >> (self.level[v] & 63) & 1 == 0 {
                return false;
            }
        }
        let implied = match reason.as_card() {
            Some(i) => {
                let (limit, mut needed) = self.needed(i, Some(l));
                let mut all = true;
                for j in 0..self.cards[i].literals.len() {
                    let other = self.cards[i].literals[j];
                    if self.value(other) == 1 && self.position[other.variable()] < limit {
                        if !self.follows(other, levels, depth) {
                            all = false;
                            break;
                        }
                        needed -= 1;
                        if needed == 0 {
                            break;
                        }
                    }
                }
                all
            }
            None => {
                let c = reason.0;
                let mut all = true;
                for i in 0..self.arena.len(c) {
                    let other = self.arena.get(c, i);
                    if other != l && !self.follows(!other, levels, depth) {
                        all = false;
                        break;
                    }
                }
                all
            }
        };
        if depth > 0 {
            self.seen[v] = if implied { 2 } else { 3 };
            if implied {
                self.used.push((self.position[v], reason));
            }
            self.to_clear.push(v);
        }
        implied
    }

    pub(super) fn follows(&mut self, l: Lit, levels: u64, depth: u32) -> bool {
        let v = l.variable();
        if self.level[v] == 0 || matches!(self.seen[v], 1 | 2) {
            return true;
        }
        self.seen[v] != 3 && self.is_implied(l, levels, depth + 1)
    }
}
