//! Finders and provers on one day: they share the best plan and the bound and stop when they meet.

use super::anneal::{Annealing, Window};
use super::board::{Board, Found};
use super::day::{Day, DayError};
use super::domains::domains;
use crate::solver::{Limits, Status};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::time::Duration;

/// What is known at a moment of a solve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub seconds: f64,
    pub breaks: Option<usize>,
    /// No plan has fewer breaks.
    pub bound: usize,
}

/// What a solve found and proved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub status: Status,
    /// A slot per meeting, counted from 0; passed by the judge.
    pub plan: Option<Vec<usize>>,
    /// Of the plan.
    pub breaks: Option<usize>,
    /// No plan has fewer breaks.
    pub bound: usize,
    /// When the first and the best plan were found.
    pub first_seconds: Option<f64>,
    pub best_seconds: Option<f64>,
    pub seconds: f64,
}

/// Between two looks at what the threads have found.
const LOOK: Duration = Duration::from_millis(5);

/// Plans a day with the fewest breaks. `watch` is called many times a second on the calling
/// thread; `Break` ends the solve with the best plan so far.
pub fn fewest_breaks(
    day: &Day,
    limits: Limits,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Answer, DayError> {
    day.check()?;
    let board = Board::new(day, limits.seconds.max(0.0));
    let domains = domains(day);
    if domains.is_none() {
        board.prove_infeasible();
    }
    if let Some(domains) = &domains {
        let window = Window { fewest: 0, most: day.fairness };
        std::thread::scope(|scope| {
            let board = &board;
            let worker = scope.spawn(move || {
                let mut steps = 2_000_000;
                let mut seed = u64::from(limits.seed);
                while !board.done() {
                    let mut annealing = Annealing::new(day, domains, window, seed);
                    annealing.run(steps, &mut || board.done(), &mut |plan, _| board.offer(plan));
                    steps += steps / 2;
                    seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
                }
            });
            while !board.done() {
                let breaks = Some(board.breaks()).filter(|&b| b != usize::MAX);
                let progress =
                    Progress { seconds: board.elapsed(), breaks, bound: board.bound() };
                if watch(progress).is_break() {
                    board.cancel();
                }
                if worker.is_finished() {
                    break;
                }
                board.wait(LOOK);
            }
        });
    }
    Ok(answer(&board))
}

fn answer(board: &Board) -> Answer {
    let best = board.best();
    let status = match &best {
        Some(_) if board.settled() => Status::Optimal,
        Some(_) => Status::Feasible,
        None if board.is_infeasible() => Status::Infeasible,
        None => Status::NoneInTime,
    };
    let (plan, breaks, best_seconds) = match best {
        Some(Found { plan, breaks, seconds }) => (Some(plan), Some(breaks), Some(seconds)),
        None => (None, None, None),
    };
    Answer {
        status,
        plan,
        breaks,
        bound: board.bound(),
        first_seconds: board.first_seconds(),
        best_seconds,
        seconds: board.elapsed(),
    }
}
