//! The report of a planned day: self-contained HTML pages in both languages, for screen and paper.

mod about;
mod bottlenecks;
mod consortia;
mod convergence;
mod day;
mod desks;
mod error;
mod fairness;
mod guidance;
mod histogram;
mod input;
mod names;
mod network;
mod page;
mod partners;
mod people;
mod plot;
mod render;
mod summary;
mod tables;
mod unplaced;
mod words;
mod wrap;

pub use error::ReportError;
pub use input::{
    About, Consortia, ConsortiumSheet, Filler, PlanSheet, Ranking, Report, Source, Tie,
};
pub use page::Page;
pub(super) use plot::step as axis_step;
pub use render::{pages, render, render_personal};
