//! Plans in a few numbers, as `summary.json` holds them.

use super::RunRecord;
use crate::scheduling::{Fault, Plan};
use crate::solver::Status;
use serde::Serialize;
use serde_json::{Map, Value};

/// `summary.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    pub plans: Vec<PlanSummary>,
}

/// One plan.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlanSummary {
    pub name: String,
    /// `optimal`, `feasible`, `infeasible` or `none`.
    pub status: &'static str,
    /// Each part's weighted points.
    pub objective: Map<String, Value>,
    /// The sum of the parts; larger is better.
    pub total: i64,
    pub bound: Option<i64>,
    pub gap: Option<f64>,
    pub faults: Vec<Fault>,
    pub seconds: f64,
    pub seed: u32,
    pub input_hash: String,
}

impl PlanSummary {
    pub fn of(plan: &Plan, record: &RunRecord) -> PlanSummary {
        PlanSummary {
            name: plan.name.clone(),
            status: status_word(plan.status),
            objective: plan
                .objective
                .parts()
                .into_iter()
                .map(|(name, points)| (name.to_owned(), points.into()))
                .collect(),
            total: plan.total,
            bound: plan.bound,
            gap: plan.gap,
            faults: plan.faults.clone(),
            seconds: plan.seconds,
            seed: record.seed,
            input_hash: record.input_hash.clone(),
        }
    }
}

/// A status as files write it.
pub(super) fn status_word(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
        Status::NoneInTime => "none",
    }
}
