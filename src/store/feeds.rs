//! Calendar feeds behind secrets that can be revoked.

use super::secret::new_id;
use super::value::{Row, values};
use super::{Moment, Secret, StoreError, Transaction};
use crate::domain::{Lang, PersonId};

#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    pub id: String,
    pub workshop: String,
    pub person: PersonId,
    pub lang: Lang,
    pub created_at: Moment,
}

fn feed(row: &Row) -> Result<Feed, StoreError> {
    let lang = row.text(3)?;
    Ok(Feed {
        id: row.text(0)?,
        workshop: row.text(1)?,
        person: PersonId(row.text(2)?),
        lang: lang.parse().map_err(|reason| StoreError::Corrupt { what: "language", reason })?,
        created_at: Moment(row.int(4)?),
    })
}

impl Transaction {
    /// A new feed; its secret is known to whoever gets it here.
    pub async fn add_feed(
        &mut self,
        workshop: &str,
        person: &PersonId,
        lang: Lang,
        now: Moment,
    ) -> Result<(Feed, Secret), StoreError> {
        let (id, secret) = (new_id()?, Secret::new()?);
        self.run(
            "INSERT INTO feed (id, secret_hash, workshop, person, lang, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            values![&id, secret.hash(), workshop, person.as_str(), lang.code(), now],
        )
        .await?;
        let workshop = workshop.to_owned();
        Ok((Feed { id, workshop, person: person.clone(), lang, created_at: now }, secret))
    }

    /// A person's feeds that still hold, oldest first.
    pub async fn feeds(
        &mut self,
        workshop: &str,
        person: &PersonId,
    ) -> Result<Vec<Feed>, StoreError> {
        let sql = "SELECT id, workshop, person, lang, created_at FROM feed \
                   WHERE workshop = $1 AND person = $2 AND revoked_at IS NULL \
                   ORDER BY created_at, id";
        self.all(sql, values![workshop, person.as_str()]).await?.iter().map(feed).collect()
    }

    /// The feed of a secret, unless it was revoked.
    pub async fn feed_of(&mut self, secret: &Secret) -> Result<Option<Feed>, StoreError> {
        let sql = "SELECT id, workshop, person, lang, created_at FROM feed \
                   WHERE secret_hash = $1 AND revoked_at IS NULL";
        self.one(sql, values![secret.hash()]).await?.map(|row| feed(&row)).transpose()
    }

    pub async fn revoke_feed(
        &mut self,
        workshop: &str,
        person: &PersonId,
        id: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE feed SET revoked_at = $4 \
                   WHERE workshop = $1 AND person = $2 AND id = $3 AND revoked_at IS NULL";
        match self.run(sql, values![workshop, person.as_str(), id, now]).await? {
            0 => Err(StoreError::NotFound { what: "calendar feed", id: id.to_owned() }),
            _ => Ok(()),
        }
    }
}
