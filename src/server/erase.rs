//! Erasing from the command line: somebody by address, everywhere, or a person of one workshop.

use super::demo::BY_PROGRAM;
use super::run::StartError;
use super::settings::Settings;
use crate::app::Clock;
use crate::domain::PersonId;
use crate::store::{Moment, NewEntry, Store, StoreError, Transaction};
use serde_json::Value;

/// Whom to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// An account with all people that it stands for.
    Address(String),
    /// A person of a workshop.
    Person { workshop: String, person: String },
}

/// Erases somebody; how many people of workshops that were.
pub async fn erase(settings: &Settings, whom: &Whom) -> Result<usize, StartError> {
    let store = Store::open(&settings.database_address()).await?;
    let mut tx = store.write().await?;
    let mut people = Vec::new();
    match whom {
        Whom::Person { workshop, person } => {
            people.push((workshop.clone(), PersonId::new(person)));
        }
        Whom::Address(email) => {
            let account = known(&mut tx, email).await?;
            for m in tx.memberships(&account.id).await? {
                people.extend(m.person.map(|person| (m.workshop, person)));
            }
        }
    }
    for (workshop, person) in &people {
        tx.erase_person(workshop, person).await?;
        tx.note(&NewEntry {
            workshop,
            at: Moment::from(Clock::now()),
            account: BY_PROGRAM,
            on_behalf_of: None,
            verb: "erase",
            subject: &format!("person {}", person.as_str()),
            before: None,
            after: None,
        })
        .await?;
    }
    // Where it had other roles, the account is still there.
    if let Whom::Address(email) = whom
        && let Some(account) = tx.account_of(email).await?
    {
        tx.erase_account(&account).await?;
    }
    tx.commit().await?;
    store.close().await;
    Ok(people.len())
}

/// Everything that somebody has given.
pub async fn personal_data(settings: &Settings, email: &str) -> Result<Value, StartError> {
    let store = Store::open(&settings.database_address()).await?;
    let mut tx = store.read().await?;
    let account = known(&mut tx, email).await?;
    let data = tx.personal_data(&account).await?;
    drop(tx);
    store.close().await;
    Ok(data)
}

async fn known(tx: &mut Transaction, email: &str) -> Result<crate::store::Account, StoreError> {
    let account = tx.account_of(email).await?;
    account.ok_or_else(|| StoreError::NotFound { what: "account", id: email.to_owned() })
}
