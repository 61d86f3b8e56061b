//! Who should meet whom: likeness, complements, a graph, reasons, consortia.

mod bound;
mod change;
pub mod collaboration;
pub mod consortium;
mod error;
mod exclusions;
mod exposure;
mod fit;
pub mod graph;
mod grounds;
mod index;
pub mod learn;
mod part;
mod points;
mod rank;
mod reason;
mod register;
mod stance;
mod telling;
mod weights;
mod words;

pub use change::Change;
pub use error::MatchingError;
pub use exclusions::{Apart, Exclusions};
pub use exposure::{Exposure, Shown};
pub use index::Index;
pub use part::{Borne, Grounds, Part, PartKind};
pub use points::Points;
pub use rank::{Lens, Query, Scope, Suggestion};
pub use reason::{Counterfactual, Reason};
pub use register::{Cooperation, Register};
pub use weights::Weights;
