//! Consortia on odd graphs, and absurd questions.

use enishi::matching::consortium::{
    Candidate, CandidateGraph, Candidates, MAX_GROUPS, MAX_SIZE, Question, search,
};
use enishi::matching::{MatchingError, Points};

/// So many candidates of different organisations, tied as told; every tie is worth the same, so that
/// no bound tells one group from another.
fn tied(count: usize, ties: impl Iterator<Item = (usize, usize)>) -> Candidates {
    let mut graph = CandidateGraph::default();
    let nodes: Vec<_> = (0..count)
        .map(|owner| graph.add_node(Candidate { kind: owner % 3, owner, brings: vec![] }))
        .collect();
    for (a, b) in ties {
        graph.add_edge(nodes[a], nodes[b], Points::of(1.0));
    }
    Candidates::new(&graph, &[], &[]).expect("kinds are in range")
}

#[test]
fn graphs_in_one_piece_and_in_twenty_thousand_are_searched() {
    const MANY: usize = 20_000;
    let question = Question { groups: 100, ..Question::default() };
    // Nobody is tied to anybody: there is no group, and that is exact.
    let pieces = search(&tied(MANY, std::iter::empty()), &question).expect("can be asked");
    assert_eq!((pieces.groups.len(), pieces.exact), (0, true));
    // A ring: no group of five is worth more than its four ties.
    let ring = tied(MANY, (0..MANY).map(|i| (i, (i + 1) % MANY)));
    let limited = Question { limit_steps: Some(2_000), ..question.clone() };
    let found = search(&ring, &limited).expect("can be asked");
    assert_eq!(found.groups.len(), 100);
    assert!(found.groups.iter().all(|group| group.worth.total() == Points::of(4.0)));
    // A star, where 10¹⁵ groups are worth the same: stopped, it says how good an unseen one may be.
    let star = tied(MANY, (1..MANY).map(|leaf| (0, leaf)));
    let found = search(&star, &limited).expect("can be asked");
    assert_eq!(found.groups.len(), 100);
    assert!(!found.exact && found.unseen.is_some_and(|unseen| unseen >= Points::of(4.0)));

    let asked = |question: Question| search(&ring, &question).map(|answer| answer.groups.len());
    let refused =
        |question: Question| matches!(asked(question), Err(MatchingError::OutOfRange { .. }));
    assert!(refused(Question { most_members: MAX_SIZE + 1, ..Question::default() }));
    assert!(refused(Question { most_members: usize::MAX, ..Question::default() }));
    assert!(refused(Question { groups: MAX_GROUPS + 1, ..Question::default() }));
    assert!(refused(Question { groups: 0, ..Question::default() }));
    assert!(refused(Question { least_members: 0, ..Question::default() }));
    assert!(refused(Question { with: (0..6).collect(), ..Question::default() }));
    let unknown = Question { with: vec![MANY], ..Question::default() };
    assert_eq!(asked(unknown), Err(MatchingError::UnknownMember(MANY)));
}
