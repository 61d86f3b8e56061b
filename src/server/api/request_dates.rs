//! From when and until when participants ask for meetings, talks and consultations.

use crate::domain::Lang;
use crate::exchange::when;
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::edit::{as_read, begin, only_as_read, tag_of};
use crate::server::picture::Picture;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{Moment, NewEntry, RequestDates, Transaction};
use actix_web::{HttpRequest, HttpResponse, get, put, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// When participants may ask; null: no limit on that side. What is agreed, and answers, stay open.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskingDates {
    #[schema(value_type = Option<String>, format = DateTime)]
    pub opens_at: Option<DateTime<Utc>>,
    /// The first moment at which it is too late.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closes_at: Option<DateTime<Utc>>,
}

impl From<RequestDates> for AskingDates {
    fn from(dates: RequestDates) -> AskingDates {
        AskingDates {
            opens_at: dates.opens_at.map(Moment::utc),
            closes_at: dates.closes_at.map(Moment::utc),
        }
    }
}

/// Refuses what a participant asks for outside of these dates; the organizer may always.
pub async fn only_while_open(
    tx: &mut Transaction,
    picture: &Picture,
    caller: &Caller,
    now: Moment,
) -> Result<(), Problem> {
    let dates = tx.request_dates(picture.head.id.as_str()).await?;
    if caller.is_organizer() || dates.is_open(now) {
        return Ok(());
    }
    let zone = picture.head.zone;
    let said = |at: Moment, lang| when::moment(at.utc().with_timezone(&zone).naive_local(), lang);
    let (ja, en) = match dates {
        RequestDates { opens_at: Some(at), .. } if now < at => (
            format!("申込みは{}からです。", said(at, Lang::Ja)),
            format!("this can be asked for from {} ({zone}) on", said(at, Lang::En)),
        ),
        RequestDates { closes_at: Some(at), .. } => (
            format!(
                "申込みは{}に締め切られました。お困りの場合は主催者へご連絡ください。",
                said(at, Lang::Ja)
            ),
            format!(
                "this could be asked for until {} ({zone}); the organizer may still do it for you",
                said(at, Lang::En)
            ),
        ),
        RequestDates { .. } => return Ok(()),
    };
    Err(Problem::new(ProblemKind::NotOpen, en).in_japanese(ja))
}

/// When participants may ask for meetings, talks and consultations.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path)),
    responses((status = 200, body = AskingDates))
)]
#[get("/api/workshops/{workshop}/request-dates")]
pub async fn get_request_dates(
    service: web::Data<Service>,
    id: web::Path<String>,
) -> Answer<AskingDates> {
    Ok(web::Json(service.store.read().await?.request_dates(&id).await?.into()))
}

/// Sets when participants may ask; from then on the service holds it.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path)),
    request_body = AskingDates,
    responses((status = 200, body = AskingDates, headers(("ETag" = String))))
)]
#[put("/api/workshops/{workshop}/request-dates")]
pub async fn put_request_dates(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    body: web::Json<AskingDates>,
) -> Result<HttpResponse, Problem> {
    let dates = RequestDates {
        opens_at: body.opens_at.map(Moment::from),
        closes_at: body.closes_at.map(Moment::from),
    };
    if matches!((dates.opens_at, dates.closes_at), (Some(open), Some(close)) if open >= close) {
        return Err(Problem::bad("closes_at must be later than opens_at")
            .in_japanese("締切は、受付開始より後にしてください。"));
    }
    let mut tx = begin(&service, &http).await?;
    let before: AskingDates = tx.request_dates(&id).await?.into();
    only_as_read(&http, Some(&tag_of(&before)))?;
    tx.set_request_dates(&id, dates).await?;
    tx.note(&NewEntry {
        before: Some(&json!(before)),
        after: Some(&json!(AskingDates::from(dates))),
        ..caller.entry(&service, &id, "set dates", "workshop")
    })
    .await?;
    tx.commit().await?;
    Ok(as_read(&AskingDates::from(dates)))
}
