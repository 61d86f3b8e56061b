//! A change of a profile, as a counterfactual supposes it.

use crate::domain::{ConceptId, Profile, TagState};
use crate::vocabulary::fold;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a profile is supposed not to say.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The tag is gone, and with it the words that gave it.
    WithoutConcept(ConceptId),
    /// A word is gone wherever it stands.
    WithoutWord(String),
}

impl Change {
    /// The profile after the change. Tags that lose all their words go too, unless a person set
    /// them; what is left keeps its words' places.
    pub fn apply(&self, profile: &Profile) -> Profile {
        let mut changed = profile.clone();
        let fields: [(&str, &mut String); 4] = [
            ("title", &mut changed.title),
            ("text", &mut changed.text),
            ("seeks", &mut changed.seeks),
            ("offers", &mut changed.offers),
        ];
        let mut cut_fields: Vec<(&str, Vec<Range<usize>>)> = Vec::new();
        for (name, text) in fields {
            let cuts = merged(self.cuts(profile, name, text));
            for cut in cuts.iter().rev() {
                text.replace_range(cut.clone(), "");
            }
            cut_fields.push((name, cuts));
        }
        if let Change::WithoutConcept(concept) = self {
            changed.tags.retain(|tag| tag.concept != *concept);
        }
        changed.tags.retain_mut(|tag| {
            let had_words = !tag.evidence.is_empty();
            tag.evidence.retain_mut(|evidence| {
                let cuts = cut_fields.iter().find(|(name, _)| *name == evidence.field);
                let cuts = cuts.map_or(&[][..], |(_, cuts)| cuts);
                let hit = cuts.iter().any(|c| c.start < evidence.end && evidence.start < c.end);
                let before = cuts.iter().filter(|c| c.end <= evidence.start);
                let shift: usize = before.map(|c| c.len()).sum();
                evidence.start -= shift;
                evidence.end -= shift;
                !hit
            });
            tag.state != TagState::Suggested || !had_words || !tag.evidence.is_empty()
        });
        changed
    }

    fn cuts(&self, profile: &Profile, field: &str, text: &str) -> Vec<Range<usize>> {
        match self {
            Change::WithoutConcept(concept) => profile
                .tags
                .iter()
                .filter(|tag| tag.concept == *concept)
                .flat_map(|tag| &tag.evidence)
                .filter(|e| e.field == field && text.get(e.start..e.end).is_some())
                .map(|e| e.start..e.end)
                .collect(),
            Change::WithoutWord(word) => places(text, word),
        }
    }
}

/// Where a folded word stands in a text. A word in Latin letters is not found inside another.
fn places(text: &str, word: &str) -> Vec<Range<usize>> {
    let folded = fold(text);
    let chars = folded.chars();
    let word: Vec<char> = word.chars().collect();
    let goes_on = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut found = Vec::new();
    if word.is_empty() {
        return found;
    }
    for (start, window) in chars.windows(word.len()).enumerate() {
        let mut end = start + word.len();
        if window != word {
            continue;
        }
        if word[0].is_ascii() && goes_on(start.checked_sub(1).and_then(|i| chars.get(i))) {
            continue;
        }
        if word[word.len() - 1].is_ascii() {
            // The plural is the same word to the ranking.
            end += usize::from(chars.get(end) == Some(&'s'));
            if goes_on(chars.get(end)) {
                continue;
            }
        }
        found.push(folded.original(start..end));
    }
    found
}

/// Sorted, and joined where they overlap.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Lang, ProfileKind};
    use crate::vocabulary::{Thesaurus, retag};

    fn profile(title: &str, seeks: &str) -> Profile {
        let mut profile = Profile {
            id: "p".into(),
            kind: ProfileKind::Seed,
            organisation: "o".into(),
            people: vec![],
            laboratory: None,
            lang: Lang::of(title),
            title: title.into(),
            text: String::new(),
            seeks: seeks.into(),
            offers: String::new(),
            phase: None,
            tags: vec![],
            synthetic: true,
        };
        profile.tags = retag(Thesaurus::embedded(), &profile);
        profile
    }

    #[test]
    fn words_that_stay_keep_their_places() {
        let before = profile("DDSで副作用を減らす共同研究", "副作用の少ない共同研究");
        let after = Change::WithoutConcept("sought.side-effect".into()).apply(&before);
        assert_eq!(after.title, "DDSでを減らす共同研究");
        assert_eq!(after.seeks, "の少ない共同研究");
        assert!(after.tags.iter().all(|tag| tag.concept.as_str() != "sought.side-effect"));
        for evidence in after.tags.iter().flat_map(|tag| &tag.evidence) {
            let field = if evidence.field == "title" { &after.title } else { &after.seeks };
            assert_eq!(&field[evidence.start..evidence.end], evidence.words);
        }
        assert!(after.tags.iter().any(|tag| tag.concept.as_str() == "technology.dds"));
    }

    #[test]
    fn a_latin_word_is_cut_whole_and_in_any_width_or_number() {
        let cut = |text: &str| Change::WithoutWord("cell".into()).apply(&profile(text, "")).title;
        assert_eq!(cut("Cells, a ＣＥＬＬ and cellular cells"), ", a  and cellular ");
        assert_eq!(cut("subcell"), "subcell");
    }
}
