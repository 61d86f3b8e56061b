//! Who is kept apart.

use super::profiles::{organisations, profile, ranked};
use enishi::domain::{Exclusion, ExclusionKind, Person, PersonName, Profile, ProfileKind, Sector};
use enishi::matching::{Index, Register, Weights};
use enishi::vocabulary::Thesaurus;

fn person(id: &str, organisation: &str) -> Person {
    Person {
        id: id.into(),
        name: PersonName::default(),
        organisation: organisation.into(),
        sector: Sector::Academia,
        department: String::new(),
        position: String::new(),
        laboratory: None,
        languages: vec![],
        synthetic: true,
    }
}

/// Exclusions hold both ways, and between their two sides only.
#[test]
fn exclusions_hold_both_ways_and_only_between_the_two() {
    let mut profiles: Vec<Profile> = (0..5)
        .map(|i| profile(&format!("{i}"), ProfileKind::Seed, "副作用を減らすDDS", "DDSと薬物動態"))
        .collect();
    profiles[4].organisation = profiles[3].organisation.clone();
    let organisations = organisations(&profiles);
    let mut people: Vec<Person> =
        profiles.iter().map(|p| person(p.people[0].as_str(), p.organisation.as_str())).collect();
    people[1].laboratory = Some("l".into());
    people[2].laboratory = Some("l".into());
    let none = Exclusion {
        kind: ExclusionKind::NoThanks,
        person: None,
        organisation: None,
        other_person: None,
        other_organisation: None,
        synthetic: true,
    };
    let exclusions = [
        Exclusion { person: Some("p-0".into()), other_person: Some("p-1".into()), ..none.clone() },
        Exclusion {
            kind: ExclusionKind::Rival,
            organisation: Some("o-0".into()),
            other_organisation: Some("o-2".into()),
            ..none
        },
    ];
    let register = Register {
        profiles: &profiles,
        organisations: &organisations,
        people: &people,
        exclusions: &exclusions,
        cooperations: &[],
    };
    let index = Index::build(&register, Thesaurus::embedded(), Weights::default())
        .expect("profiles are sound");
    let mut met: Vec<(String, String)> = Vec::new();
    for profile in &profiles {
        for suggestion in ranked(&index, profile.id.as_str()) {
            met.push((profile.id.to_string(), suggestion.profile.to_string()));
        }
    }
    met.sort();
    let both_ways = |pairs: &[(&str, &str)]| {
        let mut all: Vec<(String, String)> = pairs
            .iter()
            .flat_map(|(a, b)| [(a, b), (b, a)])
            .map(|(a, b)| (a.to_string(), b.to_string()))
            .collect();
        all.sort();
        all
    };
    let may_meet = [("0", "3"), ("0", "4"), ("1", "3"), ("1", "4"), ("2", "3"), ("2", "4")];
    assert_eq!(met, both_ways(&may_meet));
}
