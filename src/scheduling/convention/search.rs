//! Simulated annealing over a seating: worse plans are accepted with probability
//! `exp(change / temperature)` (Metropolis), the temperature falls.

use super::crowd::{Cell, Crowd};
use super::moves::Mover;
use super::seating::Seating;
use rand::RngExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Steps between two looks at whether the plan is the best so far.
const LOOK: u64 = 2_048;
/// Steps between two looks at the clock and at whether to stop.
const ASK: u64 = 64;
/// Temperatures at the start and at the end, to what a step is worth.
const HOT: f64 = 0.6;
const COLD: f64 = 0.1;

/// How far a search is, from 0 to 1: by its steps, or by the clock where that is ahead.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// Steps of a thread in all.
    pub steps: f64,
    pub started: Instant,
    pub seconds: f64,
}

impl Pace {
    pub fn done(&self, steps: u64) -> f64 {
        let clock = self.started.elapsed().as_secs_f64() / self.seconds.max(1e-3);
        (steps as f64 / self.steps).max(clock).min(1.0)
    }
}

/// Temperatures at the start and at the end, in points; in between they fall by the same share.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cooling {
    pub hot: f64,
    pub cold: f64,
}

impl Cooling {
    pub fn of(crowd: &Crowd) -> Self {
        let unit = crowd.unit();
        Self { hot: unit * HOT, cold: unit * COLD }
    }

    pub fn at(&self, done: f64) -> f64 {
        self.hot * (self.cold / self.hot).powf(done)
    }
}

/// A stretch of annealing: from so many steps on until the pace is so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub pace: Pace,
    pub cooling: Cooling,
    pub from: u64,
    pub until: f64,
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
/// Gives the steps done so far in all.
pub(super) fn anneal(
    seating: &mut Seating,
    mover: &mut Mover,
    meetings: &[u32],
    stretch: Stretch,
    stop: &AtomicBool,
    found: &mut dyn FnMut(&Seating),
) -> u64 {
    let mut steps = stretch.from;
    let mut done = stretch.pace.done(steps);
    while done < stretch.until && !meetings.is_empty() && !stop.load(Ordering::Relaxed) {
        let temperature = stretch.cooling.at(done);
        for _ in 0..ASK {
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
        }
        steps += ASK;
        if steps.is_multiple_of(LOOK) {
            found(seating);
        }
        done = stretch.pace.done(steps);
    }
    found(seating);
    steps
}
