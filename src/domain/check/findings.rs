//! The faults as they are found.

use crate::domain::{InputFault, Problem, Sheet, Text, nearest};
use std::fmt::Display;
use std::ops::RangeInclusive;

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
        message: Text,
    ) {
        self.add(sheet, entry, column, Problem::Conflict(message));
    }

    pub fn missing(
        &mut self,
        sheet: Sheet,
        entry: impl Into<Option<usize>>,
        column: &str,
        expected: Text,
    ) {
        self.add(sheet, entry, column, Problem::Missing { expected });
    }

    pub fn out_of_range(
        &mut self,
        sheet: Sheet,
        entry: impl Into<Option<usize>>,
        column: &str,
        value: Text,
        expected: Text,
    ) {
        self.add(sheet, entry, column, Problem::OutOfRange { value, expected });
    }

    /// `200 まで`, `at most 200`.
    pub fn at_most(limit: impl Display) -> Text {
        Text::new(format!("{limit} まで"), format!("at most {limit}"))
    }

    /// `0〜240`, `0 to 240`.
    pub fn from_to(first: impl Display, last: impl Display) -> Text {
        Text::new(format!("{first}〜{last}"), format!("{first} to {last}"))
    }

    /// What an end must be.
    pub fn later_than(start: impl Display) -> Text {
        Text::new(format!("開始 {start} より後"), format!("later than the start {start}"))
    }

    pub fn year_in(years: &RangeInclusive<i32>) -> Text {
        let (first, last) = (years.start(), years.end());
        Text::new(format!("{first} 年から {last} 年まで"), format!("a year from {first} to {last}"))
    }

    pub fn whole_minutes() -> Text {
        Text::new("分単位の時刻", "whole minutes")
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
