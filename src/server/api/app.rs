//! The web app: the same page at each of its addresses, and its files.

use crate::server::answer::file;
use crate::server::problem::Problem;
use actix_web::{HttpRequest, HttpResponse, get, web};
use include_dir::{Dir, include_dir};

/// As `build.rs` made it.
static APP: Dir = include_dir!("$OUT_DIR/app");
/// The mark, for tabs and bookmarks.
const MARK: &str = include_str!("../../../web/app/src/mark.svg");
const WORKER: &str = include_str!("../../../web/app/worker.js");
/// The page names its files by their content; it is asked for again each time.
const PAGE_CACHE: &str = "no-cache";
/// A file whose name holds a hash of its content never changes.
const FILE_CACHE: &str = "public, max-age=31536000, immutable";

fn page(request: &HttpRequest) -> Result<HttpResponse, Problem> {
    let text = APP.get_file("index.html").and_then(|file| file.contents_utf8());
    let text = text.ok_or_else(Problem::not_found)?;
    Ok(file(request, "text/html; charset=utf-8", PAGE_CACHE, text.to_owned(), text))
}

/// The start page.
#[utoipa::path(
    tag = "pages",
    responses(
        (status = 200, content_type = "text/html", body = String),
        (status = 304, description = "not changed")
    )
)]
#[get("/")]
pub async fn app_start(request: HttpRequest) -> Result<HttpResponse, Problem> {
    page(&request)
}

/// A screen of the app. The page is the same for all; what it shows is asked of the API.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path), ("screen" = String, Path)),
    responses(
        (status = 200, content_type = "text/html", body = String),
        (status = 304, description = "not changed")
    )
)]
#[get("/w/{workshop}/{screen}")]
pub async fn app_screen(request: HttpRequest) -> Result<HttpResponse, Problem> {
    page(&request)
}

/// The worker that keeps "My day" to be read without a connection. It stands at the top, from where
/// alone it may serve the app's addresses.
#[utoipa::path(
    tag = "pages",
    responses(
        (status = 200, content_type = "text/javascript", body = String),
        (status = 304, description = "not changed")
    )
)]
#[get("/worker.js")]
pub async fn app_worker(request: HttpRequest) -> HttpResponse {
    file(&request, "text/javascript; charset=utf-8", PAGE_CACHE, WORKER.to_owned(), WORKER)
}

/// The mark, where browsers look for it on every page.
#[utoipa::path(
    tag = "pages",
    responses(
        (status = 200, content_type = "image/svg+xml", body = String),
        (status = 304, description = "not changed")
    )
)]
#[get("/favicon.ico")]
pub async fn app_mark(request: HttpRequest) -> HttpResponse {
    file(&request, "image/svg+xml", "public, max-age=86400", MARK.to_owned(), MARK)
}

/// A script, style or picture of the app.
#[utoipa::path(
    tag = "pages",
    params(("file" = String, Path)),
    responses(
        (status = 200, content_type = "text/javascript", body = String),
        (status = 304, description = "not changed")
    )
)]
#[get("/assets/{file}")]
pub async fn app_file(
    request: HttpRequest,
    name: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let known = APP.get_file(format!("assets/{name}")).and_then(|file| file.contents_utf8());
    let text = known.ok_or_else(Problem::not_found)?;
    let kind = match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => return Err(Problem::not_found()),
    };
    Ok(file(&request, kind, FILE_CACHE, text.to_owned(), text))
}
