//! Talks that people want to hear.

use super::request_dates::only_while_open;
use crate::domain::{SessionId, SessionKind, TalkWish};
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of};
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::store::NewEntry;
use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ForWhom {
    /// For whom the organizer or a stand-in acts; left out, one acts for oneself.
    pub person: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TalkWishView {
    pub session: String,
    /// 1 is the dearest.
    pub rank: u32,
    pub synthetic: bool,
    /// The version of this wish, for `If-Match`.
    pub etag: String,
}

fn view(wish: &TalkWish) -> TalkWishView {
    TalkWishView {
        session: wish.session.0.clone(),
        rank: wish.rank,
        synthetic: wish.synthetic,
        etag: tag_of(&Rank { rank: wish.rank }),
    }
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rank {
    /// 1 is the dearest.
    #[schema(minimum = 1, maximum = 100)]
    pub rank: u32,
}

/// The talks that I want to hear, the dearest first.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<TalkWishView>))
)]
#[get("/api/workshops/{workshop}/talk-wishes")]
pub async fn list_talk_wishes(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<TalkWishView>> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mine = picture.workshop.talk_wishes.iter().filter(|w| w.person == me);
    Ok(web::Json(mine.map(view).collect()))
}

/// Marks a talk that I want to hear.
#[utoipa::path(
    tag = "wishes",
    params(
        ("workshop" = String, Path),
        ("session" = String, Path),
        ForWhom,
        ("If-None-Match" = Option<String>, Header, description = "`*`: it is not marked yet")
    ),
    request_body = Rank,
    responses((status = 200, body = TalkWishView))
)]
#[put("/api/workshops/{workshop}/talk-wishes/{session}")]
pub async fn put_talk_wish(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
    body: web::Json<Rank>,
) -> Answer<TalkWishView> {
    let (workshop, session) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let person = caller.acts_for(whom.person.as_deref(), &picture)?;
    let known = picture.session(&SessionId::new(&session)).ok_or_else(Problem::not_found)?;
    if !matches!(known.kind, SessionKind::Talk | SessionKind::Lecture) {
        return Err(Problem::bad(format!("{session:?} is no talk; only talks are wished for")));
    }
    if !(1..=100).contains(&body.rank) {
        return Err(Problem::bad(format!("rank is {}; expected 1 to 100", body.rank)));
    }
    let wish = TalkWish { person, session: known.id.clone(), rank: body.rank, synthetic: false };
    let mut tx = begin(&service, &http).await?;
    only_while_open(&mut tx, &picture, &caller, service.now()).await?;
    let before = tx.talk_wish(&workshop, &wish.person, &wish.session).await?;
    let before = before.map(|wish| view(&wish));
    only_as_read(&http, before.as_ref().map(|wish| wish.etag.as_str()))?;
    tx.put_talk_wish(&workshop, &wish).await?;
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(&wish.person),
        before: before.map(|wish| json!(wish)).as_ref(),
        after: Some(&json!(view(&wish))),
        ..caller.entry(&service, &workshop, "wish to hear", &format!("session {session}"))
    })
    .await?;
    tx.commit().await?;
    Ok(web::Json(view(&wish)))
}

/// Takes the mark off.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ("session" = String, Path), ForWhom),
    responses((status = 204, description = "not wished any more"))
)]
#[delete("/api/workshops/{workshop}/talk-wishes/{session}")]
pub async fn delete_talk_wish(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
) -> Result<HttpResponse, Problem> {
    let (workshop, session) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let person = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.write().await?;
    let before = tx.talk_wish(&workshop, &person, &SessionId::new(&session)).await?;
    tx.remove_talk_wish(&workshop, &person, &session).await?;
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(&person),
        before: before.map(|wish| json!(view(&wish))).as_ref(),
        ..caller.entry(&service, &workshop, "no more wish to hear", &format!("session {session}"))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
