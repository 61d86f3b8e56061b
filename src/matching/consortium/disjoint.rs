//! Many groups at once: a whole workshop's worth.

use super::candidates::Candidates;
use super::question::Question;
use super::search::{Group, search};
use crate::matching::{MatchingError, Points};
use crate::solver::{Limits, Model, Status, Sum, Variable};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// The best groups that are looked at of each candidate.
const GROUPS_OF_EACH: usize = 30;

/// Groups that are worth most together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Best first.
    pub groups: Vec<Group>,
    pub total: Points,
    /// No choice among the groups looked at is worth more.
    pub bound: Points,
    /// How many groups were looked at.
    pub among: usize,
}

impl Choice {
    /// Whether no choice among the groups looked at is better.
    pub fn optimal(&self) -> bool {
        self.total == self.bound
    }
}

/// Chooses at most `question.groups` groups that are worth most together, nobody in more than
/// `each_in` of them. `people[candidate]` are those who would sit in its groups; one person may
/// stand behind several candidates.
///
/// Looked at are the exact best groups of each candidate that are worth anything. Among them the
/// choice is an integer program:
///
/// | | |
/// |---|---|
/// | variables | x\[g\] group is chosen |
/// | objective | most Σ worth(g) · x\[g\] |
/// | rows | for each person Σ x\[g\] over their groups ≤ `each_in`; Σ x\[g\] ≤ `question.groups` |
pub fn disjoint(
    candidates: &Candidates,
    question: &Question,
    people: &[Vec<usize>],
    each_in: usize,
    limits: Limits,
) -> Result<Choice, MatchingError> {
    question.checked(candidates)?;
    let groups = groups_of_each(candidates, question)?;
    let mut sitting: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (g, group) in groups.iter().enumerate() {
        let mut behind: Vec<usize> =
            group.members.iter().flat_map(|m| people[*m].clone()).collect();
        behind.sort_unstable();
        behind.dedup();
        behind.into_iter().for_each(|person| sitting.entry(person).or_default().push(g));
    }
    let mut model = Model::new();
    let variables: Vec<Variable> =
        groups.iter().map(|group| model.binary(group.worth.total().0 as f64)).collect();
    let sum = |of: &[usize]| of.iter().map(|g| variables[*g]).collect::<Sum>();
    for of in sitting.values() {
        model.at_most(sum(of), each_in as f64);
    }
    model.at_most(variables.iter().copied().collect(), question.groups as f64);
    let start = greedy(&groups, &sitting, each_in, question.groups);
    model.start_from(start.iter().map(|chosen| f64::from(u8::from(*chosen))).collect());
    let outcome = model.solve(limits, 1.0, &mut |_| ControlFlow::Continue(()))?;
    let chosen: Vec<bool> = match outcome.status {
        Status::Optimal | Status::Feasible => outcome.values.iter().map(|x| *x > 0.5).collect(),
        Status::NoneInTime | Status::Infeasible => start,
    };
    let among = groups.len();
    let everything: Points = groups.iter().map(|group| group.worth.total()).sum();
    let groups: Vec<Group> =
        groups.into_iter().zip(chosen).filter(|(_, chosen)| *chosen).map(|(g, _)| g).collect();
    let total: Points = groups.iter().map(|group| group.worth.total()).sum();
    // Worths are whole thousandths; a solver's bound may miss one by a rounding error.
    let bound = if outcome.bound.is_finite() {
        Points((outcome.bound + 1e-3).floor() as i64)
    } else {
        everything
    };
    let bound = if outcome.status == Status::Optimal { total } else { bound.max(total) };
    Ok(Choice { groups, total, bound, among })
}

/// The best groups of each candidate that are worth anything, the best first.
fn groups_of_each(
    candidates: &Candidates,
    question: &Question,
) -> Result<Vec<Group>, MatchingError> {
    let of = |candidate: usize| {
        let mut asked = Question { groups: GROUPS_OF_EACH, ..question.clone() };
        if !asked.with.contains(&candidate) {
            asked.with.push(candidate);
        }
        match search(candidates, &asked) {
            Ok(answer) => Ok(answer.groups),
            // Nobody can meet the quotas together with this one.
            Err(
                MatchingError::QuotasUnmet { .. }
                | MatchingError::QuotasContradict
                | MatchingError::MembersApart(..)
                | MatchingError::OutOfRange { .. },
            ) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    };
    let found: Vec<Vec<Group>> =
        (0..candidates.len()).into_par_iter().map(of).collect::<Result<_, _>>()?;
    let mut groups: Vec<Group> = found.into_iter().flatten().collect();
    groups.retain(|group| group.worth.total() > Points::ZERO);
    groups.sort_by(|a, b| {
        (Reverse(a.worth.total()), &a.members).cmp(&(Reverse(b.worth.total()), &b.members))
    });
    groups.dedup_by(|a, b| a.members == b.members);
    Ok(groups)
}

/// Takes the groups from the best down wherever everybody still has time.
fn greedy(
    groups: &[Group],
    sitting: &BTreeMap<usize, Vec<usize>>,
    each_in: usize,
    most: usize,
) -> Vec<bool> {
    let mut people: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for (person, of) in sitting {
        of.iter().for_each(|g| people[*g].push(*person));
    }
    let mut sits: BTreeMap<usize, usize> = BTreeMap::new();
    let mut left = most;
    let take = |people: &Vec<usize>| {
        let free = left > 0 && people.iter().all(|p| sits.get(p).is_none_or(|n| *n < each_in));
        if free {
            left -= 1;
            people.iter().for_each(|person| *sits.entry(*person).or_default() += 1);
        }
        free
    };
    people.iter().map(take).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::consortium::{Candidate, CandidateGraph, Quota, Unmet, enumerate};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    fn small(seed: u64) -> Candidates {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut graph = CandidateGraph::default();
        for owner in 0..8 {
            graph.add_node(Candidate { kind: owner % 2, owner, brings: vec![] });
        }
        for a in 0..8u32 {
            for b in 0..a {
                if random.random_range(0..3) > 0 {
                    let points = Points(random.random_range(1..9_000));
                    graph.add_edge(a.into(), b.into(), points);
                }
            }
        }
        Candidates::new(&graph, &[], &[]).expect("kinds are in range")
    }

    /// The most that any choice is worth, each group taken or not.
    fn best(groups: &[Group], people: &[Vec<usize>], time: &mut [usize], left: usize) -> Points {
        let Some((group, rest)) = groups.split_first() else { return Points::ZERO };
        let without = best(rest, people, time, left);
        let mut behind: Vec<usize> =
            group.members.iter().flat_map(|m| people[*m].clone()).collect();
        behind.sort_unstable();
        behind.dedup();
        if left == 0 || behind.iter().any(|p| time[*p] == 0) {
            return without;
        }
        behind.iter().for_each(|p| time[*p] -= 1);
        let with = group.worth.total() + best(rest, people, time, left - 1);
        behind.iter().for_each(|p| time[*p] += 1);
        with.max(without)
    }

    #[test]
    fn the_choice_is_the_best_of_all_choices() {
        // Two candidates are one person's.
        let people: Vec<Vec<usize>> = (0..8).map(|c| vec![c.min(6), 7 + c % 2]).collect();
        for seed in 0..12 {
            let candidates = small(seed);
            for (each_in, groups) in [(1, 8), (2, 3)] {
                let question = Question {
                    least_members: 2,
                    most_members: 3,
                    quotas: vec![Quota::at_least(1, &[0]), Quota::at_least(1, &[1])],
                    member_cost: Points(3_000),
                    groups,
                    ..Question::default()
                };
                let alone: Vec<Vec<usize>> = (0..8).map(|c: usize| vec![c.min(6)]).collect();
                let all = Question { groups: 1_000, ..question.clone() };
                let mut every = enumerate(&candidates, &all);
                every.retain(|group| group.worth.total() > Points::ZERO);
                for people in [&alone, &people] {
                    let choice =
                        disjoint(&candidates, &question, people, each_in, Limits::default())
                            .expect("it can be asked");
                    let most = best(&every, people, &mut [each_in; 9], groups);
                    assert_eq!((choice.total, choice.bound), (most, most), "seed {seed}");
                    assert!(choice.optimal() && choice.groups.len() <= groups);
                    let mut sits = [0; 9];
                    for group in &choice.groups {
                        let mut behind: Vec<usize> =
                            group.members.iter().flat_map(|m| people[*m].clone()).collect();
                        behind.sort_unstable();
                        behind.dedup();
                        behind.into_iter().for_each(|person| sits[person] += 1);
                    }
                    assert!(sits.iter().all(|times| *times <= each_in));
                }
            }
        }
    }

    #[test]
    fn a_question_that_cannot_be_asked_is_refused() {
        let question = Question {
            most_members: 3,
            quotas: vec![Quota::at_least(4, &[0])],
            ..Question::default()
        };
        let people: Vec<Vec<usize>> = (0..8).map(|c| vec![c]).collect();
        let refused = disjoint(&small(1), &question, &people, 2, Limits::default());
        let unmet = vec![Unmet { kinds: vec![0], asked: 4, nearest: 3 }];
        assert_eq!(refused, Err(MatchingError::QuotasUnmet { most: 3, unmet }));
    }
}
