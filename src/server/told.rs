//! A problem as a page for whoever opened an address in a browser; programs get it as JSON.

use super::plain_page::{lang_of, plain_page};
use crate::domain::Lang;
use actix_web::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;

fn says(headers: &HeaderMap, name: HeaderName, what: &str) -> bool {
    headers.get(name).and_then(|v| v.to_str().ok()).is_some_and(|text| text.contains(what))
}

/// Tells readers of pages in words what could not be shown; the API's answers stay as they are.
pub async fn told(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let reads = *request.method() == Method::GET
        && !request.path().starts_with("/api/")
        && says(request.headers(), ACCEPT, "text/html");
    let answer = next.call(request).await?.map_into_boxed_body();
    if !reads || !says(answer.headers(), CONTENT_TYPE, "application/problem+json") {
        return Ok(answer);
    }
    let status = answer.status();
    let lang = lang_of(answer.request(), None);
    let [title, text, start] = words(status, lang);
    let inner = format!("<p>{text}</p><p><a href=\"/\">{start}</a></p>");
    let mut page = plain_page(lang, title, &inner);
    *page.status_mut() = status;
    Ok(answer.into_response(page))
}

fn words(status: StatusCode, lang: Lang) -> [&'static str; 3] {
    match (status, lang) {
        (StatusCode::NOT_FOUND, Lang::Ja) => [
            "ページが見つかりません",
            "アドレスをお確かめください。プログラムや参加登録のページは、主催者が公開すると読めるようになります。",
            "最初のページへ",
        ],
        (StatusCode::NOT_FOUND, Lang::En) => [
            "There is no such page",
            "Please check the address. A programme or a registration can be read once the organizer \
             has opened it.",
            "To the first page",
        ],
        (_, Lang::Ja) => [
            "ページを表示できません",
            "しばらくしてから、もう一度お試しください。",
            "最初のページへ",
        ],
        (_, Lang::En) => {
            ["This page cannot be shown", "Please try again in a while.", "To the first page"]
        }
    }
}
