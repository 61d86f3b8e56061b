//! Versions of the day: listed, read, compared, judged, published.

use crate::app::MOST_REASONS;
use crate::domain::Timetable;
use crate::scheduling::{changes, explain, judge, unplaced};
use crate::server::answer::{Answer, create};
use crate::server::caller::Caller;
use crate::server::notices::notices;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::publication::{live_version, publish_version};
use crate::server::service::Service;
use crate::server::wire::{
    ChangeView, ChangesView, PersonRef, PlanRef, PlanView, PublicationView, Text, UnplacedView,
    faults,
};
use crate::store::Transaction;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

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
        faults: faults(&judgement.faults, &picture.names()),
        record: report.get("record").cloned(),
        convergence: serde_json::from_value(field("convergence")).unwrap_or_default(),
        unplaced: unplaced_count(&report),
        placements: timetable.placements.iter().map(|p| picture.placement(p)).collect(),
    })
}

/// How many wishes a report says are without a place.
pub fn unplaced_count(report: &Value) -> usize {
    let explained = report.get("unplaced").and_then(Value::as_array).map_or(0, Vec::len);
    let more = report.get("unexplained").and_then(Value::as_u64).unwrap_or(0);
    explained + more as usize
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
        changes: found.iter().map(|change| ChangeView::of(picture, change)).collect(),
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

/// Wishes without a place in a version, with today's data: why, and the cheapest repair. Where there are
/// more than 500, the reason of each is asked for by itself.
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
    let timetable = service.store.read().await?.timetable(&workshop, version).await?;
    let list = web::block(move || {
        let names = picture.names();
        let all = unplaced(&picture.workshop, &timetable);
        if all.len() > MOST_REASONS {
            let list = all.iter();
            return list
                .map(|(item, people, points)| picture.unexplained(item, people, *points))
                .collect();
        }
        let list = explain(&picture.workshop, &timetable);
        list.iter().map(|u| picture.unplaced(u, &names)).collect()
    });
    Ok(web::Json(list.await?))
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
    let there = picture.clone();
    let judgement = web::block(move || judge(&there.workshop, &timetable)).await?;
    Ok(web::Json(JudgementView {
        faults: faults(&judgement.faults, &picture.names()),
        total: judgement.objective.total(),
    }))
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
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, i64)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    create(&service, &caller, &http, &(), async |tx| {
        publish_version(tx, &service, &picture, version, &caller.account.id).await
    })
    .await
}

/// A mail that a publication would put into the outbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeView {
    pub to: PersonRef,
    pub subject: String,
    pub body: String,
}

/// The mails that publishing a version now would put into the outbox, by the receivers' kana.
#[utoipa::path(
    tag = "plans",
    params(("workshop" = String, Path), ("version" = i64, Path)),
    responses((status = 200, body = Vec<NoticeView>))
)]
#[get("/api/workshops/{workshop}/plans/{version}/notices")]
pub async fn list_notices(
    service: web::Data<Service>,
    path: web::Path<(String, i64)>,
) -> Answer<Vec<NoticeView>> {
    let (workshop, version) = path.into_inner();
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let number = tx.publications(&workshop).await?.first().map_or(0, |p| p.number) + 1;
    let after = tx.timetable(&workshop, version).await?;
    let mut list: Vec<NoticeView> = notices(&mut tx, &picture, &after, number)
        .await?
        .into_iter()
        .map(|n| {
            let (subject, body) = n.words;
            NoticeView { to: picture.person_ref(&n.person), subject, body }
        })
        .collect();
    list.sort_by(|a, b| (&a.to.kana, &a.to.id).cmp(&(&b.to.kana, &b.to.id)));
    Ok(web::Json(list))
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
