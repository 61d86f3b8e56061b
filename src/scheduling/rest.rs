//! The rest of the day around an arrangement: consultations, meetings, and who hears what.
//!
//! Only the objective depends on the arrangement: for every person and band there is a variable that
//! says the time goes to a session there; the arrangement sets what that is worth, and whether it
//! must be. So one linear program serves all arrangements, and its prices are good for all of them.

use super::draft::Draft;
use super::program::{Goal, Program};
use super::programme::{Arrangement, Cut, Parallel, Programme};
use super::proof::{Priced as Proved, Proof, UNIT};
use super::uses::Uses;
use crate::solver::{
    Basis, Change, Conflicts, Ended, Lanes, Limits, Model, Price, Relaxation, SolverError, Task,
    Variable,
};
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Mixes that are priced side by side: prices of a third look at what the first two have settled.
const LANES: usize = 2;
/// How far below what is wanted a relaxation has to be to end early: the points are whole, and so
/// many digits its prices always have.
const CLEARLY: f64 = 0.5;
/// Of values and prices.
const ROUNDING: f64 = 1e-6;
/// How often a relaxation is solved again with rows it breaks.
const ROUNDS: usize = 12;
/// Between two questions whether to go on.
const TICK: Duration = Duration::from_millis(5);

pub(super) struct Rest<'p, 'i, 'a> {
    programme: &'p Programme<'i, 'a>,
    program: Program<'i, 'a>,
    conflicts: Conflicts,
    /// One for each thread that prices.
    lanes: Lanes,
    /// Where the relaxation of an arrangement ended: nearly where that of one like it will.
    corners: Vec<(Arrangement, Basis)>,
    /// Per variable of the program's `occupied`.
    uses: Uses,
    /// The rows that the program had before any were grown and that it has still: its first.
    kept: Vec<usize>,
    /// What every relaxation priced its rows at.
    proofs: Vec<Vec<(usize, i64)>>,
}

/// Arrangements, each with an equal share.
pub(super) type Mix<'m> = &'m [&'m Arrangement];

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
        let uses = Uses::of(programme);
        let mut program =
            Program::new(programme.instance, Goal::Around(&uses.occupied), &BTreeSet::new());
        let kept = program.model.other_rows();
        let conflicts = Conflicts::of(&program.model);
        conflicts.merge(&mut program.model);
        program.model.as_it_is();
        let lanes = Lanes::new(threads.min(LANES));
        let corners = Vec::new();
        Self { programme, program, kept, conflicts, lanes, corners, uses, proofs: Vec::new() }
    }

    /// A mix of arrangements, as changes to the model: how much of everybody's time can go where.
    /// Only bounds change, so the prices of one mix are a start for the next.
    fn changes(&self, mix: Mix) -> Vec<Change> {
        let mut shares = vec![0.0; self.program.occupied.len()];
        for arrangement in mix {
            for (k, &s) in arrangement.iter().enumerate() {
                for &used in &self.uses.taken[k][s] {
                    shares[used] += 1.0 / mix.len() as f64;
                }
            }
        }
        let each = self.program.occupied.iter().zip(&self.uses.all).zip(shares);
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
        let until = limits.end();
        let mut all = Vec::with_capacity(mixes.len());
        for mixes in mixes.chunks(self.lanes.count()) {
            let relaxations = self.tightened(mixes, wanted, until, limits, watch)?;
            for (mix, (relaxation, corner)) in mixes.iter().zip(relaxations) {
                let mut priced = self.priced(relaxation);
                if let [arrangement] = mix {
                    self.corners.extend(corner.map(|corner| ((*arrangement).clone(), corner)));
                    if let Priced::Cut(cut, None) = &priced
                        && cut.value(arrangement) > wanted
                    {
                        // Rounding took away what ended it early: to the end, then.
                        let again =
                            self.tightened(&[*mix], f64::NEG_INFINITY, until, limits, watch)?;
                        if let Some((relaxation, _)) = again.into_iter().next() {
                            priced = self.priced(relaxation);
                        }
                    }
                }
                all.push(priced);
            }
        }
        Ok(all)
    }

    /// Solves a relaxation in each lane; those of one arrangement again and again, as long as there
    /// are rows that whole plans keep and they break. The rows stay for all that come later.
    fn tightened(
        &mut self,
        mixes: &[Mix],
        wanted: f64,
        until: Instant,
        limits: Limits,
        watch: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Vec<Ended>, SolverError> {
        let mut tasks: Vec<Option<Task>> =
            mixes.iter().map(|mix| Some(self.task(mix, wanted))).collect();
        let mut last: Vec<Option<Ended>> = mixes.iter().map(|_| None).collect();
        for round in 0..=ROUNDS {
            let model = &self.program.model;
            let ended = self.lanes.solve(model, &tasks, limits.until(until), watch)?;
            for ((mix, task), (last, ended)) in
                mixes.iter().zip(&mut tasks).zip(last.iter_mut().zip(ended))
            {
                let broken = match &ended {
                    Some((Relaxation::Solved { values, duals }, _))
                        if mix.len() == 1 && round < ROUNDS =>
                    {
                        let price = self.program.model.price(duals);
                        let profits = self.profits(&price);
                        let mut asked = Instant::now();
                        let go_on = &mut || {
                            let now = Instant::now();
                            if now - asked < TICK {
                                return true;
                            }
                            asked = now;
                            now < until && watch().is_continue()
                        };
                        self.conflicts.broken(values, &profits, go_on)
                    }
                    _ => Vec::new(),
                };
                match task {
                    // From where it ended.
                    Some(task) if !broken.is_empty() => task.start = None,
                    _ => *task = None,
                }
                for clique in broken {
                    self.program.model.at_most(clique.into_iter().collect(), 1.0);
                }
                *last = ended.or(last.take());
            }
            if tasks.iter().all(Option::is_none) {
                break;
            }
        }
        Ok(last.into_iter().flatten().collect())
    }

    fn task(&self, mix: Mix, wanted: f64) -> Task {
        let changes = self.changes(mix);
        match mix {
            [arrangement] => {
                let wanted = wanted - self.programme.seats(arrangement) as f64 - CLEARLY;
                Task { changes, start: self.nearest(arrangement).cloned(), wanted }
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

    fn priced(&mut self, relaxation: Relaxation) -> Priced {
        let (values, duals) = match relaxation {
            Relaxation::Solved { values, duals } => (Some(values), duals),
            Relaxation::Less { duals } => (None, duals),
            Relaxation::Infeasible => return Priced::Impossible,
            Relaxation::LimitReached => return Priced::LimitReached,
        };
        self.proofs.push(rounded(&self.program.model, &duals));
        let price = self.program.model.price(&duals);
        let mut profits = self.profits(&price);
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

    /// What each variable wins above its price.
    fn profits(&self, price: &Price) -> Vec<f64> {
        let model = &self.program.model;
        model.variables().map(|v| model.points(v) - price.of[v.index()]).collect()
    }

    /// The cut of prices, one per use.
    fn cut(&self, constant: f64, prices: &[f64]) -> Cut {
        let of_set = |set: &Parallel, taken: &[usize]| {
            let won = taken.iter().map(|&i| {
                let left = self.uses.all[i].points as f64 - prices[i];
                if self.uses.all[i].speaks { left } else { left.max(0.0) }
            });
            won.sum::<f64>() + set.seats as f64
        };
        let bands = self.programme.bands.iter().zip(&self.uses.taken);
        let values = bands.map(|(band, taken)| {
            band.sets.iter().zip(taken).map(|(set, taken)| of_set(set, taken)).collect()
        });
        let values = values.collect();
        Cut::new(self.programme, constant, values)
    }

    /// What shows others the cuts: the prices of all relaxations so far.
    pub fn proof(&self) -> Proof {
        let model = &self.program.model;
        let mut cliques: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<usize, usize> = HashMap::new();
        let cuts = self.proofs.iter().map(|prices| {
            let mut cut = Proved::default();
            for &(row, price) in prices {
                match self.kept.get(row) {
                    Some(&kept) => cut.rows.push((kept, price)),
                    None => {
                        let clique = *known.entry(row).or_insert_with(|| {
                            let of = model.variables_of(row);
                            cliques.push(of.into_iter().map(Variable::index).collect());
                            cliques.len() - 1
                        });
                        cut.cliques.push((clique, price));
                    }
                }
            }
            cut
        });
        let cuts = cuts.collect();
        Proof { cliques, cuts }
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

/// Duals as whole prices, those that help to bound.
fn rounded(model: &Model, duals: &[f64]) -> Vec<(usize, i64)> {
    let prices = duals.iter().map(|dual| (dual * UNIT as f64).round() as i64).enumerate();
    prices.filter(|&(row, price)| model.sound(row, price)).collect()
}
