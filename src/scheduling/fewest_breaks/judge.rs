//! Judges a plan of a day by the rules as they are written, knowing no solver.

use super::day::{Day, Session};
use crate::domain::Text;
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

impl Violation {
    /// The rule and who breaks it, in a sentence.
    pub fn text(&self) -> Text {
        let n = |index: usize| index + 1;
        match *self {
            Violation::Length { given, meetings } => Text::new(
                format!("面談 {meetings} 件に対し、枠が {given} 個あります"),
                format!("{given} slots are given for {meetings} meetings"),
            ),
            Violation::NoSuchSlot { meeting, slot } => Text::new(
                format!("面談{}の枠{}は、その日にありません", n(meeting), n(slot)),
                format!("meeting {} is in slot {}, which the day has not", n(meeting), n(slot)),
            ),
            Violation::WrongSession { meeting, slot, session } => {
                let (ja, en) = match session {
                    Session::Morning => ("午前", "the morning"),
                    Session::Afternoon => ("午後", "the afternoon"),
                    Session::Either => ("その日", "the day"),
                };
                Text::new(
                    format!("面談{}は{ja}に置くべきで、枠{}には置けません", n(meeting), n(slot)),
                    format!("meeting {} belongs into {en}, not slot {}", n(meeting), n(slot)),
                )
            }
            Violation::NotWhereFixed { meeting, slot, fixed } => {
                let (m, k, f) = (n(meeting), n(slot), n(fixed));
                Text::new(
                    format!("面談{m}は枠{f}に固定されていますが、枠{k}にあります"),
                    format!("meeting {m} is fixed to slot {f}, not slot {k}"),
                )
            }
            Violation::Forbidden { meeting, slot, participant } => {
                let (m, k, p) = (n(meeting), n(slot), n(participant));
                Text::new(
                    format!("面談{m}が枠{k}にありますが、参加者{p}はその枠に出られません"),
                    format!("meeting {m} is in slot {k}, which participant {p} cannot attend"),
                )
            }
            Violation::MeetsTwice { participant, slot, meetings: [a, b] } => {
                let (p, k, a, b) = (n(participant), n(slot), n(a), n(b));
                Text::new(
                    format!("参加者{p}の面談{a}と面談{b}が、同じ枠{k}にあります"),
                    format!("participant {p} has meetings {a} and {b} in slot {k}"),
                )
            }
            Violation::TooFewTables { slot, meetings, tables } => {
                let k = n(slot);
                Text::new(
                    format!("枠{k}の面談は {meetings} 件で、テーブル {tables} 卓を超えています"),
                    format!("slot {k} holds {meetings} meetings, but has {tables} tables"),
                )
            }
            Violation::NotBefore { first, second } => Text::new(
                format!("面談{}が面談{}より前にありません", n(first), n(second)),
                format!("meeting {} is not before meeting {}", n(first), n(second)),
            ),
            Violation::Unfair { most, fewest, allowed } => Text::new(
                format!(
                    "空き時間が {most} 回の人と {fewest} 回の人がいて、差が {allowed} を超えています"
                ),
                format!(
                    "someone has {most} breaks and someone {fewest}, more than {allowed} apart"
                ),
            ),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
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
