//! Simulated annealing on the slots of meetings: finds good plans in a moment, proves nothing.
//!
//! A state may leave meetings out, overfill slots or break precedences and fairness, each at a
//! price. The main move swaps two slots along a Kempe chain: a meeting changes its slot, those it
//! displaces take its old one, and so on. Only the two ends of a chain see their day change, so a
//! move costs little. Source of the moves: Kempe chains in timetabling (Thompson and Dowsland 1998).

use super::day::{Day, MAX_SLOTS, SlotSet};
use super::patterns::Window;
use super::slots::{breaks, idle, nth};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Costs are whole numbers, a break counting so many.
const BREAK: i64 = 20;
/// A meeting without a slot, a meeting without a table, a precedence or fairness broken by one.
const LEFT_OUT: i64 = 3 * BREAK;
const OVERFULL: i64 = 2 * BREAK;
const OUT_OF_ORDER: i64 = 2 * BREAK;
const UNFAIR: i64 = 2 * BREAK;

const HOT: f64 = 1.0;
const COLD: f64 = 0.15;

const NOWHERE: usize = usize::MAX;

pub(super) struct Annealing<'a> {
    day: &'a Day,
    domains: &'a [SlotSet],
    window: Window,
    /// Price of an idle slot inside a break: long breaks are harder to close.
    idle: i64,
    /// Per meeting, its precedences.
    order: Vec<Vec<usize>>,
    rng: ChaCha8Rng,
    slot: Vec<usize>,
    /// Per participant and slot, their meeting.
    at: Vec<usize>,
    busy: Vec<SlotSet>,
    load: Vec<usize>,
    left_out: Vec<usize>,
    cost: i64,
    breaks: i64,
    /// Meetings of the chain at hand.
    chain: Vec<usize>,
}

impl<'a> Annealing<'a> {
    /// `idle` in twentieths of a break.
    pub fn new(day: &'a Day, domains: &'a [SlotSet], window: Window, idle: i64, seed: u64) -> Self {
        let mut order = vec![Vec::new(); day.meetings.len()];
        for (i, &(first, second)) in day.precedences.iter().enumerate() {
            order[first].push(i);
            order[second].push(i);
        }
        let mut annealing = Annealing {
            day,
            domains,
            window,
            idle,
            order,
            rng: ChaCha8Rng::seed_from_u64(seed),
            slot: Vec::new(),
            at: Vec::new(),
            busy: Vec::new(),
            load: Vec::new(),
            left_out: Vec::new(),
            cost: 0,
            breaks: 0,
            chain: Vec::new(),
        };
        annealing.clear();
        annealing
    }

    /// Starts from a day without meetings.
    fn clear(&mut self) {
        let day = self.day;
        self.slot = vec![NOWHERE; day.meetings.len()];
        self.at = vec![NOWHERE; day.participants() * day.slots];
        self.busy = vec![0; day.participants()];
        self.load = vec![0; day.slots];
        self.left_out = (0..day.meetings.len()).collect();
        self.breaks = 0;
        self.cost = LEFT_OUT * day.meetings.len() as i64
            + (0..day.participants()).map(|_| self.day_cost(0)).sum::<i64>();
    }

    /// Anneals from nothing for so many steps, handing every better plan that breaks no rule to
    /// `found`; asks `stop` a few thousand times a second.
    pub fn run(
        &mut self,
        steps: u64,
        stop: &mut dyn FnMut() -> bool,
        found: &mut dyn FnMut(&[usize]),
    ) {
        self.clear();
        let mut best = i64::MAX;
        let cooling = (COLD / HOT).ln() / steps as f64;
        let mut temperature = HOT * BREAK as f64;
        for step in 0..steps {
            if step % 256 == 0 {
                if stop() {
                    return;
                }
                temperature = HOT * BREAK as f64 * (cooling * step as f64).exp();
            }
            self.step(temperature);
            if self.breaks < best && self.left_out.is_empty() && self.holds() {
                best = self.breaks;
                found(&self.slot);
            }
        }
    }

    fn holds(&self) -> bool {
        let Window { fewest, most } = self.window;
        self.load.iter().all(|&n| n <= self.day.tables)
            && self.day.precedences.iter().all(|&(a, b)| self.slot[a] < self.slot[b])
            && self.busy.iter().all(|&b| (fewest..=most).contains(&(breaks(b) as usize)))
    }

    fn accepts(&mut self, delta: i64, temperature: f64) -> bool {
        delta <= 0 || self.rng.random::<f64>() < (-delta as f64 / temperature).exp()
    }

    fn below(&mut self, n: usize) -> usize {
        self.rng.random_range(0..n.max(1))
    }

    fn step(&mut self, temperature: f64) {
        if !self.left_out.is_empty() && self.rng.random_range(0..4) == 0 {
            return self.try_insertion(temperature);
        }
        let guided = self.rng.random_range(0..5) != 0;
        let aim = if guided { self.aim_at_a_break() } else { None };
        let Some((meeting, to)) = aim.or_else(|| self.aim_anywhere()) else { return };
        self.try_chain(meeting, to, temperature);
    }

    fn aim_anywhere(&mut self) -> Option<(usize, usize)> {
        if self.slot.is_empty() {
            return None;
        }
        let meeting = self.below(self.slot.len());
        let domain = self.domains[meeting];
        let n = self.rng.random_range(0..domain.count_ones().max(1));
        nth(domain, n).map(|to| (meeting, to))
    }

    /// A meeting at an end of a run of a participant with a break, and a slot next to another run.
    fn aim_at_a_break(&mut self) -> Option<(usize, usize)> {
        let participant = (0..20)
            .map(|_| self.rng.random_range(0..self.busy.len().max(1)))
            .find(|&p| self.busy.get(p).is_some_and(|&b| breaks(b) > 0))?;
        let busy = self.busy[participant];
        let (starts, ends) = (busy & !(busy << 1), busy & !(busy >> 1));
        let edges = starts | ends;
        let from = nth(edges, self.rng.random_range(0..edges.count_ones()))?;
        let beside = (starts >> 1 | ends << 1) & self.day.all_slots() & !busy;
        let meeting = self.at[participant * self.day.slots + from];
        let beside = beside & self.domains[meeting];
        let to = nth(beside, self.rng.random_range(0..beside.count_ones().max(1)))?;
        Some((meeting, to))
    }

    /// What a participant's day costs.
    fn day_cost(&self, busy: SlotSet) -> i64 {
        let breaks = breaks(busy) as i64;
        let Window { fewest, most } = self.window;
        let off = (breaks - most.min(MAX_SLOTS) as i64).max(fewest as i64 - breaks).max(0);
        BREAK * breaks + self.idle * i64::from(idle(busy)) + UNFAIR * off
    }

    fn overfull(&self, load: usize) -> i64 {
        OVERFULL * load.saturating_sub(self.day.tables) as i64
    }

    /// Collects the chain of meetings that `meeting` swaps with when it goes to `to`. Gives the
    /// change of cost and of breaks in its ends' days, or nothing where a meeting may not change
    /// its slot.
    fn follow(&mut self, meeting: usize, from: usize, to: usize) -> Option<(i64, i64)> {
        let slots = self.day.slots;
        let swap = 1 << from | 1 << to;
        self.chain.clear();
        self.chain.push(meeting);
        let (mut delta, mut more_breaks) = (0, 0);
        for start in self.day.meetings[meeting].participants {
            let (mut participant, mut there) = (start, to);
            loop {
                let next = self.at[participant * slots + there];
                if next == NOWHERE {
                    let busy = self.busy[participant];
                    delta += self.day_cost(busy ^ swap) - self.day_cost(busy);
                    more_breaks += i64::from(breaks(busy ^ swap)) - i64::from(breaks(busy));
                    break;
                }
                if next == meeting {
                    // A circle: nobody's day changes.
                    return Some((0, 0));
                }
                let back = from + to - there;
                if self.domains[next] >> back & 1 == 0 {
                    return None;
                }
                self.chain.push(next);
                let [a, b] = self.day.meetings[next].participants;
                participant = a + b - participant;
                there = back;
            }
        }
        Some((delta, more_breaks))
    }

    fn try_chain(&mut self, meeting: usize, to: usize, temperature: f64) {
        let from = self.slot[meeting];
        if from == NOWHERE || from == to || self.domains[meeting] >> to & 1 == 0 {
            return;
        }
        let Some((mut delta, more_breaks)) = self.follow(meeting, from, to) else { return };
        let forth = self.chain.iter().filter(|&&m| self.slot[m] == from).count();
        let back = self.chain.len() - forth;
        let (at_from, at_to) = (self.load[from], self.load[to]);
        let new_from = at_from - forth + back;
        let new_to = at_to - back + forth;
        delta += self.overfull(new_from) - self.overfull(at_from) + self.overfull(new_to)
            - self.overfull(at_to);
        let ordered = !self.day.precedences.is_empty();
        let chain = std::mem::take(&mut self.chain);
        if ordered {
            // Judged by doing it: chains are short, and precedences few.
            let before = self.out_of_order(&chain);
            self.flip(&chain, from, to);
            delta += self.out_of_order(&chain) - before;
            if !self.accepts(delta, temperature) {
                self.flip(&chain, from, to);
                self.chain = chain;
                return;
            }
        } else if self.accepts(delta, temperature) {
            self.flip(&chain, from, to);
        } else {
            self.chain = chain;
            return;
        }
        self.settle(&chain, from, to);
        self.load[from] = new_from;
        self.load[to] = new_to;
        self.cost += delta;
        self.breaks += more_breaks;
        self.chain = chain;
    }

    fn flip(&mut self, chain: &[usize], from: usize, to: usize) {
        for &m in chain {
            self.slot[m] = from + to - self.slot[m];
        }
    }

    /// Writes the days of a chain's participants anew from the meetings' slots.
    fn settle(&mut self, chain: &[usize], from: usize, to: usize) {
        let slots = self.day.slots;
        for &m in chain {
            let was = from + to - self.slot[m];
            for p in self.day.meetings[m].participants {
                self.at[p * slots + was] = NOWHERE;
                self.busy[p] &= !(1 << was);
            }
        }
        for &m in chain {
            for p in self.day.meetings[m].participants {
                self.at[p * slots + self.slot[m]] = m;
                self.busy[p] |= 1 << self.slot[m];
            }
        }
    }

    /// The price of broken precedences that touch one of the meetings; one with both ends among
    /// them counts once for each, before as after.
    fn out_of_order(&self, meetings: &[usize]) -> i64 {
        let mut broken = 0;
        for &m in meetings {
            for &i in &self.order[m] {
                let (first, second) = self.day.precedences[i];
                let other = if first == m { second } else { first };
                // Count a pair inside the chain at its first meeting only.
                if other != m && m == second && meetings.contains(&first) {
                    continue;
                }
                broken += i64::from(self.is_out_of_order(i));
            }
        }
        OUT_OF_ORDER * broken
    }

    fn is_out_of_order(&self, precedence: usize) -> bool {
        let (first, second) = self.day.precedences[precedence];
        let (a, b) = (self.slot[first], self.slot[second]);
        a != NOWHERE && b != NOWHERE && a >= b
    }

    /// Gives a left-out meeting a slot; who stands in its way is left out instead.
    fn try_insertion(&mut self, temperature: f64) {
        let i = self.below(self.left_out.len());
        let meeting = self.left_out[i];
        let domain = self.domains[meeting];
        let Some(to) = nth(domain, self.rng.random_range(0..domain.count_ones().max(1))) else {
            return;
        };
        let before = self.cost;
        let ejected = self.day.meetings[meeting]
            .participants
            .map(|p| self.at[p * self.day.slots + to])
            .map(|m| (m != NOWHERE).then_some(m));
        for m in ejected.into_iter().flatten() {
            if self.slot[m] != NOWHERE {
                self.take_out(m);
            }
        }
        self.put_in(meeting, to);
        let delta = self.cost - before;
        if !self.accepts(delta, temperature) {
            self.take_out(meeting);
            for m in ejected.into_iter().flatten() {
                if self.slot[m] == NOWHERE {
                    self.put_in(m, to);
                }
            }
        }
    }

    fn put_in(&mut self, meeting: usize, to: usize) {
        self.slot[meeting] = to;
        self.cost += self.overfull(self.load[to] + 1) - self.overfull(self.load[to]);
        self.load[to] += 1;
        for p in self.day.meetings[meeting].participants {
            let busy = self.busy[p];
            self.cost += self.day_cost(busy | 1 << to) - self.day_cost(busy);
            self.breaks += i64::from(breaks(busy | 1 << to)) - i64::from(breaks(busy));
            self.busy[p] |= 1 << to;
            self.at[p * self.day.slots + to] = meeting;
        }
        self.cost += self.out_of_order(&[meeting]) - LEFT_OUT;
        if let Some(i) = self.left_out.iter().position(|&m| m == meeting) {
            self.left_out.swap_remove(i);
        }
    }

    fn take_out(&mut self, meeting: usize) {
        let from = self.slot[meeting];
        self.cost += LEFT_OUT - self.out_of_order(&[meeting]);
        self.slot[meeting] = NOWHERE;
        self.cost += self.overfull(self.load[from] - 1) - self.overfull(self.load[from]);
        self.load[from] -= 1;
        for p in self.day.meetings[meeting].participants {
            let busy = self.busy[p];
            self.cost += self.day_cost(busy & !(1 << from)) - self.day_cost(busy);
            self.breaks += i64::from(breaks(busy & !(1 << from))) - i64::from(breaks(busy));
            self.busy[p] &= !(1 << from);
            self.at[p * self.day.slots + from] = NOWHERE;
        }
        self.left_out.push(meeting);
    }
}
