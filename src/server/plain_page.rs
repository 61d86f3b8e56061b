//! A page of few words that needs no script: what a mailed link or a wrong address leads to; and the
//! language of whoever reads without the app.

use crate::domain::Lang;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{HttpRequest, HttpResponse};

/// The language asked for, or the one that the browser prefers, or Japanese.
pub fn lang_of(request: &HttpRequest, asked: Option<&str>) -> Lang {
    if let Some(lang) = asked.and_then(|lang| lang.parse().ok()) {
        return lang;
    }
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    let prefers = |code: &str| header.and_then(|h| h.find(code)).unwrap_or(usize::MAX);
    if prefers("en") < prefers("ja") { Lang::En } else { Lang::Ja }
}

/// A page under a title; `inner` is HTML of ours, in which nothing stands that was sent to us.
pub fn plain_page(lang: Lang, title: &str, inner: &str) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} – Enishi</title><link rel=\"stylesheet\" href=\"/style.css\"></head><body>\
         <header class=\"top\"><div><p class=\"mark\">Enishi <span lang=\"ja\">縁</span></p></div></header>\
         <main class=\"narrow\"><h1>{title}</h1>{inner}</main></body></html>"
    ))
}

/// A form with one button that posts to the page's own address.
pub fn button(label: &str, fields: &str) -> String {
    format!("<form method=\"post\">{fields}<p><button type=\"submit\">{label}</button></p></form>")
}
