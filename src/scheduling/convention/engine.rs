//! A plan at once, then a better one, with a bound beside it.

use super::bound::bound;
use super::certificate::Prices;
use super::crowd::{Cell, Crowd, OUT};
use super::greedy::fill;
use super::moves::Mover;
use super::search::{Best, Cooling, Pace, Stretch, anneal};
use super::seating::Seating;
use crate::domain::Timetable;
use crate::scheduling::certificate::Certificate;
use crate::scheduling::instance::Instance;
use crate::scheduling::plan::{Found, Phase, PlanOptions, Progress, Run};
use crate::solver::Limits;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Steps for each second of the limit and each thread: what a common machine manages, so that the same
/// seed goes the same way everywhere.
const STEPS_PER_SECOND: f64 = 2_000_000.0;
/// Steps for each meeting after which nothing more is to be expected.
const STEPS_PER_MEETING: f64 = 10_000.0;
/// Stretches of annealing; between two of them days change hands.
const STRETCHES: u32 = 400;
/// Meetings whose worth is so many temperatures below what their people's time costs are not tried.
const LEAST: f64 = 2.0;
/// Between two words on how it goes.
const TICK: Duration = Duration::from_millis(20);
/// The same, once everybody was asked to stop.
const HASTE: Duration = Duration::from_millis(1);
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
) -> Option<()> {
    let mut seating = Seating::new(crowd)?;
    if let Some(start) = options.start {
        take_over(instance, &mut seating, start);
    }
    fill(&mut seating);
    let started = Instant::now();
    run.offer(instance, options, chosen(instance, crowd, &seating.cells));
    let mut judging = started.elapsed();
    run.phase = Phase::Search;
    if run.note(run.total(), None, watch).is_break() {
        return Some(());
    }
    let board = Board {
        best: Mutex::new(Best::of(&seating)),
        bound: AtomicI64::new(i64::MAX),
        shown_by: Mutex::default(),
        worth: Mutex::default(),
        stop: AtomicBool::new(false),
    };
    // What was offered already: read before anybody works on it.
    let mut value = board.value();
    let limits = options.limits;
    // What is left when the plan found last has been judged.
    let left = (run.left(options) - 2.0 * judging.as_secs_f64() - 0.05).max(0.0);
    let until = Instant::now() + Duration::from_secs_f64(left);
    std::thread::scope(|scope| {
        let board = &board;
        let worker = scope.spawn(move || work(seating, limits, until, board));
        let judge = |best: Best| {
            let started = Instant::now();
            let found = Found::new(instance, options, chosen(instance, crowd, &best.cells));
            (found, started.elapsed())
        };
        let mut judged = Instant::now();
        let mut judges: Option<std::thread::ScopedJoinHandle<(Found, Duration)>> = None;
        let mut broken = false;
        loop {
            let done = worker.is_finished();
            if let Some(bound) = board.bound() {
                run.lower_bound_to(bound);
            }
            if judges.as_ref().is_some_and(|judge| judge.is_finished())
                && let Some(Ok((found, took))) = judges.take().map(|judge| judge.join())
            {
                run.keep(found);
                judging = judging.max(took);
                judged = Instant::now();
            }
            let due = judged.elapsed().as_secs_f64() * JUDGING > judging.as_secs_f64();
            let late = Instant::now() > until;
            // Whoever breaks off does not wait for a judge who takes long.
            let now = if done { !broken || judging < HURRY } else { due && !late && !broken };
            if now && judges.is_none() && board.value() > value {
                let best = board.best();
                value = best.value;
                judges = Some(scope.spawn(move || judge(best)));
            }
            broken |= run.note(run.total(), run.bound, watch).is_break();
            if late || broken {
                board.stop.store(true, Ordering::SeqCst);
            }
            if done && judges.is_none() {
                break;
            }
            std::thread::sleep(if broken || late { HASTE } else { TICK });
        }
    });
    let prices = board.shown_by.into_inner().unwrap_or_else(|e| e.into_inner());
    run.certificate = prices.map(Certificate::Meetings);
    Some(())
}

/// What the workers know together.
struct Board {
    best: Mutex<Best>,
    /// `i64::MAX`: none yet.
    bound: AtomicI64,
    /// The prices that show it.
    shown_by: Mutex<Option<Prices>>,
    /// What each meeting is worth beyond the prices of the bound, in points.
    worth: Mutex<Arc<Vec<f64>>>,
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

/// Searches and bounds. A search by several threads gives each of them days of its own, of which fewer
/// than two are too few; threads that are left search by themselves. One of them bounds first, or the
/// only one does.
fn work(seating: Seating, limits: Limits, until: Instant, board: &Board) {
    let crowd = seating.crowd;
    let prove = || {
        let mut found = |bound, prices, worth| {
            board.bound.fetch_min(bound, Ordering::SeqCst);
            *board.shown_by.lock().unwrap_or_else(|e| e.into_inner()) = Some(prices);
            *board.worth.lock().unwrap_or_else(|e| e.into_inner()) = Arc::new(worth);
        };
        bound(crowd, limits.seconds, &board.stop, &mut found);
    };
    let threads = limits.threads.max(1) as usize;
    let lanes = threads.min(crowd.days / 2).max(1);
    let enough = STEPS_PER_MEETING * crowd.meetings() as f64;
    let search = |seating: Seating, number: usize, lanes: &dyn Fn() -> usize| {
        let started = Instant::now();
        let seconds = until.saturating_duration_since(started).as_secs_f64();
        let steps = match threads {
            1 => enough.min(STEPS_PER_SECOND * limits.seconds),
            _ => enough,
        };
        let pace = Pace { steps, started, seconds };
        let mut rng = ChaCha8Rng::seed_from_u64(u64::from(limits.seed));
        rng.set_stream(number as u64);
        search(seating, pace, lanes, &mut rng, board);
    };
    if threads == 1 {
        prove();
        search(seating, 0, &|| 1);
        return;
    }
    let proved = &AtomicBool::new(false);
    let alone = |number: usize, seating: Seating| search(seating, number, &|| 1);
    let (alone, prove) = (&alone, &prove);
    std::thread::scope(|scope| {
        for number in 2..=threads - lanes {
            let seating = seating.clone();
            scope.spawn(move || alone(number, seating));
        }
        let own = seating.clone();
        scope.spawn(move || {
            prove();
            proved.store(true, Ordering::SeqCst);
            if threads > lanes {
                alone(1, own);
            }
        });
        search(seating, 0, &|| match threads > lanes || proved.load(Ordering::SeqCst) {
            true => lanes,
            false => lanes - 1,
        });
    })
}

/// Anneals in stretches, each by as many threads as there are then.
fn search(
    mut seating: Seating,
    pace: Pace,
    lanes: &dyn Fn() -> usize,
    rng: &mut ChaCha8Rng,
    board: &Board,
) {
    let crowd = seating.crowd;
    let cooling = Cooling::of(crowd);
    let mut from = 0;
    for i in 0..STRETCHES {
        if board.is_stopped() || board.bound().is_some_and(|bound| board.value() >= bound) {
            break;
        }
        let until = f64::from(i + 1) / f64::from(STRETCHES);
        if pace.done(from) < until {
            let stretch = Stretch { pace, cooling, from, until };
            from = anneal_together(&mut seating, stretch, lanes(), rng, board);
            board.offer(&seating);
        }
    }
}

/// One stretch, by threads that each have days of their own.
fn anneal_together(
    seating: &mut Seating,
    stretch: Stretch,
    threads: usize,
    rng: &mut ChaCha8Rng,
    board: &Board,
) -> u64 {
    let crowd = seating.crowd;
    let threads = threads.clamp(1, crowd.days);
    // Meetings that are not worth what their people's time costs, by more than a change may lose, stay out.
    let least = -LEAST * stretch.cooling.at(stretch.pace.done(stretch.from));
    let worth = board.worth.lock().unwrap_or_else(|e| e.into_inner()).clone();
    let hopeless = |m: usize| worth.get(m).is_some_and(|&worth| worth < least);
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
    for m in (0..crowd.meetings()).filter(|&m| crowd.held[m].is_none()) {
        let lane = match seating.cells[m] {
            OUT if hopeless(m) => continue,
            OUT => rng.random_range(0..threads),
            cell => owner[crowd.day_of[crowd.slot_and_hall(cell).0]],
        };
        meetings[lane].push(m as u32);
    }
    let mut movers: Vec<Mover> = (0..threads)
        .map(|lane| {
            let days = (0..crowd.days).filter(|&d| owner[d] == lane).collect();
            Mover::new(days, ChaCha8Rng::seed_from_u64(rng.random()))
        })
        .collect();
    if let ([meetings], [mover]) = (&meetings[..], &mut movers[..]) {
        let found = &mut |s: &Seating| board.offer(s);
        return anneal(seating, mover, meetings, stretch, &board.stop, found);
    }
    // Who may have more meetings than now, is one lane's to say.
    let turn: usize = rng.random_range(0..threads);
    let lanes: Vec<(Seating, u64)> = std::thread::scope(|scope| {
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
                    let none = &mut |_: &Seating| {};
                    let steps = anneal(&mut own, &mut mover, meetings, stretch, &board.stop, none);
                    (own, steps)
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
        lanes.iter().zip(&meetings).flat_map(|((lane, _), of)| moved(lane, of)).collect();
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
    lanes.iter().map(|(_, steps)| *steps).max().unwrap_or(stretch.from)
}

/// What a timetable says of meetings, as far as it can be kept.
pub(super) fn take_over(instance: &Instance, seating: &mut Seating, start: &Timetable) {
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
pub(super) fn chosen(instance: &Instance, crowd: &Crowd, cells: &[Cell]) -> Vec<Option<usize>> {
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
