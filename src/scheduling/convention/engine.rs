//! A plan at once, then a better one, with a bound beside it.

use super::bound::bound;
use super::crowd::{Cell, Crowd, OUT};
use super::greedy::fill;
use super::moves::Mover;
use super::search::{Best, Stretch, anneal};
use super::seating::Seating;
use crate::domain::Timetable;
use crate::scheduling::instance::Instance;
use crate::scheduling::plan::{PlanOptions, Progress, Run};
use crate::solver::{Limits, SolverError};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// Steps for each second of the limit and each thread: what a common machine manages, so that the same
/// seed goes the same way everywhere.
const STEPS_PER_SECOND: f64 = 2_000_000.0;
/// Steps for each meeting after which nothing more is to be expected.
const STEPS_PER_MEETING: f64 = 10_000.0;
/// Stretches of annealing; between two of them days change hands.
const STRETCHES: u32 = 40;
/// Temperatures at the start and at the end, to what a break costs, or to an eighth of what a meeting is
/// worth where that is more.
const HOT: f64 = 1.0;
const COLD: f64 = 0.07;
/// Between two words on how it goes.
const TICK: Duration = Duration::from_millis(20);
/// What a last judgement may take once somebody has broken off.
const HURRY: Duration = Duration::from_millis(25);
/// Of the time, what judging plans on the way may take.
const JUDGING: f64 = 0.1;

/// Plans the meetings of a crowd. `None` where what is held where it is clashes.
pub(in crate::scheduling) fn plan_convention(
    instance: &Instance,
    crowd: &Crowd,
    options: &PlanOptions,
    run: &mut Run,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<()>, SolverError> {
    let Some(mut seating) = Seating::new(crowd) else { return Ok(None) };
    if let Some(start) = options.start {
        take_over(instance, &mut seating, start);
    }
    fill(&mut seating);
    let judged = Instant::now();
    run.offer(instance, options, chosen(instance, crowd, &seating.cells));
    let mut judging = judged.elapsed();
    if run.note(run.total(), None, watch).is_break() {
        return Ok(Some(()));
    }
    let board = Board {
        best: Mutex::new(Best::of(&seating)),
        bound: AtomicI64::new(i64::MAX),
        stop: AtomicBool::new(false),
    };
    // What was offered already: read before anybody works on it.
    let mut value = board.value();
    let failed = Mutex::new(None);
    let limits = options.limits;
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let worked = work(seating, limits, &board);
            *failed.lock().unwrap_or_else(|e| e.into_inner()) = worked.err();
        });
        let mut judged = Instant::now();
        let mut broken = false;
        loop {
            let done = worker.is_finished();
            if let Some(bound) = board.bound() {
                run.lower_bound_to(bound);
            }
            let due = judged.elapsed().as_secs_f64() * JUDGING > judging.as_secs_f64();
            let late = run.left(options) < 2.0 * judging.as_secs_f64() + 0.05;
            // Whoever breaks off does not wait for a judge who takes long.
            let now = if done { !broken || judging < HURRY } else { due && !late && !broken };
            if now && board.value() > value {
                let best = board.best();
                value = best.value;
                let started = Instant::now();
                run.offer(instance, options, chosen(instance, crowd, &best.cells));
                judging = judging.max(started.elapsed());
                judged = Instant::now();
            }
            broken |= run.note(run.total(), run.bound, watch).is_break();
            if late || broken {
                board.stop.store(true, Ordering::SeqCst);
            }
            if done {
                break;
            }
            std::thread::sleep(TICK);
        }
    });
    match failed.into_inner().unwrap_or_else(|e| e.into_inner()) {
        Some(error) => Err(error),
        None => Ok(Some(())),
    }
}

/// What the workers know together.
struct Board {
    best: Mutex<Best>,
    /// `i64::MAX`: none yet.
    bound: AtomicI64,
    stop: AtomicBool,
}

impl Board {
    fn value(&self) -> i64 {
        self.best.lock().unwrap_or_else(|e| e.into_inner()).value
    }

    fn best(&self) -> Best {
        self.best.lock().unwrap_or_else(|e| e.into_inner()).clone()
    }

    fn offer(&self, seating: &Seating) {
        self.best.lock().unwrap_or_else(|e| e.into_inner()).beaten_by(seating);
    }

    fn bound(&self) -> Option<i64> {
        Some(self.bound.load(Ordering::SeqCst)).filter(|&bound| bound < i64::MAX)
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Anneals in stretches. With one thread the bound comes first; with more, one of them works on it
/// and searches when it has it.
fn work(mut seating: Seating, limits: Limits, board: &Board) -> Result<(), SolverError> {
    let crowd = seating.crowd;
    let mut rng = ChaCha8Rng::seed_from_u64(u64::from(limits.seed));
    let mean = crowd.points.iter().sum::<i64>() as f64 / crowd.points.len().max(1) as f64;
    let unit = (crowd.breaks.max(crowd.walking) as f64).max(mean / 8.0).max(1.0);
    let enough = STEPS_PER_MEETING * crowd.meetings() as f64;
    let steps = (STEPS_PER_SECOND * limits.seconds).min(enough) / f64::from(STRETCHES);
    let threads = (limits.threads.max(1) as usize).min(crowd.days.max(1) + 1);
    let note = || -> Result<(), SolverError> {
        let limits = Limits { threads: 1, ..limits };
        if let Some(bound) = bound(crowd, limits, &board.stop)? {
            board.bound.fetch_min(bound, Ordering::SeqCst);
        }
        Ok(())
    };
    if threads == 1 {
        note()?;
    }
    std::thread::scope(|scope| {
        let prover = (threads > 1).then(|| scope.spawn(note));
        for i in 0..STRETCHES {
            if board.is_stopped() || board.bound().is_some_and(|bound| board.value() >= bound) {
                break;
            }
            let at = |i: u32| {
                let done = f64::from(i) / f64::from(STRETCHES);
                unit * HOT * (COLD / HOT).powf(done)
            };
            let busy = usize::from(prover.as_ref().is_some_and(|p| !p.is_finished()));
            let stretch = Stretch { steps: steps as u64, hot: at(i), cold: at(i + 1) };
            anneal_together(&mut seating, stretch, threads - busy, &mut rng, board);
            board.offer(&seating);
        }
        match prover.map(|p| p.join()) {
            Some(Ok(proved)) => proved,
            _ => Ok(()),
        }
    })
}

/// One stretch, by threads that each have days of their own.
fn anneal_together(
    seating: &mut Seating,
    stretch: Stretch,
    threads: usize,
    rng: &mut ChaCha8Rng,
    board: &Board,
) {
    let crowd = seating.crowd;
    let threads = threads.clamp(1, crowd.days);
    let mut days: Vec<usize> = (0..crowd.days).collect();
    for last in (1..days.len()).rev() {
        days.swap(last, rng.random_range(0..=last));
    }
    let owner: Vec<usize> = {
        let mut owner = vec![0; crowd.days];
        days.iter().enumerate().for_each(|(i, &d)| owner[d] = i % threads);
        owner
    };
    let mut meetings: Vec<Vec<u32>> = vec![Vec::new(); threads];
    for m in 0..crowd.meetings() {
        let lane = match seating.cells[m] {
            OUT => rng.random_range(0..threads),
            cell => owner[crowd.day_of[crowd.slot_and_hall(cell).0]],
        };
        meetings[lane].push(m as u32);
    }
    let movers: Vec<Mover> = (0..threads)
        .map(|lane| {
            let days = (0..crowd.days).filter(|&d| owner[d] == lane).collect();
            Mover::new(days, ChaCha8Rng::seed_from_u64(rng.random()))
        })
        .collect();
    if let [meetings] = &meetings[..] {
        for mut mover in movers {
            let found = &mut |s: &Seating| board.offer(s);
            anneal(seating, &mut mover, meetings, stretch, &board.stop, found);
        }
        return;
    }
    // Who may have more meetings than now, is one lane's to say.
    let turn: usize = rng.random_range(0..threads);
    let lanes: Vec<Seating> = std::thread::scope(|scope| {
        let started: Vec<_> = movers
            .into_iter()
            .zip(&meetings)
            .enumerate()
            .map(|(lane, (mut mover, meetings))| {
                let mut own = seating.clone();
                scope.spawn(move || {
                    for p in 0..crowd.people {
                        if (p + turn) % threads != lane {
                            own.most[p] = own.meetings_of(p);
                        }
                    }
                    anneal(&mut own, &mut mover, meetings, stretch, &board.stop, &mut |_| {});
                    own
                })
            })
            .collect();
        started.into_iter().filter_map(|lane| lane.join().ok()).collect()
    });
    let moved = |lane: &Seating, of: &[u32]| {
        let changed = |&&m: &&u32| lane.cells[m as usize] != seating.cells[m as usize];
        let to = |&m: &u32| (m as usize, lane.cells[m as usize]);
        of.iter().filter(changed).map(to).collect::<Vec<(usize, Cell)>>()
    };
    let changes: Vec<(usize, Cell)> =
        lanes.iter().zip(&meetings).flat_map(|(lane, of)| moved(lane, of)).collect();
    for &(m, _) in &changes {
        if seating.cells[m] != OUT {
            seating.lift(m);
        }
    }
    for (m, cell) in changes {
        // A lane's places are free in the whole plan: its days are its own.
        if cell != OUT {
            seating.put(m, cell);
        }
    }
    seating.count();
    seating.keep();
}

/// What a timetable says of meetings, as far as it can be kept.
fn take_over(instance: &Instance, seating: &mut Seating, start: &Timetable) {
    let crowd = seating.crowd;
    let mut meeting_of = vec![usize::MAX; instance.items.len()];
    crowd.items.iter().enumerate().for_each(|(m, &i)| meeting_of[i] = m);
    for placement in &start.placements {
        let Some((i, c)) = instance.candidate_of(placement) else { continue };
        let candidate = instance.items[i].candidates[c];
        let hall = crowd.places.iter().position(|&p| p == candidate.place);
        if let Some(hall) = hall
            && let Some(&m) = meeting_of.get(i).filter(|&&m| m != usize::MAX)
            && let Some(cell) = crowd.cell_of(candidate.span, hall)
            && seating.cells[m] == OUT
        {
            seating.put(m, cell);
        }
    }
    seating.count();
    seating.keep();
}

/// The candidate of each item.
fn chosen(instance: &Instance, crowd: &Crowd, cells: &[Cell]) -> Vec<Option<usize>> {
    // What is no meeting stands where it is.
    let mut chosen: Vec<Option<usize>> =
        instance.items.iter().map(|item| (!item.is_meeting).then_some(0)).collect();
    for (m, &cell) in cells.iter().enumerate().filter(|(_, cell)| **cell != OUT) {
        let (k, r) = crowd.slot_and_hall(cell);
        let (span, place) = (crowd.slots[k], crowd.places[r]);
        let candidates = &instance.items[crowd.items[m]].candidates;
        chosen[crowd.items[m]] = candidates.iter().position(|c| c.span == span && c.place == place);
    }
    chosen
}
