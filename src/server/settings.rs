//! How the service is set up.

use std::net::SocketAddr;
use std::path::PathBuf;

/// What the service needs to know before it starts.
#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    /// Where SQLite's file, mails and tokens stand.
    pub data_dir: PathBuf,
    /// `postgres://…`; SQLite in the data folder where none is given.
    pub database: Option<String>,
    /// A demonstration: anybody on this machine may enter in any role.
    pub demo: bool,
    /// The program that solves, called with `solve`; this program itself.
    pub program: PathBuf,
    /// Seconds that the demonstration's own plan may take.
    pub demo_plan_seconds: f64,
    /// Whether browsers come by HTTPS, by a proxy in front: cookies are then for HTTPS alone.
    pub https: bool,
}

impl Settings {
    /// The address of the database.
    pub fn database_address(&self) -> String {
        match &self.database {
            Some(address) => address.clone(),
            None => format!("sqlite:{}", self.data_dir.join("enishi.sqlite").display()),
        }
    }
}
