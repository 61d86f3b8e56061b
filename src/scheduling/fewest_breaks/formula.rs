//! *Is there a plan of at most so many breaks among these options* as constraints that are easy to
//! write again: what a proof of the bound speaks of. The engine's own questions (`clauses.rs`) are
//! shorter and harder to follow.
//!
//! Variables are numbered from 1 in the order in which they are first named here, a negation is the
//! negative number; constraints are counted from 0 in the order in which they are written:
//!
//! 1. x\[m,k\] for each meeting m and each open slot k of it, both ascending. Per meeting: one of them
//!    (clause); at most one.
//! 2. Per participant p, with the meetings M and U the union of their open slots:
//!    - y\[p,k\] for each k in U. Per k: y implies one of the x\[m,k\] of M; each x\[m,k\] implies y;
//!      at most one x\[m,k\].
//!    - λ\[p,S\] for each open pattern S within U below the cut, by (breaks, S as a number); then ω\[p\]
//!      if there are others, which stands for them all. One of these (clause). Per S and k in U: λ
//!      implies y if k ∈ S, else not y.
//!    - b\[p,1..\] up to the most breaks of these, then l\[p,1..\] up to the highest level: each implies
//!      the one before. Per λ, then for ω: it implies b of its breaks, then l of its level, where these
//!      are not 0; ω has the fewest breaks and the lowest level of those it stands for.
//!    - Per k in U: y implies one of the λ with k ∈ S, or ω; not y one of those without, or ω.
//! 3. l\[m,1..\] per meeting up to the highest level of its open slots: each implies the one before;
//!    x\[m,k\] implies l of its level.
//!
//! The cut is the highest level, from 1 to `levels` + 1, below which there are at most `MAX_LISTED`
//! open patterns in all; 1 if there is none.
//!
//! 4. Per slot: at most 2 · tables of the y. At most `target` of the b. At most `levels` of the l
//!    (those of participants, then those of meetings), where there are prices.
//! 5. Per precedence and open slot k of the second meeting: x\[second,k\] implies one of the first's
//!    before k.

use super::day::{Day, SlotSet};
use super::options::Options;
use super::patterns::Pattern;
use super::slots::members;

/// A variable from 1, its negation as the negative number.
pub(super) type Literal = i32;

/// Patterns that are listed in all, beyond those of level 0.
const MAX_LISTED: usize = 6_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Constraint {
    /// One of the literals holds.
    Clause(Vec<Literal>),
    AtMost(Vec<Literal>, usize),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Formula {
    pub variables: Literal,
    pub constraints: Vec<Constraint>,
}

impl Formula {
    fn literal(&mut self) -> Literal {
        self.variables += 1;
        self.variables
    }

    fn clause(&mut self, literals: impl IntoIterator<Item = Literal>) {
        self.constraints.push(Constraint::Clause(literals.into_iter().collect()));
    }

    fn at_most(&mut self, literals: Vec<Literal>, most: usize) {
        self.constraints.push(Constraint::AtMost(literals, most));
    }

    /// So many literals, each of which implies the one before.
    fn ladder(&mut self, length: usize) -> Vec<Literal> {
        let literals: Vec<Literal> = (0..length).map(|_| self.literal()).collect();
        literals.windows(2).for_each(|pair| self.clause([-pair[1], pair[0]]));
        literals
    }

    /// Writes the constraints. All patterns are listed in the options.
    pub fn new(day: &Day, options: &Options, target: usize) -> Formula {
        let mut formula = Formula::default();
        let x: Vec<Vec<(usize, Literal)>> = options
            .domains
            .iter()
            .map(|&domain| members(domain).map(|k| (k, formula.literal())).collect())
            .collect();
        for own in &x {
            formula.clause(own.iter().map(|&(_, l)| l));
            formula.at_most(own.iter().map(|&(_, l)| l).collect(), 1);
        }
        let below = |cut: u8| options.patterns.iter().flatten().filter(|s| s.level < cut).count();
        let cuts = (1..=options.levels + 1).rev();
        let cut = cuts.into_iter().find(|&cut| below(cut) <= MAX_LISTED).unwrap_or(1);
        let mut busy_in = vec![Vec::new(); day.slots];
        let (mut broken, mut levels) = (Vec::new(), Vec::new());
        for (p, meetings) in day.meetings_of().into_iter().enumerate() {
            formula.participant(
                &x,
                &meetings,
                options,
                p,
                cut,
                &mut busy_in,
                &mut broken,
                &mut levels,
            );
        }
        for (own, of_slot) in x.iter().zip(&options.slot_levels) {
            let most = own.iter().map(|&(k, _)| of_slot[k]).max().unwrap_or(0);
            let taken = formula.ladder(usize::from(most));
            for &(k, l) in own.iter().filter(|(k, _)| of_slot[*k] > 0) {
                formula.clause([-l, taken[usize::from(of_slot[k]) - 1]]);
            }
            levels.extend(taken);
        }
        for busy in busy_in {
            formula.at_most(busy, day.tables.saturating_mul(2));
        }
        formula.at_most(broken, target);
        if options.levels > 0 {
            formula.at_most(levels, usize::from(options.levels));
        }
        for &(first, second) in &day.precedences {
            for &(k, after) in &x[second] {
                let before = x[first].iter().filter(|&&(u, _)| u < k).map(|&(_, l)| l);
                formula.clause(before.chain([-after]));
            }
        }
        formula
    }

    #[expect(clippy::too_many_arguments)]
    fn participant(
        &mut self,
        x: &[Vec<(usize, Literal)>],
        meetings: &[usize],
        options: &Options,
        p: usize,
        cut: u8,
        busy_in: &mut [Vec<Literal>],
        broken: &mut Vec<Literal>,
        levels: &mut Vec<Literal>,
    ) {
        let possible: SlotSet = meetings.iter().fold(0, |s, &m| s | options.domains[m]);
        let y: Vec<(usize, Literal)> = members(possible).map(|k| (k, self.literal())).collect();
        for &(k, busy) in &y {
            let held: Vec<Literal> = meetings
                .iter()
                .flat_map(|&m| x[m].iter().filter(|(u, _)| *u == k).map(|&(_, l)| l))
                .collect();
            self.clause(held.iter().copied().chain([-busy]));
            held.iter().for_each(|&l| self.clause([-l, busy]));
            self.at_most(held, 1);
            busy_in[k].push(busy);
        }
        let within = options.patterns[p].iter().filter(|s| s.busy & !possible == 0);
        let (mut own, others): (Vec<&Pattern>, Vec<&Pattern>) = within.partition(|s| s.level < cut);
        own.sort_by_key(|s| (s.breaks, s.busy));
        // What each choice costs, and the slots of those that are patterns.
        let mut costs: Vec<(usize, usize)> =
            own.iter().map(|s| (s.breaks as usize, usize::from(s.level))).collect();
        if let (Some(breaks), Some(level)) =
            (others.iter().map(|s| s.breaks).min(), others.iter().map(|s| s.level).min())
        {
            costs.push((breaks as usize, usize::from(level)));
        }
        let choices: Vec<Literal> = costs.iter().map(|_| self.literal()).collect();
        let (chosen, other) = choices.split_at(own.len());
        self.clause(choices.iter().copied());
        for (s, &l) in own.iter().zip(chosen) {
            for &(k, busy) in &y {
                self.clause([-l, if s.busy >> k & 1 == 1 { busy } else { -busy }]);
            }
        }
        let b = self.ladder(costs.iter().map(|c| c.0).max().unwrap_or(0));
        let l = self.ladder(costs.iter().map(|c| c.1).max().unwrap_or(0));
        for (&choice, &(breaks, level)) in choices.iter().zip(&costs) {
            if breaks > 0 {
                self.clause([-choice, b[breaks - 1]]);
            }
            if level > 0 {
                self.clause([-choice, l[level - 1]]);
            }
        }
        for &(k, busy) in &y {
            for with in [true, false] {
                let support =
                    own.iter().zip(chosen).filter(|(s, _)| (s.busy >> k & 1 == 1) == with);
                let support = support.map(|(_, &l)| l).chain(other.iter().copied());
                self.clause(support.chain([if with { -busy } else { busy }]));
            }
        }
        broken.extend(b);
        levels.extend(l);
    }
}
