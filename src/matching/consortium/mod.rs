//! Candidate consortia: the exact best groups of a weighted graph, under quotas.

mod branches;
mod candidates;
mod ceiling;
mod climber;
mod core;
mod core_growth;
mod disjoint;
mod diverse;
mod enumeration;
mod ground;
mod last_places;
mod question;
mod quotas;
mod search;
mod staircase;
mod swaps;

pub use candidates::{Candidate, CandidateGraph, Candidates};
pub use disjoint::{Choice, disjoint};
pub use diverse::{Spread, diverse};
pub use enumeration::enumerate;
pub use question::{Question, Worth};
pub use quotas::{KINDS, Quota, Unmet};
pub use search::{Answer, Group, MAX_GROUPS, MAX_SIZE, search};
