//! The question *is there a plan of at most so many breaks among these options* as clauses.
//!
//! x[m,k]: meeting m is in slot k. y[p,k]: participant p is busy in slot k. λ[p,S]: p is busy
//! exactly in the slots S. β[p,j]: p has more than j breaks. Each meeting has exactly one slot, y is
//! the union of its meetings, a participant has one pattern, at most twice as many people are busy
//! in a slot as it has tables, and at most `target` of the β hold.

use super::day::{Day, SlotSet};
use super::options::Options;
use super::patterns::{Pattern, Window};
use super::sat::{Sat, Verdict};
use super::slots::members;
use batsat::Lit;

/// A participant's patterns with breaks are listed where there are at most so many.
const MAX_LISTED: usize = 60;

/// The clauses of one question.
pub(super) struct Question<'s> {
    sat: Sat<'s>,
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
    let mut sat = Sat::new(seed, stop);
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
        let patterns = &options.patterns[p];
        let broken = patterns.iter().filter(|s| s.breaks > 0).count();
        costs.extend(if options.all_listed && broken <= MAX_LISTED {
            patterns_of(&mut sat, patterns, possible, &y)
        } else {
            let most = patterns.iter().map(|s| s.breaks as usize).max().unwrap_or(0);
            let most = if options.all_listed { most } else { options.window.most };
            let window = Window { fewest: options.window.fewest, most };
            runs_of(&mut sat, patterns, window, meetings.len(), possible, &y)
        });
    }
    for busy in busy_in {
        sat.at_most(&busy, day.tables.saturating_mul(2));
    }
    sat.at_most(&costs, target);
    for &(first, second) in &day.precedences {
        for &(k, after) in &x[second] {
            let before = x[first].iter().filter(|&&(u, _)| u < k).map(|&(_, l)| l);
            sat.clause(before.chain([!after]));
        }
    }
    Question { sat, x }
}

/// One of the patterns, linked to the busy slots; gives a literal per break.
fn patterns_of(
    sat: &mut Sat<'_>,
    patterns: &[Pattern],
    possible: SlotSet,
    y: &[Option<Lit>],
) -> Vec<Lit> {
    let most = patterns.iter().map(|s| s.breaks).max().unwrap_or(0);
    let more_than: Vec<Lit> = (0..most).map(|_| sat.literal(None)).collect();
    for pair in more_than.windows(2) {
        sat.clause([!pair[1], pair[0]]);
    }
    let chosen: Vec<Lit> = patterns.iter().map(|_| sat.literal(None)).collect();
    sat.clause(chosen.iter().copied());
    for (s, &l) in patterns.iter().zip(&chosen) {
        if let Some(last) = s.breaks.checked_sub(1) {
            sat.clause([!l, more_than[last as usize]]);
        }
        for k in members(possible) {
            if let Some(busy) = y[k] {
                sat.clause([!l, if s.busy >> k & 1 == 1 { busy } else { !busy }]);
            }
        }
    }
    for k in members(possible) {
        let Some(busy) = y[k] else { continue };
        for with in [true, false] {
            let support = patterns
                .iter()
                .zip(&chosen)
                .filter(|(s, _)| (s.busy >> k & 1 == 1) == with)
                .map(|(_, &l)| l);
            sat.clause(support.chain([if with { !busy } else { busy }]));
        }
    }
    more_than
}

/// Where a participant has too many patterns to list: those without a break are listed, for the
/// others the runs are counted. Gives a literal per break.
fn runs_of(
    sat: &mut Sat<'_>,
    patterns: &[Pattern],
    window: Window,
    meetings: usize,
    possible: SlotSet,
    y: &[Option<Lit>],
) -> Vec<Lit> {
    // More runs than meetings there are none.
    let most = window.most.min(meetings.saturating_sub(1));
    let more_than: Vec<Lit> = (0..most).map(|_| sat.literal(None)).collect();
    for pair in more_than.windows(2) {
        sat.clause([!pair[1], pair[0]]);
    }
    let busy: Vec<Lit> = y.iter().flatten().copied().collect();
    if busy.len() < meetings {
        sat.clause([]);
        return more_than;
    }
    let mut unbroken = Vec::new();
    for s in patterns.iter().filter(|s| s.breaks == 0) {
        let chosen = sat.literal(None);
        if let Some(&broken) = more_than.first() {
            sat.clause([!chosen, !broken]);
        }
        for k in members(possible) {
            if let Some(busy) = y[k] {
                sat.clause([!chosen, if s.busy >> k & 1 == 1 { busy } else { !busy }]);
            }
        }
        unbroken.push(chosen);
    }
    sat.clause(unbroken.iter().chain(more_than.first()).copied());
    let idle: Vec<Lit> = busy.iter().map(|&l| !l).collect();
    sat.at_most(&busy, meetings);
    sat.at_most(&idle, busy.len() - meetings);
    let mut starts = Vec::new();
    for k in members(possible) {
        let Some(busy) = y[k] else { continue };
        match k.checked_sub(1).and_then(|before| y[before]) {
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
    let counted = sat.count(&starts, most + 2);
    for (j, &more) in counted.iter().enumerate().skip(1) {
        match more_than.get(j - 1) {
            Some(&broken) => sat.clause([!more, broken]),
            None => sat.clause([!more]),
        }
    }
    if window.fewest > 0 {
        let idle: Vec<Lit> = starts.iter().map(|&l| !l).collect();
        match idle.len().checked_sub(window.fewest + 1) {
            Some(most) => sat.at_most(&idle, most),
            None => sat.clause([]),
        }
    }
    more_than
}

impl Question<'_> {
    pub fn solve(&mut self, conflicts: u64) -> Verdict {
        self.sat.solve(conflicts)
    }

    /// The plan found, after `Yes`.
    pub fn plan(&self) -> Option<Vec<usize>> {
        let slot =
            |own: &Vec<(usize, Lit)>| own.iter().find(|(_, l)| self.sat.holds(*l)).map(|&(k, _)| k);
        self.x.iter().map(slot).collect()
    }
}
