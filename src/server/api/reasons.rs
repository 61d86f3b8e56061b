//! Why one wish has no place in a version, asked for by itself.

use crate::app::explain_one;
use crate::server::answer::Answer;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::WishExplainedView;
use crate::solver::Limits;
use actix_web::{get, web};
use serde::Deserialize;
use utoipa::IntoParams;

/// What the search for what force costs may take.
const FORCE_SECONDS: f64 = 1.5;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReasonQuery {
    /// As the version's list of wishes without a place names it.
    item: String,
}

/// All that is to be said about one wish without a place, with today's data: why, the cheapest repair, and
/// what others lose where it is held by force. Takes up to two seconds.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path), ReasonQuery),
    responses((status = 200, body = WishExplainedView))
)]
#[get("/api/workshops/{workshop}/plans/{version}/reason")]
pub async fn get_reason(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
    query: web::Query<ReasonQuery>,
) -> Answer<WishExplainedView> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let timetable = service.store.read().await?.timetable(&workshop, version).await?;
    let unknown = || {
        Problem::bad(format!(
            "{:?} is no wish without a place in version {version}; name it as the version's list does",
            query.item
        ))
    };
    let item = picture.item(&query.item).ok_or_else(unknown)?;
    let limits = Limits { seconds: FORCE_SECONDS, threads: 1, ..Limits::default() };
    let found = web::block(move || {
        let explained = explain_one(&picture.workshop, &timetable, &item, limits)?;
        Some(picture.wish_explained(&explained, &picture.names()))
    });
    Ok(web::Json(found.await?.ok_or_else(unknown)?))
}
