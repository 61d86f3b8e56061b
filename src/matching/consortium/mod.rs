//! Candidate consortia: the exact best groups of a weighted graph, under quotas.

mod candidates;
mod diverse;
mod enumeration;
mod question;
mod quotas;
mod search;

pub use candidates::{Candidate, CandidateGraph, Candidates};
pub use diverse::diverse;
pub use enumeration::enumerate;
pub use question::{Question, Worth};
pub use quotas::{KINDS, Quota};
pub use search::{Answer, Group, MAX_GROUPS, MAX_SIZE, search};
