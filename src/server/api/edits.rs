//! A version edited by hand: items moved, locked, taken out or put in, as a new version.

use super::plans::read_plan;
use crate::app::{Reasons, reasons};
use crate::domain::{DeskId, ItemId, Placement, RoomId, Timetable};
use crate::scheduling::{Directory, judge};
use crate::server::answer::{create, within};
use crate::server::caller::Caller;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::PlanView;
use crate::store::{NewEntry, NewPlan};
use actix_web::{HttpRequest, HttpResponse, post, web};
use chrono::{Duration, NaiveDateTime};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// One change of a version.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(tag = "edit", rename_all = "snake_case", deny_unknown_fields)]
pub enum Edit {
    /// Puts an item of the version at another place or time.
    Move {
        item: String,
        room: String,
        #[serde(default)]
        desk: Option<String>,
        /// From 1.
        #[serde(default)]
        table: Option<u32>,
        #[schema(value_type = String, example = "2022-05-10T14:10:00")]
        start: NaiveDateTime,
    },
    /// Puts something into the version that has no place in it yet.
    Place {
        item: String,
        room: String,
        #[serde(default)]
        desk: Option<String>,
        #[serde(default)]
        table: Option<u32>,
        #[schema(value_type = String, example = "2022-05-10T14:10:00")]
        start: NaiveDateTime,
    },
    Remove {
        item: String,
    },
    /// Re-planning leaves a locked item where it is.
    Lock {
        item: String,
        locked: bool,
    },
}

/// A new version, made of another by edits.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditedPlan {
    /// The version to start from.
    pub from: i64,
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    #[schema(max_items = 1000)]
    pub edits: Vec<Edit>,
    /// Only judge: nothing is kept, the answer's version is 0.
    #[serde(default)]
    pub dry_run: bool,
}

fn position(timetable: &Timetable, item: &str) -> Result<usize, Problem> {
    timetable
        .placements
        .iter()
        .position(|p| p.item.to_string() == item)
        .ok_or_else(|| Problem::bad(format!("the version has no {item:?}; name items as it does")))
}

/// Where an edit asks for an item to be.
struct Asked<'a> {
    room: &'a str,
    desk: &'a Option<String>,
    table: Option<u32>,
    start: NaiveDateTime,
}

/// An item at a place: who must be there and how long it lasts come from the workshop.
fn placed(picture: &Picture, item: ItemId, asked: Asked) -> Result<Placement, Problem> {
    let w = &picture.workshop;
    let directory = Directory::new(w);
    let start = asked.start;
    let desk = asked.desk.as_deref().map(DeskId::new);
    let minutes = match &item {
        ItemId::Session(id) => directory.session(id).map(|s| s.minutes),
        ItemId::Consultation(_) => desk.as_ref().and_then(|d| directory.desk(d)).map(|d| d.minutes),
        ItemId::Meeting(..) | ItemId::Group(_) => None,
    };
    let slot = w.slots.iter().find(|slot| slot.start == start);
    let end = match (minutes, slot) {
        (Some(minutes), _) => {
            start.checked_add_signed(Duration::minutes(minutes.0.into())).unwrap_or(start)
        }
        (None, Some(slot)) => slot.end,
        (None, None) => {
            return Err(Problem::bad(format!("no slot starts at {start}; see the venue's slots")));
        }
    };
    let people = directory.attendees(&item, desk.as_ref()).unwrap_or_default();
    let room = RoomId::new(asked.room);
    Ok(Placement { item, room, desk, table: asked.table, start, end, people, locked: false })
}

fn edited(
    picture: &Picture,
    mut timetable: Timetable,
    plan: &EditedPlan,
) -> Result<Timetable, Problem> {
    timetable.name = plan.name.clone();
    for edit in &plan.edits {
        match edit {
            Edit::Move { item, room, desk, table, start } => {
                let i = position(&timetable, item)?;
                let old = &timetable.placements[i];
                let locked = old.locked;
                let asked = Asked { room, desk, table: *table, start: *start };
                let new = placed(picture, old.item.clone(), asked)?;
                timetable.placements[i] = Placement { locked, ..new };
            }
            Edit::Place { item, room, desk, table, start } => {
                let wanted = picture.item(item).filter(|known| timetable.find(known).is_none());
                let wanted = wanted.ok_or_else(|| {
                    Problem::bad(format!("{item:?} is nothing without a place in this version"))
                })?;
                let asked = Asked { room, desk, table: *table, start: *start };
                timetable.placements.push(placed(picture, wanted, asked)?);
            }
            Edit::Remove { item } => {
                let i = position(&timetable, item)?;
                timetable.placements.remove(i);
            }
            Edit::Lock { item, locked } => {
                let i = position(&timetable, item)?;
                timetable.placements[i].locked = *locked;
            }
        }
    }
    timetable.sort();
    Ok(timetable)
}

/// Makes a version by hand. It is kept whatever the judge says, with the judge's faults: publishing
/// refuses what overlaps.
#[utoipa::path(
    tag = "plans",
    params(
        ("workshop" = String, Path)
    ),
    request_body = EditedPlan,
    responses((status = 201, body = PlanView), (status = 200, body = PlanView))
)]
#[post("/api/workshops/{workshop}/plans")]
pub async fn edit_plan(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<EditedPlan>,
) -> Result<HttpResponse, Problem> {
    within("name", &body.name, 200)?;
    if body.name.trim().is_empty() || body.edits.len() > 1000 {
        return Err(Problem::bad("name must not be empty, and at most 1000 edits go together"));
    }
    let picture = service.picture(&workshop).await?;
    let before = service.store.read().await?.timetable(&workshop, body.from).await?;
    let (there, plan) = (picture.clone(), body.clone());
    let (timetable, judgement, unplaced) = web::block(move || -> Result<_, Problem> {
        let timetable = edited(&there, before, &plan)?;
        let judgement = judge(&there.workshop, &timetable);
        let unplaced = reasons(&there.workshop, &timetable);
        Ok((timetable, judgement, unplaced))
    })
    .await??;
    let total = judgement.objective.total();
    let Reasons { unplaced, unexplained } = unplaced;
    let report = json!({ "unplaced": unplaced, "unexplained": unexplained, "edits": body.edits });
    let by = &caller.account.id;
    let new = NewPlan {
        workshop: &workshop,
        name: &body.name,
        status: "edited",
        total,
        bound: None,
        made_from: Some(body.from),
        timetable: &timetable,
        report: &report,
        created_by: by,
        created_at: service.now(),
    };
    if body.dry_run {
        // Made and forgotten: the transaction is not committed.
        let mut tx = service.store.write().await?;
        let version = tx.add_plan(&new).await?;
        let mut view = read_plan(&mut tx, &picture, &workshop, version).await?;
        view.plan.version = 0;
        return Ok(HttpResponse::Ok().json(view));
    }
    create(&service, &caller, &http, &*body, async |tx| {
        let version = tx.add_plan(&new).await?;
        tx.note(&NewEntry {
            workshop: &workshop,
            at: service.now(),
            account: by,
            on_behalf_of: None,
            verb: "edit plan",
            subject: &format!("plan {version}"),
            before: Some(&body.from.into()),
            after: serde_json::to_value(&body.edits).ok().as_ref(),
        })
        .await?;
        read_plan(tx, &picture, &workshop, version).await
    })
    .await
}
