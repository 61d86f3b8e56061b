//! A concept of the vocabulary attached to a profile, with the words that gave it.

use super::{ConceptId, Lang};
use serde::{Deserialize, Serialize};

/// Where in a profile's text a concept was read: `start..end` are byte offsets into `field`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// `title`, `text`, `seeks` or `offers`.
    pub field: String,
    pub start: usize,
    pub end: usize,
    /// The words themselves, as written.
    pub words: String,
    pub lang: Lang,
}

/// Who stands behind a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum TagState {
    /// The tagger read it in the text.
    #[default]
    Suggested,
    /// A person confirmed or added it.
    Confirmed,
    /// A person removed it; the tagger never brings it back.
    Removed,
}

/// The most tags of a profile that count; more would be a way to be found for everything.
pub const MAX_TAGS: usize = 30;

/// A tagged concept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    pub concept: ConceptId,
    /// 0–1: how much of the profile is about the concept.
    pub weight: f64,
    #[serde(default)]
    pub state: TagState,
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}
