//! The OpenAPI document, and a page to read and try it.

use crate::server::application::Document;
use crate::server::problem::Problem;
use actix_web::{HttpResponse, get, web};

const PAGE: &str = include_str!("../../../web/docs/page.html");
const SCRIPT: &str = include_str!("../../../web/docs/page.js");
const STYLE: &str = include_str!("../../../web/docs/page.css");

/// This document.
#[utoipa::path(
    tag = "operation",
    responses((status = 200, content_type = "application/json", body = Object))
)]
#[get("/api/openapi.json")]
pub async fn openapi(document: web::Data<Document>) -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(document.0.clone())
}

/// A page to read and try the document.
#[utoipa::path(
    tag = "operation",
    responses((status = 200, content_type = "text/html", body = String))
)]
#[get("/api/docs")]
pub async fn docs_page() -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(PAGE)
}

/// The page's script and style.
#[utoipa::path(
    tag = "operation",
    params(("file" = String, Path, description = "`page.js` or `page.css`")),
    responses((status = 200, content_type = "text/plain", body = String))
)]
#[get("/api/docs/{file}")]
pub async fn docs_file(file: web::Path<String>) -> Result<HttpResponse, Problem> {
    let (kind, text) = match file.as_str() {
        "page.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "page.css" => ("text/css; charset=utf-8", STYLE),
        _ => return Err(Problem::not_found()),
    };
    Ok(HttpResponse::Ok().content_type(kind).body(text))
}
