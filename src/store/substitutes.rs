//! Colleagues who are to come in somebody's place, and the place that passes on.

use super::value::{Row, json, values};
use super::{Account, Moment, StoreError, Transaction};
use crate::domain::PersonId;
use serde_json::{Value as Json, json};

/// Somebody who is to come in a person's place; the document says who they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Substitute {
    pub workshop: String,
    pub person: PersonId,
    pub account: String,
    pub document: Json,
    /// When they agreed to it and to the notice on personal data.
    pub agreed_at: Option<Moment>,
}

fn substitute(row: &Row) -> Result<Substitute, StoreError> {
    Ok(Substitute {
        workshop: row.text(0)?,
        person: PersonId(row.text(1)?),
        account: row.text(2)?,
        document: row.json(3, "substitute")?,
        agreed_at: row.maybe_int(4)?.map(Moment),
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT workshop, person, account, document, agreed_at FROM substitute ", $rest)
    };
}

/// What is between two people alone, or one's own, and does not pass on with a place.
const OWN: [&str; 9] = [
    "DELETE FROM message WHERE workshop = $1 AND request IN \
     (SELECT id FROM request WHERE workshop = $1 AND (sender = $2 OR recipient = $2))",
    "DELETE FROM contact WHERE workshop = $1 AND request IN \
     (SELECT id FROM request WHERE workshop = $1 AND (sender = $2 OR recipient = $2))",
    "UPDATE request SET decline_reason = NULL WHERE workshop = $1 AND recipient = $2",
    "DELETE FROM survey WHERE workshop = $1 AND person = $2",
    "DELETE FROM presence WHERE workshop = $1 AND person = $2",
    "DELETE FROM absence WHERE workshop = $1 AND person = $2",
    "DELETE FROM feed WHERE workshop = $1 AND person = $2",
    "DELETE FROM stand_in WHERE workshop = $1 AND (person = $2 OR deputy = $2)",
    "DELETE FROM mail WHERE workshop = $1 AND person = $2 \
     AND state IN ('waiting', 'held', 'queued', 'failed')",
];

impl Transaction {
    /// Keeps who is to come in a person's place; `false` where somebody is already named.
    pub async fn add_substitute(&mut self, new: &Substitute) -> Result<bool, StoreError> {
        let sql = "INSERT INTO substitute (workshop, person, account, document, agreed_at) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let document = json(&new.document)?;
        let values =
            values![&new.workshop, new.person.as_str(), &new.account, document, new.agreed_at];
        Ok(self.run(sql, values).await? > 0)
    }

    pub async fn substitutes(&mut self, workshop: &str) -> Result<Vec<Substitute>, StoreError> {
        let sql = select!("WHERE workshop = $1 ORDER BY person");
        self.all(sql, values![workshop]).await?.iter().map(substitute).collect()
    }

    /// The places in which an account is asked to come.
    pub async fn places_offered(&mut self, account: &str) -> Result<Vec<Substitute>, StoreError> {
        let sql = select!("WHERE account = $1 ORDER BY workshop, person");
        self.all(sql, values![account]).await?.iter().map(substitute).collect()
    }

    pub async fn substitute(
        &mut self,
        workshop: &str,
        person: &PersonId,
    ) -> Result<Substitute, StoreError> {
        let sql = select!("WHERE workshop = $1 AND person = $2");
        match self.one(sql, values![workshop, person.as_str()]).await? {
            Some(row) => substitute(&row),
            None => Err(StoreError::NotFound { what: "substitute", id: person.0.clone() }),
        }
    }

    /// Notes that whoever is asked agrees.
    pub async fn agree_to_come(&mut self, one: &Substitute, at: Moment) -> Result<(), StoreError> {
        let sql = "UPDATE substitute SET agreed_at = $4 \
                   WHERE workshop = $1 AND person = $2 AND account = $3";
        let values = values![&one.workshop, one.person.as_str(), &one.account, at];
        match self.run(sql, values).await? {
            0 => Err(StoreError::NotFound { what: "substitute", id: one.person.0.clone() }),
            _ => Ok(()),
        }
    }

    /// Ends that somebody is to come, as they were read; of two who try, one does.
    pub async fn end_substitute(&mut self, one: &Substitute) -> Result<(), StoreError> {
        let sql = "DELETE FROM substitute WHERE workshop = $1 AND person = $2 AND account = $3";
        let values = values![&one.workshop, one.person.as_str(), &one.account];
        match self.run(sql, values).await? {
            0 => Err(StoreError::Changed { what: "substitute", id: one.person.0.clone() }),
            _ => Ok(()),
        }
    }

    /// Passes what belongs to a place on to whoever comes now: their registration, with the consent
    /// of the new one. What was the former's own goes.
    pub async fn pass_place_on(
        &mut self,
        one: &Substitute,
        former: &[Account],
        new: &Account,
    ) -> Result<(), StoreError> {
        let workshop = one.workshop.as_str();
        for sql in OWN {
            self.run(sql, values![workshop, one.person.as_str()]).await?;
        }
        let all = self.registrations(workshop).await?;
        let theirs = all.iter().find(|r| former.iter().any(|account| account.email == r.email));
        let Some(place) = theirs else { return Ok(()) };
        let sql = "DELETE FROM registration WHERE workshop = $1 AND email = $2";
        self.run(sql, values![workshop, &new.email]).await?;
        let mut document = place.document.clone();
        document["wish"] = json!("");
        document["email"] = json!(new.email);
        document["lang"] = json!(new.lang.code());
        for field in ["family", "given", "family_kana", "given_kana", "department", "position"] {
            document[field] = one.document[field].clone();
        }
        let sql = "UPDATE registration SET email = $3, document = $4, consent_at = $5 \
                   WHERE workshop = $1 AND id = $2";
        let consent = one.agreed_at.unwrap_or(place.consent_at);
        let values = values![workshop, &place.id, &new.email, json(&document)?, consent];
        self.run(sql, values).await.map(|_| ())
    }
}
