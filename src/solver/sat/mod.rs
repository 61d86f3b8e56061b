//! A satisfiability solver over clauses and cardinality constraints.

mod literal;
mod arena;
mod reason;
mod order;
mod restarts;
mod trace;
mod solver;
mod lemmas;
mod constraints;
mod propagation;
mod phases;
mod analysis;
mod minimization;
mod cleaning;
mod search;

pub use literal::Lit;
pub use search::Verdict;
pub use solver::Solver;
pub use trace::Lemma;
