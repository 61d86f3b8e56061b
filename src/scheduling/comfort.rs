//! What a plan costs people beside unmet wishes, as the judge counts it: breaks between meetings,
//! floors walked, and meetings fewer than the fair share.

use super::directory::Directory;
use super::objective::Objective;
use crate::domain::{ItemId, PersonId, Placement, Timetable};
use chrono::NaiveDateTime;

/// The parts `breaks`, `walking` and `fairness`; the others are left at 0. Linear in placements ×
/// slots of a day; nothing is looked at that has no weight.
pub(super) fn comfort(directory: &Directory, timetable: &Timetable) -> Objective {
    let rules = &directory.workshop.rules;
    let weights = &rules.weights;
    let mut cost = Objective::default();
    if weights.breaks == 0
        && weights.walking == 0
        && (weights.fairness == 0 || rules.fair_share == 0)
    {
        return cost;
    }
    let days = days(directory, timetable);
    let away = away(directory);
    let shares = fair_shares(directory);
    for (p, day) in days.iter().enumerate() {
        let meetings: Vec<&Placement> = day.iter().copied().filter(|m| is_meeting(m)).collect();
        for pair in meetings.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            if a.start.date() != b.start.date() {
                continue;
            }
            if weights.breaks != 0 && is_break(directory, (a.end, b.start), day, &away[p]) {
                cost.breaks -= weights.breaks;
            }
            let floor = |m: &Placement| directory.room(&m.room).and_then(|r| r.floor);
            if let (Some(from), Some(to)) = (floor(a), floor(b)) {
                cost.walking -= weights.walking * i64::from(from.abs_diff(to));
            }
        }
        let missing = shares[p].saturating_sub(meetings.len() as u32);
        cost.fairness -= weights.fairness * i64::from(missing);
    }
    cost
}

pub(super) fn is_meeting(placement: &Placement) -> bool {
    matches!(placement.item, ItemId::Meeting(..) | ItemId::Group(_))
}

/// The placements of each person, by start.
fn days<'t>(directory: &Directory, timetable: &'t Timetable) -> Vec<Vec<&'t Placement>> {
    let mut days: Vec<Vec<&Placement>> = vec![Vec::new(); directory.workshop.people.len()];
    for placement in &timetable.placements {
        for p in placement.people.iter().filter_map(|id| directory.person_index(id)) {
            days[p].push(placement);
        }
    }
    days.iter_mut().for_each(|day| day.sort_by_key(|p| (p.start, p.end)));
    days
}

fn away(directory: &Directory) -> Vec<Vec<(NaiveDateTime, NaiveDateTime)>> {
    let mut away = vec![Vec::new(); directory.workshop.people.len()];
    for u in &directory.workshop.unavailable {
        if let Some(p) = directory.person_index(&u.person) {
            away[p].push((u.start, u.end));
        }
    }
    away
}

/// Whether some slot between two meetings finds the person present and free.
fn is_break(
    directory: &Directory,
    (from, to): (NaiveDateTime, NaiveDateTime),
    day: &[&Placement],
    away: &[(NaiveDateTime, NaiveDateTime)],
) -> bool {
    directory.workshop.slots.iter().any(|s| {
        from <= s.start
            && s.end <= to
            && !away.iter().any(|a| a.0 < s.end && s.start < a.1)
            && !day.iter().any(|p| p.start < s.end && s.start < p.end)
    })
}

/// Per person, the meetings that fairness owes them: the fair share, but no more than are wished with
/// them and not excluded.
pub(super) fn fair_shares(directory: &Directory) -> Vec<u32> {
    let workshop = directory.workshop;
    let share = workshop.rules.fair_share;
    let mut wished = vec![0u32; workshop.people.len()];
    if share == 0 {
        return wished;
    }
    let mut note = |people: &[&PersonId]| {
        let apart = people.iter().enumerate().any(|(i, a)| {
            people[i + 1..].iter().any(|b| a == b || directory.excluded(a, b).is_some())
        });
        for p in people.iter().filter(|_| !apart).filter_map(|id| directory.person_index(id)) {
            wished[p] = (wished[p] + 1).min(share);
        }
    };
    for meeting in directory.meetings() {
        if let ItemId::Meeting(a, b) = meeting {
            note(&[a, b]);
        }
    }
    for group in &workshop.group_wishes {
        let people: Vec<_> = std::iter::once(&group.moderator).chain(&group.members).collect();
        note(&people);
    }
    wished
}
