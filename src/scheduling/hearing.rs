//! What each person can hear of the talks they wished for, kept beside a draft.
//!
//! The same choice that the judge credits (`attendance.rs`), on dense numbers and for one person at
//! a time, so that a search can ask for it millions of times.

use super::draft::Draft;
use super::instance::{Instance, Span};
use std::cmp::Reverse;

/// Per person their wished talks, dearest first: `(points, item)`.
pub(super) struct Hearing {
    wishes: Vec<Vec<(i64, usize)>>,
    /// Per item, who wishes to hear it.
    wishers: Vec<Vec<usize>>,
}

impl Hearing {
    pub fn new(instance: &Instance) -> Self {
        let mut wishes = vec![Vec::new(); instance.away.len()];
        let mut wishers = vec![Vec::new(); instance.items.len()];
        for interest in &instance.interests {
            wishes[interest.person].push((interest.points, interest.item));
            wishers[interest.item].push(interest.person);
        }
        wishes.iter_mut().for_each(|w| w.sort_by_key(|&(points, item)| (-points, item)));
        Self { wishes, wishers }
    }

    pub fn wishers(&self, item: usize) -> &[usize] {
        &self.wishers[item]
    }

    /// Points of the dearest talks that fit around what the person must be at. Exponential in the
    /// wishes of one person where these clash with each other, else linear.
    pub fn points(&self, draft: &Draft, person: usize) -> i64 {
        let away = &draft.instance.away[person];
        let open: Vec<(i64, usize)> = self.wishes[person]
            .iter()
            .filter_map(|&(points, item)| Some((points, draft.cell_of(item)?)))
            .filter(|&(_, cell)| {
                let span = draft.grid.cells[cell].span;
                !away.iter().any(|a| a.overlaps(span)) && draft.is_apart(person, (cell, false))
            })
            .collect();
        let mut choice = Choice { draft, person, open: &open, taken: Vec::new(), best: 0 };
        choice.extend(0, 0);
        choice.best
    }

    /// Points won by putting an item where it fits, talks missed for it taken off.
    pub fn gain(&self, draft: &mut Draft, item: usize, candidate: usize) -> i64 {
        let instance = draft.instance;
        let c = &instance.items[item].candidates[candidate];
        let heard = |draft: &Draft| -> i64 {
            instance.attendees(item, c).map(|p| self.points(draft, p)).sum()
        };
        let before = heard(draft);
        draft.put(item, candidate);
        let after = heard(draft);
        draft.take(item);
        instance.items[item].points + c.points + after - before
    }
}

impl Hearing {
    /// Puts an item where it fits and wins most; leaves it out where it wins nothing.
    pub fn put_best(&self, draft: &mut Draft, item: usize) {
        let count = draft.instance.items[item].candidates.len();
        let free: Vec<usize> = (0..count).filter(|&c| draft.fits(item, c)).collect();
        let best = (free.into_iter()).map(|c| (self.gain(draft, item, c), Reverse(c))).max();
        if let Some((gain, Reverse(c))) = best
            && gain > 0
        {
            draft.put(item, c);
        }
    }
}

struct Choice<'d, 'g, 'i, 'a> {
    draft: &'d Draft<'g, 'i, 'a>,
    person: usize,
    /// `(points, cell)`, dearest first.
    open: &'d [(i64, usize)],
    taken: Vec<usize>,
    best: i64,
}

impl Choice<'_, '_, '_, '_> {
    fn extend(&mut self, next: usize, points: i64) {
        if points > self.best {
            let cells = &self.draft.grid.cells;
            let spans: Vec<Span> = self.taken.iter().map(|&c| cells[c].span).collect();
            if self.draft.lunch_stays(self.person, &spans) {
                self.best = points;
            }
        }
        let left: i64 = self.open[next..].iter().map(|o| o.0).sum();
        if left == 0 || points + left <= self.best {
            return;
        }
        let (worth, cell) = self.open[next];
        let grid = self.draft.grid;
        if self.taken.iter().all(|&t| grid.apart((t, false), (cell, false))) {
            self.taken.push(cell);
            self.extend(next + 1, points + worth);
            self.taken.pop();
        }
        self.extend(next + 1, points);
    }
}
