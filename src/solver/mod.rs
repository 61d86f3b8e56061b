//! The one door to the linear programming solver: a model goes in through `good_lp`, an honest
//! outcome comes back from HiGHS.

mod model;
mod outcome;
mod watch;

pub use model::{Model, Sum, Variable};
pub use outcome::{Limits, Outcome, SolverError, Status};
pub use watch::{Event, Watch};
