//! The reception: who has come, who is late or stays away, and who comes unannounced.

use super::new_person::{NewPerson, add_person};
use crate::domain::{Person, PersonId, Workshop};
use crate::server::agreed::local;
use crate::server::answer::{Answer, create, within};
use crate::server::away::{away, comes_at, on_the_day, to_be_freed};
use crate::server::caller::Caller;
use crate::server::edit::{begin, only_as_read, tag_of};
use crate::server::limits::MAX_SHORT;
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use crate::server::publication::live_version;
use crate::server::service::Service;
use crate::server::wire::PersonRef;
use crate::store::{Moment, NewEntry, PartKind, Presence, PresenceState};
use crate::vocabulary::fold;
use actix_web::{HttpRequest, HttpResponse, get, post, put, web};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateOfArrival {
    /// Has not come yet.
    Expected,
    Here,
    /// Said to come later.
    Late,
    NoShow,
}

impl StateOfArrival {
    pub fn of(presence: Option<&Presence>) -> StateOfArrival {
        match presence.map(|p| p.state) {
            None => StateOfArrival::Expected,
            Some(PresenceState::Here) => StateOfArrival::Here,
            Some(PresenceState::Late) => StateOfArrival::Late,
            Some(PresenceState::NoShow) => StateOfArrival::NoShow,
        }
    }

    fn stored(self) -> Option<PresenceState> {
        match self {
            StateOfArrival::Expected => None,
            StateOfArrival::Here => Some(PresenceState::Here),
            StateOfArrival::Late => Some(PresenceState::Late),
            StateOfArrival::NoShow => Some(PresenceState::NoShow),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ArrivalView {
    #[serde(flatten)]
    pub person: PersonRef,
    pub department: String,
    pub position: String,
    pub state: StateOfArrival,
    /// When somebody late is said to come, local to the workshop's zone.
    #[schema(value_type = Option<String>, example = "2022-05-10T14:30:00")]
    pub comes_at: Option<NaiveDateTime>,
    /// Came without having registered.
    pub walk_in: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub changed_at: Option<DateTime<Utc>>,
    /// The version of the state, for `If-Match`.
    pub etag: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReceptionQuery {
    /// Part of a name or of the organisation, in kanji, kana of either kind, or romaji.
    #[param(max_length = 200)]
    q: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    pub state: StateOfArrival,
    /// When somebody late is said to come, local to the workshop's zone: until then they are away for
    /// a repair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "2022-05-10T14:30:00")]
    pub comes_at: Option<NaiveDateTime>,
}

impl Arrival {
    fn of(presence: Option<&Presence>, workshop: &Workshop) -> Arrival {
        let comes_at = comes_at(presence, workshop);
        Arrival { state: StateOfArrival::of(presence), comes_at }
    }

    /// Only who is late comes at a time, and on a day of the workshop.
    fn checked(&self, workshop: &Workshop) -> Result<(), Problem> {
        let Some(at) = self.comes_at else { return Ok(()) };
        if self.state != StateOfArrival::Late {
            return Err(Problem::bad("comes_at goes with the state \"late\" alone")
                .in_japanese("到着予定の時刻は「遅れて到着」の方だけに付けられます"));
        }
        if !workshop.days.contains(&at.date()) {
            let day = at.date();
            return Err(Problem::bad(format!("comes_at is {at}; {day} is no day of the workshop"))
                .in_japanese("到着予定の時刻は開催日のものにしてください"));
        }
        Ok(())
    }
}

/// One form for both kinds of kana, for width and for case.
fn sound(text: &str) -> String {
    let katakana = |c: char| match c {
        'ぁ'..='ゖ' => char::from_u32(c as u32 + 0x60).unwrap_or(c),
        c => c,
    };
    fold(text).chars().iter().filter(|c| !c.is_whitespace()).map(|c| katakana(*c)).collect()
}

fn tag(presence: Option<&Presence>, workshop: &Workshop) -> String {
    tag_of(&Arrival::of(presence, workshop))
}

fn view(picture: &Picture, person: &Person, presence: Option<&Presence>) -> ArrivalView {
    ArrivalView {
        person: picture.person_ref(&person.id),
        department: person.department.clone(),
        position: person.position.clone(),
        state: StateOfArrival::of(presence),
        comes_at: comes_at(presence, &picture.workshop),
        walk_in: presence.is_some_and(|p| p.walk_in),
        changed_at: presence.map(|p| p.changed_at.utc()),
        etag: tag(presence, &picture.workshop),
    }
}

/// Everyone in kana order, and how they stand.
#[utoipa::path(
    tag = "reception",
    params(("workshop" = String, Path), ReceptionQuery),
    responses((status = 200, body = Vec<ArrivalView>))
)]
#[get("/api/workshops/{workshop}/reception")]
pub async fn list_arrivals(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    query: web::Query<ReceptionQuery>,
) -> Answer<Vec<ArrivalView>> {
    let typed = query.q.as_deref().unwrap_or_default();
    within("q", typed, MAX_SHORT)?;
    let wanted = sound(typed);
    let picture = service.picture(&workshop).await?;
    let presences = service.store.read().await?.presences(&workshop).await?;
    let people = picture.workshop.people.iter();
    let mut list: Vec<ArrivalView> = people
        .map(|p| view(&picture, p, presences.get(&p.id)))
        .filter(|a| {
            let organisation = &a.person.organisation.name;
            let name = &a.person.name;
            let fields = [&name.ja, &name.en, &a.person.kana, &organisation.ja, &organisation.en];
            wanted.is_empty() || fields.iter().any(|field| sound(field).contains(&wanted))
        })
        .collect();
    list.sort_by(|a, b| (&a.person.kana, &a.person.id).cmp(&(&b.person.kana, &b.person.id)));
    Ok(web::Json(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FromWhen {
    /// Local to the workshop's zone; now where left out.
    #[param(value_type = Option<String>, example = "2022-05-10T13:00:00")]
    from: Option<NaiveDateTime>,
}

/// No-shows and late people who are still expected somewhere today.
#[derive(Debug, Serialize, ToSchema)]
pub struct Away {
    /// What begins from here on until the day ends is still to come; null where today is no day of the
    /// workshop, and then nothing is.
    #[schema(value_type = Option<String>, example = "2022-05-10T13:00:00")]
    pub from: Option<NaiveDateTime>,
    /// The published version, which they are looked up in and a repair may start from.
    pub version: Option<i64>,
    /// In kana order; whoever misses nothing is left out.
    pub people: Vec<AwayPerson>,
}

/// Somebody who is not there, and what of theirs a repair frees or moves.
#[derive(Debug, Serialize, ToSchema)]
pub struct AwayPerson {
    pub person: PersonRef,
    /// When they are said to come; null where they are marked as a no-show.
    #[schema(value_type = Option<String>, example = "2022-05-10T14:30:00")]
    pub comes_at: Option<NaiveDateTime>,
    /// Meetings and consultations to come that they miss, which a repair moves or gives up.
    pub meetings: usize,
    /// Meetings that they miss and that were booked by hand: a repair leaves them until they are
    /// released.
    pub booked_by_hand: usize,
}

/// Who is marked as a no-show or late and still expected somewhere before they come: reason for a
/// repair (a job with `repair`, `start` and `from`).
#[utoipa::path(
    tag = "reception",
    params(("workshop" = String, Path), FromWhen),
    responses((status = 200, body = Away))
)]
#[get("/api/workshops/{workshop}/reception/away")]
pub async fn list_away(
    service: web::Data<Service>,
    workshop: web::Path<String>,
    query: web::Query<FromWhen>,
) -> Answer<Away> {
    let picture = service.picture(&workshop).await?;
    let w = &picture.workshop;
    let mut tx = service.store.read().await?;
    let version = live_version(&mut tx, &workshop).await?;
    let from = query.from.or_else(|| on_the_day(w, service.now()));
    let (Some(from), Some(day)) = (from, picture.published(&mut tx).await?) else {
        return Ok(web::Json(Away { from, version, people: Vec::new() }));
    };
    let presences = tx.presences(&workshop).await?;
    let mut booked = tx.bookings(&workshop, service.now()).await?;
    booked.retain(|row| row.by_hand);
    let missed = |(id, until): (PersonId, NaiveDateTime)| {
        let own = format!("person {id}");
        let misses = |at: Moment| (from..until).contains(&local(at, w));
        let by_hand: BTreeSet<&str> = booked
            .iter()
            .filter(|row| row.resource == own && misses(row.starts_at))
            .map(|row| row.item.as_str())
            .collect();
        let freed = to_be_freed(&day.timetable, &id, from, until);
        AwayPerson {
            meetings: freed.filter(|p| !by_hand.contains(p.item.to_string().as_str())).count(),
            booked_by_hand: by_hand.len(),
            comes_at: comes_at(presences.get(&id), w),
            person: picture.person_ref(&id),
        }
    };
    let away = away(&mut tx, w, from).await?.into_iter();
    let known = away.filter(|(id, _)| picture.person(id).is_some());
    let mut people: Vec<AwayPerson> = known.map(missed).collect();
    people.retain(|p| p.meetings + p.booked_by_hand > 0);
    people.sort_by(|a, b| (&a.person.kana, &a.person.id).cmp(&(&b.person.kana, &b.person.id)));
    Ok(web::Json(Away { from: Some(from), version, people }))
}

/// Notes that somebody has come, comes late, stays away, or takes the note back.
#[utoipa::path(
    tag = "reception",
    params(("workshop" = String, Path), ("person" = String, Path)),
    request_body = Arrival,
    responses((status = 200, body = ArrivalView))
)]
#[put("/api/workshops/{workshop}/reception/{person}")]
pub async fn put_arrival(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    path: web::Path<(String, String)>,
    body: web::Json<Arrival>,
) -> Answer<ArrivalView> {
    let (workshop, id) = path.into_inner();
    let id = PersonId(id);
    let picture = service.picture(&workshop).await?;
    let person = picture.person(&id).ok_or_else(Problem::not_found)?;
    body.checked(&picture.workshop)?;
    let mut tx = begin(&service, &http).await?;
    let before = tx.presences(&workshop).await?.get(&id).copied();
    only_as_read(&http, Some(&tag(before.as_ref(), &picture.workshop)))?;
    let noted = body.state.stored().map(|state| Presence {
        state,
        comes_at: body.comes_at.map(|at| Moment::local(at, picture.workshop.zone)),
        walk_in: before.is_some_and(|p| p.walk_in),
        changed_at: service.now(),
    });
    tx.put_presence(&workshop, &id, noted).await?;
    let after = tx.presences(&workshop).await?.get(&id).copied();
    tx.note(&NewEntry {
        before: Some(&json!(Arrival::of(before.as_ref(), &picture.workshop))),
        after: Some(&json!(*body)),
        ..caller.entry(&service, &workshop, "note arrival", &format!("person {}", id.as_str()))
    })
    .await?;
    tx.commit().await?;
    Ok(web::Json(view(&picture, person, after.as_ref())))
}

/// Takes in somebody who comes unannounced, who is then here.
#[utoipa::path(
    tag = "reception",
    params(
        ("workshop" = String, Path)
    ),
    request_body = NewPerson,
    responses((status = 201, body = ArrivalView))
)]
#[post("/api/workshops/{workshop}/reception")]
pub async fn add_walk_in(
    service: web::Data<Service>,
    http: HttpRequest,
    caller: Caller,
    workshop: web::Path<String>,
    body: web::Json<NewPerson>,
) -> Result<HttpResponse, Problem> {
    body.checked()?;
    let picture = service.picture(&workshop).await?;
    create(&service, &caller, &http, &*body, async |tx| {
        let id = add_person(tx, &picture, &body).await?;
        let now = service.now();
        let state = PresenceState::Here;
        let presence = Presence { state, comes_at: None, walk_in: true, changed_at: now };
        tx.put_presence(&workshop, &id, Some(presence)).await?;
        tx.note(&NewEntry {
            at: now,
            ..caller.entry(&service, &workshop, "take in", &format!("person {}", id.as_str()))
        })
        .await?;
        // The picture does not know them yet.
        let person: Person = tx.part(&workshop, PartKind::Person, id.as_str()).await?.value;
        let organisation = tx.part(&workshop, PartKind::Organisation, person.organisation.as_str());
        let organisation: crate::domain::Organisation = organisation.await?.value;
        let mut arrival = view(&picture, &person, Some(&presence));
        arrival.person = PersonRef::of(&person, &organisation);
        Ok(arrival)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_how_it_sounds() {
        assert_eq!(sound("やまだ　はなこ"), sound("ﾔﾏﾀﾞ ﾊﾅｺ"));
        assert!(sound("ヤマダ ハナコ").contains(&sound("やまだはな")));
        assert_eq!(sound("Yamada"), "yamada");
    }
}
