//! Workshops: which are mine, where one stands, its venue and hours.

use super::demo::RoleName;
use super::plans::unplaced_count;
use super::wishes::ForWhom;
use crate::domain::PersonId;
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of};
use crate::server::picture::Picture;
use crate::server::service::Service;
use crate::server::wire::{RequestCounts, Text, VenueView, Warning};
use crate::store::{NewEntry, Phase, RequestState};
use actix_web::{HttpRequest, get, put, web};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PhaseName {
    Registration,
    Requests,
    Scheduling,
    Published,
    Day,
    FollowUp,
}

impl From<Phase> for PhaseName {
    fn from(phase: Phase) -> PhaseName {
        match phase {
            Phase::Registration => PhaseName::Registration,
            Phase::Requests => PhaseName::Requests,
            Phase::Scheduling => PhaseName::Scheduling,
            Phase::Published => PhaseName::Published,
            Phase::Day => PhaseName::Day,
            Phase::FollowUp => PhaseName::FollowUp,
        }
    }
}

impl From<PhaseName> for Phase {
    fn from(phase: PhaseName) -> Phase {
        match phase {
            PhaseName::Registration => Phase::Registration,
            PhaseName::Requests => Phase::Requests,
            PhaseName::Scheduling => Phase::Scheduling,
            PhaseName::Published => Phase::Published,
            PhaseName::Day => Phase::Day,
            PhaseName::FollowUp => Phase::FollowUp,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WorkshopView {
    pub id: String,
    pub name: Text,
    /// Times are local to this zone, for example `Asia/Tokyo`.
    pub zone: String,
    #[schema(value_type = Vec<String>)]
    pub days: Vec<NaiveDate>,
    pub source: String,
    /// What is made up; empty where nothing is. To be shown wherever its data is.
    pub synthetic_note: Text,
    pub phase: PhaseName,
    /// The version of the phase, for `If-Match`.
    pub phase_etag: String,
    /// The caller's roles here.
    pub roles: Vec<RoleName>,
    /// The person that the caller stands for.
    pub person: Option<String>,
    /// The profiles that this person speaks for.
    pub profiles: Vec<String>,
    /// The number of the newest publication; null where nothing was published.
    pub publication: Option<i64>,
}

/// Where a workshop stands, for its organizer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Overview {
    pub phase: PhaseName,
    /// The version of the phase, for `If-Match`.
    pub phase_etag: String,
    pub people: usize,
    pub people_by_sector: BTreeMap<String, usize>,
    pub profiles: usize,
    pub requests: RequestCounts,
    pub consultations: usize,
    pub talk_wishes: usize,
    pub plans: usize,
    /// The version that holds now.
    pub published_version: Option<i64>,
    /// The newest version.
    pub newest_version: Option<i64>,
    /// Of the newest version: how full desks and rooms with tables are.
    pub loads: Vec<LoadView>,
    /// Meetings and consultations without a place in the newest version.
    pub unplaced: usize,
    pub warnings: Vec<Warning>,
}

/// How full a desk, or the tables of a room, are.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoadView {
    /// `desk` or `room`.
    pub kind: String,
    pub id: String,
    pub name: Text,
    pub used: usize,
    pub places: usize,
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPhase {
    pub phase: PhaseName,
}

fn tag(phase: Phase) -> String {
    tag_of(&NewPhase { phase: phase.into() })
}

fn view(
    picture: &Picture,
    caller: &Caller,
    person: Option<&PersonId>,
    publication: Option<i64>,
) -> WorkshopView {
    let head = &picture.head;
    WorkshopView {
        id: head.id.0.clone(),
        name: (&head.name).into(),
        zone: head.zone.name().to_owned(),
        days: head.days.clone(),
        source: head.source.clone(),
        synthetic_note: (&head.synthetic_note).into(),
        phase: head.phase.into(),
        phase_etag: tag(head.phase),
        roles: caller
            .memberships
            .iter()
            .filter(|m| m.workshop == head.id.0)
            .map(|m| m.role.into())
            .collect(),
        person: person.map(|p| p.0.clone()),
        profiles: match person {
            Some(person) => picture.profiles_of(person).map(|p| p.id.0.clone()).collect(),
            None => Vec::new(),
        },
        publication,
    }
}

/// The workshops that I have a role in.
#[utoipa::path(tag = "workshops", responses((status = 200, body = Vec<WorkshopView>)))]
#[get("/api/workshops")]
pub async fn list_workshops(
    service: web::Data<Service>,
    caller: Caller,
) -> Answer<Vec<WorkshopView>> {
    let ids: BTreeSet<&String> = caller.memberships.iter().map(|m| &m.workshop).collect();
    let mut views = Vec::new();
    for id in ids {
        let picture = service.picture(id).await?;
        let publications = service.store.read().await?.publications(id).await?;
        let mut there = caller.clone();
        there.here = caller.memberships.iter().filter(|m| m.workshop == *id).cloned().collect();
        let publication = publications.first().map(|p| p.number);
        views.push(view(&picture, &there, there.person(), publication));
    }
    Ok(web::Json(views))
}

/// A workshop, and what I am in it, or somebody for whom the organizer acts.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path), ForWhom),
    responses((status = 200, body = WorkshopView))
)]
#[get("/api/workshops/{workshop}")]
pub async fn get_workshop(
    service: web::Data<Service>,
    caller: Caller,
    id: web::Path<String>,
    whom: web::Query<ForWhom>,
) -> Answer<WorkshopView> {
    let picture = service.picture(&id).await?;
    let publications = service.store.read().await?.publications(&id).await?;
    let person = match whom.person.as_deref() {
        None => caller.person().cloned(),
        asked => Some(caller.acts_for(asked, &picture)?),
    };
    let publication = publications.first().map(|p| p.number);
    Ok(web::Json(view(&picture, &caller, person.as_ref(), publication)))
}

/// Where the workshop stands, and what to look at.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Overview))
)]
#[get("/api/workshops/{workshop}/overview")]
pub async fn get_overview(service: web::Data<Service>, id: web::Path<String>) -> Answer<Overview> {
    let picture = service.picture(&id).await?;
    let mut tx = service.store.read().await?;
    let requests = tx.requests(&id).await?;
    let plans = tx.plans(&id).await?;
    let publications = tx.publications(&id).await?;
    let newest = plans.first().map(|p| p.version);
    let (timetable, unplaced) = match newest {
        Some(version) => {
            let report = tx.plan_report(&id, version).await?;
            (Some(tx.timetable(&id, version).await?), unplaced_count(&report))
        }
        None => (None, 0),
    };
    let w = &picture.workshop;
    let mut people_by_sector = BTreeMap::new();
    for person in &w.people {
        if let Some(view) = picture.person_view(&person.id) {
            *people_by_sector.entry(view.sector).or_insert(0) += 1;
        }
    }
    let mut warnings = Vec::new();
    let mut warn = |kind: &str, ja: String, en: String, people: Vec<&crate::domain::PersonId>| {
        if !people.is_empty() {
            warnings.push(Warning {
                kind: kind.to_owned(),
                sentence: Text { ja, en },
                count: people.len(),
                people: people.into_iter().take(20).map(|p| picture.person_ref(p)).collect(),
            });
        }
    };
    let asked: BTreeSet<_> = requests.iter().flat_map(|r| [&r.sender, &r.recipient]).collect();
    let speakers: BTreeSet<_> = w.profiles.iter().flat_map(|p| p.people.first()).collect();
    let silent: Vec<_> = speakers.iter().copied().filter(|p| !asked.contains(*p)).collect();
    let n = silent.len();
    warn(
        "profiles_without_request",
        format!("プロフィールがあるのに面談の依頼が一件もない人が {n} 人います"),
        format!("{n} people with a profile have neither sent nor received a request"),
        silent,
    );
    let waiting: BTreeSet<_> =
        requests.iter().filter(|r| r.state == RequestState::Sent).map(|r| &r.recipient).collect();
    let n = waiting.len();
    warn(
        "unanswered_requests",
        format!("依頼に返事をしていない人が {n} 人います"),
        format!("{n} people have requests to answer"),
        waiting.into_iter().collect(),
    );
    if let Some(timetable) = &timetable {
        let met: BTreeSet<_> = timetable
            .placements
            .iter()
            .filter(|p| p.table.is_some())
            .flat_map(|p| &p.people)
            .collect();
        let accepted = requests.iter().filter(|r| r.state == RequestState::Accepted);
        let without: BTreeSet<_> =
            accepted.flat_map(|r| [&r.sender, &r.recipient]).filter(|p| !met.contains(p)).collect();
        let n = without.len();
        warn(
            "people_without_meeting",
            format!("合意した面談が一つも組まれていない人が {n} 人います"),
            format!("{n} people with agreed meetings have none in the newest plan"),
            without.into_iter().collect(),
        );
    }
    Ok(web::Json(Overview {
        phase: picture.head.phase.into(),
        phase_etag: tag(picture.head.phase),
        people: w.people.len(),
        people_by_sector,
        profiles: w.profiles.len(),
        requests: RequestCounts::of(&requests),
        consultations: w.consultations.len(),
        talk_wishes: w.talk_wishes.len(),
        plans: plans.len(),
        published_version: publications.first().map(|p| p.version),
        newest_version: newest,
        loads: timetable.map(|t| loads(&picture, &t)).unwrap_or_default(),
        unplaced,
        warnings,
    }))
}

fn loads(picture: &Picture, timetable: &crate::domain::Timetable) -> Vec<LoadView> {
    let w = &picture.workshop;
    let used = |fits: &dyn Fn(&crate::domain::Placement) -> bool| {
        timetable.placements.iter().filter(|p| fits(p)).count()
    };
    let desks = w.desks.iter().map(|desk| {
        let minutes: i64 = w
            .desk_hours
            .iter()
            .filter(|h| h.desk == desk.id)
            .map(|h| (h.end - h.start).num_minutes() / i64::from(desk.minutes.0.max(1)))
            .sum();
        LoadView {
            kind: "desk".into(),
            id: desk.id.0.clone(),
            name: (&desk.name).into(),
            used: used(&|p| p.desk.as_ref() == Some(&desk.id)),
            places: usize::try_from(minutes).unwrap_or(0),
        }
    });
    let rooms = w.rooms.iter().filter(|room| room.tables > 0).map(|room| {
        let open = w.slots.iter().filter(|slot| w.is_open(&room.id, slot.start, slot.end));
        LoadView {
            kind: "room".into(),
            id: room.id.0.clone(),
            name: (&room.name).into(),
            used: used(&|p| p.room == room.id && p.table.is_some()),
            places: open.count() * room.tables as usize,
        }
    });
    desks.chain(rooms).collect()
}

/// Opens another phase.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path)),
    request_body = NewPhase,
    responses((status = 200, body = WorkshopView))
)]
#[put("/api/workshops/{workshop}/phase")]
pub async fn set_phase(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    body: web::Json<NewPhase>,
) -> Answer<WorkshopView> {
    let mut tx = begin(&service, &http).await?;
    let before = tx.workshop_head(&id).await?.phase;
    only_as_read(&http, Some(&tag(before)))?;
    let after: Phase = body.phase.into();
    tx.set_phase(&id, after).await?;
    tx.note(&NewEntry {
        before: Some(&before.code().into()),
        after: Some(&after.code().into()),
        ..caller.entry(&service, &id, "set phase", "workshop")
    })
    .await?;
    let publication = tx.publications(&id).await?.first().map(|p| p.number);
    tx.commit().await?;
    let picture = service.picture(&id).await?;
    Ok(web::Json(view(&picture, &caller, caller.person(), publication)))
}

/// The venue and its hours: rooms, bands, slots, sessions, desks, rules.
#[utoipa::path(
    tag = "workshops",
    params(("workshop" = String, Path)),
    responses((status = 200, body = VenueView))
)]
#[get("/api/workshops/{workshop}/venue")]
pub async fn get_venue(service: web::Data<Service>, id: web::Path<String>) -> Answer<VenueView> {
    Ok(web::Json(service.picture(&id).await?.venue()))
}
