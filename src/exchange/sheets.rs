//! A workshop as seventeen sheets, and back: what CSV and XLSX have in common.

use super::cell::Context;
use super::columns::{EachSheet, Record, each_sheet};
use super::concepts::resolve;
use super::csv;
use super::encoding::{Encoding, decode};
use super::error::{Faults, Form, ImportError, Limits, Notice};
use super::grid::{self, Grid, GridFault, Table};
use super::mapping::Mapping;
use crate::domain::{InputFault, Lang, Problem, Sheet, Text, Unknown, Workshop, check, nearest};
use crate::vocabulary::Thesaurus;
use std::collections::HashMap;

/// Reads a workshop from CSV files, each given by name and content: `workshop.csv`, which must be
/// among them, `rooms.csv`, `people.csv` … A workshop that is returned has passed `check`.
///
/// Errors list every fault found, row and column as in the file. Cost: linear in the bytes.
pub fn read_sheets<N: AsRef<str>, B: AsRef<[u8]>>(
    files: &[(N, B)],
    limits: &Limits,
) -> Result<(Workshop, Vec<Notice>), ImportError> {
    let (grids, faults, notices) = gathered(files, &Mapping::default(), limits)?;
    read_grids(None, grids, faults, notices)
}

/// Reads CSV files into a workshop that is there already: a row replaces the entry of its id, and
/// comes after the others where there is none. The sheet `workshop` is left alone. What still lacks
/// a room or people at all may be returned; else all is as with `read_sheets`.
pub fn read_sheets_into<N: AsRef<str>, B: AsRef<[u8]>>(
    base: &Workshop,
    files: &[(N, B)],
    limits: &Limits,
) -> Result<(Workshop, Vec<Notice>), ImportError> {
    let (grids, faults, notices) = gathered(files, &Mapping::default(), limits)?;
    read_grids(Some(base), grids, faults, notices)
}

/// Every file that is a sheet, as a grid.
pub(super) fn gathered<N: AsRef<str>, B: AsRef<[u8]>>(
    files: &[(N, B)],
    mapping: &Mapping,
    limits: &Limits,
) -> Result<(Grids, Faults, Vec<Notice>), ImportError> {
    let mut notices = Vec::new();
    let mut faults = Faults::new(Form::Csv, limits);
    let mut grids = Grids::new();
    let mut budget = Budget::new(limits);
    for (name, bytes) in files {
        let (name, bytes) = (name.as_ref(), bytes.as_ref());
        let lower = name.to_lowercase();
        let Some(stem) = lower.strip_suffix(".csv") else {
            notices.push(Notice::Ignored { name: name.to_owned() });
            continue;
        };
        let Some(stem) = mapping.sheet_of(stem) else { continue };
        let Some(sheet) = sheet_named(stem, name, &mut faults, &mut notices) else { continue };
        budget.take_bytes(bytes.len())?;
        let (text, encoding) = match decode(bytes) {
            Ok(decoded) => decoded,
            Err(error) => {
                faults.push(whole(sheet, Problem::Conflict(error.text())));
                continue;
            }
        };
        if encoding != Encoding::Utf8 {
            notices.push(Notice::Decoded { file: name.to_owned(), encoding });
        }
        match csv::grid(&text, budget.rows) {
            Ok((grid, tabs)) => {
                if tabs {
                    notices.push(Notice::Tabs { file: name.to_owned() });
                }
                budget.take_rows(grid.rows.len(), name)?;
                place(&mut grids, sheet, grid, name, &mut faults);
            }
            Err(csv::CsvFault::TooMany) => return Err(budget.too_many_rows(name)),
            Err(fault) => faults.push(whole(sheet, Problem::Conflict(fault.text()))),
        }
    }
    Ok((grids, faults, notices))
}

/// A workshop as CSV files, one for each sheet, that `read_sheets` reads back as it was. Of a tag
/// the concept and its state are written; weight and evidence are the tagger's to find again.
pub fn write_csv(workshop: &Workshop) -> Vec<(String, Vec<u8>)> {
    tables(workshop, Lang::En, false)
        .into_iter()
        .map(|(sheet, table)| file(sheet, &table))
        .collect()
}

pub(super) fn file(sheet: Sheet, table: &Table) -> (String, Vec<u8>) {
    (Form::Csv.name_of(sheet), csv::table_csv(&table.headers, &table.rows))
}

/// What is left of an import's limits.
pub(super) struct Budget {
    limits: Limits,
    pub rows: usize,
    pub bytes: usize,
}

impl Budget {
    pub fn new(limits: &Limits) -> Budget {
        Budget { limits: *limits, rows: limits.rows, bytes: limits.bytes }
    }

    pub fn take_rows(&mut self, rows: usize, name: &str) -> Result<(), ImportError> {
        self.rows = self.rows.checked_sub(rows).ok_or_else(|| self.too_many_rows(name))?;
        Ok(())
    }

    pub fn take_bytes(&mut self, bytes: usize) -> Result<(), ImportError> {
        self.bytes = self.bytes.checked_sub(bytes).ok_or_else(|| ImportError::TooLarge {
            what: Text::new("データが大きすぎます", "the data is too large"),
            limit: self.limits.bytes,
        })?;
        Ok(())
    }

    pub fn too_many_rows(&self, name: &str) -> ImportError {
        ImportError::TooManyRows { name: name.to_owned(), limit: self.limits.rows }
    }
}

/// The sheets' grids as they were found.
pub(super) type Grids = HashMap<Sheet, Grid>;

/// The sheet of that name, whatever its letter case. A name that nearly is a sheet's is a fault,
/// as what stands there would be lost; any other is left alone and said so.
pub(super) fn sheet_named(
    stem: &str,
    name: &str,
    faults: &mut Faults,
    notices: &mut Vec<Notice>,
) -> Option<Sheet> {
    let stem = stem.trim().to_lowercase();
    if let Some(sheet) = Sheet::ALL.into_iter().find(|sheet| sheet.name() == stem) {
        return Some(sheet);
    }
    let like = nearest(&stem, Sheet::ALL.map(Sheet::name))
        .filter(|like| strsim::normalized_damerau_levenshtein(like, &stem) >= 0.75);
    match like.and_then(|like| Sheet::ALL.into_iter().find(|sheet| sheet.name() == like)) {
        Some(sheet) => faults.push(whole(
            sheet,
            Problem::from(Unknown {
                what: Text::new("表", "sheet"),
                value: name.to_owned(),
                expected: Text::new("表の名前", "the name of a sheet"),
                nearest: Some(faults.form.name_of(sheet)),
            }),
        )),
        None => notices.push(Notice::Ignored { name: name.to_owned() }),
    }
    None
}

/// Keeps a sheet's grid; a second one of the same sheet is a fault.
pub(super) fn place(grids: &mut Grids, sheet: Sheet, grid: Grid, name: &str, faults: &mut Faults) {
    if grids.insert(sheet, grid).is_some() {
        let twice = Text::new(
            format!("「{name}」で同じ表が2つになります。どちらかを消してください"),
            format!("{name:?} gives this sheet a second time; remove one of the two"),
        );
        faults.push(whole(sheet, Problem::Conflict(twice)));
    }
}

/// A fault of a sheet as a whole.
pub(super) fn whole(sheet: Sheet, problem: Problem) -> InputFault {
    InputFault { sheet, entry: None, row: None, column: String::new(), problem }
}

/// From grids to a workshop that agrees with itself, alone or put into one that is there already.
pub(super) fn read_grids(
    base: Option<&Workshop>,
    mut grids: Grids,
    mut faults: Faults,
    mut notices: Vec<Notice>,
) -> Result<(Workshop, Vec<Notice>), ImportError> {
    for sheet in Sheet::ALL {
        let rows = grids.get(&sheet).map_or(0, |grid| grid.blank);
        if rows > 0 {
            notices.push(Notice::BlankRows { name: faults.form.name_of(sheet), rows });
        }
    }
    let mut keys = HashMap::new();
    let mut workshop = base.cloned();
    match grids.get(&Sheet::Workshop) {
        _ if base.is_some() => {
            grids.remove(&Sheet::Workshop);
        }
        Some(grid) => {
            let mut complain = complaints(Sheet::Workshop, &mut faults);
            let (read, rows) = grid::read_keys(grid, &Context::default(), &mut complain);
            (workshop, keys) = (Some(read), rows);
        }
        None => faults.push(whole(
            Sheet::Workshop,
            Problem::Missing {
                expected: Text::new(
                    "この表（ワークショップのID・タイムゾーン・開催日）",
                    "this sheet with the workshop's id, zone and days",
                ),
            },
        )),
    }
    // Without the workshop's own sheet the other sheets are still read, for their faults.
    let mut reader = Reader {
        grids,
        context: Context {
            days: workshop.as_ref().map(|w: &Workshop| w.days.clone()).unwrap_or_default(),
        },
        workshop: workshop.unwrap_or_else(grid::Tabular::blank),
        merging: base.is_some(),
        rows: HashMap::new(),
        faults,
    };
    each_sheet(&mut reader);
    let Reader { mut workshop, rows, mut faults, .. } = reader;
    // What references what can only be told when every row was read.
    if faults.is_empty() {
        for mut fault in agreement(&mut workshop) {
            if base.is_some() && fault.is_emptiness() {
                continue;
            }
            let row = |entry: usize| *rows.get(&fault.sheet)?.get(entry)?;
            if let Problem::Duplicate { entry, row: first, .. } = &mut fault.problem {
                *first = row(*entry);
            }
            fault.row = match fault.entry {
                Some(entry) => row(entry),
                None => keys.get(fault.column.as_str()).copied(),
            };
            faults.push(fault);
        }
    }
    if faults.is_empty() { Ok((workshop, notices)) } else { Err(faults.into_error()) }
}

/// Labels of concepts become ids; and every fault of the workshop as a whole.
pub(super) fn agreement(workshop: &mut Workshop) -> Vec<InputFault> {
    let mut faults = Vec::new();
    resolve(workshop, Thesaurus::embedded(), &mut |sheet, entry, column, problem| {
        let (entry, column) = (Some(entry), column.to_owned());
        faults.push(InputFault { sheet, entry, row: None, column, problem });
    });
    faults.extend(check(workshop));
    faults
}

fn complaints(sheet: Sheet, faults: &mut Faults) -> impl FnMut(GridFault) {
    move |GridFault { entry, row, column, problem }| {
        faults.push(InputFault { sheet, entry, row, column, problem });
    }
}

struct Reader {
    grids: Grids,
    context: Context,
    workshop: Workshop,
    /// Rows are put into what is there.
    merging: bool,
    /// Of each entry the row it was read from, where it was.
    rows: HashMap<Sheet, Vec<Option<usize>>>,
    faults: Faults,
}

impl EachSheet for Reader {
    fn sheet<R: Record>(&mut self) {
        let Some(grid) = self.grids.remove(&R::SHEET) else { return };
        let mut complain = complaints(R::SHEET, &mut self.faults);
        let records = grid::read::<R>(&grid, &self.context, &mut complain);
        let list = R::list_mut(&mut self.workshop);
        if !self.merging {
            list.clear();
        }
        let mut rows = vec![None; list.len()];
        merge(list, records.records.into_iter().zip(records.rows), |i, row| {
            rows.resize(rows.len().max(i + 1), None);
            rows[i] = Some(row);
        });
        self.rows.insert(R::SHEET, rows);
    }
}

/// Puts records into a list: in place of the one that was there under the same id, after the others
/// where there is none. What has no id is there once. Two of one id in the same file stay two, so
/// that the check can say so. `put` hears where each went.
pub(super) fn merge<R: serde::Serialize, T>(
    list: &mut Vec<R>,
    records: impl Iterator<Item = (R, T)>,
    mut put: impl FnMut(usize, T),
) {
    // An id, or all of a record that has none.
    let key = |record: &R| {
        let value = serde_json::to_value(record).unwrap_or_default();
        value.get("id").cloned().unwrap_or(value).to_string()
    };
    let mut there: HashMap<String, usize> =
        list.iter().enumerate().map(|(i, one)| (key(one), i)).collect();
    for (record, of) in records {
        let i = match there.remove(&key(&record)) {
            Some(i) => {
                list[i] = record;
                i
            }
            None => {
                list.push(record);
                list.len() - 1
            }
        };
        put(i, of);
    }
}

/// The workshop's tables in the order of the sheets, headers in `lang`; `notes` explains the keys.
pub(super) fn tables(workshop: &Workshop, lang: Lang, notes: bool) -> Vec<(Sheet, Table)> {
    let mut writer = Writer { workshop, lang, tables: Vec::new() };
    writer.tables.push((Sheet::Workshop, grid::write_keys(workshop, lang, notes)));
    each_sheet(&mut writer);
    writer.tables
}

struct Writer<'a> {
    workshop: &'a Workshop,
    lang: Lang,
    tables: Vec<(Sheet, Table)>,
}

impl EachSheet for Writer<'_> {
    fn sheet<R: Record>(&mut self) {
        self.tables.push((R::SHEET, grid::write(R::list(self.workshop), self.lang)));
    }
}
