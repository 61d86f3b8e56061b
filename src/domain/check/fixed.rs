//! What is fixed can be held where it is: the room has what it needs and is open, nobody is in two
//! places, and nothing comes before what it must follow.

use super::findings::Findings;
use super::identity::Known;
use super::times::{Span, clashes, grouped};
use crate::domain::{Position, Session, Sheet, Text, Workshop};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use std::collections::{HashMap, HashSet};

pub(super) fn check(w: &Workshop, known: &Known, f: &mut Findings) {
    let fixed: Vec<Span> = w
        .sessions
        .iter()
        .enumerate()
        .filter_map(|(entry, session)| {
            let start = session.fixed.as_ref()?.start;
            Some(Span { entry, start, end: end(session, start)? })
        })
        .collect();
    rooms_serve(w, known, f);
    closed_rooms(w, &fixed, known, f);
    one_room_one_session(w, &fixed, f);
    nobody_twice(w, &fixed, f);
    speakers_there(w, &fixed, f);
    in_order(w, &fixed, known, f);
}

fn end(session: &Session, start: NaiveDateTime) -> Option<NaiveDateTime> {
    start.checked_add_signed(TimeDelta::minutes(i64::from(session.minutes.0)))
}

fn room_of(w: &Workshop, entry: usize) -> &str {
    w.sessions[entry].fixed.as_ref().map_or("", |Position { room, .. }| room.as_str())
}

/// A fixed session's room is one it may be in and has the features it needs; one that is free to
/// move has at least one such room.
fn rooms_serve(w: &Workshop, known: &Known, f: &mut Findings) {
    for (entry, session) in w.sessions.iter().enumerate() {
        let lacks = |room: usize| {
            session.needs.iter().filter(move |need| !w.rooms[room].features.contains(need))
        };
        let Some(fixed) = &session.fixed else {
            if !w.rooms.iter().any(|room| session.may_be_in(room)) && !w.rooms.is_empty() {
                let message = Text::new(
                    format!(
                        "使える会場のどれにも「{}」がありません。会場に加えるか、条件を減らしてください",
                        session.needs.join("・")
                    ),
                    format!(
                        "no room it may be in has {}; add the feature to a room, or need less",
                        session.needs.join(" and ")
                    ),
                );
                // Rooms that do not exist are told elsewhere.
                if !session.needs.is_empty() {
                    f.conflict(Sheet::Sessions, entry, "needs", message);
                }
            }
            continue;
        };
        let Some(room) = known.rooms.get(fixed.room.as_str()) else { continue };
        if !session.rooms.is_empty() && !session.rooms.contains(&fixed.room) {
            let message = Text::new(
                format!(
                    "固定先の会場 {} が「使える会場」に入っていません。そこに加えてください",
                    fixed.room
                ),
                format!(
                    "fixed in {}, which is not among the rooms it may be in; add it there",
                    fixed.room
                ),
            );
            f.conflict(Sheet::Sessions, entry, "fixed_room", message);
        }
        let lacking: Vec<&str> = lacks(room).map(String::as_str).collect();
        if !lacking.is_empty() {
            let message = Text::new(
                format!(
                    "固定先の会場 {} には「{}」がありません。別の会場にするか、設備を加えてください",
                    fixed.room,
                    lacking.join("・")
                ),
                format!(
                    "fixed in {}, which lacks {}; choose another room or add the feature to it",
                    fixed.room,
                    lacking.join(" and ")
                ),
            );
            f.conflict(Sheet::Sessions, entry, "fixed_room", message);
        }
    }
}

/// A room with hours on some days is closed all day on the others.
fn closed_rooms(w: &Workshop, fixed: &[Span], known: &Known, f: &mut Findings) {
    let mut open: HashMap<&str, HashSet<NaiveDate>> = HashMap::new();
    for hours in &w.room_hours {
        let days = open.entry(hours.room.as_str()).or_default();
        if hours.start < hours.end {
            days.insert(hours.start.date());
        }
    }
    let closed = |room: &str, day: NaiveDate| {
        open.get(room).is_some_and(|days| !days.contains(&day)) && known.rooms.get(room).is_some()
    };
    let message = |room: &str, day: NaiveDate| {
        Text::new(
            format!(
                "{room} は {day} には開きません。room_hours に時間を加えるか、これを移してください"
            ),
            format!("{room} is closed all day on {day}; add its hours to room_hours, or move this"),
        )
    };
    for span in fixed {
        let (room, day) = (room_of(w, span.entry), span.start.date());
        if closed(room, day) {
            f.conflict(Sheet::Sessions, span.entry, "fixed_room", message(room, day));
        }
    }
    for (entry, hours) in w.desk_hours.iter().enumerate() {
        let desk = known.desks.get(hours.desk.as_str()).map(|desk| &w.desks[desk]);
        let day = hours.start.date();
        if let Some(desk) = desk.filter(|desk| closed(desk.room.as_str(), day)) {
            f.conflict(Sheet::DeskHours, entry, "desk", message(desk.room.as_str(), day));
        }
    }
    // Tables that are open in no slot could as well not be there.
    if w.slots.is_empty() {
        return;
    }
    let mut slots: Vec<(NaiveDateTime, NaiveDateTime)> =
        w.slots.iter().map(|slot| (slot.start, slot.end)).collect();
    slots.sort_unstable();
    // The earliest end of all slots from each one on.
    let mut ends: Vec<NaiveDateTime> = slots.iter().map(|slot| slot.1).collect();
    for i in (0..ends.len().saturating_sub(1)).rev() {
        ends[i] = ends[i].min(ends[i + 1]);
    }
    let mut served: HashSet<&str> = HashSet::new();
    for hours in &w.room_hours {
        let from = slots.partition_point(|slot| slot.0 < hours.start);
        if ends.get(from).is_some_and(|end| *end <= hours.end) {
            served.insert(hours.room.as_str());
        }
    }
    for (entry, room) in w.rooms.iter().enumerate() {
        let id = room.id.as_str();
        if room.tables > 0 && open.contains_key(id) && !served.contains(id) {
            let slots = w.slots.len();
            let message = Text::new(
                format!(
                    "開く時間に {slots} 個の枠が1つも入らず、テーブルを終日使えません。room_hours を直すか、\
                     テーブルを0にしてください"
                ),
                format!(
                    "its hours hold none of the {slots} slots, so its tables are closed all day; \
                     mend room_hours, or give it no tables"
                ),
            );
            f.conflict(Sheet::Rooms, entry, "tables", message);
        }
    }
}

fn one_room_one_session(w: &Workshop, fixed: &[Span], f: &mut Findings) {
    for spans in grouped(fixed.to_vec(), |entry| room_of(w, entry)) {
        for (before, span) in clashes(spans) {
            let (room, other) = (room_of(w, span.entry), &w.sessions[before.entry].id);
            let (start, end) = (span.start.format("%H:%M"), before.end.format("%H:%M"));
            let message = Text::new(
                format!(
                    "{room} に {start} から固定されていますが、{end} まで {other} が固定されています。\
                     どちらかを移してください"
                ),
                format!(
                    "fixed in {room} at {start} while {other} is fixed there until {end}; move one \
                     of the two"
                ),
            );
            f.conflict(Sheet::Sessions, span.entry, "fixed_start", message);
        }
    }
}

fn nobody_twice(w: &Workshop, fixed: &[Span], f: &mut Findings) {
    // People in the order in which they first speak, so that faults have an order too.
    let mut people: Vec<(&str, Vec<Span>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for span in fixed {
        for person in &w.sessions[span.entry].speakers {
            let place = *places.entry(person.as_str()).or_insert_with(|| {
                people.push((person.as_str(), Vec::new()));
                people.len() - 1
            });
            let spans = &mut people[place].1;
            // A speaker listed twice is told elsewhere.
            if spans.last().is_none_or(|last| last.entry != span.entry) {
                spans.push(*span);
            }
        }
    }
    for (person, spans) in people {
        for (before, span) in clashes(spans) {
            let other = &w.sessions[before.entry].id;
            let (start, end) = (span.start.format("%Y-%m-%d %H:%M"), before.end.format("%H:%M"));
            let message = Text::new(
                format!(
                    "{person} が {start} に2か所にいることになります（ここと、{end} まで固定の {other}）。\
                     どちらかを移すか、別の登壇者にしてください"
                ),
                format!(
                    "{person} would be in two places at {start}: here and in {other}, fixed until \
                     {end}; move one of the two, or name another speaker"
                ),
            );
            f.conflict(Sheet::Sessions, span.entry, "speakers", message);
        }
    }
}

fn speakers_there(w: &Workshop, fixed: &[Span], f: &mut Findings) {
    let mut away: HashMap<&str, Vec<(NaiveDateTime, NaiveDateTime)>> = HashMap::new();
    for span in &w.unavailable {
        away.entry(span.person.as_str()).or_default().push((span.start, span.end));
    }
    for span in fixed {
        for person in &w.sessions[span.entry].speakers {
            let spans = away.get(person.as_str()).map_or(&[][..], Vec::as_slice);
            let clash = spans.iter().find(|(start, end)| *start < span.end && span.start < *end);
            if let Some((start, end)) = clash {
                let at = span.start.format("%Y-%m-%d %H:%M");
                let (start, end) = (start.format("%H:%M"), end.format("%H:%M"));
                let message = Text::new(
                    format!(
                        "{at} に固定されていますが、{person} は {start}–{end} に不在です。移すか、\
                         unavailable を直してください"
                    ),
                    format!(
                        "fixed at {at} while {person} is unavailable ({start}–{end}); move the \
                         session, or mend unavailable"
                    ),
                );
                f.conflict(Sheet::Sessions, span.entry, "fixed_start", message);
            }
        }
    }
}

fn in_order(w: &Workshop, fixed: &[Span], known: &Known, f: &mut Findings) {
    let spans: HashMap<usize, &Span> = fixed.iter().map(|span| (span.entry, span)).collect();
    for span in fixed {
        for earlier in &w.sessions[span.entry].after {
            let earlier = known.sessions.get(earlier.as_str()).filter(|e| *e != span.entry);
            let Some(before) = earlier.and_then(|entry| spans.get(&entry)) else { continue };
            if span.start < before.end {
                let other = &w.sessions[before.entry].id;
                let start = span.start.format("%Y-%m-%d %H:%M");
                let end = before.end.format("%Y-%m-%d %H:%M");
                let message = Text::new(
                    format!(
                        "{start} に固定されていますが、先に終わるはずの {other} は {end} までです。\
                         どちらかを移してください"
                    ),
                    format!(
                        "fixed at {start}, before {other} ends at {end}, which it must follow; move \
                         one of the two"
                    ),
                );
                f.conflict(Sheet::Sessions, span.entry, "fixed_start", message);
            }
        }
    }
}
