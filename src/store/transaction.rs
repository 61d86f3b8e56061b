//! A transaction on either database: statements are written once, with `$1` placeholders.

use super::StoreError;
use super::value::{Row, Value};
use sqlx::{Postgres, Sqlite};

/// All or nothing. Dropped without `commit`, nothing is kept.
pub struct Transaction(pub(super) Inner);

pub(super) enum Inner {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

macro_rules! bound {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Int(n) => query.bind(n),
                Value::Text(text) => query.bind(text),
            };
        }
        query
    }};
}

impl Transaction {
    pub async fn commit(self) -> Result<(), StoreError> {
        match self.0 {
            Inner::Sqlite(tx) => tx.commit().await?,
            Inner::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Waits until nobody else is at this thing, and keeps it to itself until the end: whoever
    /// reads before writing sees what the one before has written.
    pub async fn turn_at(&mut self, thing: &str) -> Result<(), StoreError> {
        // SQLite has one writer at a time, who has everything to itself.
        if self.is_postgres() {
            let sql = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
            self.run(sql, vec![thing.into()]).await?;
        }
        Ok(())
    }

    pub(super) fn is_postgres(&self) -> bool {
        matches!(self.0, Inner::Postgres(_))
    }

    /// Runs a statement; how many rows it touched.
    pub(super) async fn run(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<u64, StoreError> {
        Ok(match &mut self.0 {
            Inner::Sqlite(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
            Inner::Postgres(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    pub(super) async fn all(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(match &mut self.0 {
            Inner::Sqlite(tx) => {
                let rows = bound!(sql, values).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Inner::Postgres(tx) => {
                let rows = bound!(sql, values).fetch_all(&mut **tx).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(super) async fn one(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// The whole number in the first column of the first row.
    pub(super) async fn number(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<i64>, StoreError> {
        match self.one(sql, values).await? {
            Some(row) => row.maybe_int(0),
            None => Ok(None),
        }
    }
}
