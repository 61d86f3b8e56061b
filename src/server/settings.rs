//! How the service is set up.

use super::limits::MAX_STREAM_SECONDS;
use crate::matching::Weights;
use std::net::{IpAddr, SocketAddr};
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
    /// The address that people know the service by, without a slash at its end; where none is
    /// given, the one that it listens on.
    pub public_url: Option<String>,
    /// The proxy whose `X-Forwarded-For` is believed.
    pub proxy: Option<IpAddr>,
    /// What one address, and one account, may ask.
    pub requests_per_second: NonZeroU32,
    /// Whether organizers and administrators have to set up one-time codes before anything else.
    pub demand_one_time: bool,
    /// Who may read `/metrics` from elsewhere; this machine may without.
    pub metrics_token: Option<String>,
    /// A file of weights that `enishi learn` wrote, and what it holds; the default ones where none
    /// is given.
    pub weights: Option<(PathBuf, Weights)>,
    /// Where mails go; into files in the data folder where none is given.
    pub smtp: Option<Smtp>,
    /// Seconds from a mail's first try to its second; each further wait is four times as long.
    pub mail_retry_seconds: i64,
    /// Whether this process runs jobs; `enishi worker` does it elsewhere.
    pub jobs: bool,
    /// Seconds without a sign of life after which a job's worker counts as dead.
    pub worker_silence_seconds: i64,
    /// MiB that a solving process may hold: at the limit it ends with the best plan so far.
    pub solver_memory_mib: u64,
    /// How long a stream of events lasts at most.
    pub stream_seconds: u64,
}

/// A mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct Smtp {
    pub host: String,
    pub port: Option<u16>,
    pub security: SmtpSecurity,
    pub user: Option<String>,
    pub password: Option<String>,
    /// Who mails come from, as `name <address>` or an address.
    pub from: String,
    /// A certificate (PEM) to trust beside the usual ones, for a mail server of one's own.
    pub ca_file: Option<PathBuf>,
}

/// The password does not print itself.
impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Smtp({:?} {}:{:?} from {})", self.security, self.host, self.port, self.from)
    }
}

/// How the way to the mail server is kept from others' eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmtpSecurity {
    /// Encrypted after a greeting, or not at all: a server that does not offer it gets no mail.
    StartTls,
    /// Encrypted from the first byte.
    Tls,
    /// Not encrypted; for a server on this machine.
    None,
}

impl Settings {
    /// As it is where nothing is said; `program` is the one that solves.
    pub fn new(program: PathBuf) -> Settings {
        Settings {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data_dir: "enishi-data".into(),
            database: None,
            demo: false,
            program,
            demo_plan_seconds: 20.0,
            https: false,
            public_url: None,
            proxy: None,
            requests_per_second: NonZeroU32::new(300).unwrap_or(NonZeroU32::MIN),
            demand_one_time: false,
            metrics_token: None,
            weights: None,
            smtp: None,
            mail_retry_seconds: 60,
            jobs: true,
            worker_silence_seconds: 60,
            solver_memory_mib: 8 * 1024,
            stream_seconds: MAX_STREAM_SECONDS,
        }
    }

    /// The address of the database.
    pub fn database_address(&self) -> String {
        database_address(&self.data_dir, self.database.as_deref())
    }

    /// An address that leads to `path`, for mails.
    pub fn link(&self, path: &str) -> String {
        match &self.public_url {
            Some(url) => format!("{url}{path}"),
            None => {
                let scheme = if self.https { "https" } else { "http" };
                format!("{scheme}://{}{path}", self.listen)
            }
        }
    }
}

/// The address of a given database, or of SQLite in the data folder.
pub fn database_address(data_dir: &Path, database: Option<&str>) -> String {
    match database {
        Some(address) => address.to_owned(),
        None => format!("sqlite:{}", data_dir.join("enishi.sqlite").display()),
    }
}
