//! A broken rule, typed: who, what, where, when.

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

    /// What is wrong, with the values; ids as stored.
    pub fn sentence(&self, lang: Lang) -> String {
        let ja = lang == Lang::Ja;
        let at = |t: &NaiveDateTime| t.format("%H:%M").to_string();
        match self {
            Fault::UnknownItem { item } if ja => format!("{item} はワークショップのデータにない"),
            Fault::UnknownItem { item } => format!("{item} is not in the workshop's data"),
            Fault::UnknownRoom { item, room } if ja => format!("{item}: 会場「{room}」がない"),
            Fault::UnknownRoom { item, room } => format!("{item}: there is no room {room:?}"),
            Fault::UnknownDesk { item, desk } if ja => format!("{item}: 相談卓「{desk}」がない"),
            Fault::UnknownDesk { item, desk } => format!("{item}: there is no desk {desk:?}"),
            Fault::ItemTwice { item } if ja => format!("{item} が二度置かれている"),
            Fault::ItemTwice { item } => format!("{item} is placed twice"),
            Fault::WrongPeople { item, missing, extra } => {
                let list = |people: &[PersonId]| {
                    people.iter().map(PersonId::as_str).collect::<Vec<_>>().join(", ")
                };
                if ja {
                    format!("{item}: 足りない人 [{}]、余分な人 [{}]", list(missing), list(extra))
                } else {
                    format!("{item}: missing [{}], not expected [{}]", list(missing), list(extra))
                }
            }
            Fault::WrongLength { item, minutes, expected } if ja => {
                format!("{item}: {minutes}分になっているが、{expected}分のはず")
            }
            Fault::WrongLength { item, minutes, expected } => {
                format!("{item} lasts {minutes} minutes instead of {expected}")
            }
            Fault::NotOffered { item, room, start } if ja => {
                format!("{item} は {} に「{room}」には置けない", at(start))
            }
            Fault::NotOffered { item, room, start } => {
                format!("{item} cannot be in {room:?} at {}", at(start))
            }
            Fault::FixedMoved { session, room, start } if ja => {
                format!("固定の企画 {session} が「{room}」{} に動かされている", at(start))
            }
            Fault::FixedMoved { session, room, start } => {
                format!("the fixed session {session} was moved to {room:?} at {}", at(start))
            }
            Fault::SessionMissing { session } if ja => format!("企画 {session} が置かれていない"),
            Fault::SessionMissing { session } => format!("session {session} is not placed"),
            Fault::PlaceTaken { item, by, room, start } if ja => {
                format!("{} の「{room}」は {by} が使っており、{item} と重なる", at(start))
            }
            Fault::PlaceTaken { item, by, room, start } => {
                format!("{item} and {by} use the same place in {room:?} at {}", at(start))
            }
            Fault::NoSuchTable { item, room, table, tables } => {
                let table = table.map_or("–".to_owned(), |t| t.to_string());
                if ja {
                    format!("{item}: 「{room}」のテーブルは {tables} 台で、{table} 番はない")
                } else {
                    format!("{item}: table {table} of {room:?}, which has {tables}")
                }
            }
            Fault::TooFewSeats { item, room, people, seats } if ja => {
                format!("{item}: 「{room}」は {seats} 席だが {people} 人が必ず出席する")
            }
            Fault::TooFewSeats { item, room, people, seats } => {
                format!("{item}: {people} people must be in {room:?}, which has {seats} seats")
            }
            Fault::DeskUnsuited { item, desk } if ja => {
                format!("{item}: 相談卓「{desk}」は専門または言語が合わない")
            }
            Fault::DeskUnsuited { item, desk } => {
                format!("{item}: desk {desk:?} lacks the expertise or the language")
            }
            Fault::PersonTwice { person, item, other, start } if ja => {
                format!("{person} は {} に {item} と {other} の両方に入っている", at(start))
            }
            Fault::PersonTwice { person, item, other, start } => {
                format!("{person} is in {item} and {other} at {}", at(start))
            }
            Fault::WalkTooShort { person, item, other, minutes, needed } if ja => {
                format!("{person}: {item} と {other} の間が {minutes}分で、{needed}分必要")
            }
            Fault::WalkTooShort { person, item, other, minutes, needed } => format!(
                "{person} has {minutes} minutes between {item} and {other}, but needs {needed}"
            ),
            Fault::Unavailable { person, item, start } if ja => {
                format!("{person} は {} の {item} の時間に不在", at(start))
            }
            Fault::Unavailable { person, item, start } => {
                format!("{person} is away during {item} at {}", at(start))
            }
            Fault::NoLunch { person, day } if ja => format!("{person}: {day} に昼食の時間がない"),
            Fault::NoLunch { person, day } => format!("{person} has no lunch break on {day}"),
            Fault::OverCap { person, meetings, cap } if ja => {
                format!("{person} の面談は {meetings} 件で、上限 {cap} 件を超える")
            }
            Fault::OverCap { person, meetings, cap } => {
                format!("{person} has {meetings} meetings; the cap is {cap}")
            }
            Fault::TooEarly { session, after } if ja => {
                format!("企画 {session} は {after} が終わってから始めること")
            }
            Fault::TooEarly { session, after } => {
                format!("session {session} starts before {after} has ended")
            }
            Fault::Together { item, person, other } if ja => {
                format!("{item}: {person} と {other} は同席させない組合せ")
            }
            Fault::Together { item, person, other } => {
                format!("{item}: {person} and {other} must not be put together")
            }
        }
    }
}
