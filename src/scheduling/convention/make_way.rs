//! Room for a meeting by force: who has to make way goes where there is room or is given up, nobody else
//! changes, and the most points are left in all.
//!
//! Every cell of the meeting is tried. In its way are what its people have at that time, where there is no
//! table one meeting of the hall, and where somebody is at the cap one of their meetings. What makes way is
//! placed anew by branch and bound: each alone bounds what it can bring, exactly where those that make way
//! share nobody.

use super::crowd::{Cell, Crowd, OUT};
use super::engine::{chosen, take_over};
use super::seating::Seating;
use crate::domain::Timetable;
use crate::scheduling::instance::Instance;
use std::time::Instant;

/// What came of it.
pub(in crate::scheduling) struct MadeWay {
    /// The candidate of each item in the plan of most points; `None` where none was found.
    pub taken: Option<Vec<Option<usize>>>,
    /// Every way was looked at.
    pub complete: bool,
}

/// Holds the meeting of an item that a timetable leaves out. `None` where it is no meeting of the crowd, or
/// what is held where it is clashes.
pub(in crate::scheduling) fn make_way(
    instance: &Instance,
    crowd: &Crowd,
    timetable: &Timetable,
    item: usize,
    until: Instant,
) -> Option<MadeWay> {
    let m = crowd.items.iter().position(|&i| i == item)?;
    let mut seating = Seating::new(crowd)?;
    take_over(instance, &mut seating, timetable);
    let mut here: Vec<Vec<usize>> = vec![Vec::new(); crowd.tables.len()];
    for (other, &cell) in seating.cells.iter().enumerate().filter(|(_, cell)| **cell != OUT) {
        here[cell as usize].push(other);
    }
    let mut search = Search { seating, m, until, is_over: false, best: None };
    for (k, r) in (0..crowd.slots.len()).flat_map(|k| (0..crowd.halls).map(move |r| (k, r))) {
        let cell = crowd.cell(k, r);
        if crowd.is_allowed(m, cell) && crowd.tables[cell as usize] > 0 {
            search.hold(cell, &here[cell as usize]);
        }
    }
    let taken = search.best.map(|(_, cells)| chosen(instance, crowd, &cells));
    Some(MadeWay { taken, complete: !search.is_over })
}

struct Search<'c> {
    seating: Seating<'c>,
    m: usize,
    until: Instant,
    is_over: bool,
    best: Option<(i64, Vec<Cell>)>,
}

/// What makes way, where it can go instead and what that brings, the most first, and the most it brings.
struct Displaced {
    m: usize,
    offers: Vec<(i64, Cell)>,
    most: i64,
}

impl Search<'_> {
    /// Tries a cell, in which these others are.
    fn hold(&mut self, cell: Cell, here: &[usize]) {
        let crowd = self.seating.crowd;
        let (k, r) = crowd.slot_and_hall(cell);
        let mut out: Vec<usize> = Vec::new();
        for &p in crowd.people_of(self.m) {
            out.extend(self.seating.in_the_way(p as usize, k, r));
        }
        out.sort_unstable();
        out.dedup();
        if out.iter().any(|&o| crowd.held[o].is_some()) {
            return;
        }
        out.iter().for_each(|&o| self.seating.lift(o));
        let tables: Vec<Option<usize>> = match self.seating.has_table(cell) {
            true => vec![None],
            false => {
                let movable = |&&o: &&usize| crowd.held[o].is_none() && !out.contains(&o);
                here.iter().filter(movable).map(|&o| Some(o)).collect()
            }
        };
        for table in tables {
            let from = out.len();
            out.extend(table);
            table.into_iter().for_each(|o| self.seating.lift(o));
            self.within_caps(cell, 0, &mut out);
            out.truncate(from);
            table.into_iter().for_each(|o| self.put_back(o, cell));
        }
        self.seating.undo();
    }

    fn put_back(&mut self, m: usize, cell: Cell) {
        let fits = self.seating.put(m, cell);
        debug_assert!(fits, "it was there before");
    }

    /// From the n-th of the meeting's people on, has those at the cap give up one of their meetings.
    fn within_caps(&mut self, cell: Cell, n: usize, out: &mut Vec<usize>) {
        let crowd = self.seating.crowd;
        let Some(&p) = crowd.people_of(self.m).get(n) else { return self.placed(cell, out) };
        let p = p as usize;
        if self.seating.meetings_of(p) < self.seating.most[p] {
            return self.within_caps(cell, n + 1, out);
        }
        let theirs: Vec<usize> =
            (0..crowd.slots.len()).filter_map(|k| self.seating.at(p, k)).collect();
        for o in theirs.into_iter().filter(|&o| crowd.held[o].is_none()) {
            let was = self.seating.cells[o];
            self.seating.lift(o);
            out.push(o);
            self.within_caps(cell, n + 1, out);
            out.pop();
            self.put_back(o, was);
        }
    }

    /// The meeting goes into its cell, and those that made way for it where that is worth most.
    fn placed(&mut self, cell: Cell, out: &[usize]) {
        self.is_over |= Instant::now() >= self.until;
        if self.is_over || !self.seating.put(self.m, cell) {
            return;
        }
        self.seating.count();
        let crowd = self.seating.crowd;
        let shares = |&a: &usize, &b: &usize| {
            crowd.people_of(a).iter().any(|p| crowd.people_of(b).contains(p))
        };
        let apart = |(i, o): (usize, &usize)| out[..i].iter().all(|other| !shares(other, o));
        let is_apart = out.iter().enumerate().all(apart);
        let displaced: Vec<Displaced> = out
            .iter()
            .map(|&m| {
                let offers = self.offers(m);
                let alone = offers.first().map_or(0, |offer| offer.0.max(0));
                // More than its points it brings where it fills somebody's break or is owed to them.
                let each = crowd.breaks + crowd.fairness;
                let any = crowd.points[m] + each * crowd.people_of(m).len() as i64;
                Displaced { m, offers, most: if is_apart { alone } else { any.max(0) } }
            })
            .collect();
        self.assign(&displaced);
        self.seating.lift(self.m);
        self.seating.count();
    }

    /// Where a meeting can go, and what that brings.
    fn offers(&mut self, m: usize) -> Vec<(i64, Cell)> {
        let (crowd, before) = (self.seating.crowd, self.seating.value());
        let mark = self.seating.mark();
        let mut offers = Vec::new();
        for d in 0..crowd.days {
            let mut free = self.seating.free(m, d);
            while free != 0 {
                let k = crowd.first[d] + free.trailing_zeros() as usize;
                free &= free - 1;
                for cell in (0..crowd.halls).map(|r| crowd.cell(k, r)) {
                    if self.seating.put(m, cell) {
                        self.seating.count();
                        offers.push((self.seating.value() - before, cell));
                        self.seating.lift(m);
                        self.seating.count();
                        self.seating.forget(mark);
                    }
                }
            }
        }
        offers.sort_by_key(|&(gained, cell)| (-gained, cell));
        offers
    }

    fn assign(&mut self, displaced: &[Displaced]) {
        let most = self.seating.value() + displaced.iter().map(|d| d.most).sum::<i64>();
        if self.best.as_ref().is_some_and(|(value, _)| *value >= most) {
            return;
        }
        self.is_over |= Instant::now() >= self.until;
        let Some((first, rest)) = displaced.split_first() else {
            self.best = Some((self.seating.value(), self.seating.cells.clone()));
            return;
        };
        let mark = self.seating.mark();
        for &(_, cell) in &first.offers {
            if !self.is_over && self.seating.put(first.m, cell) {
                self.seating.count();
                self.assign(rest);
                self.seating.lift(first.m);
                self.seating.count();
                self.seating.forget(mark);
            }
        }
        self.assign(rest);
    }
}
