//! A workshop translated into dense numbers for the engines: items, candidates, people, places.
//!
//! Every candidate keeps all rules that look at one placement alone, and those that look at it
//! together with a fixed session; what is left for the engines are choices between candidates.
//! This is the one file that translates between stored ids and dense indices.

use super::directory::Directory;
use super::objective::{placement_points, seats_short, wishers};
use crate::domain::{
    DeskId, ItemId, PersonId, Placement, RoomId, Session, SessionId, SessionKind, Timetable,
    Weights, Workshop,
};
use chrono::{Duration, NaiveDateTime};
use std::collections::HashMap;

/// Minutes since midnight of the first day.
pub(super) type Minute = i64;

/// A stretch of time, `start` included, `end` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Span {
    pub start: Minute,
    pub end: Minute,
}

impl Span {
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Where items can be. Rooms with tables that no walk can tell apart are one place.
#[derive(Debug, Clone)]
pub(super) enum Place {
    Room { room: usize },
    Desk { desk: usize, room: usize, staff: Option<usize> },
    Tables { rooms: Vec<TableRoom> },
}

#[derive(Debug, Clone)]
pub(super) struct TableRoom {
    pub room: usize,
    pub tables: u32,
    /// Empty: always open.
    pub hours: Vec<Span>,
}

impl TableRoom {
    pub fn open(&self, span: Span) -> bool {
        self.hours.is_empty() || self.hours.iter().any(|h| h.holds(span))
    }
}

impl Place {
    /// A room that stands for the place when walks are measured.
    pub fn room(&self) -> usize {
        match self {
            Place::Room { room } | Place::Desk { room, .. } => *room,
            Place::Tables { rooms } => rooms[0].room,
        }
    }

    /// How many items the place holds during `span`.
    pub fn units(&self, span: Span) -> u32 {
        match self {
            Place::Room { .. } | Place::Desk { .. } => 1,
            Place::Tables { rooms } => {
                rooms.iter().filter(|r| r.open(span)).map(|r| r.tables).sum()
            }
        }
    }

    pub fn staff(&self) -> Option<usize> {
        match self {
            Place::Desk { staff, .. } => *staff,
            Place::Room { .. } | Place::Tables { .. } => None,
        }
    }
}

/// One way to place an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Candidate {
    pub place: usize,
    pub span: Span,
    /// Points that depend on the place.
    pub points: i64,
}

#[derive(Debug, Clone)]
pub(super) struct Item {
    pub id: ItemId,
    pub people: Vec<usize>,
    pub candidates: Vec<Candidate>,
    /// It must be placed.
    pub must: bool,
    /// Points for placing it at all.
    pub points: i64,
    pub is_meeting: bool,
}

impl Item {
    /// It must be placed and has more than one start to choose from.
    pub fn moves(&self) -> bool {
        let mut starts = self.candidates.iter().map(|c| c.span.start);
        let first = starts.next();
        self.must && starts.any(|s| Some(s) != first)
    }
}

/// A person's wish to hear a session.
#[derive(Debug, Clone, Copy)]
pub(super) struct Interest {
    pub person: usize,
    /// Index of the session's item.
    pub item: usize,
    pub points: i64,
}

/// A time in which lunch must find room, per day.
#[derive(Debug, Clone, Copy)]
pub(super) struct LunchWindow {
    pub window: Span,
    pub minutes: Minute,
}

pub(super) struct Instance<'a> {
    pub directory: Directory<'a>,
    origin: NaiveDateTime,
    pub places: Vec<Place>,
    pub items: Vec<Item>,
    pub item_index: HashMap<ItemId, usize>,
    pub interests: Vec<Interest>,
    /// Per person.
    pub away: Vec<Vec<Span>>,
    pub lunches: Vec<LunchWindow>,
    pub cap: Option<u32>,
    /// `(earlier, later)` items of sessions.
    pub precedence: Vec<(usize, usize)>,
}

impl<'a> Instance<'a> {
    pub fn new(workshop: &'a Workshop) -> Self {
        Self::with_pools(workshop, true)
    }

    /// With every room of tables a place of its own, for when a change of room matters.
    pub fn by_room(workshop: &'a Workshop) -> Self {
        Self::with_pools(workshop, false)
    }

    fn with_pools(workshop: &'a Workshop, pools: bool) -> Self {
        let directory = Directory::new(workshop);
        let first = workshop.days.iter().min().copied().unwrap_or_default();
        let origin = first.and_hms_opt(0, 0, 0).unwrap_or_default();
        let mut instance = Self {
            directory,
            origin,
            places: Vec::new(),
            items: Vec::new(),
            item_index: HashMap::new(),
            interests: Vec::new(),
            away: vec![Vec::new(); workshop.people.len()],
            lunches: Vec::new(),
            cap: workshop.rules.meetings_per_person,
            precedence: Vec::new(),
        };
        for u in &workshop.unavailable {
            if let Some(p) = instance.directory.person_index(&u.person) {
                let span = instance.span(u.start, u.end);
                instance.away[p].push(span);
            }
        }
        if let Some(lunch) = &workshop.rules.lunch {
            for day in &workshop.days {
                let window = instance.span(day.and_time(lunch.from), day.and_time(lunch.to));
                let minutes = Minute::from(lunch.minutes.0);
                instance.lunches.push(LunchWindow { window, minutes });
            }
        }
        instance.lay_out_places(pools);
        instance.offer_sessions();
        instance.offer_consultations();
        instance.offer_meetings();
        instance.keep_off_fixed_sessions();
        instance.item_index =
            instance.items.iter().enumerate().map(|(i, item)| (item.id.clone(), i)).collect();
        instance.note_interests();
        instance.note_precedence();
        instance
    }

    pub fn minute(&self, t: NaiveDateTime) -> Minute {
        (t - self.origin).num_minutes()
    }

    pub fn span(&self, start: NaiveDateTime, end: NaiveDateTime) -> Span {
        Span { start: self.minute(start), end: self.minute(end) }
    }

    pub fn time(&self, minute: Minute) -> NaiveDateTime {
        self.origin + Duration::minutes(minute)
    }

    fn workshop(&self) -> &'a Workshop {
        self.directory.workshop
    }

    fn slots(&self) -> Vec<Span> {
        self.workshop().slots.iter().map(|s| self.span(s.start, s.end)).collect()
    }

    /// Desk openings cut into consultations: `(desk index, span)`.
    fn desk_grid(&self) -> Vec<(usize, Span)> {
        let mut grid = Vec::new();
        for (d, desk) in self.workshop().desks.iter().enumerate() {
            let length = Minute::from(desk.minutes.0.max(1));
            for hours in self.workshop().desk_hours.iter().filter(|h| h.desk == desk.id) {
                let open = self.span(hours.start, hours.end);
                let mut start = open.start;
                while start + length <= open.end {
                    grid.push((d, Span { start, end: start + length }));
                    start += length;
                }
            }
        }
        grid.sort();
        grid.dedup();
        grid
    }

    /// Time a person needs between items at two places.
    pub fn gap(&self, a: (usize, bool), b: (usize, bool)) -> Minute {
        let (room_a, room_b) = (self.places[a.0].room(), self.places[b.0].room());
        // Two different tables of one place are in rooms that no walk can tell apart.
        self.room_gap((room_a, a.1), (room_b, b.1))
    }

    fn room_gap(&self, a: (usize, bool), b: (usize, bool)) -> Minute {
        let rooms = &self.workshop().rooms;
        let walk = Minute::from(self.directory.walk(&rooms[a.0].id, &rooms[b.0].id).0);
        if a.1 && b.1 { walk.max(Minute::from(self.workshop().rules.buffer.0)) } else { walk }
    }

    fn lay_out_places(&mut self, pool_rooms: bool) {
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

    fn may_hold(&self, session: &Session, room: usize) -> bool {
        let room = &self.workshop().rooms[room];
        if session.rooms.is_empty() {
            session.needs.iter().all(|n| room.features.contains(n))
        } else {
            session.rooms.contains(&room.id)
        }
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
            None => self.may_hold(s, room),
        })
    }

    fn push(&mut self, id: ItemId, people: Vec<usize>, candidates: Vec<Candidate>, must: bool) {
        let is_meeting = matches!(id, ItemId::Meeting(..) | ItemId::Group(_));
        let points = placement_points(&self.directory, &id);
        self.items.push(Item { id, people, candidates, must, points, is_meeting });
    }

    fn indices(&self, people: &[PersonId]) -> Option<Vec<usize>> {
        people.iter().map(|p| self.directory.person_index(p)).collect()
    }

    fn present(&self, people: &[usize], span: Span) -> bool {
        !people.iter().any(|&p| self.away[p].iter().any(|a| a.overlaps(span)))
    }

    fn offer_sessions(&mut self) {
        let workshop = self.workshop();
        let wishers = wishers(&self.directory);
        let bands: Vec<Span> = workshop.bands.iter().map(|b| self.span(b.start, b.end)).collect();
        for session in &workshop.sessions {
            let Some(people) = self.indices(&session.speakers) else { continue };
            let minutes = Minute::from(session.minutes.0);
            let wished = wishers.get(&session.id).copied().unwrap_or(0);
            let mut candidates = Vec::new();
            let mut offer = |room: usize, start: Minute| {
                let seats = workshop.rooms[room].seats.map(|s| s.0);
                let span = Span { start, end: start + minutes };
                let fits = seats.is_none_or(|s| session.speakers.len() <= s as usize);
                if fits && self.present(&people, span) {
                    let points = seats_short(&workshop.rules.weights, wished, seats);
                    candidates.push(Candidate { place: room, span, points });
                }
            };
            if let Some(fixed) = &session.fixed {
                if let Some(room) = self.directory.room_index(&fixed.room) {
                    offer(room, self.minute(fixed.start));
                }
            } else {
                for band in bands.iter().filter(|b| b.start + minutes <= b.end) {
                    for room in 0..workshop.rooms.len() {
                        if self.may_hold(session, room) {
                            offer(room, band.start);
                        }
                    }
                }
            }
            self.push(ItemId::Session(session.id.clone()), people, candidates, true);
        }
    }

    fn offer_consultations(&mut self) {
        let workshop = self.workshop();
        let grid = self.desk_grid();
        let places: HashMap<usize, usize> = self
            .places
            .iter()
            .enumerate()
            .filter_map(|(i, p)| match p {
                Place::Desk { desk, .. } => Some((*desk, i)),
                _ => None,
            })
            .collect();
        for c in &workshop.consultations {
            let Some(person) = self.directory.person_index(&c.person) else { continue };
            let mut candidates = Vec::new();
            for &(d, span) in &grid {
                let desk = &workshop.desks[d];
                let suits = (c.concepts.is_empty()
                    || c.concepts.iter().any(|x| desk.expertise.contains(x)))
                    && (desk.languages.is_empty() || desk.languages.contains(&c.lang));
                let Some(&place) = places.get(&d) else { continue };
                let staff = self.places[place].staff();
                let there: Vec<usize> = std::iter::once(person).chain(staff).collect();
                if suits && staff != Some(person) && self.present(&there, span) {
                    candidates.push(Candidate { place, span, points: 0 });
                }
            }
            self.push(ItemId::Consultation(c.id.clone()), vec![person], candidates, false);
        }
    }

    fn offer_meetings(&mut self) {
        let workshop = self.workshop();
        let mut wanted: Vec<(ItemId, Vec<PersonId>)> = self
            .directory
            .meetings()
            .into_iter()
            .filter_map(|id| match id {
                ItemId::Meeting(a, b) if a != b => Some((id.clone(), vec![a.clone(), b.clone()])),
                _ => None,
            })
            .collect();
        for g in &workshop.group_wishes {
            let people = std::iter::once(&g.moderator).chain(&g.members).cloned().collect();
            wanted.push((ItemId::Group(g.id.clone()), people));
        }
        let slots = self.slots();
        for (id, people) in wanted {
            let Some(indices) = self.indices(&people) else { continue };
            let apart = people.iter().enumerate().any(|(i, a)| {
                people[i + 1..].iter().any(|b| self.directory.excluded(a, b).is_some())
            });
            let mut candidates = Vec::new();
            for &span in slots.iter().filter(|&&s| !apart && self.present(&indices, s)) {
                for (place, p) in self.places.iter().enumerate() {
                    if matches!(p, Place::Tables { .. }) && p.units(span) > 0 {
                        candidates.push(Candidate { place, span, points: 0 });
                    }
                }
            }
            self.push(id, indices, candidates, false);
        }
    }

    /// Everyone who must be there when `item` is at `candidate`.
    pub fn attendees(&self, item: usize, candidate: &Candidate) -> impl Iterator<Item = usize> {
        let staff = self.places[candidate.place].staff();
        self.items[item].people.iter().copied().chain(staff)
    }

    /// Whether one person can be at both.
    pub fn apart(&self, a: (&Candidate, bool), b: (&Candidate, bool)) -> bool {
        let gap = self.gap((a.0.place, a.1), (b.0.place, b.1));
        a.0.span.end + gap <= b.0.span.start || b.0.span.end + gap <= a.0.span.start
    }

    /// Whether the two use one room in a way that excludes each other, whatever the table or desk:
    /// a session takes the whole room.
    fn rooms_clash(&self, a: &Candidate, b: &Candidate) -> bool {
        match (&self.places[a.place], &self.places[b.place]) {
            (Place::Room { room }, other) | (other, Place::Room { room }) => match other {
                Place::Tables { rooms } => rooms.iter().all(|r| r.room == *room),
                other => other.room() == *room,
            },
            _ => false,
        }
    }

    /// Takes away candidates that cannot go together with a fixed session.
    fn keep_off_fixed_sessions(&mut self) {
        let workshop = self.workshop();
        let fixed: Vec<(usize, Candidate)> = self
            .items
            .iter()
            .enumerate()
            .filter(|(_, item)| match &item.id {
                ItemId::Session(id) => {
                    self.directory.session(id).is_some_and(|s| s.fixed.is_some())
                }
                _ => false,
            })
            .filter_map(|(i, item)| Some((i, *item.candidates.first()?)))
            .collect();
        let mut standing: Vec<Vec<Candidate>> = vec![Vec::new(); workshop.people.len()];
        for (i, candidate) in &fixed {
            for p in self.attendees(*i, candidate) {
                standing[p].push(*candidate);
            }
        }
        for i in 0..self.items.len() {
            if fixed.iter().any(|(f, _)| *f == i) {
                continue;
            }
            let kept: Vec<Candidate> = self.items[i]
                .candidates
                .iter()
                .filter(|c| {
                    let people_free = self.attendees(i, c).all(|p| {
                        standing[p]
                            .iter()
                            .all(|s| self.apart((s, false), (c, self.items[i].is_meeting)))
                    });
                    people_free
                        && !fixed
                            .iter()
                            .any(|(_, f)| f.span.overlaps(c.span) && self.rooms_clash(f, c))
                })
                .copied()
                .collect();
            self.items[i].candidates = kept;
        }
    }

    fn note_interests(&mut self) {
        let weights = &self.workshop().rules.weights;
        let mut seen = std::collections::HashSet::new();
        for wish in &self.workshop().talk_wishes {
            let item = self.item_index.get(&ItemId::Session(wish.session.clone()));
            let person = self.directory.person_index(&wish.person);
            if let (Some(&item), Some(person)) = (item, person)
                && !self.items[item].people.contains(&person)
                && seen.insert((person, item))
            {
                let points = Weights::at(&weights.talk, wish.rank);
                self.interests.push(Interest { person, item, points });
            }
        }
    }

    fn note_precedence(&mut self) {
        for session in &self.workshop().sessions {
            let later = self.item_index.get(&ItemId::Session(session.id.clone()));
            for before in &session.after {
                let earlier = self.item_index.get(&ItemId::Session(before.clone()));
                if let (Some(&earlier), Some(&later)) = (earlier, later) {
                    self.precedence.push((earlier, later));
                }
            }
        }
    }

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
    /// the table it has in `before` where that is free, the others take the lowest free number.
    /// `chosen` holds no more items per place and time than it has units.
    pub fn timetable(
        &self,
        name: &str,
        chosen: &[Option<usize>],
        before: Option<&Timetable>,
    ) -> Timetable {
        let workshop = self.workshop();
        let mut placements = Vec::new();
        let mut at_tables: Vec<(Span, usize, usize)> = Vec::new();
        for (i, item) in self.items.iter().enumerate() {
            let Some(c) = chosen[i].map(|c| item.candidates[c]) else { continue };
            let (room, desk): (&RoomId, Option<&DeskId>) = match &self.places[c.place] {
                Place::Room { room } => (&workshop.rooms[*room].id, None),
                Place::Desk { desk, room, .. } => {
                    (&workshop.rooms[*room].id, Some(&workshop.desks[*desk].id))
                }
                Place::Tables { .. } => {
                    at_tables.push((c.span, c.place, i));
                    continue;
                }
            };
            placements.push(self.placement(i, &c, room.clone(), desk.cloned(), None, before));
        }
        at_tables.sort();
        // (room, table) → until when it is taken; slots may differ in length but a table is free
        // again once its last meeting has ended.
        let mut taken: HashMap<(usize, u32), Vec<Span>> = HashMap::new();
        let mut later = Vec::new();
        for (span, place, i) in at_tables {
            let kept = before.and_then(|b| b.find(&self.items[i].id)).and_then(|p| {
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
                    placements.push(self.at_table(i, place, span, at, before));
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
                placements.push(self.at_table(i, place, span, at, before));
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
        before: Option<&Timetable>,
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
        before: Option<&Timetable>,
    ) -> Placement {
        let id = self.items[item].id.clone();
        let locked = before.and_then(|b| b.find(&id)).is_some_and(|p| p.locked);
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

    /// The session behind an item.
    pub fn session_of(&self, item: usize) -> Option<(&SessionId, SessionKind)> {
        match &self.items[item].id {
            ItemId::Session(id) => self.directory.session(id).map(|s| (&s.id, s.kind)),
            _ => None,
        }
    }
}
