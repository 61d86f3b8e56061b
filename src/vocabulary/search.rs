//! What somebody who types a few words looks for, in either language.

use super::{Thesaurus, fold};
use crate::domain::{ConceptId, Tag, TagState};
use std::collections::BTreeSet;

/// A search: every word must be met, by the text itself or by a tag that means the same or
/// something narrower.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The words as one label: "antibody drug conjugate".
    whole: Term,
    words: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    folded: String,
    /// What the word stands for in any spelling and language, and all that is narrower.
    concepts: BTreeSet<ConceptId>,
}

impl Term {
    fn of(thesaurus: &Thesaurus, word: &str) -> Term {
        let mut open: Vec<&ConceptId> = thesaurus.by_label(word);
        let mut concepts = BTreeSet::new();
        while let Some(id) = open.pop() {
            if concepts.insert(id.clone()) {
                open.extend(thesaurus.narrower(id));
            }
        }
        Term { folded: fold(word).to_string(), concepts }
    }

    fn is_borne(&self, tags: &[Tag]) -> bool {
        tags.iter().any(|t| t.state != TagState::Removed && self.concepts.contains(&t.concept))
    }
}

impl Search {
    /// Reads what was typed; words are separated by white space of any width.
    pub fn of(thesaurus: &Thesaurus, typed: &str) -> Search {
        let words = typed.split_whitespace().map(|word| Term::of(thesaurus, word)).collect();
        Search { whole: Term::of(thesaurus, typed.trim()), words }
    }

    /// Whether a text with its tags is what is looked for; everything is where nothing was typed.
    pub fn meets(&self, texts: &[&str], tags: &[Tag]) -> bool {
        if self.words.is_empty() || self.whole.is_borne(tags) {
            return true;
        }
        let text = texts.iter().map(|t| fold(t).to_string()).collect::<Vec<_>>().join("\n");
        self.words.iter().all(|word| text.contains(&word.folded) || word.is_borne(tags))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::embedded::small;

    fn tag(concept: &str, state: TagState) -> Tag {
        Tag { concept: concept.into(), weight: 1.0, state, evidence: Vec::new() }
    }

    #[test]
    fn a_synonym_and_a_wider_word_find_in_the_other_language() {
        let thesaurus = Thesaurus::embedded();
        let dds = [tag("technology.dds", TagState::Suggested)];
        let meets = |typed: &str, text: &str, tags: &[Tag]| {
            Search::of(thesaurus, typed).meets(&[text], tags)
        };
        for typed in ["DDS", "ＤＤＳ", "drug delivery", "薬物送達", ""] {
            assert!(meets(typed, "題", &dds), "{typed}");
        }
        assert!(!meets("DDS", "題", &[tag("technology.dds", TagState::Removed)]));
        assert!(!meets("DDS", "題", &[]));
        assert!(meets("京都 dds", "京都の大学", &dds));
        assert!(!meets("大阪 dds", "京都の大学", &dds));
    }

    #[test]
    fn what_no_word_stands_for_is_looked_for_in_the_text() {
        let search = Search::of(&small(), "ﾊﾞｲｵ");
        assert!(search.meets(&["新規バイオ医薬"], &[]));
        assert!(!search.meets(&["新規医薬"], &[]));
    }
}
