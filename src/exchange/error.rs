//! What an import may take, what it says beside the data, and why it can fail.

use super::encoding::Encoding;
use crate::domain::{InputFault, Sheet};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Limits of an import. Passing one is an error, never a silent cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows with data over all sheets.
    pub rows: usize,
    /// Faults that are listed; those beyond are counted.
    pub faults: usize,
    /// Bytes over all files, an XLSX counted unpacked.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { rows: 1_000_000, faults: 100, bytes: 1 << 29 }
    }
}

/// The form in which a workshop's sheets came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Csv,
    Xlsx,
    Json,
}

impl Form {
    /// The name under which the reader finds a sheet: `people.csv`, `worksheet people`, `people`.
    pub fn name_of(self, sheet: Sheet) -> String {
        match self {
            Form::Csv => format!("{sheet}.csv"),
            Form::Xlsx => format!("worksheet {sheet}"),
            Form::Json => sheet.to_string(),
        }
    }
}

/// Something worth knowing about an import that went well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// The file was not plain UTF-8.
    Decoded { file: String, encoding: Encoding },
    /// The file's columns are separated by tabs, as Excel's Unicode text is.
    Tabs { file: String },
    /// Blank rows were passed over.
    BlankRows { name: String, rows: usize },
    /// A file or worksheet whose name is no sheet's was left alone.
    Ignored { name: String },
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Decoded { file, encoding } => write!(f, "{file}: read as {encoding}"),
            Notice::Tabs { file } => write!(f, "{file}: columns are separated by tabs"),
            Notice::BlankRows { name, rows: 1 } => write!(f, "{name}: 1 blank row skipped"),
            Notice::BlankRows { name, rows } => write!(f, "{name}: {rows} blank rows skipped"),
            Notice::Ignored { name } => write!(f, "{name}: ignored, as no sheet has this name"),
        }
    }
}

/// Why nothing was imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Faults in the data; `more` of them were found beyond those listed.
    #[error("{}", listed(*form, faults, *more))]
    Faults { form: Form, faults: Vec<InputFault>, more: usize },
    #[error(
        "{name}: more than {limit} rows in all; leave some out, or raise the limit if the machine \
         has the memory"
    )]
    TooManyRows { name: String, limit: usize },
    #[error("{what}; at most {limit} bytes are taken: leave some data out, or raise the limit")]
    TooLarge { what: String, limit: usize },
    #[error("not a readable XLSX file ({0}); open it in a spreadsheet and save it as .xlsx again")]
    Xlsx(String),
    #[error("not readable as JSON: {0}")]
    Json(String),
}

fn listed(form: Form, faults: &[InputFault], more: usize) -> String {
    let mut lines: Vec<String> =
        faults.iter().map(|fault| fault.under(&form.name_of(fault.sheet))).collect();
    if more > 0 {
        lines.push(format!("and {more} more; mend these first"));
    }
    lines.join("\n")
}

/// Why a workshop cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error("the XLSX file cannot be written: {0}")]
    Xlsx(String),
    #[error("the JSON cannot be written: {0}")]
    Json(String),
}

/// Faults as they are found: the first ones kept, the others counted.
pub(super) struct Faults {
    pub form: Form,
    limit: usize,
    kept: Vec<InputFault>,
    more: usize,
}

impl Faults {
    pub fn new(form: Form, limits: &Limits) -> Faults {
        Faults { form, limit: limits.faults, kept: Vec::new(), more: 0 }
    }

    pub fn push(&mut self, fault: InputFault) {
        if self.kept.len() < self.limit {
            self.kept.push(fault);
        } else {
            self.more += 1;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty() && self.more == 0
    }

    /// The faults as an error, in the order of sheets and rows.
    pub fn into_error(mut self) -> ImportError {
        self.kept.sort_by_key(|fault| (fault.sheet, fault.row, fault.entry));
        ImportError::Faults { form: self.form, faults: self.kept, more: self.more }
    }
}
