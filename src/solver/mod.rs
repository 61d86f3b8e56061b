//! The one door to the linear programming solver: a model goes in through `good_lp`, an honest
//! outcome comes back from HiGHS. Beside it a second prover, for satisfiability.

mod cliques;
mod held;
mod lanes;
mod model;
mod outcome;
mod relaxed;
mod version;
mod watch;
mod whole;
pub mod sat;

pub use cliques::Conflicts;
pub use lanes::{Ended, Lanes, Task};
pub use model::{Model, Price, Sum, Variable};
pub use outcome::{Limits, Outcome, SolverError, Status};
pub use relaxed::{Basis, Change, Relaxation, Relaxed};
pub use version::solver_version;
pub use watch::{Event, Watch};
pub use whole::{Unsound, WholePrice};
