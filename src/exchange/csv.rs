//! CSV: RFC 4180 with a byte order mark and a guard against formulas.

use super::cell::Datum;
use super::grid::{Grid, Row};
use crate::domain::Text;
use ::csv::{QuoteStyle, ReaderBuilder, Terminator, WriterBuilder};

/// Cells that begin so are taken for formulas by spreadsheets, the full-width forms included.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Puts an apostrophe before a text that a spreadsheet would take for a formula. A text that looks
/// guarded already gets one more, so that `unguard` always gives back the same text.
pub(super) fn guard(text: &str) -> String {
    if looks_like_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Takes away the apostrophe that `guard` put there, and no other.
pub(super) fn unguard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if looks_like_formula(rest) => rest,
        _ => text,
    }
}

fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A table as CSV: UTF-8 with a byte order mark, CRLF, texts guarded against formulas.
pub fn table_csv<H: AsRef<str>>(headers: &[H], rows: &[Vec<Datum>]) -> Vec<u8> {
    let mut out = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .flexible(true)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let header = headers.iter().map(|header| guard(header.as_ref()));
    // A vector takes every write, and rows may differ in length: there is no way to fail.
    let mut written = out.write_record(header);
    for row in rows {
        written = written.and_then(|()| {
            out.write_record(row.iter().map(|datum| match datum {
                Datum::Text(text) => guard(text),
                other => other.text().into_owned(),
            }))
        });
    }
    debug_assert!(written.is_ok());
    out.into_inner().unwrap_or_default()
}

/// What is wrong with a CSV text as such.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CsvFault {
    Unclosed {
        row: usize,
    },
    /// In the reader's words.
    Unreadable(String),
    TooMany,
}

impl CsvFault {
    pub fn text(&self) -> Text {
        match self {
            CsvFault::Unclosed { row } => Text::new(
                format!(
                    "{row}行目の引用符が閉じていません。閉じるか、文字としての引用符なら2つ重ねてください"
                ),
                format!(
                    "row {row} opens a quotation mark that is never closed; close it, or double it \
                     if it is part of the text"
                ),
            ),
            CsvFault::Unreadable(reason) => Text::same(reason.as_str()),
            CsvFault::TooMany => Text::new("行が多すぎます", "too many rows"),
        }
    }
}

/// A CSV text as a grid, its columns separated by commas, or by tabs where the header has tabs and
/// no comma; and whether they were tabs. At most `limit` rows with data are taken.
pub(super) fn grid(text: &str, limit: usize) -> Result<(Grid, bool), CsvFault> {
    let first_line = text.trim_start().lines().next().unwrap_or_default();
    let tabs = first_line.contains('\t') && !first_line.contains(',');
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(text.as_bytes());
    let mut grid = Grid::default();
    let mut record = ::csv::StringRecord::new();
    let (mut number, mut from) = (0, 0);
    while reader
        .read_record(&mut record)
        .map_err(|error| CsvFault::Unreadable(error.to_string()))?
    {
        // The reader passes over empty lines in silence, but a row's number counts them.
        number += 1 + empty_lines(text.as_bytes(), from);
        let to = reader.position().byte() as usize;
        if to >= text.len() && text[from..].matches('"').count() % 2 == 1 {
            return Err(CsvFault::Unclosed { row: number });
        }
        from = to;
        grid.push(Row { number, cells: record.iter().map(|c| unguard(c).to_owned()).collect() });
        if grid.rows.len() > limit {
            return Err(CsvFault::TooMany);
        }
    }
    Ok((grid, tabs))
}

/// The empty lines from `from` on, where the reader ended its last record: after a line's end, or
/// between the two bytes of CRLF.
fn empty_lines(text: &[u8], from: usize) -> usize {
    let (before, mut rest) = text.split_at(from);
    if let ([.., b'\r'], [b'\n', after @ ..]) = (before, rest) {
        rest = after;
    }
    let mut lines = 0;
    loop {
        rest = match rest {
            [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] => rest,
            _ => return lines,
        };
        lines += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn numbers(text: &str) -> Vec<(usize, String)> {
        let (grid, _) = grid(text, 100).unwrap();
        let rows = grid.header.into_iter().chain(grid.rows);
        rows.map(|row| (row.number, row.cells.join("|"))).collect()
    }

    #[test]
    fn rows_keep_their_numbers_whatever_ends_a_line() {
        for end in ["\r\n", "\n", "\r"] {
            let text = ["", "a,b", "", "", "\"x\n\ny\",1", ",", "z,2", ""].join(end);
            let expected =
                [(2, "a|b"), (5, "x\n\ny|1"), (7, "z|2")].map(|(n, t)| (n, t.to_owned()));
            assert_eq!(numbers(&text), expected, "{end:?}");
        }
        assert_eq!(grid("a\n\n1\n,\n2\n\n", 100).unwrap().0.blank, 2);
    }

    #[test]
    fn an_open_quotation_mark_is_found() {
        assert_eq!(grid("a,b\n1,\"x\n2,y\n", 100), Err(CsvFault::Unclosed { row: 2 }));
        assert!(grid("a,b\n1,\"x\"\"\"\n2,y", 100).is_ok());
    }

    #[test]
    fn tabs_separate_where_the_header_says_so() {
        let (grid, tabs) = grid("a\tb\n1,5\t2", 100).unwrap();
        assert!(tabs);
        assert_eq!(grid.rows[0].cells, ["1,5", "2"]);
    }

    #[test]
    fn formulas_are_guarded_and_numbers_are_not() {
        let rows = vec![vec![Datum::Text("=1+1".into()), Datum::Whole(-5), Datum::Empty]];
        let bytes = table_csv(&["a", "@b", "c"], &rows);
        assert_eq!(bytes, "\u{feff}a,'@b,c\r\n'=1+1,-5,\r\n".as_bytes());
    }

    #[test]
    fn more_rows_than_the_limit_are_refused() {
        assert!(grid("a\n1\n2\n", 2).is_ok());
        assert_eq!(grid("a\n1\n2\n3\n", 2), Err(CsvFault::TooMany));
    }

    proptest! {
        #[test]
        fn the_guard_is_undone_exactly(text in "['=+@\\-\t\r\nａ＝a-c\"]{0,8}") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), text.as_str());
            prop_assert!(!guarded.starts_with(FORMULA));
        }

        #[test]
        fn what_is_written_is_read(
            cells in proptest::collection::vec(
                proptest::collection::vec("['=,;\"\r\n\t a-cあ＝]{0,6}", 3), 0..6)
        ) {
            let rows: Vec<Vec<Datum>> = cells
                .iter()
                .map(|row| row.iter().map(|text| Datum::Text(text.clone())).collect())
                .collect();
            let bytes = table_csv(&["a", "b", "c"], &rows);
            let text = std::str::from_utf8(&bytes[3..]).unwrap();
            let read: Vec<Vec<String>> =
                grid(text, 100).unwrap().0.rows.into_iter().map(|row| row.cells).collect();
            let blank = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
            let expected: Vec<Vec<String>> = cells.iter().filter(blank).cloned().collect();
            prop_assert_eq!(read, expected);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "(?s).{0,60}", csvish in "[\",\r\n\ta']{0,40}") {
            let _ = grid(&text, 10);
            let _ = grid(&csvish, 10);
        }
    }
}
