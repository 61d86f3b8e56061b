//! Requests to meet, as one side sees them.

use super::{PersonRef, Text};
use crate::domain::PersonId;
use crate::server::picture::Picture;
use crate::store::{Request, RequestState};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The state of a request in the eyes of the one who looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateOfRequest {
    Sent,
    Accepted,
    Declined,
    Withdrawn,
    Expired,
}

impl From<RequestState> for StateOfRequest {
    fn from(state: RequestState) -> Self {
        match state {
            RequestState::Sent => StateOfRequest::Sent,
            RequestState::Accepted => StateOfRequest::Accepted,
            RequestState::Declined => StateOfRequest::Declined,
            RequestState::Withdrawn => StateOfRequest::Withdrawn,
            RequestState::Expired => StateOfRequest::Expired,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RequestView {
    pub id: String,
    pub from: PersonRef,
    pub to: PersonRef,
    /// 1 is the dearest to the sender: must meet; 2: would like to; null to the recipient.
    pub rank: Option<u32>,
    /// The profile that the talk is to be about.
    pub about: Option<String>,
    pub about_title: Option<String>,
    pub message: String,
    /// A declined request still reads `sent` to its sender, until it expires.
    pub state: StateOfRequest,
    /// The caller's own reason for declining; never the other side's.
    pub decline_reason: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: DateTime<Utc>,
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: DateTime<Utc>,
    pub synthetic: bool,
    /// Grows with what the sender may see.
    pub revision: i64,
}

/// A new request.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestToSend {
    /// The person to be met.
    pub to: String,
    /// 1: must meet; 2 and up: would like to.
    #[schema(minimum = 1, maximum = 1000, default = 2)]
    #[serde(default = "would_like")]
    pub rank: u32,
    /// A profile that the talk is to be about.
    #[serde(default)]
    pub about: Option<String>,
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub message: String,
}

fn would_like() -> u32 {
    2
}

/// A no, with a reason that the other side never sees.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decline {
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: String,
}

/// How many requests stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequestCounts {
    pub sent: usize,
    pub accepted: usize,
    pub declined: usize,
    pub withdrawn: usize,
    pub expired: usize,
}

impl RequestCounts {
    pub fn of(requests: &[Request]) -> RequestCounts {
        let mut counts = RequestCounts::default();
        for request in requests {
            match request.state {
                RequestState::Sent => counts.sent += 1,
                RequestState::Accepted => counts.accepted += 1,
                RequestState::Declined => counts.declined += 1,
                RequestState::Withdrawn => counts.withdrawn += 1,
                RequestState::Expired => counts.expired += 1,
            }
        }
        counts
    }
}

/// Whose eyes look at a request.
#[derive(Debug, Clone, Copy)]
pub enum Eyes<'a> {
    Organizer,
    Person(&'a PersonId),
}

impl Picture {
    /// A request as one side may see it: a no reads like silence to the one who asked.
    pub fn request_view(&self, request: &Request, eyes: Eyes) -> RequestView {
        let sender = matches!(eyes, Eyes::Person(person) if *person == request.sender);
        let recipient = matches!(eyes, Eyes::Person(person) if *person == request.recipient);
        let hidden = sender && request.state == RequestState::Declined;
        RequestView {
            id: request.id.clone(),
            from: self.person_ref(&request.sender),
            to: self.person_ref(&request.recipient),
            rank: (!recipient).then_some(request.rank),
            about: request.about.as_ref().map(|p| p.0.clone()),
            about_title: request
                .about
                .as_ref()
                .and_then(|id| self.profile(id))
                .map(|profile| profile.title.clone()),
            message: request.message.clone(),
            state: if hidden { StateOfRequest::Sent } else { request.state.into() },
            decline_reason: if sender { None } else { request.decline_reason.clone() },
            created_at: request.created_at.utc(),
            expires_at: request.expires_at.utc(),
            synthetic: request.synthetic,
            revision: request.revision,
        }
    }
}

/// What the organizer is told to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Warning {
    /// A stable name, for example `people_without_meeting`.
    pub kind: String,
    pub sentence: Text,
    pub count: usize,
    /// Some of those concerned, for a link.
    pub people: Vec<PersonRef>,
}
