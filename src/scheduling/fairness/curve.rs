//! Plans from the one of most value to the one whose worst-off receive most.

use super::shares::{GroupShare, MostForOne, Shares};
use crate::domain::{Timetable, Workshop};
use crate::scheduling::instance::{Floors, Instance};
use crate::scheduling::plan::{Plan, PlanOptions, Progress, plan, plan_instance};
use crate::solver::{Limits, SolverError, Status};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Instant;

/// What of the curve is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FairnessOptions<'a> {
    /// Of each plan by itself.
    pub limits: Limits,
    /// How many plans at most, the one of most value included; at least 2.
    pub points: usize,
    /// Only plans that lose at most this share of the most value, 0–1, are of interest.
    pub max_loss: f64,
    /// A timetable to start from; what is locked in it stays where it is in every plan.
    pub start: Option<&'a Timetable>,
}

/// Plans from the one of most value to the one whose worst-off receive most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FairnessCurve {
    /// Of the plan of most value; without a plan there is no point.
    pub status: Status,
    /// By rising floor and falling value; none is beaten in both by another.
    pub points: Vec<FairnessPoint>,
    /// The largest whole share, in per cent, for which a plan was found that gives it to everybody.
    pub reached_percent: u32,
    /// The least of which it is proved that no plan within the loss gives it to everybody; 101 where
    /// everybody can have everything. `reached_percent + 1` where all is proved.
    pub impossible_percent: u32,
    /// No plan at all is worth more, whatever its floor: proved.
    pub bound: Option<i64>,
    /// Everybody who can be given anything they wish for.
    pub people: Vec<MostForOne>,
    pub seconds: f64,
}

/// A plan on the curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FairnessPoint {
    /// Everybody is to receive at least this share of their most.
    pub floor_percent: u32,
    /// What the worst-off receive: at least the floor.
    pub least_percent: u32,
    /// Judged. Its bound holds for every plan that gives everybody the floor.
    pub plan: Plan,
    /// The share of the most value that it loses.
    pub loss: f64,
    /// Every plan with this floor loses at least as much: proved. Below zero where the plan of most
    /// value is not proved to be that.
    pub least_loss: Option<f64>,
    pub groups: Vec<GroupShare>,
}

/// Plans from the one of most value to the fairest. `watch` hears of progress; once it breaks off, no
/// more plans are made, and the curve holds those there are. Takes about `points` + 6 plans, and a
/// small program for each person whom the plan of most value does not give everything.
pub fn fairness(
    workshop: &Workshop,
    options: &FairnessOptions,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<FairnessCurve, SolverError> {
    let started = Instant::now();
    let mut flow = ControlFlow::Continue(());
    let mut listen = |now: Progress| {
        if flow.is_continue() {
            flow = watch(Progress { seconds: started.elapsed().as_secs_f64(), ..now });
        }
        flow
    };
    let named = PlanOptions { name: name(0), limits: options.limits, start: options.start };
    let best = plan(workshop, &named, &mut listen)?;
    let mut curve = FairnessCurve {
        status: best.status,
        points: Vec::new(),
        reached_percent: 0,
        impossible_percent: 101,
        bound: best.bound,
        people: Vec::new(),
        seconds: 0.0,
    };
    if matches!(best.status, Status::Optimal | Status::Feasible) {
        let shares = Shares::new(&instance(workshop, options), &best, options.limits, &mut listen)?;
        let may_lose = (best.total.abs() as f64 * options.max_loss).floor();
        let least = best.total - may_lose as i64;
        let floors = FloorsFor { workshop, shares: &shares, options, least, best: &best };
        floors.fill(&mut curve, &mut listen)?;
        curve.people = shares.people();
    }
    curve.seconds = started.elapsed().as_secs_f64();
    Ok(curve)
}

fn name(floor: u32) -> String {
    format!("floor-{floor:03}")
}

/// The day, with what is locked in the timetable that planning starts from.
fn instance<'a>(workshop: &'a Workshop, options: &FairnessOptions) -> Instance<'a> {
    let mut instance = Instance::new(workshop);
    if let Some(start) = options.start {
        instance.hold(start, |p| p.locked);
    }
    instance
}

/// Plans with floors.
struct FloorsFor<'f> {
    workshop: &'f Workshop,
    shares: &'f Shares<'f>,
    options: &'f FairnessOptions<'f>,
    /// Plans that are worth less are of no interest.
    least: i64,
    /// The plan of most value.
    best: &'f Plan,
}

/// What came of a floor.
enum Answer {
    Plan(Box<Plan>),
    Impossible,
    Unknown,
}

/// A plan that was made for a floor, and the one it reaches.
struct Reached {
    floor: u32,
    least: u32,
    plan: Plan,
}

impl FloorsFor<'_> {
    fn fill(
        &self,
        curve: &mut FairnessCurve,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<(), SolverError> {
        let first = self.shares.least(self.best);
        let (mut reached, mut open) = (first, 101);
        let mut all = vec![Reached { floor: 0, least: first, plan: self.best.clone() }];
        while open - reached > 1 && watch(Progress::default()).is_continue() {
            let floor = (reached + open) / 2;
            match self.plan(floor, None, watch)? {
                Answer::Plan(plan) => {
                    let least = self.shares.least(&plan);
                    reached = least.max(floor);
                    all.push(Reached { floor, least, plan: *plan });
                }
                Answer::Impossible => (open, curve.impossible_percent) = (floor, floor),
                Answer::Unknown => open = floor,
            }
        }
        curve.reached_percent = reached;
        let steps = self.options.points.max(2) as u32 - 1;
        let spread = |i: u32| first + ((reached - first) * i).div_ceil(steps);
        let mut floors: Vec<u32> = (1..=steps).map(spread).collect();
        floors.dedup();
        // The fairest first: its plan is a start for those with less to keep.
        let mut chosen = BTreeSet::from([0]);
        for floor in floors.into_iter().rev() {
            let fits = |r: &&Reached| r.floor <= floor && floor <= r.least;
            if let Some(known) = all.iter().filter(fits).max_by_key(|r| r.plan.total) {
                chosen.insert(known.floor);
                continue;
            }
            if watch(Progress::default()).is_break() {
                break;
            }
            let above = all.iter().filter(|r| r.least >= floor).max_by_key(|r| r.plan.total);
            let start = above.map(|r| r.plan.timetable.clone());
            if let Answer::Plan(plan) = self.plan(floor, start.as_ref(), watch)? {
                let least = self.shares.least(&plan);
                chosen.insert(floor);
                all.push(Reached { floor, least, plan: *plan });
            }
        }
        all.retain(|r| chosen.contains(&r.floor));
        curve.points = self.points(all);
        Ok(())
    }

    /// The plan of most value with a floor.
    fn plan(
        &self,
        percent: u32,
        start: Option<&Timetable>,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Answer, SolverError> {
        let started = Instant::now();
        let mut instance = instance(self.workshop, self.options);
        let placed: i64 = instance.items.iter().map(|i| i.points.max(0)).sum();
        let heard: i64 = instance.interests.iter().map(|i| i.points).sum();
        let most = self.best.bound.unwrap_or(placed + heard);
        let price = (most - self.least).max(0) + 1;
        let owed = self.shares.owed(percent);
        instance.floors = Some(Floors { owed, least: self.least, price });
        let options = PlanOptions { name: name(percent), limits: self.options.limits, start };
        let plan = plan_instance(&instance, &options, started, watch)?;
        Ok(match plan.status {
            Status::Optimal | Status::Feasible => Answer::Plan(Box::new(plan)),
            Status::Infeasible => Answer::Impossible,
            Status::NoneInTime => Answer::Unknown,
        })
    }

    /// The plans that no other beats in both the floor and the value.
    fn points(&self, mut all: Vec<Reached>) -> Vec<FairnessPoint> {
        // A plan with a floor is one with every lower floor: what bounds those bounds it.
        all.sort_by_key(|r| r.floor);
        let mut least = None;
        for Reached { plan, .. } in &mut all {
            least = least.into_iter().chain(plan.bound).min();
            plan.bound = least;
            plan.gap = least.map(|b| (b - plan.total) as f64 / plan.total.abs().max(1) as f64);
        }
        all.sort_by_key(|r| (std::cmp::Reverse(r.least), std::cmp::Reverse(r.plan.total)));
        let mut kept: Vec<Reached> = Vec::new();
        for reached in all {
            if kept.last().is_none_or(|fairer| reached.plan.total > fairer.plan.total) {
                kept.push(reached);
            }
        }
        let value = kept.last().map_or(0, |r| r.plan.total);
        let loss = |total: i64| (value - total) as f64 / value.abs().max(1) as f64;
        let point = |reached: Reached| FairnessPoint {
            floor_percent: reached.floor,
            least_percent: reached.least,
            loss: loss(reached.plan.total),
            least_loss: reached.plan.bound.map(loss),
            groups: self.shares.groups(&reached.plan),
            plan: reached.plan,
        };
        kept.into_iter().rev().map(point).collect()
    }
}
