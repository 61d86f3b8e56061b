//! What is settled for good, and the lemmas that show it where a trace is kept.

use super::literal::Lit;
use super::reason::Reason;
use super::solver::Solver;
use super::trace::{FIRST_LEMMA, Lemma};

impl Solver<'_> {
    pub(super) fn contradict(&mut self, hints: Vec<u32>) {
        self.contradiction = true;
        self.lemma(&[], hints);
    }

    /// Settles a literal for good.
    pub(super) fn settle(&mut self, unit: Lit, hints: Vec<u32>) {
        self.lemma(&[unit], hints);
        self.assign(unit, Reason::NONE);
    }

    /// A new lemma's number, which means something where a trace is kept.
    pub(super) fn lemma(&mut self, literals: &[Lit], hints: Vec<u32>) -> u32 {
        let Some(trace) = &mut self.trace else { return 0 };
        trace.push(Lemma { literals: literals.to_vec(), hints });
        FIRST_LEMMA + trace.len() as u32 - 1
    }

    /// What is used and then what is broken, in the order in which it can be checked.
    pub(super) fn hints(&mut self, broken: Reason) -> Vec<u32> {
        let mut used = std::mem::take(&mut self.used);
        if self.trace.is_none() {
            used.clear();
            self.used = used;
            return Vec::new();
        }
        used.sort_unstable_by_key(|&(position, _)| position);
        used.dedup_by_key(|&mut (position, _)| position);
        used.iter().map(|&(_, reason)| reason).chain([broken]).map(|r| self.number(r)).collect()
    }

    pub(super) fn number(&self, reason: Reason) -> u32 {
        match reason.as_card() {
            Some(i) => self.cards[i].number,
            None => self.arena.number(reason.0),
        }
    }
}
