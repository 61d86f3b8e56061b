//! Frequent terms that the vocabulary does not know, and where they would belong. A person decides.

use super::Thesaurus;
use super::features::is_common;
use super::fold::fold;
use super::mention::{Mention, mentions};
use super::variants::{is_kanji, is_katakana, is_spaced_letter};
use crate::domain::{ConceptId, Lang, Profile, TagState};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// Characters of a term, at least and at most.
const LENGTH: std::ops::RangeInclusive<usize> = 3..=24;
/// English terms have at most so many words.
const WORDS: usize = 3;
/// A term in more than this share of the profiles tells none from another.
const COMMON: f64 = 0.25;
/// Concepts named that keep a term company.
const COMPANY: usize = 3;

/// A term that is no label of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnknownTerm {
    /// Folded: plain width, lower case.
    pub term: String,
    pub lang: Lang,
    /// How many profiles use it.
    pub profiles: usize,
    /// The words around it in one of them.
    pub example: String,
    /// The concept whose label the term ends with, or else holds: it may be narrower than that.
    pub within: Option<ConceptId>,
    /// The label that is spelt most like it.
    pub like: Option<String>,
    /// Concepts that the profiles with the term bear more often than others do.
    pub company: Vec<ConceptId>,
}

/// Where a term was read.
struct Use<'p> {
    profiles: BTreeSet<usize>,
    lang: Lang,
    example: (&'p str, Range<usize>),
    within: Option<usize>,
}

/// The terms that at least `least` profiles use and no label covers, the most used first; of equal
/// ones the longer. Japanese terms are runs of kanji, katakana and Latin letters, English ones up to
/// three words. O(text) and, for each of the `limit` listed, O(labels).
pub fn unknown_terms(
    thesaurus: &Thesaurus,
    profiles: &[Profile],
    least: usize,
    limit: usize,
) -> Vec<UnknownTerm> {
    let mut uses: HashMap<String, Use> = HashMap::new();
    for (position, profile) in profiles.iter().enumerate() {
        for text in [&profile.title, &profile.text, &profile.seeks, &profile.offers] {
            read(thesaurus, position, text, profile.lang, &mut uses);
        }
    }
    let most = (profiles.len() as f64 * COMMON).max(least as f64) as usize;
    let mut terms: Vec<(String, Use)> = uses
        .into_iter()
        .filter(|(_, found)| (least..=most).contains(&found.profiles.len()))
        .collect();
    terms.sort_by(|(a, x), (b, y)| {
        let order = |term: &String, found: &Use| (found.profiles.len(), term.chars().count());
        order(b, y).cmp(&order(a, x)).then_with(|| a.cmp(b))
    });
    let mut listed: Vec<(String, Use)> = Vec::new();
    for (term, found) in terms {
        // Part of a longer term that the same profiles use: the longer says more.
        let part = listed
            .iter()
            .any(|(longer, its)| longer.contains(&term) && its.profiles == found.profiles);
        if !part && listed.len() < limit {
            listed.push((term, found));
        }
    }
    let bearers = bearers(thesaurus, profiles);
    let of = |(term, found): (String, Use)| UnknownTerm {
        lang: found.lang,
        profiles: found.profiles.len(),
        example: excerpt(found.example.0, &found.example.1),
        within: found.within.map(|concept| thesaurus.concepts()[concept].id.clone()),
        like: thesaurus.nearest_label(&term).map(str::to_owned),
        company: company(&found.profiles, &bearers, profiles.len()),
        term,
    };
    listed.into_iter().map(of).collect()
}

fn read<'p>(
    thesaurus: &Thesaurus,
    position: usize,
    text: &'p str,
    lang: Lang,
    uses: &mut HashMap<String, Use<'p>>,
) {
    let folded = fold(text);
    let known = mentions(thesaurus, text, &folded);
    let spans = match lang {
        Lang::Ja => runs(folded.chars()),
        Lang::En => phrases(folded.chars()),
    };
    for span in spans {
        let term: String = folded.chars()[span.clone()].iter().collect();
        let inside: Vec<&Mention> =
            known.iter().filter(|m| span.start <= m.start && m.end <= span.end).collect();
        let covered: usize = inside.iter().map(|m| m.end - m.start).sum();
        if covered == span.len() || !thesaurus.by_label(&term).is_empty() {
            continue;
        }
        let head = inside.iter().rev().find_map(|m| m.concept);
        let found = uses.entry(term).or_insert_with(|| Use {
            profiles: BTreeSet::new(),
            lang,
            example: (text, folded.original(span)),
            within: head,
        });
        found.profiles.insert(position);
    }
}

/// Runs of characters that Japanese terms are written with, of which one is not Latin.
fn runs(chars: &[char]) -> Vec<Range<usize>> {
    let written =
        |c: char| is_kanji(c) || is_katakana(c) || c == 'ー' || c == '-' || is_spaced_letter(c);
    spans(chars, written)
        .into_iter()
        .filter(|span| LENGTH.contains(&span.len()))
        .filter(|span| chars[span.clone()].iter().any(|c| is_kanji(*c) || is_katakana(*c)))
        .collect()
}

/// One to three English words in a row, none of them a word that all texts use.
fn phrases(chars: &[char]) -> Vec<Range<usize>> {
    let words = spans(chars, |c| is_spaced_letter(c) || c == '-');
    let telling = |word: &Range<usize>| {
        let word: String = chars[word.clone()].iter().collect();
        !is_common(&word) && word.chars().any(char::is_alphabetic)
    };
    let mut phrases = Vec::new();
    for start in 0..words.len() {
        for end in start..words.len().min(start + WORDS) {
            let gap = end > start && chars[words[end - 1].end..words[end].start] != [' '];
            if gap || !telling(&words[end]) {
                break;
            }
            let span = words[start].start..words[end].end;
            if LENGTH.contains(&span.len()) {
                phrases.push(span);
            }
        }
    }
    phrases
}

fn spans(chars: &[char], within: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = None;
    for (i, c) in chars.iter().chain(&['\n']).enumerate() {
        match (within(*c), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                spans.push(from..i);
                start = None;
            }
            _ => {}
        }
    }
    spans
}

/// Who bears each concept.
fn bearers(thesaurus: &Thesaurus, profiles: &[Profile]) -> BTreeMap<ConceptId, BTreeSet<usize>> {
    let mut bearers: BTreeMap<ConceptId, BTreeSet<usize>> = BTreeMap::new();
    for (position, profile) in profiles.iter().enumerate() {
        for tag in profile.tags.iter().filter(|tag| tag.state != TagState::Removed) {
            if thesaurus.concept(&tag.concept).is_some() {
                bearers.entry(tag.concept.clone()).or_default().insert(position);
            }
        }
    }
    bearers
}

/// The concepts that stand out most, by how much more often they are there than elsewhere, among
/// those that at least two of the profiles bear.
fn company(
    users: &BTreeSet<usize>,
    bearers: &BTreeMap<ConceptId, BTreeSet<usize>>,
    profiles: usize,
) -> Vec<ConceptId> {
    let mut standing: Vec<(f64, &ConceptId)> = bearers
        .iter()
        .filter_map(|(concept, all)| {
            let both = all.intersection(users).count();
            let expected = all.len() as f64 * users.len() as f64 / profiles.max(1) as f64;
            let more = both as f64 - expected;
            (both >= 2 && more > 0.5).then_some((more / expected.sqrt(), concept))
        })
        .collect();
    standing.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    standing.into_iter().take(COMPANY).map(|(_, concept)| concept.clone()).collect()
}

/// The words around a place, about twenty characters on each side.
fn excerpt(text: &str, at: &Range<usize>) -> String {
    let before: Vec<char> = text[..at.start].chars().rev().take(20).collect();
    let after = text[at.end..].chars().take(20);
    let whole = before.into_iter().rev().chain(text[at.clone()].chars()).chain(after);
    whole.map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ProfileKind;
    use crate::vocabulary::embedded::small;
    use crate::vocabulary::retag;

    fn profile(text: &str) -> Profile {
        let mut profile = Profile {
            id: "p".into(),
            kind: ProfileKind::Seed,
            organisation: "o".into(),
            people: Vec::new(),
            laboratory: None,
            lang: Lang::of(text),
            title: String::new(),
            text: text.to_owned(),
            seeks: String::new(),
            offers: String::new(),
            phase: None,
            tags: Vec::new(),
            synthetic: true,
        };
        profile.tags = retag(&small(), &profile);
        profile
    }

    #[test]
    fn frequent_unknown_terms_are_told_with_their_place() {
        let profiles = [
            "静菌ワクチンを糖尿病に使う。",
            "糖尿病には静菌ワクチンが効く。",
            "We grow spheroid cultures.",
            "Spheroid cultures help; the vaccine does too.",
            "がんの研究。",
            "臨床試験。",
            "抗体。",
            "低分子。",
        ]
        .map(profile);
        let terms = unknown_terms(&small(), &profiles, 2, 10);
        let names: Vec<&str> = terms.iter().map(|term| term.term.as_str()).collect();
        assert_eq!(names, ["spheroid cultures", "静菌ワクチン"]);
        let vaccine = &terms[1];
        assert_eq!(vaccine.within, Some("modality.vaccine".into()));
        assert_eq!(vaccine.company[0], "disease.diabetes".into());
        assert!(vaccine.example.contains("静菌ワクチンを糖尿病"), "{}", vaccine.example);
        assert_eq!((vaccine.profiles, vaccine.lang), (2, Lang::Ja));
        assert!(unknown_terms(&small(), &profiles, 3, 10).is_empty());
        assert_eq!(unknown_terms(&small(), &profiles, 2, 1).len(), 1);
        assert!(unknown_terms(&small(), &[], 1, 10).is_empty());
    }
}
