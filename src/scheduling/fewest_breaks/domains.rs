//! The slots that are left to each meeting once the simplest consequences are drawn.

use super::day::{Day, SlotSet};
use super::slots::{members, up_to};

/// Per meeting, the slots it can be in, or nothing where a meeting has none or a participant has
/// too few: then the day has no plan. Draws consequences of a meeting's own rules, of precedences,
/// of meetings that have one slot left, of full slots, and of participants and tables too few for
/// their meetings (Hall's theorem).
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
    let own = |meetings: &Vec<usize>| meetings.iter().map(|&m| domains[m]).collect::<Vec<_>>();
    let seated = fits(&domains, day.slots, day.tables);
    (seated && of.iter().all(|meetings| fits(&own(meetings), day.slots, 1))).then_some(domains)
}

/// Whether each meeting can have a slot with at most `room` meetings in one: a flow from kinds of
/// meetings to slots, augmented a meeting at a time.
fn fits(domains: &[SlotSet], slots: usize, room: usize) -> bool {
    let mut kinds: Vec<(SlotSet, usize)> = Vec::new();
    for &domain in domains {
        match kinds.iter_mut().find(|(d, _)| *d == domain) {
            Some((_, n)) => *n += 1,
            None => kinds.push((domain, 1)),
        }
    }
    let mut load = vec![0; slots];
    let mut flow = vec![vec![0usize; slots]; kinds.len()];
    for kind in 0..kinds.len() {
        for _ in 0..kinds[kind].1 {
            // Per slot reached: the kind that could move into it, and from which slot.
            let mut from: Vec<Option<(usize, Option<usize>)>> = vec![None; slots];
            let mut reached: Vec<usize> = members(kinds[kind].0).collect();
            reached.iter().for_each(|&k| from[k] = Some((kind, None)));
            let mut next = 0;
            let free = loop {
                let Some(&slot) = reached.get(next) else { return false };
                if load[slot] < room {
                    break slot;
                }
                for other in (0..kinds.len()).filter(|&o| flow[o][slot] > 0) {
                    for k in members(kinds[other].0) {
                        if from[k].is_none() {
                            from[k] = Some((other, Some(slot)));
                            reached.push(k);
                        }
                    }
                }
                next += 1;
            };
            load[free] += 1;
            let mut slot = free;
            while let Some((mover, origin)) = from[slot] {
                flow[mover][slot] += 1;
                let Some(origin) = origin else { break };
                flow[mover][origin] -= 1;
                slot = origin;
            }
        }
    }
    true
}
