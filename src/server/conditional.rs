//! What a client has already is not sent again: every JSON answer to a GET bears an ETag, and
//! `If-None-Match` is answered with 304.

use super::answer::{is_known, tag_of_bytes};
use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;

fn is_json(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"))
}

/// Tags what is read; where the handler has tagged it with its revision, that tag stays.
pub async fn conditional(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let answer = next.call(request).await?.map_into_boxed_body();
    if !reads || answer.status() != StatusCode::OK || !is_json(answer.headers()) {
        return Ok(answer);
    }
    let (request, response) = answer.into_parts();
    let (mut response, body) = response.into_parts();
    let bytes = to_bytes(body).await?;
    let tag = match response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()) {
        Some(tag) => tag.to_owned(),
        None => tag_of_bytes(&bytes),
    };
    if let Ok(value) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, value);
    }
    let body = match is_known(&request, &tag) {
        true => {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response.headers_mut().remove(CONTENT_TYPE);
            BoxBody::new(())
        }
        false => BoxBody::new(bytes),
    };
    Ok(ServiceResponse::new(request, response.set_body(body)))
}
