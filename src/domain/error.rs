//! What can be wrong with a workshop's data, and where.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A sheet of the workshop's data; files, worksheets and JSON keys bear these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    Workshop,
    Rooms,
    RoomHours,
    Bands,
    Slots,
    Sessions,
    Desks,
    DeskHours,
    Organisations,
    People,
    Profiles,
    MeetingWishes,
    GroupWishes,
    Consultations,
    TalkWishes,
    Unavailable,
    Exclusions,
}

impl Sheet {
    pub const ALL: [Sheet; 17] = [
        Sheet::Workshop,
        Sheet::Rooms,
        Sheet::RoomHours,
        Sheet::Bands,
        Sheet::Slots,
        Sheet::Sessions,
        Sheet::Desks,
        Sheet::DeskHours,
        Sheet::Organisations,
        Sheet::People,
        Sheet::Profiles,
        Sheet::MeetingWishes,
        Sheet::GroupWishes,
        Sheet::Consultations,
        Sheet::TalkWishes,
        Sheet::Unavailable,
        Sheet::Exclusions,
    ];

    /// The name of the file (without ending), worksheet or JSON key.
    pub fn name(self) -> &'static str {
        match self {
            Sheet::Workshop => "workshop",
            Sheet::Rooms => "rooms",
            Sheet::RoomHours => "room_hours",
            Sheet::Bands => "bands",
            Sheet::Slots => "slots",
            Sheet::Sessions => "sessions",
            Sheet::Desks => "desks",
            Sheet::DeskHours => "desk_hours",
            Sheet::Organisations => "organisations",
            Sheet::People => "people",
            Sheet::Profiles => "profiles",
            Sheet::MeetingWishes => "meeting_wishes",
            Sheet::GroupWishes => "group_wishes",
            Sheet::Consultations => "consultations",
            Sheet::TalkWishes => "talk_wishes",
            Sheet::Unavailable => "unavailable",
            Sheet::Exclusions => "exclusions",
        }
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    #[error("unknown {what} {value:?}; expected {expected}{}", hint(nearest))]
    Unknown { what: String, value: String, expected: String, nearest: Option<String> },
    /// `entry` (from 0) and, where it is known, `row` are where the value stands first.
    #[error("{value:?} is already used in {}; each must be different", place(*entry, *row))]
    Duplicate { value: String, entry: usize, row: Option<usize> },
    #[error("{value:?} cannot be read; expected {expected}")]
    Unreadable { value: String, expected: String },
    #[error("{value} is out of range; expected {expected}")]
    OutOfRange { value: String, expected: String },
    #[error("{0}")]
    Conflict(String),
    #[error("missing; expected {expected}")]
    Missing { expected: String },
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|n| format!("; did you mean {n:?}?")).unwrap_or_default()
}

fn place(entry: usize, row: Option<usize>) -> String {
    match row {
        Some(row) => format!("row {row}"),
        None => format!("entry {}", entry + 1),
    }
}

/// A fault in the data: which sheet, which entry (its index, from 0), which column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFault {
    pub sheet: Sheet,
    /// Index of the entry in the sheet, from 0; `None` for the sheet as a whole.
    pub entry: Option<usize>,
    /// The row in the file it was read from, from 1, where it came from one. Blank rows are
    /// skipped in reading, so that the row cannot be told from the entry.
    #[serde(default)]
    pub row: Option<usize>,
    /// The column, or the key in the sheet `workshop`; empty for the entry as a whole.
    pub column: String,
    pub problem: Problem,
}

impl InputFault {
    /// The fault in words, the sheet under the name its reader knows: `people.csv`, `people`.
    pub fn under(&self, sheet_name: &str) -> String {
        let mut out = sheet_name.to_owned();
        if self.entry.is_some() || self.row.is_some() {
            out.push_str(&format!(", {}", place(self.entry.unwrap_or_default(), self.row)));
        }
        if !self.column.is_empty() {
            let column = if self.sheet == Sheet::Workshop { "key" } else { "column" };
            out.push_str(&format!(", {column} {:?}", self.column));
        }
        out.push_str(&format!(": {}", self.problem));
        out
    }
}

impl fmt::Display for InputFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.under(self.sheet.name()))
    }
}
