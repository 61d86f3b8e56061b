//! What can be wrong with a question to the matching engine.

use super::consortium::Unmet;
use crate::domain::{ConceptId, OrganisationId, ProfileId};
use crate::solver::SolverError;

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MatchingError {
    #[error(transparent)]
    Solver(#[from] SolverError),
    #[error("profile {0:?} is not in the index; add it and build the index again")]
    UnknownProfile(ProfileId),
    #[error("profile {0:?} is there twice; give each profile its own id")]
    DuplicateProfile(ProfileId),
    #[error(
        "profile {profile:?} belongs to organisation {organisation:?}, which is not given; add the organisation"
    )]
    UnknownOrganisation { profile: ProfileId, organisation: OrganisationId },
    #[error(
        "profile {profile:?} has {count} tags, at most {limit} are allowed; keep those that matter most"
    )]
    TooManyTags { profile: ProfileId, count: usize, limit: usize },
    #[error("profile {profile:?} bears concept {concept:?} twice; keep one of the two tags")]
    DuplicateTag { profile: ProfileId, concept: ConceptId },
    #[error("{what} is {value}, allowed is {least} to {most}; choose a value between them")]
    OutOfRange { what: &'static str, value: usize, least: usize, most: usize },
    #[error("member {0} is not in the graph; choose members that are")]
    UnknownMember(usize),
    #[error("members {0} and {1} cannot be in one group: {2}; take one of them out")]
    MembersApart(usize, usize, &'static str),
    #[error(
        "no group of at most {most} members can meet the quotas: {}; ask for so few, for larger \
             groups, or add candidates",
        words(unmet)
    )]
    QuotasUnmet { most: usize, unmet: Vec<Unmet> },
    #[error("the given members are more than a quota allows; take one of them out")]
    QuotasContradict,
}

fn words(unmet: &[Unmet]) -> String {
    let one = |Unmet { kinds, asked, nearest }: &Unmet| {
        format!("{asked} of kinds {kinds:?} are asked for, {nearest} can be had")
    };
    unmet.iter().map(one).collect::<Vec<_>>().join(", ")
}
