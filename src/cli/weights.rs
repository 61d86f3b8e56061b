//! The weights argument of the commands that rank.

use crate::app::{AppError, load_weights};
use crate::matching::Weights;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct WeightsArgs {
    /// Weights that `enishi learn` wrote; the default ones where not given
    #[arg(long, value_name = "FILE.json")]
    pub weights: Option<PathBuf>,
}

impl WeightsArgs {
    pub fn load(&self) -> Result<Weights, AppError> {
        load_weights(self.weights.as_deref())
    }
}
