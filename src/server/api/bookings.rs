//! What is booked now, and meetings booked by hand: held, settled, released.

use crate::domain::{ItemId, PersonId, Placement, RoomId, SlotId};
use crate::server::answer::{Answer, create};
use crate::server::caller::Caller;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::store::{Booked, Booking, MAX_HOLD_SECONDS, NewEntry, Transaction};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// One resource that is taken: a person, a desk, a table, a room.
#[derive(Debug, Serialize, ToSchema)]
pub struct BookedView {
    pub item: String,
    /// For example `person p-001`, `desk desk-1`, `table 3 of exchange-b`, `room hall-a`.
    pub resource: String,
    #[schema(value_type = String, format = DateTime)]
    pub starts_at: DateTime<Utc>,
    #[schema(value_type = String, format = DateTime)]
    pub ends_at: DateTime<Utc>,
    /// A hold falls at this time; null for what is settled.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub hold_until: Option<DateTime<Utc>>,
    /// Booked by hand: a publication leaves it where it is.
    pub by_hand: bool,
}

/// A meeting of two people at a table in a slot.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBooking {
    #[schema(min_items = 2, max_items = 2)]
    pub people: Vec<String>,
    pub slot: String,
    pub room: String,
    /// From 1.
    #[schema(minimum = 1)]
    pub table: u32,
    /// Holds the place for so long; settled at once where left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 86400)]
    pub hold_seconds: Option<u32>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BookedItem {
    /// As the booking's `item` names it.
    pub item: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Settled {
    pub item: String,
    #[schema(value_type = String, format = DateTime)]
    pub starts_at: DateTime<Utc>,
    #[schema(value_type = String, format = DateTime)]
    pub ends_at: DateTime<Utc>,
    pub resources: Vec<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub hold_until: Option<DateTime<Utc>>,
}

fn view(b: Booked) -> BookedView {
    BookedView {
        item: b.item,
        resource: b.resource,
        starts_at: b.starts_at.utc(),
        ends_at: b.ends_at.utc(),
        hold_until: b.hold_until.map(|at| at.utc()),
        by_hand: b.by_hand,
    }
}

/// What is taken for an item, as the history holds it.
async fn as_noted(
    tx: &mut Transaction,
    service: &Service,
    workshop: &str,
    item: &str,
) -> Result<Value, Problem> {
    let mut taken = tx.bookings(workshop, service.now()).await?;
    taken.retain(|booked| booked.item == item);
    Ok(json!(taken.into_iter().map(view).collect::<Vec<_>>()))
}

/// What is taken now, by start.
#[utoipa::path(
    tag = "bookings",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Vec<BookedView>))
)]
#[get("/api/workshops/{workshop}/bookings")]
pub async fn list_bookings(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<Vec<BookedView>> {
    let all = service.store.read().await?.bookings(&workshop, service.now()).await?;
    Ok(web::Json(all.into_iter().map(view).collect()))
}

/// Books a meeting, or holds its place. Refused by the database where anybody or anything is taken.
#[utoipa::path(
    tag = "bookings",
    params(
        ("workshop" = String, Path)
    ),
    request_body = NewBooking,
    responses((status = 201, body = Settled))
)]
#[post("/api/workshops/{workshop}/bookings")]
pub async fn book_meeting(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<NewBooking>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&workshop).await?;
    let w = &picture.workshop;
    let people: Vec<PersonId> = body.people.iter().map(PersonId::new).collect();
    let [a, b] = &people[..] else {
        return Err(Problem::bad(format!("{} people; a meeting has two", people.len())));
    };
    if a == b {
        return Err(Problem::bad("nobody meets themselves; name two people"));
    }
    if let Some(unknown) = people.iter().find(|p| picture.person(p).is_none()) {
        return Err(Problem::bad(format!("there is no person {:?}", unknown.as_str())));
    }
    let slot = w.slots.iter().find(|s| s.id == SlotId::new(&body.slot));
    let slot = slot.ok_or_else(|| Problem::bad(format!("there is no slot {:?}", body.slot)))?;
    let room = picture.room(&RoomId::new(&body.room));
    let room = room.ok_or_else(|| Problem::bad(format!("there is no room {:?}", body.room)))?;
    if !(1..=room.tables).contains(&body.table) {
        return Err(Problem::bad(format!(
            "table {} of {:?}, which has {}",
            body.table, body.room, room.tables
        )));
    }
    if body.hold_seconds.is_some_and(|s| !(1..=MAX_HOLD_SECONDS).contains(&i64::from(s))) {
        return Err(Problem::bad(format!("hold_seconds must be 1 to {MAX_HOLD_SECONDS}")));
    }
    let now = service.now();
    let mut booking = Booking::of(
        w,
        &Placement {
            item: ItemId::meeting(a, b),
            room: room.id.clone(),
            desk: None,
            table: Some(body.table),
            start: slot.start,
            end: slot.end,
            people: people.clone(),
            locked: false,
        },
    );
    booking.by_hand = true;
    booking.hold_until = body.hold_seconds.map(|s| now.plus_seconds(i64::from(s)));
    create(&service, &caller, &http, &*body, async |tx| {
        tx.book(&workshop, &booking, now).await?;
        tx.note(&NewEntry {
            at: now,
            after: Some(&json!(&*body)),
            ..caller.entry(&service, &workshop, "book", &booking.item)
        })
        .await?;
        Ok(Settled {
            item: booking.item.clone(),
            starts_at: booking.starts_at.utc(),
            ends_at: booking.ends_at.utc(),
            resources: booking.resources.clone(),
            hold_until: booking.hold_until.map(|at| at.utc()),
        })
    })
    .await
}

/// Settles a hold that still stands.
#[utoipa::path(
    tag = "bookings",
    params(("workshop" = String, Path)),
    request_body = BookedItem,
    responses((status = 204, description = "settled"))
)]
#[post("/api/workshops/{workshop}/bookings/settle")]
pub async fn settle_booking(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<BookedItem>,
) -> Result<HttpResponse, Problem> {
    let mut tx = service.store.write().await?;
    let before = as_noted(&mut tx, &service, &workshop, &body.item).await?;
    tx.settle(&workshop, &body.item, service.now()).await?;
    let after = as_noted(&mut tx, &service, &workshop, &body.item).await?;
    tx.note(&NewEntry {
        before: Some(&before),
        after: Some(&after),
        ..caller.entry(&service, &workshop, "settle", &body.item)
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Releases what is booked.
#[utoipa::path(
    tag = "bookings",
    params(("workshop" = String, Path)),
    request_body = BookedItem,
    responses((status = 204, description = "released"))
)]
#[post("/api/workshops/{workshop}/bookings/release")]
pub async fn release_booking(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<BookedItem>,
) -> Result<HttpResponse, Problem> {
    let mut tx = service.store.write().await?;
    let before = as_noted(&mut tx, &service, &workshop, &body.item).await?;
    tx.release(&workshop, &body.item).await?;
    tx.note(&NewEntry {
        before: Some(&before),
        ..caller.entry(&service, &workshop, "release", &body.item)
    })
    .await?;
    tx.commit().await?;
    Ok(HttpResponse::NoContent().finish())
}
