//! Labels found in a folded text: the longest first, none overlapping.

use super::Thesaurus;
use super::fold::Folded;
use super::trie::Meaning;
use super::variants::{is_hiragana, is_kanji, is_katakana, is_spaced_letter};
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// A label read at `start..end` of the folded text; `concept` is `None` for an ambiguous label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mention {
    pub concept: Option<usize>,
    pub start: usize,
    pub end: usize,
}

/// Every mention in `text`, in reading order. A longer label wins over every shorter one that
/// shares a character with it, so 創薬 is not split and 胃がん is not also がん.
pub(super) fn mentions(thesaurus: &Thesaurus, text: &str, folded: &Folded) -> Vec<Mention> {
    let chars = folded.chars();
    let mut found: Vec<Mention> = Vec::new();
    for start in 0..chars.len() {
        let inside_word =
            start > 0 && is_spaced_letter(chars[start]) && is_spaced_letter(chars[start - 1]);
        if inside_word {
            continue;
        }
        thesaurus.trie().walk(chars, start, |end, meaning| {
            let concept = match meaning {
                Meaning::Concept(concept) => Some(concept),
                Meaning::Ambiguous(_) => None,
                Meaning::Cased { concept, label } => {
                    let written: String = text[folded.original(start..end)].nfkc().collect();
                    if written != thesaurus.cased_label(label) {
                        return;
                    }
                    Some(concept)
                }
            };
            let mention = Mention { concept, start, end };
            if stands(chars, mention) {
                found.push(mention);
            }
        });
    }
    found.sort_by_key(|m| (std::cmp::Reverse(m.end - m.start), m.start));
    let mut taken = vec![false; chars.len()];
    found.retain(|m| {
        let free = !taken[m.start..m.end].contains(&true);
        if free {
            taken[m.start..m.end].fill(true);
        }
        free
    });
    found.sort_by_key(|m| m.start);
    found
}

/// Whether the characters around a mention leave it a word of its own; that it does not begin
/// inside a Latin word is known.
fn stands(chars: &[char], m: Mention) -> bool {
    let before = m.start.checked_sub(1).map(|i| chars[i]);
    let after = chars.get(m.end).copied();
    let words = &chars[m.start..m.end];
    let last = words[words.len() - 1];
    if is_spaced_letter(last) && (after.is_some_and(is_spaced_letter) || is_code_part(chars, m)) {
        return false;
    }
    let short = words.len() <= 3;
    if short && words.iter().all(|c| is_katakana(*c)) {
        return !before.is_some_and(is_katakana) && !after.is_some_and(is_katakana);
    }
    if short && words.iter().all(|c| is_hiragana(*c)) {
        // がん after a particle or a verb's end and before a particle, not in がんばる.
        let begins =
            |c: char| !is_hiragana(c) || "のはをにがとやでもなかへりたるいうくすむ".contains(c);
        let ends = |c: char| !is_hiragana(c) || "のはをにがとやでもなかへ".contains(c);
        return before.is_none_or(begins) && after.is_none_or(ends);
    }
    if words.len() == 2 && words.iter().all(|c| is_kanji(*c)) {
        return !crosses_words(chars, m);
    }
    true
}

/// PD in PD-L1 or MS in MS-1: a short abbreviation that goes on after a hyphen.
fn is_code_part(chars: &[char], m: Mention) -> bool {
    let goes_on = chars[m.end..].iter().skip(1).take_while(|c| is_spaced_letter(**c)).count();
    m.end - m.start <= 4 && chars.get(m.end) == Some(&'-') && (1..=2).contains(&goes_on)
}

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// The word segmenter of this room, with the Japanese dictionary.
pub(super) fn segmenter() -> WordSegmenterBorrowed<'static> {
    *SEGMENTER
}

/// Whether a dictionary word begins outside the two characters and ends within, or the other way
/// round: 生検 in 衛生検査 is no biopsy.
fn crosses_words(chars: &[char], m: Mention) -> bool {
    let before = chars[..m.start].iter().rev().take_while(|c| is_kanji(**c)).take(8).count();
    let after = chars[m.end..].iter().take_while(|c| is_kanji(**c)).take(8).count();
    if before == 0 && after == 0 {
        return false;
    }
    let run: String = chars[m.start - before..m.end + after].iter().collect();
    let mut word_start = 0;
    let mut bytes = 0;
    for end_byte in segmenter().segment_str(&run).skip(1) {
        let word_end = word_start + run[bytes..end_byte].chars().count();
        let (from, to) = (before, before + 2);
        let overlaps = word_start < to && from < word_end;
        let reaches_out = word_start < from || to < word_end;
        let holds_all = word_start <= from && to <= word_end;
        if overlaps && reaches_out && !holds_all {
            return true;
        }
        (word_start, bytes) = (word_end, end_byte);
    }
    false
}
