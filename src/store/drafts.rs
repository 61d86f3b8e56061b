//! Consortia that participants draft together.

use super::secret::new_id;
use super::value::{Row, json, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::PersonId;
use serde_json::Value as Json;

/// A draft; its document is the wire's to read.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub id: String,
    /// Who began it.
    pub person: PersonId,
    pub name: String,
    pub document: Json,
    pub revision: i64,
    pub changed_at: Moment,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    Sent,
    Accepted,
    Declined,
}

impl InvitationState {
    pub fn code(self) -> &'static str {
        match self {
            InvitationState::Sent => "sent",
            InvitationState::Accepted => "accepted",
            InvitationState::Declined => "declined",
        }
    }
}

/// Somebody asked to take part in a draft.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitation {
    pub draft: String,
    pub person: PersonId,
    pub state: InvitationState,
}

fn draft(row: &Row) -> Result<Draft, StoreError> {
    Ok(Draft {
        id: row.text(0)?,
        person: PersonId(row.text(1)?),
        name: row.text(2)?,
        document: row.json(3, "consortium draft")?,
        revision: row.int(4)?,
        changed_at: Moment(row.int(5)?),
    })
}

fn invitation(row: &Row) -> Result<Invitation, StoreError> {
    let state = match row.text(2)?.as_str() {
        "accepted" => InvitationState::Accepted,
        "declined" => InvitationState::Declined,
        _ => InvitationState::Sent,
    };
    Ok(Invitation { draft: row.text(0)?, person: PersonId(row.text(1)?), state })
}

impl Transaction {
    pub async fn add_draft(
        &mut self,
        workshop: &str,
        person: &PersonId,
        name: &str,
        document: &Json,
        now: Moment,
    ) -> Result<Draft, StoreError> {
        let id = new_id()?;
        self.run(
            "INSERT INTO consortium_draft (workshop, id, person, name, document, changed_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
            values![workshop, &id, person.as_str(), name, json(document)?, now],
        )
        .await?;
        self.draft(workshop, &id).await
    }

    pub async fn draft(&mut self, workshop: &str, id: &str) -> Result<Draft, StoreError> {
        let sql = "SELECT id, person, name, document, revision, changed_at \
                   FROM consortium_draft WHERE workshop = $1 AND id = $2";
        match self.one(sql, values![workshop, id]).await? {
            Some(row) => draft(&row),
            None => Err(StoreError::NotFound { what: "draft", id: id.to_owned() }),
        }
    }

    /// The drafts that a person began or was asked into and did not turn down, newest first.
    pub async fn drafts_of(
        &mut self,
        workshop: &str,
        person: &PersonId,
    ) -> Result<Vec<Draft>, StoreError> {
        let sql = "SELECT id, person, name, document, revision, changed_at \
                   FROM consortium_draft d WHERE workshop = $1 AND (person = $2 OR EXISTS ( \
                   SELECT 1 FROM consortium_invitation i WHERE i.workshop = d.workshop \
                   AND i.draft = d.id AND i.person = $2 AND i.state <> 'declined')) \
                   ORDER BY changed_at DESC, id";
        self.all(sql, values![workshop, person.as_str()]).await?.iter().map(draft).collect()
    }

    /// Replaces a draft that is still at `revision`.
    pub async fn replace_draft(
        &mut self,
        workshop: &str,
        id: &str,
        revision: i64,
        (name, document): (&str, &Json),
        now: Moment,
    ) -> Result<Draft, StoreError> {
        let sql = "UPDATE consortium_draft SET name = $4, document = $5, changed_at = $6, \
                   revision = revision + 1 WHERE workshop = $1 AND id = $2 AND revision = $3";
        let values = values![workshop, id, revision, name, json(document)?, now];
        match self.run(sql, values).await? {
            0 => Err(StoreError::Changed { what: "draft", id: id.to_owned() }),
            _ => self.draft(workshop, id).await,
        }
    }

    pub async fn remove_draft(&mut self, workshop: &str, id: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM consortium_draft WHERE workshop = $1 AND id = $2";
        match self.run(sql, values![workshop, id]).await? {
            0 => Err(StoreError::NotFound { what: "draft", id: id.to_owned() }),
            _ => Ok(()),
        }
    }

    pub async fn add_invitation(
        &mut self,
        workshop: &str,
        draft: &str,
        person: &PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO consortium_invitation (workshop, draft, person, state, created_at) \
                   VALUES ($1, $2, $3, 'sent', $4)";
        self.run(sql, values![workshop, draft, person.as_str(), now]).await.map(|_| ())
    }

    /// Who was asked into a draft, in the order of asking.
    pub async fn invitations(
        &mut self,
        workshop: &str,
        draft: &str,
    ) -> Result<Vec<Invitation>, StoreError> {
        let sql = "SELECT draft, person, state FROM consortium_invitation \
                   WHERE workshop = $1 AND draft = $2 ORDER BY created_at, person";
        self.all(sql, values![workshop, draft]).await?.iter().map(invitation).collect()
    }

    /// Answers an invitation; one may think again.
    pub async fn answer_invitation(
        &mut self,
        workshop: &str,
        draft: &str,
        person: &PersonId,
        state: InvitationState,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE consortium_invitation SET state = $4 \
                   WHERE workshop = $1 AND draft = $2 AND person = $3";
        match self.run(sql, values![workshop, draft, person.as_str(), state.code()]).await? {
            0 => Err(StoreError::NotFound { what: "invitation", id: draft.to_owned() }),
            _ => Ok(()),
        }
    }
}
