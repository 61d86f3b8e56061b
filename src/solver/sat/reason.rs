//! Why a variable has its value.

use super::arena::Place;

/// Why a variable has its value: a clause, a cardinality constraint, or nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Reason(pub(super) u32);

const CARD: u32 = 1 << 31;

impl Reason {
    pub(super) const NONE: Reason = Reason(u32::MAX);

    pub(super) fn clause(c: Place) -> Self {
        Reason(c)
    }

    pub(super) fn card(i: usize) -> Self {
        Reason(CARD | i as u32)
    }

    pub(super) fn as_card(self) -> Option<usize> {
        (self != Self::NONE && self.0 & CARD != 0).then_some((self.0 & !CARD) as usize)
    }
}
