//! Assigning, drawing consequences, and taking assignments back. Cardinality constraints draw their
//! consequences by counting: no clauses and variables stand for them.

use super::literal::Lit;
use super::reason::Reason;
use super::solver::{Card, Solver, Watch};

impl Solver<'_> {
    pub(super) fn assign(&mut self, l: Lit, reason: Reason) {
        let v = l.variable();
        if self.levels.is_empty() && reason != Reason::NONE {
            let hints = self.hints(reason);
            self.lemma(&[l], hints);
        }
        self.values[l.index()] = 1;
        self.values[(!l).index()] = -1;
        self.level[v] = self.levels.len() as u32;
        self.reason[v] = reason;
        self.position[v] = self.trail.len() as u32;
        self.trail.push(l);
    }

    /// Draws the consequences of what is assigned; gives what is then broken.
    pub(super) fn propagate(&mut self) -> Option<Reason> {
        while self.head < self.trail.len() {
            let l = self.trail[self.head];
            self.head += 1;
            let counting = std::mem::take(&mut self.counted_in[l.index()]);
            counting.iter().for_each(|&i| self.cards[i as usize].count += 1);
            let broken = self.visit(!l);
            let broken = broken.or_else(|| counting.iter().find_map(|&i| self.look(i as usize)));
            self.counted_in[l.index()] = counting;
            if broken.is_some() {
                return broken;
            }
        }
        None
    }

    /// Looks at the clauses that watch a literal that no longer holds.
    pub(super) fn visit(&mut self, gone: Lit) -> Option<Reason> {
        let mut watches = std::mem::take(&mut self.watches[gone.index()]);
        let mut broken = None;
        let (mut from, mut to) = (0, 0);
        'clauses: while from < watches.len() {
            let watch = watches[from];
            from += 1;
            if self.values[watch.blocker.index()] == 1 {
                watches[to] = watch;
                to += 1;
                continue;
            }
            let c = watch.clause;
            if self.arena.get(c, 0) == gone {
                self.arena.swap(c, 0, 1);
            }
            let other = self.arena.get(c, 0);
            let other_value = self.values[other.index()];
            if other_value == 1 {
                watches[to] = Watch { blocker: other, clause: c };
                to += 1;
                continue;
            }
            for i in 2..self.arena.len(c) {
                let l = self.arena.get(c, i);
                if self.values[l.index()] >= 0 {
                    self.arena.swap(c, 1, i);
                    self.watches[l.index()].push(Watch { blocker: other, clause: c });
                    continue 'clauses;
                }
            }
            watches[to] = Watch { blocker: other, clause: c };
            to += 1;
            if other_value < 0 {
                broken = Some(Reason::clause(c));
                break;
            }
            self.assign(other, Reason::clause(c));
        }
        while from < watches.len() {
            watches[to] = watches[from];
            to += 1;
            from += 1;
        }
        watches.truncate(to);
        self.watches[gone.index()] = watches;
        broken
    }

    /// Looks at a cardinality constraint of which one more literal holds.
    pub(super) fn look(&mut self, i: usize) -> Option<Reason> {
        let Card { most, count, .. } = self.cards[i];
        if count < most {
            return None;
        }
        if count > most {
            return Some(Reason::card(i));
        }
        for j in 0..self.cards[i].literals.len() {
            let l = self.cards[i].literals[j];
            if self.values[l.index()] == 0 {
                self.assign(!l, Reason::card(i));
            }
        }
        None
    }

    pub(super) fn backtrack(&mut self, level: usize) {
        if self.levels.len() <= level {
            return;
        }
        self.remember();
        let keep = self.levels[level];
        for at in (keep..self.trail.len()).rev() {
            let l = self.trail[at];
            let v = l.variable();
            if at < self.head {
                for &i in &self.counted_in[l.index()] {
                    self.cards[i as usize].count -= 1;
                }
            }
            self.values[l.index()] = 0;
            self.values[(!l).index()] = 0;
            self.phase[v] = if l.is_positive() { 1 } else { -1 };
            self.order.insert(v);
        }
        self.trail.truncate(keep);
        self.head = keep;
        self.levels.truncate(level);
    }
}
