//! Planning a workshop, and re-planning around what is agreed.

use super::memory::MemoryLimit;
use super::pages::Pages;
use super::publish::calendars;
use super::reasons::{Reasons, reasons};
use super::tables;
use super::{AppError, CertifiedTimetable, Exit, Output, PlanSummary, RunRecord, Summary};
use crate::domain::{Lang, PersonId, Text, Timetable, Workshop};
use crate::scheduling::{
    Conflict, Gain, Plan, PlanOptions, Progress, RepairOptions, Unplaced, changes, conflict, fill,
    gain, judge, plan, repair, what_ifs,
};
use crate::solver::{Limits, Status};
use chrono::NaiveDateTime;
use serde::Serialize;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

pub use crate::scheduling::Change;

/// What filling up after a repair may take of the time that is left.
const FILL_SECONDS: f64 = 0.5;

/// What goes on while a day is planned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stage {
    Solving(Progress),
    /// Changes of the day are held against the plan, one after the other.
    Pricing {
        done: usize,
        of: usize,
    },
}

/// Hears of what goes on, and may stop it.
pub type Watch<'a> = dyn FnMut(Stage) -> ControlFlow<()> + 'a;

/// What is to be planned, and how.
#[derive(Debug, Clone, Default)]
pub struct PlanRequest<'a> {
    pub name: &'a str,
    pub limits: Limits,
    /// A timetable to start from.
    pub start: Option<&'a Timetable>,
    /// Change as little of `start` as possible instead of looking for the best plan; then fill up what is
    /// free.
    pub repair: bool,
    /// How many people more than the fewest a repair may affect where that is worth points.
    pub more_people: usize,
    /// Local time from which on a repair may change or place anything; what begins before it stays.
    pub from: Option<NaiveDateTime>,
    /// Ask what changes of the day would bring, each with at most so many seconds.
    pub price_seconds: Option<f64>,
    /// MiB that this process may hold: where it comes to that, the best plan so far is kept.
    pub memory_mib: Option<u64>,
}

/// A plan with all that is said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    pub plan: Plan,
    pub record: RunRecord,
    pub unplaced: Vec<Unplaced>,
    /// Further wishes without a place, of a workshop with so many that reasons are asked for one by one.
    pub unexplained: usize,
    /// The solve was ended because of the limit on memory.
    pub memory_reached: bool,
    /// What changes of the day would bring, the most points first; those that bring nothing are
    /// left out.
    pub gains: Vec<Gain>,
    /// Why the day is impossible, where it is.
    pub conflict: Option<Conflict>,
    /// What differs from the timetable it started from. What was nowhere before is an addition: a repair
    /// makes these where there is room, and moves nobody for them.
    pub changes: Vec<Change>,
    /// Who takes part in what was moved or given up by a repair.
    pub affected: Vec<PersonId>,
}

impl Planned {
    /// How it ended, in a sentence.
    pub fn headline(&self) -> Text {
        let Plan { name, status, total, bound, seconds, .. } = &self.plan;
        let bound = bound.map_or("–".to_owned(), |b| b.to_string());
        match status {
            Status::Optimal if self.plan.bound.is_none() => Text::new(
                format!(
                    "{name}：変更が最も少ない計画です（証明済み）。{total} 点、{seconds:.1} 秒"
                ),
                format!("{name}: fewest changes, proved; {total} points, {seconds:.1} s"),
            ),
            Status::Optimal => Text::new(
                format!("{name}：最適（証明済み）。{total} 点、{seconds:.1} 秒"),
                format!("{name}: optimal, proved; {total} points, {seconds:.1} s"),
            ),
            Status::Feasible => Text::new(
                format!("{name}：実行可能。{total} 点、上界 {bound}、{seconds:.1} 秒"),
                format!("{name}: feasible; {total} points, bound {bound}, {seconds:.1} s"),
            ),
            Status::Infeasible => Text::new(
                format!("{name}：条件をすべて満たす計画はありません"),
                format!("{name}: no plan can keep every rule"),
            ),
            Status::NoneInTime => Text::new(
                format!("{name}：時間内に計画が見つかりませんでした"),
                format!("{name}: no plan was found in time"),
            ),
        }
    }

    pub fn exit(&self) -> Exit {
        match self.plan.status {
            Status::Optimal | Status::Feasible => Exit::Done,
            Status::Infeasible => Exit::Infeasible,
            Status::NoneInTime => Exit::NoneInTime,
        }
    }
}

/// Plans, re-plans or repairs a day and explains the result. Once `watch` has broken off, the best
/// plan so far is kept and nothing further is solved; the same where memory comes to its limit. A limit
/// within which nothing can be planned is refused.
pub fn plan_workshop(
    workshop: &Workshop,
    request: &PlanRequest,
    watch: &mut Watch,
) -> Result<Planned, AppError> {
    let mut memory = MemoryLimit::new(request.memory_mib, workshop)?;
    let mut broken = false;
    let mut listen = |progress: Progress| {
        broken |= watch(Stage::Solving(progress)).is_break() || memory.ends();
        if broken { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let (plan, affected) = match request.start {
        Some(start) if request.repair => repaired(workshop, request, start, &mut listen)?,
        start => {
            let options =
                PlanOptions { name: request.name.to_owned(), limits: request.limits, start };
            (plan(workshop, &options, &mut listen)?, Vec::new())
        }
    };
    let record = RunRecord::new(workshop, request.limits);
    let found = matches!(plan.status, Status::Optimal | Status::Feasible);
    let conflict = match plan.status {
        Status::Infeasible if !broken => conflict(workshop, request.limits)?,
        _ => None,
    };
    let explained = found.then(|| reasons(workshop, &plan.timetable));
    let Reasons { unplaced, unexplained } = explained.unwrap_or_default();
    let gains = match request.price_seconds {
        Some(seconds) if found && !broken && !unplaced.is_empty() => {
            let limits = Limits { seconds, ..request.limits };
            priced(workshop, &plan.timetable, limits, watch)?
        }
        _ => Vec::new(),
    };
    let changes = request.start.filter(|_| found).map(|start| changes(start, &plan.timetable));
    Ok(Planned {
        plan,
        record,
        unplaced,
        unexplained,
        memory_reached: memory.is_reached,
        gains,
        conflict,
        changes: changes.unwrap_or_default(),
        affected,
    })
}

fn repaired(
    workshop: &Workshop,
    request: &PlanRequest,
    start: &Timetable,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Plan, Vec<PersonId>), AppError> {
    let started = Instant::now();
    let PlanRequest { limits, more_people, from, .. } = *request;
    let options = RepairOptions { limits, more_people, from };
    let repaired = repair(workshop, start, &options, watch)?;
    let mut timetable = repaired.timetable;
    let left = (request.limits.seconds - repaired.seconds).clamp(0.0, FILL_SECONDS);
    if matches!(repaired.status, Status::Optimal | Status::Feasible) {
        // Others may have what has become free; nobody has to move for it.
        let limits = Limits { seconds: left, ..request.limits };
        timetable = fill(workshop, &timetable, from, limits, watch)?;
    }
    timetable.name = request.name.to_owned();
    let judgement = judge(workshop, &timetable);
    let plan = Plan {
        name: request.name.to_owned(),
        status: repaired.status,
        timetable,
        total: judgement.objective.total(),
        objective: judgement.objective,
        // A repair is proved to change least, not to be worth most.
        bound: None,
        gap: None,
        faults: judgement.faults,
        seconds: started.elapsed().as_secs_f64(),
        limits: request.limits,
        convergence: Vec::new(),
        certificate: None,
    };
    Ok((plan, repaired.affected))
}

/// What each change of the day would bring, best first.
fn priced(
    workshop: &Workshop,
    timetable: &Timetable,
    limits: Limits,
    watch: &mut Watch,
) -> Result<Vec<Gain>, AppError> {
    let mut gains = Vec::new();
    let changes = what_ifs(workshop);
    for (done, what_if) in changes.iter().enumerate() {
        if watch(Stage::Pricing { done, of: changes.len() }).is_break() {
            break;
        }
        gains.push(gain(workshop, timetable, what_if, limits)?);
    }
    gains.retain(|gain| gain.more_points > 0);
    gains.sort_by_key(|gain| std::cmp::Reverse((gain.more_points, gain.more_placed)));
    Ok(gains)
}

/// Writes a plan: the timetable (of an impossible day the nearest one) as `NAME.json`, the same with what
/// others need to verify it as `NAME.certified.json`, `summary.json`, calendars (which cancel what `start` had and the plan has not), the report, and
/// what is said about it as CSV. Returns the files' names.
pub fn write_plan(
    workshop: &Workshop,
    planned: &Planned,
    start: Option<&Timetable>,
    lang: Lang,
    folder: &Path,
) -> Result<Vec<String>, AppError> {
    let mut output = Output::new(folder)?;
    let plans = vec![PlanSummary::of(&planned.plan, &planned.record)];
    output.put("summary.json", &json(&Summary { plans }))?;
    if let Some(conflict) = &planned.conflict {
        output.put("conflict.json", &json(conflict))?;
        output.put("nearest.json", &json(&conflict.nearest))?;
    }
    if planned.exit() == Exit::Done {
        let timetable = &planned.plan.timetable;
        output.put(format!("{}.json", planned.plan.name), &json(timetable))?;
        let certified = CertifiedTimetable::of(workshop, planned, false);
        output.put(format!("{}.certified.json", planned.plan.name), &certified.json())?;
        for table in tables::of_plan(workshop, planned) {
            let (name, bytes) = tables::csv(&table);
            output.put(name, &bytes)?;
        }
        calendars(workshop, timetable, start, lang, &mut output)?;
        let pages = Pages {
            workshop,
            plans: vec![(Text::new("計画", "plan"), planned)],
            rankings: &[],
            against: None,
            consortia: None,
        };
        for (name, html) in pages.files()? {
            output.put(name, html.as_bytes())?;
        }
    }
    output.commit()
}

/// A value as a JSON file.
pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    // Serialising plain data into memory has no way to fail.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
