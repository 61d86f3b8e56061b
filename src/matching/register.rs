//! What the engine works on: who is there, what they wrote, what they did together.

use crate::domain::{Exclusion, Organisation, OrganisationId, Person, Profile, Text, Workshop};

/// Joint work of the past: a project, a contract, a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cooperation {
    pub name: Text,
    pub organisations: Vec<OrganisationId>,
}

/// Profiles and all that is known about those behind them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Register<'a> {
    pub profiles: &'a [Profile],
    pub organisations: &'a [Organisation],
    pub people: &'a [Person],
    pub exclusions: &'a [Exclusion],
    pub cooperations: &'a [Cooperation],
}

impl<'a> Register<'a> {
    /// The register of one workshop.
    pub fn of(workshop: &'a Workshop, cooperations: &'a [Cooperation]) -> Register<'a> {
        Register {
            profiles: &workshop.profiles,
            organisations: &workshop.organisations,
            people: &workshop.people,
            exclusions: &workshop.exclusions,
            cooperations,
        }
    }
}
