//! One person's day: where to be when, what talks can be heard, what found no place.

use crate::domain::{ItemId, PersonId, Placement, SessionId};
use crate::scheduling::{Cause, Unplaced};
use crate::server::answer::Answer;
use crate::server::caller::Caller;
use crate::server::day::Published;
use crate::server::picture::Picture;
use crate::server::service::Service;
use crate::server::wire::{PersonRef, PlacementView, SpanView, Text};
use actix_web::{get, web};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayOf {
    /// Whose day, for organizers; left out, one's own.
    person: Option<String>,
}

/// Something in a person's day.
#[derive(Debug, Serialize, ToSchema)]
pub struct DayItem {
    #[serde(flatten)]
    pub placement: PlacementView,
    /// `duty` (speaks, stands at a poster, sits at a desk), `meeting`, `consultation`, or `talk` (a
    /// wished talk that can be heard).
    pub part: String,
    /// The others who must be there; a session's public is not listed.
    pub others: Vec<PersonRef>,
    /// Walk from the item before; null for the first of a day.
    pub walk_minutes: Option<u32>,
    /// Between the item before and this one; null for the first of a day.
    pub minutes_between: Option<i64>,
}

/// A wished talk that cannot be heard.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissedTalk {
    pub session: String,
    pub title: Text,
    pub rank: u32,
}

/// A wish of mine without a place: what of it is of my own making, and nothing about others.
#[derive(Debug, Serialize, ToSchema)]
pub struct MyUnplaced {
    pub item: String,
    pub title: Text,
    pub with: Vec<PersonRef>,
    pub reason: Text,
    /// My own times that closed some of the options.
    pub own_causes: Vec<Text>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MyDay {
    pub person: PersonRef,
    /// The publication that this day comes from; null where nothing was published, and then the day
    /// is empty.
    pub publication: Option<u32>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub published_at: Option<DateTime<Utc>>,
    /// By start.
    pub items: Vec<DayItem>,
    pub missed_talks: Vec<MissedTalk>,
    pub unplaced: Vec<MyUnplaced>,
    /// When the person said to be away.
    pub away: Vec<SpanView>,
}

fn part(picture: &Picture, p: &Placement, person: &PersonId) -> &'static str {
    match &p.item {
        ItemId::Session(_) if p.people.contains(person) => "duty",
        ItemId::Session(_) => "talk",
        ItemId::Meeting(..) | ItemId::Group(_) => "meeting",
        ItemId::Consultation(id) => {
            let own =
                picture.workshop.consultations.iter().any(|c| c.id == *id && c.person == *person);
            if own { "consultation" } else { "duty" }
        }
    }
}

/// The person's placements and the wished talks that can be heard, by start.
fn items(picture: &Picture, placements: &[&Placement], person: &PersonId) -> Vec<DayItem> {
    let mut items = Vec::new();
    let mut before: Option<&Placement> = None;
    for p in placements {
        let same_day = before.filter(|b| b.start.date() == p.start.date());
        let session = matches!(p.item, ItemId::Session(_));
        items.push(DayItem {
            placement: picture.placement(p),
            part: part(picture, p, person).to_owned(),
            others: p
                .people
                .iter()
                .filter(|other| !session && *other != person)
                .map(|other| picture.person_ref(other))
                .collect(),
            walk_minutes: same_day.map(|b| picture.walk(&b.room, &p.room).0),
            minutes_between: same_day.map(|b| (p.start - b.end).num_minutes()),
        });
        before = Some(p);
    }
    items
}

/// Why a wish of mine has no place, without a word about others.
fn my_unplaced(picture: &Picture, person: &PersonId, list: &[Unplaced]) -> Vec<MyUnplaced> {
    let mine = list.iter().filter(|u| u.people.contains(person));
    mine.map(|u| {
        let own: BTreeSet<(String, String)> = u
            .own_causes(person)
            .into_iter()
            .map(|cause: &Cause| {
                let text = Text::both(|lang| cause.label(lang).to_owned());
                (text.ja, text.en)
            })
            .collect();
        let reason = match own.is_empty() {
            true => Text {
                ja: "場所または時刻の空きがありませんでした".into(),
                en: "no free place or time was found".into(),
            },
            false => Text {
                ja: "ご自身の予定のため入る時刻が限られ、空きが見つかりませんでした".into(),
                en: "your own times leave few options, and none of them was free".into(),
            },
        };
        MyUnplaced {
            item: u.item.to_string(),
            title: picture.item_title(&u.item),
            with: u.people.iter().filter(|p| *p != person).map(|p| picture.person_ref(p)).collect(),
            reason,
            own_causes: own.into_iter().map(|(ja, en)| Text { ja, en }).collect(),
        }
    })
    .collect()
}

/// A person's day; an empty one where nothing was published.
fn day_of(picture: &Picture, day: Option<&Published>, me: &PersonId) -> MyDay {
    let away = picture.workshop.unavailable.iter().filter(|u| u.person == *me);
    let empty = MyDay {
        person: picture.person_ref(me),
        publication: None,
        published_at: None,
        items: Vec::new(),
        missed_talks: Vec::new(),
        unplaced: Vec::new(),
        away: away.map(|u| SpanView { start: u.start, end: u.end }).collect(),
    };
    let Some(day) = day else { return empty };
    let heard = picture.heard(day);
    let hears = |session: &SessionId| heard.by(me, session);
    let mut placements: Vec<&Placement> = day
        .timetable
        .placements
        .iter()
        .filter(|p| {
            let wished = matches!(&p.item, ItemId::Session(id) if hears(id));
            p.people.contains(me) || wished
        })
        .collect();
    placements.sort_by_key(|p| (p.start, p.end));
    let wishes = picture.workshop.talk_wishes.iter();
    let missed = wishes.filter(|w| w.person == *me && !hears(&w.session));
    MyDay {
        publication: Some(day.number),
        published_at: Some(day.at),
        items: items(picture, &placements, me),
        missed_talks: missed
            .map(|w| MissedTalk {
                session: w.session.0.clone(),
                title: picture.item_title(&ItemId::Session(w.session.clone())),
                rank: w.rank,
            })
            .collect(),
        unplaced: my_unplaced(picture, me, &day.unplaced),
        ..empty
    }
}

/// My day as published.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path), DayOf),
    responses((status = 200, body = MyDay))
)]
#[get("/api/workshops/{workshop}/my-day")]
pub async fn get_my_day(
    service: web::Data<Service>,
    caller: Caller,
    workshop: web::Path<String>,
    whose: web::Query<DayOf>,
) -> Answer<MyDay> {
    let picture = service.picture(&workshop).await?;
    let me = caller.acts_for(whose.person.as_deref(), &picture)?;
    let day = picture.published(&mut service.store.read().await?).await?;
    let view = web::block(move || day_of(&picture, day.as_deref(), &me));
    Ok(web::Json(view.await?))
}

/// Everybody's day as published, in kana order: to be printed.
#[utoipa::path(
    tag = "my day",
    params(("workshop" = String, Path)),
    responses((status = 200, body = Vec<MyDay>))
)]
#[get("/api/workshops/{workshop}/days")]
pub async fn list_days(
    service: web::Data<Service>,
    workshop: web::Path<String>,
) -> Answer<Vec<MyDay>> {
    let picture = service.picture(&workshop).await?;
    let day = picture.published(&mut service.store.read().await?).await?;
    let days = web::block(move || {
        let people = picture.workshop.people.iter();
        let mut days: Vec<MyDay> =
            people.map(|p| day_of(&picture, day.as_deref(), &p.id)).collect();
        days.sort_by(|a, b| (&a.person.kana, &a.person.id).cmp(&(&b.person.kana, &b.person.id)));
        days
    });
    Ok(web::Json(days.await?))
}
