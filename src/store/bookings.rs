//! Who and what is taken when. The database refuses what overlaps, whoever asks and however often:
//! PostgreSQL by an exclusion constraint, SQLite, which has one writer at a time, by a trigger.

use super::value::{Row, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::{ItemId, Placement, SessionKind, Workshop};
use std::collections::BTreeSet;

/// One thing that takes people and places for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Booking {
    pub item: String,
    /// As `resource` names them.
    pub resources: Vec<String>,
    pub starts_at: Moment,
    pub ends_at: Moment,
    /// A hold falls when this has passed.
    pub hold_until: Option<Moment>,
    /// Booked by hand, not by the publication of a version.
    pub by_hand: bool,
}

/// A booking as it stands, one row for each resource.
#[derive(Debug, Clone, PartialEq)]
pub struct Booked {
    pub item: String,
    pub resource: String,
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub hold_until: Option<Moment>,
    pub by_hand: bool,
}

/// The longest that a place can be held.
pub const MAX_HOLD_SECONDS: i64 = 24 * 3600;

/// The names of what can be taken.
pub mod resource {
    pub fn person(id: &str) -> String {
        format!("person {id}")
    }

    pub fn desk(id: &str) -> String {
        format!("desk {id}")
    }

    /// A table of a room, from 1.
    pub fn table(room: &str, number: u32) -> String {
        format!("table {number} of {room}")
    }

    /// A whole room, for a session.
    pub fn room(id: &str) -> String {
        format!("room {id}")
    }
}

impl Booking {
    /// What a placement takes. Posters and their visitors share a room, so a poster session takes
    /// its presenters alone.
    pub fn of(workshop: &Workshop, placement: &Placement) -> Booking {
        let mut resources: Vec<String> =
            placement.people.iter().map(|p| resource::person(p.as_str())).collect();
        if let Some(desk) = &placement.desk {
            resources.push(resource::desk(desk.as_str()));
        }
        if let Some(table) = placement.table {
            resources.push(resource::table(placement.room.as_str(), table));
        }
        if let ItemId::Session(id) = &placement.item {
            let posters = workshop
                .sessions
                .iter()
                .any(|session| session.id == *id && session.kind == SessionKind::Posters);
            if !posters {
                resources.push(resource::room(placement.room.as_str()));
            }
        }
        Booking {
            item: placement.item.to_string(),
            resources,
            starts_at: Moment::local(placement.start, workshop.zone),
            ends_at: Moment::local(placement.end, workshop.zone),
            hold_until: None,
            by_hand: false,
        }
    }
}

fn booked(row: &Row) -> Result<Booked, StoreError> {
    Ok(Booked {
        item: row.text(0)?,
        resource: row.text(1)?,
        starts_at: Moment(row.int(2)?),
        ends_at: Moment(row.int(3)?),
        hold_until: row.maybe_int(4)?.map(Moment),
        by_hand: row.flag(5)?,
    })
}

impl Transaction {
    /// Books, or fails with `DoubleBooked` if any resource is taken at that time, or with `Exists`
    /// if the item is booked already.
    pub async fn book(
        &mut self,
        workshop: &str,
        booking: &Booking,
        now: Moment,
    ) -> Result<(), StoreError> {
        self.take_turn(workshop).await?;
        self.drop_old_holds(workshop, now).await?;
        let resources: BTreeSet<&String> = booking.resources.iter().collect();
        for resource in resources {
            let values = values![
                workshop,
                &booking.item,
                resource,
                booking.starts_at,
                booking.ends_at,
                booking.hold_until,
                booking.by_hand
            ];
            let sql = "INSERT INTO booking (workshop, item, resource, starts_at, ends_at, \
                       hold_until, by_hand) VALUES ($1, $2, $3, $4, $5, $6, $7)";
            match self.run(sql, values).await {
                Ok(_) => {}
                Err(StoreError::DoubleBooked { .. }) => {
                    return Err(StoreError::DoubleBooked { item: booking.item.clone() });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// One books in a workshop at a time, as SQLite has it anyway: two who look for what overlaps
    /// would wait for each other crosswise.
    async fn take_turn(&mut self, workshop: &str) -> Result<(), StoreError> {
        match self.is_postgres() {
            true => {
                let sql = "SELECT 1::BIGINT FROM workshop WHERE id = $1 FOR NO KEY UPDATE";
                self.one(sql, values![workshop]).await.map(|_| ())
            }
            false => Ok(()),
        }
    }

    /// Forgets holds that have run out, and those that end later than any can: the clock was set back.
    async fn drop_old_holds(&mut self, workshop: &str, now: Moment) -> Result<(), StoreError> {
        let sql =
            "DELETE FROM booking WHERE workshop = $1 AND (hold_until <= $2 OR hold_until > $3)";
        let longest = now.plus_seconds(MAX_HOLD_SECONDS);
        self.run(sql, values![workshop, now, longest]).await.map(|_| ())
    }

    /// Makes a hold settled, if it still stands.
    pub async fn settle(
        &mut self,
        workshop: &str,
        item: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE booking SET hold_until = NULL WHERE workshop = $1 AND item = $2 \
                   AND (hold_until IS NULL OR hold_until > $3)";
        match self.run(sql, values![workshop, item, now]).await? {
            0 => Err(no_booking(item)),
            _ => Ok(()),
        }
    }

    pub async fn release(&mut self, workshop: &str, item: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM booking WHERE workshop = $1 AND item = $2";
        match self.run(sql, values![workshop, item]).await? {
            0 => Err(no_booking(item)),
            _ => Ok(()),
        }
    }

    /// Releases what was booked by a publication; what was booked by hand stays.
    pub async fn release_published(&mut self, workshop: &str) -> Result<u64, StoreError> {
        let sql = "DELETE FROM booking WHERE workshop = $1 AND by_hand = 0";
        self.run(sql, values![workshop]).await
    }

    /// What stands at `now`, by start, item and resource.
    pub async fn bookings(
        &mut self,
        workshop: &str,
        now: Moment,
    ) -> Result<Vec<Booked>, StoreError> {
        let sql = "SELECT item, resource, starts_at, ends_at, hold_until, by_hand FROM booking \
                   WHERE workshop = $1 AND (hold_until IS NULL OR hold_until > $2) \
                   ORDER BY starts_at, item, resource";
        self.all(sql, values![workshop, now]).await?.iter().map(booked).collect()
    }
}

fn no_booking(item: &str) -> StoreError {
    StoreError::NotFound { what: "booking", id: item.to_owned() }
}
