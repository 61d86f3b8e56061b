//! Who hears what: the dearest of the talks a person wished for in each band.

use super::people::{At, Doing};
use super::{Occupied, Program};
use crate::scheduling::instance::{Minute, Span};
use crate::solver::{Sum, Variable};

/// A variable that says a person hears an item at one of its candidates.
pub(super) struct Exactly {
    pub person: usize,
    pub item: usize,
    pub candidate: usize,
    pub variable: Variable,
}

/// A variable that says a person hears one of `items` in the band that starts at `start`.
pub(super) struct Heard {
    pub person: usize,
    pub start: Minute,
    pub items: Vec<usize>,
    pub variable: Variable,
    /// Points of this step.
    pub points: i64,
}

impl Program<'_, '_> {
    pub(super) fn hear_talks(&mut self, doings: &mut [Vec<Doing>]) {
        let mut wishes: Vec<Vec<(i64, usize)>> = vec![Vec::new(); doings.len()];
        for interest in &self.instance.interests {
            if self.x[interest.item].is_empty() {
                continue;
            }
            wishes[interest.person].push((interest.points, interest.item));
        }
        for (person, mut wishes) in wishes.into_iter().enumerate() {
            wishes.sort_by_key(|&(points, item)| (-points, item));
            let mut starts: Vec<Minute> = wishes
                .iter()
                .flat_map(|&(_, i)| self.instance.items[i].candidates.iter().map(|c| c.span.start))
                .collect();
            starts.sort_unstable();
            starts.dedup();
            for start in starts {
                self.hear_at(person, start, &wishes, &mut doings[person]);
            }
        }
    }

    fn hear_at(
        &mut self,
        person: usize,
        start: Minute,
        wishes: &[(i64, usize)],
        doings: &mut Vec<Doing>,
    ) {
        let instance = self.instance;
        let spans = |item: usize| {
            instance.items[item].candidates.iter().filter(move |c| c.span.start == start)
        };
        let here: Vec<(i64, usize)> =
            wishes.iter().copied().filter(|&(_, item)| spans(item).next().is_some()).collect();
        // The shortest of the wished talks, so that nothing possible is forbidden.
        let end = here.iter().flat_map(|&(_, i)| spans(i)).map(|c| c.span.end).min();
        let Some(end) = end else { return };
        let span = Span { start, end };
        if instance.away[person].iter().any(|a| a.overlaps(span)) {
            return;
        }
        let exactly = self.hear_exactly(person, start, &here, doings);
        let mut levels = Vec::new();
        for l in 0..here.len() {
            let step = here[l].0 - here.get(l + 1).map_or(0, |next| next.0);
            if step == 0 && l + 1 < here.len() {
                continue;
            }
            let items: Vec<usize> = here[..=l].iter().map(|w| w.1).collect();
            let y = self.model.continuous(1.0, step as f64);
            let event = self.event(start, &items);
            self.model.at_most(Sum::from(y) - event, 0.0);
            if let Some(exactly) = &exactly {
                let any: Sum =
                    exactly.iter().filter(|e| items.contains(&e.0)).map(|e| e.1).collect();
                self.model.at_most(Sum::from(y) - any, 0.0);
            }
            self.heard.push(Heard { person, start, items, variable: y, points: step });
            levels.push(y);
        }
        if let Some((&top, lower)) = levels.split_last() {
            for &y in lower {
                self.model.at_most(Sum::from(y) - Sum::from(top), 0.0);
            }
            if exactly.is_none() {
                let rooms = here.iter().flat_map(|&(_, i)| spans(i)).map(|c| c.place).collect();
                let at = self.stage(rooms);
                doings.push(Doing { variable: top, span, at });
            }
        }
    }

    /// For an exact person: a variable per wished item and candidate at `start`.
    fn hear_exactly(
        &mut self,
        person: usize,
        start: Minute,
        here: &[(i64, usize)],
        doings: &mut Vec<Doing>,
    ) -> Option<Vec<(usize, Variable)>> {
        if !self.exact.contains(&person) {
            return None;
        }
        let mut exactly = Vec::new();
        for &(_, item) in here {
            for (candidate, c) in self.instance.items[item].candidates.iter().enumerate() {
                let away = self.instance.away[person].iter().any(|a| a.overlaps(c.span));
                if c.span.start == start && !away {
                    let variable = self.model.binary(0.0);
                    let placed = Sum::from(self.x[item][candidate]);
                    self.model.at_most(Sum::from(variable) - placed, 0.0);
                    doings.push(Doing { variable, span: c.span, at: At::Place(c.place, false) });
                    self.exactly.push(Exactly { person, item, candidate, variable });
                    exactly.push((item, variable));
                }
            }
        }
        Some(exactly)
    }

    pub(super) fn occupy(&mut self, occupied: &[Occupied], doings: &mut [Vec<Doing>]) {
        for o in occupied {
            let least = if o.speaks { o.share } else { 0.0 };
            let variable = self.model.between(least, o.share, o.points as f64);
            let rooms = (self.instance.items.iter().filter(|i| i.moves()))
                .flat_map(|i| &i.candidates)
                .filter(|c| c.span.start == o.span.start)
                .map(|c| c.place)
                .collect();
            let at = self.stage(rooms);
            doings[o.person].push(Doing { variable, span: o.span, at });
            self.occupied.push(variable);
        }
    }

    fn stage(&mut self, mut rooms: Vec<usize>) -> At {
        rooms.sort_unstable();
        rooms.dedup();
        let known = self.stages.iter().position(|s| *s == rooms);
        At::Stage(known.unwrap_or_else(|| {
            self.stages.push(rooms);
            self.stages.len() - 1
        }))
    }
}
