//! What goes over the wire: the shapes of the OpenAPI document.

mod basics;
mod people;
mod profiles;
mod reasons;
mod venue;
mod setup;
mod suggestions;
mod requests;
mod consortia;
mod fairness;
mod plans;

pub use basics::{Page, PageQuery, Text, page};
pub use consortia::*;
pub use fairness::*;
pub use people::*;
pub use plans::*;
pub use profiles::*;
pub use reasons::*;
pub use requests::*;
pub use setup::*;
pub use suggestions::*;
pub use venue::*;
