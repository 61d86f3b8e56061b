//! What an import may take, what it says beside the data, and why it can fail.

use super::encoding::Encoding;
use crate::domain::{InputFault, Sheet, Text};
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

    /// A fault in words, its sheet under that name.
    pub fn tell(self, fault: &InputFault) -> Text {
        fault.under(&self.name_of(fault.sheet))
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

impl Notice {
    /// The notice in words.
    pub fn text(&self) -> Text {
        match self {
            Notice::Decoded { file, encoding } => Text::new(
                format!("{file}：{encoding} として読みました"),
                format!("{file}: read as {encoding}"),
            ),
            Notice::Tabs { file } => Text::new(
                format!("{file}：列はタブで区切られています"),
                format!("{file}: columns are separated by tabs"),
            ),
            Notice::BlankRows { name, rows } => {
                let s = if *rows == 1 { "" } else { "s" };
                Text::new(
                    format!("{name}：空の行を {rows} 行読み飛ばしました"),
                    format!("{name}: {rows} blank row{s} skipped"),
                )
            }
            Notice::Ignored { name } => Text::new(
                format!("{name}：この名前の表はないため、読んでいません"),
                format!("{name}: ignored, as no sheet has this name"),
            ),
        }
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

/// Why nothing was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportError {
    /// Faults in the data; `more` of them were found beyond those listed.
    Faults {
        form: Form,
        faults: Vec<InputFault>,
        more: usize,
    },
    TooManyRows {
        name: String,
        limit: usize,
    },
    TooLarge {
        what: Text,
        limit: usize,
    },
    Xlsx(Text),
    Json(Text),
}

impl ImportError {
    /// What is wrong and the way out; a line for each fault.
    pub fn text(&self) -> Text {
        match self {
            ImportError::Faults { form, faults, more } => {
                lines(faults.iter().map(|fault| form.tell(fault)), *more)
            }
            ImportError::TooManyRows { name, limit } => Text::new(
                format!(
                    "{name}：全体で {limit} 行を超えています。行を減らすか、メモリに余裕があれば上限を上げて\
                     ください"
                ),
                format!(
                    "{name}: more than {limit} rows in all; leave some out, or raise the limit if \
                     the machine has the memory"
                ),
            ),
            ImportError::TooLarge { what, limit } => Text::new(
                format!(
                    "{}。{limit} バイトまでです。データを減らすか、上限を上げてください",
                    what.ja
                ),
                format!(
                    "{}; at most {limit} bytes are taken: leave some data out, or raise the limit",
                    what.en
                ),
            ),
            ImportError::Xlsx(reason) => Text::new(
                format!(
                    "XLSX として読めません（{}）。表計算ソフトで開き、.xlsx で保存し直してください",
                    reason.ja
                ),
                format!(
                    "not a readable XLSX file ({}); open it in a spreadsheet and save it as .xlsx \
                     again",
                    reason.en
                ),
            ),
            ImportError::Json(reason) => Text::new(
                format!("JSON として読めません：{}", reason.ja),
                format!("not readable as JSON: {}", reason.en),
            ),
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for ImportError {}

/// A line for each fault, and how many `more` there are.
pub(super) fn lines(faults: impl Iterator<Item = Text>, more: usize) -> Text {
    let (mut ja, mut en): (Vec<String>, Vec<String>) = faults.map(|t| (t.ja, t.en)).unzip();
    if more > 0 {
        ja.push(format!("ほかに {more} 件（まず上の誤りを直してください）"));
        en.push(format!("and {more} more; mend these first"));
    }
    Text::new(ja.join("\n"), en.join("\n"))
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
