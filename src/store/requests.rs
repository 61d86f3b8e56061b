//! Requests to meet: sent, accepted, declined, withdrawn, expired.

use super::value::{Row, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::{PersonId, ProfileId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    Sent,
    Accepted,
    Declined,
    Withdrawn,
    Expired,
}

impl RequestState {
    pub const ALL: [RequestState; 5] = [
        RequestState::Sent,
        RequestState::Accepted,
        RequestState::Declined,
        RequestState::Withdrawn,
        RequestState::Expired,
    ];

    pub fn code(self) -> &'static str {
        match self {
            RequestState::Sent => "sent",
            RequestState::Accepted => "accepted",
            RequestState::Declined => "declined",
            RequestState::Withdrawn => "withdrawn",
            RequestState::Expired => "expired",
        }
    }

    pub fn of(code: &str) -> Option<RequestState> {
        RequestState::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A request as it stands; what either side may see of it is not decided here.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub id: String,
    pub sender: PersonId,
    pub recipient: PersonId,
    pub rank: u32,
    pub about: Option<ProfileId>,
    pub message: String,
    pub state: RequestState,
    pub decline_reason: Option<String>,
    pub created_at: Moment,
    pub expires_at: Moment,
    pub answered_at: Option<Moment>,
    pub synthetic: bool,
    pub revision: i64,
}

#[derive(Debug, Clone, Copy)]
pub struct NewRequest<'a> {
    pub workshop: &'a str,
    pub id: &'a str,
    pub sender: &'a str,
    pub recipient: &'a str,
    pub rank: u32,
    pub about: Option<&'a str>,
    pub message: &'a str,
    pub state: RequestState,
    pub created_at: Moment,
    pub expires_at: Moment,
    pub synthetic: bool,
}

fn request(row: &Row) -> Result<Request, StoreError> {
    let state = row.text(6)?;
    Ok(Request {
        id: row.text(0)?,
        sender: PersonId(row.text(1)?),
        recipient: PersonId(row.text(2)?),
        rank: u32::try_from(row.int(3)?).unwrap_or(u32::MAX),
        about: row.maybe_text(4)?.map(ProfileId),
        message: row.text(5)?,
        state: RequestState::of(&state).ok_or_else(|| StoreError::Corrupt {
            what: "request",
            reason: format!("unknown state {state:?}"),
        })?,
        decline_reason: row.maybe_text(7)?,
        created_at: Moment(row.int(8)?),
        expires_at: Moment(row.int(9)?),
        answered_at: row.maybe_int(10)?.map(Moment),
        synthetic: row.flag(11)?,
        revision: row.int(12)?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, sender, recipient, rank, about, message, state, decline_reason, ",
            "created_at, expires_at, answered_at, synthetic, revision FROM request ",
            $rest
        )
    };
}

impl Transaction {
    pub async fn add_request(&mut self, new: &NewRequest<'_>) -> Result<(), StoreError> {
        let answered = (new.state == RequestState::Accepted).then_some(new.created_at);
        self.run(
            "INSERT INTO request (workshop, id, sender, recipient, rank, about, message, state, \
             created_at, expires_at, answered_at, synthetic) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            values![
                new.workshop,
                new.id,
                new.sender,
                new.recipient,
                i64::from(new.rank),
                new.about.map(str::to_owned),
                new.message,
                new.state.code(),
                new.created_at,
                new.expires_at,
                answered,
                new.synthetic
            ],
        )
        .await
        .map(|_| ())
    }

    pub async fn request(&mut self, workshop: &str, id: &str) -> Result<Request, StoreError> {
        let sql = select!("WHERE workshop = $1 AND id = $2");
        match self.one(sql, values![workshop, id]).await? {
            Some(row) => request(&row),
            None => Err(StoreError::NotFound { what: "request", id: id.to_owned() }),
        }
    }

    /// All requests of a workshop, newest first.
    pub async fn requests(&mut self, workshop: &str) -> Result<Vec<Request>, StoreError> {
        let sql = select!("WHERE workshop = $1 ORDER BY created_at DESC, id");
        self.all(sql, values![workshop]).await?.iter().map(request).collect()
    }

    /// Requests to or from a person, newest first.
    pub async fn requests_of(
        &mut self,
        workshop: &str,
        person: &PersonId,
    ) -> Result<Vec<Request>, StoreError> {
        let sql = select!(
            "WHERE workshop = $1 AND (sender = $2 OR recipient = $2) ORDER BY created_at DESC, id"
        );
        self.all(sql, values![workshop, person.as_str()]).await?.iter().map(request).collect()
    }

    /// In the order of their ids, so that equal data gives equal plans.
    pub(super) async fn requests_for_planning(
        &mut self,
        workshop: &str,
        open: bool,
    ) -> Result<Vec<Request>, StoreError> {
        let sql = select!(
            "WHERE workshop = $1 AND (state = 'accepted' OR (state = 'sent' AND $2 = 1)) ORDER BY id"
        );
        self.all(sql, values![workshop, i64::from(open)]).await?.iter().map(request).collect()
    }

    /// Moves an open request to its next state; of two who try, one does. `Changed` where it is
    /// not open any more. A no does not show in the revision, which the sender sees.
    pub async fn answer_request(
        &mut self,
        workshop: &str,
        id: &str,
        state: RequestState,
        reason: Option<String>,
        now: Moment,
    ) -> Result<Request, StoreError> {
        let touched = self
            .run(
                "UPDATE request SET state = $3, decline_reason = $4, answered_at = $5, \
                 revision = revision + CASE WHEN $3 = 'declined' THEN 0 ELSE 1 END \
                 WHERE workshop = $1 AND id = $2 AND state = 'sent' AND expires_at > $5",
                values![workshop, id, state.code(), reason, now],
            )
            .await?;
        if touched == 0 {
            self.request(workshop, id).await?;
            return Err(StoreError::Changed { what: "request", id: id.to_owned() });
        }
        self.request(workshop, id).await
    }

    /// Takes back a request that its sender still sees as open, or one that was accepted.
    pub async fn withdraw_request(
        &mut self,
        workshop: &str,
        id: &str,
        now: Moment,
    ) -> Result<Request, StoreError> {
        let touched = self
            .run(
                "UPDATE request SET state = 'withdrawn', answered_at = $3, \
                 revision = revision + 1 WHERE workshop = $1 AND id = $2 \
                 AND state IN ('sent', 'accepted', 'declined')",
                values![workshop, id, now],
            )
            .await?;
        if touched == 0 {
            self.request(workshop, id).await?;
            return Err(StoreError::Changed { what: "request", id: id.to_owned() });
        }
        self.request(workshop, id).await
    }

    /// Ends what was not answered in time, declined ones with it: to their senders both look alike.
    pub async fn expire_requests(&mut self, now: Moment) -> Result<u64, StoreError> {
        let sql = "UPDATE request SET state = 'expired', revision = revision + 1 \
                   WHERE state IN ('sent', 'declined') AND expires_at <= $1";
        self.run(sql, values![now]).await
    }
}
