//! What no group can be worth more than, told from the best smaller groups.
//!
//! *A step down.* Leave out of a set of `s` candidates the one whose ties to the others are worth least: at most
//! two parts in `s` of all ties are gone, for each tie has two ends. So whatever is worth more than `s / (s − 2)`
//! times a floor grows, by one more member, out of a set of `s − 1` that is worth more than that floor.
//! *Up from there.* Small groups can be listed down to a low floor. What is not connected is the union
//! of smaller listed sets, or has a member without a tie and is worth no more than the set without it.

use super::candidates::Candidates;
use super::question::Question;
use super::search::climb;
use crate::matching::MatchingError;
use std::cmp::Reverse;

/// Work that counts as one look, as in a search.
const WORK_A_LOOK: u64 = 1000;
/// How many times the looks for one member more are at least, where it is worth while.
const TIMES: u64 = 10;

/// All sets of one size whose ties are worth more than `floor`, connected or not, best first.
struct Listed {
    floor: i64,
    sets: Vec<(Reverse<i64>, Vec<u32>)>,
}

impl Listed {
    /// No set of this size has ties worth more.
    fn most(&self) -> i64 {
        self.sets.first().map_or(self.floor, |(Reverse(worth), _)| *worth)
    }

    /// Sorted, each once, none at the floor or below.
    fn tidied(mut self) -> Listed {
        self.sets.retain(|(Reverse(worth), _)| *worth > self.floor);
        self.sets.sort_unstable();
        self.sets.dedup();
        self
    }
}

/// What was found of each size.
pub(super) struct Staircase {
    /// No group is worth more than this.
    pub bound: i64,
    /// By size, the most that the ties of any set are worth together, connected or not.
    pub most_tied: Vec<i64>,
}

/// `listed` sets of each size are kept; about `looks` looks are taken in all.
pub(super) fn staircase(
    candidates: &Candidates,
    question: &Question,
    listed: usize,
    looks: u64,
) -> Result<Staircase, MatchingError> {
    let mut stairs = Stairs::new(candidates, listed, looks);
    for size in 0..=question.most_members {
        stairs.climb(size)?;
    }
    let wanted: i64 = question.wanted.iter().map(|(_, points)| points.0.max(0)).sum();
    let most_tied: Vec<i64> = stairs.sizes.iter().map(Listed::most).collect();
    let worth = |size: usize| most_tied[size] + wanted - question.member_cost.0 * size as i64;
    let sizes = question.least_members..=question.most_members;
    let bound = sizes.map(worth).max().unwrap_or(i64::MAX);
    Ok(Staircase { bound, most_tied })
}

struct Stairs {
    /// Without redundancy, so that only ties count.
    candidates: Candidates,
    sizes: Vec<Listed>,
    listed: usize,
    /// Work that may still be done.
    left: u64,
    /// What the last search took, but for a look at each set listed.
    last: u64,
}

impl Stairs {
    fn new(candidates: &Candidates, listed: usize, looks: u64) -> Stairs {
        let mut candidates = candidates.clone();
        candidates.redundancy.fill(0);
        let left = looks.saturating_mul(WORK_A_LOOK);
        Stairs { candidates, sizes: Vec::new(), listed, left, last: 0 }
    }

    fn climb(&mut self, size: usize) -> Result<(), MatchingError> {
        let next = match size {
            0 | 1 => Listed { floor: 0, sets: Vec::new() },
            2 => self.searched(size)?,
            // Each further member multiplies the looks: a search that would be stopped is not begun.
            _ if self.last * TIMES > self.left => self.grown(size),
            _ => {
                let grown = self.grown(size);
                let searched = self.searched(size)?;
                if grown.floor < searched.floor { grown } else { searched }
            }
        };
        self.sizes.push(next);
        Ok(())
    }

    /// The connected groups from a search of their own, and the unions of smaller sets.
    fn searched(&mut self, size: usize) -> Result<Listed, MatchingError> {
        let question = Question {
            least_members: size,
            most_members: size,
            groups: self.listed,
            limit_steps: Some(self.left / WORK_A_LOOK),
            ..Question::default()
        };
        let found = climb(&self.candidates, &question)?;
        let work = found.steps * WORK_A_LOOK;
        self.left = self.left.saturating_sub(work);
        self.last = work.saturating_sub(found.best.len() as u64 * WORK_A_LOOK);
        let full = found.best.len() == self.listed;
        let last = found.best.last().filter(|_| full).map_or(0, |(Reverse(worth), _)| *worth);
        // A member without a tie adds nothing.
        let floor = last.max(found.unseen.unwrap_or(0)).max(self.sizes[size - 1].most());
        let mut next = Listed { floor, sets: found.best.into_iter().collect() };
        for part in 2..=size / 2 {
            self.unite(&mut next, part, size - part);
        }
        Ok(next.tidied())
    }

    /// Adds the unions of sets of these two sizes, or raises the floor above those that are not told.
    fn unite(&mut self, next: &mut Listed, part: usize, rest: usize) {
        let (parts, rests) = (&self.sizes[part], &self.sizes[rest]);
        next.floor = next.floor.max(parts.floor + rests.most()).max(parts.most() + rests.floor);
        let mut work = 0u64;
        for (Reverse(one), part) in &parts.sets {
            if one + rests.most() <= next.floor {
                break;
            }
            if work >= self.left {
                next.floor = one + rests.most();
                break;
            }
            for (Reverse(other), rest) in &rests.sets {
                work += 1;
                if one + other <= next.floor {
                    break;
                }
                if part.iter().all(|a| rest.iter().all(|b| self.apart(*a, *b))) {
                    let mut members = [part.as_slice(), rest].concat();
                    members.sort_unstable();
                    next.sets.push((Reverse(one + other), members));
                }
            }
        }
        self.left = self.left.saturating_sub(work);
    }

    fn apart(&self, a: u32, b: u32) -> bool {
        a != b && self.candidates.tie(a as usize, b as usize).0 == 0
    }

    /// A set of this size that is worth more has grown, by a member with a tie, out of one that is
    /// listed.
    fn grown_floor(&self, size: usize) -> i64 {
        let smaller = &self.sizes[size - 1];
        smaller.most().max(smaller.floor * size as i64 / (size as i64 - 2))
    }

    /// The sets that grow out of those with one member less.
    fn grown(&mut self, size: usize) -> Listed {
        let mut next = Listed { floor: self.grown_floor(size), sets: Vec::new() };
        let mut tied = vec![0i64; self.candidates.len()];
        for i in 0..self.sizes[size - 1].sets.len() {
            let (Reverse(worth), members) = &self.sizes[size - 1].sets[i];
            let most = worth * size as i64 / (size as i64 - 2);
            if most <= next.floor {
                break;
            }
            if next.sets.len() > self.listed {
                next.floor = most;
                break;
            }
            let mut touched = Vec::new();
            for &(y, tie) in members.iter().flat_map(|x| self.candidates.ties(*x)) {
                if tied[y as usize] == 0 {
                    touched.push(y);
                }
                tied[y as usize] += tie;
            }
            for &y in &touched {
                let worth = worth + std::mem::take(&mut tied[y as usize]);
                if worth > next.floor && !members.contains(&y) {
                    let mut members = [members.as_slice(), &[y]].concat();
                    members.sort_unstable();
                    next.sets.push((Reverse(worth), members));
                }
            }
        }
        next.tidied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ceiling::tests::case;
    use super::*;
    use crate::matching::consortium::enumerate;

    fn stairs(candidates: &Candidates, sizes: usize, listed: usize, looks: u64) -> Stairs {
        let mut stairs = Stairs::new(candidates, listed, looks);
        for size in 0..=sizes {
            stairs.climb(size).expect("any size can be asked for");
        }
        stairs
    }

    #[test]
    fn no_group_is_worth_more() {
        for seed in 0..200 {
            let (candidates, question) = case(seed);
            let best = enumerate(&candidates, &question).first().map(|best| best.worth.total().0);
            for (listed, looks) in [(1, 0), (1, 1000), (3, 10), (5, 1000), (1000, 1000)] {
                let stairs =
                    staircase(&candidates, &question, listed, looks).expect("can be asked");
                assert!(
                    best.is_none_or(|best| best <= stairs.bound),
                    "seed {seed}, {listed} listed"
                );
            }
        }
    }

    /// Connected or not, whatever is worth more than its size's floor stands in the list.
    #[test]
    fn every_set_above_the_floor_is_listed() {
        for seed in 0..200u64 {
            let (candidates, _) = case(seed);
            for (listed, looks) in [(1, 0), (2, 1000), (6, 20), (20, 1000)] {
                let stairs = stairs(&candidates, 6, listed, looks);
                for set in 0..1u32 << candidates.len() {
                    let members: Vec<u32> =
                        (0..candidates.len() as u32).filter(|x| set >> x & 1 == 1).collect();
                    let Some(known) = stairs.sizes.get(members.len()) else { continue };
                    let tie = |a: &u32, b: &u32| candidates.tie(*a as usize, *b as usize).0;
                    let pairs = members.iter().flat_map(|a| members.iter().map(move |b| tie(a, b)));
                    let worth = pairs.sum::<i64>() / 2;
                    let found = known.sets.contains(&(Reverse(worth), members.clone()));
                    assert_eq!(found, worth > known.floor, "seed {seed}, {members:?} of {listed}");
                }
            }
        }
    }

    /// With all sets listed and nobody left out, the bound is the best group's worth.
    #[test]
    fn whole_lists_leave_no_gap() {
        for seed in 0..50 {
            let (candidates, _) = case(seed);
            let stairs = stairs(&candidates, 4, 1000, 100_000);
            let any =
                Question { least_members: 4, most_members: 4, groups: 1, ..Question::default() };
            let best = enumerate(&stairs.candidates, &any).into_iter().next();
            let two_pairs = stairs.sizes[2].most() * 2;
            let (Some(best), floor) = (best, stairs.sizes[3].most()) else { continue };
            if best.worth.total().0 > floor.max(two_pairs) {
                assert_eq!(stairs.sizes[4].most(), best.worth.total().0, "seed {seed}");
            }
        }
    }
}
