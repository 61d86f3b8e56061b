//! The venue and its hours: rooms, bands, slots, sessions, desks.

use super::{PersonRef, Text};
use crate::domain::{Audience, SessionKind};
use crate::server::picture::Picture;
use crate::vocabulary::Thesaurus;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RoomView {
    pub id: String,
    pub name: Text,
    /// Null where no document prints it.
    pub floor: Option<i32>,
    /// Null where not known.
    pub seats: Option<u32>,
    /// Meeting tables.
    pub tables: u32,
    pub features: Vec<String>,
    /// When its tables are open; open all day where none is given.
    pub hours: Vec<SpanView>,
    /// Floor, seats or tables are made up.
    pub synthetic: bool,
}

/// From when to when, local to the workshop's zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SpanView {
    #[schema(value_type = String, example = "2022-05-10T09:00:00")]
    pub start: NaiveDateTime,
    #[schema(value_type = String, example = "2022-05-10T09:40:00")]
    pub end: NaiveDateTime,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NamedSpan {
    pub id: String,
    #[serde(flatten)]
    pub span: SpanView,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SessionView {
    pub id: String,
    /// `talk`, `lecture`, `posters` or `plenary`.
    pub kind: String,
    pub title: Text,
    /// As the document prints it, where a printing error was mended; else empty.
    pub printed_title: String,
    pub speakers: Vec<PersonRef>,
    pub profile: Option<String>,
    /// `all`, `industry` or `academia`.
    pub audience: String,
    pub minutes: u32,
    pub fixed: bool,
    pub synthetic: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeskView {
    pub id: String,
    pub name: Text,
    pub room: String,
    pub coordinator: Option<PersonRef>,
    /// Length of one consultation.
    pub minutes: u32,
    pub expertise: Vec<String>,
    /// The same in words.
    pub expertise_labels: Vec<Text>,
    pub hours: Vec<SpanView>,
    pub synthetic: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VenueView {
    pub rooms: Vec<RoomView>,
    /// Sessions that can move start with a band.
    pub bands: Vec<NamedSpan>,
    /// When meetings at tables are held.
    pub slots: Vec<NamedSpan>,
    pub sessions: Vec<SessionView>,
    pub desks: Vec<DeskView>,
    pub rules: RulesView,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RulesView {
    pub lunch: Option<LunchView>,
    pub buffer_minutes: u32,
    pub meetings_per_person: Option<u32>,
    pub walk_same_floor_minutes: u32,
    pub walk_per_floor_minutes: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LunchView {
    #[schema(example = "11:40")]
    pub from: String,
    #[schema(example = "13:30")]
    pub to: String,
    pub minutes: u32,
}

pub fn session_kind(kind: SessionKind) -> &'static str {
    match kind {
        SessionKind::Talk => "talk",
        SessionKind::Lecture => "lecture",
        SessionKind::Posters => "posters",
        SessionKind::Plenary => "plenary",
    }
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::All => "all",
        Audience::Industry => "industry",
        Audience::Academia => "academia",
    }
}

impl Picture {
    pub fn venue(&self) -> VenueView {
        let w = &self.workshop;
        let span = |start, end| SpanView { start, end };
        VenueView {
            rooms: w
                .rooms
                .iter()
                .map(|r| RoomView {
                    id: r.id.0.clone(),
                    name: (&r.name).into(),
                    floor: r.floor,
                    seats: r.seats.map(|s| s.0),
                    tables: r.tables,
                    features: r.features.clone(),
                    hours: w
                        .room_hours
                        .iter()
                        .filter(|h| h.room == r.id)
                        .map(|h| span(h.start, h.end))
                        .collect(),
                    synthetic: r.synthetic,
                })
                .collect(),
            bands: w
                .bands
                .iter()
                .map(|b| NamedSpan { id: b.id.0.clone(), span: span(b.start, b.end) })
                .collect(),
            slots: w
                .slots
                .iter()
                .map(|s| NamedSpan { id: s.id.0.clone(), span: span(s.start, s.end) })
                .collect(),
            sessions: w
                .sessions
                .iter()
                .map(|s| SessionView {
                    id: s.id.0.clone(),
                    kind: session_kind(s.kind).to_owned(),
                    title: (&s.title).into(),
                    printed_title: s.printed_title.clone(),
                    speakers: s.speakers.iter().map(|p| self.person_ref(p)).collect(),
                    profile: s.profile.as_ref().map(|p| p.0.clone()),
                    audience: audience(s.audience).to_owned(),
                    minutes: s.minutes.0,
                    fixed: s.fixed.is_some(),
                    synthetic: s.synthetic,
                })
                .collect(),
            desks: w
                .desks
                .iter()
                .map(|d| DeskView {
                    id: d.id.0.clone(),
                    name: (&d.name).into(),
                    room: d.room.0.clone(),
                    coordinator: d.coordinator.as_ref().map(|p| self.person_ref(p)),
                    minutes: d.minutes.0,
                    expertise: d.expertise.iter().map(|c| c.0.clone()).collect(),
                    expertise_labels: d
                        .expertise
                        .iter()
                        .filter_map(|id| Thesaurus::embedded().concept(id))
                        .map(|concept| (&concept.label).into())
                        .collect(),
                    hours: w
                        .desk_hours
                        .iter()
                        .filter(|h| h.desk == d.id)
                        .map(|h| span(h.start, h.end))
                        .collect(),
                    synthetic: d.synthetic,
                })
                .collect(),
            rules: RulesView {
                lunch: w.rules.lunch.as_ref().map(|l| LunchView {
                    from: l.from.format("%H:%M").to_string(),
                    to: l.to.format("%H:%M").to_string(),
                    minutes: l.minutes.0,
                }),
                buffer_minutes: w.rules.buffer.0,
                meetings_per_person: w.rules.meetings_per_person,
                walk_same_floor_minutes: w.rules.walk_same_floor.0,
                walk_per_floor_minutes: w.rules.walk_per_floor.0,
            },
        }
    }
}
