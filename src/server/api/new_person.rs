//! Somebody new to a workshop, whether they registered or walked in.

use super::registration_form::RegistrationFields;
use crate::domain::{
    Lang, Organisation, OrganisationId, OrganisationKind, Person, PersonId, PersonName, Profile,
    ProfileId, ProfileKind, Sector,
};
use crate::server::answer::within;
use crate::server::limits::MAX_FIELD;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::store::{PartKind, Secret, StoreError, Transaction};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Somebody new to a workshop.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    #[schema(min_length = 1, max_length = 200)]
    pub family: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub given: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub family_kana: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub given_kana: String,
    /// By name; a new one where none bears it.
    #[schema(min_length = 1, max_length = 200)]
    pub organisation: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub department: String,
    #[serde(default)]
    #[schema(max_length = 200)]
    pub position: String,
    /// Whether they come from industry; else from academia.
    #[serde(default)]
    pub company: bool,
}

impl NewPerson {
    /// Refuses what has no name or is too long.
    pub fn checked(&self) -> Result<(), Problem> {
        for (name, text, needed) in [
            ("family", &self.family, true),
            ("given", &self.given, false),
            ("family_kana", &self.family_kana, false),
            ("given_kana", &self.given_kana, false),
            ("organisation", &self.organisation, true),
            ("department", &self.department, false),
            ("position", &self.position, false),
        ] {
            within(name, text, MAX_FIELD)?;
            if needed && text.trim().is_empty() {
                return Err(Problem::bad(format!("{name} is empty; fill it in")));
            }
        }
        Ok(())
    }
}

impl From<&RegistrationFields> for NewPerson {
    fn from(fields: &RegistrationFields) -> NewPerson {
        let fields = fields.clone();
        NewPerson {
            family: fields.family,
            given: fields.given,
            family_kana: fields.family_kana,
            given_kana: fields.given_kana,
            organisation: fields.organisation,
            department: fields.department,
            position: fields.position,
            company: fields.side == "company",
        }
    }
}

/// A new person, at the organisation of that name or at a new one.
pub async fn add_person(
    tx: &mut Transaction,
    picture: &Picture,
    fields: &NewPerson,
) -> Result<PersonId, Problem> {
    let workshop = picture.head.id.as_str();
    let name = fields.organisation.trim();
    let known =
        picture.workshop.organisations.iter().find(|o| o.name.ja == name || o.name.en == name);
    let organisation = match known {
        Some(organisation) => organisation.id.clone(),
        None => {
            let id = OrganisationId::new(format!("o-{}", &Secret::new()?.reveal()[..12]));
            let kind = match fields.company {
                true => OrganisationKind::Company,
                false => OrganisationKind::Academia,
            };
            let organisation = Organisation {
                id: id.clone(),
                name: crate::domain::Text { ja: name.to_owned(), en: String::new() },
                kana: String::new(),
                kind,
                size: None,
                region: String::new(),
                registered_on: None,
                domestic: None,
                deemed_large: None,
                synthetic: false,
            };
            tx.add_part(workshop, PartKind::Organisation, id.as_str(), &organisation).await?;
            id
        }
    };
    let id = PersonId::new(format!("p-{}", &Secret::new()?.reveal()[..12]));
    let trimmed = |text: &str| text.trim().to_owned();
    let person = Person {
        id: id.clone(),
        name: PersonName {
            family: trimmed(&fields.family),
            given: trimmed(&fields.given),
            family_kana: trimmed(&fields.family_kana),
            given_kana: trimmed(&fields.given_kana),
            family_romaji: String::new(),
            given_romaji: String::new(),
        },
        organisation,
        sector: if fields.company { Sector::Industry } else { Sector::Academia },
        department: trimmed(&fields.department),
        position: trimmed(&fields.position),
        laboratory: None,
        languages: Vec::new(),
        synthetic: false,
    };
    tx.add_part(workshop, PartKind::Person, id.as_str(), &person).await?;
    Ok(id)
}

/// A profile for a new person to fill in: what a company needs, or an academic's research, named by
/// whose it is. It holds no words yet.
pub async fn add_empty_profile(
    tx: &mut Transaction,
    picture: &Picture,
    fields: &NewPerson,
    person: &PersonId,
    lang: Lang,
) -> Result<(), StoreError> {
    let workshop = picture.head.id.as_str();
    let organisation =
        tx.part::<Person>(workshop, PartKind::Person, person.as_str()).await?.value.organisation;
    let id = ProfileId::new(format!("f-{}", &Secret::new()?.reveal()[..12]));
    let (kind, title) = match fields.company {
        true => (ProfileKind::Need, fields.organisation.trim().to_owned()),
        false => (ProfileKind::Seed, format!("{} {}", fields.family.trim(), fields.given.trim())),
    };
    let profile = Profile {
        id: id.clone(),
        kind,
        organisation,
        people: vec![person.clone()],
        laboratory: None,
        lang,
        title,
        text: String::new(),
        seeks: String::new(),
        offers: String::new(),
        phase: None,
        tags: Vec::new(),
        synthetic: false,
    };
    tx.add_part(workshop, PartKind::Profile, id.as_str(), &profile).await
}
