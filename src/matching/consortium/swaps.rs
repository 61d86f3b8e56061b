//! Better groups for a search that was stopped: members swapped for others as long as that pays, and on from
//! there.
//!
//! A tabu search. Each step takes the best of all swaps of a member for one who has a tie to the others, of all
//! further members, and of all members less, even where the group is then worth less; who left may not come back
//! for some steps, unless the group becomes the best of all. It starts from groups that the search found, and
//! around each of those who are tied most. It proves nothing: whatever it finds is only what the bound is held
//! against.

use super::ground::Ground;
use super::search::Found;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Groups of the search, and candidates, that are started from.
const GROUPS: usize = 16;
const CENTRES: usize = 112;
/// Steps from each start, and how many of them somebody who left stays away.
const STEPS: usize = 60;
const AWAY: usize = 7;

/// The best `question.groups` of `known` and of what is found from there, by going through so many neighbours.
pub(super) fn improved(ground: &Ground, mut known: BTreeSet<Found>, work: u64) -> BTreeSet<Found> {
    let groups = known.iter().take(GROUPS).map(|(_, members)| Start::Group(members));
    let centres = centres(ground).into_iter().map(Start::Around);
    let starts: Vec<Start> = groups.chain(centres).collect();
    let each = work / starts.len().max(1) as u64;
    let found: Vec<BTreeSet<Found>> = (starts.par_iter())
        .map_init(|| Swaps::new(ground), |swaps, start| swaps.from(start, each))
        .collect();
    known.extend(found.into_iter().flatten());
    while known.len() > ground.question.groups {
        known.pop_last();
    }
    known
}

enum Start<'a> {
    Group(&'a [u32]),
    Around(u32),
}

/// Those whose strongest ties are worth most together, where no member is given.
fn centres(ground: &Ground) -> Vec<u32> {
    if !ground.question.with.is_empty() {
        return Vec::new();
    }
    let places = ground.question.most_members - 1;
    let strength = |x: u32| -> i64 {
        let ties = ground.candidates.ties(x);
        ties.iter().take(places).map(|tie| tie.1).sum::<i64>() + ground.sketches[x as usize].alone
    };
    let mut all: Vec<(Reverse<i64>, u32)> =
        (0..ground.candidates.len() as u32).map(|x| (Reverse(strength(x)), x)).collect();
    all.sort_unstable();
    all.into_iter().take(CENTRES).map(|(_, x)| x).collect()
}

/// One thread's group.
struct Swaps<'a> {
    ground: &'a Ground<'a>,
    members: Vec<u32>,
    value: i64,
    state: usize,
    /// Each candidate's ties to the members, summed.
    tied: Vec<i64>,
    /// Everyone who has such a tie or had one since the last step, each once.
    beside: Vec<u32>,
    is_beside: Vec<bool>,
    bringers: Vec<u32>,
    /// Above 0: a member, or barred by so many.
    closed: Vec<u32>,
    owners: Vec<u32>,
    shared: Vec<usize>,
    /// The step from which each may come back.
    back: Vec<usize>,
    best: BTreeSet<Found>,
    /// Neighbours that may still be gone through.
    left: u64,
}

/// Who leaves, who joins.
type Move = (Option<u32>, Option<u32>);

impl<'a> Swaps<'a> {
    fn new(ground: &'a Ground<'a>) -> Swaps<'a> {
        let n = ground.candidates.len();
        Swaps {
            ground,
            members: Vec::new(),
            value: 0,
            state: 0,
            tied: vec![0; n],
            beside: Vec::new(),
            is_beside: vec![false; n],
            bringers: vec![0; ground.gain.len()],
            closed: vec![0; n],
            owners: vec![0; ground.candidates.owners],
            shared: vec![0; ground.question.apart_from.len()],
            back: vec![0; n],
            best: BTreeSet::new(),
            left: 0,
        }
    }

    /// The best groups on the way from this start.
    fn from(&mut self, start: &Start, work: u64) -> BTreeSet<Found> {
        self.left = work;
        match start {
            Start::Group(members) => members.iter().for_each(|x| self.join(*x)),
            Start::Around(centre) if self.may_join(*centre) => {
                self.join(*centre);
                while let Some(next) = self.next() {
                    self.join(next);
                }
            }
            Start::Around(_) => {}
        }
        if self.stands() {
            self.keep();
            self.walk();
        }
        while let Some(x) = self.members.last() {
            self.leave(*x);
        }
        self.back.fill(0);
        self.forget_untied();
        std::mem::take(&mut self.best)
    }

    fn walk(&mut self) {
        for step in 1..=STEPS {
            if self.left == 0 {
                return;
            }
            let Some((leaves, joins)) = self.best_move(step) else { return };
            leaves.into_iter().for_each(|x| self.leave(x));
            joins.into_iter().for_each(|x| self.join(x));
            leaves.into_iter().for_each(|x| self.back[x as usize] = step + AWAY);
            self.keep();
        }
    }

    /// Who adds most to a group that is begun and not full.
    fn next(&self) -> Option<u32> {
        let open = self.beside.iter().copied().filter(|x| self.may_join(*x));
        open.max_by_key(|x| (self.gain(*x), Reverse(*x)))
    }

    fn best_move(&mut self, step: usize) -> Option<Move> {
        self.forget_untied();
        let best = self.best.first().map_or(i64::MIN, |(Reverse(value), _)| *value);
        let mut most = i64::MIN;
        let mut moves = None;
        let with = &self.ground.question.with;
        let leaving: Vec<Option<u32>> = (self.members.iter().copied())
            .filter(|x| !with.contains(&(*x as usize)))
            .map(Some)
            .chain([None])
            .collect();
        for leaves in leaving {
            leaves.into_iter().for_each(|x| self.leave(x));
            self.left = self.left.saturating_sub(self.beside.len() as u64);
            if leaves.is_some() && self.value > most && self.stands() {
                (most, moves) = (self.value, Some((leaves, None)));
            }
            for i in 0..self.beside.len() {
                let x = self.beside[i];
                let at_most =
                    self.value + self.tied[x as usize] + self.ground.sketches[x as usize].alone;
                if at_most <= most || self.tied[x as usize] == 0 || leaves == Some(x) {
                    continue;
                }
                let value = self.value + self.gain(x);
                let away = self.back[x as usize] > step && value <= best;
                if value > most && !away && self.may_join(x) && self.stands_with(x) {
                    (most, moves) = (value, Some((leaves, Some(x))));
                }
            }
            leaves.into_iter().for_each(|x| self.join(x));
        }
        moves
    }

    fn forget_untied(&mut self) {
        let (tied, is_beside) = (&self.tied, &mut self.is_beside);
        self.beside.retain(|x| {
            is_beside[*x as usize] = tied[*x as usize] > 0;
            is_beside[*x as usize]
        });
    }

    /// Remembers the group as it stands, if it is among the best.
    fn keep(&mut self) {
        let question = self.ground.question;
        let mut members = self.members.clone();
        members.sort_unstable();
        self.best.insert((Reverse(self.value), members));
        if self.best.len() > question.groups {
            self.best.pop_last();
        }
    }

    /// Whether the group is one that may be listed.
    fn stands(&self) -> bool {
        self.members.len() >= self.ground.question.least_members
            && self.ground.needs.within(self.state, 0)
            && self.ground.candidates.connected(&self.members)
    }

    fn stands_with(&mut self, x: u32) -> bool {
        self.members.push(x);
        self.state += self.step(x);
        let stands = self.stands();
        self.state -= self.step(x);
        self.members.pop();
        stands
    }

    fn step(&self, x: u32) -> usize {
        self.ground.needs.step(self.ground.candidates.kind[x as usize])
    }

    fn may_join(&self, x: u32) -> bool {
        let ground = self.ground;
        let places = ground.question.most_members - self.members.len();
        self.closed[x as usize] == 0
            && self.owners[ground.candidates.owner[x as usize] as usize] == 0
            && places > 0
            && ground.needs.within(self.state + self.step(x), places - 1)
            && ground.in_groups[x as usize]
                .iter()
                .all(|g| self.shared[*g as usize] < ground.question.most_shared)
    }

    /// What `x` would add.
    fn gain(&self, x: u32) -> i64 {
        let ground = self.ground;
        let things = ground.candidates.brings(x).iter().map(|&thing| {
            if self.bringers[thing as usize] == 0 {
                ground.gain[thing as usize]
            } else {
                -ground.candidates.redundancy[thing as usize]
            }
        });
        self.tied[x as usize] - ground.question.member_cost.0 + things.sum::<i64>()
    }

    fn join(&mut self, x: u32) {
        let ground = self.ground;
        self.value += self.gain(x);
        for &thing in ground.candidates.brings(x) {
            self.bringers[thing as usize] += 1;
        }
        for &(y, tie) in ground.candidates.ties(x) {
            if !std::mem::replace(&mut self.is_beside[y as usize], true) {
                self.beside.push(y);
            }
            self.tied[y as usize] += tie;
        }
        self.count(x, |times| *times += 1);
        ground.in_groups[x as usize].iter().for_each(|g| self.shared[*g as usize] += 1);
        self.state += self.step(x);
        self.members.push(x);
    }

    fn leave(&mut self, x: u32) {
        let ground = self.ground;
        self.members.retain(|member| *member != x);
        self.state -= self.step(x);
        ground.in_groups[x as usize].iter().for_each(|g| self.shared[*g as usize] -= 1);
        self.count(x, |times| *times -= 1);
        for &(y, tie) in ground.candidates.ties(x) {
            self.tied[y as usize] -= tie;
        }
        for &thing in ground.candidates.brings(x) {
            self.bringers[thing as usize] -= 1;
        }
        self.value -= self.gain(x);
    }

    /// Whom a member keeps out.
    fn count(&mut self, x: u32, change: impl Fn(&mut u32)) {
        let candidates = self.ground.candidates;
        change(&mut self.closed[x as usize]);
        change(&mut self.owners[candidates.owner[x as usize] as usize]);
        candidates.barred(x).iter().for_each(|y| change(&mut self.closed[*y as usize]));
    }
}

#[cfg(test)]
mod tests {
    use super::super::ceiling::tests::case;
    use super::*;
    use crate::matching::consortium::enumerate;

    /// From no group at all the best one is mostly found, and nothing is claimed to be worth more.
    #[test]
    fn groups_are_found_and_are_worth_what_they_say() {
        let (mut asked, mut found) = (0, 0);
        for seed in 0..300 {
            let (candidates, question) = case(seed);
            let Some(best) = enumerate(&candidates, &question).into_iter().next() else { continue };
            if !question.with.is_empty() {
                continue;
            }
            let needs = question.checked(&candidates).expect("it can be asked");
            let ground = Ground::new(&candidates, &question, needs);
            let groups = improved(&ground, BTreeSet::new(), 1_000_000);
            let (Reverse(value), _) = groups.first().expect("there is a group");
            asked += 1;
            found += u32::from(*value == best.worth.total().0);
            assert!(*value <= best.worth.total().0, "seed {seed}");
        }
        assert!(asked > 100 && found * 100 >= asked * 95, "{found} of {asked}");
    }
}
