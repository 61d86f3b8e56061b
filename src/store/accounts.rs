//! Accounts, and what they may be in each workshop.

use super::secret::new_id;
use super::value::{Row, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::{Lang, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

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
    /// Whether other mails than the necessary ones are wanted.
    pub takes_mails: bool,
}

/// A role in a workshop; participants stand for a person of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    pub workshop: String,
    pub role: Role,
    pub person: Option<PersonId>,
}

/// A role of an account in a workshop.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    pub account: Account,
    pub role: Role,
    pub person: Option<PersonId>,
}

fn role(code: &str) -> Result<Role, StoreError> {
    Role::of(code)
        .ok_or_else(|| StoreError::Corrupt { what: "role", reason: format!("unknown {code:?}") })
}

pub(super) fn language(code: &str) -> Result<Lang, StoreError> {
    code.parse().map_err(|reason| StoreError::Corrupt { what: "language", reason })
}

pub(super) fn account(row: &Row, from: usize) -> Result<Account, StoreError> {
    Ok(Account {
        id: row.text(from)?,
        email: row.text(from + 1)?,
        name: row.text(from + 2)?,
        lang: language(&row.text(from + 3)?)?,
        administrator: row.flag(from + 4)?,
        takes_mails: row.flag(from + 5)?,
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

    /// Whether there is anybody who could sign in.
    pub async fn has_accounts(&mut self) -> Result<bool, StoreError> {
        Ok(self.one("SELECT id FROM account LIMIT 1", values![]).await?.is_some())
    }

    pub async fn account(&mut self, id: &str) -> Result<Account, StoreError> {
        let sql =
            "SELECT id, email, name, lang, administrator, takes_mails FROM account WHERE id = $1";
        match self.one(sql, values![id]).await? {
            Some(row) => account(&row, 0),
            None => Err(StoreError::NotFound { what: "account", id: id.to_owned() }),
        }
    }

    /// The names of those of them that are accounts.
    pub async fn names_of_accounts(
        &mut self,
        ids: impl Iterator<Item = &str>,
    ) -> Result<HashMap<String, String>, StoreError> {
        let mut names = HashMap::new();
        for id in ids.collect::<BTreeSet<_>>() {
            match self.account(id).await {
                Ok(account) => names.insert(account.id, account.name),
                Err(StoreError::NotFound { .. }) => None,
                Err(error) => return Err(error),
            };
        }
        Ok(names)
    }

    pub async fn account_of(&mut self, email: &str) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT id, email, name, lang, administrator, takes_mails FROM account \
                   WHERE email = $1";
        let row = self.one(sql, values![email.to_lowercase()]).await?;
        row.map(|row| account(&row, 0)).transpose()
    }

    pub async fn set_lang(&mut self, id: &str, lang: Lang) -> Result<(), StoreError> {
        let sql = "UPDATE account SET lang = $2 WHERE id = $1";
        self.run(sql, values![id, lang.code()]).await.map(|_| ())
    }

    /// Wants other mails than the necessary ones, or no more; those on their way are dropped then.
    pub async fn set_takes_mails(&mut self, id: &str, takes: bool) -> Result<(), StoreError> {
        let sql = "UPDATE account SET takes_mails = $2 WHERE id = $1";
        self.run(sql, values![id, takes]).await?;
        if !takes {
            let sql = "DELETE FROM mail WHERE account = $1 AND necessary = 0 \
                       AND state IN ('waiting', 'held', 'queued', 'failed')";
            self.run(sql, values![id]).await?;
        }
        Ok(())
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

    /// Takes a role away.
    pub async fn remove_membership(
        &mut self,
        account: &str,
        workshop: &str,
        role: Role,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM membership WHERE account = $1 AND workshop = $2 AND role = $3";
        match self.run(sql, values![account, workshop, role.code()]).await? {
            0 => Err(StoreError::NotFound { what: "member", id: account.to_owned() }),
            _ => Ok(()),
        }
    }

    /// Lets an account take in workshops, or no more.
    pub async fn set_administrator(&mut self, id: &str, is: bool) -> Result<(), StoreError> {
        let sql = "UPDATE account SET administrator = $2 WHERE id = $1";
        self.run(sql, values![id, is]).await.map(|_| ())
    }

    /// Everyone with a role in a workshop, by address and role.
    pub async fn members(&mut self, workshop: &str) -> Result<Vec<Member>, StoreError> {
        let sql = "SELECT m.role, m.person, \
                   a.id, a.email, a.name, a.lang, a.administrator, a.takes_mails FROM membership m JOIN account a ON a.id = m.account \
                   WHERE m.workshop = $1 ORDER BY a.email, m.role";
        let rows = self.all(sql, values![workshop]).await?;
        rows.iter()
            .map(|row| {
                Ok(Member {
                    role: role(&row.text(0)?)?,
                    person: row.maybe_text(1)?.map(PersonId),
                    account: account(row, 2)?,
                })
            })
            .collect()
    }

    /// Everything an account is, by workshop and role.
    pub async fn memberships(&mut self, account: &str) -> Result<Vec<Membership>, StoreError> {
        let sql = "SELECT workshop, role, person FROM membership WHERE account = $1 \
                   ORDER BY workshop, role";
        let rows = self.all(sql, values![account]).await?;
        rows.iter()
            .map(|row| {
                Ok(Membership {
                    workshop: row.text(0)?,
                    role: role(&row.text(1)?)?,
                    person: row.maybe_text(2)?.map(PersonId),
                })
            })
            .collect()
    }
}
