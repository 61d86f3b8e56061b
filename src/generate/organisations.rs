//! The invented organisations.

use super::material;
use crate::domain::{Organisation, OrganisationKind, OrganisationSize, Text};
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    organisation: Vec<Entry>,
    rivals: Vec<Rivals>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rivals {
    between: (String, String),
}

/// An organisation with what the generator needs to know beside what is shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub id: String,
    name: Text,
    kana: String,
    pub kind: OrganisationKind,
    size: Option<OrganisationSize>,
    region: String,
    registered_on: Option<NaiveDate>,
    #[serde(default = "yes")]
    domestic: bool,
    /// How many of its people take part.
    pub people: usize,
    pub departments: Vec<String>,
    /// Departments that are no laboratory.
    #[serde(default)]
    pub offices: Vec<String>,
    pub fields: Vec<String>,
}

fn yes() -> bool {
    true
}

impl Entry {
    pub fn to_domain(&self) -> Organisation {
        Organisation {
            id: self.id.as_str().into(),
            name: self.name.clone(),
            kana: self.kana.clone(),
            kind: self.kind,
            size: self.size,
            region: self.region.clone(),
            registered_on: self.registered_on,
            domestic: Some(self.domestic),
            deemed_large: (self.kind == OrganisationKind::Startup).then_some(false),
            synthetic: true,
        }
    }
}

pub(super) fn all() -> Vec<Entry> {
    material::read::<File>(material::ORGANISATIONS).organisation
}

/// Pairs of organisations that compete.
pub(super) fn rivals() -> Vec<(String, String)> {
    let file: File = material::read(material::ORGANISATIONS);
    file.rivals.into_iter().map(|rivals| rivals.between).collect()
}
