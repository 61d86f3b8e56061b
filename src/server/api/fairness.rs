//! The price of fairness: its curve is asked for as a job, and a plan picked from it.

use super::jobs::{a_minute, check_solve, one, queue};
use crate::app::{FairnessReport, Reasons, fit_for_a_curve, reasons};
use crate::scheduling::Plan;
use crate::server::answer::{create, within};
use crate::server::caller::Caller;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::publication::live_version;
use crate::server::service::Service;
use crate::server::wire::{CurveView, JobView, PlanRef};
use crate::store::{NewEntry, NewPlan};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// What a fairness job is asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FairnessJob {
    /// Plans at most, from the one of most value to the fairest.
    #[serde(default = "five")]
    #[schema(minimum = 2, maximum = 21, default = 5)]
    pub points: u32,
    /// Most value that a plan may lose.
    #[serde(default = "everything")]
    #[schema(minimum = 0, maximum = 100, default = 100)]
    pub max_loss_percent: f64,
    /// Longest solve of each plan. A curve takes about eight plans more than it has points.
    #[serde(default = "a_minute")]
    #[schema(minimum = 0.1, maximum = 3600, default = 60)]
    pub seconds: f64,
    /// The version to start from; its locked items stay in every plan.
    #[serde(default)]
    pub start: Option<i64>,
    #[serde(default = "one")]
    #[schema(minimum = 0, maximum = 2147483647, default = 1)]
    pub seed: u32,
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 64, default = 1)]
    pub threads: u32,
}

fn five() -> u32 {
    5
}

fn everything() -> f64 {
    100.0
}

/// Queues the price of fairness: plans from the one of most value to the one whose worst-off receive
/// most. No version is made of them until one is picked; the job's `curve` answers. Stopping the job
/// keeps what was found by then.
#[utoipa::path(
    tag = "jobs",
    params(("workshop" = String, Path)),
    request_body = FairnessJob,
    responses((status = 201, body = JobView))
)]
#[post("/api/workshops/{workshop}/fairness")]
pub async fn ask_fairness(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<FairnessJob>,
) -> Result<HttpResponse, Problem> {
    check_solve(body.seconds, body.threads, body.seed)?;
    if !(2..=21).contains(&body.points) || !(0.0..=100.0).contains(&body.max_loss_percent) {
        return Err(Problem::bad("points must be 2 to 21, and max_loss_percent 0 to 100"));
    }
    let picture = service.picture(&workshop).await?;
    fit_for_a_curve(&picture.workshop).map_err(|error| {
        let text = error.text();
        Problem::new(ProblemKind::OverLimit, text.en).in_japanese(text.ja)
    })?;
    let request = serde_json::to_value(&*body).map_err(Problem::internal)?;
    let answer = create(&service, &caller, &http, &*body, async |tx| {
        if let Some(version) = body.start {
            tx.plan(&workshop, version).await?;
        }
        queue(tx, &service, &caller, &workshop, "fairness", &request).await
    })
    .await?;
    service.bell.notify_one();
    Ok(answer)
}

/// Which plan of a curve becomes a version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PickedPoint {
    /// As the point of the curve says it.
    #[schema(minimum = 0, maximum = 100)]
    pub floor_percent: u32,
    /// Name of the version to be made.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
}

/// Makes a version of a plan on the curve of a fairness job. It is as it was found: what has changed
/// since, the judge says when it is read.
#[utoipa::path(
    tag = "jobs",
    params(("workshop" = String, Path), ("job" = String, Path)),
    request_body = PickedPoint,
    responses((status = 201, body = PlanRef))
)]
#[post("/api/workshops/{workshop}/jobs/{job}/versions")]
pub async fn pick_point(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<PickedPoint>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    within("name", &body.name, 200)?;
    if body.name.trim().is_empty() {
        return Err(Problem::bad("name is empty; name the version"));
    }
    let job = service.store.read().await?.job(&workshop, &id).await?;
    let result = job.result.unwrap_or_default();
    let floor = body.floor_percent;
    let Some(found) = result.get("plans").and_then(|plans| plans.get(floor.to_string())) else {
        let detail =
            format!("no plan of job {id} has the floor {floor}; see the points of its curve");
        return Err(Problem::new(ProblemKind::NotFound, detail));
    };
    let plan: Plan = serde_json::from_value(found.clone()).map_err(Problem::internal)?;
    let picture = service.picture(&workshop).await?;
    let timetable = plan.timetable.clone();
    let found = web::block(move || reasons(&picture.workshop, &timetable)).await?;
    let Reasons { unplaced, unexplained } = found;
    // Its own bound holds for plans with its floor alone.
    let bound = result.get("bound").and_then(Value::as_i64);
    let gap = bound.map(|bound| (bound - plan.total) as f64 / plan.total.abs().max(1) as f64);
    let report = json!({
        "gap": gap,
        "seconds": plan.seconds,
        "record": result.get("record"),
        "limits": plan.limits,
        "convergence": plan.convergence,
        "unplaced": unplaced,
        "unexplained": unexplained,
    });
    create(&service, &caller, &http, &*body, async |tx| {
        let (by, now) = (&caller.account.id, service.now());
        let status = if bound == Some(plan.total) { "optimal" } else { "feasible" };
        let version = tx
            .add_plan(&NewPlan {
                workshop: &workshop,
                name: &body.name,
                status,
                total: plan.total,
                bound,
                made_from: job.request.get("start").and_then(Value::as_i64),
                timetable: &plan.timetable,
                report: &report,
                created_by: by,
                created_at: now,
            })
            .await?;
        tx.note(&NewEntry {
            workshop: &workshop,
            at: now,
            account: by,
            on_behalf_of: None,
            verb: "plan",
            subject: &format!("plan {version}"),
            before: None,
            after: Some(&json!({ "total": plan.total, "floor_percent": floor, "job": id })),
        })
        .await?;
        let live = live_version(tx, &workshop).await?;
        Ok(PlanRef::of(&tx.plan(&workshop, version).await?, live))
    })
    .await
}

/// What a job keeps of a curve: what is shown, and the plans that may be picked, by floor.
pub fn kept(report: &FairnessReport) -> Value {
    let plans = report.curve.points.iter().map(|p| (p.floor_percent.to_string(), json!(p.plan)));
    json!({
        "curve": CurveView::from(&report.curve),
        "bound": report.curve.bound,
        "record": report.record,
        "plans": plans.collect::<serde_json::Map<_, _>>(),
    })
}
