//! Counting members: how many of a group take part in a year, surely and at most.

use super::rule::Group;
use super::verdict::{Fact, Missing};
use super::{Facts, StartupTest};
use crate::domain::{Consortium, Member, OrganisationKind, Role};

/// Whether a member belongs to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Belongs {
    Yes,
    No,
    /// It may, once this is known.
    Unknown(Vec<Missing>),
}

/// How many members of a group take part: `sure` of them for certain, `possible` at most.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Count {
    pub(super) sure: u32,
    pub(super) possible: u32,
    /// What would settle the difference.
    pub(super) missing: Vec<Missing>,
}

/// The members with what is known of them.
pub(super) struct Roster<'a> {
    pub(super) consortium: &'a Consortium,
    pub(super) facts: &'a Facts<'a>,
    pub(super) startup_test: Option<&'a StartupTest>,
}

impl Roster<'_> {
    pub(super) fn belongs(&self, member: &Member, group: Group) -> Belongs {
        use OrganisationKind::{Company, Other};
        let of_kind = match group {
            Group::Funded => true,
            group => group.takes(member.kind),
        };
        if !of_kind {
            return Belongs::No;
        }
        let undecided = || Belongs::Unknown(vec![Missing::RoleOf(member.organisation.clone())]);
        match group {
            Group::Company => Belongs::Yes,
            Group::Academia | Group::Funded if member.is_funded() => Belongs::Yes,
            Group::Startup if member.is_funded() => self.passes_test(member),
            Group::JointCompany if member.is_funded() => Belongs::No,
            Group::JointCompany
                if member.has(Role::JointCompany) || member.has(Role::LeadCompany) =>
            {
                Belongs::Yes
            }
            // A company without a role is no candidate for the agency's money by itself.
            Group::Funded if matches!(member.kind, Company | Other) => Belongs::No,
            _ if member.roles.is_empty() => undecided(),
            _ => Belongs::No,
        }
    }

    fn passes_test(&self, member: &Member) -> Belongs {
        let Some(test) = self.startup_test else { return Belongs::Yes };
        let organisation = self.facts.get(&member.organisation);
        match test.passes(organisation) {
            Some(true) => Belongs::Yes,
            Some(false) => Belongs::No,
            None => Belongs::Unknown(unknown_facts(member, &test.points(organisation))),
        }
    }

    /// Members of the group that take part in `year`.
    pub(super) fn count(&self, group: Group, year: u32) -> Count {
        let mut count = Count::default();
        for member in self.consortium.members.iter().filter(|m| m.from_year <= year) {
            match self.belongs(member, group) {
                Belongs::Yes => {
                    count.sure += 1;
                    count.possible += 1;
                }
                Belongs::No => {}
                Belongs::Unknown(missing) => {
                    count.possible += 1;
                    count.missing.extend(missing);
                }
            }
        }
        count
    }

    /// Members that surely belong to the group.
    pub(super) fn sure(&self, group: Group) -> impl Iterator<Item = &Member> {
        let members = self.consortium.members.iter();
        members.filter(move |member| self.belongs(member, group) == Belongs::Yes)
    }
}

/// The facts among the points that nobody knows.
pub(super) fn unknown_facts(member: &Member, points: &[(Fact, Option<bool>)]) -> Vec<Missing> {
    let unknown = points.iter().filter(|(_, passed)| passed.is_none());
    unknown
        .map(|(fact, _)| Missing::Fact { organisation: member.organisation.clone(), fact: *fact })
        .collect()
}
