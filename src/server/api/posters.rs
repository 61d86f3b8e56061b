//! The file of a profile's poster: put there by its people, read by those who agreed to meet them.

use super::profiles::consented;
use crate::domain::{Profile, ProfileId};
use crate::server::answer::{digest, media_type, percent_encoded, within};
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of};
use crate::server::limits::MAX_POSTER_BYTES;
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{NewEntry, Part, PartKind, Poster, PosterHead};
use actix_web::http::header::ETAG;
use actix_web::{HttpRequest, HttpResponse, delete, get, put, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::IntoParams;

/// What a poster may be, and what such a file begins with.
const KINDS: [(&str, &[u8]); 3] = [
    ("application/pdf", b"%PDF-"),
    ("image/png", b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", b"\xff\xd8\xff"),
];

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PosterName {
    /// What the file is called.
    #[param(max_length = 200)]
    name: Option<String>,
}

/// As the history names it.
fn subject(id: &ProfileId) -> String {
    format!("profile {}", id.as_str())
}

/// What of a poster the history holds.
fn as_noted(head: &PosterHead) -> Value {
    json!({ "name": head.name, "size": head.size })
}

/// Puts the poster there, in place of the one before: PDF, PNG or JPEG, at most 10 MiB.
#[utoipa::path(
    tag = "profiles",
    params(
        ("workshop" = String, Path),
        ("profile" = String, Path),
        PosterName,
        ("If-None-Match" = Option<String>, Header, description = "`*`: there is none yet")
    ),
    request_body(content = Vec<u8>, content_type = "application/pdf"),
    responses((status = 204, description = "it is there", headers(("ETag" = String))))
)]
#[put("/api/workshops/{workshop}/profiles/{profile}/poster")]
pub async fn put_poster(
    service: web::Data<Service>,
    request: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    called: web::Query<PosterName>,
    bytes: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let id = ProfileId(id);
    let name = called.name.as_deref().map_or("poster", str::trim);
    within("name", name, 200)?;
    let said = media_type(&request);
    let kind = KINDS.iter().find(|(kind, start)| *kind == said && bytes.starts_with(start));
    let Some((kind, _)) = kind else {
        return Err(Problem::new(
            ProblemKind::WrongMediaType,
            format!("{said:?} is not what the file is; send a PDF, PNG or JPEG as such"),
        ));
    };
    if bytes.len() > MAX_POSTER_BYTES {
        return Err(Problem::new(
            ProblemKind::TooLarge,
            format!("the file has {} bytes; at most {MAX_POSTER_BYTES}", bytes.len()),
        ));
    }
    let mut tx = begin(&service, &request).await?;
    let part: Part<Profile> = tx.part(&workshop, PartKind::Profile, id.as_str()).await?;
    if !caller.looks_after(&part.value) {
        return Err(Problem::not_allowed("this profile is somebody else's"));
    }
    let before = tx.poster_head(&workshop, &id).await?;
    only_as_read(&request, before.as_ref().map(|before| before.etag.as_str()))?;
    let poster = Poster {
        name: name.to_owned(),
        kind: (*kind).to_owned(),
        content: STANDARD.encode(&bytes),
    };
    let head = PosterHead {
        name: name.to_owned(),
        size: bytes.len() as i64,
        etag: tag_of(&(name, kind, digest(&bytes))),
    };
    tx.put_poster(&workshop, &id, &poster, &head).await?;
    tx.note(&NewEntry {
        on_behalf_of: caller.one_of(&part.value.people).and_then(|p| caller.on_behalf_of(p)),
        before: before.as_ref().map(as_noted).as_ref(),
        after: Some(&as_noted(&head)),
        ..caller.entry(&service, &workshop, "put poster", &subject(&id))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().insert_header((ETAG, head.etag)).finish())
}

/// The poster, for those to whom the profile's confidential part is open.
#[utoipa::path(
    tag = "profiles",
    params(("workshop" = String, Path), ("profile" = String, Path)),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>))
)]
#[get("/api/workshops/{workshop}/profiles/{profile}/poster")]
pub async fn get_poster(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let id = ProfileId(id);
    let mut tx = service.store.read().await?;
    let part: Part<Profile> = tx.part(&workshop, PartKind::Profile, id.as_str()).await?;
    if !consented(&mut tx, &workshop, &caller, &part.value).await? {
        return Err(Problem::not_found());
    }
    let poster = tx.poster(&workshop, &id).await?;
    let head = tx.poster_head(&workshop, &id).await?;
    let bytes = STANDARD.decode(&poster.content).map_err(Problem::internal)?;
    // A file is saved, never shown within our page; its name goes as RFC 5987 says.
    let name = percent_encoded(&poster.name);
    Ok(HttpResponse::Ok()
        .content_type(poster.kind)
        .insert_header((ETAG, head.map(|head| head.etag).unwrap_or_default()))
        .insert_header(("Content-Disposition", format!("attachment; filename*=UTF-8''{name}")))
        .body(bytes))
}

/// Takes the poster away.
#[utoipa::path(
    tag = "profiles",
    params(("workshop" = String, Path), ("profile" = String, Path)),
    responses((status = 204, description = "it is gone"))
)]
#[delete("/api/workshops/{workshop}/profiles/{profile}/poster")]
pub async fn delete_poster(
    service: web::Data<Service>,
    caller: Caller,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Problem> {
    let (workshop, id) = path.into_inner();
    let mut tx = service.store.write().await?;
    let part: Part<Profile> = tx.part(&workshop, PartKind::Profile, &id).await?;
    if !caller.looks_after(&part.value) {
        return Err(Problem::not_allowed("this profile is somebody else's"));
    }
    let id = ProfileId(id);
    let before = tx.poster_head(&workshop, &id).await?;
    tx.remove_poster(&workshop, &id).await?;
    let owner = caller.one_of(&part.value.people);
    tx.note(&NewEntry {
        on_behalf_of: owner.and_then(|person| caller.on_behalf_of(person)),
        before: before.as_ref().map(as_noted).as_ref(),
        ..caller.entry(&service, &workshop, "remove poster", &subject(&id))
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
