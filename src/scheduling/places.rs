//! Where an item could be put: every place and time that could be thought of, each judged as if the
//! item stood there and all else stayed.

use super::directory::Directory;
use super::fault::Fault;
use super::judge::{faults_in, judge_in};
use crate::domain::{DeskId, ItemId, Minutes, Placement, RoomId, Timetable, Workshop};
use chrono::{Duration, NaiveDateTime};
use std::collections::BTreeSet;

/// One place and time for an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub placement: Placement,
    /// What would be broken by it; empty where the item may stand.
    pub faults: Vec<Fault>,
    /// How many points more the timetable would then be worth; `None` where a rule forbids it.
    pub gain: Option<i64>,
}

/// The places of an item other than where it stands, in the order of time, room, desk and table;
/// `None` if the workshop does not know the item. The judge is called once or twice for each.
pub fn places(workshop: &Workshop, timetable: &Timetable, item: &ItemId) -> Option<Vec<Place>> {
    let directory = Directory::new(workshop);
    directory.attendees(item, None)?;
    let now = judge_in(&directory, timetable).objective.total();
    let mut without = timetable.clone();
    without.placements.retain(|p| p.item != *item);
    let before = faults_in(&directory, &without);
    let stands = timetable.find(item);
    let locked = stands.is_some_and(|p| p.locked);
    let mut with = without.clone();
    let mut found: Vec<Place> = positions(&directory, item)
        .into_iter()
        .filter(|spot| stands.is_none_or(|p| !spot.is_at(p)))
        .map(|spot| {
            let people = directory.attendees(item, spot.desk.as_ref()).unwrap_or_default();
            let Spot { room, desk, table, start, end } = spot;
            let item = item.clone();
            let placement = Placement { item, room, desk, table, start, end, people, locked };
            with.placements.push(placement);
            let mut faults = faults_in(&directory, &with);
            // What was broken before, each as often as it was, is not this place's doing.
            for old in &before {
                if let Some(i) = faults.iter().position(|fault| fault == old) {
                    faults.remove(i);
                }
            }
            let gain =
                faults.is_empty().then(|| judge_in(&directory, &with).objective.total() - now);
            let placement = with.placements.remove(with.placements.len() - 1);
            Place { placement, faults, gain }
        })
        .collect();
    found.sort_by(|a, b| {
        let key = |p: &Place| {
            let p = &p.placement;
            (p.start, p.room.clone(), p.desk.clone(), p.table)
        };
        key(a).cmp(&key(b))
    });
    Some(found)
}

struct Spot {
    room: RoomId,
    desk: Option<DeskId>,
    table: Option<u32>,
    start: NaiveDateTime,
    end: NaiveDateTime,
}

impl Spot {
    fn is_at(&self, p: &Placement) -> bool {
        (&self.room, &self.desk, self.table, self.start) == (&p.room, &p.desk, p.table, p.start)
    }
}

/// Sessions: each room at the start of each band. Consultations: each desk at every time at which
/// one is open. Meetings: each table in each slot.
fn positions(directory: &Directory, item: &ItemId) -> Vec<Spot> {
    let w = directory.workshop;
    let after = |start: NaiveDateTime, length: Minutes| start + Duration::minutes(length.0.into());
    match item {
        ItemId::Session(id) => {
            let Some(session) = directory.session(id) else { return Vec::new() };
            let mut starts: BTreeSet<_> = w.bands.iter().map(|b| b.start).collect();
            starts.extend(session.fixed.iter().map(|f| f.start));
            let spots = starts.into_iter().flat_map(|start| {
                w.rooms.iter().map(move |room| Spot {
                    room: room.id.clone(),
                    desk: None,
                    table: None,
                    start,
                    end: after(start, session.minutes),
                })
            });
            spots.collect()
        }
        ItemId::Consultation(_) => {
            let mut starts: BTreeSet<(NaiveDateTime, Minutes)> = BTreeSet::new();
            for hours in &w.desk_hours {
                let Some(desk) = directory.desk(&hours.desk) else { continue };
                let length = Minutes(desk.minutes.0.max(1));
                let mut start = hours.start;
                while after(start, length) <= hours.end {
                    starts.insert((start, desk.minutes));
                    start = after(start, length);
                }
            }
            let spots = w.desks.iter().flat_map(|desk| {
                starts.iter().filter(|s| s.1 == desk.minutes).map(|&(start, length)| Spot {
                    room: desk.room.clone(),
                    desk: Some(desk.id.clone()),
                    table: None,
                    start,
                    end: after(start, length),
                })
            });
            spots.collect()
        }
        ItemId::Meeting(..) | ItemId::Group(_) => {
            let tables = w.rooms.iter().flat_map(|r| (1..=r.tables).map(move |t| (&r.id, t)));
            let spots = tables.flat_map(|(room, table)| {
                w.slots.iter().map(move |slot| Spot {
                    room: room.clone(),
                    desk: None,
                    table: Some(table),
                    start: slot.start,
                    end: slot.end,
                })
            });
            spots.collect()
        }
    }
}
