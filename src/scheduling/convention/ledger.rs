//! What a seating changes of a plan before.

use super::crowd::{Cell, Crowd, OUT};
use super::seating::Seating;
use crate::scheduling::instance::Instance;
use crate::scheduling::repair::{Least, Standing};

/// Where a meeting was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// It was not placed, which is no matter.
    None,
    /// Where it cannot stay.
    Gone,
    At(Cell),
}

const UNCHANGED: u32 = u32::MAX;

/// Which meetings are not where they were, and whom that affects; kept along with a seating.
pub(super) struct Ledger {
    /// Per meeting.
    pub home: Vec<Home>,
    /// The meetings that changed.
    pub changed: Vec<u32>,
    /// Where among these a meeting is.
    at: Vec<u32>,
    out: Vec<bool>,
    /// Items of each person that changed.
    notices: Vec<u32>,
    pub cost: Least,
    /// Meetings that were noted since the last `keep`, with what was known before.
    journal: Vec<(u32, bool, bool)>,
}

impl Ledger {
    /// Of a seating in which nothing is noted yet.
    pub fn new(instance: &Instance, crowd: &Crowd, standing: &Standing) -> Self {
        let home = |&i: &usize| match standing.had[i] {
            None => Home::None,
            Some(c) => c
                .and_then(|c| {
                    let c = instance.items[i].candidates[c];
                    let hall = crowd.places.iter().position(|&p| p == c.place)?;
                    crowd.cell_of(c.span, hall)
                })
                .map_or(Home::Gone, Home::At),
        };
        let mut ledger = Self {
            home: crowd.items.iter().map(home).collect(),
            changed: Vec::new(),
            at: vec![UNCHANGED; crowd.meetings()],
            out: vec![false; crowd.meetings()],
            notices: vec![0; crowd.people],
            cost: Least::default(),
            journal: Vec::new(),
        };
        // What is no meeting stands, maybe elsewhere than before.
        for (i, item) in instance.items.iter().enumerate().filter(|(_, item)| !item.is_meeting) {
            if standing.had[i].is_some_and(|had| had != Some(0)) {
                ledger.cost.changed += 1;
                item.people.iter().for_each(|&p| ledger.notice(p, true));
            }
        }
        ledger
    }

    fn notice(&mut self, p: usize, more: bool) {
        let n = &mut self.notices[p];
        if more {
            self.cost.affected += usize::from(*n == 0);
            *n += 1;
        } else {
            *n -= 1;
            self.cost.affected -= usize::from(*n == 0);
        }
    }

    fn is_changed(&self, m: usize) -> bool {
        self.at[m] != UNCHANGED
    }

    fn set(&mut self, crowd: &Crowd, m: usize, changed: bool, out: bool) {
        if self.out[m] != out {
            self.out[m] = out;
            self.cost.dropped = if out { self.cost.dropped + 1 } else { self.cost.dropped - 1 };
        }
        if self.is_changed(m) == changed {
            return;
        }
        if changed {
            self.at[m] = self.changed.len() as u32;
            self.changed.push(m as u32);
            self.cost.changed += 1;
        } else {
            let at = self.at[m] as usize;
            self.changed.swap_remove(at);
            if let Some(&moved) = self.changed.get(at) {
                self.at[moved as usize] = at as u32;
            }
            self.at[m] = UNCHANGED;
            self.cost.changed -= 1;
        }
        crowd.people_of(m).iter().for_each(|&p| self.notice(p as usize, changed));
    }

    /// Notes where a meeting is now.
    pub fn note(&mut self, seating: &Seating, m: usize) {
        let cell = seating.cells[m];
        let (changed, out) = match self.home[m] {
            Home::None => return,
            Home::Gone => (true, cell == OUT),
            Home::At(home) => (cell != home, cell == OUT),
        };
        let before = (self.is_changed(m), self.out[m]);
        if before != (changed, out) {
            self.journal.push((m as u32, before.0, before.1));
            self.set(seating.crowd, m, changed, out);
        }
    }

    /// What was noted stays.
    pub fn keep(&mut self) {
        self.journal.clear();
    }

    /// Takes back what was noted since the last `keep`.
    pub fn undo(&mut self, crowd: &Crowd) {
        while let Some((m, changed, out)) = self.journal.pop() {
            self.set(crowd, m as usize, changed, out);
        }
    }
}
