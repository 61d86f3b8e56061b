//! The command line: clap in front, the verbs of `app` behind.

mod account;
mod args;
mod check;
mod completions;
mod consortia;
mod demo;
mod export;
mod exposure;
mod fairness;
mod generate;
mod import;
mod interrupt;
mod japanese;
mod blind;
mod breaks;
mod verify;
mod vocabulary;
mod judge;
mod keeping;
mod language;
mod learn;
mod plan;
mod progress;
mod rank;
mod run;
mod screen;
mod place;
mod serve;
mod worker;
mod personal;
mod solve;
mod tag;
mod template;
mod weights;
mod workshop;

pub use run::main;
