//! The days and the halls.

use super::size::{SLOTS, Size};
use crate::domain::{DayRules, Lunch, Minutes, Room, Slot, SlotId, Text, Weights};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

/// Slots before lunch.
const MORNING: usize = 6;
const SLOT_MINUTES: i64 = 25;
const PAUSE_MINUTES: i64 = 5;
/// Of a hundred tables, those in the hall of the first floor and of the two above it.
const HALLS: [usize; 3] = [50, 30, 20];

pub(super) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 6).unwrap_or_default()
}

fn at(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default()
}

pub(super) fn days(size: &Size) -> Vec<NaiveDate> {
    first_day().iter_days().take(size.days).collect()
}

/// Sixteen slots a day, six of them before lunch.
pub(super) fn slots(size: &Size) -> Vec<Slot> {
    let mut slots = Vec::new();
    for (d, day) in days(size).into_iter().enumerate() {
        for k in 0..SLOTS {
            let (from, k_there) =
                if k < MORNING { (at(9, 0), k) } else { (at(13, 0), k - MORNING) };
            let since = TimeDelta::minutes((SLOT_MINUTES + PAUSE_MINUTES) * k_there as i64);
            let start: NaiveDateTime = day.and_time(from) + since;
            let end = start + TimeDelta::minutes(SLOT_MINUTES);
            slots.push(Slot { id: SlotId(format!("d{}s{:02}", d + 1, k + 1)), start, end });
        }
    }
    slots
}

pub(super) fn rooms(size: &Size) -> Vec<Room> {
    let mut left = size.tables;
    let mut rooms = Vec::new();
    for (i, share) in HALLS.iter().enumerate() {
        let last = i + 1 == HALLS.len();
        let tables = if last { left } else { (size.tables * share / 100).clamp(1, left) };
        left -= tables;
        rooms.push(Room {
            id: format!("hall-{}", i + 1).as_str().into(),
            name: Text::new(format!("第{}ホール", i + 1), format!("Hall {}", i + 1)),
            floor: Some(i as i32 + 1),
            seats: None,
            tables: tables as u32,
            features: Vec::new(),
            synthetic: true,
        });
    }
    rooms.push(Room {
        id: "stage".into(),
        name: Text::new("ステージ", "Stage"),
        floor: Some(1),
        seats: None,
        tables: 0,
        features: vec!["stage".to_owned()],
        synthetic: true,
    });
    rooms
}

/// What is won by wishes, and what breaks, walks and unfairness cost.
pub(super) fn rules(cap: u32) -> DayRules {
    DayRules {
        lunch: Some(Lunch { from: at(12, 0), to: at(13, 0), minutes: Minutes(45) }),
        buffer: Minutes(PAUSE_MINUTES as u32),
        meetings_per_person: Some(cap),
        walk_same_floor: Minutes(2),
        walk_per_floor: Minutes(3),
        fair_share: (cap / 3).max(1),
        weights: Weights {
            meeting: vec![20, 16, 12, 10, 8, 6],
            group: vec![12, 8],
            breaks: 4,
            walking: 2,
            fairness: 8,
            ..Weights::default()
        },
    }
}
