//! What no group can be worth more than, told from the four of its members who are tied most.
//!
//! *The core.* The ties of a group of `s` are shared evenly by its fours, so the four tied most, its core, hold
//! at least 12 / (`s` (`s` − 1)) of them. For a group to be worth more than a target, that is a floor for its core,
//! and all fours above it can be looked at: the core of a connected group is connected or two ties.
//! *What the others add.* Nobody is tied more to three of the core than the fourth is, or the core would not be
//! tied most. So those who join have a most that they are tied to the core, and among themselves they hold at
//! most what their fours do, none above the core, and no more than so many hold anywhere. Few cores can lead
//! beyond the target by this; those are grown (`core_growth.rs`).

use super::candidates::{Candidates, TieOrder};
use super::core_growth::Growth;
use super::ground::Ground;
use rayon::prelude::*;
use std::cmp::Reverse;

/// Members of a core, and pairs among them.
pub(super) const CORE: usize = 4;
pub(super) const CORE_PAIRS: i64 = 6;
/// Roots that are looked at before the work is summed up.
const ROOTS_AT_ONCE: usize = 64;
/// Per cent above the best group known that are tried first, in turn.
const FIRST: [i64; 2] = [40, 15];
/// How many times the work each per cent less takes, or a little more.
const TIMES: f64 = 1.18;

/// No group is worth more than this: a margin above `best`, the least that `work` is enough for, as far as what
/// higher ones took tells. `most_tied[s]`: the most that the ties of any `s` are worth together.
pub(super) fn core_bound(ground: &Ground, most_tied: &[i64], best: i64, work: u64) -> Option<i64> {
    // Where members are paid for, whoever joins is worth more than the ties say.
    if ground.question.most_members < CORE || ground.question.member_cost.0 < 0 {
        return None;
    }
    let mut left = work;
    let mut known = None;
    let mut next = FIRST.into_iter();
    let mut margin = next.next();
    while let Some(tried) = margin {
        let target = best.max(0) + best.max(0) / 100 * tried;
        if known.is_some_and(|known| known <= target) {
            break;
        }
        let Some(cores) = Cores::new(ground, most_tied, target) else { break };
        let Some((most, spent)) = cores.most(left) else { break };
        known = Some(known.map_or(most, |known: i64| known.min(most)));
        left -= spent;
        let enough =
            |margin: &i64| spent as f64 * TIMES.powi((tried - margin) as i32) <= left as f64;
        margin = next.next().filter(enough).or_else(|| (0..tried).find(enough));
    }
    known
}

/// The cores that a group worth more than the target may have.
pub(super) struct Cores<'a> {
    pub ground: &'a Ground<'a>,
    pub candidates: &'a Candidates,
    pub target: i64,
    /// What the ties of a core are worth at least.
    floor: i64,
    /// How many may join a core.
    pub places: usize,
    /// What each is worth by itself, and the most that one is.
    pub alone: Vec<i64>,
    pub most_alone: i64,
    cost: i64,
    wanted: i64,
    most_tied: &'a [i64],
    /// The strongest ties of each, as many as may join, together.
    strongest: Vec<i64>,
    /// The same to the two ends of each of the heaviest ties.
    beside: Vec<i64>,
    /// No group of fewer members than a core is worth more.
    small: i64,
}

impl<'a> Cores<'a> {
    /// `None` where a group may be worth more than the target by hardly any ties.
    fn new(ground: &'a Ground<'a>, most_tied: &'a [i64], target: i64) -> Option<Cores<'a>> {
        let candidates = ground.candidates;
        let question = ground.question;
        let cost = question.member_cost.0;
        let wanted: i64 = question.wanted.iter().map(|(_, points)| points.0.max(0)).sum();
        let floor = |size: usize| {
            let ties = target - wanted + cost * size as i64;
            ties * 2 * CORE_PAIRS / (size * (size - 1)) as i64
        };
        let floor = (CORE..=question.most_members).map(floor).min().filter(|floor| *floor > 0)?;
        let small = |size: usize| most_tied[size] + wanted - cost * size as i64;
        let places = question.most_members - CORE;
        let strongest = |x: u32| candidates.ties(x).iter().take(places).map(|tie| tie.1).sum();
        let alone: Vec<i64> = ground.sketches.iter().map(|sketch| sketch.alone).collect();
        let mut cores = Cores {
            ground,
            candidates,
            target,
            floor,
            places,
            most_alone: alone.iter().copied().max()?.max(0),
            alone,
            cost,
            wanted,
            most_tied,
            strongest: (0..candidates.len() as u32).map(strongest).collect(),
            beside: Vec::new(),
            small: (1..CORE).map(small).max()?,
        };
        let all = &candidates.heaviest_first;
        let heaviest = all.first()?.weight();
        let halves = all.partition_point(|tie| tie.weight() + heaviest >= floor);
        cores.beside = (all[..halves].par_iter())
            .map_init(|| Look::new(&cores), |look, tie| look.beside(*tie))
            .collect();
        Some(cores)
    }

    /// The most that a group can be worth, at least the target, and the work that took; `None`
    /// where the limit is not enough.
    fn most(&self, limit: u64) -> Option<(i64, u64)> {
        let ties = &self.candidates.heaviest_first;
        let roots = ties.partition_point(|tie| CORE_PAIRS * tie.weight() >= self.floor);
        let mut work = 0;
        let mut most = self.target.max(self.small);
        for from in (0..roots).step_by(ROOTS_AT_ONCE) {
            let left = limit - work;
            let chunk = from..roots.min(from + ROOTS_AT_ONCE);
            let looked: Vec<(i64, u64)> = (chunk.into_par_iter())
                .map_init(|| Look::new(self), |look, root| look.at(root, left))
                .collect();
            most = most.max(looked.iter().map(|looked| looked.0).max()?);
            work += looked.iter().map(|looked| looked.1).sum::<u64>();
            if work > limit {
                return None;
            }
        }
        Some((most, work))
    }

    /// The most that the ties are worth among `count` who join a core with ties worth `core`.
    pub fn among(&self, count: usize, core: i64) -> i64 {
        let pairs = (count * count.saturating_sub(1) / 2) as i64;
        // Fewer than four are within a four.
        self.most_tied[count].min(core * pairs.max(CORE_PAIRS) / CORE_PAIRS)
    }
}

/// One thread's tables.
struct Look<'a> {
    cores: &'a Cores<'a>,
    /// What each is tied to the members of a core.
    tied: [Vec<i64>; CORE],
    growth: Growth<'a>,
    work: u64,
}

/// Everybody's ties to some members, strongest first: what they are worth, and who.
type Beside = Vec<(i64, u32)>;

impl<'a> Look<'a> {
    fn new(cores: &'a Cores<'a>) -> Look<'a> {
        let none = || vec![0; cores.candidates.len()];
        Look { cores, tied: [none(), none(), none(), none()], growth: Growth::new(cores), work: 0 }
    }

    fn take(&mut self, place: usize, x: u32) {
        let ties = self.cores.candidates.ties(x);
        ties.iter().for_each(|&(y, tie)| self.tied[place][y as usize] = tie);
        self.work += ties.len() as u64;
    }

    fn put_back(&mut self, place: usize, x: u32) {
        let ties = self.cores.candidates.ties(x);
        ties.iter().for_each(|&(y, _)| self.tied[place][y as usize] = 0);
    }

    /// Who is tied to the first two, who are taken, by `least` or more.
    fn beside_two(&self, [a, b]: [u32; 2], least: i64) -> Beside {
        let ties = |x: u32| self.cores.candidates.ties(x).iter();
        let of_a = ties(a).map(|&(y, tie)| (tie + self.tied[1][y as usize], y));
        let of_b = ties(b).map(|&(y, tie)| (tie, y));
        let alone = of_b.filter(|(_, y)| self.tied[0][*y as usize] == 0);
        of_a.chain(alone).filter(|&(tie, y)| tie >= least && y != a && y != b).collect()
    }

    /// The most that as many as may join are tied to the ends of a tie.
    fn beside(&mut self, tie: TieOrder) -> i64 {
        let [a, b] = tie.ends();
        self.take(0, a);
        self.take(1, b);
        let mut beside = self.beside_two([a, b], 1);
        self.put_back(0, a);
        self.put_back(1, b);
        let places = self.cores.places;
        if places < beside.len() {
            beside.select_nth_unstable_by_key(places, |(tie, _)| Reverse(*tie));
        }
        beside.iter().take(places).map(|(tie, _)| tie).sum()
    }

    /// The most that a group is worth (if it is more than the target) whose core has this as its
    /// heaviest tie, and the work that took, more than the limit if that was not enough.
    fn at(&mut self, root: usize, limit: u64) -> (i64, u64) {
        let heaviest = self.cores.candidates.heaviest_first[root];
        let [a, b] = heaviest.ends();
        self.work = 0;
        self.growth.begin(limit);
        self.take(0, a);
        self.take(1, b);
        // With a third who is tied to the two by less no core reaches the floor; a fourth is tied to
        // the two by what a third, of at most two ties, leaves to reach, or to the third.
        let (floor, tie) = (self.cores.floor, heaviest.weight());
        let least = (floor / 2 - tie).min(floor - 3 * tie);
        let mut beside = self.beside_two([a, b], least);
        beside.sort_unstable_by_key(|&(tie, _)| Reverse(tie));
        self.work += beside.len() as u64;
        for &(tie, c) in &beside {
            // A fourth is tied no more than the third to the two, and to the third no more than these are.
            let most = 2 * (heaviest.weight() + tie);
            if most < self.cores.floor || self.work + self.growth.work > limit {
                break;
            }
            if self.lighter(heaviest, c) {
                self.take(2, c);
                self.with_third(heaviest, (tie, c), &beside);
                self.put_back(2, c);
            }
        }
        self.with_tie(root, &beside, limit);
        self.put_back(0, a);
        self.put_back(1, b);
        (self.growth.most, self.work + self.growth.work)
    }

    /// Whether no tie to the two is before the heaviest.
    fn lighter(&self, heaviest: TieOrder, y: u32) -> bool {
        let [a, b] = heaviest.ends();
        let after = |tie: i64, x: u32| tie == 0 || TieOrder::new(tie, x, y) > heaviest;
        after(self.tied[0][y as usize], a) && after(self.tied[1][y as usize], b)
    }

    /// The connected cores of the two, a third who is tied to them, and a fourth who is tied to them
    /// no more.
    fn with_third(&mut self, heaviest: TieOrder, (tie, c): (i64, u32), two: &Beside) {
        let cores = self.cores;
        let [a, b] = heaviest.ends();
        let three = heaviest.weight() + tie;
        let least = (cores.floor - three).max(1);
        // Whoever is tied to the three by `least` or more.
        let mut beside: Beside = Vec::new();
        for &(tie, y) in two.iter().take_while(|(tie, _)| *tie >= least) {
            if y != c {
                beside.push((tie + self.tied[2][y as usize], y));
            }
        }
        let most = two.first().map_or(0, |most| most.0);
        for &(y, tie) in cores.candidates.ties(c).iter().take_while(|(_, tie)| tie + most >= least)
        {
            self.work += 1;
            let two = self.tied[0][y as usize] + self.tied[1][y as usize];
            if y != a && y != b && two < least && two + tie >= least {
                beside.push((two + tie, y));
            }
        }
        self.work += beside.len() as u64;
        beside.sort_unstable_by_key(|&(tie, _)| Reverse(tie));
        let mut first = 0;
        for &(fourth, d) in &beside {
            let two = self.tied[0][d as usize] + self.tied[1][d as usize];
            let third = self.tied[2][d as usize];
            // Of two who are both tied to the first two, the one tied more is the third.
            let ordered = two == 0 || (Reverse(tie), c) < (Reverse(two), d);
            let after = third == 0 || TieOrder::new(third, c, d) > heaviest;
            if !ordered || !after || !self.lighter(heaviest, d) {
                continue;
            }
            while beside[first].0 > fourth {
                first += 1;
            }
            // Those who join are tied to the three no more than the fourth, who stands among these.
            let core = three + fourth;
            let next = beside[first..].iter().map(|(tie, _)| *tie);
            let others = next.chain(std::iter::repeat(least - 1)).take(cores.places + 1);
            let others = others.map(|tie| (tie - cores.cost).max(0)).sum::<i64>()
                - (fourth - cores.cost).max(0);
            if self.may_lead(core, others + cores.strongest[d as usize])
                && self.may_lead(core, others + self.to_fourth([a, b, c, d], three))
            {
                self.grow([a, b, c, d], core, &beside[first..], least);
            }
        }
    }

    /// The most that those who join are tied to the fourth. To it and two of the three nobody is tied more than the
    /// remaining one is, whose place it could take; the ties of the three are worth `three`.
    fn to_fourth(&self, [a, _, c, d]: [u32; CORE], three: i64) -> i64 {
        let to = |place: usize, y: u32| self.tied[place][y as usize];
        // What the two others are tied.
        let apart = [to(1, c), to(0, c), to(1, a)];
        let most = (0..3).map(|place| three - apart[place] + to(place, d)).min().unwrap_or(0);
        let ties = self.cores.candidates.ties(d).iter().take(self.cores.places);
        ties.map(|(_, tie)| most.min(*tie)).sum()
    }

    /// The cores of two ties apart.
    fn with_tie(&mut self, root: usize, two: &Beside, limit: u64) {
        let cores = self.cores;
        let ties = &cores.candidates.heaviest_first;
        let [a, b] = ties[root].ends();
        let heaviest = ties[root].weight();
        for (other, tie) in ties.iter().enumerate().take(cores.beside.len()).skip(root + 1) {
            let core = heaviest + tie.weight();
            self.work += 1;
            if core < cores.floor || self.work + self.growth.work > limit {
                break;
            }
            let [c, d] = tie.ends();
            let apart = |y: u32| {
                y != a && y != b && self.tied[0][y as usize] == 0 && self.tied[1][y as usize] == 0
            };
            if !apart(c) || !apart(d) {
                continue;
            }
            // Nobody is tied to the first two more than these would gain by the tie.
            let from = two.partition_point(|(to_two, _)| *to_two > tie.weight());
            let to_two: i64 = two[from..].iter().take(cores.places).map(|(tie, _)| tie).sum();
            if !self.may_lead(core, to_two + cores.beside[other]) {
                continue;
            }
            // Half of what each of those who join must be worth.
            let least = (self.enough(core) / (2 * cores.places.max(1)) as i64).max(1);
            self.take(2, c);
            let to_two = two[from..].iter().map(|&(tie, y)| (tie + self.tied[2][y as usize], y));
            let of_c = cores.candidates.ties(c).iter().map(|&(y, tie)| (tie, y));
            let to_c = of_c.take_while(|(tie, _)| *tie >= least).filter(|&(_, y)| {
                y != d && self.tied[0][y as usize] == 0 && self.tied[1][y as usize] == 0
            });
            let mut beside: Beside = to_two.filter(|(tie, _)| *tie >= least).chain(to_c).collect();
            beside.sort_unstable_by_key(|&(tie, _)| Reverse(tie));
            self.work += (two.len() - from) as u64;
            self.grow([a, b, c, d], core, &beside, least);
            self.put_back(2, c);
        }
    }

    /// Whether a group may be worth more than the target, of this core and others who are tied to
    /// it by so much.
    fn may_lead(&self, core: i64, tied: i64) -> bool {
        tied + self.cores.wanted > self.enough(core)
    }

    /// What those who join a core with these ties must be worth more than, but for what is wanted.
    fn enough(&self, core: i64) -> i64 {
        let cores = self.cores;
        cores.target - core + CORE as i64 * cores.cost - cores.among(cores.places, core)
    }

    /// Looks at the core closely; `beside` are all who are tied to the first three by `least` or more.
    fn grow(&mut self, core: [u32; CORE], ties: i64, beside: &[(i64, u32)], least: i64) {
        let cores = self.cores;
        let [a, b, c, d] = core;
        self.take(3, d);
        let to = |place: usize, y: u32| self.tied[place][y as usize];
        let within = [
            to(1, a) + to(2, a) + to(0, d),
            to(0, b) + to(2, b) + to(1, d),
            to(0, c) + to(1, c) + to(2, d),
            to(0, d) + to(1, d) + to(2, d),
        ];
        // Whoever could stand in for one of the core and would be tied more is not in the group.
        let may_join = |y: u32| {
            let each = [to(0, y), to(1, y), to(2, y), to(3, y)];
            let all: i64 = each.iter().sum();
            (0..CORE).all(|place| all - each[place] <= within[place])
        };
        let alone = |y: u32| cores.alone[y as usize];
        let twice = |i: usize| cores.ground.brought_twice(&core[..i], core[i]);
        let members = ties + (0..CORE).map(|i| alone(core[i]) - twice(i)).sum::<i64>();
        let enough = cores.target - members - cores.among(cores.places, ties);
        let mut strongest = vec![0; cores.places];
        let mut insert = |worth: i64| {
            let at = strongest.partition_point(|other| *other >= worth);
            if at < strongest.len() {
                strongest[at..].rotate_right(1);
                strongest[at] = worth;
            }
            strongest.last().copied().unwrap_or(i64::MAX)
        };
        let mut last = insert(0);
        let mut work = 0;
        // All who are tied to the three by `seen` or more have been looked at.
        let mut seen = i64::MAX;
        for &(tied, y) in beside {
            if tied < seen && tied + cores.most_alone <= last {
                break;
            }
            seen = tied;
            work += 1;
            let worth = tied + to(3, y) + alone(y);
            if y != d && worth > last && may_join(y) {
                last = insert(worth);
            }
        }
        for &(y, tie) in cores.candidates.ties(d) {
            if tie + within[3].min(seen) + cores.most_alone <= last {
                break;
            }
            work += 1;
            let tied = to(0, y) + to(1, y) + to(2, y);
            let worth = tied + tie + alone(y);
            if tied < seen && worth > last && !core.contains(&y) && may_join(y) {
                last = insert(worth);
            }
        }
        self.work += work;
        let unseen = (least - 1 + cores.most_alone).max(0);
        let most: i64 = strongest.iter().map(|worth| unseen.max(*worth)).sum();
        if most > enough {
            self.growth.grow(core, ties, members, |y| !may_join(y));
        }
        self.put_back(3, d);
    }
}

#[cfg(test)]
mod tests {
    use super::super::ceiling::tests::case;
    use super::super::staircase::staircase;
    use super::*;
    use crate::matching::consortium::enumerate;

    /// Whatever the target, a group that is worth more is not missed; where there is none the target is told.
    #[test]
    fn no_group_is_worth_more() {
        let (mut missed, mut told) = (0, 0);
        for seed in 0..2_000 {
            let (candidates, mut question) = case(seed);
            if candidates.len() < CORE {
                continue;
            }
            question.most_members = question.most_members.max(CORE) + (seed % 3) as usize;
            let Some(best) = enumerate(&candidates, &question).into_iter().next() else { continue };
            let best = best.worth.total().0;
            let stairs = staircase(&candidates, &question, 1000, 1000).expect("can be asked");
            let ground = Ground::new(
                &candidates,
                &question,
                question.checked(&candidates).expect("checked"),
            );
            for target in [best / 2, best * 3 / 4, best - 1, best, best + best / 10, best * 3 / 2] {
                let Some(cores) = Cores::new(&ground, &stairs.most_tied, target) else { continue };
                let (most, _) = cores.most(u64::MAX / 2).expect("without a limit");
                assert!(best <= most, "seed {seed}: {best} of at most {most}, target {target}");
                missed += u32::from(target < best);
                told += u32::from(target > best && most == target);
            }
            if let Some(most) = core_bound(&ground, &stairs.most_tied, best, 1_000_000) {
                assert!(best <= most, "seed {seed}");
            }
        }
        assert!(missed > 1000 && told > 1000, "{missed} targets below the best, {told} told");
    }
}
