//! A change of the published day is asked of those concerned before it is made: they say yes or no,
//! and the organizer sees it before publishing.

use super::wishes::ForWhom;
use crate::domain::PersonId;
use crate::scheduling::{Change, changes};
use crate::server::answer::{Answer, create, within};
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of};
use crate::server::letters::propose;
use crate::server::limits::MAX_SHORT;
use crate::server::notices::concerns;
use crate::server::picture::Picture;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::{ChangeView, PersonRef};
use crate::store::{Moment, NewEntry, Proposal, ProposalState, Transaction};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What somebody said to a version.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalView {
    pub person: PersonRef,
    /// `asked`, `accepted` or `declined`.
    pub state: String,
    /// Why it was declined; empty where nothing was said.
    pub reason: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<DateTime<Utc>>,
}

/// A change of my day that I am asked about.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyProposal {
    pub version: i64,
    /// `asked`, `accepted` or `declined`.
    pub state: String,
    pub reason: String,
    /// What would change of my own day.
    pub changes: Vec<ChangeView>,
    /// The version of my answer, for `If-Match`.
    pub etag: String,
}

/// What I say to it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposalAnswer {
    pub accepted: bool,
    /// For the organizer alone.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: String,
}

async fn list(
    tx: &mut Transaction,
    picture: &Picture,
    version: i64,
) -> Result<Vec<ProposalView>, Problem> {
    let all = tx.proposals(picture.head.id.as_str(), version).await?;
    let mut views: Vec<ProposalView> = all
        .into_iter()
        .map(|one| ProposalView {
            person: picture.person_ref(&one.person),
            state: one.state.code().to_owned(),
            reason: one.reason,
            answered_at: one.answered_at.map(Moment::utc),
        })
        .collect();
    views.sort_by(|a, b| (&a.person.kana, &a.person.id).cmp(&(&b.person.kana, &b.person.id)));
    Ok(views)
}

/// What a version would change of the published day; refused where nothing is published.
async fn changes_of_day(
    tx: &mut Transaction,
    picture: &Picture,
    version: i64,
) -> Result<Vec<Change>, Problem> {
    let after = tx.timetable(picture.head.id.as_str(), version).await?;
    let Some(day) = picture.published(tx).await? else {
        return Err(Problem::new(
            ProblemKind::Changed,
            "nothing is published yet, so nobody is disturbed; publish the version",
        )
        .in_japanese("まだ何も公開していないため、確認は要りません。そのまま公開してください。"));
    };
    Ok(changes(&day.timetable, &after))
}

/// Since when proposals count: a publication ends what was asked before it.
async fn since(tx: &mut Transaction, workshop: &str) -> Result<Moment, Problem> {
    let newest = tx.publications(workshop).await?.into_iter().next();
    Ok(newest.map_or(Moment(0), |publication| publication.published_at))
}

/// Asks everybody whose published day a version would change; the mails wait in the outbox. Who has
/// answered already keeps their answer.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path)),
    responses((status = 201, body = Vec<ProposalView>))
)]
#[post("/api/workshops/{workshop}/plans/{version}/proposals")]
pub async fn propose_plan(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, i64)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    create(&service, &caller, &http, &(), async |tx| {
        let found = changes_of_day(tx, &picture, version).await?;
        let sides = found.iter().flat_map(|c| c.before.iter().chain(&c.after));
        let people: BTreeSet<PersonId> = sides.flat_map(|p| p.people.clone()).collect();
        let now = service.now();
        let asked: BTreeSet<PersonId> =
            tx.proposals(&workshop, version).await?.into_iter().map(|p| p.person).collect();
        for person in &people {
            tx.ask_about(&workshop, version, person, now).await?;
            if !asked.contains(person) {
                let own: Vec<&Change> = found.iter().filter(|c| concerns(c, person)).collect();
                propose(tx, &service, &picture, person, &own).await?;
            }
        }
        tx.note(&NewEntry {
            at: now,
            after: Some(&json!({"people": people.len()})),
            ..caller.entry(&service, &workshop, "propose", &format!("plan {version}"))
        })
        .await?;
        list(tx, &picture, version).await
    })
    .await
}

/// Who was asked about a version, and what they said.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path)),
    responses((status = 200, body = Vec<ProposalView>))
)]
#[get("/api/workshops/{workshop}/plans/{version}/proposals")]
pub async fn list_proposals(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
) -> Answer<Vec<ProposalView>> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    Ok(web::Json(list(&mut tx, &picture, version).await?))
}

fn tag(one: &Proposal) -> String {
    tag_of(&(one.state.code(), &one.reason))
}

async fn own(
    tx: &mut Transaction,
    picture: &Picture,
    me: &PersonId,
) -> Result<Vec<MyProposal>, Problem> {
    let workshop = picture.head.id.as_str();
    let since = since(tx, workshop).await?;
    let mut list = Vec::new();
    for one in tx.proposals_to(workshop, me, since).await? {
        let found = changes_of_day(tx, picture, one.version).await?;
        let mine = found.iter().filter(|change| concerns(change, me));
        list.push(MyProposal {
            etag: tag(&one),
            version: one.version,
            state: one.state.code().to_owned(),
            reason: one.reason,
            changes: mine.map(|change| ChangeView::of(picture, change)).collect(),
        });
    }
    Ok(list)
}

/// Changes of my day that I am asked about, newest first.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<MyProposal>))
)]
#[get("/api/workshops/{workshop}/proposals")]
pub async fn my_proposals(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<MyProposal>> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.read().await?;
    Ok(web::Json(own(&mut tx, &picture, &me).await?))
}

/// Says yes or no to a change of my day; it may be changed until something is published.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path), ("version" = i64, Path), ForWhom),
    request_body = ProposalAnswer,
    responses((status = 200, body = Vec<MyProposal>))
)]
#[put("/api/workshops/{workshop}/proposals/{version}")]
pub async fn answer_proposal(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, i64)>,
    whom: web::Query<ForWhom>,
    body: web::Json<ProposalAnswer>,
) -> Answer<Vec<MyProposal>> {
    let (workshop, version) = path.into_inner();
    within("reason", &body.reason, MAX_SHORT)?;
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = begin(&service, &http).await?;
    let since = since(&mut tx, &workshop).await?;
    let asked = tx.proposals_to(&workshop, &me, since).await?;
    let before = asked.iter().find(|one| one.version == version).ok_or_else(Problem::not_found)?;
    only_as_read(&http, Some(&tag(before)))?;
    let now = service.now();
    let (state, verb) = match body.accepted {
        true => (ProposalState::Accepted, "accept change"),
        false => (ProposalState::Declined, "decline change"),
    };
    let said = (state, if body.accepted { "" } else { body.reason.trim() });
    tx.answer_proposal(&workshop, version, &me, said, (since, now)).await?;
    tx.note(&NewEntry {
        at: now,
        on_behalf_of: caller.on_behalf_of(&me),
        ..caller.entry(&service, &workshop, verb, &format!("plan {version}"))
    })
    .await?;
    let list = own(&mut tx, &picture, &me).await?;
    tx.commit().await?;
    Ok(web::Json(list))
}
