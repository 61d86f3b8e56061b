//! Accounts, and what they may be in each workshop.

use super::secret::new_id;
use super::value::{Row, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::{Lang, PersonId};
use serde::{Deserialize, Serialize};

/// What somebody is in a workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Organizer,
    Coordinator,
    Company,
    Academic,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Organizer, Role::Coordinator, Role::Company, Role::Academic];

    pub fn code(self) -> &'static str {
        match self {
            Role::Organizer => "organizer",
            Role::Coordinator => "coordinator",
            Role::Company => "company",
            Role::Academic => "academic",
        }
    }

    pub fn of(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    pub id: String,
    pub email: String,
    pub name: String,
    pub lang: Lang,
    pub administrator: bool,
}

/// A role in a workshop; participants stand for a person of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    pub workshop: String,
    pub role: Role,
    pub person: Option<PersonId>,
}

pub(super) fn account(row: &Row, from: usize) -> Result<Account, StoreError> {
    let lang = row.text(from + 3)?;
    Ok(Account {
        id: row.text(from)?,
        email: row.text(from + 1)?,
        name: row.text(from + 2)?,
        lang: lang.parse().map_err(|reason| StoreError::Corrupt { what: "language", reason })?,
        administrator: row.flag(from + 4)?,
    })
}

impl Transaction {
    /// A new account; the address is what it is known by.
    pub async fn add_account(
        &mut self,
        email: &str,
        name: &str,
        lang: Lang,
        now: Moment,
    ) -> Result<Account, StoreError> {
        let id = new_id()?;
        self.run(
            "INSERT INTO account (id, email, name, lang, created_at) VALUES ($1, $2, $3, $4, $5)",
            values![&id, email.to_lowercase(), name, lang.code(), now],
        )
        .await?;
        self.account(&id).await
    }

    pub async fn account(&mut self, id: &str) -> Result<Account, StoreError> {
        let sql = "SELECT id, email, name, lang, administrator FROM account WHERE id = $1";
        match self.one(sql, values![id]).await? {
            Some(row) => account(&row, 0),
            None => Err(StoreError::NotFound { what: "account", id: id.to_owned() }),
        }
    }

    pub async fn account_of(&mut self, email: &str) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT id, email, name, lang, administrator FROM account WHERE email = $1";
        let row = self.one(sql, values![email.to_lowercase()]).await?;
        row.map(|row| account(&row, 0)).transpose()
    }

    pub async fn set_lang(&mut self, id: &str, lang: Lang) -> Result<(), StoreError> {
        let sql = "UPDATE account SET lang = $2 WHERE id = $1";
        self.run(sql, values![id, lang.code()]).await.map(|_| ())
    }

    pub async fn add_membership(
        &mut self,
        account: &str,
        workshop: &str,
        role: Role,
        person: Option<&PersonId>,
    ) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO membership (account, workshop, role, person) VALUES ($1, $2, $3, $4)",
            values![account, workshop, role.code(), person.map(|p| p.0.clone())],
        )
        .await
        .map(|_| ())
    }

    /// Everything an account is, by workshop and role.
    pub async fn memberships(&mut self, account: &str) -> Result<Vec<Membership>, StoreError> {
        let sql = "SELECT workshop, role, person FROM membership WHERE account = $1 \
                   ORDER BY workshop, role";
        let rows = self.all(sql, values![account]).await?;
        rows.iter()
            .map(|row| {
                let role = row.text(1)?;
                Ok(Membership {
                    workshop: row.text(0)?,
                    role: Role::of(&role).ok_or_else(|| StoreError::Corrupt {
                        what: "role",
                        reason: format!("unknown {role:?}"),
                    })?,
                    person: row.maybe_text(2)?.map(PersonId),
                })
            })
            .collect()
    }
}
