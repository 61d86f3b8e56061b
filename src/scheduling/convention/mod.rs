//! Workshops of many meetings at tables, around sessions that stand: thousands of meetings over several
//! days, with breaks, walking and fairness.
//!
//! Sets: meetings *m* with their people *p*, slots *k* in days, halls *r* (rooms with tables that no
//! walk can tell apart). Variables: x\[m,k,r\]. Objective: points of the meetings held, less breaks,
//! floors walked and meetings short of the fair share. Constraints: who is present, one thing at a
//! time, time to walk, caps, tables. A search finds (`seating.rs`, `moves.rs`, `search.rs`), a
//! relaxation bounds (`bound.rs`); its prices show the bound to others (`certificate.rs`).

mod crowd;
mod seating;
mod greedy;
mod moves;
mod search;
mod certificate;
mod prices;
mod bound;
mod engine;
mod ledger;
mod make_way;
mod mend;

pub use certificate::{Prices, Stretch};
pub(super) use crowd::Crowd;
pub(super) use engine::plan_convention;
pub(super) use make_way::{MadeWay, make_way};
pub(super) use mend::{Mended, Mending, mend};
