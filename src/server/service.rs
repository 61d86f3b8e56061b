//! What every handler shares: the store, the engines' pictures, the limits.

use super::limits::Limits;
use super::metrics::Metrics;
use super::picture::{Picture, Pictures};
use super::problem::Problem;
use super::settings::Settings;
use crate::app::Clock;
use crate::store::{Job, Moment, Store};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use tokio::sync::{Notify, Semaphore};

/// Passwords that are hashed at a time, at 19 MiB each.
const HASHES_AT_ONCE: usize = 2;

pub struct Service {
    pub store: Store,
    pub settings: Settings,
    pub limits: Limits,
    pub metrics: Metrics,
    /// Turns at hashing passwords, which takes much memory.
    pub hashing: Semaphore,
    pictures: Pictures,
    /// Rung when a job was queued, so that the runner looks at once.
    pub bell: Notify,
    /// Rung when a mail is to go out.
    pub mail_bell: Notify,
    /// Set once the service is to end: nothing new is begun.
    pub ending: AtomicBool,
    /// The job that this process works on, to be handed back when it ends.
    pub at_work: Mutex<Option<Job>>,
}

impl Service {
    pub fn new(store: Store, settings: Settings) -> Service {
        Service {
            store,
            limits: Limits::new(settings.requests_per_second),
            pictures: Pictures::new(
                settings.weights.as_ref().map(|(_, weights)| weights.clone()).unwrap_or_default(),
            ),
            settings,
            metrics: Metrics::default(),
            hashing: Semaphore::new(HASHES_AT_ONCE),
            bell: Notify::new(),
            mail_bell: Notify::new(),
            ending: AtomicBool::new(false),
            at_work: Mutex::default(),
        }
    }

    /// The workshop as it stands now, with what the engines have prepared of it.
    pub async fn picture(&self, workshop: &str) -> Result<Arc<Picture>, Problem> {
        self.pictures.get(&self.store, workshop).await
    }

    pub fn now(&self) -> Moment {
        Clock::now().into()
    }
}
