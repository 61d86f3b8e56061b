//! What the service remembers, in one contract over two databases: SQLite and PostgreSQL.

mod error;
mod value;
mod database;
mod transaction;
mod migrations;
mod time;
mod secret;
mod workshops;
mod parts;
mod accounts;
mod credentials;
mod requests;
mod days;
mod plans;
mod bookings;
mod jobs;
mod feeds;
mod history;
mod idempotency;

pub use accounts::{Account, Member, Membership, Role};
pub use bookings::{Booked, Booking, resource};
pub use credentials::{Credential, CredentialKind, NewSignIn, Scope};
pub use database::Store;
pub use error::StoreError;
pub use feeds::Feed;
pub use history::{Entry, NewEntry};
pub use idempotency::Replay;
pub use jobs::{Job, JobState};
pub use parts::{Part, PartKind};
pub use plans::{NewPlan, Publication, StoredPlan};
pub use requests::{NewRequest, Request, RequestState};
pub use secret::Secret;
pub use time::Moment;
pub use transaction::Transaction;
pub use workshops::{Phase, WorkshopHead};
