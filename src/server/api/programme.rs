//! The published programme for everybody: HTML from the server, readable without script.

use crate::domain::{ItemId, Lang, Profile, ProfileKind, SessionKind, Tag, TagState};
use crate::exchange::{Feed, calendar, when};
use crate::server::answer::{file, percent_encoded, within};
use crate::server::day::Published;
use crate::server::limits::MAX_SHORT;
use crate::server::pages::Page;
use crate::server::picture::Picture;
use crate::server::plain_page::lang_of;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::session_kind;
use crate::vocabulary::{Search, Thesaurus};
use actix_web::{HttpRequest, HttpResponse, get, web};
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

const TEMPLATE: &str = include_str!("../../../web/programme/page.html");
const STYLE: &str = include_str!("../../../web/programme/style.css");
const CACHE: &str = "public, max-age=60";
/// Topics shown of a session or a poster.
const TOPICS: usize = 3;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct InLanguage {
    /// `ja` or `en`; what the browser prefers where left out.
    pub lang: Option<String>,
}

/// How the programme is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    #[default]
    Time,
    Room,
    Topic,
}

impl Layout {
    fn code(self) -> &'static str {
        match self {
            Layout::Time => "time",
            Layout::Room => "room",
            Layout::Topic => "topic",
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ProgrammeQuery {
    /// `ja` or `en`; what the browser prefers where left out.
    lang: Option<String>,
    /// By time, by room or by topic.
    #[serde(default)]
    #[param(inline)]
    by: Layout,
    /// Words of a title, a speaker, an organisation or a room, or words that mean the same as what
    /// it is about; all of them.
    #[serde(default)]
    #[param(max_length = 200)]
    q: String,
}

#[derive(Clone, Serialize)]
struct Row<'a> {
    id: &'a str,
    kind: &'a str,
    title: &'a str,
    room: &'a str,
    date: String,
    /// The date as people read it.
    day: String,
    start: String,
    end: String,
    speakers: Vec<String>,
    topics: Vec<&'a str>,
    synthetic: bool,
}

#[derive(Clone, Serialize)]
struct Poster<'a> {
    title: &'a str,
    organisation: &'a str,
    topics: Vec<&'a str>,
}

#[derive(Serialize)]
struct Group<T> {
    /// Above the heading; empty where nothing is.
    over: String,
    heading: String,
    rows: Vec<T>,
}

/// What a profile is about, weightiest first.
fn topics(profile: &Profile, lang: Lang) -> Vec<&'static str> {
    let mut tags: Vec<&Tag> =
        profile.tags.iter().filter(|t| t.state != TagState::Removed).collect();
    tags.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    let concepts = tags.iter().filter_map(|t| Thesaurus::embedded().concept(&t.concept));
    concepts.take(TOPICS).map(|concept| concept.label.get(lang)).collect()
}

/// The sessions that are met by a search, by time and room.
fn rows<'a>(
    picture: &'a Picture,
    timetable: &'a crate::domain::Timetable,
    search: &Search,
    lang: Lang,
) -> Vec<Row<'a>> {
    let mut rows: Vec<Row> = timetable
        .placements
        .iter()
        .filter_map(|p| {
            let ItemId::Session(id) = &p.item else { return None };
            let session = picture.session(id)?;
            let profile = session.profile.as_ref().and_then(|id| picture.profile(id));
            let room = picture.room(&p.room);
            // Who stands at the posters is in the list of posters.
            let speaking = session.speakers.iter().filter(|_| session.kind != SessionKind::Posters);
            let people: Vec<_> = speaking.filter_map(|id| picture.person(id)).collect();
            let from = |person: &crate::domain::Person| picture.organisation(&person.organisation);
            let mut texts = vec![session.title.ja.as_str(), session.title.en.as_str()];
            texts.extend(room.iter().flat_map(|r| [r.name.ja.as_str(), r.name.en.as_str()]));
            let names: Vec<String> =
                people.iter().flat_map(|p| Lang::ALL.map(|lang| p.name.full(lang))).collect();
            texts.extend(names.iter().map(String::as_str));
            let organisations = people.iter().filter_map(|p| from(p));
            texts.extend(organisations.flat_map(|o| Lang::ALL.map(|lang| o.name.get(lang))));
            let tags = profile.map(|p| p.tags.as_slice()).unwrap_or_default();
            search.meets(&texts, tags).then(|| Row {
                id: session.id.as_str(),
                kind: session_kind(session.kind),
                title: session.title.get(lang),
                room: room.map_or(p.room.as_str(), |room| room.name.get(lang)),
                date: p.start.format("%Y-%m-%d").to_string(),
                day: when::short_day(p.start.date(), lang),
                start: p.start.format("%H:%M").to_string(),
                end: p.end.format("%H:%M").to_string(),
                speakers: people
                    .iter()
                    .map(|person| {
                        let from = from(person).map_or("", |o| o.name.get(lang));
                        format!("{} ({from})", person.name.full(lang))
                    })
                    .collect(),
                topics: profile.map(|profile| topics(profile, lang)).unwrap_or_default(),
                synthetic: session.synthetic,
            })
        })
        .collect();
    rows.sort_by(|a, b| (&a.date, &a.start, a.room, a.id).cmp(&(&b.date, &b.start, b.room, b.id)));
    rows
}

/// The rows under headings; what is about several topics stands under each.
fn groups<'a>(rows: Vec<Row<'a>>, by: Layout, lang: Lang) -> Vec<Group<Row<'a>>> {
    let other = if lang == Lang::Ja { "そのほか" } else { "Other" };
    let mut order: Vec<(String, String)> = Vec::new();
    let mut found: BTreeMap<(String, String), Vec<Row>> = BTreeMap::new();
    for row in rows {
        let headings = match by {
            Layout::Time => vec![row.start.as_str()],
            Layout::Room => vec![row.room],
            Layout::Topic if row.topics.is_empty() => vec![other],
            Layout::Topic => row.topics.clone(),
        };
        let over = if by == Layout::Time { row.day.as_str() } else { "" };
        for heading in headings {
            let key = (over.to_owned(), heading.to_owned());
            if !order.contains(&key) {
                order.push(key.clone());
            }
            found.entry(key).or_default().push(row.clone());
        }
    }
    if by != Layout::Time {
        // What belongs nowhere comes last.
        order.sort_by(|(_, a), (_, b)| (a == other, a).cmp(&(b == other, b)));
    }
    let group = |key: (String, String)| {
        let rows = found.remove(&key).unwrap_or_default();
        let (over, heading) = key;
        Group { over, heading, rows }
    };
    order.into_iter().map(group).collect()
}

fn posters<'a>(picture: &'a Picture, search: &Search, lang: Lang) -> Vec<Poster<'a>> {
    let seeds = picture.workshop.profiles.iter().filter(|p| p.kind == ProfileKind::Seed);
    seeds
        .filter_map(|p| {
            let organisation = picture.organisation(&p.organisation);
            let mut texts = vec![p.title.as_str()];
            texts.extend(organisation.iter().flat_map(|o| Lang::ALL.map(|lang| o.name.get(lang))));
            search.meets(&texts, &p.tags).then(|| Poster {
                title: &p.title,
                organisation: organisation.map_or("", |o| o.name.get(lang)),
                topics: topics(p, lang),
            })
        })
        .collect()
}

/// The published programme, by time, by room or by topic, and searched through.
#[utoipa::path(
    tag = "pages",
    params(("workshop" = String, Path), ProgrammeQuery),
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
    query: web::Query<ProgrammeQuery>,
) -> Result<HttpResponse, Problem> {
    within("q", &query.q, MAX_SHORT)?;
    let picture = service.picture(&workshop).await?;
    let mut tx = service.store.read().await?;
    let day = picture.published(&mut tx).await?.ok_or_else(Problem::not_found)?;
    drop(tx);
    let (lang, query) = (lang_of(&request, query.lang.as_deref()), query.into_inner());
    let key = (lang, query.by.code());
    let known = picture.pages().get(&key).filter(|_| query.q.is_empty());
    let page = match known {
        Some(page) => page,
        None => {
            web::block(move || -> Result<_, Problem> {
                let page = Arc::new(Page::new(written(&picture, &day, &query, lang)?)?);
                if query.q.is_empty() {
                    picture.pages().keep(key, page.clone());
                }
                Ok(page)
            })
            .await??
        }
    };
    Ok(page.answer(&request, "text/html; charset=utf-8", CACHE))
}

/// The page of the programme.
fn written(
    picture: &Picture,
    day: &Published,
    query: &ProgrammeQuery,
    lang: Lang,
) -> Result<String, Problem> {
    let search = Search::of(Thesaurus::embedded(), &query.q);
    let rows = rows(picture, &day.timetable, &search, lang);
    let mut environment = Environment::new();
    environment.add_filter("urlencode", |text: String| percent_encoded(&text));
    environment.add_template("page.html", TEMPLATE).map_err(Problem::internal)?;
    environment
        .get_template("page.html")
        .and_then(|template| {
            template.render(context! {
                lang => lang.code(),
                workshop => picture.head.id.as_str(),
                name => picture.head.name.get(lang),
                note => picture.head.synthetic_note.get(lang),
                number => day.number,
                at => when::moment(day.at.with_timezone(&picture.head.zone).naive_local(), lang),
                by => Value::from(Serde(query.by)),
                q => query.q.as_str(),
                sessions => rows.len(),
                groups => Value::from(Serde(groups(rows, query.by, lang))),
                posters => Value::from(Serde(posters(picture, &search, lang))),
            })
        })
        .map_err(Problem::internal)
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
    let day = picture.published(&mut tx).await?.ok_or_else(Problem::not_found)?;
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

/// The style of the pages that are read without the app.
#[utoipa::path(
    tag = "pages",
    responses(
        (status = 200, content_type = "text/css", body = String),
        (status = 304, description = "not changed")
    )
)]
#[get("/style.css")]
pub async fn page_style(request: HttpRequest) -> HttpResponse {
    file(&request, "text/css; charset=utf-8", CACHE, STYLE.to_owned(), STYLE)
}
