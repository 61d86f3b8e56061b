//! What a publication means for each person it concerns, as a mail in their language.

use super::picture::Picture;
use super::problem::Problem;
use crate::domain::{ItemId, Lang, PersonId, Placement, Timetable};
use crate::scheduling::{Change, changes};
use crate::store::{Moment, NewMail, Transaction};
use std::collections::HashMap;

/// A mail that tells somebody of a publication.
pub struct Notice {
    pub account: String,
    pub person: PersonId,
    /// Subject and body.
    pub words: (String, String),
}

/// Puts the mails of a publication into the outbox, in place of those that were not sent.
pub async fn write_notices(
    tx: &mut Transaction,
    picture: &Picture,
    after: &Timetable,
    publication: i64,
    now: Moment,
) -> Result<(), Problem> {
    let list = notices(tx, picture, after, publication).await?;
    let workshop = picture.head.id.as_str();
    tx.drop_unsent_mails(workshop).await?;
    for notice in list {
        let person = notice.person.as_str();
        let mail = NewMail::new(workshop, &notice.account, person, &notice.words, now);
        tx.add_mail(&NewMail { publication, ..mail }).await?;
    }
    Ok(())
}

/// A mail for everyone with an account whose own day differs from the one they were last told of,
/// and who wants mails.
pub async fn notices(
    tx: &mut Transaction,
    picture: &Picture,
    after: &Timetable,
    publication: i64,
) -> Result<Vec<Notice>, Problem> {
    let workshop = picture.head.id.as_str();
    let told = told(tx, workshop).await?;
    // What changed since each publication that somebody was told of; `None`: since nothing.
    let mut since: HashMap<Option<i64>, Vec<Change>> = HashMap::new();
    let nothing = Timetable { placements: Vec::new(), ..after.clone() };
    since.insert(None, changes(&nothing, after));
    for known in tx.publications(workshop).await? {
        if told.values().any(|number| *number == known.number) {
            let before = tx.timetable(workshop, known.version).await?;
            since.insert(Some(known.number), changes(&before, after));
        }
    }
    let mut list = Vec::new();
    for member in tx.members(workshop).await? {
        let Some(person) = &member.person else { continue };
        let found = since.get(&told.get(&member.account.email).copied());
        let own: Vec<&Change> =
            found.into_iter().flatten().filter(|c| concerns(c, person)).collect();
        if own.is_empty() || !member.account.takes_mails {
            continue;
        }
        let lang = member.account.lang;
        let words = notice(picture, &member.account.name, &own, publication, lang);
        list.push(Notice { account: member.account.id, person: person.clone(), words });
    }
    Ok(list)
}

/// The last publication of which a mail to each address is out, or on its way.
async fn told(tx: &mut Transaction, workshop: &str) -> Result<HashMap<String, i64>, Problem> {
    let mut told = HashMap::new();
    for mail in tx.mails(workshop).await? {
        if mail.state.is_under_way() {
            let last = told.entry(mail.to).or_insert(mail.publication);
            *last = mail.publication.max(*last);
        }
    }
    Ok(told)
}

/// Whether a change is one of a person's own day.
pub fn concerns(change: &Change, person: &PersonId) -> bool {
    change.before.iter().chain(&change.after).any(|p| p.people.contains(person))
}

/// A mail: the subject names the workshop alone, the body what changed for its reader.
fn notice(
    picture: &Picture,
    name: &str,
    own: &[&Change],
    publication: i64,
    lang: Lang,
) -> (String, String) {
    let workshop = picture.head.name.get(lang);
    let lines: Vec<String> = own.iter().map(|change| line(picture, change, lang)).collect();
    let lines = lines.join("\n");
    match lang {
        Lang::Ja => (
            format!("【{workshop}】日程のお知らせ（第{publication}版）"),
            format!(
                "{name} 様\n\n日程の第{publication}版が公開されました。ご自身の予定の変更は次のとおりです。\n\n\
                 {lines}\n\n最新の日程はサインインしてご確認ください。\n"
            ),
        ),
        Lang::En => (
            format!("[{workshop}] your day, version {publication}"),
            format!(
                "Dear {name},\n\nversion {publication} of the programme was published. What changed in \
                 your own day:\n\n{lines}\n\nSign in to see the whole of it.\n"
            ),
        ),
    }
}

/// A change in a line of a mail.
pub fn line(picture: &Picture, change: &Change, lang: Lang) -> String {
    let what = match (&change.item, lang) {
        (ItemId::Session(_), Lang::Ja) => picture.item_title(&change.item).ja,
        (ItemId::Session(_), Lang::En) => picture.item_title(&change.item).en,
        (ItemId::Consultation(_), Lang::Ja) => "産学連携相談".to_owned(),
        (ItemId::Consultation(_), Lang::En) => "consultation".to_owned(),
        (_, Lang::Ja) => "面談".to_owned(),
        (_, Lang::En) => "meeting".to_owned(),
    };
    let place = |p: &Placement| {
        let view = picture.placement(p);
        let room = if lang == Lang::Ja { view.room_name.ja } else { view.room_name.en };
        let time = format!("{}–{}", p.start.format("%m/%d %H:%M"), p.end.format("%H:%M"));
        match (p.table, lang) {
            (Some(table), Lang::Ja) => format!("{time} {room} テーブル{table}"),
            (Some(table), Lang::En) => format!("{time} {room}, table {table}"),
            (None, _) => format!("{time} {room}"),
        }
    };
    match (&change.before, &change.after, lang) {
        (None, Some(new), Lang::Ja) => format!("・追加　{what}：{}", place(new)),
        (None, Some(new), Lang::En) => format!("- new: {what}: {}", place(new)),
        (Some(old), None, Lang::Ja) => format!("・中止　{what}：{}", place(old)),
        (Some(old), None, Lang::En) => format!("- cancelled: {what}: {}", place(old)),
        (Some(old), Some(new), Lang::Ja) => {
            format!("・変更　{what}：{} → {}", place(old), place(new))
        }
        (Some(old), Some(new), Lang::En) => {
            format!("- moved: {what}: {} → {}", place(old), place(new))
        }
        (None, None, _) => String::new(),
    }
}
