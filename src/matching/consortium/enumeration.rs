//! The same question answered by looking at every group: the search's judge, for small graphs.

use super::candidates::Candidates;
use super::question::{Question, Worth};
use super::search::Group;
use std::cmp::Reverse;

/// All groups within the conditions, best first, cut to `question.groups`. It shares no bound, no
/// order and no growth with the search; it takes C(candidates, most members) looks.
pub fn enumerate(candidates: &Candidates, question: &Question) -> Vec<Group> {
    let mut found = Vec::new();
    choose(candidates, question, &mut Vec::new(), 0, &mut found);
    found.sort_by_key(|group| (Reverse(group.worth.total()), group.members.clone()));
    found.truncate(question.groups);
    found
}

fn choose(
    candidates: &Candidates,
    question: &Question,
    members: &mut Vec<usize>,
    from: usize,
    found: &mut Vec<Group>,
) {
    if admissible(candidates, question, members) {
        let worth = Worth::of(candidates, question, members);
        found.push(Group { members: members.clone(), worth });
    }
    if members.len() < question.most_members {
        for next in from..candidates.len() {
            members.push(next);
            choose(candidates, question, members, next + 1, found);
            members.pop();
        }
    }
}

/// Every condition, each read off its definition.
fn admissible(candidates: &Candidates, question: &Question, members: &[usize]) -> bool {
    let pairs = || {
        members.iter().enumerate().flat_map(|(i, a)| members[i + 1..].iter().map(move |b| (*a, *b)))
    };
    let of_kinds = |kinds: &[usize]| {
        members.iter().filter(|m| kinds.contains(&(candidates.kind[**m] as usize))).count()
    };
    let quotas_met = question.quotas.iter().all(|quota| {
        let count = of_kinds(&quota.kinds);
        count >= quota.at_least && quota.at_most.is_none_or(|most| count <= most)
    });
    members.len() >= question.least_members
        && quotas_met
        && question.with.iter().all(|m| members.contains(m))
        && pairs().all(|(a, b)| candidates.owner[a] != candidates.owner[b])
        && pairs().all(|(a, b)| !candidates.barred(a as u32).contains(&(b as u32)))
        && question.apart_from.iter().all(|group| {
            members.iter().filter(|m| group.contains(m)).count() <= question.most_shared
        })
        && connected(candidates, members)
}

fn connected(candidates: &Candidates, members: &[usize]) -> bool {
    let mut reached: Vec<usize> = members.first().copied().into_iter().collect();
    let mut grown = true;
    while grown {
        grown = false;
        for &member in members {
            let tied = reached.iter().any(|r| candidates.tie(*r, member).0 > 0);
            if tied && !reached.contains(&member) {
                reached.push(member);
                grown = true;
            }
        }
    }
    reached.len() == members.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::consortium::{
        Candidate, CandidateGraph, Quota, Spread, Unmet, diverse, search,
    };
    use crate::matching::{MatchingError, Points};
    use proptest::prelude::*;

    /// A small graph with everything the search knows: kinds, owners, things, bars.
    #[derive(Debug, Clone)]
    struct Case {
        candidates: Candidates,
        question: Question,
    }

    fn graph(nodes: &[(usize, usize, Vec<usize>)], ties: &[(usize, usize, i64)]) -> CandidateGraph {
        let mut graph = CandidateGraph::default();
        let indices: Vec<_> = nodes
            .iter()
            .map(|(kind, owner, brings)| {
                graph.add_node(Candidate { kind: *kind, owner: *owner, brings: brings.clone() })
            })
            .collect();
        for &(a, b, weight) in ties {
            if a != b {
                graph.add_edge(indices[a], indices[b], Points(weight));
            }
        }
        graph
    }

    fn cases() -> impl Strategy<Value = Case> {
        (2usize..11).prop_flat_map(|n| {
            let node = (0usize..4, 0usize..9, prop::collection::vec(0usize..5, 0..3));
            let nodes = prop::collection::vec(node, n);
            // Few weights, so that equal worths come up; nothing and less are no ties.
            let ties = prop::collection::vec((0..n, 0..n, -1i64..9), 0..3 * n);
            let barred = prop::collection::vec((0..n, 0..n), 0..3);
            let quota = (prop::collection::vec(0usize..4, 1..3), 0usize..3, 0usize..5).prop_map(
                |(kinds, at_least, most)| Quota {
                    kinds,
                    at_least,
                    at_most: (most < 4).then_some(most.max(at_least)),
                },
            );
            let terms = (
                prop::collection::vec(quota, 0..3),
                prop::collection::vec(0..n, 0..3),
                prop::collection::vec((0usize..5, 0i64..6), 0..4),
                prop::collection::vec(prop::collection::vec(0..n, 1..4), 0..3),
                prop::collection::vec(0i64..5, 5),
            );
            let numbers = (1usize..6, 1usize..4, 0i64..5, 1usize..12, 0usize..3);
            (nodes, ties, barred, terms, numbers).prop_map(
                |(nodes, ties, barred, (quotas, mut with, wanted, apart_from, costs), numbers)| {
                    let (most_members, least_members, cost, groups, most_shared) = numbers;
                    let barred: Vec<_> = barred.into_iter().filter(|(a, b)| a != b).collect();
                    let costs: Vec<Points> = costs.into_iter().map(Points).collect();
                    with.sort_unstable();
                    with.dedup();
                    let candidates = Candidates::new(&graph(&nodes, &ties), &costs, &barred)
                        .expect("kinds and members are in range");
                    let question = Question {
                        least_members: least_members.min(most_members),
                        most_members,
                        quotas,
                        with,
                        wanted: wanted.into_iter().map(|(t, p)| (t, Points(p))).collect(),
                        member_cost: Points(cost),
                        groups,
                        apart_from,
                        most_shared,
                        limit_steps: None,
                    };
                    Case { candidates, question }
                },
            )
        })
    }

    /// The diverse list by its definition: walk all groups from the best down.
    fn diverse_by_definition(case: &Case, spread: Spread) -> Vec<Group> {
        let all = Question { groups: usize::MAX, ..case.question.clone() };
        let mut listed: Vec<Group> = Vec::new();
        for group in enumerate(&case.candidates, &all) {
            let apart = |group: &Group, other: &[usize]| {
                let shared = group.members.iter().filter(|m| other.contains(m)).count();
                shared <= case.question.most_shared
            };
            let open = |field: &Vec<usize>| {
                apart(&group, field)
                    || listed.iter().filter(|g| !apart(g, field)).count() < spread.each
            };
            if listed.len() < case.question.groups
                && listed.iter().all(|other| apart(&group, &other.members))
                && spread.fields.iter().all(open)
            {
                listed.push(group);
            }
        }
        listed
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        /// The search lists exactly what looking at every group lists, in the same order; where it
        /// refuses, no group exists.
        #[test]
        fn search_agrees_with_enumeration(case in cases()) {
            match search(&case.candidates, &case.question) {
                Ok(answer) => {
                    prop_assert!(answer.exact);
                    prop_assert_eq!(answer.groups, enumerate(&case.candidates, &case.question));
                }
                Err(_) => prop_assert_eq!(enumerate(&case.candidates, &case.question), vec![]),
            }
        }

        /// A stopped search never claims more than is true.
        #[test]
        fn a_stopped_search_bounds_what_it_has_not_seen(case in cases(), steps in 0u64..20) {
            let limited = Question { limit_steps: Some(steps), ..case.question.clone() };
            if let Ok(answer) = search(&case.candidates, &limited) {
                let truth = enumerate(&case.candidates, &case.question);
                if answer.exact {
                    prop_assert_eq!(&answer.groups, &truth);
                }
                for group in truth.iter().filter(|group| !answer.groups.contains(group)) {
                    prop_assert!(Some(group.worth.total()) <= answer.unseen);
                }
                let all = Question { groups: usize::MAX, ..case.question.clone() };
                let all = enumerate(&case.candidates, &all);
                prop_assert!(answer.groups.iter().all(|group| all.contains(group)));
            }
        }

        #[test]
        fn the_diverse_list_follows_its_definition(
            mut case in cases(),
            fields in prop::collection::vec(prop::collection::vec(0usize..11, 1..6), 0..3),
            each in 1usize..3,
            looks in 0u64..20,
        ) {
            case.question.most_shared = case.question.least_members - 1;
            let spread = Spread { fields: &fields, each };
            let truth = diverse_by_definition(&case, spread);
            if let Ok(answer) = diverse(&case.candidates, &case.question, spread) {
                prop_assert_eq!(&answer.groups, &truth);
            }
            // Stopped, it is the same list or says that it may not be.
            case.question.limit_steps = Some(looks);
            if let Ok(answer) = diverse(&case.candidates, &case.question, spread) {
                prop_assert!(answer.unseen.is_some() || answer.groups == truth);
                prop_assert!(!answer.exact || answer.groups == truth);
            }
        }
    }

    /// Two academics, a company and a start-up in a row; the academics share thing 0.
    fn row() -> Candidates {
        let nodes =
            [(0, 0, vec![0]), (0, 1, vec![0, 1]), (1, 2, vec![]), (2, 3, vec![2]), (0, 0, vec![])];
        let ties = [(0, 1, 5), (1, 2, 4), (2, 3, 3), (4, 1, 9)];
        Candidates::new(&graph(&nodes, &ties), &[Points(2), Points(2), Points(2)], &[])
            .expect("kinds are in range")
    }

    #[test]
    fn the_worth_is_shown_part_by_part() {
        let question = Question {
            most_members: 4,
            quotas: vec![Quota::at_least(2, &[0]), Quota::at_least(1, &[2])],
            wanted: vec![(2, Points(10))],
            member_cost: Points(1),
            ..Question::default()
        };
        let answer = search(&row(), &question).expect("the quotas can be met");
        let best = &answer.groups[0];
        assert_eq!(best.members, [1, 2, 3, 4], "nodes 0 and 4 have one owner");
        assert_eq!(best.worth.ties, Points(16));
        assert_eq!(best.worth.coverage, Points(10));
        assert_eq!(best.worth.redundancy, Points(0));
        assert_eq!(best.worth.members, Points(-4));
        assert_eq!(answer.groups[1].worth.redundancy, Points(-2));
    }

    #[test]
    fn impossible_questions_say_what_is_wrong() {
        let ask = |question: Question| search(&row(), &question).expect_err("impossible");
        let quotas = |quotas: Vec<Quota>| Question { quotas, ..Question::default() };
        let unmet =
            |kinds: &[usize], asked, nearest| Unmet { kinds: kinds.to_vec(), asked, nearest };
        // Two organisations are of kind 0, one of kind 1.
        assert_eq!(
            ask(quotas(vec![Quota::at_least(4, &[0]), Quota::at_least(2, &[1, 2])])),
            MatchingError::QuotasUnmet { most: 5, unmet: vec![unmet(&[0], 4, 2)] }
        );
        let few = Question {
            most_members: 3,
            quotas: vec![
                Quota::at_least(2, &[0]),
                Quota::at_least(1, &[1]),
                Quota::at_least(1, &[2]),
            ],
            ..Question::default()
        };
        match ask(few) {
            MatchingError::QuotasUnmet { most: 3, unmet } => {
                assert_eq!(unmet.iter().map(|u| u.asked - u.nearest).sum::<usize>(), 1);
            }
            other => panic!("{other}"),
        }
        let none = Quota { kinds: vec![0, 1], at_least: 0, at_most: Some(1) };
        assert_eq!(
            ask(quotas(vec![none.clone(), Quota::at_least(2, &[1])])),
            MatchingError::QuotasUnmet { most: 5, unmet: vec![unmet(&[1], 2, 1)] }
        );
        assert_eq!(
            ask(Question { with: vec![0, 1], ..quotas(vec![none]) }),
            MatchingError::QuotasContradict
        );
        assert!(matches!(
            ask(Question { with: vec![0, 4], ..Question::default() }),
            MatchingError::MembersApart(0, 4, _)
        ));
        assert!(matches!(
            ask(Question { most_members: 99, ..Question::default() }),
            MatchingError::OutOfRange { value: 99, .. }
        ));
        assert!(matches!(
            ask(Question { groups: 1_000_000, ..Question::default() }),
            MatchingError::OutOfRange { .. }
        ));
        assert_eq!(
            ask(Question { with: vec![77], ..Question::default() }),
            MatchingError::UnknownMember(77)
        );
    }
}
