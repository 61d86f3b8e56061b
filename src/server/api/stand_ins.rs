//! Colleagues of one organisation who stand in for each other: whoever is let in acts for the other
//! by `?person=`, as the organizer does for everybody. What is between two people alone (messages and
//! contacts, the survey), what is secret (calendar feeds, the account) and letting others in stay the
//! person's own.

use super::wishes::ForWhom;
use crate::domain::PersonId;
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::limits::MAX_STAND_INS;
use crate::server::picture::Picture;
use crate::server::place_letters;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::PersonRef;
use crate::store::{NewEntry, StandIn, Transaction};
use actix_web::{HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Who acts for me, for whom I may act, and whom I could let in.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandIns {
    /// Me, or the one for whom the organizer asks.
    pub me: PersonRef,
    pub for_me: Vec<PersonRef>,
    pub i_for: Vec<PersonRef>,
    /// Others of my organisation who do not stand in for me yet.
    pub colleagues: Vec<PersonRef>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Deputy {
    /// The id of a colleague of my organisation.
    #[schema(max_length = 200)]
    pub person: String,
}

async fn list(tx: &mut Transaction, picture: &Picture, me: &PersonId) -> Result<StandIns, Problem> {
    let all = tx.stand_ins(picture.head.id.as_str(), me).await?;
    let (mine, theirs): (Vec<StandIn>, Vec<StandIn>) =
        all.into_iter().partition(|one| one.person == *me);
    // Those who went to another organisation act no more, and are listed no more.
    let colleagues = |others: &mut dyn Iterator<Item = &PersonId>| {
        let others: Vec<&PersonId> = others.collect();
        picture
            .colleagues(me)
            .filter(|person| others.contains(&&person.id))
            .map(|person| picture.person_ref(&person.id))
            .collect()
    };
    Ok(StandIns {
        me: picture.person_ref(me),
        for_me: colleagues(&mut mine.iter().map(|one| &one.deputy)),
        i_for: colleagues(&mut theirs.iter().map(|one| &one.person)),
        colleagues: picture
            .colleagues(me)
            .filter(|person| mine.iter().all(|one| one.deputy != person.id))
            .map(|person| picture.person_ref(&person.id))
            .collect(),
    })
}

async fn note(
    tx: &mut Transaction,
    service: &Service,
    caller: &Caller,
    workshop: &str,
    verb: &str,
    one: &StandIn,
) -> Result<(), Problem> {
    let said = json!({ "person": one.person, "stand_in": one.deputy });
    let begins = verb == BEGIN;
    tx.note(&NewEntry {
        // Whoever stops standing in does so for themselves.
        on_behalf_of: match caller.person() == Some(&one.deputy) {
            true => None,
            false => caller.on_behalf_of(&one.person),
        },
        before: (!begins).then_some(&said),
        after: begins.then_some(&said),
        ..caller.entry(service, workshop, verb, &format!("person {}", one.deputy))
    })
    .await?;
    Ok(())
}

const BEGIN: &str = "let stand in";
const END: &str = "end stand-in";

/// Who acts for me, for whom I may act, and whom I could let in.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = StandIns))
)]
#[get("/api/workshops/{workshop}/stand-ins")]
pub async fn list_stand_ins(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<StandIns> {
    let picture = service.picture(&workshop).await?;
    let me = caller.decides_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.read().await?;
    Ok(web::Json(list(&mut tx, &picture, &me).await?))
}

/// Lets a colleague of the same organisation act for me from now on, and tells them by mail.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path), ForWhom),
    request_body = Deputy,
    responses((status = 200, body = StandIns))
)]
#[post("/api/workshops/{workshop}/stand-ins")]
pub async fn let_stand_in(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
    body: web::Json<Deputy>,
) -> Answer<StandIns> {
    let picture = service.picture(&workshop).await?;
    let me = caller.decides_for(whom.person.as_deref(), &picture)?;
    let new = StandIn { person: me.clone(), deputy: PersonId::new(&body.person) };
    if picture.colleagues(&me).all(|person| person.id != new.deputy) {
        return Err(Problem::bad(format!(
            "person {:?} is no colleague; name somebody else of the same organisation",
            body.person
        ))
        .in_japanese("同じ組織のほかの方を選んでください。"));
    }
    let mut tx = service.store.write().await?;
    let before = tx.stand_ins(&workshop, &me).await?;
    if !before.contains(&new) {
        if before.iter().filter(|one| one.person == me).count() >= MAX_STAND_INS {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("at most {MAX_STAND_INS} colleagues stand in for somebody; end one first"),
            ));
        }
        tx.let_stand_in(&workshop, &new).await?;
        note(&mut tx, &service, &caller, &workshop, BEGIN, &new).await?;
        place_letters::stands_in(&mut tx, &service, &picture, &me, &new.deputy).await?;
    }
    let list = list(&mut tx, &picture, &me).await?;
    tx.commit().await?;
    Ok(web::Json(list))
}

/// Ends that somebody (`deputy`) acts for a person. Both may, and the organizer.
#[utoipa::path(
    tag = "people",
    params(
        ("workshop" = String, Path),
        ("person" = String, Path),
        ("deputy" = String, Path)
    ),
    responses((status = 204, description = "acts for them no more"))
)]
#[delete("/api/workshops/{workshop}/stand-ins/{person}/{deputy}")]
pub async fn end_stand_in(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String, String)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, person, deputy) = path.into_inner();
    let old = StandIn { person: PersonId::new(&person), deputy: PersonId::new(&deputy) };
    let mine = |person: &PersonId| caller.person() == Some(person);
    if !(caller.is_organizer() || mine(&old.person) || mine(&old.deputy)) {
        return Err(Problem::not_found());
    }
    let mut tx = service.store.write().await?;
    tx.end_stand_in(&workshop, &old).await?;
    note(&mut tx, &service, &caller, &workshop, END, &old).await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
