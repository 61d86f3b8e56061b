//! Prices of slots and what they prove about every plan, in whole numbers.
//!
//! Each participant pays for the slots they are busy in, each meeting is paid by its two participants
//! and pays for its table, precedences are priced slot by slot. With such prices the problem falls
//! apart into the cheapest slot of each meeting and the cheapest pattern of each participant; their sum
//! is a bound whatever the prices are (Lagrangian duality), and is computed without rounding.
//! What costs more than the target leaves open is in no plan of the target (reduced-cost fixing).

use super::day::{Day, MAX_SLOTS, SlotSet};
use super::options::Options;
use super::patterns::Pattern;
use super::slots::members;
use serde::{Deserialize, Serialize};

/// One break in the whole numbers of prices and bounds.
pub(super) const UNIT: i64 = 1 << 30;
/// No price is larger, so that no sum overflows: sums have at most 2¹⁷ terms.
pub(super) const MAX_PRICE: i64 = UNIT << 12;
/// Patterns named as attractive for a participant, the cheapest first.
const MAX_ADDED: usize = 200;
/// Levels into which what a target leaves open is cut.
pub(super) const LEVELS: u8 = 8;
/// Prices per participant and slot, per slot, and per precedence and slot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    pub link: Vec<Vec<i64>>,
    pub table: Vec<i64>,
    pub order: Vec<Vec<i64>>,
}

/// What prices prove: a bound, and for each option how much more than the bound it costs.
pub(super) struct Proof {
    /// In units.
    pub bound: i64,
    x: Vec<Vec<i64>>,
    patterns: Vec<Vec<i64>>,
}

impl Prices {
    /// No prices at all: they prove that there are no fewer breaks than none.
    pub(super) fn none(day: &Day) -> Prices {
        Prices {
            link: vec![vec![0; day.slots]; day.participants()],
            table: vec![0; day.slots],
            order: vec![vec![0; day.slots]; day.precedences.len()],
        }
    }

    /// Whether they are of the day's shape and of a size that no sum overflows, those of tables and
    /// precedences not negative.
    pub(super) fn are_sound(&self, day: &Day) -> bool {
        let all = |rows: &[Vec<i64>], count: usize, least: i64| {
            let sound = |row: &Vec<i64>| {
                row.len() == day.slots && row.iter().all(|p| (least..=MAX_PRICE).contains(p))
            };
            rows.len() == count && rows.iter().all(sound)
        };
        let sound = day.slots <= MAX_SLOTS
            && all(&self.link, day.participants(), -MAX_PRICE)
            && all(std::slice::from_ref(&self.table), 1, 0)
            && all(&self.order, day.precedences.len(), 0);
        // A slot of a meeting costs a few prices and those of its precedences, a pattern one price
        // and at most one break a slot: no sum of these may overflow.
        let every = self.link.iter().chain([&self.table]).chain(&self.order).flatten();
        let largest = every.map(|p| i128::from(p.unsigned_abs())).max().unwrap_or(0);
        let (meetings, people) = (day.meetings.len() as i128, day.participants() as i128);
        let (slots, orders) = (day.slots as i128, day.precedences.len() as i128);
        let sums = meetings * largest * (3 + 2 * orders + slots)
            + people * slots * (largest + i128::from(UNIT));
        sound && sums < i128::from(i64::MAX)
    }

    /// Prices the options. Cost: linear in meetings × slots and the sizes of patterns.
    pub(super) fn prove(&self, day: &Day, options: &Options) -> Proof {
        let mut bound = -self.table.iter().sum::<i64>() * day.tables.min(day.meetings.len()) as i64;
        let mut x: Vec<Vec<i64>> = day
            .meetings
            .iter()
            .map(|m| {
                let [a, b] = m.participants;
                (0..day.slots).map(|k| self.table[k] - self.link[a][k] - self.link[b][k]).collect()
            })
            .collect();
        for (prices, &(first, second)) in self.order.iter().zip(&day.precedences) {
            for (k, &price) in prices.iter().enumerate().filter(|(_, p)| **p != 0) {
                x[second][..=k].iter_mut().for_each(|c| *c += price);
                x[first][..k].iter_mut().for_each(|c| *c -= price);
            }
        }
        for (costs, &domain) in x.iter_mut().zip(&options.domains) {
            let least = members(domain).map(|k| costs[k]).min().unwrap_or(0);
            bound += least;
            costs.iter_mut().for_each(|c| *c -= least);
        }
        let mut patterns = Vec::with_capacity(options.patterns.len());
        for (own, prices) in options.patterns.iter().zip(&self.link) {
            let mut costs: Vec<i64> = own
                .iter()
                .map(|s| {
                    i64::from(s.breaks) * UNIT + members(s.busy).map(|k| prices[k]).sum::<i64>()
                })
                .collect();
            let least = costs.iter().copied().min().unwrap_or(0);
            bound += least;
            costs.iter_mut().for_each(|c| *c -= least);
            patterns.push(costs);
        }
        Proof { bound, x, patterns }
    }
}

impl Proof {
    /// Per participant the patterns, not yet used, that are cheaper than the cheapest one used.
    pub fn attractive(&self, used: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let mut all = Vec::new();
        for (costs, used) in self.patterns.iter().zip(used) {
            let least = used.iter().map(|&i| costs[i]).min().unwrap_or(i64::MAX);
            let slack = UNIT / 1_000_000;
            let mut better: Vec<usize> =
                (0..costs.len()).filter(|&i| costs[i].saturating_add(slack) < least).collect();
            better.sort_by_key(|&i| costs[i]);
            better.truncate(MAX_ADDED);
            all.push(better);
        }
        all
    }

    /// Fewest breaks of any plan of the options.
    pub fn breaks(&self) -> usize {
        usize::try_from(self.bound.div_euclid(UNIT) + i64::from(self.bound.rem_euclid(UNIT) > 0))
            .unwrap_or(0)
    }

    /// Drops what is in no plan of at most `target` breaks, and gives what is left its level: how
    /// much of what the target leaves open it takes. In a plan these add up to no more than is
    /// open, as its breaks are the bound and all that its parts cost above it.
    pub fn keep(&self, options: &Options, target: usize) -> Options {
        let open = i64::try_from(target).unwrap_or(0).saturating_mul(UNIT) - self.bound;
        let level = |cost: i64| {
            // Rounded down; with nothing open only what costs nothing is left.
            if open <= 0 {
                0
            } else {
                (i128::from(cost) * i128::from(LEVELS) / i128::from(open)) as u8
            }
        };
        let most = open.max(0);
        let keep_slots = |(costs, &domain): (&Vec<i64>, &SlotSet)| {
            members(domain).filter(|&k| costs[k] <= most).fold(0, |set, k| set | 1 << k)
        };
        let keep_patterns = |(costs, own): (&Vec<i64>, &Vec<Pattern>)| {
            let may = |(s, c): &(&Pattern, &i64)| **c <= most && s.breaks as usize <= target;
            let kept = own.iter().zip(costs).filter(may);
            kept.map(|(s, &c)| Pattern { level: level(c), ..*s }).collect()
        };
        let slot_levels = |costs: &Vec<i64>| {
            costs.iter().map(|&c| if (0..=open).contains(&c) { level(c) } else { 0 }).collect()
        };
        Options {
            all_listed: options.all_listed,
            window: options.window,
            domains: self.x.iter().zip(&options.domains).map(keep_slots).collect(),
            patterns: self.patterns.iter().zip(&options.patterns).map(keep_patterns).collect(),
            levels: LEVELS,
            slot_levels: self.x.iter().map(slot_levels).collect(),
        }
    }
}
