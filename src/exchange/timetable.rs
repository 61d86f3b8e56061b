//! Timetables: JSON as the engines know them, and CSV with one placement in each row.

use super::cell::{Cell, Context};
use super::complaint::{self, fault_in};
use super::csv;
use super::encoding::{Encoding, Undecodable, decode};
use super::error::{Limits, Notice, lines};
use super::grid::{self, Column, GridFault, Tabular};
use crate::domain::{
    DeskId, ItemId, Lang, PersonId, Placement, Problem, RoomId, SessionId, Text, Timetable,
    Unknown, WishId, Workshop,
};
use chrono::NaiveDateTime;
use serde::Deserialize;
use serde_json::Value;
use std::fmt;

/// A fault in one placement of a timetable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementFault {
    /// Index of the placement, from 0; `None` for the timetable as a whole.
    pub entry: Option<usize>,
    /// The row in a CSV file, from 1.
    pub row: Option<usize>,
    pub column: String,
    pub problem: Problem,
}

impl PlacementFault {
    /// The fault in words.
    pub fn text(&self) -> Text {
        let mut place = match (self.row, self.entry) {
            (Some(row), _) => Text::new(format!("{row}行目"), format!("row {row}")),
            (None, Some(entry)) => {
                Text::new(format!("{}件目の配置", entry + 1), format!("placement {}", entry + 1))
            }
            (None, None) => Text::new("日程表", "timetable"),
        };
        if !self.column.is_empty() {
            let (ja, en) = if self.row.is_some() { ("列", "column") } else { ("項目", "field") };
            place.ja.push_str(&format!(" {ja}「{}」", self.column));
            place.en.push_str(&format!(", {en} {:?}", self.column));
        }
        let problem = self.problem.text();
        Text::new(format!("{}：{}", place.ja, problem.ja), format!("{}: {}", place.en, problem.en))
    }
}

/// Why a timetable cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimetableError {
    Undecodable(Undecodable),
    Json(Text),
    Csv(Text),
    TooLarge {
        what: Text,
        limit: usize,
    },
    /// Faults in the placements; `more` were found beyond those listed.
    Faults {
        faults: Vec<PlacementFault>,
        more: usize,
    },
}

impl TimetableError {
    /// What is wrong and the way out; a line for each fault.
    pub fn text(&self) -> Text {
        match self {
            TimetableError::Undecodable(reason) => reason.text(),
            TimetableError::Json(reason) => Text::new(
                format!("JSON として読めません：{}", reason.ja),
                format!("not readable as JSON: {}", reason.en),
            ),
            TimetableError::Csv(reason) => Text::new(
                format!("CSV として読めません：{}", reason.ja),
                format!("not readable as CSV: {}", reason.en),
            ),
            TimetableError::TooLarge { what, limit } => Text::new(
                format!("{}が {limit} を超えています。減らすか、上限を上げてください", what.ja),
                format!("more than {limit} {}; leave some out, or raise the limit", what.en),
            ),
            TimetableError::Faults { faults, more } => {
                lines(faults.iter().map(PlacementFault::text), *more)
            }
        }
    }

    fn too_many_rows(limit: usize) -> TimetableError {
        TimetableError::TooLarge { what: Text::new("行数", "rows"), limit }
    }

    fn too_many_placements(limit: usize) -> TimetableError {
        TimetableError::TooLarge { what: Text::new("配置", "placements"), limit }
    }
}

impl fmt::Display for TimetableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for TimetableError {}

/// A timetable as JSON that `read_timetable_json` reads back as it was.
pub fn write_timetable_json(timetable: &Timetable) -> String {
    // Ids, texts, times and whole numbers: nothing that JSON could not hold.
    let mut out = serde_json::to_string_pretty(timetable).unwrap_or_default();
    out.push('\n');
    out
}

/// Reads a timetable from JSON. Fields are checked, unknown ones refused; whether the plan can be
/// held is the judge's question.
pub fn read_timetable_json(bytes: &[u8], limits: &Limits) -> Result<Timetable, TimetableError> {
    let text = text(bytes, limits)?.0;
    match serde_json::from_str::<Timetable>(&text) {
        Ok(timetable) if timetable.placements.len() > limits.rows => {
            Err(TimetableError::too_many_placements(limits.rows))
        }
        Ok(mut timetable) => {
            let mut faults = Vec::new();
            for (i, placement) in timetable.placements.iter_mut().enumerate() {
                if let Err((column, problem)) = settle(placement) {
                    let (entry, column) = (Some(i), column.to_owned());
                    faults.push(PlacementFault { entry, row: None, column, problem });
                }
            }
            finish(timetable, faults, limits)
        }
        Err(error) => Err(match serde_json::from_str(&text) {
            Ok(Value::Object(object)) => json_faults(object, limits),
            _ => None,
        }
        .unwrap_or_else(|| TimetableError::Json(complaint::unreadable(&error)))),
    }
}

fn json_faults(
    mut object: serde_json::Map<String, Value>,
    limits: &Limits,
) -> Option<TimetableError> {
    let mut faults = Vec::new();
    let placements = object.insert("placements".to_owned(), Value::Array(Vec::new()));
    if placements.is_none() {
        object.remove("placements");
    }
    if let Some((column, problem)) = fault_in::<Timetable>(&Value::Object(object)) {
        faults.push(PlacementFault { entry: None, row: None, column, problem });
    }
    if let Some(Value::Array(placements)) = placements {
        for (i, placement) in placements.iter().enumerate() {
            let (column, problem) = match placement {
                Value::Object(_) => match fault_in::<Placement>(placement) {
                    Some(found) => found,
                    None => continue,
                },
                _ => (
                    String::new(),
                    Problem::Missing { expected: Text::new("オブジェクト", "an object") },
                ),
            };
            faults.push(PlacementFault { entry: Some(i), row: None, column, problem });
        }
    }
    let more = faults.len().saturating_sub(limits.faults);
    faults.truncate(limits.faults);
    (!faults.is_empty()).then_some(TimetableError::Faults { faults, more })
}

/// A timetable as CSV, one row for each placement. The workshop and the timetable's name are not
/// in it: they are given when it is read.
pub fn write_timetable_csv(timetable: &Timetable) -> Vec<u8> {
    let rows: Vec<PlacementRow> = timetable.placements.iter().map(PlacementRow::from).collect();
    let table = grid::write(&rows, Lang::En);
    csv::table_csv(&table.headers, &table.rows)
}

/// Reads a timetable of `workshop` from CSV, in any encoding that sheets may have.
pub fn read_timetable_csv(
    bytes: &[u8],
    workshop: &Workshop,
    name: &str,
    limits: &Limits,
) -> Result<(Timetable, Vec<Notice>), TimetableError> {
    let (text, encoding) = text(bytes, limits)?;
    let mut notices = Vec::new();
    if encoding != Encoding::Utf8 {
        notices.push(Notice::Decoded { file: name.to_owned(), encoding });
    }
    let (grid, tabs) = csv::grid(&text, limits.rows).map_err(|fault| match fault {
        csv::CsvFault::TooMany => TimetableError::too_many_rows(limits.rows),
        fault => TimetableError::Csv(fault.text()),
    })?;
    if grid.header.is_none() {
        return Err(TimetableError::Csv(Text::new(
            "ファイルが空です。見出しの行が必要です",
            "the file is empty; expected a header",
        )));
    }
    if tabs {
        notices.push(Notice::Tabs { file: name.to_owned() });
    }
    if grid.blank > 0 {
        notices.push(Notice::BlankRows { name: name.to_owned(), rows: grid.blank });
    }
    let mut faults = Vec::new();
    let context = Context { days: workshop.days.clone() };
    let read = grid::read::<PlacementRow>(&grid, &context, &mut |fault| {
        let GridFault { entry, row, column, problem } = fault;
        faults.push(PlacementFault { entry, row, column, problem });
    });
    let mut placements = Vec::with_capacity(read.records.len());
    for (i, (record, row)) in read.records.into_iter().zip(read.rows).enumerate() {
        let placement = record.placement().and_then(|mut placement| {
            settle(&mut placement)?;
            Ok(placement)
        });
        match placement {
            Ok(placement) => placements.push(placement),
            Err((column, problem)) => faults.push(PlacementFault {
                entry: Some(i),
                row: Some(row),
                column: column.to_owned(),
                problem,
            }),
        }
    }
    faults.sort_by_key(|fault| fault.row);
    let timetable = Timetable { workshop: workshop.id.clone(), name: name.to_owned(), placements };
    finish(timetable, faults, limits).map(|timetable| (timetable, notices))
}

fn text(bytes: &[u8], limits: &Limits) -> Result<(String, Encoding), TimetableError> {
    if bytes.len() > limits.bytes {
        let what = Text::new("バイト数", "bytes");
        return Err(TimetableError::TooLarge { what, limit: limits.bytes });
    }
    decode(bytes).map_err(TimetableError::Undecodable)
}

fn finish(
    timetable: Timetable,
    mut faults: Vec<PlacementFault>,
    limits: &Limits,
) -> Result<Timetable, TimetableError> {
    if faults.is_empty() {
        return Ok(timetable);
    }
    let more = faults.len().saturating_sub(limits.faults);
    faults.truncate(limits.faults);
    Err(TimetableError::Faults { faults, more })
}

/// Refuses what no placement can be, whatever the workshop, and puts a meeting's people in order.
fn settle(placement: &mut Placement) -> Result<(), (&'static str, Problem)> {
    if placement.end <= placement.start {
        let value = Text::same(placement.end.format("%Y-%m-%d %H:%M").to_string());
        let start = placement.start.format("%Y-%m-%d %H:%M");
        let expected =
            Text::new(format!("開始 {start} より後"), format!("later than the start {start}"));
        return Err(("end", Problem::OutOfRange { value, expected }));
    }
    if let ItemId::Meeting(a, b) = &placement.item {
        if a == b {
            let message = Text::new(
                format!("{a} が自分と面談することになります。2人の参加者を書いてください"),
                format!("{a} would meet themselves; name two people"),
            );
            return Err(("item", Problem::Conflict(message)));
        }
        placement.item = ItemId::meeting(a, b);
    }
    Ok(())
}

/// A placement as it stands in a row.
#[derive(Clone, Deserialize)]
struct PlacementRow {
    item: String,
    id: String,
    other: Option<PersonId>,
    room: RoomId,
    desk: Option<DeskId>,
    table: Option<u32>,
    start: NaiveDateTime,
    end: NaiveDateTime,
    people: Vec<PersonId>,
    locked: bool,
}

impl From<&Placement> for PlacementRow {
    fn from(placement: &Placement) -> PlacementRow {
        let (item, id, other) = match &placement.item {
            ItemId::Session(id) => ("session", id.to_string(), None),
            ItemId::Consultation(id) => ("consultation", id.to_string(), None),
            ItemId::Meeting(a, b) => ("meeting", a.to_string(), Some(b.clone())),
            ItemId::Group(id) => ("group", id.to_string(), None),
        };
        PlacementRow {
            item: item.to_owned(),
            id,
            other,
            room: placement.room.clone(),
            desk: placement.desk.clone(),
            table: placement.table,
            start: placement.start,
            end: placement.end,
            people: placement.people.clone(),
            locked: placement.locked,
        }
    }
}

impl PlacementRow {
    fn placement(self) -> Result<Placement, (&'static str, Problem)> {
        let PlacementRow { id, other, .. } = self;
        let item = match (super::cell::plain(&self.item).to_lowercase().as_str(), other) {
            ("meeting", Some(other)) => ItemId::Meeting(PersonId(id), other),
            ("meeting", None) => {
                let expected = Text::new("相手の参加者ID", "the id of the other person");
                return Err(("other", Problem::Missing { expected }));
            }
            ("session" | "consultation" | "group", Some(other)) => {
                let message = Text::new(
                    format!("{other} とありますが、相手を書くのは面談（meeting）だけです"),
                    format!("{other} stands here, but only a meeting has another person"),
                );
                return Err(("other", Problem::Conflict(message)));
            }
            ("session", None) => ItemId::Session(SessionId(id)),
            ("consultation", None) => ItemId::Consultation(WishId(id)),
            ("group", None) => ItemId::Group(WishId(id)),
            (word, _) => {
                const WORDS: [&str; 4] = ["session", "consultation", "meeting", "group"];
                let problem = Problem::from(Unknown {
                    what: Text::new("種類", "kind of item"),
                    value: super::cell::excerpt(&self.item),
                    expected: Text::same(WORDS.join(", ")),
                    nearest: crate::domain::nearest(word, WORDS),
                });
                return Err(("item", problem));
            }
        };
        Ok(Placement {
            item,
            room: self.room,
            desk: self.desk,
            table: self.table,
            start: self.start,
            end: self.end,
            people: self.people,
            locked: self.locked,
        })
    }
}

macro_rules! column {
    ($required:literal $field:ident, $ja:literal, $help_ja:literal, $help_en:literal) => {
        Column {
            name: stringify!($field),
            ja: $ja,
            help_ja: $help_ja,
            help_en: $help_en,
            required: $required,
            get: |row| row.$field.write(),
            set: |row, text, context| {
                row.$field = Cell::read(text, context)?;
                Ok(())
            },
        }
    };
}

impl Tabular for PlacementRow {
    const BLANK: &'static str = r#"{"item":"","id":"","room":"","start":"1970-01-01T00:00:00",
        "end":"1970-01-01T00:00:00","people":[],"locked":false}"#;
    const COLUMNS: &'static [Column<Self>] = &[
        column!(true item, "種類", "session、consultation、meeting、group のどれか",
            "session, consultation, meeting or group"),
        Column {
            name: "id",
            ja: "ID",
            help_ja: "セッションか希望のID、面談なら一方の参加者ID",
            help_en: "the id of the session or wish, for a meeting of one person",
            required: true,
            get: |row| row.id.write(),
            set: |row, text, _| {
                row.id = super::cell::plain(text).into_owned();
                Ok(())
            },
        },
        column!(false other, "相手", "面談の相手の参加者ID", "the id of the other person of a meeting"),
        column!(true room, "部屋ID", "部屋の符号", "the id of a room"),
        column!(false desk, "デスクID", "相談デスクの符号", "the id of a desk"),
        column!(false table, "テーブル", "テーブルの番号", "the number of a table, from 1"),
        column!(true start, "開始", "開始の日時", "when it starts, such as 2022-05-10 14:10"),
        column!(true end, "終了", "終了の日時", "when it ends, such as 2022-05-10 15:00"),
        column!(false people, "参加者", "参加者のIDを ; で区切る",
            "the ids of all who must be there, separated by ;"),
        column!(false locked, "固定", "動かさないなら true", "true if it must stay where it is"),
    ];
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::example;

    fn timetable() -> Timetable {
        let at = |hour| example().days[0].and_hms_opt(hour, 0, 0).unwrap();
        let placement = |item, table, hour| Placement {
            item,
            room: "exchange".into(),
            desk: None,
            table,
            start: at(hour),
            end: at(hour + 1),
            people: vec!["p-01".into(), "p-04".into()],
            locked: hour == 12,
        };
        Timetable {
            workshop: "example-2027".into(),
            name: "planned".into(),
            placements: vec![
                placement(ItemId::Session("t-1".into()), None, 10),
                placement(ItemId::Consultation("c-1".into()), None, 11),
                placement(ItemId::Meeting("p-01".into(), "p-04".into()), Some(2), 12),
                placement(ItemId::Group("g-1".into()), Some(1), 13),
            ],
        }
    }

    #[test]
    fn both_forms_are_read_as_they_were_written() {
        let timetable = timetable();
        let limits = Limits::default();
        let json = write_timetable_json(&timetable);
        assert_eq!(read_timetable_json(json.as_bytes(), &limits), Ok(timetable.clone()));
        let csv = write_timetable_csv(&timetable);
        let read = read_timetable_csv(&csv, &example(), "planned", &limits);
        assert_eq!(read, Ok((timetable, Vec::new())));
    }

    #[test]
    fn faults_in_json_are_placed_and_all_told() {
        let json = write_timetable_json(&timetable())
            .replacen("\"room\": \"exchange\"", "\"rom\": \"exchange\"", 1)
            .replacen("\"table\": 2", "\"table\": \"two\"", 1);
        let error = read_timetable_json(json.as_bytes(), &Limits::default()).unwrap_err();
        let message = error.to_string();
        let lines: Vec<&str> = message.lines().collect();
        assert!(
            lines[0].starts_with("placement 1, field \"rom\": unknown field \"rom\""),
            "{message}"
        );
        assert!(lines[0].ends_with("did you mean \"room\"?"), "{message}");
        assert!(lines[1].starts_with("placement 3, field \"table\""), "{message}");
        assert_eq!(lines.len(), 2);
        for text in ["", "{", "[]", "{\"workshop\": 1}", "{\"placements\": [3]}"] {
            assert!(read_timetable_json(text.as_bytes(), &Limits::default()).is_err(), "{text}");
        }
    }

    #[test]
    fn faults_in_csv_are_placed_and_all_told() {
        let csv = "item,id,room,start,end,other\r\n\
            session,t-1,hall,10:00,09:00,\r\n\
            \r\n\
            meting,p-01,exchange,10:00,11:00,p-04\r\n\
            meeting,p-01,exchange,10:00,11:00,\r\n\
            meeting,p-01,exchange,10:00,11:00,p-01\r\n\
            group,g-1,exchange,noon,11:00,\r\n";
        let error =
            read_timetable_csv(csv.as_bytes(), &example(), "t", &Limits::default()).unwrap_err();
        let message = error.to_string();
        for (line, start) in message.lines().zip([
            "row 2, column \"end\": 2027-03-05 09:00 is out of range",
            "row 4, column \"item\": unknown kind of item \"meting\"",
            "row 5, column \"other\": missing",
            "row 6, column \"item\": p-01 would meet themselves",
            "row 7, column \"start\": \"noon\" cannot be read",
        ]) {
            assert!(line.starts_with(start), "{line}\n{start}");
        }
        assert_eq!(message.lines().count(), 5);
        let empty = read_timetable_csv(b"", &example(), "t", &Limits::default());
        assert!(matches!(empty, Err(TimetableError::Csv(_))));
    }

    #[test]
    fn a_meeting_has_its_people_in_order() {
        let json = write_timetable_json(&timetable()).replacen(
            "\"meeting\": [\n          \"p-01\",\n          \"p-04\"",
            "\"meeting\": [\n          \"p-04\",\n          \"p-01\"",
            1,
        );
        assert!(json.contains("\"p-04\",\n          \"p-01\""));
        let read = read_timetable_json(json.as_bytes(), &Limits::default());
        assert_eq!(read, Ok(timetable()));
    }

    #[test]
    fn limits_hold() {
        let limits = Limits { rows: 3, ..Limits::default() };
        let json = write_timetable_json(&timetable());
        let too_large = TimetableError::too_many_placements(3);
        assert_eq!(read_timetable_json(json.as_bytes(), &limits), Err(too_large));
        let csv = write_timetable_csv(&timetable());
        let too_large = TimetableError::too_many_rows(3);
        assert_eq!(read_timetable_csv(&csv, &example(), "t", &limits), Err(too_large));
    }
}
