//! Who must not be brought together.

use super::register::Register;
use crate::domain::{LaboratoryId, OrganisationId, PersonId, Profile};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Why two profiles are kept apart. For the organizer and for tests; a declared exclusion is never
/// told to either side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apart {
    SameOrganisation,
    SameLaboratory,
    /// Rivals, or one side's *no thanks*.
    Declared,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Side {
    Person(PersonId),
    Organisation(OrganisationId),
}

/// All exclusions of a register. Each holds both ways, and between its two sides only.
#[derive(Debug, Clone, Default)]
pub struct Exclusions {
    declared: HashMap<Side, HashSet<Side>>,
    laboratories: HashMap<PersonId, LaboratoryId>,
}

impl Exclusions {
    pub fn of(register: &Register) -> Exclusions {
        let mut exclusions = Exclusions::default();
        for exclusion in register.exclusions {
            let one = side(&exclusion.person, &exclusion.organisation);
            let other = side(&exclusion.other_person, &exclusion.other_organisation);
            if let (Some(one), Some(other)) = (one, other) {
                exclusions.declared.entry(one.clone()).or_default().insert(other.clone());
                exclusions.declared.entry(other).or_default().insert(one);
            }
        }
        for person in register.people {
            if let Some(laboratory) = &person.laboratory {
                exclusions.laboratories.insert(person.id.clone(), laboratory.clone());
            }
        }
        exclusions
    }

    /// Why the two are kept apart; `None` if they may meet.
    pub fn between(&self, a: &Profile, b: &Profile) -> Option<Apart> {
        if a.organisation == b.organisation {
            return Some(Apart::SameOrganisation);
        }
        if self.laboratories(a).any(|mine| self.laboratories(b).any(|theirs| mine == theirs)) {
            return Some(Apart::SameLaboratory);
        }
        if self.declared.is_empty() {
            return None;
        }
        let theirs = standing_for(b);
        let declared = standing_for(a)
            .iter()
            .filter_map(|side| self.declared.get(side))
            .any(|excluded| theirs.iter().any(|side| excluded.contains(side)));
        declared.then_some(Apart::Declared)
    }

    fn laboratories<'a>(&'a self, of: &'a Profile) -> impl Iterator<Item = &'a LaboratoryId> {
        of.laboratory.iter().chain(of.people.iter().filter_map(|p| self.laboratories.get(p)))
    }
}

/// A person named beside an organisation means that person alone.
fn side(person: &Option<PersonId>, organisation: &Option<OrganisationId>) -> Option<Side> {
    let person = person.clone().map(Side::Person);
    person.or_else(|| organisation.clone().map(Side::Organisation))
}

fn standing_for(profile: &Profile) -> Vec<Side> {
    let people = profile.people.iter().map(|person| Side::Person(person.clone()));
    people.chain([Side::Organisation(profile.organisation.clone())]).collect()
}
