//! What is wrong with JSON that is not what it should be: where it stands, and why, in both
//! languages. The reader's own words are English and tell the place by line only.

use super::cell::excerpt;
use crate::domain::{Problem, Text, Unknown, nearest};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::Segment;

/// Reads a `T` from JSON, or says what keeps it from being one, for example
/// `members[0].roles[1]: unknown word "lead_compny"; … did you mean "lead_company"?`.
pub fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Text> {
    serde_json::from_slice(json).map_err(|error| {
        let value = serde_json::from_slice::<Value>(json).ok();
        match value.as_ref().and_then(fault_in::<T>) {
            Some((place, problem)) if place.is_empty() => problem.text(),
            Some((place, problem)) => {
                let problem = problem.text();
                Text::new(format!("{place}：{}", problem.ja), format!("{place}: {}", problem.en))
            }
            None => unreadable(&error),
        }
    })
}

/// The first place in a value that keeps it from being a `T` (`fixed.start`, empty for the whole),
/// and why.
pub(super) fn fault_in<T: for<'de> Deserialize<'de>>(value: &Value) -> Option<(String, Problem)> {
    let error = serde_path_to_error::deserialize::<_, T>(value).err()?;
    let message = error.inner().to_string();
    let known = error.path().iter().take_while(|s| !matches!(s, Segment::Unknown));
    let mut place = String::new();
    let mut found = Some(value);
    for segment in known {
        match segment {
            Segment::Seq { index } => {
                place.push_str(&format!("[{index}]"));
                found = found.and_then(|value| value.get(index));
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                enter(&mut place, key);
                found = found.and_then(|value| value.get(key));
            }
            Segment::Unknown => {}
        }
    }
    if let Some(field) = quoted(&message, "missing field ") {
        enter(&mut place, &field);
        return Some((place, Problem::Missing { expected: Text::new("値", "a value") }));
    }
    let unknown = |what: Text, value: String| {
        // Words stand in backquotes: the wrong one first, then those that were expected.
        let expected: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        Problem::from(Unknown {
            what,
            nearest: nearest(&value, expected.iter().copied()),
            expected: Text::same(expected.join(", ")),
            value,
        })
    };
    let problem = if let Some(field) = quoted(&message, "unknown field ") {
        if place != field && !place.ends_with(&format!(".{field}")) {
            enter(&mut place, &field);
        }
        unknown(Text::new("項目", "field"), field)
    } else if let Some(word) = quoted(&message, "unknown variant ") {
        unknown(Text::new("語", "word"), word)
    } else {
        let value = excerpt(&found.unwrap_or(value).to_string());
        match kind_expected(&message) {
            Some(expected) => Problem::Unreadable { value, expected },
            // In the reader's words, which are English.
            None => Problem::Conflict(Text::new(
                format!("{message}（値：{value}）"),
                format!("{message} (found {value})"),
            )),
        }
    };
    Some((place, problem))
}

/// Why a text is no JSON at all, with its line and column.
pub(super) fn unreadable(error: &serde_json::Error) -> Text {
    let message = error.to_string();
    let (line, column) = (error.line(), error.column());
    match message.strip_suffix(&format!(" at line {line} column {column}")) {
        Some(reason) if error.is_eof() => Text::new(
            format!("{line}行{column}文字目で途切れています（{reason}）"),
            message.clone(),
        ),
        Some(reason) => Text::new(
            format!("{line}行{column}文字目が正しくありません（{reason}）"),
            message.clone(),
        ),
        None => Text::same(message),
    }
}

fn enter(place: &mut String, key: &str) {
    if !place.is_empty() {
        place.push('.');
    }
    place.push_str(key);
}

/// The word in backquotes after `before`.
fn quoted(message: &str, before: &str) -> Option<String> {
    let rest = message.strip_prefix(before)?.strip_prefix('`')?;
    Some(rest.split('`').next().unwrap_or_default().to_owned())
}

/// What kind of value a complaint of a wrong one asks for.
fn kind_expected(message: &str) -> Option<Text> {
    let kinds = ["invalid type: ", "invalid value: "];
    let rest = kinds.iter().find_map(|kind| message.strip_prefix(kind))?;
    let (_, expected) = rest.rsplit_once(", expected ")?;
    let whole = |low: &str, high: &str| {
        Text::new(format!("{low}〜{high}の整数"), format!("a whole number from {low} to {high}"))
    };
    Some(match expected {
        "u8" => whole("0", "255"),
        "u16" => whole("0", "65535"),
        "u32" => whole("0", "4294967295"),
        "u64" | "usize" => Text::new("0以上の整数", "a whole number from 0"),
        "i8" | "i16" | "i32" | "i64" | "isize" => Text::new("整数", "a whole number"),
        "f32" | "f64" => Text::new("数", "a number"),
        "a string" | "string" | "str" => Text::new("文字列（\"…\"）", "a text (\"…\")"),
        "a boolean" | "bool" => Text::new("true または false", "true or false"),
        "a sequence" => Text::new("一覧（[…]）", "a list ([…])"),
        "a map" => Text::new("オブジェクト（{…}）", "an object ({…})"),
        other if other.starts_with("struct ") => {
            Text::new("オブジェクト（{…}）", "an object ({…})")
        }
        other => Text::same(other.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Consortium;

    fn complaint(json: &str) -> Text {
        from_json::<Consortium>(json.as_bytes()).unwrap_err()
    }

    #[test]
    fn the_place_deep_inside_is_named_with_the_nearest_word() {
        let member = |roles: &str| {
            format!(
                r#"{{"id": "c", "members": [{{"organisation": "o", "kind": "academia",
                "roles": {roles}}}]}}"#
            )
        };
        let wrong = complaint(&member(r#"["contributor", "lead_compny"]"#));
        assert!(
            wrong.en.starts_with("members[0].roles[1]: unknown word \"lead_compny\""),
            "{wrong:?}"
        );
        assert!(wrong.en.ends_with("did you mean \"lead_company\"?"), "{wrong:?}");
        assert!(wrong.ja.starts_with("members[0].roles[1]："), "{wrong:?}");
        let wrong = complaint(&member("3"));
        assert_eq!(wrong.en, "members[0].roles: \"3\" cannot be read; expected a list ([…])");
        assert_eq!(wrong.ja, "members[0].roles：「3」は読めません（書けるもの：一覧（[…]））");
        let wrong = complaint(r#"{"id": "c", "mebers": []}"#);
        assert!(wrong.en.starts_with("mebers: unknown field \"mebers\""), "{wrong:?}");
        assert!(wrong.en.ends_with("did you mean \"members\"?"), "{wrong:?}");
        let wrong = complaint(r#"{"id": "c", "members": [{"kind": "academia"}]}"#);
        assert!(wrong.en.starts_with("members[0].organisation: missing"), "{wrong:?}");
    }

    #[test]
    fn what_is_no_json_is_told_with_its_line() {
        let wrong = complaint("{\n  \"id\": \"c\",\n}");
        assert_eq!(wrong.en, "trailing comma at line 3 column 1");
        assert_eq!(wrong.ja, "3行1文字目が正しくありません（trailing comma）");
        assert!(complaint("{").ja.contains("途切れています"));
        // The second would hide the first.
        assert!(complaint(r#"{"id": "c", "id": "d"}"#).en.contains("duplicate field `id`"));
    }
}
