//! The published programme in the format that conference apps read (frab, c3voc): `schedule.xml` and
//! `schedule.json`. Talks and other sessions alone; never a meeting or a consultation.

use super::programme::InLanguage;
use crate::domain::{ItemId, Lang, SessionKind, Timetable};
use crate::server::answer::file;
use crate::server::picture::Picture;
use crate::server::plain_page::lang_of;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::session_kind;
use actix_web::{HttpRequest, HttpResponse, get, web};
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::Serialize;
use serde_json::{Map, json};
use sha2::{Digest, Sha256};

const TEMPLATE: &str = include_str!("../../../web/programme/schedule.xml");
const CACHE: &str = "public, max-age=60";
/// An acronym has at least so many characters; letters, digits and `_` alone.
const SHORTEST_ACRONYM: usize = 4;

#[derive(Serialize)]
struct Schedule {
    version: String,
    acronym: String,
    title: String,
    time_zone_name: &'static str,
    days: Vec<Day>,
}

#[derive(Serialize)]
struct Day {
    /// From 1.
    index: usize,
    date: String,
    start: String,
    end: String,
    rooms: Vec<Room>,
}

#[derive(Serialize)]
struct Room {
    name: String,
    events: Vec<Event>,
}

#[derive(Serialize)]
struct Event {
    /// The place of the session in the workshop, from 1.
    id: usize,
    guid: String,
    slug: String,
    room: String,
    title: String,
    kind: &'static str,
    date: String,
    start: String,
    duration: String,
    language: &'static str,
    text: String,
    persons: Vec<Speaker>,
}

#[derive(Serialize)]
struct Speaker {
    id: usize,
    name: String,
}

/// A UUID that stays the same for the life of a session (version 8: made from a hash).
fn guid(workshop: &str, session: &str) -> String {
    let hash = Sha256::digest(format!("session {workshop} {session}").as_bytes());
    let mut bytes: Vec<u8> = hash.iter().take(16).copied().collect();
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

fn acronym(id: &str) -> String {
    let plain = |c: char| match c.to_ascii_lowercase() {
        c @ ('a'..='z' | '0'..='9' | '_') => c,
        _ => '_',
    };
    format!("{:_<SHORTEST_ACRONYM$}", id.chars().map(plain).collect::<String>())
}

fn schedule(picture: &Picture, timetable: &Timetable, number: u32, lang: Lang) -> Schedule {
    let (w, head) = (&picture.workshop, &picture.head);
    let acronym = acronym(head.id.as_str());
    let zoned = |at: chrono::NaiveDateTime| {
        let local = at.and_local_timezone(head.zone).earliest();
        local.map_or_else(|| at.to_string(), |at| at.to_rfc3339())
    };
    let event = |p: &crate::domain::Placement| -> Option<Event> {
        let ItemId::Session(id) = &p.item else { return None };
        let place = w.sessions.iter().position(|s| s.id == *id)?;
        let session = &w.sessions[place];
        let profile = session.profile.as_ref().and_then(|id| picture.profile(id));
        let minutes = (p.end - p.start).num_minutes();
        // Who stands at the posters is not a speaker.
        let speaks = session.speakers.iter().filter(|_| session.kind != SessionKind::Posters);
        Some(Event {
            id: place + 1,
            guid: guid(head.id.as_str(), id.as_str()),
            slug: format!("{acronym}-{}", place + 1),
            room: picture.room(&p.room).map_or(p.room.0.clone(), |r| r.name.get(lang).to_owned()),
            title: session.title.get(lang).to_owned(),
            kind: session_kind(session.kind),
            date: zoned(p.start),
            start: p.start.format("%H:%M").to_string(),
            duration: format!("{:02}:{:02}", minutes / 60, minutes % 60),
            language: profile.map_or(Lang::Ja, |profile| profile.lang).code(),
            text: profile.map_or_else(String::new, |profile| profile.text.clone()),
            persons: speaks
                .filter_map(|id| w.people.iter().position(|p| p.id == *id))
                .map(|i| Speaker { id: i + 1, name: w.people[i].name.full(lang) })
                .collect(),
        })
    };
    let mut dates: Vec<_> = timetable.placements.iter().map(|p| p.start.date()).collect();
    dates.sort();
    dates.dedup();
    let days = dates.iter().enumerate().map(|(i, date)| {
        let sessions = |p: &&crate::domain::Placement| {
            p.start.date() == *date && matches!(p.item, ItemId::Session(_))
        };
        let mut own: Vec<_> = timetable.placements.iter().filter(sessions).collect();
        own.sort_by_key(|p| (p.start, p.end));
        let mut rooms: Vec<Room> = Vec::new();
        for event in own.iter().filter_map(|p| event(p)) {
            match rooms.iter_mut().find(|room| room.name == event.room) {
                Some(room) => room.events.push(event),
                None => rooms.push(Room { name: event.room.clone(), events: vec![event] }),
            }
        }
        let first = own.iter().map(|p| p.start).min();
        let last = own.iter().map(|p| p.end).max();
        let midnight = date.and_time(chrono::NaiveTime::MIN);
        Day {
            index: i + 1,
            date: date.to_string(),
            start: zoned(first.unwrap_or(midnight)),
            end: zoned(last.unwrap_or(midnight)),
            rooms,
        }
    });
    Schedule {
        version: number.to_string(),
        title: head.name.get(lang).to_owned(),
        time_zone_name: head.zone.name(),
        days: days.filter(|day| !day.rooms.is_empty()).collect(),
        acronym,
    }
}

async fn asked(
    service: &Service,
    request: &HttpRequest,
    workshop: &str,
    lang: Option<&str>,
) -> Result<Schedule, Problem> {
    let picture = service.picture(workshop).await?;
    let mut tx = service.store.read().await?;
    let day = picture.published(&mut tx).await?.ok_or_else(Problem::not_found)?;
    Ok(schedule(&picture, &day.timetable, day.number, lang_of(request, lang)))
}

/// The published programme as `schedule.xml`.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path), InLanguage),
    responses(
        (status = 200, content_type = "application/xml", body = String, headers(("ETag" = String))),
        (status = 304, description = "not changed")
    )
)]
#[get("/programme/{workshop}/schedule.xml")]
pub async fn schedule_xml(
    service: web::Data<Service>,
    request: HttpRequest,
    workshop: web::Path<String>,
    query: web::Query<InLanguage>,
) -> Result<HttpResponse, Problem> {
    let schedule = asked(&service, &request, &workshop, query.lang.as_deref()).await?;
    let mut environment = Environment::new();
    // The name's ending is what has texts escaped.
    environment.add_template("schedule.xml", TEMPLATE).map_err(Problem::internal)?;
    let text = environment
        .get_template("schedule.xml")
        .and_then(|template| template.render(context! { s => Value::from(Serde(schedule)) }))
        .map_err(Problem::internal)?;
    Ok(file(&request, "application/xml; charset=utf-8", CACHE, text.clone(), &text))
}

fn event_json(event: &Event, page: &str) -> serde_json::Value {
    json!({
        "id": event.id, "guid": event.guid, "date": event.date, "start": event.start,
        "duration": event.duration, "room": event.room, "slug": event.slug, "title": event.title,
        "subtitle": "", "track": "", "type": event.kind, "language": event.language,
        "abstract": event.text, "description": "", "url": page,
        "persons": event.persons.iter()
            .map(|p| json!({ "code": format!("P{}", p.id), "name": p.name, "public_name": p.name }))
            .collect::<Vec<_>>(),
        "links": [], "attachments": [],
    })
}

/// The published programme as `schedule.json`.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path), InLanguage),
    responses(
        (status = 200, body = serde_json::Value, headers(("ETag" = String))),
        (status = 304, description = "not changed")
    )
)]
#[get("/programme/{workshop}/schedule.json")]
pub async fn schedule_json(
    service: web::Data<Service>,
    request: HttpRequest,
    workshop: web::Path<String>,
    query: web::Query<InLanguage>,
) -> Result<HttpResponse, Problem> {
    let s = asked(&service, &request, &workshop, query.lang.as_deref()).await?;
    let page = service.settings.link(&format!("/programme/{workshop}"));
    let days = s.days.iter().map(|day| {
        let rooms = day.rooms.iter().map(|room| {
            let events: Vec<_> = room.events.iter().map(|event| event_json(event, &page)).collect();
            (room.name.clone(), json!(events))
        });
        json!({
            "index": day.index, "date": day.date, "day_start": day.start, "day_end": day.end,
            "rooms": rooms.collect::<Map<_, _>>(),
        })
    });
    let days: Vec<_> = days.collect();
    let ends = |first: bool| {
        let day = if first { s.days.first() } else { s.days.last() };
        day.map_or("", |day| day.date.as_str())
    };
    let document = json!({ "schedule": {
        "version": s.version,
        "base_url": service.settings.link("/"),
        "conference": {
            "acronym": s.acronym, "title": s.title, "start": ends(true), "end": ends(false),
            "daysCount": days.len(), "timeslot_duration": "00:05",
            "time_zone_name": s.time_zone_name, "url": page, "days": days,
        },
    }});
    let text = document.to_string();
    Ok(file(&request, "application/json", CACHE, text.clone(), &text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_and_guids_have_the_shape_that_readers_expect() {
        assert_eq!(acronym("AIMGAIN-2022"), "aimgain_2022");
        assert_eq!(acronym("x"), "x___");
        let one = guid("w", "I-1-1");
        assert_eq!(one, guid("w", "I-1-1"));
        assert_ne!(one, guid("w", "I-1-2"));
        let dashes: Vec<usize> = one.match_indices('-').map(|(i, _)| i).collect();
        assert_eq!((one.len(), dashes), (36, vec![8, 13, 18, 23]));
        assert_eq!(&one[14..15], "8");
    }
}
