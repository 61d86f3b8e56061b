//! A bound on what any plan can be worth: the relaxation that counts meetings by stretches of slots
//! instead of slots, and leaves breaks and walking out.
//!
//! Variables: x\[m,b\] share of meeting *m* in stretch *b*, y\[p\] meetings of *p* that count for
//! fairness. Objective: Σ points·x + fairness·Σ (y − share). Rows: Σ_b x\[m,b\] ≤ 1; Σ_m x\[m,b\] ≤
//! slots in which *p* is there, per person and stretch; ≤ cap per person; ≤ tables per stretch; y\[p\] ≤
//! Σ x of p; y\[p\] ≤ share.
//!
//! What is used of its solution are dual prices alone, rounded to whole multiples of 2⁻²⁰: any prices
//! that are not negative give a bound, by arithmetic in whole numbers without rounding error.

use super::crowd::Crowd;
use crate::solver::{Event, Limits, Model, SolverError, Sum, Variable};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};

const UNIT: f64 = (1 << 20) as f64;

/// A stretch of slots of one day.
struct Stretch {
    day: usize,
    mask: u64,
}

/// What a meeting costs people and halls, in units of 2⁻²⁰ points; none negative.
struct Prices {
    /// Per stretch and person.
    time: Vec<Vec<i64>>,
    /// Per person.
    cap: Vec<i64>,
    /// What another meeting of a person is worth to fairness.
    owed: Vec<i64>,
    /// Per stretch.
    table: Vec<i64>,
}

/// No plan is worth more; `None` where it was not found in time.
pub(super) fn bound(
    crowd: &Crowd,
    limits: Limits,
    stop: &AtomicBool,
) -> Result<Option<i64>, SolverError> {
    let stretches = stretches(crowd);
    Ok(prices(crowd, &stretches, limits, stop)?.map(|p| p.bound(crowd, &stretches)))
}

/// Each day in two, at its longest pause.
fn stretches(crowd: &Crowd) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    for day in 0..crowd.days {
        let slots = &crowd.slots[crowd.first[day]..crowd.first[day + 1]];
        let pause = |i: usize| slots[i].start - slots[i - 1].end;
        let cut = (1..slots.len()).max_by_key(|&i| pause(i)).unwrap_or(slots.len());
        for range in [0..cut, cut..slots.len()].into_iter().filter(|r| !r.is_empty()) {
            stretches.push(Stretch { day, mask: range.fold(0, |mask, i| mask | 1 << i) });
        }
    }
    stretches
}

impl Stretch {
    fn slots_of(&self, crowd: &Crowd, p: usize) -> u32 {
        (crowd.present[p * crowd.days + self.day] & self.mask).count_ones()
    }

    fn allows(&self, crowd: &Crowd, m: usize) -> bool {
        crowd.allowed(m, self.day) & self.mask != 0
    }

    fn tables(&self, crowd: &Crowd) -> u64 {
        let slots = (0..64).filter(|i| self.mask >> i & 1 == 1).map(|i| crowd.first[self.day] + i);
        slots
            .flat_map(|k| (0..crowd.halls).map(move |r| (k, r)))
            .map(|(k, r)| u64::from(crowd.tables[k * crowd.halls + r]))
            .sum()
    }
}

fn prices(
    crowd: &Crowd,
    stretches: &[Stretch],
    limits: Limits,
    stop: &AtomicBool,
) -> Result<Option<Prices>, SolverError> {
    let mut model = Model::new();
    let mut time: Vec<Vec<Sum>> = vec![vec![Sum::default(); crowd.people]; stretches.len()];
    let mut all: Vec<Sum> = vec![Sum::default(); crowd.people];
    let mut table: Vec<Sum> = vec![Sum::default(); stretches.len()];
    for m in 0..crowd.meetings() {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let mut once: Vec<Variable> = Vec::new();
        for (b, stretch) in stretches.iter().enumerate() {
            if !stretch.allows(crowd, m) {
                continue;
            }
            let x = model.continuous(1.0, crowd.points[m] as f64);
            for &p in crowd.people_of(m) {
                time[b][p as usize].add(1.0, x);
                all[p as usize].add(1.0, x);
            }
            table[b].add(1.0, x);
            once.push(x);
        }
        if once.len() > 1 {
            model.at_most(once.into_iter().collect(), 1.0);
        }
    }
    let meetings_rows = model.rows();
    for (sums, stretch) in time.into_iter().zip(stretches) {
        for (p, sum) in sums.into_iter().enumerate() {
            model.at_most(sum, f64::from(stretch.slots_of(crowd, p)));
        }
    }
    for (p, sum) in all.iter().enumerate() {
        model.at_most(sum.clone(), f64::from(crowd.cap.min(crowd.slots.len() as u32)));
        let mut owed = Sum::default();
        if crowd.fairness > 0 && crowd.share[p] > 0 {
            let y = model.continuous(f64::from(crowd.share[p]), crowd.fairness as f64);
            owed.add(1.0, y);
            owed.add_sum(-1.0, sum);
        }
        model.at_most(owed, 0.0);
    }
    for (sum, stretch) in table.into_iter().zip(stretches) {
        model.at_most(sum, stretch.tables(crowd) as f64);
    }
    model.interior_point();
    let mut listen = |_: Event| match stop.load(Ordering::Relaxed) {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let outcome = model.solve(limits, 1.0, &mut listen)?;
    if outcome.duals.len() != model.rows() {
        return Ok(None);
    }
    let mut duals = outcome.duals[meetings_rows..].iter().map(|d| (d.max(0.0) * UNIT) as i64);
    let mut next = || duals.next().unwrap_or(0);
    let time = stretches.iter().map(|_| (0..crowd.people).map(|_| next()).collect()).collect();
    let (mut cap, mut owed) = (Vec::new(), Vec::new());
    for _ in 0..crowd.people {
        cap.push(next());
        owed.push(next());
    }
    let table = stretches.iter().map(|_| next()).collect();
    Ok(Some(Prices { time, cap, owed, table }))
}

impl Prices {
    /// `Σ right sides · prices + Σ_m max(0, what the meeting is worth beyond its prices)`: by weak
    /// duality no plan is worth more, whatever the prices.
    fn bound(&self, crowd: &Crowd, stretches: &[Stretch]) -> i64 {
        const ONE: i128 = UNIT as i128;
        let mut sum: i128 = 0;
        for (b, stretch) in stretches.iter().enumerate() {
            for p in 0..crowd.people {
                sum += i128::from(self.time[b][p]) * i128::from(stretch.slots_of(crowd, p));
            }
            sum += i128::from(self.table[b]) * i128::from(stretch.tables(crowd));
        }
        for p in 0..crowd.people {
            let most = crowd.cap.min(crowd.slots.len() as u32);
            sum += i128::from(self.cap[p]) * i128::from(most);
            let (share, fairness) = (i128::from(crowd.share[p]), i128::from(crowd.fairness) * ONE);
            sum += share * (fairness - i128::from(self.owed[p])).max(0) - share * fairness;
        }
        for m in 0..crowd.meetings() {
            let people = || crowd.people_of(m).iter().map(|&p| p as usize);
            let mut best = 0;
            for (b, _) in stretches.iter().enumerate().filter(|(_, s)| s.allows(crowd, m)) {
                let mut left = i128::from(crowd.points[m]) * ONE - i128::from(self.table[b]);
                for p in people() {
                    left += i128::from(self.owed[p])
                        - i128::from(self.cap[p])
                        - i128::from(self.time[b][p]);
                }
                best = best.max(left);
            }
            sum += best;
        }
        // What is worth no whole point more is worth nothing more.
        sum.div_euclid(ONE).try_into().unwrap_or(i64::MAX)
    }
}
