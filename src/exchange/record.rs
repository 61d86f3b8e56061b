//! The record of past meetings and consortia: a CSV of year, profile, partner.

use super::csv::unguard;
use super::encoding::decode;
use crate::domain::{ProfileId, Text};
use crate::matching::learn::Meeting;

/// The columns, in any order.
pub const RECORD_COLUMNS: [&str; 3] = ["year", "profile", "partner"];
/// Faults that are told; more would bury them.
const FAULTS: usize = 100;
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// Reads a record; each row says that in a year a profile met or joined a partner's. UTF-8, UTF-16 or
/// CP932. Every fault comes with its row, counted as a spreadsheet counts.
pub fn read_record(bytes: &[u8]) -> Result<Vec<Meeting>, Vec<Text>> {
    let (text, _) = decode(bytes).map_err(|fault| vec![fault.text()])?;
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let mut places = [0; RECORD_COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(RECORD_COLUMNS) {
        match headers.iter().position(|header| header.trim().eq_ignore_ascii_case(column)) {
            Some(found) => *place = found,
            None => {
                return Err(vec![Text::new(
                    format!(
                        "1行目：列 {column} がありません。year, profile, partner の3列が必要です"
                    ),
                    format!("row 1: no column {column}; the columns are year, profile, partner"),
                )]);
            }
        }
    }
    let (mut meetings, mut faults) = (Vec::new(), Vec::new());
    for (i, row) in reader.records().enumerate() {
        let cell = |place: usize| match &row {
            Ok(row) => unguard(row.get(places[place]).unwrap_or_default()).trim().to_owned(),
            Err(_) => String::new(),
        };
        let [year, profile, partner] = [cell(0), cell(1), cell(2)];
        match year.parse() {
            Ok(year) if YEARS.contains(&year) && !profile.is_empty() && !partner.is_empty() => {
                let (profile, partner) = (ProfileId::new(profile), ProfileId::new(partner));
                meetings.push(Meeting { year, profile, partner });
            }
            _ if faults.len() < FAULTS => faults.push(Text::new(
                format!("{}行目：西暦の年と二つのプロフィールのIDが必要です", i + 2),
                format!("row {}: expected a year and the ids of two profiles", i + 2),
            )),
            _ => {}
        }
    }
    if faults.is_empty() { Ok(meetings) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_meetings_and_faults_name_their_row() {
        let read = read_record("partner,year,profile\r\np2, 2021 ,p1\r\n".as_bytes()).unwrap();
        let meeting = Meeting { year: 2021, profile: "p1".into(), partner: "p2".into() };
        assert_eq!(read, [meeting]);
        let faults =
            read_record(b"year,profile,partner\n2021,a,b\nlast,a,b\n2022,a\n").unwrap_err();
        assert_eq!(faults.len(), 2);
        assert!(faults[0].en.starts_with("row 3") && faults[1].en.starts_with("row 4"));
        assert!(read_record(b"year,profile\n").unwrap_err()[0].en.contains("partner"));
    }
}
