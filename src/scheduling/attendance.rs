//! Which wished talks each person can hear, given where they must be.
//!
//! A timetable says where people must be; hearing a talk is their own choice. We credit a plan with
//! the best choice each person has: the dearest set of wished talks that fits around their
//! obligations, absences, walks and lunch. The choice is exact: a search over the person's few
//! wishes that stops when the wishes left cannot beat the best set.

use super::directory::Directory;
use super::judge::lunch_is_free;
use crate::domain::{ItemId, PersonId, Placement, SessionId, Timetable, Weights};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A wished talk that the person who wished it can hear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    pub person: PersonId,
    pub session: SessionId,
    pub rank: u32,
    pub points: i64,
}

struct Choice<'a> {
    placement: &'a Placement,
    session: &'a SessionId,
    rank: u32,
    points: i64,
}

/// Every wished talk that can be heard, by person in the order of the workshop's people.
/// Exponential in the wishes of one person (limited when data is checked), linear in people.
pub fn attendance(directory: &Directory, timetable: &Timetable) -> Vec<Attended> {
    let workshop = directory.workshop;
    let mut busy: Vec<Vec<&Placement>> = vec![Vec::new(); workshop.people.len()];
    let mut sessions: HashMap<&SessionId, &Placement> = HashMap::new();
    for placement in &timetable.placements {
        if let ItemId::Session(id) = &placement.item {
            sessions.entry(id).or_insert(placement);
        }
        for person in &placement.people {
            if let Some(p) = directory.person_index(person) {
                busy[p].push(placement);
            }
        }
    }
    let mut away: Vec<Vec<(NaiveDateTime, NaiveDateTime)>> = vec![Vec::new(); busy.len()];
    for u in &workshop.unavailable {
        if let Some(p) = directory.person_index(&u.person) {
            away[p].push((u.start, u.end));
        }
    }
    let mut choices: Vec<Vec<Choice>> = busy.iter().map(|_| Vec::new()).collect();
    for wish in &workshop.talk_wishes {
        let (Some(p), Some(&placement)) =
            (directory.person_index(&wish.person), sessions.get(&wish.session))
        else {
            continue;
        };
        let free = !away[p].iter().any(|&(s, e)| s < placement.end && placement.start < e)
            && busy[p].iter().all(|other| compatible(directory, placement, other));
        if free && !choices[p].iter().any(|c| c.session == &wish.session) {
            choices[p].push(Choice {
                placement,
                session: &wish.session,
                rank: wish.rank,
                points: Weights::at(&workshop.rules.weights.talk, wish.rank),
            });
        }
    }
    let mut all = Vec::new();
    for (p, mut choices) in choices.into_iter().enumerate() {
        choices.sort_by_key(|c| (-c.points, c.rank, c.session));
        let mut search = Search { directory, busy: &busy[p], choices: &choices, best: (0, vec![]) };
        search.extend(0, 0, &mut Vec::new());
        for &i in &search.best.1 {
            let c = &choices[i];
            all.push(Attended {
                person: workshop.people[p].id.clone(),
                session: c.session.clone(),
                rank: c.rank,
                points: c.points,
            });
        }
    }
    all
}

/// Whether one person can do both: apart in time, with the walk between them.
fn compatible(directory: &Directory, a: &Placement, b: &Placement) -> bool {
    let gap = if a.end <= b.start {
        b.start - a.end
    } else if b.end <= a.start {
        a.start - b.end
    } else {
        return false;
    };
    let needed = directory.gap_needed((&a.item, &a.room), (&b.item, &b.room));
    gap.num_minutes() >= i64::from(needed.0)
}

struct Search<'a, 'b> {
    directory: &'b Directory<'a>,
    busy: &'b [&'b Placement],
    choices: &'b [Choice<'b>],
    best: (i64, Vec<usize>),
}

impl Search<'_, '_> {
    fn extend(&mut self, next: usize, points: i64, chosen: &mut Vec<usize>) {
        if points > self.best.0 {
            let attended = chosen.iter().map(|&i| self.choices[i].placement);
            let obliged = self.busy.iter().copied();
            let spans: Vec<_> = obliged.chain(attended).map(|p| (p.start, p.end)).collect();
            if lunch_is_free(&self.directory.workshop.rules, &spans) {
                self.best = (points, chosen.clone());
            }
        }
        let left: i64 = self.choices[next..].iter().map(|c| c.points).sum();
        if next == self.choices.len() || points + left <= self.best.0 {
            return;
        }
        let candidate = self.choices[next].placement;
        let fits = chosen
            .iter()
            .all(|&i| compatible(self.directory, candidate, self.choices[i].placement));
        if fits {
            chosen.push(next);
            self.extend(next + 1, points + self.choices[next].points, chosen);
            chosen.pop();
        }
        self.extend(next + 1, points, chosen);
    }
}
