//! The day as a table of times and rooms.

use super::names::Names;
use crate::domain::{ItemId, Room, SessionKind, Timetable};
use crate::exchange::when;
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use std::collections::BTreeSet;

/// One plan's day.
#[derive(Debug, Serialize)]
pub struct DayTable {
    /// Unique on the page.
    pub id: String,
    pub plan: String,
    pub day: String,
    pub rooms: Vec<RoomHead>,
    pub rows: Vec<Row>,
    /// Some session stands elsewhere than the document prints it.
    pub moved: usize,
    pub synthetic: bool,
}

#[derive(Debug, Serialize)]
pub struct RoomHead {
    pub name: String,
    pub floor: String,
}

/// From one moment at which something begins or ends to the next.
#[derive(Debug, Serialize)]
pub struct Row {
    pub time: String,
    pub minutes: i64,
    /// Cells that begin here; a room whose cell began earlier has none.
    pub cells: Vec<Cell>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    pub rows: usize,
    /// `talk`, `lecture`, `posters`, `plenary`, `desk`, `tables` or `free`.
    pub kind: &'static str,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Entry {
    pub time: String,
    pub code: String,
    pub title: String,
    pub beside: String,
    /// Where it is printed, if it was moved.
    pub moved: String,
    pub synthetic: bool,
}

/// Something in a room from `start` to `end`.
struct Block {
    start: NaiveDateTime,
    end: NaiveDateTime,
    kind: &'static str,
    entries: Vec<Entry>,
}

/// The plan's days. Meetings and consultations are counted, not named.
pub fn day_tables(names: &Names, key: &str, plan: &str, timetable: &Timetable) -> Vec<DayTable> {
    let mut days: BTreeSet<NaiveDate> = names.workshop.days.iter().copied().collect();
    days.extend(timetable.placements.iter().map(|p| p.start.date()));
    days.iter().map(|&day| day_table(names, key, plan, timetable, day)).collect()
}

fn day_table(
    names: &Names,
    key: &str,
    plan: &str,
    timetable: &Timetable,
    day: NaiveDate,
) -> DayTable {
    let rooms: Vec<(&Room, Vec<Block>)> = names
        .workshop
        .rooms
        .iter()
        .map(|room| (room, merged(blocks(names, timetable, room, day))))
        .filter(|(_, blocks)| !blocks.is_empty())
        .collect();
    let mut times: BTreeSet<NaiveDateTime> = BTreeSet::new();
    for block in rooms.iter().flat_map(|(_, blocks)| blocks) {
        times.extend([block.start, block.end]);
    }
    let times: Vec<NaiveDateTime> = times.into_iter().collect();
    let rows = times.windows(2).map(|window| {
        let (start, end) = (window[0], window[1]);
        let cells = rooms.iter().filter_map(|(_, blocks)| {
            match blocks.iter().find(|b| b.start <= start && start < b.end) {
                Some(block) if block.start == start => Some(Cell {
                    rows: times.iter().filter(|&&t| block.start <= t && t < block.end).count(),
                    kind: block.kind,
                    entries: block.entries.clone(),
                }),
                Some(_) => None,
                None => Some(Cell { rows: 1, kind: "free", entries: Vec::new() }),
            }
        });
        Row {
            time: when::span(start, end),
            minutes: (end - start).num_minutes(),
            cells: cells.collect(),
        }
    });
    let rows: Vec<Row> = rows.collect();
    let entries = || rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.entries);
    DayTable {
        id: format!("{key}-{}", day.format("%Y%m%d")),
        plan: plan.to_owned(),
        day: when::day(day, names.lang),
        rooms: rooms
            .iter()
            .map(|(room, _)| RoomHead {
                name: room.name.get(names.lang).to_owned(),
                floor: names.floor(room.floor),
            })
            .collect(),
        moved: entries().filter(|e| !e.moved.is_empty()).count(),
        synthetic: entries().any(|e| e.synthetic),
        rows,
    }
}

fn blocks(names: &Names, timetable: &Timetable, room: &Room, day: NaiveDate) -> Vec<Block> {
    let words = names.words;
    let mut blocks = Vec::new();
    for p in timetable.placements.iter().filter(|p| p.room == room.id && p.start.date() == day) {
        let ItemId::Session(id) = &p.item else { continue };
        let session = names.directory.session(id);
        let printed = session.and_then(|s| s.printed.as_ref());
        let moved = printed.filter(|at| at.room != p.room || at.start != p.start);
        blocks.push(Block {
            start: p.start,
            end: p.end,
            kind: match session.map(|s| s.kind) {
                Some(SessionKind::Lecture) => "lecture",
                Some(SessionKind::Posters) => "posters",
                Some(SessionKind::Plenary) => "plenary",
                Some(SessionKind::Talk) | None => "talk",
            },
            entries: vec![Entry {
                time: when::span(p.start, p.end),
                code: match session.map(|s| s.kind) {
                    Some(SessionKind::Talk) | None => id.to_string(),
                    Some(kind) => names.session_kind(kind),
                },
                title: names.session(id),
                beside: String::new(),
                moved: moved.map_or_else(String::new, |at| {
                    let (room, time) = (names.room(&at.room), when::time(at.start));
                    words.fill("timetable.moved", &[("room", &room), ("time", &time)])
                }),
                synthetic: session.is_some_and(|s| s.synthetic),
            }],
        });
    }
    let count = |start: NaiveDateTime, end: NaiveDateTime, wanted: &dyn Fn(&ItemId) -> bool| {
        let here = timetable.placements.iter().filter(|p| p.room == room.id);
        here.filter(|p| wanted(&p.item) && start <= p.start && p.start < end).count()
    };
    for desk in names.workshop.desks.iter().filter(|d| d.room == room.id) {
        let hours = names.workshop.desk_hours.iter().filter(|h| h.desk == desk.id);
        for h in hours.filter(|h| h.start.date() == day) {
            let taken = timetable.placements.iter().filter(|p| {
                p.desk.as_ref() == Some(&desk.id) && h.start <= p.start && p.start < h.end
            });
            blocks.push(Block {
                start: h.start,
                end: h.end,
                kind: "desk",
                entries: vec![Entry {
                    time: when::span(h.start, h.end),
                    code: String::new(),
                    title: desk.name.get(names.lang).to_owned(),
                    beside: words.fill("timetable.consultations", &[("n", &taken.count())]),
                    moved: String::new(),
                    synthetic: desk.synthetic,
                }],
            });
        }
    }
    if room.tables > 0 {
        let sessions: Vec<(NaiveDateTime, NaiveDateTime)> =
            blocks.iter().map(|b| (b.start, b.end)).collect();
        for (start, end) in open_spans(names, room, day, &sessions) {
            let n =
                count(start, end, &|item| matches!(item, ItemId::Meeting(..) | ItemId::Group(_)));
            blocks.push(Block {
                start,
                end,
                kind: "tables",
                entries: vec![Entry {
                    time: when::span(start, end),
                    code: String::new(),
                    title: words.fill("timetable.tables", &[("n", &room.tables)]),
                    beside: words.fill("timetable.meetings", &[("n", &n)]),
                    moved: String::new(),
                    synthetic: room.synthetic,
                }],
            });
        }
    }
    blocks
}

/// When meetings can be held in a room: its slots, joined where they follow each other closely.
fn open_spans(
    names: &Names,
    room: &Room,
    day: NaiveDate,
    taken: &[(NaiveDateTime, NaiveDateTime)],
) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    const CLOSE_MINUTES: i64 = 20;
    let mut slots: Vec<(NaiveDateTime, NaiveDateTime)> = names
        .workshop
        .slots
        .iter()
        .map(|s| (s.start, s.end))
        .filter(|&(start, _)| start.date() == day)
        .filter(|&(start, end)| names.workshop.is_open(&room.id, start, end))
        .filter(|&(start, end)| !taken.iter().any(|&(s, e)| s < end && start < e))
        .collect();
    slots.sort();
    let mut spans: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::new();
    for (start, end) in slots {
        let between = |from, to| taken.iter().any(|&(s, e)| s < to && from < e);
        match spans.last_mut() {
            Some(last)
                if (start - last.1).num_minutes() <= CLOSE_MINUTES && !between(last.1, start) =>
            {
                last.1 = last.1.max(end);
            }
            _ => spans.push((start, end)),
        }
    }
    spans
}

/// Blocks of one room that overlap share a cell.
fn merged(mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.sort_by_key(|b| (b.start, b.end));
    let mut merged: Vec<Block> = Vec::new();
    for block in blocks {
        match merged.last_mut() {
            Some(last) if block.start < last.end => {
                last.end = last.end.max(block.end);
                last.entries.extend(block.entries);
            }
            _ => merged.push(block),
        }
    }
    merged
}
