//! Reading one TOML table field by field, so that every fault names file, place, field and value.

use super::SchemeError;
use crate::domain::{Text, Yen};
use chrono::NaiveDate;
use toml::{Table, Value};

/// The largest sum a rule may name: 1兆円.
const MAX_YEN: i64 = 1_000_000_000_000;

/// A table of which fields are taken until none is left.
pub(super) struct Fields<'a> {
    file: &'a str,
    place: String,
    table: Table,
    asked: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(file: &'a str, place: impl Into<String>, table: Table) -> Self {
        Self { file, place: place.into(), table, asked: Vec::new() }
    }

    pub(super) fn error(&self, field: &str, problem: impl Into<String>) -> SchemeError {
        SchemeError::Field {
            file: self.file.to_owned(),
            place: self.place.clone(),
            field: field.to_owned(),
            problem: problem.into(),
        }
    }

    /// Names the place from now on, once its id is known.
    pub(super) fn rename(&mut self, place: String) {
        self.place = place;
    }

    fn take(&mut self, field: &'static str) -> Option<Value> {
        self.asked.push(field);
        self.table.remove(field)
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.table.contains_key(field)
    }

    fn expected<T>(&self, field: &str, value: &Value, expected: &str) -> Result<T, SchemeError> {
        let shown: String = value.to_string().chars().take(60).collect();
        Err(self.error(field, format!("{shown} cannot be used; expected {expected}")))
    }

    fn missing<T>(&self, field: &str, expected: &str) -> Result<T, SchemeError> {
        Err(self.error(field, format!("missing; expected {expected}")))
    }

    pub(super) fn opt_string(&mut self, field: &'static str) -> Result<String, SchemeError> {
        match self.take(field) {
            None => Ok(String::new()),
            Some(Value::String(text)) => Ok(text),
            Some(other) => self.expected(field, &other, "a text in quotes"),
        }
    }

    pub(super) fn string(&mut self, field: &'static str) -> Result<String, SchemeError> {
        let text = self.opt_string(field)?;
        if text.trim().is_empty() { self.missing(field, "a text in quotes") } else { Ok(text) }
    }

    /// A short name: lower-case letters, digits, `-` and `_`.
    pub(super) fn slug(&mut self, field: &'static str) -> Result<String, SchemeError> {
        let text = self.string(field)?;
        let sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        if text.chars().all(sound) {
            Ok(text)
        } else {
            self.expected(
                field,
                &Value::String(text),
                "lower-case letters, digits, \"-\" and \"_\" only",
            )
        }
    }

    pub(super) fn strings(&mut self, field: &'static str) -> Result<Vec<String>, SchemeError> {
        let expected = "a list of texts, for example [\"a\", \"b\"]";
        let Some(value) = self.take(field) else { return Ok(Vec::new()) };
        let Value::Array(items) = &value else { return self.expected(field, &value, expected) };
        items
            .iter()
            .map(|item| match item {
                Value::String(text) => Ok(text.clone()),
                other => self.expected(field, other, expected),
            })
            .collect()
    }

    pub(super) fn counts(&mut self, field: &'static str) -> Result<Vec<u32>, SchemeError> {
        let expected = "a list of whole numbers, for example [1, 2]";
        let Some(value) = self.take(field) else { return self.missing(field, expected) };
        let Value::Array(items) = &value else { return self.expected(field, &value, expected) };
        let number = |item: &Value| item.as_integer().and_then(|n| u32::try_from(n).ok());
        items
            .iter()
            .map(|item| number(item).map_or_else(|| self.expected(field, item, expected), Ok))
            .collect()
    }

    pub(super) fn opt_bool(&mut self, field: &'static str) -> Result<bool, SchemeError> {
        match self.take(field) {
            None => Ok(false),
            Some(Value::Boolean(is)) => Ok(is),
            Some(other) => self.expected(field, &other, "true or false"),
        }
    }

    pub(super) fn opt_whole(
        &mut self,
        field: &'static str,
        from: i64,
        to: i64,
    ) -> Result<Option<i64>, SchemeError> {
        let expected = format!("a whole number from {from} to {to}");
        match self.take(field) {
            None => Ok(None),
            Some(Value::Integer(n)) if (from..=to).contains(&n) => Ok(Some(n)),
            Some(other) => self.expected(field, &other, &expected),
        }
    }

    pub(super) fn opt_count(&mut self, field: &'static str) -> Result<Option<u32>, SchemeError> {
        let n = self.opt_whole(field, 0, 1_000)?;
        Ok(n.and_then(|n| u32::try_from(n).ok()))
    }

    pub(super) fn count(&mut self, field: &'static str) -> Result<u32, SchemeError> {
        match self.opt_count(field)? {
            Some(n) => Ok(n),
            None => self.missing(field, "a whole number from 0 to 1000"),
        }
    }

    /// A year of the project, from 1.
    pub(super) fn opt_year(&mut self, field: &'static str) -> Result<Option<u32>, SchemeError> {
        let n = self.opt_whole(field, 1, 20)?;
        Ok(n.and_then(|n| u32::try_from(n).ok()))
    }

    pub(super) fn year(&mut self, field: &'static str) -> Result<u32, SchemeError> {
        match self.opt_year(field)? {
            Some(n) => Ok(n),
            None => self.missing(field, "a year of the project from 1 to 20"),
        }
    }

    pub(super) fn opt_yen(&mut self, field: &'static str) -> Result<Option<Yen>, SchemeError> {
        Ok(self.opt_whole(field, 0, MAX_YEN)?.map(Yen))
    }

    pub(super) fn opt_date(
        &mut self,
        field: &'static str,
    ) -> Result<Option<NaiveDate>, SchemeError> {
        let expected = "a date such as 2025-06-01, without quotes";
        let Some(value) = self.take(field) else { return Ok(None) };
        let Value::Datetime(moment) = &value else { return self.expected(field, &value, expected) };
        let date = match (moment.date, moment.time) {
            (Some(d), None) => {
                NaiveDate::from_ymd_opt(i32::from(d.year), u32::from(d.month), u32::from(d.day))
            }
            _ => None,
        };
        if date.is_none() { self.expected(field, &value, expected) } else { Ok(date) }
    }

    pub(super) fn date(&mut self, field: &'static str) -> Result<NaiveDate, SchemeError> {
        match self.opt_date(field)? {
            Some(date) => Ok(date),
            None => self.missing(field, "a date such as 2025-06-01"),
        }
    }

    /// `{ ja = "…", en = "…" }`, both sides filled.
    pub(super) fn opt_text(&mut self, field: &'static str) -> Result<Text, SchemeError> {
        let expected = "{ ja = \"…\", en = \"…\" }, both filled";
        let Some(value) = self.take(field) else { return Ok(Text::default()) };
        let side = |lang: &str| match value.get(lang) {
            Some(Value::String(text)) if !text.trim().is_empty() => Some(text.clone()),
            _ => None,
        };
        match (side("ja"), side("en"), value.as_table().map(Table::len)) {
            (Some(ja), Some(en), Some(2)) => Ok(Text { ja, en }),
            _ => self.expected(field, &value, expected),
        }
    }

    pub(super) fn text(&mut self, field: &'static str) -> Result<Text, SchemeError> {
        let text = self.opt_text(field)?;
        if text.is_empty() {
            self.missing(field, "{ ja = \"…\", en = \"…\" }, both filled")
        } else {
            Ok(text)
        }
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        field: &'static str,
        choices: &[(&str, T)],
    ) -> Result<T, SchemeError> {
        let word = self.string(field)?;
        self.choose(field, &word, choices)
    }

    pub(super) fn some_of<T: Copy>(
        &mut self,
        field: &'static str,
        choices: &[(&str, T)],
    ) -> Result<Vec<T>, SchemeError> {
        let words = self.strings(field)?;
        words.iter().map(|word| self.choose(field, word, choices)).collect()
    }

    fn choose<T: Copy>(
        &self,
        field: &str,
        word: &str,
        choices: &[(&str, T)],
    ) -> Result<T, SchemeError> {
        if let Some((_, choice)) = choices.iter().find(|(name, _)| *name == word) {
            return Ok(*choice);
        }
        let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
        Err(self.error(field, format!("unknown word {word:?}; {}", way_out(word, &names))))
    }

    pub(super) fn opt_table(
        &mut self,
        field: &'static str,
    ) -> Result<Option<Fields<'a>>, SchemeError> {
        match self.take(field) {
            None => Ok(None),
            Some(Value::Table(table)) => {
                Ok(Some(Fields::new(self.file, format!("{}, {field}", self.place), table)))
            }
            Some(other) => self.expected(field, &other, "a table"),
        }
    }

    /// The tables of `[[field]]`, at most `limit`.
    pub(super) fn tables(
        &mut self,
        field: &'static str,
        limit: usize,
    ) -> Result<Vec<Table>, SchemeError> {
        let Some(value) = self.take(field) else { return Ok(Vec::new()) };
        let expected = format!("tables written [[{field}]]");
        let Value::Array(items) = value else { return self.expected(field, &value, &expected) };
        if items.len() > limit {
            let problem = format!("{} of them; expected at most {limit}", items.len());
            return Err(self.error(field, problem));
        }
        items
            .into_iter()
            .map(|item| match item {
                Value::Table(table) => Ok(table),
                other => self.expected(field, &other, &expected),
            })
            .collect()
    }

    /// A copy of what is left, for a reading that changes some of it.
    pub(super) fn rest(&self) -> Table {
        self.table.clone()
    }

    /// Every field must have been taken; one left over is a slip of the pen.
    pub(super) fn finish(self) -> Result<(), SchemeError> {
        match self.table.keys().next() {
            None => Ok(()),
            Some(field) => {
                let problem = format!("unknown field; {}", way_out(field, &self.asked));
                Err(self.error(field, problem))
            }
        }
    }
}

/// The nearest word where one is near, else all of them.
fn way_out(word: &str, names: &[&str]) -> String {
    let nearest = names
        .iter()
        .map(|name| (strsim::jaro_winkler(word, name), name))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, name)) if likeness > 0.8 => format!("did you mean {name:?}?"),
        _ => format!("expected one of {}", names.join(", ")),
    }
}
