//! Workshops of any size: meetings at tables over one or more days.

mod cast;
mod demand;
mod size;
mod venue;
mod workshop;

pub use size::Size;
pub use workshop::convention;
