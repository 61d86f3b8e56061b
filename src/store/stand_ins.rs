//! Colleagues who stand in for each other.

use super::value::values;
use super::{StoreError, Transaction};
use crate::domain::PersonId;

/// Who lets whom act for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    pub person: PersonId,
    pub deputy: PersonId,
}

impl Transaction {
    /// Lets a colleague act for a person; again, it is as it was.
    pub async fn let_stand_in(&mut self, workshop: &str, new: &StandIn) -> Result<(), StoreError> {
        let sql = "INSERT INTO stand_in (workshop, person, deputy) VALUES ($1, $2, $3) \
                   ON CONFLICT DO NOTHING";
        let values = values![workshop, new.person.as_str(), new.deputy.as_str()];
        self.run(sql, values).await.map(|_| ())
    }

    /// For whom somebody stands in.
    pub async fn stood_in_for(
        &mut self,
        workshop: &str,
        deputy: &PersonId,
    ) -> Result<Vec<PersonId>, StoreError> {
        let sql = "SELECT person FROM stand_in WHERE workshop = $1 AND deputy = $2 ORDER BY person";
        let rows = self.all(sql, values![workshop, deputy.as_str()]).await?;
        rows.iter().map(|row| Ok(PersonId(row.text(0)?))).collect()
    }

    pub async fn end_stand_in(&mut self, workshop: &str, old: &StandIn) -> Result<(), StoreError> {
        let sql = "DELETE FROM stand_in WHERE workshop = $1 AND person = $2 AND deputy = $3";
        let values = values![workshop, old.person.as_str(), old.deputy.as_str()];
        match self.run(sql, values).await? {
            0 => Err(StoreError::NotFound { what: "stand-in", id: old.deputy.0.clone() }),
            _ => Ok(()),
        }
    }

    /// Those in which somebody has a part, on either side.
    pub async fn stand_ins(
        &mut self,
        workshop: &str,
        somebody: &PersonId,
    ) -> Result<Vec<StandIn>, StoreError> {
        let sql = "SELECT person, deputy FROM stand_in WHERE workshop = $1 \
                   AND (person = $2 OR deputy = $2) ORDER BY person, deputy";
        let rows = self.all(sql, values![workshop, somebody.as_str()]).await?;
        rows.iter()
            .map(|row| {
                Ok(StandIn { person: PersonId(row.text(0)?), deputy: PersonId(row.text(1)?) })
            })
            .collect()
    }
}
