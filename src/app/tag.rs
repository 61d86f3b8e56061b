//! Tagging profiles, and keeping what persons decided about their tags.

use super::AppError;
use crate::domain::{
    ConceptId, Profile, ProfileId, Tag, TagState, Text, Unknown, Workshop, nearest,
};
use crate::vocabulary::{Thesaurus, retag};

/// What a person says about a tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    pub profile: ProfileId,
    pub concept: ConceptId,
    /// Confirmed (added, where the tagger did not find it) or removed.
    pub state: TagState,
}

/// Reads every profile anew; what persons decided stays.
pub fn tag_workshop(workshop: &mut Workshop) {
    for profile in &mut workshop.profiles {
        profile.tags = retag(Thesaurus::embedded(), profile);
    }
}

/// Notes a person's decision in the workshop.
pub fn decide(workshop: &mut Workshop, decision: &Decision) -> Result<(), AppError> {
    let thesaurus = Thesaurus::embedded();
    if thesaurus.concept(&decision.concept).is_none() {
        return Err(unknown_concept(thesaurus, decision.concept.as_str()));
    }
    let profile = find_profile_mut(workshop, &decision.profile)?;
    match profile.tags.iter_mut().find(|tag| tag.concept == decision.concept) {
        Some(tag) => tag.state = decision.state,
        None => profile.tags.push(Tag {
            concept: decision.concept.clone(),
            weight: if decision.state == TagState::Removed { 0.0 } else { 1.0 },
            state: decision.state,
            evidence: Vec::new(),
        }),
    }
    Ok(())
}

fn find_profile_mut<'w>(
    workshop: &'w mut Workshop,
    id: &ProfileId,
) -> Result<&'w mut Profile, AppError> {
    let position = workshop.profiles.iter().position(|p| p.id == *id);
    match position {
        Some(position) => Ok(&mut workshop.profiles[position]),
        None => Err(unknown_profile(workshop, id)),
    }
}

pub(super) fn unknown_profile(workshop: &Workshop, id: &ProfileId) -> AppError {
    Unknown {
        what: Text::new("プロフィール", "profile"),
        value: id.to_string(),
        expected: Text::new("profiles 表のID", "an id of the sheet profiles"),
        nearest: nearest(id.as_str(), workshop.profiles.iter().map(|p| p.id.as_str())),
    }
    .into()
}

pub(super) fn unknown_concept(thesaurus: &Thesaurus, value: &str) -> AppError {
    let by_label = thesaurus.by_label(value).first().map(ToString::to_string);
    Unknown {
        what: Text::new("概念", "concept"),
        value: value.to_owned(),
        expected: Text::new("語彙のID（facet.name）", "a concept of the vocabulary, facet.name"),
        nearest: by_label.or_else(|| thesaurus.nearest_id(value).map(ToString::to_string)),
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::example;

    #[test]
    fn a_decision_outlives_the_tagger() {
        let mut workshop = example();
        tag_workshop(&mut workshop);
        let found = workshop.profiles[0].tags[0].concept.clone();
        let profile = workshop.profiles[0].id.clone();
        let removed =
            Decision { profile: profile.clone(), concept: found, state: TagState::Removed };
        decide(&mut workshop, &removed).unwrap();
        let other = Thesaurus::embedded()
            .concepts()
            .iter()
            .map(|c| &c.id)
            .find(|id| workshop.profiles[0].tags.iter().all(|t| t.concept != **id))
            .unwrap();
        let added = Decision { profile, concept: other.clone(), state: TagState::Confirmed };
        decide(&mut workshop, &added).unwrap();
        tag_workshop(&mut workshop);
        let state = |concept: &ConceptId| {
            workshop.profiles[0].tags.iter().find(|t| t.concept == *concept).map(|t| t.state)
        };
        assert_eq!(state(&removed.concept), Some(TagState::Removed));
        assert_eq!(state(&added.concept), Some(TagState::Confirmed));
    }

    #[test]
    fn a_misspelt_profile_or_concept_is_answered_with_the_nearest() {
        let mut workshop = example();
        let mut wrong = Decision {
            profile: "need-l".into(),
            concept: "technology.dds".into(),
            state: TagState::Confirmed,
        };
        let message = decide(&mut workshop, &wrong).unwrap_err().to_string();
        assert!(message.contains("did you mean \"need-1\"?"), "{message}");
        wrong.profile = "need-1".into();
        wrong.concept = "technology.ddss".into();
        let message = decide(&mut workshop, &wrong).unwrap_err().to_string();
        assert!(message.contains("did you mean \"technology.dds\"?"), "{message}");
    }
}
