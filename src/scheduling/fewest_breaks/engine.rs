//! Finders and provers on one day: they share the best plan and the bound and stop when they meet.

use super::board::{Board, Found};
use super::day::{Day, DayError, SlotSet};
use super::domains::domains;
use super::finder::Finder;
use super::patterns::Window;
use super::prover::{Asked, Prover};
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

/// Turns of a finder before it proves as well.
const HEAD_START: usize = 10;

/// Plans a day with the fewest breaks. `watch` is called many times a second on the calling
/// thread; `Break` ends the solve with the best plan so far. With one thread the same seed gives
/// the same plans in the same order, as long as no limit cuts in.
pub fn fewest_breaks(
    day: &Day,
    limits: Limits,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Answer, DayError> {
    day.check()?;
    let board = Board::new(day, limits.seconds.max(0.0));
    match domains(day) {
        None => board.prove_infeasible(),
        Some(domains) => solve(day, &domains, limits, &board, watch),
    }
    Ok(answer(&board))
}

/// Windows of breaks in which a plan can be: everybody has from f to f + fairness breaks, for any f
/// that nobody has too few meetings for.
pub(super) fn windows(day: &Day) -> Vec<Window> {
    let of = day.meetings_of();
    let most = of.iter().map(|meetings| meetings.len().saturating_sub(1)).min().unwrap_or(0);
    let most = most.min(day.slots.saturating_sub(1) / 2);
    (0..=most).map(|f| Window { fewest: f, most: f.saturating_add(day.fairness) }).collect()
}

fn solve(
    day: &Day,
    domains: &[SlotSet],
    limits: Limits,
    board: &Board<'_>,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) {
    let windows = &windows(day)[..];
    let work = |n: u64| {
        let seed = u64::from(limits.seed).wrapping_add(n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let asked = Asked::default();
        let stop = || board.done() || asked.is_answered(board);
        let mut prover = Prover::new(day, domains, windows, board, &asked, &stop, seed);
        let mut finder = Finder::new(day, domains, windows, board, seed);
        // The first of several threads only proves. The others find; where that takes long, they
        // take turns at both, as a single thread does.
        let mut turns = 0;
        while !board.done() {
            let proves = match n {
                0 => limits.threads > 1 || turns % 2 == 1,
                _ => turns >= HEAD_START && turns % 2 == 1,
            };
            if proves {
                prover.turn();
            } else {
                finder.turn();
            }
            turns += 1;
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..u64::from(limits.threads.max(1)))
            .map(|n| {
                let work = &work;
                scope.spawn(move || work(n))
            })
            .collect();
        while !board.done() && workers.iter().any(|worker| !worker.is_finished()) {
            let breaks = Some(board.breaks()).filter(|&b| b != usize::MAX);
            let progress = Progress { seconds: board.elapsed(), breaks, bound: board.bound() };
            if watch(progress).is_break() {
                board.cancel();
            }
            board.wait(LOOK);
        }
    });
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
