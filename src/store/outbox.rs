//! Mails that wait for an organizer's word.

use super::secret::new_id;
use super::value::{Row, values};
use super::{Moment, StoreError, Transaction};
use crate::domain::PersonId;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    Waiting,
    Held,
    Sent,
}

impl MailState {
    pub fn code(self) -> &'static str {
        match self {
            MailState::Waiting => "waiting",
            MailState::Held => "held",
            MailState::Sent => "sent",
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Mail {
    pub id: String,
    pub to: String,
    pub to_name: String,
    pub person: PersonId,
    pub publication: i64,
    pub subject: String,
    pub body: String,
    pub state: MailState,
    pub created_at: Moment,
    pub sent_at: Option<Moment>,
}

#[derive(Debug, Clone, Copy)]
pub struct NewMail<'a> {
    pub workshop: &'a str,
    pub account: &'a str,
    pub person: &'a PersonId,
    pub publication: i64,
    pub subject: &'a str,
    pub body: &'a str,
    pub created_at: Moment,
}

fn mail(row: &Row) -> Result<Mail, StoreError> {
    Ok(Mail {
        id: row.text(0)?,
        to: row.text(1)?,
        to_name: row.text(2)?,
        person: PersonId(row.text(3)?),
        publication: row.int(4)?,
        subject: row.text(5)?,
        body: row.text(6)?,
        state: match row.text(7)?.as_str() {
            "waiting" => MailState::Waiting,
            "held" => MailState::Held,
            _ => MailState::Sent,
        },
        created_at: Moment(row.int(8)?),
        sent_at: row.maybe_int(9)?.map(Moment),
    })
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, a.email, a.name, m.person, m.publication, m.subject, m.body, m.state, ",
            "m.created_at, m.sent_at FROM mail m JOIN account a ON a.id = m.account ",
            $rest
        )
    };
}

impl Transaction {
    /// Puts a mail into the outbox, where it waits.
    pub async fn add_mail(&mut self, new: &NewMail<'_>) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO mail (workshop, id, account, person, publication, subject, body, state, \
             created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8)",
            values![
                new.workshop,
                new_id()?,
                new.account,
                new.person.as_str(),
                new.publication,
                new.subject,
                new.body,
                new.created_at
            ],
        )
        .await
        .map(|_| ())
    }

    /// Forgets the mails of publications that were not sent: a newer one says what they would have
    /// said. Publication 0 is none; such a mail stays.
    pub async fn drop_unsent_mails(&mut self, workshop: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM mail WHERE workshop = $1 AND publication > 0 AND state <> 'sent'";
        self.run(sql, values![workshop]).await.map(|_| ())
    }

    /// Newest first.
    pub async fn mails(&mut self, workshop: &str) -> Result<Vec<Mail>, StoreError> {
        let sql = select!("WHERE m.workshop = $1 ORDER BY m.created_at DESC, m.id");
        self.all(sql, values![workshop]).await?.iter().map(mail).collect()
    }

    pub async fn mail(&mut self, workshop: &str, id: &str) -> Result<Mail, StoreError> {
        let sql = select!("WHERE m.workshop = $1 AND m.id = $2");
        match self.one(sql, values![workshop, id]).await? {
            Some(row) => mail(&row),
            None => Err(StoreError::NotFound { what: "mail", id: id.to_owned() }),
        }
    }

    /// Changes a mail that was not sent yet.
    pub async fn edit_mail(
        &mut self,
        workshop: &str,
        id: &str,
        subject: &str,
        body: &str,
        state: MailState,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET subject = $3, body = $4, state = $5 \
                   WHERE workshop = $1 AND id = $2 AND state <> 'sent'";
        match self.run(sql, values![workshop, id, subject, body, state.code()]).await? {
            0 => {
                self.mail(workshop, id).await?;
                Err(StoreError::Immutable)
            }
            _ => Ok(()),
        }
    }

    /// Notes that a mail went out.
    pub async fn mail_sent(
        &mut self,
        workshop: &str,
        id: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE mail SET state = 'sent', sent_at = $3 \
                   WHERE workshop = $1 AND id = $2 AND state = 'waiting'";
        match self.run(sql, values![workshop, id, now]).await? {
            0 => Err(StoreError::Changed { what: "mail", id: id.to_owned() }),
            _ => Ok(()),
        }
    }
}
