//! The command line: clap in front, the verbs of `app` behind.

mod args;
mod interrupt;
mod judge;
mod language;
mod plan;
mod progress;
mod run;
mod screen;
mod template;
mod workshop;

pub use run::main;
