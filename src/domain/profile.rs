//! What somebody needs, offers or has found.

use super::{LaboratoryId, Lang, OrganisationId, PersonId, ProfileId, Tag};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum ProfileKind {
    /// What a company looks for.
    Need,
    /// What somebody can give: a technology, data, a capability.
    Offer,
    /// An academic's research, as on a poster.
    Seed,
    /// An adopted or ended project, kept as a record.
    Project,
}

/// Development phase, in the order of the road to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
    Basic,
    Applied,
    Nonclinical,
    Clinical,
    Marketed,
}

/// A tagged profile: free text and what was read in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    pub id: ProfileId,
    pub kind: ProfileKind,
    pub organisation: OrganisationId,
    /// Those who speak for it, first the one to be met.
    #[serde(default)]
    pub people: Vec<PersonId>,
    #[serde(default)]
    pub laboratory: Option<LaboratoryId>,
    pub lang: Lang,
    pub title: String,
    pub text: String,
    /// What partner is sought, in the profile's own words.
    #[serde(default)]
    pub seeks: String,
    /// What is brought along, in the profile's own words.
    #[serde(default)]
    pub offers: String,
    #[serde(default)]
    pub phase: Option<Phase>,
    #[serde(default)]
    pub tags: Vec<Tag>,
    #[serde(default)]
    pub synthetic: bool,
}
