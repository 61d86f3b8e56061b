//! Enishi (縁): profiles in, consortia and a timetable out, each with a reason and a proof.
//!
//! The rooms in reading order; each imports only those above it (`tests/tidy` holds it).

pub mod app;
pub mod cli;
pub mod domain;
pub mod exchange;
pub mod generate;
pub mod matching;
pub mod programmes;
pub mod scheduling;
pub mod solver;
pub mod vocabulary;
