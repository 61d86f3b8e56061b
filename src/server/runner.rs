//! Runs jobs: claims one, solves it in a process of its own, tells how far it is, keeps the result.

use super::agreed::with_bookings;
use super::api::fairness::kept;
use super::away::{away, send_away};
use super::demo;
use super::problem::Problem;
use super::service::Service;
use super::wire::said;
use crate::app::{CurveAsked, FairnessReport, SolveAnswer, SolveLine, SolveQuestion, resident_mib};
use crate::domain::Workshop;
use crate::scheduling::Gain;
use crate::solver::{Limits, Status};
use crate::store::{Job, JobState, NewEntry, NewPlan, Transaction};
use chrono::NaiveDateTime;
use serde_json::{Value, json};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::task::JoinHandle;

/// How often a running job gives a sign of life and hears whether it should stop.
const BEAT: Duration = Duration::from_millis(300);
/// How often the queue is looked at where nobody rings.
const LOOK: Duration = Duration::from_secs(2);
/// A solving process beyond its limit by so much is asked to stop, and after as much again ended.
const GRACE: Duration = Duration::from_secs(120);
/// A solving process ends by itself at its limit of memory; beyond so many times that it is ended.
const BEYOND: f64 = 1.5;

/// Works until the task is dropped.
pub async fn run(service: Arc<Service>) {
    loop {
        match work(&service).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(problem) => tracing::error!(%problem, "the job runner stumbled"),
        }
        let rung = service.bell.notified();
        let _ = tokio::time::timeout(LOOK, rung).await;
    }
}

fn set_at_work(service: &Service, job: Option<&Job>) {
    if let Ok(mut at_work) = service.at_work.lock() {
        *at_work = job.cloned();
    }
}

/// Ends `run`, and hands back what was being worked on, as if nobody had taken it.
pub async fn stop(service: &Service, running: JoinHandle<()>) {
    running.abort();
    // Once it has ended, and its solving process with it, nobody else touches the job.
    let _ = running.await;
    if let Err(problem) = hand_back(service).await {
        tracing::warn!(%problem, "a job could not be handed back; it is taken over later");
    }
}

async fn hand_back(service: &Service) -> Result<(), Problem> {
    let job = service.at_work.lock().ok().and_then(|mut at_work| at_work.take());
    if let Some(job) = job {
        let mut tx = service.store.write().await?;
        tx.hand_back_job(&job).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Does one job, if there is one.
async fn work(service: &Service) -> Result<bool, Problem> {
    let now = service.now();
    let mut tx = service.store.write().await?;
    let job = tx.claim_job(now, service.settings.worker_silence_seconds).await?;
    tx.commit().await?;
    let Some(job) = job else { return Ok(false) };
    tracing::info!(job = %job.id, workshop = %job.workshop, "a job starts");
    set_at_work(service, Some(&job));
    let solved = solve(service, &job).await;
    // What was found and that the job is done are told together, or not at all.
    let mut tx = service.store.write().await?;
    let (state, result) = match solved {
        Ok(Some(Solved::Plan(answer))) => keep(&mut tx, service, &job, *answer).await?,
        // A change that was only asked about leaves no version.
        Ok(Some(Solved::Gain(gain))) => (JobState::Done, json!({ "gain": gain })),
        // Which of its plans becomes one, the organizer picks.
        Ok(Some(Solved::Curve(report))) => match no_plan(report.curve.status) {
            Some(why) => (without(&mut tx, &job).await?, json!({ "problem": why })),
            None => (JobState::Done, kept(&report)),
        },
        // Taken away or ended from outside.
        Ok(None) => (JobState::Failed, json!({ "problem": "the solving process ended early" })),
        Err(problem) => {
            tracing::error!(job = %job.id, %problem, "a job failed");
            (JobState::Failed, json!({ "problem": problem.detail }))
        }
    };
    let version = result.get("version").and_then(Value::as_i64);
    if let (Some(version), "demo-printed") = (version, job.kind.as_str()) {
        demo::publish_printed(&mut tx, service, version).await?;
    }
    tx.finish_job(&job, state, &result, service.now()).await?;
    tx.commit().await?;
    set_at_work(service, None);
    Ok(true)
}

/// What a solving process answers.
enum Solved {
    Plan(Box<SolveAnswer>),
    Gain(Box<Gain>),
    Curve(Box<FairnessReport>),
}

/// A process that solves, and what goes in and out of it. It ends when this is dropped.
struct Solver {
    child: Child,
    input: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Solver {
    async fn start(service: &Service, question: &SolveQuestion) -> Result<Solver, Problem> {
        let mut child = Command::new(&service.settings.program)
            .arg("solve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|e| Problem::internal(format!("the solver cannot be started: {e}")))?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Problem::internal("the solver has no pipes"));
        };
        let mut text = serde_json::to_vec(question).map_err(Problem::internal)?;
        text.push(b'\n');
        input.write_all(&text).await.map_err(Problem::internal)?;
        input.flush().await.map_err(Problem::internal)?;
        Ok(Solver { child, input: Some(input), lines: BufReader::new(output).lines() })
    }

    /// The end of its input asks it to stop with the best it has.
    fn stop(&mut self) {
        self.input = None;
    }

    /// MiB that it holds in memory, where the system tells.
    fn mib(&self) -> u64 {
        self.child.id().and_then(|id| resident_mib(&id.to_string())).unwrap_or(0)
    }
}

async fn question(service: &Service, job: &Job) -> Result<SolveQuestion, Problem> {
    let field = |name: &str| job.request.get(name).cloned().unwrap_or(Value::Null);
    let small = |name: &str, or: u32| {
        field(name).as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or(or)
    };
    let mut tx = service.store.read().await?;
    let mut workshop: Workshop = tx.workshop(&job.workshop, false).await?;
    let start = match field("start").as_i64() {
        Some(version) => Some(tx.timetable(&job.workshop, version).await?),
        None => None,
    };
    let from: Option<NaiveDateTime> =
        serde_json::from_value(field("from")).map_err(Problem::internal)?;
    // A change that is only asked about is held against the version as it is.
    let start = match job.kind.as_str() {
        "plan" | "fairness" => {
            let booked = tx.bookings(&job.workshop, service.now()).await?;
            let mut start = with_bookings(&mut workshop, start, &booked);
            if let (Some(from), Some(start)) = (from, &mut start) {
                let away = away(&mut tx, &workshop, from).await?;
                send_away(&mut workshop, start, &away, &booked, from);
            }
            start
        }
        _ => start,
    };
    Ok(SolveQuestion {
        workshop: match job.kind.as_str() {
            "demo-printed" => demo::printed_day(&workshop),
            _ => workshop,
        },
        name: field("name").as_str().unwrap_or("plan").to_owned(),
        limits: Limits {
            seconds: field("seconds").as_f64().unwrap_or(60.0),
            threads: small("threads", 1).max(1),
            seed: small("seed", 1),
        },
        start,
        repair: field("repair").as_bool().unwrap_or(false),
        more_people: small("more_people", 0) as usize,
        from,
        memory_mib: Some(service.settings.solver_memory_mib),
        what_if: serde_json::from_value(field("what_if")).map_err(Problem::internal)?,
        curve: (job.kind == "fairness").then(|| CurveAsked {
            points: small("points", 5) as usize,
            max_loss: field("max_loss_percent").as_f64().unwrap_or(100.0) / 100.0,
        }),
    })
}

/// Solves, with a sign of life at every beat. `None`: the process ended without an answer.
async fn solve(service: &Service, job: &Job) -> Result<Option<Solved>, Problem> {
    let question = question(service, job).await?;
    let limit = Duration::from_secs_f64(question.most_seconds()) + GRACE;
    let most_mib = (service.settings.solver_memory_mib as f64 * BEYOND) as u64;
    let mut solver = Solver::start(service, &question).await?;
    let started = tokio::time::Instant::now();
    let mut beat = tokio::time::interval(BEAT);
    let mut progress = json!({});
    loop {
        tokio::select! {
            line = solver.lines.next_line() => {
                let Some(line) = line.map_err(Problem::internal)? else { return Ok(None) };
                match serde_json::from_str(&line).map_err(Problem::internal)? {
                    SolveLine::Progress(now) => {
                        progress = serde_json::to_value(now).map_err(Problem::internal)?;
                    }
                    SolveLine::Answer(answer) => {
                        let mut tx = service.store.write().await?;
                        tx.beat(job, &progress, service.now()).await?;
                        tx.commit().await?;
                        return Ok(Some(Solved::Plan(answer)));
                    }
                    SolveLine::Gain(gain) => return Ok(Some(Solved::Gain(gain))),
                    SolveLine::Curve(report) => return Ok(Some(Solved::Curve(report))),
                    SolveLine::Failed(why) => return Err(Problem::bad(why)),
                }
            }
            _ = beat.tick() => {
                let mut tx = service.store.write().await?;
                let stop = tx.beat(job, &progress, service.now()).await?;
                tx.commit().await?;
                if stop || started.elapsed() > limit {
                    solver.stop();
                }
                if started.elapsed() > limit + GRACE || solver.mib() > most_mib {
                    return Ok(None);
                }
            }
        }
    }
}

/// Why there is no plan, where there is none.
fn no_plan(status: Status) -> Option<&'static str> {
    match status {
        Status::Optimal | Status::Feasible => None,
        Status::Infeasible => Some("no plan can keep every rule"),
        Status::NoneInTime => Some("no plan was found in time"),
    }
}

/// How a job ends that found nothing.
async fn without(tx: &mut Transaction, job: &Job) -> Result<JobState, Problem> {
    let stopped = tx.job(&job.workshop, &job.id).await?.stop;
    Ok(if stopped { JobState::Cancelled } else { JobState::Failed })
}

/// Keeps what was found as a version. A job that was stopped and has a plan is done: it keeps it.
async fn keep(
    tx: &mut Transaction,
    service: &Service,
    job: &Job,
    answer: SolveAnswer,
) -> Result<(JobState, Value), Problem> {
    let plan = &answer.plan;
    if let Some(why) = no_plan(plan.status) {
        let state = without(tx, job).await?;
        let picture = service.picture(&job.workshop).await?;
        let names = picture.names();
        let demands: Vec<Value> = answer
            .conflict
            .iter()
            .flat_map(|conflict| &conflict.demands)
            .map(|demand| json!(said(&names, |n| demand.sentence(n))))
            .collect();
        return Ok((state, json!({ "problem": why, "demands": demands })));
    }
    let status = match plan.status {
        Status::Optimal => "optimal",
        _ => "feasible",
    };
    // The printed day was solved with sessions pinned: a proof for that is none for the free day.
    let bound = plan.bound.filter(|_| job.kind == "plan");
    let printed = job.kind == "demo-printed";
    let report = json!({
        "gap": if printed { None } else { plan.gap },
        "seconds": plan.seconds,
        "record": answer.record,
        "limits": plan.limits,
        "convergence": plan.convergence,
        "unplaced": answer.unplaced,
        "unexplained": answer.unexplained,
        "memory_reached": answer.memory_reached,
        "affected": answer.affected,
        "pinned": printed,
    });
    let now = service.now();
    let version = tx
        .add_plan(&NewPlan {
            workshop: &job.workshop,
            name: &plan.name,
            status: if printed { "feasible" } else { status },
            total: plan.total,
            bound,
            made_from: job.request.get("start").and_then(Value::as_i64),
            timetable: &plan.timetable,
            report: &report,
            created_by: &job.created_by,
            created_at: now,
        })
        .await?;
    tx.note(&NewEntry {
        workshop: &job.workshop,
        at: now,
        account: &job.created_by,
        on_behalf_of: None,
        verb: "plan",
        subject: &format!("plan {version}"),
        before: None,
        after: Some(&json!({ "total": plan.total, "bound": bound, "status": status })),
    })
    .await?;
    Ok((JobState::Done, json!({ "version": version })))
}
