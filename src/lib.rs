//! Enishi (縁): profiles in, consortia and a timetable out, each with a reason and a proof.
//!
//! The rooms in reading order; each imports only those above it (`tests/tidy.rs` holds it).

pub mod domain;
pub mod vocabulary;
pub mod generate;
pub mod programmes;
pub mod solver;
pub mod matching;
pub mod scheduling;
pub mod exchange;
pub mod store;
pub mod app;
pub mod server;
pub mod cli;
