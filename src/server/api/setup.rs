//! The set-up of a workshop, read and edited as a whole, and workshops made new.

use crate::domain::{DayRules, Minutes, SessionKind, Text as Named, Workshop, WorkshopId, check};
use crate::server::answer::{create, within};
use crate::server::caller::Caller;
use crate::server::edit::{as_read, begin, only_as_read, tag_of};
use crate::server::limits::MAX_SHORT;
use crate::server::problem::Problem;
use crate::server::service::Service;
use crate::server::wire::{Setup, Text};
use crate::store::{NewEntry, Phase, RequestState, Role};
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{Duration, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

/// Faults that one answer lists.
const MAX_FAULTS: usize = 100;

/// What is set up, with its ETag.
#[utoipa::path(
    tag = "set-up",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Setup))
)]
#[get("/api/workshops/{workshop}/setup")]
pub async fn get_setup(
    service: web::Data<Service>,
    id: web::Path<String>,
) -> Result<HttpResponse, Problem> {
    let picture = service.picture(&id).await?;
    Ok(as_read(&Setup::of(&picture.workshop).map_err(Problem::internal)?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SetupQuery {
    /// Only check: nothing is kept.
    #[serde(default)]
    dry_run: bool,
}

/// Refuses a workshop that does not agree with itself, each fault with its place.
pub fn checked(workshop: &Workshop) -> Result<(), Problem> {
    let mut faults = check(workshop);
    faults.retain(|fault| !fault.is_emptiness());
    faults.truncate(MAX_FAULTS);
    let Some(first) = faults.first() else { return Ok(()) };
    let text = first.under(first.sheet.name());
    Err(Problem::bad(text.en).with_faults(text.ja, &faults))
}

/// Replaces the set-up, all of it or nothing, if nobody changed it since it was read. The whole
/// workshop is checked first, with what people have asked for already.
#[utoipa::path(
    tag = "set-up",
    params(
        ("workshop" = String, Path),
        SetupQuery
    ),
    request_body = Setup,
    responses((status = 200, body = Setup))
)]
#[put("/api/workshops/{workshop}/setup")]
pub async fn put_setup(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    id: web::Path<String>,
    query: web::Query<SetupQuery>,
    body: web::Json<Setup>,
) -> Result<HttpResponse, Problem> {
    let mut tx = begin(&service, &http).await?;
    let before = tx.workshop(&id, true).await?;
    let old = Setup::of(&before).map_err(Problem::internal)?;
    only_as_read(&http, Some(&tag_of(&old)))?;
    let setup = body.into_inner();
    let after = setup.put_into(&before).map_err(|e| Problem::bad(e.to_string()))?;
    let after = web::block(move || checked(&after).map(|()| after)).await??;
    let new = Setup::of(&after).map_err(Problem::internal)?;
    if !query.dry_run && new != old {
        tx.replace_setup(&after).await?;
        tx.note(&NewEntry {
            before: Some(&json!(old)),
            after: Some(&json!(new)),
            ..caller.entry(&service, &id, super::undo::SET_UP, "workshop")
        })
        .await?;
        tx.commit().await?;
    }
    Ok(as_read(&new))
}

/// A workshop to be made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWorkshop {
    /// Stands in addresses: letters, digits, `-`, `_` and `.`.
    #[schema(min_length = 1, max_length = 64, example = "aimgain-2027")]
    pub id: String,
    pub name: Text,
    #[schema(value_type = String, format = Date, example = "2027-05-11")]
    pub first_day: NaiveDate,
    /// The workshop whose venue, hours, rules and programme without its talks are taken over.
    #[serde(default)]
    pub copy_of: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MadeWorkshop {
    pub id: String,
}

/// The id of a workshop stands in addresses.
pub fn id_in_addresses(id: &str) -> Result<(), Problem> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match (1..=64).contains(&id.len()) && id.chars().all(plain) {
        true => Ok(()),
        false => Err(Problem::bad(format!(
            "the workshop's id is {id:?}; it stands in addresses: use 1 to 64 letters, digits, \
             '-', '_' and '.'"
        ))
        .in_japanese(
            "ワークショップのIDはアドレスの一部になります。半角の英数字と「-」「_」「.」で、64文字までにしてください",
        )),
    }
}

fn empty(new: &NewWorkshop) -> Workshop {
    let rules = DayRules {
        lunch: None,
        buffer: Minutes(0),
        meetings_per_person: None,
        walk_same_floor: Minutes(2),
        walk_per_floor: Minutes(2),
        fair_share: 0,
        weights: Default::default(),
    };
    let name = Named::new(&new.name.ja, &new.name.en);
    Workshop::empty(
        WorkshopId::new(&new.id),
        name,
        chrono_tz::Asia::Tokyo,
        vec![new.first_day],
        rules,
    )
}

/// The set-up of another year on new days. Its talks stay behind, and so do its people: speakers
/// and coordinators are to be named anew.
fn copied(old: &Workshop, new: &NewWorkshop) -> Workshop {
    let first = old.days.iter().min().copied().unwrap_or(new.first_day);
    let shift = new.first_day.signed_duration_since(first);
    let mut w = old.clone();
    let later = |at: &mut chrono::NaiveDateTime| {
        *at = at.checked_add_signed(shift).unwrap_or(*at);
    };
    w.days.iter_mut().for_each(|day| {
        *day = day.checked_add_signed(Duration::days(shift.num_days())).unwrap_or(*day);
    });
    w.room_hours.iter_mut().for_each(|h| [&mut h.start, &mut h.end].into_iter().for_each(later));
    w.desk_hours.iter_mut().for_each(|h| [&mut h.start, &mut h.end].into_iter().for_each(later));
    w.bands.iter_mut().for_each(|b| [&mut b.start, &mut b.end].into_iter().for_each(later));
    w.slots.iter_mut().for_each(|s| [&mut s.start, &mut s.end].into_iter().for_each(later));
    w.sessions.retain(|s| s.kind != SessionKind::Talk);
    let kept: Vec<_> = w.sessions.iter().map(|s| s.id.clone()).collect();
    for session in &mut w.sessions {
        session.speakers.clear();
        session.profile = None;
        session.printed = None;
        session.printed_title.clear();
        session.after.retain(|id| kept.contains(id));
        session.fixed.iter_mut().for_each(|at| later(&mut at.start));
    }
    w.desks.iter_mut().for_each(|desk| desk.coordinator = None);
    let Workshop { zone, rules, days, rooms, room_hours, bands, slots, sessions, .. } = w;
    let Workshop { desks, desk_hours, .. } = w;
    Workshop {
        zone,
        rules,
        days,
        rooms,
        room_hours,
        bands,
        slots,
        sessions,
        desks,
        desk_hours,
        ..empty(new)
    }
}

/// Makes a workshop: empty, or with the set-up of one that you organize; administrators only. You
/// are its organizer.
#[utoipa::path(
    tag = "set-up",
    params(),
    request_body = NewWorkshop,
    responses((status = 201, body = MadeWorkshop))
)]
#[post("/api/new-workshop")]
pub async fn make_workshop(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    body: web::Json<NewWorkshop>,
) -> Result<HttpResponse, Problem> {
    if !caller.account.administrator {
        return Err(Problem::not_allowed("only administrators make workshops"));
    }
    id_in_addresses(&body.id)?;
    within("name", &body.name.ja, MAX_SHORT)?;
    within("name", &body.name.en, MAX_SHORT)?;
    let workshop = match &body.copy_of {
        None => empty(&body),
        Some(old) => {
            let organizes =
                |m: &crate::store::Membership| m.workshop == *old && m.role == Role::Organizer;
            if !caller.memberships.iter().any(organizes) {
                return Err(Problem::not_found());
            }
            copied(&service.picture(old).await?.workshop, &body)
        }
    };
    checked(&workshop)?;
    create(&service, &caller, &http, &*body, async |tx| {
        let (now, by) = (service.now(), &caller.account.id);
        let sent = |_: &_| RequestState::Sent;
        tx.add_workshop(&workshop, Phase::Registration, now, now, sent).await?;
        tx.add_membership(by, &body.id, Role::Organizer, None).await?;
        tx.note(&NewEntry {
            workshop: &body.id,
            at: now,
            account: by,
            on_behalf_of: None,
            verb: "make",
            subject: "workshop",
            before: None,
            after: Some(&json!(&*body)),
        })
        .await?;
        Ok(MadeWorkshop { id: body.id.clone() })
    })
    .await
}
