//! Faults of a workshop's data in Japanese. Places and what is wrong are translated; what a
//! conflict says in detail stays in the words of the check that found it.

use crate::domain::{InputFault, Problem, Sheet};
use crate::exchange::ImportError;

/// Why nothing was imported.
pub(super) fn in_japanese(error: &ImportError) -> String {
    match error {
        ImportError::Faults { form, faults, more } => {
            let mut lines: Vec<String> =
                faults.iter().map(|fault| line(&form.name_of(fault.sheet), fault)).collect();
            if *more > 0 {
                lines.push(format!("ほかに {more} 件（まず上の誤りを直してください）"));
            }
            lines.join("\n")
        }
        ImportError::TooManyRows { name, limit } => format!(
            "{name}：全体で {limit} 行を超えています。行を減らすか、--max-rows で上限を上げてください"
        ),
        ImportError::TooLarge { limit, .. } => {
            format!("データが大きすぎます。{limit} バイトまでです")
        }
        ImportError::Xlsx(reason) => format!(
            "XLSX として読めません（{reason}）。表計算ソフトで開き、.xlsx で保存し直してください"
        ),
        ImportError::Json(reason) => format!("JSON として読めません：{reason}"),
    }
}

/// `rooms.csv 3行目 列「floor」：…`
fn line(sheet: &str, fault: &InputFault) -> String {
    let mut place = sheet.to_owned();
    match (fault.row, fault.entry) {
        (Some(row), _) => place.push_str(&format!(" {row}行目")),
        (None, Some(entry)) => place.push_str(&format!(" {}件目", entry + 1)),
        (None, None) => {}
    }
    if !fault.column.is_empty() {
        let what = if fault.sheet == Sheet::Workshop { "項目" } else { "列" };
        place.push_str(&format!(" {what}「{}」", fault.column));
    }
    format!("{place}：{}", problem(&fault.problem))
}

fn problem(problem: &Problem) -> String {
    match problem {
        Problem::Unknown { value, expected, nearest, .. } => {
            let hint = match nearest {
                Some(nearest) => format!("。「{nearest}」のことですか"),
                None => format!("（書けるもの：{}）", expectation(expected)),
            };
            format!("「{value}」はありません{hint}")
        }
        Problem::Duplicate { value, entry, row } => {
            let place = match row {
                Some(row) => format!("{row}行目"),
                None => format!("{}件目", entry + 1),
            };
            format!("「{value}」は{place}で使われています。それぞれ別のものにしてください")
        }
        Problem::Unreadable { value, expected } => {
            format!("「{value}」は読めません（書けるもの：{}）", expectation(expected))
        }
        Problem::OutOfRange { value, expected } => {
            format!("「{value}」は範囲の外です（範囲：{}）", expectation(expected))
        }
        Problem::Missing { expected } => {
            format!("ありません（必要なもの：{}）", expectation(expected))
        }
        Problem::Conflict(message) => message.clone(),
    }
}

/// What is expected, where it is one of the common phrases.
fn expectation(english: &str) -> String {
    let whole = match english {
        "a short id" => "短いID",
        "at least one day, such as 2022-05-10" => "開催日（例 2022-05-10）",
        "at least one room" => "会場を1つ以上",
        "at least one person" => "参加者を1人以上",
        "a name in Japanese or English" => "日本語か英語の名称",
        "the family name" => "姓",
        "a title" => "題名",
        "whole minutes" => "分単位の時刻",
        "points by rank, such as 6;4;3;2" => "順位ごとの点（例 6;4;3;2）",
        "a person or an organisation" => "参加者か機関のID",
        "true or false (はい or いいえ, ○ or ×)" => "はい・いいえ、○・×、true・false",
        "a date such as 2022-05-10" => "日付（例 2022-05-10）",
        "a time such as 14:10" => "時刻（例 14:10）",
        "an IANA name such as Asia/Tokyo" => "タイムゾーン名（例 Asia/Tokyo）",
        "a concept of the vocabulary, by id or label" => "語彙の概念（IDか名称）",
        "the name of a sheet" => "表の名前",
        "a value" => "値",
        "this sheet with the workshop's id, zone and days" => {
            "この表（ワークショップのID・タイムゾーン・開催日）"
        }
        _ => "",
    };
    if !whole.is_empty() {
        return whole.to_owned();
    }
    match (english.strip_prefix("an id in "), english.strip_prefix("at most ")) {
        (Some(sheet), _) => format!("{sheet} 表のID"),
        (_, Some(most)) => format!("{most} まで"),
        _ => english.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Form;

    #[test]
    fn place_value_and_way_out_are_said_in_japanese() {
        let unknown = Problem::Unknown {
            what: "person".into(),
            value: "p-4".into(),
            expected: "an id in people".into(),
            nearest: Some("p-04".into()),
        };
        let fault = InputFault {
            sheet: Sheet::MeetingWishes,
            entry: Some(0),
            row: Some(2),
            column: "to".into(),
            problem: unknown,
        };
        let error = ImportError::Faults { form: Form::Csv, faults: vec![fault], more: 3 };
        assert_eq!(
            in_japanese(&error),
            "meeting_wishes.csv 2行目 列「to」：「p-4」はありません。「p-04」のことですか\n\
             ほかに 3 件（まず上の誤りを直してください）"
        );
    }
}
