//! What an organizer sets up of a workshop, as it is edited: the whole of it at once, by the names
//! that the sheets give the columns.

use super::Text;
use crate::domain::Workshop;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    pub name: Text,
    #[schema(value_type = Vec<String>, max_items = 31, example = json!(["2022-05-10"]))]
    pub days: Vec<NaiveDate>,
    pub rules: SetupRules,
    #[schema(max_items = 1000)]
    pub rooms: Vec<SetupRoom>,
    /// When a room's tables are open; a room without hours is open all day.
    #[schema(max_items = 5000)]
    pub room_hours: Vec<RoomOpen>,
    /// Sessions that can move start with a band.
    #[schema(max_items = 1000)]
    pub bands: Vec<SetupSpan>,
    /// When meetings at tables are held.
    #[schema(max_items = 1000)]
    pub slots: Vec<SetupSpan>,
    #[schema(max_items = 5000)]
    pub sessions: Vec<SetupSession>,
    #[schema(max_items = 1000)]
    pub desks: Vec<SetupDesk>,
    #[schema(max_items = 5000)]
    pub desk_hours: Vec<DeskOpen>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupRules {
    pub lunch: Option<SetupLunch>,
    /// Minutes between two meetings of one person.
    pub buffer: u32,
    /// Null: no cap.
    pub meetings_per_person: Option<u32>,
    /// Minutes from one room to another on the same floor.
    pub walk_same_floor: u32,
    /// Minutes more for each floor between them.
    pub walk_per_floor: u32,
}

/// Everyone keeps so many minutes free somewhere between the two times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupLunch {
    #[schema(value_type = String, example = "11:40:00")]
    pub from: NaiveTime,
    #[schema(value_type = String, example = "13:30:00")]
    pub to: NaiveTime,
    pub minutes: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupRoom {
    #[schema(max_length = 200)]
    pub id: String,
    pub name: Text,
    /// Null where it is not known: then it counts as the same floor.
    pub floor: Option<i32>,
    /// Null: no limit.
    pub seats: Option<u32>,
    /// Meeting tables.
    pub tables: u32,
    /// `stage`, `boards`, `projector` … free words that sessions may need.
    pub features: Vec<String>,
    #[serde(default)]
    pub synthetic: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomOpen {
    pub room: String,
    #[schema(value_type = String, example = "2022-05-10T09:00:00")]
    pub start: NaiveDateTime,
    #[schema(value_type = String, example = "2022-05-10T17:00:00")]
    pub end: NaiveDateTime,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskOpen {
    pub desk: String,
    #[schema(value_type = String, example = "2022-05-10T09:00:00")]
    pub start: NaiveDateTime,
    #[schema(value_type = String, example = "2022-05-10T12:00:00")]
    pub end: NaiveDateTime,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupSpan {
    pub id: String,
    #[schema(value_type = String, example = "2022-05-10T09:50:00")]
    pub start: NaiveDateTime,
    #[schema(value_type = String, example = "2022-05-10T10:40:00")]
    pub end: NaiveDateTime,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomAndStart {
    pub room: String,
    #[schema(value_type = String, example = "2022-05-10T09:50:00")]
    pub start: NaiveDateTime,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupSession {
    pub id: String,
    /// `talk`, `lecture`, `posters` or `plenary`.
    pub kind: String,
    pub title: Text,
    #[serde(default)]
    pub printed_title: String,
    /// People who must be there, by id.
    pub speakers: Vec<String>,
    pub profile: Option<String>,
    /// `all`, `industry` or `academia`.
    pub audience: String,
    pub minutes: u32,
    /// Rooms it may be in; empty: any with the features it needs.
    pub rooms: Vec<String>,
    pub needs: Vec<String>,
    /// Held here and then, whatever else moves.
    pub fixed: Option<RoomAndStart>,
    #[serde(default)]
    pub printed: Option<RoomAndStart>,
    /// Sessions that must have ended before.
    pub after: Vec<String>,
    #[serde(default)]
    pub synthetic: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetupDesk {
    pub id: String,
    pub room: String,
    pub name: Text,
    /// A person's id.
    pub coordinator: Option<String>,
    /// Length of one consultation.
    pub minutes: u32,
    pub expertise: Vec<String>,
    pub languages: Vec<String>,
    #[serde(default)]
    pub synthetic: bool,
}

/// The keys of a workshop that a set-up holds.
const KEYS: [&str; 10] = [
    "name",
    "days",
    "rules",
    "rooms",
    "room_hours",
    "bands",
    "slots",
    "sessions",
    "desks",
    "desk_hours",
];

/// Rules that say what counts how much: they come with the workshop's file and stay as they are.
const COUNTING: [&str; 2] = ["weights", "fair_share"];

impl Setup {
    /// Both are made of the same keys, so one is read as the other.
    pub fn of(workshop: &Workshop) -> Result<Setup, serde_json::Error> {
        let whole = serde_json::to_value(workshop)?;
        let mut own: serde_json::Map<String, Value> =
            KEYS.iter().map(|key| ((*key).to_owned(), whole[*key].clone())).collect();
        if let Some(rules) = own.get_mut("rules").and_then(Value::as_object_mut) {
            COUNTING.iter().for_each(|key| drop(rules.remove(*key)));
        }
        serde_json::from_value(Value::Object(own))
    }

    /// The workshop with this set-up; what counts how much stays.
    pub fn put_into(&self, workshop: &Workshop) -> Result<Workshop, serde_json::Error> {
        let mut whole = serde_json::to_value(workshop)?;
        let mut own = serde_json::to_value(self)?;
        for key in COUNTING {
            own["rules"][key] = whole["rules"][key].take();
        }
        for key in KEYS {
            whole[key] = own[key].take();
        }
        serde_json::from_value(whole)
    }
}
