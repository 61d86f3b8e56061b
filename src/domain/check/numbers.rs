//! Numbers and sizes are in a believable range.

use super::findings::Findings;
use crate::domain::{Sheet, Tag, Text, Workshop};
use chrono::{Datelike, Timelike};
use std::fmt::Display;
use std::ops::RangeInclusive;

/// Years that a date may be in.
pub(super) const YEARS: RangeInclusive<i32> = 1900..=2200;

/// Characters in one text; a spreadsheet's cell takes 32,767.
const TEXT_LENGTH: usize = 32_000;
/// Days in one workshop.
const DAYS: usize = 31;

pub(super) fn check(w: &Workshop, f: &mut Findings) {
    counts(w, f);
    days(w, f);
    rules(w, f);
    rooms_and_lengths(w, f);
    ranks(w, f);
    organisations(w, f);
    profiles(w, f);
}

fn within<T: PartialOrd + Display>(
    range: RangeInclusive<T>,
    value: T,
    (sheet, entry, column): (Sheet, Option<usize>, &str),
    f: &mut Findings,
) {
    if !range.contains(&value) {
        let expected = Findings::from_to(range.start(), range.end());
        f.out_of_range(sheet, entry, column, Text::same(value.to_string()), expected);
    }
}

/// How many entries a sheet may have; above it a mistake is likelier than a workshop.
fn counts(w: &Workshop, f: &mut Findings) {
    for (sheet, count, most) in [
        (Sheet::Rooms, w.rooms.len(), 1_000),
        (Sheet::RoomHours, w.room_hours.len(), 10_000),
        (Sheet::Bands, w.bands.len(), 1_000),
        (Sheet::Slots, w.slots.len(), 10_000),
        (Sheet::Sessions, w.sessions.len(), 10_000),
        (Sheet::Desks, w.desks.len(), 1_000),
        (Sheet::DeskHours, w.desk_hours.len(), 10_000),
        (Sheet::Organisations, w.organisations.len(), 100_000),
        (Sheet::People, w.people.len(), 100_000),
        (Sheet::Profiles, w.profiles.len(), 100_000),
        (Sheet::MeetingWishes, w.meeting_wishes.len(), 1_000_000),
        (Sheet::GroupWishes, w.group_wishes.len(), 100_000),
        (Sheet::Consultations, w.consultations.len(), 100_000),
        (Sheet::TalkWishes, w.talk_wishes.len(), 1_000_000),
        (Sheet::Unavailable, w.unavailable.len(), 1_000_000),
        (Sheet::Exclusions, w.exclusions.len(), 1_000_000),
    ] {
        if count > most {
            let value = Text::new(format!("{count} 件"), format!("{count} entries"));
            f.out_of_range(sheet, None, "", value, Findings::at_most(most));
        }
    }
}

fn days(w: &Workshop, f: &mut Findings) {
    let mut seen = std::collections::HashSet::new();
    for day in &w.days {
        if !YEARS.contains(&day.year()) {
            let value = Text::same(day.to_string());
            f.out_of_range(Sheet::Workshop, None, "days", value, Findings::year_in(&YEARS));
        }
        if !seen.insert(day) {
            let twice = Text::new(
                format!("{day} が2回あります。1つを消してください"),
                format!("{day} stands twice; remove one"),
            );
            f.conflict(Sheet::Workshop, None, "days", twice);
        }
    }
    if w.days.len() > DAYS {
        let value = Text::new(format!("{} 日", w.days.len()), format!("{} days", w.days.len()));
        f.out_of_range(Sheet::Workshop, None, "days", value, Findings::at_most(DAYS));
    }
}

fn rules(w: &Workshop, f: &mut Findings) {
    let key = |column| (Sheet::Workshop, None, column);
    let rules = &w.rules;
    within(0..=240, rules.buffer.0, key("buffer_minutes"), f);
    within(0..=120, rules.walk_same_floor.0, key("walk_same_floor_minutes"), f);
    within(0..=120, rules.walk_per_floor.0, key("walk_per_floor_minutes"), f);
    if let Some(cap) = rules.meetings_per_person {
        within(1..=1_000, cap, key("meetings_per_person"), f);
    }
    if let Some(lunch) = &rules.lunch {
        let (from, to) = (lunch.from.format("%H:%M"), lunch.to.format("%H:%M"));
        if lunch.from >= lunch.to {
            let value = Text::same(to.to_string());
            let expected = Findings::later_than(from);
            f.out_of_range(Sheet::Workshop, None, "lunch_to", value, expected);
        } else {
            let minutes = (lunch.to - lunch.from).num_minutes();
            within(1..=minutes, i64::from(lunch.minutes.0), key("lunch_minutes"), f);
        }
        for (column, time) in [("lunch_from", lunch.from), ("lunch_to", lunch.to)] {
            if time.second() != 0 || time.nanosecond() != 0 {
                let value = Text::same(time.to_string());
                f.out_of_range(Sheet::Workshop, None, column, value, Findings::whole_minutes());
            }
        }
    }
    let weights = &rules.weights;
    for (column, points) in [
        ("weight_talk", &weights.talk),
        ("weight_meeting", &weights.meeting),
        ("weight_group", &weights.group),
        ("weight_consultation", &weights.consultation),
    ] {
        if points.is_empty() {
            let expected =
                Text::new("順位ごとの点（例 6;4;3;2）", "points by rank, such as 6;4;3;2");
            f.missing(Sheet::Workshop, None, column, expected);
        }
        for point in points {
            within(0..=1_000_000, *point, key(column), f);
        }
    }
    for (column, points) in [
        ("weight_seat_short", weights.seat_short),
        ("weight_breaks", weights.breaks),
        ("weight_walking", weights.walking),
        ("weight_fairness", weights.fairness),
    ] {
        within(0..=1_000_000, points, key(column), f);
    }
    within(0..=1_000, rules.fair_share, key("fair_share"), f);
}

fn rooms_and_lengths(w: &Workshop, f: &mut Findings) {
    for (entry, room) in w.rooms.iter().enumerate() {
        let cell = |column| (Sheet::Rooms, Some(entry), column);
        if let Some(floor) = room.floor {
            within(-20..=200, floor, cell("floor"), f);
        }
        if let Some(seats) = room.seats {
            within(1..=100_000, seats.0, cell("seats"), f);
        }
        within(0..=1_000, room.tables, cell("tables"), f);
    }
    for (entry, session) in w.sessions.iter().enumerate() {
        within(1..=1_440, session.minutes.0, (Sheet::Sessions, Some(entry), "minutes"), f);
    }
    for (entry, desk) in w.desks.iter().enumerate() {
        within(1..=480, desk.minutes.0, (Sheet::Desks, Some(entry), "minutes"), f);
    }
}

fn ranks(w: &Workshop, f: &mut Findings) {
    let mut rank = |sheet, ranks: &mut dyn Iterator<Item = u32>| {
        for (entry, rank) in ranks.enumerate() {
            within(1..=1_000, rank, (sheet, Some(entry), "rank"), f);
        }
    };
    rank(Sheet::MeetingWishes, &mut w.meeting_wishes.iter().map(|wish| wish.rank));
    rank(Sheet::GroupWishes, &mut w.group_wishes.iter().map(|wish| wish.rank));
    rank(Sheet::Consultations, &mut w.consultations.iter().map(|wish| wish.rank));
    rank(Sheet::TalkWishes, &mut w.talk_wishes.iter().map(|wish| wish.rank));
}

fn organisations(w: &Workshop, f: &mut Findings) {
    for (entry, organisation) in w.organisations.iter().enumerate() {
        // Companies are older than workshops.
        let years = 1800..=*YEARS.end();
        if let Some(day) = organisation.registered_on.filter(|day| !years.contains(&day.year())) {
            let (value, expected) = (Text::same(day.to_string()), Findings::year_in(&years));
            f.out_of_range(Sheet::Organisations, entry, "registered_on", value, expected);
        }
    }
}

fn profiles(w: &Workshop, f: &mut Findings) {
    for (entry, profile) in w.profiles.iter().enumerate() {
        for (column, text) in [
            ("title", &profile.title),
            ("text", &profile.text),
            ("seeks", &profile.seeks),
            ("offers", &profile.offers),
        ] {
            let length = text.chars().count();
            if length > TEXT_LENGTH {
                let value = Text::new(
                    format!("{length} 文字の文章"),
                    format!("a text of {length} characters"),
                );
                let expected = Findings::at_most(TEXT_LENGTH);
                f.out_of_range(Sheet::Profiles, entry, column, value, expected);
            }
        }
        for tag in &profile.tags {
            if !(0.0..=1.0).contains(&tag.weight) {
                let value = Text::new(
                    format!("{} の重み {}", tag.concept, tag.weight),
                    format!("the weight {} of {}", tag.weight, tag.concept),
                );
                f.out_of_range(Sheet::Profiles, entry, "tags", value, Findings::from_to(0, 1));
            }
            if let Some(wrong) = misquoted(w, entry, tag) {
                f.conflict(Sheet::Profiles, entry, "tags", wrong);
            }
        }
    }
}

/// Evidence that does not stand in the text where it says; the tagger can find it again.
fn misquoted(w: &Workshop, entry: usize, tag: &Tag) -> Option<Text> {
    let profile = &w.profiles[entry];
    let wrong = tag.evidence.iter().find(|evidence| {
        let text = match evidence.field.as_str() {
            "title" => &profile.title,
            "text" => &profile.text,
            "seeks" => &profile.seeks,
            "offers" => &profile.offers,
            _ => return true,
        };
        text.get(evidence.start..evidence.end) != Some(evidence.words.as_str())
    })?;
    let (words, field, concept) = (&wrong.words, &wrong.field, &tag.concept);
    let (start, end) = (wrong.start, wrong.end);
    Some(Text::new(
        format!(
            "{concept} の根拠「{words}」が {field} の {start}–{end} にありません。根拠を消して、タグを付け直して\
             ください"
        ),
        format!(
            "the words {words:?} behind {concept} do not stand in {field} at {start}–{end}; leave \
             the evidence out and tag again"
        ),
    ))
}
