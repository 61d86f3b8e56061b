//! A model's linear relaxation, solved again and again as bounds change.

use super::model::{Model, Sense, Variable, limit, set};
use super::outcome::{Limits, SolverError};
use super::watch::{Callback, Watch};
use highs::{HighsModelStatus, SolvedModel};
use highs_sys::{
    Highs_addRow, Highs_changeColBounds, Highs_getBasis, Highs_setBasis, Highs_zeroAllClocks,
};
use std::ffi::c_int;
use std::time::Instant;

/// New bounds of a variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    pub variable: Variable,
    pub min: f64,
    pub max: f64,
}

/// What a solve of the relaxation tells. Duals are one per row, as of a program that maximises.
#[derive(Debug, Clone, PartialEq)]
pub enum Relaxation {
    Solved {
        values: Vec<f64>,
        duals: Vec<f64>,
    },
    /// Ended early: its duals prove that it is worth less than what was asked for.
    Less {
        duals: Vec<f64>,
    },
    Infeasible,
    LimitReached,
}

/// `kHighsBasisStatusBasic`: the row is not at its limit.
const BASIC: c_int = 1;

/// A corner of the relaxation, from which another solve may start; rows that came later are not at
/// their limit there.
#[derive(Debug, Clone)]
pub struct Basis {
    columns: Vec<c_int>,
    rows: Vec<c_int>,
}

/// The relaxation in the solver's hands, with the basis of its last solve, from which the next one
/// starts: its prices stay sound when bounds change.
pub struct Relaxed {
    /// Between solves always there.
    inner: Option<highs::Model>,
    columns: usize,
    rows: usize,
    /// Of a model without variables, which the solver has no answer for.
    of_nothing: Option<Relaxation>,
}

// SAFETY: a HiGHS instance is plain memory without ties to the thread that made it, and whoever
// holds this holds it alone: it is neither copied nor shared.
unsafe impl Send for Relaxed {}

impl Relaxed {
    pub fn new(model: &Model) -> Result<Self, SolverError> {
        let of_nothing = (model.columns() == 0).then(|| {
            let outcome = model.solve_empty();
            match outcome.objective.is_finite() {
                true => Relaxation::Solved { values: outcome.values, duals: outcome.duals },
                false => Relaxation::Infeasible,
            }
        });
        // It ends at an objective only where it minimises.
        let inner = model.build(true, Sense::Minimise)?;
        Ok(Self { inner: Some(inner), columns: model.columns(), rows: model.rows(), of_nothing })
    }

    /// Takes over the rows that the model it was made of has got since.
    pub fn take_rows(&mut self, model: &Model) -> Result<(), SolverError> {
        let Some(inner) = self.inner.as_mut() else {
            return Err(SolverError::Refused("taking it up again"));
        };
        for (sum, (least, most)) in model.rows_from(self.rows) {
            let columns: Vec<c_int> = sum.iter().map(|(v, _)| v.index() as c_int).collect();
            let factors: Vec<f64> = sum.iter().map(|&(_, factor)| factor).collect();
            let count = columns.len() as c_int;
            let (columns, factors) = (columns.as_ptr(), factors.as_ptr());
            // SAFETY: the model lives, and both lists are `count` long.
            let taken =
                unsafe { Highs_addRow(inner.as_mut_ptr(), least, most, count, columns, factors) };
            if taken != 0 {
                return Err(SolverError::Refused("taking another row"));
            }
            self.rows += 1;
        }
        Ok(())
    }

    /// Solves with some variables changed; the others stay. Starts from a basis of this model, or
    /// where the last solve ended; ends as soon as it is proved to be worth less than `wanted`.
    /// `watch` is called many times a second and may stop it.
    pub fn solve(
        &mut self,
        changes: &[Change],
        start: Option<&Basis>,
        wanted: f64,
        limits: Limits,
        watch: &mut Watch<'_>,
    ) -> Result<Relaxation, SolverError> {
        let started = Instant::now();
        if let Some(relaxation) = &self.of_nothing {
            return Ok(relaxation.clone());
        }
        let Some(mut model) = self.inner.take() else {
            return Err(SolverError::Refused("taking it up again"));
        };
        limit(&mut model, limits)?;
        set(model.try_set_option("objective_bound", -wanted), "telling it when to end")?;
        let pointer = model.as_mut_ptr();
        for change in changes {
            let column = change.variable.index() as c_int;
            // SAFETY: the model lives, and the index is one of its columns; else HiGHS refuses it.
            unsafe {
                Highs_changeColBounds(pointer, column, change.min, change.max);
            }
        }
        if let Some(basis) = start
            && basis.columns.len() == self.columns
            && basis.rows.len() <= self.rows
        {
            let mut rows = basis.rows.clone();
            rows.resize(self.rows, BASIC);
            // SAFETY: the model lives, and both lists are as long as it asks. A basis it cannot use
            // it refuses, and starts from its own.
            unsafe {
                Highs_setBasis(pointer, basis.columns.as_ptr(), rows.as_ptr());
            }
        }
        // SAFETY: the model lives. Time limits count from here, not from its first solve.
        unsafe { Highs_zeroAllClocks(pointer) };
        let mut callback = Callback::new(watch, started);
        // SAFETY: the model is solved on this thread, below, while `callback` lives untouched.
        unsafe { callback.install(model.as_mut_ptr()) };
        let solved = model.try_solve().map_err(|_| SolverError::Refused("solving it"))?;
        let relaxation = relaxation(&solved);
        self.inner = Some(solved.into());
        relaxation
    }

    /// Where the last solve ended.
    pub fn basis(&mut self) -> Option<Basis> {
        let pointer = self.inner.as_mut()?.as_mut_ptr();
        let mut basis = Basis { columns: vec![0; self.columns], rows: vec![0; self.rows] };
        // SAFETY: the model lives, and HiGHS writes one number per column and per row of it.
        let read =
            unsafe { Highs_getBasis(pointer, basis.columns.as_mut_ptr(), basis.rows.as_mut_ptr()) };
        (read == 0).then_some(basis)
    }
}

fn relaxation(solved: &SolvedModel) -> Result<Relaxation, SolverError> {
    let duals = || solved.get_solution().dual_rows().iter().map(|d| -d).collect();
    Ok(match solved.status() {
        HighsModelStatus::Optimal => {
            Relaxation::Solved { values: solved.get_solution().columns().to_vec(), duals: duals() }
        }
        HighsModelStatus::ObjectiveBound => Relaxation::Less { duals: duals() },
        HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => {
            Relaxation::Infeasible
        }
        HighsModelStatus::Unbounded => return Err(SolverError::Unbounded),
        HighsModelStatus::ReachedTimeLimit
        | HighsModelStatus::ReachedInterrupt
        | HighsModelStatus::ReachedIterationLimit
        | HighsModelStatus::ReachedMemoryLimit => Relaxation::LimitReached,
        other => return Err(SolverError::Stopped(format!("{other:?}"))),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Sum;
    use super::*;
    use std::ops::ControlFlow;

    /// Two things wanted, 3 and 2 points, room for one and a half.
    fn knapsack() -> (Model, [Variable; 2]) {
        let mut model = Model::new();
        let both = [model.binary(3.0), model.binary(2.0)];
        model.at_most(both.into_iter().collect::<Sum>(), 1.5);
        (model, both)
    }

    fn solve(relaxed: &mut Relaxed, changes: &[Change], wanted: f64) -> Relaxation {
        relaxed
            .solve(changes, None, wanted, Limits::default(), &mut |_| ControlFlow::Continue(()))
            .unwrap()
    }

    #[test]
    fn duals_are_those_of_a_program_that_maximises() {
        let (model, _) = knapsack();
        let mut relaxed = Relaxed::new(&model).unwrap();
        assert_eq!(
            solve(&mut relaxed, &[], f64::NEG_INFINITY),
            Relaxation::Solved { values: vec![1.0, 0.5], duals: vec![2.0] }
        );
    }

    #[test]
    fn changed_bounds_stay_until_they_are_changed_again() {
        let (model, [first, _]) = knapsack();
        let mut relaxed = Relaxed::new(&model).unwrap();
        let out = Change { variable: first, min: 0.0, max: 0.0 };
        let Relaxation::Solved { values, .. } = solve(&mut relaxed, &[out], f64::NEG_INFINITY)
        else {
            panic!("it can be solved")
        };
        assert_eq!(values, [0.0, 1.0]);
        let basis = relaxed.basis().unwrap();
        let back = Change { variable: first, min: 0.0, max: 1.0 };
        let go_on = &mut |_| ControlFlow::Continue(());
        let start = Some(&basis);
        let again = relaxed.solve(&[back], start, f64::NEG_INFINITY, Limits::default(), go_on);
        let Relaxation::Solved { values, .. } = again.unwrap() else { panic!("it can be solved") };
        assert_eq!(values, [1.0, 0.5]);
    }

    /// Whether it ends early is the solver's affair; that the duals say *less* is not.
    #[test]
    fn what_ends_early_is_worth_less_than_wanted() {
        let mut model = Model::new();
        let wanted: Vec<Variable> = (0..60).map(|i| model.binary(f64::from(i % 7 + 1))).collect();
        for pair in wanted.windows(2) {
            model.at_most(pair.iter().copied().collect::<Sum>(), 1.0);
        }
        let mut relaxed = Relaxed::new(&model).unwrap();
        let Relaxation::Solved { duals, .. } = solve(&mut relaxed, &[], f64::NEG_INFINITY) else {
            panic!("it can be solved")
        };
        let most: f64 = duals.iter().sum();
        let shut: Vec<Change> =
            wanted.iter().map(|&variable| Change { variable, min: 0.0, max: 0.4 }).collect();
        match solve(&mut relaxed, &shut, most - 1.0) {
            Relaxation::Less { duals } | Relaxation::Solved { duals, .. } => {
                let price = model.price(&duals);
                let profit = |v: &Variable| (model.points(*v) - price.of[v.index()]).max(0.0) * 0.4;
                let worth = price.constant + wanted.iter().map(profit).sum::<f64>();
                assert!(worth < most - 1.0, "{worth} of {most}");
            }
            other => panic!("{other:?}"),
        }
    }
}
