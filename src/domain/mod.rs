//! Nouns and their invariants: who, what, where and when. No input, no output, no clock.

mod check;
mod consortium;
mod difference;
mod duplicates;
mod error;
mod fiscal_year;
mod ids;
mod money;
mod nearest;
mod organisation;
mod person;
mod profile;
mod rows;
mod rules;
mod tag;
mod text;
mod timetable;
mod units;
mod wish;
mod workshop;

pub use check::check;
pub use consortium::{Consortium, ConsortiumFault, Member, Resource, ResourceKind, Role};
pub use difference::{Difference, OwnRows};
pub use duplicates::{
    Names, double_organisations, double_people, organisations_by_name, people_by_name,
    without_legal_form,
};
pub use error::{InputFault, Problem, Sheet, Unknown};
pub use fiscal_year::FiscalYear;
pub use ids::*;
pub use money::MoneyUnit;
pub use nearest::nearest;
pub use organisation::{Organisation, OrganisationKind, OrganisationSize};
pub use person::{Person, PersonName, Sector};
pub use profile::{Phase, Profile, ProfileKind};
pub use rows::Rows;
pub use rules::{DayRules, Lunch, Weights};
pub use tag::{Evidence, MAX_TAGS, Tag, TagState};
pub use text::{Lang, Text};
pub use timetable::{ItemId, Placement, Timetable};
pub use units::{Minutes, Seats, Yen};
pub use wish::{Consultation, Exclusion, ExclusionKind, GroupWish, MeetingWish, TalkWish};
pub use workshop::{
    Audience, Band, Desk, DeskHours, Position, Room, RoomHours, Session, SessionKind, Slot,
    Unavailable, Workshop,
};
