//! The parts of a workshop, each a document with a revision of its own, in the order of the sheets.

use super::value::{json, values};
use super::{StoreError, Transaction};
use crate::domain::Workshop;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{HashMap, HashSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartKind {
    Room,
    RoomHours,
    Band,
    Slot,
    Session,
    Desk,
    DeskHours,
    Organisation,
    Person,
    Profile,
    GroupWish,
    Exclusion,
}

impl PartKind {
    pub(super) const ALL: [PartKind; 12] = [
        PartKind::Room,
        PartKind::RoomHours,
        PartKind::Band,
        PartKind::Slot,
        PartKind::Session,
        PartKind::Desk,
        PartKind::DeskHours,
        PartKind::Organisation,
        PartKind::Person,
        PartKind::Profile,
        PartKind::GroupWish,
        PartKind::Exclusion,
    ];

    /// What the organizer sets up before anybody comes.
    pub const SETUP: [PartKind; 7] = [
        PartKind::Room,
        PartKind::RoomHours,
        PartKind::Band,
        PartKind::Slot,
        PartKind::Session,
        PartKind::Desk,
        PartKind::DeskHours,
    ];

    pub fn code(self) -> &'static str {
        match self {
            PartKind::Room => "room",
            PartKind::RoomHours => "room_hours",
            PartKind::Band => "band",
            PartKind::Slot => "slot",
            PartKind::Session => "session",
            PartKind::Desk => "desk",
            PartKind::DeskHours => "desk_hours",
            PartKind::Organisation => "organisation",
            PartKind::Person => "person",
            PartKind::Profile => "profile",
            PartKind::GroupWish => "group_wish",
            PartKind::Exclusion => "exclusion",
        }
    }
}

/// The id of a part that has none of its own.
fn numbered(i: usize) -> String {
    format!("{i:06}")
}

/// One part with what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<T> {
    pub value: T,
    /// Shown to others only after mutual consent.
    pub confidential: String,
    pub revision: i64,
}

impl Transaction {
    pub(super) async fn add_parts(&mut self, w: &Workshop) -> Result<(), StoreError> {
        self.add_setup_parts(w).await?;
        let id = w.id.as_str();
        let organisations = w.organisations.iter().map(|x| (x.id.0.clone(), x));
        self.put_all(id, PartKind::Organisation, organisations).await?;
        self.put_all(id, PartKind::Person, w.people.iter().map(|x| (x.id.0.clone(), x))).await?;
        self.put_all(id, PartKind::Profile, w.profiles.iter().map(|x| (x.id.0.clone(), x))).await?;
        let groups = w.group_wishes.iter().map(|x| (x.id.0.clone(), x));
        self.put_all(id, PartKind::GroupWish, groups).await?;
        let exclusions = w.exclusions.iter().enumerate().map(|(i, x)| (numbered(i), x));
        self.put_all(id, PartKind::Exclusion, exclusions).await
    }

    /// The parts that `PartKind::SETUP` names.
    pub(super) async fn add_setup_parts(&mut self, w: &Workshop) -> Result<(), StoreError> {
        let id = w.id.as_str();
        self.put_all(id, PartKind::Room, w.rooms.iter().map(|x| (x.id.0.clone(), x))).await?;
        let hours = w.room_hours.iter().enumerate().map(|(i, x)| (numbered(i), x));
        self.put_all(id, PartKind::RoomHours, hours).await?;
        self.put_all(id, PartKind::Band, w.bands.iter().map(|x| (x.id.0.clone(), x))).await?;
        self.put_all(id, PartKind::Slot, w.slots.iter().map(|x| (x.id.0.clone(), x))).await?;
        self.put_all(id, PartKind::Session, w.sessions.iter().map(|x| (x.id.0.clone(), x))).await?;
        self.put_all(id, PartKind::Desk, w.desks.iter().map(|x| (x.id.0.clone(), x))).await?;
        let hours = w.desk_hours.iter().enumerate().map(|(i, x)| (numbered(i), x));
        self.put_all(id, PartKind::DeskHours, hours).await
    }

    async fn put_all<'a, T: Serialize + 'a>(
        &mut self,
        workshop: &str,
        kind: PartKind,
        parts: impl Iterator<Item = (String, &'a T)>,
    ) -> Result<(), StoreError> {
        for (position, (id, part)) in parts.enumerate() {
            self.run(
                "INSERT INTO part (workshop, kind, id, position, document) \
                 VALUES ($1, $2, $3, $4, $5)",
                values![workshop, kind.code(), id, position as i64, json(part)?],
            )
            .await?;
        }
        Ok(())
    }

    /// All parts of a kind, in the order of the sheet.
    pub(super) async fn parts_of<T: DeserializeOwned>(
        &mut self,
        workshop: &str,
        kind: PartKind,
    ) -> Result<Vec<T>, StoreError> {
        let sql = "SELECT document FROM part WHERE workshop = $1 AND kind = $2 ORDER BY position";
        let rows = self.all(sql, values![workshop, kind.code()]).await?;
        rows.iter().map(|row| row.json(0, kind.code())).collect()
    }

    pub async fn part<T: DeserializeOwned>(
        &mut self,
        workshop: &str,
        kind: PartKind,
        id: &str,
    ) -> Result<Part<T>, StoreError> {
        let sql = "SELECT document, confidential, revision FROM part \
                   WHERE workshop = $1 AND kind = $2 AND id = $3";
        match self.one(sql, values![workshop, kind.code(), id]).await? {
            Some(row) => Ok(Part {
                value: row.json(0, kind.code())?,
                confidential: row.text(1)?,
                revision: row.int(2)?,
            }),
            None => Err(StoreError::NotFound { what: kind.code(), id: id.to_owned() }),
        }
    }

    /// Adds a part at the end of its sheet.
    pub async fn add_part<T: Serialize>(
        &mut self,
        workshop: &str,
        kind: PartKind,
        id: &str,
        value: &T,
    ) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO part (workshop, kind, id, position, document) \
             SELECT $1, $2, $3, COALESCE(MAX(position), 0) + 1, $4 FROM part \
             WHERE workshop = $1 AND kind = $2",
            values![workshop, kind.code(), id, json(value)?],
        )
        .await
        .map(|_| ())
    }

    /// All parts of a kind with their ids, in the order of the sheet.
    pub async fn parts<T: DeserializeOwned>(
        &mut self,
        workshop: &str,
        kind: PartKind,
    ) -> Result<Vec<(String, T)>, StoreError> {
        let sql =
            "SELECT id, document FROM part WHERE workshop = $1 AND kind = $2 ORDER BY position";
        let rows = self.all(sql, values![workshop, kind.code()]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.json(1, kind.code())?))).collect()
    }

    pub async fn remove_part(
        &mut self,
        workshop: &str,
        kind: PartKind,
        id: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM part WHERE workshop = $1 AND kind = $2 AND id = $3";
        if self.run(sql, values![workshop, kind.code(), id]).await? == 0 {
            return Err(StoreError::NotFound { what: kind.code(), id: id.to_owned() });
        }
        Ok(())
    }

    /// Replaces a part that is still at `revision`; returns the new revision.
    pub async fn replace_part<T: Serialize>(
        &mut self,
        workshop: &str,
        kind: PartKind,
        id: &str,
        revision: i64,
        value: &T,
        confidential: &str,
    ) -> Result<i64, StoreError> {
        let touched = self
            .run(
                "UPDATE part SET document = $5, confidential = $6, revision = revision + 1 \
                 WHERE workshop = $1 AND kind = $2 AND id = $3 AND revision = $4",
                values![workshop, kind.code(), id, revision, json(value)?, confidential],
            )
            .await?;
        if touched == 0 {
            return Err(StoreError::Changed { what: kind.code(), id: id.to_owned() });
        }
        Ok(revision + 1)
    }

    /// Takes over the parts of a kind that are new or differ, and removes those that are gone; what
    /// belongs to a part stays with it.
    pub(super) async fn put_changed<'a, T: Serialize + PartialEq + 'a>(
        &mut self,
        workshop: &str,
        kind: PartKind,
        (before, after): (&'a [T], &'a [T]),
        id: impl Fn(&'a T) -> &'a str,
    ) -> Result<(), StoreError> {
        let known: HashMap<&str, &T> = before.iter().map(|part| (id(part), part)).collect();
        let stays: HashSet<&str> = after.iter().map(&id).collect();
        for gone in before.iter().filter(|part| !stays.contains(id(part))) {
            self.remove_part(workshop, kind, id(gone)).await?;
        }
        for part in after {
            match known.get(id(part)) {
                Some(old) if *old == part => {}
                Some(_) => {
                    let sql = "UPDATE part SET document = $4, revision = revision + 1 \
                               WHERE workshop = $1 AND kind = $2 AND id = $3";
                    self.run(sql, values![workshop, kind.code(), id(part), json(part)?]).await?;
                }
                None => self.add_part(workshop, kind, id(part), part).await?,
            }
        }
        Ok(())
    }
}
