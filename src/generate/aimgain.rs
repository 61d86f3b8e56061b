//! The workshop of 2022-05-10: the printed part, and everything else made up from a seed.

use super::{consultations, day, draw, meetings, organisations, people, profiles};
use super::{surroundings, talks};
use crate::domain::Workshop;

/// The seed of the published demonstration.
pub const SEED: u64 = 20_220_510;

/// The day as printed, with 157 made-up people, their organisations, profiles, wishes and absences.
///
/// The same seed gives the same workshop on every machine: whole numbers only, no clock, no order
/// that depends on hashing. Tags are left empty; the tagger reads the profiles later.
pub fn aimgain_2022(seed: u64) -> Workshop {
    let mut workshop = day::printed();
    let organisations = organisations::all();
    workshop.organisations = organisations.iter().map(|o| o.to_domain()).collect();
    let cast = people::cast(&organisations, &mut draw::stream(seed, "people"));
    day::staff(&mut workshop, &cast);
    workshop.profiles = profiles::all(&cast, &workshop.sessions).into();
    workshop.exclusions = surroundings::rivals();
    workshop.unavailable =
        surroundings::absences(&workshop, &cast, &mut draw::stream(seed, "absences"));
    workshop.talk_wishes = talks::wishes(&workshop, &cast, &mut draw::stream(seed, "talks")).into();
    let mut stream = draw::stream(seed, "meetings");
    workshop.meeting_wishes = meetings::wishes(&workshop, &cast, &mut stream).into();
    workshop.exclusions.extend(surroundings::no_thanks(&workshop, &mut stream));
    workshop.group_wishes = meetings::groups(&cast);
    workshop.consultations =
        consultations::requests(&cast, &mut draw::stream(seed, "consultations"));
    workshop.people = cast.people.into_iter().map(|member| member.person).collect();
    workshop
}
