//! What a plan is worth, part by part. Larger is better; whole numbers, so that sums are exact.

use super::comfort::comfort;
use super::directory::Directory;
use crate::domain::{ItemId, SessionId, Timetable, Weights};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// The parts of a plan's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Objective {
    /// Wished talks that those who wished them can hear.
    pub talks: i64,
    pub consultations: i64,
    /// One-on-one meetings; both sides' wishes count.
    pub meetings: i64,
    pub groups: i64,
    /// Zero or less: people who wished for a talk beyond the seats of its room.
    pub seats_short: i64,
    /// Zero or less: breaks between meetings.
    #[serde(default)]
    pub breaks: i64,
    /// Zero or less: floors walked between meetings.
    #[serde(default)]
    pub walking: i64,
    /// Zero or less: meetings that people have fewer than their fair share.
    #[serde(default)]
    pub fairness: i64,
}

impl Objective {
    /// The weighted sum that plans are compared by.
    pub fn total(&self) -> i64 {
        let won = self.talks + self.consultations + self.meetings + self.groups;
        won + self.seats_short + self.breaks + self.walking + self.fairness
    }

    /// Each part by name, in a fixed order. Breaks, walking and fairness are left out where they cost
    /// nothing: most days do not count them.
    pub fn parts(&self) -> Vec<(&'static str, i64)> {
        let comfort = |part| matches!(part, "breaks" | "walking" | "fairness");
        self.all().into_iter().filter(|&(part, points)| points != 0 || !comfort(part)).collect()
    }

    /// Every part by name, in the same order.
    pub fn all(&self) -> [(&'static str, i64); 8] {
        [
            ("talks", self.talks),
            ("consultations", self.consultations),
            ("meetings", self.meetings),
            ("groups", self.groups),
            ("seats_short", self.seats_short),
            ("breaks", self.breaks),
            ("walking", self.walking),
            ("fairness", self.fairness),
        ]
    }
}

/// Points for holding a meeting: the sum over the sides that wish it, each by its dearest rank.
pub fn meeting_points(directory: &Directory, meeting: &ItemId) -> i64 {
    let points = &directory.workshop.rules.weights.meeting;
    let wishes = directory.wishes_for(meeting);
    let mut total = 0;
    for (i, wish) in wishes.iter().enumerate() {
        let dearest = !wishes.iter().enumerate().any(|(j, other)| {
            other.from == wish.from && (other.rank < wish.rank || other.rank == wish.rank && j < i)
        });
        if dearest {
            total += Weights::at(points, wish.rank);
        }
    }
    total
}

/// Points for placing a consultation or group meeting, or a one-on-one meeting; 0 for sessions.
pub(super) fn placement_points(directory: &Directory, item: &ItemId) -> i64 {
    let weights = &directory.workshop.rules.weights;
    match item {
        ItemId::Session(_) => 0,
        ItemId::Meeting(..) => meeting_points(directory, item),
        ItemId::Consultation(id) => {
            directory.consultation(id).map_or(0, |c| Weights::at(&weights.consultation, c.rank))
        }
        ItemId::Group(id) => directory
            .group(id)
            .map_or(0, |g| Weights::at(&weights.group, g.rank) * (g.members.len() as i64 + 1)),
    }
}

/// How many people wish to hear each session.
pub(super) fn wishers<'a>(directory: &Directory<'a>) -> HashMap<&'a SessionId, u32> {
    let mut counts = HashMap::new();
    for wish in &directory.workshop.talk_wishes {
        *counts.entry(&wish.session).or_insert(0) += 1;
    }
    counts
}

/// Points lost to seats when a session that `wishers` people want is in a room of `seats`.
pub(super) fn seats_short(weights: &Weights, wishers: u32, seats: Option<u32>) -> i64 {
    seats.map_or(0, |s| -weights.seat_short * i64::from(wishers.saturating_sub(s)))
}

/// The value of a timetable; its placements are taken as they stand, legal or not.
pub(super) fn objective(
    directory: &Directory,
    timetable: &Timetable,
    talk_points: i64,
) -> Objective {
    let mut value = Objective { talks: talk_points, ..comfort(directory, timetable) };
    let wishers = wishers(directory);
    for placement in &timetable.placements {
        let points = placement_points(directory, &placement.item);
        match &placement.item {
            ItemId::Session(id) => {
                let seats = directory.room(&placement.room).and_then(|r| r.seats).map(|s| s.0);
                value.seats_short += seats_short(
                    &directory.workshop.rules.weights,
                    wishers.get(id).copied().unwrap_or(0),
                    seats,
                );
            }
            ItemId::Consultation(_) => value.consultations += points,
            ItemId::Meeting(..) => value.meetings += points,
            ItemId::Group(_) => value.groups += points,
        }
    }
    value
}
