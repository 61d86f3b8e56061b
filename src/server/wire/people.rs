//! People and organisations.

use super::Text;
use crate::domain::{
    Lang, Organisation, OrganisationKind, OrganisationSize, Person, PersonId, Sector,
};
use crate::server::picture::Picture;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OrganisationRef {
    pub id: String,
    pub name: Text,
    /// `academia`, `company`, `startup` or `other`.
    pub kind: String,
    /// Prefecture or country; empty where not known.
    pub region: String,
    /// `small`, `medium` or `large`; null where not known.
    pub size: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PersonRef {
    pub id: String,
    pub name: Text,
    /// The key that puts lists in kana order.
    pub kana: String,
    pub organisation: OrganisationRef,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PersonView {
    #[serde(flatten)]
    pub person: PersonRef,
    pub family: String,
    pub given: String,
    pub family_kana: String,
    pub given_kana: String,
    pub family_romaji: String,
    pub given_romaji: String,
    pub department: String,
    pub position: String,
    /// `industry`, `academia` or `other`.
    pub sector: String,
    /// `ja`, `en`; preferred first.
    pub languages: Vec<String>,
    /// Profiles that the person speaks for.
    pub profiles: Vec<String>,
    /// Made up for a demonstration.
    pub synthetic: bool,
}

pub fn organisation_kind(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Academia => "academia",
        OrganisationKind::Company => "company",
        OrganisationKind::Startup => "startup",
        OrganisationKind::Other => "other",
    }
}

pub fn organisation_size(size: OrganisationSize) -> &'static str {
    match size {
        OrganisationSize::Small => "small",
        OrganisationSize::Medium => "medium",
        OrganisationSize::Large => "large",
    }
}

pub fn sector(sector: Sector) -> &'static str {
    match sector {
        Sector::Industry => "industry",
        Sector::Academia => "academia",
        Sector::Other => "other",
    }
}

impl OrganisationRef {
    pub fn of(organisation: &Organisation) -> OrganisationRef {
        OrganisationRef {
            id: organisation.id.0.clone(),
            name: (&organisation.name).into(),
            kind: organisation_kind(organisation.kind).to_owned(),
            region: organisation.region.clone(),
            size: organisation.size.map(|size| organisation_size(size).to_owned()),
        }
    }
}

impl PersonRef {
    pub fn of(person: &Person, organisation: &Organisation) -> PersonRef {
        PersonRef {
            id: person.id.0.clone(),
            name: Text::both(|lang| person.name.full(lang)),
            kana: person.name.kana_key(),
            organisation: OrganisationRef::of(organisation),
        }
    }
}

impl Picture {
    pub fn organisation_ref(&self, id: &crate::domain::OrganisationId) -> OrganisationRef {
        match self.organisation(id) {
            Some(organisation) => OrganisationRef::of(organisation),
            None => OrganisationRef {
                id: id.0.clone(),
                name: Text { ja: id.0.clone(), en: id.0.clone() },
                kind: "other".to_owned(),
                region: String::new(),
                size: None,
            },
        }
    }

    /// A person in short; an id that is not known any more names itself.
    pub fn person_ref(&self, id: &PersonId) -> PersonRef {
        match self.person(id) {
            Some(p) => PersonRef {
                id: p.id.0.clone(),
                name: Text::both(|lang| p.name.full(lang)),
                kana: p.name.kana_key(),
                organisation: self.organisation_ref(&p.organisation),
            },
            None => PersonRef {
                id: id.0.clone(),
                name: Text { ja: id.0.clone(), en: id.0.clone() },
                kana: id.0.clone(),
                organisation: self.organisation_ref(&crate::domain::OrganisationId::new("")),
            },
        }
    }

    pub fn person_view(&self, id: &PersonId) -> Option<PersonView> {
        self.person(id).map(|person| self.view_of(person))
    }

    /// A person as these fields say, known to the picture or about to be.
    pub fn view_of(&self, p: &Person) -> PersonView {
        let organisation = self.organisation_ref(&p.organisation);
        PersonView {
            person: PersonRef {
                id: p.id.0.clone(),
                name: Text::both(|lang| p.name.full(lang)),
                kana: p.name.kana_key(),
                organisation,
            },
            family: p.name.family.clone(),
            given: p.name.given.clone(),
            family_kana: p.name.family_kana.clone(),
            given_kana: p.name.given_kana.clone(),
            family_romaji: p.name.family_romaji.clone(),
            given_romaji: p.name.given_romaji.clone(),
            department: p.department.clone(),
            position: p.position.clone(),
            sector: sector(p.sector).to_owned(),
            languages: match p.languages.is_empty() {
                true => vec![Lang::Ja.code().to_owned()],
                false => p.languages.iter().map(|l| l.code().to_owned()).collect(),
            },
            profiles: self.profiles_of(&p.id).map(|profile| profile.id.0.clone()).collect(),
            synthetic: p.synthetic,
        }
    }
}
