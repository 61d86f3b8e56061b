//! From chosen candidates to a timetable, and back.

use super::{Candidate, Instance, Place, Span};
use crate::domain::{DeskId, ItemId, Placement, RoomId, Timetable};
use chrono::NaiveDateTime;
use std::collections::HashMap;

/// The placements of a timetable by item.
type Before<'t> = HashMap<&'t ItemId, &'t Placement>;

impl Instance<'_> {
    /// Holds items where a timetable has them: only that candidate is left, and it must be taken. An
    /// item whose place is no longer offered is left without a candidate.
    pub fn hold(&mut self, timetable: &Timetable, held: impl Fn(&Placement) -> bool) {
        for placement in timetable.placements.iter().filter(|p| held(p)) {
            let Some(&item) = self.item_index.get(&placement.item) else { continue };
            let kept = self.candidate_of(placement).map(|(_, c)| self.items[item].candidates[c]);
            self.items[item].candidates = kept.into_iter().collect();
            self.items[item].must = true;
        }
    }

    /// Leaves what a timetable begins before a moment where it is, and places nothing else before then.
    pub fn close_before(&mut self, moment: NaiveDateTime, timetable: &Timetable) {
        let begun: HashMap<&ItemId, &Placement> =
            timetable.placements.iter().map(|p| (&p.item, p)).collect();
        for i in 0..self.items.len() {
            let stands = begun.get(&self.items[i].id).filter(|p| p.start < moment);
            let stands = stands.map(|p| self.candidate_of(p).map(|(_, c)| c));
            let candidates = std::mem::take(&mut self.items[i].candidates);
            self.items[i].candidates = match stands {
                Some(Some(c)) => {
                    self.items[i].must = true;
                    vec![candidates[c]]
                }
                Some(None) => Vec::new(),
                // A fixed session has no other time.
                None if self.items[i].must && candidates.len() == 1 => candidates,
                None => {
                    let later = |c: &Candidate| self.time(c.span.start) >= moment;
                    candidates.into_iter().filter(later).collect()
                }
            };
        }
    }

    /// The candidate of an item that a placement stands for, if it is one.
    pub fn candidate_of(&self, placement: &Placement) -> Option<(usize, usize)> {
        let &item = self.item_index.get(&placement.item)?;
        let span = self.span(placement.start, placement.end);
        let room = self.directory.room_index(&placement.room)?;
        let found = self.items[item].candidates.iter().position(|c| {
            c.span == span
                && match &self.places[c.place] {
                    Place::Room { room: r } => *r == room,
                    Place::Desk { desk, .. } => {
                        placement.desk.as_ref() == Some(&self.workshop().desks[*desk].id)
                    }
                    Place::Tables { rooms } => rooms.iter().any(|r| r.room == room && r.open(span)),
                }
        })?;
        Some((item, found))
    }

    /// A timetable from the chosen candidate of each item. Tables are given out here: an item keeps
    /// the table it has in `before` where that is free, what is locked first; the others take the lowest
    /// free number.
    /// `chosen` holds no more items per place and time than it has units.
    pub fn timetable(
        &self,
        name: &str,
        chosen: &[Option<usize>],
        before: Option<&Timetable>,
    ) -> Timetable {
        let workshop = self.workshop();
        let before: Before =
            before.iter().flat_map(|b| &b.placements).map(|p| (&p.item, p)).collect();
        let mut placements = Vec::new();
        let mut at_tables: Vec<(Span, usize, bool, usize)> = Vec::new();
        for (i, item) in self.items.iter().enumerate() {
            let Some(c) = chosen[i].map(|c| item.candidates[c]) else { continue };
            let (room, desk): (&RoomId, Option<&DeskId>) = match &self.places[c.place] {
                Place::Room { room } => (&workshop.rooms[*room].id, None),
                Place::Desk { desk, room, .. } => {
                    (&workshop.rooms[*room].id, Some(&workshop.desks[*desk].id))
                }
                Place::Tables { .. } => {
                    let locked = before.get(&item.id).is_some_and(|p| p.locked);
                    at_tables.push((c.span, c.place, !locked, i));
                    continue;
                }
            };
            placements.push(self.placement(i, &c, room.clone(), desk.cloned(), None, &before));
        }
        at_tables.sort();
        // (room, table) → until when it is taken; slots may differ in length but a table is free
        // again once its last meeting has ended.
        let mut taken: HashMap<(usize, u32), Vec<Span>> = HashMap::new();
        let mut later = Vec::new();
        for (span, place, _, i) in at_tables {
            let kept = before.get(&self.items[i].id).and_then(|p| {
                let room = self.directory.room_index(&p.room)?;
                let Place::Tables { rooms } = &self.places[place] else { return None };
                let fits = self.span(p.start, p.end) == span
                    && rooms.iter().any(|r| {
                        r.room == room && r.open(span) && p.table.is_some_and(|t| t <= r.tables)
                    });
                Some((room, p.table?)).filter(|_| fits)
            });
            match kept {
                Some(at) if !taken.get(&at).is_some_and(|t| t.iter().any(|s| s.overlaps(span))) => {
                    taken.entry(at).or_default().push(span);
                    placements.push(self.at_table(i, place, span, at, &before));
                }
                _ => later.push((span, place, i)),
            }
        }
        for (span, place, i) in later {
            let Place::Tables { rooms } = &self.places[place] else { continue };
            let mut tables = rooms
                .iter()
                .filter(|r| r.open(span))
                .flat_map(|r| (1..=r.tables).map(|t| (r.room, t)));
            let free = tables
                .find(|at| !taken.get(at).is_some_and(|t| t.iter().any(|s| s.overlaps(span))));
            if let Some(at) = free {
                taken.entry(at).or_default().push(span);
                placements.push(self.at_table(i, place, span, at, &before));
            }
        }
        let mut timetable =
            Timetable { workshop: workshop.id.clone(), name: name.to_owned(), placements };
        timetable.sort();
        timetable
    }

    fn at_table(
        &self,
        item: usize,
        place: usize,
        span: Span,
        (room, table): (usize, u32),
        before: &Before,
    ) -> Placement {
        let candidate = Candidate { place, span, points: 0 };
        let room = self.workshop().rooms[room].id.clone();
        self.placement(item, &candidate, room, None, Some(table), before)
    }

    fn placement(
        &self,
        item: usize,
        candidate: &Candidate,
        room: RoomId,
        desk: Option<DeskId>,
        table: Option<u32>,
        before: &Before,
    ) -> Placement {
        let id = self.items[item].id.clone();
        let locked = before.get(&id).is_some_and(|p| p.locked);
        Placement {
            item: id,
            room,
            desk,
            table,
            start: self.time(candidate.span.start),
            end: self.time(candidate.span.end),
            people: self
                .attendees(item, candidate)
                .map(|p| self.workshop().people[p].id.clone())
                .collect(),
            locked,
        }
    }
}
