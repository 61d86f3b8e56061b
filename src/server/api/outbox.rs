//! The outbox: mails reviewed, edited, held and sent by the organizer.

use crate::server::answer::{Answer, within};
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of};
use crate::server::limits::{MAX_LONG, MAX_PAGE, MAX_SHORT};
use crate::server::postman::deliver_due;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{Page, PageQuery, page};
use crate::store::{Mail, MailState, NewEntry};
use actix_web::{HttpRequest, get, patch, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateOfMail {
    /// Goes out when sent.
    Waiting,
    /// Kept back.
    Held,
    /// On its way: tried until a mail server takes it.
    Queued,
    Sent,
    /// Given up; `problem` says why. It waits again once it is edited or let go.
    Failed,
}

impl From<MailState> for StateOfMail {
    fn from(state: MailState) -> StateOfMail {
        match state {
            MailState::Waiting => StateOfMail::Waiting,
            MailState::Held => StateOfMail::Held,
            MailState::Queued | MailState::Sending => StateOfMail::Queued,
            MailState::Sent => StateOfMail::Sent,
            MailState::Failed => StateOfMail::Failed,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MailView {
    pub id: String,
    pub to: String,
    pub to_name: String,
    pub person: String,
    /// The publication that it tells of; 0 where it is of none.
    pub publication: i64,
    pub subject: String,
    pub body: String,
    pub state: StateOfMail,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: DateTime<Utc>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sent_at: Option<DateTime<Utc>>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it has not gone out (yet).
    pub problem: Option<String>,
    /// The version of its words and state, for `If-Match`.
    pub etag: String,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailChange {
    #[schema(min_length = 1, max_length = 2000)]
    pub subject: Option<String>,
    #[schema(max_length = 20000)]
    pub body: Option<String>,
    /// Held back, or waiting again.
    pub held: Option<bool>,
}

/// Which mails to send.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailsToSend {
    /// By id; all that wait where left out.
    #[schema(max_items = 200)]
    pub mails: Option<Vec<String>>,
}

/// What became of one mail.
#[derive(Debug, Serialize, ToSchema)]
pub struct SentMail {
    pub id: String,
    /// Whether it goes out, or has gone out: where a mail server is set, it is on its way.
    pub sent: bool,
    /// Why it was not sent.
    pub problem: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutboxQuery {
    #[param(inline)]
    state: Option<StateOfMail>,
}

fn tag(m: &Mail) -> String {
    tag_of(&(&m.subject, &m.body, StateOfMail::from(m.state)))
}

fn view(m: Mail) -> MailView {
    MailView {
        etag: tag(&m),
        id: m.id,
        to: m.to,
        to_name: m.to_name,
        person: m.person.0,
        publication: m.publication,
        subject: m.subject,
        body: m.body,
        state: m.state.into(),
        created_at: m.created_at.utc(),
        sent_at: m.sent_at.map(|at| at.utc()),
        attempts: m.attempts,
        problem: m.problem,
    }
}

/// Mails, newest first.
#[utoipa::path(
    tag = "outbox",
    params(("workshop" = String, Path), OutboxQuery, PageQuery),
    responses((status = 200, body = Page<MailView>))
)]
#[get("/api/workshops/{workshop}/outbox")]
pub async fn list_mails(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    query: web::Query<OutboxQuery>,
    cut: web::Query<PageQuery>,
) -> Answer<Page<MailView>> {
    let mut mails = service.store.read().await?.mails(&workshop).await?;
    mails.retain(|m| query.state.is_none_or(|state| StateOfMail::from(m.state) == state));
    Ok(web::Json(page(mails, &cut, |m| m.id.clone(), view)?))
}

/// What of a mail the history holds.
fn as_noted(mail: &Mail) -> Value {
    let Mail { person, subject, body, .. } = mail;
    json!({ "person": person, "subject": subject, "body": body, "state": mail.state.code() })
}

/// Edits a mail that was not sent, holds it back or lets it wait again.
#[utoipa::path(
    tag = "outbox",
    params(("workshop" = String, Path), ("mail" = String, Path)),
    request_body = MailChange,
    responses((status = 200, body = MailView))
)]
#[patch("/api/workshops/{workshop}/outbox/{mail}")]
pub async fn change_mail(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<MailChange>,
) -> Answer<MailView> {
    let (workshop, id) = path.into_inner();
    let mut tx = begin(&service, &http).await?;
    let mail = tx.mail(&workshop, &id).await?;
    only_as_read(&http, Some(&tag(&mail)))?;
    let subject = body.subject.as_ref().unwrap_or(&mail.subject);
    let text = body.body.as_ref().unwrap_or(&mail.body);
    within("subject", subject, MAX_SHORT)?;
    within("body", text, MAX_LONG)?;
    if subject.trim().is_empty() || subject.contains(['\r', '\n']) {
        return Err(Problem::bad("subject must be one line and not empty"));
    }
    let state = match body.held {
        Some(true) => MailState::Held,
        Some(false) => MailState::Waiting,
        None if mail.state == MailState::Failed => MailState::Waiting,
        None => mail.state,
    };
    tx.edit_mail(&workshop, &id, subject, text, state).await?;
    let before = as_noted(&mail);
    let mail = tx.mail(&workshop, &id).await?;
    tx.note(&NewEntry {
        before: Some(&before),
        after: Some(&as_noted(&mail)),
        ..caller.entry(&service, &workshop, "change mail", &format!("mail {id}"))
    })
    .await?;
    tx.commit().await?;
    Ok(web::Json(view(mail)))
}

/// Sends mails that wait, and reports one by one. A mail goes out once, however often this is
/// called; where a mail server is set, it is tried until the server takes it.
#[utoipa::path(
    tag = "outbox",
    params(("workshop" = String, Path)),
    request_body = MailsToSend,
    responses((status = 200, body = Vec<SentMail>))
)]
#[post("/api/workshops/{workshop}/outbox")]
pub async fn send_mails(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<MailsToSend>,
) -> Answer<Vec<SentMail>> {
    if body.mails.as_ref().is_some_and(|mails| mails.len() > MAX_PAGE) {
        return Err(Problem::bad(format!("at most {MAX_PAGE} mails at a time")));
    }
    let mut tx = service.store.write().await?;
    let all = tx.mails(&workshop).await?;
    let ids = match &body.mails {
        Some(ids) => ids.clone(),
        None => {
            let waiting = all.iter().filter(|m| m.state == MailState::Waiting);
            waiting.map(|m| m.id.clone()).collect()
        }
    };
    let mut report = Vec::new();
    for id in ids {
        let problem = match all.iter().find(|m| m.id == id) {
            None => Some("there is no such mail".to_owned()),
            Some(m) if m.state != MailState::Waiting => {
                Some(format!("the mail is {}", m.state.code()))
            }
            Some(_) => {
                tx.queue_mail(&workshop, &id, service.now()).await?;
                None
            }
        };
        report.push(SentMail { id, sent: problem.is_none(), problem });
    }
    let sent = report.iter().filter(|mail| mail.sent).count();
    tx.note(&NewEntry {
        after: Some(&sent.into()),
        ..caller.entry(&service, &workshop, "send mails", "outbox")
    })
    .await?;
    tx.commit().await?;
    match service.settings.smtp {
        // Files are written while one waits.
        None => deliver_due(&service).await?,
        Some(_) => service.mail_bell.notify_one(),
    }
    Ok(web::Json(report))
}
