//! Planning a day: a first plan at once, then the linear program improves and proves it.

use super::fault::Fault;
use super::greedy::greedy;
use super::instance::Instance;
use super::judge::judge;
use super::objective::Objective;
use super::program::{Goal, Program};
use crate::domain::{Timetable, Workshop};
use crate::solver::{Event, Limits, SolverError, Status};
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::time::Instant;

/// A moment of a solve, for progress and for the record.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    pub seconds: f64,
    pub total: Option<i64>,
    pub bound: Option<i64>,
}

/// A plan with its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub name: String,
    pub status: Status,
    pub timetable: Timetable,
    /// As the judge counts it.
    pub objective: Objective,
    pub total: i64,
    /// No plan can be worth more; `None` where nothing was proved.
    pub bound: Option<i64>,
    /// `(bound − total) / max(1, |total|)`.
    pub gap: Option<f64>,
    /// What the judge found; empty for a good plan.
    pub faults: Vec<Fault>,
    pub seconds: f64,
    pub limits: Limits,
    /// Best value and bound over time.
    pub convergence: Vec<Progress>,
}

/// How to plan.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions<'a> {
    pub name: String,
    pub limits: Limits,
    /// A timetable to start from; what is legal of it is kept until something better is found.
    pub start: Option<&'a Timetable>,
}

/// Plans a day. `watch` hears of progress and may stop the solve, which keeps the best plan so far.
/// An infeasible day is no error: its plan holds what the first plan could place, with status
/// `Infeasible`; `conflict` says why.
pub fn plan(
    workshop: &Workshop,
    options: &PlanOptions,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Plan, SolverError> {
    let started = Instant::now();
    let instance = Instance::new(workshop);
    let mut convergence = Vec::new();
    let first = greedy(&instance, options.start);
    let mut best = first.as_ref().map(|chosen| {
        let timetable = instance.timetable(&options.name, chosen, options.start);
        let judgement = judge(workshop, &timetable);
        (timetable, judgement)
    });
    if let Some((_, judgement)) = &best {
        let seconds = started.elapsed().as_secs_f64();
        let total = Some(judgement.objective.total());
        convergence.push(Progress { seconds, total, bound: None });
    }
    let mut program = Program::new(&instance, Goal::Value);
    if let Some(chosen) = &first {
        let values = program.values_of(chosen);
        program.model.start_from(values);
    }
    let offset = started.elapsed().as_secs_f64();
    let limits = Limits { seconds: (options.limits.seconds - offset).max(0.01), ..options.limits };
    let outcome = {
        let mut watch = |event: Event| {
            let now = Progress {
                seconds: offset + event.seconds,
                total: event.objective.map(|v| v.round() as i64),
                bound: event.bound.map(whole_bound),
            };
            let news = convergence.last().is_none_or(|last: &Progress| {
                (last.total, last.bound) != (now.total, now.bound)
                    && (now.total.is_some() || now.bound.is_some())
            });
            if news {
                convergence.push(now);
            }
            watch(now)
        };
        let Program { model, x, .. } = program;
        let outcome = model.solve(limits, 1.0, &mut watch)?;
        (super::program::chosen(&x, &outcome.values), outcome)
    };
    let (chosen, outcome) = outcome;
    if !outcome.values.is_empty() {
        let timetable = instance.timetable(&options.name, &chosen, options.start);
        let judgement = judge(workshop, &timetable);
        let better = best.as_ref().is_none_or(|(_, b)| {
            (judgement.faults.is_empty(), judgement.objective.total())
                >= (b.faults.is_empty(), b.objective.total())
        });
        if better {
            best = Some((timetable, judgement));
        }
    }
    let seconds = started.elapsed().as_secs_f64();
    let bound = outcome.bound.is_finite().then(|| whole_bound(outcome.bound));
    let (timetable, judgement, status) = match best {
        None => {
            let timetable =
                instance.timetable(&options.name, &vec![None; instance.items.len()], None);
            let judgement = judge(workshop, &timetable);
            let status = match outcome.status {
                Status::Infeasible => Status::Infeasible,
                _ => Status::NoneInTime,
            };
            (timetable, judgement, status)
        }
        Some((timetable, judgement)) => {
            let proved = bound.is_some_and(|b| b <= judgement.objective.total());
            let status = if proved { Status::Optimal } else { Status::Feasible };
            (timetable, judgement, status)
        }
    };
    let total = judgement.objective.total();
    let bound = if status == Status::Optimal { Some(total) } else { bound };
    convergence.push(Progress { seconds, total: Some(total), bound });
    Ok(Plan {
        name: options.name.clone(),
        status,
        timetable,
        objective: judgement.objective,
        total,
        bound,
        gap: bound.map(|b| (b - total) as f64 / (total.abs().max(1)) as f64),
        faults: judgement.faults,
        seconds,
        limits: options.limits,
        convergence,
    })
}

/// The objective is whole: so is the best bound.
fn whole_bound(bound: f64) -> i64 {
    (bound + 1e-6).floor() as i64
}
