//! The rest of the day around an arrangement: consultations, meetings, and who hears what.
//!
//! Only the objective depends on the arrangement: for every person and band there is a variable that
//! says the time goes to a session there; the arrangement sets what that is worth, and whether it
//! must be. So one linear program serves all arrangements, and its prices are good for all of them.

use super::draft::Draft;
use super::program::{Goal, Occupied, Program};
use super::programme::{Arrangement, Cut, Parallel, Programme};
use crate::solver::{Basis, Change, Limits, Model, Relaxation, Relaxed, SolverError, Variable};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

/// Mixes that are priced side by side: prices of a third look at what the first two have settled.
const LANES: usize = 2;
/// How far below what is wanted a relaxation has to be to end early: the points are whole, and so
/// many digits its prices always have.
const CLEARLY: f64 = 0.5;
/// Of values and prices.
const ROUNDING: f64 = 1e-6;

pub(super) struct Rest<'p, 'i, 'a> {
    programme: &'p Programme<'i, 'a>,
    program: Program<'i, 'a>,
    /// The relaxation in the solver's hands, once for each thread that prices.
    lanes: Vec<Option<Relaxed>>,
    /// Where the relaxation of an arrangement ended: nearly where that of one like it will.
    corners: Vec<(Arrangement, Basis)>,
    /// What can be done with everybody's time in every band, as the program's `occupied` has it: one
    /// entry for each worth that hearing a talk there can have, one for speaking.
    uses: Vec<Use>,
    /// Per band, by person and use: the place in `uses`.
    index: Vec<HashMap<(usize, Use), usize>>,
}

/// What a person's time in a band is worth, and whether they must be there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Use {
    points: i64,
    speaks: bool,
}

/// Arrangements, each with an equal share.
pub(super) type Mix<'m> = &'m [&'m Arrangement];

impl Use {
    fn of(occupied: &Occupied) -> Self {
        Self { points: occupied.points, speaks: occupied.speaks }
    }
}

/// What one solve of the relaxation tells. There is a guide where it was solved to its end.
pub(super) enum Priced {
    Cut(Cut, Option<Guide>),
    LimitReached,
    /// Nothing can be held around any arrangement.
    Impossible,
}

/// What a relaxation says of each variable, beside its cut.
pub(super) struct Guide {
    /// Its value.
    pub values: Vec<f64>,
    /// What it wins above its price: a plan that has it at 0 is worth that much less than the cut
    /// says, and if it is negative, a plan that has it at 1.
    profits: Vec<f64>,
    /// Whether a relaxation takes it: this one, or one looked at beside it.
    near: Vec<bool>,
}

impl Guide {
    /// Looks also near what another relaxation takes.
    pub fn look_also_near(&mut self, other: &Guide) {
        self.near.iter_mut().zip(&other.near).for_each(|(near, other)| *near |= other);
    }
}

/// What is looked for in whole numbers: plans worth more than `total`.
pub(super) struct Target<'g> {
    pub guide: &'g Guide,
    /// Of the best plan so far, if there is one.
    pub total: i64,
    /// What the guide's cut allows here beyond `total`.
    pub open: f64,
    /// Whether to look only near the relaxation: soon done, and a bound of nothing else.
    pub near: bool,
}

/// What the day is worth at most around one arrangement, and a value per variable, if any was found.
pub(super) struct Whole {
    pub bound: f64,
    pub values: Vec<f64>,
}

impl<'p, 'i, 'a> Rest<'p, 'i, 'a> {
    /// At most `threads` mixes are priced at once.
    pub fn new(programme: &'p Programme<'i, 'a>, threads: usize) -> Self {
        let instance = programme.instance;
        let mut index: Vec<HashMap<(usize, Use), usize>> = Vec::new();
        let mut occupied: Vec<Occupied> = Vec::new();
        for band in &programme.bands {
            // A larger set is worth to each person what one of its sessions is.
            let single = band.sets.iter().filter(|s| s.placed.len() == 1);
            let here: BTreeMap<(usize, Use), Occupied> =
                single.flat_map(|s| &s.occupied).map(|o| ((o.person, Use::of(o)), *o)).collect();
            index.push(here.keys().copied().zip(occupied.len()..).collect());
            occupied.extend(here.into_values());
        }
        let program = Program::new(instance, Goal::Around(&occupied), &BTreeSet::new());
        let lanes = (0..threads.clamp(1, LANES)).map(|_| None).collect();
        let uses = occupied.iter().map(Use::of).collect();
        Self { programme, program, lanes, corners: Vec::new(), uses, index }
    }

    /// What a set makes of people's time in a band: places in `uses`.
    fn taken(&self, band: usize, set: &Parallel) -> impl Iterator<Item = usize> {
        let used = set.occupied.iter().map(|o| (o.person, Use::of(o)));
        used.filter_map(move |used| self.index[band].get(&used).copied())
    }

    /// A mix of arrangements, as changes to the model: how much of everybody's time can go where.
    /// Only bounds change, so the prices of one mix are a start for the next.
    fn changes(&self, mix: Mix) -> Vec<Change> {
        let mut shares = vec![0.0; self.program.occupied.len()];
        for arrangement in mix {
            for (k, &s) in arrangement.iter().enumerate() {
                for used in self.taken(k, &self.programme.bands[k].sets[s]) {
                    shares[used] += 1.0 / mix.len() as f64;
                }
            }
        }
        let each = self.program.occupied.iter().zip(&self.uses).zip(shares);
        each.map(|((&variable, used), max)| {
            let min = if used.speaks { max } else { 0.0 };
            Change { variable, min, max }
        })
        .collect()
    }

    /// Prices everybody's time under each of the mixes: cuts that are sound for every arrangement
    /// and tight for their mix. For an arrangement that turns out to be worth less than `wanted`
    /// they prove no more than that. As many at once as there are lanes; the outcomes do not depend
    /// on which was first.
    pub fn price(
        &mut self,
        mixes: &[Mix],
        wanted: f64,
        limits: Limits,
        watch: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Priced>, SolverError> {
        let mut lanes = std::mem::take(&mut self.lanes);
        let mut outcomes = Vec::with_capacity(mixes.len());
        for mixes in mixes.chunks(lanes.len()) {
            let tasks = mixes.iter().map(|mix| self.task(mix, wanted)).collect();
            outcomes.extend(self.side_by_side(&mut lanes, tasks, limits, watch)?);
        }
        let mut all = Vec::with_capacity(mixes.len());
        for (mix, (relaxation, corner)) in mixes.iter().zip(outcomes) {
            let mut priced = self.priced(relaxation);
            if let [arrangement] = mix {
                self.corners.extend(corner.map(|corner| ((*arrangement).clone(), corner)));
                if let Priced::Cut(cut, None) = &priced
                    && cut.value(arrangement) > wanted
                {
                    // Rounding took away what ended it early: to the end, then.
                    let task = self.task(mix, f64::NEG_INFINITY);
                    let model = &self.program.model;
                    priced = self.priced(relaxed(&mut lanes[0], model, &task, limits, watch)?.0);
                }
            }
            all.push(priced);
        }
        self.lanes = lanes;
        Ok(all)
    }

    fn task(&self, mix: Mix, wanted: f64) -> Task<'_> {
        let changes = self.changes(mix);
        match mix {
            [arrangement] => {
                let wanted = wanted - self.programme.seats(arrangement) as f64 - CLEARLY;
                Task { changes, start: self.nearest(arrangement), wanted }
            }
            _ => Task { changes, start: None, wanted: f64::NEG_INFINITY },
        }
    }

    /// Where the relaxation ended of the arrangement that has most sessions in the same bands.
    fn nearest(&self, arrangement: &Arrangement) -> Option<&Basis> {
        let in_common = |other: &Arrangement| -> u32 {
            let sets = self.programme.bands.iter().zip(arrangement.iter().zip(other));
            sets.map(|(b, (&s, &o))| (b.sets[s].mask & b.sets[o].mask).count_ones()).sum()
        };
        self.corners.iter().max_by_key(|(other, _)| in_common(other)).map(|(_, corner)| corner)
    }

    /// One task for each lane. The first is this thread's; it listens for all of them.
    fn side_by_side(
        &self,
        lanes: &mut [Option<Relaxed>],
        tasks: Vec<Task>,
        limits: Limits,
        watch: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<(Relaxation, Option<Basis>)>, SolverError> {
        let stopped = AtomicBool::new(false);
        let (model, stopped) = (&self.program.model, &stopped);
        let mut lanes = lanes.iter_mut().zip(tasks);
        let Some((first, task)) = lanes.next() else { return Ok(Vec::new()) };
        std::thread::scope(|scope| {
            let others: Vec<_> = lanes
                .map(|(lane, task)| {
                    let limits = Limits { threads: 1, ..limits };
                    scope.spawn(move || {
                        let mut listen = || match stopped.load(Ordering::Relaxed) {
                            true => ControlFlow::Break(()),
                            false => ControlFlow::Continue(()),
                        };
                        relaxed(lane, model, &task, limits, &mut listen)
                    })
                })
                .collect();
            let mut listen = || {
                let flow = watch();
                stopped.fetch_or(flow.is_break(), Ordering::Relaxed);
                flow
            };
            let first = relaxed(first, model, &task, limits, &mut listen);
            let others = others.into_iter().map(|other| {
                other.join().unwrap_or(Err(SolverError::Refused("working beside another")))
            });
            std::iter::once(first).chain(others).collect()
        })
    }

    fn priced(&self, relaxation: Relaxation) -> Priced {
        let (values, duals) = match relaxation {
            Relaxation::Solved { values, duals } => (Some(values), duals),
            Relaxation::Less { duals } => (None, duals),
            Relaxation::Infeasible => return Priced::Impossible,
            Relaxation::LimitReached => return Priced::LimitReached,
        };
        let model = &self.program.model;
        let price = model.price(&duals);
        let mut profits: Vec<f64> =
            model.variables().map(|v| model.points(v) - price.of[v.index()]).collect();
        // A person's time in a band is the cut's affair.
        self.program.occupied.iter().for_each(|v| profits[v.index()] = 0.0);
        // Every other variable lies between 0 and 1.
        let profit: f64 = profits.iter().map(|p| p.max(0.0)).sum();
        let prices: Vec<f64> = self.program.occupied.iter().map(|v| price.of[v.index()]).collect();
        let cut = self.cut(price.constant + profit, &prices);
        let guide = values.map(|values| {
            let near = values.iter().map(|&v| v > ROUNDING).collect();
            Guide { values, profits, near }
        });
        Priced::Cut(cut, guide)
    }

    /// The cut of prices, one per entry of `uses`.
    fn cut(&self, constant: f64, prices: &[f64]) -> Cut {
        let of_set = |band: usize, set: &Parallel| {
            let won = self.taken(band, set).map(|i| {
                let left = self.uses[i].points as f64 - prices[i];
                if self.uses[i].speaks { left } else { left.max(0.0) }
            });
            won.sum::<f64>() + set.seats as f64
        };
        let bands = self.programme.bands.iter().enumerate();
        let values = bands.map(|(k, b)| b.sets.iter().map(|s| of_set(k, s)).collect()).collect();
        Cut::new(self.programme, constant, values)
    }

    /// The best rest around an arrangement, in whole numbers. What depends on the rooms of its
    /// sessions is left out, so the bound holds whichever rooms they have.
    ///
    /// What would cost more than the target leaves open is left out, so the bound is never below
    /// the target's total.
    pub fn whole(
        &mut self,
        arrangement: &Arrangement,
        start: Vec<f64>,
        Target { guide, total, open, near }: Target,
        limits: Limits,
        watch: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Whole, SolverError> {
        for change in self.changes(&[arrangement]) {
            self.program.model.change(change);
        }
        self.program.model.start_from(start);
        let open = open + ROUNDING;
        let held: Vec<(Variable, f64)> = (self.program.model.variables())
            .filter_map(|v| match guide.profits[v.index()] {
                profit if profit < -open => Some((v, 0.0)),
                profit if profit > open => Some((v, 1.0)),
                _ if near && !guide.near[v.index()] => Some((v, 0.0)),
                _ => None,
            })
            .collect();
        let outcome = self.program.model.solve_holding(&held, limits, 1.0, &mut |_| watch())?;
        let seats = self.programme.seats(arrangement) as f64;
        let bound = match near {
            true => f64::INFINITY,
            false => (outcome.bound + seats).max(total as f64),
        };
        Ok(Whole { bound, values: outcome.values })
    }

    /// A value per variable, as a draft has it.
    pub fn values_of(&self, draft: &Draft) -> Vec<f64> {
        self.program.values_of(&draft.chosen, &BTreeSet::new())
    }

    /// How much of each candidate a solution takes, per item.
    pub fn shares(&self, values: &[f64]) -> Vec<Vec<f64>> {
        let of = |v: &Variable| values.get(v.index()).copied().unwrap_or(0.0);
        self.program.x.iter().map(|x| x.iter().map(of).collect()).collect()
    }
}

/// A relaxation to be solved: under which bounds, from where, and what is to be reached.
struct Task<'c> {
    changes: Vec<Change>,
    start: Option<&'c Basis>,
    wanted: f64,
}

/// Solves a lane's relaxation, which is made where it is not there yet; where the solve ended.
fn relaxed(
    lane: &mut Option<Relaxed>,
    model: &Model,
    Task { changes, start, wanted }: &Task,
    limits: Limits,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<(Relaxation, Option<Basis>), SolverError> {
    let relaxed = match lane {
        Some(relaxed) => relaxed,
        None => lane.insert(Relaxed::new(model)?),
    };
    let relaxation = relaxed.solve(changes, *start, *wanted, limits, &mut |_| watch())?;
    Ok((relaxation, relaxed.basis()))
}
