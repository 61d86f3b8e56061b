//! Publishing a version: it holds from now on, everyone's day and calendars follow it.

use super::notices::write_notices;
use super::picture::Picture;
use super::problem::{Problem, ProblemKind};
use super::service::Service;
use super::wire::{PublicationView, Text, said};
use crate::domain::ItemId;
use crate::store::{Booked, Booking, NewEntry, Phase, StoreError, Transaction};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// The version that holds now.
pub async fn live_version(tx: &mut Transaction, workshop: &str) -> Result<Option<i64>, Problem> {
    Ok(tx.publications(workshop).await?.first().map(|p| p.version))
}

/// Publishes a version. The database refuses whatever would overlap. What was booked by hand is
/// agreed: it stays where it is, and a version that would move it, or put something else in its
/// place, is refused.
pub async fn publish_version(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    version: i64,
    by: &str,
) -> Result<PublicationView, Problem> {
    let workshop = picture.head.id.as_str();
    let timetable = tx.timetable(workshop, version).await?;
    let now = service.now();
    let before = live_version(tx, workshop).await?;
    tx.release_published(workshop).await?;
    let by_hand = by_item(tx.bookings(workshop, now).await?);
    for placement in &timetable.placements {
        let booking = Booking::of(&picture.workshop, placement);
        match by_hand.get(&booking.item) {
            Some(booked) if stands(booked, &booking) => continue,
            Some(_) => return Err(refused(picture, &placement.item, true)),
            None => {}
        }
        match tx.book(workshop, &booking, now).await {
            Ok(()) => {}
            Err(StoreError::DoubleBooked { .. }) => {
                return Err(refused(picture, &placement.item, false));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let publication = tx.add_publication(workshop, version, by, now).await?;
    write_notices(tx, picture, &timetable, publication.number, now).await?;
    tx.set_phase(workshop, Phase::Published).await?;
    tx.note(&NewEntry {
        workshop,
        at: now,
        account: by,
        on_behalf_of: None,
        verb: "publish",
        subject: &format!("plan {version}"),
        before: before.map(Value::from).as_ref(),
        after: Some(&version.into()),
    })
    .await?;
    Ok((&publication).into())
}

fn by_item(all: Vec<Booked>) -> HashMap<String, Vec<Booked>> {
    let mut items: HashMap<String, Vec<Booked>> = HashMap::new();
    for booked in all {
        items.entry(booked.item.clone()).or_default().push(booked);
    }
    items
}

/// Whether what is booked is what the version wants.
fn stands(booked: &[Booked], wanted: &Booking) -> bool {
    let there: BTreeSet<&String> = booked.iter().map(|b| &b.resource).collect();
    let asked: BTreeSet<&String> = wanted.resources.iter().collect();
    let same_time = |b: &Booked| b.starts_at == wanted.starts_at && b.ends_at == wanted.ends_at;
    there == asked && booked.iter().all(same_time)
}

fn refused(picture: &Picture, item: &ItemId, by_hand: bool) -> Problem {
    let Text { ja, en } = said(&picture.names(), |names| names.item(item));
    let (ja, en) = match by_hand {
        true => (
            format!(
                "{ja}は、手動の予約で別の時刻または場所に決まっています。案をそれに合わせるか、予約を解除してください"
            ),
            format!(
                "{en} was booked by hand at another time or place; put it there, or release the booking"
            ),
        ),
        false => (
            format!(
                "{ja}の時間に、出席者か場所が別の予定と重なっています。案を直してから公開してください"
            ),
            format!(
                "people or the place of {en} are taken at that time; mend the version, then publish it"
            ),
        ),
    };
    Problem::new(ProblemKind::DoubleBooked, en).in_japanese(ja)
}
