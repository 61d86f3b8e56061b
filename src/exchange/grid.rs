//! Rows of cells with a header, as CSV and XLSX give them, and their way to records.

use super::cell::{Cell, Context, Datum, excerpt, plain};
use crate::domain::{Lang, Problem, Text, Unknown, nearest};
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};

/// A column of a sheet: how it is called, what it is for, how it is read and written.
pub(super) struct Column<R> {
    pub name: &'static str,
    /// The header in Japanese, accepted like the name.
    pub ja: &'static str,
    pub help_ja: &'static str,
    pub help_en: &'static str,
    /// The column must be there and filled in every row.
    pub required: bool,
    pub get: fn(&R) -> Datum,
    pub set: fn(&mut R, &str, &Context) -> Result<(), Problem>,
}

impl<R> Column<R> {
    pub fn header(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.ja,
            Lang::En => self.name,
        }
    }

    pub fn help(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ja => self.help_ja,
            Lang::En => self.help_en,
        }
    }

    /// That the column must be filled, because `given` is.
    fn missing(&self, given: Option<&str>) -> Problem {
        let (ja, en) = match given {
            Some(given) => (format!("。「{given}」があるため"), format!(", as {given:?} is given")),
            None => Default::default(),
        };
        let expected = Text::new(format!("{}{ja}", self.help_ja), format!("{}{en}", self.help_en));
        Problem::Missing { expected }
    }
}

/// A record that stands in one row.
pub(super) trait Tabular: DeserializeOwned + Clone + 'static {
    /// A record before its cells are read, as JSON; what a blank optional cell leaves.
    const BLANK: &'static str;
    const COLUMNS: &'static [Column<Self>];
    /// Columns that are filled together or not at all.
    const TOGETHER: &'static [&'static [&'static str]] = &[];

    fn blank() -> Self {
        serde_json::from_str(Self::BLANK).expect("a blank record is valid JSON of its type")
    }
}

/// A row with data and its number in the file, from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub number: usize,
    pub cells: Vec<String>,
}

/// What a file or worksheet holds. Blank rows are left out; `blank` counts those between others.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Grid {
    pub header: Option<Row>,
    pub rows: Vec<Row>,
    pub blank: usize,
}

impl Grid {
    /// Adds the next row; its number must be larger than those before.
    pub fn push(&mut self, row: Row) {
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        match &self.header {
            None => self.header = Some(row),
            Some(header) => {
                let last = self.rows.last().map_or(header.number, |row| row.number);
                self.blank += row.number - last - 1;
                self.rows.push(row);
            }
        }
    }
}

/// A fault in a grid, before it is known of which sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GridFault {
    pub entry: Option<usize>,
    pub row: Option<usize>,
    pub column: String,
    pub problem: Problem,
}

/// Records and the row that each was read from.
pub(super) struct Records<R> {
    pub records: Vec<R>,
    pub rows: Vec<usize>,
}

/// Reads a grid; every fault goes to `fault`, and a row with one gives no record.
pub(super) fn read<R: Tabular>(
    grid: &Grid,
    context: &Context,
    fault: &mut impl FnMut(GridFault),
) -> Records<R> {
    let mut out = Records { records: Vec::new(), rows: Vec::new() };
    let Some(header) = &grid.header else { return out };
    let Some(places) = places(header, R::COLUMNS, fault) else { return out };
    let blank = R::blank();
    for (entry, row) in grid.rows.iter().enumerate() {
        let mut record = blank.clone();
        let mut sound = true;
        let mut complain = |column: &str, problem: Problem| {
            sound = false;
            fault(GridFault {
                entry: Some(entry),
                row: Some(row.number),
                column: column.to_owned(),
                problem,
            });
        };
        let cell = |index: usize| match places[index] {
            Some(at) => row.cells.get(at).map_or("", String::as_str),
            None => "",
        };
        for (index, column) in R::COLUMNS.iter().enumerate() {
            let text = cell(index);
            if !text.trim().is_empty() {
                if let Err(problem) = (column.set)(&mut record, text, context) {
                    complain(column.name, problem);
                }
            } else if column.required {
                complain(column.name, column.missing(None));
            }
        }
        for group in R::TOGETHER {
            let members = R::COLUMNS.iter().enumerate().filter(|(_, c)| group.contains(&c.name));
            let (empty, filled): (Vec<_>, Vec<_>) =
                members.partition(|(index, _)| cell(*index).trim().is_empty());
            if let (Some((_, missing)), Some((_, given))) = (empty.first(), filled.first()) {
                complain(missing.name, missing.missing(Some(given.name)));
            }
        }
        let width = header.cells.len();
        if let Some(beyond) = row.cells.iter().skip(width).find(|cell| !cell.trim().is_empty()) {
            let beyond = excerpt(beyond);
            let message = Text::new(
                format!(
                    "「{beyond}」が最後の列（{width} 列目）の外にあります。見出しを付けるか、消してください"
                ),
                format!(
                    "{beyond:?} stands beyond the last of {width} columns; give it a header or \
                     remove it"
                ),
            );
            complain("", Problem::Conflict(message));
        }
        if sound {
            out.records.push(record);
            out.rows.push(row.number);
        }
    }
    out
}

/// Where each column stands in the header; `None` when the header is faulty.
fn places<R>(
    header: &Row,
    columns: &[Column<R>],
    fault: &mut impl FnMut(GridFault),
) -> Option<Vec<Option<usize>>> {
    let mut sound = true;
    let mut complain = |column: &str, problem: Problem| {
        sound = false;
        let row = Some(header.number);
        fault(GridFault { entry: None, row, column: column.to_owned(), problem });
    };
    let mut places: Vec<Option<usize>> = vec![None; columns.len()];
    for (at, title) in header.cells.iter().enumerate() {
        let title = plain(title);
        if title.is_empty() {
            continue;
        }
        match titled(&title, columns) {
            None => complain(
                &excerpt(&title),
                unknown_title(Text::new("列", "column"), &title, columns),
            ),
            Some(index) if places[index].is_some() => {
                let (title, at) = (excerpt(&title), at + 1);
                let message = Text::new(
                    format!(
                        "同じ列が2つあります（{at} 列目に再び「{title}」）。1つを消してください"
                    ),
                    format!("the column stands twice ({title:?} again in column {at}); remove one"),
                );
                complain(columns[index].name, Problem::Conflict(message));
            }
            Some(index) => places[index] = Some(at),
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if column.required && place.is_none() {
            let (name, ja) = (column.name, column.ja);
            let expected = Text::new(
                format!("列「{name}」か「{ja}」"),
                format!("a column {name:?} or {ja:?}"),
            );
            complain(column.name, Problem::Missing { expected });
        }
    }
    sound.then_some(places)
}

/// The column that a header or key names, in either language.
fn titled<R>(title: &str, columns: &[Column<R>]) -> Option<usize> {
    columns.iter().position(|c| c.name == title.to_lowercase() || plain(c.ja) == title)
}

fn unknown_title<R>(what: Text, title: &str, columns: &[Column<R>]) -> Problem {
    Problem::from(Unknown {
        what,
        value: excerpt(title),
        expected: Text::new(
            columns.iter().map(|c| c.ja).collect::<Vec<_>>().join("、"),
            columns.iter().map(|c| c.name).collect::<Vec<_>>().join(", "),
        ),
        nearest: nearest(title, columns.iter().flat_map(|c| [c.name, c.ja])),
    })
}

/// Reads a grid of keys and values into one record; returns the row of each key.
pub(super) fn read_keys<R: Tabular>(
    grid: &Grid,
    context: &Context,
    fault: &mut impl FnMut(GridFault),
) -> (R, HashMap<&'static str, usize>) {
    let mut record = R::blank();
    let mut rows: HashMap<&'static str, usize> = HashMap::new();
    let mut filled: HashSet<&'static str> = HashSet::new();
    let pairs = read::<Pair>(grid, context, fault);
    let mut complain = |row: Option<usize>, column: &str, problem: Problem| {
        fault(GridFault { entry: None, row, column: column.to_owned(), problem });
    };
    for (pair, row) in pairs.records.iter().zip(pairs.rows) {
        let key = plain(&pair.key);
        let Some(column) = titled(&key, R::COLUMNS).map(|index| &R::COLUMNS[index]) else {
            let problem = unknown_title(Text::new("項目", "key"), &key, R::COLUMNS);
            complain(Some(row), &excerpt(&key), problem);
            continue;
        };
        if let Some(first) = rows.insert(column.name, row) {
            let twice = Text::new(
                format!("同じ項目が {first} 行目にもあります。1つを消してください"),
                format!("the key stands already in row {first}; remove one"),
            );
            complain(Some(row), column.name, Problem::Conflict(twice));
        } else if !pair.value.trim().is_empty() {
            filled.insert(column.name);
            if let Err(problem) = (column.set)(&mut record, &pair.value, context) {
                complain(Some(row), column.name, problem);
            }
        }
    }
    for column in R::COLUMNS.iter().filter(|column| !filled.contains(column.name)) {
        let group = R::TOGETHER.iter().find(|group| group.contains(&column.name));
        let given = group.and_then(|group| group.iter().find(|name| filled.contains(*name)));
        if given.is_some() || column.required {
            let row = rows.get(column.name).copied();
            complain(row, column.name, column.missing(given.copied()));
        }
    }
    (record, rows)
}

/// A row of a grid of keys and values; the note is for people.
#[derive(Clone, serde::Deserialize)]
struct Pair {
    key: String,
    value: String,
    note: String,
}

impl Tabular for Pair {
    const BLANK: &'static str = r#"{"key":"","value":"","note":""}"#;
    const COLUMNS: &'static [Column<Pair>] = &[
        Column {
            name: "key",
            ja: "項目",
            help_ja: "設定の名前",
            help_en: "the name of a setting",
            required: true,
            get: |pair| pair.key.write(),
            set: |pair, text, _| {
                pair.key = text.to_owned();
                Ok(())
            },
        },
        Column {
            name: "value",
            ja: "値",
            help_ja: "設定の値",
            help_en: "the value of the setting",
            required: false,
            get: |pair| pair.value.write(),
            set: |pair, text, _| {
                pair.value = text.to_owned();
                Ok(())
            },
        },
        Column {
            name: "note",
            ja: "説明",
            help_ja: "人のための説明（読み飛ばされる）",
            help_en: "an explanation for people, not read",
            required: false,
            get: |pair| pair.note.write(),
            set: |pair, text, _| {
                pair.note = text.to_owned();
                Ok(())
            },
        },
    ];
}

/// Headers and data, ready for a format.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub headers: Vec<String>,
    pub rows: Vec<Vec<Datum>>,
}

impl Table {
    /// Where a column stands, by its heading.
    pub fn column(&self, header: &str) -> Option<usize> {
        self.headers.iter().position(|one| one == header)
    }
}

pub(super) fn write<R: Tabular>(records: &[R], lang: Lang) -> Table {
    Table {
        headers: R::COLUMNS.iter().map(|c| c.header(lang).to_owned()).collect(),
        rows: records
            .iter()
            .map(|record| R::COLUMNS.iter().map(|c| (c.get)(record)).collect())
            .collect(),
    }
}

/// One row per key; `notes` adds the column for people.
pub(super) fn write_keys<R: Tabular>(record: &R, lang: Lang, notes: bool) -> Table {
    let width = if notes { 3 } else { 2 };
    Table {
        headers: Pair::COLUMNS[..width].iter().map(|c| c.header(lang).to_owned()).collect(),
        rows: R::COLUMNS
            .iter()
            .map(|c| {
                let mut row = vec![Datum::Text(c.header(lang).to_owned()), (c.get)(record)];
                if notes {
                    row.push(Datum::Text(c.help(lang).to_owned()));
                }
                row
            })
            .collect(),
    }
}
