//! Makes the certificate of a bound: prices by the linear program, lemmas by the satisfiability
//! solver, and cases where neither is enough.

use super::certificate::{Case, Certificate, Step, all_options, either, windows_of};
use super::day::Day;
use super::formula::{Constraint, Formula, Literal};
use super::options::Options;
use super::prices::{Prices, UNIT};
use super::relaxation::{Relaxed, relax};
use crate::solver::Limits;
use crate::solver::sat::{Lit, Solver, Verdict};
use std::time::Instant;

/// Conflicts before a case is split, at first and within cases.
const FIRST_CONFLICTS: u64 = 60_000;
const CONFLICTS: u64 = 1_000;

/// Shows that no plan of the day has fewer breaks than `bound`, or gives nothing where that was not
/// achieved within the limits or before `stop` held, which is asked many times a second. Cost: what proving the last break took, and more for days that only
/// cases settle.
pub fn certify(
    day: &Day,
    bound: usize,
    limits: Limits,
    stop: &dyn Fn() -> bool,
) -> Option<Certificate> {
    let started = Instant::now();
    let stop = || started.elapsed().as_secs_f64() >= limits.seconds || stop();
    let maker = Maker { day, limits, stop: &stop };
    day.check().ok()?;
    let Some(target) = bound.checked_sub(1) else { return Some(Certificate { windows: vec![] }) };
    let windows = windows_of(day, target).into_iter();
    let cases = windows.map(|w| maker.case(&all_options(day, w)?, target, FIRST_CONFLICTS));
    Some(Certificate { windows: cases.collect::<Option<_>>()? })
}

struct Maker<'a> {
    day: &'a Day,
    limits: Limits,
    stop: &'a dyn Fn() -> bool,
}

impl Maker<'_> {
    fn case(&self, options: &Options, target: usize, conflicts: u64) -> Option<Case> {
        let day = self.day;
        let (prices, doubtful) = match relax(day, options, self.limits, self.stop) {
            Relaxed::Priced(priced) => (priced.prices, priced.doubtful),
            Relaxed::Impossible | Relaxed::Nothing => (Prices::none(day), None),
        };
        let proof = prices.prove(day, options);
        if proof.bound > UNIT * i64::try_from(target).ok()? {
            return Some(Case::Priced { prices, lemmas: Vec::new() });
        }
        let formula = Formula::new(day, &proof.keep(options, target), target);
        let conflicts = if doubtful.is_some() { conflicts } else { u64::MAX };
        if let Some(lemmas) = self.refute(&formula, conflicts) {
            return Some(Case::Priced { prices, lemmas });
        }
        let (participant, slot) = doubtful.filter(|_| !(self.stop)())?;
        let inner = |busy| {
            let left = either(day, options, participant, slot, busy);
            self.case(&left, target, CONFLICTS).map(Box::new)
        };
        Some(Case::Either { participant, slot, busy: inner(true)?, idle: inner(false)? })
    }

    fn refute(&self, formula: &Formula, conflicts: u64) -> Option<Vec<Step>> {
        let mut solver = Solver::new(u64::from(self.limits.seed), self.stop);
        solver.keep_trace();
        (0..formula.variables).for_each(|_| _ = solver.literal(None));
        let of = |&l: &Literal| Lit::new(l.unsigned_abs() as usize - 1, l > 0);
        for constraint in &formula.constraints {
            match constraint {
                Constraint::Clause(literals) => solver.clause(literals.iter().map(of)),
                Constraint::AtMost(literals, most) => {
                    solver.at_most(&literals.iter().map(of).collect::<Vec<_>>(), *most);
                }
            }
        }
        if solver.solve(&[], conflicts) != Verdict::No {
            return None;
        }
        let back = |l: &Lit| {
            let number = l.variable() as Literal + 1;
            if l.is_positive() { number } else { -number }
        };
        let lemmas = solver.refutation()?.into_iter();
        let step = |lemma: crate::solver::sat::Lemma| Step {
            literals: lemma.literals.iter().map(back).collect(),
            hints: lemma.hints,
        };
        Some(lemmas.map(step).collect())
    }
}
