//! What two who agreed to meet tell each other, and the posters of profiles.

use super::secret::new_id;
use super::value::{Row, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::{PersonId, ProfileId};

/// A short message between the two sides of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    pub sender: PersonId,
    pub text: String,
    pub sent_at: Moment,
}

/// A file that belongs to a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct Poster {
    pub name: String,
    /// As `Content-Type` says it.
    pub kind: String,
    /// In base64.
    pub content: String,
}

/// What is told of a poster.
#[derive(Debug, Clone, PartialEq)]
pub struct PosterHead {
    pub name: String,
    /// In bytes.
    pub size: i64,
    /// The tag of its version, in quotes.
    pub etag: String,
}

impl Transaction {
    pub async fn add_message(
        &mut self,
        workshop: &str,
        request: &str,
        sender: &PersonId,
        text: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO message (workshop, request, id, sender, text, sent_at) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
        let values = values![workshop, request, new_id()?, sender.as_str(), text, now];
        self.run(sql, values).await.map(|_| ())
    }

    /// The messages of a request, oldest first.
    pub async fn messages(
        &mut self,
        workshop: &str,
        request: &str,
    ) -> Result<Vec<Message>, StoreError> {
        let sql = "SELECT sender, text, sent_at FROM message \
                   WHERE workshop = $1 AND request = $2 ORDER BY sent_at, id";
        let rows = self.all(sql, values![workshop, request]).await?;
        rows.iter()
            .map(|row| {
                Ok(Message {
                    sender: PersonId(row.text(0)?),
                    text: row.text(1)?,
                    sent_at: Moment(row.int(2)?),
                })
            })
            .collect()
    }

    /// Gives the other side one's contact; an empty text takes it back.
    pub async fn put_contact(
        &mut self,
        workshop: &str,
        request: &str,
        person: &PersonId,
        text: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM contact WHERE workshop = $1 AND request = $2 AND person = $3";
        self.run(sql, values![workshop, request, person.as_str()]).await?;
        if text.is_empty() {
            return Ok(());
        }
        let sql = "INSERT INTO contact (workshop, request, person, text) VALUES ($1, $2, $3, $4)";
        self.run(sql, values![workshop, request, person.as_str(), text]).await.map(|_| ())
    }

    /// The contacts that were given in a request: by whom, and what.
    pub async fn contacts(
        &mut self,
        workshop: &str,
        request: &str,
    ) -> Result<Vec<(PersonId, String)>, StoreError> {
        let sql = "SELECT person, text FROM contact WHERE workshop = $1 AND request = $2";
        let rows = self.all(sql, values![workshop, request]).await?;
        rows.iter().map(|row| Ok((PersonId(row.text(0)?), row.text(1)?))).collect()
    }

    /// Puts a profile's poster in place of the one before.
    pub async fn put_poster(
        &mut self,
        workshop: &str,
        profile: &ProfileId,
        poster: &Poster,
        head: &PosterHead,
    ) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO poster (workshop, profile, name, kind, size, content, etag) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (workshop, profile) DO UPDATE SET \
             name = excluded.name, kind = excluded.kind, size = excluded.size, \
             content = excluded.content, etag = excluded.etag",
            values![
                workshop,
                profile.as_str(),
                &head.name,
                &poster.kind,
                head.size,
                &poster.content,
                &head.etag
            ],
        )
        .await
        .map(|_| ())
    }

    pub async fn poster(
        &mut self,
        workshop: &str,
        profile: &ProfileId,
    ) -> Result<Poster, StoreError> {
        let sql = "SELECT name, kind, content FROM poster WHERE workshop = $1 AND profile = $2";
        match self.one(sql, values![workshop, profile.as_str()]).await? {
            Some(row) => {
                Ok(Poster { name: row.text(0)?, kind: row.text(1)?, content: row.text(2)? })
            }
            None => Err(StoreError::NotFound { what: "poster", id: profile.0.clone() }),
        }
    }

    /// What is known of a profile's poster without reading it, where it has one.
    pub async fn poster_head(
        &mut self,
        workshop: &str,
        profile: &ProfileId,
    ) -> Result<Option<PosterHead>, StoreError> {
        let sql = "SELECT name, size, etag FROM poster WHERE workshop = $1 AND profile = $2";
        let row = self.one(sql, values![workshop, profile.as_str()]).await?;
        let head =
            |row: Row| Ok(PosterHead { name: row.text(0)?, size: row.int(1)?, etag: row.text(2)? });
        row.map(head).transpose()
    }

    pub async fn remove_poster(
        &mut self,
        workshop: &str,
        profile: &ProfileId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM poster WHERE workshop = $1 AND profile = $2";
        match self.run(sql, values![workshop, profile.as_str()]).await? {
            0 => Err(StoreError::NotFound { what: "poster", id: profile.0.clone() }),
            _ => Ok(()),
        }
    }
}
