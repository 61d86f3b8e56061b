//! Reasons and repairs in words, by the names that people know.

use crate::domain::{Lang, Text, Workshop};
use crate::scheduling::{Cause, Names, Reason, Unplaced, WhatIf};

/// What is said of one workshop, in both languages.
pub(super) struct Words<'a> {
    names: [Names<'a>; 2],
}

impl<'a> Words<'a> {
    pub fn of(workshop: &'a Workshop) -> Words<'a> {
        Words { names: Lang::ALL.map(|lang| Names::of(workshop, lang)) }
    }

    fn said(&self, sentence: impl Fn(&Names) -> String) -> Text {
        let [ja, en] = &self.names;
        Text::new(sentence(ja), sentence(en))
    }

    pub fn what_if(&self, what_if: &WhatIf) -> Text {
        self.said(|names| what_if.sentence(names))
    }

    /// Why a wish is not in the plan.
    pub fn reason(&self, reason: &Reason) -> Text {
        self.said(|names| {
            let ja = names.lang == Lang::Ja;
            match reason {
                Reason::Excluded if ja => "同席させない組合せ".into(),
                Reason::Excluded => "must not be put together".into(),
                Reason::Blocked { options, causes } => {
                    let causes = causes.iter().map(|(cause, n)| match ja {
                        true => {
                            format!("{}：{} {n}通り", cause.label(names.lang), about(cause, names))
                        }
                        false => {
                            format!("{}: {} {n}", cause.label(names.lang), about(cause, names))
                        }
                    });
                    let causes: Vec<String> = causes.collect();
                    match ja {
                        true => format!("候補 {options} 通りすべて不可（{}）", causes.join("；")),
                        false => {
                            format!("all {options} places and times fail ({})", causes.join("; "))
                        }
                    }
                }
                Reason::TalksWorthMore { start, lost } if ja => {
                    format!("{} に入るが、聴きたい講演を {lost} 点分逃す", names.at(start))
                }
                Reason::TalksWorthMore { start, lost } => format!(
                    "fits at {}, but wished talks worth {lost} points would be missed",
                    names.at(start)
                ),
                Reason::Unfinished { start } if ja => {
                    format!("{} に入る（計画が途中）", names.at(start))
                }
                Reason::Unfinished { start } => {
                    format!("fits at {} (the plan was not finished)", names.at(start))
                }
            }
        })
    }

    /// What would let a wish in; empty where nothing helps.
    pub fn repair(&self, wish: &Unplaced) -> Text {
        let Some(repair) = &wish.repair else { return Text::default() };
        self.said(|names| {
            let steps: Vec<String> = repair.steps.iter().map(|s| s.sentence(names)).collect();
            steps.join(if names.lang == Lang::Ja { "；" } else { "; " })
        })
    }
}

/// Who or what a cause is about.
fn about(cause: &Cause, names: &Names) -> String {
    let both = |one: String, other: String| match names.lang {
        Lang::Ja => format!("{one}、{other}"),
        Lang::En => format!("{one}, {other}"),
    };
    match cause {
        Cause::TablesFull { room } | Cause::RoomClosed { room } => names.room(room),
        Cause::DeskTaken { desk } | Cause::DeskClosed { desk } | Cause::DeskUnsuited { desk } => {
            names.desk(desk)
        }
        Cause::Duty { person, session } => both(names.person(person), names.session(session)),
        Cause::Busy { person, item } => both(names.person(person), names.item(item)),
        Cause::Away { person } | Cause::AtCap { person } | Cause::Lunch { person } => {
            names.person(person)
        }
    }
}
