//! Learning from a conflict: the clause of the first unique implication point.

use super::arena::Place;
use super::cleaning::GLUE_CORE;
use super::literal::Lit;
use super::reason::Reason;
use super::solver::Solver;

impl Solver<'_> {
    /// Learns from what is broken: the clause into `self.clause`, its first literal to be assigned
    /// at the level given back, with its glue.
    pub(super) fn analyze(&mut self, broken: Reason) -> (usize, u32) {
        self.clause.clear();
        self.clause.push(Lit::new(0, true));
        let mut open = 0;
        let mut reason = broken;
        let mut implied = None;
        let mut at = self.trail.len();
        let first = loop {
            self.meet_reason(reason, implied, &mut open);
            let l = loop {
                at -= 1;
                if self.seen[self.trail[at].variable()] != 0 {
                    break self.trail[at];
                }
            };
            open -= 1;
            if open == 0 {
                break l;
            }
            reason = self.reason[l.variable()];
            implied = Some(l);
            self.used.push((self.position[l.variable()], reason));
        };
        self.clause[0] = !first;
        self.minimize();
        let glue = self.count_levels();
        let mut back = 0;
        if self.clause.len() > 1 {
            let mut latest = 1;
            for i in 2..self.clause.len() {
                if self.level[self.clause[i].variable()]
                    > self.level[self.clause[latest].variable()]
                {
                    latest = i;
                }
            }
            self.clause.swap(1, latest);
            back = self.level[self.clause[1].variable()] as usize;
        }
        for v in self.to_clear.drain(..) {
            self.seen[v] = 0;
        }
        (back, glue)
    }

    /// Marks a literal of a broken constraint or of a reason; counts those of the current level.
    pub(super) fn meet(&mut self, l: Lit, open: &mut usize) {
        let v = l.variable();
        if self.seen[v] == 0 && self.level[v] > 0 {
            self.seen[v] = 1;
            self.to_clear.push(v);
            self.order.bump(v);
            if self.level[v] as usize == self.levels.len() {
                *open += 1;
            } else {
                self.clause.push(l);
            }
        }
    }

    pub(super) fn meet_reason(&mut self, reason: Reason, implied: Option<Lit>, open: &mut usize) {
        match reason.as_card() {
            Some(i) => {
                let (limit, mut needed) = self.needed(i, implied);
                for j in 0..self.cards[i].literals.len() {
                    let l = self.cards[i].literals[j];
                    if needed > 0 && self.value(l) == 1 && self.position[l.variable()] < limit {
                        needed -= 1;
                        self.meet(!l, open);
                    }
                }
            }
            None => {
                let c = reason.0;
                if self.arena.is_learnt(c) {
                    self.arena.set_used(c, 2);
                    self.refresh_glue(c);
                }
                for i in 0..self.arena.len(c) {
                    let l = self.arena.get(c, i);
                    if implied != Some(l) {
                        self.meet(l, open);
                    }
                }
            }
        }
    }

    /// Of a constraint's literals that hold, so many that were assigned before a position explain
    /// why another does not, or that the constraint is broken.
    pub(super) fn needed(&self, card: usize, implied: Option<Lit>) -> (u32, u32) {
        let most = self.cards[card].most;
        match implied {
            Some(l) => (self.position[l.variable()], most),
            None => (u32::MAX, most + 1),
        }
    }

    pub(super) fn refresh_glue(&mut self, c: Place) {
        if self.arena.glue(c) <= GLUE_CORE {
            return;
        }
        self.level_stamp += 1;
        let mut glue = 0;
        for i in 0..self.arena.len(c) {
            let level = self.level[self.arena.get(c, i).variable()] as usize;
            if self.level_seen[level] != self.level_stamp {
                self.level_seen[level] = self.level_stamp;
                glue += 1;
            }
        }
        if glue < self.arena.glue(c) {
            self.arena.set_glue(c, glue);
        }
    }

    pub(super) fn count_levels(&mut self) -> u32 {
        self.level_stamp += 1;
        let mut glue = 0;
        for l in &self.clause {
            let level = self.level[l.variable()] as usize;
            if self.level_seen[level] != self.level_stamp {
                self.level_seen[level] = self.level_stamp;
                glue += 1;
            }
        }
        glue
    }
}
