//! What all threads of a search read: the question worked out for these candidates.

use super::candidates::{Candidates, TieOrder, Ties};
use super::question::Question;
use super::quotas::{KINDS, Needs};

/// Less than any value, and safe to add to.
pub(super) const NOTHING: i64 = i64::MIN / 8;

/// Half of a weight, rounded up so that a bound stays a bound.
pub(super) fn half(weight: i64) -> i64 {
    (weight + 1) / 2
}

/// What a quick look at a candidate needs, side by side in memory.
pub(super) struct Sketch {
    /// Its worth without ties, at most.
    pub alone: i64,
    pub strongest: i64,
    pub kind: u8,
}

/// Where a part of the search starts.
pub(super) struct Root {
    pub members: Vec<u32>,
    /// The heaviest tie of every group that is grown from here.
    pub heaviest: TieOrder,
}

pub(super) struct Ground<'a> {
    pub candidates: &'a Candidates,
    pub question: &'a Question,
    pub needs: Needs,
    /// What it is worth that somebody brings a thing.
    pub gain: Vec<i64>,
    pub sketches: Vec<Sketch>,
    /// `alone[s]`: the most that a group of `s` can be worth without its ties.
    alone: Vec<i64>,
    /// `ahead[kind][ties]`: the most that one of the kind can add to a group to which it has no
    /// tie yet, with so many ties to members that join with it.
    ahead: [Vec<i64>; KINDS],
    /// Which of the groups to keep apart from each candidate is in.
    pub in_groups: Vec<Vec<u32>>,
}

impl<'a> Ground<'a> {
    pub fn new(candidates: &'a Candidates, question: &'a Question, needs: Needs) -> Self {
        let n = candidates.len();
        let things = question.wanted.iter().map(|w| w.0 + 1).max().unwrap_or(0);
        let mut gain = vec![0i64; things.max(candidates.redundancy.len())];
        for &(thing, points) in &question.wanted {
            gain[thing] += points.0.max(0);
        }
        let mut ahead: [Vec<i64>; KINDS] =
            std::array::from_fn(|_| vec![NOTHING; question.most_members]);
        let mut sketches = Vec::with_capacity(n);
        for x in 0..n as u32 {
            let wanted: i64 = candidates.brings(x).iter().map(|t| gain[*t as usize]).sum();
            let alone = wanted - question.member_cost.0;
            let kind = candidates.kind[x as usize];
            let ties = candidates.ties(x);
            let mut sum = 0;
            for (count, most) in ahead[kind as usize].iter_mut().enumerate() {
                *most = (*most).max(alone + half(sum));
                sum += ties.get(count).map_or(0, |tie| tie.1);
            }
            let strongest = ties.first().map_or(0, |tie| tie.1);
            sketches.push(Sketch { alone, strongest, kind });
        }
        let mut best: Vec<i64> = sketches.iter().map(|sketch| sketch.alone).collect();
        let count = question.most_members.min(n);
        if count < n {
            best.select_nth_unstable_by_key(count, |alone| std::cmp::Reverse(*alone));
        }
        best.truncate(count);
        best.sort_unstable_by_key(|alone| std::cmp::Reverse(*alone));
        let mut alone = vec![0];
        alone.extend(best.iter().scan(0, |sum, more| {
            *sum += more;
            Some(*sum)
        }));
        let mut in_groups = vec![Vec::new(); n];
        for (g, group) in question.apart_from.iter().enumerate() {
            for &member in group.iter().filter(|m| **m < n) {
                in_groups[member].push(g as u32);
                in_groups[member].dedup();
            }
        }
        Ground { candidates, question, needs, gain, sketches, alone, ahead, in_groups }
    }

    /// What is to be taken off where `x`, who is worth something by itself, joins these: what they bring as well
    /// is wanted only once, and redundant.
    pub fn brought_twice(&self, members: &[u32], x: u32) -> i64 {
        let candidates = self.candidates;
        let brought = |thing: &&u32| members.iter().any(|m| candidates.brings(*m).contains(thing));
        let loss =
            |thing: &u32| self.gain[*thing as usize] + candidates.redundancy[*thing as usize];
        candidates.brings(x).iter().filter(brought).map(loss).sum()
    }

    /// How many roots there are: one of the given members, or every tie and every candidate.
    pub fn roots(&self) -> usize {
        if self.question.with.is_empty() {
            let single = self.question.least_members == 1;
            self.candidates.heaviest_first.len() + if single { self.candidates.len() } else { 0 }
        } else {
            1
        }
    }

    /// A group has one heaviest tie, or is a single candidate: it grows from one root.
    pub fn root(&self, root: usize) -> Root {
        let ties = &self.candidates.heaviest_first;
        if !self.question.with.is_empty() {
            let members = self.question.with.iter().map(|m| *m as u32).collect();
            Root { members, heaviest: TieOrder::ANY }
        } else if let Some(tie) = ties.get(root) {
            Root { members: tie.ends().to_vec(), heaviest: *tie }
        } else {
            Root { members: vec![(root - ties.len()) as u32], heaviest: TieOrder::NONE }
        }
    }

    /// The most that a group from this root or a later one can be worth: no tie in it is heavier
    /// than the root's.
    pub fn bound_from(&self, root: usize) -> i64 {
        if !self.question.with.is_empty() {
            return i64::MAX;
        }
        let weight = self.candidates.heaviest_first.get(root).map_or(0, |tie| tie.weight());
        let of_size = |(size, alone): (usize, &i64)| {
            alone + (size * size.saturating_sub(1) / 2) as i64 * weight
        };
        self.alone.iter().enumerate().skip(1).map(of_size).max().unwrap_or(NOTHING)
    }

    /// The most that a group from this root can be worth: the ends' strongest ties, and all others as
    /// heavy as the root's.
    pub fn bound_at(&self, root: usize) -> i64 {
        let ties = &self.candidates.heaviest_first;
        let (true, Some(&heaviest)) = (self.question.with.is_empty(), ties.get(root)) else {
            return i64::MAX;
        };
        let [a, b] = heaviest.ends();
        let weight = heaviest.weight();
        let mut value = self.sketches[a as usize].alone + self.sketches[b as usize].alone + weight;
        let mut most = value;
        let (_, of_a) = self.candidates.ties_around(a, heaviest);
        let (_, of_b) = self.candidates.ties_around(b, heaviest);
        // The first of each is the tie between the two.
        for (others, alone) in
            self.alone.windows(2).take(self.question.most_members.saturating_sub(2)).enumerate()
        {
            let tie = |ties: &Ties| ties.get(others + 1).map_or(0, |tie| tie.1);
            value += alone[1] - alone[0] + tie(of_a) + tie(of_b) + others as i64 * weight;
            most = most.max(value);
        }
        most
    }

    /// By kind, the most that one without a tie to the group can add, with `ties` to later members,
    /// none heavier than `heaviest`.
    pub fn ahead(&self, ties: usize, heaviest: TieOrder) -> [i64; KINDS] {
        std::array::from_fn(|kind| {
            let capped = half(heaviest.weight() * ties as i64);
            self.ahead[kind][ties].min(self.ahead[kind][0] + capped)
        })
    }
}
