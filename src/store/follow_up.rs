//! What comes of a published day: changes that those concerned are asked about, what became of
//! meetings, and what people say afterwards.

use super::value::{Row, json, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::PersonId;
use serde_json::Value as Json;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    Asked,
    Accepted,
    Declined,
}

impl ProposalState {
    pub fn code(self) -> &'static str {
        match self {
            ProposalState::Asked => "asked",
            ProposalState::Accepted => "accepted",
            ProposalState::Declined => "declined",
        }
    }
}

/// Somebody asked whether a version would suit them.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub version: i64,
    pub person: PersonId,
    pub state: ProposalState,
    pub reason: String,
    pub asked_at: Moment,
    pub answered_at: Option<Moment>,
}

fn proposal(row: &Row) -> Result<Proposal, StoreError> {
    Ok(Proposal {
        version: row.int(0)?,
        person: PersonId(row.text(1)?),
        state: match row.text(2)?.as_str() {
            "accepted" => ProposalState::Accepted,
            "declined" => ProposalState::Declined,
            _ => ProposalState::Asked,
        },
        reason: row.text(3)?,
        asked_at: Moment(row.int(4)?),
        answered_at: row.maybe_int(5)?.map(Moment),
    })
}

/// What became of a meeting; its document is the wire's to read.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub first: PersonId,
    pub second: PersonId,
    pub document: Json,
}

impl Transaction {
    /// Asks somebody about a version; an answer that is there stays.
    pub async fn ask_about(
        &mut self,
        workshop: &str,
        version: i64,
        person: &PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO proposal (workshop, version, person, state, asked_at) \
                   VALUES ($1, $2, $3, 'asked', $4) ON CONFLICT (workshop, version, person) \
                   DO UPDATE SET asked_at = excluded.asked_at";
        self.run(sql, values![workshop, version, person.as_str(), now]).await.map(|_| ())
    }

    /// Who was asked about a version, by id.
    pub async fn proposals(
        &mut self,
        workshop: &str,
        version: i64,
    ) -> Result<Vec<Proposal>, StoreError> {
        let sql = "SELECT version, person, state, reason, asked_at, answered_at FROM proposal \
                   WHERE workshop = $1 AND version = $2 ORDER BY person";
        self.all(sql, values![workshop, version]).await?.iter().map(proposal).collect()
    }

    /// What a person was asked since a time, newest first.
    pub async fn proposals_to(
        &mut self,
        workshop: &str,
        person: &PersonId,
        since: Moment,
    ) -> Result<Vec<Proposal>, StoreError> {
        let sql = "SELECT version, person, state, reason, asked_at, answered_at FROM proposal \
                   WHERE workshop = $1 AND person = $2 AND asked_at >= $3 \
                   ORDER BY asked_at DESC, version DESC";
        let values = values![workshop, person.as_str(), since];
        self.all(sql, values).await?.iter().map(proposal).collect()
    }

    /// Notes what a person says to a version that they were asked about since a time.
    pub async fn answer_proposal(
        &mut self,
        workshop: &str,
        version: i64,
        person: &PersonId,
        (state, reason): (ProposalState, &str),
        (since, now): (Moment, Moment),
    ) -> Result<(), StoreError> {
        let sql = "UPDATE proposal SET state = $4, reason = $5, answered_at = $7 \
                   WHERE workshop = $1 AND version = $2 AND person = $3 AND asked_at >= $6";
        let values = values![workshop, version, person.as_str(), state.code(), reason, since, now];
        match self.run(sql, values).await? {
            0 => Err(StoreError::NotFound { what: "proposal", id: version.to_string() }),
            _ => Ok(()),
        }
    }

    /// What became of meetings, by who met.
    pub async fn outcomes(&mut self, workshop: &str) -> Result<Vec<Outcome>, StoreError> {
        let sql = "SELECT first, second, document FROM outcome WHERE workshop = $1 \
                   ORDER BY first, second";
        let rows = self.all(sql, values![workshop]).await?;
        rows.iter()
            .map(|row| {
                Ok(Outcome {
                    first: PersonId(row.text(0)?),
                    second: PersonId(row.text(1)?),
                    document: row.json(2, "outcome")?,
                })
            })
            .collect()
    }

    /// Notes what became of the meeting of two; nothing takes the note back.
    pub async fn put_outcome(
        &mut self,
        workshop: &str,
        (a, b): (&PersonId, &PersonId),
        document: Option<&Json>,
        now: Moment,
    ) -> Result<(), StoreError> {
        let (first, second) = if a < b { (a, b) } else { (b, a) };
        let Some(document) = document else {
            let sql = "DELETE FROM outcome WHERE workshop = $1 AND first = $2 AND second = $3";
            let values = values![workshop, first.as_str(), second.as_str()];
            return self.run(sql, values).await.map(|_| ());
        };
        let sql = "INSERT INTO outcome (workshop, first, second, document, changed_at) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (workshop, first, second) DO UPDATE SET \
                   document = excluded.document, changed_at = excluded.changed_at";
        let values = values![workshop, first.as_str(), second.as_str(), json(document)?, now];
        self.run(sql, values).await.map(|_| ())
    }

    /// What a person said of the day.
    pub async fn survey_answer(
        &mut self,
        workshop: &str,
        person: &PersonId,
    ) -> Result<Option<Json>, StoreError> {
        let sql = "SELECT document FROM survey WHERE workshop = $1 AND person = $2";
        let row = self.one(sql, values![workshop, person.as_str()]).await?;
        row.map(|row| row.json(0, "survey")).transpose()
    }

    /// What everybody said, in the order of their answers; not who said it.
    pub async fn survey_answers(&mut self, workshop: &str) -> Result<Vec<Json>, StoreError> {
        let sql = "SELECT document FROM survey WHERE workshop = $1 ORDER BY answered_at, person";
        self.all(sql, values![workshop]).await?.iter().map(|row| row.json(0, "survey")).collect()
    }

    pub async fn put_survey_answer(
        &mut self,
        workshop: &str,
        person: &PersonId,
        document: &Json,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO survey (workshop, person, document, answered_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (workshop, person) DO UPDATE SET \
                   document = excluded.document, answered_at = excluded.answered_at";
        self.run(sql, values![workshop, person.as_str(), json(document)?, now]).await.map(|_| ())
    }
}
