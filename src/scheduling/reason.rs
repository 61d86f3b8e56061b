//! What stands against a wish that is not in the plan, and what would let it in, in words.

use super::directory::Directory;
use super::names::Names;
use super::objective::placement_points;
use crate::domain::{
    DeskHours, DeskId, ItemId, Lang, PersonId, Placement, RoomId, SessionId, Timetable, Workshop,
};
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

/// Why one place and time is not open to a wish.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// All tables of the room are taken.
    TablesFull {
        room: RoomId,
    },
    /// The desk talks with somebody else.
    DeskTaken {
        desk: DeskId,
    },
    DeskClosed {
        desk: DeskId,
    },
    /// The desk lacks the expertise or the language.
    DeskUnsuited {
        desk: DeskId,
    },
    RoomClosed {
        room: RoomId,
    },
    Away {
        person: PersonId,
    },
    /// Speaks or stands at a poster.
    Duty {
        person: PersonId,
        session: SessionId,
    },
    /// Is in another meeting or consultation, or on the way.
    Busy {
        person: PersonId,
        item: ItemId,
    },
    AtCap {
        person: PersonId,
    },
    Lunch {
        person: PersonId,
    },
}

impl Cause {
    /// The person the cause is about, if any.
    pub fn person(&self) -> Option<&PersonId> {
        match self {
            Cause::Away { person }
            | Cause::Duty { person, .. }
            | Cause::Busy { person, .. }
            | Cause::AtCap { person }
            | Cause::Lunch { person } => Some(person),
            Cause::TablesFull { .. }
            | Cause::DeskTaken { .. }
            | Cause::DeskClosed { .. }
            | Cause::DeskUnsuited { .. }
            | Cause::RoomClosed { .. } => None,
        }
    }

    /// The kind of cause in a few words.
    pub fn label(&self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Cause::TablesFull { .. } => ("テーブルが満席", "tables full"),
            Cause::DeskTaken { .. } => ("相談卓が予約済み", "desk taken"),
            Cause::DeskClosed { .. } => ("相談卓が開いていない", "desk closed"),
            Cause::DeskUnsuited { .. } => ("相談卓の専門・言語が合わない", "desk does not suit"),
            Cause::RoomClosed { .. } => ("会場が閉まっている", "room closed"),
            Cause::Away { .. } => ("不在", "away"),
            Cause::Duty { .. } => ("講演・ポスターの立会い中", "speaking or at a poster"),
            Cause::Busy { .. } => ("別の予定", "busy elsewhere"),
            Cause::AtCap { .. } => ("面談数の上限", "at the cap of meetings"),
            Cause::Lunch { .. } => ("昼食の時間がなくなる", "would lose the lunch break"),
        };
        match lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// The kind of cause, and who or what it is about.
    pub fn sentence(&self, n: &Names) -> String {
        let ja = n.lang == Lang::Ja;
        let both = |one: String, other: String| match ja {
            true => format!("{one}（{other}）"),
            false => format!("{one} ({other})"),
        };
        let about = match self {
            Cause::TablesFull { room } | Cause::RoomClosed { room } => n.room(room),
            Cause::DeskTaken { desk }
            | Cause::DeskClosed { desk }
            | Cause::DeskUnsuited { desk } => n.desk(desk),
            Cause::Duty { person, session } => both(n.person(person), n.session(session)),
            Cause::Busy { person, item } => both(n.person(person), n.item(item)),
            Cause::Away { person } | Cause::AtCap { person } | Cause::Lunch { person } => {
                n.person(person)
            }
        };
        let label = self.label(n.lang);
        if ja { format!("{label}：{about}") } else { format!("{label}: {about}") }
    }
}

/// Why a wish is not in the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    /// The people must not be put together.
    Excluded,
    /// Every place and time fails for at least one cause; how many options each kind of cause closes
    /// (an option may fail for several).
    Blocked { options: usize, causes: Vec<(Cause, usize)> },
    /// It fits, but would cost people as much or more: talks that they then miss, breaks, walks.
    #[serde(alias = "talks_worth_more")]
    CostsMore { start: NaiveDateTime, lost: i64 },
    /// It fits as it stands; the plan was not finished.
    Unfinished { start: NaiveDateTime },
}

impl Reason {
    pub fn sentence(&self, n: &Names) -> String {
        match (self, n.lang) {
            (Reason::Excluded, Lang::Ja) => "同席させない組合せです".into(),
            (Reason::Excluded, Lang::En) => "they must not be put together".into(),
            (Reason::Blocked { options: 0, .. }, Lang::Ja) => {
                "使える相談卓や面談の枠がありません".into()
            }
            (Reason::Blocked { options: 0, .. }, Lang::En) => {
                "there is no desk or slot for it".into()
            }
            (Reason::Blocked { options, .. }, Lang::Ja) => {
                format!("考えられる{options}通りの場所と時間が、どれも使えません")
            }
            (Reason::Blocked { options, .. }, Lang::En) => {
                format!("none of the {options} places and times is open to it")
            }
            (Reason::CostsMore { start, lost }, Lang::Ja) => format!(
                "{}に置けますが、聴けなくなる講演や空き時間・移動が{lost}点分の損になり、得になりません",
                n.at(start)
            ),
            (Reason::CostsMore { start, lost }, Lang::En) => format!(
                "it fits at {}, but talks missed, breaks and walks would cost {lost} points: no gain",
                n.at(start)
            ),
            (Reason::Unfinished { start }, Lang::Ja) => {
                format!("{}に置けます（計画を途中で止めたため、まだ入っていません）", n.at(start))
            }
            (Reason::Unfinished { start }, Lang::En) => {
                format!("it fits at {}; the planning was stopped before it got there", n.at(start))
            }
        }
    }
}

/// One step of a repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    OneMoreTable {
        room: RoomId,
        start: NaiveDateTime,
    },
    OpenDesk {
        desk: DeskId,
        start: NaiveDateTime,
        end: NaiveDateTime,
    },
    RaiseCap {
        to: u32,
    },
    BePresent {
        person: PersonId,
        start: NaiveDateTime,
        end: NaiveDateTime,
    },
    /// Somebody else stands at the poster meanwhile.
    Relieve {
        person: PersonId,
        session: SessionId,
    },
    GiveUp {
        item: ItemId,
    },
}

impl Step {
    pub fn sentence(&self, n: &Names) -> String {
        match (self, n.lang) {
            (Step::OneMoreTable { room, start }, Lang::Ja) => {
                format!("{}に{}のテーブルを1台増やす", n.at(start), n.room(room))
            }
            (Step::OneMoreTable { room, start }, Lang::En) => {
                format!("one more table in {} at {}", n.room(room), n.at(start))
            }
            (Step::OpenDesk { desk, start, end }, Lang::Ja) => {
                format!("相談卓{}を{}–{}にも開く", n.desk(desk), n.at(start), n.at(end))
            }
            (Step::OpenDesk { desk, start, end }, Lang::En) => {
                format!("open desk {} {}–{} as well", n.desk(desk), n.at(start), n.at(end))
            }
            (Step::RaiseCap { to }, Lang::Ja) => format!("一人の面談数の上限を{to}件にする"),
            (Step::RaiseCap { to }, Lang::En) => format!("raise the cap of meetings to {to}"),
            (Step::BePresent { person, start, end }, Lang::Ja) => {
                let person = n.person(person);
                format!("{person}が{}–{}に出席できるようにする", n.at(start), n.at(end))
            }
            (Step::BePresent { person, start, end }, Lang::En) => {
                format!("{} can come {}–{} after all", n.person(person), n.at(start), n.at(end))
            }
            (Step::Relieve { person, session }, Lang::Ja) => {
                format!("{}の立会いで{}を交代する", n.session(session), n.person(person))
            }
            (Step::Relieve { person, session }, Lang::En) => {
                format!("somebody stands in for {} at {}", n.person(person), n.session(session))
            }
            (Step::GiveUp { item }, Lang::Ja) => format!("{}をやめる", n.item(item)),
            (Step::GiveUp { item }, Lang::En) => format!("give up {}", n.item(item)),
        }
    }

    /// What the step asks of people, for comparing repairs: a table is cheap, a person's day dear.
    pub(super) fn cost(&self, directory: &Directory) -> i64 {
        match self {
            Step::OneMoreTable { .. } | Step::OpenDesk { .. } => 1,
            Step::RaiseCap { .. } => 2,
            Step::BePresent { .. } | Step::Relieve { .. } => 3,
            Step::GiveUp { item } => 4 + placement_points(directory, item),
        }
    }
}

/// What would let a wish in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    pub steps: Vec<Step>,
    /// Where the wish then is.
    pub placement: Placement,
}

impl Repair {
    /// The workshop and timetable after the repair.
    pub fn apply(&self, workshop: &Workshop, timetable: &Timetable) -> (Workshop, Timetable) {
        let (mut w, mut t) = (workshop.clone(), timetable.clone());
        for step in &self.steps {
            match step {
                Step::OneMoreTable { room, .. } => {
                    w.rooms.iter_mut().filter(|r| r.id == *room).for_each(|r| r.tables += 1);
                }
                Step::OpenDesk { desk, start, end } => {
                    w.desk_hours.push(DeskHours { desk: desk.clone(), start: *start, end: *end });
                }
                Step::RaiseCap { to } => w.rules.meetings_per_person = Some(*to),
                Step::BePresent { person, start, end } => {
                    w.unavailable
                        .retain(|u| u.person != *person || u.end <= *start || *end <= u.start);
                }
                Step::Relieve { person, session } => {
                    for s in w.sessions.iter_mut().filter(|s| s.id == *session) {
                        s.speakers.retain(|p| p != person);
                    }
                    let item = ItemId::Session(session.clone());
                    for p in t.placements.iter_mut().filter(|p| p.item == item) {
                        p.people.retain(|p| p != person);
                    }
                }
                Step::GiveUp { item } => t.placements.retain(|p| p.item != *item),
            }
        }
        t.placements.push(self.placement.clone());
        t.sort();
        (w, t)
    }
}

/// A wish that is not in the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unplaced {
    pub item: ItemId,
    pub people: Vec<PersonId>,
    /// What placing it would count.
    pub points: i64,
    pub reason: Reason,
    /// The cheapest found; `None` where nothing the organizer can do helps.
    pub repair: Option<Repair>,
}

impl Unplaced {
    /// Causes that are this person's own; all a participant may see.
    pub fn own_causes(&self, person: &PersonId) -> Vec<&Cause> {
        match &self.reason {
            Reason::Blocked { causes, .. } => causes
                .iter()
                .map(|(cause, _)| cause)
                .filter(|cause| cause.person() == Some(person))
                .collect(),
            _ => Vec::new(),
        }
    }
}
