//! A satisfiability solver over clauses and cardinality constraints.

mod literal;
mod arena;
mod order;
mod restarts;
mod trace;
mod search;

pub use literal::Lit;
pub use search::{Solver, Verdict};
pub use trace::Lemma;
