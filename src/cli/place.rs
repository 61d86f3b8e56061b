//! Where the service's data stands: said here, in the environment or in a file of settings.

use super::serve::failed;
use crate::app::AppError;
use crate::domain::Text;
use crate::server::{Settings, StartError, Wrong, file_of_environment, read_settings};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Place {
    /// File of settings (TOML); ENISHI_CONFIG names one too
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder for the database, mails and tokens [default: enishi-data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// PostgreSQL instead of SQLite in the data folder
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
}

impl Place {
    /// Settings of the file and the environment, and above them what the command line says.
    pub(super) fn settings(&self) -> Result<Settings, AppError> {
        let program = std::env::current_exe()
            .map_err(|e| failed(&StartError::Failed(format!("this program has no path: {e}"))))?;
        let file = self.config.clone().or_else(file_of_environment);
        let mut settings = read_settings(Settings::new(program), file.as_deref(), std::env::vars())
            .map_err(|wrong| AppError::Argument(all(&wrong)))?;
        if let Some(dir) = &self.data_dir {
            settings.data_dir.clone_from(dir);
        }
        if let Some(database) = &self.database {
            settings.database = Some(database.clone());
        }
        Ok(settings)
    }
}

fn all(wrong: &[Wrong]) -> Text {
    let join = |of: fn(&Wrong) -> &str| wrong.iter().map(of).collect::<Vec<_>>().join("\n");
    Text::new(join(|w| &w.0.ja), join(|w| &w.0.en))
}
