//! Patterns: the sets of slots in which a participant can be busy.

use super::day::{Day, MAX_SLOTS, SlotSet};
use super::slots::{breaks, members, up_to};

/// A set of slots that a participant's meetings can fill, and its breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pattern {
    pub busy: SlotSet,
    pub breaks: u32,
    /// Share, in levels, that it takes of what the target leaves open; see `Options::levels`.
    pub level: u8,
}

/// Fewest and most breaks that a participant may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub fewest: usize,
    pub most: usize,
}

/// Every pattern of every participant with a number of breaks within the window, or nothing where
/// there are more than `limit` in all. A pattern has as many slots as the participant has meetings,
/// only slots that these can be in, and passes Hall's test: the meetings can be matched into it.
pub(super) fn patterns(
    day: &Day,
    domains: &[SlotSet],
    window: Window,
    limit: usize,
    stop: &dyn Fn() -> bool,
) -> Option<Vec<Vec<Pattern>>> {
    let mut total = 0;
    let mut all = Vec::with_capacity(day.participants());
    for meetings in day.meetings_of() {
        let own: Vec<SlotSet> = meetings.iter().map(|&m| domains[m]).collect();
        let mut search = Search {
            hall: Hall::new(&own),
            allowed: own.iter().fold(0, |set, d| set | d),
            required: own.iter().filter(|d| d.is_power_of_two()).fold(0, |set, d| set | d),
            most: window.most.min(MAX_SLOTS) as u32,
            found: Vec::new(),
            looked: 0,
            limit: limit - total,
        };
        if stop() || !search.extend(0, 0, own.len(), 0) {
            return None;
        }
        search.found.retain(|pattern| pattern.breaks as usize >= window.fewest);
        search.found.sort_by_key(|pattern| pattern.breaks);
        total += search.found.len();
        all.push(search.found);
    }
    Some(all)
}

struct Search {
    hall: Hall,
    allowed: SlotSet,
    /// Slots of meetings that have only one.
    required: SlotSet,
    most: u32,
    found: Vec<Pattern>,
    looked: usize,
    limit: usize,
}

impl Search {
    /// Adds runs from slot `from` on until `left` slots are placed; false once there are too many.
    fn extend(&mut self, busy: SlotSet, from: usize, left: usize, runs: u32) -> bool {
        if left == 0 {
            self.looked += 1;
            if busy & self.required == self.required && self.hall.holds(busy) {
                self.found.push(Pattern { busy, breaks: breaks(busy), level: 0 });
            }
            return self.found.len() <= self.limit
                && self.looked <= self.limit.saturating_mul(20).max(20_000);
        }
        if runs > self.most {
            return true;
        }
        let rest = if from < 64 { self.allowed >> from << from } else { 0 };
        if (rest.count_ones() as usize) < left {
            return true;
        }
        for start in members(rest) {
            // A required slot may not be passed over.
            let passed = if start == 0 { 0 } else { up_to(start - 1) };
            if self.required & passed & !busy != 0 {
                return true;
            }
            let mut run = busy;
            for length in 1..=left {
                let slot = start + length - 1;
                if slot >= 64 || self.allowed >> slot & 1 == 0 {
                    break;
                }
                run |= 1 << slot;
                if !self.extend(run, slot + 2, left - length, runs + 1) {
                    return false;
                }
            }
        }
        true
    }
}

/// Hall's test of meetings against a set of slots as large as their number.
struct Hall {
    /// Per union of kinds of meetings: its slots, and how many meetings have to be in them.
    unions: Vec<(SlotSet, u32)>,
}

/// Kinds of meetings (by their slots) of which all unions are tested; beyond, the unions of two.
const MAX_KINDS: usize = 8;

impl Hall {
    fn new(own: &[SlotSet]) -> Hall {
        let mut kinds: Vec<(SlotSet, u32)> = Vec::new();
        for &slots in own {
            match kinds.iter_mut().find(|(s, _)| *s == slots) {
                Some((_, n)) => *n += 1,
                None => kinds.push((slots, 1)),
            }
        }
        let mut unions = Vec::new();
        if kinds.len() <= MAX_KINDS {
            for chosen in 1..1usize << kinds.len() {
                let of = |i: &usize| chosen >> i & 1 == 1;
                let slots = (0..kinds.len()).filter(of).fold(0, |s, i| s | kinds[i].0);
                unions.push(slots);
            }
        } else {
            // A weaker test keeps patterns that are none: the bound stays a bound.
            unions.extend(kinds.iter().map(|k| k.0));
            for (i, a) in kinds.iter().enumerate() {
                unions.extend(kinds[..i].iter().map(|b| a.0 | b.0));
            }
        }
        unions.sort_unstable();
        unions.dedup();
        let within = |u: SlotSet| {
            kinds.iter().filter(|(slots, _)| slots & !u == 0).map(|&(_, n)| n).sum::<u32>()
        };
        let all = own.iter().fold(0, |s, d| s | d);
        Hall {
            unions: unions
                .into_iter()
                .map(|u| (u, within(u)))
                .filter(|&(u, n)| n > 0 && u != all)
                .collect(),
        }
    }

    fn holds(&self, busy: SlotSet) -> bool {
        self.unions.iter().all(|&(slots, n)| (busy & slots).count_ones() >= n)
    }
}
