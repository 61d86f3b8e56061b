//! Stored identities: short texts chosen by people or imports, unique within one workshop.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn new(id: impl Into<String>) -> Self { Self(id.into()) }
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl From<&str> for $name {
            fn from(id: &str) -> Self { Self(id.to_owned()) }
        }
    )*};
}

id! {
    /// A workshop, for example `aimgain-2022`.
    WorkshopId,
    /// A room of the venue.
    RoomId,
    /// A band of the day in which talks run in parallel.
    BandId,
    /// A slot in which one-on-one and group meetings are held.
    SlotId,
    /// A talk, lecture, poster session or plenary.
    SessionId,
    /// A consultation desk.
    DeskId,
    /// A company, university, institute or agency.
    OrganisationId,
    /// A person who takes part.
    PersonId,
    /// A need, an offer or a seed, as described by those who have it.
    ProfileId,
    /// A request to meet, to consult or to hear a talk.
    WishId,
    /// A concept of the vocabulary, `facet.name`, for example `technology.dds`.
    ConceptId,
    /// A funding scheme, for example `aimgain-2025-5th-academia`.
    SchemeId,
    /// A consortium or the draft of one.
    ConsortiumId,
    /// A laboratory or group inside an organisation.
    LaboratoryId,
}
