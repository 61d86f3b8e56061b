//! What limits the day: absences, competitors, and meetings somebody does not want.

use super::cast::{Cast, Duty, Member};
use super::demand::{self, Absence};
use super::{draw, organisations};
use crate::domain::{Exclusion, ExclusionKind, Session, Unavailable, Workshop};
use chrono::{NaiveDateTime, TimeDelta};
use rand_chacha::ChaCha8Rng;

/// Around a duty, so that there is time to come and go.
const MARGIN: TimeDelta = TimeDelta::minutes(20);

/// Late arrivals, early departures and calls; at most one for each person, and none while the
/// printed programme needs him or her.
pub(super) fn absences(workshop: &Workshop, cast: &Cast, rng: &mut ChaCha8Rng) -> Vec<Unavailable> {
    let file = demand::read();
    let Some(&day) = workshop.days.first() else { return Vec::new() };
    let mut absences = Vec::new();
    for member in &cast.people {
        let befalls = file.absences.iter().find(|absence| {
            // Drawn for everyone, so that one person's lot does not hang on another's.
            draw::percent(absence.percent, rng) && concerns(absence, member, workshop, &file.near)
        });
        let Some(absence) = befalls else { continue };
        let (start, end) = (day.and_time(absence.start), day.and_time(absence.end));
        if !needed(member, &workshop.sessions, start, end) {
            absences.push(Unavailable {
                person: member.id().clone(),
                start,
                end,
                reason: absence.reason.clone(),
                synthetic: true,
            });
        }
    }
    absences
}

fn concerns(absence: &Absence, member: &Member, workshop: &Workshop, near: &[String]) -> bool {
    let person = &member.person;
    let words = &absence.departments;
    let home = workshop.organisations.iter().find(|o| o.id == person.organisation);
    absence.of.is_none_or(|sector| sector == person.sector)
        && (words.is_empty() || words.iter().any(|word| person.department.contains(word)))
        && (!absence.far || home.is_some_and(|home| !near.contains(&home.region)))
}

fn needed(member: &Member, sessions: &[Session], start: NaiveDateTime, end: NaiveDateTime) -> bool {
    // Desks are open most of the day.
    matches!(member.duty, Some(Duty::Desk(_)))
        || sessions.iter().filter(|s| s.speakers.contains(member.id())).any(|session| {
            session.printed.as_ref().is_some_and(|printed| {
                let ends = printed.start + TimeDelta::minutes(i64::from(session.minutes.0));
                start < ends + MARGIN && printed.start - MARGIN < end
            })
        })
}

/// Companies that compete.
pub(super) fn rivals() -> Vec<Exclusion> {
    let pairs = organisations::rivals().into_iter();
    pairs
        .map(|(one, other)| Exclusion {
            kind: ExclusionKind::Rival,
            person: None,
            organisation: Some(one.as_str().into()),
            other_person: None,
            other_organisation: Some(other.as_str().into()),
            synthetic: true,
        })
        .collect()
}

/// Some who are wished for and did not wish back decline.
pub(super) fn no_thanks(workshop: &Workshop, rng: &mut ChaCha8Rng) -> Vec<Exclusion> {
    let wishes = &workshop.meeting_wishes;
    let one_sided: Vec<_> = wishes
        .iter()
        .filter(|wish| !wishes.iter().any(|back| back.from == wish.to && back.to == wish.from))
        .collect();
    draw::shuffled(one_sided, rng)
        .into_iter()
        .take(demand::read().no_thanks)
        .map(|wish| Exclusion {
            kind: ExclusionKind::NoThanks,
            person: Some(wish.to.clone()),
            organisation: None,
            other_person: Some(wish.from.clone()),
            other_organisation: None,
            synthetic: true,
        })
        .collect()
}
