//! A model's linear relaxation, solved again and again as bounds change.

use super::model::{Model, Variable, limit, outcome};
use super::outcome::{Limits, Outcome, SolverError};
use super::watch::{Callback, Watch};
use highs_sys::{Highs_changeColBounds, Highs_zeroAllClocks};
use std::ffi::c_int;
use std::time::Instant;

/// New bounds of a variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    pub variable: Variable,
    pub min: f64,
    pub max: f64,
}

/// The relaxation in the solver's hands, with the basis of its last solve, from which the next one starts:
/// its prices stay sound when bounds change.
pub struct Relaxed {
    /// Between solves always there.
    inner: Option<highs::Model>,
    /// Of a model without variables, which the solver has no answer for.
    of_nothing: Option<Outcome>,
}

// SAFETY: a HiGHS instance is plain memory without ties to the thread that made it, and whoever
// holds this holds it alone: it is neither copied nor shared.
unsafe impl Send for Relaxed {}

impl Relaxed {
    pub fn new(model: &Model) -> Result<Self, SolverError> {
        let of_nothing = (model.columns() == 0).then(|| model.solve_empty());
        Ok(Self { inner: Some(model.build(true)?), of_nothing })
    }

    /// Solves with some variables changed; the others stay. `watch` is called
    /// many times a second and may stop it.
    pub fn solve(
        &mut self,
        changes: &[Change],
        limits: Limits,
        watch: &mut Watch<'_>,
    ) -> Result<Outcome, SolverError> {
        let started = Instant::now();
        if let Some(outcome) = &self.of_nothing {
            return Ok(outcome.clone());
        }
        let Some(mut model) = self.inner.take() else {
            return Err(SolverError::Refused("taking it up again"));
        };
        limit(&mut model, limits)?;
        let pointer = model.as_mut_ptr();
        for change in changes {
            let column = change.variable.index() as c_int;
            // SAFETY: the model lives, and the index is one of its columns; else HiGHS refuses it.
            unsafe {
                Highs_changeColBounds(pointer, column, change.min, change.max);
            }
        }
        // SAFETY: the model lives. Time limits count from here, not from its first solve.
        unsafe { Highs_zeroAllClocks(pointer) };
        let mut callback = Callback::new(watch, started);
        // SAFETY: the model is solved on this thread, below, while `callback` lives untouched.
        unsafe { callback.install(model.as_mut_ptr()) };
        let solved = model.try_solve().map_err(|_| SolverError::Refused("solving it"))?;
        let outcome = outcome(&solved, false, 1.0, started.elapsed().as_secs_f64());
        self.inner = Some(solved.into());
        outcome
    }
}
