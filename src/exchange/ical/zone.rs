//! VTIMEZONE for any zone: each change of the clock around the events, as an observance of its own.

use super::lines::Lines;
use chrono::{DateTime, Days, NaiveDate, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

/// What a zone's clocks show from some moment on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Observance {
    /// Seconds ahead of UTC.
    offset: i32,
    daylight: bool,
    name: String,
}

fn observance(zone: Tz, at: DateTime<Utc>) -> Observance {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc());
    Observance {
        offset: offset.fix().local_minus_utc(),
        // Where winter time is the exception (Dublin), summer is the standard.
        daylight: offset.dst_offset() > TimeDelta::zero(),
        name: offset.abbreviation().unwrap_or_default().to_owned(),
    }
}

/// Writes the zone as it is from a year before `first` to a year after `last`.
pub(super) fn put_zone(lines: &mut Lines, zone: Tz, first: NaiveDate, last: NaiveDate) {
    lines.put("BEGIN", "VTIMEZONE");
    lines.put("TZID", zone.name());
    let (from, to) = (first - Days::new(366), last + Days::new(366));
    let mut at = from.and_time(chrono::NaiveTime::MIN).and_utc();
    let end = to.and_time(chrono::NaiveTime::MIN).and_utc();
    let mut now = observance(zone, at);
    put_observance(lines, "19700101T000000", now.offset, &now);
    while at < end {
        let next = at + TimeDelta::days(1);
        let then = observance(zone, next);
        if then != now {
            let change = first_moment(zone, at, next, &now);
            let onset = change.naive_utc() + TimeDelta::seconds(i64::from(now.offset));
            let then = observance(zone, change);
            put_observance(lines, &onset.format("%Y%m%dT%H%M%S").to_string(), now.offset, &then);
            now = then;
            at = change;
        } else {
            at = next;
        }
    }
    lines.put("END", "VTIMEZONE");
}

/// The first second after `before` and until `after` at which the zone is no longer as `now`.
fn first_moment(
    zone: Tz,
    before: DateTime<Utc>,
    after: DateTime<Utc>,
    now: &Observance,
) -> DateTime<Utc> {
    let (mut low, mut high) = (before.timestamp(), after.timestamp());
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        match DateTime::from_timestamp(middle, 0) {
            Some(moment) if observance(zone, moment) == *now => low = middle,
            _ => high = middle,
        }
    }
    DateTime::from_timestamp(high, 0).unwrap_or(after)
}

fn put_observance(lines: &mut Lines, onset: &str, from: i32, to: &Observance) {
    let kind = if to.daylight { "DAYLIGHT" } else { "STANDARD" };
    lines.put("BEGIN", kind);
    lines.put("DTSTART", onset);
    lines.put("TZOFFSETFROM", &offset(from));
    lines.put("TZOFFSETTO", &offset(to.offset));
    if !to.name.is_empty() {
        lines.text("TZNAME", &to.name);
    }
    lines.put("END", kind);
}

/// `+0900`; with seconds where a zone has them.
fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let (hours, minutes, seconds) = (all / 3600, all / 60 % 60, all % 60);
    match seconds {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        _ => format!("{sign}{hours:02}{minutes:02}{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDateTime, Timelike};

    fn zone(zone: Tz, day: &str) -> String {
        let mut lines = Lines::default();
        let day = day.parse().unwrap();
        put_zone(&mut lines, zone, day, day);
        lines.0
    }

    #[test]
    fn tokyo_is_a_single_standard() {
        assert_eq!(
            zone(Tz::Asia__Tokyo, "2022-05-10"),
            "BEGIN:VTIMEZONE\r\nTZID:Asia/Tokyo\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
             TZOFFSETFROM:+0900\r\nTZOFFSETTO:+0900\r\nTZNAME:JST\r\nEND:STANDARD\r\n\
             END:VTIMEZONE\r\n"
        );
    }

    #[test]
    fn berlin_changes_at_the_local_hours_that_are_known() {
        let text = zone(Tz::Europe__Berlin, "2022-05-10");
        let spring = "BEGIN:DAYLIGHT\r\nDTSTART:20220327T020000\r\nTZOFFSETFROM:+0100\r\n\
                      TZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT";
        let autumn = "BEGIN:STANDARD\r\nDTSTART:20221030T030000\r\nTZOFFSETFROM:+0200\r\n\
                      TZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD";
        assert!(text.contains(spring) && text.contains(autumn), "{text}");
    }

    #[test]
    fn offsets_are_written_with_their_sign() {
        assert_eq!(offset(-3 * 3600 - 1800), "-0330");
        assert_eq!(offset(5 * 3600 + 45 * 60), "+0545");
        assert_eq!(offset(34_000), "+092640");
    }

    /// Reads the observances back and asks which one holds: it must say what the zone itself says.
    #[test]
    fn every_local_hour_around_the_event_has_the_zones_own_offset() {
        for zone_name in [
            "Asia/Tokyo",
            "Europe/Dublin",
            "America/New_York",
            "Africa/Casablanca",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Asia/Kathmandu",
            "Pacific/Apia",
        ] {
            let tz: Tz = zone_name.parse().unwrap();
            let text = zone(tz, "2022-05-10");
            let value = |part: &str, name: &str| -> String {
                let line = part.lines().find(|line| line.starts_with(name)).unwrap();
                line[name.len() + 1..].to_owned()
            };
            // Onset in local time before the change, offset before, offset after.
            let parts: Vec<(NaiveDateTime, String, String)> = text
                .split("BEGIN:")
                .filter(|part| part.starts_with("STANDARD") || part.starts_with("DAYLIGHT"))
                .map(|part| {
                    let onset = value(part, "DTSTART");
                    let onset = NaiveDateTime::parse_from_str(&onset, "%Y%m%dT%H%M%S").unwrap();
                    (onset, value(part, "TZOFFSETFROM"), value(part, "TZOFFSETTO"))
                })
                .collect();
            let start = NaiveDate::from_ymd_opt(2021, 6, 1).unwrap().and_hms_opt(0, 0, 0).unwrap();
            for hour in 0..(24 * 600) {
                let local = start + TimeDelta::hours(hour);
                // Hours that happen twice or never are refused elsewhere.
                let Some(at) = tz.from_local_datetime(&local).single() else { continue };
                // Within a change of an hour or a day the local onset itself is ambiguous.
                let near = |onset: &NaiveDateTime| (*onset - local).abs() < TimeDelta::hours(2);
                if parts.iter().any(|(onset, ..)| near(onset)) && local.hour() < 4 {
                    continue;
                }
                let (_, _, to) = parts
                    .iter()
                    .filter(|(onset, ..)| *onset <= local)
                    .max_by_key(|(onset, ..)| *onset)
                    .unwrap();
                let expected = offset(at.offset().fix().local_minus_utc());
                assert_eq!(*to, expected, "{zone_name} {local}");
            }
        }
    }
}
