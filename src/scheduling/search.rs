//! The search: finds plans fast and proves nothing.
//!
//! Simulated annealing over whole days. A move puts one item where it may go, makes way for it by
//! taking out what excludes it, and gives what was taken out another place if there is one. Worse
//! days are accepted with probability `exp(change / temperature)` (Metropolis), the temperature
//! falls geometrically. Every rule holds at every moment, and the value is kept to the point: it is
//! the judge's own, by `hearing.rs`.

use super::draft::Draft;
use super::hearing::Hearing;
use super::instance::Instance;
use rand::{Rng, RngExt, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

/// How a day is cooled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cooling {
    /// Moves tried.
    pub steps: u64,
    /// Points that a day may lose per move at the start and at the end, on average.
    pub hot: f64,
    pub cold: f64,
}

/// Of this many moves one moves a session.
const SESSIONS: u32 = 12;
/// Places looked at for an item that had to make way.
const ELSEWHERE: usize = 3;

/// Moves per item of a cooling from hot.
const MOVES: u64 = 100;

impl Cooling {
    /// From so hot that even the dearest item may be given up.
    pub fn from_hot(instance: &Instance) -> Self {
        let placed = instance.items.iter().map(|i| i.points);
        let heard = instance.interests.iter().map(|i| i.points);
        let dearest = placed.chain(heard).max().unwrap_or(1).max(1);
        let steps = MOVES * instance.items.len() as u64;
        Self { steps, hot: dearest as f64 / 2.0, cold: 0.15 }
    }
}

/// A day and its annealing.
pub(super) struct Search<'h, 'g, 'i, 'a> {
    draft: Draft<'g, 'i, 'a>,
    hearing: &'h Hearing,
    heard: Vec<i64>,
    heard_in_all: i64,
    random: ChaCha8Rng,
    /// Items that need not be placed, and sessions that can move.
    optional: Vec<usize>,
    sessions: Vec<usize>,
    move_: Move,
    best: Best,
}

/// The best day of a search.
#[derive(Debug, Clone)]
pub(super) struct Best {
    pub value: i64,
    /// The candidate of each item.
    pub chosen: Vec<Option<usize>>,
}

/// What the present move has changed, so that it can be undone.
#[derive(Default)]
struct Move {
    /// `(item, where it was)`.
    moved: Vec<(usize, Option<usize>)>,
    /// `(person, what they heard)`.
    touched: Vec<(usize, i64)>,
    is_touched: Vec<bool>,
    /// Items that had to make way.
    out: Vec<usize>,
}

impl<'h, 'g, 'i, 'a> Search<'h, 'g, 'i, 'a> {
    /// Starts from a draft that keeps every rule and holds every session.
    pub fn new(draft: Draft<'g, 'i, 'a>, hearing: &'h Hearing, seed: u64) -> Self {
        let items = &draft.instance.items;
        let optional = (0..items.len()).filter(|&i| !items[i].must).collect();
        let sessions =
            (0..items.len()).filter(|&i| items[i].must && items[i].candidates.len() > 1).collect();
        let people = draft.instance.away.len();
        let heard: Vec<i64> = (0..people).map(|p| hearing.points(&draft, p)).collect();
        let move_ = Move { is_touched: vec![false; people], ..Move::default() };
        let heard_in_all = heard.iter().sum();
        let value = draft.placed_points() + heard_in_all;
        let best = Best { value, chosen: draft.chosen.clone() };
        let random = ChaCha8Rng::seed_from_u64(seed);
        Self { draft, hearing, heard, heard_in_all, random, optional, sessions, move_, best }
    }

    fn total(&self) -> i64 {
        self.draft.placed_points() + self.heard_in_all
    }

    /// The best day so far.
    pub fn best(&self) -> &Best {
        &self.best
    }

    /// One cooling from where the last one ended. `look` is called now and then with the best day,
    /// and stops it by saying false.
    pub fn anneal(&mut self, cooling: Cooling, look: &mut dyn FnMut(&Best) -> bool) {
        let Cooling { steps, hot, cold } = cooling;
        let sessions = !self.sessions.is_empty();
        if self.optional.is_empty() && !sessions {
            return;
        }
        for step in 0..steps {
            let temperature = hot * (cold / hot).powf(step as f64 / steps as f64);
            if step % 512 == 0 && !look(&self.best) {
                return;
            }
            let before = self.total();
            let done = self.try_move(sessions);
            self.hear_again();
            let change = self.total() - before;
            let accepted = done
                && (change >= 0
                    || self.random.random::<f64>() < (change as f64 / temperature).exp());
            if !accepted {
                self.undo();
            }
            self.forget();
            if self.total() > self.best.value {
                self.best = Best { value: self.total(), chosen: self.draft.chosen.clone() };
            }
        }
        look(&self.best);
    }

    /// Changes the day; false if the move turned out impossible halfway.
    fn try_move(&mut self, sessions: bool) -> bool {
        let session = sessions
            && (self.optional.is_empty() || self.random.next_u32().is_multiple_of(SESSIONS));
        let among = if session { &self.sessions } else { &self.optional };
        let item = among[self.random.random_range(0..among.len())];
        let count = self.draft.instance.items[item].candidates.len();
        if count == 0 {
            return false;
        }
        let candidate = self.random.random_range(0..count);
        let here = self.draft.chosen[item];
        if here == Some(candidate) {
            return false;
        }
        let done = if session {
            self.move_session(item, candidate)
        } else {
            self.set(item, None);
            self.make_way(item, candidate) && {
                self.set(item, Some(candidate));
                true
            }
        };
        done && self.place_elsewhere()
    }

    /// A session that stands where another goes takes the place that this one leaves.
    fn move_session(&mut self, item: usize, candidate: usize) -> bool {
        let instance = self.draft.instance;
        let Some(here) = self.draft.chosen[item] else { return false };
        let left = instance.items[item].candidates[here];
        let cell = self.draft.grid.cell(item, candidate);
        let standing = self.draft.held(cell).first().copied();
        self.set(item, None);
        if let Some(other) = standing {
            self.set(other, None);
            let back = instance.items[other]
                .candidates
                .iter()
                .position(|c| c.place == left.place && c.span.start == left.span.start);
            let Some(back) = back else { return false };
            if !self.make_way(item, candidate) {
                return false;
            }
            self.set(item, Some(candidate));
            if !self.make_way(other, back) {
                return false;
            }
            self.set(other, Some(back));
            true
        } else if self.make_way(item, candidate) {
            self.set(item, Some(candidate));
            true
        } else {
            false
        }
    }

    /// Takes out whatever keeps the item from going there; false if that is a session.
    fn make_way(&mut self, item: usize, candidate: usize) -> bool {
        let instance = self.draft.instance;
        let c = instance.items[item].candidates[candidate];
        let is_meeting = instance.items[item].is_meeting;
        let cell = self.draft.grid.cell(item, candidate);
        if !self.draft.in_order(item, c.span) || !self.make_room(cell) {
            return false;
        }
        for person in instance.attendees(item, &c) {
            while let Some(&other) = (self.draft.day_of(person).iter())
                .find(|&&other| self.draft.clash(other, (cell, is_meeting)))
            {
                if !self.take_out(other) {
                    return false;
                }
            }
            if is_meeting && !self.draft.under_cap(person) {
                let one =
                    self.any_of(person, |search, i| search.draft.instance.items[i].is_meeting);
                if !one.is_some_and(|i| self.take_out(i)) {
                    return false;
                }
            }
            while !self.draft.lunch_stays(person, &[c.span]) {
                let one = self.any_of(person, |search, i| !search.draft.instance.items[i].must);
                if !one.is_some_and(|i| self.take_out(i)) {
                    return false;
                }
            }
        }
        true
    }

    /// Takes items out of a cell and of those it excludes until it has a unit free.
    fn make_room(&mut self, cell: usize) -> bool {
        let grid = self.draft.grid;
        for &other in &grid.cells[cell].shuts {
            while let Some(&item) = self.draft.held(other).first() {
                if !self.take_out(item) {
                    return false;
                }
            }
        }
        while self.draft.most_used(cell) >= grid.cells[cell].units {
            let from = std::iter::once(cell).chain(grid.cells[cell].beside.iter().copied());
            let there: Vec<usize> = from.flat_map(|c| self.draft.held(c)).copied().collect();
            if there.is_empty() {
                return false;
            }
            let one = there[self.random.random_range(0..there.len())];
            if !self.take_out(one) {
                return false;
            }
        }
        true
    }

    fn any_of(&mut self, person: usize, which: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let day = self.draft.day_of(person);
        let those: Vec<usize> = day.iter().copied().filter(|&i| which(self, i)).collect();
        (!those.is_empty()).then(|| those[self.random.random_range(0..those.len())])
    }

    fn take_out(&mut self, item: usize) -> bool {
        if self.draft.instance.items[item].must {
            return false;
        }
        self.set(item, None);
        self.move_.out.push(item);
        true
    }

    /// Gives each item that had to make way the best of a few free places.
    fn place_elsewhere(&mut self) -> bool {
        let mut out = std::mem::take(&mut self.move_.out);
        out.shuffle(&mut self.random);
        for &item in &out {
            let count = self.draft.instance.items[item].candidates.len();
            let first = self.random.random_range(0..count);
            let free = (0..count)
                .map(|k| (first + k) % count)
                .filter(|&c| self.draft.fits(item, c))
                .take(ELSEWHERE);
            let free: Vec<usize> = free.collect();
            let best = free
                .into_iter()
                .map(|c| (self.hearing.gain(&mut self.draft, item, c), c))
                .max_by_key(|b| b.0);
            if let Some((_, c)) = best.filter(|b| b.0 > 0) {
                self.set(item, Some(c));
            }
        }
        out.clear();
        self.move_.out = out;
        true
    }

    /// Puts an item somewhere, or takes it out, and notes whom that touches.
    fn set(&mut self, item: usize, to: Option<usize>) {
        let before = self.draft.chosen[item];
        self.touch(item, before);
        self.touch(item, to);
        for k in 0..self.hearing.wishers(item).len() {
            self.touch_person(self.hearing.wishers(item)[k]);
        }
        self.draft.take(item);
        if let Some(to) = to {
            self.draft.put(item, to);
        }
        self.move_.moved.push((item, before));
    }

    fn touch(&mut self, item: usize, candidate: Option<usize>) {
        let instance = self.draft.instance;
        if let Some(c) = candidate {
            for person in instance.attendees(item, &instance.items[item].candidates[c]) {
                self.touch_person(person);
            }
        }
    }

    fn touch_person(&mut self, person: usize) {
        if !self.move_.is_touched[person] {
            self.move_.is_touched[person] = true;
            self.move_.touched.push((person, self.heard[person]));
        }
    }

    fn hear_again(&mut self) {
        for &(person, before) in &self.move_.touched {
            let now = self.hearing.points(&self.draft, person);
            self.heard[person] = now;
            self.heard_in_all += now - before;
        }
    }

    fn undo(&mut self) {
        for &(item, before) in self.move_.moved.iter().rev() {
            self.draft.take(item);
            if let Some(before) = before {
                self.draft.put(item, before);
            }
        }
        for &(person, before) in &self.move_.touched {
            self.heard_in_all += before - self.heard[person];
            self.heard[person] = before;
        }
    }

    fn forget(&mut self) {
        for &(person, _) in &self.move_.touched {
            self.move_.is_touched[person] = false;
        }
        self.move_.touched.clear();
        self.move_.moved.clear();
        self.move_.out.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::super::greedy::greedy;
    use super::super::grid::Grid;
    use super::super::judge::judge;
    use super::*;

    /// The search keeps its value and every rule by itself; the judge finds the same.
    #[test]
    fn a_searched_day_is_worth_what_the_judge_says() {
        let workshop = crate::generate::aimgain_2022(1);
        let instance = Instance::new(&workshop);
        let (grid, hearing) = (Grid::new(&instance), Hearing::new(&instance));
        let start = greedy(&instance, &grid, &hearing, None).unwrap();
        let mut search = Search::new(start, &hearing, 1);
        let first = search.best().value;
        let cooling = Cooling { steps: 3_000, ..Cooling::from_hot(&instance) };
        search.anneal(cooling, &mut |_| true);
        let Best { value, chosen } = search.best().clone();
        let judgement = judge(&workshop, &instance.timetable("searched", &chosen, None));
        assert_eq!(judgement.faults, []);
        assert_eq!(judgement.objective.total(), value);
        assert!(value > first, "{value} > {first}");
    }
}
