//! Repairs of many meetings: a plan that changes little at once, then the fewest changes, then the most
//! points among plans that change no more than so much.
//!
//! Simulated annealing on a seating (`seating.rs`) beside which stands what it changes (`ledger.rs`). A
//! step sends a meeting home or to where another one is, whatever is in its way going elsewhere; or puts
//! it where nobody has to make way; or moves it with a chain (`moves.rs`).

use super::crowd::{Cell, Crowd, OUT};
use super::engine::chosen;
use super::ledger::{Home, Ledger};
use super::moves::Mover;
use super::search::{Cooling, Pace};
use super::seating::Seating;
use crate::scheduling::instance::Instance;
use crate::scheduling::repair::{Least, Standing};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// What is to be repaired, and how.
pub(in crate::scheduling) struct Mending<'q, 'a> {
    pub instance: &'q Instance<'a>,
    pub crowd: &'q Crowd,
    pub standing: &'q Standing,
    /// No repair changes less.
    pub least: Least,
    /// How many people more than the fewest may be affected where that is worth points.
    pub more_people: usize,
    pub seed: u32,
    /// Until when.
    pub until: Instant,
}

/// A repaired plan.
pub(in crate::scheduling) struct Mended {
    /// The fewest changes found.
    pub fewest: Least,
    /// The candidate of each item.
    pub taken: Vec<Option<usize>>,
}

/// Steps between two looks at the clock.
const ASK: u64 = 32;
/// Between two words on how it goes.
const TICK: Duration = Duration::from_millis(10);
/// Steps for each meeting that may move, and most of them, in search of the fewest changes.
const FEWEST_STEPS: (u64, u64) = (4_000, 400_000);
/// Steps for each meeting that changes in search of the most points with these, and at least.
const POINTS_STEPS: (u64, u64) = (20_000, 10_000);
/// The same for each person more.
const STEPS_PER_PERSON: u64 = 100_000;
/// What counts in the search of the fewest changes, and its temperatures.
const FEWEST: Aim = Aim { dropped: 40, affected: 6, changed: 1, points: 0 };
const FEWEST_COOLING: Cooling = Cooling { hot: 8.0, cold: 0.4 };
/// What a person more costs while points are searched for, of what a break costs.
const PERSON: f64 = 0.125;
/// Of ten steps, those that send a meeting home, to where another one is, and elsewhere.
const HOME: usize = 2;
const INSTEAD: usize = 1;
const ELSEWHERE: usize = 4;

/// Repairs. `None` where what is held where it is clashes. `watch` is asked many times a second whether to
/// go on; the best plan so far is given back.
pub(in crate::scheduling) fn mend(
    question: &Mending,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> Option<Mended> {
    let Mending { instance, crowd, standing, least, more_people, seed, until } = *question;
    let seating = Seating::new(crowd)?;
    let movable: Vec<u32> = {
        let moves = |m: &usize| standing.had[crowd.items[*m]].is_some() && crowd.held[*m].is_none();
        (0..crowd.meetings()).filter(moves).map(|m| m as u32).collect()
    };
    let days = (0..crowd.days).collect();
    let mut search = Search {
        ledger: Ledger::new(instance, crowd, standing),
        mover: Mover::new(days, ChaCha8Rng::seed_from_u64(u64::from(seed))),
        seating,
        movable,
        clock: Clock { until, asked: Instant::now(), watch, is_over: false },
    };
    search.begin();
    let mut best = search.best();
    if best.cost > least {
        let (each, most) = FEWEST_STEPS;
        let steps = (each * search.movable.len() as u64).min(most);
        let allowed = Allowed { fewest: least, more: None };
        search.anneal(&FEWEST, allowed, FEWEST_COOLING, steps, &mut best);
        search.go_back_to(&best.cells);
    }
    let fewest = best.cost;
    let (each, at_least) = POINTS_STEPS;
    let steps = each * fewest.changed as u64 + STEPS_PER_PERSON * more_people as u64;
    if fewest.changed > 0 || more_people > 0 {
        let person = (PERSON * crowd.unit()).ceil() as i64;
        let aim = match more_people {
            // Changes within what is allowed are free.
            0 => Aim { dropped: 0, affected: 0, changed: 0, points: 1 },
            _ => Aim { dropped: 0, affected: person, changed: 0, points: 1 },
        };
        let allowed = Allowed { fewest, more: Some(more_people) };
        search.anneal(&aim, allowed, Cooling::of(crowd), steps.max(at_least), &mut best);
    }
    let fewest = fewest.min(best.cost);
    Some(Mended { fewest, taken: chosen(instance, crowd, &best.cells) })
}

/// What a search is after: points, less so much for each change.
struct Aim {
    dropped: i64,
    affected: i64,
    changed: i64,
    points: i64,
}

impl Aim {
    fn score(&self, cost: Least, value: i64) -> i64 {
        self.points * value
            - self.dropped * cost.dropped as i64
            - self.affected * cost.affected as i64
            - self.changed * cost.changed as i64
    }
}

/// What a search may change.
#[derive(Clone, Copy)]
struct Allowed {
    fewest: Least,
    /// People more than the fewest; `None` where anything may change and the fewest are looked for.
    more: Option<usize>,
}

impl Allowed {
    fn allows(&self, cost: Least) -> bool {
        match self.more {
            None => true,
            Some(0) => cost <= self.fewest,
            Some(more) => {
                cost.dropped <= self.fewest.dropped && cost.affected <= self.fewest.affected + more
            }
        }
    }
}

struct Best {
    cost: Least,
    value: i64,
    cells: Vec<Cell>,
}

struct Clock<'w> {
    until: Instant,
    asked: Instant,
    watch: &'w mut dyn FnMut() -> ControlFlow<()>,
    is_over: bool,
}

impl Clock<'_> {
    fn is_over(&mut self) -> bool {
        let now = Instant::now();
        if !self.is_over && now - self.asked >= TICK {
            self.asked = now;
            self.is_over = (self.watch)().is_break();
        }
        self.is_over || now >= self.until
    }
}

struct Search<'s, 'w> {
    seating: Seating<'s>,
    ledger: Ledger,
    mover: Mover,
    /// Meetings that were placed and are not held.
    movable: Vec<u32>,
    clock: Clock<'w>,
}

impl Search<'_, '_> {
    fn best(&self) -> Best {
        let cells = self.seating.cells.clone();
        Best { cost: self.ledger.cost, value: self.seating.value(), cells }
    }

    /// Everything where it was, as far as that goes, and the others in the best free place.
    fn begin(&mut self) {
        for m in 0..self.seating.cells.len() {
            if let Home::At(cell) = self.ledger.home[m]
                && self.seating.cells[m] == OUT
            {
                self.seating.put(m, cell);
            }
        }
        self.seating.count();
        self.seating.keep();
        let homeless = |m: &u32| self.seating.cells[*m as usize] == OUT;
        let homeless: Vec<u32> = self.movable.iter().copied().filter(homeless).collect();
        for m in homeless {
            if let Some(cell) = self.best_free(m as usize) {
                self.seating.put(m as usize, cell);
                self.seating.count();
                self.seating.keep();
            }
            if self.clock.is_over() {
                break;
            }
        }
        for m in 0..self.seating.cells.len() {
            self.ledger.note(&self.seating, m);
        }
        self.ledger.keep();
    }

    /// The free cell in which a meeting that is out is worth most.
    fn best_free(&mut self, m: usize) -> Option<Cell> {
        let (crowd, seating) = (self.seating.crowd, &mut self.seating);
        let mut best: Option<(i64, Cell)> = None;
        for d in 0..crowd.days {
            let mut free = seating.free(m, d);
            while free != 0 {
                let k = crowd.first[d] + free.trailing_zeros() as usize;
                free &= free - 1;
                for cell in (0..crowd.halls).map(|r| crowd.cell(k, r)) {
                    if seating.put(m, cell) {
                        let gained = seating.count();
                        if best.is_none_or(|(most, _)| gained > most) {
                            best = Some((gained, cell));
                        }
                        seating.undo();
                    }
                }
            }
        }
        best.map(|(_, cell)| cell)
    }

    /// Anneals within what is allowed; `best` is the plan that changes least, of those that are allowed
    /// the one worth most.
    fn anneal(
        &mut self,
        aim: &Aim,
        allowed: Allowed,
        cooling: Cooling,
        steps: u64,
        best: &mut Best,
    ) {
        let mut score = aim.score(self.ledger.cost, self.seating.value());
        let started = Instant::now();
        let seconds = self.clock.until.saturating_duration_since(started).as_secs_f64();
        let pace = Pace { steps: steps as f64, started, seconds };
        let mut done = 0;
        while pace.done(done) < 1.0 && !self.clock.is_over() {
            let temperature = cooling.at(pace.done(done));
            for _ in 0..ASK {
                if !self.change() {
                    self.seating.undo();
                    continue;
                }
                self.seating.count();
                let moved: Vec<usize> = self.seating.moved().collect();
                moved.into_iter().for_each(|m| self.ledger.note(&self.seating, m));
                let now = aim.score(self.ledger.cost, self.seating.value());
                let accepted = allowed.allows(self.ledger.cost) && {
                    let gained = (now - score) as f64;
                    gained >= 0.0 || self.mover.rng.random::<f64>() < (gained / temperature).exp()
                };
                if !accepted {
                    self.ledger.undo(self.seating.crowd);
                    self.seating.undo();
                    continue;
                }
                self.seating.keep();
                self.ledger.keep();
                score = now;
                self.look(allowed, best);
                if allowed.more.is_none() && best.cost <= allowed.fewest {
                    return;
                }
            }
            done += ASK;
        }
    }

    /// Keeps the plan where it is better than the best.
    fn look(&self, allowed: Allowed, best: &mut Best) {
        let (cost, value) = (self.ledger.cost, self.seating.value());
        let better = match allowed.more {
            None => cost < best.cost,
            Some(0) => (cost, best.value) < (best.cost, value),
            Some(_) => value > best.value,
        };
        if better {
            best.cost = cost;
            best.value = value;
            best.cells.clone_from(&self.seating.cells);
        }
    }

    /// Changes something; `false` where that came to nothing and is to be undone.
    fn change(&mut self) -> bool {
        let Some(m) = self.any() else { return false };
        let chance = self.mover.below(10);
        if chance < HOME {
            self.go_home(m)
        } else if chance < HOME + INSTEAD {
            self.go_instead(m)
        } else if chance < HOME + INSTEAD + ELSEWHERE {
            self.mover.rehouse(&mut self.seating, m)
        } else {
            self.mover.change(&mut self.seating, m)
        }
    }

    /// A meeting that changed, or now and then any that may.
    fn any(&mut self) -> Option<usize> {
        let of = match self.ledger.changed.is_empty() || self.mover.below(4) == 0 {
            true => &self.movable,
            false => &self.ledger.changed,
        };
        (!of.is_empty()).then(|| of[self.mover.below(of.len())] as usize)
    }

    fn go_home(&mut self, m: usize) -> bool {
        let Home::At(home) = self.ledger.home[m] else { return false };
        if self.seating.cells[m] == home || self.seating.crowd.held[m].is_some() {
            return false;
        }
        let guest = |&&g: &&u32| self.seating.cells[g as usize] == home;
        let guest = self.ledger.changed.iter().find(guest).map(|&g| g as usize);
        self.mover.send(&mut self.seating, m, home, guest)
    }

    /// Puts a meeting where another one is, mostly one that changed.
    fn go_instead(&mut self, m: usize) -> bool {
        if self.seating.crowd.held[m].is_some() {
            return false;
        }
        let Some(other) = self.any() else { return false };
        let cell = self.seating.cells[other];
        if cell == OUT || cell == self.seating.cells[m] {
            return false;
        }
        self.mover.send(&mut self.seating, m, cell, Some(other))
    }

    /// Makes the seating what it was.
    fn go_back_to(&mut self, cells: &[Cell]) {
        let elsewhere: Vec<usize> =
            (0..cells.len()).filter(|&m| self.seating.cells[m] != cells[m]).collect();
        for &m in &elsewhere {
            if self.seating.cells[m] != OUT {
                self.seating.lift(m);
            }
        }
        for &m in &elsewhere {
            if cells[m] != OUT {
                self.seating.put(m, cells[m]);
            }
        }
        self.seating.count();
        self.seating.keep();
        for &m in &elsewhere {
            self.ledger.note(&self.seating, m);
        }
        self.ledger.keep();
    }
}
