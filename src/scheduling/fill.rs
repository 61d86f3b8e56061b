//! Filling up: wishes without a place get one where a timetable leaves room, and nobody moves.

use super::instance::Instance;
use super::judge::judge;
use super::plan::{PlanOptions, Progress, plan_instance};
use crate::domain::{Timetable, Workshop};
use crate::solver::{Limits, SolverError, Status};
use chrono::NaiveDateTime;
use std::ops::ControlFlow;
use std::time::Instant;

/// The timetable with more wishes placed, if that is worth more: the day planned with all that is
/// placed held where it is. Nothing is placed before `from` (local time). A timetable with faults comes
/// back as it is.
pub fn fill(
    workshop: &Workshop,
    before: &Timetable,
    from: Option<NaiveDateTime>,
    limits: Limits,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Timetable, SolverError> {
    let started = Instant::now();
    let judgement = judge(workshop, before);
    let mut instance = Instance::new(workshop);
    instance.hold(before, |_| true);
    if let Some(from) = from {
        instance.close_before(from, before);
    }
    let nothing_left = instance.items.iter().all(|item| item.must || item.candidates.is_empty());
    if !judgement.faults.is_empty() || nothing_left {
        return Ok(before.clone());
    }
    let options = PlanOptions { name: before.name.clone(), limits, start: Some(before) };
    let plan = plan_instance(&instance, &options, started, watch)?;
    let found = matches!(plan.status, Status::Optimal | Status::Feasible);
    let better = found && plan.total > judgement.objective.total();
    Ok(if better { plan.timetable } else { before.clone() })
}
