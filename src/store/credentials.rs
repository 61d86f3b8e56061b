//! What proves who somebody is: signed-in browsers, access tokens, mailed links.

use super::accounts::account;
use super::secret::new_id;
use super::value::values;
use super::{Account, Moment, Secret, StoreError, Transaction};
use serde::{Deserialize, Serialize};

/// Wrong codes after which a mailed code is void.
const MAX_TRIES: i64 = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    Browser,
    Token,
}

impl CredentialKind {
    pub fn code(self) -> &'static str {
        match self {
            CredentialKind::Browser => "browser",
            CredentialKind::Token => "token",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Read,
    Write,
}

impl Scope {
    pub fn code(self) -> &'static str {
        match self {
            Scope::Read => "read",
            Scope::Write => "write",
        }
    }
}

/// A signed-in browser or an access token, without its secret.
#[derive(Debug, Clone, PartialEq)]
pub struct Credential {
    pub id: String,
    pub kind: CredentialKind,
    pub label: String,
    pub scope: Scope,
    pub created_at: Moment,
    pub expires_at: Moment,
}

/// A sign-in that was asked for: a link's secret and a code to type, both for once.
#[derive(Debug, Clone)]
pub struct NewSignIn {
    pub link: Secret,
    pub code: Secret,
}

fn credential(row: &super::value::Row) -> Result<Credential, StoreError> {
    Ok(Credential {
        id: row.text(0)?,
        kind: match row.text(1)?.as_str() {
            "browser" => CredentialKind::Browser,
            _ => CredentialKind::Token,
        },
        label: row.text(2)?,
        scope: match row.text(3)?.as_str() {
            "write" => Scope::Write,
            _ => Scope::Read,
        },
        created_at: Moment(row.int(4)?),
        expires_at: Moment(row.int(5)?),
    })
}

impl Transaction {
    /// A new browser session or token. The secret is known to whoever gets it here, and to nobody
    /// afterwards.
    pub async fn add_credential(
        &mut self,
        account: &str,
        kind: CredentialKind,
        label: &str,
        scope: Scope,
        now: Moment,
        expires_at: Moment,
    ) -> Result<(Credential, Secret), StoreError> {
        let (id, secret) = (new_id()?, Secret::new()?);
        self.run(
            "INSERT INTO credential (id, secret_hash, account, kind, label, scope, created_at, \
             expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            values![&id, secret.hash(), account, kind.code(), label, scope.code(), now, expires_at],
        )
        .await?;
        let label = label.to_owned();
        Ok((Credential { id, kind, label, scope, created_at: now, expires_at }, secret))
    }

    /// Whose secret this is, if it still holds.
    pub async fn who(
        &mut self,
        secret: &Secret,
        now: Moment,
    ) -> Result<Option<(Account, Credential)>, StoreError> {
        let sql = "SELECT c.id, c.kind, c.label, c.scope, c.created_at, c.expires_at, \
                   a.id, a.email, a.name, a.lang, a.administrator, a.takes_mails \
                   FROM credential c JOIN account a ON a.id = c.account \
                   WHERE c.secret_hash = $1 AND c.expires_at > $2";
        let row = self.one(sql, values![secret.hash(), now]).await?;
        row.map(|row| Ok((account(&row, 6)?, credential(&row)?))).transpose()
    }

    pub async fn credentials(&mut self, account: &str) -> Result<Vec<Credential>, StoreError> {
        let sql = "SELECT id, kind, label, scope, created_at, expires_at FROM credential \
                   WHERE account = $1 ORDER BY created_at DESC, id";
        self.all(sql, values![account]).await?.iter().map(credential).collect()
    }

    pub async fn revoke(&mut self, account: &str, id: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM credential WHERE account = $1 AND id = $2";
        match self.run(sql, values![account, id]).await? {
            0 => Err(StoreError::NotFound { what: "credential", id: id.to_owned() }),
            _ => Ok(()),
        }
    }

    /// A link and a code to sign in with, good until `expires_at`. Earlier ones stay good: somebody
    /// else's asking locks nobody out.
    pub async fn add_sign_in(
        &mut self,
        account: &str,
        expires_at: Moment,
    ) -> Result<NewSignIn, StoreError> {
        let new = NewSignIn { link: Secret::new()?, code: Secret::code()? };
        self.run(
            "INSERT INTO sign_in (secret_hash, code_hash, account, expires_at) \
             VALUES ($1, $2, $3, $4)",
            values![new.link.hash(), new.code.hash(), account, expires_at],
        )
        .await?;
        Ok(new)
    }

    /// Uses a link up; whose it was, or nothing where it does not hold (any more).
    pub async fn use_link(
        &mut self,
        link: &Secret,
        now: Moment,
    ) -> Result<Option<Account>, StoreError> {
        let sql = "UPDATE sign_in SET used_at = $2 WHERE secret_hash = $1 AND used_at IS NULL \
                   AND expires_at > $2 RETURNING account";
        match self.one(sql, values![link.hash(), now]).await? {
            Some(row) => Ok(Some(self.account(&row.text(0)?).await?)),
            None => Ok(None),
        }
    }

    /// Uses a code up. A wrong one counts as a try at every sign-in of that address that is open.
    pub async fn use_code(
        &mut self,
        email: &str,
        code: &Secret,
        now: Moment,
    ) -> Result<Option<Account>, StoreError> {
        let Some(account) = self.account_of(email).await? else { return Ok(None) };
        let used = self
            .run(
                "UPDATE sign_in SET used_at = $3 WHERE account = $1 AND code_hash = $2 \
                 AND used_at IS NULL AND expires_at > $3 AND tries < $4",
                values![&account.id, code.hash(), now, MAX_TRIES],
            )
            .await?;
        if used > 0 {
            return Ok(Some(account));
        }
        self.run(
            "UPDATE sign_in SET tries = tries + 1 WHERE account = $1 AND used_at IS NULL \
             AND expires_at > $2",
            values![&account.id, now],
        )
        .await?;
        Ok(None)
    }
}
