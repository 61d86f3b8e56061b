//! Who comes: organisations, their people, and when these are there.

use super::size::{SLOTS, Size};
use crate::domain::{
    LaboratoryId, Lang, Organisation, OrganisationId, OrganisationKind, OrganisationSize, Person,
    PersonId, Sector, Slot, Text, Unavailable,
};
use crate::generate::names::Names;
use crate::generate::{draw, material};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    heads: Vec<(String, String)>,
    fields: Vec<(String, String)>,
    kinds: Kinds,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    company: Vec<(String, String)>,
    startup: Vec<(String, String)>,
    academia: Vec<(String, String)>,
    other: Vec<(String, String)>,
}

/// An organisation with its field of work.
pub(super) struct Home {
    pub organisation: Organisation,
    pub field: usize,
    people: usize,
}

/// Somebody who comes.
pub(super) struct Guest {
    pub person: Person,
    pub home: usize,
}

const PREFECTURES: [&str; 8] =
    ["東京都", "大阪府", "京都府", "愛知県", "兵庫県", "福岡県", "神奈川県", "北海道"];

/// Organisations of chance; names that come up again are told apart by a number.
pub(super) fn homes(size: &Size, rng: &mut ChaCha8Rng) -> Vec<Home> {
    let parts: Parts = material::read(material::CONVENTION);
    let mut given: std::collections::HashMap<(usize, usize, usize), u32> = Default::default();
    (0..size.organisations)
        .map(|i| {
            // Companies, start-ups, academia and others as 35 : 25 : 35 : 5.
            let kind = draw::weighted(&[35, 25, 35, 5], rng).unwrap_or(0);
            let (kind, tails) = match kind {
                0 => (OrganisationKind::Company, &parts.kinds.company),
                1 => (OrganisationKind::Startup, &parts.kinds.startup),
                2 => (OrganisationKind::Academia, &parts.kinds.academia),
                _ => (OrganisationKind::Other, &parts.kinds.other),
            };
            let head = rng.random_range(0..parts.heads.len() as u64) as usize;
            let field = rng.random_range(0..parts.fields.len() as u64) as usize;
            let tail = rng.random_range(0..tails.len() as u64) as usize;
            let key = (head, field, tail + 10 * kind as usize);
            let again = given.entry(key).and_modify(|n| *n += 1).or_insert(1);
            let (ja, en) = match *again {
                1 => (String::new(), String::new()),
                n => (format!("第{n}"), format!(" {n}")),
            };
            let (head, topic, tail) = (&parts.heads[head], &parts.fields[field], &tails[tail]);
            let large = kind == OrganisationKind::Company && draw::percent(40, rng);
            let size = match kind {
                OrganisationKind::Company if large => Some(OrganisationSize::Large),
                OrganisationKind::Company => Some(OrganisationSize::Medium),
                OrganisationKind::Startup => Some(OrganisationSize::Small),
                _ => None,
            };
            let organisation = Organisation {
                id: OrganisationId(format!("o{:05}", i + 1)),
                name: Text::new(
                    format!("{ja}{}{}{}", head.0, topic.0, tail.0),
                    format!("{} {} {}{en}", head.1, topic.1, tail.1),
                ),
                kana: String::new(),
                kind,
                size,
                region: PREFECTURES[rng.random_range(0..8u64) as usize].to_owned(),
                registered_on: None,
                domestic: Some(true),
                deemed_large: None,
                synthetic: true,
            };
            let people = 1 + usize::from(draw::percent(if large { 50 } else { 12 }, rng));
            Home { organisation, field, people }
        })
        .collect()
}

pub(super) fn guests(homes: &[Home], rng: &mut ChaCha8Rng) -> Vec<Guest> {
    let mut names = Names::new(rng);
    let mut guests = Vec::new();
    for (h, home) in homes.iter().enumerate() {
        for n in 0..home.people {
            let academia = home.organisation.kind == OrganisationKind::Academia;
            let id = &home.organisation.id;
            let person = Person {
                id: PersonId(format!("p{:06}", guests.len() + 1)),
                name: names.namesake(rng),
                organisation: id.clone(),
                sector: match home.organisation.kind {
                    OrganisationKind::Academia => Sector::Academia,
                    OrganisationKind::Company | OrganisationKind::Startup => Sector::Industry,
                    OrganisationKind::Other => Sector::Other,
                },
                department: String::new(),
                position: String::new(),
                laboratory: academia.then(|| LaboratoryId(format!("lab-{id}-{}", n + 1))),
                languages: vec![Lang::Ja],
                synthetic: true,
            };
            guests.push(Guest { person, home: h });
        }
    }
    guests
}

/// Days missed, late arrivals, early departures and calls in between.
pub(super) fn absences(
    size: &Size,
    slots: &[Slot],
    guests: &[Guest],
    rng: &mut ChaCha8Rng,
) -> Vec<Unavailable> {
    let mut absences = Vec::new();
    for guest in guests {
        let mut away = |first: usize, last: usize, reason: &str| {
            absences.push(Unavailable {
                person: guest.person.id.clone(),
                start: slots[first].start,
                end: slots[last].end,
                reason: reason.to_owned(),
                synthetic: true,
            });
        };
        let stays = 1 + draw::weighted(&[3, 4, 2, 1][..size.days.min(4)], rng).unwrap_or(0);
        let stays = stays.min(size.days);
        let first = rng.random_range(0..=(size.days - stays) as u64) as usize;
        for day in 0..size.days {
            let from = day * SLOTS;
            if day < first || day >= first + stays {
                away(from, from + SLOTS - 1, "別の日に参加");
                continue;
            }
            if day == first && draw::percent(40, rng) {
                away(from, from + rng.random_range(0..5u64) as usize, "到着が遅い");
            }
            if day + 1 == first + stays && draw::percent(40, rng) {
                away(
                    from + SLOTS - 1 - rng.random_range(0..5u64) as usize,
                    from + SLOTS - 1,
                    "早く帰る",
                );
            }
            if draw::percent(30, rng) {
                let call = from + rng.random_range(5..11u64) as usize;
                away(call, call, "電話会議");
            }
        }
    }
    absences
}
