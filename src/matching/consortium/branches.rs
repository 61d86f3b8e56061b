//! Who may join next, and the most that each could lead to.

use super::climber::Climber;
use super::ground::{NOTHING, half};
use super::quotas::KINDS;
use std::cmp::Reverse;

/// How far beyond what is needed the ties of a candidate are looked through.
const LOOK: usize = 12;

/// A neighbour that may join.
pub(super) struct Branch {
    pub node: u32,
    kind: u8,
    /// Its gain now, with half of the most it may tie to later joiners.
    reach: i64,
    /// The most that a group is worth which takes it and none of the branches before it.
    pub bound: i64,
}

impl Climber<'_> {
    /// The branches in which a group to be listed may lie, by falling reach. Of any such group the
    /// member of the most reach is among them: the others add no more than it does, or than one
    /// can that has no tie to the group yet.
    pub(super) fn branches(&self, places: usize) -> Vec<Branch> {
        let ground = self.ground;
        let later = places as i64 - 1;
        let open: [bool; KINDS] = std::array::from_fn(|kind| {
            ground.needs.within(self.state + ground.needs.step(kind as u8), places - 1)
        });
        let ahead = ground.ahead(places - 1, self.heaviest);
        let most_ahead = (0..KINDS).filter(|kind| open[*kind]).map(|kind| ahead[kind]).max();
        let most_ahead = most_ahead.unwrap_or(NOTHING).max(0);
        let cap = self.heaviest.weight();
        let needed = self.needed();
        let enough = |reach: i64| reach + later * reach.max(most_ahead) >= needed;
        let mut left_out = [NOTHING; KINDS];
        let mut branches = Vec::new();
        for &node in &self.neighbours {
            let sketch = &ground.sketches[node as usize];
            if !self.may_join(node) {
                continue;
            }
            // Nobody's gain is more than its ties to the group and what it is worth by itself.
            let most = self.tied[node as usize] + sketch.alone;
            let mut reach = most + half(sketch.strongest.min(cap) * later);
            if enough(reach) {
                reach = self.gain(node) + half(self.strongest_ties(node, places - 1, &open));
            }
            if enough(reach) {
                branches.push(Branch { node, kind: sketch.kind, reach, bound: NOTHING });
            } else {
                let left = &mut left_out[sketch.kind as usize];
                *left = (*left).max(reach);
            }
        }
        branches.sort_unstable_by_key(|b| (Reverse(b.reach), b.node));
        self.bound(&mut branches, places, ahead, left_out);
        branches
    }

    /// The most that `x` can tie to `count` others that may still join with it.
    fn strongest_ties(&self, x: u32, count: usize, open: &[bool; KINDS]) -> i64 {
        let ground = self.ground;
        let mut left = count as i64;
        let mut sum = 0;
        let (_, ties) = ground.candidates.ties_around(x, self.heaviest);
        for (looked, &(y, weight)) in ties.iter().enumerate() {
            if looked == count + LOOK {
                // Looking on costs more than it saves: the others tie no stronger than this.
                return sum + left * weight;
            }
            if self.closed[y as usize] == 0 && open[ground.sketches[y as usize].kind as usize] {
                sum += weight;
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
        sum
    }

    /// Bounds each of the sorted branches: its reach and the best reaches that the quotas let join
    /// after it, of later branches, of those left out (which reach no further than it does, or it
    /// is not the first), or of those that are no neighbours yet.
    fn bound(
        &self,
        branches: &mut [Branch],
        places: usize,
        ahead: [i64; KINDS],
        left_out: [i64; KINDS],
    ) {
        let caps = self.ground.needs.caps(self.state, places);
        // From the last branch to the first: the later reaches of each kind, rising.
        let mut later: [Vec<i64>; KINDS] = Default::default();
        for branch in branches.iter_mut().rev() {
            let mut others = 0;
            let mut taken = [0usize; KINDS];
            taken[branch.kind as usize] = 1;
            for _ in 1..places {
                let next = (0..KINDS)
                    .filter(|kind| taken[*kind] < caps[*kind])
                    .map(|kind| {
                        let already = taken[kind] - usize::from(kind == branch.kind as usize);
                        let reach = later[kind].iter().rev().nth(already).copied();
                        let any = ahead[kind].max(left_out[kind].min(branch.reach));
                        (reach.unwrap_or(NOTHING).max(any), kind)
                    })
                    .max();
                match next {
                    Some((most, kind)) if most > 0 => {
                        others += most;
                        taken[kind] += 1;
                    }
                    _ => break,
                }
            }
            branch.bound = self.value + branch.reach + others;
            later[branch.kind as usize].push(branch.reach);
        }
    }
}
