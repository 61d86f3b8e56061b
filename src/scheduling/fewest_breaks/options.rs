//! What is left open in a day: the slots of each meeting and the patterns of each participant.

use super::day::{Day, SlotSet};
use super::patterns::{Pattern, Window, patterns};
use super::slots::members;

/// Patterns that a day may have in all for them to be listed.
const MAX_PATTERNS: usize = 1_000_000;

/// Every plan under consideration has its meetings in these slots and its participants in these
/// patterns.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub window: Window,
    pub domains: Vec<SlotSet>,
    pub patterns: Vec<Vec<Pattern>>,
    /// Otherwise only patterns without a break are listed, and others within the window may be
    /// used beside them.
    pub all_listed: bool,
    /// In no plan the levels of patterns and of meetings' slots add up to more. 0 where no levels
    /// are known.
    pub levels: u8,
    /// Per meeting and slot, the level; empty where none are known.
    pub slot_levels: Vec<Vec<u8>>,
}

impl Options {
    /// Lists what is open to plans in which everybody's breaks are within the window.
    pub fn new(day: &Day, domains: &[SlotSet], window: Window, stop: &dyn Fn() -> bool) -> Options {
        let listed = patterns(day, domains, window, MAX_PATTERNS, stop);
        let all_listed = listed.is_some();
        let unbroken = || patterns(day, domains, Window { fewest: 0, most: 0 }, usize::MAX, stop);
        let patterns = listed.or_else(unbroken);
        let patterns = patterns.unwrap_or_else(|| vec![Vec::new(); day.participants()]);
        let (domains, slot_levels) = (domains.to_vec(), Vec::new());
        Options { window, domains, patterns, all_listed, levels: 0, slot_levels }
    }

    /// Lists no patterns at all: where it is only asked whether there is a plan.
    pub fn unlisted(day: &Day, domains: Vec<SlotSet>, window: Window) -> Options {
        let patterns = vec![Vec::new(); day.participants()];
        let (all_listed, levels, slot_levels) = (false, 0, Vec::new());
        Options { window, domains, patterns, all_listed, levels, slot_levels }
    }

    /// Those of at most `target` breaks.
    pub fn within(&self, target: usize) -> Options {
        let few = |own: &Vec<Pattern>| {
            own.iter().filter(|s| s.breaks as usize <= target).copied().collect()
        };
        let Window { fewest, most } = self.window;
        Options {
            window: Window { fewest, most: most.min(target) },
            domains: self.domains.clone(),
            patterns: self.patterns.iter().map(few).collect(),
            all_listed: self.all_listed || target == 0,
            levels: self.levels,
            slot_levels: self.slot_levels.clone(),
        }
    }

    /// Leaves each of the `settled` meetings the slot that it has in `plan`. Patterns that no
    /// longer fit are dropped.
    pub fn settle(&self, day: &Day, plan: &[usize], settled: &[bool]) -> Options {
        let mut kept = Options {
            patterns: Vec::new(),
            domains: self.domains.clone(),
            slot_levels: self.slot_levels.clone(),
            ..*self
        };
        for (m, domain) in kept.domains.iter_mut().enumerate().filter(|(m, _)| settled[*m]) {
            *domain = 1 << plan[m];
        }
        for (own, meetings) in self.patterns.iter().zip(day.meetings_of()) {
            let (mut possible, mut required) = (0, 0);
            for m in meetings {
                possible |= kept.domains[m];
                required |= if settled[m] { kept.domains[m] } else { 0 };
            }
            let fits = |s: &&Pattern| s.busy & !possible == 0 && required & !s.busy == 0;
            kept.patterns.push(own.iter().filter(fits).copied().collect());
        }
        kept
    }

    /// Draws the consequences of links: a slot that no pattern has is no meeting's, a pattern's
    /// slots each have a meeting. False where somebody or something is left without options.
    pub fn narrow(&mut self, day: &Day) -> bool {
        if !self.all_listed {
            return true;
        }
        let of = day.meetings_of();
        loop {
            let mut changed = false;
            for (p, meetings) in of.iter().enumerate() {
                let (mut any, mut every) = (0, SlotSet::MAX);
                for s in &self.patterns[p] {
                    any |= s.busy;
                    every &= s.busy;
                }
                let (mut possible, mut settled) = (0, 0);
                for &m in meetings {
                    changed |= self.domains[m] & !any != 0;
                    self.domains[m] &= any;
                    possible |= self.domains[m];
                    settled |= if self.domains[m].is_power_of_two() { self.domains[m] } else { 0 };
                }
                let before = self.patterns[p].len();
                self.patterns[p].retain(|s| s.busy & !possible == 0 && settled & !s.busy == 0);
                changed |= self.patterns[p].len() < before;
                // A slot that every pattern has and one meeting alone can fill.
                for k in members(every & possible) {
                    let mut able = meetings.iter().filter(|&&m| self.domains[m] >> k & 1 == 1);
                    if let (Some(&m), None) = (able.next(), able.next()) {
                        changed |= self.domains[m] != 1 << k;
                        self.domains[m] = 1 << k;
                    }
                }
                if self.patterns[p].is_empty() || meetings.iter().any(|&m| self.domains[m] == 0) {
                    return false;
                }
            }
            if !changed {
                return true;
            }
        }
    }

    /// Patterns in all.
    pub fn count(&self) -> usize {
        self.patterns.iter().map(Vec::len).sum()
    }
}
