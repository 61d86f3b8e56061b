//! The question *is there a plan of at most so many breaks among these options* as clauses.
//!
//! x\[m,k\]: meeting m is in slot k. y\[p,k\]: participant p is busy in slot k. λ\[p,S\]: p is busy
//! exactly in the slots S. ω\[p\]: p has a pattern that is not listed. β\[p,j\]: p has more than j breaks.
//! Each meeting has one slot, y is the union of its meetings, a participant has one pattern, at most
//! twice as many people are busy in a slot as it has tables, and at most `target` of the β hold.
//! Runs of busy slots are counted where there is an ω. Where levels are known, those that patterns
//! and slots take add up to no more than there are: the strength of the linear program.

use super::counter::count;
use super::day::{Day, SlotSet};
use super::options::Options;
use super::patterns::Pattern;
use super::slots::members;
use crate::solver::sat::{Lit, Solver, Verdict};

/// Patterns that are listed in all, as far as rank allows, and dear ones of a participant that are
/// listed all the same.
const MAX_LISTED: usize = 6_000;
const MAX_LISTED_EACH: usize = 60;

/// The clauses of one question.
pub(super) struct Question<'s> {
    sat: Solver<'s>,
    x: Vec<Vec<(usize, Lit)>>,
}

/// Writes the clauses. `likely` is a plan whose values the solver tries first.
pub(super) fn question<'s>(
    day: &Day,
    options: &Options,
    target: usize,
    likely: Option<&[usize]>,
    seed: u64,
    stop: &'s dyn Fn() -> bool,
) -> Question<'s> {
    let mut sat = Solver::new(seed, stop);
    let x: Vec<Vec<(usize, Lit)>> = options
        .domains
        .iter()
        .enumerate()
        .map(|(m, &domain)| {
            let tried = |k| likely.map(|plan| plan[m] == k);
            members(domain).map(|k| (k, sat.literal(tried(k)))).collect()
        })
        .collect();
    for own in &x {
        sat.clause(own.iter().map(|&(_, l)| l));
        let literals: Vec<Lit> = own.iter().map(|&(_, l)| l).collect();
        sat.at_most(&literals, 1);
    }
    let cut = cut(options);
    let mut levels = slot_levels(&mut sat, options, &x);
    let mut busy_in = vec![Vec::new(); day.slots];
    let mut costs = Vec::new();
    for (p, meetings) in day.meetings_of().into_iter().enumerate() {
        let possible: SlotSet = meetings.iter().fold(0, |s, &m| s | options.domains[m]);
        let mut y = vec![None; day.slots];
        for k in members(possible) {
            let held: Vec<Lit> = meetings
                .iter()
                .flat_map(|&m| x[m].iter().filter(|(u, _)| *u == k).map(|&(_, l)| l))
                .collect();
            let busy = if let [only] = held[..] {
                only
            } else {
                let busy = sat.literal(likely.map(|plan| meetings.iter().any(|&m| plan[m] == k)));
                held.iter().for_each(|&l| sat.clause([!l, busy]));
                sat.clause(held.iter().copied().chain([!busy]));
                sat.at_most(&held, 1);
                busy
            };
            y[k] = Some(busy);
            busy_in[k].push(busy);
        }
        let person = Person { meetings: meetings.len(), possible, y };
        let chosen = person.choose(&mut sat, options, &options.patterns[p], cut);
        costs.extend(chosen.broken);
        levels.extend(chosen.taken);
    }
    for busy in busy_in {
        sat.at_most(&busy, day.tables.saturating_mul(2));
    }
    sat.at_most(&costs, target);
    sat.at_most(&levels, usize::from(options.levels));
    for &(first, second) in &day.precedences {
        for &(k, after) in &x[second] {
            let before = x[first].iter().filter(|&&(u, _)| u < k).map(|&(_, l)| l);
            sat.clause(before.chain([!after]));
        }
    }
    Question { sat, x }
}

/// What tells cheap patterns from dear ones: their level, or without levels their breaks.
fn rank(options: &Options, s: &Pattern) -> u32 {
    if options.levels > 0 { u32::from(s.level) } else { s.breaks }
}

/// Patterns below this rank are listed: all, or so many as are worth their clauses.
fn cut(options: &Options) -> u32 {
    let mut of_rank = Vec::new();
    for s in options.patterns.iter().flatten() {
        let rank = rank(options, s) as usize;
        if of_rank.len() <= rank {
            of_rank.resize(rank + 1, 0);
        }
        of_rank[rank] += 1;
    }
    let mut sum = 0;
    let fits = of_rank.iter().take_while(|&&n| {
        sum += n;
        sum <= MAX_LISTED
    });
    fits.count().max(1) as u32
}

/// A literal for each level that a meeting's slot takes.
fn slot_levels(sat: &mut Solver<'_>, options: &Options, x: &[Vec<(usize, Lit)>]) -> Vec<Lit> {
    let mut all = Vec::new();
    for (own, levels) in x.iter().zip(&options.slot_levels) {
        let most = own.iter().map(|&(k, _)| levels[k]).max().unwrap_or(0);
        let taken = ladder(sat, usize::from(most));
        for &(k, l) in own.iter().filter(|(k, _)| levels[*k] > 0) {
            sat.clause([!l, taken[usize::from(levels[k]) - 1]]);
        }
        all.extend(taken);
    }
    all
}

/// So many literals, each of which implies the one before.
fn ladder(sat: &mut Solver<'_>, length: usize) -> Vec<Lit> {
    let literals: Vec<Lit> = (0..length).map(|_| sat.literal(None)).collect();
    for pair in literals.windows(2) {
        sat.clause([!pair[1], pair[0]]);
    }
    literals
}

/// A participant's number of meetings, the slots they can be in, and per slot whether it is busy.
struct Person {
    meetings: usize,
    possible: SlotSet,
    y: Vec<Option<Lit>>,
}

/// What a participant's choice of a pattern costs: a literal per break and one per level.
struct Chosen {
    broken: Vec<Lit>,
    taken: Vec<Lit>,
}

impl Person {
    /// Chooses a pattern.
    fn choose(
        &self,
        sat: &mut Solver<'_>,
        options: &Options,
        patterns: &[Pattern],
        cut: u32,
    ) -> Chosen {
        let dear = patterns.iter().filter(|s| rank(options, s) >= cut);
        let least_level = dear.clone().map(|s| s.level).min().unwrap_or(0);
        let least_breaks = dear.clone().map(|s| s.breaks).min().unwrap_or(1);
        let few = options.all_listed && dear.count() <= MAX_LISTED_EACH;
        let listed = |s: &&Pattern| few || rank(options, s) < cut;

        let most = patterns.iter().map(|s| s.breaks as usize).max().unwrap_or(0);
        let most = if options.all_listed { most } else { options.window.most };
        // More runs than meetings there are none.
        let broken = ladder(sat, most.min(self.meetings.saturating_sub(1)));
        let most_level = patterns.iter().filter(listed).map(|s| s.level).max().unwrap_or(0);
        let taken = ladder(sat, usize::from(most_level.max(if few { 0 } else { least_level })));

        let mut choices = Vec::new();
        for s in patterns.iter().filter(listed) {
            let chosen = sat.literal(None);
            let last = (s.breaks as usize).checked_sub(1).and_then(|last| broken.get(last));
            let level = usize::from(s.level).checked_sub(1).and_then(|last| taken.get(last));
            last.into_iter().chain(level).for_each(|&l| sat.clause([!chosen, l]));
            for (k, busy) in self.busy() {
                sat.clause([!chosen, if s.busy >> k & 1 == 1 { busy } else { !busy }]);
            }
            choices.push((s.busy, chosen));
        }
        let other = (!few).then(|| sat.literal(None));
        sat.clause(choices.iter().map(|&(_, l)| l).chain(other));
        for (k, busy) in self.busy() {
            for with in [true, false] {
                let support = choices.iter().filter(|(s, _)| (s >> k & 1 == 1) == with);
                let support = support.map(|&(_, l)| l).chain(other);
                sat.clause(support.chain([if with { !busy } else { busy }]));
            }
        }
        if let Some(other) = other {
            choices.iter().for_each(|&(_, l)| sat.clause([!l, !other]));
            let last = (least_breaks as usize).checked_sub(1).and_then(|last| broken.get(last));
            let level = usize::from(least_level).checked_sub(1).and_then(|last| taken.get(last));
            last.into_iter().chain(level).for_each(|&l| sat.clause([!other, l]));
            self.count_runs(sat, options.window.fewest, &broken);
        }
        Chosen { broken, taken }
    }

    fn busy(&self) -> impl Iterator<Item = (usize, Lit)> + '_ {
        members(self.possible).filter_map(|k| self.y[k].map(|busy| (k, busy)))
    }

    /// Requires as many busy slots as meetings, and a break for each run of them but the first.
    fn count_runs(&self, sat: &mut Solver<'_>, fewest: usize, broken: &[Lit]) {
        let busy: Vec<Lit> = self.busy().map(|(_, l)| l).collect();
        let idle: Vec<Lit> = busy.iter().map(|&l| !l).collect();
        if busy.len() < self.meetings {
            return sat.clause([]);
        }
        sat.at_most(&busy, self.meetings);
        sat.at_most(&idle, busy.len() - self.meetings);
        let mut starts = Vec::new();
        for (k, busy) in self.busy() {
            match k.checked_sub(1).and_then(|before| self.y[before]) {
                None => starts.push(busy),
                Some(before) => {
                    let start = sat.literal(None);
                    sat.clause([!busy, before, start]);
                    sat.clause([!start, busy]);
                    sat.clause([!start, !before]);
                    starts.push(start);
                }
            }
        }
        let counted = count(sat, &starts, broken.len() + 2);
        for (j, &more) in counted.iter().enumerate().skip(1) {
            match broken.get(j - 1) {
                Some(&broken) => sat.clause([!more, broken]),
                None => sat.clause([!more]),
            }
        }
        if fewest > 0 {
            let none: Vec<Lit> = starts.iter().map(|&l| !l).collect();
            match none.len().checked_sub(fewest + 1) {
                Some(most) => sat.at_most(&none, most),
                None => sat.clause([]),
            }
        }
    }
}

impl Question<'_> {
    pub fn solve(&mut self, conflicts: u64) -> Verdict {
        self.sat.solve(&[], conflicts)
    }

    /// The plan found, after `Yes`.
    pub fn plan(&self) -> Option<Vec<usize>> {
        let slot =
            |own: &Vec<(usize, Lit)>| own.iter().find(|(_, l)| self.sat.holds(*l)).map(|&(k, _)| k);
        self.x.iter().map(slot).collect()
    }
}
