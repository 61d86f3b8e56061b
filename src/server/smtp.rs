//! Mails over SMTP. Until the server has begun to take a mail's text, nothing has gone out, and a
//! failure is worth another try; once the text is under way without an answer, nobody knows.

use super::settings::{Smtp, SmtpSecurity};
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, Message};
use std::time::Duration;
use tokio::time::timeout;

/// How long a server may take to answer before, and after, it was given the text.
const BEFORE: Duration = Duration::from_secs(30);
const AFTER: Duration = Duration::from_secs(120);

/// A mail as it is handed over.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The same at every try: receivers know by it that two are one.
    pub id: String,
    pub to: String,
    pub to_name: String,
    pub subject: String,
    pub text: String,
    /// Where its reader says to want no more of them, by one click (RFC 8058).
    pub unsubscribe: Option<String>,
}

impl Letter {
    /// What goes into the head for that.
    pub fn list_headers(&self) -> Vec<(&'static str, String)> {
        self.unsubscribe
            .iter()
            .flat_map(|address| {
                [
                    ("List-Unsubscribe", format!("<{address}>")),
                    ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
                ]
            })
            .collect()
    }
}

/// What a mail server did with a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    Taken,
    /// Nothing went out; try again later.
    NotNow(String),
    /// Refused for good, or nobody knows whether it went out.
    Never(String),
}

/// Hands a letter over.
pub async fn hand_over(smtp: &Smtp, letter: &Letter) -> Handed {
    let (from, to, bytes) = match composed(smtp, letter) {
        Ok(composed) => composed,
        Err(why) => return Handed::Never(why),
    };
    let ready = async {
        let mut connection = connected(smtp).await.map_err(Handed::NotNow)?;
        match begun(&mut connection, from, to).await {
            Ok(()) => Ok(connection),
            Err(error) if error.is_permanent() => Err(Handed::Never(error.to_string())),
            Err(error) => Err(Handed::NotNow(error.to_string())),
        }
    };
    let mut connection = match timeout(BEFORE, ready).await {
        Ok(Ok(connection)) => connection,
        Ok(Err(handed)) => return handed,
        Err(_) => return Handed::NotNow("the mail server does not answer".into()),
    };
    let handed = match timeout(AFTER, connection.message(&bytes)).await {
        Ok(Ok(_)) => Handed::Taken,
        Ok(Err(error)) if error.is_transient() => Handed::NotNow(error.to_string()),
        Ok(Err(error)) if error.is_permanent() => Handed::Never(error.to_string()),
        Ok(Err(error)) => Handed::Never(format!("nobody knows whether it went out: {error}")),
        Err(_) => Handed::Never("nobody knows whether it went out: no answer".into()),
    };
    connection.abort().await;
    handed
}

/// Whether the mail server lets us in.
pub async fn reachable(smtp: &Smtp) -> Result<(), String> {
    let mut connection = timeout(BEFORE, connected(smtp))
        .await
        .map_err(|_| "the mail server does not answer".to_owned())??;
    connection.abort().await;
    Ok(())
}

fn composed(smtp: &Smtp, letter: &Letter) -> Result<(Address, Address, Vec<u8>), String> {
    let wrong = |what: &str, text: &str| format!("{what} {text:?} is no address");
    let from: Mailbox = smtp.from.parse().map_err(|_| wrong("the sender", &smtp.from))?;
    let to: Address = letter.to.parse().map_err(|_| wrong("the receiver", &letter.to))?;
    let mut message = Message::builder();
    for (name, value) in letter.list_headers() {
        let name = HeaderName::new_from_ascii_str(name);
        // As it is: an address in a header is not folded.
        let value = HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value);
        message = message.raw_header(value);
    }
    let message = message
        .message_id(Some(format!("<{}@{}>", letter.id, from.email.domain())))
        .from(from.clone())
        .to(Mailbox::new(Some(letter.to_name.clone()), to.clone()))
        .subject(&letter.subject)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|error| error.to_string())?;
    Ok((from.email, to, message.formatted()))
}

async fn connected(smtp: &Smtp) -> Result<AsyncSmtpConnection, String> {
    let said = |error: Error| error.to_string();
    let tls = || {
        let mut tls = TlsParameters::builder(smtp.host.clone());
        if let Some(file) = &smtp.ca_file {
            let at = |reason: String| format!("{}: {reason}", file.display());
            let bytes = std::fs::read(file).map_err(|error| at(error.to_string()))?;
            let trusted = Certificate::from_pem(&bytes).map_err(|error| at(error.to_string()))?;
            tls = tls.add_root_certificate(trusted);
        }
        tls.build_rustls().map_err(said)
    };
    let (port, first) = match smtp.security {
        SmtpSecurity::Tls => (465, Some(tls()?)),
        SmtpSecurity::StartTls => (587, None),
        SmtpSecurity::None => (25, None),
    };
    let server = (smtp.host.as_str(), smtp.port.unwrap_or(port));
    let hello = ClientId::default();
    let connecting = AsyncSmtpConnection::connect_tokio1(server, Some(BEFORE), &hello, first, None);
    let mut connection = connecting.await.map_err(said)?;
    if smtp.security == SmtpSecurity::StartTls {
        if !connection.can_starttls() {
            connection.abort().await;
            return Err("the mail server offers no STARTTLS; set smtp_security".into());
        }
        connection.starttls(tls()?, &hello).await.map_err(said)?;
    }
    if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
        let credentials = Credentials::new(user.clone(), password.clone());
        connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(said)?;
    }
    Ok(connection)
}

/// Says who writes to whom, until the server wants the text.
async fn begun(
    connection: &mut AsyncSmtpConnection,
    from: Address,
    to: Address,
) -> Result<(), Error> {
    connection.command(Mail::new(Some(from), Vec::new())).await?;
    connection.command(Rcpt::new(to, Vec::new())).await?;
    connection.command(Data).await?;
    Ok(())
}
