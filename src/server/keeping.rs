//! Keeping what is remembered: copies, their return, and a look at its health.

use super::run::{StartError, make_private};
use super::settings::{Settings, database_address};
use super::smtp::reachable;
use crate::app::Clock;
use crate::store::{Moment, Store, StoreError};
use std::path::Path;

/// What `doctor` looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Health {
    pub workshops: usize,
    /// What is wrong, in words; empty where all is well.
    pub faults: Vec<String>,
}

fn at(path: &Path, reason: impl std::fmt::Display) -> StartError {
    StartError::Failed(format!("{}: {reason}", path.display()))
}

/// Copies the database into a new file, also while the service runs, and looks whether the copy is
/// sound.
pub async fn backup(
    data_dir: &Path,
    database: Option<&str>,
    file: &Path,
) -> Result<(), StartError> {
    if file.exists() {
        return Err(at(file, "is there already; choose another name"));
    }
    if database.is_none() && !data_dir.join("enishi.sqlite").exists() {
        return Err(at(data_dir, "holds no database; choose another with --data-dir"));
    }
    let address = database_address(data_dir, database);
    if address.starts_with("postgres") {
        return Err(StartError::Failed(by_its_own_tools(file)));
    }
    let store = Store::open(&address).await?;
    store.backup(file).await?;
    store.close().await;
    sound(file).await
}

/// How PostgreSQL is copied and comes back. Its address may hold a password, so it is not repeated.
fn by_its_own_tools(file: &Path) -> String {
    let file = file.display();
    format!(
        "PostgreSQL is copied by its own tools, also while the service runs:\n  \
         pg_dump --format=custom --file={file} \"$DATABASE_URL\"\n\
         It comes back in a new, empty database:\n  \
         pg_restore --no-owner --exit-on-error --dbname=\"$DATABASE_URL\" {file}\n  \
         enishi doctor --database \"$DATABASE_URL\""
    )
}

/// Whether a copy can be used; its schema is brought up to date by that.
async fn sound(file: &Path) -> Result<(), StartError> {
    let store = Store::open_file(file).await.map_err(|e| at(file, e))?;
    let faults = store.faults().await;
    store.close().await;
    match faults.map_err(|e| at(file, e))?.first() {
        Some(fault) => Err(at(file, format!("is damaged: {fault}; take another copy"))),
        None => Ok(()),
    }
}

/// Puts a copy into a data folder that holds no database yet.
pub async fn restore(file: &Path, data_dir: &Path) -> Result<(), StartError> {
    let place = data_dir.join("enishi.sqlite");
    if place.exists() {
        return Err(at(&place, "is there already; restore into another folder"));
    }
    make_private(data_dir).map_err(|e| at(data_dir, e))?;
    let coming = data_dir.join("enishi.sqlite.coming");
    std::fs::copy(file, &coming).map_err(|e| at(file, e))?;
    if let Err(error) = sound(&coming).await {
        // The copy of what cannot be used is of no use either.
        let _ = std::fs::remove_file(&coming);
        return Err(error);
    }
    std::fs::rename(&coming, &place).map_err(|e| at(&place, e))
}

/// Looks whether the service could work with what is there.
pub async fn doctor(settings: &Settings) -> Result<Health, StartError> {
    let (data_dir, database) = (settings.data_dir.as_path(), settings.database.as_deref());
    if database.is_none() && !data_dir.join("enishi.sqlite").exists() {
        return Err(at(data_dir, "holds no database; choose another with --data-dir"));
    }
    let mut health = Health { workshops: 0, faults: Vec::new() };
    health.faults.extend(open_folder(data_dir));
    // What cannot be read is a finding here, no failure.
    if let Err(error) = look(&database_address(data_dir, database), &mut health).await {
        if matches!(error, StoreError::Address(_)) {
            return Err(error.into());
        }
        health.faults.push(error.to_string());
    }
    if let Some(smtp) = &settings.smtp
        && let Err(why) = reachable(smtp).await
    {
        health.faults.push(format!("mail server {}: {why}", smtp.host));
    }
    Ok(health)
}

/// Reads everything there is, and notes what is wrong with it.
async fn look(address: &str, health: &mut Health) -> Result<(), StoreError> {
    let store = Store::open(address).await?;
    health.faults.extend(store.faults().await?);
    let workshops = store.read().await?.workshops().await?;
    health.workshops = workshops.len();
    let now = Moment::from(Clock::now());
    for head in &workshops {
        let newest = store.read().await?.history(head.id.as_str(), None, 1).await?;
        if newest.iter().any(|entry| entry.at > now) {
            health.faults.push(format!(
                "workshop {:?}: something happened in the future; see whether the clock of this \
                 machine is right",
                head.id.as_str()
            ));
        }
        if let Err(error) = store.read().await?.workshop(head.id.as_str(), true).await {
            health.faults.push(format!("workshop {:?}: {error}", head.id.as_str()));
        }
    }
    store.close().await;
    Ok(())
}

/// Set where others on the machine may look into the data folder.
fn open_folder(dir: &Path) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(dir).ok()?.permissions().mode();
        if mode & 0o077 != 0 {
            let dir = dir.display();
            return Some(format!("{dir}: others may look into it; run chmod 700 {dir}"));
        }
    }
    None
}
