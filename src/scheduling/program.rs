//! The linear program of a day.
//!
//! **Sets.** items i, their candidates c (a place and a span); people p; bands k; movable sessions
//! t; sets B of sessions that can run side by side in a band.
//!
//! **Variables.** `x[i,c]` ∈ {0,1}: item i is placed by c · `z[k,B]` ≥ 0: exactly the sessions B run
//! in band k · `e[k,W]` ≤ 1: one of the sessions W runs in band k · `y[p,k,l]` ≤ 1: p hears one of
//! their l dearest wished talks in band k · `h[p,d,s]`: p's lunch on day d starts at s.
//!
//! **Objective.** Points of placed items + points of heard talks − seats missing.
//!
//! **Rows.** once: Σ_c x\[i,c\] ≤ 1, = 1 for sessions · place: Σ of items at a place at a moment ≤ its
//! units · person: Σ of obligations, heard talks and lunch of a person at a moment ≤ 1 · walking:
//! for a place and a moment, what p does there + what p has just left elsewhere ≤ 1 · cap: Σ of a
//! person's meetings ≤ cap · precedence: t may have started by k only if its predecessor ended ·
//! sets: Σ_B z\[k,B\] = 1 and Σ_{B∋t} z\[k,B\] = Σ_room x\[t,(room,k)\].
//!
//! **Why the sets.** Without them a fraction of each talk in each band lets everyone hear everything
//! and the bound says nothing. With `e[k,W] ≤ Σ_{B∩W≠∅} z[k,B]` the clash of parallel talks is exact
//! for whole z, and z is whole whenever x is: only sets inside {t : x\[t,k\] = 1} can be positive, and
//! each such t needs all of them.
//!
//! **Talks heard in steps.** With a person's wishes sorted w1 ≥ w2 ≥ …, hearing one of a set is worth
//! Σ_l (w_l − w_{l+1}) · \[one of the l dearest is heard\], so `y` needs no choice between talks.
//!
//! **Left out at first**, so that the bound stays a bound: of walks to and from talks heard by choice
//! what depends on the talk's room, and of their length what depends on the talk. Where the judge finds that a person cannot hear
//! what the program promised, the program is made again with that person `exact`: `a[p,t,c]` ∈ {0,1}
//! says p hears t at c, is an obligation like any other, and y is at most the sum of its a.

use super::instance::{Candidate, Instance, Minute, Span};
use crate::solver::{Model, Sum, Variable};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Above this many sets the bands go without them (and the bound is weaker).
const MAX_SETS: usize = 20_000;

/// What counts in the objective.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Goal<'g> {
    /// Everything the judge counts.
    Value,
    /// As many sessions held as possible; optional items are left out.
    SessionsHeld,
    /// Items stay placed, as few people as possible notice, as few items as possible move, in this
    /// order. Per item, the candidate it had: outer `None` for an item that was not placed (it is
    /// left out), inner `None` for one whose place is no longer offered.
    FewestChanges(&'g [Option<Option<usize>>]),
    /// Everything but the sessions that can move: of them only the time they take from people.
    Around(&'g [Occupied]),
}

/// A span in which a person hears or gives one of the sessions that can move.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Occupied {
    pub person: usize,
    pub span: Span,
    /// Points for hearing the dearest of them.
    pub points: i64,
    /// The person gives one: there is no choice.
    pub speaks: bool,
    /// How much of the time, 0–1: less than 1 where several arrangements are mixed.
    pub share: f64,
}

/// Weights that put dropped items before affected people before moved items.
pub(super) struct ChangeWeights {
    /// For an item that stays placed; one less where it moved.
    pub kept: i64,
    /// For a person who notices nothing.
    pub affected: i64,
}

impl ChangeWeights {
    pub fn of(instance: &Instance) -> Self {
        let affected = instance.items.len() as i64 + 1;
        let kept = affected * (instance.away.len() as i64 + 1) + 1;
        Self { kept, affected }
    }
}

pub(super) struct Program<'i, 'a> {
    pub instance: &'i Instance<'a>,
    pub model: Model,
    /// Per item and candidate; empty for items left out.
    pub x: Vec<Vec<Variable>>,
    lunches: Vec<Lunch>,
    sets: Vec<BandSets>,
    events: HashMap<(usize, Vec<usize>), Variable>,
    heard: Vec<Heard>,
    exact: BTreeSet<usize>,
    exactly: Vec<Exactly>,
    /// Sets of rooms in which a person may hear something.
    stages: Vec<Vec<usize>>,
    /// One per entry of `Goal::Around`.
    pub occupied: Vec<Variable>,
}

/// What may happen in one room.
#[derive(Default)]
struct InRoom {
    sessions: Vec<(Span, Variable)>,
    /// At its desks and tables: `(place, span, variable)`.
    others: Vec<(usize, Span, Variable)>,
}

/// A variable that says a person hears an item at one of its candidates.
struct Exactly {
    person: usize,
    item: usize,
    candidate: usize,
    variable: Variable,
}

struct Lunch {
    person: usize,
    starts: Vec<(Span, Variable)>,
}

struct BandSets {
    start: Minute,
    movable: Vec<usize>,
    sets: Vec<(Vec<usize>, Variable)>,
}

/// A variable that says a person hears one of `items` in the band that starts at `start`.
struct Heard {
    person: usize,
    start: Minute,
    items: Vec<usize>,
    variable: Variable,
    /// Points of this step.
    points: i64,
}

/// Something a person does: in one place for a span.
#[derive(Clone, Copy)]
struct Doing {
    variable: Variable,
    span: Span,
    at: At,
}

/// Where a person does something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum At {
    /// At a place; whether it is a meeting.
    Place(usize, bool),
    /// Hearing a talk in one of the rooms of `Program::stages`, which one is open: only the walk
    /// that is needed from all of them counts.
    Stage(usize),
}

impl<'i, 'a> Program<'i, 'a> {
    /// `exact`: people for whom walks and lunch around heard talks are counted too.
    pub fn new(instance: &'i Instance<'a>, goal: Goal<'_>, exact: &BTreeSet<usize>) -> Self {
        let mut program = Self {
            instance,
            model: Model::new(),
            x: Vec::with_capacity(instance.items.len()),
            lunches: Vec::new(),
            sets: Vec::new(),
            events: HashMap::new(),
            heard: Vec::new(),
            exact: exact.clone(),
            exactly: Vec::new(),
            stages: Vec::new(),
            occupied: Vec::new(),
        };
        program.place_items(goal);
        let mut doings = program.obligations();
        match goal {
            Goal::Value => {
                program.side_by_side();
                program.hear_talks(&mut doings);
            }
            Goal::Around(occupied) => {
                program.hear_talks(&mut doings);
                program.occupy(occupied, &mut doings);
            }
            Goal::SessionsHeld | Goal::FewestChanges(_) => {}
        }
        program.keep_lunch(&doings);
        program.one_thing_at_a_time(&doings);
        program.one_item_a_place();
        program.caps();
        program.precedence();
        program
    }

    fn place_items(&mut self, goal: Goal) {
        let changes = ChangeWeights::of(self.instance);
        for (i, item) in self.instance.items.iter().enumerate() {
            let left_out = match goal {
                Goal::Value => false,
                Goal::SessionsHeld => !item.must,
                Goal::FewestChanges(before) => before[i].is_none() && !item.must,
                Goal::Around(_) => item.moves(),
            };
            if left_out {
                self.x.push(Vec::new());
                continue;
            }
            let variables: Vec<Variable> = item
                .candidates
                .iter()
                .enumerate()
                .map(|(c, candidate)| {
                    let points = match goal {
                        Goal::Value | Goal::Around(_) => item.points + candidate.points,
                        Goal::SessionsHeld => 1,
                        Goal::FewestChanges(before) if before[i] == Some(Some(c)) => changes.kept,
                        Goal::FewestChanges(_) => changes.kept - 1,
                    };
                    self.model.binary(points as f64)
                })
                .collect();
            let once: Sum = variables.iter().copied().collect();
            if item.must && goal != Goal::SessionsHeld {
                self.model.equal(once, 1.0);
            } else if variables.len() > 1 {
                self.model.at_most(once, 1.0);
            }
            self.x.push(variables);
        }
        if let Goal::FewestChanges(before) = goal {
            self.notice_changes(before, changes.affected);
        }
    }

    /// A person notices when an item of theirs is not where it was.
    fn notice_changes(&mut self, before: &[Option<Option<usize>>], affected: i64) {
        let mut stays: BTreeMap<usize, Vec<Option<Variable>>> = BTreeMap::new();
        for (i, had) in before.iter().enumerate() {
            let Some(had) = had else { continue };
            for &p in &self.instance.items[i].people {
                stays.entry(p).or_default().push(had.map(|c| self.x[i][c]));
            }
        }
        for (_, items) in stays {
            let unaffected = self.model.binary(affected as f64);
            for x in items {
                match x {
                    Some(x) => self.model.at_most(Sum::from(unaffected) - Sum::from(x), 0.0),
                    None => self.model.at_most(Sum::from(unaffected), 0.0),
                }
            }
        }
    }

    fn placed(&self) -> impl Iterator<Item = (usize, &Candidate, Variable)> {
        self.x.iter().enumerate().flat_map(move |(i, variables)| {
            self.instance.items[i].candidates.iter().zip(variables).map(move |(c, &v)| (i, c, v))
        })
    }

    fn obligations(&self) -> Vec<Vec<Doing>> {
        let mut doings = vec![Vec::new(); self.instance.away.len()];
        for (i, c, variable) in self.placed() {
            let at = At::Place(c.place, self.instance.items[i].is_meeting);
            for p in self.instance.attendees(i, c) {
                doings[p].push(Doing { variable, span: c.span, at });
            }
        }
        doings
    }

    /// Sessions that have more than one start to choose from, by start.
    fn movable(&self) -> BTreeMap<Minute, Vec<usize>> {
        let mut bands: BTreeMap<Minute, Vec<usize>> = BTreeMap::new();
        for (i, item) in self.instance.items.iter().enumerate().filter(|(_, item)| item.moves()) {
            for c in &item.candidates {
                let band = bands.entry(c.span.start).or_default();
                if band.last() != Some(&i) {
                    band.push(i);
                }
            }
        }
        bands
    }

    fn at(&self, item: usize, start: Minute) -> Sum {
        let candidates = &self.instance.items[item].candidates;
        self.x[item]
            .iter()
            .zip(candidates)
            .filter(|(_, c)| c.span.start == start)
            .map(|(&v, _)| v)
            .collect()
    }

    /// The sets of sessions that can share a band.
    fn side_by_side(&mut self) {
        let bands = self.movable();
        let rooms: Vec<usize> = bands
            .iter()
            .map(|(&start, items)| {
                let mut rooms: Vec<usize> = items
                    .iter()
                    .flat_map(|&i| &self.instance.items[i].candidates)
                    .filter(|c| c.span.start == start)
                    .map(|c| c.place)
                    .collect();
                rooms.sort_unstable();
                rooms.dedup();
                rooms.len()
            })
            .collect();
        let mut all: Vec<usize> = bands.values().flatten().copied().collect();
        all.sort_unstable();
        all.dedup();
        let seats: usize = rooms.iter().sum();
        let mut found = Vec::new();
        let mut count = 0;
        for ((&start, items), &most) in bands.iter().zip(&rooms) {
            // What the other bands cannot hold must be held here.
            let least = all.len().saturating_sub(seats - most);
            let mut sets = Vec::new();
            self.subsets(items, most, &mut Vec::new(), 0, &mut |set| {
                if set.len() >= least {
                    sets.push(set.to_vec());
                }
                sets.len() + count <= MAX_SETS
            });
            count += sets.len();
            if count > MAX_SETS {
                return;
            }
            found.push((start, sets));
        }
        for (start, sets) in found {
            let sets: Vec<(Vec<usize>, Variable)> =
                sets.into_iter().map(|set| (set, self.model.continuous(1.0, 0.0))).collect();
            self.model.equal(sets.iter().map(|s| s.1).collect(), 1.0);
            for &item in &bands[&start] {
                let mut row = self.at(item, start);
                for (set, z) in &sets {
                    if set.contains(&item) {
                        row.add(-1.0, *z);
                    }
                }
                self.model.equal(row, 0.0);
            }
            self.sets.push(BandSets { start, movable: bands[&start].clone(), sets });
        }
    }

    /// Calls `keep` with every set of at most `most` items that share no speaker, until it says no.
    fn subsets(
        &self,
        items: &[usize],
        most: usize,
        set: &mut Vec<usize>,
        next: usize,
        keep: &mut impl FnMut(&[usize]) -> bool,
    ) -> bool {
        if !keep(set) {
            return false;
        }
        if set.len() == most {
            return true;
        }
        for (i, &item) in items.iter().enumerate().skip(next) {
            let people = &self.instance.items[item].people;
            let shares = set
                .iter()
                .any(|&s| self.instance.items[s].people.iter().any(|p| people.contains(p)));
            if !shares {
                set.push(item);
                let go_on = self.subsets(items, most, set, i + 1, keep);
                set.pop();
                if !go_on {
                    return false;
                }
            }
        }
        true
    }

    /// The variable that says one of `items` starts at `start`.
    fn event(&mut self, start: Minute, items: &[usize]) -> Sum {
        if let [item] = items {
            return self.at(*item, start);
        }
        let mut key = items.to_vec();
        key.sort_unstable();
        let band = self.sets.iter().position(|b| b.start == start);
        let key = (start as usize, key);
        if let Some(&v) = self.events.get(&key) {
            return v.into();
        }
        let e = self.model.continuous(1.0, 0.0);
        let mut row = Sum::from(e);
        match band {
            Some(band) => {
                let band = &self.sets[band];
                for (set, z) in &band.sets {
                    if set.iter().any(|t| key.1.contains(t)) {
                        row.add(-1.0, *z);
                    }
                }
                // Sessions that cannot move are in no set.
                for &item in items.iter().filter(|i| !band.movable.contains(i)) {
                    row.add_sum(-1.0, &self.at(item, start));
                }
            }
            None => {
                for &item in items {
                    row.add_sum(-1.0, &self.at(item, start));
                }
            }
        }
        self.model.at_most(row, 0.0);
        self.events.insert(key, e);
        e.into()
    }

    fn hear_talks(&mut self, doings: &mut [Vec<Doing>]) {
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

    fn occupy(&mut self, occupied: &[Occupied], doings: &mut [Vec<Doing>]) {
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

    /// The least time needed between two doings, whichever rooms they turn out to be in.
    fn gap(&self, a: At, b: At) -> Minute {
        let rooms = |at| match at {
            At::Place(place, is_meeting) => vec![(place, is_meeting)],
            At::Stage(s) => self.stages[s].iter().map(|&room| (room, false)).collect(),
        };
        let from = rooms(a);
        let pairs = rooms(b).into_iter().flat_map(|b| from.iter().map(move |&a| (a, b)));
        pairs.map(|(a, b)| self.instance.gap(a, b)).min().unwrap_or(0)
    }

    fn keep_lunch(&mut self, doings: &[Vec<Doing>]) {
        for (person, doings) in doings.iter().enumerate() {
            for lunch in &self.instance.lunches {
                let inside: Vec<Span> = doings
                    .iter()
                    .filter(|d| d.span.overlaps(lunch.window))
                    .map(|d| d.span)
                    .collect();
                if inside.is_empty() {
                    continue;
                }
                // Lunch moved forward as far as it goes starts with the window or as something ends.
                let mut starts: Vec<Minute> = inside.iter().map(|s| s.end).collect();
                starts.push(lunch.window.start);
                starts.sort_unstable();
                starts.dedup();
                let starts: Vec<(Span, Variable)> = starts
                    .into_iter()
                    .map(|start| Span { start, end: start + lunch.minutes })
                    .filter(|s| lunch.window.holds(*s))
                    .map(|span| (span, self.model.continuous(1.0, 0.0)))
                    .collect();
                self.model.equal(starts.iter().map(|s| s.1).collect(), 1.0);
                self.lunches.push(Lunch { person, starts });
            }
        }
    }

    /// One row per person and moment at which something starts.
    fn one_thing_at_a_time(&mut self, doings: &[Vec<Doing>]) {
        for (person, doings) in doings.iter().enumerate() {
            let mut rows: Vec<Vec<Variable>> = Vec::new();
            let starts = starts_of(doings.iter().map(|d| d.span));
            // Lunch is one of the things a person does; only it needs no walk.
            let lunches = self.lunches.iter().filter(|l| l.person == person);
            let taken: Vec<(Span, Variable)> = (doings.iter().map(|d| (d.span, d.variable)))
                .chain(lunches.flat_map(|l| l.starts.iter().copied()))
                .collect();
            for t in starts_of(taken.iter().map(|d| d.0)) {
                let at = taken.iter().filter(|d| d.0.start <= t && t < d.0.end);
                rows.push(at.map(|d| d.1).collect());
            }
            self.leave_time_to_walk(doings, &starts, &mut rows);
            for row in largest(rows) {
                self.model.at_most(row.into_iter().collect(), 1.0);
            }
        }
    }

    /// For place `b` and moment `t`: what runs there at `t`, and what ended elsewhere less than the
    /// walk ago. Any two of those clash when everything lasts at least as long as the longest walk:
    /// the ones that ended both ran one walk before `t`. Shorter items get a row per pair.
    fn leave_time_to_walk(
        &self,
        doings: &[Doing],
        starts: &[Minute],
        rows: &mut Vec<Vec<Variable>>,
    ) {
        let mut places: Vec<At> = doings.iter().map(|d| d.at).collect();
        places.sort_unstable();
        places.dedup();
        // From place to place, by index: this is looked up for every doing, place and moment.
        let gaps: Vec<Vec<Minute>> =
            places.iter().map(|&a| places.iter().map(|&b| self.gap(a, b)).collect()).collect();
        let longest = gaps.iter().flatten().copied().max().unwrap_or(0);
        if longest == 0 {
            return;
        }
        let placed: Vec<(Doing, usize)> = doings
            .iter()
            .map(|d| (*d, places.iter().position(|p| *p == d.at).unwrap_or_default()))
            .collect();
        let shortest = placed.iter().map(|(d, _)| d.span.end - d.span.start).min().unwrap_or(0);
        if shortest >= longest {
            for &t in starts {
                let just_left: Vec<&(Doing, usize)> = placed
                    .iter()
                    .filter(|(d, _)| d.span.end <= t && t < d.span.end + longest)
                    .collect();
                let running: Vec<&(Doing, usize)> =
                    placed.iter().filter(|(d, _)| d.span.start <= t && t < d.span.end).collect();
                for (b, _) in places.iter().enumerate() {
                    let left = just_left.iter().filter(|(d, a)| t < d.span.end + gaps[*a][b]);
                    let left: Vec<Variable> = left.map(|(d, _)| d.variable).collect();
                    let there = running.iter().filter(|(_, at)| *at == b);
                    let mut row: Vec<Variable> = there.map(|(d, _)| d.variable).collect();
                    if !left.is_empty() && !row.is_empty() {
                        row.extend(left);
                        rows.push(row);
                    }
                }
            }
        } else {
            for (a, at_a) in &placed {
                for (b, at_b) in &placed {
                    let pause = b.span.start - a.span.end;
                    if pause >= 0 && pause < gaps[*at_a][*at_b] {
                        rows.push(vec![a.variable, b.variable]);
                    }
                }
            }
        }
    }

    fn one_item_a_place(&mut self) {
        let mut places: BTreeMap<usize, Vec<(Span, Variable)>> = BTreeMap::new();
        // A session takes its whole room: every desk and table in it.
        let mut rooms: BTreeMap<usize, InRoom> = BTreeMap::new();
        for (_, c, v) in self.placed() {
            places.entry(c.place).or_default().push((c.span, v));
            let place = &self.instance.places[c.place];
            let room = rooms.entry(place.room()).or_default();
            match place {
                super::instance::Place::Room { .. } => room.sessions.push((c.span, v)),
                _ => room.others.push((c.place, c.span, v)),
            }
        }
        let mut rows = Vec::new();
        for (place, uses) in &places {
            for t in starts_of(uses.iter().map(|u| u.0)) {
                let at: Vec<&(Span, Variable)> =
                    uses.iter().filter(|u| u.0.start <= t && t < u.0.end).collect();
                let units =
                    at.iter().map(|u| self.instance.places[*place].units(u.0)).max().unwrap_or(0)
                        as usize;
                if at.len() > units {
                    rows.push((at.iter().map(|u| u.1).collect::<Sum>(), units as f64));
                }
            }
        }
        for InRoom { sessions, others } in rooms.values() {
            for &(place, span, v) in others {
                let units = f64::from(self.instance.places[place].units(span));
                for t in starts_of(
                    sessions.iter().map(|s| s.0).chain([span]).filter(|s| s.overlaps(span)),
                ) {
                    let inside: Vec<Variable> = sessions
                        .iter()
                        .filter(|s| s.0.start <= t && t < s.0.end && s.0.overlaps(span))
                        .map(|s| s.1)
                        .collect();
                    if !inside.is_empty() && units > 0.0 {
                        rows.push((inside.iter().copied().chain([v]).collect::<Sum>(), 1.0));
                    }
                }
            }
        }
        for (row, units) in rows {
            self.model.at_most(row, units);
        }
    }

    fn caps(&mut self) {
        let Some(cap) = self.instance.cap else { return };
        let mut meetings: Vec<Sum> = vec![Sum::default(); self.instance.away.len()];
        let mut counts = vec![0; meetings.len()];
        for (i, variables) in self.x.iter().enumerate() {
            let item = &self.instance.items[i];
            if item.is_meeting && !variables.is_empty() {
                for &p in &item.people {
                    counts[p] += 1;
                    for v in variables {
                        meetings[p].add(1.0, *v);
                    }
                }
            }
        }
        for (row, count) in meetings.into_iter().zip(counts) {
            if count > cap {
                self.model.at_most(row, f64::from(cap));
            }
        }
    }

    fn precedence(&mut self) {
        for &(earlier, later) in &self.instance.precedence {
            let items = &self.instance.items;
            for t in starts_of(items[later].candidates.iter().map(|c| c.span)) {
                // Once `later` has started at or before t, `earlier` has ended by t.
                let mut row = Sum::default();
                for (c, v) in items[later].candidates.iter().zip(&self.x[later]) {
                    if c.span.start <= t {
                        row.add(1.0, *v);
                    }
                }
                for (c, v) in items[earlier].candidates.iter().zip(&self.x[earlier]) {
                    if c.span.end <= t {
                        row.add(-1.0, *v);
                    }
                }
                self.model.at_most(row, 0.0);
            }
        }
    }

    /// Points of heard talks by person, as the program sees them.
    pub fn heard_points(&self) -> HeardPoints {
        HeardPoints(self.heard.iter().map(|h| (h.person, h.variable, h.points)).collect())
    }

    /// A value for every variable from chosen candidates and who hears what
    /// (person, item), to start the solver from.
    pub fn values_of(
        &self,
        chosen: &[Option<usize>],
        attended: &BTreeSet<(usize, usize)>,
    ) -> Vec<f64> {
        let mut values = vec![0.0; self.model.columns()];
        let mut start_of: Vec<Option<Minute>> = vec![None; chosen.len()];
        for (i, c) in chosen.iter().enumerate() {
            if let (Some(c), false) = (*c, self.x[i].is_empty()) {
                values[self.x[i][c].index()] = 1.0;
                start_of[i] = Some(self.instance.items[i].candidates[c].span.start);
            }
        }
        for band in &self.sets {
            for (set, z) in &band.sets {
                let here = band.movable.iter().filter(|&&i| start_of[i] == Some(band.start));
                if here.eq(set) {
                    values[z.index()] = 1.0;
                }
            }
        }
        for ((start, items), e) in &self.events {
            if items.iter().any(|&i| start_of[i] == Some(*start as Minute)) {
                values[e.index()] = 1.0;
            }
        }
        let mut busy: Vec<Vec<Span>> = vec![Vec::new(); self.instance.away.len()];
        for (i, c) in chosen.iter().enumerate() {
            if let Some(c) = c.map(|c| self.instance.items[i].candidates[c]) {
                for p in self.instance.attendees(i, &c) {
                    busy[p].push(c.span);
                }
            }
        }
        for lunch in &self.lunches {
            let free = lunch
                .starts
                .iter()
                .find(|(span, _)| !busy[lunch.person].iter().any(|b| b.overlaps(*span)));
            if let Some((_, h)) = free {
                values[h.index()] = 1.0;
            }
        }
        for heard in &self.heard {
            let hears = heard.items.iter().any(|&i| {
                start_of[i] == Some(heard.start) && attended.contains(&(heard.person, i))
            });
            if hears {
                values[heard.variable.index()] = 1.0;
            }
        }
        for e in &self.exactly {
            if chosen[e.item] == Some(e.candidate) && attended.contains(&(e.person, e.item)) {
                values[e.variable.index()] = 1.0;
            }
        }
        values
    }
}

/// The rows of more than one variable that no other row contains: they say all that the others say.
fn largest(mut rows: Vec<Vec<Variable>>) -> Vec<Vec<Variable>> {
    rows.iter_mut().for_each(|row| row.sort_unstable());
    rows.retain(|row| row.len() > 1);
    rows.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    rows.dedup();
    let mut kept: Vec<Vec<Variable>> = Vec::new();
    for row in rows {
        let within = |larger: &Vec<Variable>| row.iter().all(|v| larger.binary_search(v).is_ok());
        if !kept.iter().any(within) {
            kept.push(row);
        }
    }
    kept
}

/// Reads the points of heard talks out of a solution.
pub(super) struct HeardPoints(Vec<(usize, Variable, i64)>);

impl HeardPoints {
    /// Per person.
    pub fn read(&self, people: usize, values: &[f64]) -> Vec<i64> {
        let mut points = vec![0.0; people];
        for &(person, variable, step) in &self.0 {
            points[person] += values.get(variable.index()).copied().unwrap_or(0.0) * step as f64;
        }
        points.into_iter().map(|p: f64| p.round() as i64).collect()
    }
}

/// The chosen candidate of each item, from the values of its variables.
pub(super) fn chosen(x: &[Vec<Variable>], values: &[f64]) -> Vec<Option<usize>> {
    x.iter()
        .map(|variables| {
            variables.iter().position(|&v| values.get(v.index()).is_some_and(|&v| v > 0.5))
        })
        .collect()
}

fn starts_of(spans: impl Iterator<Item = Span>) -> Vec<Minute> {
    let mut starts: Vec<Minute> = spans.map(|s| s.start).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}
