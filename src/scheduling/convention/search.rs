//! Simulated annealing over a seating: worse plans are accepted with probability
//! `exp(change / temperature)` (Metropolis), the temperature falls.

use super::crowd::Cell;
use super::moves::Mover;
use super::seating::Seating;
use rand::RngExt;
use std::sync::atomic::{AtomicBool, Ordering};

/// Steps between two looks at whether the plan is the best so far.
const LOOK: u64 = 2_048;
/// Steps between two looks at whether to stop.
const ASK: u64 = 32;

/// A stretch of annealing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub steps: u64,
    /// Points.
    pub hot: f64,
    pub cold: f64,
}

/// The best plan of a search.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub value: i64,
    pub cells: Vec<Cell>,
}

impl Best {
    pub fn of(seating: &Seating) -> Self {
        Self { value: seating.value(), cells: seating.cells.clone() }
    }

    /// Whether the seating is better, which is then the best.
    pub fn beaten_by(&mut self, seating: &Seating) -> bool {
        let better = seating.value() > self.value;
        if better {
            self.value = seating.value();
            self.cells.clone_from(&seating.cells);
        }
        better
    }
}

/// Anneals the meetings given; calls `found` with every plan that is the best so far, now and then.
pub(super) fn anneal(
    seating: &mut Seating,
    mover: &mut Mover,
    meetings: &[u32],
    stretch: Stretch,
    stop: &AtomicBool,
    found: &mut dyn FnMut(&Seating),
) {
    if meetings.is_empty() {
        return;
    }
    for step in 0..stretch.steps {
        if step % ASK == 0 && stop.load(Ordering::Relaxed) {
            break;
        }
        let done = step as f64 / stretch.steps as f64;
        let temperature = stretch.hot * (stretch.cold / stretch.hot).powf(done);
        let m = meetings[mover.below(meetings.len())] as usize;
        let accepted = mover.change(seating, m) && {
            let gained = seating.count();
            gained >= 0 || mover.rng.random::<f64>() < (gained as f64 / temperature).exp()
        };
        if accepted {
            seating.keep();
        } else {
            seating.undo();
        }
        if step % LOOK == LOOK - 1 {
            found(seating);
        }
    }
    found(seating);
}
