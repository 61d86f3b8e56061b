//! Versions of the day: listed, read, compared, judged, published.

use crate::domain::Timetable;
use crate::scheduling::{Unplaced, changes, judge};
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::notices::write_notices;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{
    ChangeView, ChangesView, PlanRef, PlanView, PublicationView, Text, UnplacedView, faults,
};
use crate::store::{Booking, NewEntry, Phase, Transaction};
use actix_web::{HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

/// The version that holds now.
pub async fn live_version(tx: &mut Transaction, workshop: &str) -> Result<Option<i64>, Problem> {
    Ok(tx.publications(workshop).await?.first().map(|p| p.version))
}

/// Versions, newest first.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Vec<PlanRef>))
)]
#[get("/api/workshops/{workshop}/plans")]
pub async fn list_plans(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<Vec<PlanRef>> {
    let mut tx = service.store.read().await?;
    let live = live_version(&mut tx, &workshop).await?;
    let plans = tx.plans(&workshop).await?;
    Ok(web::Json(plans.iter().map(|p| PlanRef::of(p, live)).collect()))
}

/// A version with its timetable; what the judge says of it with today's data.
pub async fn read_plan(
    tx: &mut Transaction,
    picture: &Picture,
    workshop: &str,
    version: i64,
) -> Result<PlanView, Problem> {
    let live = live_version(tx, workshop).await?;
    let plan = tx.plan(workshop, version).await?;
    let timetable = tx.timetable(workshop, version).await?;
    let report = tx.plan_report(workshop, version).await?;
    let field = |name: &str| report.get(name).cloned().unwrap_or(Value::Null);
    let judgement = judge(&picture.workshop, &timetable);
    Ok(PlanView {
        plan: PlanRef::of(&plan, live),
        objective: judgement
            .objective
            .parts()
            .into_iter()
            .map(|(name, points)| (name.to_owned(), points))
            .collect(),
        gap: field("gap").as_f64(),
        seconds: field("seconds").as_f64(),
        faults: faults(&judgement.faults),
        record: report.get("record").cloned(),
        convergence: serde_json::from_value(field("convergence")).unwrap_or_default(),
        unplaced: field("unplaced").as_array().map_or(0, Vec::len),
        placements: timetable.placements.iter().map(|p| picture.placement(p)).collect(),
    })
}

/// One version with its timetable.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path)),
    responses((status = 200, body = PlanView))
)]
#[get("/api/workshops/{workshop}/plans/{version}")]
pub async fn get_plan(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
) -> Answer<PlanView> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    Ok(web::Json(read_plan(&mut tx, &picture, &workshop, version).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Since {
    /// The version to compare with.
    from: i64,
}

fn compared(
    picture: &Picture,
    (from, before): (i64, &Timetable),
    (to, after): (i64, &Timetable),
) -> ChangesView {
    let found = changes(before, after);
    let mut affected = BTreeSet::new();
    for change in &found {
        let sides = change.before.iter().chain(&change.after);
        affected.extend(sides.flat_map(|p| &p.people).map(|id| {
            let person = picture.person_ref(id);
            (person.kana, person.id)
        }));
    }
    ChangesView {
        from,
        to,
        changes: found
            .iter()
            .map(|change| ChangeView {
                kind: match (&change.before, &change.after) {
                    (None, _) => "added",
                    (_, None) => "removed",
                    _ => "moved",
                }
                .to_owned(),
                before: change.before.as_ref().map(|p| picture.placement(p)),
                after: change.after.as_ref().map(|p| picture.placement(p)),
            })
            .collect(),
        affected: affected
            .into_iter()
            .map(|(_, id)| picture.person_ref(&id.as_str().into()))
            .collect(),
    }
}

/// What differs between two versions, and who is affected.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path), Since),
    responses((status = 200, body = ChangesView))
)]
#[get("/api/workshops/{workshop}/plans/{version}/changes")]
pub async fn plan_changes(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
    since: web::Query<Since>,
) -> Answer<ChangesView> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let before = tx.timetable(&workshop, since.from).await?;
    let after = tx.timetable(&workshop, version).await?;
    Ok(web::Json(compared(&picture, (since.from, &before), (version, &after))))
}

/// Wishes without a place in a version: why, and the cheapest repair.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path)),
    responses((status = 200, body = Vec<UnplacedView>))
)]
#[get("/api/workshops/{workshop}/plans/{version}/unplaced")]
pub async fn list_unplaced(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
) -> Answer<Vec<UnplacedView>> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let report = service.store.read().await?.plan_report(&workshop, version).await?;
    let list: Vec<Unplaced> = match report.get("unplaced") {
        Some(list) => serde_json::from_value(list.clone()).map_err(Problem::internal)?,
        None => Vec::new(),
    };
    Ok(web::Json(list.iter().map(|u| picture.unplaced(u)).collect()))
}

/// What the judge finds in a version, with today's data.
#[derive(Debug, Serialize, ToSchema)]
pub struct JudgementView {
    /// Rules that are broken; empty for a good plan.
    pub faults: Vec<Text>,
    pub total: i64,
}

/// Judges a version anew, with today's data.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path)),
    responses((status = 200, body = JudgementView))
)]
#[post("/api/workshops/{workshop}/plans/{version}/judge")]
pub async fn judge_plan(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
) -> Answer<JudgementView> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let timetable = service.store.read().await?.timetable(&workshop, version).await?;
    let judgement = web::block(move || judge(&picture.workshop, &timetable)).await?;
    Ok(web::Json(JudgementView {
        faults: faults(&judgement.faults),
        total: judgement.objective.total(),
    }))
}

/// Publishes a version: it holds from now on, everyone's day and calendars follow it, and the
/// database refuses whatever would overlap it.
pub async fn publish_version(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    version: i64,
    by: &str,
) -> Result<PublicationView, Problem> {
    let workshop = picture.head.id.as_str();
    let timetable = tx.timetable(workshop, version).await?;
    let now = service.now();
    let before = live_version(tx, workshop).await?;
    tx.release_all(workshop).await?;
    for placement in &timetable.placements {
        tx.book(workshop, &Booking::of(&picture.workshop, placement), now).await?;
    }
    let publication = tx.add_publication(workshop, version, by, now).await?;
    let old = match before {
        Some(version) => tx.timetable(workshop, version).await?,
        None => Timetable { placements: Vec::new(), ..timetable.clone() },
    };
    write_notices(tx, picture, (&old, &timetable), publication.number, now).await?;
    tx.set_phase(workshop, Phase::Published).await?;
    tx.note(&NewEntry {
        workshop,
        at: now,
        account: by,
        on_behalf_of: None,
        verb: "publish",
        subject: &format!("plan {version}"),
        before: before.map(Value::from).as_ref(),
        after: Some(&version.into()),
    })
    .await?;
    Ok((&publication).into())
}

/// Publishes a version.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path)),
    responses((status = 201, body = PublicationView))
)]
#[post("/api/workshops/{workshop}/plans/{version}/publish")]
pub async fn publish_plan(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, i64)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.write().await?;
    let by = &caller.account.id;
    let publication = publish_version(&mut tx, &service, &picture, version, by).await?;
    tx.commit().await?;
    Ok(HttpResponse::Created().json(publication))
}

/// What was published when, newest first.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Vec<PublicationView>))
)]
#[get("/api/workshops/{workshop}/publications")]
pub async fn list_publications(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<Vec<PublicationView>> {
    let list = service.store.read().await?.publications(&workshop).await?;
    Ok(web::Json(list.iter().map(PublicationView::from).collect()))
}
