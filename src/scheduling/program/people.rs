//! The rows of people: one thing at a time, time to walk, lunch, and no more meetings than they like.

use super::Program;
use super::formulation::starts_of;
use crate::scheduling::instance::{Minute, Span};
use crate::solver::{Sum, Variable};

pub(super) struct Lunch {
    pub person: usize,
    pub starts: Vec<(Span, Variable)>,
}

/// Something a person does: in one place for a span.
#[derive(Clone, Copy)]
pub(super) struct Doing {
    pub variable: Variable,
    pub span: Span,
    pub at: At,
}

/// Where a person does something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    /// At a place; whether it is a meeting.
    Place(usize, bool),
    /// Hearing a talk in one of the rooms of `Program::stages`, which one is open: only the walk
    /// that is needed from all of them counts.
    Stage(usize),
}

impl Program<'_, '_> {
    pub(super) fn obligations(&self) -> Vec<Vec<Doing>> {
        let mut doings = vec![Vec::new(); self.instance.away.len()];
        for (i, c, variable) in self.placed() {
            let at = At::Place(c.place, self.instance.items[i].is_meeting);
            for p in self.instance.attendees(i, c) {
                doings[p].push(Doing { variable, span: c.span, at });
            }
        }
        doings
    }

    /// The least time needed between two doings, whichever rooms they turn out to be in.
    fn gap(&self, a: At, b: At) -> Minute {
        let rooms = |at| match at {
            At::Place(place, is_meeting) => vec![(place, is_meeting)],
            At::Stage(s) => self.stages[s].iter().map(|&room| (room, false)).collect(),
        };
        let from = rooms(a);
        let pairs = rooms(b).into_iter().flat_map(|b| from.iter().map(move |&a| (a, b)));
        pairs.map(|(a, b)| self.instance.gap(a, b)).min().unwrap_or(0)
    }

    pub(super) fn keep_lunch(&mut self, doings: &[Vec<Doing>]) {
        for (person, doings) in doings.iter().enumerate() {
            for lunch in &self.instance.lunches {
                let inside: Vec<Span> = doings
                    .iter()
                    .filter(|d| d.span.overlaps(lunch.window))
                    .map(|d| d.span)
                    .collect();
                if inside.is_empty() {
                    continue;
                }
                // Lunch moved forward as far as it goes starts with the window or as something ends.
                let mut starts: Vec<Minute> = inside.iter().map(|s| s.end).collect();
                starts.push(lunch.window.start);
                starts.sort_unstable();
                starts.dedup();
                let starts: Vec<(Span, Variable)> = starts
                    .into_iter()
                    .map(|start| Span { start, end: start + lunch.minutes })
                    .filter(|s| lunch.window.holds(*s))
                    .map(|span| (span, self.model.continuous(1.0, 0.0)))
                    .collect();
                self.model.equal(starts.iter().map(|s| s.1).collect(), 1.0);
                self.lunches.push(Lunch { person, starts });
            }
        }
    }

    /// One row per person and moment at which something starts.
    pub(super) fn one_thing_at_a_time(&mut self, doings: &[Vec<Doing>]) {
        for (person, doings) in doings.iter().enumerate() {
            let mut rows: Vec<Vec<Variable>> = Vec::new();
            let starts = starts_of(doings.iter().map(|d| d.span));
            // Lunch is one of the things a person does; only it needs no walk.
            let lunches = self.lunches.iter().filter(|l| l.person == person);
            let taken: Vec<(Span, Variable)> = (doings.iter().map(|d| (d.span, d.variable)))
                .chain(lunches.flat_map(|l| l.starts.iter().copied()))
                .collect();
            for t in starts_of(taken.iter().map(|d| d.0)) {
                let at = taken.iter().filter(|d| d.0.start <= t && t < d.0.end);
                rows.push(at.map(|d| d.1).collect());
            }
            self.leave_time_to_walk(doings, &starts, &mut rows);
            for row in largest(rows) {
                self.model.at_most(row.into_iter().collect(), 1.0);
            }
        }
    }

    /// For place `b` and moment `t`: what ended elsewhere less than the walk to `b` ago, and what runs
    /// at `t` at `b` or anywhere else that is as far from all of those. Any two of those clash when everything lasts at least as long as the longest walk:
    /// the ones that ended both ran one walk before `t`. Shorter items get a row per pair.
    fn leave_time_to_walk(
        &self,
        doings: &[Doing],
        starts: &[Minute],
        rows: &mut Vec<Vec<Variable>>,
    ) {
        let mut places: Vec<At> = doings.iter().map(|d| d.at).collect();
        places.sort_unstable();
        places.dedup();
        // From place to place, by index: this is looked up for every doing, place and moment.
        let gaps: Vec<Vec<Minute>> =
            places.iter().map(|&a| places.iter().map(|&b| self.gap(a, b)).collect()).collect();
        let longest = gaps.iter().flatten().copied().max().unwrap_or(0);
        if longest == 0 {
            return;
        }
        let placed: Vec<(Doing, usize)> = doings
            .iter()
            .map(|d| (*d, places.iter().position(|p| *p == d.at).unwrap_or_default()))
            .collect();
        let shortest = placed.iter().map(|(d, _)| d.span.end - d.span.start).min().unwrap_or(0);
        if shortest >= longest {
            for &t in starts {
                let just_left: Vec<&(Doing, usize)> = placed
                    .iter()
                    .filter(|(d, _)| d.span.end <= t && t < d.span.end + longest)
                    .collect();
                let running: Vec<&(Doing, usize)> =
                    placed.iter().filter(|(d, _)| d.span.start <= t && t < d.span.end).collect();
                for (b, _) in places.iter().enumerate() {
                    let left: Vec<&(Doing, usize)> = (just_left.iter().copied())
                        .filter(|(d, a)| t < d.span.end + gaps[*a][b])
                        .collect();
                    // Wherever all who left these would come too late.
                    let there = running
                        .iter()
                        .filter(|(_, at)| left.iter().all(|(d, a)| t < d.span.end + gaps[*a][*at]));
                    let mut row: Vec<Variable> = there.map(|(d, _)| d.variable).collect();
                    let left: Vec<Variable> = left.into_iter().map(|(d, _)| d.variable).collect();
                    if !left.is_empty() && !row.is_empty() {
                        row.extend(left);
                        rows.push(row);
                    }
                }
            }
        } else {
            for (a, at_a) in &placed {
                for (b, at_b) in &placed {
                    let pause = b.span.start - a.span.end;
                    if pause >= 0 && pause < gaps[*at_a][*at_b] {
                        rows.push(vec![a.variable, b.variable]);
                    }
                }
            }
        }
    }

    pub(super) fn caps(&mut self) {
        let Some(cap) = self.instance.cap else { return };
        let mut meetings: Vec<Sum> = vec![Sum::default(); self.instance.away.len()];
        let mut counts = vec![0; meetings.len()];
        for (i, variables) in self.x.iter().enumerate() {
            let item = &self.instance.items[i];
            if item.is_meeting && !variables.is_empty() {
                for &p in &item.people {
                    counts[p] += 1;
                    for v in variables {
                        meetings[p].add(1.0, *v);
                    }
                }
            }
        }
        for (row, count) in meetings.into_iter().zip(counts) {
            if count > cap {
                self.model.at_most(row, f64::from(cap));
            }
        }
    }
}

/// The rows of more than one variable that no other row contains: they say all that the others say.
fn largest(mut rows: Vec<Vec<Variable>>) -> Vec<Vec<Variable>> {
    rows.iter_mut().for_each(|row| row.sort_unstable());
    rows.retain(|row| row.len() > 1);
    rows.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    rows.dedup();
    let mut kept: Vec<Vec<Variable>> = Vec::new();
    for row in rows {
        let within = |larger: &Vec<Variable>| row.iter().all(|v| larger.binary_search(v).is_ok());
        if !kept.iter().any(within) {
            kept.push(row);
        }
    }
    kept
}
