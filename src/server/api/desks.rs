//! The coordinators' desks: who comes when, with what question.

use super::reception::StateOfArrival;
use crate::domain::{ItemId, ProfileId};
use crate::server::answer::{Answer, within};
use crate::server::away::comes_at;
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of};
use crate::server::limits::{MAX_DELAY_MINUTES, MAX_LONG};
use crate::server::problem::Problem;
use crate::server::publication::live_version;
use crate::server::service::Service;
use crate::server::wire::{PersonRef, SpanView, Text};
use crate::store::NewEntry;
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, get, put, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct DeskDay {
    pub desk: String,
    pub name: Text,
    pub room: String,
    pub coordinator: Option<PersonRef>,
    /// Whether this is the caller's own desk.
    pub mine: bool,
    pub hours: Vec<SpanView>,
    /// Length of one consultation.
    pub minutes: u32,
    /// Concepts, by label.
    pub expertise: Vec<Text>,
    /// How many minutes the desk is behind.
    pub delay_minutes: u32,
    /// The version of this delay, for `If-Match`.
    pub delay_etag: String,
    /// By start; empty until something is published.
    pub visits: Vec<Visit>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Visit {
    pub consultation: String,
    #[serde(flatten)]
    pub span: SpanView,
    pub person: PersonRef,
    pub topic: String,
    pub lang: String,
    /// The visitor's profiles.
    pub profiles: Vec<String>,
    /// Whether the visitor has come to the workshop.
    pub arrival: StateOfArrival,
    /// When a visitor who is late is said to come, local to the workshop's zone.
    #[schema(value_type = Option<String>, example = "2022-05-10T14:30:00")]
    pub comes_at: Option<NaiveDateTime>,
    /// What was noted of it, for organizers and coordinators.
    pub note: String,
    /// The version of the note, for `If-Match`.
    pub note_etag: String,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    #[schema(maximum = 600)]
    pub minutes: u32,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteOnVisit {
    #[schema(max_length = 20000)]
    pub text: String,
}

/// Desks with their visits as published.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Vec<DeskDay>))
)]
#[get("/api/workshops/{workshop}/desks")]
pub async fn list_desks(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
) -> Answer<Vec<DeskDay>> {
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let timetable = match live_version(&mut tx, &workshop).await? {
        Some(version) => Some(tx.timetable(&workshop, version).await?),
        None => None,
    };
    let presences = tx.presences(&workshop).await?;
    let notes = tx.visit_notes(&workshop).await?;
    let delays = tx.desk_delays(&workshop).await?;
    let late = |desk| Delay { minutes: delays.get(desk).copied().unwrap_or_default() };
    let w = &picture.workshop;
    let span = |start, end| SpanView { start, end };
    let thesaurus = crate::vocabulary::Thesaurus::embedded();
    let visits = |desk: &crate::domain::DeskId| {
        let placements = timetable.iter().flat_map(|t| &t.placements);
        let mut visits: Vec<Visit> = placements
            .filter(|p| p.desk.as_ref() == Some(desk))
            .filter_map(|p| {
                let ItemId::Consultation(id) = &p.item else { return None };
                let wish = w.consultations.iter().find(|c| c.id == *id)?;
                let note = NoteOnVisit { text: notes.get(&wish.id).cloned().unwrap_or_default() };
                Some(Visit {
                    consultation: id.0.clone(),
                    span: span(p.start, p.end),
                    person: picture.person_ref(&wish.person),
                    topic: wish.topic.clone(),
                    lang: wish.lang.code().to_owned(),
                    profiles: picture
                        .profiles_of(&wish.person)
                        .map(|profile| ProfileId::clone(&profile.id).0)
                        .collect(),
                    arrival: StateOfArrival::of(presences.get(&wish.person)),
                    comes_at: comes_at(presences.get(&wish.person), w),
                    note_etag: tag_of(&note),
                    note: note.text,
                })
            })
            .collect();
        visits.sort_by_key(|visit| visit.span.start);
        visits
    };
    let views = w.desks.iter().map(|desk| DeskDay {
        desk: desk.id.0.clone(),
        name: (&desk.name).into(),
        room: desk.room.0.clone(),
        coordinator: desk.coordinator.as_ref().map(|p| picture.person_ref(p)),
        mine: desk.coordinator.is_some() && desk.coordinator.as_ref() == caller.person(),
        hours: w
            .desk_hours
            .iter()
            .filter(|h| h.desk == desk.id)
            .map(|h| span(h.start, h.end))
            .collect(),
        minutes: desk.minutes.0,
        expertise: desk
            .expertise
            .iter()
            .filter_map(|id| thesaurus.concept(id))
            .map(|concept| (&concept.label).into())
            .collect(),
        delay_minutes: late(&desk.id).minutes,
        delay_etag: tag_of(&late(&desk.id)),
        visits: visits(&desk.id),
    });
    Ok(web::Json(views.collect()))
}

/// Says how many minutes a desk is behind; 0 where it is on time again. For its coordinator and the
/// organizer.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path), ("desk" = String, Path)),
    request_body = Delay,
    responses((status = 204, description = "noted", headers(("ETag" = String))))
)]
#[put("/api/workshops/{workshop}/desks/{desk}/delay")]
pub async fn put_desk_delay(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<Delay>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let desk = picture.workshop.desks.iter().find(|d| d.id.as_str() == id);
    let desk = desk.ok_or_else(Problem::not_found)?;
    let own = desk.coordinator.is_some() && desk.coordinator.as_ref() == caller.person();
    if !own && !caller.is_organizer() {
        return Err(Problem::not_allowed("this desk is somebody else's"));
    }
    if body.minutes > MAX_DELAY_MINUTES {
        return Err(Problem::bad(format!(
            "minutes is {}; at most {MAX_DELAY_MINUTES}",
            body.minutes
        )));
    }
    let mut tx = begin(&service, &http).await?;
    let before = tx.desk_delays(&workshop).await?.get(&desk.id).copied().unwrap_or_default();
    only_as_read(&http, Some(&tag_of(&Delay { minutes: before })))?;
    tx.put_desk_delay(&workshop, &desk.id, body.minutes, service.now()).await?;
    tx.note(&NewEntry {
        before: Some(&json!({ "minutes": before })),
        after: Some(&json!({ "minutes": body.minutes })),
        ..caller.entry(&service, &workshop, "note delay", &format!("desk {id}"))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().insert_header((ETAG, tag_of(&*body))).finish())
}

/// Notes something of a consultation; an empty text takes the note back. Organizers and coordinators
/// see it, the visitor does not.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path), ("consultation" = String, Path)),
    request_body = NoteOnVisit,
    responses((status = 204, description = "noted", headers(("ETag" = String))))
)]
#[put("/api/workshops/{workshop}/consultations/{consultation}/note")]
pub async fn put_visit_note(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<NoteOnVisit>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let known = picture.workshop.consultations.iter().find(|c| c.id.as_str() == id);
    let known = known.ok_or_else(Problem::not_found)?;
    within("text", &body.text, MAX_LONG)?;
    let new = NoteOnVisit { text: body.text.trim().to_owned() };
    let mut tx = begin(&service, &http).await?;
    let before = tx.visit_notes(&workshop).await?.remove(&known.id).unwrap_or_default();
    let before = NoteOnVisit { text: before };
    only_as_read(&http, Some(&tag_of(&before)))?;
    tx.put_visit_note(&workshop, &known.id, &new.text, service.now()).await?;
    // The person is named, so that erasing them finds the entry.
    let noted = |note: &NoteOnVisit| json!({ "person": known.person, "text": note.text });
    tx.note(&NewEntry {
        before: Some(&noted(&before)),
        after: Some(&noted(&new)),
        ..caller.entry(&service, &workshop, "note visit", &format!("consultation {id}"))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().insert_header((ETAG, tag_of(&new))).finish())
}
