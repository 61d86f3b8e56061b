//! The day itself: who has come, how late desks run, what coordinators note.

use super::value::values;
use super::{Moment, StoreError, Transaction};
use crate::domain::{DeskId, PersonId, WishId};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PresenceState {
    Here,
    Late,
    NoShow,
}

impl PresenceState {
    pub fn code(self) -> &'static str {
        match self {
            PresenceState::Here => "here",
            PresenceState::Late => "late",
            PresenceState::NoShow => "no_show",
        }
    }
}

/// What the reception knows of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presence {
    pub state: PresenceState,
    /// When somebody late is said to come, where that is known.
    pub comes_at: Option<Moment>,
    /// Came without having registered; stays as it was noted first.
    pub walk_in: bool,
    pub changed_at: Moment,
}

impl Transaction {
    /// Notes how a person stands; `None` takes the note back.
    pub async fn put_presence(
        &mut self,
        workshop: &str,
        person: &PersonId,
        presence: Option<Presence>,
    ) -> Result<(), StoreError> {
        let Some(Presence { state, comes_at, walk_in, changed_at }) = presence else {
            let sql = "DELETE FROM presence WHERE workshop = $1 AND person = $2";
            return self.run(sql, values![workshop, person.as_str()]).await.map(|_| ());
        };
        let sql = "INSERT INTO presence (workshop, person, state, comes_at, walk_in, changed_at) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workshop, person) DO UPDATE SET \
                   state = excluded.state, comes_at = excluded.comes_at, \
                   changed_at = excluded.changed_at";
        let values =
            values![workshop, person.as_str(), state.code(), comes_at, walk_in, changed_at];
        self.run(sql, values).await.map(|_| ())
    }

    pub async fn presences(
        &mut self,
        workshop: &str,
    ) -> Result<BTreeMap<PersonId, Presence>, StoreError> {
        let sql = "SELECT person, state, walk_in, changed_at, comes_at FROM presence \
                   WHERE workshop = $1";
        let rows = self.all(sql, values![workshop]).await?;
        rows.iter()
            .map(|row| {
                let state = match row.text(1)?.as_str() {
                    "here" => PresenceState::Here,
                    "late" => PresenceState::Late,
                    _ => PresenceState::NoShow,
                };
                let (walk_in, changed_at) = (row.flag(2)?, Moment(row.int(3)?));
                let comes_at = row.maybe_int(4)?.map(Moment);
                let presence = Presence { state, comes_at, walk_in, changed_at };
                Ok((PersonId(row.text(0)?), presence))
            })
            .collect()
    }

    /// What a coordinator notes of a consultation; an empty text takes it back.
    pub async fn put_visit_note(
        &mut self,
        workshop: &str,
        consultation: &WishId,
        text: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let id = consultation.as_str();
        if text.is_empty() {
            let sql = "DELETE FROM visit_note WHERE workshop = $1 AND consultation = $2";
            return self.run(sql, values![workshop, id]).await.map(|_| ());
        }
        let sql = "INSERT INTO visit_note (workshop, consultation, text, changed_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (workshop, consultation) DO UPDATE SET \
                   text = excluded.text, changed_at = excluded.changed_at";
        self.run(sql, values![workshop, id, text, now]).await.map(|_| ())
    }

    pub async fn visit_notes(
        &mut self,
        workshop: &str,
    ) -> Result<BTreeMap<WishId, String>, StoreError> {
        let sql = "SELECT consultation, text FROM visit_note WHERE workshop = $1";
        let rows = self.all(sql, values![workshop]).await?;
        rows.iter().map(|row| Ok((WishId(row.text(0)?), row.text(1)?))).collect()
    }

    /// Notes how many minutes a desk is behind.
    pub async fn put_desk_delay(
        &mut self,
        workshop: &str,
        desk: &DeskId,
        minutes: u32,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO desk_delay (workshop, desk, minutes, changed_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (workshop, desk) DO UPDATE SET \
                   minutes = excluded.minutes, changed_at = excluded.changed_at";
        self.run(sql, values![workshop, desk.as_str(), i64::from(minutes), now]).await.map(|_| ())
    }

    pub async fn desk_delays(
        &mut self,
        workshop: &str,
    ) -> Result<BTreeMap<DeskId, u32>, StoreError> {
        let sql = "SELECT desk, minutes FROM desk_delay WHERE workshop = $1";
        let rows = self.all(sql, values![workshop]).await?;
        rows.iter()
            .map(|row| Ok((DeskId(row.text(0)?), u32::try_from(row.int(1)?).unwrap_or(0))))
            .collect()
    }
}
