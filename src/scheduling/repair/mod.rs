//! Re-planning with the fewest changes: what is agreed stays, and what must move moves least.
//!
//! First as many items as possible stay placed, then as few people as possible notice a change (of time,
//! room or table), then as few items as possible move. What is broken changes in any repair, and that with
//! what stands in its way is a bound (`least.rs`). Of days of meetings a search repairs
//! (`convention/mend.rs`), which then takes the most points among the plans that change as little. What it
//! leaves open on smaller days, and days with talks to move, are for the linear program (`widening.rs`): its
//! objective is the three as one whole number (a dropped item weighs more than all people, a person more
//! than all items), so one proof covers them. What moves then goes to where it is worth most (`worth.rs`).

mod changes;
mod standing;
mod least;
mod widening;
mod worth;
mod engine;

pub use changes::{Change, changes};
pub use engine::{RepairOptions, Repaired, repair};
pub use least::Least;
pub(super) use standing::Standing;
