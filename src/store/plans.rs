//! Versions of the day, which never change, and which of them was published when.

use super::merging::led_to_kept;
use super::value::{Row, json, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::Timetable;
use serde_json::Value as Json;

/// A version of the day without its timetable.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPlan {
    pub version: i64,
    pub name: String,
    pub status: String,
    pub total: i64,
    pub bound: Option<i64>,
    /// The version it was made from, by hand or by planning again.
    pub made_from: Option<i64>,
    pub created_by: String,
    pub created_at: Moment,
}

#[derive(Debug, Clone, Copy)]
pub struct NewPlan<'a> {
    pub workshop: &'a str,
    pub name: &'a str,
    pub status: &'a str,
    pub total: i64,
    pub bound: Option<i64>,
    pub made_from: Option<i64>,
    pub timetable: &'a Timetable,
    /// Objective by part, unplaced wishes, gains, run record.
    pub report: &'a Json,
    pub created_by: &'a str,
    pub created_at: Moment,
}

/// The publication of a version.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// From 1.
    pub number: i64,
    pub version: i64,
    pub published_by: String,
    pub published_at: Moment,
}

fn plan(row: &Row) -> Result<StoredPlan, StoreError> {
    Ok(StoredPlan {
        version: row.int(0)?,
        name: row.text(1)?,
        status: row.text(2)?,
        total: row.int(3)?,
        bound: row.maybe_int(4)?,
        created_by: row.text(5)?,
        created_at: Moment(row.int(6)?),
        made_from: row.maybe_int(7)?,
    })
}

fn publication(row: &Row) -> Result<Publication, StoreError> {
    Ok(Publication {
        number: row.int(0)?,
        version: row.int(1)?,
        published_by: row.text(2)?,
        published_at: Moment(row.int(3)?),
    })
}

impl Transaction {
    /// Keeps a version; returns its number, from 1.
    pub async fn add_plan(&mut self, new: &NewPlan<'_>) -> Result<i64, StoreError> {
        let sql = "UPDATE workshop SET next_plan = next_plan + 1 WHERE id = $1 \
                   RETURNING next_plan - 1";
        let Some(version) = self.number(sql, values![new.workshop]).await? else {
            return Err(StoreError::NotFound { what: "workshop", id: new.workshop.to_owned() });
        };
        self.run(
            "INSERT INTO plan (workshop, version, name, status, total, bound, timetable, report, \
             created_by, created_at, made_from) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            values![
                new.workshop,
                version,
                new.name,
                new.status,
                new.total,
                new.bound,
                json(new.timetable)?,
                json(new.report)?,
                new.created_by,
                new.created_at,
                new.made_from
            ],
        )
        .await?;
        Ok(version)
    }

    /// Newest first.
    pub async fn plans(&mut self, workshop: &str) -> Result<Vec<StoredPlan>, StoreError> {
        let sql = "SELECT version, name, status, total, bound, created_by, created_at, made_from FROM plan \
                   WHERE workshop = $1 ORDER BY version DESC";
        self.all(sql, values![workshop]).await?.iter().map(plan).collect()
    }

    pub async fn plan(&mut self, workshop: &str, version: i64) -> Result<StoredPlan, StoreError> {
        let sql = "SELECT version, name, status, total, bound, created_by, created_at, made_from FROM plan \
                   WHERE workshop = $1 AND version = $2";
        match self.one(sql, values![workshop, version]).await? {
            Some(row) => plan(&row),
            None => Err(no_plan(version)),
        }
    }

    pub async fn timetable(
        &mut self,
        workshop: &str,
        version: i64,
    ) -> Result<Timetable, StoreError> {
        let sql = "SELECT timetable FROM plan WHERE workshop = $1 AND version = $2";
        match self.one(sql, values![workshop, version]).await? {
            Some(row) => {
                let mut timetable = row.json(0, "timetable")?;
                led_to_kept(&mut timetable, &self.merged(workshop).await?);
                Ok(timetable)
            }
            None => Err(no_plan(version)),
        }
    }

    pub async fn plan_report(&mut self, workshop: &str, version: i64) -> Result<Json, StoreError> {
        let sql = "SELECT report FROM plan WHERE workshop = $1 AND version = $2";
        match self.one(sql, values![workshop, version]).await? {
            Some(row) => row.json(0, "report of a plan"),
            None => Err(no_plan(version)),
        }
    }

    /// Newest first.
    pub async fn publications(&mut self, workshop: &str) -> Result<Vec<Publication>, StoreError> {
        let sql = "SELECT number, version, published_by, published_at FROM publication \
                   WHERE workshop = $1 ORDER BY number DESC";
        self.all(sql, values![workshop]).await?.iter().map(publication).collect()
    }

    /// Notes that a version is the one that holds from now on.
    pub async fn add_publication(
        &mut self,
        workshop: &str,
        version: i64,
        by: &str,
        now: Moment,
    ) -> Result<Publication, StoreError> {
        let sql = "INSERT INTO publication (workshop, number, version, published_by, published_at) \
                   SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4 FROM publication \
                   WHERE workshop = $1 RETURNING number, version, published_by, published_at";
        match self.one(sql, values![workshop, version, by, now]).await? {
            Some(row) => publication(&row),
            None => Err(no_plan(version)),
        }
    }
}

fn no_plan(version: i64) -> StoreError {
    StoreError::NotFound { what: "plan", id: version.to_string() }
}
