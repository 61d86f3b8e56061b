//! Answers and what they need: JSON, tags of versions, calls that are done once.

use super::caller::Caller;
use super::limits::KEEP_ANSWERS_SECONDS;
use super::problem::{Problem, ProblemKind};
use super::service::Service;
use crate::store::Transaction;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use sha2::{Digest, Sha256};

pub type Answer<T> = Result<web::Json<T>, Problem>;

/// SHA-256 in hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

/// An ETag, quotes included, of what the bytes say.
pub fn tag_of_bytes(bytes: &[u8]) -> String {
    format!("\"{}\"", &digest(bytes)[..24])
}

/// Whether the client says by `If-None-Match` that it has the version of this tag.
pub fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let known = request.headers().get(IF_NONE_MATCH).and_then(|v| v.to_str().ok());
    known.is_some_and(|all| all.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
}

/// The media type that a request states for its body, in small letters and without parameters;
/// empty where it states none.
pub fn media_type(request: &HttpRequest) -> String {
    let stated = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let stated = stated.and_then(|v| v.split(';').next()).unwrap_or_default();
    stated.trim().to_ascii_lowercase()
}

/// A file with an ETag made of its bytes; 304 where the client has it already.
pub fn file(
    request: &HttpRequest,
    kind: &'static str,
    cache: &'static str,
    bytes: String,
    tag_of: &str,
) -> HttpResponse {
    let tag = tag_of_bytes(tag_of.as_bytes());
    if is_known(request, &tag) {
        return HttpResponse::NotModified()
            .insert_header((ETAG, tag))
            .insert_header(("Cache-Control", cache))
            .finish();
    }
    HttpResponse::Ok()
        .insert_header((ETAG, tag))
        .insert_header(("Cache-Control", cache))
        .content_type(kind)
        .body(bytes)
}

/// Longest idempotency key.
pub const MAX_KEY: usize = 200;

/// Does a creating call, once for each `Idempotency-Key` where the client sends one: whoever
/// repeats it within a day gets the first answer again.
pub async fn create<T: Serialize>(
    service: &Service,
    caller: &Caller,
    request: &HttpRequest,
    body: &impl Serialize,
    work: impl AsyncFnOnce(&mut Transaction) -> Result<T, Problem>,
) -> Result<HttpResponse, Problem> {
    make(service, caller, request, body, true, work).await
}

/// The same for what holds a secret, which is kept nowhere: whoever repeats the call is told that
/// it was done.
pub async fn create_secret<T: Serialize>(
    service: &Service,
    caller: &Caller,
    request: &HttpRequest,
    body: &impl Serialize,
    work: impl AsyncFnOnce(&mut Transaction) -> Result<T, Problem>,
) -> Result<HttpResponse, Problem> {
    make(service, caller, request, body, false, work).await
}

async fn make<T: Serialize>(
    service: &Service,
    caller: &Caller,
    request: &HttpRequest,
    body: &impl Serialize,
    keep: bool,
    work: impl AsyncFnOnce(&mut Transaction) -> Result<T, Problem>,
) -> Result<HttpResponse, Problem> {
    let mut tx = service.store.write().await?;
    let Some(key) = request.headers().get("Idempotency-Key") else {
        let made = work(&mut tx).await?;
        tx.commit().await?;
        return Ok(HttpResponse::Created().json(made));
    };
    let key = key.to_str().ok().filter(|key| !key.is_empty() && key.len() <= MAX_KEY);
    let key = key.ok_or_else(|| {
        Problem::bad(format!("Idempotency-Key must be 1 to {MAX_KEY} plain characters"))
    })?;
    let asked = format!(
        "{} {} {}",
        request.method(),
        request.uri(),
        serde_json::to_string(body).unwrap_or_default()
    );
    let hash = digest(asked.as_bytes());
    let (account, now) = (&caller.account.id, service.now());
    if let Some(before) = tx.take_key(account, key, &hash, now, KEEP_ANSWERS_SECONDS).await? {
        if before.request_hash != hash {
            return Err(Problem::new(
                ProblemKind::KeyReused,
                "this Idempotency-Key was used for another request; choose a new one",
            ));
        }
        if !keep {
            return Err(Problem::new(
                ProblemKind::AlreadyThere,
                "this was done before, and its secret shown once; revoke it and make a new one",
            ));
        }
        let status = StatusCode::from_u16(before.status).unwrap_or(StatusCode::CREATED);
        return Ok(HttpResponse::build(status)
            .insert_header((CONTENT_TYPE, "application/json"))
            .insert_header(("Idempotency-Replayed", "true"))
            .body(before.body));
    }
    let made = work(&mut tx).await?;
    let text = serde_json::to_string(&made).map_err(Problem::internal)?;
    let kept = if keep { text.as_str() } else { "" };
    tx.keep_answer(account, key, StatusCode::CREATED.as_u16(), kept).await?;
    tx.commit().await?;
    Ok(HttpResponse::Created().insert_header((CONTENT_TYPE, "application/json")).body(text))
}

/// A text as it stands in an address or a header (RFC 3986).
pub fn percent_encoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes()
        .map(|b| if plain(b) { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// A text within its limit and without characters that no text has.
pub fn within(name: &str, text: &str, most: usize) -> Result<(), Problem> {
    let length = text.chars().count();
    if length > most {
        return Err(Problem::bad(format!("{name} has {length} characters; at most {most}")));
    }
    match text.contains('\0') {
        true => Err(Problem::bad(format!("{name} holds a NUL character; leave it out"))),
        false => Ok(()),
    }
}
