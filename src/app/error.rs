//! Why something could not be done, in both languages, and the exit code it means.

use crate::domain::{InputFault, Text, Unknown, WorkshopId};
use crate::exchange::report::ReportError;
use crate::exchange::{ExportError, ImportError, TimetableError};
use crate::matching::MatchingError;
use crate::solver::SolverError;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// How a command ended. The numbers are a promise to scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exit {
    Done = 0,
    /// A fault of the product itself.
    Internal = 1,
    /// Arguments or data that cannot be used; nothing was written.
    BadInput = 2,
    /// The answer is no: a timetable with faults, a consortium that no scheme takes.
    Faults = 3,
    /// No plan can keep what is asked.
    Infeasible = 4,
    /// No plan was found before the limit or the interruption.
    NoneInTime = 5,
}

/// Why something could not be done.
#[derive(Debug)]
pub enum AppError {
    /// A file or folder that is not there.
    Missing {
        path: PathBuf,
        expected: Text,
    },
    /// A file that the system does not let us read.
    Unreadable {
        path: PathBuf,
        reason: String,
    },
    /// A file or folder that the system does not let us write.
    Unwritable {
        path: PathBuf,
        reason: String,
    },
    TooLarge {
        path: PathBuf,
        limit: u64,
    },
    /// A workshop whose data cannot be used.
    Workshop {
        path: PathBuf,
        error: ImportError,
    },
    /// A JSON file that is not what it should be.
    Json {
        path: PathBuf,
        expected: Text,
        reason: Text,
    },
    /// A timetable whose data cannot be used.
    Timetable {
        path: PathBuf,
        error: TimetableError,
    },
    /// A timetable that belongs to another workshop.
    OtherWorkshop {
        path: PathBuf,
        found: WorkshopId,
        expected: WorkshopId,
    },
    /// The draft of a consortium whose data cannot be used.
    Consortium {
        path: PathBuf,
        faults: Vec<String>,
    },
    /// A name that is not known, and the nearest that is.
    Unknown(Box<Unknown>),
    /// An argument that cannot be used.
    Argument(Text),
    Matching(MatchingError),
    Export(ExportError),
    Report(ReportError),
    Solver(SolverError),
}

impl AppError {
    /// A file's faults, a line each.
    pub(super) fn lines(path: &Path, faults: &[Text]) -> AppError {
        let lines = |text: fn(&Text) -> &String| {
            faults.iter().map(|f| text(f).as_str()).collect::<Vec<_>>().join("\n")
        };
        let path = path.display();
        AppError::Argument(Text::new(
            format!("{path}：\n{}", lines(|f| &f.ja)),
            format!("{path}:\n{}", lines(|f| &f.en)),
        ))
    }

    pub fn exit(&self) -> Exit {
        match self {
            AppError::Missing { .. }
            | AppError::Unreadable { .. }
            | AppError::Unwritable { .. }
            | AppError::TooLarge { .. }
            | AppError::Workshop { .. }
            | AppError::Json { .. }
            | AppError::Timetable { .. }
            | AppError::OtherWorkshop { .. }
            | AppError::Consortium { .. }
            | AppError::Unknown(_)
            | AppError::Argument(_)
            | AppError::Matching(_) => Exit::BadInput,
            AppError::Export(_) | AppError::Report(_) | AppError::Solver(_) => Exit::Internal,
        }
    }

    /// A short name for machines.
    pub fn kind(&self) -> &'static str {
        match self {
            AppError::Missing { .. } => "missing",
            AppError::Unreadable { .. } => "unreadable",
            AppError::Unwritable { .. } => "unwritable",
            AppError::TooLarge { .. } => "too_large",
            AppError::Workshop { .. } => "workshop",
            AppError::Json { .. } => "json",
            AppError::Timetable { .. } => "timetable",
            AppError::OtherWorkshop { .. } => "other_workshop",
            AppError::Consortium { .. } => "consortium",
            AppError::Unknown(_) => "unknown",
            AppError::Argument(_) => "argument",
            AppError::Matching(_) => "matching",
            AppError::Export(_) => "export",
            AppError::Report(_) => "report",
            AppError::Solver(_) => "solver",
        }
    }

    /// The faults of a workshop's data, one by one; empty for other errors.
    pub fn input_faults(&self) -> &[InputFault] {
        match self {
            AppError::Workshop { error: ImportError::Faults { faults, .. }, .. } => faults,
            _ => &[],
        }
    }

    /// What happened and the way out.
    pub fn text(&self) -> Text {
        match self {
            AppError::Missing { path, expected } => Text::new(
                format!("{}：見つかりません。{}", path.display(), expected.ja),
                format!("{}: not found; {}", path.display(), expected.en),
            ),
            AppError::Unreadable { path, reason } => Text::new(
                format!("{}：読めません（{reason}）。権限と種類を確認してください", path.display()),
                format!(
                    "{}: cannot be read ({reason}); check its permissions and kind",
                    path.display()
                ),
            ),
            AppError::Unwritable { path, reason } => Text::new(
                format!(
                    "{}：書き込めません（{reason}）。別の出力先を指定してください",
                    path.display()
                ),
                format!("{}: cannot be written ({reason}); choose another place", path.display()),
            ),
            AppError::TooLarge { path, limit } => Text::new(
                format!("{}：大きすぎます。{limit} バイトまでです", path.display()),
                format!("{}: too large; at most {limit} bytes are taken", path.display()),
            ),
            AppError::Workshop { path, error } => Text::new(
                format!(
                    "{}：ワークショップのデータを使えません。\n{}",
                    path.display(),
                    error.text().ja
                ),
                format!("{}: the workshop's data cannot be used:\n{error}", path.display()),
            ),
            AppError::Json { path, expected, reason } => Text::new(
                format!("{}：{}として読めません：{}", path.display(), expected.ja, reason.ja),
                format!("{}: not readable as {}: {}", path.display(), expected.en, reason.en),
            ),
            AppError::Timetable { path, error } => Text::new(
                format!("{}：日程表として使えません。\n{}", path.display(), error.text().ja),
                format!("{}: the timetable cannot be used:\n{error}", path.display()),
            ),
            AppError::OtherWorkshop { path, found, expected } => Text::new(
                format!(
                    "{}：ワークショップ \"{found}\" の日程表です。\"{expected}\" のものを渡してください",
                    path.display()
                ),
                format!(
                    "{}: a timetable of workshop \"{found}\"; expected one of \"{expected}\"",
                    path.display()
                ),
            ),
            AppError::Consortium { path, faults } => Text::new(
                format!(
                    "{}：コンソーシアムのデータを使えません。\n{}",
                    path.display(),
                    faults.join("\n")
                ),
                format!(
                    "{}: the consortium's data cannot be used:\n{}",
                    path.display(),
                    faults.join("\n")
                ),
            ),
            AppError::Unknown(unknown) => unknown.text(),
            AppError::Argument(text) => text.clone(),
            AppError::Matching(error) => both(error),
            AppError::Export(error) => both(error),
            AppError::Report(error) => both(error),
            AppError::Solver(error) => both(error),
        }
    }

    pub(super) fn reading(path: &Path, error: &io::Error, expected: Text) -> AppError {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::NotFound => AppError::Missing { path, expected },
            _ => AppError::Unreadable { path, reason: reason(error) },
        }
    }

    pub(super) fn writing(path: &Path, error: &io::Error) -> AppError {
        AppError::Unwritable { path: path.to_owned(), reason: reason(error) }
    }
}

/// What the system says, without its number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

fn both(error: &dyn std::error::Error) -> Text {
    Text::new(error.to_string(), error.to_string())
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for AppError {}

impl From<Unknown> for AppError {
    fn from(unknown: Unknown) -> Self {
        AppError::Unknown(Box::new(unknown))
    }
}

impl From<MatchingError> for AppError {
    fn from(error: MatchingError) -> Self {
        AppError::Matching(error)
    }
}

impl From<ExportError> for AppError {
    fn from(error: ExportError) -> Self {
        AppError::Export(error)
    }
}

impl From<ReportError> for AppError {
    fn from(error: ReportError) -> Self {
        AppError::Report(error)
    }
}

impl From<SolverError> for AppError {
    fn from(error: SolverError) -> Self {
        AppError::Solver(error)
    }
}
