//! One demand held against one consortium: an outcome, a sentence with the numbers, the gaps.

mod demand;
mod members;
mod money;
mod time;

pub(super) use demand::{Case, Finding, check};
pub(super) use money::share;
