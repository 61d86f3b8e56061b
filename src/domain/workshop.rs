//! A workshop as it is given to the engines: the day, the venue, who comes and what they ask for.

use super::{
    BandId, ConceptId, Consultation, DayRules, DeskId, Exclusion, GroupWish, Lang, MeetingWish,
    Minutes, Organisation, Person, PersonId, Profile, ProfileId, RoomId, Rows, Seats, SessionId,
    SlotId, TalkWish, Text, WorkshopId,
};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// Everything known before planning. Times are local to `zone`. A copy shares the long lists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workshop {
    pub id: WorkshopId,
    pub name: Text,
    pub zone: Tz,
    pub days: Vec<NaiveDate>,
    /// Where the data comes from, in words.
    #[serde(default)]
    pub source: String,
    /// What is made up, in words; empty where nothing is.
    #[serde(default)]
    pub synthetic_note: Text,
    pub rules: DayRules,
    pub rooms: Vec<Room>,
    #[serde(default)]
    pub room_hours: Vec<RoomHours>,
    #[serde(default)]
    pub bands: Vec<Band>,
    #[serde(default)]
    pub slots: Vec<Slot>,
    #[serde(default)]
    pub sessions: Vec<Session>,
    #[serde(default)]
    pub desks: Vec<Desk>,
    #[serde(default)]
    pub desk_hours: Vec<DeskHours>,
    #[serde(default)]
    pub organisations: Rows<Organisation>,
    #[serde(default)]
    pub people: Rows<Person>,
    #[serde(default)]
    pub profiles: Rows<Profile>,
    #[serde(default)]
    pub meeting_wishes: Rows<MeetingWish>,
    #[serde(default)]
    pub group_wishes: Vec<GroupWish>,
    #[serde(default)]
    pub consultations: Vec<Consultation>,
    #[serde(default)]
    pub talk_wishes: Rows<TalkWish>,
    #[serde(default)]
    pub unavailable: Vec<Unavailable>,
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
}

impl Workshop {
    /// A workshop of these days with nothing in its lists, no source and nothing made up.
    pub fn empty(
        id: WorkshopId,
        name: Text,
        zone: Tz,
        days: Vec<NaiveDate>,
        rules: DayRules,
    ) -> Self {
        Self {
            id,
            name,
            zone,
            days,
            source: String::new(),
            synthetic_note: Text::default(),
            rules,
            rooms: Vec::new(),
            room_hours: Vec::new(),
            bands: Vec::new(),
            slots: Vec::new(),
            sessions: Vec::new(),
            desks: Vec::new(),
            desk_hours: Vec::new(),
            organisations: Rows::default(),
            people: Rows::default(),
            profiles: Rows::default(),
            meeting_wishes: Rows::default(),
            group_wishes: Vec::new(),
            consultations: Vec::new(),
            talk_wishes: Rows::default(),
            unavailable: Vec::new(),
            exclusions: Vec::new(),
        }
    }

    /// Whether a room is open all through; one without hours always is.
    pub fn is_open(&self, room: &RoomId, start: NaiveDateTime, end: NaiveDateTime) -> bool {
        let mut hours = self.room_hours.iter().filter(|h| h.room == *room).peekable();
        hours.peek().is_none() || hours.any(|h| h.start <= start && end <= h.end)
    }
}

/// A room. One with tables holds meetings; one with the features a session needs holds sessions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Room {
    pub id: RoomId,
    pub name: Text,
    /// As printed, for example `1` or `2`; `None` where no document prints it.
    #[serde(default)]
    pub floor: Option<i32>,
    /// `None`: not known, no limit is applied.
    #[serde(default)]
    pub seats: Option<Seats>,
    /// Meeting tables.
    #[serde(default)]
    pub tables: u32,
    /// `stage`, `boards`, `projector` … free words that sessions may need.
    #[serde(default)]
    pub features: Vec<String>,
    /// Floor, seats or tables are made up.
    #[serde(default)]
    pub synthetic: bool,
}

/// When a room's tables are open. A room without a row here is open all day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomHours {
    pub room: RoomId,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
}

/// A band of the day: sessions that are free to move start when a band starts and end within it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub id: BandId,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
}

/// A slot for meetings at tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    pub id: SlotId,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum SessionKind {
    Talk,
    Lecture,
    /// Presenters stand at their posters.
    Posters,
    /// Opening, interactive session.
    Plenary,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    All,
    Industry,
    Academia,
}

/// A place and a start.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Position {
    pub room: RoomId,
    pub start: NaiveDateTime,
}

/// A talk, lecture, poster session or plenary. It must be held.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    pub id: SessionId,
    pub kind: SessionKind,
    pub title: Text,
    /// The title as the document prints it, where a printing error was mended.
    #[serde(default)]
    pub printed_title: String,
    /// Must be there for the whole session.
    #[serde(default)]
    pub speakers: Vec<PersonId>,
    #[serde(default)]
    pub profile: Option<ProfileId>,
    #[serde(default)]
    pub audience: Audience,
    pub minutes: Minutes,
    /// Rooms it may be in; empty means any.
    #[serde(default)]
    pub rooms: Vec<RoomId>,
    /// Features the room must have.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Held here and then, whatever else moves.
    #[serde(default)]
    pub fixed: Option<Position>,
    /// Where the document prints it.
    #[serde(default)]
    pub printed: Option<Position>,
    /// Sessions that must have ended before this one starts.
    #[serde(default)]
    pub after: Vec<SessionId>,
    #[serde(default)]
    pub synthetic: bool,
}

impl Session {
    /// Whether a room is among those it may be in and has what it needs.
    pub fn may_be_in(&self, room: &Room) -> bool {
        (self.rooms.is_empty() || self.rooms.contains(&room.id))
            && self.needs.iter().all(|need| room.features.contains(need))
    }
}

/// A coordinator's desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    pub id: DeskId,
    pub room: RoomId,
    pub name: Text,
    #[serde(default)]
    pub coordinator: Option<PersonId>,
    /// Length of one consultation.
    pub minutes: Minutes,
    #[serde(default)]
    pub expertise: Vec<ConceptId>,
    #[serde(default)]
    pub languages: Vec<Lang>,
    #[serde(default)]
    pub synthetic: bool,
}

/// When a desk is open; consultations follow each other from `start` on. Desks need not follow the
/// bands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeskHours {
    pub desk: DeskId,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
}

/// When a person cannot be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unavailable {
    pub person: PersonId,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub synthetic: bool,
}
