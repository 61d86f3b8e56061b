//! Finding things in a workshop by their stored ids.

use crate::domain::{Consultation, OrganisationId};
use crate::domain::{
    Desk, DeskId, ExclusionKind, GroupWish, ItemId, MeetingWish, Minutes, Person, PersonId, Room,
    RoomId, Session, SessionId, WishId, Workshop,
};
use std::collections::HashMap;

/// An index over a workshop. Where an id stands twice, the first one counts.
#[derive(Clone)]
pub struct Directory<'a> {
    pub workshop: &'a Workshop,
    people: HashMap<&'a PersonId, usize>,
    rooms: HashMap<&'a RoomId, usize>,
    sessions: HashMap<&'a SessionId, usize>,
    desks: HashMap<&'a DeskId, usize>,
    consultations: HashMap<&'a WishId, usize>,
    groups: HashMap<&'a WishId, usize>,
    meetings: HashMap<ItemId, Vec<&'a MeetingWish>>,
    excluded_people: HashMap<(&'a PersonId, &'a PersonId), ExclusionKind>,
    excluded_mixed: HashMap<(&'a PersonId, &'a OrganisationId), ExclusionKind>,
    excluded_organisations: HashMap<(&'a OrganisationId, &'a OrganisationId), ExclusionKind>,
}

fn index<'a, K: std::hash::Hash + Eq, T>(
    entries: &'a [T],
    key: impl Fn(&'a T) -> K,
) -> HashMap<K, usize> {
    let mut map = HashMap::with_capacity(entries.len());
    for (i, entry) in entries.iter().enumerate() {
        map.entry(key(entry)).or_insert(i);
    }
    map
}

impl<'a> Directory<'a> {
    /// Linear in the size of the workshop.
    pub fn new(workshop: &'a Workshop) -> Self {
        let mut meetings: HashMap<ItemId, Vec<&MeetingWish>> = HashMap::new();
        for wish in &workshop.meeting_wishes {
            meetings.entry(ItemId::meeting(&wish.from, &wish.to)).or_default().push(wish);
        }
        let mut directory = Self {
            workshop,
            people: index(&workshop.people, |p| &p.id),
            rooms: index(&workshop.rooms, |r| &r.id),
            sessions: index(&workshop.sessions, |s| &s.id),
            desks: index(&workshop.desks, |d| &d.id),
            consultations: index(&workshop.consultations, |c| &c.id),
            groups: index(&workshop.group_wishes, |g| &g.id),
            meetings,
            excluded_people: HashMap::new(),
            excluded_mixed: HashMap::new(),
            excluded_organisations: HashMap::new(),
        };
        for e in &workshop.exclusions {
            match (&e.person, &e.organisation, &e.other_person, &e.other_organisation) {
                (Some(a), _, Some(b), _) => {
                    directory.excluded_people.insert((a, b), e.kind);
                    directory.excluded_people.insert((b, a), e.kind);
                }
                (Some(p), _, None, Some(o)) | (None, Some(o), Some(p), _) => {
                    directory.excluded_mixed.insert((p, o), e.kind);
                }
                (None, Some(a), None, Some(b)) => {
                    directory.excluded_organisations.insert((a, b), e.kind);
                    directory.excluded_organisations.insert((b, a), e.kind);
                }
                _ => {}
            }
        }
        directory
    }

    pub fn person_index(&self, id: &PersonId) -> Option<usize> {
        self.people.get(id).copied()
    }

    pub fn person(&self, id: &PersonId) -> Option<&'a Person> {
        self.person_index(id).map(|i| &self.workshop.people[i])
    }

    pub fn room_index(&self, id: &RoomId) -> Option<usize> {
        self.rooms.get(id).copied()
    }

    pub fn room(&self, id: &RoomId) -> Option<&'a Room> {
        self.room_index(id).map(|i| &self.workshop.rooms[i])
    }

    pub fn session(&self, id: &SessionId) -> Option<&'a Session> {
        self.sessions.get(id).map(|&i| &self.workshop.sessions[i])
    }

    pub fn desk(&self, id: &DeskId) -> Option<&'a Desk> {
        self.desks.get(id).map(|&i| &self.workshop.desks[i])
    }

    pub fn consultation(&self, id: &WishId) -> Option<&'a Consultation> {
        self.consultations.get(id).map(|&i| &self.workshop.consultations[i])
    }

    pub fn group(&self, id: &WishId) -> Option<&'a GroupWish> {
        self.groups.get(id).map(|&i| &self.workshop.group_wishes[i])
    }

    /// Everyone who must be there; `None` for what the workshop does not know.
    pub fn attendees(&self, item: &ItemId, desk: Option<&DeskId>) -> Option<Vec<PersonId>> {
        match item {
            ItemId::Session(id) => self.session(id).map(|s| s.speakers.clone()),
            ItemId::Consultation(id) => self.consultation(id).map(|c| {
                let staff = desk.and_then(|d| self.desk(d)?.coordinator.clone());
                std::iter::once(c.person.clone()).chain(staff).collect()
            }),
            ItemId::Meeting(a, b) => {
                (!self.wishes_for(item).is_empty()).then(|| vec![a.clone(), b.clone()])
            }
            ItemId::Group(id) => self.group(id).map(|g| {
                std::iter::once(g.moderator.clone()).chain(g.members.iter().cloned()).collect()
            }),
        }
    }

    /// The wishes of one or both sides for a meeting.
    pub fn wishes_for(&self, meeting: &ItemId) -> &[&'a MeetingWish] {
        self.meetings.get(meeting).map_or(&[], Vec::as_slice)
    }

    /// Every meeting somebody wishes, in the order of ids.
    pub fn meetings(&self) -> Vec<&ItemId> {
        let mut all: Vec<_> = self.meetings.keys().collect();
        all.sort();
        all
    }

    /// Why two people must not be put at one table, if anything says so.
    pub fn excluded(&self, a: &PersonId, b: &PersonId) -> Option<ExclusionKind> {
        if let Some(&kind) = self.excluded_people.get(&(a, b)) {
            return Some(kind);
        }
        if self.excluded_mixed.is_empty() && self.excluded_organisations.is_empty() {
            return None;
        }
        let (a, b) = (self.person(a)?, self.person(b)?);
        self.excluded_mixed
            .get(&(&a.id, &b.organisation))
            .or_else(|| self.excluded_mixed.get(&(&b.id, &a.organisation)))
            .or_else(|| self.excluded_organisations.get(&(&a.organisation, &b.organisation)))
            .copied()
    }

    /// Walking time between two rooms; a floor that is not known counts as the same floor.
    pub fn walk(&self, a: &RoomId, b: &RoomId) -> Minutes {
        if a == b {
            return Minutes(0);
        }
        self.workshop.rules.walk([a, b].map(|room| self.room(room).and_then(|r| r.floor)))
    }

    /// Time one person needs between two placements: the walk, and the buffer between two meetings.
    pub fn gap_needed(&self, a: (&ItemId, &RoomId), b: (&ItemId, &RoomId)) -> Minutes {
        let is_meeting = |i: &ItemId| matches!(i, ItemId::Meeting(..) | ItemId::Group(_));
        let walk = self.walk(a.1, b.1);
        if is_meeting(a.0) && is_meeting(b.0) { walk.max(self.workshop.rules.buffer) } else { walk }
    }
}
