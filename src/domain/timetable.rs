//! A plan of the day: which item is where and when, with whom. Whoever made it, the judge decides.

use super::{DeskId, PersonId, RoomId, SessionId, WishId, WorkshopId};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What can be placed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemId {
    Session(SessionId),
    Consultation(WishId),
    /// A one-on-one meeting of two people, `first < second`.
    Meeting(PersonId, PersonId),
    Group(WishId),
}

impl ItemId {
    /// The meeting of two people, whichever way round they are given.
    pub fn meeting(a: &PersonId, b: &PersonId) -> ItemId {
        if a <= b {
            ItemId::Meeting(a.clone(), b.clone())
        } else {
            ItemId::Meeting(b.clone(), a.clone())
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ItemId::Session(id) => write!(f, "session {id}"),
            ItemId::Consultation(id) => write!(f, "consultation {id}"),
            ItemId::Meeting(a, b) => write!(f, "meeting {a} – {b}"),
            ItemId::Group(id) => write!(f, "group {id}"),
        }
    }
}

/// One item at its place and time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placement {
    pub item: ItemId,
    pub room: RoomId,
    /// The desk, for consultations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk: Option<DeskId>,
    /// The table, from 1, for meetings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<u32>,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
    /// Everyone who must be there.
    pub people: Vec<PersonId>,
    /// Agreed: re-planning leaves it where it is.
    #[serde(default)]
    pub locked: bool,
}

/// A plan. Order is by start, room, table, item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timetable {
    pub workshop: WorkshopId,
    pub name: String,
    pub placements: Vec<Placement>,
}

impl Timetable {
    /// Puts the placements into their printed order.
    pub fn sort(&mut self) {
        self.placements.sort_by(|a, b| {
            (a.start, &a.room, &a.desk, a.table, &a.item)
                .cmp(&(b.start, &b.room, &b.desk, b.table, &b.item))
        });
    }

    pub fn find(&self, item: &ItemId) -> Option<&Placement> {
        self.placements.iter().find(|p| &p.item == item)
    }
}
