//! The first account, made from the command line: nobody could invite it.

use super::mail::is_address;
use super::run::{StartError, make_private};
use super::settings::database_address;
use crate::app::Clock;
use crate::domain::Lang;
use crate::store::{Moment, Store};
use std::path::Path;

/// How long the link holds.
const LINK_SECONDS: i64 = 24 * 3600;

/// Makes an account an administrator, and the account where there is none; returns the path of a
/// link that signs it in once, within a day.
pub async fn add_administrator(
    data_dir: &Path,
    database: Option<&str>,
    email: &str,
    name: &str,
    lang: Lang,
) -> Result<String, StartError> {
    if !is_address(email) || name.trim().is_empty() || name.chars().count() > 200 {
        return Err(StartError::Failed(format!(
            "the address is {email:?} and the name {name:?}; expected an address such as \
             hanako@example.jp and a name of at most 200 characters"
        )));
    }
    make_private(data_dir).map_err(|e| StartError::DataDir {
        path: data_dir.display().to_string(),
        reason: e.to_string(),
    })?;
    let store = Store::open(&database_address(data_dir, database)).await?;
    let now = Moment::from(Clock::now());
    let mut tx = store.write().await?;
    let account = match tx.account_of(email).await? {
        Some(account) => account,
        None => tx.add_account(email, name.trim(), lang, now).await?,
    };
    tx.set_administrator(&account.id, true).await?;
    let sign_in = tx.add_sign_in(&account.id, now.plus_seconds(LINK_SECONDS)).await?;
    tx.commit().await?;
    store.close().await;
    Ok(format!("/sign-in/{}", sign_in.link.reveal()))
}
