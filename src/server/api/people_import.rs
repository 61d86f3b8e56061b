//! Taking more people, profiles and wishes into a workshop from a file: looked at first, then all of
//! it or nothing.

use super::import::{OPEN_SECONDS, XLSX, refused};
use super::undo::Undo;
use crate::app::tag_workshop;
use crate::domain::{Lang, Person, PersonId, Sheet, Workshop, double_people};
use crate::exchange::{
    Limits, MappedImport, Mapping, Source, SourceKind, column_names, contents, read_json_into,
    read_mapped,
};
use crate::server::answer::{Answer, create, digest, media_type};
use crate::server::caller::Caller;
use crate::server::limits::{MAX_IMPORT_ROWS, MAX_UNPACKED_BYTES};
use crate::server::problem::{FaultOfFile, Problem, ProblemKind};
use crate::server::service::Service;
use crate::server::wire::Text;
use crate::store::{NewEntry, RequestState};
use actix_web::{HttpRequest, HttpResponse, post, web};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
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
    /// What the file's own names stand for, as JSON: `{"sheets": {"Sheet1": "people"}, "columns":
    /// {"people": {"苗字": "family", "備考": ""}}}`; what is called "" is left out.
    #[param(max_length = 20000)]
    mapping: Option<String>,
    /// Leave out rows (in JSON: entries) with faults and tell them, instead of refusing the file.
    #[serde(default)]
    by_row: bool,
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
    /// New people who may be there already under another id: of one name or
    /// reading in one organisation.
    pub doubles: Vec<String>,
    /// What is worth knowing about the reading.
    pub notices: Vec<String>,
    /// Why rows were left out, the first hundred faults; empty unless rows may be.
    pub left_out: Vec<FaultOfFile>,
    /// Rows that were left out.
    pub rows_left_out: usize,
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
    let called = |p: &Person| p.name.full(Lang::Ja);
    let of = |id: &PersonId| a.people.iter().find(|p| p.id == *id).map(called).unwrap_or_default();
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
        by_id!(meeting_wishes, |x| format!("{} → {}", of(&x.from), of(&x.to))),
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

/// New people who may be there already.
fn doubles(before: &Workshop, after: &Workshop) -> Vec<String> {
    let known: HashSet<&PersonId> = before.people.iter().map(|p| &p.id).collect();
    let twice: HashSet<PersonId> = double_people(after)
        .into_iter()
        .flat_map(|(a, b)| [a, b])
        .filter(|id| !known.contains(id))
        .collect();
    let new = after.people.iter().filter(|p| twice.contains(&p.id));
    new.take(MAX_NAMES).map(|p| p.name.full(Lang::Ja)).collect()
}

fn limits() -> Limits {
    Limits { rows: MAX_IMPORT_ROWS, bytes: MAX_UNPACKED_BYTES, ..Limits::default() }
}

/// The file as its media type says; `None` for JSON.
fn source<'a>(
    kind: &str,
    name: Option<&'a str>,
    bytes: &'a [u8],
) -> Result<Option<Source<'a>>, Problem> {
    match kind {
        "application/json" => Ok(None),
        XLSX => Ok(Some(Source { kind: SourceKind::Xlsx, name: "upload.xlsx", bytes })),
        "text/csv" => {
            let name = name.ok_or_else(|| {
                Problem::bad("name the CSV file: ?name=people.csv says which sheet it is")
            })?;
            Ok(Some(Source { kind: SourceKind::Csv, name, bytes }))
        }
        other => Err(Problem::new(
            ProblemKind::WrongMediaType,
            format!("Content-Type is {other:?}; expected text/csv, application/json or {XLSX}"),
        )),
    }
}

fn mapping(text: Option<&str>) -> Result<Mapping, Problem> {
    let Some(text) = text else { return Ok(Mapping::default()) };
    serde_json::from_str(text).map_err(|error| {
        Problem::bad(format!(
            "mapping is not as expected ({error}); see the document for its shape"
        ))
    })
}

fn read(
    base: &Workshop,
    kind: &str,
    query: &MoreQuery,
    bytes: &[u8],
) -> Result<MappedImport, Problem> {
    let read = match source(kind, query.name.as_deref(), bytes)? {
        None => read_json_into(base, bytes, query.by_row, &limits()),
        Some(source) => {
            let mapping = mapping(query.mapping.as_deref())?;
            read_mapped(base, source, &mapping, query.by_row, &limits())
        }
    };
    let mut read = read.map_err(refused)?;
    let workshop = &mut read.workshop;
    // What was there and has not changed keeps the tags that people have decided on.
    let known: HashMap<_, _> = base.profiles.iter().map(|p| (&p.id, p)).collect();
    let kept: Vec<bool> =
        workshop.profiles.iter().map(|p| known.get(&p.id).is_some_and(|old| *old == p)).collect();
    tag_workshop(workshop);
    for (profile, kept) in workshop.profiles.iter_mut().zip(kept) {
        if let (true, Some(old)) = (kept, known.get(&profile.id)) {
            *profile = (*old).clone();
        }
    }
    Ok(read)
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
    let query = query.into_inner();
    let (dry_run, agreed) = (query.dry_run, query.agreed);
    let (before, read) = web::block(move || {
        let read = read(&before, &kind, &query, &bytes)?;
        Ok::<_, Problem>((before, read))
    })
    .await??;
    let MappedImport { workshop: after, notices, left_out } = read;
    let rows: BTreeSet<_> =
        left_out.iter().map(|fault| (fault.sheet, fault.row, fault.entry)).collect();
    let view = ImportedMore {
        lists: lists(&before, &after),
        doubles: doubles(&before, &after),
        notices: notices.iter().map(ToString::to_string).collect(),
        left_out: left_out.iter().take(MAX_NAMES).map(FaultOfFile::from).collect(),
        rows_left_out: rows.len(),
        dry_run,
    };
    if dry_run {
        return Ok(HttpResponse::Ok().json(view));
    }
    let state = if agreed { RequestState::Accepted } else { RequestState::Sent };
    create(&service, &caller, &http, &hash, async |tx| {
        if tx.workshop_head(&id).await?.revision != revision {
            return Err(Problem::new(
                ProblemKind::Changed,
                "the workshop has changed meanwhile; look at the import again",
            ));
        }
        let now = service.now();
        let until = now.plus_seconds(OPEN_SECONDS);
        tx.take_over(&before, &after, now, until, state).await?;
        let after_it = json!(view);
        let entry = NewEntry {
            workshop: &id,
            at: now,
            account: &caller.account.id,
            on_behalf_of: None,
            verb: "import",
            subject: "people",
            before: None,
            after: Some(&after_it),
        };
        let entry = tx.note(&entry).await?;
        tx.keep_undo(entry, &json!(Undo::of(&before, &after, agreed)?)).await?;
        Ok(view)
    })
    .await
}

/// A column that a heading can stand for.
#[derive(Debug, Serialize, ToSchema)]
pub struct ColumnView {
    pub name: String,
    /// What it is called and what belongs there.
    pub label: Text,
    pub help: Text,
    /// Must be filled in every row.
    pub required: bool,
}

/// A heading of the file.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeadingView {
    pub heading: String,
    /// The column it is, or probably is; null for none.
    pub column: Option<String>,
    /// Nothing was guessed: it is called as the column is.
    pub exact: bool,
    /// The first values under it.
    pub samples: Vec<String>,
}

/// A file or worksheet.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContentsView {
    pub name: String,
    /// The sheet it is, or probably is; null where nothing is like it, and then it is left out.
    pub sheet: Option<String>,
    pub rows: usize,
    pub headings: Vec<HeadingView>,
}

/// What is in a file, and what it could be.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileContents {
    pub contents: Vec<ContentsView>,
    /// By sheet, the columns it can have.
    pub columns: BTreeMap<String, Vec<ColumnView>>,
}

/// Looks into a file before it is taken in: its worksheets and headings, and for each the column of
/// ours that it probably is. What is guessed wrong is put right by `mapping`.
#[utoipa::path(
    tag = "people",
    params(("workshop" = String, Path), MoreQuery),
    request_body(content(
        (String = "text/csv"),
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    )),
    responses((status = 200, body = FileContents))
)]
#[post("/api/workshops/{workshop}/people/import/contents")]
pub async fn look_into_file(
    http: HttpRequest,
    query: web::Query<MoreQuery>,
    bytes: web::Bytes,
) -> Answer<FileContents> {
    let kind = media_type(&http);
    let found = web::block(move || {
        let Some(source) = source(&kind, query.name.as_deref(), &bytes)? else {
            return Err(Problem::bad("JSON has no headings; send it to be taken in"));
        };
        let mapping = mapping(query.mapping.as_deref())?;
        contents(source, &mapping, &limits()).map_err(refused)
    });
    let contents = found.await??.into_iter().map(|one| ContentsView {
        name: one.name,
        sheet: one.sheet.map(|sheet| sheet.name().to_owned()),
        rows: one.rows,
        headings: one
            .headings
            .into_iter()
            .map(|heading| HeadingView {
                heading: heading.heading,
                column: heading.column.map(str::to_owned),
                exact: heading.exact,
                samples: heading.samples,
            })
            .collect(),
    });
    let columns = Sheet::ALL.into_iter().filter(|sheet| *sheet != Sheet::Workshop).map(|sheet| {
        let columns = column_names(sheet).into_iter().map(|column| ColumnView {
            name: column.name.to_owned(),
            label: Text { ja: column.ja.to_owned(), en: column.name.to_owned() },
            help: Text { ja: column.help_ja.to_owned(), en: column.help_en.to_owned() },
            required: column.required,
        });
        (sheet.name().to_owned(), columns.collect())
    });
    Ok(web::Json(FileContents { contents: contents.collect(), columns: columns.collect() }))
}
