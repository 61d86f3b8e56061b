//! The price of fairness: what a day is worth in all if nobody receives less than a floor.
//!
//! **Measure.** A person's share is the points of their own wishes that a plan grants, of the most that
//! any plan could grant them: what the day would give them were it planned for them alone (proved by
//! the linear program). Shares of different people can be compared, and the best least share is the
//! solution of Kalai and Smorodinsky; the loss of value it takes is the price of fairness (Bertsimas,
//! Farias, Trichakis: The Price of Fairness, Operations Research 59(1), 2011).
//!
//! **Curve.** Per floor, in whole per cent, the plan of most value that gives everybody at least as
//! large a share (the ε-constraint method). The floors are rows of the linear program
//! (`program/floors.rs`), so a floor is reached by a judged plan, proved impossible, or neither in the
//! time there is; the plan's bound holds for all plans with its floor. The highest possible floor is
//! found by bisection, those between it and the plan of most value are spread evenly.

mod groups;
mod shares;
mod curve;

pub use curve::{FairnessCurve, FairnessOptions, FairnessPoint, fairness};
pub use groups::{Group, GroupResult, group_results, worst_off};
pub use shares::{GroupShare, MostForOne};
