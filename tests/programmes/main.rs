//! Funding rules against cases worked by hand from the documents (000, 001, 004), properties that
//! hold for every consortium, and a scheme that is nothing but a text.

mod by_hand;
mod consortia;
mod files;
mod properties;
mod verdicts;
