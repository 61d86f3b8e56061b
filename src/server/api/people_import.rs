//! Taking more people, profiles and wishes into a workshop from a file: looked at first, then all of
//! it or nothing.

use super::import::{OPEN_SECONDS, XLSX, refused};
use crate::app::tag_workshop;
use crate::domain::{Person, Workshop};
use crate::exchange::{
    ImportError, Limits, Notice, read_json_into, read_sheets_into, read_xlsx_into,
};
use crate::server::answer::{create, digest, media_type};
use crate::server::caller::Caller;
use crate::server::limits::{MAX_IMPORT_BYTES, MAX_IMPORT_ROWS};
use crate::server::problem::{Problem, ProblemKind};
use crate::server::service::Service;
use crate::store::{NewEntry, RequestState};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MoreQuery {
    /// Only look: nothing is kept.
    #[serde(default)]
    dry_run: bool,
    /// Whether new meeting wishes count as agreed, or as requests that wait for an answer.
    #[serde(default)]
    agreed: bool,
    /// Name of a CSV file, which says which sheet it is: `people.csv`, `organisations.csv` …
    #[param(max_length = 200)]
    name: Option<String>,
}

/// What an import does to one list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ListChange {
    /// As the sheet is called: `people`, `profiles` …
    pub sheet: String,
    pub added: usize,
    pub changed: usize,
    /// The first hundred that are new or changed, as people call them.
    pub names: Vec<String>,
}

/// What was taken in, or would be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ImportedMore {
    pub lists: Vec<ListChange>,
    /// New people who may be there already under another id: the same reading and organisation.
    pub doubles: Vec<String>,
    /// What is worth knowing about the reading.
    pub notices: Vec<String>,
    pub dry_run: bool,
}

/// Names that one list of an answer shows.
const MAX_NAMES: usize = 100;

fn change<T: PartialEq, K: std::hash::Hash + Eq>(
    sheet: &str,
    (before, after): (&[T], &[T]),
    key: impl Fn(&T) -> K,
    name: impl Fn(&T) -> String,
) -> Option<ListChange> {
    let known: HashMap<K, &T> = before.iter().map(|one| (key(one), one)).collect();
    let is_new = |one: &&T| !known.contains_key(&key(one));
    let is_changed = |one: &&T| known.get(&key(one)).is_some_and(|old| *old != *one);
    let added = after.iter().filter(is_new).count();
    let changed = after.iter().filter(is_changed).count();
    let news = after.iter().filter(|one| is_new(one) || is_changed(one));
    let names = news.take(MAX_NAMES).map(name).collect();
    (added + changed > 0).then(|| ListChange { sheet: sheet.to_owned(), added, changed, names })
}

fn lists(b: &Workshop, a: &Workshop) -> Vec<ListChange> {
    let called = |p: &Person| p.name.full(crate::domain::Lang::Ja);
    let id = |text: &str| text.to_owned();
    macro_rules! by_id {
        ($list:ident, $name:expr) => {
            change(stringify!($list), (&b.$list, &a.$list), |x| id(x.id.as_str()), $name)
        };
    }
    macro_rules! whole {
        ($list:ident) => {
            change(
                stringify!($list),
                (&b.$list, &a.$list),
                |x| serde_json::to_string(x).unwrap_or_default(),
                |_| String::new(),
            )
        };
    }
    let all = [
        by_id!(rooms, |x| x.name.ja.clone()),
        by_id!(bands, |x| x.id.0.clone()),
        by_id!(slots, |x| x.id.0.clone()),
        by_id!(sessions, |x| x.title.ja.clone()),
        by_id!(desks, |x| x.name.ja.clone()),
        by_id!(organisations, |x| x.name.ja.clone()),
        by_id!(people, called),
        by_id!(profiles, |x| x.title.clone()),
        by_id!(meeting_wishes, |x| x.id.0.clone()),
        by_id!(group_wishes, |x| x.title.clone()),
        by_id!(consultations, |x| x.topic.clone()),
        whole!(room_hours),
        whole!(desk_hours),
        whole!(talk_wishes),
        whole!(unavailable),
        whole!(exclusions),
    ];
    let mut found: Vec<ListChange> = all.into_iter().flatten().collect();
    found.iter_mut().for_each(|list| list.names.retain(|name| !name.is_empty()));
    found
}

/// New people whose reading and organisation somebody else has.
fn doubles(before: &Workshop, after: &Workshop) -> Vec<String> {
    let same = |a: &Person, b: &Person| {
        a.id != b.id && a.organisation == b.organisation && a.name.kana_key() == b.name.kana_key()
    };
    let is_new = |p: &&Person| before.people.iter().all(|old| old.id != p.id);
    let new = after.people.iter().filter(is_new);
    let twice = new.filter(|p| after.people.iter().any(|other| same(p, other)));
    twice.take(MAX_NAMES).map(|p| p.name.full(crate::domain::Lang::Ja)).collect()
}

fn read(
    base: &Workshop,
    kind: &str,
    name: Option<&str>,
    bytes: &[u8],
) -> Result<(Workshop, Vec<Notice>), Problem> {
    let limits = Limits { rows: MAX_IMPORT_ROWS, bytes: 8 * MAX_IMPORT_BYTES, ..Limits::default() };
    let read: Result<_, ImportError> = match kind {
        "application/json" => read_json_into(base, bytes, &limits),
        XLSX => read_xlsx_into(base, bytes, &limits),
        "text/csv" => {
            let name = name.ok_or_else(|| {
                Problem::bad("name the CSV file: ?name=people.csv says which sheet it is")
            })?;
            read_sheets_into(base, &[(name, bytes)], &limits)
        }
        other => {
            return Err(Problem::new(
                ProblemKind::WrongMediaType,
                format!("Content-Type is {other:?}; expected text/csv, application/json or {XLSX}"),
            ));
        }
    };
    let (mut workshop, notices) = read.map_err(refused)?;
    // What was there and has not changed keeps the tags that people have decided on.
    let known: HashMap<_, _> = base.profiles.iter().map(|p| (&p.id, p)).collect();
    let kept: Vec<bool> =
        workshop.profiles.iter().map(|p| known.get(&p.id).is_some_and(|old| *old == p)).collect();
    tag_workshop(&mut workshop);
    for (profile, kept) in workshop.profiles.iter_mut().zip(kept) {
        if let (true, Some(old)) = (kept, known.get(&profile.id)) {
            *profile = (*old).clone();
        }
    }
    Ok((workshop, notices))
}

/// Takes more into the workshop: a row replaces the entry of its id, or is added. All of it or
/// nothing; errors name sheet, row and column.
#[utoipa::path(
    tag = "people",
    params(
        ("workshop" = String, Path),
        MoreQuery
    ),
    request_body(content(
        (Object = "application/json"),
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )),
    responses(
        (status = 201, body = ImportedMore),
        (status = 200, body = ImportedMore, description = "as it would be: a dry run")
    )
)]
#[post("/api/workshops/{workshop}/people/import")]
pub async fn import_more(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    query: web::Query<MoreQuery>,
    bytes: web::Bytes,
) -> Result<HttpResponse, Problem> {
    let (kind, hash) = (media_type(&http), digest(&bytes));
    let mut tx = service.store.read().await?;
    let revision = tx.workshop_head(&id).await?.revision;
    let before = tx.workshop(&id, true).await?;
    drop(tx);
    let name = query.name.clone();
    let (before, after, notices) = web::block(move || {
        let (after, notices) = read(&before, &kind, name.as_deref(), &bytes)?;
        Ok::<_, Problem>((before, after, notices))
    })
    .await??;
    let view = ImportedMore {
        lists: lists(&before, &after),
        doubles: doubles(&before, &after),
        notices: notices.iter().map(ToString::to_string).collect(),
        dry_run: query.dry_run,
    };
    if query.dry_run {
        return Ok(HttpResponse::Ok().json(view));
    }
    let state = if query.agreed { RequestState::Accepted } else { RequestState::Sent };
    create(&service, &caller, &http, &hash, async |tx| {
        if tx.workshop_head(&id).await?.revision != revision {
            return Err(Problem::new(
                ProblemKind::Changed,
                "the workshop has changed meanwhile; look at the import again",
            ));
        }
        let now = service.now();
        let until = now.plus_seconds(OPEN_SECONDS);
        tx.merge_workshop(&before, &after, now, until, state).await?;
        tx.note(&NewEntry {
            workshop: &id,
            at: now,
            account: &caller.account.id,
            on_behalf_of: None,
            verb: "import",
            subject: "people",
            before: None,
            after: Some(&json!(view)),
        })
        .await?;
        Ok(view)
    })
    .await
}
