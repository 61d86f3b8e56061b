//! The rows of places and of the order of things: no place is used twice, no room for a session and its
//! desks at once, and what must come before does.

use super::Program;
use super::formulation::starts_of;
use crate::scheduling::instance::{Place, Span};
use crate::solver::{Sum, Variable};
use std::collections::BTreeMap;

/// What may happen in one room.
#[derive(Default)]
struct InRoom {
    sessions: Vec<(Span, Variable)>,
    /// At its desks and tables: `(place, span, variable)`.
    others: Vec<(usize, Span, Variable)>,
}

impl Program<'_, '_> {
    pub(super) fn one_item_a_place(&mut self) {
        let mut places: BTreeMap<usize, Vec<(Span, Variable)>> = BTreeMap::new();
        // A session takes its whole room: every desk and table in it.
        let mut rooms: BTreeMap<usize, InRoom> = BTreeMap::new();
        for (_, c, v) in self.placed() {
            places.entry(c.place).or_default().push((c.span, v));
            let place = &self.instance.places[c.place];
            let room = rooms.entry(place.room()).or_default();
            match place {
                Place::Room { .. } => room.sessions.push((c.span, v)),
                _ => room.others.push((c.place, c.span, v)),
            }
        }
        let mut rows = Vec::new();
        for (place, uses) in &places {
            for t in starts_of(uses.iter().map(|u| u.0)) {
                let at: Vec<&(Span, Variable)> =
                    uses.iter().filter(|u| u.0.start <= t && t < u.0.end).collect();
                let units =
                    at.iter().map(|u| self.instance.places[*place].units(u.0)).max().unwrap_or(0)
                        as usize;
                if at.len() > units {
                    rows.push((at.iter().map(|u| u.1).collect::<Sum>(), units as f64));
                }
            }
        }
        for InRoom { sessions, others } in rooms.values() {
            for &(place, span, v) in others {
                let units = f64::from(self.instance.places[place].units(span));
                for t in starts_of(
                    sessions.iter().map(|s| s.0).chain([span]).filter(|s| s.overlaps(span)),
                ) {
                    let inside: Vec<Variable> = sessions
                        .iter()
                        .filter(|s| s.0.start <= t && t < s.0.end && s.0.overlaps(span))
                        .map(|s| s.1)
                        .collect();
                    if !inside.is_empty() && units > 0.0 {
                        rows.push((inside.iter().copied().chain([v]).collect::<Sum>(), 1.0));
                    }
                }
            }
        }
        for (row, units) in rows {
            self.model.at_most(row, units);
        }
    }

    pub(super) fn precedence(&mut self) {
        for &(earlier, later) in &self.instance.precedence {
            let items = &self.instance.items;
            for t in starts_of(items[later].candidates.iter().map(|c| c.span)) {
                // Once `later` has started at or before t, `earlier` has ended by t.
                let mut row = Sum::default();
                for (c, v) in items[later].candidates.iter().zip(&self.x[later]) {
                    if c.span.start <= t {
                        row.add(1.0, *v);
                    }
                }
                for (c, v) in items[earlier].candidates.iter().zip(&self.x[earlier]) {
                    if c.span.end <= t {
                        row.add(-1.0, *v);
                    }
                }
                self.model.at_most(row, 0.0);
            }
        }
    }
}
