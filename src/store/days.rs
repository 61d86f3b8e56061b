//! What people want of the day: consultations, talks to hear, times when they are away.

use super::secret::new_id;
use super::value::{Row, json, values};
use super::{StoreError, Transaction};
use crate::domain::{Consultation, PersonId, SessionId, TalkWish, Unavailable};

fn talk_wish(row: &Row) -> Result<TalkWish, StoreError> {
    Ok(TalkWish {
        person: PersonId(row.text(0)?),
        session: SessionId(row.text(1)?),
        rank: u32::try_from(row.int(2)?).unwrap_or(u32::MAX),
        synthetic: row.flag(3)?,
    })
}

impl Transaction {
    pub async fn add_consultation(
        &mut self,
        workshop: &str,
        consultation: &Consultation,
    ) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO consultation (workshop, id, person, document) VALUES ($1, $2, $3, $4)",
            values![
                workshop,
                consultation.id.as_str(),
                consultation.person.as_str(),
                json(consultation)?
            ],
        )
        .await
        .map(|_| ())
    }

    /// By id.
    pub async fn consultations(&mut self, workshop: &str) -> Result<Vec<Consultation>, StoreError> {
        let sql = "SELECT document FROM consultation WHERE workshop = $1 ORDER BY id";
        let rows = self.all(sql, values![workshop]).await?;
        rows.iter().map(|row| row.json(0, "consultation")).collect()
    }

    /// Takes back a person's own consultation.
    pub async fn remove_consultation(
        &mut self,
        workshop: &str,
        id: &str,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM consultation WHERE workshop = $1 AND id = $2 AND person = $3";
        match self.run(sql, values![workshop, id, person.as_str()]).await? {
            0 => Err(StoreError::NotFound { what: "consultation", id: id.to_owned() }),
            _ => Ok(()),
        }
    }

    /// Marks a talk that a person wants to hear, or changes how dear it is.
    pub async fn put_talk_wish(
        &mut self,
        workshop: &str,
        wish: &TalkWish,
    ) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO talk_wish (workshop, person, session, rank, synthetic) \
             VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (workshop, person, session) DO UPDATE SET rank = excluded.rank, \
             synthetic = excluded.synthetic",
            values![
                workshop,
                wish.person.as_str(),
                wish.session.as_str(),
                i64::from(wish.rank),
                wish.synthetic
            ],
        )
        .await
        .map(|_| ())
    }

    /// By person and rank.
    pub async fn talk_wishes(&mut self, workshop: &str) -> Result<Vec<TalkWish>, StoreError> {
        let sql = "SELECT person, session, rank, synthetic FROM talk_wish WHERE workshop = $1 \
                   ORDER BY person, rank, session";
        let rows = self.all(sql, values![workshop]).await?;
        rows.iter().map(talk_wish).collect()
    }

    /// A person's wish for a talk, where there is one.
    pub async fn talk_wish(
        &mut self,
        workshop: &str,
        person: &PersonId,
        session: &SessionId,
    ) -> Result<Option<TalkWish>, StoreError> {
        let sql = "SELECT person, session, rank, synthetic FROM talk_wish \
                   WHERE workshop = $1 AND person = $2 AND session = $3";
        let row = self.one(sql, values![workshop, person.as_str(), session.as_str()]).await?;
        row.as_ref().map(talk_wish).transpose()
    }

    pub async fn remove_talk_wish(
        &mut self,
        workshop: &str,
        person: &PersonId,
        session: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM talk_wish WHERE workshop = $1 AND person = $2 AND session = $3";
        match self.run(sql, values![workshop, person.as_str(), session]).await? {
            0 => Err(StoreError::NotFound { what: "wish to hear", id: session.to_owned() }),
            _ => Ok(()),
        }
    }

    /// Notes when a person is away; returns the entry's id.
    pub async fn add_absence(
        &mut self,
        workshop: &str,
        absence: &Unavailable,
    ) -> Result<String, StoreError> {
        let id = new_id()?;
        self.run(
            "INSERT INTO absence (workshop, id, person, document) VALUES ($1, $2, $3, $4)",
            values![workshop, &id, absence.person.as_str(), json(absence)?],
        )
        .await?;
        Ok(id)
    }

    /// With their ids, by person and start.
    pub async fn absences(
        &mut self,
        workshop: &str,
    ) -> Result<Vec<(String, Unavailable)>, StoreError> {
        let sql = "SELECT id, document FROM absence WHERE workshop = $1";
        let rows = self.all(sql, values![workshop]).await?;
        let mut absences: Vec<(String, Unavailable)> = rows
            .iter()
            .map(|row| Ok((row.text(0)?, row.json(1, "absence")?)))
            .collect::<Result<_, StoreError>>()?;
        absences.sort_by(|(_, a), (_, b)| {
            (&a.person, a.start, a.end, &a.reason).cmp(&(&b.person, b.start, b.end, &b.reason))
        });
        Ok(absences)
    }

    pub async fn remove_absence(
        &mut self,
        workshop: &str,
        id: &str,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM absence WHERE workshop = $1 AND id = $2 AND person = $3";
        match self.run(sql, values![workshop, id, person.as_str()]).await? {
            0 => Err(StoreError::NotFound { what: "absence", id: id.to_owned() }),
            _ => Ok(()),
        }
    }
}
