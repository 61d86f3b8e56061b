//! How wishes, absences and groups are drawn, as the material says.

use super::material;
use crate::domain::Sector;
use chrono::NaiveTime;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Demand {
    /// Regions from which nobody comes from afar.
    pub near: Vec<String>,
    pub meeting_wishes: usize,
    pub answered_percent: u32,
    pub wishes_per_person: usize,
    pub no_thanks: usize,
    pub talk_wishes_per_person: u32,
    #[serde(rename = "absence")]
    pub absences: Vec<Absence>,
    #[serde(rename = "group")]
    pub groups: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Absence {
    pub reason: String,
    /// Whom it befalls; everyone where not given.
    pub of: Option<Sector>,
    /// Words of departments; any department where empty.
    #[serde(default)]
    pub departments: Vec<String>,
    /// Only those who come from afar.
    #[serde(default)]
    pub far: bool,
    pub start: NaiveTime,
    pub end: NaiveTime,
    pub percent: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    pub title: String,
    pub moderator: String,
    pub members: Vec<String>,
}

pub(super) fn read() -> Demand {
    material::read(material::WISHES)
}
