//! A plan under construction: what each person and place holds, what still fits, what it is worth.

use super::grid::Grid;
use super::instance::{Instance, Span};

/// Chosen candidates, with every count that a search asks for kept up to date. Whoever puts an item
/// sees to it that it fits.
pub(super) struct Draft<'g, 'i, 'a> {
    pub instance: &'i Instance<'a>,
    pub grid: &'g Grid,
    pub chosen: Vec<Option<usize>>,
    /// Items per cell.
    held: Vec<Vec<usize>>,
    /// Items per person.
    days: Vec<Vec<usize>>,
    meetings: Vec<u32>,
    /// Points of placed items and of their rooms.
    placed: i64,
}

impl<'g, 'i, 'a> Draft<'g, 'i, 'a> {
    pub fn new(instance: &'i Instance<'a>, grid: &'g Grid) -> Self {
        Self {
            instance,
            grid,
            chosen: vec![None; instance.items.len()],
            held: vec![Vec::new(); grid.cells.len()],
            days: vec![Vec::new(); instance.away.len()],
            meetings: vec![0; instance.away.len()],
            placed: 0,
        }
    }

    /// A draft with every chosen candidate in its place.
    pub fn of(instance: &'i Instance<'a>, grid: &'g Grid, chosen: &[Option<usize>]) -> Self {
        let mut draft = Self::new(instance, grid);
        for (item, candidate) in chosen.iter().enumerate() {
            if let Some(candidate) = *candidate {
                draft.put(item, candidate);
            }
        }
        draft
    }

    /// Points of placed items and of their rooms; talks heard are not in it.
    pub fn placed_points(&self) -> i64 {
        self.placed
    }

    /// The cell an item is in.
    pub fn cell_of(&self, item: usize) -> Option<usize> {
        self.chosen[item].map(|c| self.grid.cell(item, c))
    }

    /// What is in a cell.
    pub fn held(&self, cell: usize) -> &[usize] {
        &self.held[cell]
    }

    /// The items a person must be at.
    pub fn day_of(&self, person: usize) -> &[usize] {
        &self.days[person]
    }

    pub fn put(&mut self, item: usize, candidate: usize) {
        let instance = self.instance;
        let (it, c) = (&instance.items[item], &instance.items[item].candidates[candidate]);
        self.chosen[item] = Some(candidate);
        self.held[self.grid.cell(item, candidate)].push(item);
        for p in instance.attendees(item, c) {
            self.days[p].push(item);
            self.meetings[p] += u32::from(it.is_meeting);
        }
        self.placed += it.points + c.points;
    }

    /// Takes an item out; where it was.
    pub fn take(&mut self, item: usize) -> Option<usize> {
        let instance = self.instance;
        let candidate = self.chosen[item].take()?;
        let (it, c) = (&instance.items[item], &instance.items[item].candidates[candidate]);
        self.held[self.grid.cell(item, candidate)].retain(|&i| i != item);
        for p in instance.attendees(item, c) {
            self.days[p].retain(|&i| i != item);
            self.meetings[p] -= u32::from(it.is_meeting);
        }
        self.placed -= it.points + c.points;
        Some(candidate)
    }

    /// Whether the item, which is not placed, could go there now.
    pub fn fits(&self, item: usize, candidate: usize) -> bool {
        let c = &self.instance.items[item].candidates[candidate];
        self.place_is_free(self.grid.cell(item, candidate))
            && self
                .instance
                .attendees(item, c)
                .all(|p| self.person_is_free(p, item, candidate) && self.lunch_stays(p, &[c.span]))
            && self.in_order(item, c.span)
    }

    fn person_is_free(&self, person: usize, item: usize, candidate: usize) -> bool {
        let is_meeting = self.instance.items[item].is_meeting;
        (!is_meeting || self.under_cap(person))
            && self.is_apart(person, (self.grid.cell(item, candidate), is_meeting))
    }

    /// Whether the person may have one meeting more.
    pub fn under_cap(&self, person: usize) -> bool {
        self.instance.cap.is_none_or(|cap| self.meetings[person] < cap)
    }

    /// Whether nothing the person must be at is in the way.
    pub fn is_apart(&self, person: usize, cell: (usize, bool)) -> bool {
        self.days[person].iter().all(|&other| !self.clash(other, cell))
    }

    /// Whether a placed item keeps its people from a cell.
    pub fn clash(&self, item: usize, cell: (usize, bool)) -> bool {
        let is_meeting = self.instance.items[item].is_meeting;
        self.cell_of(item).is_some_and(|c| !self.grid.apart((c, is_meeting), cell))
    }

    /// Whether lunch still has room when a person also does `more`.
    pub fn lunch_stays(&self, person: usize, more: &[Span]) -> bool {
        self.instance.lunches.iter().all(|lunch| {
            let inside = |s: &Span| s.overlaps(lunch.window);
            if !more.iter().any(inside) {
                return true;
            }
            let spans = || {
                let held = self.days[person].iter().filter_map(|&i| self.cell_of(i));
                held.map(|c| self.grid.cells[c].span).chain(more.iter().copied()).filter(inside)
            };
            // Lunch moved forward as far as it goes starts with the window or as something ends.
            let mut starts = std::iter::once(lunch.window.start).chain(spans().map(|s| s.end));
            starts.any(|start| {
                let meal = Span { start, end: start + lunch.minutes };
                lunch.window.holds(meal) && spans().all(|s| !s.overlaps(meal))
            })
        })
    }

    /// Whether the place still has a unit for the whole span, and its room is not taken.
    pub fn place_is_free(&self, cell: usize) -> bool {
        let c = &self.grid.cells[cell];
        self.most_used(cell) < c.units && c.shuts.iter().all(|&other| self.held[other].is_empty())
    }

    /// The most items in the cell's place at any moment of its span.
    pub fn most_used(&self, cell: usize) -> usize {
        let cells = &self.grid.cells;
        let here = self.held[cell].len();
        if cells[cell].beside.iter().all(|&b| self.held[b].is_empty()) {
            return here;
        }
        let used: Vec<usize> =
            (cells[cell].beside.iter().copied()).filter(|&b| !self.held[b].is_empty()).collect();
        let at = |moment| {
            let running = used
                .iter()
                .filter(|&&b| cells[b].span.start <= moment && moment < cells[b].span.end);
            here + running.map(|&b| self.held[b].len()).sum::<usize>()
        };
        let start = cells[cell].span.start;
        used.iter().map(|&b| at(cells[b].span.start.max(start))).max().unwrap_or(0).max(at(start))
    }

    /// Whether sessions that must follow each other still would.
    pub fn in_order(&self, item: usize, span: Span) -> bool {
        let span_of = |i: usize| self.cell_of(i).map(|c| self.grid.cells[c].span);
        self.instance.precedence.iter().all(|&(earlier, later)| {
            if earlier == item {
                span_of(later).is_none_or(|l| span.end <= l.start)
            } else if later == item {
                span_of(earlier).is_none_or(|e| e.end <= span.start)
            } else {
                true
            }
        })
    }
}
