//! Answers kept under the key that a client gave, so that a repeated call does nothing twice.

use super::value::values;
use super::{Moment, StoreError, Transaction};

/// An answer given before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replay {
    pub request_hash: String,
    pub status: u16,
    pub body: String,
}

impl Transaction {
    /// Takes a key before the work is done: of several who race with it, one gets on, the others
    /// wait for its end and then find its answer. `None`: the key is ours.
    pub async fn take_key(
        &mut self,
        account: &str,
        key: &str,
        request_hash: &str,
        now: Moment,
        keep_seconds: i64,
    ) -> Result<Option<Replay>, StoreError> {
        let sql = "DELETE FROM idempotency WHERE account = $1 AND created_at < $2";
        self.run(sql, values![account, now.plus_seconds(-keep_seconds)]).await?;
        let taken = self
            .run(
                "INSERT INTO idempotency (account, key, request_hash, status, body, created_at) \
                 VALUES ($1, $2, $3, 0, '', $4) ON CONFLICT (account, key) DO NOTHING",
                values![account, key, request_hash, now],
            )
            .await?;
        if taken > 0 {
            return Ok(None);
        }
        let sql = "SELECT request_hash, status, body FROM idempotency \
                   WHERE account = $1 AND key = $2";
        match self.one(sql, values![account, key]).await? {
            Some(row) => Ok(Some(Replay {
                request_hash: row.text(0)?,
                status: u16::try_from(row.int(1)?).unwrap_or(0),
                body: row.text(2)?,
            })),
            None => Err(StoreError::Busy("the key was in use".into())),
        }
    }

    /// Keeps the answer of the call that took the key, in the same transaction as its work.
    pub async fn keep_answer(
        &mut self,
        account: &str,
        key: &str,
        status: u16,
        body: &str,
    ) -> Result<(), StoreError> {
        self.run(
            "UPDATE idempotency SET status = $3, body = $4 WHERE account = $1 AND key = $2",
            values![account, key, i64::from(status), body],
        )
        .await
        .map(|_| ())
    }
}
