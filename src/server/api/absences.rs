//! When people cannot be met.

use super::wishes::ForWhom;
use crate::domain::Unavailable;
use crate::server::answer::{Answer, create, within};
use crate::server::caller::Caller;
use crate::server::limits::{MAX_PAGE, MAX_SHORT};
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::NewEntry;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct AbsenceView {
    pub id: String,
    pub person: String,
    /// Local to the workshop's zone.
    #[schema(value_type = String, example = "2022-05-10T13:00:00")]
    pub start: NaiveDateTime,
    #[schema(value_type = String, example = "2022-05-10T14:10:00")]
    pub end: NaiveDateTime,
    pub reason: String,
    pub synthetic: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAbsence {
    /// Local to the workshop's zone.
    #[schema(value_type = String, example = "2022-05-10T13:00:00")]
    pub start: NaiveDateTime,
    #[schema(value_type = String, example = "2022-05-10T14:10:00")]
    pub end: NaiveDateTime,
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: String,
}

fn view(id: String, absence: &Unavailable) -> AbsenceView {
    AbsenceView {
        id,
        person: absence.person.0.clone(),
        start: absence.start,
        end: absence.end,
        reason: absence.reason.clone(),
        synthetic: absence.synthetic,
    }
}

/// When I cannot be met.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<AbsenceView>))
)]
#[get("/api/workshops/{workshop}/absences")]
pub async fn list_absences(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<AbsenceView>> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let all = service.store.read().await?.absences(&workshop).await?;
    let mine = all.into_iter().filter(|(_, absence)| absence.person == me);
    Ok(web::Json(mine.map(|(id, absence)| view(id, &absence)).collect()))
}

/// Marks when I cannot be met.
#[utoipa::path(
    tag = "wishes",
    params(
        ("workshop" = String, Path),
        ForWhom
    ),
    request_body = NewAbsence,
    responses((status = 201, body = AbsenceView))
)]
#[post("/api/workshops/{workshop}/absences")]
pub async fn add_absence(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
    body: web::Json<NewAbsence>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let person = caller.acts_for(whom.person.as_deref(), &picture)?;
    within("reason", &body.reason, MAX_SHORT)?;
    if body.end <= body.start {
        return Err(Problem::bad(format!("end {} is not after start {}", body.end, body.start)));
    }
    let days = &picture.head.days;
    if !days.contains(&body.start.date()) || !days.contains(&body.end.date()) {
        return Err(Problem::bad("start and end must lie on days of the workshop"));
    }
    let absence = Unavailable {
        person,
        start: body.start,
        end: body.end,
        reason: body.reason.clone(),
        synthetic: false,
    };
    create(&service, &caller, &http, &*body, async |tx| {
        let known = tx.absences(&workshop).await?;
        if known.iter().filter(|(_, a)| a.person == absence.person).count() >= MAX_PAGE {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("at most {MAX_PAGE} absences a person; remove one first"),
            ));
        }
        let id = tx.add_absence(&workshop, &absence).await?;
        let made = view(id, &absence);
        tx.note(&NewEntry {
            on_behalf_of: caller.on_behalf_of(&absence.person),
            after: Some(&json!(made)),
            ..caller.entry(&service, &workshop, "add absence", &format!("absence {}", made.id))
        })
        .await?;
        Ok(made)
    })
    .await
}

/// Takes an absence back.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ("absence" = String, Path), ForWhom),
    responses((status = 204, description = "can be met again"))
)]
#[delete("/api/workshops/{workshop}/absences/{absence}")]
pub async fn delete_absence(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
) -> Result<HttpResponse, Problem> {
    let (workshop, absence) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let person = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.write().await?;
    let all = tx.absences(&workshop).await?;
    let before = all.into_iter().find(|(id, one)| *id == absence && one.person == person);
    tx.remove_absence(&workshop, &absence, &person).await?;
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(&person),
        before: before.map(|(id, absence)| json!(view(id, &absence))).as_ref(),
        ..caller.entry(&service, &workshop, "remove absence", &format!("absence {absence}"))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
