//! The programme first, the rest around it: Benders' decomposition of the day.
//!
//! Once it is settled which sessions share which band, what is left (consultations, meetings, who
//! hears what) is a packing problem whose linear program is nearly whole and quickly solved. So we
//! choose arrangements one at a time:
//!
//! 1. The dual values of the rest's linear program under one arrangement price every person's time.
//!    At these prices any other arrangement is worth at most `constant + Σ over bands of the value of
//!    its set` (weak duality: a cut).
//! 2. The arrangements with the greatest least value over all cuts are found exactly by listing
//!    (`programme.rs`). If the first leaves less than a point above the best plan, the plan is
//!    proven optimal: every arrangement is bounded by one of the cuts.
//! 3. Otherwise it is looked at: its linear program gives a new cut, and where it could beat the best
//!    plan, rows that it breaks and whole plans keep are added (`solver/cliques.rs`; they hold for
//!    every arrangement), and the rest is planned near what the relaxation takes. Beside it
//!    another is priced: at first the whole field together, each with an equal share (prices that
//!    hold for many), then the second. Each starts from the corner of one like it, and ends as soon
//!    as it is proved to be worth less than the best plan: most need few steps.
//! 4. If it comes first again, all others are bounded by less: then it is closed, in whole numbers,
//!    and with every room open if a point is left.
//!
//! Cuts are sound whatever the duals: they are clipped to the sign of their rows before use. Rounded, they
//! show the bound to others (`proof.rs`).

use super::certificate::Certificate;
use super::draft::Draft;
use super::grid::Grid;
use super::hearing::Hearing;
use super::instance::Instance;
use super::plan::{PlanOptions, Progress, Run, plan_instance};
use super::programme::{Arrangement, Cut, Programme};
use super::rest::{Guide, Mix, Priced, Rest, Target};
use crate::domain::Timetable;
use crate::solver::{Limits, SolverError, Status};
use std::ops::ControlFlow;

/// Rounding that a bound may carry.
const SLACK: f64 = 1e-6;

/// How many of the most promising arrangements are priced together.
const FIELD: usize = 32;
/// How often: later prices of the whole field say little that is new.
const FIELD_LOOKS: usize = 2;

/// Improves `run` until its plan is proven or the limits are reached. `None` for days it does not
/// settle: too many sessions to list, an arrangement around which nothing can be held, or sessions
/// that all stand and whose rooms leave a point open; the whole linear program settles those.
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
    let ended = around.settle(run, watch);
    // What holds only for plans that give people what they are owed is no bound on others.
    if instance.floors.is_none() {
        run.certificate = Some(Certificate::Arrangements(around.rest.proof()));
    }
    ended
}

impl Around<'_, '_, '_> {
    /// Prices and plans around one arrangement after the other.
    fn settle(
        &mut self,
        run: &mut Run,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Option<Status>, SolverError> {
        let (programme, options) = (self.programme, self.options);
        let mut cuts = vec![Cut::of_wishes(programme, 1.0)];
        let mut closed: Vec<(Arrangement, f64)> = Vec::new();
        let mut looked_at: Vec<Looked> = Vec::new();
        let mut looks = 0;
        loop {
            let floor = run.to_beat().map_or(f64::NEG_INFINITY, |t| t as f64 + 1.0 - SLACK * 2.0);
            let field = programme.best(&cuts, &closed, floor, FIELD);
            let Some((value, first)) = field.first() else {
                // No arrangement reaches a point more than the best plan.
                if let Some(total) = run.to_beat() {
                    run.lower_bound_to(total);
                }
                return Ok(Some(match run.total() {
                    Some(_) => Status::Optimal,
                    None => Status::Infeasible,
                }));
            };
            run.lower_bound_to((value + SLACK).floor() as i64);
            if run.note(run.total(), run.bound, watch).is_break() || run.left(options) <= 0.0 {
                return Ok(Some(Status::Feasible));
            }
            if closed.iter().any(|(a, _)| a == first) {
                // Planned already, and not settled by it: there is nothing more to learn.
                return Ok((!programme.sessions.is_empty()).then_some(Status::Feasible));
            }
            if let Some(at) = looked_at.iter().position(|l| l.arrangement == *first) {
                let looked = looked_at.swap_remove(at);
                match self.close(&looked, *value, run, watch)? {
                    Some(most) => closed.push((looked.arrangement, most)),
                    None => return Ok(Some(Status::Feasible)),
                }
                continue;
            }
            looks += 1;
            let new = |a: &&Arrangement| looked_at.iter().all(|l| l.arrangement != **a);
            let field: Vec<&Arrangement> = field.iter().map(|(_, a)| a).collect();
            let second = field[1..].iter().copied().find(new);
            let mut mixes: Vec<Mix> = vec![&field[..1]];
            if looks <= FIELD_LOOKS && field.len() == FIELD {
                mixes.push(&field);
            } else if options.limits.threads > 1 {
                mixes.extend(second.as_ref().map(std::slice::from_ref));
            }
            let limits = Limits { seconds: run.left(options), ..options.limits };
            let mut listen = || watch(run.progress());
            let mut seen: Vec<Looked> = Vec::new();
            let mut of_field: Option<Guide> = None;
            for (mix, priced) in
                mixes.iter().zip(self.rest.price(&mixes, floor, limits, &mut listen)?)
            {
                let (cut, guide) = match priced {
                    Priced::Cut(cut, guide) => (cut, guide),
                    Priced::LimitReached => return Ok(Some(Status::Feasible)),
                    Priced::Impossible => return Ok(None),
                };
                match (mix, guide) {
                    ([arrangement], Some(guide)) => {
                        let worth = cut.value(arrangement);
                        seen.push(Looked { arrangement: (*arrangement).clone(), worth, guide });
                    }
                    (_, Some(guide)) => of_field = Some(guide),
                    (_, None) => {}
                }
                cuts.push(cut);
            }
            // What many would take may be of use to the first.
            if let (Some(looked), Some(guide)) = (seen.first_mut(), &of_field) {
                looked.guide.look_also_near(guide);
            }
            for looked in seen {
                if cuts.iter().all(|cut| cut.value(&looked.arrangement) > floor) {
                    if self.plan_near(&looked, run, watch)?.is_break() {
                        return Ok(Some(Status::Feasible));
                    }
                    looked_at.push(looked);
                }
            }
        }
    }
}

/// An arrangement and what its relaxation says of it.
struct Looked {
    arrangement: Arrangement,
    /// What its own cut says it is worth at most.
    worth: f64,
    guide: Guide,
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
    /// Plans the day with the arrangement held: what the relaxation takes, rounded, then whole
    /// numbers near it. `Break` if the limits came first.
    fn plan_near(
        &mut self,
        looked: &Looked,
        run: &mut Run,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, SolverError> {
        let Some(mut draft) = held(self.programme, self.grid, &looked.arrangement) else {
            return Ok(ControlFlow::Continue(()));
        };
        self.offer_filled(&mut draft, &looked.guide.values, run);
        let start = self.rest.values_of(&draft);
        let bound = self.whole(looked, true, start, run, watch)?;
        Ok(if bound.is_some() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    }

    /// Settles for good what a day with the arrangement can be worth, which the cuts bound by
    /// `most`; `None` if the limits came first. In whole numbers, which leave out what depends on the
    /// sessions' rooms; then, where that left a point, the whole day with the rooms open.
    fn close(
        &mut self,
        looked: &Looked,
        most: f64,
        run: &mut Run,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Option<f64>, SolverError> {
        let Some(bound) = self.whole(looked, false, Vec::new(), run, watch)? else {
            return Ok(None);
        };
        let most = most.min(bound);
        let settled = run.to_beat().is_some_and(|total| most + SLACK < total as f64 + 1.0);
        if settled || looked.arrangement.is_empty() {
            return Ok(Some(most));
        }
        self.plan_held(&looked.arrangement, run, watch)
    }

    /// Plans the rest around the arrangement in whole numbers; what it is worth at most, or `None` if
    /// there was no time.
    fn whole(
        &mut self,
        looked: &Looked,
        near: bool,
        start: Vec<f64>,
        run: &mut Run,
        watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Option<f64>, SolverError> {
        let left = run.left(self.options);
        if left <= 0.0 {
            return Ok(None);
        }
        let Looked { arrangement, worth, guide } = looked;
        let (total, open) = match run.to_beat() {
            Some(total) => (total, worth - total as f64),
            // There is no plan to beat, so nothing is left out.
            None => (i64::MIN, f64::INFINITY),
        };
        let limits = Limits { seconds: left, ..self.options.limits };
        let target = Target { guide, total, open, near };
        let mut listen = || watch(run.progress());
        let whole = self.rest.whole(arrangement, start, target, limits, &mut listen)?;
        if !whole.values.is_empty()
            && let Some(mut draft) = held(self.programme, self.grid, arrangement)
        {
            self.offer_filled(&mut draft, &whole.values, run);
        }
        Ok(Some(whole.bound))
    }

    /// Fills a draft with what a solution takes, then with whatever wins points. Where people are owed
    /// something that may take it from them, so there the former is offered by itself too.
    fn offer_filled(&self, draft: &mut Draft, values: &[f64], run: &mut Run) {
        let (instance, options) = (self.programme.instance, self.options);
        fill(draft, self.hearing, &self.rest.shares(values));
        if instance.floors.is_some() {
            run.offer(instance, options, draft.chosen.clone());
        }
        complete(draft, self.hearing);
        run.offer(instance, options, draft.chosen.clone());
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
        // What is held or taken out there is so here, and as much is owed.
        held.items.clone_from(&instance.items);
        held.floors.clone_from(&instance.floors);
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

/// Puts what is not placed where a relaxation has it, the surest first, if that fits and wins points.
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
}

/// Puts what is not placed wherever it wins most.
fn complete(draft: &mut Draft, hearing: &Hearing) {
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
