//! The judge: whether a timetable keeps every rule, and what it is worth.
//!
//! It reads the workshop's own data, calls no solver and shares no code with the linear program, so
//! that solved, imported and hand-edited timetables are judged alike.

use super::attendance::attendance;
use super::directory::Directory;
use super::fault::Fault;
use super::objective::{Objective, objective};
use crate::domain::{DayRules, ItemId, Minutes, PersonId, Placement, Session, Timetable, Workshop};
use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What the judge found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Every broken rule, in the order of the rules' checks; empty for a good plan.
    pub faults: Vec<Fault>,
    pub objective: Objective,
}

/// Judges a timetable. `O(n log n)` in its placements, plus the people's choice of talks.
pub fn judge(workshop: &Workshop, timetable: &Timetable) -> Judgement {
    judge_in(&Directory::new(workshop), timetable)
}

/// Judges a timetable of a workshop that is indexed already.
pub(super) fn judge_in(directory: &Directory, timetable: &Timetable) -> Judgement {
    let faults = faults_in(directory, timetable);
    let talks = attendance(directory, timetable).iter().map(|a| a.points).sum();
    Judgement { faults, objective: objective(directory, timetable, talks) }
}

/// The broken rules alone.
pub(super) fn faults_in(directory: &Directory, timetable: &Timetable) -> Vec<Fault> {
    let workshop = directory.workshop;
    let mut faults = Vec::new();
    let mut known: Vec<&Placement> = Vec::new();
    let mut seen = HashSet::new();
    for placement in &timetable.placements {
        let before = faults.len();
        if !seen.insert(&placement.item) {
            faults.push(Fault::ItemTwice { item: placement.item.clone() });
        }
        one(directory, placement, &mut faults);
        // Items that do not exist take no part in the clashes below.
        if !faults[before..].iter().any(|f| matches!(f, Fault::UnknownItem { .. })) {
            known.push(placement);
        }
    }
    held(workshop, &seen, &mut faults);
    places(&known, &mut faults);
    people(directory, &known, &mut faults);
    precedence(workshop, &known, &mut faults);
    faults
}

/// Rules that look at one placement alone.
fn one(directory: &Directory, p: &Placement, faults: &mut Vec<Fault>) {
    let Some(expected) = directory.attendees(&p.item, p.desk.as_ref()) else {
        faults.push(Fault::UnknownItem { item: p.item.clone() });
        return;
    };
    let Some(room) = directory.room(&p.room) else {
        faults.push(Fault::UnknownRoom { item: p.item.clone(), room: p.room.clone() });
        return;
    };
    let missing: Vec<_> = expected.iter().filter(|e| !p.people.contains(e)).cloned().collect();
    let extra: Vec<_> = p.people.iter().filter(|e| !expected.contains(e)).cloned().collect();
    let repeated = p.people.iter().collect::<HashSet<_>>().len() < p.people.len();
    if !missing.is_empty() || !extra.is_empty() || repeated {
        faults.push(Fault::WrongPeople { item: p.item.clone(), missing, extra });
    }
    match &p.item {
        ItemId::Session(id) => {
            if let Some(session) = directory.session(id) {
                session_place(directory, session, p, faults);
            }
            if let Some(seats) = room.seats
                && expected.len() > seats.0 as usize
            {
                faults.push(Fault::TooFewSeats {
                    item: p.item.clone(),
                    room: p.room.clone(),
                    people: expected.len(),
                    seats: seats.0,
                });
            }
        }
        ItemId::Consultation(_) => consultation_place(directory, p, faults),
        ItemId::Meeting(..) | ItemId::Group(_) => {
            meeting_place(directory, p, room.tables, faults);
            for (i, a) in p.people.iter().enumerate() {
                for b in &p.people[i + 1..] {
                    if directory.excluded(a, b).is_some() {
                        faults.push(Fault::Together {
                            item: p.item.clone(),
                            person: a.clone(),
                            other: b.clone(),
                        });
                    }
                }
            }
        }
    }
}

fn not_offered(p: &Placement) -> Fault {
    Fault::NotOffered { item: p.item.clone(), room: p.room.clone(), start: p.start }
}

fn length(p: &Placement, expected: Minutes, faults: &mut Vec<Fault>) {
    let minutes = (p.end - p.start).num_minutes();
    let exact = p.end - p.start == Duration::minutes(i64::from(expected.0));
    if !exact {
        faults.push(Fault::WrongLength { item: p.item.clone(), minutes, expected });
    }
}

fn session_place(d: &Directory, session: &Session, p: &Placement, faults: &mut Vec<Fault>) {
    length(p, session.minutes, faults);
    if let Some(fixed) = &session.fixed {
        if fixed.room != p.room || fixed.start != p.start {
            faults.push(Fault::FixedMoved {
                session: session.id.clone(),
                room: p.room.clone(),
                start: p.start,
            });
        }
        return;
    }
    let in_a_band = d.workshop.bands.iter().any(|b| b.start == p.start && p.end <= b.end);
    let room_may = d.room(&p.room).is_some_and(|room| session.may_be_in(room));
    if !in_a_band || !room_may || !d.workshop.is_open(&p.room, p.start, p.end) {
        faults.push(not_offered(p));
    }
}

fn consultation_place(d: &Directory, p: &Placement, faults: &mut Vec<Fault>) {
    let (ItemId::Consultation(id), Some(desk_id)) = (&p.item, &p.desk) else {
        faults.push(not_offered(p));
        return;
    };
    let Some(desk) = d.desk(desk_id) else {
        faults.push(Fault::UnknownDesk { item: p.item.clone(), desk: desk_id.clone() });
        return;
    };
    length(p, desk.minutes, faults);
    let on_the_grid = d.workshop.desk_hours.iter().any(|h| {
        let since = (p.start - h.start).num_seconds();
        h.desk == *desk_id
            && since >= 0
            && p.end <= h.end
            && since % (i64::from(desk.minutes.0.max(1)) * 60) == 0
    });
    if !on_the_grid || desk.room != p.room {
        faults.push(not_offered(p));
    }
    if let Some(c) = d.consultation(id) {
        let expertise =
            c.concepts.is_empty() || c.concepts.iter().any(|x| desk.expertise.contains(x));
        let language = desk.languages.is_empty() || desk.languages.contains(&c.lang);
        if !expertise || !language {
            faults.push(Fault::DeskUnsuited { item: p.item.clone(), desk: desk_id.clone() });
        }
    }
}

fn meeting_place(d: &Directory, p: &Placement, tables: u32, faults: &mut Vec<Fault>) {
    if !p.table.is_some_and(|t| (1..=tables).contains(&t)) {
        faults.push(Fault::NoSuchTable {
            item: p.item.clone(),
            room: p.room.clone(),
            table: p.table,
            tables,
        });
    }
    let in_a_slot = d.workshop.slots.iter().any(|s| s.start == p.start && s.end == p.end);
    if !in_a_slot || !d.workshop.is_open(&p.room, p.start, p.end) {
        faults.push(not_offered(p));
    }
}

fn held(workshop: &Workshop, seen: &HashSet<&ItemId>, faults: &mut Vec<Fault>) {
    for session in &workshop.sessions {
        if !seen.contains(&ItemId::Session(session.id.clone())) {
            faults.push(Fault::SessionMissing { session: session.id.clone() });
        }
    }
}

/// A room holds one session, or its desks and tables, each with one item, at a time.
fn places(known: &[&Placement], faults: &mut Vec<Fault>) {
    let mut rooms: BTreeMap<&str, Vec<&Placement>> = BTreeMap::new();
    for p in known {
        rooms.entry(p.room.as_str()).or_default().push(p);
    }
    for placements in rooms.values_mut() {
        placements.sort_by_key(|p| (p.start, p.end));
        for (i, a) in placements.iter().enumerate() {
            for b in placements[i + 1..].iter().take_while(|b| b.start < a.end) {
                let whole_room = |p: &Placement| matches!(p.item, ItemId::Session(_));
                let same_desk = a.desk.is_some() && a.desk == b.desk;
                let same_table = a.table.is_some() && a.table == b.table;
                if a.item != b.item && (whole_room(a) || whole_room(b) || same_desk || same_table) {
                    faults.push(Fault::PlaceTaken {
                        item: b.item.clone(),
                        by: a.item.clone(),
                        room: b.room.clone(),
                        start: b.start,
                    });
                }
            }
        }
    }
}

/// Rules that look at one person's day.
fn people(d: &Directory, known: &[&Placement], faults: &mut Vec<Fault>) {
    let workshop = d.workshop;
    let mut days: Vec<Vec<&Placement>> = vec![Vec::new(); workshop.people.len()];
    for p in known {
        for person in p.people.iter().collect::<HashSet<_>>() {
            match d.person_index(person) {
                Some(i) => days[i].push(p),
                None => faults.push(Fault::WrongPeople {
                    item: p.item.clone(),
                    missing: Vec::new(),
                    extra: vec![person.clone()],
                }),
            }
        }
    }
    let mut away: HashMap<&PersonId, Vec<(NaiveDateTime, NaiveDateTime)>> = HashMap::new();
    for u in &workshop.unavailable {
        away.entry(&u.person).or_default().push((u.start, u.end));
    }
    for (person, day) in workshop.people.iter().zip(&mut days) {
        day.sort_by_key(|p| (p.start, p.end));
        clashes(d, &person.id, day, faults);
        for p in day.iter() {
            let absent = away.get(&person.id).is_some_and(|spans| {
                spans.iter().any(|&(start, end)| start < p.end && p.start < end)
            });
            if absent {
                faults.push(Fault::Unavailable {
                    person: person.id.clone(),
                    item: p.item.clone(),
                    start: p.start,
                });
            }
        }
        let spans: Vec<_> = day.iter().map(|p| (p.start, p.end)).collect();
        for date in lunchless(&workshop.rules, &spans) {
            faults.push(Fault::NoLunch { person: person.id.clone(), day: date });
        }
        let meetings =
            day.iter().filter(|p| matches!(p.item, ItemId::Meeting(..) | ItemId::Group(_))).count();
        if let Some(cap) = workshop.rules.meetings_per_person
            && meetings > cap as usize
        {
            faults.push(Fault::OverCap { person: person.id.clone(), meetings, cap });
        }
    }
}

fn clashes(d: &Directory, person: &PersonId, day: &[&Placement], faults: &mut Vec<Fault>) {
    let rules = &d.workshop.rules;
    let floors = d.workshop.rooms.iter().filter_map(|r| r.floor);
    let span = floors.clone().max().unwrap_or(0).abs_diff(floors.min().unwrap_or(0));
    let longest = rules
        .walk_same_floor
        .0
        .saturating_add(rules.walk_per_floor.0.saturating_mul(span))
        .max(rules.buffer.0);
    let longest = Duration::minutes(i64::from(longest));
    for (i, a) in day.iter().enumerate() {
        for b in &day[i + 1..] {
            if b.start < a.end {
                faults.push(Fault::PersonTwice {
                    person: person.clone(),
                    item: a.item.clone(),
                    other: b.item.clone(),
                    start: b.start,
                });
                continue;
            }
            if b.start - a.end >= longest {
                break;
            }
            let needed = d.gap_needed((&a.item, &a.room), (&b.item, &b.room));
            let minutes = (b.start - a.end).num_minutes();
            if minutes < i64::from(needed.0) {
                faults.push(Fault::WalkTooShort {
                    person: person.clone(),
                    item: a.item.clone(),
                    other: b.item.clone(),
                    minutes,
                    needed,
                });
            }
        }
    }
}

/// Days on which the spans leave no lunch break.
fn lunchless(rules: &DayRules, spans: &[(NaiveDateTime, NaiveDateTime)]) -> Vec<chrono::NaiveDate> {
    let Some(lunch) = &rules.lunch else { return Vec::new() };
    let days: HashSet<_> = spans.iter().map(|s| s.0.date()).collect();
    let mut days: Vec<_> = days.into_iter().collect();
    days.sort();
    days.retain(|day| {
        let (from, to) = (day.and_time(lunch.from), day.and_time(lunch.to));
        let needed = Duration::minutes(i64::from(lunch.minutes.0));
        let mut inside: Vec<_> = spans.iter().filter(|s| s.0 < to && from < s.1).copied().collect();
        inside.sort();
        let mut free_from = from;
        for (start, end) in inside {
            if start - free_from >= needed {
                return false;
            }
            free_from = free_from.max(end);
        }
        to - free_from < needed
    });
    days
}

/// Whether the spans leave the lunch break free on every day they touch.
pub(super) fn lunch_is_free(rules: &DayRules, spans: &[(NaiveDateTime, NaiveDateTime)]) -> bool {
    lunchless(rules, spans).is_empty()
}

fn precedence(workshop: &Workshop, known: &[&Placement], faults: &mut Vec<Fault>) {
    let at: HashMap<_, _> = known
        .iter()
        .filter_map(|p| match &p.item {
            ItemId::Session(id) => Some((id, *p)),
            _ => None,
        })
        .collect();
    for session in &workshop.sessions {
        for before in &session.after {
            if let (Some(this), Some(that)) = (at.get(&session.id), at.get(before))
                && this.start < that.end
            {
                faults.push(Fault::TooEarly { session: session.id.clone(), after: before.clone() });
            }
        }
    }
}
