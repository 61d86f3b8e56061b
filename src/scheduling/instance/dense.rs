//! A workshop translated into dense numbers for the engines: items, candidates, people, places.
//!
//! Every candidate keeps all rules that look at one placement alone, and those that look at it
//! together with a fixed session; what is left for the engines are choices between candidates.
//! This is the one room that translates between stored ids and dense indices.

use super::Floors;
use crate::domain::{ItemId, SessionId, SessionKind, Workshop};
use crate::scheduling::directory::Directory;
use chrono::{Duration, NaiveDateTime};
use std::collections::HashMap;

/// Minutes since midnight of the first day.
pub(in crate::scheduling) type Minute = i64;

/// A stretch of time, `start` included, `end` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::scheduling) struct Span {
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
pub(in crate::scheduling) enum Place {
    Room { room: usize },
    Desk { desk: usize, room: usize, staff: Option<usize> },
    Tables { rooms: Vec<TableRoom> },
}

#[derive(Debug, Clone)]
pub(in crate::scheduling) struct TableRoom {
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
pub(in crate::scheduling) struct Candidate {
    pub place: usize,
    pub span: Span,
    /// Points that depend on the place.
    pub points: i64,
}

#[derive(Debug, Clone)]
pub(in crate::scheduling) struct Item {
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
pub(in crate::scheduling) struct Interest {
    pub person: usize,
    /// Index of the session's item.
    pub item: usize,
    pub points: i64,
}

/// A time in which lunch must find room, per day.
#[derive(Debug, Clone, Copy)]
pub(in crate::scheduling) struct LunchWindow {
    pub window: Span,
    pub minutes: Minute,
}

#[derive(Clone)]
pub(in crate::scheduling) struct Instance<'a> {
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
    /// What everybody is to receive; `None` where nobody is owed anything.
    pub floors: Option<Floors>,
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
            floors: None,
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

    pub(super) fn workshop(&self) -> &'a Workshop {
        self.directory.workshop
    }

    /// Time a person needs between items at two places.
    pub fn gap(&self, a: (usize, bool), b: (usize, bool)) -> Minute {
        let (room_a, room_b) = (self.places[a.0].room(), self.places[b.0].room());
        // Two different tables of one place are in rooms that no walk can tell apart.
        self.room_gap((room_a, a.1), (room_b, b.1))
    }

    pub(super) fn room_gap(&self, a: (usize, bool), b: (usize, bool)) -> Minute {
        let rooms = &self.workshop().rooms;
        let walk = Minute::from(self.directory.walk(&rooms[a.0].id, &rooms[b.0].id).0);
        if a.1 && b.1 { walk.max(Minute::from(self.workshop().rules.buffer.0)) } else { walk }
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
    pub(super) fn rooms_clash(&self, a: &Candidate, b: &Candidate) -> bool {
        match (&self.places[a.place], &self.places[b.place]) {
            (Place::Room { room }, other) | (other, Place::Room { room }) => match other {
                Place::Tables { rooms } => rooms.iter().all(|r| r.room == *room),
                other => other.room() == *room,
            },
            _ => false,
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
