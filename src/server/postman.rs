//! Takes mails out of the outbox and delivers them: into files where no mail server is set. A mail
//! is claimed before it is handed over, so that no two deliver it.

use super::mail::write_file;
use super::problem::Problem;
use super::service::Service;
use super::smtp::{Handed, Letter, hand_over};
use crate::domain::Lang;
use crate::store::{Mail, MailHandled, Moment};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How often the outbox is looked at where nobody rings.
const LOOK: Duration = Duration::from_secs(5);
/// A mail that is being sent for so long was lost with whoever sent it.
const LOST_SECONDS: i64 = 600;
/// Tries before a mail is given up; from one to the next the wait grows fourfold.
const MAX_ATTEMPTS: i64 = 7;
/// The wait before the last try, in waits before the second.
const LONGEST_WAIT: i64 = 4_i64.pow(MAX_ATTEMPTS as u32 - 2);
/// Tries of a sign-in mail, which is of no use later.
const SIGN_IN_ATTEMPTS: u32 = 5;

/// Delivers until the service is to end; a mail that is being handed over is finished.
pub async fn run(service: Arc<Service>) {
    while !service.ending.load(Ordering::SeqCst) {
        if let Err(problem) = deliver_due(&service).await {
            tracing::error!(%problem, "the outbox could not be emptied; it is tried again");
        }
        let rung = service.mail_bell.notified();
        let _ = tokio::time::timeout(LOOK, rung).await;
    }
}

/// Delivers everything that is due now.
pub async fn deliver_due(service: &Service) -> Result<(), Problem> {
    while !service.ending.load(Ordering::SeqCst) {
        let Some((mail, letter)) = claimed(service).await? else { break };
        let handled = match handed(service, &letter).await {
            Handed::Taken => MailHandled::Sent,
            Handed::NotNow(why) => put_off(service, &mail, why),
            Handed::Never(why) => MailHandled::GivenUp { why },
        };
        if let MailHandled::Later { why, .. } | MailHandled::GivenUp { why } = &handled {
            tracing::warn!(mail = %mail.id, attempt = mail.attempts, %why, "a mail did not go out");
        }
        let mut tx = service.store.write().await?;
        tx.mail_handled(&mail, &handled, service.now()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The next mail that is due, as a letter; a link that it promises is made now.
async fn claimed(service: &Service) -> Result<Option<(Mail, Letter)>, Problem> {
    let now = service.now();
    let mut tx = service.store.write().await?;
    let longest = service.settings.mail_retry_seconds.saturating_mul(LONGEST_WAIT);
    let Some(mail) = tx.claim_mail(now, LOST_SECONDS, longest).await? else {
        // What was lost is noted.
        tx.commit().await?;
        return Ok(None);
    };
    let mut text = mail.body.clone();
    if let Some(seconds) = mail.link_seconds {
        let sign_in = tx.add_sign_in(&mail.account, now.plus_seconds(seconds)).await?;
        let path = format!("/sign-in/{}", sign_in.link.reveal());
        text = text.replace("{link}", &service.settings.link(&path));
    }
    let mut unsubscribe = None;
    if !mail.necessary {
        let secret = tx.unsubscribe_secret(&mail).await?;
        let address = service.settings.link(&format!("/unsubscribe/{}", secret.reveal()));
        let said = match mail.lang {
            Lang::Ja => "お知らせメールが不要な方は、次の画面で停止できます。",
            Lang::En => "If you want no more of these mails, say so here:",
        };
        text = format!("{}\n\n--\u{20}\n{said}\n{address}\n", text.trim_end());
        unsubscribe = Some(address);
    }
    tx.commit().await?;
    let letter = Letter {
        id: mail.id.clone(),
        to: mail.to.clone(),
        to_name: mail.to_name.clone(),
        subject: mail.subject.clone(),
        text,
        unsubscribe,
    };
    Ok(Some((mail, letter)))
}

async fn handed(service: &Service, letter: &Letter) -> Handed {
    match &service.settings.smtp {
        Some(smtp) => hand_over(smtp, letter).await,
        // The file bears the mail's id: written twice, it is still one.
        None => match write_file(&service.settings.data_dir, letter) {
            Ok(()) => Handed::Taken,
            Err(error) => Handed::NotNow(format!("the file could not be written: {error}")),
        },
    }
}

fn put_off(service: &Service, mail: &Mail, why: String) -> MailHandled {
    if mail.attempts >= MAX_ATTEMPTS {
        return MailHandled::GivenUp { why: format!("given up after {MAX_ATTEMPTS} tries: {why}") };
    }
    let power = u32::try_from(mail.attempts - 1).unwrap_or(0);
    let wait = service.settings.mail_retry_seconds.saturating_mul(4_i64.pow(power));
    let at: Moment = service.now().plus_seconds(wait);
    MailHandled::Later { at, why }
}

/// Sends a letter that holds a secret and is in no outbox: at once into a file, or beside the
/// request that asked for it to a mail server, a few times within a minute.
pub fn send_now(service: &Service, letter: Letter) -> Result<(), Problem> {
    let Some(smtp) = service.settings.smtp.clone() else {
        return write_file(&service.settings.data_dir, &letter).map_err(Problem::internal);
    };
    tokio::spawn(async move {
        for attempt in 0..SIGN_IN_ATTEMPTS {
            match hand_over(&smtp, &letter).await {
                Handed::Taken => return,
                Handed::Never(why) => {
                    tracing::warn!(%why, "a sign-in mail did not go out");
                    return;
                }
                Handed::NotNow(why) => {
                    tracing::warn!(%why, attempt, "a sign-in mail did not go out yet");
                    tokio::time::sleep(Duration::from_secs(1 << attempt)).await;
                }
            }
        }
    });
    Ok(())
}
