//! The day's own settings: lengths, caps, and how much each kind of wish counts.

use super::Minutes;
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

/// Everyone keeps `minutes` free without a break somewhere between `from` and `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lunch {
    pub from: NaiveTime,
    pub to: NaiveTime,
    pub minutes: Minutes,
}

/// Hard settings of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayRules {
    #[serde(default)]
    pub lunch: Option<Lunch>,
    /// Between two meetings of one person.
    #[serde(default)]
    pub buffer: Minutes,
    /// Meetings (one-on-one and group) one person may have; `None` means no cap.
    #[serde(default)]
    pub meetings_per_person: Option<u32>,
    /// From one room to another on the same floor, or where a floor is not known.
    #[serde(default)]
    pub walk_same_floor: Minutes,
    /// Added for each floor between two rooms.
    #[serde(default)]
    pub walk_per_floor: Minutes,
    /// Meetings that everyone is to have before others have more; `weights.fairness` counts what
    /// is missing. Nobody is owed more meetings than are wished with them.
    #[serde(default)]
    pub fair_share: u32,
    #[serde(default)]
    pub weights: Weights,
}

impl DayRules {
    /// Walking time between two rooms on these floors; one that is not known counts as the other.
    pub fn walk(&self, floors: [Option<i32>; 2]) -> Minutes {
        let floors = match floors {
            [Some(a), Some(b)] => a.abs_diff(b),
            _ => 0,
        };
        Minutes(self.walk_same_floor.0 + self.walk_per_floor.0.saturating_mul(floors))
    }
}

/// What the objective counts. All whole numbers, so that sums are exact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weights {
    /// Points for hearing a wished talk by rank: first, second, … ; the last one holds for all
    /// later ranks.
    pub talk: Vec<i64>,
    /// Points for one side's meeting wish by rank; a meeting both sides wish counts both.
    pub meeting: Vec<i64>,
    /// Points for a group meeting by rank, for each member.
    pub group: Vec<i64>,
    /// Points for a consultation by rank.
    pub consultation: Vec<i64>,
    /// Taken off for each person who wished for a talk beyond the seats of its room.
    pub seat_short: i64,
    /// Taken off for each break of a person: a stretch between two meetings of a day that holds at
    /// least one whole slot in which the person is present and free.
    pub breaks: i64,
    /// Taken off for each floor a person walks between two meetings of a day that follow each other.
    pub walking: i64,
    /// Taken off for each meeting that a person has fewer than `fair_share`.
    pub fairness: i64,
}

/// Three points for a first wish, two for a second, one for any later: coarse enough to explain. What
/// a person has few of, a wished talk or a consultation, counts ten times a meeting wish of its rank,
/// of which they have many: a talk is given up only for several meetings. Breaks, walking and fairness
/// count nothing unless asked for.
impl Default for Weights {
    fn default() -> Self {
        Self {
            talk: vec![30, 20, 10],
            meeting: vec![3, 2, 1],
            group: vec![2, 1],
            consultation: vec![30, 20, 10],
            seat_short: 10,
            breaks: 0,
            walking: 0,
            fairness: 0,
        }
    }
}

impl Weights {
    /// Points for `rank` (from 1) in a list that ends with the value of all later ranks.
    pub fn at(points: &[i64], rank: u32) -> i64 {
        let index = (rank.max(1) as usize - 1).min(points.len().saturating_sub(1));
        points.get(index).copied().unwrap_or(0)
    }
}
