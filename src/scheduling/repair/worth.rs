//! Of the items that a repair moves anyway, each to where the day is worth most.

use super::least::Least;
use super::standing::Standing;
use crate::scheduling::instance::Instance;
use crate::scheduling::program::{Goal, Program, chosen};
use crate::solver::{Limits, SolverError};
use std::collections::BTreeSet;
use std::ops::ControlFlow;

/// A repair that changes no more than the one given and moves nothing else, of the most points by the
/// program of the day; `None` where nothing moves or there was no time. The program does not see walks
/// to talks that people choose, so that the judge has to say which of the two is worth more.
pub(super) fn worth_most(
    instance: &Instance,
    standing: &Standing,
    taken: &[Option<usize>],
    limits: Limits,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Option<Vec<Option<usize>>>, SolverError> {
    let mut part = instance.clone();
    let mut moving = vec![false; part.items.len()];
    for (i, item) in part.items.iter_mut().enumerate() {
        item.must = taken[i].is_some();
        match (taken[i], standing.had[i]) {
            (None, _) => item.candidates.clear(),
            (Some(c), Some(had)) if had != Some(c) => moving[i] = true,
            (Some(c), _) => item.candidates = vec![item.candidates[c]],
        }
    }
    if limits.seconds <= 0.0 || !moving.contains(&true) {
        return Ok(None);
    }
    let Program { model, x, .. } = Program::new(&part, Goal::Value, &BTreeSet::new());
    let outcome = model.solve(limits, 1.0, &mut |_| watch())?;
    if outcome.values.is_empty() {
        return Ok(None);
    }
    let mut other = chosen(&x, &outcome.values);
    for (i, c) in other.iter_mut().enumerate().filter(|(i, _)| !moving[*i]) {
        *c = taken[i];
    }
    let cost = |taken: &[Option<usize>]| Least::counted(instance, standing, taken);
    Ok((cost(&other) <= cost(taken)).then_some(other))
}
