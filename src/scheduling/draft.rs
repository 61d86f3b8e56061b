//! A plan under construction: what each person and place already holds, and what still fits.

use super::instance::{Candidate, Instance, Place, Span};
use std::collections::HashMap;

/// Chosen candidates, kept so that every rule holds at every moment.
pub(super) struct Draft<'i, 'a> {
    instance: &'i Instance<'a>,
    pub chosen: Vec<Option<usize>>,
    people: Vec<Vec<(Candidate, bool)>>,
    places: HashMap<usize, Vec<Span>>,
    meetings: Vec<u32>,
}

impl<'i, 'a> Draft<'i, 'a> {
    pub fn new(instance: &'i Instance<'a>) -> Self {
        Self {
            instance,
            chosen: vec![None; instance.items.len()],
            people: vec![Vec::new(); instance.away.len()],
            places: HashMap::new(),
            meetings: vec![0; instance.away.len()],
        }
    }

    /// What a person is obliged to.
    pub fn day_of(&self, person: usize) -> &[(Candidate, bool)] {
        &self.people[person]
    }

    /// Whether the item could go there now.
    pub fn fits(&self, item: usize, candidate: &Candidate) -> bool {
        self.place_is_free(candidate)
            && self
                .instance
                .attendees(item, candidate)
                .all(|p| self.person_is_free(p, item, candidate))
    }

    /// Whether one person could be there now.
    pub fn person_is_free(&self, person: usize, item: usize, candidate: &Candidate) -> bool {
        let is_meeting = self.instance.items[item].is_meeting;
        let under_cap =
            !is_meeting || self.instance.cap.is_none_or(|cap| self.meetings[person] < cap);
        under_cap
            && self.people[person]
                .iter()
                .all(|(c, m)| self.instance.apart((c, *m), (candidate, is_meeting)))
            && self.lunch_stays(person, candidate.span)
    }

    pub fn lunch_stays(&self, person: usize, more: Span) -> bool {
        self.instance.lunches.iter().filter(|l| l.window.overlaps(more)).all(|lunch| {
            let mut spans: Vec<Span> =
                self.people[person].iter().map(|(c, _)| c.span).chain([more]).collect();
            spans.sort();
            let mut free_from = lunch.window.start;
            for s in spans.iter().filter(|s| s.overlaps(lunch.window)) {
                if s.start - free_from >= lunch.minutes {
                    return true;
                }
                free_from = free_from.max(s.end);
            }
            lunch.window.end - free_from >= lunch.minutes
        })
    }

    /// Whether the place still has a unit for the whole span.
    pub fn place_is_free(&self, candidate: &Candidate) -> bool {
        let place = &self.instance.places[candidate.place];
        let units = place.units(candidate.span) as usize;
        let used = self.most_used(candidate.place, candidate.span);
        if used >= units {
            return false;
        }
        // A session takes its whole room, with the desks and tables in it.
        self.instance.places.iter().enumerate().all(|(other, p)| {
            let clash = match (place, p) {
                (Place::Room { .. }, Place::Room { .. }) => false,
                (Place::Room { room }, _) => p.room() == *room,
                (_, Place::Room { room }) => place.room() == *room,
                _ => false,
            };
            !clash || self.most_used(other, candidate.span) == 0
        })
    }

    fn most_used(&self, place: usize, span: Span) -> usize {
        let Some(uses) = self.places.get(&place) else { return 0 };
        let during: Vec<&Span> = uses.iter().filter(|u| u.overlaps(span)).collect();
        during
            .iter()
            .map(|a| during.iter().filter(|b| b.start <= a.start && a.start < b.end).count())
            .max()
            .unwrap_or(0)
            .max(during.iter().filter(|b| b.start <= span.start && span.start < b.end).count())
    }

    pub fn put(&mut self, item: usize, index: usize) {
        let candidate = self.instance.items[item].candidates[index];
        let is_meeting = self.instance.items[item].is_meeting;
        self.chosen[item] = Some(index);
        self.places.entry(candidate.place).or_default().push(candidate.span);
        let attendees: Vec<usize> = self.instance.attendees(item, &candidate).collect();
        for p in attendees {
            self.people[p].push((candidate, is_meeting));
            self.meetings[p] += u32::from(is_meeting);
        }
    }
}
