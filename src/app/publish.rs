//! A plan as people take it away: calendars, tables, pages.

use super::{AppError, Clock, Output};
use crate::domain::{Lang, Timetable, Workshop};
use crate::exchange::{Feed, calendar};

/// The formats that a timetable can be exported to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    Csv,
    Xlsx,
    Json,
    Ics,
    Html,
}

impl Format {
    pub const ALL: [Format; 5] =
        [Format::Csv, Format::Xlsx, Format::Json, Format::Ics, Format::Html];
}

/// Puts a feed for everyone into `calendars/`, by id, and the public programme beside it. What
/// `previous` had and the timetable has not stays listed as cancelled.
pub(super) fn calendars(
    workshop: &Workshop,
    timetable: &Timetable,
    previous: Option<&Timetable>,
    lang: Lang,
    output: &mut Output,
) -> Result<(), AppError> {
    let feed = Feed {
        workshop,
        timetable,
        previous,
        person: None,
        lang,
        stamp: Clock::now(),
        sequence: Clock::sequence(),
    };
    output.put("programme.ics", calendar(&feed).as_bytes())?;
    for person in &workshop.people {
        let own = calendar(&Feed { person: Some(&person.id), ..feed });
        output.put(format!("calendars/{}.ics", file_name(person.id.as_str())), own.as_bytes())?;
    }
    Ok(())
}

/// An id as a file's name: letters, digits, `-`, `_` and inner dots stand for themselves, other
/// bytes are written as `%XX`, so that no id can name another place and no two ids one file.
pub(super) fn file_name(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for (i, c) in id.char_indices() {
        if c.is_alphanumeric() || matches!(c, '-' | '_') || (c == '.' && i > 0) {
            name.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                name.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_id_names_another_place() {
        assert_eq!(file_name("p-01"), "p-01");
        assert_eq!(file_name("../x"), "%2E.%2Fx");
        assert_eq!(file_name("山田.a b"), "山田.a%20b");
        assert_ne!(file_name("a/b"), file_name("a%2Fb"));
    }
}
