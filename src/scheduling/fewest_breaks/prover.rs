//! The prover: is there a plan of at most so many breaks? It asks from 0 on, one break at a time;
//! every *no* raises the bound, a *yes* is a best plan.
//!
//! A question goes to the satisfiability solver first. Where that takes long, the linear program is
//! solved once, and what its prices rule out is dropped from this question and those after; where
//! that takes long still, the integer program over patterns is asked in between.

use super::board::Board;
use super::clauses::{Question, question};
use super::day::{Day, SlotSet};
use super::options::Options;
use super::patterns::Window;
use super::prices::Proof;
use super::relaxation::{Relaxed, integer_patterns, relax};
use crate::solver::sat::Verdict;
use crate::solver::{Limits, Status};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed as Unordered};

/// Conflicts after which a question is thought hard, and those of a turn from then on.
const EASY_CONFLICTS: u64 = 1_000;
const TURN_CONFLICTS: u64 = 5_000;
/// Targets that are ruled out before it is asked whether there is a plan at all.
const PATIENCE: usize = 2;
/// Patterns that the integer program takes, and the seconds of its first try.
const MAX_INTEGER_PATTERNS: usize = 5_000;
const FIRST_SECONDS: f64 = 5.0;

/// What a prover is asked about, for `stop` to know when others have answered it.
#[derive(Default)]
pub(super) struct Asked(AtomicUsize);

impl Asked {
    /// Whether the bound has passed the question.
    pub fn is_answered(&self, board: &Board<'_>) -> bool {
        board.bound() > self.0.load(Unordered)
    }
}

pub(super) struct Prover<'a> {
    day: &'a Day,
    domains: &'a [SlotSet],
    windows: &'a [Window],
    board: &'a Board<'a>,
    asked: &'a Asked,
    stop: &'a dyn Fn() -> bool,
    seed: u64,
    /// Conflicts to be spent on the question whether there is a plan at all.
    any_conflicts: u64,
    target: usize,
    /// Place of the window that is asked about.
    window: usize,
    stage: Stage<'a>,
    options: Option<Options>,
    proof: Option<Proof>,
    /// Of the next try of the integer program.
    integer_seconds: f64,
}

/// How far the question at hand has come.
enum Stage<'a> {
    /// Not yet asked.
    New,
    /// Asked once: the linear program is next.
    Hard,
    /// Asked again with fewer options: the integer program is next, then more conflicts.
    Narrowed(Box<Question<'a>>, Options),
}

impl<'a> Prover<'a> {
    /// `stop` ends a question, also once `asked` is answered by another.
    pub fn new(
        day: &'a Day,
        domains: &'a [SlotSet],
        windows: &'a [Window],
        board: &'a Board<'a>,
        asked: &'a Asked,
        stop: &'a dyn Fn() -> bool,
        seed: u64,
    ) -> Self {
        Prover {
            day,
            domains,
            windows,
            board,
            asked,
            stop,
            seed,
            any_conflicts: TURN_CONFLICTS,
            target: 0,
            window: 0,
            stage: Stage::New,
            options: None,
            proof: None,
            integer_seconds: FIRST_SECONDS,
        }
    }

    /// One step of the question at hand: up to a few seconds.
    pub fn turn(&mut self) {
        if self.board.bound() > self.target {
            self.aim(self.board.bound());
        }
        // Without a plan there may be none: then raising the target would lead nowhere.
        let hard = self.target >= PATIENCE || !matches!(self.stage, Stage::New);
        if hard && self.board.breaks() == usize::MAX {
            self.ask_for_any();
        }
        match std::mem::replace(&mut self.stage, Stage::New) {
            Stage::New => self.ask(),
            Stage::Hard => self.narrow(),
            Stage::Narrowed(question, options) => self.insist(question, options),
        }
    }

    fn aim(&mut self, target: usize) {
        self.target = target;
        self.asked.0.store(target, Unordered);
        self.window = 0;
        self.stage = Stage::New;
        self.integer_seconds = FIRST_SECONDS;
    }

    /// In a window whose fewest breaks add up to more than the target there is no such plan.
    fn windows_of_target(&self) -> usize {
        let people = self.day.participants();
        self.windows.iter().filter(|w| w.fewest.saturating_mul(people) <= self.target).count()
    }

    fn options(&mut self) -> &Options {
        let window = self.windows[self.window];
        let (day, domains, stop) = (self.day, self.domains, self.stop);
        if self.options.as_ref().is_none_or(|o| o.window != window) {
            self.options = None;
            self.proof = None;
        }
        self.options.get_or_insert_with(|| Options::new(day, domains, window, stop))
    }

    /// What is open to the question at hand; nothing where that is a contradiction in itself.
    fn open(&mut self) -> Option<Options> {
        let target = self.target;
        let all = self.options();
        let within = all.within(target);
        let mut open = match &self.proof {
            Some(proof) => self.options.as_ref().map(|all| proof.keep(all, target))?,
            None => within,
        };
        open.narrow(self.day).then_some(open)
    }

    fn ask(&mut self) {
        let Some(open) = self.open() else { return self.no() };
        let mut question = question(self.day, &open, self.target, None, self.seed, self.stop);
        match question.solve(EASY_CONFLICTS) {
            Verdict::No => self.no(),
            Verdict::Yes => self.yes(&question),
            Verdict::Unknown if self.proof.is_some() || !open.all_listed => {
                self.stage = Stage::Narrowed(Box::new(question), open);
            }
            Verdict::Unknown => self.stage = Stage::Hard,
        }
    }

    /// Is there a plan at all, whatever its breaks?
    fn ask_for_any(&mut self) {
        let mut none = true;
        for &window in self.windows {
            let mut open = Options::new(self.day, self.domains, window, self.stop);
            if !open.narrow(self.day) {
                continue;
            }
            let mut question = question(self.day, &open, usize::MAX, None, self.seed, self.stop);
            match question.solve(self.any_conflicts) {
                Verdict::No => {}
                Verdict::Yes => return self.yes(&question),
                Verdict::Unknown => none = false,
            }
        }
        if none && !(self.stop)() {
            self.board.prove_infeasible();
        }
        self.any_conflicts *= 2;
    }

    fn yes(&mut self, question: &Question<'_>) {
        if let Some(plan) = question.plan() {
            self.board.offer(&plan);
        }
    }

    fn no(&mut self) {
        if (self.stop)() {
            // An answer during an interruption is not trusted.
            return;
        }
        self.integer_seconds = FIRST_SECONDS;
        self.window += 1;
        if self.window >= self.windows_of_target() {
            self.aim(self.target + 1);
            self.board.prove(self.target);
        }
    }

    fn limits(&self, seconds: f64) -> Limits {
        let seed = (self.seed & 0x7fff_ffff) as u32;
        Limits { seconds: seconds.min(self.board.left()), threads: 1, seed }
    }

    /// Solves the linear program, then asks again.
    fn narrow(&mut self) {
        let limits = self.limits(self.board.left());
        let (day, stop) = (self.day, self.stop);
        match relax(day, self.options(), None, limits, stop) {
            Relaxed::Impossible => return self.no(),
            Relaxed::Nothing => {}
            Relaxed::Priced(priced) => {
                let proved = priced.proof.breaks();
                self.proof = Some(priced.proof);
                // Other windows have bounds of their own; this one's holds alone only where it is
                // the only one.
                if self.windows.len() == 1 && proved > self.target {
                    self.aim(proved);
                    self.board.prove(proved);
                }
            }
        }
        self.ask();
    }

    /// Asks the integer program where it is small enough, then spends more conflicts.
    fn insist(&mut self, mut asked: Box<Question<'a>>, open: Options) {
        if open.all_listed && open.count() <= MAX_INTEGER_PATTERNS {
            let limits = self.limits(self.integer_seconds);
            self.integer_seconds *= 2.0;
            match integer_patterns(self.day, &open, self.target, limits, self.stop) {
                Ok((Status::Infeasible, _)) => return self.no(),
                Ok((Status::Optimal | Status::Feasible, patterns)) => {
                    // Its patterns leave the satisfiability solver little to do.
                    let mut chosen = Options { patterns, ..open.clone() };
                    if chosen.narrow(self.day) {
                        let (seed, stop) = (self.seed, self.stop);
                        let mut small = question(self.day, &chosen, self.target, None, seed, stop);
                        if small.solve(TURN_CONFLICTS) == Verdict::Yes {
                            return self.yes(&small);
                        }
                    }
                }
                // Out of time, or of numerical luck: the other solver goes on.
                Ok((Status::NoneInTime, _)) | Err(_) => {}
            }
        }
        match asked.solve(TURN_CONFLICTS) {
            Verdict::No => self.no(),
            Verdict::Yes => self.yes(&asked),
            Verdict::Unknown => self.stage = Stage::Narrowed(asked, open),
        }
    }
}
