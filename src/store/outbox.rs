//! Mails: those that wait for an organizer's word, and those on their way.

use super::accounts::language;
use super::secret::new_id;
use super::value::{Row, values};
use super::{Account, Moment, Secret, StoreError, Transaction};
use crate::domain::{Lang, PersonId};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// For the organizer's word.
    Waiting,
    Held,
    /// To be sent as soon as it can be.
    Queued,
    /// Claimed by one who hands it over.
    Sending,
    Sent,
    /// Given up.
    Failed,
}

impl MailState {
    const ALL: [MailState; 6] = [
        MailState::Waiting,
        MailState::Held,
        MailState::Queued,
        MailState::Sending,
        MailState::Sent,
        MailState::Failed,
    ];

    pub fn code(self) -> &'static str {
        match self {
            MailState::Waiting => "waiting",
            MailState::Held => "held",
            MailState::Queued => "queued",
            MailState::Sending => "sending",
            MailState::Sent => "sent",
            MailState::Failed => "failed",
        }
    }

    /// Whether it is out of the organizer's hands.
    pub fn is_under_way(self) -> bool {
        matches!(self, MailState::Queued | MailState::Sending | MailState::Sent)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Mail {
    pub workshop: String,
    pub id: String,
    pub account: String,
    pub to: String,
    pub to_name: String,
    pub person: PersonId,
    pub publication: i64,
    pub subject: String,
    pub body: String,
    pub state: MailState,
    pub created_at: Moment,
    pub sent_at: Option<Moment>,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it has not gone out.
    pub problem: Option<String>,
    /// How long a link to sign in with holds that takes the place of `{link}` in the body.
    pub link_seconds: Option<i64>,
    /// The language of its reader.
    pub lang: Lang,
    /// Goes out to those too who want no mails.
    pub necessary: bool,
}

/// A mail that is of no publication.
const NO_PUBLICATION: i64 = 0;

#[derive(Debug, Clone, Copy)]
pub struct NewMail<'a> {
    pub workshop: &'a str,
    pub account: &'a str,
    /// Empty where the account stands for nobody.
    pub person: &'a str,
    pub publication: i64,
    pub subject: &'a str,
    pub body: &'a str,
    /// Goes out without an organizer's word.
    pub at_once: bool,
    /// Goes out to those too who want no mails: what lets somebody in, or answers their own asking.
    pub necessary: bool,
    pub link_seconds: Option<i64>,
    pub created_at: Moment,
}

impl<'a> NewMail<'a> {
    /// A mail of no publication that waits for the organizer's word, for those who want mails.
    pub fn new(
        workshop: &'a str,
        account: &'a str,
        person: &'a str,
        (subject, body): &'a (String, String),
        created_at: Moment,
    ) -> NewMail<'a> {
        NewMail {
            workshop,
            account,
            person,
            publication: NO_PUBLICATION,
            subject,
            body,
            at_once: false,
            necessary: false,
            link_seconds: None,
            created_at,
        }
    }
}

fn mail(row: &Row) -> Result<Mail, StoreError> {
    let state = row.text(7)?;
    Ok(Mail {
        id: row.text(0)?,
        to: row.text(1)?,
        to_name: row.text(2)?,
        person: PersonId(row.text(3)?),
        publication: row.int(4)?,
        subject: row.text(5)?,
        body: row.text(6)?,
        state: MailState::ALL.into_iter().find(|s| s.code() == state).ok_or_else(|| {
            StoreError::Corrupt { what: "mail", reason: format!("unknown state {state:?}") }
        })?,
        created_at: Moment(row.int(8)?),
        sent_at: row.maybe_int(9)?.map(Moment),
        attempts: row.int(10)?,
        problem: row.maybe_text(11)?,
        link_seconds: row.maybe_int(12)?,
        workshop: row.text(13)?,
        account: row.text(14)?,
        lang: language(&row.text(15)?)?,
        necessary: row.flag(16)?,
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, a.email, a.name, m.person, m.publication, m.subject, m.body, m.state, ",
            "m.created_at, m.sent_at, m.attempts, m.problem, m.link_seconds, m.workshop, ",
            "m.account, a.lang, m.necessary FROM mail m JOIN account a ON a.id = m.account ",
            $rest
        )
    };
}

/// The mail that is due longest. What was never tried waits for nothing.
macro_rules! due {
    () => {
        "SELECT workshop, id FROM mail WHERE state = 'queued' \
         AND (attempts = 0 OR next_at <= $1 OR next_at > $2) \
         AND (necessary = 1 OR account IN (SELECT id FROM account WHERE takes_mails = 1)) \
         ORDER BY next_at, id LIMIT 1"
    };
}

impl Transaction {
    /// Puts a mail into the outbox, where it waits, or goes out at once. Who wants no mails gets
    /// none but the necessary ones.
    pub async fn add_mail(&mut self, new: &NewMail<'_>) -> Result<(), StoreError> {
        if !new.necessary && !self.account(new.account).await?.takes_mails {
            return Ok(());
        }
        let state = if new.at_once { MailState::Queued } else { MailState::Waiting };
        self.run(
            "INSERT INTO mail (workshop, id, account, person, publication, subject, body, state, \
             link_seconds, created_at, next_at, necessary) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)",
            values![
                new.workshop,
                new_id()?,
                new.account,
                new.person,
                new.publication,
                new.subject,
                new.body,
                state.code(),
                new.link_seconds,
                new.created_at,
                new.necessary
            ],
        )
        .await
        .map(|_| ())
    }

    /// Forgets the mails of publications that are not under way: a newer one says what they would
    /// have said. Publication 0 is none; such a mail stays.
    pub async fn drop_unsent_mails(&mut self, workshop: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM mail WHERE workshop = $1 AND publication > 0 \
                   AND state IN ('waiting', 'held', 'failed')";
        self.run(sql, values![workshop]).await.map(|_| ())
    }

    /// What stands in the link by which the reader of a mail wants no more of them. It opens nothing
    /// else; its hash alone is kept.
    pub async fn unsubscribe_secret(&mut self, mail: &Mail) -> Result<Secret, StoreError> {
        let secret = Secret::new()?;
        let sql = "UPDATE mail SET unsubscribe_hash = $3 WHERE workshop = $1 AND id = $2";
        self.run(sql, values![&mail.workshop, &mail.id, secret.hash()]).await?;
        Ok(secret)
    }

    /// Whose mails such a link is about.
    pub async fn reader_of(&mut self, secret: &Secret) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT account FROM mail WHERE unsubscribe_hash = $1";
        match self.one(sql, values![secret.hash()]).await? {
            Some(row) => Ok(Some(self.account(&row.text(0)?).await?)),
            None => Ok(None),
        }
    }

    /// Newest first.
    pub async fn mails(&mut self, workshop: &str) -> Result<Vec<Mail>, StoreError> {
        let sql = select!("WHERE m.workshop = $1 ORDER BY m.created_at DESC, m.id");
        self.all(sql, values![workshop]).await?.iter().map(mail).collect()
    }

    /// How many mails are in each state, in all workshops.
    pub async fn mails_by_state(&mut self) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT state, COUNT(*) FROM mail GROUP BY state ORDER BY state";
        self.all(sql, values![]).await?.iter().map(|row| Ok((row.text(0)?, row.int(1)?))).collect()
    }

    pub async fn mail(&mut self, workshop: &str, id: &str) -> Result<Mail, StoreError> {
        let sql = select!("WHERE m.workshop = $1 AND m.id = $2");
        match self.one(sql, values![workshop, id]).await? {
            Some(row) => mail(&row),
            None => Err(StoreError::NotFound { what: "mail", id: id.to_owned() }),
        }
    }

    /// Changes a mail that is not under way. One that was given up waits again.
    pub async fn edit_mail(
        &mut self,
        workshop: &str,
        id: &str,
        subject: &str,
        body: &str,
        state: MailState,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET subject = $3, body = $4, state = $5, attempts = 0, \
                   problem = NULL \
                   WHERE workshop = $1 AND id = $2 AND state IN ('waiting', 'held', 'failed')";
        match self.run(sql, values![workshop, id, subject, body, state.code()]).await? {
            0 => {
                self.mail(workshop, id).await?;
                Err(StoreError::Immutable)
            }
            _ => Ok(()),
        }
    }

    /// Lets a mail that waits go out.
    pub async fn queue_mail(
        &mut self,
        workshop: &str,
        id: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET state = 'queued', next_at = $3 \
                   WHERE workshop = $1 AND id = $2 AND state = 'waiting'";
        match self.run(sql, values![workshop, id, now]).await? {
            0 => Err(StoreError::Changed { what: "mail", id: id.to_owned() }),
            _ => Ok(()),
        }
    }

    /// Claims the mail that is due longest: of several who ask, one gets it. Mails that were claimed
    /// longer ago than `lost_seconds` and not heard of since are given up: nobody knows whether they
    /// went out. What waits for a moment further ahead than `longest_wait_seconds` waits no more: the
    /// clock was set back.
    pub async fn claim_mail(
        &mut self,
        now: Moment,
        lost_seconds: i64,
        longest_wait_seconds: i64,
    ) -> Result<Option<Mail>, StoreError> {
        self.run(
            "UPDATE mail SET state = 'failed', problem = 'the service ended while it was being \
             sent: nobody knows whether it went out' \
             WHERE state = 'sending' AND next_at NOT BETWEEN $1 AND $2",
            values![now.plus_seconds(-lost_seconds), now.plus_seconds(lost_seconds)],
        )
        .await?;
        // SQLite has one writer at a time: there is nothing to skip.
        let sql =
            if self.is_postgres() { concat!(due!(), " FOR UPDATE SKIP LOCKED") } else { due!() };
        let ahead = now.plus_seconds(longest_wait_seconds);
        let Some(row) = self.one(sql, values![now, ahead]).await? else { return Ok(None) };
        let (workshop, id) = (row.text(0)?, row.text(1)?);
        let sql = "UPDATE mail SET state = 'sending', attempts = attempts + 1, next_at = $3 \
                   WHERE workshop = $1 AND id = $2";
        self.run(sql, values![&workshop, &id, now]).await?;
        self.mail(&workshop, &id).await.map(Some)
    }

    /// Notes what became of a mail that was claimed: it went out, is to be tried again at a moment,
    /// or is given up.
    pub async fn mail_handled(
        &mut self,
        mail: &Mail,
        handled: &MailHandled,
        now: Moment,
    ) -> Result<(), StoreError> {
        let (state, sent_at, next_at, problem) = match handled {
            MailHandled::Sent => (MailState::Sent, Some(now), None, None),
            MailHandled::Later { at, why } => (MailState::Queued, None, Some(*at), Some(why)),
            MailHandled::GivenUp { why } => (MailState::Failed, None, None, Some(why)),
        };
        let sql = "UPDATE mail SET state = $3, sent_at = $4, next_at = $5, problem = $6 \
                   WHERE workshop = $1 AND id = $2 AND state = 'sending'";
        let values = values![
            &mail.workshop,
            &mail.id,
            state.code(),
            sent_at.map(|at| at.0),
            next_at.map(|at| at.0),
            problem.cloned()
        ];
        match self.run(sql, values).await? {
            0 => Err(StoreError::Changed { what: "mail", id: mail.id.clone() }),
            _ => Ok(()),
        }
    }
}

/// What became of a mail that was claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailHandled {
    Sent,
    Later { at: Moment, why: String },
    GivenUp { why: String },
}
