//! Copies of the database, and whether it is sound.

use super::database::Pools;
use super::{Store, StoreError};
use sqlx::Row;
use std::path::Path;

impl Store {
    /// Writes a copy of SQLite's database as of now into a new file, while others go on writing.
    /// PostgreSQL has tools of its own for that.
    pub async fn backup(&self, file: &Path) -> Result<(), StoreError> {
        let Pools::Sqlite { readers, .. } = &self.0 else {
            return Err(StoreError::Refused(
                "PostgreSQL is backed up by its own tools: pg_dump --format=custom".into(),
            ));
        };
        let name = file.display().to_string();
        sqlx::query("VACUUM INTO $1").bind(name).execute(readers).await?;
        Ok(())
    }

    /// What is wrong in the database itself; empty where it is sound. Reads all of it on SQLite; on
    /// PostgreSQL only asks whether it answers, for its own checks stand watch there.
    pub async fn faults(&self) -> Result<Vec<String>, StoreError> {
        let Pools::Sqlite { readers, .. } = &self.0 else {
            self.ready().await?;
            return Ok(Vec::new());
        };
        let mut faults = Vec::new();
        for row in sqlx::query("PRAGMA integrity_check").fetch_all(readers).await? {
            let said: String = row.try_get(0)?;
            if said != "ok" {
                faults.push(said);
            }
        }
        for row in sqlx::query("PRAGMA foreign_key_check").fetch_all(readers).await? {
            let table: String = row.try_get(0)?;
            faults.push(format!("a row of {table} belongs to nothing"));
        }
        Ok(faults)
    }
}
