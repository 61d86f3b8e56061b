//! Spans end after they start, lie in the workshop's days, and do not overlap where they must not.

use super::findings::Findings;
use super::numbers::YEARS;
use crate::domain::{Sheet, Workshop};
use chrono::offset::LocalResult;
use chrono::{Datelike, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use std::collections::{HashMap, HashSet};

/// A span of one sheet and the entry that gives it.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub entry: usize,
    pub start: NaiveDateTime,
    pub end: NaiveDateTime,
}

pub(super) fn check(w: &Workshop, f: &mut Findings) {
    let days: HashSet<_> = w.days.iter().copied().collect();
    let in_one_day = |start: NaiveDateTime, end: NaiveDateTime| {
        let next_midnight = start.date().succ_opt().map(|day| day.and_time(NaiveTime::MIN));
        days.contains(&start.date()) && (end.date() == start.date() || Some(end) == next_midnight)
    };
    // Somebody may be away on other days too.
    let within = |sheet, start, end| match sheet {
        Sheet::Unavailable => touches(w, start, end),
        _ => in_one_day(start, end),
    };
    let mut spans = |sheet, list: &mut dyn Iterator<Item = (NaiveDateTime, NaiveDateTime)>| {
        let mut sound = Vec::new();
        for (entry, (start, end)) in list.enumerate() {
            let mut good = moment(w, sheet, entry, "start", start, f);
            good &= moment(w, sheet, entry, "end", end, f);
            if end <= start {
                let expected = format!("later than the start {}", start.format("%Y-%m-%d %H:%M"));
                f.out_of_range(sheet, entry, "end", end.format("%Y-%m-%d %H:%M"), expected);
            } else if good && !within(sheet, start, end) {
                outside(w, sheet, entry, start, end, f);
            } else if good {
                sound.push(Span { entry, start, end });
            }
        }
        sound
    };
    let room_hours = spans(Sheet::RoomHours, &mut w.room_hours.iter().map(|x| (x.start, x.end)));
    let bands = spans(Sheet::Bands, &mut w.bands.iter().map(|x| (x.start, x.end)));
    let slots = spans(Sheet::Slots, &mut w.slots.iter().map(|x| (x.start, x.end)));
    let desk_hours = spans(Sheet::DeskHours, &mut w.desk_hours.iter().map(|x| (x.start, x.end)));
    spans(Sheet::Unavailable, &mut w.unavailable.iter().map(|x| (x.start, x.end)));

    for (entry, session) in w.sessions.iter().enumerate() {
        for (column, position) in
            [("fixed_start", &session.fixed), ("printed_start", &session.printed)]
        {
            let Some(position) = position else { continue };
            let start = position.start;
            let length = chrono::TimeDelta::minutes(i64::from(session.minutes.0.min(1_440)));
            if moment(w, Sheet::Sessions, entry, column, start, f)
                && !in_one_day(start, start.checked_add_signed(length).unwrap_or(start))
            {
                let value =
                    format!("{} for {} minutes", start.format("%Y-%m-%d %H:%M"), session.minutes);
                f.out_of_range(Sheet::Sessions, entry, column, value, one_of_the_days(w));
            }
        }
    }

    overlaps(bands, f, Sheet::Bands, |entry| w.bands[entry].id.to_string());
    overlaps(slots, f, Sheet::Slots, |entry| w.slots[entry].id.to_string());
    for spans in grouped(room_hours, |entry| w.room_hours[entry].room.as_str()) {
        overlaps(spans, f, Sheet::RoomHours, |_| "the room's other hours".to_owned());
    }
    for spans in grouped(desk_hours, |entry| w.desk_hours[entry].desk.as_str()) {
        overlaps(spans, f, Sheet::DeskHours, |_| "the desk's other hours".to_owned());
    }
}

fn touches(w: &Workshop, start: NaiveDateTime, end: NaiveDateTime) -> bool {
    w.days.iter().any(|day| {
        let next = day.succ_opt().unwrap_or(*day);
        start < next.and_time(NaiveTime::MIN) && day.and_time(NaiveTime::MIN) < end
    })
}

fn outside(
    w: &Workshop,
    sheet: Sheet,
    entry: usize,
    start: NaiveDateTime,
    end: NaiveDateTime,
    f: &mut Findings,
) {
    let value = format!("{} – {}", start.format("%Y-%m-%d %H:%M"), end.format("%Y-%m-%d %H:%M"));
    f.out_of_range(sheet, entry, "start", value, one_of_the_days(w));
}

fn one_of_the_days(w: &Workshop) -> String {
    let days: Vec<String> = w.days.iter().take(5).map(ToString::to_string).collect();
    let more = if w.days.len() > 5 { " …" } else { "" };
    format!("a time within one of the workshop's days ({}{more})", days.join(", "))
}

/// Whether a local time is one moment, to the minute, in a believable year.
fn moment(
    w: &Workshop,
    sheet: Sheet,
    entry: usize,
    column: &str,
    at: NaiveDateTime,
    f: &mut Findings,
) -> bool {
    let shown = at.format("%Y-%m-%d %H:%M");
    if !YEARS.contains(&at.year()) {
        let expected = format!("a year from {} to {}", YEARS.start(), YEARS.end());
        f.out_of_range(sheet, entry, column, shown, expected);
        return false;
    }
    if at.second() != 0 || at.nanosecond() != 0 {
        f.out_of_range(sheet, entry, column, at, "whole minutes");
        return false;
    }
    let wrong = match w.zone.from_local_datetime(&at) {
        LocalResult::Single(_) => return true,
        LocalResult::None => "does not exist, as clocks are put forward then",
        LocalResult::Ambiguous(..) => "happens twice, as clocks are put back then",
    };
    let message = format!("{shown} in {} {wrong}; choose another time", w.zone);
    f.conflict(sheet, entry, column, message);
    false
}

/// Spans by whom they belong to, in the order of first appearance.
pub(super) fn grouped<'a>(spans: Vec<Span>, owner: impl Fn(usize) -> &'a str) -> Vec<Vec<Span>> {
    let mut groups: Vec<Vec<Span>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for span in spans {
        let place = *places.entry(owner(span.entry)).or_insert_with(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[place].push(span);
    }
    groups
}

/// Each span that starts before an earlier one has ended, with the one that ends last of those.
pub(super) fn clashes(mut spans: Vec<Span>) -> Vec<(Span, Span)> {
    spans.sort_by_key(|span| (span.start, span.entry));
    let mut clashes = Vec::new();
    let mut latest: Option<Span> = None;
    for span in spans {
        if let Some(before) = latest.filter(|before| span.start < before.end) {
            clashes.push((before, span));
        }
        if latest.is_none_or(|before| span.end > before.end) {
            latest = Some(span);
        }
    }
    clashes
}

fn overlaps(spans: Vec<Span>, f: &mut Findings, sheet: Sheet, name: impl Fn(usize) -> String) {
    for (before, span) in clashes(spans) {
        let message = format!(
            "starts at {} while {} is on until {}; end that one earlier or start this one later",
            span.start.format("%H:%M"),
            name(before.entry),
            before.end.format("%H:%M")
        );
        f.conflict(sheet, span.entry, "start", message);
    }
}
