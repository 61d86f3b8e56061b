//! The places of a day: rooms, desks, and pools of rooms with tables that no walk can tell apart.

use super::{Instance, Minute, Place, Span, TableRoom};
use chrono::Duration;

impl Instance<'_> {
    pub(super) fn lay_out_places(&mut self, pool_rooms: bool) {
        let workshop = self.workshop();
        self.places = (0..workshop.rooms.len()).map(|room| Place::Room { room }).collect();
        for (desk, d) in workshop.desks.iter().enumerate() {
            if let Some(room) = self.directory.room_index(&d.room) {
                let staff = d.coordinator.as_ref().and_then(|c| self.directory.person_index(c));
                self.places.push(Place::Desk { desk, room, staff });
            }
        }
        let mut pools: Vec<Vec<TableRoom>> = Vec::new();
        for (room, r) in workshop.rooms.iter().enumerate().filter(|(_, r)| r.tables > 0) {
            let hours = workshop.room_hours.iter().filter(|h| h.room == r.id);
            let mut hours: Vec<Span> = hours.map(|h| self.span(h.start, h.end)).collect();
            hours.sort();
            let table_room = TableRoom { room, tables: r.tables, hours };
            let alike = pools.iter_mut().find(|pool| {
                pool_rooms
                    && pool
                        .iter()
                        .all(|o| o.hours == table_room.hours && self.walks_alike(o.room, room))
            });
            match alike {
                Some(pool) => pool.push(table_room),
                None => pools.push(vec![table_room]),
            }
        }
        self.places.extend(pools.into_iter().map(|rooms| Place::Tables { rooms }));
    }

    /// Whether exchanging two rooms with tables can never make a walk too short or long enough.
    /// Rooms that also hold sessions are kept apart, so that a session closes only its own tables.
    fn walks_alike(&self, a: usize, b: usize) -> bool {
        let workshop = self.workshop();
        if self.may_hold_sessions_while_open(a) || self.may_hold_sessions_while_open(b) {
            return false;
        }
        let slots = self.slots();
        let mut others: Vec<Span> = self.desk_grid().iter().map(|g| g.1).collect();
        for s in &workshop.sessions {
            let length = Duration::minutes(i64::from(s.minutes.0));
            match &s.fixed {
                Some(f) => others.push(self.span(f.start, f.start + length)),
                None => others
                    .extend(workshop.bands.iter().map(|b| self.span(b.start, b.start + length))),
            }
        }
        let pauses = |from: &[Span], to: &[Span]| -> Vec<Minute> {
            let mut d: Vec<_> = from
                .iter()
                .flat_map(|f| to.iter().map(move |t| t.start - f.end))
                .filter(|&d| (0..=240).contains(&d))
                .collect();
            d.sort_unstable();
            d.dedup();
            d
        };
        let mut mixed = pauses(&slots, &others);
        mixed.extend(pauses(&others, &slots));
        let among_slots = pauses(&slots, &slots);
        let same = |d: Minute, x: Minute, y: Minute| (d >= x) == (d >= y);
        let within = self.room_gap((a, true), (a, true));
        among_slots.iter().all(|&d| same(d, self.room_gap((a, true), (b, true)), within))
            && (0..workshop.rooms.len()).all(|q| {
                let (x, y) =
                    (self.room_gap((a, true), (q, false)), self.room_gap((b, true), (q, false)));
                let to_tables =
                    (self.room_gap((a, true), (q, true)), self.room_gap((b, true), (q, true)));
                mixed.iter().all(|&d| same(d, x, y))
                    && (q == a
                        || q == b
                        || workshop.rooms[q].tables == 0
                        || among_slots.iter().all(|&d| same(d, to_tables.0, to_tables.1)))
            })
    }

    fn may_hold_sessions_while_open(&self, room: usize) -> bool {
        let workshop = self.workshop();
        let id = &workshop.rooms[room].id;
        let hours: Vec<Span> = workshop
            .room_hours
            .iter()
            .filter(|h| h.room == *id)
            .map(|h| self.span(h.start, h.end))
            .collect();
        workshop.sessions.iter().any(|s| match &s.fixed {
            Some(f) => {
                let end = f.start + Duration::minutes(i64::from(s.minutes.0));
                let span = self.span(f.start, end);
                f.room == *id && (hours.is_empty() || hours.iter().any(|h| h.overlaps(span)))
            }
            None => s.may_be_in(&workshop.rooms[room]),
        })
    }
}
