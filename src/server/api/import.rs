//! Taking in a workshop from an XLSX or JSON file, and giving one out again.

use super::setup::id_in_addresses;
use crate::app::{AppError, tag_workshop};
use crate::domain::{InputFault, Workshop};
use crate::exchange::{ImportError, Limits, Notice, read_json, read_xlsx, write_json, write_xlsx};
use crate::server::answer::{create, digest, media_type};
use crate::server::caller::Caller;
use crate::server::limits::{MAX_IMPORT_ROWS, MAX_UNPACKED_BYTES};
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{NewEntry, Phase, RequestState, Role};
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::path::PathBuf;
use utoipa::{IntoParams, ToSchema};

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// How long the imported wishes stay open as requests.
pub const OPEN_SECONDS: i64 = 14 * 24 * 3600;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ImportQuery {
    /// Only look: nothing is kept.
    #[serde(default)]
    dry_run: bool,
    /// Whether the sheet's meeting wishes count as agreed, or as requests that wait for an answer.
    #[serde(default)]
    agreed: bool,
}

/// What was taken in, or would be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportedWorkshop {
    pub id: String,
    pub rooms: usize,
    pub sessions: usize,
    pub organisations: usize,
    pub people: usize,
    pub profiles: usize,
    pub meeting_wishes: usize,
    pub consultations: usize,
    /// What is worth knowing about the reading.
    pub notices: Vec<String>,
    pub dry_run: bool,
}

fn counted(w: &Workshop, notices: &[Notice], dry_run: bool) -> ImportedWorkshop {
    ImportedWorkshop {
        id: w.id.0.clone(),
        rooms: w.rooms.len(),
        sessions: w.sessions.len(),
        organisations: w.organisations.len(),
        people: w.people.len(),
        profiles: w.profiles.len(),
        meeting_wishes: w.meeting_wishes.len(),
        consultations: w.consultations.len(),
        notices: notices.iter().map(ToString::to_string).collect(),
        dry_run,
    }
}

/// The faults of a file, each with its place, as a problem.
pub fn refused(error: ImportError) -> Problem {
    let faults: Vec<InputFault> = match &error {
        ImportError::Faults { faults, .. } => faults.clone(),
        _ => Vec::new(),
    };
    let text = AppError::Workshop { path: PathBuf::from("upload"), error }.text();
    Problem::bad(text.en).with_faults(text.ja, &faults)
}

fn read(kind: &str, bytes: &[u8]) -> Result<(Workshop, Vec<Notice>), Problem> {
    let limits = Limits { rows: MAX_IMPORT_ROWS, bytes: MAX_UNPACKED_BYTES, ..Limits::default() };
    let (mut workshop, notices) = match kind {
        "application/json" => read_json(bytes, &limits),
        XLSX => read_xlsx(bytes, &limits),
        other => {
            return Err(Problem::new(
                ProblemKind::WrongMediaType,
                format!("Content-Type is {other:?}; expected application/json or {XLSX}"),
            ));
        }
    }
    .map_err(refused)?;
    tag_workshop(&mut workshop);
    Ok((workshop, notices))
}

/// Takes in a workshop, all of it or nothing; administrators only. The one who does it is its
/// organizer. Errors name sheet, row and column.
#[utoipa::path(
    tag = "workshops",
    params(
        ImportQuery
    ),
    request_body(content(
        (Object = "application/json"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )),
    responses(
        (status = 201, body = ImportedWorkshop),
        (status = 200, body = ImportedWorkshop, description = "as it would be: a dry run")
    )
)]
#[post("/api/workshops")]
pub async fn import_workshop(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    query: web::Query<ImportQuery>,
    bytes: web::Bytes,
) -> Result<HttpResponse, Problem> {
    if !caller.account.administrator {
        return Err(Problem::not_allowed("only administrators take in workshops"));
    }
    let (kind, hash) = (media_type(&http), digest(&bytes));
    let (workshop, notices) = web::block(move || read(&kind, &bytes)).await??;
    let id = workshop.id.as_str();
    id_in_addresses(id)?;
    let view = counted(&workshop, &notices, query.dry_run);
    if query.dry_run {
        return Ok(HttpResponse::Ok().json(view));
    }
    let state = if query.agreed { RequestState::Accepted } else { RequestState::Sent };
    create(&service, &caller, &http, &hash, async |tx| {
        let (now, by) = (service.now(), &caller.account.id);
        let until = now.plus_seconds(OPEN_SECONDS);
        tx.add_workshop(&workshop, Phase::Registration, now, until, |_| state).await?;
        tx.add_membership(by, id, Role::Organizer, None).await?;
        tx.note(&NewEntry {
            workshop: id,
            at: now,
            account: by,
            on_behalf_of: None,
            verb: "import",
            subject: "workshop",
            before: None,
            after: Some(&json!(view)),
        })
        .await?;
        Ok(view)
    })
    .await
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ExportForm {
    #[default]
    Xlsx,
    Json,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportQuery {
    #[serde(default)]
    #[param(inline)]
    form: ExportForm,
}

/// The whole workshop as it stands, in a form that can be taken in again. Its meeting wishes are
/// the requests that are open or agreed.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path), ExportQuery),
    responses((status = 200, description = "a file", content(
        (Object = "application/json"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )))
)]
#[get("/api/workshops/{workshop}/export")]
pub async fn export_workshop(
    service: web::Data<Service>,
    id: web::Path<String>,
    query: web::Query<ExportQuery>,
) -> Result<HttpResponse, Problem> {
    let workshop = service.store.read().await?.workshop(&id, true).await?;
    let form = query.form;
    let written = web::block(move || match form {
        ExportForm::Json => write_json(&workshop).map(|bytes| (bytes, "application/json", "json")),
        ExportForm::Xlsx => write_xlsx(&workshop).map(|bytes| (bytes, XLSX, "xlsx")),
    });
    let (bytes, kind, ending) = written.await?.map_err(Problem::internal)?;
    Ok(HttpResponse::Ok()
        .content_type(kind)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"workshop.{ending}\"")))
        .body(bytes))
}
