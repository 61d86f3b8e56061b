//! What shows a bound on days of meetings: prices of people's time and of tables, added up in whole
//! numbers. Neither the search for prices nor a solver takes part; `tests/verify_workshop.py` adds up the
//! same from a workshop's JSON without sharing code.
//!
//! The relaxation counts meetings by stretches of slots instead of slots, and leaves breaks and walking
//! out. Variables: x\[m,b\] share of meeting *m* in stretch *b*, y\[p\] meetings of *p* that count for
//! fairness. Objective: Σ points·x + fairness·Σ (y − share). Rows: Σ_b x\[m,b\] ≤ 1; Σ_m x\[m,b\] ≤
//! slots in which *p* is there, per person and stretch; ≤ cap per person; ≤ tables per stretch; y\[p\] ≤
//! Σ x of p; y\[p\] ≤ share.

use super::crowd::Crowd;
use crate::domain::Text;
use crate::scheduling::flaw::Flaw;
use serde::{Deserialize, Serialize};

/// A price of 1 point.
pub(super) const UNIT: f64 = (1 << 20) as f64;

/// Slots of one day that follow each other, in the order of time: from one up to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stretch {
    from: usize,
    to: usize,
}

/// What a meeting costs people and halls, in whole multiples of 2⁻²⁰ points, none negative: any such
/// prices give a bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// All slots, cut into stretches.
    stretches: Vec<Stretch>,
    /// Per stretch and person, in the order of the workshop.
    time: Vec<Vec<i64>>,
    /// Per person: what each of their meetings costs in all.
    cap: Vec<i64>,
    /// Per person: what another meeting is worth to fairness.
    owed: Vec<i64>,
    /// Per stretch.
    table: Vec<i64>,
}

impl Stretch {
    /// Each day in two, at its longest pause.
    pub(super) fn halves(crowd: &Crowd) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        for day in 0..crowd.days {
            let (first, end) = (crowd.first[day], crowd.first[day + 1]);
            let pause = |&k: &usize| crowd.slots[k].start - crowd.slots[k - 1].end;
            let cut = (first + 1..end).max_by_key(pause).unwrap_or(end);
            let halves = [Stretch { from: first, to: cut }, Stretch { from: cut, to: end }];
            stretches.extend(halves.into_iter().filter(|half| half.from < half.to));
        }
        stretches
    }

    fn day(self, crowd: &Crowd) -> usize {
        crowd.day_of[self.from]
    }

    /// Its slots, as bits of those of its day.
    fn mask(self, crowd: &Crowd) -> u64 {
        let first = crowd.first[self.day(crowd)];
        (u64::MAX >> (64 - (self.to - self.from))) << (self.from - first)
    }

    pub(super) fn slots_of(self, crowd: &Crowd, p: usize) -> u32 {
        let present = crowd.present[p * crowd.days + self.day(crowd)];
        (present & self.mask(crowd)).count_ones()
    }

    pub(super) fn allows(self, crowd: &Crowd, m: usize) -> bool {
        crowd.allowed(m, self.day(crowd)) & self.mask(crowd) != 0
    }

    pub(super) fn tables(self, crowd: &Crowd) -> u64 {
        (self.from..self.to)
            .flat_map(|k| (0..crowd.halls).map(move |r| crowd.cell(k, r)))
            .map(|cell| u64::from(crowd.tables[cell as usize]))
            .sum()
    }
}

impl Prices {
    /// From prices in points that are not negative.
    pub(super) fn rounded(
        stretches: Vec<Stretch>,
        time: Vec<Vec<f64>>,
        cap: Vec<f64>,
        owed: Vec<f64>,
        table: Vec<f64>,
    ) -> Self {
        let whole = |prices: Vec<f64>| prices.iter().map(|p| (p * UNIT) as i64).collect();
        Self {
            stretches,
            time: time.into_iter().map(whole).collect(),
            cap: whole(cap),
            owed: whole(owed),
            table: whole(table),
        }
    }

    /// The bound that these prices show, if they are prices of this day. Linear in meetings × stretches.
    pub(in crate::scheduling) fn check(&self, crowd: &Crowd) -> Result<i64, Flaw> {
        let flaw =
            |ja: String, en: String, fault: Text| Err(Flaw { place: Text::new(ja, en), fault });
        let shape = || Text::new("数がその日と合いません", "their number is not that of the day");
        let mut next = 0;
        for (i, stretch) in self.stretches.iter().enumerate() {
            let follows = stretch.from == next && stretch.from < stretch.to;
            let within = stretch.to <= crowd.slots.len();
            if !follows || !within || crowd.day_of[stretch.from] != crowd.day_of[stretch.to - 1] {
                let n = i + 1;
                let fault =
                    Text::new("一日の続いた枠ではありません", "it is no run of one day's slots");
                return flaw(format!("区間{n}"), format!("stretch {n}"), fault);
            }
            next = stretch.to;
        }
        if next != crowd.slots.len() || self.time.len() != self.stretches.len() {
            return flaw("区間".into(), "stretches".into(), shape());
        }
        let time = self.time.iter().map(|time| ("時間", "time", time, crowd.people));
        let lists = time.chain([
            ("上限", "cap", &self.cap, crowd.people),
            ("公平さ", "owed", &self.owed, crowd.people),
            ("テーブル", "table", &self.table, self.stretches.len()),
        ]);
        for (ja, en, prices, count) in lists {
            if prices.len() != count {
                return flaw(format!("価格「{ja}」"), format!("prices \"{en}\""), shape());
            }
            if let Some(i) = prices.iter().position(|&price| price < 0) {
                let (n, price) = (i + 1, prices[i]);
                return flaw(
                    format!("価格「{ja}」の{n}番目"),
                    format!("prices \"{en}\", number {n}"),
                    Text::new(format!("{price} は負です"), format!("{price} is negative")),
                );
            }
        }
        Ok(self.bound(crowd))
    }

    /// `Σ right sides · prices + Σ_m max(0, what the meeting is worth beyond its prices)`: by weak
    /// duality no plan is worth more, whatever the prices.
    pub(super) fn bound(&self, crowd: &Crowd) -> i64 {
        const ONE: i128 = UNIT as i128;
        let mut sum: i128 = 0;
        for (b, stretch) in self.stretches.iter().enumerate() {
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
        sum += (0..crowd.meetings()).map(|m| self.worth(crowd, m).max(0)).sum::<i128>();
        // What is worth no whole point more is worth nothing more.
        sum.div_euclid(ONE).try_into().unwrap_or(i64::MAX)
    }

    /// What a meeting is worth beyond its prices where it is cheapest.
    pub(super) fn worth(&self, crowd: &Crowd, m: usize) -> i128 {
        let price = |b: usize| {
            let of = |&p: &u32| {
                let p = p as usize;
                i128::from(self.time[b][p]) + i128::from(self.cap[p]) - i128::from(self.owed[p])
            };
            i128::from(self.table[b]) + crowd.people_of(m).iter().map(of).sum::<i128>()
        };
        let open = |b: &usize| self.stretches[*b].allows(crowd, m);
        let cheapest = (0..self.stretches.len()).filter(open).map(price).min();
        cheapest.map_or(i128::MIN / 2, |price| i128::from(crowd.points[m]) * UNIT as i128 - price)
    }
}
