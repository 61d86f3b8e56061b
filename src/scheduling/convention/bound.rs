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
use super::prices::prices;
use std::sync::atomic::AtomicBool;

const UNIT: f64 = (1 << 20) as f64;

/// A stretch of slots of one day.
pub(super) struct Stretch {
    day: usize,
    mask: u64,
}

/// What a meeting costs people and halls, in units of 2⁻²⁰ points; none negative.
pub(super) struct Prices {
    /// Per stretch and person.
    time: Vec<Vec<i64>>,
    /// Per person.
    cap: Vec<i64>,
    /// What another meeting of a person is worth to fairness.
    owed: Vec<i64>,
    /// Per stretch.
    table: Vec<i64>,
}

/// Calls `found` with bounds, each lower than the one before: no plan is worth more. With each what every
/// meeting is worth beyond what it costs people and halls, in points.
pub(super) fn bound(
    crowd: &Crowd,
    seconds: f64,
    stop: &AtomicBool,
    found: &mut dyn FnMut(i64, Vec<f64>),
) {
    let stretches = stretches(crowd);
    let mut lowest = i64::MAX;
    prices(crowd, &stretches, seconds, stop, &mut |prices| {
        let bound = prices.bound(crowd, &stretches);
        if bound < lowest {
            lowest = bound;
            let worth = |m| prices.worth(crowd, &stretches, m).max(-(1 << 52)) as f64 / UNIT;
            found(bound, (0..crowd.meetings()).map(worth).collect());
        }
        bound
    });
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
    pub fn slots_of(&self, crowd: &Crowd, p: usize) -> u32 {
        (crowd.present[p * crowd.days + self.day] & self.mask).count_ones()
    }

    pub fn allows(&self, crowd: &Crowd, m: usize) -> bool {
        crowd.allowed(m, self.day) & self.mask != 0
    }

    pub fn tables(&self, crowd: &Crowd) -> u64 {
        let slots = (0..64).filter(|i| self.mask >> i & 1 == 1).map(|i| crowd.first[self.day] + i);
        slots
            .flat_map(|k| (0..crowd.halls).map(move |r| (k, r)))
            .map(|(k, r)| u64::from(crowd.tables[crowd.cell(k, r) as usize]))
            .sum()
    }
}

impl Prices {
    /// From prices in points that are not negative.
    pub fn rounded(time: Vec<Vec<f64>>, cap: Vec<f64>, owed: Vec<f64>, table: Vec<f64>) -> Self {
        let whole = |prices: Vec<f64>| prices.iter().map(|p| (p * UNIT) as i64).collect();
        Self {
            time: time.into_iter().map(whole).collect(),
            cap: whole(cap),
            owed: whole(owed),
            table: whole(table),
        }
    }

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
        sum += (0..crowd.meetings()).map(|m| self.worth(crowd, stretches, m).max(0)).sum::<i128>();
        // What is worth no whole point more is worth nothing more.
        sum.div_euclid(ONE).try_into().unwrap_or(i64::MAX)
    }

    /// What a meeting is worth beyond its prices where it is cheapest.
    fn worth(&self, crowd: &Crowd, stretches: &[Stretch], m: usize) -> i128 {
        let price = |b: usize| {
            let of = |&p: &u32| {
                let p = p as usize;
                i128::from(self.time[b][p]) + i128::from(self.cap[p]) - i128::from(self.owed[p])
            };
            i128::from(self.table[b]) + crowd.people_of(m).iter().map(of).sum::<i128>()
        };
        let open = |b: &usize| stretches[*b].allows(crowd, m);
        let cheapest = (0..stretches.len()).filter(open).map(price).min();
        cheapest.map_or(i128::MIN / 2, |price| i128::from(crowd.points[m]) * UNIT as i128 - price)
    }
}
