//! The words of mails that go out by themselves: invitations, requests to meet, agreements,
//! messages. What one side wrote to the other is read in the app alone, and a no is never mailed.

use super::notices::line;
use super::picture::Picture;
use super::problem::Problem;
use super::service::Service;
use crate::domain::{Lang, PersonId};
use crate::scheduling::Change;
use crate::store::{Account, NewMail, Role, Transaction};

/// How long an invitation's link holds.
pub const INVITATION_SECONDS: i64 = 14 * 24 * 3600;

/// What happened between two people that the other one is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum News {
    /// Somebody asks them for a meeting.
    Asked,
    /// Somebody whom they asked agreed.
    Agreed,
    /// Somebody with whom they agreed to meet wrote to them.
    Wrote,
}

/// Tells everyone who stands for `to` what `from` did.
pub async fn tell(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    news: News,
    from: &PersonId,
    to: &PersonId,
) -> Result<(), Problem> {
    let workshop = picture.head.id.as_str();
    let members = tx.members(workshop).await?;
    for member in members.into_iter().filter(|m| m.person.as_ref() == Some(to)) {
        if member.role == Role::Organizer {
            continue;
        }
        let account = member.account;
        let words = words(service, picture, news, from, &account);
        let mail = NewMail::new(workshop, &account.id, to.as_str(), &words, service.now());
        tx.add_mail(&NewMail { at_once: true, ..mail }).await?;
    }
    service.mail_bell.notify_one();
    Ok(())
}

fn words(
    service: &Service,
    picture: &Picture,
    news: News,
    from: &PersonId,
    account: &Account,
) -> (String, String) {
    let workshop = picture.head.name.get(account.lang);
    let who = picture.person(from).map_or_else(String::new, |person| {
        let organisation = picture.organisation(&person.organisation);
        let organisation = organisation.map_or("", |o| o.name.get(account.lang));
        let name = person.name.full(account.lang);
        match account.lang {
            Lang::Ja => format!("{organisation} {name} 様"),
            Lang::En => format!("{name} ({organisation})"),
        }
    });
    let path = format!("/w/{}/requests", picture.head.id.as_str());
    let link = service.settings.link(&path);
    let name = &account.name;
    let (subject, said) = match (news, account.lang) {
        (News::Asked, Lang::Ja) => (
            format!("【{workshop}】面談の申込みが届きました"),
            format!(
                "{who}から面談の申込みが届いています。内容をご確認のうえ、お返事をお願いいたします。"
            ),
        ),
        (News::Asked, Lang::En) => (
            format!("[{workshop}] a request to meet"),
            format!("{who} asks you for a meeting. Please read the request and answer it."),
        ),
        (News::Agreed, Lang::Ja) => (
            format!("【{workshop}】面談の申込みが承諾されました"),
            format!(
                "{who}が面談の申込みを承諾されました。日時は日程の公開時にお知らせいたします。"
            ),
        ),
        (News::Agreed, Lang::En) => (
            format!("[{workshop}] your request was accepted"),
            format!(
                "{who} has agreed to meet you. You will be told when and where once the programme is published."
            ),
        ),
        (News::Wrote, Lang::Ja) => (
            format!("【{workshop}】メッセージが届きました"),
            format!("{who}からメッセージが届いています。"),
        ),
        (News::Wrote, Lang::En) => {
            (format!("[{workshop}] a message for you"), format!("{who} has written to you."))
        }
    };
    let body = match account.lang {
        Lang::Ja => format!("{name} 様\n\n{said}\n\n次の画面からご覧いただけます。\n{link}\n"),
        Lang::En => format!("Dear {name},\n\n{said}\n\nYou will find it here:\n{link}\n"),
    };
    (subject, body)
}

/// Asks everyone who stands for a person whether a change of their day suits them; the mail waits in
/// the outbox.
pub async fn propose(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    person: &PersonId,
    own: &[&Change],
) -> Result<(), Problem> {
    let workshop = picture.head.id.as_str();
    let link = service.settings.link(&format!("/w/{workshop}/my-day"));
    for member in tx.members(workshop).await? {
        if member.person.as_ref() != Some(person) || member.role == Role::Organizer {
            continue;
        }
        let account = member.account;
        let title = picture.head.name.get(account.lang);
        let lines: Vec<String> = own.iter().map(|c| line(picture, c, account.lang)).collect();
        let (name, lines) = (&account.name, lines.join("\n"));
        let words = match account.lang {
            Lang::Ja => (
                format!("【{title}】日程変更のご相談"),
                format!(
                    "{name} 様\n\nご自身の予定について、次の変更をご相談いたします。まだ決まったものではありません。\n\n\
                     {lines}\n\n差し支えないかどうか、次の画面からお知らせください。\n{link}\n"
                ),
            ),
            Lang::En => (
                format!("[{title}] may we change your day?"),
                format!(
                    "Dear {name},\n\nwe would like to change your day as follows. Nothing is decided yet.\n\n\
                     {lines}\n\nPlease tell us here whether it suits you:\n{link}\n"
                ),
            ),
        };
        let person = person.as_str();
        tx.add_mail(&NewMail::new(workshop, &account.id, person, &words, service.now())).await?;
    }
    Ok(())
}

/// Invites somebody into a workshop; the link to sign in with is made when the mail goes out.
pub async fn invite(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    account: &Account,
    person: Option<&PersonId>,
) -> Result<(), Problem> {
    let workshop = picture.head.name.get(account.lang);
    let name = &account.name;
    let words = match account.lang {
        Lang::Ja => (
            format!("【{workshop}】ご招待"),
            format!(
                "{name} 様\n\n「{workshop}」へご招待いたします。\n\
                 次のリンクを開き、ボタンを押すとサインインできます（14日間有効）。\n\n{{link}}\n\n\
                 期限が過ぎたときは、サインインの画面でこのメールアドレスを入力すると、新しいリンクが届きます。\n"
            ),
        ),
        Lang::En => (
            format!("[{workshop}] an invitation"),
            format!(
                "Dear {name},\n\nyou are invited to {workshop}. Open this link and press the button \
                 to sign in (within 14 days):\n\n{{link}}\n\n\
                 Later, enter this address on the sign-in page, and a new link will be mailed to you.\n"
            ),
        ),
    };
    let (id, person) = (picture.head.id.as_str(), person.map_or("", PersonId::as_str));
    let mail = NewMail::new(id, &account.id, person, &words, service.now());
    let link_seconds = Some(INVITATION_SECONDS);
    tx.add_mail(&NewMail { at_once: true, necessary: true, link_seconds, ..mail }).await?;
    service.mail_bell.notify_one();
    Ok(())
}
