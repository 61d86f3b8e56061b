//! The exact best groups: branch and bound over connected groups.
//!
//! *Complete and without repeats.* Every group of two or more has one heaviest tie, and is grown from
//! that tie's two ends (or from the given members) by neighbours of what it has, never across a
//! heavier tie; a neighbour that was tried is barred from its later siblings' subtrees. So every
//! connected group is reached in exactly one way.
//! *Nothing good is cut.* A subtree is cut only when its bound lies below the worst of `k` groups
//! already found, and the bound counts every tie inside the added members half at each end, none
//! heavier than the heaviest, every gain at its present (largest) and every redundancy at its
//! present (smallest) value.

use super::candidates::Candidates;
use super::ceiling::ceiling;
use super::climber::Climber;
use super::core::core_bound;
use super::ground::Ground;
use super::question::{Question, Worth};
use super::staircase::{Staircase, staircase};
use super::swaps::improved;
use crate::matching::{MatchingError, Points};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

/// The largest group that can be asked for.
pub const MAX_SIZE: usize = 10;
/// The most groups that can be asked for.
pub const MAX_GROUPS: usize = 10_000;

/// The best sets of each size that a stopped search lists for its bound.
const LISTED: usize = 1000;
/// Neighbours that the bound by cores may go through for each look of the search, and better groups.
const WORK_A_LOOK: u64 = 6000;
const SWAPS_A_LOOK: u64 = 1000;

/// A group and its worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// In ascending order.
    pub members: Vec<usize>,
    pub worth: Worth,
}

/// The groups, best first; groups of equal worth in the order of their members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub groups: Vec<Group>,
    /// No group that is not listed is better than the last listed one.
    pub exact: bool,
    /// Where the search was stopped: no unseen group is worth more than this.
    pub unseen: Option<Points>,
    /// Groups looked at; a thousand neighbours or pairs gone through count as one more.
    pub steps: u64,
}

/// A group found: sorted, the best comes first.
pub(super) type Found = (Reverse<i64>, Vec<u32>);

/// What a search comes back with.
pub(super) struct Climbed {
    pub best: BTreeSet<Found>,
    pub unseen: Option<i64>,
    pub steps: u64,
}

/// Finds the exact best `question.groups` groups: connected by ties, within the quotas, at most one
/// member of each owner, no barred pair, with the given members. Uses rayon's threads; the answer
/// does not depend on their number (with `limit_steps` one thread is used, for the same reason).
/// Where it is stopped, a few times as long is spent to swap members for better ones and to bound what it
/// has not seen.
pub fn search(candidates: &Candidates, question: &Question) -> Result<Answer, MatchingError> {
    let Climbed { mut best, unseen, steps } = climb(candidates, question)?;
    let unseen = match (unseen, question.limit_steps) {
        (Some(unseen), Some(looks)) => {
            let ground = Ground::new(candidates, question, question.checked(candidates)?);
            best = improved(&ground, best, looks.saturating_mul(SWAPS_A_LOOK));
            let known = best.first().map_or(0, |(Reverse(value), _)| *value);
            Some(unseen.min(bound(&ground, known, looks)?))
        }
        _ => unseen,
    };
    let full = best.len() == question.groups;
    let last = best.last().map_or(i64::MIN, |(Reverse(value), _)| *value);
    let groups = best.into_iter().map(|(_, members)| {
        let members: Vec<usize> = members.into_iter().map(|m| m as usize).collect();
        Group { worth: Worth::of(candidates, question, &members), members }
    });
    Ok(Answer {
        groups: groups.collect(),
        exact: unseen.is_none_or(|unseen| full && unseen < last),
        unseen: unseen.map(Points),
        steps,
    })
}

/// What no group is worth more than, where the best one known is worth `known`.
fn bound(ground: &Ground, known: i64, looks: u64) -> Result<i64, MatchingError> {
    let (candidates, question) = (ground.candidates, ground.question);
    let (sharing, stairs) = rayon::join(
        || ceiling(candidates, question),
        || staircase(candidates, question, LISTED, looks / 2),
    );
    let Staircase { bound, most_tied } = stairs?;
    let cores = core_bound(ground, &most_tied, known, looks.saturating_mul(WORK_A_LOOK));
    Ok(sharing.min(bound).min(cores.unwrap_or(i64::MAX)))
}

/// The search itself: where it was stopped, with the bound that it came to by itself.
pub(super) fn climb(
    candidates: &Candidates,
    question: &Question,
) -> Result<Climbed, MatchingError> {
    let needs = question.checked(candidates)?;
    let ground = Ground::new(candidates, question, needs);
    let floor = AtomicI64::new(i64::MIN);
    let mut best = Climber::first_groups(&ground, &floor);
    let next = AtomicUsize::new(0);
    let climb = |_| {
        let mut climber = Climber::new(&ground, &floor);
        while climber.climb_root(next.fetch_add(1, Ordering::Relaxed)) {}
        climber
    };
    let threads = match question.limit_steps {
        Some(_) => 1,
        None => rayon::current_num_threads().min(ground.roots()),
    };
    let climbers: Vec<Climber> = (0..threads).into_par_iter().map(climb).collect();
    let steps = climbers.iter().map(|c| c.steps).sum();
    let unseen = climbers.iter().filter_map(|c| c.unseen).max();
    best.extend(climbers.into_iter().flat_map(|c| c.best));
    while best.len() > question.groups {
        best.pop_last();
    }
    Ok(Climbed { best, unseen, steps })
}
