//! Makes the certificate of a bound: prices by the linear program, lemmas by the satisfiability
//! solver, and cases where neither is enough.

use super::certificate::{Case, Certificate, Rest, Step, all_options, either, windows_of};
use super::day::Day;
use super::formula::{Constraint, Formula, Literal};
use super::options::Options;
use super::prices::{Prices, UNIT};
use super::relaxation::{Relaxed, relax};
use crate::solver::Limits;
use crate::solver::sat::{Lit, Solver, Verdict};
use std::time::Instant;

/// Conflicts before a window is split, where nobody asks for others.
pub const PATIENCE: u64 = 60_000;
/// Conflicts before a case within a window is split.
const CONFLICTS: u64 = 1_000;
/// Breaks that it costs to leave a meeting or a slot of somebody's pattern out, per break that is to
/// be shown: with these every case has prices.
const SLACK: f64 = 16.0;

/// Shows that no plan of the day has fewer breaks than `bound`, or gives nothing where that was not
/// achieved within the limits or before `stop` held, which is asked many times a second. A window is
/// split into cases after so many `conflicts` ([`PATIENCE`]). Cost: what proving the last break took,
/// and more for days that only cases settle.
pub fn certify(
    day: &Day,
    bound: usize,
    conflicts: u64,
    limits: Limits,
    stop: &dyn Fn() -> bool,
) -> Option<Certificate> {
    let started = Instant::now();
    let stop = || started.elapsed().as_secs_f64() >= limits.seconds || stop();
    day.check().ok()?;
    let Some(target) = bound.checked_sub(1) else { return Some(Certificate { windows: vec![] }) };
    let windows = windows_of(day, target).into_iter().map(|window| {
        let mut maker = Maker { day, target, limits, stop: &stop, cases: Vec::new() };
        maker.priced(&all_options(day, window)?, None, conflicts)?;
        Some(maker.cases)
    });
    Some(Certificate { windows: windows.collect::<Option<_>>()? })
}

struct Maker<'a> {
    day: &'a Day,
    /// One break less than the bound.
    target: usize,
    limits: Limits,
    stop: &'a dyn Fn() -> bool,
    cases: Vec<Case>,
}

/// A question that splits a case: is the participant busy in the slot?
type Question = (usize, usize);
/// A question, the answer that is wrong, and what refutes it.
type Answer = (Question, bool, Vec<Step>);

impl Maker<'_> {
    /// Shows that there is no plan among the options, beginning with prices; leaving something out
    /// costs `slack`, where that may be. What they leave open is refuted or split.
    fn priced(&mut self, options: &Options, slack: Option<f64>, conflicts: u64) -> Option<()> {
        let day = self.day;
        let (prices, doubtful) = match relax(day, options, slack, self.limits, self.stop) {
            Relaxed::Priced(priced) => (priced.prices, priced.doubtful),
            Relaxed::Impossible | Relaxed::Nothing => (Prices::none(day), None),
        };
        let proof = prices.prove(day, options);
        if proof.bound > UNIT * i64::try_from(self.target).ok()? {
            self.cases.push(Case { prices: Some(prices), rest: Rest::Nothing });
            return Some(());
        }
        let open = proof.keep(options, self.target);
        let conflicts = if doubtful.is_some() { conflicts } else { u64::MAX };
        if let Some(lemmas) = self.refute(&open, conflicts) {
            self.cases.push(Case { prices: Some(prices), rest: Rest::Lemmas(lemmas) });
            return Some(());
        }
        if let Some(answer) = self.probe(&open, 0) {
            return self.follow(&open, Some(prices), answer);
        }
        let (participant, slot) = doubtful.filter(|_| !(self.stop)())?;
        self.cases.push(Case { prices: Some(prices), rest: Rest::Either { participant, slot } });
        self.narrowed(&either(day, &open, participant, slot, true), 0)?;
        self.narrowed(&either(day, &open, participant, slot, false), 0)
    }

    /// The same, beginning with what propagation alone refutes, from a question on.
    fn narrowed(&mut self, options: &Options, from: usize) -> Option<()> {
        match self.probe(options, from) {
            Some(answer) => self.follow(options, None, answer),
            None => {
                let slack = SLACK * (self.target + 1) as f64;
                self.priced(options, Some(slack), CONFLICTS)
            }
        }
    }

    /// Splits by a question with one answer that is refuted, and goes on with the other.
    fn follow(
        &mut self,
        open: &Options,
        prices: Option<Prices>,
        (question, wrong, lemmas): Answer,
    ) -> Option<()> {
        let (participant, slot) = question;
        let refuted = Case { prices: None, rest: Rest::Lemmas(lemmas) };
        let other = either(self.day, open, participant, slot, !wrong);
        let from = participant * self.day.slots + slot;
        self.cases.push(Case { prices, rest: Rest::Either { participant, slot } });
        if wrong {
            self.cases.push(refuted);
            return self.narrowed(&other, from);
        }
        self.narrowed(&other, from)?;
        self.cases.push(refuted);
        Some(())
    }

    /// The next question, participant by participant and slot by slot, one answer of which leads to
    /// a contradiction at once.
    fn probe(&self, options: &Options, from: usize) -> Option<Answer> {
        let (day, questions) = (self.day, self.day.participants() * self.day.slots);
        let mut known = options.clone();
        if !known.narrow(day) {
            return None;
        }
        for question in (from..questions).chain(0..from) {
            if (self.stop)() {
                return None;
            }
            let (participant, slot) = (question / day.slots, question % day.slots);
            let own = &known.patterns[participant];
            let busy = own.iter().filter(|s| s.busy >> slot & 1 == 1).count();
            if busy == 0 || busy == own.len() {
                continue;
            }
            let contradicts = |&is: &bool| !either(day, &known, participant, slot, is).narrow(day);
            let Some(wrong) = [true, false].into_iter().find(contradicts) else { continue };
            let side = either(day, options, participant, slot, wrong);
            if let Some(lemmas) = self.refute(&side, CONFLICTS) {
                return Some(((participant, slot), wrong, lemmas));
            }
        }
        None
    }

    fn refute(&self, open: &Options, conflicts: u64) -> Option<Vec<Step>> {
        let formula = Formula::new(self.day, open, self.target);
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
