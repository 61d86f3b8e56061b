//! The MiniZinc data file format: named values, and what can be wrong with them.

use crate::domain::Text;
use crate::scheduling::fewest_breaks::DayError;
use std::collections::BTreeMap;

/// Bytes that a data file may have.
pub const MAX_DZN_BYTES: usize = 1 << 25;

/// The same words in Japanese and English.
pub(super) type Both = (&'static str, &'static str);

/// Why a data file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DznError {
    #[error("{bytes} bytes, at most {limit} are read; is this a MiniZinc data file?")]
    TooLarge { bytes: usize, limit: usize },
    #[error("not UTF-8 at byte {at}; save the file as UTF-8")]
    NotUtf8 { at: usize },
    #[error(
        "line {line}: found {}, expected {}; see the MiniZinc data file format",
        .found.en,
        .expected.1
    )]
    Syntax { line: usize, found: Text, expected: (&'static str, &'static str) },
    #[error("line {line}: {number} is too large; write a 64-bit whole number")]
    Number { line: usize, number: String },
    #[error("line {line}: {name} is given twice; keep one")]
    Twice { line: usize, name: String },
    #[error("{name} is missing; add `{name} = …;` (is the file cut off?)")]
    Missing { name: &'static str },
    #[error("{name} is not {}; write {example}", .expected.1)]
    Shape { name: &'static str, expected: (&'static str, &'static str), example: &'static str },
    #[error("{name} has {given} entries, but {} says {expected}; make them agree", .of.1)]
    Length { name: &'static str, given: usize, of: (&'static str, &'static str), expected: usize },
    #[error("{name} is {given}; write a number from {least} to {most}")]
    Range { name: &'static str, given: i64, least: i64, most: i64 },
    #[error("{name}, entry {entry}: {given} is not within {least} to {most}")]
    Entry { name: &'static str, entry: usize, given: i64, least: i64, most: i64 },
    #[error(transparent)]
    Day(#[from] DayError),
}

impl DznError {
    /// What is wrong and the way out, in both languages.
    pub fn text(&self) -> Text {
        let ja = match self {
            Self::TooLarge { bytes, limit } => format!(
                "{bytes} バイトあります（上限 {limit} バイト）。MiniZinc のデータファイルかどうか確かめてください"
            ),
            Self::NotUtf8 { at } => {
                format!("{at} バイト目が UTF-8 ではありません。UTF-8 で保存してください")
            }
            Self::Syntax { line, found, expected: (expected, _) } => format!(
                "{line} 行目：{}がありますが、{expected}が必要です。MiniZinc のデータファイルの書式を確かめてください",
                found.ja
            ),
            Self::Number { line, number } => {
                format!("{line} 行目：{number} は大きすぎます。64 ビットの整数で書いてください")
            }
            Self::Twice { line, name } => {
                format!("{line} 行目：{name} が二度あります。一つだけ残してください")
            }
            Self::Missing { name } => format!(
                "{name} がありません。`{name} = …;` を加えてください（ファイルが途中で切れていませんか）"
            ),
            Self::Shape { name, expected: (expected, _), example } => {
                format!("{name} が{expected}ではありません。{example} のように書いてください")
            }
            Self::Length { name, given, of: (of, _), expected } => format!(
                "{name} は {given} 個ですが、{of} によれば {expected} 個です。数を合わせてください"
            ),
            Self::Range { name, given, least, most } => {
                format!("{name} が {given} です。{least} から {most} までの数を書いてください")
            }
            Self::Entry { name, entry, given, least, most } => {
                format!(
                    "{name} の {entry} 番目：{given} は {least} から {most} までの範囲にありません"
                )
            }
            Self::Day(error) => return error.text(),
        };
        Text::new(ja, self.to_string())
    }
}

/// A value of the data file format, as far as it matters here.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Integer(i64),
    Range(i64, i64),
    Set(Vec<Value>),
    /// Of one or more dimensions, flattened.
    Array(Vec<Value>),
    /// Strings, decimals, truth values, names, calls: valid, but never asked for here.
    Other,
}

#[derive(Debug, Clone, PartialEq)]
enum Token<'a> {
    Integer(i64),
    Decimal,
    Text,
    Word(&'a str),
    Sign(&'a str),
    End,
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    token: Token<'a>,
    token_line: usize,
    /// Open brackets; limited, so that no input can exhaust the stack.
    depth: usize,
}

const MAX_DEPTH: usize = 50;

/// The values of a data file by their names.
pub(super) fn assignments(text: &str) -> Result<BTreeMap<String, Value>, DznError> {
    let mut reader = Reader { rest: text, line: 1, token: Token::End, token_line: 1, depth: 0 };
    reader.advance()?;
    let mut found = BTreeMap::new();
    while reader.token != Token::End {
        let Token::Word(name) = reader.token else {
            return Err(reader.unexpected(("名前", "a name")));
        };
        let line = reader.token_line;
        reader.advance()?;
        reader.expect("=", ("`=`", "`=`"))?;
        let value = reader.value()?;
        if reader.token != Token::End {
            reader.expect(";", ("`;`", "`;`"))?;
        }
        if found.insert(name.to_owned(), value).is_some() {
            return Err(DznError::Twice { line, name: name.to_owned() });
        }
    }
    Ok(found)
}

impl<'a> Reader<'a> {
    fn unexpected(&self, expected: Both) -> DznError {
        let found = match self.token {
            Token::Integer(n) => Text::new(format!("数 {n} "), format!("the number {n}")),
            Token::Decimal => Text::new("小数", "a decimal number"),
            Token::Text => Text::new("文字列", "a text"),
            Token::Word(w) => Text::same(format!("`{}`", w.chars().take(40).collect::<String>())),
            Token::Sign(s) => Text::same(format!("`{s}`")),
            Token::End => Text::new("ファイルの終わり", "the end of the file"),
        };
        DznError::Syntax { line: self.token_line, found, expected }
    }

    fn is(&self, sign: &str) -> bool {
        self.token == Token::Sign(sign)
    }

    fn expect(&mut self, sign: &str, expected: Both) -> Result<(), DznError> {
        if self.is(sign) { self.advance() } else { Err(self.unexpected(expected)) }
    }

    fn value(&mut self) -> Result<Value, DznError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.unexpected(("入れ子の浅い括弧", "fewer brackets inside brackets")));
        }
        self.depth += 1;
        let value = self.value_inside();
        self.depth -= 1;
        value
    }

    fn value_inside(&mut self) -> Result<Value, DznError> {
        match self.token {
            Token::Integer(n) => {
                self.advance()?;
                if !self.is("..") {
                    return Ok(Value::Integer(n));
                }
                self.advance()?;
                let Token::Integer(to) = self.token else {
                    return Err(self.unexpected(("整数", "a whole number")));
                };
                self.advance()?;
                Ok(Value::Range(n, to))
            }
            Token::Decimal | Token::Text => {
                self.advance()?;
                Ok(Value::Other)
            }
            Token::Word(_) => {
                self.advance()?;
                if !self.is("(") {
                    return Ok(Value::Other);
                }
                self.advance()?;
                // `array2d(1..2, 1..3, [...])`: only the shape is said before the array.
                Ok(match self.items(")")?.pop() {
                    Some(array @ Value::Array(_)) => array,
                    _ => Value::Other,
                })
            }
            Token::Sign("{") => {
                self.advance()?;
                Ok(Value::Set(self.items("}")?))
            }
            Token::Sign("[") => {
                self.advance()?;
                Ok(Value::Array(self.items("]")?))
            }
            Token::Sign("[|") => {
                self.advance()?;
                self.rows()
            }
            _ => Err(self.unexpected(("値", "a value"))),
        }
    }

    /// Values up to the closing sign; a comma may follow the last.
    fn items(&mut self, close: &str) -> Result<Vec<Value>, DznError> {
        let mut items = Vec::new();
        while !self.is(close) {
            items.push(self.value()?);
            if !self.is(close) {
                self.expect(",", ("`,` か閉じ括弧", "`,` or a closing bracket"))?;
            }
        }
        self.advance()?;
        Ok(items)
    }

    /// Rows of an array in two dimensions, all of one length.
    fn rows(&mut self) -> Result<Value, DznError> {
        let mut items = Vec::new();
        let (mut width, mut start) = (None, 0);
        loop {
            let ends_row = self.is("|") || self.is("|]");
            if ends_row {
                let length = items.len() - start;
                if length > 0 && *width.get_or_insert(length) != length {
                    return Err(self.unexpected(("長さの揃った行", "rows of one length")));
                }
                start = items.len();
                let last = self.is("|]");
                self.advance()?;
                if last {
                    return Ok(Value::Array(items));
                }
                continue;
            }
            items.push(self.value()?);
            if !(self.is("|") || self.is("|]")) {
                self.expect(",", ("`,` か `|`", "`,` or `|`"))?;
            }
        }
    }
}

impl<'a> Reader<'a> {
    fn skip(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at(bytes);
        self.line += passed.bytes().filter(|&b| b == b'\n').count();
        self.rest = rest;
    }

    /// Passes over blanks and comments.
    fn skip_blank(&mut self) {
        loop {
            self.skip(self.rest.len() - self.rest.trim_start().len());
            if self.rest.starts_with('%') {
                self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                let end = self.rest.find("*/").map_or(self.rest.len(), |at| at + 2);
                self.skip(end);
            } else {
                return;
            }
        }
    }

    fn advance(&mut self) -> Result<(), DznError> {
        self.skip_blank();
        self.token_line = self.line;
        let rest = self.rest;
        let Some(first) = rest.chars().next() else {
            self.token = Token::End;
            return Ok(());
        };
        let (token, length) = if first.is_ascii_digit() || first == '-' {
            self.number(rest)?
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            (Token::Word(&rest[..end]), end)
        } else if first == '"' {
            let close = rest[1..].find(['"', '\n']).filter(|&at| rest[1 + at..].starts_with('"'));
            let Some(close) = close else {
                let found = Text::new("閉じていない文字列", "a text without end");
                let expected = ("`\"`", "`\"`");
                return Err(DznError::Syntax { line: self.line, found, expected });
            };
            (Token::Text, close + 2)
        } else {
            let two = ["[|", "|]", ".."].into_iter().find(|two| rest.starts_with(two));
            let end = two.map_or(first.len_utf8(), str::len);
            (Token::Sign(&rest[..end]), end)
        };
        self.token = token;
        self.skip(length);
        Ok(())
    }

    /// A number at the start of the text; `1..3` is a range, not a decimal.
    fn number(&self, rest: &'a str) -> Result<(Token<'a>, usize), DznError> {
        let digits = |from: usize| {
            let text = &rest[from..];
            from + text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())
        };
        let sign = usize::from(rest.starts_with('-'));
        let end = digits(sign);
        if end == sign {
            return Ok((Token::Sign(&rest[..sign]), sign));
        }
        let fraction = rest[end..].starts_with('.') && digits(end + 1) > end + 1;
        if fraction {
            return Ok((Token::Decimal, digits(end + 1)));
        }
        match rest[..end].parse() {
            Ok(number) => Ok((Token::Integer(number), end)),
            Err(_) => {
                let number = rest[..end].chars().take(40).collect();
                Err(DznError::Number { line: self.line, number })
            }
        }
    }
}
