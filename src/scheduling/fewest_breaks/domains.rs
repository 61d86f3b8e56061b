//! The slots that are left to each meeting once the simplest consequences are drawn.

use super::day::{Day, SlotSet};
use super::slots::up_to;

/// Per meeting, the slots it can be in, or nothing where a meeting has none or a participant has
/// too few: then the day has no plan. Draws consequences of a meeting's own rules, of precedences,
/// of meetings that have one slot left, and of participants who need every slot they have.
pub(super) fn domains(day: &Day) -> Option<Vec<SlotSet>> {
    let mut domains: Vec<SlotSet> = (0..day.meetings.len()).map(|m| day.own_slots(m)).collect();
    let of = day.meetings_of();
    loop {
        let before = domains.clone();
        for &(first, second) in &day.precedences {
            let (earliest, latest) = (domains[first], domains[second]);
            if first == second || earliest == 0 || latest == 0 {
                return None;
            }
            domains[second] &= !up_to(earliest.trailing_zeros() as usize);
            let last = SlotSet::BITS - 1 - latest.leading_zeros();
            domains[first] &= up_to(last as usize) & !(1 << last);
        }
        for meetings in &of {
            let (mut all, mut settled) = (0, 0);
            for &m in meetings {
                all |= domains[m];
                if domains[m].is_power_of_two() {
                    if settled & domains[m] != 0 {
                        return None;
                    }
                    settled |= domains[m];
                }
            }
            if (all.count_ones() as usize) < meetings.len() {
                return None;
            }
            for &m in meetings.iter().filter(|&&m| !before[m].is_power_of_two()) {
                if !domains[m].is_power_of_two() {
                    domains[m] &= !settled;
                }
            }
        }
        let mut load = vec![0; day.slots];
        for domain in domains.iter().filter(|d| d.is_power_of_two()) {
            load[domain.trailing_zeros() as usize] += 1;
        }
        if load.iter().any(|&n| n > day.tables) {
            return None;
        }
        let full = (0..day.slots).filter(|&k| load[k] == day.tables).fold(0, |s, k| s | 1 << k);
        for domain in domains.iter_mut().filter(|d| !d.is_power_of_two()) {
            *domain &= !full;
        }
        if domains.contains(&0) {
            return None;
        }
        if domains == before {
            break;
        }
    }
    let seats = day.tables.saturating_mul(day.slots);
    (day.meetings.len() <= seats).then_some(domains)
}
