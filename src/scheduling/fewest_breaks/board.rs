//! What finders and provers know together: the best plan, the bound, and whether to stop.

use super::day::Day;
use super::judge::judge_day;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A judged plan and when it was found.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub plan: Vec<usize>,
    pub breaks: usize,
    pub seconds: f64,
}

pub(super) struct Board<'a> {
    day: &'a Day,
    started: Instant,
    seconds: f64,
    first: Mutex<Option<f64>>,
    best: Mutex<Option<Found>>,
    /// Breaks of the best plan, or `usize::MAX`; read without a lock.
    breaks: AtomicUsize,
    bound: AtomicUsize,
    infeasible: AtomicBool,
    cancelled: AtomicBool,
}

/// A thread that panicked leaves nothing half-written here: each lock guards one assignment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Board<'a> {
    pub fn new(day: &'a Day, seconds: f64) -> Self {
        Board {
            day,
            started: Instant::now(),
            seconds,
            first: Mutex::new(None),
            best: Mutex::new(None),
            breaks: AtomicUsize::new(usize::MAX),
            bound: AtomicUsize::new(0),
            infeasible: AtomicBool::new(false),
            cancelled: AtomicBool::new(false),
        }
    }

    /// Takes a plan if the judge passes it and it is better than the best.
    pub fn offer(&self, plan: &[usize]) {
        let judged = judge_day(self.day, plan);
        let breaks = judged.total_breaks();
        if !judged.violations.is_empty() || breaks >= self.breaks() {
            return;
        }
        let seconds = self.elapsed();
        lock(&self.first).get_or_insert(seconds);
        let mut best = lock(&self.best);
        if best.as_ref().is_none_or(|b| breaks < b.breaks) {
            *best = Some(Found { plan: plan.to_vec(), breaks, seconds });
            self.breaks.store(breaks, SeqCst);
        }
    }

    /// No plan has fewer breaks than `bound`.
    pub fn prove(&self, bound: usize) {
        self.bound.fetch_max(bound, SeqCst);
    }

    pub fn prove_infeasible(&self) {
        self.infeasible.store(true, SeqCst);
    }

    pub fn is_infeasible(&self) -> bool {
        self.infeasible.load(SeqCst)
    }

    pub fn cancel(&self) {
        self.cancelled.store(true, SeqCst);
    }

    /// Of the best plan; `usize::MAX` before there is one.
    pub fn breaks(&self) -> usize {
        self.breaks.load(SeqCst)
    }

    pub fn bound(&self) -> usize {
        self.bound.load(SeqCst)
    }

    pub fn best(&self) -> Option<Found> {
        lock(&self.best).clone()
    }

    pub fn first_seconds(&self) -> Option<f64> {
        *lock(&self.first)
    }

    pub fn elapsed(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Seconds that are left.
    pub fn left(&self) -> f64 {
        (self.seconds - self.elapsed()).max(0.0)
    }

    /// Whether all is known, or time or patience is over.
    pub fn done(&self) -> bool {
        self.settled() || self.cancelled.load(SeqCst) || self.elapsed() >= self.seconds
    }

    /// Whether bound and plan meet, or there is no plan.
    pub fn settled(&self) -> bool {
        self.is_infeasible() || self.breaks() <= self.bound()
    }

    /// Lets a thread rest while others work.
    pub fn wait(&self, duration: Duration) {
        std::thread::sleep(duration.min(Duration::from_secs_f64(self.left())));
    }
}
