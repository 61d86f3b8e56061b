//! Suggested partners, each with reasons.

use super::{PersonRef, ProfileRef, Text};
use crate::domain::{ConceptId, Lang};
use crate::matching::{Grounds, Part, Reason, Suggestion};
use crate::server::picture::Picture;
use crate::vocabulary::Thesaurus;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A named part of a score; the parts' points add up to the score exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PartView {
    /// `shared`, `complement`, `text`, `past` or `phase`.
    pub kind: String,
    pub label: Text,
    /// Thousandths of a point.
    pub points: i64,
    /// The words of both profiles that met.
    pub met: Vec<MetView>,
}

/// Words of mine that met words of theirs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MetView {
    pub mine: Text,
    pub mine_words: Vec<String>,
    pub theirs: Text,
    pub theirs_words: Vec<String>,
    /// Thousandths of a point.
    pub points: i64,
}

/// What would change the rank.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CounterfactualView {
    pub sentence: Text,
    pub rank: usize,
    /// Null: it would not be suggested at all.
    pub changed_rank: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SuggestionView {
    /// From 1.
    pub rank: usize,
    pub profile: ProfileRef,
    /// Whom to ask for a meeting, first the one to be met.
    pub people: Vec<PersonRef>,
    /// Thousandths of a point.
    pub score: i64,
    pub parts: Vec<PartView>,
    /// The weightiest first.
    pub reasons: Vec<Text>,
    pub counterfactual: Option<CounterfactualView>,
    /// The caller's own dealings with these people.
    pub relation: Relation,
}

/// What stands between the caller and those suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    None,
    /// The caller asked them, and they have not said yes.
    Asked,
    /// They asked the caller, who has not answered.
    AskedMe,
    Agreed,
}

fn label(concept: &ConceptId) -> Text {
    match Thesaurus::embedded().concept(concept) {
        Some(concept) => (&concept.label).into(),
        None => Text { ja: concept.0.clone(), en: concept.0.clone() },
    }
}

fn met(grounds: &Grounds) -> Option<MetView> {
    match grounds {
        Grounds::SharedConcept { mine, theirs, points, .. }
        | Grounds::Complement { mine, theirs, points, .. }
        | Grounds::Sought { mine, theirs, points, .. } => Some(MetView {
            mine: label(&mine.tag),
            mine_words: mine.words.clone(),
            theirs: label(&theirs.tag),
            theirs_words: theirs.words.clone(),
            points: points.0,
        }),
        _ => None,
    }
}

fn part(part: &Part) -> PartView {
    PartView {
        kind: serde_json::to_value(part.kind)
            .ok()
            .and_then(|kind| kind.as_str().map(str::to_owned))
            .unwrap_or_default(),
        label: Text::both(|lang: Lang| part.kind.label(lang).to_owned()),
        points: part.points.0,
        met: part.grounds.iter().filter_map(met).collect(),
    }
}

impl Picture {
    pub fn suggestion(
        &self,
        suggestion: &Suggestion,
        reason: &Reason,
        relation: Relation,
    ) -> Option<SuggestionView> {
        let profile = self.profile(&suggestion.profile)?;
        Some(SuggestionView {
            rank: suggestion.rank,
            profile: self.profile_ref(profile),
            people: profile.people.iter().map(|p| self.person_ref(p)).collect(),
            score: suggestion.score.0,
            parts: suggestion.parts.iter().map(part).collect(),
            reasons: reason.sentences.iter().map(Text::from).collect(),
            counterfactual: reason.counterfactual.as_ref().map(|c| CounterfactualView {
                sentence: (&c.sentence).into(),
                rank: c.rank,
                changed_rank: c.changed_rank,
            }),
            relation,
        })
    }
}
