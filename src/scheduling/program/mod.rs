//! The linear program of a day: its sets, variables, objective and rows.

mod floors;
mod formulation;
mod heard;
mod parallel;
mod people;
mod places;
mod values;

pub(super) use formulation::{Goal, Occupied, Program};
pub(super) use values::chosen;
