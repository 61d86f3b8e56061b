//! What makes a run repeatable: its input, seed, limits and versions.

use crate::domain::{TagState, Workshop};
use crate::solver::{Limits, solver_version};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The record of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    pub version: String,
    pub solver: String,
    pub input_hash: String,
    pub seed: u32,
    pub limits: Limits,
}

impl RunRecord {
    pub fn new(workshop: &Workshop, limits: Limits) -> RunRecord {
        RunRecord {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            solver: solver_version(),
            input_hash: input_hash(workshop),
            seed: limits.seed,
            limits,
        }
    }
}

/// The SHA-256 of the workshop's JSON, in hexadecimal. Of tags only what persons decided is in it:
/// the rest is the tagger's to find again, and CSV does not carry weight and evidence. So a
/// workshop has the same hash in every form, tagged or not.
pub fn input_hash(workshop: &Workshop) -> String {
    let mut canonical = workshop.clone();
    for profile in &mut canonical.profiles {
        profile.tags.retain(|tag| tag.state != TagState::Suggested);
        profile.tags.sort_by(|a, b| a.concept.cmp(&b.concept));
        for tag in &mut profile.tags {
            tag.weight = 0.0;
            tag.evidence.clear();
        }
    }
    // Serialising plain data into memory has no way to fail.
    let json = serde_json::to_vec(&canonical).unwrap_or_default();
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(&json) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// The clock, asked nowhere else.
pub struct Clock;

impl Clock {
    pub fn today() -> NaiveDate {
        chrono::Local::now().date_naive()
    }

    pub fn now() -> DateTime<Utc> {
        Utc::now()
    }

    /// Minutes since 2020: a version number that grows without anyone keeping count, and stays
    /// below what calendars can hold for 4,000 years.
    pub fn sequence() -> u32 {
        const START: i64 = 1_577_836_800;
        u32::try_from((Clock::now().timestamp() - START) / 60).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Limits, example, read_sheets, write_csv};

    #[test]
    fn the_hash_is_that_of_the_data_in_whatever_form() {
        let workshop = example();
        let (again, _) = read_sheets(&write_csv(&workshop), &Limits::default()).unwrap();
        assert_eq!(input_hash(&workshop), input_hash(&again));
        let mut other = workshop.clone();
        other.rooms[0].tables += 1;
        assert_ne!(input_hash(&workshop), input_hash(&other));
        assert_eq!(input_hash(&workshop).len(), 64);
    }
}
