//! A broken rule, typed: who, what, where, when.

use super::names::Names;
use super::rules::Rule;
use crate::domain::{DeskId, ItemId, Lang, Minutes, PersonId, RoomId, SessionId};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

/// One broken rule in a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    UnknownItem { item: ItemId },
    UnknownRoom { item: ItemId, room: RoomId },
    UnknownDesk { item: ItemId, desk: DeskId },
    ItemTwice { item: ItemId },
    WrongPeople { item: ItemId, missing: Vec<PersonId>, extra: Vec<PersonId> },
    WrongLength { item: ItemId, minutes: i64, expected: Minutes },
    NotOffered { item: ItemId, room: RoomId, start: NaiveDateTime },
    FixedMoved { session: SessionId, room: RoomId, start: NaiveDateTime },
    SessionMissing { session: SessionId },
    PlaceTaken { item: ItemId, by: ItemId, room: RoomId, start: NaiveDateTime },
    NoSuchTable { item: ItemId, room: RoomId, table: Option<u32>, tables: u32 },
    TooFewSeats { item: ItemId, room: RoomId, people: usize, seats: u32 },
    DeskUnsuited { item: ItemId, desk: DeskId },
    PersonTwice { person: PersonId, item: ItemId, other: ItemId, start: NaiveDateTime },
    WalkTooShort { person: PersonId, item: ItemId, other: ItemId, minutes: i64, needed: Minutes },
    Unavailable { person: PersonId, item: ItemId, start: NaiveDateTime },
    NoLunch { person: PersonId, day: NaiveDate },
    OverCap { person: PersonId, meetings: usize, cap: u32 },
    TooEarly { session: SessionId, after: SessionId },
    Together { item: ItemId, person: PersonId, other: PersonId },
}

impl Fault {
    pub fn rule(&self) -> Rule {
        match self {
            Fault::UnknownItem { .. } | Fault::UnknownRoom { .. } | Fault::UnknownDesk { .. } => {
                Rule::Known
            }
            Fault::ItemTwice { .. } => Rule::Once,
            Fault::WrongPeople { .. } => Rule::People,
            Fault::WrongLength { .. } => Rule::Length,
            Fault::NotOffered { .. } => Rule::Offered,
            Fault::FixedMoved { .. } => Rule::Fixed,
            Fault::SessionMissing { .. } => Rule::Held,
            Fault::PlaceTaken { .. } => Rule::PlaceFree,
            Fault::NoSuchTable { .. } => Rule::TableExists,
            Fault::TooFewSeats { .. } => Rule::SeatsEnough,
            Fault::DeskUnsuited { .. } => Rule::DeskSuits,
            Fault::PersonTwice { .. } => Rule::PersonFree,
            Fault::WalkTooShort { .. } => Rule::Walking,
            Fault::Unavailable { .. } => Rule::Available,
            Fault::NoLunch { .. } => Rule::Lunch,
            Fault::OverCap { .. } => Rule::Cap,
            Fault::TooEarly { .. } => Rule::Precedence,
            Fault::Together { .. } => Rule::Excluded,
        }
    }

    /// What is wrong, with the values.
    pub fn sentence(&self, names: &Names) -> String {
        match names.lang {
            Lang::Ja => self.in_japanese(names),
            Lang::En => self.in_english(names),
        }
    }

    fn in_japanese(&self, n: &Names) -> String {
        match self {
            Fault::UnknownItem { item } => {
                format!("{}はワークショップのデータにありません", n.item(item))
            }
            Fault::UnknownRoom { item, room } => {
                format!("{}の会場{}がありません", n.item(item), n.room(room))
            }
            Fault::UnknownDesk { item, desk } => {
                format!("{}の相談卓{}がありません", n.item(item), n.desk(desk))
            }
            Fault::ItemTwice { item } => format!("{}が二度置かれています", n.item(item)),
            Fault::WrongPeople { item, missing, extra } => {
                let list = |people: &[PersonId]| match people.is_empty() {
                    true => "なし".to_owned(),
                    false => n.people(people),
                };
                let (missing, extra) = (list(missing), list(extra));
                format!(
                    "{}の出席者が違います（足りない人：{missing}、余分な人：{extra}）",
                    n.item(item)
                )
            }
            Fault::WrongLength { item, minutes, expected } => {
                format!("{}が{minutes}分になっています（正しくは{expected}分）", n.item(item))
            }
            Fault::NotOffered { item, room, start } => {
                format!("{}は{}に{}に置けません", n.item(item), n.at(start), n.room(room))
            }
            Fault::FixedMoved { session, room, start } => format!(
                "{}は場所と時刻が決まっているため、{}の{}に動かせません",
                n.session(session),
                n.room(room),
                n.at(start)
            ),
            Fault::SessionMissing { session } => {
                format!("{}が置かれていません", n.session(session))
            }
            Fault::PlaceTaken { item, by, room, start } => format!(
                "{}の{}は{}が使っており、{}と重なります",
                n.at(start),
                n.room(room),
                n.item(by),
                n.item(item)
            ),
            Fault::NoSuchTable { item, room, table, tables } => match table {
                Some(table) => format!(
                    "{}：{}のテーブルは{tables}台で、{table}番はありません",
                    n.item(item),
                    n.room(room)
                ),
                None => format!("{}：{}のテーブルが決まっていません", n.item(item), n.room(room)),
            },
            Fault::TooFewSeats { item, room, people, seats } => format!(
                "{}：{}は{seats}席ですが、{people}人が必ず出席します",
                n.item(item),
                n.room(room)
            ),
            Fault::DeskUnsuited { item, desk } => {
                format!("{}：相談卓{}は専門または言語が合いません", n.item(item), n.desk(desk))
            }
            Fault::PersonTwice { person, item, other, start } => format!(
                "{}は{}に{}と{}の両方に入っています",
                n.person(person),
                n.at(start),
                n.item(item),
                n.item(other)
            ),
            Fault::WalkTooShort { person, item, other, minutes, needed } => format!(
                "{}には、{}と{}の間に{needed}分必要ですが、{minutes}分しかありません",
                n.person(person),
                n.item(item),
                n.item(other)
            ),
            Fault::Unavailable { person, item, start } => {
                format!("{}は{}の{}の時間に不在です", n.person(person), n.at(start), n.item(item))
            }
            Fault::NoLunch { person, day } => {
                format!(
                    "{}に{}の昼食の時間がありません",
                    n.person(person),
                    day.format("%-m月%-d日")
                )
            }
            Fault::OverCap { person, meetings, cap } => {
                format!("{}の面談が{meetings}件で、上限の{cap}件を超えます", n.person(person))
            }
            Fault::TooEarly { session, after } => {
                format!("{}は{}が終わってから始めてください", n.session(session), n.session(after))
            }
            Fault::Together { item, person, other } => format!(
                "{}：{}と{}は同席させない組合せです",
                n.item(item),
                n.person(person),
                n.person(other)
            ),
        }
    }

    fn in_english(&self, n: &Names) -> String {
        match self {
            Fault::UnknownItem { item } => {
                format!("{} is not in the workshop's data", n.item(item))
            }
            Fault::UnknownRoom { item, room } => {
                format!("{}: there is no room {}", n.item(item), n.room(room))
            }
            Fault::UnknownDesk { item, desk } => {
                format!("{}: there is no desk {}", n.item(item), n.desk(desk))
            }
            Fault::ItemTwice { item } => format!("{} is placed twice", n.item(item)),
            Fault::WrongPeople { item, missing, extra } => format!(
                "{}: missing [{}], not expected [{}]",
                n.item(item),
                n.people(missing),
                n.people(extra)
            ),
            Fault::WrongLength { item, minutes, expected } => {
                format!("{} lasts {minutes} minutes instead of {expected}", n.item(item))
            }
            Fault::NotOffered { item, room, start } => {
                format!("{} cannot be in {} at {}", n.item(item), n.room(room), n.at(start))
            }
            Fault::FixedMoved { session, room, start } => format!(
                "the place and time of {} are fixed; it cannot move to {} at {}",
                n.session(session),
                n.room(room),
                n.at(start)
            ),
            Fault::SessionMissing { session } => {
                format!("session {} is not placed", n.session(session))
            }
            Fault::PlaceTaken { item, by, room, start } => format!(
                "{} and {} use the same place in {} at {}",
                n.item(item),
                n.item(by),
                n.room(room),
                n.at(start)
            ),
            Fault::NoSuchTable { item, room, table, tables } => {
                let table = table.map_or("–".to_owned(), |t| t.to_string());
                format!("{}: table {table} of {}, which has {tables}", n.item(item), n.room(room))
            }
            Fault::TooFewSeats { item, room, people, seats } => format!(
                "{}: {people} people must be in {}, which has {seats} seats",
                n.item(item),
                n.room(room)
            ),
            Fault::DeskUnsuited { item, desk } => {
                format!(
                    "{}: desk {} lacks the expertise or the language",
                    n.item(item),
                    n.desk(desk)
                )
            }
            Fault::PersonTwice { person, item, other, start } => format!(
                "{} is in {} and {} at {}",
                n.person(person),
                n.item(item),
                n.item(other),
                n.at(start)
            ),
            Fault::WalkTooShort { person, item, other, minutes, needed } => format!(
                "{} has {minutes} minutes between {} and {}, but needs {needed}",
                n.person(person),
                n.item(item),
                n.item(other)
            ),
            Fault::Unavailable { person, item, start } => {
                format!("{} is away during {} at {}", n.person(person), n.item(item), n.at(start))
            }
            Fault::NoLunch { person, day } => {
                format!("{} has no lunch break on {day}", n.person(person))
            }
            Fault::OverCap { person, meetings, cap } => {
                format!("{} has {meetings} meetings; the cap is {cap}", n.person(person))
            }
            Fault::TooEarly { session, after } => {
                format!(
                    "session {} starts before {} has ended",
                    n.session(session),
                    n.session(after)
                )
            }
            Fault::Together { item, person, other } => format!(
                "{}: {} and {} must not be put together",
                n.item(item),
                n.person(person),
                n.person(other)
            ),
        }
    }
}
