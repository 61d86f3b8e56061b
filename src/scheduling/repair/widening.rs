//! The linear program of the least repair, solved for more and more of the day.
//!
//! At first only what is broken may move; where that changes no more than any repair does, nothing changes
//! less. Otherwise the meetings of its people may move too, then those of their people, at last
//! everything, and what is best then is proved least.

use super::least::Least;
use super::standing::Standing;
use crate::scheduling::instance::Instance;
use crate::scheduling::program::{Goal, Program, chosen};
use crate::solver::{Limits, SolverError, Status};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::Instant;

type Had = [Option<Option<usize>>];

/// What came of it.
pub(super) struct Widened {
    /// `Optimal`: `best` is proved least. `Infeasible`: there is no repair.
    pub status: Status,
    /// With the candidate of each item.
    pub best: Option<(Least, Vec<Option<usize>>)>,
}

/// Solves until something changes no more than `least`, or all is settled, or time is up.
pub(super) fn widen_until_settled(
    instance: &Instance,
    standing: &Standing,
    least: Least,
    limits: Limits,
    watch: &mut dyn FnMut() -> ControlFlow<()>,
) -> Result<Widened, SolverError> {
    let started = Instant::now();
    let had = &standing.had[..];
    let mut free = standing.broken.clone();
    let mut widened = Widened { status: Status::NoneInTime, best: None };
    // Seconds that it takes to write a program, for each candidate in it.
    let mut pace = 0.0;
    loop {
        let left = limits.seconds - started.elapsed().as_secs_f64();
        let begun = Instant::now();
        let (part, part_had) = restricted(instance, had, &free);
        let size = part.items.iter().map(|i| i.candidates.len()).sum::<usize>().max(1) as f64;
        if left <= 0.0 || pace * size > left {
            return Ok(widened);
        }
        let program = Program::new(&part, Goal::FewestChanges(&part_had), &BTreeSet::new());
        let Program { model, x, .. } = program;
        pace = begun.elapsed().as_secs_f64() / size;
        let left = limits.seconds - started.elapsed().as_secs_f64();
        let mut broken_off = false;
        let outcome = model.solve(Limits { seconds: left, ..limits }, 1.0, &mut |_| {
            let flow = watch();
            broken_off |= flow.is_break();
            flow
        })?;
        if !outcome.values.is_empty() {
            let taken = in_whole(had, &free, chosen(&x, &outcome.values));
            let cost = Least::counted(instance, standing, &taken);
            if widened.best.as_ref().is_none_or(|(best, _)| cost < *best) {
                widened.best = Some((cost, taken));
            }
        }
        let all = free.iter().zip(had).all(|(&free, had)| free || had.is_none());
        let reached = widened.best.as_ref().is_some_and(|(cost, _)| *cost <= least);
        if reached || all {
            widened.status = if reached { Status::Optimal } else { outcome.status };
            return Ok(widened);
        }
        if broken_off {
            return Ok(widened);
        }
        let taken = widened.best.as_ref().map(|(_, taken)| taken.as_slice());
        widen(instance, had, taken, &mut free);
    }
}

/// The instance in which all but the free items stay where they are or are given up, and what it had.
fn restricted<'a>(
    instance: &Instance<'a>,
    had: &Had,
    free: &[bool],
) -> (Instance<'a>, Vec<Option<Option<usize>>>) {
    let (mut part, mut part_had) = (instance.clone(), had.to_vec());
    for (i, item) in part.items.iter_mut().enumerate() {
        if let (Some(Some(c)), false) = (had[i], free[i]) {
            item.candidates = vec![item.candidates[c]];
            part_had[i] = Some(Some(0));
        }
    }
    (part, part_had)
}

/// What a restricted instance takes, in the candidates of the whole one.
fn in_whole(had: &Had, free: &[bool], taken: Vec<Option<usize>>) -> Vec<Option<usize>> {
    let own = |(i, taken): (usize, Option<usize>)| match (had[i], free[i]) {
        (Some(Some(c)), false) => taken.map(|_| c),
        _ => taken,
    };
    taken.into_iter().enumerate().map(own).collect()
}

/// Frees what was given up; where that is free already, all meetings of its people; at last those of the
/// people of what is free.
fn widen(instance: &Instance, had: &Had, taken: Option<&[Option<usize>]>, free: &mut [bool]) {
    let given_up = |i: usize| taken.is_some_and(|taken| had[i].is_some() && taken[i].is_none());
    let people = |free: &[bool], wanted: &dyn Fn(usize) -> bool| -> BTreeSet<usize> {
        let items = (0..free.len()).filter(|&i| wanted(i));
        items.flat_map(|i| instance.items[i].people.iter().copied()).collect()
    };
    let count = |free: &[bool]| free.iter().filter(|&&free| free).count();
    let before = count(free);
    let grow = |people: &BTreeSet<usize>, free: &mut [bool]| {
        for (i, item) in instance.items.iter().enumerate().filter(|(i, _)| had[*i].is_some()) {
            free[i] |= item.people.iter().any(|p| people.contains(p));
        }
    };
    (0..free.len()).for_each(|i| free[i] |= given_up(i));
    if count(free) > before {
        return;
    }
    let near = people(free, &given_up);
    grow(&near, free);
    if count(free) == before {
        let near = people(free, &|i| free[i]);
        grow(&near, free);
    }
    if count(free) == before {
        free.fill(true);
    }
}
