//! The programme first, the rest around it: Benders' decomposition of the day.
//!
//! Once it is settled which sessions share which band, what is left (consultations, meetings, who
//! hears what) is a packing problem whose linear program is nearly whole and quickly solved. So we
//! choose arrangements one at a time:
//!
//! 1. The dual values of the rest's linear program under one arrangement price every person's time.
//!    At these prices any other arrangement is worth at most `constant + Σ over bands of the value of
//!    its set` (weak duality: a cut).
//! 2. The arrangement with the greatest least value over all cuts is found exactly by listing
//!    (`programme.rs`). If that value leaves less than a point above the best plan, the plan is
//!    proven optimal: every arrangement is bounded by one of the cuts.
//! 3. Otherwise that arrangement is looked at: its linear program gives a new cut, and where it could
//!    beat the best plan it is planned in full, which settles it for good.
//!
//! Cuts are sound whatever the duals: they are clipped to the sign of their rows before use.

use super::instance::Instance;
use super::plan::{PlanOptions, Progress, Run, plan_instance};
use super::program::{Goal, Occupied, Program};
use super::programme::{Arrangement, Cut, Parallel, Programme};
use crate::domain::Timetable;
use crate::solver::{Limits, SolverError, Status};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

/// Rounding that a bound may carry.
const SLACK: f64 = 1e-6;

/// Improves `run` until its plan is proven or the limits are reached. `None` for days it is not made
/// for: too many sessions to list, or an arrangement around which nothing can be held; the whole
/// linear program settles those.
pub(super) fn decompose(
    instance: &Instance,
    options: &PlanOptions,
    run: &mut Run,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Status>, SolverError> {
    let Some(programme) = Programme::new(instance) else { return Ok(None) };
    let rest: i64 = instance.items.iter().map(|i| i.points.max(0)).sum();
    let heard: i64 = instance
        .interests
        .iter()
        .filter(|i| !instance.items[i.item].moves())
        .map(|i| i.points)
        .sum();
    // Before anything is priced: every wish granted, and every person hears the best of each set.
    let mut cuts = vec![cut(&programme, (rest + heard) as f64, &|_, _| 0.0)];
    let mut closed: Vec<(Arrangement, f64)> = Vec::new();
    // The arrangement of the best plan so far, once one was settled.
    let mut home: Option<Arrangement> = None;
    loop {
        let floor = run.total().map_or(f64::NEG_INFINITY, |t| t as f64 + 1.0 - SLACK * 2.0);
        let Some((value, arrangement)) = programme.best(&cuts, &closed, floor) else {
            // No arrangement reaches a point more than the best plan.
            return Ok(Some(match run.total() {
                Some(total) => {
                    run.lower_bound_to(total);
                    Status::Optimal
                }
                None => Status::Infeasible,
            }));
        };
        run.lower_bound_to((value + SLACK).floor() as i64);
        let left = options.limits.seconds - run.seconds();
        if run.note(run.total(), run.bound, watch).is_break() || left <= 0.0 {
            return Ok(Some(Status::Feasible));
        }
        let limits = Limits { seconds: left, ..options.limits };
        // Prices between the best arrangement and this one are steadier than at this one alone, and
        // often settle it too.
        let mut most = value;
        for mix in [home.as_ref().map(|home| [(home, 0.5), (&arrangement, 0.5)].to_vec()), None] {
            let mix = mix.unwrap_or_else(|| vec![(&arrangement, 1.0)]);
            let priced = match price(&programme, &mix, limits)? {
                Priced::Cut(cut) => cut,
                Priced::LimitReached => return Ok(Some(Status::Feasible)),
                Priced::Impossible => return Ok(None),
            };
            most = most.min(priced.value(&arrangement));
            cuts.push(priced);
            if most <= floor {
                break;
            }
        }
        if most <= floor {
            continue;
        }
        if closed.iter().any(|(a, _)| *a == arrangement) {
            // Planned already, and not settled by it: there is nothing more to learn.
            return Ok(Some(Status::Feasible));
        }
        let before = run.total();
        match settle(&programme, &arrangement, options, run, watch)? {
            Some(most) => closed.push((arrangement.clone(), most)),
            None => return Ok(Some(Status::Feasible)),
        }
        if run.total() > before || home.is_none() {
            home = Some(arrangement);
        }
    }
}

/// The cut of prices: `priced(person, band)` is what a person's time in a band costs.
fn cut(programme: &Programme, constant: f64, priced: &dyn Fn(usize, usize) -> f64) -> Cut {
    let values = programme
        .bands
        .iter()
        .enumerate()
        .map(|(k, band)| {
            let of_set = |set: &Parallel| {
                let mut value = 0.0;
                for o in &set.occupied {
                    let time = priced(o.person, k);
                    let heard = (o.points as f64 - time).max(0.0);
                    value += if o.speaks { -time } else { heard };
                }
                value + set.seats as f64
            };
            band.sets.iter().map(of_set).collect()
        })
        .collect();
    Cut::new(programme, constant, values)
}

enum Priced {
    Cut(Cut),
    LimitReached,
    /// Nothing can be held around this arrangement.
    Impossible,
}

/// Prices the rest of the day under a mix of arrangements: a cut that is sound for every
/// arrangement, and tight for the mix.
fn price(
    programme: &Programme,
    mix: &[(&Arrangement, f64)],
    limits: Limits,
) -> Result<Priced, SolverError> {
    let instance = programme.instance;
    // Every person whom any set of a band could take up has a variable there, used or not: the rows
    // are then the same under every arrangement, and so are the prices good for all.
    let mut occupied: Vec<(usize, Occupied)> = Vec::new();
    for (k, band) in programme.bands.iter().enumerate() {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        for &(arrangement, share) in mix {
            for o in &band.sets[arrangement[k]].occupied {
                seen.insert(o.person);
                occupied.push((k, Occupied { share, ..*o }));
            }
        }
        for set in band.sets.iter().filter(|s| s.placed.len() == 1) {
            for o in &set.occupied {
                if seen.insert(o.person) {
                    occupied.push((k, Occupied { points: 0, speaks: false, ..*o }));
                }
            }
        }
    }
    let (band_of, occupied): (Vec<usize>, Vec<Occupied>) = occupied.into_iter().unzip();
    let mut program = Program::new(instance, Goal::Around(&occupied), &BTreeSet::new());
    program.model.relax();
    let outcome = program.model.solve(limits, 1.0, &mut |_| ControlFlow::Continue(()))?;
    match outcome.status {
        Status::Optimal => {}
        Status::Infeasible => return Ok(Priced::Impossible),
        Status::Feasible | Status::NoneInTime => return Ok(Priced::LimitReached),
    }
    let price = program.model.price(&outcome.duals);
    let mut time: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for ((o, v), &band) in occupied.iter().zip(&program.occupied).zip(&band_of) {
        time.insert((o.person, band), price.of[v.index()]);
    }
    let taken: BTreeSet<usize> = program.occupied.iter().map(|v| v.index()).collect();
    let profit: f64 = program
        .model
        .variables()
        .filter(|v| !taken.contains(&v.index()))
        .map(|v| (program.model.points(v) - price.of[v.index()]).max(0.0))
        .sum();
    let priced = |person: usize, band: usize| time.get(&(person, band)).copied().unwrap_or(0.0);
    Ok(Priced::Cut(cut(programme, price.constant + profit, &priced)))
}

/// Plans the day with the arrangement held; what it can be worth at most, or `None` if the limits
/// came first. First in the rooms that cost the fewest seats, which is quick and gives a plan; then
/// with the rooms open, for walks may speak for others than the seats do, and only that is a bound.
fn settle(
    programme: &Programme,
    arrangement: &Arrangement,
    options: &PlanOptions,
    run: &mut Run,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<f64>, SolverError> {
    plan_held(programme, arrangement, true, options, run, watch)?;
    plan_held(programme, arrangement, false, options, run, watch)
}

/// Plans the day with the arrangement held, in its own rooms or in any, and offers the plan to the
/// run; a bound on what any such plan is worth.
fn plan_held(
    programme: &Programme,
    arrangement: &Arrangement,
    in_its_rooms: bool,
    options: &PlanOptions,
    run: &mut Run,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<f64>, SolverError> {
    let instance = programme.instance;
    let mut held = Instance::new(instance.directory.workshop);
    // What is held or taken out there is so here.
    held.items.clone_from(&instance.items);
    for (k, &s) in arrangement.iter().enumerate() {
        let band = &programme.bands[k];
        for &(item, c) in &band.sets[s].placed {
            let own = instance.items[item].candidates[c];
            held.items[item].candidates.retain(|candidate| {
                if in_its_rooms { *candidate == own } else { candidate.span.start == band.start }
            });
        }
    }
    let (best, bound, offset) = (run.total(), run.bound, run.seconds());
    if offset >= options.limits.seconds {
        return Ok(None);
    }
    let mut listen = |p: Progress| {
        watch(Progress { seconds: offset + p.seconds, total: best.max(p.total), bound })
    };
    let limits = Limits { seconds: options.limits.seconds - offset, ..options.limits };
    // What fits of the best plan is a far better start than none.
    let start = run.timetable();
    let inner = PlanOptions { limits, start: start.as_ref(), ..options.clone() };
    let plan = plan_instance(&held, &inner, std::time::Instant::now(), &mut listen)?;
    if plan.status == Status::Infeasible {
        return Ok(Some(f64::NEG_INFINITY));
    }
    if plan.status != Status::NoneInTime {
        run.offer(instance, options, choice(instance, &plan.timetable));
    }
    Ok(plan.bound.map(|b| b as f64))
}

/// The candidates a timetable stands for.
fn choice(instance: &Instance, timetable: &Timetable) -> Vec<Option<usize>> {
    let mut chosen = vec![None; instance.items.len()];
    for (item, c) in timetable.placements.iter().filter_map(|p| instance.candidate_of(p)) {
        chosen[item] = Some(c);
    }
    chosen
}
