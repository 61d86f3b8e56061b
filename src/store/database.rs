//! The database: SQLite in a file, or PostgreSQL at an address.

use super::transaction::{Inner, Transaction};
use super::{StoreError, migrations};
use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection, Executor};
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

/// How long a transaction waits for its turn.
const WAIT: Duration = Duration::from_secs(10);
const READERS: u32 = 8;
const CONNECTIONS: u32 = 16;

/// What is remembered. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store(pub(super) Pools);

#[derive(Debug, Clone)]
pub(super) enum Pools {
    /// SQLite has one writer at a time: one connection writes, so that writers queue in order.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

/// Connections that are given up where a transaction stayed open: its end could not be written.
fn whole() -> SqlitePoolOptions {
    SqlitePoolOptions::new().acquire_timeout(WAIT).before_acquire(|connection, _| {
        Box::pin(async move { Ok(!connection.is_in_transaction()) })
    })
}

impl Store {
    /// Opens `sqlite:FILE` or `postgres://…` and brings the schema up to date.
    pub async fn open(address: &str) -> Result<Store, StoreError> {
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            // Whoever hangs in the midst of a transaction keeps nothing locked for long.
            let options = PgPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(WAIT);
            let options = options.after_connect(|connection, _| {
                let sql = "SET idle_in_transaction_session_timeout = '60s'";
                Box::pin(async move { connection.execute(sql).await.map(|_| ()) })
            });
            let pool = options.connect(address).await?;
            migrations::postgres().run(&pool).await.map_err(migrations::failed)?;
            return Ok(Store(Pools::Postgres(pool)));
        }
        match address.strip_prefix("sqlite:") {
            Some(file) => Store::open_file(Path::new(file)).await,
            None => Err(StoreError::Address(address.to_owned())),
        }
    }

    /// Opens a SQLite file, which is made where there is none.
    pub async fn open_file(file: &Path) -> Result<Store, StoreError> {
        let options = SqliteConnectOptions::from_str("sqlite:")?
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(WAIT);
        let one = whole().max_connections(1);
        let writer = one.connect_with(options.clone()).await?;
        migrations::sqlite().run(&writer).await.map_err(migrations::failed)?;
        let many = whole().max_connections(READERS);
        let readers = many.connect_with(options).await?;
        Ok(Store(Pools::Sqlite { readers, writer }))
    }

    /// A transaction that only reads, and sees everything as it stood at its first statement.
    pub async fn read(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(match &self.0 {
            Pools::Sqlite { readers, .. } => Inner::Sqlite(readers.begin().await?),
            Pools::Postgres(pool) => Inner::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        }))
    }

    /// A transaction that may write. Nothing of it is kept unless it is committed.
    pub async fn write(&self) -> Result<Transaction, StoreError> {
        Ok(Transaction(match &self.0 {
            Pools::Sqlite { writer, .. } => {
                Inner::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres(pool) => Inner::Postgres(pool.begin().await?),
        }))
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let mut tx = self.read().await?;
        tx.one("SELECT COUNT(*) FROM workshop", Vec::new()).await.map(|_| ())
    }

    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}
