//! A list of groups that differ.

use super::candidates::Candidates;
use super::question::Question;
use super::search::{Answer, search};
use crate::matching::MatchingError;

/// The first group is the best; each next one is the best of those that share at most
/// `question.most_shared` members with every group listed before it (and with
/// `question.apart_from`). `most_shared` must be below `least_members`, or a group would be apart from
/// itself.
///
/// Exact: a batch of the best groups that keep apart from all listed so far is walked from the top,
/// and the first in it that keeps apart from those just listed has nothing better before it.
pub fn diverse(candidates: &Candidates, question: &Question) -> Result<Answer, MatchingError> {
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
    while answer.groups.len() < question.groups {
        let found = search(candidates, &batch)?;
        answer.steps += found.steps;
        answer.exact &= found.exact;
        answer.unseen = answer.unseen.max(found.unseen);
        if found.groups.is_empty() {
            break;
        }
        for group in found.groups {
            let apart = batch.apart_from[question.apart_from.len()..].iter().all(|listed| {
                group.members.iter().filter(|m| listed.contains(m)).count() <= question.most_shared
            });
            if apart && answer.groups.len() < question.groups {
                batch.apart_from.push(group.members.clone());
                answer.groups.push(group);
            }
        }
    }
    Ok(answer)
}
