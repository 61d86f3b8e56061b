//! What prices say about any solution of a model, in whole numbers: no rounding, no solver.

use super::Model;
use super::model::{Bound, Variable};

/// What `Model::price` tells, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholePrice {
    pub constant: i128,
    /// Per variable.
    pub of: Vec<i128>,
}

/// Why prices show nothing. Rows count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsound {
    /// The model has no such row.
    NoRow(usize),
    /// An inequality with a price of the wrong sign.
    Sign(usize),
}

/// A factor, a right side or points; all of ours are whole numbers. `None` where one is not.
fn whole(value: f64) -> Option<i128> {
    (value.fract() == 0.0 && value.abs() < 2f64.powi(53)).then_some(value as i128)
}

impl Model {
    /// What prices of some rows say, as `(row, price)`. A row with a number that is not whole counts as
    /// none.
    pub fn whole_price(&self, prices: &[(usize, i64)]) -> Result<WholePrice, Unsound> {
        let mut all = WholePrice { constant: 0, of: vec![0; self.columns()] };
        for &(row, price) in prices {
            let (sum, bound) = self.rows.get(row).ok_or(Unsound::NoRow(row))?;
            let right = match *bound {
                Bound::AtMost(_) if price < 0 => return Err(Unsound::Sign(row)),
                Bound::AtLeast(_) if price > 0 => return Err(Unsound::Sign(row)),
                Bound::AtMost(right) | Bound::AtLeast(right) | Bound::Equal(right) => right,
            };
            let price = i128::from(price);
            all.constant += price * whole(right).ok_or(Unsound::NoRow(row))?;
            for &(v, factor) in &sum.0 {
                all.of[v.index()] += price * whole(factor).ok_or(Unsound::NoRow(row))?;
            }
        }
        Ok(all)
    }

    /// Points of a variable, and what it lies between; `None` where these are not whole.
    pub fn whole_column(&self, variable: Variable) -> Option<(i128, [i128; 2])> {
        let column = self.columns.get(variable.index())?;
        Some((whole(column.points)?, [whole(column.min)?, whole(column.max)?]))
    }

    /// The rows that say something else than that at most one of some variables is 1. `Conflicts::merge`
    /// keeps them, in this order, before all others.
    pub fn other_rows(&self) -> Vec<usize> {
        let other = |&row: &usize| {
            let (sum, bound) = &self.rows[row];
            !(matches!(*bound, Bound::AtMost(1.0)) && self.counts(sum))
        };
        (0..self.rows.len()).filter(other).collect()
    }

    /// Whether a price of a row helps to bound: inequalities have prices of one sign only.
    pub fn sound(&self, row: usize, price: i64) -> bool {
        match self.rows[row].1 {
            Bound::AtMost(_) => price > 0,
            Bound::AtLeast(_) => price < 0,
            Bound::Equal(_) => price != 0,
        }
    }

    /// The variables of a row, in order of creation.
    pub fn variables_of(&self, row: usize) -> Vec<Variable> {
        let mut all: Vec<Variable> = self.rows[row].0.0.iter().map(|&(v, _)| v).collect();
        all.sort_unstable();
        all
    }
}
