//! What can be wrong with a question to the matching engine.

use crate::domain::{ConceptId, OrganisationId, ProfileId};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MatchingError {
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
        "no group of at most {most} members can meet the quotas together with the given members; they need {need}"
    )]
    QuotasTooLarge { most: usize, need: usize },
    #[error(
        "the quotas contradict each other: a kind is asked for more often than another quota allows; loosen one of them"
    )]
    QuotasContradict,
    #[error(
        "the quotas ask for {asked} of kinds {kinds:?}, but only {there} organisations of these kinds are there; ask for fewer or add candidates"
    )]
    TooFewOfKind { kinds: Vec<usize>, asked: usize, there: usize },
}
