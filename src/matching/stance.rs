//! What a sentence does with what it names: seeks it, or has it.

use crate::domain::{Profile, Tag};
use std::ops::Range;

/// What a sentence says of the things in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stance {
    /// Asks for it, or suffers from it.
    Seeks,
    /// Has or gives it; also the stance of a sentence without a sign.
    Has,
}

/// Signs of seeking, in Japanese and English; English ones are whole words or beginnings of words.
const SEEKING_JA: [&str; 29] = [
    "探し",
    "求め",
    "希望",
    "募集",
    "募っ",
    "必要",
    "課題",
    "困っ",
    "不足",
    "欲し",
    "いただけ",
    "くださる",
    "下さる",
    "頂け",
    "ご一緒",
    "期待し",
    "できていない",
    "懸念",
    "問題",
    "難し",
    "できません",
    "できない",
    "きれません",
    "きれない",
    "相談",
    "進みたい",
    "進めたい",
    "組みたい",
    "連携したい",
];
const SEEKING_EN: [&str; 24] = [
    "seek",
    "sought",
    "look for",
    "looking for",
    "need",
    "wanted",
    "we want",
    "lack",
    "ask",
    "would like",
    "wish",
    "hope",
    "require",
    "search for",
    "in search of",
    "missing",
    "invite",
    "welcome",
    "problem",
    "difficult",
    "cannot",
    "hard to",
    "unable",
    "partners who",
];

/// Signs of giving that turn a sign of seeking round: 相談に応じます seeks nothing.
const GIVING_JA: [&str; 5] = ["に応じます", "に応じる", "を受け付け", "をお受け", "お手伝い"];

/// Whether the profile has what the tag names, and whether it seeks it: 1 for each that its words
/// say. The field decides first, then the sentence; a tag without words is both.
pub(super) fn stances(profile: &Profile, tag: &Tag) -> (f32, f32) {
    let (mut there, mut sought) = (0.0, 0.0);
    for evidence in &tag.evidence {
        let text = match evidence.field.as_str() {
            "title" => &profile.title,
            "offers" => &profile.offers,
            "seeks" => &profile.seeks,
            _ => &profile.text,
        };
        let said = match evidence.field.as_str() {
            "offers" => Stance::Has,
            "seeks" => Stance::Seeks,
            _ => stance(text, evidence.start..evidence.end),
        };
        match said {
            Stance::Has => there = 1.0,
            Stance::Seeks => sought = 1.0,
        }
    }
    if tag.evidence.is_empty() { (1.0, 1.0) } else { (there, sought) }
}

/// The stance of the sentence around `at` (byte offsets into `text`).
fn stance(text: &str, at: Range<usize>) -> Stance {
    if asks(sentence(text, at)) { Stance::Seeks } else { Stance::Has }
}

fn asks(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    if GIVING_JA.iter().any(|sign| sentence.contains(sign)) {
        return false;
    }
    SEEKING_JA.iter().any(|sign| sentence.contains(sign))
        || SEEKING_EN.iter().any(|sign| begins_a_word(&lower, sign))
}

fn begins_a_word(text: &str, sign: &str) -> bool {
    text.match_indices(sign)
        .any(|(start, _)| text[..start].chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
}

/// The sentence around a place; clauses between semicolons count as sentences.
fn sentence(text: &str, at: Range<usize>) -> &str {
    let (Some(before), Some(after)) = (text.get(..at.start), text.get(at.end..)) else {
        return "";
    };
    let ends = |c: char| matches!(c, '。' | '．' | '！' | '？' | '!' | '?' | ';' | '；' | '\n');
    let ends_at = |(i, c): (usize, char), rest: &str| {
        // A full stop ends a sentence only before a space: "1.5" and "e.g." go on.
        ends(c) || (c == '.' && rest[i + 1..].starts_with(char::is_whitespace))
    };
    let start = before
        .char_indices()
        .rev()
        .find(|found| ends_at(*found, text))
        .map_or(0, |(i, c)| i + c.len_utf8());
    let end = after
        .char_indices()
        .find(|found| ends_at(*found, after))
        .map_or(text.len(), |(i, _)| at.end + i);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, word: &str) -> Stance {
        let start = text.find(word).expect("the word is in the text");
        stance(text, start..start + word.len())
    }

    #[test]
    fn a_sentence_seeks_what_it_asks_for() {
        let text = "DDS技術を開発しました。動物モデルをお持ちの先生を探しています。";
        assert_eq!(of(text, "DDS"), Stance::Has);
        assert_eq!(of(text, "動物モデル"), Stance::Seeks);
        let text = "We have 1.5 g of the antibody. A partner with a mouse model is sought.";
        assert_eq!(of(text, "antibody"), Stance::Has);
        assert_eq!(of(text, "mouse model"), Stance::Seeks);
        assert_eq!(of("Eyesight tests for the kneed", "Eyesight"), Stance::Has);
    }
}
