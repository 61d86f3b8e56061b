//! Spans end after they start, lie in the workshop's days, and do not overlap where they must not.

use super::findings::Findings;
use super::numbers::YEARS;
use crate::domain::{Sheet, Text, Workshop};
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
                let value = Text::same(end.format("%Y-%m-%d %H:%M").to_string());
                let expected = Findings::later_than(start.format("%Y-%m-%d %H:%M"));
                f.out_of_range(sheet, entry, "end", value, expected);
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
                let (start, minutes) = (start.format("%Y-%m-%d %H:%M"), session.minutes);
                let value = Text::new(
                    format!("{start} から {minutes} 分"),
                    format!("{start} for {minutes} minutes"),
                );
                f.out_of_range(Sheet::Sessions, entry, column, value, one_of_the_days(w));
            }
        }
    }

    overlaps(bands, f, Sheet::Bands, |entry| Text::same(w.bands[entry].id.as_str()));
    overlaps(slots, f, Sheet::Slots, |entry| Text::same(w.slots[entry].id.as_str()));
    for spans in grouped(room_hours, |entry| w.room_hours[entry].room.as_str()) {
        overlaps(spans, f, Sheet::RoomHours, |_| {
            Text::new("この会場の別の時間", "the room's other hours")
        });
    }
    for spans in grouped(desk_hours, |entry| w.desk_hours[entry].desk.as_str()) {
        overlaps(spans, f, Sheet::DeskHours, |_| {
            Text::new("このデスクの別の時間", "the desk's other hours")
        });
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
    let (start, end) = (start.format("%Y-%m-%d %H:%M"), end.format("%Y-%m-%d %H:%M"));
    let value = Text::same(format!("{start} – {end}"));
    f.out_of_range(sheet, entry, "start", value, one_of_the_days(w));
}

fn one_of_the_days(w: &Workshop) -> Text {
    let days: Vec<String> = w.days.iter().take(5).map(ToString::to_string).collect();
    let more = if w.days.len() > 5 { " …" } else { "" };
    let days = days.join(", ");
    Text::new(
        format!("開催日（{days}{more}）のどれか1日の中の時間"),
        format!("a time within one of the workshop's days ({days}{more})"),
    )
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
        let value = Text::same(shown.to_string());
        f.out_of_range(sheet, entry, column, value, Findings::year_in(&YEARS));
        return false;
    }
    if at.second() != 0 || at.nanosecond() != 0 {
        let value = Text::same(at.to_string());
        f.out_of_range(sheet, entry, column, value, Findings::whole_minutes());
        return false;
    }
    let (ja, en) = match w.zone.from_local_datetime(&at) {
        LocalResult::Single(_) => return true,
        LocalResult::None => (
            "存在しません（時計が進められる時間帯）",
            "does not exist, as clocks are put forward then",
        ),
        LocalResult::Ambiguous(..) => {
            ("2回あります（時計が戻される時間帯）", "happens twice, as clocks are put back then")
        }
    };
    let message = Text::new(
        format!("{} の {shown} は{ja}。別の時刻にしてください", w.zone),
        format!("{shown} in {} {en}; choose another time", w.zone),
    );
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

fn overlaps(spans: Vec<Span>, f: &mut Findings, sheet: Sheet, name: impl Fn(usize) -> Text) {
    for (before, span) in clashes(spans) {
        let other = name(before.entry);
        let (start, end) = (span.start.format("%H:%M"), before.end.format("%H:%M"));
        let message = Text::new(
            format!(
                "{start} に始まりますが、{}が {end} まで続いています。先のものを早く終えるか、これを遅く\
                 始めてください",
                other.ja
            ),
            format!(
                "starts at {start} while {} is on until {end}; end that one earlier or start this \
                 one later",
                other.en
            ),
        );
        f.conflict(sheet, span.entry, "start", message);
    }
}
