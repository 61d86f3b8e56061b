//! What can be placed, and every candidate that keeps the rules which look at it alone.

use super::{Candidate, Instance, Interest, Item, Minute, Place, Span};
use crate::domain::{ItemId, PersonId, Weights};
use crate::scheduling::objective::{placement_points, seats_short, wishers};
use std::collections::HashMap;

impl Instance<'_> {
    pub(super) fn slots(&self) -> Vec<Span> {
        self.workshop().slots.iter().map(|s| self.span(s.start, s.end)).collect()
    }

    /// Desk openings cut into consultations: `(desk index, span)`.
    pub(super) fn desk_grid(&self) -> Vec<(usize, Span)> {
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

    pub(super) fn offer_sessions(&mut self) {
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
                    let start = self.time(band.start);
                    let end = self.time(band.start + minutes);
                    for (index, room) in workshop.rooms.iter().enumerate() {
                        if session.may_be_in(room) && workshop.is_open(&room.id, start, end) {
                            offer(index, band.start);
                        }
                    }
                }
            }
            self.push(ItemId::Session(session.id.clone()), people, candidates, true);
        }
    }

    pub(super) fn offer_consultations(&mut self) {
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

    pub(super) fn offer_meetings(&mut self) {
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

    /// Takes away candidates that cannot go together with a fixed session.
    pub(super) fn keep_off_fixed_sessions(&mut self) {
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

    pub(super) fn note_interests(&mut self) {
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

    pub(super) fn note_precedence(&mut self) {
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
}
