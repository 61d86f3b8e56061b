//! Scores as whole thousandths, so that a sum of parts is exact in every order.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};

/// A score or a part of one, in thousandths of a point. It is shown with all its digits, so the
/// shown parts add up to the shown score; in JSON it is the whole number of thousandths.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
#[serde(transparent)]
pub struct Points(pub i64);

impl Points {
    pub const ZERO: Points = Points(0);

    /// The nearest thousandth; not-a-number counts as nothing.
    pub fn of(points: f64) -> Points {
        Points((points * 1000.0).round() as i64)
    }

    /// Divides a sum of points in proportion to shares (0 or more, not all 0), in whole thousandths
    /// that add up to it.
    pub fn divide(self, shares: &[f64]) -> Vec<Points> {
        let all: f64 = shares.iter().sum();
        let mut given = Points::ZERO;
        let mut upto = 0.0;
        let mut divided: Vec<Points> = shares
            .iter()
            .map(|share| {
                upto += share;
                let part = Points((self.0 as f64 * (upto / all)).round() as i64) - given;
                given += part;
                part
            })
            .collect();
        // The shares summed once more may miss the whole by a rounding error.
        if let Some(last) = divided.last_mut() {
            *last += self - given;
        }
        divided
    }

    /// For plots and rough comparison; sums belong in `Points`.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0.saturating_add(other.0))
    }
}
impl AddAssign for Points {
    fn add_assign(&mut self, other: Points) {
        *self = *self + other;
    }
}
impl Sub for Points {
    type Output = Points;
    fn sub(self, other: Points) -> Points {
        Points(self.0.saturating_sub(other.0))
    }
}
impl Neg for Points {
    type Output = Points;
    fn neg(self) -> Points {
        Points(self.0.saturating_neg())
    }
}
impl Sum for Points {
    fn sum<I: Iterator<Item = Points>>(iter: I) -> Points {
        iter.fold(Points::ZERO, Add::add)
    }
}
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let thousandths = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:03}", thousandths / 1000, thousandths % 1000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_divided_adds_up() {
        assert_eq!(Points(10).divide(&[1.0, 1.0, 1.0]), [Points(3), Points(4), Points(3)]);
        assert_eq!(Points(1).divide(&[0.2, 0.0, 0.7]), [Points(0), Points(0), Points(1)]);
        assert!(Points(5).divide(&[]).is_empty());
    }

    #[test]
    fn every_digit_is_shown() {
        assert_eq!(Points(0).to_string(), "0.000");
        assert_eq!(Points(12_345).to_string(), "12.345");
        assert_eq!(Points(-7).to_string(), "-0.007");
        assert_eq!(Points::of(0.0015), Points(2));
        assert_eq!(Points::of(f64::NAN), Points::ZERO);
    }
}
