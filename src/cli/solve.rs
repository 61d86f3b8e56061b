//! `enishi solve`: the process in which the service solves; it speaks JSON lines.

use super::screen::Screen;
use crate::app::{AppError, Exit, solve};
use clap::Args;
use std::io;

#[derive(Debug, Args)]
pub(super) struct SolveArgs {}

pub(super) fn run(_: &SolveArgs, _: Screen) -> Result<Exit, AppError> {
    solve(io::BufReader::new(io::stdin()), io::stdout())?;
    Ok(Exit::Done)
}
