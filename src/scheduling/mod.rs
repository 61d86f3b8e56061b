//! The timetable of the day. The judge decides what a good plan is; the linear program finds one
//! and proves how good it is; neither knows the other.

mod directory;
mod flaw;
mod names;
mod rules;
mod fault;
mod attendance;
mod comfort;
mod received;
mod objective;
mod judge;

mod instance;
mod grid;
mod draft;
mod hearing;
mod greedy;
mod search;
mod program;
mod programme;
mod uses;
mod proof;
mod rest;
mod decompose;
mod convention;
mod certificate;
mod plan;

mod repair;
mod fill;
mod conflict;
mod reason;
mod explain;
mod make_way;
mod force;
mod places;
mod what_if;
mod fairness;

pub mod fewest_breaks;

pub use attendance::{Attended, attendance};
pub use certificate::Certificate;
pub use conflict::{Conflict, Demand, conflict};
pub use convention::{Prices, Stretch};
pub use directory::Directory;
pub use explain::{explain, explain_wish, unplaced};
pub use fairness::{
    FairnessCurve, FairnessOptions, FairnessPoint, Group, GroupResult, GroupShare, MostForOne,
    fairness, group_results, worst_off,
};
pub use fault::Fault;
pub use fill::fill;
pub use flaw::Flaw;
pub use force::{Force, ForcePrice, force};
pub use judge::{Judgement, judge};
pub use names::Names;
pub use objective::{Objective, meeting_points};
pub use places::{Place, places};
pub use plan::{Phase, Plan, PlanOptions, Progress, plan};
pub use proof::{Priced, Proof};
pub use reason::{Cause, Reason, Repair, Step, Unplaced};
pub use received::received;
pub use repair::{Change, Least, RepairOptions, Repaired, changes, repair};
pub use rules::Rule;
pub use what_if::{Gain, WhatIf, gain, what_ifs};
