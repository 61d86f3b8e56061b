//! Judges a plan of a day by the rules as they are written, knowing no solver.

use super::day::{Day, Session};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A rule that a plan breaks. Numbers count from 0; sentences count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Violation {
    Length { given: usize, meetings: usize },
    NoSuchSlot { meeting: usize, slot: usize },
    WrongSession { meeting: usize, slot: usize, session: Session },
    NotWhereFixed { meeting: usize, slot: usize, fixed: usize },
    Forbidden { meeting: usize, slot: usize, participant: usize },
    MeetsTwice { participant: usize, slot: usize, meetings: [usize; 2] },
    TooFewTables { slot: usize, meetings: usize, tables: usize },
    NotBefore { first: usize, second: usize },
    Unfair { most: usize, fewest: usize, allowed: usize },
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Violation::Length { given, meetings } => {
                write!(f, "{given} slots are given for {meetings} meetings")
            }
            Violation::NoSuchSlot { meeting, slot } => {
                write!(f, "meeting {} is in slot {}, which the day has not", meeting + 1, slot + 1)
            }
            Violation::WrongSession { meeting, slot, session } => {
                let half = match session {
                    Session::Morning => "the morning",
                    Session::Afternoon => "the afternoon",
                    Session::Either => "the day",
                };
                write!(f, "meeting {} belongs into {half}, not slot {}", meeting + 1, slot + 1)
            }
            Violation::NotWhereFixed { meeting, slot, fixed } => write!(
                f,
                "meeting {} is fixed to slot {}, not slot {}",
                meeting + 1,
                fixed + 1,
                slot + 1
            ),
            Violation::Forbidden { meeting, slot, participant } => write!(
                f,
                "meeting {} is in slot {}, which participant {} cannot attend",
                meeting + 1,
                slot + 1,
                participant + 1
            ),
            Violation::MeetsTwice { participant, slot, meetings: [a, b] } => write!(
                f,
                "participant {} has meetings {} and {} in slot {}",
                participant + 1,
                a + 1,
                b + 1,
                slot + 1
            ),
            Violation::TooFewTables { slot, meetings, tables } => {
                write!(f, "slot {} holds {meetings} meetings, but has {tables} tables", slot + 1)
            }
            Violation::NotBefore { first, second } => {
                write!(f, "meeting {} is not before meeting {}", first + 1, second + 1)
            }
            Violation::Unfair { most, fewest, allowed } => write!(
                f,
                "someone has {most} breaks and someone {fewest}, more than {allowed} apart"
            ),
        }
    }
}

/// What a plan is worth and what it breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// Breaks per participant.
    pub breaks: Vec<usize>,
    /// Empty for a plan that holds.
    pub violations: Vec<Violation>,
}

impl Judged {
    pub fn total_breaks(&self) -> usize {
        self.breaks.iter().sum()
    }

    /// Most less fewest breaks of a participant; 0 without participants.
    pub fn spread(&self) -> usize {
        let most = self.breaks.iter().max().copied().unwrap_or(0);
        most - self.breaks.iter().min().copied().unwrap_or(0)
    }
}

/// Judges a slot per meeting, counted from 0. Cost: linear in meetings and precedences, but for
/// sorting each participant's meetings.
pub fn judge_day(day: &Day, plan: &[usize]) -> Judged {
    let participants = day.participants();
    let mut violations = Vec::new();
    if plan.len() != day.meetings.len() {
        violations.push(Violation::Length { given: plan.len(), meetings: day.meetings.len() });
        return Judged { breaks: vec![0; participants], violations };
    }
    let mut held: Vec<Vec<(usize, usize)>> = vec![Vec::new(); participants];
    let mut in_slot = vec![0; day.slots];
    for (meeting, (of, &slot)) in day.meetings.iter().zip(plan).enumerate() {
        if slot >= day.slots {
            violations.push(Violation::NoSuchSlot { meeting, slot });
            continue;
        }
        in_slot[slot] += 1;
        let session = of.session;
        let fits = match session {
            Session::Morning => slot < day.morning_slots,
            Session::Afternoon => slot >= day.morning_slots,
            Session::Either => true,
        };
        if !fits {
            violations.push(Violation::WrongSession { meeting, slot, session });
        }
        if let Some(fixed) = of.fixed.filter(|&k| k != slot) {
            violations.push(Violation::NotWhereFixed { meeting, slot, fixed });
        }
        for participant in of.participants {
            if day.forbidden[participant] >> slot & 1 == 1 {
                violations.push(Violation::Forbidden { meeting, slot, participant });
            }
            held[participant].push((slot, meeting));
        }
    }
    for (slot, &meetings) in in_slot.iter().enumerate() {
        if meetings > day.tables {
            violations.push(Violation::TooFewTables { slot, meetings, tables: day.tables });
        }
    }
    let mut breaks = vec![0; participants];
    for (participant, held) in held.iter_mut().enumerate() {
        held.sort_unstable();
        for pair in held.windows(2) {
            let [(before, a), (slot, b)] = [pair[0], pair[1]];
            if before == slot {
                violations.push(Violation::MeetsTwice { participant, slot, meetings: [a, b] });
            } else if before + 1 < slot {
                breaks[participant] += 1;
            }
        }
    }
    for &(first, second) in &day.precedences {
        if plan[first] >= plan[second] {
            violations.push(Violation::NotBefore { first, second });
        }
    }
    let most = breaks.iter().max().copied().unwrap_or(0);
    let fewest = breaks.iter().min().copied().unwrap_or(0);
    if most - fewest > day.fairness {
        violations.push(Violation::Unfair { most, fewest, allowed: day.fairness });
    }
    Judged { breaks, violations }
}
