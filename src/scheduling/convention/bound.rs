//! A bound on what any plan can be worth. What is used of the linear program's solution are dual prices
//! alone, rounded to whole numbers: `certificate.rs` tells the program, and adds the bound up.

use super::certificate::{Prices, Stretch, UNIT};
use super::crowd::Crowd;
use super::prices::prices;
use std::sync::atomic::AtomicBool;

/// Calls `found` with bounds, each lower than the one before: no plan is worth more. With each the prices
/// that show it, and what every meeting is worth beyond what it costs people and halls, in points.
pub(super) fn bound(
    crowd: &Crowd,
    seconds: f64,
    stop: &AtomicBool,
    found: &mut dyn FnMut(i64, Prices, Vec<f64>),
) {
    let stretches = Stretch::halves(crowd);
    let mut lowest = i64::MAX;
    prices(crowd, &stretches, seconds, stop, &mut |prices| {
        let bound = prices.bound(crowd);
        if bound < lowest {
            lowest = bound;
            let worth = |m| prices.worth(crowd, m).max(-(1 << 52)) as f64 / UNIT;
            let worth = (0..crowd.meetings()).map(worth).collect();
            found(bound, prices, worth);
        }
        bound
    });
}
