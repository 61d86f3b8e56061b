//! The parts of a score, each with what stands behind it.

use super::Points;
use crate::domain::{ConceptId, Lang, OrganisationId, Phase, Text};
use crate::vocabulary::ComplementKind;
use serde::{Deserialize, Serialize};

/// What a part of the score rewards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartKind {
    /// Concepts in both profiles, rare ones more.
    Shared,
    /// What one side seeks or suffers from and the other has.
    Complement,
    /// The same words.
    Text,
    /// Joint work of the past, directly or through others.
    Past,
    /// Development phases that fit.
    Phase,
}

impl PartKind {
    pub const ALL: [PartKind; 5] =
        [PartKind::Shared, PartKind::Complement, PartKind::Text, PartKind::Past, PartKind::Phase];

    pub fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (PartKind::Shared, Lang::Ja) => "共通する概念",
            (PartKind::Shared, Lang::En) => "shared concepts",
            (PartKind::Complement, Lang::Ja) => "補い合い",
            (PartKind::Complement, Lang::En) => "complements",
            (PartKind::Text, Lang::Ja) => "文章の近さ",
            (PartKind::Text, Lang::En) => "likeness of the texts",
            (PartKind::Past, Lang::Ja) => "過去の協働",
            (PartKind::Past, Lang::En) => "past co-operation",
            (PartKind::Phase, Lang::Ja) => "フェーズの適合",
            (PartKind::Phase, Lang::En) => "phases that fit",
        }
    }
}

/// A concept as one side has it: the tag that bears it and the words that gave the tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Borne {
    /// The tag, which may be narrower than the concept that matched.
    pub tag: ConceptId,
    /// Empty for a tag that a person added.
    pub words: Vec<String>,
}

/// What stands behind a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grounds {
    /// Both sides bear the concept or a narrower one.
    SharedConcept {
        concept: ConceptId,
        mine: Borne,
        theirs: Borne,
        points: Points,
    },
    /// A complement of the thesaurus.
    Complement {
        problem: ConceptId,
        answer: ConceptId,
        kind: ComplementKind,
        /// Whether the problem is on the side of the one who asks.
        mine_is_problem: bool,
        mine: Borne,
        theirs: Borne,
        reason: Text,
        points: Points,
    },
    /// One side seeks what the other has.
    Sought {
        concept: ConceptId,
        /// Whether it is sought by the one who asks.
        mine_is_sought: bool,
        mine: Borne,
        theirs: Borne,
        points: Points,
    },
    /// Words that both texts use, the weightiest first.
    Words {
        words: Vec<String>,
    },
    /// Texts in two languages, compared by their concepts.
    AcrossLanguages,
    /// Joint work by name.
    Together {
        work: Vec<Text>,
    },
    /// Organisations that worked with both.
    Through {
        organisations: Vec<OrganisationId>,
    },
    Phases {
        mine: Phase,
        theirs: Phase,
    },
}

/// A named part of a score. Where grounds have points of their own, these add up to the part's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub kind: PartKind,
    pub points: Points,
    pub grounds: Vec<Grounds>,
}
