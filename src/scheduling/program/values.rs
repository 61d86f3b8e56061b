//! From a program's values to what they mean, and back.

use super::Program;
use crate::scheduling::instance::{Minute, Span};
use crate::solver::Variable;
use std::collections::BTreeSet;

impl Program<'_, '_> {
    /// Points of heard talks by person, as the program sees them.
    pub fn heard_points(&self) -> HeardPoints {
        HeardPoints(self.heard.iter().map(|h| (h.person, h.variable, h.points)).collect())
    }

    /// A value for every variable from chosen candidates and who hears what
    /// (person, item), to start the solver from.
    pub fn values_of(
        &self,
        chosen: &[Option<usize>],
        attended: &BTreeSet<(usize, usize)>,
    ) -> Vec<f64> {
        let mut values = vec![0.0; self.model.columns()];
        let mut start_of: Vec<Option<Minute>> = vec![None; chosen.len()];
        for (i, c) in chosen.iter().enumerate() {
            if let (Some(c), false) = (*c, self.x[i].is_empty()) {
                values[self.x[i][c].index()] = 1.0;
                start_of[i] = Some(self.instance.items[i].candidates[c].span.start);
            }
        }
        for band in &self.sets {
            for (set, z) in &band.sets {
                let here = band.movable.iter().filter(|&&i| start_of[i] == Some(band.start));
                if here.eq(set) {
                    values[z.index()] = 1.0;
                }
            }
        }
        for ((start, items), e) in &self.events {
            if items.iter().any(|&i| start_of[i] == Some(*start as Minute)) {
                values[e.index()] = 1.0;
            }
        }
        let mut busy: Vec<Vec<Span>> = vec![Vec::new(); self.instance.away.len()];
        for (i, c) in chosen.iter().enumerate() {
            if let Some(c) = c.map(|c| self.instance.items[i].candidates[c]) {
                for p in self.instance.attendees(i, &c) {
                    busy[p].push(c.span);
                }
            }
        }
        for lunch in &self.lunches {
            let free = lunch
                .starts
                .iter()
                .find(|(span, _)| !busy[lunch.person].iter().any(|b| b.overlaps(*span)));
            if let Some((_, h)) = free {
                values[h.index()] = 1.0;
            }
        }
        for heard in &self.heard {
            let hears = heard.items.iter().any(|&i| {
                start_of[i] == Some(heard.start) && attended.contains(&(heard.person, i))
            });
            if hears {
                values[heard.variable.index()] = 1.0;
            }
        }
        for e in &self.exactly {
            if chosen[e.item] == Some(e.candidate) && attended.contains(&(e.person, e.item)) {
                values[e.variable.index()] = 1.0;
            }
        }
        values
    }
}

/// Reads the points of heard talks out of a solution.
pub(in crate::scheduling) struct HeardPoints(Vec<(usize, Variable, i64)>);

impl HeardPoints {
    /// Per person.
    pub fn read(&self, people: usize, values: &[f64]) -> Vec<i64> {
        let mut points = vec![0.0; people];
        for &(person, variable, step) in &self.0 {
            points[person] += values.get(variable.index()).copied().unwrap_or(0.0) * step as f64;
        }
        points.into_iter().map(|p: f64| p.round() as i64).collect()
    }
}

/// The chosen candidate of each item, from the values of its variables.
pub(in crate::scheduling) fn chosen(x: &[Vec<Variable>], values: &[f64]) -> Vec<Option<usize>> {
    x.iter()
        .map(|variables| {
            variables.iter().position(|&v| values.get(v.index()).is_some_and(|&v| v > 0.5))
        })
        .collect()
}
