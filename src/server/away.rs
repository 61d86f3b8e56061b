//! Who is away when what is left of a day is planned again: whoever is marked as a no-show at the
//! reception, until the day ends, and whoever is late, until they are said to come. What has begun
//! stays as it is.

use super::agreed::local;
use super::problem::Problem;
use crate::domain::{ItemId, PersonId, Placement, Timetable, Unavailable, Workshop};
use crate::store::{Booked, Moment, Presence, PresenceState, Transaction};
use chrono::{Duration, NaiveDateTime, NaiveTime};
use std::collections::{BTreeMap, BTreeSet};

/// The local time of a moment, where it falls on a day of the workshop.
pub fn on_the_day(workshop: &Workshop, at: Moment) -> Option<NaiveDateTime> {
    Some(local(at, workshop)).filter(|there| workshop.days.contains(&there.date()))
}

/// When somebody late is said to come, local to the workshop's zone.
pub fn comes_at(presence: Option<&Presence>, workshop: &Workshop) -> Option<NaiveDateTime> {
    presence?.comes_at.map(|at| local(at, workshop))
}

/// Who is away from `from` on, and until when; nobody longer than that day.
pub async fn away(
    tx: &mut Transaction,
    workshop: &Workshop,
    from: NaiveDateTime,
) -> Result<BTreeMap<PersonId, NaiveDateTime>, Problem> {
    let end_of_day = from.date().and_time(NaiveTime::MIN) + Duration::days(1);
    let until = |presence: &Presence| match presence.state {
        PresenceState::Here => None,
        PresenceState::Late => comes_at(Some(presence), workshop).map(|at| at.min(end_of_day)),
        PresenceState::NoShow => Some(end_of_day),
    };
    let all = tx.presences(workshop.id.as_str()).await?.into_iter();
    Ok(all
        .filter_map(|(person, presence)| Some((person, until(&presence)?)))
        .filter(|(_, until)| *until > from)
        .collect())
}

/// What can be freed of a day because somebody is away: meetings and consultations still to come that
/// begin before they are there. Sessions are held; whether without their speaker, a person decides.
pub fn to_be_freed<'t>(
    timetable: &'t Timetable,
    person: &PersonId,
    from: NaiveDateTime,
    until: NaiveDateTime,
) -> impl Iterator<Item = &'t Placement> {
    let own = timetable.placements.iter().filter(move |p| p.people.contains(person));
    own.filter(move |p| is_freed(p, from, until))
}

fn is_freed(placement: &Placement, from: NaiveDateTime, until: NaiveDateTime) -> bool {
    !matches!(placement.item, ItemId::Session(_)) && (from..until).contains(&placement.start)
}

/// Notes those who are away as unavailable from `from` on until they come, but for what stays:
/// sessions, what has begun, and what was booked by hand, which is released by hand. What is locked of
/// the rest in `start` no longer is.
pub fn send_away(
    workshop: &mut Workshop,
    start: &mut Timetable,
    away: &BTreeMap<PersonId, NaiveDateTime>,
    booked: &[Booked],
    from: NaiveDateTime,
) {
    let by_hand: BTreeSet<&str> =
        booked.iter().filter(|row| row.by_hand).map(|row| row.item.as_str()).collect();
    for (person, until) in away {
        let mut stays = Vec::new();
        for p in start.placements.iter_mut().filter(|p| p.people.contains(person)) {
            if is_freed(p, from, *until) && !by_hand.contains(p.item.to_string().as_str()) {
                p.locked = false;
            } else {
                stays.push((p.start, p.end));
            }
        }
        stays.sort();
        stays.push((*until, *until));
        let mut left = from;
        for (start, end) in stays {
            let end_of_gap = start.min(*until);
            if left < end_of_gap {
                workshop.unavailable.push(Unavailable {
                    person: person.clone(),
                    start: left,
                    end: end_of_gap,
                    reason: String::new(),
                    synthetic: false,
                });
            }
            left = left.max(end);
        }
    }
}
