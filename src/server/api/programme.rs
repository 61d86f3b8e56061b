//! The published programme for everybody: HTML from the server, readable without script.

use super::feeds::published;
use crate::domain::{ItemId, Lang, SessionKind};
use crate::exchange::{Feed, calendar};
use crate::server::answer::file;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::session_kind;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{HttpRequest, HttpResponse, get, web};
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;

const TEMPLATE: &str = include_str!("../../../web/programme/page.html");
const STYLE: &str = include_str!("../../../web/programme/style.css");
const CACHE: &str = "public, max-age=60";

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InLanguage {
    /// `ja` or `en`; what the browser prefers where left out.
    lang: Option<String>,
}

/// The language asked for, or the one that the browser prefers, or Japanese.
pub fn lang_of(request: &HttpRequest, asked: Option<&str>) -> Lang {
    if let Some(lang) = asked.and_then(|lang| lang.parse().ok()) {
        return lang;
    }
    let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok());
    let prefers = |code: &str| header.and_then(|h| h.find(code)).unwrap_or(usize::MAX);
    if prefers("en") < prefers("ja") { Lang::En } else { Lang::Ja }
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    kind: &'a str,
    title: &'a str,
    room: &'a str,
    date: String,
    start: String,
    end: String,
    speakers: Vec<String>,
    synthetic: bool,
}

#[derive(Serialize)]
struct Poster<'a> {
    title: &'a str,
    organisation: &'a str,
}

fn rows<'a>(
    picture: &'a Picture,
    timetable: &'a crate::domain::Timetable,
    lang: Lang,
) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = timetable
        .placements
        .iter()
        .filter_map(|p| {
            let ItemId::Session(id) = &p.item else { return None };
            let session = picture.session(id)?;
            Some(Row {
                id: session.id.as_str(),
                kind: session_kind(session.kind),
                title: session.title.get(lang),
                room: picture.room(&p.room).map_or(p.room.as_str(), |room| room.name.get(lang)),
                date: p.start.format("%Y-%m-%d").to_string(),
                start: p.start.format("%H:%M").to_string(),
                end: p.end.format("%H:%M").to_string(),
                speakers: match session.kind {
                    // Who stands at the posters is in the list of posters.
                    SessionKind::Posters => Vec::new(),
                    _ => session
                        .speakers
                        .iter()
                        .filter_map(|id| picture.person(id))
                        .map(|person| {
                            let from = picture.organisation(&person.organisation);
                            let from = from.map_or("", |o| o.name.get(lang));
                            format!("{} ({from})", person.name.full(lang))
                        })
                        .collect(),
                },
                synthetic: session.synthetic,
            })
        })
        .collect();
    rows.sort_by(|a, b| (&a.date, &a.start, a.room, a.id).cmp(&(&b.date, &b.start, b.room, b.id)));
    rows
}

/// The published programme.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path), InLanguage),
    responses(
        (status = 200, content_type = "text/html", body = String, headers(("ETag" = String))),
        (status = 304, description = "not changed")
    )
)]
#[get("/programme/{workshop}")]
pub async fn programme_page(
    service: web::Data<Service>,
    request: HttpRequest,
    workshop: web::Path<String>,
    query: web::Query<InLanguage>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let day = published(&mut tx, &workshop).await?.ok_or_else(Problem::not_found)?;
    let lang = lang_of(&request, query.lang.as_deref());
    let posters: Vec<Poster> = picture
        .workshop
        .profiles
        .iter()
        .filter(|p| p.kind == crate::domain::ProfileKind::Seed)
        .map(|p| Poster {
            title: &p.title,
            organisation: picture.organisation(&p.organisation).map_or("", |o| o.name.get(lang)),
        })
        .collect();
    let mut environment = Environment::new();
    environment.add_template("page.html", TEMPLATE).map_err(Problem::internal)?;
    let page = environment
        .get_template("page.html")
        .and_then(|template| {
            template.render(context! {
                lang => lang.code(),
                workshop => workshop.as_str(),
                name => picture.head.name.get(lang),
                note => picture.head.synthetic_note.get(lang),
                number => day.number,
                at => day.at.with_timezone(&picture.head.zone).format("%Y-%m-%d %H:%M").to_string(),
                rows => Value::from(Serde(rows(&picture, &day.timetable, lang))),
                posters => Value::from(Serde(posters)),
            })
        })
        .map_err(Problem::internal)?;
    Ok(file(&request, "text/html; charset=utf-8", CACHE, page.clone(), &page))
}

/// The published programme as a calendar.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path), InLanguage),
    responses(
        (status = 200, content_type = "text/calendar", body = String, headers(("ETag" = String))),
        (status = 304, description = "not changed")
    )
)]
#[get("/programme/{workshop}/calendar.ics")]
pub async fn programme_calendar(
    service: web::Data<Service>,
    request: HttpRequest,
    workshop: web::Path<String>,
    query: web::Query<InLanguage>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let day = published(&mut tx, &workshop).await?.ok_or_else(Problem::not_found)?;
    let text = calendar(&Feed {
        workshop: &picture.workshop,
        timetable: &day.timetable,
        previous: day.previous.as_ref(),
        person: None,
        lang: lang_of(&request, query.lang.as_deref()),
        stamp: day.at,
        sequence: day.number,
    });
    Ok(file(&request, "text/calendar; charset=utf-8", CACHE, text.clone(), &text))
}

/// The programme's style.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path)),
    responses(
        (status = 200, content_type = "text/css", body = String),
        (status = 304, description = "not changed")
    )
)]
#[get("/programme/{workshop}/style.css")]
pub async fn programme_style(request: HttpRequest) -> HttpResponse {
    file(&request, "text/css; charset=utf-8", CACHE, STYLE.to_owned(), STYLE)
}
