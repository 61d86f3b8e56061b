//! A feed: the public programme, or one person's day.

use super::lines::Lines;
use super::zone::put_zone;
use crate::domain::{ItemId, Lang, Person, PersonId, Placement, Room, Timetable, Workshop};
use chrono::{DateTime, NaiveDateTime, Utc};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fmt::Write;

/// What a calendar is made of.
#[derive(Debug, Clone, Copy)]
pub struct Feed<'a> {
    pub workshop: &'a Workshop,
    pub timetable: &'a Timetable,
    /// The version published before this one: what it had and this one has not stays listed as
    /// cancelled, so that it leaves people's calendars.
    pub previous: Option<&'a Timetable>,
    /// Whose calendar it is; `None` for the public programme, which holds sessions only.
    pub person: Option<&'a PersonId>,
    pub lang: Lang,
    /// When this version was made.
    pub stamp: DateTime<Utc>,
    /// The number of this version, from 0; it must grow with every change.
    pub sequence: u32,
}

/// How often calendars are asked to look for changes.
const REFRESH: &str = "PT15M";

/// The feed as an iCalendar file. An item keeps its UID for life; titles say nothing of whom one
/// meets, and only the owner's own feed names the others, in the description.
pub fn calendar(feed: &Feed) -> String {
    let writer = Writer::new(feed);
    let events = writer.events();
    let mut lines = Lines::default();
    lines.put("BEGIN", "VCALENDAR");
    lines.put("VERSION", "2.0");
    lines.text("PRODID", concat!("-//Enishi//Enishi ", env!("CARGO_PKG_VERSION"), "//EN"));
    lines.put("CALSCALE", "GREGORIAN");
    lines.put("METHOD", "PUBLISH");
    let name = writer.name();
    lines.text("NAME", &name);
    lines.text("X-WR-CALNAME", &name);
    lines.put("X-WR-TIMEZONE", feed.workshop.zone.name());
    let note = feed.workshop.synthetic_note.get(feed.lang);
    if !note.is_empty() {
        lines.text("DESCRIPTION", note);
        lines.text("X-WR-CALDESC", note);
    }
    lines.put("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
    lines.put("X-PUBLISHED-TTL", REFRESH);
    let days = feed.workshop.days.iter().copied();
    let days = days.chain(events.iter().map(|event| event.placement.start.date()));
    let first = days.clone().min().unwrap_or(feed.stamp.date_naive());
    let last = days.max().unwrap_or(first);
    put_zone(&mut lines, feed.workshop.zone, first, last);
    for event in &events {
        writer.put_event(&mut lines, event);
    }
    lines.put("END", "VCALENDAR");
    lines.0
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The owner, or the public, is expected.
    Held,
    /// A session that the owner wished to hear and is free for.
    Wished,
    Cancelled,
}

struct Event<'a> {
    placement: &'a Placement,
    state: State,
}

struct Writer<'a> {
    feed: &'a Feed<'a>,
    people: HashMap<&'a PersonId, &'a Person>,
}

impl<'a> Writer<'a> {
    fn new(feed: &'a Feed<'a>) -> Writer<'a> {
        Writer { feed, people: feed.workshop.people.iter().map(|p| (&p.id, p)).collect() }
    }

    fn name(&self) -> String {
        let workshop = self.feed.workshop;
        let name = match workshop.name.get(self.feed.lang) {
            "" => workshop.id.as_str(),
            name => name,
        };
        match self.feed.person.and_then(|id| self.people.get(id)) {
            Some(person) => format!("{name} – {}", person.name.full(self.feed.lang)),
            None => name.to_owned(),
        }
    }

    /// Whether a placement stands in this feed.
    fn concerns(&self, placement: &Placement) -> bool {
        match self.feed.person {
            Some(person) => placement.people.contains(person),
            None => matches!(placement.item, ItemId::Session(_)),
        }
    }

    /// By start; the cancelled among them.
    fn events(&self) -> Vec<Event<'a>> {
        let placements = &self.feed.timetable.placements;
        let held: Vec<&Placement> = placements.iter().filter(|p| self.concerns(p)).collect();
        let mut events: Vec<Event> =
            held.iter().map(|placement| Event { placement, state: State::Held }).collect();
        if let Some(person) = self.feed.person {
            let wishes = self.feed.workshop.talk_wishes.iter();
            let wished: Vec<_> =
                wishes.filter(|wish| wish.person == *person).map(|wish| &wish.session).collect();
            for placement in placements {
                let ItemId::Session(session) = &placement.item else { continue };
                let free =
                    held.iter().all(|h| h.end <= placement.start || placement.end <= h.start);
                if free && wished.contains(&session) {
                    events.push(Event { placement, state: State::Wished });
                }
            }
        }
        let before = self.feed.previous.map_or(&[][..], |previous| &previous.placements);
        for placement in before.iter().filter(|placement| self.concerns(placement)) {
            if events.iter().all(|event| event.placement.item != placement.item) {
                events.push(Event { placement, state: State::Cancelled });
            }
        }
        events.sort_by(|a, b| {
            (a.placement.start, &a.placement.item).cmp(&(b.placement.start, &b.placement.item))
        });
        events
    }

    fn put_event(&self, lines: &mut Lines, event: &Event) {
        let Event { placement, state } = event;
        lines.put("BEGIN", "VEVENT");
        lines.put("UID", &uid(self.feed.workshop, &placement.item));
        lines.put("DTSTAMP", &self.feed.stamp.format("%Y%m%dT%H%M%SZ").to_string());
        lines.put("SEQUENCE", &self.feed.sequence.to_string());
        self.put_time(lines, "DTSTART", placement.start);
        self.put_time(lines, "DTEND", placement.end);
        lines.text("SUMMARY", &self.title(placement, *state));
        lines.text("LOCATION", &self.location(placement));
        let description = self.description(placement, *state);
        if !description.is_empty() {
            lines.text("DESCRIPTION", &description);
        }
        let status = if *state == State::Cancelled { "CANCELLED" } else { "CONFIRMED" };
        lines.put("STATUS", status);
        let transparent = *state != State::Held;
        lines.put("TRANSP", if transparent { "TRANSPARENT" } else { "OPAQUE" });
        let public = matches!(placement.item, ItemId::Session(_));
        lines.put("CLASS", if public { "PUBLIC" } else { "PRIVATE" });
        lines.put("END", "VEVENT");
    }

    fn put_time(&self, lines: &mut Lines, name: &str, at: NaiveDateTime) {
        let name = format!("{name};TZID={}", self.feed.workshop.zone.name());
        lines.put(&name, &at.format("%Y%m%dT%H%M%S").to_string());
    }

    /// A session's own title; for what is private, only what kind of thing it is and where.
    fn title(&self, placement: &Placement, state: State) -> String {
        let (lang, workshop) = (self.feed.lang, self.feed.workshop);
        let what = match (&placement.item, lang) {
            (ItemId::Session(id), _) => workshop
                .sessions
                .iter()
                .find(|session| session.id == *id)
                .map_or_else(|| id.to_string(), |session| session.title.get(lang).to_owned()),
            (ItemId::Consultation(_), Lang::Ja) => {
                format!("産学連携相談（{}）", self.spot(placement))
            }
            (ItemId::Consultation(_), Lang::En) => {
                format!("Consultation ({})", self.spot(placement))
            }
            (ItemId::Meeting(..), Lang::Ja) => format!("面談（{}）", self.spot(placement)),
            (ItemId::Meeting(..), Lang::En) => format!("Meeting ({})", self.spot(placement)),
            (ItemId::Group(_), Lang::Ja) => format!("グループ面談（{}）", self.spot(placement)),
            (ItemId::Group(_), Lang::En) => format!("Group meeting ({})", self.spot(placement)),
        };
        match (state, lang) {
            (State::Cancelled, Lang::Ja) => format!("【中止】{what}"),
            (State::Cancelled, Lang::En) => format!("Cancelled: {what}"),
            _ => what,
        }
    }

    /// The desk or table; the room where there is neither.
    fn spot(&self, placement: &Placement) -> String {
        let lang = self.feed.lang;
        if let Some(id) = &placement.desk {
            let desk = self.feed.workshop.desks.iter().find(|desk| desk.id == *id);
            return match desk.map(|desk| desk.name.get(lang)) {
                None | Some("") => id.to_string(),
                Some(name) => name.to_owned(),
            };
        }
        match (placement.table, lang) {
            (Some(table), Lang::Ja) => format!("テーブル{table}"),
            (Some(table), Lang::En) => format!("table {table}"),
            (None, _) => self.room(placement),
        }
    }

    fn room(&self, placement: &Placement) -> String {
        let room: Option<&Room> =
            self.feed.workshop.rooms.iter().find(|room| room.id == placement.room);
        let Some(room) = room else { return placement.room.to_string() };
        let name = room.name.get(self.feed.lang);
        match (room.floor, self.feed.lang) {
            (None, _) => name.to_owned(),
            (Some(floor), Lang::Ja) if floor < 0 => format!("{name}（地下{}階）", -floor),
            (Some(floor), Lang::Ja) => format!("{name}（{floor}階）"),
            (Some(floor), Lang::En) => format!("{name} (floor {floor})"),
        }
    }

    fn location(&self, placement: &Placement) -> String {
        let room = self.room(placement);
        if placement.desk.is_none() && placement.table.is_none() {
            return room;
        }
        match self.feed.lang {
            Lang::Ja => format!("{room} {}", self.spot(placement)),
            Lang::En => format!("{room}, {}", self.spot(placement)),
        }
    }

    /// For the owner: with whom, and that it is made up where it is.
    fn description(&self, placement: &Placement, state: State) -> String {
        let lang = self.feed.lang;
        let mut out = Vec::new();
        let public = matches!(placement.item, ItemId::Session(_));
        let mut synthetic = match &placement.item {
            ItemId::Session(id) => {
                self.feed.workshop.sessions.iter().any(|s| s.id == *id && s.synthetic)
            }
            _ => false,
        };
        if let (Some(owner), false) = (self.feed.person, public) {
            for id in placement.people.iter().filter(|id| *id != owner) {
                let Some(person) = self.people.get(id) else { continue };
                synthetic |= person.synthetic;
                out.push(self.counterpart(person));
            }
        }
        if self.feed.person.is_some() && public {
            out.push(
                match (state, lang) {
                    (State::Wished, Lang::Ja) => "聴講を希望したセッションです",
                    (State::Wished, Lang::En) => "A session you wished to hear",
                    (_, Lang::Ja) => "登壇・担当のセッションです",
                    (_, Lang::En) => "A session you have a part in",
                }
                .to_owned(),
            );
        }
        if synthetic {
            out.push(
                match lang {
                    Lang::Ja => "※架空のデータを含みます",
                    Lang::En => "Contains made-up data",
                }
                .to_owned(),
            );
        }
        out.join("\n")
    }

    fn counterpart(&self, person: &Person) -> String {
        let lang = self.feed.lang;
        let organisations = &self.feed.workshop.organisations;
        let organisation = organisations.iter().find(|o| o.id == person.organisation);
        let organisation = organisation.map_or("", |organisation| organisation.name.get(lang));
        let name = person.name.full(lang);
        match lang {
            Lang::Ja => format!("お相手: {name} 様（{organisation}）"),
            Lang::En => format!("With: {name} ({organisation})"),
        }
    }
}

/// The same for an item's whole life, different between workshops, and telling nothing.
fn uid(workshop: &Workshop, item: &ItemId) -> String {
    let item = serde_json::to_string(item).unwrap_or_default();
    let hash = Sha256::digest(format!("{}\n{item}", workshop.id));
    let mut uid = String::with_capacity(40);
    for byte in &hash[..16] {
        // Writing to a text cannot fail.
        let _ = write!(uid, "{byte:02x}");
    }
    uid + "@enishi"
}
