//! A job's progress as a stream of events (`text/event-stream`), which ends with the job.

use crate::server::answer::digest;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::JobView;
use actix_web::{HttpRequest, HttpResponse, get, web};
use futures_util::stream;
use std::time::{Duration, Instant};

/// How often the job is looked at.
const LOOK: Duration = Duration::from_millis(250);
/// A comment is sent this often where nothing changes, so that proxies keep the connection.
const QUIET: Duration = Duration::from_secs(15);

/// Characters of an event's id, which is made of what it says: any server knows it.
const ID: usize = 16;

struct Watching {
    service: web::Data<Service>,
    workshop: String,
    id: String,
    last: Option<String>,
    started: Instant,
    spoke: Instant,
    over: bool,
}

/// Each event is the whole job: event `job` with a `JobView` as data, whenever something changed;
/// `end` when the stream ends. Whoever comes back with the `Last-Event-ID` that they heard last hears
/// what has changed since, and nothing twice.
#[utoipa::path(
    tag = "jobs",
    params(
        ("workshop" = String, Path),
        ("job" = String, Path),
        ("Last-Event-ID" = Option<String>, Header)
    ),
    responses((status = 200, content_type = "text/event-stream", body = String))
)]
#[get("/api/workshops/{workshop}/jobs/{job}/events")]
pub async fn job_events(
    service: web::Data<Service>,
    request: HttpRequest,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    service.store.read().await?.job(&workshop, &id).await?;
    let now = Instant::now();
    let watching = Watching {
        service,
        workshop,
        id,
        last: request
            .headers()
            .get("Last-Event-ID")
            .and_then(|id| id.to_str().ok())
            .map(str::to_owned),
        started: now,
        spoke: now,
        over: false,
    };
    let stream = stream::unfold(watching, |watching| async move {
        let (text, watching) = next(watching).await?;
        Some((Ok::<_, actix_web::Error>(web::Bytes::from(text)), watching))
    });
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(("Cache-Control", "no-store"))
        .insert_header(("X-Accel-Buffering", "no"))
        // Packed, events would wait for each other.
        .insert_header(("Content-Encoding", "identity"))
        .streaming(stream))
}

/// The next thing to say; `None` ends the stream.
async fn next(mut w: Watching) -> Option<(String, Watching)> {
    if w.over {
        return None;
    }
    loop {
        if w.started.elapsed() >= Duration::from_secs(w.service.settings.stream_seconds) {
            w.over = true;
            return Some(("event: end\ndata: {\"again\": true}\n\n".to_owned(), w));
        }
        let job = match w.service.store.read().await {
            Ok(mut tx) => tx.job(&w.workshop, &w.id).await.ok(),
            Err(_) => None,
        };
        let view = job.as_ref().map(JobView::from)?;
        let over = job.is_some_and(|job| job.state.is_over());
        let data = serde_json::to_string(&view).ok()?;
        let id = digest(data.as_bytes())[..ID].to_owned();
        let mut text = String::new();
        if w.last.as_ref() != Some(&id) {
            text = format!("id: {id}\nevent: job\ndata: {data}\n\n");
        }
        if over {
            text.push_str("event: end\ndata: {\"again\": false}\n\n");
        }
        if !text.is_empty() {
            (w.over, w.last, w.spoke) = (over, Some(id), Instant::now());
            return Some((text, w));
        }
        if w.spoke.elapsed() >= QUIET {
            w.spoke = Instant::now();
            return Some((": still here\n\n".to_owned(), w));
        }
        tokio::time::sleep(LOOK).await;
    }
}
