//! A variable or its negation.

use std::ops::Not;

/// Variable `v` as `2 v`, its negation as `2 v + 1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lit(u32);

impl Lit {
    pub fn new(variable: usize, holds: bool) -> Self {
        Lit((variable as u32) << 1 | u32::from(!holds))
    }

    pub fn variable(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// Whether it is the variable itself.
    pub fn is_positive(self) -> bool {
        self.0 & 1 == 0
    }

    /// A place in tables of literals.
    pub fn index(self) -> usize {
        self.0 as usize
    }

    pub(super) fn code(self) -> u32 {
        self.0
    }

    pub(super) fn of_code(code: u32) -> Self {
        Lit(code)
    }
}

impl Not for Lit {
    type Output = Self;

    fn not(self) -> Self {
        Lit(self.0 ^ 1)
    }
}
