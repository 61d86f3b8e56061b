//! Whether the service lives and can work.

use crate::server::problem::Problem;
use crate::server::service::Service;
use actix_web::{get, web};
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
