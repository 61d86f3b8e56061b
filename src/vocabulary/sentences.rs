//! Sentences that only say again what a text has said.

use std::collections::HashSet;
use std::ops::Range;

/// The places of all sentences that stand earlier in the text, word for word; saying a thing a
/// hundred times says it once. Byte offsets, in order. Linear in the text.
pub(super) fn said_again(text: &str) -> Vec<Range<usize>> {
    let mut said: HashSet<&str> = HashSet::new();
    let mut again = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, c)| *c);
        // A full stop ends a sentence only before a space: "1.5" and "e.g." go on.
        let ends = matches!(c, '。' | '．' | '！' | '？' | '!' | '?' | '\n')
            || (c == '.' && next.is_none_or(char::is_whitespace));
        if !ends && next.is_some() {
            continue;
        }
        let end = at + c.len_utf8();
        let sentence = text[start..end].trim();
        if !sentence.is_empty() && !said.insert(sentence) {
            again.push(start..end);
        }
        start = end;
    }
    again
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_before_is_found() {
        let again = |text: &'static str| -> Vec<&str> {
            said_again(text).into_iter().map(|place| &text[place]).collect()
        };
        assert_eq!(again("抗体。DDS。抗体。\n抗体。"), ["抗体。", "抗体。"]);
        assert_eq!(again("We have 1.5 g. We seek. We have 1.5 g."), [" We have 1.5 g."]);
        assert!(again("抗体").is_empty() && again("").is_empty());
        let text = "抗体。".repeat(1000);
        assert_eq!(said_again(&text).len(), 999);
    }
}
