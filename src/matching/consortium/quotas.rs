//! How many of each kind a group must and may have.

use crate::matching::MatchingError;
use serde::{Deserialize, Serialize};

/// Kinds of candidate the quotas can tell apart.
pub const KINDS: usize = 4;

/// At least and at most so many members of any of these kinds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quota {
    /// Numbers below [`KINDS`]; a member of any of them counts.
    pub kinds: Vec<usize>,
    pub at_least: usize,
    /// `None`: no upper limit.
    pub at_most: Option<usize>,
}

impl Quota {
    pub fn at_least(count: usize, kinds: &[usize]) -> Quota {
        Quota { kinds: kinds.to_vec(), at_least: count, at_most: None }
    }

    fn count(&self, counts: &[usize; KINDS]) -> usize {
        (0..KINDS).filter(|kind| self.kinds.contains(kind)).map(|kind| counts[kind]).sum()
    }
}

/// A quota that cannot be met, and how much of it can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmet {
    pub kinds: Vec<usize>,
    pub asked: usize,
    /// The most that can be asked for, the other quotas kept as nearly as can be.
    pub nearest: usize,
}

/// For every count of members by kind: how many more members are needed at least. Filled once,
/// from full groups down, so that quotas may overlap; (size + 1)^KINDS bytes.
#[derive(Debug, Clone)]
pub(super) struct Needs {
    need: Vec<u8>,
    stride: [usize; KINDS],
}

/// Counts of members by kind.
type Counts = [usize; KINDS];

const NEVER: u8 = u8::MAX;

impl Needs {
    pub(super) fn new(quotas: &[Quota], most: usize) -> Result<Needs, MatchingError> {
        for quota in quotas {
            if let Some(kind) = quota.kinds.iter().find(|kind| **kind >= KINDS) {
                return Err(MatchingError::OutOfRange {
                    what: "kind in a quota",
                    value: *kind,
                    least: 0,
                    most: KINDS - 1,
                });
            }
        }
        let base = most + 1;
        let stride: [usize; KINDS] = std::array::from_fn(|kind| base.pow(kind as u32));
        let mut needs = Needs { need: vec![NEVER; base.pow(KINDS as u32)], stride };
        // A larger count has a larger index, so going down every successor is already filled.
        for state in (0..needs.need.len()).rev() {
            let counts: [usize; KINDS] = std::array::from_fn(|kind| state / stride[kind] % base);
            if counts.iter().sum::<usize>() > most
                || quotas.iter().any(|q| q.at_most.is_some_and(|most| q.count(&counts) > most))
            {
                continue;
            }
            needs.need[state] = if quotas.iter().all(|q| q.count(&counts) >= q.at_least) {
                0
            } else {
                (0..KINDS)
                    .filter(|kind| counts[*kind] < most)
                    .map(|kind| needs.need[state + stride[kind]].saturating_add(1))
                    .min()
                    .unwrap_or(NEVER)
            };
        }
        Ok(needs)
    }

    /// What a member of `kind` adds to the state; the empty group's state is 0.
    pub(super) fn step(&self, kind: u8) -> usize {
        self.stride[kind as usize]
    }

    /// The quotas that no group holding `given` can meet, with the nearest that one can: as little as
    /// can be is taken off all of them together. Empty where all can be met; `None` where `given`
    /// is more than a quota allows. `there` tells how many may join that are of some of these kinds.
    pub(super) fn nearest(
        &self,
        quotas: &[Quota],
        given: &Counts,
        there: impl Fn(&[usize]) -> usize,
    ) -> Option<Vec<Unmet>> {
        let base = self.stride[1];
        let counts = |state: usize| -> Counts {
            std::array::from_fn(|kind| state / self.stride[kind] % base)
        };
        let single: Counts = std::array::from_fn(|kind| there(&[kind]));
        let together: Vec<usize> = quotas.iter().map(|quota| there(&quota.kinds)).collect();
        let met = |counts: &Counts, quota: usize| {
            quotas[quota].count(counts).min(together[quota]).min(quotas[quota].at_least)
        };
        let short = |counts: &Counts| -> usize {
            let short = |quota: usize| quotas[quota].at_least - met(counts, quota);
            (0..quotas.len()).map(short).fold(0, usize::saturating_add)
        };
        let may_be = |counts: &Counts| {
            counts.iter().sum::<usize>() < base
                && (0..KINDS).all(|kind| (given[kind]..=single[kind]).contains(&counts[kind]))
                && quotas.iter().all(|q| q.at_most.is_none_or(|most| q.count(counts) <= most))
        };
        let nearest = (0..self.need.len()).map(counts).filter(may_be).min_by_key(short)?;
        let unmet = |quota: usize| {
            let Quota { kinds, at_least, .. } = &quotas[quota];
            let nearest = met(&nearest, quota);
            (nearest < *at_least).then(|| Unmet { kinds: kinds.clone(), asked: *at_least, nearest })
        };
        Some((0..quotas.len()).filter_map(unmet).collect())
    }

    /// Whether a group in this state can still meet the quotas with `places` more members.
    pub(super) fn within(&self, state: usize, places: usize) -> bool {
        (self.need[state] as usize) <= places
    }

    /// How many members of each kind could at most be among the next `places`.
    pub(super) fn caps(&self, state: usize, places: usize) -> [usize; KINDS] {
        std::array::from_fn(|kind| {
            (1..=places)
                .take_while(|m| self.within(state + m * self.stride[kind], places - m))
                .last()
                .unwrap_or(0)
        })
    }
}
