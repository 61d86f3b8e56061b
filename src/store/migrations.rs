//! The schema's history, forwards only, compiled in.

use super::StoreError;
use include_dir::{Dir, include_dir};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

static SQLITE: Dir = include_dir!("$CARGO_MANIFEST_DIR/migrations/sqlite");
static POSTGRES: Dir = include_dir!("$CARGO_MANIFEST_DIR/migrations/postgres");

pub(super) fn sqlite() -> Migrator {
    migrator(&SQLITE)
}

pub(super) fn postgres() -> Migrator {
    migrator(&POSTGRES)
}

/// `0001_what_it_does.sql` and so on, in the order of their numbers.
fn migrator(folder: &'static Dir) -> Migrator {
    let mut migrations: Vec<Migration> = folder
        .files()
        .filter_map(|file| {
            let name = file.path().file_stem()?.to_str()?;
            let (number, what) = name.split_once('_')?;
            let sql = AssertSqlSafe(file.contents_utf8()?).into_sql_str();
            let version = number.parse().ok()?;
            Some(Migration::new(version, what.into(), MigrationType::Simple, sql, false))
        })
        .collect();
    migrations.sort_by_key(|m| m.version);
    Migrator { migrations: migrations.into(), ..Migrator::DEFAULT }
}

pub(super) fn failed(error: sqlx::migrate::MigrateError) -> StoreError {
    StoreError::Refused(format!("the schema could not be brought up to date: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_databases_have_the_same_history() {
        let names = |m: &Migrator| {
            m.migrations.iter().map(|m| (m.version, m.description.clone())).collect::<Vec<_>>()
        };
        assert!(!names(&sqlite()).is_empty());
        assert_eq!(names(&sqlite()), names(&postgres()));
    }
}
