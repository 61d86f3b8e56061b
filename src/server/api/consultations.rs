//! Consultations with a coordinator: asked for, taken back.

use super::request_dates::only_while_open;
use super::wishes::ForWhom;
use crate::domain::{ConceptId, Consultation, Lang, WishId};
use crate::server::answer::{Answer, create, within};
use crate::server::caller::Caller;
use crate::server::limits::{MAX_PAGE, MAX_SHORT};
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{NewEntry, Role, Secret};
use crate::vocabulary::Thesaurus;
use actix_web::{HttpRequest, HttpResponse, delete, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct ConsultationView {
    pub id: String,
    pub person: String,
    pub topic: String,
    /// Expertise that the desk needs to have, any one of them; empty means any desk.
    pub concepts: Vec<String>,
    pub lang: String,
    /// 1 is the dearest.
    pub rank: u32,
    pub synthetic: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConsultation {
    #[schema(min_length = 1, max_length = 2000)]
    pub topic: String,
    #[serde(default)]
    #[schema(max_items = 20)]
    pub concepts: Vec<String>,
    #[serde(default)]
    pub lang: Option<super::me::Language>,
    /// 1 is the dearest.
    #[serde(default = "first")]
    #[schema(minimum = 1, maximum = 100, default = 1)]
    pub rank: u32,
}

fn first() -> u32 {
    1
}

/// As the history names it.
fn subject(id: &str) -> String {
    format!("consultation {id}")
}

fn view(c: &Consultation) -> ConsultationView {
    ConsultationView {
        id: c.id.0.clone(),
        person: c.person.0.clone(),
        topic: c.topic.clone(),
        concepts: c.concepts.iter().map(|c| c.0.clone()).collect(),
        lang: c.lang.code().to_owned(),
        rank: c.rank,
        synthetic: c.synthetic,
    }
}

/// My wishes to consult; those of all people for organizers and coordinators who name nobody.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = Vec<ConsultationView>))
)]
#[get("/api/workshops/{workshop}/consultations")]
pub async fn list_consultations(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<Vec<ConsultationView>> {
    let picture = service.picture(&workshop).await?;
    let staff = caller.is_organizer() || caller.is(Role::Coordinator);
    let all = &picture.workshop.consultations;
    if staff && whom.person.is_none() {
        return Ok(web::Json(all.iter().map(view).collect()));
    }
    let me = caller.acts_for(whom.person.as_deref(), &picture)?;
    Ok(web::Json(all.iter().filter(|c| c.person == me).map(view).collect()))
}

/// Asks for a consultation.
#[utoipa::path(
    tag = "wishes",
    params(
        ("workshop" = String, Path),
        ForWhom
    ),
    request_body = NewConsultation,
    responses((status = 201, body = ConsultationView))
)]
#[post("/api/workshops/{workshop}/consultations")]
pub async fn ask_consultation(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    whom: web::Query<ForWhom>,
    body: web::Json<NewConsultation>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let person = caller.acts_for(whom.person.as_deref(), &picture)?;
    within("topic", &body.topic, MAX_SHORT)?;
    if body.topic.trim().is_empty() {
        return Err(Problem::bad("topic is empty; say what it is about"));
    }
    if body.concepts.len() > 20 || !(1..=100).contains(&body.rank) {
        return Err(Problem::bad("expected at most 20 concepts and a rank from 1 to 100"));
    }
    let concepts: Vec<ConceptId> = body.concepts.iter().map(ConceptId::new).collect();
    let unknown = |c: &&ConceptId| Thesaurus::embedded().concept(c).is_none();
    if let Some(concept) = concepts.iter().find(unknown) {
        return Err(Problem::bad(format!("unknown concept {:?}", concept.as_str())));
    }
    let lang: Lang = body.lang.map_or(caller.lang(), Into::into);
    create(&service, &caller, &http, &*body, async |tx| {
        only_while_open(tx, &picture, &caller, service.now()).await?;
        let known = tx.consultations(&workshop).await?;
        if known.iter().filter(|c| c.person == person).count() >= MAX_PAGE {
            return Err(Problem::new(
                ProblemKind::OverLimit,
                format!("at most {MAX_PAGE} consultations a person; take one back first"),
            ));
        }
        let consultation = Consultation {
            id: WishId(format!("c-{}", &Secret::new()?.reveal()[..20])),
            person: person.clone(),
            topic: body.topic.clone(),
            concepts: concepts.clone(),
            lang,
            rank: body.rank,
            synthetic: false,
        };
        tx.add_consultation(&workshop, &consultation).await?;
        let made = view(&consultation);
        tx.note(&NewEntry {
            on_behalf_of: caller.on_behalf_of(&person),
            after: Some(&json!(made)),
            ..caller.entry(&service, &workshop, "ask to consult", &subject(&made.id))
        })
        .await?;
        Ok(made)
    })
    .await
}

/// Takes a wish to consult back.
#[utoipa::path(
    tag = "wishes",
    params(("workshop" = String, Path), ("consultation" = String, Path), ForWhom),
    responses((status = 204, description = "taken back"))
)]
#[delete("/api/workshops/{workshop}/consultations/{consultation}")]
pub async fn take_back_consultation(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
    whom: web::Query<ForWhom>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let person = caller.acts_for(whom.person.as_deref(), &picture)?;
    let mut tx = service.store.write().await?;
    let all = tx.consultations(&workshop).await?;
    let before = all.iter().find(|c| c.id.as_str() == id && c.person == person);
    tx.remove_consultation(&workshop, &id, &person).await?;
    tx.note(&NewEntry {
        on_behalf_of: caller.on_behalf_of(&person),
        before: before.map(|c| json!(view(c))).as_ref(),
        ..caller.entry(&service, &workshop, "take back to consult", &subject(&id))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
