//! A workshop translated into dense numbers for the engines, and a timetable back.

mod dense;
mod floors;
mod offers;
mod places;
mod sets;
mod timetable;

pub(super) use dense::{Candidate, Instance, Interest, Item, Minute, Place, Span, TableRoom};
pub(super) use floors::Floors;
pub(super) use sets::Next;
