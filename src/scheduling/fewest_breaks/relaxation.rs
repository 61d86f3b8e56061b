//! The pattern linear program, whose duals are prices.
//!
//! Sets: meetings m, participants p, slots k; P(p) the patterns of p.
//! Variables: x\[m,k\] meeting m is in slot k; λ\[p,S\] participant p is busy exactly in the slots S.
//! Objective: fewest Σ breaks(S) · λ\[p,S\].
//! Constraints: Σ_k x\[m,k\] = 1; Σ_m x\[m,k\] ≤ tables; Σ_S λ\[p,S\] = 1;
//! Σ_{S∋k} λ\[p,S\] = Σ_{m∋p} x\[m,k\] (link); a precedence's second meeting is not in the slots up to
//! k unless its first is before k.
//!
//! The duals of links, tables and precedences, rounded to whole multiples of 2⁻³⁰, are the prices.

use super::day::{Day, MAX_SLOTS};
use super::options::Options;
use super::patterns::Pattern;
use super::prices::{MAX_PRICE, Prices, Proof, UNIT};
use super::slots::members;
use crate::solver::{Limits, Model, Outcome, SolverError, Status, Sum, Variable};
use std::ops::ControlFlow;

/// Rounds in which patterns are added.
const MAX_ROUNDS: usize = 20;

/// A program and where its variables and rows are.
struct Program {
    model: Model,
    patterns: Vec<Vec<(usize, Variable)>>,
    link_rows: Vec<Vec<(usize, usize)>>,
    table_rows: Vec<usize>,
    order_rows: Vec<Vec<(usize, usize)>>,
}

/// Makes the program over the `used` patterns. With `slack`, a meeting and a slot of somebody's pattern
/// may be left out at that many breaks each, so that there always is a solution.
fn program(
    day: &Day,
    options: &Options,
    integer: bool,
    used: &[Vec<usize>],
    slack: Option<f64>,
) -> Program {
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
        if let Some(cost) = slack {
            once.add(1.0, model.continuous(1.0, -cost));
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
        // Slots that no meeting can have any more are linked too: no pattern with them is open.
        let mut possible = options.patterns[p].iter().fold(0, |all, s| all | s.busy);
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
            let mut link = std::mem::take(&mut links[k]);
            if let Some(cost) = slack {
                link.add(1.0, model.continuous(1.0, -cost));
                link.add(-1.0, model.continuous(1.0, -cost));
            }
            model.equal(link, 0.0);
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
    Priced(Priced),
    /// No fractional plan, so no plan.
    Impossible,
    /// Stopped, or the solver had trouble.
    Nothing,
}

/// Prices, what they prove, and a participant and slot of whom the fractional plan is most in doubt
/// whether they are busy.
pub(super) struct Priced {
    pub prices: Prices,
    pub proof: Proof,
    pub doubtful: Option<(usize, usize)>,
}

/// Solves the linear program over the options (what `slack` is, says [`program`]) and gives what its
/// prices prove. It starts with patterns of at most one break; those that the prices then make
/// attractive are added. Whenever it is stopped, the last prices are proof all the same.
pub(super) fn relax(
    day: &Day,
    options: &Options,
    slack: Option<f64>,
    limits: Limits,
    stop: &dyn Fn() -> bool,
) -> Relaxed {
    let few = |own: &Vec<Pattern>| {
        let least = own.iter().map(|s| s.breaks).min().unwrap_or(0);
        (0..own.len()).filter(|&i| own[i].breaks <= least.max(1)).collect()
    };
    let mut used: Vec<Vec<usize>> = options.patterns.iter().map(few).collect();
    let mut best: Option<Priced> = None;
    for _ in 0..MAX_ROUNDS {
        let mut program = program(day, options, false, &used, slack);
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
        let prices = program.prices(day, &outcome.duals);
        let proof = prices.prove(day, options);
        let more = proof.attractive(&used);
        if best.as_ref().is_none_or(|b| b.proof.bound < proof.bound) {
            let doubtful = program.doubtful(options, &outcome.values);
            best = Some(Priced { prices, proof, doubtful });
        }
        if more.iter().all(Vec::is_empty) || stop() {
            break;
        }
        used.iter_mut().zip(more).for_each(|(used, more)| used.extend(more));
    }
    best.map_or(Relaxed::Nothing, Relaxed::Priced)
}

impl Program {
    fn doubtful(&self, options: &Options, values: &[f64]) -> Option<(usize, usize)> {
        let mut most = (1e-6, None);
        for (p, (own, patterns)) in self.patterns.iter().zip(&options.patterns).enumerate() {
            let mut busy = [0.0; MAX_SLOTS];
            for &(i, v) in own {
                let share = values.get(v.index()).copied().unwrap_or(0.0);
                members(patterns[i].busy).for_each(|k| busy[k] += share);
            }
            for (k, &share) in busy.iter().enumerate() {
                let doubt = share.min(1.0 - share);
                if doubt > most.0 {
                    most = (doubt, Some((p, k)));
                }
            }
        }
        most.1
    }

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
    let mut program = program(day, options, true, &all, None);
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
