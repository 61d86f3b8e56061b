//! Reading a workshop in one form and writing it in another.

use super::workshop_files::{Loaded, load_workshop, save_workshop};
use super::{AppError, input_hash};
use crate::domain::Workshop;
use crate::exchange::{Limits, Notice};
use serde::Serialize;
use std::path::Path;

/// What an import brought in.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Imported {
    pub workshop: String,
    /// Entries by sheet, in the sheets' order.
    pub entries: Vec<(&'static str, usize)>,
    pub input_hash: String,
    #[serde(skip)]
    pub notices: Vec<Notice>,
}

/// Reads and checks a workshop, and writes it to `to` (`.xlsx`, `.json`, or else a folder of CSV
/// sheets) where that is given.
pub fn import(from: &Path, to: Option<&Path>, limits: &Limits) -> Result<Imported, AppError> {
    let Loaded { workshop, notices } = load_workshop(from, limits)?;
    if let Some(to) = to {
        save_workshop(&workshop, to)?;
    }
    Ok(Imported {
        workshop: workshop.id.to_string(),
        entries: entries(&workshop),
        input_hash: input_hash(&workshop),
        notices,
    })
}

fn entries(w: &Workshop) -> Vec<(&'static str, usize)> {
    vec![
        ("rooms", w.rooms.len()),
        ("room_hours", w.room_hours.len()),
        ("bands", w.bands.len()),
        ("slots", w.slots.len()),
        ("sessions", w.sessions.len()),
        ("desks", w.desks.len()),
        ("desk_hours", w.desk_hours.len()),
        ("organisations", w.organisations.len()),
        ("people", w.people.len()),
        ("profiles", w.profiles.len()),
        ("meeting_wishes", w.meeting_wishes.len()),
        ("group_wishes", w.group_wishes.len()),
        ("consultations", w.consultations.len()),
        ("talk_wishes", w.talk_wishes.len()),
        ("unavailable", w.unavailable.len()),
        ("exclusions", w.exclusions.len()),
    ]
}
