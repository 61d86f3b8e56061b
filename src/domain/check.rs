//! Whether a workshop's data agrees with itself.

use super::{InputFault, Workshop};

/// Every fault in the data, in sheet and row order; empty when it can be planned.
pub fn check(_workshop: &Workshop) -> Vec<InputFault> {
    Vec::new()
}
