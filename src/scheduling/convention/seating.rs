//! Which meeting is in which cell, with its value kept to the point. Every rule holds at every moment.

use super::crowd::{Cell, Crowd, OUT};

const NOBODY: u32 = u32::MAX;

/// A plan under construction. Changes since the last `keep` can be taken back.
#[derive(Clone)]
pub(super) struct Seating<'c> {
    pub crowd: &'c Crowd,
    /// Per meeting.
    pub cells: Vec<Cell>,
    /// The meeting of a person in a slot.
    at: Vec<u32>,
    /// The hall of that meeting.
    hall: Vec<u16>,
    /// The busy slots of a person's day.
    busy: Vec<u64>,
    used: Vec<u32>,
    held: Vec<u32>,
    /// Most meetings a person may have here.
    pub most: Vec<u32>,
    cost: Vec<i64>,
    /// Points of what is held, less what it costs; costs of touched days as before they were touched.
    value: i64,
    /// Meetings and where they were, in the order of changes.
    changes: Vec<(u32, Cell)>,
    touched: Vec<u32>,
    is_touched: Vec<bool>,
    /// Days whose cost was counted anew, with the cost before.
    counted: Vec<(u32, i64)>,
    value_before: i64,
}

impl<'c> Seating<'c> {
    /// Nothing is held but what must be; `None` where that clashes.
    pub fn new(crowd: &'c Crowd) -> Option<Self> {
        let owed: i64 = crowd.share.iter().map(|&s| i64::from(s)).sum();
        let value = -crowd.fairness * owed;
        let mut seating = Self {
            crowd,
            cells: vec![OUT; crowd.meetings()],
            at: vec![NOBODY; crowd.people * crowd.slots.len()],
            hall: vec![0; crowd.people * crowd.slots.len()],
            busy: vec![0; crowd.people * crowd.days],
            used: vec![0; crowd.tables.len()],
            held: vec![0; crowd.people],
            most: vec![crowd.cap; crowd.people],
            cost: vec![0; crowd.people * crowd.days],
            value,
            changes: Vec::new(),
            touched: Vec::new(),
            is_touched: vec![false; crowd.people * crowd.days],
            counted: Vec::new(),
            value_before: value,
        };
        for m in 0..crowd.meetings() {
            if let Some(cell) = crowd.held[m]
                && !seating.put(m, cell)
            {
                return None;
            }
        }
        seating.count();
        seating.keep();
        Some(seating)
    }

    pub fn value(&self) -> i64 {
        self.value
    }

    pub fn at(&self, p: usize, slot: usize) -> Option<usize> {
        let m = self.at[p * self.crowd.slots.len() + slot];
        (m != NOBODY).then_some(m as usize)
    }

    pub fn busy(&self, p: usize, day: usize) -> u64 {
        self.busy[p * self.crowd.days + day]
    }

    pub fn meetings_of(&self, p: usize) -> u32 {
        self.held[p]
    }

    pub fn has_table(&self, cell: Cell) -> bool {
        self.used[cell as usize] < self.crowd.tables[cell as usize]
    }

    /// Takes a meeting out.
    pub fn lift(&mut self, m: usize) {
        let cell = self.cells[m];
        self.changes.push((m as u32, cell));
        self.set(m, cell, false);
        self.cells[m] = OUT;
    }

    /// Puts a meeting that is out into a cell, unless a rule forbids it.
    pub fn put(&mut self, m: usize, cell: Cell) -> bool {
        let crowd = self.crowd;
        let (k, r) = crowd.slot_and_hall(cell);
        if !self.has_table(cell) || !crowd.is_allowed(m, cell) {
            return false;
        }
        for &p in crowd.people_of(m) {
            let p = p as usize;
            let free = self.at[p * crowd.slots.len() + k] == NOBODY;
            if !free || self.held[p] >= self.most[p] || !self.in_reach(p, k, r) {
                return false;
            }
        }
        self.changes.push((m as u32, OUT));
        self.set(m, cell, true);
        self.cells[m] = cell;
        true
    }

    /// Whether the walks to and from the meetings before and after leave time.
    fn in_reach(&self, p: usize, k: usize, r: usize) -> bool {
        let crowd = self.crowd;
        if !crowd.is_tight {
            return true;
        }
        let near = |other: usize, pause: i64| {
            crowd.day_of[other] != crowd.day_of[k] || {
                let i = p * crowd.slots.len() + other;
                let walk = crowd.walk[usize::from(self.hall[i]) * crowd.halls + r];
                self.at[i] == NOBODY || walk <= pause
            }
        };
        (k == 0 || near(k - 1, crowd.slots[k].start - crowd.slots[k - 1].end))
            && (k + 1 == crowd.slots.len()
                || near(k + 1, crowd.slots[k + 1].start - crowd.slots[k].end))
    }

    /// The meetings of a person that leave them no time for one in a slot and hall.
    pub fn in_the_way(&self, p: usize, k: usize, r: usize) -> impl Iterator<Item = usize> {
        let crowd = self.crowd;
        let neighbours = [k.checked_sub(1), Some(k + 1).filter(|&k| k < crowd.slots.len())];
        let too_near = move |&other: &usize| {
            let (first, second) = (k.min(other), k.max(other));
            let pause = crowd.slots[second].start - crowd.slots[first].end;
            let hall = usize::from(self.hall[p * crowd.slots.len() + other]);
            crowd.day_of[other] == crowd.day_of[k] && crowd.walk[hall * crowd.halls + r] > pause
        };
        let near = neighbours.into_iter().flatten().filter(too_near);
        std::iter::once(k).chain(near).filter_map(move |k| self.at(p, k))
    }

    fn set(&mut self, m: usize, cell: Cell, held: bool) {
        let crowd = self.crowd;
        let (k, hall) = crowd.slot_and_hall(cell);
        let d = crowd.day_of[k];
        let bit = 1u64 << (k - crowd.first[d]);
        for &p in crowd.people_of(m) {
            let p = p as usize;
            let day = p * crowd.days + d;
            if !self.is_touched[day] {
                self.is_touched[day] = true;
                self.touched.push(day as u32);
            }
            if held {
                self.at[p * crowd.slots.len() + k] = m as u32;
                self.hall[p * crowd.slots.len() + k] = hall as u16;
                self.busy[day] |= bit;
                self.value += if self.held[p] < crowd.share[p] { crowd.fairness } else { 0 };
                self.held[p] += 1;
            } else {
                self.at[p * crowd.slots.len() + k] = NOBODY;
                self.busy[day] &= !bit;
                self.held[p] -= 1;
                self.value -= if self.held[p] < crowd.share[p] { crowd.fairness } else { 0 };
            }
        }
        if held {
            self.used[cell as usize] += 1;
            self.value += crowd.points[m];
        } else {
            self.used[cell as usize] -= 1;
            self.value -= crowd.points[m];
        }
    }

    /// Counts what the touched days cost now; gives by how much the plan is worth more than when it
    /// was last kept.
    pub fn count(&mut self) -> i64 {
        while let Some(day) = self.touched.pop() {
            self.is_touched[day as usize] = false;
            let (before, now) = (self.cost[day as usize], self.cost_of(day as usize));
            if before != now {
                self.counted.push((day, before));
                self.cost[day as usize] = now;
                self.value += before - now;
            }
        }
        self.value - self.value_before
    }

    fn cost_of(&self, day: usize) -> i64 {
        let crowd = self.crowd;
        let busy = self.busy[day];
        let mut cost = 0;
        if busy & busy.wrapping_sub(1) == 0 {
            return 0;
        }
        if crowd.breaks != 0 {
            let inside = (u64::MAX << busy.trailing_zeros()) & (u64::MAX >> busy.leading_zeros());
            let gap = !busy & inside;
            let mut idle = crowd.present[day] & gap;
            if idle == gap {
                // Nobody is away in between: each run of free slots is a break.
                cost += crowd.breaks * i64::from((gap & !(gap << 1)).count_ones());
                idle = 0;
            }
            while idle != 0 {
                cost += crowd.breaks;
                // On to the next meeting.
                let after = busy & (u64::MAX << idle.trailing_zeros());
                idle &= u64::MAX << after.trailing_zeros();
            }
        }
        if crowd.walking != 0 {
            let (p, d) = (day / crowd.days, day % crowd.days);
            let row = p * crowd.slots.len() + crowd.first[d];
            let mut last = None;
            let mut left = busy;
            while left != 0 {
                let hall = self.hall[row + left.trailing_zeros() as usize];
                let floor = crowd.floor[usize::from(hall)];
                if let Some(last) = last.replace(floor) {
                    cost += crowd.walking * i64::from(floor.abs_diff(last));
                }
                left &= left - 1;
            }
        }
        cost
    }

    /// Changes so far stay.
    pub fn keep(&mut self) {
        self.changes.clear();
        self.counted.clear();
        self.value_before = self.value;
    }

    /// Where the changes since the last `keep` stand.
    pub fn mark(&self) -> (usize, usize) {
        (self.changes.len(), self.counted.len())
    }

    /// Forgets what was changed since a mark and put back one by one; costs have been counted.
    pub fn forget(&mut self, (changes, counted): (usize, usize)) {
        debug_assert!(self.touched.is_empty());
        self.changes.truncate(changes);
        self.counted.truncate(counted);
    }

    /// Takes back what was changed since the last `keep`.
    pub fn undo(&mut self) {
        while let Some((m, before)) = self.changes.pop() {
            let m = m as usize;
            if self.cells[m] != OUT {
                self.set(m, self.cells[m], false);
            }
            self.cells[m] = before;
            if before != OUT {
                self.set(m, before, true);
            }
        }
        for day in self.touched.drain(..) {
            self.is_touched[day as usize] = false;
        }
        while let Some((day, before)) = self.counted.pop() {
            self.cost[day as usize] = before;
        }
        self.value = self.value_before;
    }

    /// Meetings that were moved since the last `keep`, some more than once.
    pub fn moved(&self) -> impl Iterator<Item = usize> {
        self.changes.iter().map(|&(m, _)| m as usize)
    }

    /// The slots of a day in which nobody of a meeting is busy.
    pub fn free(&self, m: usize, day: usize) -> u64 {
        let busy = |mask, &p: &u32| mask | self.busy(p as usize, day);
        self.crowd.allowed(m, day) & !self.crowd.people_of(m).iter().fold(0, busy)
    }
}
