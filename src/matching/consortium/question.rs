//! What is asked for, and what a group is worth.

use super::candidates::Candidates;
use super::quotas::{KINDS, Needs, Quota};
use super::search::{MAX_GROUPS, MAX_SIZE};
use crate::matching::{MatchingError, Points};
use serde::{Deserialize, Serialize};

/// A question to the search: the best groups under these conditions.
#[derive(Debug, Clone)]
pub struct Question {
    pub least_members: usize,
    pub most_members: usize,
    pub quotas: Vec<Quota>,
    /// Members every group must have: the draft to be completed, or "groups that contain me".
    pub with: Vec<usize>,
    /// Things sought, and what it is worth that somebody in the group brings them.
    pub wanted: Vec<(usize, Points)>,
    /// What each member costs. A sum of ties alone would always fill every place; with this cost
    /// a member joins only when its ties are worth more than one more hand at the table.
    pub member_cost: Points,
    /// How many groups to list.
    pub groups: usize,
    /// Each listed group shares at most `most_shared` members with each of these.
    pub apart_from: Vec<Vec<usize>>,
    pub most_shared: usize,
    /// Stops after so many looks at a group (or at a thousand neighbours or pairs of one); the answer then says how good an unseen group could
    /// be. `None`: goes on until the answer is exact.
    pub limit_steps: Option<u64>,
}

impl Default for Question {
    fn default() -> Self {
        Question {
            least_members: 2,
            most_members: 5,
            quotas: Vec::new(),
            with: Vec::new(),
            wanted: Vec::new(),
            member_cost: Points::ZERO,
            groups: 10,
            apart_from: Vec::new(),
            most_shared: 0,
            limit_steps: None,
        }
    }
}

/// A group's worth, part by part.
///
/// `ties`: the sum over all pairs of members, not the mean: each pair that fits is a collaboration
/// worth having, and a member's marginal worth is its ties to the others. The mean would praise
/// the smallest group and punish a member for joining people it does not know yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Worth {
    /// Sum of the ties between members.
    pub ties: Points,
    /// Sum over the wanted things that at least one member brings.
    pub coverage: Points,
    /// For each thing, its cost times the number of its bringers beyond the first; 0 or less.
    pub redundancy: Points,
    /// The cost of the members; 0 or less.
    pub members: Points,
}

impl Worth {
    pub fn total(&self) -> Points {
        self.ties + self.coverage + self.redundancy + self.members
    }

    /// What a group is worth, counted from the definition. O(members² · ties of a member).
    pub fn of(candidates: &Candidates, question: &Question, members: &[usize]) -> Worth {
        let mut worth = Worth {
            members: Points(-question.member_cost.0 * members.len() as i64),
            ..Worth::default()
        };
        for (i, &a) in members.iter().enumerate() {
            worth.ties += members[i + 1..].iter().map(|&b| candidates.tie(a, b)).sum();
        }
        let mut brought: Vec<u32> = Vec::new();
        for &member in members {
            for &thing in candidates.brings(member as u32) {
                if brought.contains(&thing) {
                    worth.redundancy += Points(-candidates.redundancy[thing as usize]);
                } else {
                    brought.push(thing);
                }
            }
        }
        for &(thing, gain) in &question.wanted {
            if brought.contains(&(thing as u32)) {
                worth.coverage += gain.max(Points::ZERO);
            }
        }
        worth
    }
}

impl Question {
    /// Refuses what cannot be asked, and says why; else the quotas as a table.
    pub(super) fn checked(&self, candidates: &Candidates) -> Result<Needs, MatchingError> {
        let range = |what, value, least, most| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                Err(MatchingError::OutOfRange { what, value, least, most })
            }
        };
        range("the most members of a group", self.most_members, 1, MAX_SIZE)?;
        range("the fewest members of a group", self.least_members, 1, self.most_members)?;
        range("the number of groups", self.groups, 1, MAX_GROUPS)?;
        range("the number of given members", self.with.len(), 0, self.most_members)?;
        let needs = Needs::new(&self.quotas, self.most_members)?;
        for (i, &a) in self.with.iter().enumerate() {
            if a >= candidates.len() {
                return Err(MatchingError::UnknownMember(a));
            }
            for &b in &self.with[..i] {
                let why = if a == b {
                    "they are one and the same"
                } else if candidates.owner[a] == candidates.owner[b] {
                    "they belong to one organisation"
                } else if candidates.barred(a as u32).contains(&(b as u32)) {
                    "they are excluded from each other"
                } else {
                    continue;
                };
                return Err(MatchingError::MembersApart(b, a, why));
            }
        }
        let mut counts = [0; KINDS];
        for &member in &self.with {
            counts[candidates.kind[member] as usize] += 1;
        }
        match needs.nearest(&self.quotas, &counts, available(candidates)) {
            Some(unmet) if unmet.is_empty() => Ok(needs),
            Some(unmet) => Err(MatchingError::QuotasUnmet { most: self.most_members, unmet }),
            None => Err(MatchingError::QuotasContradict),
        }
    }
}

/// How many organisations have candidates of some of these kinds.
fn available(candidates: &Candidates) -> impl Fn(&[usize]) -> usize {
    let mut kinds_of: Vec<[bool; KINDS]> = vec![[false; KINDS]; candidates.owners];
    for (owner, kind) in candidates.owner.iter().zip(&candidates.kind) {
        kinds_of[*owner as usize][*kind as usize] = true;
    }
    move |kinds| kinds_of.iter().filter(|of| kinds.iter().any(|kind| of[*kind])).count()
}
