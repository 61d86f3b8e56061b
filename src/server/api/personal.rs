//! Personal data: given back to whom it is about, erased at their wish, and when its time is over.

use super::factors::only_fresh_in_a_browser;
use crate::domain::PersonId;
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::edit::{as_read, begin, only_as_read, tag_of};
use crate::server::limits::MAX_RETENTION_DAYS;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::store::NewEntry;
use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// How long a workshop's personal data is kept.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Days after the last day of the workshop until everybody in it is erased; null: never by
    /// itself.
    #[schema(minimum = 0, maximum = 36500)]
    pub days: Option<i64>,
}

/// Everything that the caller has given, in every workshop, as one document; secrets are not in it.
#[utoipa::path(tag = "me", responses((status = 200, body = serde_json::Value)))]
#[get("/api/me/export")]
pub async fn export_me(
    service: web::Data<Service>,
    caller: Caller,
) -> Result<HttpResponse, Problem> {
    let data = service.store.read().await?.personal_data(&caller.account).await?;
    let name = "attachment; filename=\"enishi-my-data.json\"";
    Ok(HttpResponse::Ok().insert_header(("Content-Disposition", name)).json(data))
}

/// Erases a person: their name, texts, messages, mails and accounts leave, what was planned and
/// counted stays. There is no way back: in a browser it takes a sign-in of the last ten minutes.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path), ("person" = String, Path)),
    responses((status = 204, description = "erased"))
)]
#[delete("/api/workshops/{workshop}/people/{person}")]
pub async fn erase_person(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    only_fresh_in_a_browser(&service, &caller)?;
    let (workshop, person) = path.into_inner();
    let mut tx = service.store.write().await?;
    tx.erase_person(&workshop, &PersonId::new(&person)).await?;
    tx.note(&caller.entry(&service, &workshop, "erase", &format!("person {person}"))).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How long personal data is kept.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Retention))
)]
#[get("/api/workshops/{workshop}/retention")]
pub async fn get_retention(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<Retention> {
    let days = service.store.read().await?.retention_days(&workshop).await?;
    Ok(web::Json(Retention { days }))
}

/// Says how long personal data is kept.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path)),
    request_body = Retention,
    responses((status = 200, body = Retention, headers(("ETag" = String))))
)]
#[put("/api/workshops/{workshop}/retention")]
pub async fn put_retention(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<Retention>,
) -> Result<HttpResponse, Problem> {
    if body.days.is_some_and(|days| !(0..=MAX_RETENTION_DAYS).contains(&days)) {
        return Err(Problem::bad(format!("days must be 0 to {MAX_RETENTION_DAYS}, or null")));
    }
    let mut tx = begin(&service, &http).await?;
    let before = Retention { days: tx.retention_days(&workshop).await? };
    only_as_read(&http, Some(&tag_of(&before)))?;
    tx.set_retention_days(&workshop, body.days).await?;
    tx.note(&NewEntry {
        before: Some(&json!(before.days)),
        after: Some(&json!(body.days)),
        ..caller.entry(&service, &workshop, "set retention", "workshop")
    })
    .await?;
    tx.commit().await?;
    Ok(as_read(&*body))
}
