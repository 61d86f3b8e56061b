//! Organisations that a person does not want to be brought together with: competitors. Neither side
//! is suggested to the other, and nobody is told why.

use super::wishes::ForWhom;
use crate::domain::{Exclusion, ExclusionKind, OrganisationId, PersonId};
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::limits::MAX_PAGE;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::OrganisationRef;
use crate::store::{NewEntry, PartKind, Request, RequestState, Secret, Transaction};
use actix_web::{HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Avoided {
    /// The organisation's id.
    #[schema(max_length = 200)]
    pub organisation: String,
}

/// The ids under which a person's choices are kept, with whom they are about.
async fn choices(
    tx: &mut Transaction,
    workshop: &str,
    person: &PersonId,
) -> Result<Vec<(String, OrganisationId)>, Problem> {
    let all: Vec<(String, Exclusion)> = tx.parts(workshop, PartKind::Exclusion).await?;
    let mine = all.into_iter().filter_map(|(id, one)| {
        let own = one.kind == ExclusionKind::NoThanks && one.person.as_ref() == Some(person);
        one.other_organisation.filter(|_| own && one.other_person.is_none()).map(|o| (id, o))
    });
    Ok(mine.collect())
}

async fn list(
    tx: &mut Transaction,
    picture: &Picture,
    person: &PersonId,
) -> Result<Vec<OrganisationRef>, Problem> {
    let choices = choices(tx, picture.head.id.as_str(), person).await?;
    Ok(choices.iter().map(|(_, organisation)| picture.organisation_ref(organisation)).collect())
}

/// The organisations that I avoid.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<OrganisationRef>))
)]
#[get("/api/workshops/{workshop}/avoided")]
pub async fn list_avoided(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<OrganisationRef>> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.read().await?;
    Ok(web::Json(list(&mut tx, &picture, &me).await?))
}

/// Set where an open or agreed request stands between a person and an organisation.
async fn in_touch(
    tx: &mut Transaction,
    picture: &Picture,
    me: &PersonId,
    organisation: &OrganisationId,
) -> Result<bool, Problem> {
    let requests = tx.requests_of(picture.head.id.as_str(), me).await?;
    let there = |person: &PersonId| {
        picture.person(person).is_some_and(|person| person.organisation == *organisation)
    };
    // What the other side declined reads as open to its sender: here as well.
    let open = |r: &Request| match r.state {
        RequestState::Sent | RequestState::Accepted => true,
        RequestState::Declined => r.sender == *me,
        RequestState::Withdrawn | RequestState::Expired => false,
    };
    Ok(requests.iter().any(|r| open(r) && (there(&r.sender) || there(&r.recipient))))
}

/// Avoids an organisation from now on.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ForWhom),
    request_body = Avoided,
    responses((status = 200, body = Vec<OrganisationRef>))
)]
#[post("/api/workshops/{workshop}/avoided")]
pub async fn avoid(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
    body: web::Json<Avoided>,
) -> Answer<Vec<OrganisationRef>> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let organisation = OrganisationId::new(&body.organisation);
    let own = picture.person(&me).map(|person| &person.organisation);
    if picture.organisation(&organisation).is_none() || own == Some(&organisation) {
        return Err(Problem::bad(format!(
            "organisation {:?} cannot be avoided; name another one that takes part",
            body.organisation
        ))
        .in_japanese("この組織は選べません。参加しているほかの組織を選んでください。"));
    }
    let mut tx = service.store.write().await?;
    let mine = choices(&mut tx, &workshop, &me).await?;
    if mine.len() >= MAX_PAGE {
        return Err(Problem::bad(format!(
            "{MAX_PAGE} organisations are avoided; that is the most"
        ))
        .in_japanese(format!("登録できるのは{MAX_PAGE}組織までです。")));
    }
    if mine.iter().all(|(_, known)| *known != organisation) {
        if in_touch(&mut tx, &picture, &me, &organisation).await? {
            return Err(Problem::bad(
                "a request between you and somebody there is open or agreed; withdraw or decline \
                 it first",
            )
            .in_japanese(
                "この組織の方との間に、回答待ちまたは合意済みの依頼があります。先に取り下げるか、辞退してください。",
            ));
        }
        let exclusion = Exclusion {
            kind: ExclusionKind::NoThanks,
            person: Some(me.clone()),
            organisation: None,
            other_person: None,
            other_organisation: Some(organisation.clone()),
            synthetic: false,
        };
        let id = Secret::new()?;
        let kind = PartKind::Exclusion;
        tx.add_part(&workshop, kind, &id.reveal()[..16], &exclusion).await?;
        note(&service, &mut tx, &caller, &workshop, &me, ("avoid", &organisation)).await?;
    }
    let list = list(&mut tx, &picture, &me).await?;
    tx.commit().await?;
    Ok(web::Json(list))
}

/// Does not avoid an organisation any longer.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ("organisation" = String, Path), ForWhom),
    responses((status = 204, description = "taken back"))
)]
#[delete("/api/workshops/{workshop}/avoided/{organisation}")]
pub async fn stop_avoiding(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
) -> Result<HttpResponse, Problem> {
    let (workshop, organisation) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    let organisation = OrganisationId::new(organisation);
    let mut tx = service.store.write().await?;
    let mine = choices(&mut tx, &workshop, &me).await?;
    let known = mine.iter().find(|(_, one)| *one == organisation);
    let (id, _) = known.ok_or_else(Problem::not_found)?;
    tx.remove_part(&workshop, PartKind::Exclusion, id).await?;
    note(&service, &mut tx, &caller, &workshop, &me, ("stop avoiding", &organisation)).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn note(
    service: &Service,
    tx: &mut Transaction,
    caller: &Caller,
    workshop: &str,
    person: &PersonId,
    (verb, organisation): (&'static str, &OrganisationId),
) -> Result<(), Problem> {
    let entry = NewEntry {
        workshop,
        at: service.now(),
        account: &caller.account.id,
        on_behalf_of: caller.on_behalf_of(person),
        verb,
        subject: &format!("organisation {}", organisation.as_str()),
        before: None,
        after: None,
    };
    tx.note(&entry).await?;
    Ok(())
}
