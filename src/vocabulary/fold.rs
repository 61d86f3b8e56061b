//! One form for all ways to type the same characters, with the way back to the original.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// A folded text: its characters and, for each, the bytes of the original that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    chars: Vec<char>,
    /// Byte range in the original, per character; both ends are character boundaries there.
    spans: Vec<(usize, usize)>,
}

impl Folded {
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// The bytes of the original behind `range` (indices of folded characters).
    ///
    /// The answer starts and ends on character boundaries of the original. An empty or
    /// overlong range gives an empty answer.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        match self.spans.get(range) {
            Some([first, .., last]) => first.0..last.1,
            Some([one]) => one.0..one.1,
            _ => 0..0,
        }
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.chars.push(c);
        self.spans.push((start, end));
    }
}

impl std::fmt::Display for Folded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.chars.iter().try_for_each(|c| std::fmt::Write::write_char(f, *c))
    }
}

/// Folds `text`: NFKC (so width and half-width kana), lower case, one hyphen for all dashes, one
/// space for white space, `\n` for a line break and U+2029 for an empty line.
///
/// Cost is linear in the length of the text.
///
/// ```
/// use enishi::vocabulary::fold;
/// assert_eq!(fold("ＤＤＳ－ﾜｸﾁﾝ").to_string(), "dds-ワクチン");
/// ```
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded {
        chars: Vec::with_capacity(text.len() / 2),
        spans: Vec::with_capacity(text.len() / 2),
    };
    let mut rest = text.char_indices().peekable();
    let mut chunk = String::new();
    while let Some((start, c)) = rest.next() {
        let mut end = start + c.len_utf8();
        if c.is_whitespace() {
            let mut breaks = usize::from(is_break(c));
            while let Some((at, next)) = rest.next_if(|(_, next)| next.is_whitespace()) {
                breaks +=
                    usize::from(is_break(next) && !(next == '\n' && text[..at].ends_with('\r')));
                end = at + next.len_utf8();
            }
            let white = match breaks {
                0 => ' ',
                1 => '\n',
                _ => '\u{2029}',
            };
            folded.push(white, start, end);
            continue;
        }
        let alone = rest.peek().is_none_or(|(_, next)| !joins(*next));
        if alone && is_plain(c) {
            folded.push(c.to_ascii_lowercase(), start, end);
            continue;
        }
        chunk.clear();
        chunk.push(c);
        while let Some((at, next)) = rest.next_if(|(_, next)| joins(*next)) {
            chunk.push(next);
            end = at + next.len_utf8();
        }
        for folded_char in chunk.nfkc().flat_map(char::to_lowercase) {
            let mapped = match folded_char {
                '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' => '-',
                '\u{2018}' | '\u{2019}' => '\'',
                c if c.is_whitespace() => ' ',
                c => c,
            };
            folded.push(mapped, start, end);
        }
    }
    folded
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Characters that fold to themselves but for ASCII case: the bulk of every text.
fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fe}' | '\u{4e00}'..='\u{9fff}' | '、' | '。')
}

/// Whether normalisation may merge `c` with what stands before it.
fn joins(c: char) -> bool {
    if is_plain(c) {
        return false;
    }
    let first = std::iter::once(c).nfkd().next().unwrap_or(c);
    canonical_combining_class(first) != 0
        || is_nfc_quick(std::iter::once(first)) == IsNormalized::Maybe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn width_case_and_composition_fold_together() {
        for (written, expected) in [
            ("ＤＤＳ", "dds"),
            ("ﾊﾞｲｵﾏｰｶｰ", "バイオマーカー"),
            ("ハ\u{3099}イオ", "バイオ"),
            ("e‐Consent", "e-consent"),
            ("㎎", "mg"),
            ("臨床\u{3000}試験", "臨床 試験"),
            ("臨床\r\n試験", "臨床\n試験"),
            ("終。\n\n次", "終。\u{2029}次"),
        ] {
            assert_eq!(fold(written).to_string(), expected);
        }
    }

    #[test]
    fn the_way_back_leads_to_the_original_words() {
        let text = "新規ﾊﾞｲｵﾏｰｶｰ探索";
        let folded = fold(text);
        let start = folded.chars().iter().position(|c| *c == 'バ').unwrap();
        assert_eq!(&text[folded.original(start..start + 7)], "ﾊﾞｲｵﾏｰｶｰ");
    }

    proptest! {
        #[test]
        fn spans_are_character_boundaries_in_order(text in "\\PC*") {
            let folded = fold(&text);
            let mut last = 0;
            for i in 0..folded.chars().len() {
                let span = folded.original(i..i + 1);
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                prop_assert!(span.start >= last && span.start < span.end);
                last = span.start;
            }
        }

        #[test]
        fn folding_chunk_by_chunk_is_nfkc_of_the_whole(text in "[ァ-ヶｦ-ﾟ\u{3099}\u{309a}a-zàé\u{301}一-三각\u{1161}\u{11a8}①㌔]{0,12}") {
            let whole: String = text.nfkc().flat_map(char::to_lowercase).collect();
            prop_assert_eq!(fold(&text).to_string(), whole);
        }
    }
}
