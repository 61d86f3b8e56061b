//! Whether the service lives and can work.

use crate::server::problem::{Problem, ProblemBody};
use crate::server::service::Service;
use crate::store::Secret;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpRequest, HttpResponse, get, web};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// `ok`.
    pub status: &'static str,
    pub version: &'static str,
}

const OK: Health = Health { status: "ok", version: env!("CARGO_PKG_VERSION") };

/// Whether the process lives.
#[utoipa::path(tag = "operation", responses((status = 200, body = Health)))]
#[get("/healthz")]
pub async fn healthz() -> web::Json<Health> {
    web::Json(OK)
}

/// Whether it can answer: the database does.
#[utoipa::path(tag = "operation", responses((status = 200, body = Health)))]
#[get("/readyz")]
pub async fn readyz(service: web::Data<Service>) -> Result<web::Json<Health>, Problem> {
    service.store.ready().await?;
    Ok(web::Json(OK))
}

/// Counts and durations for a Prometheus: to this machine, but not to whom a proxy brings; to
/// others with the `metrics_token` of the settings as `Authorization: Bearer …`.
#[utoipa::path(
    tag = "operation",
    responses(
        (status = 200, content_type = "application/openmetrics-text", body = String),
        (
            status = 403,
            description = "not from here",
            content_type = "application/problem+json",
            body = ProblemBody
        )
    )
)]
#[get("/metrics")]
pub async fn metrics(
    service: web::Data<Service>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let sent = request.headers().get(AUTHORIZATION).and_then(|v| v.to_str().ok());
    let sent = sent.and_then(|v| v.strip_prefix("Bearer "));
    let token = service.settings.metrics_token.as_deref();
    // Compared by hash, so that the time it takes tells nothing.
    let known = match (sent, token) {
        (Some(sent), Some(token)) => Secret::of(sent).hash() == Secret::of(token).hash(),
        _ => false,
    };
    let here = request.peer_addr().is_some_and(|peer| peer.ip().is_loopback())
        && !request.headers().contains_key("x-forwarded-for")
        && !request.headers().contains_key("forwarded");
    if !known && !here {
        return Err(Problem::not_allowed(
            "metrics are for this machine; from elsewhere send the metrics_token of the settings \
             as \"Authorization: Bearer …\"",
        ));
    }
    Ok(HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .body(service.metrics.text(&service).await))
}
