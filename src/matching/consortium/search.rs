//! The exact best groups: branch and bound over connected groups.
//!
//! *Complete and without repeats.* A group is grown from its first member in root order (or from
//! the given members) by neighbours of what it has; a neighbour that was tried is barred from its
//! later siblings' subtrees, so every connected group is reached in exactly one way.
//! *Nothing good is cut.* A subtree is cut only when its bound lies below the worst of `k` groups
//! already found, and the bound counts every tie inside the added members half at each end, every
//! gain at its present (largest) and every redundancy at its present (smallest) value.

use super::candidates::Candidates;
use super::question::{Question, Worth};
use super::quotas::{KINDS, Needs};
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
    /// Groups looked at.
    pub steps: u64,
}

/// Finds the exact best `question.groups` groups: connected by ties, within the quotas, at most one
/// member of each owner, no barred pair, with the given members. Uses rayon's threads; the answer
/// does not depend on their number (with `limit_steps` one thread is used, for the same reason).
pub fn search(candidates: &Candidates, question: &Question) -> Result<Answer, MatchingError> {
    let needs = question.checked(candidates)?;
    let ground = Ground::new(candidates, question, needs);
    let floor = AtomicI64::new(i64::MIN);
    let roots = if question.with.is_empty() { ground.order.len() } else { 1 };
    if question.with.is_empty() {
        ground.first_floor(&floor);
    }
    let next = AtomicUsize::new(0);
    let climb = |_| {
        let mut climber = Climber::new(&ground, &floor);
        loop {
            let root = next.fetch_add(1, Ordering::Relaxed);
            if root >= roots || !climber.climb_root(root) {
                break climber;
            }
        }
    };
    let threads = if question.limit_steps.is_some() { 1 } else { rayon::current_num_threads() };
    let climbers: Vec<Climber> = (0..threads).into_par_iter().map(climb).collect();
    let steps = climbers.iter().map(|c| c.steps).sum();
    let unseen = climbers.iter().filter_map(|c| c.unseen).max();
    let mut best: Vec<Found> = climbers.into_iter().flat_map(|c| c.best).collect();
    best.sort_unstable();
    best.truncate(question.groups);
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

/// A group found: sorted, the best comes first.
type Found = (Reverse<i64>, Vec<u32>);

/// What all threads read: the question worked out for these candidates.
struct Ground<'a> {
    candidates: &'a Candidates,
    question: &'a Question,
    needs: Needs,
    /// What it is worth that somebody brings a thing.
    gain: Vec<i64>,
    /// Candidates by falling potential; roots are taken in this order.
    order: Vec<u32>,
    sketches: Vec<Sketch>,
    /// The potentials in root order: the most a member can add to a full group.
    potential: Vec<i64>,
    /// `ahead[ties][kind][r]`: the most that one of `kind` and of rank r or later can add to a
    /// group to which it has no tie yet, with so many ties to members that join with it.
    ahead: Vec<[Vec<i64>; KINDS]>,
    /// Which of the groups to keep apart from each candidate is in.
    in_groups: Vec<Vec<u32>>,
}

/// What a quick look at a candidate needs, side by side in memory.
struct Sketch {
    /// Its worth without ties, at most.
    alone: i64,
    strongest: i64,
    rank: u32,
    kind: u8,
}

fn fits_two(needs: &Needs, state: usize, one: usize, two: usize) -> bool {
    // The state of one more must be in the table before two more can be looked up.
    needs.within(state + one, 1) && needs.within(state + one + two, 0)
}

/// Less than any value, and safe to add to.
const NOTHING: i64 = i64::MIN / 8;

/// Half of a weight, rounded up so that a bound stays a bound.
fn half(weight: i64) -> i64 {
    (weight + 1) / 2
}

impl<'a> Ground<'a> {
    fn new(candidates: &'a Candidates, question: &'a Question, needs: Needs) -> Self {
        let n = candidates.len();
        let things = question.wanted.iter().map(|w| w.0 + 1).max().unwrap_or(0);
        let mut gain = vec![0i64; things.max(candidates.redundancy.len())];
        for &(thing, points) in &question.wanted {
            gain[thing] += points.0.max(0);
        }
        let potential_with = |x: u32, ties: usize| {
            let wanted: i64 = candidates.brings(x).iter().map(|t| gain[*t as usize]).sum();
            let strongest: i64 = candidates.ties(x).iter().take(ties).map(|t| t.1).sum();
            wanted - question.member_cost.0 + half(strongest)
        };
        let full = question.most_members - 1;
        let mut order: Vec<u32> = (0..n as u32).collect();
        let potential: Vec<i64> = order.iter().map(|x| potential_with(*x, full)).collect();
        order.sort_unstable_by_key(|x| (Reverse(potential[*x as usize]), *x));
        let mut rank = vec![0; n];
        for (r, x) in order.iter().enumerate() {
            rank[*x as usize] = r as u32;
        }
        let ahead = (0..=full)
            .map(|ties| {
                std::array::from_fn(|kind| {
                    let mut most = vec![NOTHING; n + 1];
                    for r in (0..n).rev() {
                        let x = order[r];
                        most[r] = most[r + 1];
                        if candidates.kind[x as usize] as usize == kind {
                            most[r] = most[r].max(potential_with(x, ties));
                        }
                    }
                    most
                })
            })
            .collect();
        let mut in_groups = vec![Vec::new(); n];
        for (g, group) in question.apart_from.iter().enumerate() {
            for &member in group.iter().filter(|m| **m < n) {
                in_groups[member].push(g as u32);
                in_groups[member].dedup();
            }
        }
        let sketches = (0..n)
            .map(|x| Sketch {
                alone: potential_with(x as u32, 0),
                strongest: candidates.ties(x as u32).first().map_or(0, |tie| tie.1),
                rank: rank[x],
                kind: candidates.kind[x],
            })
            .collect();
        let potential = order.iter().map(|x| potential[*x as usize]).collect();
        Ground { candidates, question, needs, gain, order, sketches, potential, ahead, in_groups }
    }

    /// A first threshold from a narrow search: the few best branches of the first roots. What it
    /// finds is found again by the full search, which cuts only what lies strictly below.
    fn first_floor(&self, floor: &AtomicI64) {
        let mut climber = Climber::new(self, floor);
        climber.width = 3;
        climber.limit = u64::MAX;
        for root in 0..self.order.len().min(self.question.groups.max(32)) {
            climber.climb_root(root);
        }
    }
}

/// One thread's group in the making, and the best groups it has seen.
struct Climber<'a> {
    ground: &'a Ground<'a>,
    /// The worst of `k` groups that some thread has found.
    floor: &'a AtomicI64,
    best: BTreeSet<Found>,
    members: Vec<u32>,
    value: i64,
    /// The members' kinds, as the quotas count them.
    state: usize,
    root_rank: u32,
    /// Each candidate's ties to the members, summed.
    tied: Vec<i64>,
    /// Everyone tied to a member, in the order of joining.
    neighbours: Vec<u32>,
    /// Above 0: cannot join (a member, tried before, or barred by a member).
    closed: Vec<u32>,
    owner_taken: Vec<bool>,
    bringers: Vec<u32>,
    /// Members shared with each group to keep apart from.
    shared: Vec<usize>,
    /// Branches tried at each group.
    width: usize,
    limit: u64,
    steps: u64,
    unseen: Option<i64>,
}

/// A neighbour that may join; `reach` is its gain now, with half of the most it may tie to later
/// joiners.
#[derive(Clone, Copy)]
struct Branch {
    node: u32,
    kind: u8,
    reach: i64,
}

impl<'a> Climber<'a> {
    fn new(ground: &'a Ground<'a>, floor: &'a AtomicI64) -> Self {
        let n = ground.candidates.len();
        Climber {
            ground,
            floor,
            best: BTreeSet::new(),
            members: Vec::with_capacity(MAX_SIZE),
            value: 0,
            state: 0,
            root_rank: 0,
            tied: vec![0; n],
            neighbours: Vec::new(),
            closed: vec![0; n],
            owner_taken: vec![false; ground.candidates.owners],
            bringers: vec![0; ground.gain.len()],
            shared: vec![0; ground.question.apart_from.len()],
            width: usize::MAX,
            limit: ground.question.limit_steps.unwrap_or(u64::MAX),
            steps: 0,
            unseen: None,
        }
    }

    /// Looks at all groups whose first member is the root (or that hold the given members); false
    /// when neither this root nor a later one can hold a group that would be listed.
    fn climb_root(&mut self, root: usize) -> bool {
        let ground = self.ground;
        let question = ground.question;
        let start: Vec<u32> = if question.with.is_empty() {
            let bound = self.bound_from(root);
            if bound < self.threshold() {
                return false;
            }
            if self.steps >= self.limit {
                self.unseen = self.unseen.max(Some(bound));
                return false;
            }
            vec![ground.order[root]]
        } else {
            question.with.iter().map(|m| *m as u32).collect()
        };
        self.root_rank = root as u32;
        let mut joined = 0;
        while joined < start.len() && self.may_join(start[joined]) {
            self.join(start[joined]);
            joined += 1;
        }
        if joined == start.len() {
            self.look_and_grow();
        }
        for x in start[..joined].iter().rev() {
            self.leave(*x);
        }
        true
    }

    /// The most that a group of members of rank `root` or later can be worth.
    fn bound_from(&self, root: usize) -> i64 {
        let potential = &self.ground.potential[root..];
        let mut sum = 0;
        let sums = potential.iter().take(self.ground.question.most_members).map(|p| {
            sum += p;
            sum
        });
        sums.max().unwrap_or(NOTHING)
    }

    fn threshold(&self) -> i64 {
        self.floor.load(Ordering::Relaxed)
    }

    /// Open, of a new owner, within the quotas, and apart from the groups to keep apart from.
    fn may_join(&self, x: u32) -> bool {
        let ground = self.ground;
        let candidates = ground.candidates;
        let places = ground.question.most_members - self.members.len();
        let step = ground.needs.step(candidates.kind[x as usize]);
        self.closed[x as usize] == 0
            && !self.owner_taken[candidates.owner[x as usize] as usize]
            && places > 0
            && ground.needs.within(self.state + step, places - 1)
            && ground.in_groups[x as usize]
                .iter()
                .all(|g| self.shared[*g as usize] < ground.question.most_shared)
    }

    /// What `x` would add to the group's worth.
    fn gain(&self, x: u32) -> i64 {
        let ground = self.ground;
        let mut gain = self.tied[x as usize] - ground.question.member_cost.0;
        for &thing in ground.candidates.brings(x) {
            gain += if self.bringers[thing as usize] == 0 {
                ground.gain[thing as usize]
            } else {
                -ground.candidates.redundancy[thing as usize]
            };
        }
        gain
    }

    fn join(&mut self, x: u32) {
        let ground = self.ground;
        let candidates = ground.candidates;
        self.value += self.gain(x);
        for &thing in candidates.brings(x) {
            self.bringers[thing as usize] += 1;
        }
        for &(y, weight) in candidates.ties(x) {
            if self.tied[y as usize] == 0 {
                self.neighbours.push(y);
            }
            self.tied[y as usize] += weight;
        }
        for &y in candidates.barred(x) {
            self.closed[y as usize] += 1;
        }
        for &g in &ground.in_groups[x as usize] {
            self.shared[g as usize] += 1;
        }
        self.closed[x as usize] += 1;
        self.owner_taken[candidates.owner[x as usize] as usize] = true;
        self.state += ground.needs.step(candidates.kind[x as usize]);
        self.members.push(x);
    }

    /// Takes back the last `join`.
    fn leave(&mut self, x: u32) {
        let ground = self.ground;
        let candidates = ground.candidates;
        self.members.pop();
        self.state -= ground.needs.step(candidates.kind[x as usize]);
        self.owner_taken[candidates.owner[x as usize] as usize] = false;
        self.closed[x as usize] -= 1;
        for &g in &ground.in_groups[x as usize] {
            self.shared[g as usize] -= 1;
        }
        for &y in candidates.barred(x) {
            self.closed[y as usize] -= 1;
        }
        let mut new = 0;
        for &(y, weight) in candidates.ties(x) {
            self.tied[y as usize] -= weight;
            new += usize::from(self.tied[y as usize] == 0);
        }
        self.neighbours.truncate(self.neighbours.len() - new);
        for &thing in candidates.brings(x) {
            self.bringers[thing as usize] -= 1;
        }
        self.value -= self.gain(x);
    }

    /// Counts the group as it stands, then all that grow out of it.
    fn look_and_grow(&mut self) {
        let ground = self.ground;
        let question = ground.question;
        self.steps += 1;
        if self.members.len() >= question.least_members && ground.needs.within(self.state, 0) {
            self.offer(&[], self.value);
        }
        match question.most_members - self.members.len() {
            0 => {}
            1 => self.last_place(),
            2 => self.last_two(),
            places => self.grow(places),
        }
    }

    /// Tries every neighbour in the last place, without joining it.
    fn last_place(&mut self) {
        let size = self.members.len() + 1;
        if size < self.ground.question.least_members {
            return;
        }
        for i in 0..self.neighbours.len() {
            let x = self.neighbours[i];
            if self.ground.sketches[x as usize].rank >= self.root_rank && self.may_join(x) {
                let value = self.value + self.gain(x);
                if value >= self.threshold() {
                    self.offer(&[x], value);
                }
            }
        }
    }

    /// Fills the last two places, or one of them, without joining anyone: by two neighbours, or by
    /// a neighbour and one of its own ties.
    fn last_two(&mut self) {
        let ground = self.ground;
        let candidates = ground.candidates;
        let fits = |state: usize| ground.needs.within(state, 0);
        let steps: [usize; KINDS] = std::array::from_fn(|kind| ground.needs.step(kind as u8));
        let may_be_last: [bool; KINDS] = std::array::from_fn(|kind| fits(self.state + steps[kind]));
        // First a look that costs little: by kind, the most that one can add alone, and the two
        // most that one can add with half of its strongest tie. Nobody's gain is more than its
        // ties to the group and what it is worth by itself.
        let root = self.root_rank as usize;
        let mut alone: [i64; KINDS] = std::array::from_fn(|kind| ground.ahead[0][kind][root]);
        let mut halved: [[i64; 2]; KINDS] =
            std::array::from_fn(|kind| [ground.ahead[1][kind][root]; 2]);
        for &x in &self.neighbours {
            let sketch = &ground.sketches[x as usize];
            if sketch.rank >= self.root_rank && self.closed[x as usize] == 0 {
                let kind = sketch.kind as usize;
                let most = self.tied[x as usize] + sketch.alone;
                alone[kind] = alone[kind].max(most);
                let most = most + half(sketch.strongest);
                let [first, second] = &mut halved[kind];
                if most > *first {
                    (*first, *second) = (most, *first);
                } else if most > *second {
                    *second = most;
                }
            }
        }
        let needed = self.threshold().saturating_sub(self.value);
        // By kind of one of the last two: the most that the other adds alone; and over all pairs of
        // kinds that the quotas allow, the most that both add.
        let mut other = [NOTHING; KINDS];
        let mut both = NOTHING;
        for one in 0..KINDS {
            if may_be_last[one] {
                other[one] = other[one].max(0);
                both = both.max(alone[one]);
            }
            for two in 0..KINDS {
                if fits_two(&ground.needs, self.state, steps[one], steps[two]) {
                    other[one] = other[one].max(alone[two]);
                    both = both.max(halved[one][0] + halved[two][usize::from(one == two)]);
                }
            }
        }
        if both < needed {
            return;
        }
        let mut firsts: Vec<(i64, u32)> = Vec::new();
        for &x in &self.neighbours {
            let sketch = &ground.sketches[x as usize];
            let other = other[sketch.kind as usize];
            let most = self.tied[x as usize] + sketch.alone;
            if most + sketch.strongest + other >= needed
                && sketch.rank >= self.root_rank
                && self.may_join(x)
            {
                let gain = self.gain(x);
                if gain + sketch.strongest + other >= needed {
                    firsts.push((gain, x));
                }
            }
        }
        firsts.sort_unstable_by_key(|first| Reverse(*first));
        let size = self.members.len();
        let least = ground.question.least_members;
        if size + 1 >= least {
            for &(gain, x) in &firsts {
                if may_be_last[candidates.kind[x as usize] as usize] {
                    self.offer(&[x], self.value + gain);
                }
            }
        }
        if size + 2 < least {
            return;
        }
        for i in 0..firsts.len() {
            let (gain, x) = firsts[i];
            for &(other_gain, y) in &firsts[i + 1..] {
                if self.value + gain + other_gain < self.threshold() {
                    break;
                }
                if candidates.tie(x as usize, y as usize).0 == 0 {
                    self.offer_two(x, y, gain + other_gain);
                }
            }
            let other = other[candidates.kind[x as usize] as usize];
            for &(y, weight) in candidates.ties(x) {
                if self.value + gain + weight + other < self.threshold() {
                    break;
                }
                // A pair of two neighbours is met from both sides; one of them counts it.
                let neighbour = self.tied[y as usize] > 0;
                let sketch = &ground.sketches[y as usize];
                let most = self.tied[y as usize] + sketch.alone;
                if sketch.rank >= self.root_rank
                    && !(neighbour && y < x)
                    && self.value + gain + weight + most >= self.threshold()
                    && self.may_join(y)
                {
                    self.offer_two(x, y, gain + weight + self.gain(y));
                }
            }
        }
    }

    /// Offers the group with `x` and `y`, each of which may join, if both may; `gain` counts each
    /// of them by itself, and their tie.
    fn offer_two(&mut self, x: u32, y: u32, gain: i64) {
        let ground = self.ground;
        let candidates = ground.candidates;
        let mut value = self.value + gain;
        if value < self.threshold() {
            return;
        }
        for thing in candidates.brings(x) {
            if self.bringers[*thing as usize] == 0 && candidates.brings(y).contains(thing) {
                value -= ground.gain[*thing as usize] + candidates.redundancy[*thing as usize];
            }
        }
        let step = |x: u32| ground.needs.step(candidates.kind[x as usize]);
        let apart = |g: &u32| {
            let both = 1 + usize::from(ground.in_groups[y as usize].contains(g));
            self.shared[*g as usize] + both <= ground.question.most_shared
        };
        if candidates.owner[x as usize] != candidates.owner[y as usize]
            && ground.needs.within(self.state + step(x) + step(y), 0)
            && !candidates.barred(x).contains(&y)
            && ground.in_groups[x as usize].iter().all(apart)
        {
            self.offer(&[x, y], value);
        }
    }

    /// Branches over the neighbours, the most promising first, with three places or more left.
    fn grow(&mut self, places: usize) {
        let mut branches = self.branches(places);
        let bounds = self.bounds(&mut branches, places);
        let mut tried = 0;
        // The most that this branch or a later one can lead to.
        let mut rest: Vec<i64> = bounds.clone();
        for i in (1..rest.len()).rev() {
            rest[i - 1] = rest[i - 1].max(rest[i]);
        }
        while tried < branches.len() && tried < self.width && rest[tried] >= self.threshold() {
            if self.steps >= self.limit {
                self.unseen = self.unseen.max(Some(rest[tried]));
                break;
            }
            let node = branches[tried].node;
            if bounds[tried] >= self.threshold() {
                self.join(node);
                self.look_and_grow();
                self.leave(node);
            }
            // Groups with it are done; the later branches go without.
            self.closed[node as usize] += 1;
            tried += 1;
        }
        for branch in &branches[..tried] {
            self.closed[branch.node as usize] -= 1;
        }
    }

    fn branches(&self, places: usize) -> Vec<Branch> {
        let ground = self.ground;
        let open: [bool; KINDS] = std::array::from_fn(|kind| {
            ground.needs.within(self.state + ground.needs.step(kind as u8), places - 1)
        });
        let may_join =
            |x: &&u32| ground.sketches[**x as usize].rank >= self.root_rank && self.may_join(**x);
        self.neighbours
            .iter()
            .filter(may_join)
            .map(|&node| {
                let gain = self.gain(node);
                let reach = gain + half(self.strongest_ties(node, places - 1, &open));
                Branch { node, kind: ground.candidates.kind[node as usize], reach }
            })
            .collect()
    }

    /// The most that `x` can tie to `count` others that may still join with it.
    fn strongest_ties(&self, x: u32, count: usize, open: &[bool; KINDS]) -> i64 {
        let ground = self.ground;
        let mut left = count as i64;
        let mut sum = 0;
        for (looked, &(y, weight)) in ground.candidates.ties(x).iter().enumerate() {
            if looked == count + 12 {
                // Looking on costs more than it saves: the others tie no stronger than this.
                return sum + left * weight;
            }
            if self.closed[y as usize] == 0
                && ground.sketches[y as usize].rank >= self.root_rank
                && open[ground.candidates.kind[y as usize] as usize]
            {
                sum += weight;
                left -= 1;
                if left == 0 {
                    break;
                }
            }
        }
        sum
    }

    /// Sorts the branches by reach, and bounds for each the worth of every group that takes it and
    /// none of the branches before it.
    fn bounds(&self, branches: &mut [Branch], places: usize) -> Vec<i64> {
        let ground = self.ground;
        branches.sort_unstable_by_key(|b| (Reverse(b.reach), b.node));
        let caps = ground.needs.caps(self.state, places);
        let root = self.root_rank as usize;
        let ahead: [i64; KINDS] = std::array::from_fn(|kind| ground.ahead[places - 1][kind][root]);
        // From the last branch to the first: the best later reaches of each kind, rising.
        let mut later: [Vec<i64>; KINDS] = Default::default();
        let mut bounds = vec![NOTHING; branches.len()];
        for (i, branch) in branches.iter().enumerate().rev() {
            let mut others = 0;
            let mut taken = [0usize; KINDS];
            taken[branch.kind as usize] = 1;
            for _ in 1..places {
                let next = (0..KINDS)
                    .filter(|kind| taken[*kind] < caps[*kind])
                    .map(|kind| {
                        let already = taken[kind] - usize::from(kind == branch.kind as usize);
                        let reach = later[kind].iter().rev().nth(already);
                        (reach.map_or(ahead[kind], |reach| *reach.max(&ahead[kind])), kind)
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
            bounds[i] = self.value + branch.reach + others;
            later[branch.kind as usize].push(branch.reach);
        }
        bounds
    }

    /// Keeps the members with `last` when they are among the best groups.
    fn offer(&mut self, last: &[u32], value: i64) {
        let question = self.ground.question;
        if value < self.threshold() {
            return;
        }
        let mut members = self.members.clone();
        members.extend(last);
        members.sort_unstable();
        // Members found one from another are connected; given members need not be.
        if question.with.len() > 1 && !self.connected(&members) {
            return;
        }
        self.best.insert((Reverse(value), members));
        if self.best.len() > question.groups {
            self.best.pop_last();
        }
        if self.best.len() == question.groups
            && let Some((Reverse(worst), _)) = self.best.last()
        {
            self.floor.fetch_max(*worst, Ordering::Relaxed);
        }
    }

    fn connected(&self, members: &[u32]) -> bool {
        let mut reached = vec![members[0]];
        let mut next = 0;
        while next < reached.len() {
            for &(y, _) in self.ground.candidates.ties(reached[next]) {
                if members.contains(&y) && !reached.contains(&y) {
                    reached.push(y);
                }
            }
            next += 1;
        }
        reached.len() == members.len()
    }
}
