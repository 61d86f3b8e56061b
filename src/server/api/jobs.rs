//! Jobs: queued, watched, stopped.

use crate::domain::RoomId;
use crate::server::answer::{Answer, create, within};
use crate::server::away::on_the_day;
use crate::server::caller::Caller;
use crate::server::limits::{MAX_MORE_PEOPLE, MAX_OPEN_JOBS, MAX_PLAN_SECONDS};
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::JobView;
use crate::store::{NewEntry, Transaction};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// What a plan job is asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanJob {
    /// Name of the version to be made.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Longest solve.
    #[serde(default = "a_minute")]
    #[schema(minimum = 0.1, maximum = 3600, default = 60)]
    pub seconds: f64,
    /// The version to start from; its locked items stay.
    #[serde(default)]
    pub start: Option<i64>,
    /// Change as little of `start` as possible instead of looking for the best plan.
    #[serde(default)]
    pub repair: bool,
    /// How many people more than the fewest a repair may affect where that is worth points (on days of
    /// meetings whose talks stand).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000, default = 0)]
    pub more_people: u32,
    /// From when on a repair may change anything, local to the workshop's zone: what has begun by then
    /// stays, and whoever is marked as a no-show is away from then on until the day ends, whoever is late
    /// until they are said to come. Left out, it is now where today is a day of the workshop; on other
    /// days the whole day is open.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "2022-05-10T13:00:00")]
    pub from: Option<NaiveDateTime>,
    #[serde(default = "one")]
    #[schema(minimum = 0, maximum = 2147483647, default = 1)]
    pub seed: u32,
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 64, default = 1)]
    pub threads: u32,
}

/// A change of the day that is only asked about.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum WhatIfAsked {
    /// One more table all day.
    Table { room: String },
    /// A desk open at another time as well.
    DeskOpen {
        desk: String,
        #[schema(value_type = String, example = "2022-05-10T14:10:00")]
        start: NaiveDateTime,
        #[schema(value_type = String, example = "2022-05-10T15:00:00")]
        end: NaiveDateTime,
    },
    /// Another cap of meetings per person.
    Cap {
        #[schema(minimum = 1, maximum = 1000)]
        to: u32,
    },
    /// Nothing movable in a room.
    RoomClosed { room: String },
    /// On its day nothing movable before this time.
    LaterStart {
        #[schema(value_type = String, example = "2022-05-10T10:00:00")]
        start: NaiveDateTime,
    },
}

/// What a what-if job is asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WhatIfJob {
    pub what_if: WhatIfAsked,
    /// The version that the change is held against.
    pub start: i64,
    /// Longest solve.
    #[serde(default = "a_minute")]
    #[schema(minimum = 0.1, maximum = 3600, default = 60)]
    pub seconds: f64,
}

/// Queues the question what a change of the day would bring. Neither the day nor any version is
/// touched; the job's `gain` answers.
#[utoipa::path(
    tag = "jobs",
    params(
        ("workshop" = String, Path)
    ),
    request_body = WhatIfJob,
    responses((status = 201, body = JobView))
)]
#[post("/api/workshops/{workshop}/what-if")]
pub async fn ask_what_if(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<WhatIfJob>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let known = match &body.what_if {
        WhatIfAsked::Table { room } | WhatIfAsked::RoomClosed { room } => {
            picture.room(&RoomId::new(room)).is_some()
        }
        WhatIfAsked::DeskOpen { desk, start, end } => {
            start < end && picture.workshop.desks.iter().any(|d| d.id.as_str() == desk)
        }
        WhatIfAsked::Cap { to } => (1..=1000).contains(to),
        WhatIfAsked::LaterStart { start } => picture.workshop.days.contains(&start.date()),
    };
    if !known {
        return Err(Problem::bad(
            "the change names a room, desk, day or number that is not there; see the venue",
        ));
    }
    check_solve(body.seconds, 1, 1)?;
    let request = serde_json::to_value(&*body).map_err(Problem::internal)?;
    let answer = create(&service, &caller, &http, &*body, async |tx| {
        tx.plan(&workshop, body.start).await?;
        queue(tx, &service, &caller, &workshop, "what-if", &request).await
    })
    .await?;
    service.bell.notify_one();
    Ok(answer)
}

pub(super) fn a_minute() -> f64 {
    60.0
}

pub(super) fn one() -> u32 {
    1
}

/// Refuses limits of a solve that nobody can mean.
pub(super) fn check_solve(seconds: f64, threads: u32, seed: u32) -> Result<(), Problem> {
    if !(0.1..=MAX_PLAN_SECONDS).contains(&seconds) {
        return Err(Problem::bad(format!(
            "seconds is {seconds}; expected 0.1 to {MAX_PLAN_SECONDS}"
        )));
    }
    if !(1..=64).contains(&threads) || seed > i32::MAX as u32 {
        return Err(Problem::bad("threads must be 1 to 64, and seed at most 2147483647"));
    }
    Ok(())
}

/// Queues a job, unless too many wait or run.
pub(super) async fn queue(
    tx: &mut Transaction,
    service: &Service,
    caller: &Caller,
    workshop: &str,
    kind: &str,
    request: &Value,
) -> Result<JobView, Problem> {
    if tx.open_jobs(workshop).await? >= MAX_OPEN_JOBS {
        return Err(Problem::new(
            ProblemKind::OverLimit,
            format!("{MAX_OPEN_JOBS} jobs wait or run; cancel one or wait"),
        ));
    }
    let job = tx.add_job(workshop, kind, request, &caller.account.id, service.now()).await?;
    Ok(JobView::from(&job))
}

/// Jobs, newest first, 200 at most.
#[utoipa::path(
    tag = "jobs",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Vec<JobView>))
)]
#[get("/api/workshops/{workshop}/jobs")]
pub async fn list_jobs(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<Vec<JobView>> {
    let jobs = service.store.read().await?.jobs(&workshop).await?;
    Ok(web::Json(jobs.iter().map(JobView::from).collect()))
}

/// Queues a plan.
#[utoipa::path(
    tag = "jobs",
    params(
        ("workshop" = String, Path)
    ),
    request_body = PlanJob,
    responses((status = 201, body = JobView))
)]
#[post("/api/workshops/{workshop}/jobs")]
pub async fn start_job(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<PlanJob>,
) -> Result<HttpResponse, Problem> {
    within("name", &body.name, 200)?;
    if body.name.trim().is_empty() {
        return Err(Problem::bad("name is empty; name the version"));
    }
    check_solve(body.seconds, body.threads, body.seed)?;
    if body.repair && body.start.is_none() {
        return Err(Problem::bad(
            "repair needs start: the version to be changed as little as possible",
        ));
    }
    if !body.repair && (body.from.is_some() || body.more_people > 0) {
        return Err(Problem::bad("from and more_people are for a repair; send repair as well"));
    }
    if body.more_people > MAX_MORE_PEOPLE {
        return Err(Problem::bad(format!("more_people must be 0 to {MAX_MORE_PEOPLE}")));
    }
    let picture = service.picture(&workshop).await?;
    let days = &picture.head.days;
    if body.from.is_some_and(|from| !days.contains(&from.date())) {
        return Err(Problem::bad("from must lie on a day of the workshop"));
    }
    let now = on_the_day(&picture.workshop, service.now()).filter(|_| body.repair);
    let asked = PlanJob { from: body.from.or(now), ..body.clone() };
    let request = serde_json::to_value(&asked).map_err(Problem::internal)?;
    let answer = create(&service, &caller, &http, &*body, async |tx| {
        if let Some(version) = body.start {
            tx.plan(&workshop, version).await?;
        }
        let job = queue(tx, &service, &caller, &workshop, "plan", &request).await?;
        tx.note(&NewEntry {
            after: Some(&request),
            ..caller.entry(&service, &workshop, "start job", &format!("job {}", job.id))
        })
        .await?;
        Ok(job)
    })
    .await?;
    service.bell.notify_one();
    Ok(answer)
}

/// One job with its progress.
#[utoipa::path(
    tag = "jobs",
    params(("workshop" = String, Path), ("job" = String, Path)),
    responses((status = 200, body = JobView))
)]
#[get("/api/workshops/{workshop}/jobs/{job}")]
pub async fn get_job(
    service: web::Data<Service>,
    path: web::Path<(String, String)>,
) -> Answer<JobView> {
    let (workshop, id) = path.into_inner();
    let job = service.store.read().await?.job(&workshop, &id).await?;
    Ok(web::Json((&job).into()))
}

/// Stops a job; one that runs keeps the best plan so far.
#[utoipa::path(
    tag = "jobs",
    params(("workshop" = String, Path), ("job" = String, Path)),
    responses((status = 200, body = JobView))
)]
#[post("/api/workshops/{workshop}/jobs/{job}/cancel")]
pub async fn cancel_job(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Answer<JobView> {
    let (workshop, id) = path.into_inner();
    let mut tx = service.store.write().await?;
    let job = tx.stop_job(&workshop, &id, service.now()).await?;
    tx.note(&caller.entry(&service, &workshop, "stop job", &format!("job {id}"))).await?;
    tx.commit().await?;
    Ok(web::Json((&job).into()))
}
