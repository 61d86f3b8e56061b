//! Room for a wish by force on days with talks and consultations: what `convention/make_way.rs` does for
//! days of meetings, on a draft.
//!
//! Every candidate of the wish is tried. In its way are what its people must be at then, where there is no
//! table or desk an item that has it, at the cap one of a person's meetings, and where lunch would go
//! something of the person's around it. No more makes way than has to. What does is placed anew by branch
//! and bound: an item brings at most its best free place alone, the talks that staff would miss left out.

use super::convention::MadeWay;
use super::draft::Draft;
use super::grid::Grid;
use super::hearing::Hearing;
use super::instance::Instance;
use crate::domain::Timetable;
use std::collections::BTreeSet;
use std::time::Instant;

/// More than so many never make way for one wish.
const MOST_OUT: usize = 6;

/// Holds an item that a timetable leaves out; what must be placed stays.
pub(super) fn make_way(
    instance: &Instance,
    timetable: &Timetable,
    item: usize,
    until: Instant,
) -> MadeWay {
    let grid = Grid::new(instance);
    let mut taken = vec![None; instance.items.len()];
    for (i, c) in timetable.placements.iter().filter_map(|p| instance.candidate_of(p)) {
        taken[i] = Some(c);
    }
    let draft = Draft::of(instance, &grid, &taken);
    let hearing = &Hearing::new(instance);
    let mut search = Search { draft, hearing, item, until, is_over: false, best: None };
    for c in 0..instance.items[item].candidates.len() {
        search.make_room(c, 0, &mut Vec::new());
    }
    MadeWay { taken: search.best.map(|(_, taken)| taken), complete: !search.is_over }
}

struct Search<'s, 'g, 'i, 'a> {
    draft: Draft<'g, 'i, 'a>,
    hearing: &'s Hearing,
    item: usize,
    until: Instant,
    is_over: bool,
    best: Option<(i64, Vec<Option<usize>>)>,
}

/// What makes way, and where it was; where it can go instead, what that brings, and at most.
struct Displaced {
    item: usize,
    offers: Vec<(i64, usize)>,
    most: i64,
}

impl Search<'_, '_, '_, '_> {
    fn may_go(&self, item: usize) -> bool {
        !self.draft.instance.items[item].must
    }

    /// Takes items out until the wish fits, by every way there is. `lost` is what they take along.
    fn make_room(&mut self, c: usize, lost: i64, out: &mut Vec<(usize, usize)>) {
        self.is_over |= Instant::now() >= self.until;
        if self.is_over {
            return;
        }
        if self.draft.fits(self.item, c) {
            if self.is_needed(c, out) {
                self.placed(c, lost, out);
            }
            return;
        }
        if out.len() == MOST_OUT {
            return;
        }
        for other in self.in_the_way(c) {
            let (was, less) = self.take(other);
            out.push((other, was));
            self.make_room(c, lost + less, out);
            out.pop();
            self.draft.put(other, was);
        }
    }

    /// Of what stands against a candidate the first kind: one of these has to go.
    fn in_the_way(&self, c: usize) -> Vec<usize> {
        let (draft, instance) = (&self.draft, self.draft.instance);
        let wish = &instance.items[self.item];
        let candidate = &wish.candidates[c];
        let cell = draft.grid.cell(self.item, c);
        let movable = |items: Vec<usize>| -> Vec<usize> {
            let distinct: BTreeSet<usize> = items.into_iter().collect();
            distinct.into_iter().filter(|&i| self.may_go(i)).collect()
        };
        for p in instance.attendees(self.item, candidate) {
            let day = draft.day_of(p);
            let clash = day.iter().find(|&&i| draft.clash(i, (cell, wish.is_meeting)));
            if let Some(&clash) = clash {
                return movable(vec![clash]);
            }
            if wish.is_meeting && !draft.under_cap(p) {
                let meeting = |i: &&usize| instance.items[**i].is_meeting;
                return movable(day.iter().filter(meeting).copied().collect());
            }
            if !draft.lunch_stays(p, &[candidate.span]) {
                let at_lunch = |i: &&usize| {
                    let span = draft.cell_of(**i).map(|c| draft.grid.cells[c].span);
                    span.is_some_and(|s| instance.lunches.iter().any(|l| s.overlaps(l.window)))
                };
                return movable(day.iter().filter(at_lunch).copied().collect());
            }
        }
        let cells = &draft.grid.cells;
        if cells[cell].shuts.iter().any(|&other| !draft.held(other).is_empty()) {
            return Vec::new();
        }
        let here = std::iter::once(cell).chain(cells[cell].beside.iter().copied());
        movable(here.flat_map(|cell| draft.held(cell)).copied().collect())
    }

    /// Whether the wish would not fit if any of these were still there.
    fn is_needed(&mut self, c: usize, out: &[(usize, usize)]) -> bool {
        out.iter().all(|&(other, was)| {
            self.draft.put(other, was);
            let fits = self.draft.fits(self.item, c);
            self.draft.take(other);
            !fits
        })
    }

    /// Takes an item out: where it was, and what that costs.
    fn take(&mut self, item: usize) -> (usize, i64) {
        let was = self.draft.take(item).unwrap_or_default();
        (was, self.hearing.gain(&mut self.draft, item, was))
    }

    /// The wish goes into its place, and those that made way to where that is worth most.
    fn placed(&mut self, c: usize, lost: i64, out: &[(usize, usize)]) {
        let instance = self.draft.instance;
        let gained = self.hearing.gain(&mut self.draft, self.item, c) - lost;
        self.draft.put(self.item, c);
        let people = |i: usize| &instance.items[i].people;
        let share = |a: usize, b: usize| people(a).iter().any(|p| people(b).contains(p));
        let is_apart = (0..out.len()).all(|i| (0..i).all(|j| !share(out[i].0, out[j].0)));
        let displaced: Vec<Displaced> =
            out.iter().map(|&(item, _)| self.displaced(item, is_apart)).collect();
        self.assign(gained, &displaced);
        self.draft.take(self.item);
    }

    fn displaced(&mut self, item: usize, is_apart: bool) -> Displaced {
        let instance = self.draft.instance;
        let it = &instance.items[item];
        let mut offers: Vec<(i64, usize)> = Vec::new();
        let mut most = 0;
        for c in 0..it.candidates.len() {
            if !self.draft.fits(item, c) {
                continue;
            }
            let gain = self.hearing.gain(&mut self.draft, item, c);
            offers.push((gain, c));
            // Without the talks that staff would miss: two that they miss one for cost it once.
            let points = it.points + it.candidates[c].points;
            let has_staff = instance.places[it.candidates[c].place].staff().is_some();
            let alone = if has_staff || !is_apart { points } else { gain };
            most = alone.max(most);
        }
        offers.sort_by_key(|&(gain, c)| (-gain, c));
        Displaced { item, offers, most }
    }

    fn assign(&mut self, value: i64, displaced: &[Displaced]) {
        let most = value + displaced.iter().map(|d| d.most).sum::<i64>();
        if self.best.as_ref().is_some_and(|(best, _)| *best >= most) {
            return;
        }
        self.is_over |= Instant::now() >= self.until;
        let Some((first, rest)) = displaced.split_first() else {
            self.best = Some((value, self.draft.chosen.clone()));
            return;
        };
        for &(_, c) in &first.offers {
            if !self.is_over && self.draft.fits(first.item, c) {
                let gained = self.hearing.gain(&mut self.draft, first.item, c);
                self.draft.put(first.item, c);
                self.assign(value + gained, rest);
                self.draft.take(first.item);
            }
        }
        self.assign(value, rest);
    }
}
