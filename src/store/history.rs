//! Who changed what when, on whose behalf, from what to what.

use super::value::{json, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::PersonId;
use serde_json::Value as Json;

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Grows; the newest is the largest.
    pub id: i64,
    pub at: Moment,
    pub account: String,
    pub on_behalf_of: Option<PersonId>,
    pub verb: String,
    pub subject: String,
    pub before: Option<Json>,
    pub after: Option<Json>,
    /// What takes it back, where that is more than what was before.
    pub undo: Option<Json>,
}

#[derive(Debug, Clone, Copy)]
pub struct NewEntry<'a> {
    pub workshop: &'a str,
    pub at: Moment,
    pub account: &'a str,
    pub on_behalf_of: Option<&'a PersonId>,
    /// `accept`, `publish`, …
    pub verb: &'a str,
    /// What was changed: a kind and an id.
    pub subject: &'a str,
    pub before: Option<&'a Json>,
    pub after: Option<&'a Json>,
}

impl Transaction {
    /// Keeps an entry; returns its id.
    pub async fn note(&mut self, new: &NewEntry<'_>) -> Result<i64, StoreError> {
        let id = self.number(
            "INSERT INTO history (workshop, at, account, on_behalf_of, verb, subject, before, \
             after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
            values![
                new.workshop,
                new.at,
                new.account,
                new.on_behalf_of.map(|p| p.0.clone()),
                new.verb,
                new.subject,
                new.before.map(json).transpose()?,
                new.after.map(json).transpose()?
            ],
        );
        id.await?.ok_or_else(|| no_entry(new.subject))
    }

    /// Keeps with an entry what takes it back.
    pub async fn keep_undo(&mut self, entry: i64, undo: &Json) -> Result<(), StoreError> {
        let sql = "UPDATE history SET undo = $2 WHERE id = $1";
        self.run(sql, values![entry, json(undo)?]).await.map(|_| ())
    }

    /// One entry.
    pub async fn entry(&mut self, workshop: &str, id: i64) -> Result<Entry, StoreError> {
        let newest = self.history(workshop, Some(id.saturating_add(1)), 1).await?;
        newest.into_iter().find(|entry| entry.id == id).ok_or_else(|| no_entry(&id.to_string()))
    }

    /// Entries before `before`, newest first, at most `limit`.
    pub async fn history(
        &mut self,
        workshop: &str,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<Entry>, StoreError> {
        let sql = "SELECT id, at, account, on_behalf_of, verb, subject, before, after, undo \
                   FROM history WHERE workshop = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
        let rows = self.all(sql, values![workshop, before.unwrap_or(i64::MAX), limit]).await?;
        rows.iter()
            .map(|row| {
                let document = |column| match row.maybe_text(column)? {
                    Some(_) => row.json(column, "history").map(Some),
                    None => Ok(None),
                };
                Ok(Entry {
                    id: row.int(0)?,
                    at: Moment(row.int(1)?),
                    account: row.text(2)?,
                    on_behalf_of: row.maybe_text(3)?.map(PersonId),
                    verb: row.text(4)?,
                    subject: row.text(5)?,
                    before: document(6)?,
                    after: document(7)?,
                    undo: document(8)?,
                })
            })
            .collect()
    }
}

fn no_entry(id: &str) -> StoreError {
    StoreError::NotFound { what: "entry", id: id.to_owned() }
}
