//! What was booked by hand, as the planner takes it: a meeting that is wished for is held where it
//! is; of any other, the planner knows that its people are busy.

use crate::domain::{
    ItemId, MeetingWish, PersonId, Placement, RoomId, Timetable, Unavailable, Workshop,
};
use crate::store::{Booked, Moment};
use chrono::NaiveDateTime;
use std::collections::BTreeMap;

/// Puts bookings by hand into a workshop and the timetable that planning starts from.
pub fn with_bookings(
    workshop: &mut Workshop,
    start: Option<Timetable>,
    booked: &[Booked],
) -> Option<Timetable> {
    let mut items: BTreeMap<&str, Vec<&Booked>> = BTreeMap::new();
    for row in booked.iter().filter(|row| row.by_hand) {
        items.entry(&row.item).or_default().push(row);
    }
    let mut held = Vec::new();
    for (item, rows) in items {
        let wished = workshop.meeting_wishes.iter().map(wish_item).find(|w| w.to_string() == item);
        match wished.and_then(|item| placement(workshop, item, &rows)) {
            Some(placement) => held.push(placement),
            None => busy(workshop, &rows),
        }
    }
    if held.is_empty() {
        return start;
    }
    let nothing =
        || Timetable { workshop: workshop.id.clone(), name: String::new(), placements: Vec::new() };
    let mut start = start.unwrap_or_else(nothing);
    start.placements.retain(|p| held.iter().all(|h| h.item != p.item));
    start.placements.extend(held);
    start.sort();
    Some(start)
}

fn wish_item(wish: &MeetingWish) -> ItemId {
    ItemId::meeting(&wish.from, &wish.to)
}

/// Local to the workshop's zone.
pub fn local(at: Moment, workshop: &Workshop) -> NaiveDateTime {
    at.utc().with_timezone(&workshop.zone).naive_local()
}

fn people(rows: &[&Booked]) -> impl Iterator<Item = PersonId> {
    rows.iter().filter_map(|row| row.resource.strip_prefix("person ")).map(PersonId::new)
}

fn placement(workshop: &Workshop, item: ItemId, rows: &[&Booked]) -> Option<Placement> {
    let first = rows.first()?;
    let (table, room) = rows
        .iter()
        .find_map(|row| row.resource.strip_prefix("table ")?.split_once(" of "))
        .and_then(|(table, room)| Some((table.parse().ok()?, RoomId::new(room))))?;
    Some(Placement {
        item,
        room,
        desk: None,
        table: Some(table),
        start: local(first.starts_at, workshop),
        end: local(first.ends_at, workshop),
        people: people(rows).collect(),
        locked: true,
    })
}

fn busy(workshop: &mut Workshop, rows: &[&Booked]) {
    let Some(first) = rows.first() else { return };
    let (start, end) = (local(first.starts_at, workshop), local(first.ends_at, workshop));
    let away = people(rows).map(|person| Unavailable {
        person,
        start,
        end,
        reason: String::new(),
        synthetic: false,
    });
    workshop.unavailable.extend(away.collect::<Vec<_>>());
}
