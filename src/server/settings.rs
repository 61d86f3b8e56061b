//! How the service is set up.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

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
    /// What one address, and one account, may ask.
    pub requests_per_second: NonZeroU32,
}

impl Settings {
    /// The address of the database.
    pub fn database_address(&self) -> String {
        database_address(&self.data_dir, self.database.as_deref())
    }
}

/// The address of a given database, or of SQLite in the data folder.
pub fn database_address(data_dir: &Path, database: Option<&str>) -> String {
    match database {
        Some(address) => address.to_owned(),
        None => format!("sqlite:{}", data_dir.join("enishi.sqlite").display()),
    }
}
