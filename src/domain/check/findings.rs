//! The faults as they are found.

use crate::domain::{InputFault, Problem, Sheet, nearest};
use std::fmt::Display;

/// How many edit distances may be computed in all: looking for the nearest id of a hundred
/// thousand wrong ones would take hours and help nobody.
const COMPARISONS: usize = 2_000_000;

pub(super) struct Findings {
    faults: Vec<InputFault>,
    comparisons: usize,
}

impl Findings {
    pub fn new() -> Findings {
        Findings { faults: Vec::new(), comparisons: COMPARISONS }
    }

    pub fn add(
        &mut self,
        sheet: Sheet,
        entry: impl Into<Option<usize>>,
        column: &str,
        problem: Problem,
    ) {
        let (entry, column) = (entry.into(), column.to_owned());
        self.faults.push(InputFault { sheet, entry, row: None, column, problem });
    }

    pub fn conflict(
        &mut self,
        sheet: Sheet,
        entry: impl Into<Option<usize>>,
        column: &str,
        message: String,
    ) {
        self.add(sheet, entry, column, Problem::Conflict(message));
    }

    pub fn missing(
        &mut self,
        sheet: Sheet,
        entry: impl Into<Option<usize>>,
        column: &str,
        expected: &str,
    ) {
        self.add(sheet, entry, column, Problem::Missing { expected: expected.to_owned() });
    }

    pub fn out_of_range(
        &mut self,
        sheet: Sheet,
        entry: impl Into<Option<usize>>,
        column: &str,
        value: impl Display,
        expected: impl Display,
    ) {
        let (value, expected) = (value.to_string(), expected.to_string());
        self.add(sheet, entry, column, Problem::OutOfRange { value, expected });
    }

    /// The nearest candidate, as long as there is patience left.
    pub fn nearest<'a>(
        &mut self,
        value: &str,
        candidates: impl ExactSizeIterator<Item = &'a str>,
    ) -> Option<String> {
        self.comparisons = self.comparisons.checked_sub(candidates.len())?;
        nearest(value, candidates)
    }

    pub fn in_order(mut self) -> Vec<InputFault> {
        self.faults.sort_by_key(|fault| (fault.sheet, fault.entry));
        self.faults
    }
}
