//! Which variable is decided next, and which value it is given first: that of the longest trail without
//! a conflict (Biere and others, CaDiCaL 2020).

use super::literal::Lit;
use super::solver::Solver;
use rand::RngExt;

/// Conflicts between two changes of phases at first; each time as many more.
pub(super) const REPHASE: u64 = 1_000;

impl Solver<'_> {
    pub(super) fn decision(&mut self) -> Option<Lit> {
        loop {
            let v = self.order.pop()?;
            if self.values[2 * v] == 0 {
                let phase = if self.target[v] != 0 { self.target[v] } else { self.phase[v] };
                return Some(Lit::new(v, phase > 0));
            }
        }
    }

    /// Keeps the phases of the longest trail without a conflict.
    pub(super) fn remember(&mut self) {
        // The last level may hold a conflict.
        let sound = if self.head < self.trail.len() || self.conflicting() {
            self.levels.last().copied().unwrap_or(0)
        } else {
            self.trail.len()
        };
        if sound > self.target_size {
            self.target_size = sound;
            for &l in &self.trail[..sound] {
                self.target[l.variable()] = if l.is_positive() { 1 } else { -1 };
            }
        }
        if sound > self.best_size {
            self.best_size = sound;
            for &l in &self.trail[..sound] {
                self.best[l.variable()] = if l.is_positive() { 1 } else { -1 };
            }
        }
    }

    pub(super) fn conflicting(&self) -> bool {
        !self.clause.is_empty()
    }

    pub(super) fn rephase(&mut self) {
        self.backtrack(0);
        match self.rephases % 6 {
            0 | 2 | 4 if self.best_size > 0 => {
                for (phase, &best) in self.phase.iter_mut().zip(&self.best) {
                    if best != 0 {
                        *phase = best;
                    }
                }
                self.best_size = 0;
            }
            1 => self.phase.clone_from(&self.first_phase),
            3 => {
                for phase in &mut self.phase {
                    if self.rng.random_range(0..10) == 0 {
                        *phase = -*phase;
                    }
                }
            }
            5 => {
                for (phase, first) in self.phase.iter_mut().zip(&self.first_phase) {
                    *phase = -first;
                }
            }
            _ => {}
        }
        self.target.fill(0);
        self.target_size = 0;
        self.rephases += 1;
    }
}
