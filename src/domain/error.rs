//! What can be wrong with a workshop's data, and where.

use super::text::{Lang, Text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A sheet of the workshop's data; files, worksheets and JSON keys bear these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sheet {
    Workshop,
    Rooms,
    RoomHours,
    Bands,
    Slots,
    Sessions,
    Desks,
    DeskHours,
    Organisations,
    People,
    Profiles,
    MeetingWishes,
    GroupWishes,
    Consultations,
    TalkWishes,
    Unavailable,
    Exclusions,
}

impl Sheet {
    pub const ALL: [Sheet; 17] = [
        Sheet::Workshop,
        Sheet::Rooms,
        Sheet::RoomHours,
        Sheet::Bands,
        Sheet::Slots,
        Sheet::Sessions,
        Sheet::Desks,
        Sheet::DeskHours,
        Sheet::Organisations,
        Sheet::People,
        Sheet::Profiles,
        Sheet::MeetingWishes,
        Sheet::GroupWishes,
        Sheet::Consultations,
        Sheet::TalkWishes,
        Sheet::Unavailable,
        Sheet::Exclusions,
    ];

    /// The name of the file (without ending), worksheet or JSON key.
    pub fn name(self) -> &'static str {
        match self {
            Sheet::Workshop => "workshop",
            Sheet::Rooms => "rooms",
            Sheet::RoomHours => "room_hours",
            Sheet::Bands => "bands",
            Sheet::Slots => "slots",
            Sheet::Sessions => "sessions",
            Sheet::Desks => "desks",
            Sheet::DeskHours => "desk_hours",
            Sheet::Organisations => "organisations",
            Sheet::People => "people",
            Sheet::Profiles => "profiles",
            Sheet::MeetingWishes => "meeting_wishes",
            Sheet::GroupWishes => "group_wishes",
            Sheet::Consultations => "consultations",
            Sheet::TalkWishes => "talk_wishes",
            Sheet::Unavailable => "unavailable",
            Sheet::Exclusions => "exclusions",
        }
    }
}

impl fmt::Display for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is not known, and the nearest that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// What it should name.
    pub what: Text,
    pub value: String,
    /// What can stand here.
    pub expected: Text,
    pub nearest: Option<String>,
}

impl Unknown {
    /// What is wrong and the way out.
    pub fn text(&self) -> Text {
        let Unknown { what, value, expected, nearest } = self;
        let hint = nearest.as_ref().map_or(Text::default(), |nearest| {
            Text::new(
                format!("。「{nearest}」のことですか"),
                format!("; did you mean {nearest:?}?"),
            )
        });
        Text::new(
            format!("{}「{value}」はありません（書けるもの：{}）{}", what.ja, expected.ja, hint.ja),
            format!("unknown {} {value:?}; expected {}{}", what.en, expected.en, hint.en),
        )
    }
}

impl From<Unknown> for Problem {
    fn from(unknown: Unknown) -> Problem {
        Problem::Unknown(Box::new(unknown))
    }
}

/// What is wrong with a value, and the way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    Unknown(Box<Unknown>),
    /// `entry` (from 0) and, where it is known, `row` are where the value stands first.
    Duplicate {
        value: String,
        entry: usize,
        row: Option<usize>,
    },
    Unreadable {
        value: String,
        expected: Text,
    },
    OutOfRange {
        value: Text,
        expected: Text,
    },
    Conflict(Text),
    Missing {
        expected: Text,
    },
}

impl Problem {
    /// The problem in words.
    pub fn text(&self) -> Text {
        match self {
            Problem::Unknown(unknown) => unknown.text(),
            Problem::Duplicate { value, entry, row } => {
                let place = place(*entry, *row);
                Text::new(
                    format!(
                        "「{value}」は{}で使われています。それぞれ別のものにしてください",
                        place.ja
                    ),
                    format!("{value:?} is already used in {}; each must be different", place.en),
                )
            }
            Problem::Unreadable { value, expected } => Text::new(
                format!("「{value}」は読めません（書けるもの：{}）", expected.ja),
                format!("{value:?} cannot be read; expected {}", expected.en),
            ),
            Problem::OutOfRange { value, expected } => Text::new(
                format!("{}は範囲の外です（範囲：{}）", value.ja, expected.ja),
                format!("{} is out of range; expected {}", value.en, expected.en),
            ),
            Problem::Conflict(text) => text.clone(),
            Problem::Missing { expected } => Text::new(
                format!("ありません（必要なもの：{}）", expected.ja),
                format!("missing; expected {}", expected.en),
            ),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

fn place(entry: usize, row: Option<usize>) -> Text {
    match row {
        Some(row) => Text::new(format!("{row}行目"), format!("row {row}")),
        None => Text::new(format!("{}件目", entry + 1), format!("entry {}", entry + 1)),
    }
}

/// A fault in the data: which sheet, which entry (its index, from 0), which column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputFault {
    pub sheet: Sheet,
    /// Index of the entry in the sheet, from 0; `None` for the sheet as a whole.
    pub entry: Option<usize>,
    /// The row in the file it was read from, from 1, where it came from one. Blank rows are
    /// skipped in reading, so that the row cannot be told from the entry.
    #[serde(default)]
    pub row: Option<usize>,
    /// The column, or the key in the sheet `workshop`; empty for the entry as a whole.
    pub column: String,
    pub problem: Problem,
}

impl InputFault {
    /// Whether it only says that there is no room, or nobody, yet: true of a workshop that is still
    /// being set up.
    pub fn is_emptiness(&self) -> bool {
        let whole = self.entry.is_none() && matches!(self.problem, Problem::Missing { .. });
        whole && matches!(self.sheet, Sheet::Rooms | Sheet::People)
    }

    /// The fault in words, the sheet under the name its reader knows: `people.csv`, `people`.
    pub fn under(&self, sheet_name: &str) -> Text {
        let mut out = Text::same(sheet_name);
        if self.entry.is_some() || self.row.is_some() {
            let place = place(self.entry.unwrap_or_default(), self.row);
            out.ja.push_str(&format!(" {}", place.ja));
            out.en.push_str(&format!(", {}", place.en));
        }
        if !self.column.is_empty() {
            let (ja, en) = match self.sheet {
                Sheet::Workshop => ("項目", "key"),
                _ => ("列", "column"),
            };
            out.ja.push_str(&format!(" {ja}「{}」", self.column));
            out.en.push_str(&format!(", {en} {:?}", self.column));
        }
        let problem = self.problem.text();
        Text::new(format!("{}：{}", out.ja, problem.ja), format!("{}: {}", out.en, problem.en))
    }
}

impl fmt::Display for InputFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.under(self.sheet.name()).get(Lang::En))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_what_and_the_way_out_in_both_languages() {
        let unknown = Unknown {
            what: Text::new("参加者", "person"),
            value: "p-4".into(),
            expected: Text::new("people 表のID", "an id in people"),
            nearest: Some("p-04".into()),
        };
        let fault = InputFault {
            sheet: Sheet::MeetingWishes,
            entry: Some(0),
            row: Some(2),
            column: "to".into(),
            problem: unknown.into(),
        };
        assert_eq!(
            fault.under("meeting_wishes.csv"),
            Text::new(
                "meeting_wishes.csv 2行目 列「to」：参加者「p-4」はありません（書けるもの：people 表のID）。\
                 「p-04」のことですか",
                "meeting_wishes.csv, row 2, column \"to\": unknown person \"p-4\"; expected an id in \
                 people; did you mean \"p-04\"?",
            )
        );
    }
}
