//! What can be changed at a time: a meeting goes into another cell, and what stands in its way makes
//! room along a chain between two slots (Kempe) or goes elsewhere.

use super::crowd::{Cell, OUT};
use super::seating::Seating;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Meetings that one change may move from slot to slot.
const LONGEST_CHAIN: usize = 10;
/// Of a hundred changes of a meeting that is held, those that put it next to another one.
const GUIDED: usize = 75;
/// Of these, those that only change the hall.
const OTHER_HALL: usize = 10;
/// Places tried for a meeting that had to make way.
const ELSEWHERE: usize = 3;

/// Where a search may make changes, and its chance.
pub(super) struct Mover {
    /// Days it may use.
    pub days: Vec<usize>,
    pub rng: ChaCha8Rng,
    /// Meetings on their way, each with the slot it goes to.
    queue: Vec<(usize, usize)>,
    /// Meetings that had to make way and have no place.
    homeless: Vec<usize>,
}

/// The slots next to busy ones.
fn beside(busy: u64) -> u64 {
    (busy << 1 | busy >> 1) & !busy
}

impl Mover {
    pub fn new(days: Vec<usize>, rng: ChaCha8Rng) -> Self {
        Self { days, rng, queue: Vec::new(), homeless: Vec::new() }
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.rng.random_range(0..n)
    }

    fn bit(&mut self, mut mask: u64) -> usize {
        for _ in 0..self.below(mask.count_ones() as usize) {
            mask &= mask - 1;
        }
        mask.trailing_zeros() as usize
    }

    fn day(&mut self) -> usize {
        let i = self.below(self.days.len());
        self.days[i]
    }

    /// Changes something around a meeting; `false` where that came to nothing and is to be undone.
    pub fn change(&mut self, seating: &mut Seating, m: usize) -> bool {
        let crowd = seating.crowd;
        if crowd.held[m].is_some() {
            return false;
        }
        let from = seating.cells[m];
        let slot = if from == OUT { self.entry(seating, m) } else { self.target(seating, m) };
        slot.is_some_and(|slot| self.relocate(seating, m, slot))
    }

    /// Puts a meeting somewhere else where nobody has to make way; `false` where there is no such place.
    pub fn rehouse(&mut self, seating: &mut Seating, m: usize) -> bool {
        if seating.crowd.held[m].is_some() {
            return false;
        }
        if seating.cells[m] != OUT {
            seating.lift(m);
        }
        self.house(seating, m);
        seating.cells[m] != OUT
    }

    /// Puts a meeting into a cell; who is in its way goes elsewhere, where all tables are taken the `guest`
    /// too. `false` where that came to nothing and is to be undone.
    pub fn send(
        &mut self,
        seating: &mut Seating,
        m: usize,
        cell: Cell,
        guest: Option<usize>,
    ) -> bool {
        let crowd = seating.crowd;
        let (k, _) = crowd.slot_and_hall(cell);
        self.homeless.clear();
        if seating.cells[m] != OUT {
            seating.lift(m);
        }
        for &p in crowd.people_of(m) {
            if let Some(other) = seating.at(p as usize, k) {
                seating.lift(other);
                self.homeless.push(other);
            }
        }
        if let Some(guest) = guest.filter(|&g| !seating.has_table(cell) && seating.cells[g] == cell)
        {
            seating.lift(guest);
            self.homeless.push(guest);
        }
        if self.homeless.iter().any(|&x| crowd.held[x].is_some())
            || !self.make_room(seating, m)
            || !seating.put(m, cell)
        {
            return false;
        }
        while let Some(x) = self.homeless.pop() {
            self.house(seating, x);
        }
        true
    }

    /// A slot for a meeting that is not held.
    fn entry(&mut self, seating: &Seating, m: usize) -> Option<usize> {
        let crowd = seating.crowd;
        let offset = self.below(self.days.len());
        let capped = crowd
            .people_of(m)
            .iter()
            .map(|&p| p as usize)
            .find(|&p| seating.meetings_of(p) >= seating.most[p]);
        for i in 0..self.days.len() {
            let d = self.days[(i + offset) % self.days.len()];
            let mask = match capped {
                // Someone has to give up a meeting: best the one in that slot.
                Some(p) => crowd.allowed(m, d) & seating.busy(p, d),
                None => seating.free(m, d),
            };
            if mask != 0 {
                return Some(crowd.first[d] + self.nice(seating, m, d, mask));
            }
        }
        self.any(seating, m)
    }

    fn any(&mut self, seating: &Seating, m: usize) -> Option<usize> {
        let d = self.day();
        let mask = seating.crowd.allowed(m, d);
        (mask != 0).then(|| seating.crowd.first[d] + self.bit(mask))
    }

    /// One of some slots, mostly next to what somebody of the meeting has anyway.
    fn nice(&mut self, seating: &Seating, m: usize, day: usize, mask: u64) -> usize {
        let people = seating.crowd.people_of(m);
        let near = people.iter().fold(0, |near, &p| near | beside(seating.busy(p as usize, day)));
        if near & mask != 0 && self.below(5) > 0 { self.bit(near & mask) } else { self.bit(mask) }
    }

    /// Another slot for a meeting that is held, or its own for another hall.
    fn target(&mut self, seating: &Seating, m: usize) -> Option<usize> {
        let crowd = seating.crowd;
        let (k, _) = crowd.slot_and_hall(seating.cells[m]);
        let chance = self.below(100);
        if crowd.halls > 1 && crowd.walking > 0 && chance < OTHER_HALL {
            return Some(k);
        }
        if chance < GUIDED {
            let people = crowd.people_of(m);
            let p = people[self.below(people.len())] as usize;
            let own = crowd.day_of[k];
            let d = match self.below(2) {
                0 => own,
                _ => self.day(),
            };
            let mut busy = seating.busy(p, d);
            if d == own {
                busy &= !(1 << (k - crowd.first[d]));
            }
            let mask = beside(busy) & !seating.busy(p, d) & crowd.allowed(m, d);
            if mask != 0 {
                return Some(crowd.first[d] + self.bit(mask));
            }
        }
        self.any(seating, m)
    }

    fn relocate(&mut self, seating: &mut Seating, m: usize, slot: usize) -> bool {
        let crowd = seating.crowd;
        let from = seating.cells[m];
        self.queue.clear();
        self.homeless.clear();
        let back = (from != OUT).then(|| crowd.slot_and_hall(from).0);
        if from != OUT {
            seating.lift(m);
        }
        if back == Some(slot) {
            return self.other_hall(seating, m, from);
        }
        self.queue.push((m, slot));
        let mut moved = 0;
        while let Some((x, to)) = self.queue.pop() {
            moved += 1;
            if moved > LONGEST_CHAIN {
                return false;
            }
            for &p in crowd.people_of(x) {
                let Some(other) = seating.at(p as usize, to) else { continue };
                if crowd.held[other].is_some() {
                    return false;
                }
                seating.lift(other);
                match back {
                    Some(back) => self.queue.push((other, if to == back { slot } else { back })),
                    None => self.homeless.push(other),
                }
            }
            if x == m && !self.make_room(seating, m) {
                return false;
            }
            if !self.seat(seating, x, to) {
                if x == m {
                    return false;
                }
                self.homeless.push(x);
            }
        }
        while let Some(x) = self.homeless.pop() {
            self.house(seating, x);
        }
        true
    }

    fn other_hall(&mut self, seating: &mut Seating, m: usize, from: Cell) -> bool {
        let crowd = seating.crowd;
        if crowd.halls == 1 {
            return false;
        }
        let (k, r) = crowd.slot_and_hall(from);
        let other = (r + 1 + self.below(crowd.halls - 1)) % crowd.halls;
        seating.put(m, crowd.cell(k, other))
    }

    /// Takes a meeting from everyone who has as many as they may.
    fn make_room(&mut self, seating: &mut Seating, m: usize) -> bool {
        let crowd = seating.crowd;
        for &p in crowd.people_of(m) {
            let p = p as usize;
            if seating.meetings_of(p) < seating.most[p] {
                continue;
            }
            let d = self.day();
            let busy = seating.busy(p, d);
            if busy == 0 {
                return false;
            }
            let k = crowd.first[d] + self.bit(busy);
            let Some(other) = seating.at(p, k).filter(|&o| crowd.held[o].is_none()) else {
                return false;
            };
            seating.lift(other);
            self.homeless.push(other);
        }
        true
    }

    /// Puts a meeting into a slot, mostly into the hall where its people are just before or after.
    fn seat(&mut self, seating: &mut Seating, m: usize, slot: usize) -> bool {
        let crowd = seating.crowd;
        if crowd.halls > 1 && self.below(10) > 0 {
            let people = crowd.people_of(m);
            let p = people[self.below(people.len())] as usize;
            let near = [slot.checked_sub(1), Some(slot + 1).filter(|&k| k < crowd.slots.len())];
            for k in near.into_iter().flatten() {
                if let Some(other) = seating.at(p, k) {
                    let (_, r) = crowd.slot_and_hall(seating.cells[other]);
                    if seating.put(m, crowd.cell(slot, r)) {
                        return true;
                    }
                }
            }
        }
        (0..crowd.halls).any(|r| seating.put(m, crowd.cell(slot, r)))
    }

    /// Finds a free slot for a meeting that had to make way, if there is one.
    fn house(&mut self, seating: &mut Seating, m: usize) {
        let crowd = seating.crowd;
        let offset = self.below(self.days.len());
        let mut tried = 0;
        for i in 0..self.days.len() {
            let d = self.days[(i + offset) % self.days.len()];
            let mut mask = seating.free(m, d);
            while mask != 0 && tried < ELSEWHERE {
                let bit = self.nice(seating, m, d, mask);
                mask &= !(1 << bit);
                tried += 1;
                if self.seat(seating, m, crowd.first[d] + bit) {
                    return;
                }
            }
        }
    }
}
