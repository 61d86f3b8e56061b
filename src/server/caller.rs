//! Who is asking, and for whom.

use super::picture::Picture;
use super::problem::Problem;
use super::service::Service;
use crate::domain::{Lang, OrganisationId, PersonId, Profile};
use crate::store::{Account, Credential, Membership, NewEntry, Role};
use actix_web::{FromRequest, HttpMessage, HttpRequest, dev::Payload};
use std::future::{Ready, ready};

/// The one who is signed in, with the roles in the workshop that the path names. The guard has
/// let them through.
#[derive(Debug, Clone)]
pub struct Caller {
    pub account: Account,
    pub credential: Credential,
    /// In every workshop.
    pub memberships: Vec<Membership>,
    /// In the workshop of the path.
    pub here: Vec<Membership>,
    /// Set where colleagues there let the caller stand in for them.
    pub standing_in: Option<StandingIn>,
}

/// For whom somebody stands in.
#[derive(Debug, Clone)]
pub struct StandingIn {
    /// That of all of them.
    pub organisation: OrganisationId,
    pub people: Vec<PersonId>,
}

impl Caller {
    pub fn is(&self, role: Role) -> bool {
        self.here.iter().any(|m| m.role == role)
    }

    pub fn is_organizer(&self) -> bool {
        self.is(Role::Organizer)
    }

    /// The person this caller stands for: their own, as a participant rather than as an organizer.
    pub fn person(&self) -> Option<&PersonId> {
        let own = |m: &&Membership| m.person.is_some() && m.role != Role::Organizer;
        let first = self.here.iter().find(own);
        first.or_else(|| self.here.iter().find(|m| m.person.is_some()))?.person.as_ref()
    }

    /// For whom to act: the one asked for where the caller may act for them, else the caller. The
    /// organizer may act for anyone; others for themselves, and for whom they stand in.
    pub fn acts_for(&self, asked: Option<&str>, picture: &Picture) -> Result<PersonId, Problem> {
        let person = match (asked, self.person()) {
            (Some(asked), own) if own.is_some_and(|own| own.as_str() == asked) => asked.into(),
            (Some(asked), _) if self.is_organizer() => PersonId::new(asked),
            (Some(asked), _) if self.stands_in_for(&asked.into()) => asked.into(),
            (Some(_), _) => return Err(Problem::not_found()),
            (None, Some(own)) => own.clone(),
            (None, None) => {
                return Err(Problem::bad(
                    "you stand for no person of this workshop; name one: ?person=…",
                ));
            }
        };
        match picture.person(&person) {
            Some(_) => Ok(person),
            None => Err(Problem::not_found()),
        }
    }

    /// As `acts_for`, for what outlives a stand-in, such as secrets and further stand-ins: whoever
    /// only stands in does not decide it.
    pub fn decides_for(&self, asked: Option<&str>, picture: &Picture) -> Result<PersonId, Problem> {
        let person = self.acts_for(asked, picture)?;
        match self.is_organizer() || self.person() == Some(&person) {
            true => Ok(person),
            false => Err(Problem::not_found()),
        }
    }

    fn stands_in_for(&self, person: &PersonId) -> bool {
        self.standing_in.as_ref().is_some_and(|for_whom| for_whom.people.contains(person))
    }

    /// Whether the caller is this person, or stands in for them.
    pub fn speaks_for(&self, person: &PersonId) -> bool {
        self.person() == Some(person) || self.stands_in_for(person)
    }

    /// Whether the caller looks after a profile: as the organizer, as one of its people, or as a
    /// stand-in for one of them where it is that of their organisation.
    pub fn looks_after(&self, profile: &Profile) -> bool {
        let is_of = |one: &StandingIn| one.organisation == profile.organisation;
        let shared = self.standing_in.as_ref().is_some_and(is_of);
        let looks = |p: &PersonId| self.person() == Some(p) || (shared && self.stands_in_for(p));
        self.is_organizer() || profile.people.iter().any(looks)
    }

    /// Of several who share something, the one for whom the caller deals with it: oneself, then
    /// somebody for whom one stands in, then the first, for whom the organizer does.
    pub fn one_of<'p>(&self, people: &'p [PersonId]) -> Option<&'p PersonId> {
        let own = people.iter().find(|p| self.person() == Some(*p));
        own.or_else(|| people.iter().find(|p| self.speaks_for(p))).or(people.first())
    }

    /// Set where the caller acts for somebody else; the history notes it.
    pub fn on_behalf_of<'p>(&self, person: &'p PersonId) -> Option<&'p PersonId> {
        (self.person() != Some(person)).then_some(person)
    }

    /// An entry of the history: what the caller does now, for themselves, with nothing before or after.
    pub fn entry<'a>(
        &'a self,
        service: &Service,
        workshop: &'a str,
        verb: &'a str,
        subject: &'a str,
    ) -> NewEntry<'a> {
        NewEntry {
            workshop,
            at: service.now(),
            account: &self.account.id,
            on_behalf_of: None,
            verb,
            subject,
            before: None,
            after: None,
        }
    }

    pub fn lang(&self) -> Lang {
        self.account.lang
    }
}

impl FromRequest for Caller {
    type Error = Problem;
    type Future = Ready<Result<Caller, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let caller = request.extensions().get::<Caller>().cloned();
        ready(caller.ok_or_else(Problem::not_signed_in))
    }
}
