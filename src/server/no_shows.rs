//! People marked as no-shows at the reception, when what is left of a day is planned again: they are
//! away from then on until the day ends, and what has begun stays as it is.

use super::agreed::local;
use super::problem::Problem;
use crate::domain::{ItemId, PersonId, Placement, Timetable, Unavailable, Workshop};
use crate::store::{Booked, Moment, PresenceState, Transaction};
use chrono::{Duration, NaiveDateTime};
use std::collections::BTreeSet;

/// The local time of a moment, where it falls on a day of the workshop.
pub fn on_the_day(workshop: &Workshop, at: Moment) -> Option<NaiveDateTime> {
    Some(local(at, workshop)).filter(|there| workshop.days.contains(&there.date()))
}

/// Who is marked as a no-show.
pub async fn no_shows(tx: &mut Transaction, workshop: &str) -> Result<BTreeSet<PersonId>, Problem> {
    let all = tx.presences(workshop).await?.into_iter();
    Ok(all.filter(|(_, p)| p.state == PresenceState::NoShow).map(|(person, _)| person).collect())
}

/// Whether something begins between a moment and the end of that day.
pub fn is_to_come(start: NaiveDateTime, from: NaiveDateTime) -> bool {
    start >= from && start.date() == from.date()
}

/// What can be freed of a day because somebody stays away: meetings and consultations still to come.
/// Sessions are held; whether without their speaker, a person decides.
pub fn to_be_freed<'t>(
    timetable: &'t Timetable,
    person: &PersonId,
    from: NaiveDateTime,
) -> impl Iterator<Item = &'t Placement> {
    timetable.placements.iter().filter(move |p| is_freed(p, from) && p.people.contains(person))
}

fn is_freed(placement: &Placement, from: NaiveDateTime) -> bool {
    !matches!(placement.item, ItemId::Session(_)) && is_to_come(placement.start, from)
}

/// Notes those who stay away as unavailable from `from` on to the end of that day, but for what stays:
/// sessions, what has begun, and what was booked by hand, which is released by hand. What is locked of
/// the rest in `start` no longer is.
pub fn send_away(
    workshop: &mut Workshop,
    start: &mut Timetable,
    absent: &BTreeSet<PersonId>,
    booked: &[Booked],
    from: NaiveDateTime,
) {
    let by_hand: BTreeSet<&str> =
        booked.iter().filter(|row| row.by_hand).map(|row| row.item.as_str()).collect();
    let end_of_day = from.date().and_time(chrono::NaiveTime::MIN) + Duration::days(1);
    for person in absent {
        let mut stays = Vec::new();
        for p in start.placements.iter_mut().filter(|p| p.people.contains(person)) {
            if is_freed(p, from) && !by_hand.contains(p.item.to_string().as_str()) {
                p.locked = false;
            } else {
                stays.push((p.start, p.end));
            }
        }
        stays.sort();
        stays.push((end_of_day, end_of_day));
        let mut left = from;
        for (start, end) in stays {
            let until = start.min(end_of_day);
            if left < until {
                workshop.unavailable.push(Unavailable {
                    person: person.clone(),
                    start: left,
                    end: until,
                    reason: String::new(),
                    synthetic: false,
                });
            }
            left = left.max(end);
        }
    }
}
