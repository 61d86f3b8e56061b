//! Who may join a consortium, and what ties them: a petgraph graph, packed for the search.

use crate::matching::consortium::quotas::KINDS;
use crate::matching::{MatchingError, Points};
use petgraph::graph::UnGraph;
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;

/// One who may join a group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    /// Which kind the quotas count it as, below [`KINDS`].
    pub kind: usize,
    /// A group holds at most one candidate of each owner (its organisation).
    pub owner: usize,
    /// Numbers of the things it brings; two members that bring the same cost redundancy.
    pub brings: Vec<usize>,
}

/// Candidates and the worth of each tie between two of them; ties of nothing or less are no ties.
pub type CandidateGraph = UnGraph<Candidate, Points>;

/// The others at a candidate's ties, and what each tie is worth.
pub(super) type Ties = [(u32, i64)];

/// A tie's place in the order from the heaviest to the lightest; no two are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TieOrder(Reverse<i64>, u32, u32);

impl TieOrder {
    /// Before every tie: a group with it as its heaviest may hold any.
    pub(super) const ANY: TieOrder = TieOrder(Reverse(i64::MAX / 16), 0, 0);
    /// After every tie: a group with it as its heaviest holds none.
    pub(super) const NONE: TieOrder = TieOrder(Reverse(0), 0, 0);

    pub(super) fn new(weight: i64, a: u32, b: u32) -> TieOrder {
        TieOrder(Reverse(weight), a.min(b), a.max(b))
    }

    pub(super) fn weight(self) -> i64 {
        self.0.0
    }

    pub(super) fn ends(self) -> [u32; 2] {
        [self.1, self.2]
    }
}

/// A [`CandidateGraph`] packed into arrays, with what must not be put together. Built once, asked
/// often: O(candidates + ties ·
/// log ties).
#[derive(Debug, Clone)]
pub struct Candidates {
    pub(super) kind: Vec<u8>,
    pub(super) owner: Vec<u32>,
    brings_start: Vec<u32>,
    brings: Vec<u32>,
    tie_start: Vec<u32>,
    /// Each candidate's ties, strongest first.
    ties: Vec<(u32, i64)>,
    /// All ties.
    pub(super) heaviest_first: Vec<TieOrder>,
    /// The same ties by the other's number, for look-ups.
    ties_by_number: Vec<(u32, i64)>,
    barred: Vec<Vec<u32>>,
    /// What a second bringer of a thing costs.
    pub(super) redundancy: Vec<i64>,
    pub(super) owners: usize,
}

impl Candidates {
    /// Packs `graph`. `redundancy[thing]` is what each further bringer of the thing costs (0 or
    /// more); things beyond the list are not looked at. `barred` are pairs never put together.
    /// Parallel ties count once, the strongest of them.
    pub fn new(
        graph: &CandidateGraph,
        redundancy: &[Points],
        barred: &[(usize, usize)],
    ) -> Result<Self, MatchingError> {
        let n = graph.node_count();
        let mut packed = Candidates {
            kind: Vec::with_capacity(n),
            owner: Vec::with_capacity(n),
            brings_start: vec![0],
            brings: Vec::new(),
            tie_start: vec![0],
            ties: Vec::with_capacity(graph.edge_count() * 2),
            heaviest_first: Vec::with_capacity(graph.edge_count()),
            ties_by_number: Vec::with_capacity(graph.edge_count() * 2),
            barred: vec![Vec::new(); n],
            redundancy: redundancy.iter().map(|p| p.0.max(0)).collect(),
            owners: 0,
        };
        for candidate in graph.node_weights() {
            if candidate.kind >= KINDS {
                return Err(MatchingError::OutOfRange {
                    what: "kind of candidate",
                    value: candidate.kind,
                    least: 0,
                    most: KINDS - 1,
                });
            }
            packed.kind.push(candidate.kind as u8);
            packed.owner.push(candidate.owner as u32);
            packed.owners = packed.owners.max(candidate.owner + 1);
            let mut brings: Vec<u32> = candidate
                .brings
                .iter()
                .filter(|thing| redundancy.get(**thing).is_some())
                .map(|thing| *thing as u32)
                .collect();
            brings.sort_unstable();
            brings.dedup();
            packed.brings.extend(brings);
            packed.brings_start.push(packed.brings.len() as u32);
        }
        for node in graph.node_indices() {
            let mut ties: Vec<(u32, i64)> = graph
                .edges(node)
                .filter(|edge| edge.weight().0 > 0 && edge.source() != edge.target())
                .map(|edge| {
                    let other = if edge.source() == node { edge.target() } else { edge.source() };
                    (other.index() as u32, edge.weight().0)
                })
                .collect();
            ties.sort_unstable_by_key(|(other, weight)| (*other, -weight));
            ties.dedup_by_key(|(other, _)| *other);
            packed.ties_by_number.extend(&ties);
            ties.sort_unstable_by_key(|(other, weight)| (-weight, *other));
            let x = node.index() as u32;
            let once = ties.iter().filter(|(y, _)| x < *y);
            packed.heaviest_first.extend(once.map(|&(y, weight)| TieOrder::new(weight, x, y)));
            packed.ties.extend(ties);
            packed.tie_start.push(packed.ties.len() as u32);
        }
        packed.heaviest_first.sort_unstable();
        for &(a, b) in barred {
            for member in [a, b] {
                if member >= n {
                    return Err(MatchingError::UnknownMember(member));
                }
            }
            packed.barred[a].push(b as u32);
            packed.barred[b].push(a as u32);
        }
        Ok(packed)
    }

    pub fn len(&self) -> usize {
        self.kind.len()
    }

    pub fn is_empty(&self) -> bool {
        self.kind.is_empty()
    }

    /// The ties of a candidate, strongest first.
    pub(super) fn ties(&self, x: u32) -> &Ties {
        &self.ties[self.tie_start[x as usize] as usize..self.tie_start[x as usize + 1] as usize]
    }

    /// The ties of a candidate that come before `heaviest`, and the others.
    pub(super) fn ties_around(&self, x: u32, heaviest: TieOrder) -> (&Ties, &Ties) {
        // Of ties of one weight those to smaller numbers stand first, here and in the order.
        let ties = self.ties(x);
        ties.split_at(ties.partition_point(|&(y, w)| TieOrder::new(w, x, y) < heaviest))
    }

    /// The worth of the tie between two candidates; nothing where there is none.
    pub fn tie(&self, a: usize, b: usize) -> Points {
        let ties = &self.ties_by_number[self.tie_start[a] as usize..self.tie_start[a + 1] as usize];
        let found = ties.binary_search_by_key(&(b as u32), |(other, _)| *other);
        Points(found.map_or(0, |i| ties[i].1))
    }

    /// Whether the members hang together by ties.
    pub(super) fn connected(&self, members: &[u32]) -> bool {
        let mut reached: Vec<u32> = members.first().copied().into_iter().collect();
        let mut next = 0;
        while next < reached.len() {
            for &y in members {
                let tied = self.tie(reached[next] as usize, y as usize).0 > 0;
                if tied && !reached.contains(&y) {
                    reached.push(y);
                }
            }
            next += 1;
        }
        reached.len() == members.len()
    }

    pub(super) fn brings(&self, x: u32) -> &[u32] {
        &self.brings
            [self.brings_start[x as usize] as usize..self.brings_start[x as usize + 1] as usize]
    }

    pub(super) fn barred(&self, x: u32) -> &[u32] {
        &self.barred[x as usize]
    }
}
