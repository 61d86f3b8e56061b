//! A list of groups that differ.

use super::candidates::Candidates;
use super::question::Question;
use super::search::{Answer, search};
use crate::matching::MatchingError;

/// How many groups of one field are listed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Spread<'a> {
    /// The candidates of each field; one may be of several, or of none.
    pub fields: &'a [Vec<usize>],
    /// At most so many groups of each field; 1 or more.
    pub each: usize,
}

/// The first group is the best; each next one is the best of those that share at most
/// `question.most_shared` members with every group listed before it (and with
/// `question.apart_from`). `most_shared` must be below `least_members`, or a group would be apart from
/// itself. A group is of a field where more than `most_shared` of its members are: of no field more
/// groups are listed than `spread` says.
///
/// Exact: a field with all its groups is one more set to keep apart from. A batch of the best groups that
/// keep apart from all listed so far is walked from the top, and the first in it that keeps apart from those
/// just listed has nothing better before it. The limit of looks holds for all batches together.
pub fn diverse(
    candidates: &Candidates,
    question: &Question,
    spread: Spread,
) -> Result<Answer, MatchingError> {
    if question.most_shared >= question.least_members {
        return Err(MatchingError::OutOfRange {
            what: "the most members two listed groups share",
            value: question.most_shared,
            least: 0,
            most: question.least_members.saturating_sub(1),
        });
    }
    let mut answer = Answer { groups: Vec::new(), exact: true, unseen: None, steps: 0 };
    let mut batch = question.clone();
    let mut of_field = vec![0; spread.fields.len()];
    while answer.groups.len() < question.groups && answer.exact {
        batch.limit_steps = question.limit_steps.map(|limit| limit.saturating_sub(answer.steps));
        let found = search(candidates, &batch)?;
        answer.steps += found.steps;
        answer.exact &= found.exact;
        answer.unseen = answer.unseen.max(found.unseen);
        if found.groups.is_empty() {
            break;
        }
        for group in found.groups {
            let apart = |set: &Vec<usize>| {
                group.members.iter().filter(|m| set.contains(m)).count() <= question.most_shared
            };
            if batch.apart_from[question.apart_from.len()..].iter().all(apart)
                && answer.groups.len() < question.groups
            {
                for (field, listed) in spread.fields.iter().zip(&mut of_field) {
                    *listed += usize::from(!apart(field));
                    if *listed == spread.each && !apart(field) {
                        batch.apart_from.push(field.clone());
                    }
                }
                batch.apart_from.push(group.members.clone());
                answer.groups.push(group);
            }
        }
    }
    Ok(answer)
}
