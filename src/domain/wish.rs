//! What people ask for: meetings, consultations, talks; and whom they must not be put together with.

use super::{ConceptId, Lang, OrganisationId, PersonId, ProfileId, SessionId, WishId};
use serde::{Deserialize, Serialize};

/// One side's wish to meet another person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingWish {
    pub id: WishId,
    pub from: PersonId,
    pub to: PersonId,
    /// 1 is the dearest.
    pub rank: u32,
    /// What the talk is to be about.
    #[serde(default)]
    pub about: Option<ProfileId>,
    #[serde(default)]
    pub synthetic: bool,
}

/// A moderated meeting of three to six people (the moderator included).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupWish {
    pub id: WishId,
    pub moderator: PersonId,
    pub members: Vec<PersonId>,
    pub title: String,
    /// 1 is the dearest.
    pub rank: u32,
    #[serde(default)]
    pub synthetic: bool,
}

/// A request to talk with an industry-academia coordinator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    pub id: WishId,
    pub person: PersonId,
    pub topic: String,
    /// Expertise the desk needs to have, any one of them; empty means any desk.
    #[serde(default)]
    pub concepts: Vec<ConceptId>,
    #[serde(default)]
    pub lang: Lang,
    /// 1 is the dearest.
    pub rank: u32,
    #[serde(default)]
    pub synthetic: bool,
}

/// A wish to hear a talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TalkWish {
    pub person: PersonId,
    pub session: SessionId,
    /// 1 is the dearest.
    pub rank: u32,
    #[serde(default)]
    pub synthetic: bool,
}

/// Why two sides must not be brought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionKind {
    /// Two organisations that compete; never suggested, never put at one table.
    Rival,
    /// One person's choice; its reason is never shown to the other side.
    NoThanks,
}

/// A declared exclusion; each side is a person or an organisation. People of the same laboratory
/// are excluded from each other without being listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    pub kind: ExclusionKind,
    #[serde(default)]
    pub person: Option<PersonId>,
    #[serde(default)]
    pub organisation: Option<OrganisationId>,
    #[serde(default)]
    pub other_person: Option<PersonId>,
    #[serde(default)]
    pub other_organisation: Option<OrganisationId>,
    #[serde(default)]
    pub synthetic: bool,
}
