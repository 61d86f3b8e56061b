//! Running the tagger again without losing what persons decided.

use super::Thesaurus;
use super::tagger::{sort, tag_text};
use crate::domain::{Evidence, Profile, Tag, TagState};
use std::collections::HashMap;

/// The profile's tags, read anew and merged with those it has.
///
/// A confirmed or added tag stays confirmed, with the heavier of its old and new weights. A removed
/// tag stays removed. A suggested tag that the text no longer gives goes. Evidence is that of the
/// text as it is now.
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
}
