//! Conflict-driven clause learning (Marques-Silva and Sakallah 1999; Eén and Sörensson 2003) over
//! clauses and cardinality constraints, which draw their consequences by counting: no clauses and
//! variables stand for them. Made for finding as much as for ruling out: rare restarts, and the
//! phases of the longest trail without a conflict (Biere and others, CaDiCaL 2020). The same seed and
//! constraints give the same answer by the same steps.

use super::arena::{Arena, Place};
use super::literal::Lit;
use super::order::Order;
use super::restarts::Restarts;
use super::trace::{FIRST_LEMMA, Lemma, trim};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A solver's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// All constraints hold under some values, which can be asked for.
    Yes,
    No,
    /// Stopped before an answer.
    Unknown,
}

/// Why a variable has its value: a clause, a cardinality constraint, or nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Reason(u32);

const CARD: u32 = 1 << 31;

impl Reason {
    const NONE: Reason = Reason(u32::MAX);

    fn clause(c: Place) -> Self {
        Reason(c)
    }

    fn card(i: usize) -> Self {
        Reason(CARD | i as u32)
    }

    fn as_card(self) -> Option<usize> {
        (self != Self::NONE && self.0 & CARD != 0).then_some((self.0 & !CARD) as usize)
    }
}

#[derive(Clone, Copy)]
struct Watch {
    /// Another literal of the clause: while it holds, the clause need not be looked at.
    blocker: Lit,
    clause: Place,
}

/// At most so many of the literals hold.
struct Card {
    number: u32,
    literals: Vec<Lit>,
    most: u32,
    /// Of the literals that hold, those whose consequences have been drawn.
    count: u32,
}

const DECAY: f64 = 0.95;
/// Glue of clauses that are kept for good, and of those that are kept while of use.
const GLUE_CORE: u32 = 2;
const GLUE_MIDDLE: u32 = 6;
/// Conflicts between two cleanings at first, and by how many more each time.
const CLEAN_FIRST: u64 = 2_000;
const CLEAN_MORE: u64 = 300;
/// Conflicts between two changes of phases at first; each time as many more.
const REPHASE: u64 = 1_000;
/// Reasons followed in a row to find that a literal is implied.
const MAX_DEPTH: u32 = 400;

pub struct Solver<'s> {
    stop: &'s dyn Fn() -> bool,
    rng: ChaCha8Rng,
    arena: Arena,
    learnt: Vec<Place>,
    watches: Vec<Vec<Watch>>,
    cards: Vec<Card>,
    /// Per literal, the constraints that count it.
    counted_in: Vec<Vec<u32>>,
    /// Per literal: 1 holds, −1 does not, 0 open.
    values: Vec<i8>,
    level: Vec<u32>,
    reason: Vec<Reason>,
    position: Vec<u32>,
    trail: Vec<Lit>,
    levels: Vec<usize>,
    head: usize,
    order: Order,
    first_phase: Vec<i8>,
    phase: Vec<i8>,
    target: Vec<i8>,
    target_size: usize,
    best: Vec<i8>,
    best_size: usize,
    restarts: Restarts,
    contradiction: bool,
    model: Vec<i8>,
    seen: Vec<u8>,
    to_clear: Vec<usize>,
    level_seen: Vec<u64>,
    level_stamp: u64,
    clause: Vec<Lit>,
    conflicts: u64,
    /// Constraints so far.
    constraints: u32,
    /// Lemmas so far, where they are asked for.
    trace: Option<Vec<Lemma>>,
    /// Reasons that the clause at hand was learnt from, with the positions of what they imply.
    used: Vec<(u32, Reason)>,
    clean_at: u64,
    cleanings: u64,
    rephase_at: u64,
    rephases: u64,
}

impl<'s> Solver<'s> {
    /// `stop` is asked many times a second.
    pub fn new(seed: u64, stop: &'s dyn Fn() -> bool) -> Self {
        Solver {
            stop,
            rng: ChaCha8Rng::seed_from_u64(seed),
            arena: Arena::default(),
            learnt: Vec::new(),
            watches: Vec::new(),
            cards: Vec::new(),
            counted_in: Vec::new(),
            values: Vec::new(),
            level: Vec::new(),
            reason: Vec::new(),
            position: Vec::new(),
            trail: Vec::new(),
            levels: Vec::new(),
            head: 0,
            order: Order::default(),
            first_phase: Vec::new(),
            phase: Vec::new(),
            target: Vec::new(),
            target_size: 0,
            best: Vec::new(),
            best_size: 0,
            restarts: Restarts::new(),
            contradiction: false,
            model: Vec::new(),
            seen: Vec::new(),
            to_clear: Vec::new(),
            level_seen: vec![0],
            level_stamp: 0,
            clause: Vec::new(),
            conflicts: 0,
            constraints: 0,
            trace: None,
            used: Vec::new(),
            clean_at: CLEAN_FIRST,
            cleanings: 0,
            rephase_at: REPHASE,
            rephases: 0,
        }
    }

    /// A new variable as a literal; `likely` is the value tried first, else that it does not hold.
    pub fn literal(&mut self, likely: Option<bool>) -> Lit {
        let v = self.level.len();
        self.values.extend([0, 0]);
        self.watches.extend([Vec::new(), Vec::new()]);
        self.counted_in.extend([Vec::new(), Vec::new()]);
        self.level.push(0);
        self.reason.push(Reason::NONE);
        self.position.push(0);
        let phase = if likely == Some(true) { 1 } else { -1 };
        self.first_phase.push(phase);
        self.phase.push(phase);
        self.target.push(0);
        self.best.push(0);
        self.seen.push(0);
        self.level_seen.push(0);
        // A little chance in the order, so that seeds go different ways.
        let chance = self.rng.random::<f64>() * 1e-3;
        self.order.add_variable(chance);
        Lit::new(v, true)
    }

    /// Keeps from now on what is needed to check a `No`: to be called before the first constraint.
    pub fn keep_trace(&mut self) {
        self.trace = Some(Vec::new());
    }

    /// After a `No` without assumptions, where a trace is kept: the lemmas that show it, the last
    /// one empty.
    pub fn refutation(&self) -> Option<Vec<Lemma>> {
        let trace = self.trace.as_ref().filter(|_| self.contradiction)?;
        Some(trim(self.constraints, trace))
    }

    /// Requires one of the literals.
    pub fn clause(&mut self, literals: impl IntoIterator<Item = Lit>) {
        let number = self.constraint();
        self.numbered_clause(literals.into_iter().collect(), number);
    }

    fn constraint(&mut self) -> u32 {
        self.backtrack(0);
        self.constraints += 1;
        self.constraints - 1
    }

    fn numbered_clause(&mut self, mut own: Vec<Lit>, number: u32) {
        own.sort_unstable();
        own.dedup();
        let double = own.windows(2).any(|pair| pair[0] == !pair[1]);
        if self.contradiction || double || own.iter().any(|&l| self.value(l) == 1) {
            return;
        }
        // Literals that no longer hold stay, at the end, for the sake of the trace.
        own.sort_by_key(|&l| self.value(l) == -1);
        match own.iter().filter(|&&l| self.value(l) == 0).count() {
            0 => {
                self.contradict(vec![number]);
            }
            1 => {
                self.settle(own[0], vec![number]);
                self.draw_consequences();
            }
            _ => _ = self.attach(&own, None, number),
        }
    }

    fn contradict(&mut self, hints: Vec<u32>) {
        self.contradiction = true;
        self.lemma(&[], hints);
    }

    /// Settles a literal for good.
    fn settle(&mut self, unit: Lit, hints: Vec<u32>) {
        self.lemma(&[unit], hints);
        self.assign(unit, Reason::NONE);
    }

    /// A new lemma's number, which means something where a trace is kept.
    fn lemma(&mut self, literals: &[Lit], hints: Vec<u32>) -> u32 {
        let Some(trace) = &mut self.trace else { return 0 };
        trace.push(Lemma { literals: literals.to_vec(), hints });
        FIRST_LEMMA + trace.len() as u32 - 1
    }

    /// Without decisions: what is broken now is broken for good.
    fn draw_consequences(&mut self) {
        if let Some(broken) = self.propagate() {
            let hints = self.hints(broken);
            self.contradict(hints);
        }
    }

    /// What is used and then what is broken, in the order in which it can be checked.
    fn hints(&mut self, broken: Reason) -> Vec<u32> {
        let mut used = std::mem::take(&mut self.used);
        if self.trace.is_none() {
            used.clear();
            self.used = used;
            return Vec::new();
        }
        used.sort_unstable_by_key(|&(position, _)| position);
        used.dedup_by_key(|&mut (position, _)| position);
        used.iter().map(|&(_, reason)| reason).chain([broken]).map(|r| self.number(r)).collect()
    }

    fn number(&self, reason: Reason) -> u32 {
        match reason.as_card() {
            Some(i) => self.cards[i].number,
            None => self.arena.number(reason.0),
        }
    }

    /// Requires at most `most` of the literals; one that is given twice counts twice.
    pub fn at_most(&mut self, literals: &[Lit], most: usize) {
        let number = self.constraint();
        if literals.len() <= most || self.contradiction {
            return;
        }
        if most == 1 && literals.len() <= 4 {
            for (i, &a) in literals.iter().enumerate() {
                literals[..i].iter().for_each(|&b| self.numbered_clause(vec![!a, !b], number));
            }
            return;
        }
        let i = self.cards.len();
        literals.iter().for_each(|l| self.counted_in[l.index()].push(i as u32));
        let count = literals.iter().filter(|&&l| self.value(l) == 1).count() as u32;
        self.cards.push(Card { number, literals: literals.to_vec(), most: most as u32, count });
        if let Some(broken) = self.look(i) {
            let hints = self.hints(broken);
            self.contradict(hints);
        } else {
            self.draw_consequences();
        }
    }

    fn value(&self, l: Lit) -> i8 {
        self.values[l.index()]
    }

    fn attach(&mut self, literals: &[Lit], glue: Option<u32>, number: u32) -> Place {
        let clause = self.arena.add(literals, glue, number);
        let [a, b] = [literals[0], literals[1]];
        self.watches[a.index()].push(Watch { blocker: b, clause });
        self.watches[b.index()].push(Watch { blocker: a, clause });
        if glue.is_some() {
            self.learnt.push(clause);
        }
        clause
    }

    fn assign(&mut self, l: Lit, reason: Reason) {
        let v = l.variable();
        if self.levels.is_empty() && reason != Reason::NONE {
            let hints = self.hints(reason);
            self.lemma(&[l], hints);
        }
        self.values[l.index()] = 1;
        self.values[(!l).index()] = -1;
        self.level[v] = self.levels.len() as u32;
        self.reason[v] = reason;
        self.position[v] = self.trail.len() as u32;
        self.trail.push(l);
    }

    /// Draws the consequences of what is assigned; gives what is then broken.
    fn propagate(&mut self) -> Option<Reason> {
        while self.head < self.trail.len() {
            let l = self.trail[self.head];
            self.head += 1;
            let counting = std::mem::take(&mut self.counted_in[l.index()]);
            counting.iter().for_each(|&i| self.cards[i as usize].count += 1);
            let broken = self.visit(!l);
            let broken = broken.or_else(|| counting.iter().find_map(|&i| self.look(i as usize)));
            self.counted_in[l.index()] = counting;
            if broken.is_some() {
                return broken;
            }
        }
        None
    }

    /// Looks at the clauses that watch a literal that no longer holds.
    fn visit(&mut self, gone: Lit) -> Option<Reason> {
        let mut watches = std::mem::take(&mut self.watches[gone.index()]);
        let mut broken = None;
        let (mut from, mut to) = (0, 0);
        'clauses: while from < watches.len() {
            let watch = watches[from];
            from += 1;
            if self.values[watch.blocker.index()] == 1 {
                watches[to] = watch;
                to += 1;
                continue;
            }
            let c = watch.clause;
            if self.arena.get(c, 0) == gone {
                self.arena.swap(c, 0, 1);
            }
            let other = self.arena.get(c, 0);
            let other_value = self.values[other.index()];
            if other_value == 1 {
                watches[to] = Watch { blocker: other, clause: c };
                to += 1;
                continue;
            }
            for i in 2..self.arena.len(c) {
                let l = self.arena.get(c, i);
                if self.values[l.index()] >= 0 {
                    self.arena.swap(c, 1, i);
                    self.watches[l.index()].push(Watch { blocker: other, clause: c });
                    continue 'clauses;
                }
            }
            watches[to] = Watch { blocker: other, clause: c };
            to += 1;
            if other_value < 0 {
                broken = Some(Reason::clause(c));
                break;
            }
            self.assign(other, Reason::clause(c));
        }
        while from < watches.len() {
            watches[to] = watches[from];
            to += 1;
            from += 1;
        }
        watches.truncate(to);
        self.watches[gone.index()] = watches;
        broken
    }

    /// Looks at a cardinality constraint of which one more literal holds.
    fn look(&mut self, i: usize) -> Option<Reason> {
        let Card { most, count, .. } = self.cards[i];
        if count < most {
            return None;
        }
        if count > most {
            return Some(Reason::card(i));
        }
        for j in 0..self.cards[i].literals.len() {
            let l = self.cards[i].literals[j];
            if self.values[l.index()] == 0 {
                self.assign(!l, Reason::card(i));
            }
        }
        None
    }

    fn backtrack(&mut self, level: usize) {
        if self.levels.len() <= level {
            return;
        }
        self.remember();
        let keep = self.levels[level];
        for at in (keep..self.trail.len()).rev() {
            let l = self.trail[at];
            let v = l.variable();
            if at < self.head {
                for &i in &self.counted_in[l.index()] {
                    self.cards[i as usize].count -= 1;
                }
            }
            self.values[l.index()] = 0;
            self.values[(!l).index()] = 0;
            self.phase[v] = if l.is_positive() { 1 } else { -1 };
            self.order.insert(v);
        }
        self.trail.truncate(keep);
        self.head = keep;
        self.levels.truncate(level);
    }

    /// Keeps the phases of the longest trail without a conflict.
    fn remember(&mut self) {
        // The last level may hold a conflict.
        let sound = if self.head < self.trail.len() || self.conflicting() {
            self.levels.last().copied().unwrap_or(0)
        } else {
            self.trail.len()
        };
        if sound > self.target_size {
            self.target_size = sound;
            for &l in &self.trail[..sound] {
                self.target[l.variable()] = if l.is_positive() { 1 } else { -1 };
            }
        }
        if sound > self.best_size {
            self.best_size = sound;
            for &l in &self.trail[..sound] {
                self.best[l.variable()] = if l.is_positive() { 1 } else { -1 };
            }
        }
    }

    fn conflicting(&self) -> bool {
        !self.clause.is_empty()
    }

    /// Marks a literal of a broken constraint or of a reason; counts those of the current level.
    fn meet(&mut self, l: Lit, open: &mut usize) {
        let v = l.variable();
        if self.seen[v] == 0 && self.level[v] > 0 {
            self.seen[v] = 1;
            self.to_clear.push(v);
            self.order.bump(v);
            if self.level[v] as usize == self.levels.len() {
                *open += 1;
            } else {
                self.clause.push(l);
            }
        }
    }

    /// Learns from what is broken: the clause into `self.clause`, its first literal to be assigned
    /// at the level given back, with its glue.
    fn analyze(&mut self, broken: Reason) -> (usize, u32) {
        self.clause.clear();
        self.clause.push(Lit::new(0, true));
        let mut open = 0;
        let mut reason = broken;
        let mut implied = None;
        let mut at = self.trail.len();
        let first = loop {
            self.meet_reason(reason, implied, &mut open);
            let l = loop {
                at -= 1;
                if self.seen[self.trail[at].variable()] != 0 {
                    break self.trail[at];
                }
            };
            open -= 1;
            if open == 0 {
                break l;
            }
            reason = self.reason[l.variable()];
            implied = Some(l);
            self.used.push((self.position[l.variable()], reason));
        };
        self.clause[0] = !first;
        self.minimize();
        let glue = self.count_levels();
        let mut back = 0;
        if self.clause.len() > 1 {
            let mut latest = 1;
            for i in 2..self.clause.len() {
                if self.level[self.clause[i].variable()]
                    > self.level[self.clause[latest].variable()]
                {
                    latest = i;
                }
            }
            self.clause.swap(1, latest);
            back = self.level[self.clause[1].variable()] as usize;
        }
        for v in self.to_clear.drain(..) {
            self.seen[v] = 0;
        }
        (back, glue)
    }

    fn meet_reason(&mut self, reason: Reason, implied: Option<Lit>, open: &mut usize) {
        match reason.as_card() {
            Some(i) => {
                let (limit, mut needed) = self.needed(i, implied);
                for j in 0..self.cards[i].literals.len() {
                    let l = self.cards[i].literals[j];
                    if needed > 0 && self.value(l) == 1 && self.position[l.variable()] < limit {
                        needed -= 1;
                        self.meet(!l, open);
                    }
                }
            }
            None => {
                let c = reason.0;
                if self.arena.is_learnt(c) {
                    self.arena.set_used(c, 2);
                    self.refresh_glue(c);
                }
                for i in 0..self.arena.len(c) {
                    let l = self.arena.get(c, i);
                    if implied != Some(l) {
                        self.meet(l, open);
                    }
                }
            }
        }
    }

    /// Of a constraint's literals that hold, so many that were assigned before a position explain
    /// why another does not, or that the constraint is broken.
    fn needed(&self, card: usize, implied: Option<Lit>) -> (u32, u32) {
        let most = self.cards[card].most;
        match implied {
            Some(l) => (self.position[l.variable()], most),
            None => (u32::MAX, most + 1),
        }
    }

    fn refresh_glue(&mut self, c: Place) {
        if self.arena.glue(c) <= GLUE_CORE {
            return;
        }
        self.level_stamp += 1;
        let mut glue = 0;
        for i in 0..self.arena.len(c) {
            let level = self.level[self.arena.get(c, i).variable()] as usize;
            if self.level_seen[level] != self.level_stamp {
                self.level_seen[level] = self.level_stamp;
                glue += 1;
            }
        }
        if glue < self.arena.glue(c) {
            self.arena.set_glue(c, glue);
        }
    }

    fn count_levels(&mut self) -> u32 {
        self.level_stamp += 1;
        let mut glue = 0;
        for l in &self.clause {
            let level = self.level[l.variable()] as usize;
            if self.level_seen[level] != self.level_stamp {
                self.level_seen[level] = self.level_stamp;
                glue += 1;
            }
        }
        glue
    }

    /// Drops literals that the others imply (Sörensson and Biere 2009).
    fn minimize(&mut self) {
        let mut levels = 0u64;
        for l in &self.clause[1..] {
            levels |= 1 << (self.level[l.variable()] & 63);
        }
        let mut kept = 1;
        for i in 1..self.clause.len() {
            let l = self.clause[i];
            let (reason, position) = (self.reason[l.variable()], self.position[l.variable()]);
            if reason == Reason::NONE || !self.is_implied(!l, levels, 0) {
                self.clause[kept] = l;
                kept += 1;
            } else {
                self.used.push((position, reason));
            }
        }
        self.clause.truncate(kept);
    }

    /// Whether a literal that holds follows from literals of the clause at hand. Marks: 1 in the
    /// clause or met, 2 implied, 3 not.
    fn is_implied(&mut self, l: Lit, levels: u64, depth: u32) -> bool {
        let v = l.variable();
        let reason = self.reason[v];
        if reason == Reason::NONE || depth > MAX_DEPTH {
            return false;
        }
        if depth > 0 {
            if self.level[v] == 0 || matches!(self.seen[v], 1 | 2) {
                // Reasons of lower levels never lead to the current one, whose marks are no longer
                // those of literals in the clause.
                return true;
            }
            if self.seen[v] == 3 || levels >> (self.level[v] & 63) & 1 == 0 {
                return false;
            }
        }
        let implied = match reason.as_card() {
            Some(i) => {
                let (limit, mut needed) = self.needed(i, Some(l));
                let mut all = true;
                for j in 0..self.cards[i].literals.len() {
                    let other = self.cards[i].literals[j];
                    if self.value(other) == 1 && self.position[other.variable()] < limit {
                        if !self.follows(other, levels, depth) {
                            all = false;
                            break;
                        }
                        needed -= 1;
                        if needed == 0 {
                            break;
                        }
                    }
                }
                all
            }
            None => {
                let c = reason.0;
                let mut all = true;
                for i in 0..self.arena.len(c) {
                    let other = self.arena.get(c, i);
                    if other != l && !self.follows(!other, levels, depth) {
                        all = false;
                        break;
                    }
                }
                all
            }
        };
        if depth > 0 {
            self.seen[v] = if implied { 2 } else { 3 };
            if implied {
                self.used.push((self.position[v], reason));
            }
            self.to_clear.push(v);
        }
        implied
    }

    fn follows(&mut self, l: Lit, levels: u64, depth: u32) -> bool {
        let v = l.variable();
        if self.level[v] == 0 || matches!(self.seen[v], 1 | 2) {
            return true;
        }
        self.seen[v] != 3 && self.is_implied(l, levels, depth + 1)
    }

    /// Deletes half of the learnt clauses that are of little use.
    fn clean(&mut self) {
        let mut poor: Vec<Place> = Vec::new();
        for &c in &self.learnt {
            let glue = self.arena.glue(c);
            let used = self.arena.used(c);
            if glue <= GLUE_CORE {
                continue;
            }
            if used > 0 {
                self.arena.set_used(c, used - 1);
                if glue <= GLUE_MIDDLE || used == 2 {
                    continue;
                }
            }
            let first = self.arena.get(c, 0);
            let held = self.value(first) == 1 && self.reason[first.variable()] == Reason::clause(c);
            if !held {
                poor.push(c);
            }
        }
        poor.sort_by_key(|&c| (std::cmp::Reverse((self.arena.glue(c), self.arena.len(c))), c));
        poor.truncate(poor.len() / 2);
        for c in poor {
            self.arena.delete(c);
        }
        let arena = &self.arena;
        self.learnt.retain(|&c| !arena.is_deleted(c));
        for watches in &mut self.watches {
            watches.retain(|w| !arena.is_deleted(w.clause));
        }
        if self.arena.is_wasteful() {
            let moves = self.arena.compact();
            let moved = |c: &mut Place| *c = moves.moved(*c).unwrap_or(*c);
            self.learnt.iter_mut().for_each(moved);
            self.watches.iter_mut().flatten().for_each(|w| moved(&mut w.clause));
            for &l in &self.trail {
                let reason = &mut self.reason[l.variable()];
                if *reason != Reason::NONE && reason.as_card().is_none() {
                    moved(&mut reason.0);
                }
            }
        }
    }

    fn rephase(&mut self) {
        self.backtrack(0);
        match self.rephases % 6 {
            0 | 2 | 4 if self.best_size > 0 => {
                for (phase, &best) in self.phase.iter_mut().zip(&self.best) {
                    if best != 0 {
                        *phase = best;
                    }
                }
                self.best_size = 0;
            }
            1 => self.phase.clone_from(&self.first_phase),
            3 => {
                for phase in &mut self.phase {
                    if self.rng.random_range(0..10) == 0 {
                        *phase = -*phase;
                    }
                }
            }
            5 => {
                for (phase, first) in self.phase.iter_mut().zip(&self.first_phase) {
                    *phase = -first;
                }
            }
            _ => {}
        }
        self.target.fill(0);
        self.target_size = 0;
        self.rephases += 1;
    }

    /// Looks for values under which all constraints and assumptions hold. Under assumptions a `No`
    /// speaks of these alone. Ends after so many conflicts, or when stopped.
    pub fn solve(&mut self, assumptions: &[Lit], conflicts: u64) -> Verdict {
        self.backtrack(0);
        self.clause.clear();
        let end = self.conflicts.saturating_add(conflicts);
        let mut steps = 0u32;
        let verdict = loop {
            if self.contradiction {
                break Verdict::No;
            }
            if let Some(broken) = self.propagate() {
                self.conflicts += 1;
                if self.levels.is_empty() {
                    let hints = self.hints(broken);
                    self.contradict(hints);
                    break Verdict::No;
                }
                self.learn(broken);
                continue;
            }
            steps += 1;
            if self.conflicts >= end || steps.is_multiple_of(256) && (self.stop)() {
                break Verdict::Unknown;
            }
            if self.conflicts >= self.clean_at {
                self.cleanings += 1;
                self.clean_at = self.conflicts + CLEAN_FIRST + CLEAN_MORE * self.cleanings;
                self.clean();
            }
            if self.conflicts >= self.rephase_at {
                self.rephase();
                self.rephase_at = self.conflicts + REPHASE * self.rephases;
                continue;
            }
            if self.restarts.are_due() {
                self.backtrack(assumptions.len().min(self.levels.len()));
                continue;
            }
            let next = match assumptions.get(self.levels.len()) {
                Some(&l) if self.value(l) == -1 => break Verdict::No,
                Some(&l) => Some(l),
                None => self.decision(),
            };
            let Some(next) = next else {
                self.model.clone_from(&self.values);
                break Verdict::Yes;
            };
            self.levels.push(self.trail.len());
            if self.value(next) == 0 {
                self.assign(next, Reason::NONE);
            }
        };
        self.backtrack(0);
        verdict
    }

    fn learn(&mut self, broken: Reason) {
        let (back, glue) = self.analyze(broken);
        let hints = self.hints(broken);
        self.backtrack(back);
        let clause = std::mem::take(&mut self.clause);
        if clause.len() > 1 {
            let number = self.lemma(&clause, hints);
            let place = self.attach(&clause, Some(glue), number);
            self.assign(clause[0], Reason::clause(place));
        } else {
            self.settle(clause[0], hints);
        }
        self.clause = clause;
        self.clause.clear();
        self.restarts.conflict();
        self.order.decay(DECAY);
    }

    fn decision(&mut self) -> Option<Lit> {
        loop {
            let v = self.order.pop()?;
            if self.values[2 * v] == 0 {
                let phase = if self.target[v] != 0 { self.target[v] } else { self.phase[v] };
                return Some(Lit::new(v, phase > 0));
            }
        }
    }

    /// After `Yes`.
    pub fn holds(&self, literal: Lit) -> bool {
        self.model.get(literal.index()) == Some(&1)
    }
}
