//! What one change of the day would bring, with everything that is placed left where it is: the
//! price list of bottlenecks. Found by solving the changed day, so each gain is exact.

use super::directory::Directory;
use super::instance::Instance;
use super::judge::judge;
use super::names::Names;
use super::plan::{PlanOptions, plan_instance};
use super::received::received;
use super::repair::repair;
use crate::domain::{
    DeskHours, DeskId, ItemId, Lang, PersonId, RoomId, Session, SessionId, SessionKind, Timetable,
    Workshop,
};
use crate::solver::{Limits, SolverError, Status};
use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Instant;

/// A change an organizer could make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum WhatIf {
    /// One more table all day.
    Table {
        room: RoomId,
    },
    DeskOpen {
        desk: DeskId,
        start: NaiveDateTime,
        end: NaiveDateTime,
    },
    /// Presenters are free to leave their posters.
    Relieved {
        session: SessionId,
    },
    Cap {
        to: u32,
    },
    /// No meetings, consultations or movable sessions in a room.
    RoomClosed {
        room: RoomId,
    },
    /// On its day nothing that can move starts before this time.
    LaterStart {
        start: NaiveDateTime,
    },
}

impl WhatIf {
    pub fn sentence(&self, n: &Names) -> String {
        match (self, n.lang) {
            (WhatIf::Table { room }, Lang::Ja) => {
                format!("{}にテーブルを1台増やす（終日）", n.room(room))
            }
            (WhatIf::Table { room }, Lang::En) => {
                format!("one more table in {}, all day", n.room(room))
            }
            (WhatIf::DeskOpen { desk, start, end }, Lang::Ja) => {
                format!("相談卓{}を{}–{}にも開く", n.desk(desk), n.at(start), n.at(end))
            }
            (WhatIf::DeskOpen { desk, start, end }, Lang::En) => {
                format!("open desk {} {}–{} as well", n.desk(desk), n.at(start), n.at(end))
            }
            (WhatIf::Relieved { session }, Lang::Ja) => {
                let session = n.session(session);
                format!("{session}の立会いを免除し、発表者が相談に行けるようにする")
            }
            (WhatIf::Relieved { session }, Lang::En) => {
                let session = n.session(session);
                format!("relieve the presenters of {session}, so that they can consult")
            }
            (WhatIf::Cap { to }, Lang::Ja) => format!("一人の面談数の上限を{to}件にする"),
            (WhatIf::Cap { to }, Lang::En) => format!("raise the cap of meetings to {to}"),
            (WhatIf::RoomClosed { room }, Lang::Ja) => format!("{}を使わない", n.room(room)),
            (WhatIf::RoomClosed { room }, Lang::En) => format!("close {}", n.room(room)),
            (WhatIf::LaterStart { start }, Lang::Ja) => format!("{}から始める", n.at(start)),
            (WhatIf::LaterStart { start }, Lang::En) => format!("start at {}", n.at(start)),
        }
    }

    /// The workshop after the change.
    pub fn apply(&self, workshop: &Workshop) -> Workshop {
        let mut w = workshop.clone();
        match self {
            WhatIf::Table { room } => {
                w.rooms.iter_mut().filter(|r| r.id == *room).for_each(|r| r.tables += 1);
            }
            WhatIf::DeskOpen { desk, start, end } => {
                w.desk_hours.push(DeskHours { desk: desk.clone(), start: *start, end: *end });
            }
            WhatIf::Relieved { session } => {
                w.sessions.iter_mut().filter(|s| s.id == *session).for_each(|s| s.speakers.clear());
            }
            WhatIf::Cap { to } => w.rules.meetings_per_person = Some(*to),
            WhatIf::RoomClosed { room } => close(&mut w, room),
            WhatIf::LaterStart { start } => {
                let early = |at: NaiveDateTime| at.date() == start.date() && at < *start;
                w.bands.retain(|b| !early(b.start));
                w.slots.retain(|s| !early(s.start));
                for hours in w.desk_hours.iter_mut().filter(|h| early(h.start)) {
                    let length =
                        w.desks.iter().find(|d| d.id == hours.desk).map_or(1, |d| d.minutes.0);
                    let length = Duration::minutes(i64::from(length.max(1)));
                    // Consultations keep the times that they have.
                    while hours.start < *start {
                        hours.start += length;
                    }
                }
                w.desk_hours.retain(|h| h.start < h.end);
            }
        }
        w
    }

    /// Whether it takes something away: then the question is what must be given up.
    fn takes_away(&self) -> bool {
        matches!(self, WhatIf::RoomClosed { .. } | WhatIf::LaterStart { .. })
    }

    /// Whether it is about desks: then consultations may move, for they are what it is to help.
    fn moves_consultations(&self) -> bool {
        matches!(self, WhatIf::DeskOpen { .. } | WhatIf::Relieved { .. })
    }
}

/// Leaves a room to what is fixed in it.
fn close(w: &mut Workshop, room: &RoomId) {
    let movable = |s: &Session| s.fixed.is_none();
    for session in w.sessions.iter_mut().filter(|s| movable(s)) {
        let others = w.rooms.iter().filter(|r| r.id != *room && session.may_be_in(r));
        session.rooms = others.map(|r| r.id.clone()).collect();
        // A session that has no other room has none at all: no room is of this name.
        if session.rooms.is_empty() {
            session.rooms.push(RoomId::new(""));
        }
    }
    w.rooms.iter_mut().filter(|r| r.id == *room).for_each(|r| r.tables = 0);
    let here: Vec<DeskId> =
        w.desks.iter().filter(|d| d.room == *room).map(|d| d.id.clone()).collect();
    w.desk_hours.retain(|h| !here.contains(&h.desk));
}

/// What a change brings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gain {
    pub what_if: WhatIf,
    /// More wishes placed.
    pub more_placed: i64,
    /// More points in all.
    pub more_points: i64,
    /// No arrangement under this change, with the rest left in place, gains more; or, where something
    /// is taken away, none gives up less.
    pub proved: bool,
    /// Those who then receive more of what they wish; or, where something is taken away, all whom it
    /// disturbs.
    pub for_people: Vec<PersonId>,
}

/// The changes worth asking about: a table in each room that has some, each desk in the hours of the
/// others and in the bands, relief of poster presenters, a higher cap.
pub fn what_ifs(workshop: &Workshop) -> Vec<WhatIf> {
    let mut all: Vec<WhatIf> = workshop
        .rooms
        .iter()
        .filter(|r| r.tables > 0)
        .map(|r| WhatIf::Table { room: r.id.clone() })
        .collect();
    let mut spans: BTreeSet<(NaiveDateTime, NaiveDateTime)> =
        workshop.desk_hours.iter().map(|h| (h.start, h.end)).collect();
    spans.extend(workshop.bands.iter().map(|b| (b.start, b.end)));
    for desk in &workshop.desks {
        for &(start, end) in &spans {
            let open = workshop
                .desk_hours
                .iter()
                .any(|h| h.desk == desk.id && h.start < end && start < h.end);
            let length = Duration::minutes(i64::from(desk.minutes.0));
            let session = workshop.sessions.iter().any(|s| {
                s.fixed.as_ref().is_some_and(|f| {
                    let until = f.start + Duration::minutes(i64::from(s.minutes.0));
                    let same = f.room == desk.room
                        || desk.coordinator.as_ref().is_some_and(|c| s.speakers.contains(c));
                    same && f.start < end && start < until
                })
            });
            if !open && !session && start + length <= end {
                all.push(WhatIf::DeskOpen { desk: desk.id.clone(), start, end });
            }
        }
    }
    for s in workshop.sessions.iter().filter(|s| s.kind == SessionKind::Posters) {
        all.push(WhatIf::Relieved { session: s.id.clone() });
    }
    if let Some(cap) = workshop.rules.meetings_per_person {
        all.push(WhatIf::Cap { to: cap + 1 });
    }
    all
}

/// What a change would bring to a plan. Sessions, meetings and (unless the change is about desks)
/// consultations stay where they are; wishes without a place may take what becomes free.
pub fn gain(
    workshop: &Workshop,
    timetable: &Timetable,
    what_if: &WhatIf,
    limits: Limits,
) -> Result<Gain, SolverError> {
    let before = judge(workshop, timetable).objective.total();
    let changed = what_if.apply(workshop);
    if what_if.takes_away() {
        return loss(&changed, timetable, what_if, before, limits);
    }
    let mut instance = Instance::new(&changed);
    let free =
        |item: &ItemId| what_if.moves_consultations() && matches!(item, ItemId::Consultation(_));
    instance.hold(timetable, |p| !free(&p.item));
    let options = PlanOptions { name: timetable.name.clone(), limits, start: Some(timetable) };
    let plan =
        plan_instance(&instance, &options, Instant::now(), &mut |_| ControlFlow::Continue(()))?;
    let after = plan.timetable;
    let then = received(&Directory::new(&changed), &after);
    let received = received(&Directory::new(workshop), timetable).into_iter().zip(then);
    let for_people = (workshop.people.iter().zip(received))
        .filter(|(_, (before, after))| before < after)
        .map(|(person, _)| person.id.clone())
        .collect();
    Ok(Gain {
        what_if: what_if.clone(),
        more_placed: after.placements.len() as i64 - timetable.placements.len() as i64,
        more_points: plan.total - before,
        proved: plan.status == Status::Optimal,
        for_people,
    })
}

/// What must be given up where something is taken away, by the repair that changes least. Where not
/// even that is possible, everything that is placed is lost.
fn loss(
    changed: &Workshop,
    timetable: &Timetable,
    what_if: &WhatIf,
    before: i64,
    limits: Limits,
) -> Result<Gain, SolverError> {
    let repaired = repair(changed, timetable, &limits.into(), &mut |_| ControlFlow::Continue(()))?;
    let placed = timetable.placements.len() as i64;
    let possible = matches!(repaired.status, Status::Optimal | Status::Feasible);
    let (left, worth) = match possible {
        true => (repaired.timetable.placements.len() as i64, repaired.judgement.objective.total()),
        false => (0, 0),
    };
    Ok(Gain {
        what_if: what_if.clone(),
        more_placed: left - placed,
        more_points: worth - before,
        proved: matches!(repaired.status, Status::Optimal | Status::Infeasible),
        for_people: repaired.affected,
    })
}
