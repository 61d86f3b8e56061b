//! The printed day, and the settings that a plan needs and no document prints.

use super::cast::{Cast, Duty};
use super::material;
use crate::domain::{
    Audience, Band, DayRules, Desk, DeskHours, Lang, Lunch, Minutes, Position, Room, RoomHours,
    Seats, Session, SessionKind, Slot, SlotId, Text, Weights, Workshop, WorkshopId,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::Tz;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `printed.toml`; its notes and counts are for readers and tests.
#[derive(Deserialize)]
struct Printed {
    source: Source,
    workshop: Head,
    band: Vec<PrintedBand>,
    room: Vec<PrintedRoom>,
    session: Vec<PrintedSession>,
    desk: Vec<PrintedDesk>,
    desk_hours: Vec<PrintedHours>,
    room_hours: Vec<PrintedHours>,
}

#[derive(Deserialize)]
struct Source {
    ja: String,
}

#[derive(Deserialize)]
struct Head {
    id: String,
    date: NaiveDate,
    zone: Tz,
    name: Text,
}

#[derive(Deserialize)]
struct PrintedBand {
    id: String,
    start: NaiveTime,
    end: NaiveTime,
}

#[derive(Deserialize)]
struct PrintedRoom {
    id: String,
    name: Text,
    floor: Option<i32>,
    features: Vec<String>,
}

#[derive(Deserialize)]
struct PrintedSession {
    id: String,
    kind: SessionKind,
    title: Text,
    #[serde(default)]
    printed_title: String,
    #[serde(default)]
    audience: Audience,
    room: String,
    start: NaiveTime,
    end: NaiveTime,
    #[serde(default)]
    fixed: bool,
    #[serde(default)]
    presenters_attend: bool,
}

#[derive(Deserialize)]
struct PrintedDesk {
    id: String,
    room: String,
    name: Text,
}

#[derive(Deserialize)]
struct PrintedHours {
    #[serde(alias = "room")]
    desk: String,
    start: NaiveTime,
    end: NaiveTime,
}

/// `day.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MadeUp {
    #[serde(rename = "synthetic")]
    _synthetic: bool,
    consultation_minutes: u32,
    buffer_minutes: u32,
    meetings_per_person: u32,
    walk_same_floor_minutes: u32,
    walk_per_floor_minutes: u32,
    lunch: Lunch,
    seats: BTreeMap<String, u32>,
    tables: BTreeMap<String, u32>,
    slots: Slots,
    coordinator: Vec<Coordinator>,
    note: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Slots {
    minutes: i64,
    starts: Vec<NaiveTime>,
}

/// Who sits at a desk, and the lecture he or she gives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Coordinator {
    pub organisation: String,
    pub desk: String,
    lecture: Option<String>,
    pub languages: Vec<Lang>,
}

pub(super) fn coordinators() -> Vec<Coordinator> {
    material::read::<MadeUp>(material::DAY).coordinator
}

/// The day as printed with its made-up settings, and nobody in it yet.
pub(super) fn printed() -> Workshop {
    let printed: Printed = material::read(material::PRINTED);
    let made_up: MadeUp = material::read(material::DAY);
    let date = printed.workshop.date;
    let at = |time: NaiveTime| date.and_time(time);
    Workshop {
        source: printed.source.ja,
        synthetic_note: made_up.note.clone(),
        rooms: printed.room.into_iter().map(|room| furnished(room, &made_up)).collect(),
        room_hours: (printed.room_hours.iter())
            .map(|h| RoomHours { room: h.desk.as_str().into(), start: at(h.start), end: at(h.end) })
            .collect(),
        bands: (printed.band.iter())
            .map(|b| Band { id: b.id.as_str().into(), start: at(b.start), end: at(b.end) })
            .collect(),
        slots: slots(&made_up.slots, at),
        sessions: printed.session.into_iter().map(|session| held(session, at)).collect(),
        desks: (printed.desk.into_iter())
            .map(|desk| Desk {
                languages: (made_up.coordinator.iter().find(|c| c.desk == desk.id))
                    .map_or_else(Vec::new, |c| c.languages.clone()),
                id: desk.id.as_str().into(),
                room: desk.room.as_str().into(),
                name: desk.name,
                coordinator: None,
                minutes: Minutes(made_up.consultation_minutes),
                expertise: Vec::new(),
                // Coordinator and length are made up; room and hours are printed.
                synthetic: true,
            })
            .collect(),
        desk_hours: (printed.desk_hours.iter())
            .map(|h| DeskHours { desk: h.desk.as_str().into(), start: at(h.start), end: at(h.end) })
            .collect(),
        ..Workshop::empty(
            WorkshopId(printed.workshop.id),
            printed.workshop.name,
            printed.workshop.zone,
            vec![date],
            rules(&made_up),
        )
    }
}

fn rules(made_up: &MadeUp) -> DayRules {
    DayRules {
        lunch: Some(made_up.lunch.clone()),
        buffer: Minutes(made_up.buffer_minutes),
        meetings_per_person: Some(made_up.meetings_per_person),
        walk_same_floor: Minutes(made_up.walk_same_floor_minutes),
        walk_per_floor: Minutes(made_up.walk_per_floor_minutes),
        fair_share: 0,
        weights: Weights::default(),
    }
}

fn furnished(room: PrintedRoom, made_up: &MadeUp) -> Room {
    Room {
        seats: made_up.seats.get(&room.id).map(|&seats| Seats(seats)),
        tables: made_up.tables.get(&room.id).copied().unwrap_or(0),
        id: room.id.as_str().into(),
        name: room.name,
        floor: room.floor,
        features: room.features,
        synthetic: true,
    }
}

fn slots(slots: &Slots, at: impl Fn(NaiveTime) -> NaiveDateTime) -> Vec<Slot> {
    let numbered = slots.starts.iter().zip(1..);
    numbered
        .map(|(&start, number)| Slot {
            id: SlotId(format!("S{number:02}")),
            start: at(start),
            end: at(start) + TimeDelta::minutes(slots.minutes),
        })
        .collect()
}

fn held(session: PrintedSession, at: impl Fn(NaiveTime) -> NaiveDateTime) -> Session {
    let position = Position { room: session.room.as_str().into(), start: at(session.start) };
    let needs = match session.kind {
        SessionKind::Talk | SessionKind::Lecture => vec!["stage".to_owned()],
        SessionKind::Posters => vec!["boards".to_owned()],
        SessionKind::Plenary => Vec::new(),
    };
    // Whether presenters attend is told again by their names, once they have some.
    let minutes = (session.end - session.start).num_minutes();
    Session {
        id: session.id.as_str().into(),
        kind: session.kind,
        title: session.title,
        printed_title: session.printed_title,
        speakers: Vec::new(),
        profile: None,
        audience: session.audience,
        minutes: Minutes(u32::try_from(minutes).unwrap_or(0)),
        rooms: Vec::new(),
        needs,
        fixed: session.fixed.then(|| position.clone()),
        printed: Some(position),
        after: Vec::new(),
        synthetic: false,
    }
}

/// Puts speakers, presenters and coordinators where the programme needs them.
pub(super) fn staff(workshop: &mut Workshop, cast: &Cast) {
    let printed: Printed = material::read(material::PRINTED);
    let attended: Vec<&str> = (printed.session.iter())
        .filter(|session| session.presenters_attend)
        .map(|session| session.id.as_str())
        .collect();
    let at_desk = |desk: &str| cast.with_duty(&Duty::Desk(desk.to_owned()));
    for session in &mut workshop.sessions {
        if let Some(speaker) = cast.with_duty(&Duty::Talk(session.id.to_string())) {
            session.speakers = vec![speaker.id().clone()];
            session.profile = speaker.profile.clone();
        }
        if attended.contains(&session.id.as_str()) {
            let presenters = cast.people.iter().filter(|member| member.presents_poster());
            session.speakers = presenters.map(|member| member.id().clone()).collect();
        }
        for coordinator in coordinators() {
            if coordinator.lecture.as_deref() == Some(session.id.as_str()) {
                let lecturer = at_desk(&coordinator.desk);
                session.speakers = lecturer.iter().map(|member| member.id().clone()).collect();
            }
        }
    }
    for desk in &mut workshop.desks {
        desk.coordinator = at_desk(desk.id.as_str()).map(|member| member.id().clone());
    }
}
