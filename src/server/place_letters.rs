//! The words of mails about a place that somebody else looks after or takes: to whoever may act for a
//! colleague, to whoever is asked to come, to both when it is done, and to those whom they are to meet.

use super::letters::INVITATION_SECONDS;
use super::picture::Picture;
use super::problem::Problem;
use super::service::Service;
use crate::domain::{Lang, PersonId, PersonName};
use crate::store::{Account, NewMail, Role, Transaction};
use std::collections::BTreeSet;

/// Asks somebody to come in a person's place; the link to sign in with is made when the mail goes
/// out.
pub async fn ask(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    account: &Account,
    person: &PersonId,
) -> Result<(), Problem> {
    let (title, name) = (picture.head.name.get(account.lang), &account.name);
    let of = picture.person(person).map(|p| p.name.full(account.lang)).unwrap_or_default();
    let words = match account.lang {
        Lang::Ja => (
            format!("【{title}】代わりのご参加のお願い"),
            format!(
                "{name} 様\n\n{of} 様が、「{title}」に代わりに参加される方としてお名前を挙げられました。\n\
                 次のリンクを開いてサインインし、個人情報の取扱いをご確認のうえ、参加されるかどうかをお知らせください（14日間有効）。\n\n\
                 {{link}}\n\n\
                 期限が過ぎたときは、サインインの画面でこのメールアドレスを入力すると、新しいリンクが届きます。\n\
                 お心当たりのない場合は、このメールを破棄してください。\n"
            ),
        ),
        Lang::En => (
            format!("[{title}] would you come instead?"),
            format!(
                "Dear {name},\n\n{of} has named you as the one who comes to {title} instead. Open this link \
                 (within 14 days), sign in, read how personal data is used, and tell us whether you come:\n\n\
                 {{link}}\n\n\
                 Later, enter this address on the sign-in page, and a new link will be mailed to you.\n\
                 If you know nothing of this, please ignore this mail.\n"
            ),
        ),
    };
    let mail = NewMail::new(picture.head.id.as_str(), &account.id, "", &words, service.now());
    let link_seconds = Some(INVITATION_SECONDS);
    tx.add_mail(&NewMail { at_once: true, necessary: true, link_seconds, ..mail }).await?;
    service.mail_bell.notify_one();
    Ok(())
}

/// Tells those who had a place, and whoever has it now, that it has passed on.
pub async fn passed_on(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    (old, new): (&PersonName, &PersonName),
    (former, account): (&[Account], &Account),
) -> Result<(), Problem> {
    let workshop = picture.head.id.as_str();
    let link = service.settings.link(&format!("/w/{workshop}/my-day"));
    for to in former.iter().chain([account]) {
        let (title, name) = (picture.head.name.get(to.lang), &to.name);
        let (old, new) = (old.full(to.lang), new.full(to.lang));
        let words = match (to.id == account.id, to.lang) {
            (true, Lang::Ja) => (
                format!("【{title}】参加登録のお知らせ"),
                format!(
                    "{name} 様\n\n{old} 様に代わってご参加いただくことになりました。面談などの予定は、次の画面からご覧いただけます。\n{link}\n"
                ),
            ),
            (true, Lang::En) => (
                format!("[{title}] you are registered"),
                format!(
                    "Dear {name},\n\nyou come in the place of {old}. You will find your meetings here:\n{link}\n"
                ),
            ),
            (false, Lang::Ja) => (
                format!("【{title}】参加者の交代のお知らせ"),
                format!(
                    "{name} 様\n\n{new} 様が代わりに参加されることになりました。面談などの予定は{new} 様に引き継がれ、{name} 様の参加登録は終了しました。\n"
                ),
            ),
            (false, Lang::En) => (
                format!("[{title}] your place has passed on"),
                format!(
                    "Dear {name},\n\n{new} comes in your place. Your meetings are theirs now, and your own registration has ended.\n"
                ),
            ),
        };
        let mail = NewMail::new(workshop, &to.id, "", &words, service.now());
        tx.add_mail(&NewMail { at_once: true, necessary: true, ..mail }).await?;
    }
    service.mail_bell.notify_one();
    Ok(())
}

/// Tells whoever may act for a colleague from now on.
pub async fn stands_in(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    person: &PersonId,
    deputy: &PersonId,
) -> Result<(), Problem> {
    let workshop = picture.head.id.as_str();
    let link = service.settings.link(&format!("/w/{workshop}/account"));
    for member in tx.members(workshop).await? {
        if member.role == Role::Organizer || member.person.as_ref() != Some(deputy) {
            continue;
        }
        let to = member.account;
        let (title, name) = (picture.head.name.get(to.lang), &to.name);
        let of = picture.person(person).map(|p| p.name.full(to.lang)).unwrap_or_default();
        let words = match to.lang {
            Lang::Ja => (
                format!("【{title}】代理のお知らせ"),
                format!(
                    "{name} 様\n\n同じ組織の{of} 様が、あなたを代理の方に選ばれました。依頼への回答やプロフィールの修正などを、{of} 様に代わってできます。\n\n\
                     始めるとき、代理をやめるときは、次の画面からどうぞ。\n{link}\n"
                ),
            ),
            Lang::En => (
                format!("[{title}] you may act for a colleague"),
                format!(
                    "Dear {name},\n\n{of}, of your organisation, lets you act for them: answer requests, correct their profile and so on.\n\n\
                     Begin here, or end it at any time:\n{link}\n"
                ),
            ),
        };
        let mail = NewMail::new(workshop, &to.id, deputy.as_str(), &words, service.now());
        tx.add_mail(&NewMail { at_once: true, ..mail }).await?;
    }
    service.mail_bell.notify_one();
    Ok(())
}

/// Tells those who are to meet somebody that somebody else comes.
pub async fn others(
    tx: &mut Transaction,
    service: &Service,
    picture: &Picture,
    (old, new): (&PersonName, &PersonName),
    people: &BTreeSet<PersonId>,
) -> Result<(), Problem> {
    let workshop = picture.head.id.as_str();
    let link = service.settings.link(&format!("/w/{workshop}/requests"));
    for member in tx.members(workshop).await? {
        let Some(person) = member.person.filter(|person| people.contains(person)) else { continue };
        if member.role == Role::Organizer {
            continue;
        }
        let to = member.account;
        let (title, name) = (picture.head.name.get(to.lang), &to.name);
        let (old, new) = (old.full(to.lang), new.full(to.lang));
        let words = match to.lang {
            Lang::Ja => (
                format!("【{title}】面談のお相手の変更"),
                format!(
                    "{name} 様\n\n面談のお相手の{old} 様に代わり、同じ組織の{new} 様が参加されます。面談の予定は変わりません。\n\
                     これまでのメッセージと連絡先は引き継がれません。\n\n次の画面からご覧いただけます。\n{link}\n"
                ),
            ),
            Lang::En => (
                format!("[{title}] somebody else will meet you"),
                format!(
                    "Dear {name},\n\n{new} comes in the place of {old}, of the same organisation. Your meeting stays as it is. \
                     Messages and contacts so far are not passed on.\n\nYou will find it here:\n{link}\n"
                ),
            ),
        };
        let mail = NewMail::new(workshop, &to.id, person.as_str(), &words, service.now());
        tx.add_mail(&NewMail { at_once: true, ..mail }).await?;
    }
    service.mail_bell.notify_one();
    Ok(())
}
