//! Who should meet whom: likeness, complements, a graph, reasons, consortia.

pub mod consortium;
mod error;
pub mod graph;
mod points;

pub use error::MatchingError;
pub use points::Points;
