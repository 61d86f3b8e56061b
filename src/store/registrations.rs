//! Who asked to take part in a workshop, and when one may.

use super::secret::new_id;
use super::value::{Row, json, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::Text;
use serde_json::Value as Json;

/// When one may register, and how many are let in. Without one, registration is closed.
#[derive(Debug, Clone, PartialEq)]
pub struct RegistrationForm {
    pub opens_at: Option<Moment>,
    pub closes_at: Option<Moment>,
    /// People who may be approved; `None` for no limit.
    pub capacity: Option<i64>,
    /// What the organizer adds to the notice on personal data.
    pub notice: Text,
}

impl RegistrationForm {
    pub fn is_open(&self, now: Moment) -> bool {
        self.opens_at.is_none_or(|at| at <= now) && self.closes_at.is_none_or(|at| now < at)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationState {
    /// Waits for the organizer's word.
    Applied,
    /// There was no room any more.
    Waiting,
    Approved,
    Declined,
}

impl RegistrationState {
    pub fn code(self) -> &'static str {
        match self {
            RegistrationState::Applied => "applied",
            RegistrationState::Waiting => "waiting",
            RegistrationState::Approved => "approved",
            RegistrationState::Declined => "declined",
        }
    }

    fn of(code: &str) -> RegistrationState {
        match code {
            "waiting" => RegistrationState::Waiting,
            "approved" => RegistrationState::Approved,
            "declined" => RegistrationState::Declined,
            _ => RegistrationState::Applied,
        }
    }
}

/// Somebody who asked to take part; the document is the form as it was filled in.
#[derive(Debug, Clone, PartialEq)]
pub struct Registration {
    pub id: String,
    pub email: String,
    pub document: Json,
    pub state: RegistrationState,
    pub consent_at: Moment,
}

fn registration(row: &Row) -> Result<Registration, StoreError> {
    Ok(Registration {
        id: row.text(0)?,
        email: row.text(1)?,
        document: row.json(2, "registration")?,
        state: RegistrationState::of(&row.text(3)?),
        consent_at: Moment(row.int(4)?),
    })
}

impl Transaction {
    pub async fn registration_form(
        &mut self,
        workshop: &str,
    ) -> Result<Option<RegistrationForm>, StoreError> {
        let sql = "SELECT opens_at, closes_at, capacity, notice_ja, notice_en \
                   FROM registration_form WHERE workshop = $1";
        let Some(row) = self.one(sql, values![workshop]).await? else { return Ok(None) };
        Ok(Some(RegistrationForm {
            opens_at: row.maybe_int(0)?.map(Moment),
            closes_at: row.maybe_int(1)?.map(Moment),
            capacity: row.maybe_int(2)?,
            notice: Text { ja: row.text(3)?, en: row.text(4)? },
        }))
    }

    /// Puts a form in place of the one before; without one, registration is closed.
    pub async fn put_registration_form(
        &mut self,
        workshop: &str,
        form: Option<&RegistrationForm>,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM registration_form WHERE workshop = $1";
        self.run(sql, values![workshop]).await?;
        let Some(form) = form else { return Ok(()) };
        self.run(
            "INSERT INTO registration_form \
             (workshop, opens_at, closes_at, capacity, notice_ja, notice_en) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            values![
                workshop,
                form.opens_at,
                form.closes_at,
                form.capacity,
                &form.notice.ja,
                &form.notice.en
            ],
        )
        .await
        .map(|_| ())
    }

    /// Keeps a registration; it waits where those before it fill the capacity. `None` where the
    /// address has registered already.
    pub async fn add_registration(
        &mut self,
        workshop: &str,
        email: &str,
        document: &Json,
        now: Moment,
    ) -> Result<Option<RegistrationState>, StoreError> {
        // The workshop's row is held, so that two who race for the last place queue up.
        self.touch(workshop).await?;
        let taken = "SELECT COUNT(*) FROM registration \
                     WHERE workshop = $1 AND state IN ('applied', 'approved')";
        let taken = self.number(taken, values![workshop]).await?.unwrap_or(0);
        let form = self.registration_form(workshop).await?;
        let full = form.and_then(|f| f.capacity).is_some_and(|capacity| taken >= capacity);
        let state = match full {
            true => RegistrationState::Waiting,
            false => RegistrationState::Applied,
        };
        let kept = self
            .run(
                "INSERT INTO registration (workshop, id, email, document, state, consent_at) \
                 VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workshop, email) DO NOTHING",
                values![
                    workshop,
                    new_id()?,
                    email.to_lowercase(),
                    json(document)?,
                    state.code(),
                    now
                ],
            )
            .await?;
        Ok((kept > 0).then_some(state))
    }

    /// All registrations, in the order in which they came.
    pub async fn registrations(&mut self, workshop: &str) -> Result<Vec<Registration>, StoreError> {
        let sql = "SELECT id, email, document, state, consent_at FROM registration \
                   WHERE workshop = $1 ORDER BY consent_at, id";
        self.all(sql, values![workshop]).await?.iter().map(registration).collect()
    }

    pub async fn registration(
        &mut self,
        workshop: &str,
        id: &str,
    ) -> Result<Registration, StoreError> {
        let sql = "SELECT id, email, document, state, consent_at FROM registration \
                   WHERE workshop = $1 AND id = $2";
        match self.one(sql, values![workshop, id]).await? {
            Some(row) => registration(&row),
            None => Err(StoreError::NotFound { what: "registration", id: id.to_owned() }),
        }
    }

    /// Decides on a registration that was not approved yet; of two who try, one does.
    pub async fn decide_registration(
        &mut self,
        workshop: &str,
        id: &str,
        state: RegistrationState,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE registration SET state = $3 \
                   WHERE workshop = $1 AND id = $2 AND state <> 'approved'";
        match self.run(sql, values![workshop, id, state.code()]).await? {
            0 => Err(StoreError::Changed { what: "registration", id: id.to_owned() }),
            _ => Ok(()),
        }
    }
}
