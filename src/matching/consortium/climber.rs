//! One thread of a search: its group in the making, and the best groups it has seen.

use super::candidates::TieOrder;
use super::ground::Ground;
use super::search::{Found, MAX_SIZE};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};

/// For a first threshold: branches tried at each group, looks for each root, roots for each group
/// asked for.
const NARROW: usize = 3;
const NARROW_LOOKS: u64 = 40;
const FIRST_ROOTS: usize = 2;
const LEAST_GROUPS: usize = 32;
const MOST_GROUPS: usize = 500;
/// Neighbours and pairs that are gone through count as a look, so many together: a limit on looks
/// holds where somebody is tied to everybody, too.
const WORK_A_LOOK: u64 = 1000;

pub(super) struct Climber<'a> {
    pub(super) ground: &'a Ground<'a>,
    /// The worst of `k` groups that some thread has found.
    floor: &'a AtomicI64,
    pub best: BTreeSet<Found>,
    pub(super) members: Vec<u32>,
    pub(super) value: i64,
    /// The members' kinds, as the quotas count them.
    pub(super) state: usize,
    /// No tie among the members comes before it.
    pub(super) heaviest: TieOrder,
    /// Each candidate's ties to the members, summed.
    pub(super) tied: Vec<i64>,
    /// Everyone tied to a member, in the order of joining.
    pub(super) neighbours: Vec<u32>,
    /// Above 0: cannot join (a member, tried before, barred by a member, or tied to one too heavily).
    pub(super) closed: Vec<u32>,
    owner_taken: Vec<bool>,
    pub(super) bringers: Vec<u32>,
    /// Members shared with each group to keep apart from.
    pub(super) shared: Vec<usize>,
    /// Branches tried at each group.
    width: usize,
    limit: u64,
    pub steps: u64,
    /// What was gone through and is no look yet.
    work: u64,
    pub unseen: Option<i64>,
}

impl<'a> Climber<'a> {
    pub fn new(ground: &'a Ground<'a>, floor: &'a AtomicI64) -> Self {
        let n = ground.candidates.len();
        Climber {
            ground,
            floor,
            best: BTreeSet::new(),
            members: Vec::with_capacity(MAX_SIZE),
            value: 0,
            state: 0,
            heaviest: TieOrder::ANY,
            tied: vec![0; n],
            neighbours: Vec::new(),
            closed: vec![0; n],
            owner_taken: vec![false; ground.candidates.owners],
            bringers: vec![0; ground.gain.len()],
            shared: vec![0; ground.question.apart_from.len()],
            width: usize::MAX,
            limit: ground.question.limit_steps.unwrap_or(u64::MAX),
            steps: 0,
            work: 0,
            unseen: None,
        }
    }

    /// The groups on the few best branches of the first roots, for a first threshold; a limit holds for
    /// these looks, too. The full search finds them again, for it cuts only what lies strictly below.
    pub fn first_groups(ground: &'a Ground<'a>, floor: &'a AtomicI64) -> BTreeSet<Found> {
        let mut climber = Climber { width: NARROW, ..Climber::new(ground, floor) };
        let roots = ground.question.groups.clamp(LEAST_GROUPS, MOST_GROUPS) * FIRST_ROOTS;
        let most = climber.limit;
        for root in 0..ground.roots().min(roots) {
            if climber.steps >= most {
                break;
            }
            climber.limit = climber.steps + NARROW_LOOKS;
            climber.climb_root(root);
        }
        climber.best
    }

    /// Looks at all groups that grow from the root; false when neither this root nor a later one
    /// can hold a group that would be listed.
    pub fn climb_root(&mut self, root: usize) -> bool {
        let ground = self.ground;
        if root >= ground.roots() {
            return false;
        }
        let bound = ground.bound_from(root);
        if bound < self.threshold() {
            return false;
        }
        if ground.bound_at(root) < self.threshold() {
            return true;
        }
        if self.is_over() && ground.question.with.is_empty() {
            self.unseen = self.unseen.max(Some(bound));
            return false;
        }
        let start = ground.root(root);
        self.heaviest = start.heaviest;
        let mut joined = 0;
        while joined < start.members.len() && self.may_join(start.members[joined]) {
            self.join(start.members[joined]);
            joined += 1;
        }
        if joined == start.members.len() {
            self.look_and_grow();
        }
        for x in start.members[..joined].iter().rev() {
            self.leave(*x);
        }
        true
    }

    pub(super) fn threshold(&self) -> i64 {
        self.floor.load(Ordering::Relaxed)
    }

    /// Counts neighbours or pairs that were gone through.
    pub(super) fn charge(&mut self, work: usize) {
        self.work += work as u64;
        self.steps += self.work / WORK_A_LOOK;
        self.work %= WORK_A_LOOK;
    }

    pub(super) fn is_over(&self) -> bool {
        self.steps >= self.limit
    }

    /// What a group that would be listed needs beyond the present value.
    pub(super) fn needed(&self) -> i64 {
        self.threshold().saturating_sub(self.value)
    }

    /// Open, of a new owner, within the quotas, and apart from the groups to keep apart from.
    pub(super) fn may_join(&self, x: u32) -> bool {
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
    pub(super) fn gain(&self, x: u32) -> i64 {
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
        let (heavier, ties) = candidates.ties_around(x, self.heaviest);
        for &(y, _) in heavier {
            self.closed[y as usize] += 1;
        }
        for &(y, weight) in ties {
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
        let (heavier, ties) = candidates.ties_around(x, self.heaviest);
        for &(y, _) in heavier {
            self.closed[y as usize] -= 1;
        }
        let mut new = 0;
        for &(y, weight) in ties {
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

    /// Branches over the neighbours, the most promising first, with three places or more left.
    fn grow(&mut self, places: usize) {
        let branches = self.branches(places);
        self.charge(self.neighbours.len());
        // The most that this branch or a later one can lead to.
        let mut rest: Vec<i64> = branches.iter().map(|branch| branch.bound).collect();
        for i in (1..rest.len()).rev() {
            rest[i - 1] = rest[i - 1].max(rest[i]);
        }
        let mut tried = 0;
        while tried < branches.len() && tried < self.width && rest[tried] >= self.threshold() {
            if self.is_over() {
                self.unseen = self.unseen.max(Some(rest[tried]));
                break;
            }
            let node = branches[tried].node;
            if branches[tried].bound >= self.threshold() {
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

    /// Keeps the members with `last` when they are among the best groups.
    pub(super) fn offer(&mut self, last: &[u32], value: i64) {
        let question = self.ground.question;
        if value < self.threshold() {
            return;
        }
        let mut members = self.members.clone();
        members.extend(last);
        members.sort_unstable();
        // Members found one from another are connected; given members need not be.
        if question.with.len() > 1 && !self.ground.candidates.connected(&members) {
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
}
