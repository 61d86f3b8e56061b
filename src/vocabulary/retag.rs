//! Running the tagger again without losing what persons decided.

use super::Thesaurus;
use super::tagger::{sort, tag_text};
use crate::domain::{Evidence, MAX_TAGS, Profile, Tag, TagState};
use std::collections::HashMap;

/// The profile's tags, read anew and merged with those it has.
///
/// A confirmed or added tag stays confirmed, with the heavier of its old and new weights. A removed
/// tag stays removed. A suggested tag that the text no longer gives goes. Evidence is that of the
/// text as it is now. No more tags count than `MAX_TAGS`, unless persons confirmed more.
pub fn retag(thesaurus: &Thesaurus, profile: &Profile) -> Vec<Tag> {
    let fields = fields(profile);
    let mut tags = tag_text(thesaurus, &fields, profile.lang);
    let mut decided: HashMap<_, &Tag> = profile
        .tags
        .iter()
        .filter(|t| t.state != TagState::Suggested)
        .map(|t| (&t.concept, t))
        .collect();
    for tag in &mut tags {
        if let Some(old) = decided.remove(&tag.concept) {
            tag.state = old.state;
            tag.weight = tag.weight.max(old.weight);
        }
    }
    for old in decided.into_values() {
        let evidence = old.evidence.iter().filter(|e| stands(e, &fields)).cloned().collect();
        tags.push(Tag { evidence, ..old.clone() });
    }
    sort(&mut tags);
    // Of what the text gives, the heaviest are kept; what a person decided stays.
    let confirmed = tags.iter().filter(|tag| tag.state == TagState::Confirmed).count();
    let mut room = MAX_TAGS.saturating_sub(confirmed);
    tags.retain(|tag| {
        let stays = tag.state != TagState::Suggested || room > 0;
        room -= usize::from(stays && tag.state == TagState::Suggested);
        stays
    });
    tags
}

/// Whether a tag counts: a person confirmed it, or the profile's own words give it.
pub fn supported(profile: &Profile, tag: &Tag) -> bool {
    match tag.state {
        TagState::Confirmed => true,
        TagState::Removed => false,
        TagState::Suggested => tag.evidence.iter().any(|e| stands(e, &fields(profile))),
    }
}

fn fields(profile: &Profile) -> [(&'static str, &str); 4] {
    [
        ("title", &profile.title),
        ("text", &profile.text),
        ("seeks", &profile.seeks),
        ("offers", &profile.offers),
    ]
}

/// Whether the words of an evidence still stand where it says.
fn stands(evidence: &Evidence, fields: &[(&str, &str)]) -> bool {
    fields.iter().any(|(name, text)| {
        *name == evidence.field
            && text.get(evidence.start..evidence.end) == Some(evidence.words.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ConceptId, Lang, ProfileKind};
    use crate::vocabulary::embedded::small;

    fn profile(text: &str, tags: Vec<Tag>) -> Profile {
        Profile {
            id: "p".into(),
            kind: ProfileKind::Need,
            organisation: "o".into(),
            people: Vec::new(),
            laboratory: None,
            lang: Lang::Ja,
            title: String::new(),
            text: text.to_owned(),
            seeks: String::new(),
            offers: String::new(),
            phase: None,
            tags,
            synthetic: true,
        }
    }

    fn tag(concept: &str, state: TagState) -> Tag {
        Tag { concept: concept.into(), weight: 0.9, state, evidence: Vec::new() }
    }

    fn find<'a>(tags: &'a [Tag], concept: &str) -> Option<&'a Tag> {
        tags.iter().find(|t| t.concept == ConceptId::from(concept))
    }

    #[test]
    fn a_removed_tag_never_returns() {
        let mut profile = profile("ワクチン", vec![tag("modality.vaccine", TagState::Removed)]);
        for _ in 0..3 {
            profile.tags = retag(&small(), &profile);
            let found = find(&profile.tags, "modality.vaccine").unwrap();
            assert_eq!((found.state, profile.tags.len()), (TagState::Removed, 1));
        }
    }

    #[test]
    fn what_a_person_confirmed_or_added_stays() {
        let old = vec![
            tag("modality.vaccine", TagState::Confirmed),
            tag("disease.diabetes", TagState::Confirmed),
        ];
        let tags = retag(&small(), &profile("ワクチンとがん", old));
        let vaccine = find(&tags, "modality.vaccine").unwrap();
        assert_eq!((vaccine.state, vaccine.weight), (TagState::Confirmed, 0.9));
        assert_eq!(vaccine.evidence[0].words, "ワクチン");
        assert_eq!(find(&tags, "disease.diabetes").map(|t| t.state), Some(TagState::Confirmed));
        assert_eq!(find(&tags, "disease.cancer").map(|t| t.state), Some(TagState::Suggested));
    }

    #[test]
    fn a_suggestion_goes_with_its_words() {
        let first = retag(&small(), &profile("がん", Vec::new()));
        assert!(find(&retag(&small(), &profile("糖尿病", first)), "disease.cancer").is_none());
    }

    #[test]
    fn evidence_that_no_longer_stands_goes_but_its_confirmed_tag_stays() {
        let mut tags = retag(&small(), &profile("がん", Vec::new()));
        tags[0].state = TagState::Confirmed;
        let tags = retag(&small(), &profile("糖尿病", tags));
        let cancer = find(&tags, "disease.cancer").unwrap();
        assert!(cancer.evidence.is_empty() && cancer.state == TagState::Confirmed);
    }

    #[test]
    fn a_long_text_gives_no_more_tags_than_count() {
        let text = include_str!("../../tests/texts/distractors.toml");
        let mut profile = profile(text, Vec::new());
        let most = retag(Thesaurus::embedded(), &profile);
        assert_eq!(most.len(), MAX_TAGS);
        // What persons decided stays, and takes a place of those that count.
        let (last, first) = (most[MAX_TAGS - 1].concept.clone(), most[0].concept.clone());
        profile.tags = most;
        profile.tags[MAX_TAGS - 1].state = TagState::Confirmed;
        profile.tags[0].state = TagState::Removed;
        let again = retag(Thesaurus::embedded(), &profile);
        let state = |id: &_| again.iter().find(|tag| tag.concept == *id).map(|tag| tag.state);
        assert_eq!(state(&last), Some(TagState::Confirmed));
        assert_eq!(state(&first), Some(TagState::Removed));
        assert_eq!(again.iter().filter(|tag| tag.state != TagState::Removed).count(), MAX_TAGS);
    }
}
