//! The 157 people: who works where, as what, in which language.

use super::cast::{Cast, Duty, Member};
use super::draw;
use super::names::Names;
use super::organisations::Entry;
use super::profiles::{self, Described};
use super::{day, material};
use crate::domain::{LaboratoryId, Lang, OrganisationKind, Person, PersonId, Sector};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    positions: Positions,
    english_only: BTreeMap<String, usize>,
    bilingual: Bilingual,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Positions {
    company: Vec<String>,
    company_office: Vec<String>,
    startup: Vec<String>,
    startup_office: Vec<String>,
    academia: Vec<String>,
    office: Vec<String>,
    other: Vec<String>,
    coordinator: Vec<String>,
    english: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bilingual {
    percent: u32,
}

/// A place in an organisation before somebody is named to it.
#[derive(Default)]
struct Seat<'a> {
    department: Option<String>,
    position: Option<String>,
    profile: Option<&'a Described>,
    duty: Option<Duty>,
    languages: Option<Vec<Lang>>,
}

impl Seat<'_> {
    fn english_only(&self) -> bool {
        self.languages.as_deref() == Some(&[Lang::En])
    }
}

pub(super) fn cast(organisations: &[Entry], rng: &mut ChaCha8Rng) -> Cast {
    let file: File = material::read(material::PEOPLE);
    let described = profiles::described();
    let mut names = Names::new(rng);
    let mut people: Vec<Member> = Vec::new();
    let mut turn = 0;
    for organisation in organisations {
        for seat in seats(organisation, &described, &file) {
            let department = seat.department.clone().unwrap_or_default();
            let name = match seat.english_only() {
                true => names.foreign(rng),
                false => names.japanese(rng),
            };
            let languages = seat.languages.clone().unwrap_or_else(|| {
                match draw::percent(file.bilingual.percent, rng) {
                    true => vec![Lang::Ja, Lang::En],
                    false => vec![Lang::Ja],
                }
            });
            let position = seat.position.clone().unwrap_or_else(|| {
                turn += 1;
                let list = positions(organisation, &department, &seat, &file.positions);
                list[turn % list.len()].clone()
            });
            let person = Person {
                id: PersonId(format!("p{:03}", people.len() + 1)),
                name,
                organisation: organisation.id.as_str().into(),
                sector: sector(organisation),
                laboratory: laboratory(organisation, &department),
                department,
                position,
                languages,
                synthetic: true,
            };
            people.push(member(person, &seat, organisation));
        }
    }
    Cast { people }
}

fn member(person: Person, seat: &Seat, organisation: &Entry) -> Member {
    let fields = organisation.fields.clone();
    let (has, wants) = match seat.profile {
        Some(profile) => (profile.has.clone(), profile.wants.clone()),
        None => (fields.clone(), fields.clone()),
    };
    Member {
        person,
        duty: seat.duty.clone(),
        profile: seat.profile.map(Described::id),
        has,
        wants,
        fields,
        kind: organisation.kind,
        popular: seat.profile.map_or(4, Described::popular),
    }
}

/// Those with a duty or a profile first, then as many others as the organisation sends.
fn seats<'a>(organisation: &Entry, described: &'a [Described], file: &File) -> Vec<Seat<'a>> {
    let mut seats: Vec<Seat> = Vec::new();
    for coordinator in day::coordinators().iter().filter(|c| c.organisation == organisation.id) {
        seats.push(Seat {
            position: file.positions.coordinator.first().cloned(),
            duty: Some(Duty::Desk(coordinator.desk.clone())),
            languages: Some(coordinator.languages.clone()),
            ..Seat::default()
        });
    }
    for profile in described.iter().filter(|p| p.organisation == organisation.id) {
        seats.push(Seat {
            department: profile.department.clone(),
            position: profile.position.clone(),
            profile: Some(profile),
            duty: profile.duty(),
            languages: (profile.lang == Lang::En).then(|| vec![Lang::En]),
        });
    }
    while seats.len() < organisation.people {
        seats.push(Seat::default());
    }
    let wanted = file.english_only.get(&organisation.id).copied().unwrap_or(0);
    let already = seats.iter().filter(|s| s.english_only()).count();
    let free = seats.iter_mut().rev().filter(|s| s.profile.is_none() && s.duty.is_none());
    for seat in free.take(wanted.saturating_sub(already)) {
        seat.languages = Some(vec![Lang::En]);
    }
    fill_departments(organisation, &mut seats);
    seats
}

/// Departments nobody comes from yet go first, those that do research before offices.
fn fill_departments(organisation: &Entry, seats: &mut [Seat]) {
    let all: Vec<&String> = organisation.departments.iter().chain(&organisation.offices).collect();
    let taken: Vec<String> = seats.iter().filter_map(|s| s.department.clone()).collect();
    let unused = all.iter().filter(|d| !taken.contains(d));
    let mut next = unused.chain(all.iter().cycle());
    for seat in seats.iter_mut().filter(|s| s.department.is_none()) {
        seat.department = next.next().map(|d| (*d).clone());
    }
}

fn positions<'a>(
    organisation: &Entry,
    department: &String,
    seat: &Seat,
    positions: &'a Positions,
) -> &'a [String] {
    if seat.english_only() {
        return &positions.english;
    }
    let office = organisation.offices.contains(department);
    match (organisation.kind, office) {
        (OrganisationKind::Academia, false) => &positions.academia,
        (OrganisationKind::Academia, true) => &positions.office,
        (OrganisationKind::Company, false) => &positions.company,
        (OrganisationKind::Company, true) => &positions.company_office,
        (OrganisationKind::Startup, false) => &positions.startup,
        (OrganisationKind::Startup, true) => &positions.startup_office,
        (OrganisationKind::Other, _) => &positions.other,
    }
}

fn sector(organisation: &Entry) -> Sector {
    match organisation.kind {
        OrganisationKind::Academia => Sector::Academia,
        OrganisationKind::Company | OrganisationKind::Startup => Sector::Industry,
        OrganisationKind::Other => Sector::Other,
    }
}

/// Departments of universities and institutes are laboratories, their offices are not.
fn laboratory(organisation: &Entry, department: &str) -> Option<LaboratoryId> {
    if organisation.kind != OrganisationKind::Academia {
        return None;
    }
    let number = organisation.departments.iter().position(|d| d == department)?;
    Some(LaboratoryId(format!("lab-{}-{}", organisation.id, number + 1)))
}
