//! Ids are well formed and given once; what must have a name has one; nothing is empty.

use super::findings::Findings;
use crate::domain::{Problem, Sheet, Text, Workshop};
use std::collections::HashMap;
use unicode_normalization::is_nfkc;

const ID_LENGTH: usize = 200;

/// The ids of one sheet and the entry that bears each.
pub(super) struct Ids<'a> {
    /// What bears them, in words.
    pub what: Text,
    pub sheet: Sheet,
    pub entries: HashMap<&'a str, usize>,
    /// In the order of the sheet, so that a suggestion does not depend on chance.
    pub order: Vec<&'a str>,
}

impl Ids<'_> {
    pub fn get(&self, id: &str) -> Option<usize> {
        self.entries.get(id).copied()
    }
}

/// Every id that others refer to.
pub(super) struct Known<'a> {
    pub rooms: Ids<'a>,
    pub sessions: Ids<'a>,
    pub desks: Ids<'a>,
    pub organisations: Ids<'a>,
    pub people: Ids<'a>,
    pub profiles: Ids<'a>,
}

pub(super) fn check<'a>(w: &'a Workshop, f: &mut Findings) -> Known<'a> {
    well_formed(w.id.as_str(), Sheet::Workshop, None, f);
    let mut ids = |what: Text, sheet, list: Vec<&'a str>| collect(what, sheet, list, f);
    let known = Known {
        rooms: ids(
            Text::new("会場", "room"),
            Sheet::Rooms,
            w.rooms.iter().map(|x| x.id.as_str()).collect(),
        ),
        sessions: ids(
            Text::new("プログラム", "session"),
            Sheet::Sessions,
            w.sessions.iter().map(|x| x.id.as_str()).collect(),
        ),
        desks: ids(
            Text::new("相談デスク", "desk"),
            Sheet::Desks,
            w.desks.iter().map(|x| x.id.as_str()).collect(),
        ),
        organisations: ids(
            Text::new("機関", "organisation"),
            Sheet::Organisations,
            w.organisations.iter().map(|x| x.id.as_str()).collect(),
        ),
        people: ids(
            Text::new("参加者", "person"),
            Sheet::People,
            w.people.iter().map(|x| x.id.as_str()).collect(),
        ),
        profiles: ids(
            Text::new("プロフィール", "profile"),
            Sheet::Profiles,
            w.profiles.iter().map(|x| x.id.as_str()).collect(),
        ),
    };
    ids(Text::new("時間帯", "band"), Sheet::Bands, w.bands.iter().map(|x| x.id.as_str()).collect());
    ids(Text::new("面談枠", "slot"), Sheet::Slots, w.slots.iter().map(|x| x.id.as_str()).collect());
    ids(
        Text::new("希望", "wish"),
        Sheet::MeetingWishes,
        w.meeting_wishes.iter().map(|x| x.id.as_str()).collect(),
    );
    ids(
        Text::new("希望", "wish"),
        Sheet::GroupWishes,
        w.group_wishes.iter().map(|x| x.id.as_str()).collect(),
    );
    ids(
        Text::new("相談", "request"),
        Sheet::Consultations,
        w.consultations.iter().map(|x| x.id.as_str()).collect(),
    );
    not_empty(w, f);
    named(w, f);
    known
}

fn collect<'a>(what: Text, sheet: Sheet, order: Vec<&'a str>, f: &mut Findings) -> Ids<'a> {
    let mut entries: HashMap<&'a str, usize> = HashMap::with_capacity(order.len());
    for (entry, id) in order.iter().enumerate() {
        if !well_formed(id, sheet, Some(entry), f) {
            continue;
        }
        match entries.get(id) {
            Some(&first) => {
                let value = (*id).to_owned();
                f.add(sheet, entry, "id", Problem::Duplicate { value, entry: first, row: None });
            }
            None => {
                entries.insert(id, entry);
            }
        }
    }
    Ids { what, sheet, entries, order }
}

/// Ids stand in lists, in file names and in links, so some characters are kept out of them.
fn well_formed(id: &str, sheet: Sheet, entry: Option<usize>, f: &mut Findings) -> bool {
    let forbidden = |c: char| c.is_control() || matches!(c, ';' | '/' | '\\');
    let problem = if id.trim().is_empty() {
        Problem::Missing { expected: Text::new("短いID", "a short id") }
    } else if id != id.trim() || matches!(id, "." | "..") || id.contains(forbidden) {
        Problem::Unreadable {
            value: id.to_owned(),
            expected: Text::new(
                "; / \\ と前後の空白を含まないID",
                "an id without ; / \\ and without spaces around it",
            ),
        }
    } else if !is_nfkc(id) {
        Problem::Unreadable {
            value: id.to_owned(),
            expected: Text::new(
                "半角の英数字によるID（NFKC）",
                "an id in half-width letters and digits (NFKC)",
            ),
        }
    } else if id.len() > ID_LENGTH {
        Problem::OutOfRange {
            value: Text::new(
                format!("ID（{} バイト）", id.len()),
                format!("an id of {} bytes", id.len()),
            ),
            expected: Findings::at_most(ID_LENGTH),
        }
    } else {
        return true;
    };
    f.add(sheet, entry, "id", problem);
    false
}

fn not_empty(w: &Workshop, f: &mut Findings) {
    if w.days.is_empty() {
        let expected = Text::new("開催日（例 2022-05-10）", "at least one day, such as 2022-05-10");
        f.missing(Sheet::Workshop, None, "days", expected);
    }
    if w.rooms.is_empty() {
        f.missing(Sheet::Rooms, None, "", Text::new("会場を1つ以上", "at least one room"));
    }
    if w.people.is_empty() {
        f.missing(Sheet::People, None, "", Text::new("参加者を1人以上", "at least one person"));
    }
}

fn named(w: &Workshop, f: &mut Findings) {
    let mut text = |sheet, entry, column, text: &Text| {
        if text.ja.trim().is_empty() && text.en.trim().is_empty() {
            let expected = Text::new("日本語か英語の名称", "a name in Japanese or English");
            f.missing(sheet, entry, column, expected);
        }
    };
    for (entry, room) in w.rooms.iter().enumerate() {
        text(Sheet::Rooms, entry, "name_ja", &room.name);
    }
    for (entry, session) in w.sessions.iter().enumerate() {
        text(Sheet::Sessions, entry, "title_ja", &session.title);
    }
    for (entry, organisation) in w.organisations.iter().enumerate() {
        text(Sheet::Organisations, entry, "name_ja", &organisation.name);
    }
    for (entry, person) in w.people.iter().enumerate() {
        if person.name.family.trim().is_empty() {
            let expected = Text::new("姓", "the family name");
            f.missing(Sheet::People, entry, "family", expected);
        }
    }
    for (entry, profile) in w.profiles.iter().enumerate() {
        if profile.title.trim().is_empty() {
            f.missing(Sheet::Profiles, entry, "title", Text::new("題名", "a title"));
        }
    }
}
