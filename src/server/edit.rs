//! Edits lose nobody's change: whoever edits names by `If-Match` the version that was read, and is
//! told by 412, with the tag of what is there now, that somebody else was faster. What is made by
//! the edit has no version yet: `If-None-Match: *` says so.

use super::answer::tag_of_bytes;
use super::problem::{Problem, ProblemKind};
use super::service::Service;
use crate::store::Transaction;
use actix_web::http::header::{ETAG, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

/// The tag of a version that is counted.
pub fn tag_of_revision(revision: i64) -> String {
    format!("\"{revision}\"")
}

/// The tag of a value: that of its JSON, as `conditional` tags what is read.
pub fn tag_of(value: &impl Serialize) -> String {
    // What cannot be written as JSON is told as a fault where it is answered with.
    tag_of_bytes(&serde_json::to_vec(value).unwrap_or_default())
}

/// An answer with the tag of its version.
pub fn tagged(body: &impl Serialize, tag: &str) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, tag)).json(body)
}

/// An answer that is what a GET of the same address gives, with the tag of what it says.
pub fn as_read(body: &impl Serialize) -> HttpResponse {
    tagged(body, &tag_of(body))
}

/// Begins an edit. Edits of one address take turns, so that whoever compares before writing sees
/// what the one before has written.
pub async fn begin(service: &Service, request: &HttpRequest) -> Result<Transaction, Problem> {
    let mut tx = service.store.write().await?;
    tx.turn_at(request.match_info().as_str()).await?;
    Ok(tx)
}

/// Lets an edit go on where the client knows what is there: `now` is its tag, `None` where nothing
/// is there yet. `If-Match: *` writes over whatever there is.
pub fn only_as_read(request: &HttpRequest, now: Option<&str>) -> Result<(), Problem> {
    let headers = request.headers();
    let known = match (headers.get(IF_MATCH), headers.get(IF_NONE_MATCH)) {
        (Some(read), _) => matches(read, now)?,
        (None, Some(none)) if none == "*" => now.is_none(),
        _ => return Err(unsaid(now)),
    };
    if known { Ok(()) } else { Err(Problem::changed(now)) }
}

/// Whether a list of tags names the one that is there.
fn matches(read: &HeaderValue, now: Option<&str>) -> Result<bool, Problem> {
    let text = read.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(now.is_some());
    }
    let quoted = |tag: &str| tag.len() >= 2 && tag.starts_with('"') && tag.ends_with('"');
    let mut tags = text.split(',').map(str::trim);
    if !tags.clone().all(|tag| quoted(tag.trim_start_matches("W/"))) {
        return Err(Problem::bad(format!(
            "If-Match is {text:?}; expected an ETag such as \"3\" in quotes"
        )));
    }
    Ok(tags.any(|tag| Some(tag) == now))
}

/// Nothing says what the client has read.
fn unsaid(now: Option<&str>) -> Problem {
    let detail = match now {
        Some(_) => "send the ETag that you read as If-Match, so that nobody's change is lost",
        None => "send If-None-Match: *, as nothing is there yet, so that nobody's change is lost",
    };
    Problem::new(ProblemKind::PreconditionNeeded, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn said(name: &str, value: &str, now: Option<&str>) -> Result<(), ProblemKind> {
        let request = TestRequest::default().insert_header((name, value)).to_http_request();
        only_as_read(&request, now).map_err(|problem| problem.kind)
    }

    #[test]
    fn an_edit_goes_on_where_the_client_knows_what_is_there() {
        let here = Some("\"b\"");
        assert_eq!(said("If-Match", "\"b\"", here), Ok(()));
        assert_eq!(said("If-Match", "\"a\", \"b\"", here), Ok(()));
        assert_eq!(said("If-Match", "*", here), Ok(()));
        assert_eq!(said("If-None-Match", "*", None), Ok(()));
        // Weak tags say that two are much the same: not enough to write over one of them.
        for (name, value, now) in [
            ("If-Match", "\"a\"", here),
            ("If-Match", "W/\"b\"", here),
            ("If-Match", "\"b\"", None),
            ("If-Match", "*", None),
            ("If-None-Match", "*", here),
        ] {
            assert_eq!(said(name, value, now), Err(ProblemKind::Changed), "{name}: {value}");
        }
        assert_eq!(said("If-Match", "b", here), Err(ProblemKind::BadRequest));
        for (name, value) in [("If-None-Match", "\"b\""), ("Accept", "*/*")] {
            assert_eq!(said(name, value, here), Err(ProblemKind::PreconditionNeeded), "{name}");
        }
    }
}
