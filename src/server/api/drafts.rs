//! Consortia that participants draft together: kept, changed, shared by invitation.

use super::consortia::drafted;
use super::wishes::ForWhom;
use crate::domain::PersonId;
use crate::server::answer::{Answer, create, within};
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of_revision, tagged};
use crate::server::limits::{MAX_DRAFTS, MAX_INVITATIONS};
use crate::server::picture::Picture;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::{ConsortiumDraft, MemberView, PersonRef};
use crate::store::{Draft, Invitation, InvitationState, NewEntry, Transaction};
use actix_web::{HttpRequest, HttpResponse, delete, get, post, put, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// A draft as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftToKeep {
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    pub draft: ConsortiumDraft,
}

/// How somebody asked into a draft has answered; a no is not shown, it reads `sent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StateOfInvitation {
    Sent,
    Accepted,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    pub person: PersonRef,
    pub state: StateOfInvitation,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    pub id: String,
    pub name: String,
    pub by: PersonRef,
    /// Whether the caller began it.
    pub mine: bool,
    /// The caller was asked into it and has not answered.
    pub asks_me: bool,
    /// Whether the caller may change it: who began it, and who takes part.
    pub editable: bool,
    pub draft: ConsortiumDraft,
    /// The members by name.
    pub members: Vec<MemberView>,
    pub invitations: Vec<InvitationView>,
    /// The ETag's number, for `If-Match`.
    pub revision: i64,
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: DateTime<Utc>,
}

/// Whom to ask into a draft.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonToInvite {
    pub person: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerToInvitation {
    pub join: bool,
}

/// A draft with those asked into it; only who began it and they see it.
struct Shared {
    draft: Draft,
    invitations: Vec<Invitation>,
}

impl Shared {
    async fn of(tx: &mut Transaction, workshop: &str, draft: Draft) -> Result<Shared, Problem> {
        let invitations = tx.invitations(workshop, &draft.id).await?;
        Ok(Shared { draft, invitations })
    }

    /// The draft of an id, for somebody who takes part or is asked to.
    async fn open(
        tx: &mut Transaction,
        workshop: &str,
        id: &str,
        me: &PersonId,
    ) -> Result<Shared, Problem> {
        let draft = tx.draft(workshop, id).await?;
        let shared = Shared::of(tx, workshop, draft).await?;
        match shared.draft.person == *me || shared.state(me).is_some() {
            true => Ok(shared),
            false => Err(Problem::not_found()),
        }
    }

    fn state(&self, person: &PersonId) -> Option<InvitationState> {
        self.invitations.iter().find(|i| i.person == *person).map(|i| i.state)
    }

    fn may_change(&self, me: &PersonId) -> bool {
        self.draft.person == *me || self.state(me) == Some(InvitationState::Accepted)
    }

    fn view(&self, picture: &Picture, me: &PersonId) -> Result<DraftView, Problem> {
        let draft: ConsortiumDraft =
            serde_json::from_value(self.draft.document.clone()).map_err(Problem::internal)?;
        // A member may have left the workshop since.
        let members = drafted(picture, &draft).map_or_else(|_| Vec::new(), |c| picture.members(&c));
        Ok(DraftView {
            id: self.draft.id.clone(),
            name: self.draft.name.clone(),
            by: picture.person_ref(&self.draft.person),
            mine: self.draft.person == *me,
            asks_me: self.state(me) == Some(InvitationState::Sent),
            editable: self.may_change(me),
            draft,
            members,
            invitations: self
                .invitations
                .iter()
                .map(|i| InvitationView {
                    person: picture.person_ref(&i.person),
                    state: match i.state {
                        InvitationState::Accepted => StateOfInvitation::Accepted,
                        InvitationState::Sent | InvitationState::Declined => {
                            StateOfInvitation::Sent
                        }
                    },
                })
                .collect(),
            revision: self.draft.revision,
            changed_at: self.draft.changed_at.utc(),
        })
    }
}

fn checked(picture: &Picture, body: &DraftToKeep) -> Result<serde_json::Value, Problem> {
    within("name", &body.name, 200)?;
    if body.name.trim().is_empty() {
        return Err(Problem::bad("name is empty; give the draft one"));
    }
    body.draft.limited()?;
    drafted(picture, &body.draft)?;
    serde_json::to_value(&body.draft).map_err(Problem::internal)
}

async fn note(
    tx: &mut Transaction,
    service: &Service,
    caller: &Caller,
    (workshop, person): (&str, &PersonId),
    verb: &str,
    shared: &Draft,
) -> Result<(), Problem> {
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(person),
        after: Some(&json!({ "name": shared.name, "revision": shared.revision })),
        ..caller.entry(service, workshop, verb, &format!("consortium draft {}", shared.id))
    })
    .await?;
    Ok(())
}

/// The drafts that I began or was asked into, the last changed first.
#[utoipa::path(
    tag = "consortia",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<DraftView>))
)]
#[get("/api/workshops/{workshop}/consortium-drafts")]
pub async fn list_drafts(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<DraftView>> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.read().await?;
    let mut views = Vec::new();
    for draft in tx.drafts_of(&workshop, &me).await? {
        views.push(Shared::of(&mut tx, &workshop, draft).await?.view(&picture, &me)?);
    }
    Ok(web::Json(views))
}

/// Keeps a draft.
#[utoipa::path(
    tag = "consortia",
    params(
        ("workshop" = String, Path),
        ForWhom
    ),
    request_body = DraftToKeep,
    responses((status = 201, body = DraftView))
)]
#[post("/api/workshops/{workshop}/consortium-drafts")]
pub async fn keep_draft(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
    body: web::Json<DraftToKeep>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let document = checked(&picture, &body)?;
    create(&service, &caller, &http, &*body, async |tx| {
        let own = tx.drafts_of(&workshop, &me).await?;
        if own.iter().filter(|d| d.person == me).count() >= MAX_DRAFTS {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("at most {MAX_DRAFTS} drafts a person; remove one first"),
            ));
        }
        let draft =
            tx.add_draft(&workshop, &me, body.name.trim(), &document, service.now()).await?;
        note(tx, &service, &caller, (&workshop, &me), "keep draft", &draft).await?;
        Shared { draft, invitations: Vec::new() }.view(&picture, &me)
    })
    .await
}

/// One draft.
#[utoipa::path(
    tag = "consortia",
    params(("workshop" = String, Path), ("draft" = String, Path), ForWhom),
    responses((status = 200, body = DraftView, headers(("ETag" = String))))
)]
#[get("/api/workshops/{workshop}/consortium-drafts/{draft}")]
pub async fn get_draft(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.read().await?;
    let shared = Shared::open(&mut tx, &workshop, &id, &me).await?;
    let tag = tag_of_revision(shared.draft.revision);
    Ok(tagged(&shared.view(&picture, &me)?, &tag))
}

/// Changes a draft; everyone who takes part may.
#[utoipa::path(
    tag = "consortia",
    params(
        ("workshop" = String, Path),
        ("draft" = String, Path),
        ForWhom
    ),
    request_body = DraftToKeep,
    responses((status = 200, body = DraftView, headers(("ETag" = String))))
)]
#[put("/api/workshops/{workshop}/consortium-drafts/{draft}")]
pub async fn change_draft(
    service: web::Data<Service>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
    body: web::Json<DraftToKeep>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = begin(&service, &request).await?;
    let mut shared = Shared::open(&mut tx, &workshop, &id, &me).await?;
    if !shared.may_change(&me) {
        return Err(Problem::not_allowed("answer the invitation first; then you may change it"));
    }
    let revision = shared.draft.revision;
    only_as_read(&request, Some(&tag_of_revision(revision)))?;
    let document = checked(&picture, &body)?;
    let new = (body.name.trim(), &document);
    shared.draft = tx.replace_draft(&workshop, &id, revision, new, service.now()).await?;
    note(&mut tx, &service, &caller, (&workshop, &me), "change draft", &shared.draft).await?;
    tx.commit().await?;
    let tag = tag_of_revision(shared.draft.revision);
    Ok(tagged(&shared.view(&picture, &me)?, &tag))
}

/// Removes a draft, for everyone.
#[utoipa::path(
    tag = "consortia",
    params(("workshop" = String, Path), ("draft" = String, Path), ForWhom),
    responses((status = 204, description = "removed"))
)]
#[delete("/api/workshops/{workshop}/consortium-drafts/{draft}")]
pub async fn remove_draft(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.write().await?;
    let shared = Shared::open(&mut tx, &workshop, &id, &me).await?;
    if shared.draft.person != me {
        return Err(Problem::not_allowed("who began the draft removes it"));
    }
    tx.remove_draft(&workshop, &id).await?;
    note(&mut tx, &service, &caller, (&workshop, &me), "remove draft", &shared.draft).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Asks somebody into a draft, who sees it from then on.
#[utoipa::path(
    tag = "consortia",
    params(("workshop" = String, Path), ("draft" = String, Path), ForWhom),
    request_body = PersonToInvite,
    responses((status = 201, body = DraftView))
)]
#[post("/api/workshops/{workshop}/consortium-drafts/{draft}/invitations")]
pub async fn invite_to_draft(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
    body: web::Json<PersonToInvite>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let person = PersonId::new(&body.person);
    create(&service, &caller, &http, &*body, async |tx| {
        let shared = Shared::open(tx, &workshop, &id, &me).await?;
        if !shared.may_change(&me) {
            return Err(Problem::not_allowed(
                "answer the invitation first; then you may ask others",
            ));
        }
        if picture.person(&person).is_none() || person == shared.draft.person {
            return Err(Problem::bad(format!(
                "person: {:?} is nobody who could be asked; choose another",
                body.person
            )));
        }
        if shared.invitations.len() >= MAX_INVITATIONS {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("at most {MAX_INVITATIONS} people are asked into a draft"),
            ));
        }
        tx.add_invitation(&workshop, &id, &person, service.now()).await?;
        note(tx, &service, &caller, (&workshop, &me), "invite to draft", &shared.draft).await?;
        Shared::of(tx, &workshop, shared.draft).await?.view(&picture, &me)
    })
    .await
}

/// Takes part in a draft, or not. A no is not told; the draft is then not listed any more.
#[utoipa::path(
    tag = "consortia",
    params(("workshop" = String, Path), ("draft" = String, Path), ForWhom),
    request_body = AnswerToInvitation,
    responses((status = 200, body = DraftView))
)]
#[post("/api/workshops/{workshop}/consortium-drafts/{draft}/answer")]
pub async fn answer_invitation(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
    body: web::Json<AnswerToInvitation>,
) -> Answer<DraftView> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.write().await?;
    let shared = Shared::open(&mut tx, &workshop, &id, &me).await?;
    let state = match body.join {
        true => InvitationState::Accepted,
        false => InvitationState::Declined,
    };
    tx.answer_invitation(&workshop, &id, &me, state).await?;
    let verb = if body.join { "join draft" } else { "decline draft" };
    note(&mut tx, &service, &caller, (&workshop, &me), verb, &shared.draft).await?;
    let shared = Shared::of(&mut tx, &workshop, shared.draft).await?;
    tx.commit().await?;
    Ok(web::Json(shared.view(&picture, &me)?))
}
