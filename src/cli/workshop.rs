//! The workshop argument that most commands share.

use super::screen::Screen;
use crate::app::{AppError, load_workshop};
use crate::domain::Workshop;
use crate::exchange::Limits;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct WorkshopArgs {
    /// Folder of CSV sheets, .xlsx or .json of the workshop
    #[arg(value_name = "WORKSHOP_DIR")]
    pub workshop: PathBuf,
    /// Most rows that are read, over all sheets
    #[arg(long, value_name = "N", default_value_t = Limits::default().rows)]
    pub max_rows: usize,
}

impl WorkshopArgs {
    /// Reads the workshop and passes on what its reader noticed.
    pub fn load(&self, screen: Screen) -> Result<Workshop, AppError> {
        load(&self.workshop, self.max_rows, screen)
    }
}

/// Reads a workshop and passes on what its reader noticed.
pub(super) fn load(path: &Path, max_rows: usize, screen: Screen) -> Result<Workshop, AppError> {
    let loaded = load_workshop(path, &Limits { rows: max_rows, ..Limits::default() })?;
    for notice in &loaded.notices {
        screen.note(notice.to_string());
    }
    Ok(loaded.workshop)
}
