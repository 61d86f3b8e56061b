//! Slow work: queued, claimed by one worker, watched, stopped, and taken over after a death.

use super::secret::new_id;
use super::value::{Row, json, values};
use super::{Moment, StoreError, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A job that loses its worker this often has failed.
const MAX_ATTEMPTS: i64 = 2;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

impl JobState {
    pub fn code(self) -> &'static str {
        match self {
            JobState::Queued => "queued",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Failed => "failed",
            JobState::Cancelled => "cancelled",
        }
    }

    fn of(code: &str) -> Option<JobState> {
        use JobState::{Cancelled, Done, Failed, Queued, Running};
        [Queued, Running, Done, Failed, Cancelled].into_iter().find(|s| s.code() == code)
    }

    pub fn is_over(self) -> bool {
        matches!(self, JobState::Done | JobState::Failed | JobState::Cancelled)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    pub id: String,
    pub workshop: String,
    pub kind: String,
    pub state: JobState,
    pub request: Json,
    pub progress: Json,
    pub result: Option<Json>,
    /// Somebody asked it to stop.
    pub stop: bool,
    pub created_by: String,
    pub created_at: Moment,
    pub started_at: Option<Moment>,
    pub finished_at: Option<Moment>,
    /// How often it was begun; whoever began an earlier time has it no more.
    pub attempts: i64,
}

macro_rules! columns {
    () => {
        "id, workshop, kind, state, request, progress, result, stop, created_by, created_at, \
         started_at, finished_at, attempts"
    };
}

fn job(row: &Row) -> Result<Job, StoreError> {
    let state = row.text(3)?;
    Ok(Job {
        id: row.text(0)?,
        workshop: row.text(1)?,
        kind: row.text(2)?,
        state: JobState::of(&state).ok_or_else(|| StoreError::Corrupt {
            what: "job",
            reason: format!("unknown state {state:?}"),
        })?,
        request: row.json(4, "job")?,
        progress: row.json(5, "job")?,
        result: match row.maybe_text(6)? {
            Some(_) => Some(row.json(6, "job")?),
            None => None,
        },
        stop: row.flag(7)?,
        created_by: row.text(8)?,
        created_at: Moment(row.int(9)?),
        started_at: row.maybe_int(10)?.map(Moment),
        finished_at: row.maybe_int(11)?.map(Moment),
        attempts: row.int(12)?,
    })
}

impl Transaction {
    /// Queues a job.
    pub async fn add_job(
        &mut self,
        workshop: &str,
        kind: &str,
        request: &Json,
        by: &str,
        now: Moment,
    ) -> Result<Job, StoreError> {
        let id = new_id()?;
        self.run(
            "INSERT INTO job (id, workshop, kind, state, request, created_by, created_at) \
             VALUES ($1, $2, $3, 'queued', $4, $5, $6)",
            values![&id, workshop, kind, json(request)?, by, now],
        )
        .await?;
        self.job(workshop, &id).await
    }

    pub async fn job(&mut self, workshop: &str, id: &str) -> Result<Job, StoreError> {
        let sql = concat!("SELECT ", columns!(), " FROM job WHERE workshop = $1 AND id = $2");
        match self.one(sql, values![workshop, id]).await? {
            Some(row) => job(&row),
            None => Err(StoreError::NotFound { what: "job", id: id.to_owned() }),
        }
    }

    /// Newest first.
    pub async fn jobs(&mut self, workshop: &str) -> Result<Vec<Job>, StoreError> {
        let sql = concat!(
            "SELECT ",
            columns!(),
            " FROM job WHERE workshop = $1 ORDER BY created_at DESC, id LIMIT 200"
        );
        self.all(sql, values![workshop]).await?.iter().map(job).collect()
    }

    /// How many jobs of a workshop wait or run.
    pub async fn open_jobs(&mut self, workshop: &str) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM job WHERE workshop = $1 AND state IN ('queued', 'running')";
        Ok(self.number(sql, values![workshop]).await?.unwrap_or(0))
    }

    /// How many jobs are in each state, in all workshops.
    pub async fn jobs_by_state(&mut self) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT state, COUNT(*) FROM job GROUP BY state ORDER BY state";
        self.all(sql, values![]).await?.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
    }

    /// Takes the oldest waiting job, or one whose worker has given no sign of life for so long. A
    /// sign from the future is none either: the clock was set back. Of several who ask at once, one
    /// gets it.
    pub async fn claim_job(
        &mut self,
        now: Moment,
        silence_seconds: i64,
    ) -> Result<Option<Job>, StoreError> {
        let (dead, ahead) = (now.plus_seconds(-silence_seconds), now.plus_seconds(silence_seconds));
        self.run(
            "UPDATE job SET state = 'failed', finished_at = $1, \
             result = '{\"problem\": \"the worker died again and again\"}' \
             WHERE state = 'running' AND heartbeat_at NOT BETWEEN $2 AND $3 AND attempts >= $4",
            values![now, dead, ahead, MAX_ATTEMPTS],
        )
        .await?;
        // SQLite has one writer at a time: there is nothing to skip.
        let sql = if self.is_postgres() {
            concat!(
                "UPDATE job SET state = 'running', attempts = attempts + 1, started_at = $1, ",
                "heartbeat_at = $1 WHERE id = (SELECT id FROM job WHERE state = 'queued' ",
                "OR (state = 'running' AND heartbeat_at NOT BETWEEN $2 AND $3) ORDER BY created_at, id LIMIT 1 ",
                "FOR UPDATE SKIP LOCKED) RETURNING ",
                columns!()
            )
        } else {
            concat!(
                "UPDATE job SET state = 'running', attempts = attempts + 1, started_at = $1, ",
                "heartbeat_at = $1 WHERE id = (SELECT id FROM job WHERE state = 'queued' ",
                "OR (state = 'running' AND heartbeat_at NOT BETWEEN $2 AND $3) ORDER BY created_at, id LIMIT 1) ",
                "RETURNING ",
                columns!()
            )
        };
        self.one(sql, values![now, dead, ahead]).await?.map(|row| job(&row)).transpose()
    }

    /// A sign of life with how far it is; tells whether somebody asked it to stop.
    pub async fn beat(
        &mut self,
        job: &Job,
        progress: &Json,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE job SET progress = $3, heartbeat_at = $4 \
                   WHERE id = $1 AND attempts = $2 AND state = 'running' RETURNING stop";
        let values = values![&job.id, job.attempts, json(progress)?, now];
        let stop = self.number(sql, values).await?;
        // A job that runs no more has been taken away.
        Ok(stop != Some(0))
    }

    /// Ends a job that runs; `Changed` where it was taken away meanwhile.
    pub async fn finish_job(
        &mut self,
        job: &Job,
        state: JobState,
        result: &Json,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE job SET state = $3, result = $4, finished_at = $5 \
                   WHERE id = $1 AND attempts = $2 AND state = 'running'";
        let values = values![&job.id, job.attempts, state.code(), json(result)?, now];
        match self.run(sql, values).await? {
            0 => Err(StoreError::Changed { what: "job", id: job.id.clone() }),
            _ => Ok(()),
        }
    }

    /// Hands a job back to the queue, as if nobody had taken it.
    pub async fn hand_back_job(&mut self, job: &Job) -> Result<(), StoreError> {
        let sql = "UPDATE job SET state = 'queued', attempts = attempts - 1 \
                   WHERE id = $1 AND attempts = $2 AND state = 'running'";
        self.run(sql, values![&job.id, job.attempts]).await.map(|_| ())
    }

    /// Asks a job to stop: one that waits is cancelled at once, one that runs keeps its best.
    pub async fn stop_job(
        &mut self,
        workshop: &str,
        id: &str,
        now: Moment,
    ) -> Result<Job, StoreError> {
        self.run(
            "UPDATE job SET state = 'cancelled', finished_at = $3 \
             WHERE workshop = $1 AND id = $2 AND state = 'queued'",
            values![workshop, id, now],
        )
        .await?;
        let sql = "UPDATE job SET stop = 1 WHERE workshop = $1 AND id = $2 AND state = 'running'";
        self.run(sql, values![workshop, id]).await?;
        self.job(workshop, id).await
    }
}
