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
