//! Prices that make the bound low, by the primal-dual method (Chambolle and Pock, *A First-Order
//! Primal-Dual Algorithm for Convex Problems*, J. Math. Imaging Vis. 40, 2011; step sizes and restarts
//! from the average as in Applegate et al., *Practical Large-Scale Linear Programming using Primal-Dual
//! Hybrid Gradient*, NeurIPS 2021).
//!
//! A sweep is linear in meetings × stretches, and after each it can be stopped: any prices will do.

use super::certificate::{Prices, Stretch};
use super::crowd::Crowd;
use std::sync::atomic::{AtomicBool, Ordering};

/// Sweeps between two looks at the bound that the prices give.
const LOOK: usize = 40;
/// Shares looked at for each second of the limit: a fifth of what a common machine manages, so that the
/// same seed goes the same way everywhere.
const SHARES_PER_SECOND: f64 = 6_000_000.0;
/// What looks have to gain, as a share of the bound, or the search for prices ends.
const GAIN: f64 = 1e-5;
/// Looks in a row that gain less before it ends.
const PATIENCE: usize = 5;

/// Shares of meetings in stretches, and what people and halls ask for them, in points.
struct Market<'c> {
    crowd: &'c Crowd,
    stretches: &'c [Stretch],
    /// The stretches open to each meeting, one after another.
    from: Vec<usize>,
    open: Vec<u16>,
    /// Slots in which a person is there, per person and stretch.
    slots: Vec<f64>,
    tables: Vec<f64>,
    most: f64,
    /// Steps: of a meeting's shares, and of each price.
    step: Vec<f64>,
    ask_step: Vec<f64>,
    time_step: Vec<f64>,
    table_step: f64,
}

/// Where the method stands, or sums of it.
#[derive(Clone)]
struct Point {
    shares: Vec<f64>,
    /// Per person, for any meeting; below zero where fairness pays.
    ask: Vec<f64>,
    /// Per person and stretch.
    time: Vec<f64>,
    table: Vec<f64>,
}

impl Point {
    fn parts(&mut self) -> [&mut Vec<f64>; 4] {
        [&mut self.shares, &mut self.ask, &mut self.time, &mut self.table]
    }

    fn add(&mut self, other: &mut Point) {
        for (sum, part) in self.parts().into_iter().zip(other.parts()) {
            sum.iter_mut().zip(part).for_each(|(sum, v)| *sum += *v);
        }
    }

    fn scale(&mut self, factor: f64) {
        self.parts().into_iter().flatten().for_each(|v| *v *= factor);
    }
}

/// Calls `found` with prices, each time they give the best bound so far, which it answers with the
/// bound that they give.
pub(super) fn prices(
    crowd: &Crowd,
    stretches: &[Stretch],
    seconds: f64,
    stop: &AtomicBool,
    found: &mut dyn FnMut(Prices) -> i64,
) {
    let market = Market::new(crowd, stretches);
    let nothing = Point {
        shares: vec![0.0; market.open.len()],
        ask: vec![0.0; crowd.people],
        time: vec![0.0; market.slots.len()],
        table: vec![0.0; stretches.len()],
    };
    let mut now = nothing.clone();
    let mut sum = nothing.clone();
    let mut load = nothing.clone();
    let mut best = i64::MAX;
    let mut waited = 0;
    let mut since = 0;
    let mut restarted = i64::MAX;
    let most = SHARES_PER_SECOND * seconds / market.open.len().max(1) as f64;
    for sweep in 1..=(most as usize).max(LOOK) {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        market.sweep(&mut now, &mut load);
        sum.add(&mut now);
        since += 1;
        if sweep % LOOK != 0 {
            continue;
        }
        let mut mean = sum.clone();
        mean.scale(1.0 / since as f64);
        let (at_now, at_mean) = (found(market.prices(&now)), found(market.prices(&mean)));
        let lowest = at_now.min(at_mean);
        let gained = best.saturating_sub(lowest) as f64 > GAIN * best.unsigned_abs() as f64;
        waited = if gained { 0 } else { waited + 1 };
        best = best.min(lowest);
        if waited >= PATIENCE {
            return;
        }
        // The mean moves little where the method goes in circles.
        if at_mean <= at_now && at_mean <= restarted || since >= sweep / 2 {
            restarted = lowest;
            now = if at_mean <= at_now { mean } else { now };
            sum = nothing.clone();
            since = 0;
        }
    }
}

impl<'c> Market<'c> {
    fn new(crowd: &'c Crowd, stretches: &'c [Stretch]) -> Self {
        let count = stretches.len();
        let (mut from, mut open) = (vec![0], Vec::new());
        let mut wished = vec![0.0; crowd.people];
        let mut wished_in = vec![0.0; crowd.people * count];
        for m in 0..crowd.meetings() {
            for b in (0..count).filter(|&b| stretches[b].allows(crowd, m)) {
                open.push(b as u16);
                for &p in crowd.people_of(m) {
                    wished[p as usize] += 1.0;
                    wished_in[p as usize * count + b] += 1.0;
                }
            }
            from.push(open.len());
        }
        let mean = crowd.points.iter().sum::<i64>() as f64 / crowd.points.len().max(1) as f64;
        // Of prices to shares: both steps end up in proportion to what is looked for.
        let weight = mean.max(1.0);
        let steps = |of: Vec<f64>| of.iter().map(|&n: &f64| weight / n.max(1.0)).collect();
        let rows = |m| 1 + 2 * crowd.people_of(m).len();
        Self {
            slots: (0..crowd.people * count)
                .map(|i| f64::from(stretches[i % count].slots_of(crowd, i / count)))
                .collect(),
            tables: stretches.iter().map(|s| s.tables(crowd) as f64).collect(),
            most: f64::from(crowd.cap.min(crowd.slots.len() as u32)),
            step: (0..crowd.meetings()).map(|m| 1.0 / (weight * rows(m) as f64)).collect(),
            ask_step: steps(wished),
            time_step: steps(wished_in),
            table_step: weight / (crowd.meetings() as f64).max(1.0),
            crowd,
            stretches,
            from,
            open,
        }
    }

    /// One step of the method: shares go where they pay, prices follow the load.
    fn sweep(&self, now: &mut Point, load: &mut Point) {
        let count = self.stretches.len();
        load.ask.fill(0.0);
        load.time.fill(0.0);
        load.table.fill(0.0);
        let mut wanted: Vec<f64> = Vec::with_capacity(count);
        for m in 0..self.crowd.meetings() {
            let range = self.from[m]..self.from[m + 1];
            let people = self.crowd.people_of(m);
            let points = self.crowd.points[m] as f64;
            let asked: f64 = people.iter().map(|&p| now.ask[p as usize]).sum();
            wanted.clear();
            for i in range.clone() {
                let b = usize::from(self.open[i]);
                let time: f64 = people.iter().map(|&p| now.time[p as usize * count + b]).sum();
                let gain = points - asked - time - now.table[b];
                wanted.push(now.shares[i] + self.step[m] * gain);
            }
            once(&mut wanted);
            let mut all = 0.0;
            for (i, &share) in range.zip(&wanted) {
                let ahead = 2.0 * share - now.shares[i];
                now.shares[i] = share;
                let b = usize::from(self.open[i]);
                people.iter().for_each(|&p| load.time[p as usize * count + b] += ahead);
                load.table[b] += ahead;
                all += ahead;
            }
            people.iter().for_each(|&p| load.ask[p as usize] += all);
        }
        let fairness = self.crowd.fairness as f64;
        for (p, ask) in now.ask.iter_mut().enumerate() {
            // Of many meetings people have `most` at the most; fairness pays for the first `owed`.
            let (step, owed) = (self.ask_step[p], f64::from(self.crowd.share[p]).min(self.most));
            let to = *ask + step * load.ask[p];
            *ask = match to {
                _ if to > step * self.most => to - step * self.most,
                _ if to > step * owed => 0.0,
                _ if to > step * owed - fairness => to - step * owed,
                _ => -fairness,
            };
        }
        for (i, time) in now.time.iter_mut().enumerate() {
            *time = (*time + self.time_step[i] * (load.time[i] - self.slots[i])).max(0.0);
        }
        for (b, table) in now.table.iter_mut().enumerate() {
            *table = (*table + self.table_step * (load.table[b] - self.tables[b])).max(0.0);
        }
    }

    fn prices(&self, point: &Point) -> Prices {
        let count = self.stretches.len();
        Prices::rounded(
            self.stretches.to_vec(),
            (0..count)
                .map(|b| point.time.iter().skip(b).step_by(count).copied().collect())
                .collect(),
            point.ask.iter().map(|ask| ask.max(0.0)).collect(),
            point.ask.iter().map(|ask| (-ask).max(0.0)).collect(),
            point.table.clone(),
        )
    }
}

/// The nearest shares that are not negative and together at most one.
fn once(shares: &mut [f64]) {
    let over = |off: f64, shares: &[f64]| shares.iter().map(|v| (v - off).max(0.0)).sum::<f64>();
    if over(0.0, shares) <= 1.0 {
        shares.iter_mut().for_each(|v| *v = v.max(0.0));
        return;
    }
    // What is taken off each, by Michelot's method: what would be negative leaves.
    let (mut off, mut left) = (f64::NEG_INFINITY, usize::MAX);
    loop {
        let stay = shares.iter().filter(|&&v| v > off);
        let (count, sum) = stay.fold((0, 0.0), |(n, sum), v| (n + 1, sum + v));
        // Rounding could bring back what left.
        if count >= left {
            break;
        }
        left = count;
        off = (sum - 1.0) / count as f64;
    }
    shares.iter_mut().for_each(|v| *v = (*v - off).max(0.0));
}
