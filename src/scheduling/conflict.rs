//! Why a day is impossible: a smallest-by-deletion set of demands that cannot hold together, and how
//! much of the day could still be held.
//!
//! Demands are what the organizer wrote: that a session is held (where it is fixed), that it follows
//! another, that a person is away, that lunch is kept, that a room has hours. A demand is taken away for good whenever the
//! rest is still impossible without it; what remains is irreducible: take any one away and the
//! sessions fit.

use super::instance::Instance;
use super::names::Names;
use super::program::{Goal, Program, chosen};
use crate::domain::{Lang, PersonId, Position, RoomId, Session, SessionId, Timetable, Workshop};
use crate::solver::{Limits, SolverError, Status};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;

/// Something the organizer asks of the day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "demand", rename_all = "snake_case")]
pub enum Demand {
    /// Held, and where and when it is fixed if it is.
    Held {
        session: SessionId,
        fixed: Option<Position>,
    },
    After {
        session: SessionId,
        before: SessionId,
    },
    Away {
        person: PersonId,
        start: NaiveDateTime,
        end: NaiveDateTime,
    },
    Lunch,
    /// The room keeps its hours.
    Hours {
        room: RoomId,
        hours: Vec<(NaiveDateTime, NaiveDateTime)>,
    },
}

impl Demand {
    pub fn sentence(&self, n: &Names) -> String {
        match (self, n.lang) {
            (Demand::Held { session, fixed: None }, Lang::Ja) => {
                format!("{}を行う", n.session(session))
            }
            (Demand::Held { session, fixed: None }, Lang::En) => {
                format!("{} is held", n.session(session))
            }
            (Demand::Held { session, fixed: Some(at) }, Lang::Ja) => {
                let (room, start) = (n.room(&at.room), n.at(&at.start));
                format!("{}を{room}で{start}から行う（固定）", n.session(session))
            }
            (Demand::Held { session, fixed: Some(at) }, Lang::En) => {
                let (room, start) = (n.room(&at.room), n.at(&at.start));
                format!("{} is held in {room} from {start} (fixed)", n.session(session))
            }
            (Demand::After { session, before }, Lang::Ja) => {
                format!("{}は{}の後に行う", n.session(session), n.session(before))
            }
            (Demand::After { session, before }, Lang::En) => {
                format!("{} comes after {}", n.session(session), n.session(before))
            }
            (Demand::Away { person, start, end }, Lang::Ja) => {
                format!("{}は{}–{}に不在", n.person(person), n.at(start), n.at(end))
            }
            (Demand::Away { person, start, end }, Lang::En) => {
                format!("{} is away {}–{}", n.person(person), n.at(start), n.at(end))
            }
            (Demand::Lunch, Lang::Ja) => "昼食の時間を空ける".into(),
            (Demand::Lunch, Lang::En) => "lunch is kept free".into(),
            (Demand::Hours { room, hours }, Lang::Ja) => {
                format!("{}が開くのは{}だけ", n.room(room), spans(n, hours).join("・"))
            }
            (Demand::Hours { room, hours }, Lang::En) => {
                format!("{} is open {} only", n.room(room), spans(n, hours).join(" and "))
            }
        }
    }
}

fn spans(n: &Names, hours: &[(NaiveDateTime, NaiveDateTime)]) -> Vec<String> {
    hours.iter().map(|(start, end)| format!("{}–{}", n.at(start), n.at(end))).collect()
}

/// Demands that cannot all hold, and the day that gives up least.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// Irreducible: without any one of them the rest can hold.
    pub demands: Vec<Demand>,
    /// Holds as many sessions as can be held together.
    pub nearest: Timetable,
    pub left_out: Vec<SessionId>,
}

/// The conflict of an impossible day; `None` if all sessions can be held. A solve per demand that
/// could matter; each is small, for only sessions are placed.
pub fn conflict(workshop: &Workshop, limits: Limits) -> Result<Option<Conflict>, SolverError> {
    let mut kept: Vec<Demand> = demands(workshop);
    if possible(&with(workshop, &kept), limits)? {
        return Ok(None);
    }
    // Halves first, then one by one: most demands have no part in it.
    let mut chunk = kept.len().div_ceil(2);
    loop {
        let mut start = 0;
        while start < kept.len() {
            let end = (start + chunk).min(kept.len());
            let mut fewer = kept.clone();
            fewer.drain(start..end);
            if possible(&with(workshop, &fewer), limits)? {
                start = end;
            } else {
                kept = fewer;
            }
        }
        if chunk <= 1 {
            break;
        }
        chunk = chunk.div_ceil(2);
    }
    let instance = Instance::new(workshop);
    let program = Program::new(&instance, Goal::SessionsHeld, &BTreeSet::new());
    let Program { model, x, .. } = program;
    let outcome = model.solve(limits, 1.0, &mut |_| ControlFlow::Continue(()))?;
    let chosen = chosen(&x, &outcome.values);
    let left_out = workshop
        .sessions
        .iter()
        .filter(|s| {
            let item = instance.item_index.get(&crate::domain::ItemId::Session(s.id.clone()));
            item.is_none_or(|&i| chosen[i].is_none())
        })
        .map(|s| s.id.clone())
        .collect();
    let nearest = instance.timetable("nearest", &chosen, None);
    Ok(Some(Conflict { demands: kept, nearest, left_out }))
}

fn demands(workshop: &Workshop) -> Vec<Demand> {
    let speakers: HashSet<&PersonId> = workshop.sessions.iter().flat_map(|s| &s.speakers).collect();
    let mut all = Vec::new();
    if workshop.rules.lunch.is_some() {
        all.push(Demand::Lunch);
    }
    let movable = || workshop.sessions.iter().filter(|s| s.fixed.is_none());
    for room in workshop.rooms.iter().filter(|room| movable().any(|s| s.may_be_in(room))) {
        let hours = workshop.room_hours.iter().filter(|h| h.room == room.id);
        let mut hours: Vec<_> = hours.map(|h| (h.start, h.end)).collect();
        hours.sort_unstable();
        if !hours.is_empty() {
            all.push(Demand::Hours { room: room.id.clone(), hours });
        }
    }
    for u in workshop.unavailable.iter().filter(|u| speakers.contains(&u.person)) {
        all.push(Demand::Away { person: u.person.clone(), start: u.start, end: u.end });
    }
    for s in &workshop.sessions {
        for before in &s.after {
            all.push(Demand::After { session: s.id.clone(), before: before.clone() });
        }
    }
    all.extend(workshop.sessions.iter().map(held));
    all
}

fn held(session: &Session) -> Demand {
    Demand::Held { session: session.id.clone(), fixed: session.fixed.clone() }
}

/// The workshop's sessions under these demands only.
fn with(workshop: &Workshop, demands: &[Demand]) -> Workshop {
    let kept: HashSet<&Demand> = demands.iter().collect();
    let mut w = workshop.clone();
    w.meeting_wishes.clear();
    w.group_wishes.clear();
    w.consultations.clear();
    w.talk_wishes.clear();
    if !kept.contains(&Demand::Lunch) {
        w.rules.lunch = None;
    }
    let keeps =
        |id: &RoomId| kept.iter().any(|d| matches!(d, Demand::Hours { room, .. } if room == id));
    w.room_hours.retain(|h| keeps(&h.room));
    w.unavailable.retain(|u| {
        let (person, start, end) = (u.person.clone(), u.start, u.end);
        kept.contains(&Demand::Away { person, start, end })
    });
    w.sessions.retain(|s| kept.contains(&held(s)));
    for s in &mut w.sessions {
        let id = s.id.clone();
        s.after.retain(|before| {
            kept.contains(&Demand::After { session: id.clone(), before: before.clone() })
        });
    }
    w
}

fn possible(workshop: &Workshop, limits: Limits) -> Result<bool, SolverError> {
    let instance = Instance::new(workshop);
    let must: Vec<_> = instance.items.iter().filter(|i| i.must).collect();
    if must.len() < workshop.sessions.len() || must.iter().any(|i| i.candidates.is_empty()) {
        return Ok(false);
    }
    let goal: Vec<Option<Option<usize>>> = vec![None; instance.items.len()];
    let program = Program::new(&instance, Goal::FewestChanges(&goal), &BTreeSet::new());
    let outcome = program.model.solve(limits, 1.0, &mut |_| ControlFlow::Continue(()))?;
    Ok(outcome.status != Status::Infeasible)
}
