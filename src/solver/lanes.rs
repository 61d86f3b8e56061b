//! Relaxations of one model under several bounds, side by side.

use super::model::Model;
use super::outcome::{Limits, SolverError};
use super::relaxed::{Basis, Change, Relaxation, Relaxed};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

/// A relaxation to be solved: under which bounds, from where, and what is to be reached; see
/// `Relaxed::solve`.
pub struct Task {
    pub changes: Vec<Change>,
    pub start: Option<Basis>,
    pub wanted: f64,
}

/// What a solve of a relaxation tells, and where it ended.
pub type Ended = (Relaxation, Option<Basis>);

/// The relaxation in the solver's hands, once for each thread; made when it is first needed.
pub struct Lanes(Vec<Option<Relaxed>>);

impl Lanes {
    /// At least one.
    pub fn new(count: usize) -> Self {
        Self((0..count.max(1)).map(|_| None).collect())
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// At most one task for each lane, which keeps to it. The first is this thread's; it listens for
    /// all of them. The outcomes do not depend on which was first.
    pub fn solve(
        &mut self,
        model: &Model,
        tasks: &[Option<Task>],
        limits: Limits,
        watch: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Option<Ended>>, SolverError> {
        let stopped = &AtomicBool::new(false);
        let mut lanes = self.0.iter_mut().zip(tasks);
        let Some((first, task)) = lanes.next() else { return Ok(Vec::new()) };
        std::thread::scope(|scope| {
            let others: Vec<_> = lanes
                .map(|(lane, task)| {
                    let limits = Limits { threads: 1, ..limits };
                    let task = task.as_ref()?;
                    Some(scope.spawn(move || {
                        let mut listen = || match stopped.load(Ordering::Relaxed) {
                            true => ControlFlow::Break(()),
                            false => ControlFlow::Continue(()),
                        };
                        relaxed(lane, model, task, limits, &mut listen)
                    }))
                })
                .collect();
            let mut listen = || {
                let flow = watch();
                stopped.fetch_or(flow.is_break(), Ordering::Relaxed);
                flow
            };
            let first = task.as_ref().map(|task| relaxed(first, model, task, limits, &mut listen));
            let others = others.into_iter().map(|other| {
                let joined = other?.join();
                Some(joined.unwrap_or(Err(SolverError::Refused("working beside another"))))
            });
            std::iter::once(first).chain(others).map(Option::transpose).collect()
        })
    }
}

fn relaxed(
    lane: &mut Option<Relaxed>,
    model: &Model,
    Task { changes, start, wanted }: &Task,
    limits: Limits,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Ended, SolverError> {
    let relaxed = match lane {
        Some(relaxed) => relaxed,
        None => lane.insert(Relaxed::new(model)?),
    };
    relaxed.take_rows(model)?;
    let relaxation = relaxed.solve(changes, start.as_ref(), *wanted, limits, &mut |_| watch())?;
    Ok((relaxation, relaxed.basis()))
}
