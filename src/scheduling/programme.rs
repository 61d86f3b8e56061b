//! Which sessions share which band: every arrangement of the sessions that can move, as data.
//!
//! Made for days whose movable sessions are few enough to look at every set of them that can run
//! side by side; other days are planned without it.

use super::instance::{Candidate, Instance, Minute, Next, Span};
use super::program::Occupied;
use std::collections::BTreeMap;
use std::num::NonZeroU16;

/// Sessions are bits of a mask, so that all states of a day can be listed: at most 16.
const MAX_SESSIONS: usize = 16;
/// All bands together.
const MAX_SETS: usize = 5_000;

/// A set of sessions for one band.
#[derive(Debug, Clone)]
pub(super) struct Parallel {
    pub mask: u32,
    /// `(session, candidate)`: in rooms that cost the fewest missing seats.
    pub placed: Vec<(usize, usize)>,
    /// Points of the rooms: zero or less.
    pub seats: i64,
    /// Bit of every session that must have ended before.
    after: u32,
    /// Who is taken up by it, and what hearing it is worth to them.
    pub occupied: Vec<Occupied>,
}

#[derive(Debug, Clone)]
pub(super) struct Band {
    pub start: Minute,
    pub sets: Vec<Parallel>,
}

/// All that can be chosen of a day's programme.
pub(super) struct Programme<'i, 'a> {
    pub instance: &'i Instance<'a>,
    /// Items of the sessions that can move; their place in the list is their bit.
    pub sessions: Vec<usize>,
    pub bands: Vec<Band>,
    /// Per session, who wishes to hear it: `(person, points)`.
    wishes: Vec<Vec<(usize, i64)>>,
    /// Per person, what can be at one place and time only and needs them.
    duties: Vec<Vec<Candidate>>,
    /// Per band, the sets that can follow what the bands before hold, as far as the bands after are
    /// large enough for the rest.
    steps: Vec<Vec<Step>>,
}

/// The sessions held before a band, and one of its sets: there may be millions.
#[derive(Clone, Copy)]
struct Step {
    before: u16,
    set: u16,
}

/// A band's sets by their mask.
struct SetOf<'b> {
    band: &'b Band,
    of: Vec<Option<NonZeroU16>>,
}

impl<'b> SetOf<'b> {
    fn new(band: &'b Band, states: usize) -> Self {
        let mut of = vec![None; states];
        for (s, set) in (1..).zip(&band.sets) {
            of[set.mask as usize] = NonZeroU16::new(s);
        }
        Self { band, of }
    }

    /// Every set that has sessions of `open` only.
    fn each_within(&self, open: u32, mut take: impl FnMut(u16, &Parallel)) {
        let mut mask = open;
        loop {
            if let Some(s) = self.of[mask as usize] {
                let s = s.get() - 1;
                take(s, &self.band.sets[usize::from(s)]);
            }
            if mask == 0 {
                break;
            }
            mask = (mask - 1) & open;
        }
    }
}

/// One set per band, by index; together they hold every session once.
pub(super) type Arrangement = Vec<usize>;

impl<'i, 'a> Programme<'i, 'a> {
    /// `None` where there is too much to list. Where no session can move, there is one arrangement of
    /// none.
    pub fn new(instance: &'i Instance<'a>) -> Option<Self> {
        let sessions: Vec<usize> =
            (0..instance.items.len()).filter(|&i| instance.items[i].moves()).collect();
        if sessions.len() > MAX_SESSIONS {
            return None;
        }
        let mut starts: BTreeMap<Minute, Minute> = BTreeMap::new();
        for c in sessions.iter().flat_map(|&i| &instance.items[i].candidates) {
            let end = starts.entry(c.span.start).or_insert(c.span.end);
            *end = (*end).max(c.span.end);
        }
        // Bands must not run into each other: then what happens in one is settled by its set.
        let spans: Vec<(Minute, Minute)> = starts.into_iter().collect();
        if spans.windows(2).any(|w| w[1].0 < w[0].1) {
            return None;
        }
        let mut wishes = vec![Vec::new(); sessions.len()];
        for interest in &instance.interests {
            if let Some(bit) = sessions.iter().position(|&i| i == interest.item) {
                wishes[bit].push((interest.person, interest.points));
            }
        }
        let mut duties = vec![Vec::new(); instance.away.len()];
        for item in instance.items.iter().filter(|i| i.must) {
            if let [only] = item.candidates[..] {
                item.people.iter().for_each(|&p| duties[p].push(only));
            }
        }
        let (bands, steps) = (Vec::new(), Vec::new());
        let mut programme = Self { instance, sessions, bands, wishes, duties, steps };
        let mut count = 0;
        for (start, _) in spans {
            let sets = programme.sets_at(start, MAX_SETS - count)?;
            count += sets.len();
            programme.bands.push(Band { start, sets });
        }
        for k in 0..programme.bands.len() {
            let there = programme.present_at(k);
            for s in 0..programme.bands[k].sets.len() {
                let occupied = programme.occupied_by(&programme.bands[k].sets[s], &there);
                programme.bands[k].sets[s].occupied = occupied;
            }
        }
        programme.steps = programme.all_steps();
        Some(programme)
    }

    fn all_steps(&self) -> Vec<Vec<Step>> {
        let states = self.all() as usize + 1;
        let largest = |band: &Band| band.sets.iter().map(|s| s.mask.count_ones()).max();
        // What the later bands can hold at most; the rest must be held before.
        let mut later: u32 = self.bands.iter().filter_map(largest).sum();
        let mut reached = vec![false; states];
        reached[0] = true;
        let mut steps = Vec::with_capacity(self.bands.len());
        for band in &self.bands {
            later -= largest(band).unwrap_or(0);
            let least = (self.sessions.len() as u32).saturating_sub(later);
            let sets = SetOf::new(band, states);
            let mut here = Vec::new();
            let mut then = vec![false; states];
            for before in (0..=self.all()).filter(|&state| reached[state as usize]) {
                sets.each_within(self.all() & !before, |s, set| {
                    let state = before | set.mask;
                    if state.count_ones() >= least && set.after & !before == 0 {
                        here.push(Step { before: before as u16, set: s });
                        then[state as usize] = true;
                    }
                });
            }
            steps.push(here);
            reached = then;
        }
        steps
    }

    /// Points of an arrangement's rooms: zero or less.
    pub fn seats(&self, arrangement: &Arrangement) -> i64 {
        arrangement.iter().zip(&self.bands).map(|(&s, band)| band.sets[s].seats).sum()
    }

    pub fn all(&self) -> u32 {
        (1 << self.sessions.len()) - 1
    }

    /// Every set that can run in the band; `None` when there are more than `most`.
    fn sets_at(&self, start: Minute, most: usize) -> Option<Vec<Parallel>> {
        let bits = 0..self.sessions.len();
        let here: Vec<usize> =
            bits.filter(|&b| self.can_start(b, start)).map(|b| self.sessions[b]).collect();
        let mut sets = Vec::new();
        let all = self.instance.side_by_side(&here, here.len(), &mut |items| {
            // A set without a room for each has no larger set with one.
            let Some(set) = self.in_rooms(start, items) else { return Next::Others };
            sets.push(set);
            if sets.len() <= most { Next::Larger } else { Next::Stop }
        });
        all.then_some(sets)
    }

    /// Whether sessions that cannot move leave the order right.
    fn can_start(&self, bit: usize, start: Minute) -> bool {
        let item = self.sessions[bit];
        let items = &self.instance.items;
        let Some(span) = items[item].candidates.iter().find(|c| c.span.start == start) else {
            return false;
        };
        self.instance.precedence.iter().all(|&(earlier, later)| {
            let fixed = |i: usize| items[i].candidates.first().filter(|_| !items[i].moves());
            if later == item
                && let Some(first) = fixed(earlier)
            {
                return first.span.end <= start;
            }
            if earlier == item
                && let Some(second) = fixed(later)
            {
                return span.span.end <= second.span.start;
            }
            true
        })
    }

    /// The sessions of these items in the rooms that cost least, if each can have one.
    fn in_rooms(&self, start: Minute, items: &[usize]) -> Option<Parallel> {
        let mut best: Option<(i64, Vec<(usize, usize)>)> = None;
        self.assign(start, items, &mut Vec::new(), 0, &mut best);
        let (seats, placed) = best?;
        let bit = |item: usize| self.sessions.iter().position(|&s| s == item);
        let before = self.instance.precedence.iter().filter(|(_, later)| items.contains(later));
        let after = before.filter_map(|&(earlier, _)| bit(earlier)).fold(0, |m, b| m | 1 << b);
        let mask = items.iter().filter_map(|&item| bit(item)).fold(0, |m, b| m | 1 << b);
        Some(Parallel { mask, placed, seats, after, occupied: Vec::new() })
    }

    fn assign(
        &self,
        start: Minute,
        left: &[usize],
        placed: &mut Vec<(usize, usize)>,
        points: i64,
        best: &mut Option<(i64, Vec<(usize, usize)>)>,
    ) {
        let Some((&item, rest)) = left.split_first() else {
            if best.as_ref().is_none_or(|b| points > b.0) {
                *best = Some((points, placed.clone()));
            }
            return;
        };
        for (c, candidate) in self.instance.items[item].candidates.iter().enumerate() {
            let free = placed
                .iter()
                .all(|&(i, o)| self.instance.items[i].candidates[o].place != candidate.place);
            // Points are zero or less: what is behind already cannot catch up.
            if candidate.span.start == start
                && free
                && best.as_ref().is_none_or(|b| points + candidate.points > b.0)
            {
                placed.push((item, c));
                self.assign(start, rest, placed, points + candidate.points, best);
                placed.pop();
            }
        }
    }

    /// Per person, the span they need in a band, if they can hear anything there.
    fn present_at(&self, band: usize) -> Vec<(Span, bool)> {
        (0..self.instance.away.len())
            .map(|person| {
                let span = self.span_for(person, band);
                (span, self.present(person, span))
            })
            .collect()
    }

    fn occupied_by(&self, set: &Parallel, there: &[(Span, bool)]) -> Vec<Occupied> {
        let mut points = vec![None; there.len()];
        let mut speaks = vec![false; there.len()];
        for (bit, &item) in self.sessions.iter().enumerate().filter(|(b, _)| set.mask >> b & 1 == 1)
        {
            for &(person, of_talk) in &self.wishes[bit] {
                points[person] = points[person].max(Some(of_talk));
            }
            self.instance.items[item].people.iter().for_each(|&person| speaks[person] = true);
        }
        let of = |(person, &(span, present)): (usize, &(Span, bool))| {
            // A speaker who also wishes a talk beside their own hears none.
            let points = if speaks[person] { Some(0) } else { points[person].filter(|_| present) };
            Some(Occupied { person, span, points: points?, speaks: speaks[person], share: 1.0 })
        };
        there.iter().enumerate().filter_map(of).collect()
    }

    /// Whether the person is there, and no fixed duty is in the way from every room of the band.
    fn present(&self, person: usize, span: Span) -> bool {
        let away = self.instance.away[person].iter().any(|a| a.overlaps(span));
        let rooms = (self.sessions.iter())
            .flat_map(|&i| &self.instance.items[i].candidates)
            .filter(|c| c.span.start == span.start);
        let mut seats = rooms.map(|c| Candidate { span, ..*c });
        let duties = &self.duties[person];
        !away
            && (duties.is_empty()
                || seats.any(|seat| {
                    duties.iter().all(|d| self.instance.apart((d, false), (&seat, false)))
                }))
    }

    /// The least time that anything a person wishes or gives in the band takes, so that nothing
    /// possible is forbidden.
    fn span_for(&self, person: usize, band: usize) -> Span {
        let start = self.bands[band].start;
        let end = self
            .sessions
            .iter()
            .enumerate()
            .filter(|&(bit, &item)| {
                self.wishes[bit].iter().any(|w| w.0 == person)
                    || self.instance.items[item].people.contains(&person)
            })
            .flat_map(|(_, &item)| &self.instance.items[item].candidates)
            .filter(|c| c.span.start == start)
            .map(|c| c.span.end)
            .min();
        Span { start, end: end.unwrap_or(start) }
    }

    /// The `most` arrangements with the greatest least value over several cuts, with that value, the
    /// greatest first. `closed` arrangements are worth at most what they say. Only those count that
    /// are worth more than `floor`. Exact: a search over the bands, cut off by the best that each cut
    /// could still add.
    pub fn best(
        &self,
        cuts: &[Cut],
        closed: &[(Arrangement, f64)],
        floor: f64,
        most: usize,
    ) -> Vec<(f64, Arrangement)> {
        let best = Vec::with_capacity(most + 1);
        let mut search =
            Search { programme: self, cuts, closed, most, best, floor, chosen: Vec::new() };
        let start: Vec<f64> = cuts.iter().map(|c| c.constant).collect();
        search.extend(0, 0, &start);
        search.best
    }
}

/// A bound on the day's value as a function of the arrangement: `constant` plus a value per set.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    pub constant: f64,
    /// Per band and set.
    pub values: Vec<Vec<f64>>,
    /// Per band and mask of sessions already held: the most the later bands can add.
    to_go: Vec<Vec<f64>>,
}

impl Cut {
    pub fn new(programme: &Programme, constant: f64, values: Vec<Vec<f64>>) -> Self {
        let states = programme.all() as usize + 1;
        let mut to_go = vec![vec![f64::NEG_INFINITY; states]; programme.bands.len() + 1];
        to_go[programme.bands.len()][programme.all() as usize] = 0.0;
        for (k, band) in programme.bands.iter().enumerate().rev() {
            let (before, after) = to_go.split_at_mut(k + 1);
            for &Step { before: state, set } in &programme.steps[k] {
                let (state, set) = (usize::from(state), usize::from(set));
                let then = after[0][state | band.sets[set].mask as usize] + values[k][set];
                let most = &mut before[k][state];
                *most = most.max(then);
            }
        }
        Self { constant, values, to_go }
    }
}

impl Cut {
    /// Before anything is priced: every wish is granted, every person hears the dearest talk of each set,
    /// and time costs nothing. A point is worth `unit`, a power of two.
    pub fn of_wishes(programme: &Programme, unit: f64) -> Self {
        let instance = programme.instance;
        let rest: i64 = instance.items.iter().map(|i| i.points.max(0)).sum();
        let stands = |item: usize| !instance.items[item].moves();
        let heard = instance.interests.iter().filter(|i| stands(i.item)).map(|i| i.points);
        let constant = (rest + heard.sum::<i64>()) as f64 * unit;
        let of_set = |set: &Parallel| {
            let heard: i64 = set.occupied.iter().map(|o| o.points.max(0)).sum();
            (heard + set.seats) as f64 * unit
        };
        let bands = programme.bands.iter();
        let values = bands.map(|b| b.sets.iter().map(of_set).collect()).collect();
        Self::new(programme, constant, values)
    }

    /// What the cut says of one arrangement.
    pub fn value(&self, arrangement: &Arrangement) -> f64 {
        let sets = self.values.iter().zip(arrangement).map(|(band, &s)| band[s]);
        self.constant + sets.sum::<f64>()
    }
}

struct Search<'s, 'i, 'a> {
    programme: &'s Programme<'i, 'a>,
    cuts: &'s [Cut],
    closed: &'s [(Arrangement, f64)],
    most: usize,
    /// The greatest first.
    best: Vec<(f64, Arrangement)>,
    floor: f64,
    chosen: Vec<usize>,
}

impl Search<'_, '_, '_> {
    fn threshold(&self) -> f64 {
        let last = self.best.last().filter(|_| self.best.len() == self.most);
        last.map_or(self.floor, |last| last.0)
    }

    fn extend(&mut self, band: usize, state: u32, values: &[f64]) {
        if band == self.programme.bands.len() {
            let mut value = values.iter().copied().fold(f64::INFINITY, f64::min);
            for (closed, most) in self.closed {
                if *closed == self.chosen {
                    value = value.min(*most);
                }
            }
            if value > self.threshold() {
                let at = self.best.partition_point(|b| b.0 >= value);
                self.best.insert(at, (value, self.chosen.clone()));
                self.best.truncate(self.most);
            }
            return;
        }
        let mut next: Vec<(f64, usize)> = Vec::new();
        let sets = &self.programme.bands[band].sets;
        for (s, set) in sets.iter().enumerate() {
            if set.mask & state == 0 && set.after & !state == 0 {
                let most = self.most(band, state | set.mask, s, values);
                if most > self.threshold() {
                    next.push((most, s));
                }
            }
        }
        next.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        for (most, s) in next {
            if most <= self.threshold() {
                break;
            }
            let set = &sets[s];
            let values: Vec<f64> =
                values.iter().zip(self.cuts).map(|(v, c)| v + c.values[band][s]).collect();
            self.chosen.push(s);
            self.extend(band + 1, state | set.mask, &values);
            self.chosen.pop();
        }
    }

    /// The most that any arrangement beginning like this is worth.
    fn most(&self, band: usize, state: u32, set: usize, values: &[f64]) -> f64 {
        values
            .iter()
            .zip(self.cuts)
            .map(|(v, c)| v + c.values[band][set] + c.to_go[band + 1][state as usize])
            .fold(f64::INFINITY, f64::min)
    }
}
