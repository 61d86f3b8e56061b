//! Planning a day: a first plan at once, then the linear program improves and proves it.

use super::attendance::attendance;
use super::certificate::Certificate;
use super::convention::{Crowd, plan_convention};
use super::decompose::decompose;
use super::draft::Draft;
use super::fault::Fault;
use super::greedy::greedy;
use super::grid::Grid;
use super::hearing::Hearing;
use super::instance::Instance;
use super::judge::{Judgement, judge};
use super::objective::Objective;
use super::program::{Goal, Program, chosen};
use super::received::received;
use super::search::{Cooling, Search};
use crate::domain::{ItemId, Timetable, Workshop};
use crate::solver::{Event, Limits, SolverError, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Instant;

/// The share of the time that the search before the linear program may take.
const SEARCH_SHARE: f64 = 0.3;

/// A moment of a solve, for progress and for the record.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Progress {
    pub seconds: f64,
    pub total: Option<i64>,
    pub bound: Option<i64>,
    #[serde(default)]
    pub phase: Phase,
}

/// What a solve is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Reading the workshop, up to a first plan.
    #[default]
    Start,
    /// Better plans are searched for; where there are many meetings, a bound beside them.
    Search,
    /// The linear program proves how good a plan can be, and finds what is better.
    Prove,
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
    /// `(bound − total) / max(1, |total|)`; `None` without a plan.
    pub gap: Option<f64>,
    /// What the judge found; empty for a good plan.
    pub faults: Vec<Fault>,
    pub seconds: f64,
    pub limits: Limits,
    /// Best value and bound over time.
    pub convergence: Vec<Progress>,
    /// What shows a bound to others, not always as low as `bound`. It does not travel with the plan: see
    /// `enishi verify`.
    #[serde(skip)]
    pub certificate: Option<Certificate>,
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
    let mut instance = Instance::new(workshop);
    if let Some(start) = options.start {
        instance.hold(start, |p| p.locked);
    }
    plan_instance(&instance, options, started, watch)
}

/// Plans an instance, whatever was taken out of it or held in it.
pub(super) fn plan_instance(
    instance: &Instance,
    options: &PlanOptions,
    started: Instant,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Plan, SolverError> {
    let mut run = Run {
        started,
        phase: Phase::Start,
        best: None,
        bound: None,
        least: instance.floors.as_ref().map(|floors| floors.least),
        convergence: Vec::new(),
        certificate: None,
    };
    // Many meetings are planned by another program, which knows no floors.
    if run.least.is_none()
        && let Some(crowd) = Crowd::of(instance)
        && plan_convention(instance, &crowd, options, &mut run, watch).is_some()
    {
        return Ok(run.end(instance, options, Status::NoneInTime));
    }
    let grid = Grid::new(instance);
    let hearing = Hearing::new(instance);
    run.best = greedy(instance, &grid, &hearing, options.start)
        .map(|draft| Found::new(instance, options, draft.chosen))
        .filter(|found| found.counts() && Some(found.total()) >= run.least);
    let flow = run.note(run.total(), None, watch);
    let ended = match flow {
        ControlFlow::Continue(()) => {
            run.phase = Phase::Prove;
            match decompose(instance, &grid, &hearing, options, &mut run, watch)? {
                Some(ended) => ended,
                None => {
                    run.search(instance, &grid, &hearing, options, watch);
                    run.improve(instance, options, watch)?
                }
            }
        }
        ControlFlow::Break(()) => Status::NoneInTime,
    };
    Ok(run.end(instance, options, ended))
}

/// A solve under way.
pub(super) struct Run {
    started: Instant,
    pub phase: Phase,
    best: Option<Found>,
    /// No plan is worth more.
    pub bound: Option<i64>,
    /// Plans that are worth less are of no interest.
    least: Option<i64>,
    convergence: Vec<Progress>,
    pub certificate: Option<Certificate>,
}

impl Run {
    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// Where the solve stands.
    pub fn progress(&self) -> Progress {
        let (total, bound) = (self.total(), self.bound);
        Progress { seconds: self.seconds(), total, bound, phase: self.phase }
    }

    /// Seconds left of the limit.
    pub fn left(&self, options: &PlanOptions) -> f64 {
        options.limits.seconds - self.seconds()
    }

    /// Only plans worth more than this are looked for.
    pub fn to_beat(&self) -> Option<i64> {
        self.total().or(self.least.map(|least| least - 1))
    }

    pub fn lower_bound_to(&mut self, bound: i64) {
        self.bound = min_known(self.bound, Some(bound));
    }

    /// Keeps a plan if the judge finds no fault in it, everybody receives what they are owed, and it is
    /// worth more than the best.
    pub fn offer(
        &mut self,
        instance: &Instance,
        options: &PlanOptions,
        chosen: Vec<Option<usize>>,
    ) {
        self.keep(Found::new(instance, options, chosen));
    }

    /// The same of a plan that has been judged.
    pub fn keep(&mut self, found: Found) {
        if found.counts() && Some(found.total()) > self.to_beat() {
            self.best = Some(found);
        }
    }

    /// The plan, as it is when the solve ended in a way.
    fn end(mut self, instance: &Instance, options: &PlanOptions, ended: Status) -> Plan {
        let status = match &self.best {
            Some(_) if self.proved() => Status::Optimal,
            Some(_) => Status::Feasible,
            None if ended == Status::Infeasible || self.out_of_reach() => Status::Infeasible,
            None => Status::NoneInTime,
        };
        let bound = match status {
            Status::Optimal => self.total(),
            Status::Infeasible if ended == status => None,
            _ => self.bound,
        };
        let has_plan = self.best.is_some();
        let none = || Found::new(instance, options, vec![None; instance.items.len()]);
        let found = self.best.take().unwrap_or_else(none);
        let total = found.total();
        let _ = self.note(Some(total), bound, &mut |_| ControlFlow::Break(()));
        Plan {
            name: options.name.clone(),
            status,
            timetable: found.timetable,
            objective: found.judgement.objective,
            total,
            bound,
            gap: bound.filter(|_| has_plan).map(|b| (b - total) as f64 / total.abs().max(1) as f64),
            faults: found.judgement.faults,
            seconds: self.started.elapsed().as_secs_f64(),
            limits: options.limits,
            convergence: self.convergence,
            certificate: self.certificate,
        }
    }

    /// The best plan so far.
    pub fn timetable(&self) -> Option<Timetable> {
        self.best.as_ref().map(|b| b.timetable.clone())
    }

    pub fn total(&self) -> Option<i64> {
        self.best.as_ref().map(Found::total)
    }

    /// Whether it is proved that no plan is worth as much as is of interest.
    fn out_of_reach(&self) -> bool {
        self.bound.zip(self.least).is_some_and(|(bound, least)| bound < least)
    }

    fn proved(&self) -> bool {
        self.bound.is_some_and(|b| Some(b) <= self.total())
    }

    pub fn note(
        &mut self,
        total: Option<i64>,
        bound: Option<i64>,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let now = Progress { seconds: self.seconds(), total, bound, phase: self.phase };
        let last = self.convergence.last();
        if (total.is_some() || bound.is_some())
            && last.is_none_or(|l| (l.total, l.bound) != (total, bound))
        {
            self.convergence.push(now);
        }
        watch(now)
    }

    /// Searches from the best plan, if there is one, for a better start of the linear program.
    fn search(
        &mut self,
        instance: &Instance,
        grid: &Grid,
        hearing: &Hearing,
        options: &PlanOptions,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) {
        self.phase = Phase::Search;
        let Some(found) = &self.best else { return };
        let draft = Draft::of(instance, grid, &found.chosen);
        let mut search = Search::new(draft, hearing, u64::from(options.limits.seed));
        let until = options.limits.seconds * SEARCH_SHARE;
        search.anneal(Cooling::from_hot(instance), &mut |_| {
            self.seconds() < until && watch(self.progress()).is_continue()
        });
        let chosen = search.best().chosen.clone();
        self.offer(instance, options, chosen);
    }

    /// Solves the linear program, and again with more people counted exactly as long as the judge
    /// finds that somebody cannot hear what the program promised.
    fn improve(
        &mut self,
        instance: &Instance,
        options: &PlanOptions,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Status, SolverError> {
        self.phase = Phase::Prove;
        let mut exact: BTreeSet<usize> = BTreeSet::new();
        loop {
            let seconds = options.limits.seconds - self.started.elapsed().as_secs_f64();
            if seconds <= 0.0 {
                return Ok(Status::NoneInTime);
            }
            let mut program = Program::new(instance, Goal::Value, &exact);
            if let Some(found) = &self.best {
                let values = program.values_of(&found.chosen, &found.attended(instance));
                program.model.start_from(values);
            }
            let promised = program.heard_points();
            let Program { model, x, .. } = program;
            let (so_far, known, least) = (self.total(), self.bound, self.least);
            let mut listen = |event: Event| {
                let found = event.objective.map(|v| v.round() as i64);
                let total = so_far.max(found.filter(|_| found >= least));
                self.note(total, min_known(known, event.bound.map(whole_bound)), watch)
            };
            let limits = Limits { seconds, ..options.limits };
            let outcome = model.solve(limits, 1.0, &mut listen)?;
            if outcome.bound.is_finite() {
                self.bound = min_known(self.bound, Some(whole_bound(outcome.bound)));
            }
            if outcome.values.is_empty() {
                return Ok(outcome.status);
            }
            let found = Found::new(instance, options, chosen(&x, &outcome.values));
            let heard = found.heard_points(instance);
            let promised = promised.read(heard.len(), &outcome.values);
            if found.counts() && Some(found.total()) >= self.total().or(self.least) {
                self.best = Some(found);
            }
            let before = exact.len();
            exact.extend((0..heard.len()).filter(|&p| promised[p] > heard[p]));
            if self.proved() || outcome.status != Status::Optimal || exact.len() == before {
                return Ok(outcome.status);
            }
        }
    }
}

/// A plan on the way, judged.
pub(super) struct Found {
    chosen: Vec<Option<usize>>,
    timetable: Timetable,
    judgement: Judgement,
    /// Whether everybody receives what they are owed.
    fair: bool,
}

impl Found {
    pub fn new(instance: &Instance, options: &PlanOptions, chosen: Vec<Option<usize>>) -> Self {
        let timetable = instance.timetable(&options.name, &chosen, options.start);
        let judgement = judge(instance.directory.workshop, &timetable);
        let fair = instance.floors.as_ref().is_none_or(|floors| {
            let received = received(&instance.directory, &timetable);
            received.iter().zip(&floors.owed).all(|(received, owed)| received >= owed)
        });
        Self { chosen, timetable, judgement, fair }
    }

    /// Whether it is a plan at all.
    fn counts(&self) -> bool {
        self.judgement.faults.is_empty() && self.fair
    }

    fn total(&self) -> i64 {
        self.judgement.objective.total()
    }

    /// Who hears which session's item.
    fn attended(&self, instance: &Instance) -> BTreeSet<(usize, usize)> {
        attendance(&instance.directory, &self.timetable)
            .into_iter()
            .filter_map(|a| {
                let person = instance.directory.person_index(&a.person)?;
                let item = instance.item_index.get(&ItemId::Session(a.session))?;
                Some((person, *item))
            })
            .collect()
    }

    fn heard_points(&self, instance: &Instance) -> Vec<i64> {
        let mut points = vec![0; instance.away.len()];
        for a in attendance(&instance.directory, &self.timetable) {
            if let Some(p) = instance.directory.person_index(&a.person) {
                points[p] += a.points;
            }
        }
        points
    }
}

fn min_known(a: Option<i64>, b: Option<i64>) -> Option<i64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The objective is whole: so is the best bound.
fn whole_bound(bound: f64) -> i64 {
    (bound + 1e-6).floor() as i64
}
