//! Answers that say no: `application/problem+json` (RFC 9457) with a stable type, what happened and
//! a way out.

use crate::app::AppError;
use crate::domain::{InputFault, Lang};
use crate::store::StoreError;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use actix_web::{HttpResponse, ResponseError};
use serde::{Deserialize, Serialize};
use std::fmt;
use utoipa::ToSchema;

/// The kinds of problem; their names are a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemKind {
    BadRequest,
    NotSignedIn,
    OneTimeNeeded,
    OneTimeDemanded,
    SignInAgain,
    NotAllowed,
    NotFound,
    MethodNotAllowed,
    Changed,
    DoubleBooked,
    AlreadyThere,
    OverLimit,
    NotOpen,
    TooLarge,
    WrongMediaType,
    KeyReused,
    PreconditionNeeded,
    TooMany,
    Busy,
    Internal,
}

impl ProblemKind {
    fn status(self) -> StatusCode {
        match self {
            ProblemKind::BadRequest => StatusCode::BAD_REQUEST,
            ProblemKind::NotSignedIn | ProblemKind::OneTimeNeeded => StatusCode::UNAUTHORIZED,
            ProblemKind::NotAllowed | ProblemKind::SignInAgain | ProblemKind::OneTimeDemanded => {
                StatusCode::FORBIDDEN
            }
            ProblemKind::NotFound => StatusCode::NOT_FOUND,
            ProblemKind::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            ProblemKind::Changed => StatusCode::PRECONDITION_FAILED,
            ProblemKind::DoubleBooked
            | ProblemKind::AlreadyThere
            | ProblemKind::OverLimit
            | ProblemKind::NotOpen => StatusCode::CONFLICT,
            ProblemKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            ProblemKind::WrongMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ProblemKind::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            ProblemKind::PreconditionNeeded => StatusCode::PRECONDITION_REQUIRED,
            ProblemKind::TooMany => StatusCode::TOO_MANY_REQUESTS,
            ProblemKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
            ProblemKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(self) -> &'static str {
        match self {
            ProblemKind::BadRequest => "the request cannot be understood",
            ProblemKind::NotSignedIn => "not signed in",
            ProblemKind::OneTimeNeeded => "a one-time code is needed",
            ProblemKind::OneTimeDemanded => "one-time codes are to be set up first",
            ProblemKind::SignInAgain => "sign in again",
            ProblemKind::NotAllowed => "not allowed",
            ProblemKind::NotFound => "not found",
            ProblemKind::MethodNotAllowed => "no such method here",
            ProblemKind::Changed => "changed by somebody else",
            ProblemKind::DoubleBooked => "taken at that time",
            ProblemKind::AlreadyThere => "there already",
            ProblemKind::OverLimit => "a limit is reached",
            ProblemKind::NotOpen => "not open now",
            ProblemKind::TooLarge => "too large",
            ProblemKind::WrongMediaType => "not JSON",
            ProblemKind::KeyReused => "idempotency key used for another request",
            ProblemKind::PreconditionNeeded => "If-Match is missing",
            ProblemKind::TooMany => "too many requests",
            ProblemKind::Busy => "busy",
            ProblemKind::Internal => "a fault of enishi",
        }
    }

    fn name(self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|v| v.as_str().map(str::to_owned))
            .unwrap_or_default()
    }
}

/// What a client is told.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct ProblemBody {
    /// `/problems/` and the kind; stable.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not-found")]
    pub kind: String,
    /// What kind of problem it is, in a few words.
    pub title: String,
    pub status: u16,
    /// What happened, with the values, and a way out.
    pub detail: String,
    /// The same in Japanese, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail_ja: Option<String>,
    /// What is wrong with an imported file, one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FaultOfFile>,
}

/// One fault of an imported file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FaultOfFile {
    pub sheet: String,
    /// As the spreadsheet counts; null where it is no row's fault.
    pub row: Option<usize>,
    /// Index of the entry in its list, from 0; null where it is the whole list's fault.
    pub entry: Option<usize>,
    /// Empty where it is no column's fault.
    pub column: String,
    pub message: String,
    /// The same in Japanese.
    pub message_ja: String,
    /// What is wrong alone, for whoever shows it at its place.
    pub what: String,
    pub what_ja: String,
}

impl From<&InputFault> for FaultOfFile {
    fn from(fault: &InputFault) -> FaultOfFile {
        let text = fault.under(fault.sheet.name());
        let what = fault.problem.text();
        FaultOfFile {
            sheet: fault.sheet.name().to_owned(),
            row: fault.row,
            column: fault.column.clone(),
            entry: fault.entry,
            message: text.en,
            message_ja: text.ja,
            what: what.en,
            what_ja: what.ja,
        }
    }
}

/// An error that becomes an answer. What only the log may know is kept apart.
#[derive(Debug, Clone)]
pub struct Problem {
    pub kind: ProblemKind,
    pub detail: String,
    detail_ja: Option<String>,
    faults: Vec<FaultOfFile>,
    log: Option<String>,
    /// A header that says more: when to come again, or the version that is there.
    header: Option<Box<(&'static str, String)>>,
}

fn come_again(seconds: u64) -> Option<Box<(&'static str, String)>> {
    Some(Box::new(("Retry-After", seconds.to_string())))
}

impl Problem {
    pub fn new(kind: ProblemKind, detail: impl Into<String>) -> Problem {
        Problem {
            kind,
            detail: detail.into(),
            detail_ja: None,
            faults: Vec::new(),
            log: None,
            header: None,
        }
    }

    pub fn bad(detail: impl Into<String>) -> Problem {
        Problem::new(ProblemKind::BadRequest, detail)
    }

    /// The same problem with what is wrong in a file, and its words in Japanese.
    pub fn with_faults(self, detail_ja: String, faults: &[InputFault]) -> Problem {
        let faults = faults.iter().map(FaultOfFile::from).collect();
        Problem { detail_ja: Some(detail_ja), faults, ..self }
    }

    /// The same problem with its words in Japanese.
    pub fn in_japanese(self, detail_ja: impl Into<String>) -> Problem {
        Problem { detail_ja: Some(detail_ja.into()), ..self }
    }

    /// The same answer for what is not there and what is not for the caller's eyes.
    pub fn not_found() -> Problem {
        Problem::new(ProblemKind::NotFound, "there is nothing here; check the address")
    }

    pub fn not_signed_in() -> Problem {
        Problem::new(
            ProblemKind::NotSignedIn,
            "sign in, or send an access token as \"Authorization: Bearer …\"",
        )
    }

    pub fn not_allowed(detail: impl Into<String>) -> Problem {
        Problem::new(ProblemKind::NotAllowed, detail)
    }

    /// Somebody else was faster; `now` is the tag of what is there, if anything is.
    pub fn changed(now: Option<&str>) -> Problem {
        let detail = "this has changed since you read it, and nothing was overwritten; look at it as \
                      it is now, then repeat your change";
        let header = now.map(|tag| Box::new(("ETag", tag.to_owned())));
        Problem { header, ..Problem::new(ProblemKind::Changed, detail) }.in_japanese(
            "読み込んだあとに内容が変わったため、上書きしませんでした。\
                 いまの内容を確かめてから、もう一度保存してください。",
        )
    }

    pub fn too_many(seconds: u64) -> Problem {
        let detail = format!("too many requests; try again in {seconds} seconds");
        Problem { header: come_again(seconds), ..Problem::new(ProblemKind::TooMany, detail) }
    }

    /// The same problem in other words.
    pub fn instead(self, detail: impl Into<String>, detail_ja: impl Into<String>) -> Problem {
        Problem { detail: detail.into(), ..self }.in_japanese(detail_ja)
    }

    /// What is told in a language, where it is known.
    pub fn words(&self, lang: Lang) -> &str {
        match (lang, &self.detail_ja) {
            (Lang::Ja, Some(words)) => words,
            _ => &self.detail,
        }
    }

    pub fn internal(log: impl fmt::Display) -> Problem {
        Problem {
            log: Some(log.to_string()),
            ..Problem::new(
                ProblemKind::Internal,
                "something went wrong on our side; try again, and tell the organizer if it stays",
            )
        }
    }

    pub fn body(&self) -> ProblemBody {
        ProblemBody {
            kind: format!("/problems/{}", self.kind.name()),
            title: self.kind.title().to_owned(),
            status: self.kind.status().as_u16(),
            detail: self.detail.clone(),
            detail_ja: self.detail_ja.clone(),
            faults: self.faults.clone(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.title(), self.log.as_deref().unwrap_or(&self.detail))
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind.status()
    }

    fn error_response(&self) -> HttpResponse {
        if let Some(log) = &self.log {
            tracing::error!(problem = %log, "a request failed");
        }
        let mut answer = HttpResponse::build(self.status_code());
        if let Some((name, value)) = self.header.as_deref() {
            answer.insert_header((*name, value.as_str()));
        }
        let body = serde_json::to_string(&self.body()).unwrap_or_default();
        let mut answer = answer.body(body);
        let json = HeaderValue::from_static("application/problem+json");
        answer.headers_mut().insert(CONTENT_TYPE, json);
        answer
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        let detail = error.to_string();
        match error {
            StoreError::NotFound { .. } => Problem::not_found(),
            StoreError::DoubleBooked { .. } => Problem::new(ProblemKind::DoubleBooked, detail),
            StoreError::Changed { .. } => Problem::new(ProblemKind::Changed, detail),
            StoreError::Exists { .. } => Problem::new(ProblemKind::AlreadyThere, detail),
            StoreError::Immutable => Problem::new(ProblemKind::AlreadyThere, detail),
            StoreError::Busy(_) => Problem {
                log: Some(detail),
                header: come_again(1),
                ..Problem::new(ProblemKind::Busy, "the database is busy; try again in a second")
            }
            .in_japanese("データベースが混み合っています。少し待ってからもう一度お試しください。"),
            StoreError::Unavailable(_) => Problem {
                log: Some(detail),
                header: come_again(10),
                ..Problem::new(
                    ProblemKind::Busy,
                    "the database does not work at the moment, and nothing was changed; try again \
                     later, and tell the organizer if it stays",
                )
            }
            .in_japanese(
                "データベースが一時的に使えません。変更は保存されていません。\
                 しばらくしてからもう一度お試しください。続く場合は主催者にお知らせください。",
            ),
            StoreError::Corrupt { .. }
            | StoreError::Refused(_)
            | StoreError::NoRandomness(_)
            | StoreError::Address(_) => Problem::internal(detail),
        }
    }
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Problem {
        let text = error.text();
        match error.exit() {
            crate::app::Exit::BadInput => {
                Problem { detail_ja: Some(text.ja), ..Problem::bad(text.en) }
            }
            _ => Problem::internal(text.get(Lang::En)),
        }
    }
}

impl From<actix_web::error::BlockingError> for Problem {
    fn from(error: actix_web::error::BlockingError) -> Problem {
        Problem::internal(error)
    }
}
