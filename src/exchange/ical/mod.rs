//! iCalendar (RFC 5545, RFC 7986): feeds that update and cancel.

mod calendar;
mod lines;
mod zone;

pub use calendar::{Feed, calendar};
