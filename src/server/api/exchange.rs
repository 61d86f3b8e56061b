//! What two who agreed to meet tell each other: short messages, and how to be reached afterwards.

use crate::domain::PersonId;
use crate::server::answer::{Answer, create, within};
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of};
use crate::server::letters::{News, tell};
use crate::server::limits::{MAX_MESSAGES, MAX_SHORT};
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{RequestState, Transaction};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    /// Whether the caller wrote it.
    pub mine: bool,
    pub text: String,
    #[schema(value_type = String, format = DateTime)]
    pub sent_at: DateTime<Utc>,
}

/// What was told on both sides of an accepted request.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExchangeView {
    /// Oldest first.
    pub messages: Vec<MessageView>,
    /// How the caller can be reached, as the other side sees it; null where it was not told.
    pub my_contact: Option<String>,
    pub their_contact: Option<String>,
    /// The version of the caller's own, for `If-Match`.
    pub my_contact_etag: String,
}

/// A text for the other side.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TextForThem {
    #[schema(max_length = 2000)]
    pub text: String,
}

/// The caller's side of a request that both agreed to. Until then nothing is exchanged, and why is
/// not told: a no looks like silence.
async fn side(
    tx: &mut Transaction,
    caller: &Caller,
    workshop: &str,
    id: &str,
) -> Result<PersonId, Problem> {
    let request = tx.request(workshop, id).await?;
    let me = caller.person().filter(|p| **p == request.sender || **p == request.recipient);
    let me = me.cloned().ok_or_else(Problem::not_found)?;
    match request.state {
        RequestState::Accepted => Ok(me),
        _ => Err(Problem::not_allowed("this opens once both sides have agreed to meet")),
    }
}

async fn view(
    tx: &mut Transaction,
    me: &PersonId,
    workshop: &str,
    id: &str,
) -> Result<ExchangeView, Problem> {
    let messages = tx.messages(workshop, id).await?;
    let contacts = tx.contacts(workshop, id).await?;
    let contact = |mine: bool| {
        contacts.iter().find(|(person, _)| (person == me) == mine).map(|(_, text)| text.clone())
    };
    let my_contact = contact(true);
    Ok(ExchangeView {
        my_contact_etag: tag_of(&my_contact),
        my_contact,
        their_contact: contact(false),
        messages: messages
            .into_iter()
            .map(|m| MessageView { mine: m.sender == *me, text: m.text, sent_at: m.sent_at.utc() })
            .collect(),
    })
}

/// What both sides of an accepted request have told each other; for these two alone.
#[utoipa::path(
    tag = "requests",
    params(("workshop" = String, Path), ("request" = String, Path)),
    responses((status = 200, body = ExchangeView))
)]
#[get("/api/workshops/{workshop}/requests/{request}/exchange")]
pub async fn get_exchange(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer<ExchangeView> {
    let (workshop, id) = path.into_inner();
    let mut tx = service.store.read().await?;
    let me = side(&mut tx, &caller, &workshop, &id).await?;
    Ok(web::Json(view(&mut tx, &me, &workshop, &id).await?))
}

/// Writes the other side a short message.
#[utoipa::path(
    tag = "requests",
    params(
        ("workshop" = String, Path),
        ("request" = String, Path)
    ),
    request_body = TextForThem,
    responses((status = 201, body = ExchangeView))
)]
#[post("/api/workshops/{workshop}/requests/{request}/messages")]
pub async fn write_message(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<TextForThem>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    within("text", &body.text, MAX_SHORT)?;
    if body.text.trim().is_empty() {
        return Err(Problem::bad("text is empty; write something"));
    }
    let picture = service.picture(&workshop).await?;
    create(&service, &caller, &http, &*body, async |tx| {
        let me = side(tx, &caller, &workshop, &id).await?;
        let before = tx.messages(&workshop, &id).await?;
        if before.len() >= MAX_MESSAGES {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("at most {MAX_MESSAGES} messages; go on by mail"),
            ));
        }
        tx.add_message(&workshop, &id, &me, body.text.trim(), service.now()).await?;
        // What two people tell each other is theirs: the history says that they did, not what.
        tx.note(&caller.entry(&service, &workshop, "write message", &format!("request {id}")))
            .await?;
        // Several in a row are told of once.
        if before.last().is_none_or(|last| last.sender != me) {
            let request = tx.request(&workshop, &id).await?;
            let other = if request.sender == me { request.recipient } else { request.sender };
            tell(tx, &service, &picture, News::Wrote, &me, &other).await?;
        }
        view(tx, &me, &workshop, &id).await
    })
    .await
}

/// Tells the other side how to reach the caller; an empty text takes it back.
#[utoipa::path(
    tag = "requests",
    params(("workshop" = String, Path), ("request" = String, Path)),
    request_body = TextForThem,
    responses((status = 200, body = ExchangeView))
)]
#[put("/api/workshops/{workshop}/requests/{request}/contact")]
pub async fn put_contact(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<TextForThem>,
) -> Answer<ExchangeView> {
    let (workshop, id) = path.into_inner();
    within("text", &body.text, MAX_SHORT)?;
    let mut tx = begin(&service, &http).await?;
    let me = side(&mut tx, &caller, &workshop, &id).await?;
    let before = view(&mut tx, &me, &workshop, &id).await?;
    only_as_read(&http, Some(&before.my_contact_etag))?;
    tx.put_contact(&workshop, &id, &me, body.text.trim()).await?;
    tx.note(&caller.entry(&service, &workshop, "give contact", &format!("request {id}"))).await?;
    let view = view(&mut tx, &me, &workshop, &id).await?;
    tx.commit().await?;
    Ok(web::Json(view))
}
