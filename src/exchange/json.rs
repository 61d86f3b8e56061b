//! JSON: the workshop as the engines know it, nothing flattened, nothing left out.

use super::columns::{EachSheet, Record, each_sheet};
use super::complaint::{self, fault_in};
use super::encoding::{Encoding, decode};
use super::error::{ExportError, Faults, Form, ImportError, Limits, Notice};
use super::mapping::MappedImport;
use super::sheets::{Budget, agreement, merge};
use crate::domain::{InputFault, Problem, Sheet, Text, Workshop};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// Reads a workshop from JSON; unknown fields are refused. A workshop that is returned has passed
/// `check`. Errors list every fault found, entries counted from 1.
pub fn read_json(bytes: &[u8], limits: &Limits) -> Result<(Workshop, Vec<Notice>), ImportError> {
    let mut budget = Budget::new(limits);
    budget.take_bytes(bytes.len())?;
    let (text, encoding) = decode(bytes).map_err(|error| ImportError::Json(error.text()))?;
    let mut notices = Vec::new();
    if encoding != Encoding::Utf8 {
        notices.push(Notice::Decoded { file: "JSON".to_owned(), encoding });
    }
    read_whole(&text, false, notices, limits)
}

fn read_whole(
    text: &str,
    may_be_empty: bool,
    notices: Vec<Notice>,
    limits: &Limits,
) -> Result<(Workshop, Vec<Notice>), ImportError> {
    let mut budget = Budget::new(limits);
    let mut faults = Faults::new(Form::Json, limits);
    let mut workshop: Workshop = match serde_json::from_str(text) {
        Ok(workshop) => workshop,
        Err(error) => {
            let Ok(Value::Object(object)) = serde_json::from_str(text) else {
                return Err(ImportError::Json(complaint::unreadable(&error)));
            };
            find_faults(object, &mut faults);
            if faults.is_empty() {
                return Err(ImportError::Json(complaint::unreadable(&error)));
            }
            return Err(faults.into_error());
        }
    };
    let mut count = Count { workshop: &workshop, rows: 0 };
    each_sheet(&mut count);
    budget.take_rows(count.rows, "JSON")?;
    for fault in agreement(&mut workshop) {
        if !(may_be_empty && fault.is_emptiness()) {
            faults.push(fault);
        }
    }
    if faults.is_empty() { Ok((workshop, notices)) } else { Err(faults.into_error()) }
}

/// Reads JSON with some of a workshop's lists, for example `{"people": […]}`, into a workshop that is
/// there already, as `read_sheets_into` does; other keys are left alone. Faults count the entries of
/// the file. With `by_entry`, entries with faults are left out and told; else one fault refuses the
/// file. Cost: linear in the bytes, times the rounds that entries left out bring about (an entry falls
/// with what it refers to).
pub fn read_json_into(
    base: &Workshop,
    bytes: &[u8],
    by_entry: bool,
    limits: &Limits,
) -> Result<MappedImport, ImportError> {
    // To leave entries out, all their faults must be known.
    let limits = &Limits { faults: if by_entry { usize::MAX } else { limits.faults }, ..*limits };
    Budget::new(limits).take_bytes(bytes.len())?;
    let (text, _) = decode(bytes).map_err(|error| ImportError::Json(error.text()))?;
    let unreadable = |error: serde_json::Error| ImportError::Json(complaint::unreadable(&error));
    let base = serde_json::to_value(base).map_err(unreadable)?;
    let mut given = lists(serde_json::from_str(&text).map_err(unreadable)?, limits)?;
    let mut left_out: Vec<InputFault> = Vec::new();
    loop {
        let mut whole = base.clone();
        // Where in the file stands what stands there in the list.
        let mut places: HashMap<(Sheet, usize), usize> = HashMap::new();
        for (sheet, entries) in &given {
            if let Some(Value::Array(there)) = whole.get_mut(sheet.name()) {
                let entries = entries.iter().map(|(place, entry)| (entry.clone(), *place));
                merge(there, entries, |i, place| {
                    places.insert((*sheet, i), place);
                });
            }
        }
        let (form, mut faults, more) = match read_whole(&whole.to_string(), true, vec![], limits) {
            Ok((workshop, notices)) => return Ok(MappedImport { workshop, notices, left_out }),
            Err(ImportError::Faults { form, faults, more }) => (form, faults, more),
            Err(error) => return Err(error),
        };
        for fault in &mut faults {
            fault.entry = fault.entry.and_then(|i| places.get(&(fault.sheet, i)).copied());
        }
        if !by_entry || faults.iter().any(|fault| fault.entry.is_none()) {
            return Err(ImportError::Faults { form, faults, more });
        }
        for fault in &faults {
            if let Some(entries) = given.get_mut(&fault.sheet) {
                entries.retain(|(place, _)| Some(*place) != fault.entry);
            }
        }
        left_out.extend(faults);
    }
}

/// The file's lists, every entry with its place in the file, from 0.
fn lists(
    given: Map<String, Value>,
    limits: &Limits,
) -> Result<BTreeMap<Sheet, Vec<(usize, Value)>>, ImportError> {
    let mut faults = Faults::new(Form::Json, limits);
    let mut found = BTreeMap::new();
    for (name, list) in given {
        let is_list = |sheet: &Sheet| sheet.name() == name && *sheet != Sheet::Workshop;
        let Some(sheet) = Sheet::ALL.into_iter().find(is_list) else { continue };
        match list {
            Value::Array(entries) => {
                found.insert(sheet, entries.into_iter().enumerate().collect());
            }
            other => faults.push(no_list(sheet, &other)),
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults.into_error()) }
}

fn no_list(sheet: Sheet, value: &Value) -> InputFault {
    let problem = unreadable(value, Text::new("一覧（配列）", "a list"));
    InputFault { sheet, entry: None, row: None, column: String::new(), problem }
}

/// A workshop as JSON that `read_json` reads back exactly as it was.
pub fn write_json(workshop: &Workshop) -> Result<Vec<u8>, ExportError> {
    let mut out = serde_json::to_vec_pretty(workshop)
        .map_err(|error| ExportError::Json(error.to_string()))?;
    out.push(b'\n');
    Ok(out)
}

struct Count<'a> {
    workshop: &'a Workshop,
    rows: usize,
}

impl EachSheet for Count<'_> {
    fn sheet<R: Record>(&mut self) {
        self.rows += R::list(self.workshop).len();
    }
}

/// Every entry that does not fit its type, by reading each on its own.
fn find_faults(object: Map<String, Value>, faults: &mut Faults) {
    let mut reader = Reader { object, faults };
    each_sheet(&mut reader);
    let Reader { mut object, faults } = reader;
    // What is left is the workshop's own; its one list without a default is empty by now.
    object.insert(Sheet::Rooms.name().to_owned(), Value::Array(Vec::new()));
    if let Some((column, problem)) = fault_in::<Workshop>(&Value::Object(object)) {
        faults.push(InputFault { sheet: Sheet::Workshop, entry: None, row: None, column, problem });
    }
}

struct Reader<'a> {
    object: Map<String, Value>,
    faults: &'a mut Faults,
}

impl EachSheet for Reader<'_> {
    fn sheet<R: Record>(&mut self) {
        let mut complain = |entry, column, problem| {
            self.faults.push(InputFault { sheet: R::SHEET, entry, row: None, column, problem });
        };
        let entries = match self.object.remove(R::SHEET.name()) {
            None if R::SHEET == Sheet::Rooms => {
                let expected = Text::new("会場の一覧", "a list of rooms");
                return complain(None, String::new(), Problem::Missing { expected });
            }
            None => return,
            Some(Value::Array(entries)) => entries,
            Some(other) => return self.faults.push(no_list(R::SHEET, &other)),
        };
        for (index, entry) in entries.into_iter().enumerate() {
            match entry {
                entry @ Value::Object(_) => {
                    if let Some((column, problem)) = fault_in::<R>(&entry) {
                        complain(Some(index), column, problem);
                    }
                }
                other => {
                    let problem = unreadable(&other, Text::new("オブジェクト", "an object"));
                    complain(Some(index), String::new(), problem);
                }
            }
        }
    }
}

fn unreadable(value: &Value, expected: Text) -> Problem {
    Problem::Unreadable { value: super::cell::excerpt(&value.to_string()), expected }
}
