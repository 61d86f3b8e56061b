//! What a solve was allowed and what it found.

use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

/// Limits of one solve.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    pub seconds: f64,
    /// At least 1.
    pub threads: u32,
    pub seed: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 60.0, threads: 2, seed: 1 }
    }
}

/// Longer than anybody waits, in seconds.
const A_YEAR: f64 = 365.0 * 86_400.0;

impl Limits {
    /// When the time is over, if it begins now.
    pub fn end(&self) -> Instant {
        Instant::now() + Duration::from_secs_f64(self.seconds.clamp(0.0, A_YEAR))
    }

    /// The same limits with what is left of the time.
    pub fn until(self, end: Instant) -> Self {
        Self { seconds: end.saturating_duration_since(Instant::now()).as_secs_f64(), ..self }
    }
}

/// How a solve ended. A limit reached is an honest outcome, not an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The values are best: the bound meets the objective.
    Optimal,
    /// There are values, and a bound that says how far they may be from the best.
    Feasible,
    /// No values can satisfy the rows.
    Infeasible,
    /// Limits or an interruption came before any values were found.
    NoneInTime,
}

/// What a solve found. Larger objectives are better.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub status: Status,
    /// A value per variable, in order of creation; empty without values.
    pub values: Vec<f64>,
    /// Of `values`; minus infinity without values.
    pub objective: f64,
    /// No solution is better; plus infinity where nothing was proved.
    pub bound: f64,
    pub seconds: f64,
    /// A dual value per row; only after a solve without integer variables.
    pub duals: Vec<f64>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SolverError {
    #[error("the solver refused the model while {0}; this is a fault in enishi, please report it")]
    Refused(&'static str),
    #[error("the model has no finite optimum; this is a fault in enishi, please report it")]
    Unbounded,
    #[error("the solver stopped with status {0}; this is a fault in enishi, please report it")]
    Stopped(String),
}
