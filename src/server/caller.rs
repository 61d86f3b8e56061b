//! Who is asking, and for whom.

use super::picture::Picture;
use super::problem::Problem;
use super::service::Service;
use crate::domain::{Lang, PersonId};
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
    /// organizer may act for anyone; others for themselves alone.
    pub fn acts_for(&self, asked: Option<&str>, picture: &Picture) -> Result<PersonId, Problem> {
        let person = match (asked, self.person()) {
            (Some(asked), own) if own.is_some_and(|own| own.as_str() == asked) => asked.into(),
            (Some(asked), _) if self.is_organizer() => PersonId::new(asked),
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
