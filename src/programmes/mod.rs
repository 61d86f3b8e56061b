//! Funding schemes: rule data in, typed verdicts out.

mod assess;
mod check;
mod compare;
mod contract;
mod draft;
mod embedded;
mod error;
mod facts;
mod fields;
mod guidance;
mod ledger;
mod parse;
mod plan;
mod projects;
mod roster;
mod rule;
mod scheme;
mod verdict;

pub use assess::{Assessment, Need, assess};
pub use compare::{Cell, Comparison, Row, compare};
pub use contract::{Contract, ContractForm};
pub use draft::{draft, with_even_budget};
pub use embedded::{parse_schemes, scheme, schemes};
pub use error::SchemeError;
pub use facts::{Facts, Point};
pub use guidance::{ReviewItem, SupportMeeting};
pub use ledger::YearResources;
pub use parse::{MAX_BYTES, parse_scheme};
pub use plan::{ContractSpan, FundingPlan, MatchingTest, PlanYear};
pub use projects::{AdoptedProject, Journey, Step, adopted_projects, journeys};
pub use rule::{
    Certainty, Demand, Group, MoneyOf, Reading, Relaxed, Rule, Span, StartupTest, Tested,
};
pub use scheme::{Document, Quota, Scheme, SchemeStatus, TextStatus, When};
pub use verdict::{Fact, Gap, Missing, Outcome, ReadingVerdict, Standing, Verdict, is_recommended};
