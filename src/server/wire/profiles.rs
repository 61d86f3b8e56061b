//! Profiles with their tags and the words that gave them.

use super::{OrganisationRef, PersonRef, Text};
use crate::domain::{Phase, Profile, ProfileKind, Tag, TagState};
use crate::server::picture::Picture;
use crate::store::PosterHead;
use crate::vocabulary::Thesaurus;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum KindOfProfile {
    Need,
    Offer,
    Seed,
    Project,
}

impl From<ProfileKind> for KindOfProfile {
    fn from(kind: ProfileKind) -> Self {
        match kind {
            ProfileKind::Need => KindOfProfile::Need,
            ProfileKind::Offer => KindOfProfile::Offer,
            ProfileKind::Seed => KindOfProfile::Seed,
            ProfileKind::Project => KindOfProfile::Project,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DevelopmentPhase {
    Basic,
    Applied,
    Nonclinical,
    Clinical,
    Marketed,
}

impl From<Phase> for DevelopmentPhase {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Basic => DevelopmentPhase::Basic,
            Phase::Applied => DevelopmentPhase::Applied,
            Phase::Nonclinical => DevelopmentPhase::Nonclinical,
            Phase::Clinical => DevelopmentPhase::Clinical,
            Phase::Marketed => DevelopmentPhase::Marketed,
        }
    }
}

impl From<DevelopmentPhase> for Phase {
    fn from(phase: DevelopmentPhase) -> Self {
        match phase {
            DevelopmentPhase::Basic => Phase::Basic,
            DevelopmentPhase::Applied => Phase::Applied,
            DevelopmentPhase::Nonclinical => Phase::Nonclinical,
            DevelopmentPhase::Clinical => Phase::Clinical,
            DevelopmentPhase::Marketed => Phase::Marketed,
        }
    }
}

/// Words of a profile's text that gave a tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EvidenceView {
    /// `title`, `text`, `seeks` or `offers`.
    pub field: String,
    /// Byte offsets into the field, in UTF-8.
    pub start: usize,
    pub end: usize,
    pub words: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TagView {
    pub concept: String,
    pub label: Text,
    pub facet: String,
    pub facet_label: Text,
    /// 0–1: how much of the profile is about the concept.
    pub weight: f64,
    /// `suggested`, `confirmed` or `removed`.
    pub state: String,
    pub evidence: Vec<EvidenceView>,
}

impl From<&Tag> for TagView {
    fn from(tag: &Tag) -> TagView {
        let concept = Thesaurus::embedded().concept(&tag.concept);
        let id = || Text { ja: tag.concept.0.clone(), en: tag.concept.0.clone() };
        TagView {
            label: concept.map_or_else(id, |c| (&c.label).into()),
            facet: concept.map_or_else(String::new, |c| c.facet.code().to_owned()),
            facet_label: concept
                .map_or_else(id, |c| Text::both(|lang| c.facet.label(lang).to_owned())),
            concept: tag.concept.0.clone(),
            weight: tag.weight,
            state: match tag.state {
                TagState::Suggested => "suggested",
                TagState::Confirmed => "confirmed",
                TagState::Removed => "removed",
            }
            .to_owned(),
            evidence: tag
                .evidence
                .iter()
                .map(|e| EvidenceView {
                    field: e.field.clone(),
                    start: e.start,
                    end: e.end,
                    words: e.words.clone(),
                })
                .collect(),
        }
    }
}

/// A profile in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProfileRef {
    pub id: String,
    pub kind: KindOfProfile,
    pub title: String,
    pub organisation: OrganisationRef,
    pub phase: Option<DevelopmentPhase>,
    /// The concepts that weigh most.
    pub tags: Vec<TagView>,
    pub synthetic: bool,
}

/// A file that belongs to a profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PosterRef {
    pub name: String,
    /// In bytes.
    pub size: i64,
    /// Its version, for `If-Match`.
    pub etag: String,
}

impl From<PosterHead> for PosterRef {
    fn from(head: PosterHead) -> PosterRef {
        PosterRef { name: head.name, size: head.size, etag: head.etag }
    }
}

/// A profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProfileView {
    pub id: String,
    pub kind: KindOfProfile,
    pub organisation: OrganisationRef,
    /// Those who speak for it, first the one to be met.
    pub people: Vec<PersonRef>,
    /// `ja` or `en`.
    pub lang: String,
    pub title: String,
    pub text: String,
    pub seeks: String,
    pub offers: String,
    pub phase: Option<DevelopmentPhase>,
    pub tags: Vec<TagView>,
    /// Shown to its owners, and to those with whom a meeting is agreed; null to others.
    pub confidential: Option<String>,
    /// The file of its poster, where there is one and it is open to the caller.
    pub poster: Option<PosterRef>,
    /// Whether the caller may change it.
    pub editable: bool,
    /// The ETag's number, for `If-Match`.
    pub revision: i64,
    pub synthetic: bool,
}

/// What is changed of a profile; what is left out stays.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    #[schema(max_length = 2000, min_length = 1)]
    pub title: Option<String>,
    #[schema(max_length = 20000)]
    pub text: Option<String>,
    #[schema(max_length = 20000)]
    pub seeks: Option<String>,
    #[schema(max_length = 20000)]
    pub offers: Option<String>,
    #[schema(max_length = 20000)]
    pub confidential: Option<String>,
    pub phase: Option<DevelopmentPhase>,
    /// What persons decided about tags: concept and `confirmed` or `removed`.
    #[schema(max_items = 200)]
    pub tags: Option<Vec<TagDecision>>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TagDecision {
    pub concept: String,
    pub keep: bool,
}

/// A text whose concepts are to be read, as one types.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextToTag {
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub title: String,
    #[serde(default)]
    #[schema(max_length = 20000)]
    pub text: String,
    #[serde(default)]
    #[schema(max_length = 20000)]
    pub seeks: String,
    #[serde(default)]
    #[schema(max_length = 20000)]
    pub offers: String,
}

/// Tags shown for a profile in a list.
const TAGS_IN_LISTS: usize = 6;

impl Picture {
    pub fn profile_ref(&self, profile: &Profile) -> ProfileRef {
        let mut tags: Vec<&Tag> =
            profile.tags.iter().filter(|t| t.state != TagState::Removed).collect();
        tags.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        ProfileRef {
            id: profile.id.0.clone(),
            kind: profile.kind.into(),
            title: profile.title.clone(),
            organisation: self.organisation_ref(&profile.organisation),
            phase: profile.phase.map(Into::into),
            tags: tags.into_iter().take(TAGS_IN_LISTS).map(TagView::from).collect(),
            synthetic: profile.synthetic,
        }
    }
}
