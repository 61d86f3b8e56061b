//! The finder: annealing for plans at once, then neighbourhoods of the best plan searched through
//! by the satisfiability solver.

use super::anneal::Annealing;
use super::board::Board;
use super::clauses::question;
use super::day::{Day, SlotSet};
use super::judge::judge_day;
use super::options::Options;
use super::patterns::Window;
use crate::solver::sat::Verdict;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Steps of the first annealing; each is twice as long as the one before, up to the most.
const FIRST_STEPS: u64 = 2_000_000;
const MAX_STEPS: u64 = 8_000_000;
/// Prices of idle slots, in turn: measured, no one price is best for all days.
const IDLE: [i64; 4] = [3, 12, 9, 12];
/// Neighbourhoods looked through between two annealings, and conflicts spent on each.
const NEIGHBOURHOODS: usize = 3;
const CONFLICTS: u64 = 1_000;

pub(super) struct Finder<'a> {
    day: &'a Day,
    domains: &'a [SlotSet],
    /// Windows of breaks that plans may keep to.
    windows: &'a [Window],
    board: &'a Board<'a>,
    rng: ChaCha8Rng,
    steps: u64,
    turns: usize,
    annealings: usize,
    /// Share of meetings that a neighbourhood frees.
    share: f64,
    options: Option<Options>,
}

impl<'a> Finder<'a> {
    pub fn new(
        day: &'a Day,
        domains: &'a [SlotSet],
        windows: &'a [Window],
        board: &'a Board<'a>,
        seed: u64,
    ) -> Self {
        let rng = ChaCha8Rng::seed_from_u64(seed);
        let (steps, turns, annealings, share, options) = (FIRST_STEPS, 0, 0, 0.5, None);
        Finder { day, domains, windows, board, rng, steps, turns, annealings, share, options }
    }

    /// One annealing, or some neighbourhoods: a second or so.
    pub fn turn(&mut self) {
        self.turns += 1;
        // About as much time for the one as for the other, once there is a plan.
        if !self.turns.is_multiple_of(3) || self.board.best().is_none() {
            self.anneal();
        } else {
            for _ in 0..NEIGHBOURHOODS {
                if self.board.done() {
                    return;
                }
                self.neighbourhood();
            }
        }
    }

    fn anneal(&mut self) {
        let window = self.windows[self.annealings / IDLE.len() % self.windows.len()];
        let seed = self.rng.random();
        let idle = IDLE[self.annealings % IDLE.len()];
        self.annealings += 1;
        let mut annealing = Annealing::new(self.day, self.domains, window, idle, seed);
        let board = self.board;
        annealing.run(self.steps, &mut || board.done(), &mut |plan| board.offer(plan));
        self.steps = (2 * self.steps).min(MAX_STEPS);
    }

    /// Frees the meetings around a participant with a break and asks for a better plan with the
    /// others where they are.
    fn neighbourhood(&mut self) {
        let Some(best) = self.board.best() else { return };
        let Some(target) = best.breaks.checked_sub(1) else { return };
        let board = self.board;
        let stop = || board.done() || board.breaks() < best.breaks;
        let (day, domains) = (self.day, self.domains);
        let breaks = judge_day(day, &best.plan).breaks;
        let (fewest, most) = (breaks.iter().min().copied(), breaks.iter().max().copied());
        let fits = |w: &&Window| Some(w.fewest) <= fewest && most <= Some(w.most);
        let Some(&window) = self.windows.iter().find(fits) else { return };
        if self.options.as_ref().is_none_or(|o| o.window != window) {
            self.options = Some(Options::new(day, domains, window, &|| board.done()));
        }
        let settled = self.settled(&breaks);
        let Some(options) = &self.options else { return };
        let mut open = options.settle(day, &best.plan, &settled);
        let seed = self.rng.random();
        let verdict = if open.narrow(day) {
            let mut question = question(day, &open, target, Some(&best.plan), seed, &stop);
            let verdict = question.solve(CONFLICTS);
            if let (Verdict::Yes, Some(plan)) = (verdict, question.plan()) {
                self.board.offer(&plan);
            }
            verdict
        } else {
            Verdict::No
        };
        // As large as can just be searched through.
        match verdict {
            Verdict::Yes => {}
            Verdict::No => self.share = (self.share * 1.03).min(0.95),
            Verdict::Unknown => self.share = (self.share * 0.99).max(0.1),
        }
    }

    /// Which meetings keep their slots: all but those among participants met on a random walk from
    /// one with a break.
    fn settled(&mut self, breaks: &[usize]) -> Vec<bool> {
        let broken: Vec<usize> = (0..breaks.len()).filter(|&p| breaks[p] > 0).collect();
        let day = self.day;
        let of = day.meetings_of();
        let mut settled = vec![true; day.meetings.len()];
        let wanted = (self.share * day.meetings.len() as f64).ceil() as usize;
        let mut walked = vec![false; day.participants()];
        let mut freed = 0;
        let Some(&start) = broken.choose(&mut self.rng) else { return settled };
        let mut at = start;
        for _ in 0..100 * day.participants() {
            if !walked[at] {
                walked[at] = true;
                for &m in &of[at] {
                    let [a, b] = day.meetings[m].participants;
                    if walked[a] && walked[b] && settled[m] {
                        settled[m] = false;
                        freed += 1;
                    }
                }
            }
            if freed >= wanted {
                break;
            }
            // Now and then back to somebody with a break, so that the walk stays around them.
            let Some(&m) = of[at].choose(&mut self.rng) else { break };
            let [a, b] = day.meetings[m].participants;
            at = a + b - at;
            if self.rng.random_range(0..10) == 0 {
                at = broken.choose(&mut self.rng).copied().unwrap_or(start);
            }
        }
        settled
    }
}
