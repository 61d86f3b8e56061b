//! The coordinators' desks: who comes when, with what question.

use crate::domain::{ItemId, ProfileId};
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::publication::live_version;
use crate::server::service::Service;
use crate::server::wire::{PersonRef, SpanView, Text};
use actix_web::{get, web};
use serde::Serialize;
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
        visits: visits(&desk.id),
    });
    Ok(web::Json(views.collect()))
}
