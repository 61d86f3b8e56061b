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
//!    beat the best plan it is settled for good: by a search from what the relaxation takes, then in
//!    whole numbers, then with every room open, each only if a point is left.
//!
//! Cuts are sound whatever the duals: they are clipped to the sign of their rows before use.

use super::draft::Draft;
use super::grid::Grid;
use super::hearing::Hearing;
use super::instance::Instance;
use super::plan::{PlanOptions, Progress, Run, plan_instance};
use super::programme::{Arrangement, Cut, Programme};
use super::rest::{Guide, Mix, Priced, Rest, Target};
use super::search::{Cooling, Search};
use crate::domain::Timetable;
use crate::solver::{Limits, SolverError, Status};
use std::ops::ControlFlow;

/// Rounding that a bound may carry.
const SLACK: f64 = 1e-6;

/// The search around an arrangement: from what the linear program takes, not far.
const COOLING: Cooling = Cooling { steps: 20_000, hot: 1.5, cold: 0.15, sessions: false };

/// Improves `run` until its plan is proven or the limits are reached. `None` for days it is not made
/// for: too many sessions to list, or an arrangement around which nothing can be held; the whole
/// linear program settles those.
pub(super) fn decompose(
    instance: &Instance,
    grid: &Grid,
    hearing: &Hearing,
    options: &PlanOptions,
    run: &mut Run,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Status>, SolverError> {
    let Some(programme) = Programme::new(instance) else { return Ok(None) };
    let rest = Rest::new(&programme, options.limits.threads as usize);
    let mut around = Around { programme: &programme, grid, hearing, rest, options };
    let rest: i64 = instance.items.iter().map(|i| i.points.max(0)).sum();
    let heard: i64 = instance
        .interests
        .iter()
        .filter(|i| !instance.items[i.item].moves())
        .map(|i| i.points)
        .sum();
    // Before anything is priced: every wish granted, and every person hears the best of each set.
    let mut cuts = vec![Cut::of_wishes(&programme, (rest + heard) as f64)];
    let mut closed: Vec<(Arrangement, f64)> = Vec::new();
    // The arrangement of the best plan so far, once one was settled.
    let mut home: Option<Arrangement> = None;
    loop {
        let floor = run.total().map_or(f64::NEG_INFINITY, |t| t as f64 + 1.0 - SLACK * 2.0);
        let Some((value, arrangement)) = programme.best(&cuts, &closed, floor, None) else {
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
        if run.note(run.total(), run.bound, watch).is_break() || run.left(options) <= 0.0 {
            return Ok(Some(Status::Feasible));
        }
        // A second one, of another kind, is priced beside it where there is a thread for it.
        let second = match home {
            Some(_) if options.limits.threads > 1 => {
                programme.best(&cuts, &closed, floor, Some(&arrangement)).map(|best| best.1)
            }
            _ => None,
        };
        // Prices between the best arrangement and this one are steadier than at this one alone, and
        // often settle it too.
        let looked_at: Vec<&Arrangement> = [&arrangement].into_iter().chain(&second).collect();
        let between = |home| looked_at.iter().map(|other| [home, *other]).collect();
        let steps: [Vec<Mix>; 2] =
            [home.as_ref().map(between).unwrap_or_default(), vec![[&arrangement; 2]]];
        let mut most = value;
        let mut guide = None;
        for mixes in steps {
            if most <= floor {
                break;
            }
            let limits = Limits { seconds: run.left(options), ..options.limits };
            let mut listen = || watch(run.progress());
            for priced in around.rest.price(&mixes, limits, &mut listen)? {
                match priced {
                    Priced::Cut(cut, of_each) => {
                        let worth = cut.value(&arrangement);
                        most = most.min(worth);
                        guide = Some((worth, of_each));
                        cuts.push(cut);
                    }
                    Priced::LimitReached => return Ok(Some(Status::Feasible)),
                    Priced::Impossible => return Ok(None),
                }
            }
        }
        let Some(guide) = guide.filter(|_| most > floor) else { continue };
        if closed.iter().any(|(a, _)| *a == arrangement) {
            // Planned already, and not settled by it: there is nothing more to learn.
            return Ok(Some(Status::Feasible));
        }
        let before = run.total();
        match around.settle(&arrangement, most, &guide, run, watch)? {
            Some(most) => closed.push((arrangement.clone(), most)),
            None => return Ok(Some(Status::Feasible)),
        }
        if run.total() > before || home.is_none() {
            home = Some(arrangement);
        }
    }
}

/// What is needed to plan a day around an arrangement.
struct Around<'r, 'i, 'a> {
    programme: &'r Programme<'i, 'a>,
    grid: &'r Grid,
    hearing: &'r Hearing,
    rest: Rest<'r, 'i, 'a>,
    options: &'r PlanOptions<'r>,
}

impl Around<'_, '_, '_> {
    /// Plans the day with the arrangement held, which the relaxation bounds by `most`; what it can
    /// be worth at most, or `None` if the limits came first. The guide is the last cut's, with what
    /// that cut says of the arrangement. Each step is dearer than the one before, and only taken
    /// where that left a point open:
    ///
    /// 1. what the relaxation takes, rounded, and a short search from there;
    /// 2. the rest in whole numbers near the relaxation;
    /// 3. the rest in whole numbers, which leaves out what depends on the sessions' rooms;
    /// 4. the whole day with the rooms open.
    fn settle(
        &mut self,
        arrangement: &Arrangement,
        most: f64,
        (worth, guide): &(f64, Guide),
        run: &mut Run,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Option<f64>, SolverError> {
        let instance = self.programme.instance;
        let reached = |run: &Run, bound: f64| run.total().is_some_and(|t| bound < t as f64 + 1.0);
        if let Some(mut draft) = held(self.programme, self.grid, arrangement) {
            fill(&mut draft, self.hearing, &self.rest.shares(&guide.values));
            let goal = (most + SLACK).floor() as i64;
            let seed = u64::from(self.options.limits.seed);
            let mut search = Search::new(draft, self.hearing, seed);
            search.anneal(COOLING, &mut |best| {
                best.value < goal
                    && run.left(self.options) > 0.0
                    && watch(run.progress()).is_continue()
            });
            let draft = search.into_best();
            run.offer(instance, self.options, draft.chosen.clone());
            if reached(run, most + SLACK) {
                return Ok(Some(most));
            }
            let mut most = most;
            let mut start = self.rest.values_of(&draft);
            for near in [true, false] {
                let left = run.left(self.options);
                if left <= 0.0 {
                    return Ok(None);
                }
                let limits = Limits { seconds: left, ..self.options.limits };
                let (total, open) = match run.total() {
                    Some(total) => (total, worth - total as f64),
                    // There is no plan to beat, so nothing is left out.
                    None => (i64::MIN, f64::INFINITY),
                };
                let target = Target { guide, total, open, near };
                let mut listen = || watch(run.progress());
                let whole = self.rest.whole(arrangement, start, target, limits, &mut listen)?;
                if !whole.values.is_empty()
                    && let Some(mut draft) = held(self.programme, self.grid, arrangement)
                {
                    fill(&mut draft, self.hearing, &self.rest.shares(&whole.values));
                    run.offer(instance, self.options, draft.chosen);
                }
                start = whole.values;
                most = most.min(whole.bound);
                if reached(run, most + SLACK) {
                    return Ok(Some(most));
                }
            }
        }
        self.plan_held(arrangement, run, watch)
    }

    /// Plans the day with the arrangement held, in any rooms; a bound on what any such plan is worth.
    fn plan_held(
        &self,
        arrangement: &Arrangement,
        run: &mut Run,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Option<f64>, SolverError> {
        let (instance, options) = (self.programme.instance, self.options);
        let mut held = Instance::new(instance.directory.workshop);
        // What is held or taken out there is so here.
        held.items.clone_from(&instance.items);
        for (k, &s) in arrangement.iter().enumerate() {
            let band = &self.programme.bands[k];
            for &(item, _) in &band.sets[s].placed {
                held.items[item].candidates.retain(|c| c.span.start == band.start);
            }
        }
        let left = run.left(options);
        if left <= 0.0 {
            return Ok(None);
        }
        let now = run.progress();
        let mut listen = |p: Progress| {
            let seconds = now.seconds + p.seconds;
            watch(Progress { seconds, total: now.total.max(p.total), ..now })
        };
        let limits = Limits { seconds: left, ..options.limits };
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
}

/// A draft with the sessions where the arrangement has them, and whatever else has no choice.
fn held<'g, 'i, 'a>(
    programme: &Programme<'i, 'a>,
    grid: &'g Grid,
    arrangement: &Arrangement,
) -> Option<Draft<'g, 'i, 'a>> {
    let instance = programme.instance;
    let mut draft = Draft::new(instance, grid);
    for (i, item) in instance.items.iter().enumerate().filter(|(_, i)| i.must && !i.moves()) {
        let c = (0..item.candidates.len()).find(|&c| draft.fits(i, c))?;
        draft.put(i, c);
    }
    for (k, &s) in arrangement.iter().enumerate() {
        for &(item, c) in &programme.bands[k].sets[s].placed {
            if !draft.fits(item, c) {
                return None;
            }
            draft.put(item, c);
        }
    }
    Some(draft)
}

/// Puts what is not placed where a relaxation has it, the surest first, if that fits and wins points;
/// then what is left wherever it wins most.
fn fill(draft: &mut Draft, hearing: &Hearing, shares: &[Vec<f64>]) {
    let mut order: Vec<(f64, usize, usize)> = Vec::new();
    for (i, shares) in shares.iter().enumerate().filter(|(i, _)| draft.chosen[*i].is_none()) {
        order.extend(shares.iter().enumerate().filter(|s| *s.1 > 0.01).map(|(c, &s)| (s, i, c)));
    }
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (share, i, c) in order {
        let sure = |share: f64| share > 0.9;
        if draft.chosen[i].is_none()
            && draft.fits(i, c)
            && (sure(share) || hearing.gain(draft, i, c) > 0)
        {
            draft.put(i, c);
        }
    }
    for i in 0..draft.instance.items.len() {
        if draft.chosen[i].is_none() {
            hearing.put_best(draft, i);
        }
    }
}

/// The candidates a timetable stands for.
fn choice(instance: &Instance, timetable: &Timetable) -> Vec<Option<usize>> {
    let mut chosen = vec![None; instance.items.len()];
    for (item, c) in timetable.placements.iter().filter_map(|p| instance.candidate_of(p)) {
        chosen[item] = Some(c);
    }
    chosen
}
