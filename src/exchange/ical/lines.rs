//! Content lines: escaped, folded, ended by CRLF.

/// Octets in one line, its end not counted.
const WIDTH: usize = 75;

/// Lines of a calendar as they are written.
#[derive(Default)]
pub(super) struct Lines(pub String);

impl Lines {
    /// `name:value`, the value as it is; `name` may carry parameters.
    pub fn put(&mut self, name: &str, value: &str) {
        let line = [name, ":", value].concat();
        let mut width = 0;
        for letter in line.chars() {
            // A letter is never split: what does not fit goes to the next line whole.
            if width + letter.len_utf8() > WIDTH {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(letter);
            width += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    /// `name:text`, the text escaped.
    pub fn text(&mut self, name: &str, text: &str) {
        self.put(name, &escaped(text));
    }
}

/// Text with `\`, `;`, `,` and line ends escaped, and without characters that no line may have.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\r\ne\u{7}f\tg"), "a\\,b\\;c\\\\d\\nef\tg");
    }

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_themselves(value in "[a-z漢𠮷é ]{0,200}") {
            let mut lines = Lines::default();
            lines.put("SUMMARY", &value);
            for line in lines.0.trim_end_matches("\r\n").split("\r\n") {
                prop_assert!(line.len() <= WIDTH);
            }
            prop_assert_eq!(lines.0.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
        }
    }
}
