//! Why a day has no plan: an irreducible set of its demands that clash.

use super::clauses::question;
use super::day::{Day, Session};
use super::domains::domains;
use super::engine::windows;
use super::options::Options;
use crate::solver::sat::Verdict;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Something that a day demands. Numbers count from 0; sentences count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    /// The meeting is held.
    Held {
        meeting: usize,
        participants: [usize; 2],
    },
    InSession {
        meeting: usize,
        session: Session,
    },
    Fixed {
        meeting: usize,
        slot: usize,
    },
    Before {
        first: usize,
        second: usize,
    },
    Forbidden {
        participant: usize,
        slot: usize,
    },
    /// The participant has one meeting at a time.
    OneAtATime {
        participant: usize,
    },
    Tables {
        tables: usize,
    },
    Fair {
        apart: usize,
    },
}

impl fmt::Display for Demand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Demand::Held { meeting, participants: [a, b] } => {
                write!(f, "meeting {} of participants {} and {} is held", meeting + 1, a + 1, b + 1)
            }
            Demand::InSession { meeting, session: Session::Morning } => {
                write!(f, "meeting {} is in the morning", meeting + 1)
            }
            Demand::InSession { meeting, session: Session::Afternoon } => {
                write!(f, "meeting {} is in the afternoon", meeting + 1)
            }
            Demand::InSession { meeting, session: Session::Either } => {
                write!(f, "meeting {} is at any time", meeting + 1)
            }
            Demand::Fixed { meeting, slot } => {
                write!(f, "meeting {} is in slot {}", meeting + 1, slot + 1)
            }
            Demand::Before { first, second } => {
                write!(f, "meeting {} is before meeting {}", first + 1, second + 1)
            }
            Demand::Forbidden { participant, slot } => {
                write!(f, "participant {} does not meet in slot {}", participant + 1, slot + 1)
            }
            Demand::OneAtATime { participant } => {
                write!(f, "participant {} has one meeting at a time", participant + 1)
            }
            Demand::Tables { tables: 1 } => write!(f, "there is one table"),
            Demand::Tables { tables } => write!(f, "there are {tables} tables"),
            Demand::Fair { apart } => {
                write!(f, "nobody has more than {apart} breaks more than somebody else")
            }
        }
    }
}

/// Demands that cannot all be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    pub demands: Vec<Demand>,
    /// Whether it was proved that any one of them could be given up and there were a plan.
    pub irreducible: bool,
}

/// Conflicts after which a question is given up; a demand in doubt is kept.
const CONFLICTS: u64 = 20_000;

/// An irreducible set of demands that clash, or nothing where none was found to clash. Demands are
/// given up in ever smaller portions for as long as there is still no plan. Where fairness is in the
/// set, all meetings and their participants are meant with it. Cost: a satisfiability question per
/// portion, seconds for a day of 200 meetings; `stop` ends it with what is known.
pub fn clash(day: &Day, stop: &dyn Fn() -> bool) -> Option<Clash> {
    if day.check().is_err() {
        return None;
    }
    let fair = Demand::Fair { apart: day.fairness };
    let mut kept: BTreeSet<Demand> = demands(day).collect();
    let all = kept.clone();
    kept.remove(&fair);
    let unfair = impossible(&without(day, &all, &kept), stop);
    if unfair != Some(true) {
        kept = all.clone();
        if impossible(day, stop) != Some(true) {
            return None;
        }
    }
    // Without a meeting or with a participant in two places, breaks mean something else.
    let basic = |d: &Demand| matches!(d, Demand::Held { .. } | Demand::OneAtATime { .. });
    let fixed: Vec<Demand> = match unfair {
        Some(true) => Vec::new(),
        _ => kept.iter().filter(|d| basic(d) || **d == fair).copied().collect(),
    };
    let mut doubtful = BTreeSet::new();
    let mut portion = kept.len().div_ceil(2).max(1);
    loop {
        let open: Vec<Demand> = kept.iter().filter(|d| !fixed.contains(d)).copied().collect();
        for given_up in open.chunks(portion) {
            let mut fewer = kept.clone();
            given_up.iter().for_each(|d| _ = fewer.remove(d));
            match impossible(&without(day, &all, &fewer), stop) {
                Some(true) => kept = fewer,
                Some(false) => {}
                None => doubtful.extend(given_up.iter().copied().filter(|_| portion == 1)),
            }
        }
        if portion == 1 {
            break;
        }
        portion = portion.div_ceil(2);
    }
    if !fixed.is_empty() {
        kept.retain(|d| !basic(d));
    }
    let irreducible = doubtful.is_disjoint(&kept);
    Some(Clash { demands: kept.into_iter().collect(), irreducible })
}

fn demands(day: &Day) -> impl Iterator<Item = Demand> + '_ {
    let of_meetings = day.meetings.iter().enumerate().flat_map(|(meeting, m)| {
        let session = (m.session != Session::Either)
            .then_some(Demand::InSession { meeting, session: m.session });
        let fixed = m.fixed.map(|slot| Demand::Fixed { meeting, slot });
        let held = Demand::Held { meeting, participants: m.participants };
        [Some(held), session, fixed].into_iter().flatten()
    });
    let of_people = day.forbidden.iter().enumerate().flat_map(|(participant, &set)| {
        let forbidden = super::slots::members(set);
        forbidden
            .map(move |slot| Demand::Forbidden { participant, slot })
            .chain([Demand::OneAtATime { participant }])
    });
    let order = day.precedences.iter().map(|&(first, second)| Demand::Before { first, second });
    let rest = [Demand::Tables { tables: day.tables }, Demand::Fair { apart: day.fairness }];
    of_meetings.chain(of_people).chain(order).chain(rest)
}

/// The day with the kept ones of all its demands. Who may be in two meetings at a time is as many
/// people as they have meetings.
fn without(day: &Day, all: &BTreeSet<Demand>, kept: &BTreeSet<Demand>) -> Day {
    let mut left = day.clone();
    let mut dropped = vec![false; day.meetings.len()];
    for demand in all.difference(kept) {
        match *demand {
            Demand::Held { meeting, .. } => dropped[meeting] = true,
            Demand::InSession { meeting, .. } => left.meetings[meeting].session = Session::Either,
            Demand::Fixed { meeting, .. } => left.meetings[meeting].fixed = None,
            Demand::Before { first, second } => {
                left.precedences.retain(|&pair| pair != (first, second));
            }
            Demand::Forbidden { participant, slot } => left.forbidden[participant] &= !(1 << slot),
            Demand::OneAtATime { .. } => {}
            Demand::Tables { .. } => left.tables = day.meetings.len(),
            Demand::Fair { .. } => left.fairness = day.slots,
        }
    }
    for demand in all.difference(kept) {
        if let Demand::OneAtATime { participant } = *demand {
            for meeting in &mut left.meetings {
                for p in meeting.participants.iter_mut().filter(|p| **p == participant) {
                    *p = left.forbidden.len();
                    left.forbidden.push(left.forbidden[participant]);
                }
            }
        }
    }
    let place: Vec<usize> = dropped
        .iter()
        .scan(0, |next, &gone| {
            let here = *next;
            *next += usize::from(!gone);
            Some(here)
        })
        .collect();
    left.precedences.retain(|&(a, b)| !dropped[a] && !dropped[b]);
    left.precedences.iter_mut().for_each(|(a, b)| (*a, *b) = (place[*a], place[*b]));
    let mut gone = dropped.iter();
    left.meetings.retain(|_| gone.next() == Some(&false));
    left
}

/// Whether the day has no plan, if that could be told.
fn impossible(day: &Day, stop: &dyn Fn() -> bool) -> Option<bool> {
    let Some(domains) = domains(day) else { return Some(true) };
    let mut answer = Some(true);
    for window in windows(day) {
        let open = Options::unlisted(day, domains.clone(), window);
        match question(day, &open, usize::MAX, None, 1, stop).solve(CONFLICTS) {
            Verdict::Yes => return Some(false),
            Verdict::No => {}
            Verdict::Unknown => answer = None,
        }
    }
    answer
}
