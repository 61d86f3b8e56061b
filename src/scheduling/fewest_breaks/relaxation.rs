//! The pattern linear program, and what its duals prove about every plan.
//!
//! Sets: meetings m, participants p, slots k; P(p) the patterns of p.
//! Variables: x\[m,k\] meeting m is in slot k; λ\[p,S\] participant p is busy exactly in the slots S.
//! Objective: fewest Σ breaks(S) · λ\[p,S\].
//! Constraints: Σ_k x\[m,k\] = 1; Σ_m x\[m,k\] ≤ tables; Σ_S λ\[p,S\] = 1;
//! Σ_{S∋k} λ\[p,S\] = Σ_{m∋p} x\[m,k\] (link); a precedence's second meeting is not in the slots up to
//! k unless its first is before k.
//!
//! The duals of links, tables and precedences are rounded to whole multiples of 2⁻³⁰. With these as
//! prices the problem falls apart into the cheapest slot of each meeting and the cheapest pattern of
//! each participant; their sum is a bound whatever the prices are, and is computed without rounding.
//! What costs more than the target leaves open is in no plan of the target (reduced-cost fixing).

use super::day::{Day, SlotSet};
use super::options::Options;
use super::patterns::Pattern;
use super::slots::members;
use crate::solver::{Limits, Model, Outcome, SolverError, Status, Sum, Variable};
use std::ops::ControlFlow;

/// One break in the whole numbers of prices and bounds.
const UNIT: i64 = 1 << 30;
/// No price is larger, so that no sum overflows: sums have at most 2¹⁷ terms.
const MAX_PRICE: i64 = UNIT << 12;
/// Levels into which what a target leaves open is cut.
const LEVELS: u8 = 8;
/// Patterns added for a participant in a round, and rounds.
const MAX_ADDED: usize = 200;
const MAX_ROUNDS: usize = 20;

/// Prices per participant and slot, per slot, and per precedence and slot.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    link: Vec<Vec<i64>>,
    table: Vec<i64>,
    order: Vec<Vec<i64>>,
}

/// A program and where its variables and rows are.
struct Program {
    model: Model,
    patterns: Vec<Vec<(usize, Variable)>>,
    link_rows: Vec<Vec<(usize, usize)>>,
    table_rows: Vec<usize>,
    order_rows: Vec<Vec<(usize, usize)>>,
}

fn program(day: &Day, options: &Options, integer: bool, used: &[Vec<usize>]) -> Program {
    let mut model = Model::new();
    let x: Vec<Vec<(usize, Variable)>> = options
        .domains
        .iter()
        .map(|&d| members(d).map(|k| (k, model.continuous(1.0, 0.0))).collect())
        .collect();
    let patterns: Vec<Vec<(usize, Variable)>> = options
        .patterns
        .iter()
        .zip(used)
        .map(|(own, used)| {
            used.iter()
                .map(|&i| {
                    let points = -f64::from(own[i].breaks);
                    let v =
                        if integer { model.binary(points) } else { model.continuous(1.0, points) };
                    (i, v)
                })
                .collect()
        })
        .collect();
    let mut tables = vec![Sum::default(); day.slots];
    for own in &x {
        let mut once = Sum::default();
        for &(k, v) in own {
            once.add(1.0, v);
            tables[k].add(1.0, v);
        }
        model.equal(once, 1.0);
    }
    let mut table_rows = Vec::new();
    for sum in tables {
        table_rows.push(model.rows());
        model.at_most(sum, day.tables.min(day.meetings.len()) as f64);
    }
    let mut link_rows = Vec::new();
    for (p, meetings) in day.meetings_of().into_iter().enumerate() {
        let mut links = vec![Sum::default(); day.slots];
        let mut once = Sum::default();
        for &(i, v) in &patterns[p] {
            once.add(1.0, v);
            for k in members(options.patterns[p][i].busy) {
                links[k].add(1.0, v);
            }
        }
        let mut possible = 0;
        for m in meetings {
            possible |= options.domains[m];
            for &(k, v) in &x[m] {
                links[k].add(-1.0, v);
            }
        }
        model.equal(once, 1.0);
        let mut rows = Vec::new();
        for k in members(possible) {
            rows.push((k, model.rows()));
            model.equal(std::mem::take(&mut links[k]), 0.0);
        }
        link_rows.push(rows);
    }
    let mut order_rows = Vec::new();
    for &(first, second) in &day.precedences {
        let mut rows = Vec::new();
        for k in members(options.domains[second]) {
            let mut sum = Sum::default();
            x[second].iter().filter(|(u, _)| *u <= k).for_each(|&(_, v)| sum.add(1.0, v));
            x[first].iter().filter(|(u, _)| *u < k).for_each(|&(_, v)| sum.add(-1.0, v));
            rows.push((k, model.rows()));
            model.at_most(sum, 0.0);
        }
        order_rows.push(rows);
    }
    Program { model, patterns, link_rows, table_rows, order_rows }
}

/// What the linear program found.
pub(super) enum Relaxed {
    Proof(Proof),
    /// No fractional plan, so no plan.
    Impossible,
    /// Stopped, or the solver had trouble.
    Nothing,
}

/// Solves the linear program over the options of at most `target` breaks and gives what its prices
/// prove. It starts with patterns of at most one break; those that the prices then make attractive
/// are added. Whenever it is stopped, the last prices are proof all the same.
pub(super) fn relax(
    day: &Day,
    options: &Options,
    limits: Limits,
    stop: &dyn Fn() -> bool,
) -> Relaxed {
    let few = |own: &Vec<Pattern>| {
        let least = own.iter().map(|s| s.breaks).min().unwrap_or(0);
        (0..own.len()).filter(|&i| own[i].breaks <= least.max(1)).collect()
    };
    let mut used: Vec<Vec<usize>> = options.patterns.iter().map(few).collect();
    let mut best: Option<Proof> = None;
    for _ in 0..MAX_ROUNDS {
        let mut program = program(day, options, false, &used);
        program.model.interior_point();
        let Ok(outcome) = solve(&program.model, limits, stop) else { break };
        // With every pattern in, no fractional plan means no plan; before, more may help.
        let all = used.iter().zip(&options.patterns).all(|(used, own)| used.len() == own.len());
        if outcome.status == Status::Infeasible && all {
            return Relaxed::Impossible;
        }
        if outcome.status == Status::Infeasible || outcome.duals.is_empty() {
            if all || stop() {
                break;
            }
            used = options.patterns.iter().map(|own| (0..own.len()).collect()).collect();
            continue;
        }
        let proof = program.prices(day, &outcome.duals).prove(day, options);
        let more = proof.attractive(&used);
        if best.as_ref().is_none_or(|b| b.bound < proof.bound) {
            best = Some(proof);
        }
        if more.iter().all(Vec::is_empty) || stop() {
            break;
        }
        used.iter_mut().zip(more).for_each(|(used, more)| used.extend(more));
    }
    best.map_or(Relaxed::Nothing, Relaxed::Proof)
}

impl Program {
    fn prices(&self, day: &Day, duals: &[f64]) -> Prices {
        let whole = |row: usize| (duals[row] * UNIT as f64).round() as i64;
        let spread = |rows: &[(usize, usize)], least: i64| {
            let mut prices = vec![0; day.slots];
            rows.iter().for_each(|&(k, row)| prices[k] = whole(row).clamp(least, MAX_PRICE));
            prices
        };
        Prices {
            link: self.link_rows.iter().map(|rows| spread(rows, -MAX_PRICE)).collect(),
            table: self.table_rows.iter().map(|&row| whole(row).clamp(0, MAX_PRICE)).collect(),
            order: self.order_rows.iter().map(|rows| spread(rows, 0)).collect(),
        }
    }
}

/// Looks for a plan of at most `target` breaks among the options, as an integer program over
/// patterns: a pattern per participant, or nothing where there is none. Slots of meetings may be
/// fractional, so patterns found need not fit together.
pub(super) fn integer_patterns(
    day: &Day,
    options: &Options,
    target: usize,
    limits: Limits,
    stop: &dyn Fn() -> bool,
) -> Result<(Status, Vec<Vec<Pattern>>), SolverError> {
    let all: Vec<Vec<usize>> =
        options.patterns.iter().map(|own| (0..own.len()).collect()).collect();
    let mut program = program(day, options, true, &all);
    let mut total = Sum::default();
    for (own, patterns) in program.patterns.iter().zip(&options.patterns) {
        for &(i, v) in own.iter().filter(|&&(i, _)| patterns[i].breaks > 0) {
            total.add(f64::from(patterns[i].breaks), v);
        }
    }
    program.model.at_most(total, target as f64);
    let outcome = solve(&program.model, limits, stop)?;
    let chosen = program.patterns.iter().zip(&options.patterns).map(|(own, patterns)| {
        let taken = own
            .iter()
            .filter(|(_, v)| outcome.values.get(v.index()).is_some_and(|&value| value > 0.5));
        taken.map(|&(i, _)| patterns[i]).collect()
    });
    Ok((outcome.status, chosen.collect()))
}

fn solve(model: &Model, limits: Limits, stop: &dyn Fn() -> bool) -> Result<Outcome, SolverError> {
    model.solve(limits, 1.0, &mut |_| {
        if stop() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
}

/// What prices prove: a bound, and for each option how much more than the bound it costs.
pub(super) struct Proof {
    /// In units.
    bound: i64,
    x: Vec<Vec<i64>>,
    patterns: Vec<Vec<i64>>,
}

impl Prices {
    /// Prices the options. Cost: linear in meetings × slots and the sizes of patterns.
    pub fn prove(&self, day: &Day, options: &Options) -> Proof {
        let mut bound = -self.table.iter().sum::<i64>() * day.tables.min(day.meetings.len()) as i64;
        let mut x: Vec<Vec<i64>> = day
            .meetings
            .iter()
            .map(|m| {
                let [a, b] = m.participants;
                (0..day.slots).map(|k| self.table[k] - self.link[a][k] - self.link[b][k]).collect()
            })
            .collect();
        for (prices, &(first, second)) in self.order.iter().zip(&day.precedences) {
            for (k, &price) in prices.iter().enumerate().filter(|(_, p)| **p != 0) {
                x[second][..=k].iter_mut().for_each(|c| *c += price);
                x[first][..k].iter_mut().for_each(|c| *c -= price);
            }
        }
        for (costs, &domain) in x.iter_mut().zip(&options.domains) {
            let least = members(domain).map(|k| costs[k]).min().unwrap_or(0);
            bound += least;
            costs.iter_mut().for_each(|c| *c -= least);
        }
        let mut patterns = Vec::with_capacity(options.patterns.len());
        for (own, prices) in options.patterns.iter().zip(&self.link) {
            let mut costs: Vec<i64> = own
                .iter()
                .map(|s| {
                    i64::from(s.breaks) * UNIT + members(s.busy).map(|k| prices[k]).sum::<i64>()
                })
                .collect();
            let least = costs.iter().copied().min().unwrap_or(0);
            bound += least;
            costs.iter_mut().for_each(|c| *c -= least);
            patterns.push(costs);
        }
        Proof { bound, x, patterns }
    }
}

impl Proof {
    /// Per participant the patterns, not yet used, that are cheaper than the cheapest one used.
    fn attractive(&self, used: &[Vec<usize>]) -> Vec<Vec<usize>> {
        let mut all = Vec::new();
        for (costs, used) in self.patterns.iter().zip(used) {
            let least = used.iter().map(|&i| costs[i]).min().unwrap_or(i64::MAX);
            let slack = UNIT / 1_000_000;
            let mut better: Vec<usize> =
                (0..costs.len()).filter(|&i| costs[i].saturating_add(slack) < least).collect();
            better.sort_by_key(|&i| costs[i]);
            better.truncate(MAX_ADDED);
            all.push(better);
        }
        all
    }

    /// Fewest breaks of any plan of the options.
    pub fn breaks(&self) -> usize {
        usize::try_from(self.bound.div_euclid(UNIT) + i64::from(self.bound.rem_euclid(UNIT) > 0))
            .unwrap_or(0)
    }

    /// Drops what is in no plan of at most `target` breaks, and gives what is left its level: how
    /// much of what the target leaves open it takes. In a plan these add up to no more than is
    /// open, as its breaks are the bound and all that its parts cost above it.
    pub fn keep(&self, options: &Options, target: usize) -> Options {
        let open = i64::try_from(target).unwrap_or(0).saturating_mul(UNIT) - self.bound;
        let level = |cost: i64| {
            // Rounded down; with nothing open only what costs nothing is left.
            if open <= 0 {
                0
            } else {
                (i128::from(cost) * i128::from(LEVELS) / i128::from(open)) as u8
            }
        };
        let most = open.max(0);
        let keep_slots = |(costs, &domain): (&Vec<i64>, &SlotSet)| {
            members(domain).filter(|&k| costs[k] <= most).fold(0, |set, k| set | 1 << k)
        };
        let keep_patterns = |(costs, own): (&Vec<i64>, &Vec<Pattern>)| {
            let may = |(s, c): &(&Pattern, &i64)| **c <= most && s.breaks as usize <= target;
            let kept = own.iter().zip(costs).filter(may);
            kept.map(|(s, &c)| Pattern { level: level(c), ..*s }).collect()
        };
        let slot_levels = |costs: &Vec<i64>| {
            costs.iter().map(|&c| if (0..=open).contains(&c) { level(c) } else { 0 }).collect()
        };
        Options {
            all_listed: options.all_listed,
            window: options.window,
            domains: self.x.iter().zip(&options.domains).map(keep_slots).collect(),
            patterns: self.patterns.iter().zip(&options.patterns).map(keep_patterns).collect(),
            levels: LEVELS,
            slot_levels: self.x.iter().map(slot_levels).collect(),
        }
    }
}
