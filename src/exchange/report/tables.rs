//! The meetings as a grid of slots and tables.

use super::names::{Label, Names};
use crate::domain::{ItemId, PersonId, Placement, RoomId};
use crate::exchange::when;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Debug, Serialize)]
pub struct TableGrid {
    pub id: String,
    pub day: String,
    pub rooms: Vec<GridRoom>,
    pub rows: Vec<GridRow>,
    pub meetings: usize,
    pub groups: usize,
}

#[derive(Debug, Serialize)]
pub struct GridRoom {
    pub name: String,
    pub floor: String,
    pub tables: Vec<u32>,
}

#[derive(Debug, Serialize)]
pub struct GridRow {
    pub time: String,
    /// One for each table of each room.
    pub cells: Vec<GridCell>,
}

#[derive(Debug, Default, Serialize)]
pub struct GridCell {
    /// Of a group; empty for a one-on-one meeting.
    pub title: String,
    pub people: Vec<Label>,
    /// The table is not there at this time.
    pub closed: bool,
    pub locked: bool,
}

pub fn table_grids(names: &Names) -> Vec<TableGrid> {
    let placed: Vec<&Placement> = names
        .plan()
        .timetable
        .placements
        .iter()
        .filter(|p| matches!(p.item, ItemId::Meeting(..) | ItemId::Group(_)))
        .collect();
    let mut spans: BTreeSet<(NaiveDateTime, NaiveDateTime)> =
        names.workshop.slots.iter().map(|s| (s.start, s.end)).collect();
    spans.extend(placed.iter().map(|p| (p.start, p.end)));
    let days: BTreeSet<NaiveDate> = spans.iter().map(|(start, _)| start.date()).collect();
    let rooms: Vec<&crate::domain::Room> =
        names.workshop.rooms.iter().filter(|r| r.tables > 0).collect();
    if rooms.is_empty() {
        return Vec::new();
    }
    let grid = |day: NaiveDate| {
        let rows = spans.iter().filter(|(start, _)| start.date() == day).map(|&(start, end)| {
            let cells = rooms.iter().flat_map(|room| (1..=room.tables).map(|t| (&room.id, t)));
            let cells = cells.map(|(room, table)| {
                let here = placed.iter().find(|p| {
                    p.room == *room && p.table == Some(table) && (p.start, p.end) == (start, end)
                });
                match here {
                    Some(p) => taken(names, p),
                    None => {
                        GridCell { closed: closed(names, room, start, end), ..Default::default() }
                    }
                }
            });
            GridRow { time: when::span(start, end), cells: cells.collect() }
        });
        let on_day = || placed.iter().filter(|p| p.start.date() == day);
        TableGrid {
            id: format!("tables-{}", day.format("%Y%m%d")),
            day: when::day(day, names.lang),
            rooms: rooms
                .iter()
                .map(|room| GridRoom {
                    name: room.name.get(names.lang).to_owned(),
                    floor: names.floor(room.floor),
                    tables: (1..=room.tables).collect(),
                })
                .collect(),
            rows: rows.collect(),
            meetings: on_day().filter(|p| matches!(p.item, ItemId::Meeting(..))).count(),
            groups: on_day().filter(|p| matches!(p.item, ItemId::Group(_))).count(),
        }
    };
    days.into_iter().map(grid).collect()
}

fn taken(names: &Names, placement: &Placement) -> GridCell {
    let people: Vec<PersonId> = match &placement.item {
        // The industry side stands first, whichever id is smaller.
        ItemId::Meeting(a, b) => {
            let mut pair = vec![a.clone(), b.clone()];
            pair.sort_by_key(|p| names.directory.person(p).map(|p| p.sector));
            pair
        }
        _ => placement.people.clone(),
    };
    let title = match &placement.item {
        ItemId::Group(id) => names.directory.group(id).map(|g| g.title.clone()).unwrap_or_default(),
        _ => String::new(),
    };
    GridCell {
        title,
        people: people.iter().map(|p| names.person_short(p)).collect(),
        closed: false,
        locked: placement.locked,
    }
}

/// Whether a room's tables cannot be used then: outside its hours, or while a session is held in it.
fn closed(names: &Names, room: &RoomId, start: NaiveDateTime, end: NaiveDateTime) -> bool {
    let hours = || names.workshop.room_hours.iter().filter(|h| h.room == *room);
    let outside = hours().next().is_some() && !hours().any(|h| h.start <= start && end <= h.end);
    let session = names.plan().timetable.placements.iter().any(|p| {
        matches!(p.item, ItemId::Session(_)) && p.room == *room && p.start < end && start < p.end
    });
    outside || session
}
