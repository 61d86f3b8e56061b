//! Calendar feeds: made, listed and revoked by their owners; read by calendars behind a secret.

use super::me::Language;
use super::wishes::ForWhom;
use crate::domain::Timetable;
use crate::exchange::{Feed, calendar};
use crate::server::answer::{Answer, create_secret, file};
use crate::server::caller::Caller;
use crate::server::limits::MAX_FEEDS;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{NewEntry, Secret};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct FeedView {
    pub id: String,
    pub person: String,
    pub lang: Language,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: DateTime<Utc>,
    /// Where calendars subscribe, on this server; shown when the feed is made, and null afterwards.
    #[schema(example = "/calendar/….ics")]
    pub path: Option<String>,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeed {
    /// The language of titles.
    pub lang: Language,
}

fn view(feed: &crate::store::Feed, secret: Option<&Secret>) -> FeedView {
    FeedView {
        id: feed.id.clone(),
        person: feed.person.0.clone(),
        lang: feed.lang.into(),
        created_at: feed.created_at.utc(),
        path: secret.map(|secret| format!("/calendar/{}.ics", secret.reveal())),
    }
}

/// My calendar feeds.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<FeedView>))
)]
#[get("/api/workshops/{workshop}/calendar-feeds")]
pub async fn list_feeds(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<FeedView>> {
    let picture = service.picture(&workshop).await?;
    let me = caller.decides_for(whom.person.as_deref(), &picture)?;
    let feeds = service.store.read().await?.feeds(&workshop, &me).await?;
    Ok(web::Json(feeds.iter().map(|feed| view(feed, None)).collect()))
}

/// Makes a calendar feed; its address is shown this once.
#[utoipa::path(
    tag = "my day",
    params(
        ("workshop" = String, Path),
        ForWhom
    ),
    request_body = NewFeed,
    responses((status = 201, body = FeedView))
)]
#[post("/api/workshops/{workshop}/calendar-feeds")]
pub async fn add_feed(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
    body: web::Json<NewFeed>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let me = caller.decides_for(whom.person.as_deref(), &picture)?;
    create_secret(&service, &caller, &http, &*body, async |tx| {
        if tx.feeds(&workshop, &me).await?.len() >= MAX_FEEDS {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("at most {MAX_FEEDS} calendar feeds; revoke one first"),
            ));
        }
        let now = service.now();
        let (feed, secret) = tx.add_feed(&workshop, &me, body.lang.into(), now).await?;
        tx.note(&NewEntry {
            on_behalf_of: caller.on_behalf_of(&me),
            after: Some(&json!({ "person": me })),
            ..caller.entry(&service, &workshop, "make feed", &format!("feed {}", feed.id))
        })
        .await?;
        Ok(view(&feed, Some(&secret)))
    })
    .await
}

/// Revokes a feed: its address answers no more.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path), ("feed" = String, Path), ForWhom),
    responses((status = 204, description = "revoked"))
)]
#[delete("/api/workshops/{workshop}/calendar-feeds/{feed}")]
pub async fn revoke_feed(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let me = caller.decides_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.write().await?;
    tx.revoke_feed(&workshop, &me, &id, service.now()).await?;
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(&me),
        before: Some(&json!({ "person": me })),
        ..caller.entry(&service, &workshop, "revoke feed", &format!("feed {id}"))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A person's calendar, as the published day gives it.
#[utoipa::path(
    tag = "pages",
    params(("file" = String, Path, description = "the feed's secret with the ending .ics")),
    responses(
        (status = 200, content_type = "text/calendar", body = String, headers(("ETag" = String))),
        (status = 304, description = "not changed")
    )
)]
#[get("/calendar/{file}")]
pub async fn feed_file(
    service: web::Data<Service>,
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let secret = name.strip_suffix(".ics").ok_or_else(Problem::not_found)?;
    let mut tx = service.store.read().await?;
    let feed = tx.feed_of(&Secret::of(secret)).await?.ok_or_else(Problem::not_found)?;
    let picture = service.picture(&feed.workshop).await?;
    let day = picture.published(&mut tx).await?;
    let empty = Timetable {
        workshop: picture.workshop.id.clone(),
        name: String::new(),
        placements: Vec::new(),
    };
    let day = day.as_deref();
    let text = calendar(&Feed {
        workshop: &picture.workshop,
        timetable: day.map_or(&empty, |d| &d.timetable),
        previous: day.and_then(|d| d.previous.as_ref()),
        person: Some(&feed.person),
        lang: feed.lang,
        stamp: day.map_or(feed.created_at.utc(), |d| d.at),
        sequence: day.map_or(0, |d| d.number),
    });
    Ok(file(&request, "text/calendar; charset=utf-8", "private, max-age=300", text.clone(), &text))
}
