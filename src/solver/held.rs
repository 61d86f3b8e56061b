//! What is left of a program when some of its variables are held: smaller, and as strong.

use super::model::{Bound, Model, Sum, Variable};
use super::outcome::{Limits, Outcome, SolverError, Status};
use super::watch::{Event, Watch};

/// Of what a row asks, this much may be missing by rounding.
const ROUNDING: f64 = 1e-9;

/// A program without its held variables.
struct Left {
    model: Model,
    /// Per variable of the whole: its value where it is held, else its place in what is left.
    each: Vec<Held>,
    /// Points of what is held.
    points: f64,
}

#[derive(Clone, Copy)]
enum Held {
    At(f64),
    Open(Variable),
}

impl Model {
    /// Solves with some variables held at a value, as those are anyway whose bounds coincide. Rows
    /// that hold whatever the others are do not reach the solver. See `solve`.
    pub fn solve_holding(
        &self,
        held: &[(Variable, f64)],
        limits: Limits,
        step: f64,
        watch: &mut Watch<'_>,
    ) -> Result<Outcome, SolverError> {
        let Some(Left { model, each, points }) = self.left(held) else {
            return Ok(Outcome {
                status: Status::Infeasible,
                values: Vec::new(),
                objective: f64::NEG_INFINITY,
                bound: f64::NEG_INFINITY,
                seconds: 0.0,
                duals: Vec::new(),
            });
        };
        let with_held = |value: Option<f64>| value.map(|v| v + points);
        let outcome = model.solve(limits, step, &mut |event| {
            let (objective, bound) = (with_held(event.objective), with_held(event.bound));
            watch(Event { objective, bound, ..event })
        })?;
        let value = |held: &Held| match *held {
            Held::At(value) => value,
            Held::Open(v) => outcome.values[v.index()],
        };
        let has_values = !outcome.values.is_empty() || model.columns() == 0;
        Ok(Outcome {
            values: if has_values { each.iter().map(value).collect() } else { Vec::new() },
            objective: outcome.objective + points,
            bound: outcome.bound + points,
            // The rows are not those of the whole.
            duals: Vec::new(),
            ..outcome
        })
    }

    /// `None` if a row cannot hold any more.
    fn left(&self, held: &[(Variable, f64)]) -> Option<Left> {
        let mut values: Vec<Option<f64>> =
            self.columns.iter().map(|c| (c.min == c.max).then_some(c.min)).collect();
        held.iter().for_each(|&(v, value)| values[v.index()] = Some(value));
        let mut model = Model::new();
        model.as_it_is = self.as_it_is;
        let mut points = 0.0;
        let mut start = Vec::new();
        let each: Vec<Held> = (self.columns.iter().zip(values).enumerate())
            .map(|(i, (column, value))| match value {
                Some(value) => {
                    points += column.points * value;
                    Held::At(value)
                }
                None => {
                    start.extend(self.start.get(i));
                    model.columns.push(column.clone());
                    Held::Open(Variable::at(model.columns.len() - 1))
                }
            })
            .collect();
        model.start_from(start);
        for (sum, bound) in &self.rows {
            let mut open = Sum::default();
            let mut held = 0.0;
            for &(v, factor) in &sum.0 {
                match each[v.index()] {
                    Held::At(value) => held += factor * value,
                    Held::Open(v) => open.add(factor, v),
                }
            }
            let (least, most) = model.range(&open);
            match *bound {
                Bound::AtMost(right) if most <= right - held + ROUNDING => {}
                Bound::AtLeast(right) if least >= right - held - ROUNDING => {}
                Bound::Equal(right) if open.0.is_empty() && (right - held).abs() <= ROUNDING => {}
                _ if open.0.is_empty() => return None,
                Bound::AtMost(right) => model.at_most(open, right - held),
                Bound::AtLeast(right) => model.at_least(open, right - held),
                Bound::Equal(right) => model.equal(open, right - held),
            }
        }
        Some(Left { model, each, points })
    }

    /// What a sum can be at least and at most.
    fn range(&self, sum: &Sum) -> (f64, f64) {
        sum.0.iter().fold((0.0, 0.0), |(least, most), &(v, factor)| {
            let column = &self.columns[v.index()];
            let (a, b) = (column.min * factor, column.max * factor);
            (least + a.min(b), most + a.max(b))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::ops::ControlFlow;

    fn go_on(_: Event) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    #[test]
    fn nothing_open_is_what_is_held() {
        let mut model = Model::new();
        let (a, b) = (model.binary(3.0), model.binary(2.0));
        model.at_most([a, b].into_iter().collect(), 1.0);
        let solve = |held: &[(Variable, f64)]| {
            model.solve_holding(held, Limits::default(), 1.0, &mut go_on).unwrap()
        };
        let outcome = solve(&[(a, 0.0), (b, 1.0)]);
        assert_eq!(
            (outcome.status, outcome.values, outcome.objective),
            (Status::Optimal, vec![0.0, 1.0], 2.0)
        );
        assert_eq!(solve(&[(a, 1.0), (b, 1.0)]).status, Status::Infeasible);
    }

    proptest! {
        /// Holding is the same as a row that says so.
        #[test]
        fn a_held_variable_is_one_with_a_row_of_its_own(
            rows in prop::collection::vec((prop::collection::vec(-2i8..3, 6), 0u8..4, 0u8..3), 1..6),
            points in prop::collection::vec(-3i8..6, 6),
            held in prop::collection::vec(prop::option::of(0u8..2), 6),
            as_it_is: bool,
        ) {
            let mut model = Model::new();
            let all: Vec<Variable> = points.iter().map(|&p| model.binary(p.into())).collect();
            for (factors, right, kind) in rows {
                let mut sum = Sum::default();
                all.iter().zip(factors).for_each(|(&v, factor)| sum.add(factor.into(), v));
                match kind {
                    0 => model.at_most(sum, right.into()),
                    1 => model.at_least(sum, right.into()),
                    _ => model.equal(sum, right.into()),
                }
            }
            if as_it_is {
                model.as_it_is();
            }
            let held: Vec<(Variable, f64)> =
                all.iter().zip(held).filter_map(|(&v, h)| Some((v, f64::from(h?)))).collect();
            let holding = model.solve_holding(&held, Limits::default(), 1.0, &mut go_on).unwrap();
            for &(v, value) in &held {
                model.equal(Sum::from(v), value);
            }
            let with_rows = model.solve(Limits::default(), 1.0, &mut go_on).unwrap();
            prop_assert_eq!(holding.status, with_rows.status);
            if holding.status == Status::Optimal {
                prop_assert!((holding.objective - with_rows.objective).abs() < 1e-6);
                prop_assert!(holding.bound >= holding.objective - 1e-6);
                prop_assert_eq!(holding.values.len(), all.len());
                for (v, value) in held {
                    prop_assert!((holding.values[v.index()] - value).abs() < 1e-6);
                }
            }
        }
    }
}
