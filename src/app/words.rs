//! Reasons and repairs in words.

use crate::domain::{Lang, Text};
use crate::scheduling::{Cause, Names, Reason, Unplaced};
use chrono::NaiveDateTime;

/// Why a wish is not in the plan.
pub(super) fn reason(reason: &Reason) -> Text {
    let at = |t: &NaiveDateTime| t.format("%H:%M").to_string();
    match reason {
        Reason::Excluded => Text::new("同席させない組合せ", "must not be put together"),
        Reason::Blocked { options, causes } => {
            let list = |lang| {
                let named = causes
                    .iter()
                    .map(|(cause, n)| format!("{} ({}) {n}", cause.label(lang), subject(cause)));
                named.collect::<Vec<_>>().join("; ")
            };
            Text::new(
                format!("候補 {options} 通りすべて不可（{}）", list(Lang::Ja)),
                format!("all {options} places and times fail ({})", list(Lang::En)),
            )
        }
        Reason::TalksWorthMore { start, lost } => Text::new(
            format!("{} に入るが、聴きたい講演を {lost} 点分逃す", at(start)),
            format!("fits at {}, but wished talks worth {lost} points would be missed", at(start)),
        ),
        Reason::Unfinished { start } => Text::new(
            format!("{} に入る（計画が途中）", at(start)),
            format!("fits at {} (the plan was not finished)", at(start)),
        ),
    }
}

/// Who or what a cause is about, by id.
fn subject(cause: &Cause) -> String {
    match cause {
        Cause::TablesFull { room } | Cause::RoomClosed { room } => room.to_string(),
        Cause::DeskTaken { desk } | Cause::DeskClosed { desk } | Cause::DeskUnsuited { desk } => {
            desk.to_string()
        }
        Cause::Duty { person, session } => format!("{person}, {session}"),
        Cause::Busy { person, item } => format!("{person}, {item}"),
        Cause::Away { person } | Cause::AtCap { person } | Cause::Lunch { person } => {
            person.to_string()
        }
    }
}

/// What would let a wish in; empty where nothing helps.
pub(super) fn repair(wish: &Unplaced) -> Text {
    let Some(repair) = &wish.repair else { return Text::default() };
    let steps = |lang| {
        let names = Names::ids(lang);
        repair.steps.iter().map(|s| s.sentence(&names)).collect::<Vec<_>>().join("; ")
    };
    Text::new(steps(Lang::Ja), steps(Lang::En))
}
