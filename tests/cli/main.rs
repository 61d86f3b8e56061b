//! The command line as scripts and people meet it: exit codes, JSON, languages, what is left on
//! disk.

mod bad_input;
mod demo;
mod desk;
mod files;
#[cfg(target_os = "linux")]
mod interrupt;
mod manners;
mod matching;
mod plan;
mod programmes;
