//! Long labels broken into lines, for pictures: SVG does not wrap.

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};
use std::sync::LazyLock;

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// How wide a text is, in the width of a kanji. An estimate on the safe side for common fonts.
pub fn width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | '\'' | ' ' => 0.34,
        'm' | 'w' | 'M' | 'W' => 0.9,
        'A'..='Z' => 0.72,
        '\u{20}'..='\u{24f}' => 0.58,
        '\u{ff61}'..='\u{ff9f}' => 0.5,
        _ => 1.0,
    }
}

/// Breaks a label between words into lines of at most `max_width` (in the width of a kanji), and
/// ends it with … after `max_lines`. A single word that is too long is broken anywhere.
pub fn wrap(text: &str, max_width: f64, max_lines: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        let line_width = lines.last().map_or(0.0, |line| width(line));
        if line_width > 0.0 && line_width + width(word.trim_end()) > max_width {
            lines.push(String::new());
        }
        for c in word.chars() {
            let full = lines.last().is_some_and(|line| {
                !line.is_empty() && width(line) + char_width(c) > max_width && !c.is_whitespace()
            });
            if full && !closes(c) {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut()
                && !(line.is_empty() && c.is_whitespace())
            {
                line.push(c);
            }
        }
    }
    let mut lines: Vec<String> = lines.iter().map(|line| line.trim_end().to_owned()).collect();
    if lines.len() > max_lines {
        lines.truncate(max_lines);
        if let Some(last) = lines.last_mut() {
            while width(last) + 1.0 > max_width && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

/// Words, each with the marks that may not begin a line.
fn words(text: &str) -> Vec<&str> {
    let ends: Vec<usize> = SEGMENTER.segment_str(text).skip(1).collect();
    let mut words: Vec<&str> = Vec::new();
    let mut start = 0;
    for (i, &end) in ends.iter().enumerate() {
        let next = ends.get(i + 1).map(|&next| &text[end..next]);
        let sticks = next.and_then(|n| n.chars().next()).is_some_and(|c| closes(c) || c == ' ');
        if !sticks && !text[start..end].ends_with(opens) {
            words.push(&text[start..end]);
            start = end;
        }
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

fn closes(c: char) -> bool {
    "、。，．・：；）」』】〕］！？ーァィゥェォッャュョぁぃぅぇぉっゃゅょ,.:;)]!?%".contains(c)
}

fn opens(c: char) -> bool {
    "（「『【〔［([".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_break_between_words() {
        let lines = wrap("国立研究開発法人架空医療研究センター", 10.0, 3);
        assert_eq!(lines.concat(), "国立研究開発法人架空医療研究センター");
        assert!(lines == ["国立研究開発法人架空", "医療研究センター"], "{lines:?}");
        assert_eq!(wrap("Reiji Materials, Inc.", 9.0, 3), ["Reiji Materials,", "Inc."]);
        assert_eq!(wrap("あ", 10.0, 3), ["あ"]);
        assert_eq!(wrap("", 10.0, 3), [""]);
    }

    proptest! {
        /// No line is wider than asked (but for a mark that may not begin the next one), and none is lost.
        #[test]
        fn lines_fit(text in "[一-龠ァ-ヴa-z（）、]{0,60}", max in 4.0_f64..20.0) {
            let lines = wrap(&text, max, 100);
            prop_assert_eq!(lines.concat(), text.clone());
            for line in &lines {
                let hanging: f64 = line.chars().rev().take_while(|c| closes(*c)).map(char_width).sum();
                prop_assert!(width(line) - hanging <= max + 1e-9, "{:?}", line);
            }
            let short = wrap(&text, max, 2);
            prop_assert!(short.len() <= 2);
        }
    }
}
