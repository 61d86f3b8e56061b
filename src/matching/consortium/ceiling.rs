//! What no group can be worth more than, found without a search.

use super::candidates::Candidates;
use super::question::Question;
use std::cmp::Reverse;

/// Rounds of evening out; the bound hardly falls after these.
const ROUNDS: usize = 60;
/// The share of a difference that the first round evens out, and what is left of it each round.
const FIRST: f64 = 0.5;
const SLOWER: f64 = 0.95;

/// No group is worth more than this.
///
/// Each tie is shared out between its two ends, whichever way. A member of a group of `s` then holds
/// at most its `s − 1` largest shares, and a group at most the `s` members who hold most; all that is wanted
/// comes on top. This holds for every way of sharing. The best way is the Lagrangian dual of the linear
/// program that takes each tie as far as both its ends; it is come near by moving shares from ends that hold much to ends that
/// hold little. All in whole thousandths, so that no rounding spoils the bound.
/// O(rounds · ties · log ties of a candidate).
pub(super) fn ceiling(candidates: &Candidates, question: &Question) -> i64 {
    let ties = &candidates.heaviest_first;
    let mut ties_of: Vec<Vec<u32>> = vec![Vec::new(); candidates.len()];
    for (number, tie) in ties.iter().enumerate() {
        tie.ends().into_iter().for_each(|end| ties_of[end as usize].push(number as u32));
    }
    // The first end's share of each tie; the other has the rest.
    let mut shares: Vec<i64> = ties.iter().map(|tie| tie.weight() / 2).collect();
    let others = question.most_members - 1;
    let wanted: i64 = question.wanted.iter().map(|(_, points)| points.0.max(0)).sum();
    let mut best = i64::MAX;
    let mut used = vec![false; ties.len()];
    let mut step = FIRST;
    for _ in 0..=ROUNDS {
        used.fill(false);
        let mut held: Vec<i64> = Vec::with_capacity(candidates.len());
        let mut largest: Vec<(Reverse<i64>, u32)> = Vec::new();
        for (x, of) in ties_of.iter().enumerate() {
            let share = |number: &u32| {
                let tie = ties[*number as usize];
                let first = shares[*number as usize];
                let mine = if tie.ends()[0] as usize == x { first } else { tie.weight() - first };
                (Reverse(mine), *number)
            };
            largest.clear();
            largest.extend(of.iter().map(share));
            if largest.len() > others && others > 0 {
                largest.select_nth_unstable(others - 1);
            }
            largest.truncate(others);
            largest.iter().for_each(|(_, number)| used[*number as usize] = true);
            held.push(largest.iter().map(|(Reverse(share), _)| share).sum());
        }
        best = best.min(wanted + most_held(question, &held));
        for (number, tie) in ties.iter().enumerate().filter(|(number, _)| used[*number]) {
            let [one, other] = tie.ends().map(|end| held[end as usize]);
            let moved = step * (one - other) as f64 / others.max(1) as f64;
            shares[number] = (shares[number] - moved as i64).clamp(0, tie.weight());
        }
        step *= SLOWER;
    }
    best
}

/// The given members and the others who hold most, as many as may join and pay for themselves.
fn most_held(question: &Question, held: &[i64]) -> i64 {
    let worth = |x: usize| held[x] - question.member_cost.0;
    let mut others: Vec<i64> =
        (0..held.len()).filter(|x| !question.with.contains(x)).map(worth).collect();
    let places = (question.most_members - question.with.len()).min(others.len());
    if places == 0 {
        return question.with.iter().map(|x| worth(*x)).sum();
    }
    others.select_nth_unstable_by_key(places - 1, |worth| Reverse(*worth));
    others.truncate(places);
    others.sort_unstable_by_key(|worth| Reverse(*worth));
    let needed = question.least_members.saturating_sub(question.with.len());
    let joining = others.iter().enumerate().filter(|(i, worth)| *i < needed || **worth > 0);
    question.with.iter().map(|x| worth(*x)).sum::<i64>() + joining.map(|(_, w)| w).sum::<i64>()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::matching::Points;
    use crate::matching::consortium::{Candidate, CandidateGraph, Quota, enumerate};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// Up to eight candidates of two kinds, and a question about them.
    pub fn case(seed: u64) -> (Candidates, Question) {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut graph = CandidateGraph::default();
        let n = random.random_range(3..9usize);
        for owner in 0..n {
            graph.add_node(Candidate { kind: owner % 2, owner, brings: vec![owner % 3] });
        }
        let (sparse, most) =
            (random.random_range(1..4), [9, 9_000][random.random_range(0..2usize)]);
        for a in 0..n as u32 {
            for b in 0..a {
                if random.random_range(0..4) >= sparse {
                    graph.add_edge(a.into(), b.into(), Points(random.random_range(1..most)));
                }
            }
        }
        let things = [Points(random.random_range(0..500)); 3];
        let candidates = Candidates::new(&graph, &things, &[]).expect("kinds are in range");
        let question = Question {
            most_members: random.random_range(2..6),
            quotas: vec![Quota::at_least(1, &[1])],
            with: if seed.is_multiple_of(3) { vec![1] } else { vec![] },
            wanted: vec![(1, Points(700))],
            member_cost: Points(random.random_range(0..4_000)),
            groups: 1,
            ..Question::default()
        };
        (candidates, question)
    }

    #[test]
    fn no_group_is_worth_more() {
        for seed in 0..200 {
            let (candidates, question) = case(seed);
            let ceiling = ceiling(&candidates, &question);
            if let Some(best) = enumerate(&candidates, &question).first() {
                assert!(best.worth.total().0 <= ceiling, "seed {seed}");
            }
        }
    }

    /// Two stars of three points each, for groups of four: one star is the best. Ties shared by halves
    /// would let both centres in, and a third more.
    #[test]
    fn sharing_evenly_tells_two_stars_apart() {
        let mut graph = CandidateGraph::default();
        for owner in 0..8 {
            graph.add_node(Candidate { kind: 0, owner, brings: vec![] });
        }
        for point in 0..6u32 {
            graph.add_edge((6 + point % 2).into(), point.into(), Points(1_000));
        }
        let candidates = Candidates::new(&graph, &[], &[]).expect("kinds are in range");
        let question = Question { most_members: 4, ..Question::default() };
        let ceiling = ceiling(&candidates, &question);
        assert!((3_000..3_100).contains(&ceiling), "{ceiling}");
    }
}
