//! Solving in a process of its own: the question comes as JSON on one line, progress and the answer
//! go out as JSON lines. The end of the input, or any further line, asks to stop with the best plan.

use super::memory::MemoryLimit;
use super::{AppError, FairnessReport, PlanRequest, RunRecord, Stage, fairness_of, plan_workshop};
use crate::domain::{PersonId, Text, Timetable, Workshop};
use crate::scheduling::{
    Change, Conflict, FairnessOptions, Gain, Plan, Progress, Unplaced, WhatIf, gain,
};
use crate::solver::Limits;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a solving process is asked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SolveQuestion {
    pub workshop: Workshop,
    pub name: String,
    pub limits: Limits,
    pub start: Option<Timetable>,
    pub repair: bool,
    /// See `PlanRequest`.
    #[serde(default)]
    pub more_people: usize,
    #[serde(default)]
    pub from: Option<NaiveDateTime>,
    /// See `PlanRequest`.
    #[serde(default)]
    pub memory_mib: Option<u64>,
    /// Instead of a plan: what this change would bring to `start`.
    #[serde(default)]
    pub what_if: Option<WhatIf>,
    /// Instead of one plan: a curve of them, from the one of most value to the fairest.
    #[serde(default)]
    pub curve: Option<CurveAsked>,
}

/// What is asked of the price of fairness; see `FairnessOptions`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CurveAsked {
    /// Plans at most, 2 or more.
    pub points: usize,
    /// Most value that a plan may lose, 0–1.
    pub max_loss: f64,
}

impl SolveQuestion {
    /// How long the solves may take together, in seconds.
    pub fn most_seconds(&self) -> f64 {
        // The highest floor is found by halving 100 per cent: seven plans, and the one of most value.
        let plans = self.curve.map_or(1, |curve| curve.points + 8);
        plans as f64 * self.limits.seconds
    }
}

/// What it says while it works, and at the end.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SolveLine {
    Progress(Progress),
    Answer(Box<SolveAnswer>),
    Gain(Box<Gain>),
    Curve(Box<FairnessReport>),
    Failed(String),
}

/// A plan with what is said about it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SolveAnswer {
    pub plan: Plan,
    pub record: RunRecord,
    pub unplaced: Vec<Unplaced>,
    /// Further wishes without a place, of which reasons are asked for one by one.
    #[serde(default)]
    pub unexplained: usize,
    /// The solve was ended because of the limit on memory.
    #[serde(default)]
    pub memory_reached: bool,
    pub conflict: Option<Conflict>,
    pub changes: Vec<Change>,
    pub affected: Vec<PersonId>,
}

/// Answers one question.
pub fn solve(
    mut input: impl BufRead + Send + 'static,
    mut output: impl Write,
) -> Result<(), AppError> {
    let mut line = String::new();
    let broken = |error: &dyn std::fmt::Display| {
        AppError::Argument(Text::new(
            format!("質問を読めません：{error}"),
            format!("the question cannot be read: {error}"),
        ))
    };
    input.read_line(&mut line).map_err(|e| broken(&e))?;
    let question: SolveQuestion = serde_json::from_str(&line).map_err(|e| broken(&e))?;
    let stop = Arc::new(AtomicBool::new(false));
    let asked = stop.clone();
    // It ends with the process: nobody waits for it.
    std::thread::spawn(move || {
        let _ = input.read_line(&mut String::new());
        asked.store(true, Ordering::SeqCst);
    });
    let mut say = |line: &SolveLine| {
        // Whoever asked may be gone; then the end of the input has stopped us already.
        if let Ok(text) = serde_json::to_string(line) {
            let _ = writeln!(output, "{text}").and_then(|()| output.flush());
        }
    };
    if let (Some(what_if), Some(start)) = (&question.what_if, &question.start) {
        say(&match gain(&question.workshop, start, what_if, question.limits) {
            Ok(gain) => SolveLine::Gain(Box::new(gain)),
            Err(error) => SolveLine::Failed(AppError::from(error).text().en),
        });
        return Ok(());
    }
    let go_on = || match stop.load(Ordering::SeqCst) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    if let Some(CurveAsked { points, max_loss }) = question.curve {
        let (limits, start) = (question.limits, question.start.as_ref());
        let options = FairnessOptions { limits, points, max_loss, start };
        let made =
            MemoryLimit::new(question.memory_mib, &question.workshop).and_then(|mut memory| {
                fairness_of(&question.workshop, &options, &mut |progress| {
                    say(&SolveLine::Progress(progress));
                    if memory.ends() { ControlFlow::Break(()) } else { go_on() }
                })
            });
        say(&match made {
            Ok(report) => SolveLine::Curve(Box::new(report)),
            Err(error) => SolveLine::Failed(error.text().en),
        });
        return Ok(());
    }
    let request = PlanRequest {
        name: &question.name,
        limits: question.limits,
        start: question.start.as_ref(),
        repair: question.repair,
        more_people: question.more_people,
        from: question.from,
        memory_mib: question.memory_mib,
        ..PlanRequest::default()
    };
    let planned = plan_workshop(&question.workshop, &request, &mut |stage| {
        if let Stage::Solving(progress) = stage {
            say(&SolveLine::Progress(progress));
        }
        go_on()
    });
    say(&match planned {
        Ok(planned) => SolveLine::Answer(Box::new(SolveAnswer {
            plan: planned.plan,
            record: planned.record,
            unplaced: planned.unplaced,
            unexplained: planned.unexplained,
            memory_reached: planned.memory_reached,
            conflict: planned.conflict,
            changes: planned.changes,
            affected: planned.affected,
        })),
        Err(error) => SolveLine::Failed(error.text().en),
    });
    Ok(())
}
