//! What somebody may prove who they are with beside their mailbox: a password, a generator of
//! one-time codes, recovery codes.

use super::value::values;
use super::{Secret, StoreError, Transaction};

/// A generator of one-time codes.
#[derive(Debug, Clone)]
pub struct OneTime {
    pub secret: Secret,
    /// A first code has shown that it works.
    pub confirmed: bool,
}

impl Transaction {
    /// The hash of an account's password, where it has one.
    pub async fn password_hash(&mut self, account: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT password_hash FROM account WHERE id = $1";
        match self.one(sql, values![account]).await? {
            Some(row) => row.maybe_text(0),
            None => Ok(None),
        }
    }

    /// Sets an account's password, or takes it away.
    pub async fn set_password_hash(
        &mut self,
        account: &str,
        hash: Option<String>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE account SET password_hash = $2 WHERE id = $1";
        self.run(sql, values![account, hash]).await.map(|_| ())
    }

    pub async fn one_time(&mut self, account: &str) -> Result<Option<OneTime>, StoreError> {
        let sql = "SELECT secret, confirmed FROM one_time WHERE account = $1";
        let row = self.one(sql, values![account]).await?;
        row.map(|row| Ok(OneTime { secret: Secret::of(&row.text(0)?), confirmed: row.flag(1)? }))
            .transpose()
    }

    /// A new generator, not confirmed yet; one that is confirmed stays, and is answered with
    /// `Exists`.
    pub async fn begin_one_time(
        &mut self,
        account: &str,
        secret: &Secret,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO one_time (account, secret) VALUES ($1, $2) ON CONFLICT (account) \
                   DO UPDATE SET secret = excluded.secret WHERE one_time.confirmed = 0";
        match self.run(sql, values![account, secret.reveal()]).await? {
            0 => Err(StoreError::Exists { what: "a generator of one-time codes" }),
            _ => Ok(()),
        }
    }

    /// Takes the code of a step, which confirms the generator; false where that step, or a later
    /// one, was taken before.
    pub async fn take_one_time_step(
        &mut self,
        account: &str,
        step: i64,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE one_time SET last_step = $2, confirmed = 1 \
                   WHERE account = $1 AND last_step < $2";
        Ok(self.run(sql, values![account, step]).await? > 0)
    }

    /// Forgets the generator and the recovery codes.
    pub async fn remove_one_time(&mut self, account: &str) -> Result<(), StoreError> {
        self.run("DELETE FROM recovery_code WHERE account = $1", values![account]).await?;
        self.run("DELETE FROM one_time WHERE account = $1", values![account]).await.map(|_| ())
    }

    /// New recovery codes in place of the old ones.
    pub async fn set_recovery_codes(
        &mut self,
        account: &str,
        codes: &[Secret],
    ) -> Result<(), StoreError> {
        self.run("DELETE FROM recovery_code WHERE account = $1", values![account]).await?;
        for code in codes {
            let sql = "INSERT INTO recovery_code (account, code_hash) VALUES ($1, $2)";
            self.run(sql, values![account, code.hash()]).await?;
        }
        Ok(())
    }

    /// Uses a recovery code up; false where it is none.
    pub async fn use_recovery_code(
        &mut self,
        account: &str,
        code: &Secret,
    ) -> Result<bool, StoreError> {
        let sql = "DELETE FROM recovery_code WHERE account = $1 AND code_hash = $2";
        Ok(self.run(sql, values![account, code.hash()]).await? > 0)
    }

    /// How many recovery codes are left.
    pub async fn recovery_codes(&mut self, account: &str) -> Result<i64, StoreError> {
        let sql = "SELECT COUNT(*) FROM recovery_code WHERE account = $1";
        Ok(self.number(sql, values![account]).await?.unwrap_or(0))
    }

    /// Signs all browsers out but one.
    pub async fn revoke_other_browsers(
        &mut self,
        account: &str,
        stays: &str,
    ) -> Result<(), StoreError> {
        let sql = "DELETE FROM credential WHERE account = $1 AND kind = 'browser' AND id <> $2";
        self.run(sql, values![account, stays]).await.map(|_| ())
    }

    /// Whose link this is, if it still holds; it is not used up.
    pub async fn owner_of_link(
        &mut self,
        link: &Secret,
        now: super::Moment,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT account FROM sign_in WHERE secret_hash = $1 AND used_at IS NULL \
                   AND expires_at > $2";
        self.one(sql, values![link.hash(), now]).await?.map(|row| row.text(0)).transpose()
    }
}
