//! The rest of the day around an arrangement: consultations, meetings, and who hears what.
//!
//! Only the objective depends on the arrangement: for every person and band there is a variable that
//! says the time goes to a session there; the arrangement sets what that is worth, and whether it
//! must be. So one linear program serves all arrangements, and its prices are good for all of them.

use super::draft::Draft;
use super::program::{Goal, Occupied, Program};
use super::programme::{Arrangement, Cut, Parallel, Programme};
use crate::solver::{Change, Limits, Relaxed, SolverError, Status, Variable};
use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

/// The parts of a person's time in a band that can go to different arrangements, when two are mixed.
const HALVES: usize = 2;

pub(super) struct Rest<'p, 'i, 'a> {
    programme: &'p Programme<'i, 'a>,
    program: Program<'i, 'a>,
    relaxed: Relaxed,
    /// A person's time in a band, in its parts.
    times: Vec<[Variable; HALVES]>,
    /// Per band, by person: their place in `times`.
    index: Vec<HashMap<usize, usize>>,
}

/// What one solve of the relaxation tells.
pub(super) enum Priced {
    /// A cut that is sound for every arrangement and tight for the mix; and a value per variable.
    Cut(Cut, Vec<f64>),
    LimitReached,
    /// Nothing can be held around any arrangement.
    Impossible,
}

/// What the day is worth at most around one arrangement, and a value per variable, if any was found.
pub(super) struct Whole {
    pub bound: f64,
    pub values: Vec<f64>,
}

impl<'p, 'i, 'a> Rest<'p, 'i, 'a> {
    pub fn new(programme: &'p Programme<'i, 'a>) -> Result<Self, SolverError> {
        let instance = programme.instance;
        let mut index: Vec<HashMap<usize, usize>> = Vec::new();
        let mut occupied: Vec<Occupied> = Vec::new();
        for band in &programme.bands {
            let mut here = HashMap::new();
            for o in band.sets.iter().filter(|s| s.placed.len() == 1).flat_map(|s| &s.occupied) {
                here.entry(o.person).or_insert_with(|| {
                    let share = 1.0 / HALVES as f64;
                    let half = Occupied { points: 0, speaks: false, share, ..*o };
                    occupied.extend([half; HALVES]);
                    occupied.len() / HALVES - 1
                });
            }
            index.push(here);
        }
        let program = Program::new(instance, Goal::Around(&occupied), &BTreeSet::new());
        let times = program.occupied.chunks_exact(HALVES).map(|v| [v[0], v[1]]).collect();
        let relaxed = Relaxed::new(&program.model)?;
        Ok(Self { programme, program, relaxed, times, index })
    }

    /// What a set makes of people's time in a band: place in `times`, worth, and whether they speak.
    fn taken(&self, band: usize, set: &Parallel) -> impl Iterator<Item = (usize, f64, bool)> {
        set.occupied.iter().filter_map(move |o| {
            Some((*self.index[band].get(&o.person)?, o.points as f64, o.speaks))
        })
    }

    /// The arrangement's objective and duties, as changes to the model; each half of a mix has one.
    fn changes(&self, mix: [&Arrangement; HALVES]) -> Vec<Change> {
        let share = 1.0 / HALVES as f64;
        let mut changes = Vec::with_capacity(self.times.len() * HALVES);
        for (h, arrangement) in mix.into_iter().enumerate() {
            let unused = |t: &[Variable; HALVES]| Change {
                variable: t[h],
                points: 0.0,
                min: 0.0,
                max: share,
            };
            let first = changes.len();
            changes.extend(self.times.iter().map(unused));
            for (k, &s) in arrangement.iter().enumerate() {
                for (i, points, speaks) in self.taken(k, &self.programme.bands[k].sets[s]) {
                    let min = if speaks { share } else { 0.0 };
                    changes[first + i] = Change { points, min, ..changes[first + i] };
                }
            }
        }
        changes
    }

    /// Prices everybody's time under a mix of two arrangements, half and half.
    pub fn price(
        &mut self,
        mix: [&Arrangement; HALVES],
        limits: Limits,
        watch: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Priced, SolverError> {
        let changes = self.changes(mix);
        let outcome = self.relaxed.solve(&changes, limits, &mut |_| watch())?;
        match outcome.status {
            Status::Optimal => {}
            Status::Infeasible => return Ok(Priced::Impossible),
            Status::Feasible | Status::NoneInTime => return Ok(Priced::LimitReached),
        }
        let model = &self.program.model;
        let price = model.price(&outcome.duals);
        let taken: BTreeSet<usize> = self.program.occupied.iter().map(|v| v.index()).collect();
        // Every other variable lies between 0 and 1.
        let profit: f64 = model
            .variables()
            .filter(|v| !taken.contains(&v.index()))
            .map(|v| (model.points(v) - price.of[v.index()]).max(0.0))
            .sum();
        let time: Vec<f64> = self.times.iter().map(|t| price.of[t[0].index()]).collect();
        Ok(Priced::Cut(self.cut(price.constant + profit, &time), outcome.values))
    }

    /// The cut of prices, one per entry of `times`.
    fn cut(&self, constant: f64, prices: &[f64]) -> Cut {
        let of_set = |band: usize, set: &Parallel| {
            let won = self.taken(band, set).map(|(i, points, speaks)| {
                if speaks { -prices[i] } else { (points - prices[i]).max(0.0) }
            });
            won.sum::<f64>() + set.seats as f64
        };
        let bands = self.programme.bands.iter().enumerate();
        let values = bands.map(|(k, b)| b.sets.iter().map(|s| of_set(k, s)).collect()).collect();
        Cut::new(self.programme, constant, values)
    }

    /// The best rest around an arrangement, in whole numbers. What depends on the rooms of its
    /// sessions is left out, so the bound holds whichever rooms they have.
    pub fn whole(
        &mut self,
        arrangement: &Arrangement,
        start: &Draft,
        limits: Limits,
        watch: &mut dyn FnMut() -> ControlFlow<()>,
    ) -> Result<Whole, SolverError> {
        for change in self.changes([arrangement; HALVES]) {
            self.program.model.change(change);
        }
        let values = self.program.values_of(&start.chosen, &BTreeSet::new());
        self.program.model.start_from(values);
        let outcome = self.program.model.solve(limits, 1.0, &mut |_| watch())?;
        let sets = arrangement.iter().zip(&self.programme.bands).map(|(&s, b)| &b.sets[s]);
        let seats: i64 = sets.map(|s| s.seats).sum();
        Ok(Whole { bound: outcome.bound + seats as f64, values: outcome.values })
    }

    /// How much of each candidate a solution takes, per item.
    pub fn shares(&self, values: &[f64]) -> Vec<Vec<f64>> {
        let of = |v: &Variable| values.get(v.index()).copied().unwrap_or(0.0);
        self.program.x.iter().map(|x| x.iter().map(of).collect()).collect()
    }
}
