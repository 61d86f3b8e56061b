//! Every place and time that an item can have, as numbered cells with what excludes what.

use super::instance::{Candidate, Instance, Minute, Place, Span};
use std::collections::HashMap;

/// A place during a span.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub place: usize,
    pub span: Span,
    /// How many items it holds.
    pub units: usize,
    /// Other cells of the same place that share a moment with it.
    pub beside: Vec<usize>,
    /// Cells of other places that must be empty while it is used: a session takes its whole room,
    /// with the desks and tables in it.
    pub shuts: Vec<usize>,
}

/// The cells of an instance.
pub(super) struct Grid {
    pub cells: Vec<Cell>,
    /// Per item and candidate.
    cell_of: Vec<Vec<usize>>,
    places: usize,
    /// From place to place: time needed between two items, and between two meetings.
    gaps: Vec<[Minute; 2]>,
}

impl Grid {
    pub fn new(instance: &Instance) -> Self {
        let mut index: HashMap<(usize, Span), usize> = HashMap::new();
        let mut cells: Vec<Cell> = Vec::new();
        let mut cell = |c: &Candidate| {
            *index.entry((c.place, c.span)).or_insert_with(|| {
                let units = instance.places[c.place].units(c.span) as usize;
                let (beside, shuts) = (Vec::new(), Vec::new());
                cells.push(Cell { place: c.place, span: c.span, units, beside, shuts });
                cells.len() - 1
            })
        };
        let cell_of =
            instance.items.iter().map(|i| i.candidates.iter().map(&mut cell).collect()).collect();
        let places = instance.places.len();
        let gaps = (0..places * places)
            .map(|i| {
                let (a, b) = (i / places, i % places);
                [instance.gap((a, false), (b, false)), instance.gap((a, true), (b, true))]
            })
            .collect();
        let mut grid = Self { cells, cell_of, places, gaps };
        grid.note_exclusions(instance);
        grid
    }

    fn note_exclusions(&mut self, instance: &Instance) {
        let mut by_room: HashMap<usize, Vec<usize>> = HashMap::new();
        for (c, cell) in self.cells.iter().enumerate() {
            by_room.entry(instance.places[cell.place].room()).or_default().push(c);
        }
        let whole_room = |c: &Cell| matches!(instance.places[c.place], Place::Room { .. });
        for members in by_room.values() {
            for &a in members {
                for &b in members {
                    let (first, second) = (&self.cells[a], &self.cells[b]);
                    if a == b || !first.span.overlaps(second.span) {
                        continue;
                    }
                    if first.place == second.place {
                        self.cells[a].beside.push(b);
                    } else if whole_room(first) || whole_room(second) {
                        self.cells[a].shuts.push(b);
                    }
                }
            }
        }
    }

    pub fn cell(&self, item: usize, candidate: usize) -> usize {
        self.cell_of[item][candidate]
    }

    /// Whether one person can be in both cells; with each, whether it is a meeting.
    pub fn apart(&self, a: (usize, bool), b: (usize, bool)) -> bool {
        let (first, second) = (&self.cells[a.0], &self.cells[b.0]);
        let gap = self.gaps[first.place * self.places + second.place][usize::from(a.1 && b.1)];
        first.span.end + gap <= second.span.start || second.span.end + gap <= first.span.start
    }
}
