//! Who takes part, with what the generator knows about them beside what is shown.

use crate::domain::{Lang, OrganisationKind, Person, PersonId, ProfileId};

/// What the printed programme asks of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Duty {
    /// Speaks in a session.
    Talk(String),
    /// Presents a poster.
    Poster,
    /// Sits at a desk.
    Desk(String),
}

pub(super) struct Member {
    pub person: Person,
    pub duty: Option<Duty>,
    /// The profile to be met about, if any.
    pub profile: Option<ProfileId>,
    /// What the person can give, looks for, and works in, in the generator's own words.
    pub has: Vec<String>,
    pub wants: Vec<String>,
    pub fields: Vec<String>,
    pub kind: OrganisationKind,
    /// How much others are drawn to the person, in tenths; 10 is usual.
    pub popular: u64,
}

impl Member {
    pub fn id(&self) -> &PersonId {
        &self.person.id
    }

    pub fn presents_poster(&self) -> bool {
        self.duty == Some(Duty::Poster)
    }

    pub fn speaks_only_english(&self) -> bool {
        self.person.languages == [Lang::En]
    }

    /// How well what `other` has or looks for answers what this person looks for or has.
    pub fn affinity(&self, other: &Member) -> u64 {
        4 * common(&self.wants, &other.has)
            + 3 * common(&self.has, &other.wants)
            + common(&self.fields, &other.fields)
    }
}

/// How many words two lists share.
pub(super) fn common(a: &[String], b: &[String]) -> u64 {
    a.iter().filter(|word| b.contains(word)).count() as u64
}

/// Everyone, industry first, then academia, then government and others.
pub(super) struct Cast {
    pub people: Vec<Member>,
}

impl Cast {
    pub fn position(&self, person: &PersonId) -> Option<usize> {
        self.people.iter().position(|member| member.id() == person)
    }

    pub fn with_profile(&self, profile: &str) -> Option<&Member> {
        let owns = |m: &&Member| m.profile.as_ref().is_some_and(|p| p.as_str() == profile);
        self.people.iter().find(owns)
    }

    pub fn first_of(&self, organisation: &str) -> Option<&Member> {
        self.people.iter().find(|m| m.person.organisation.as_str() == organisation)
    }

    pub fn with_duty(&self, duty: &Duty) -> Option<&Member> {
        self.people.iter().find(|m| m.duty.as_ref() == Some(duty))
    }
}
