//! A day of given one-on-one meetings with the fewest breaks: a search finds, a linear program and
//! a satisfiability solver prove, and the judge decides.

mod day;
mod judge;
mod slots;
mod domains;
mod board;
mod patterns;
mod options;
mod anneal;
mod counter;
mod clauses;
mod prices;
mod relaxation;
mod finder;
mod prover;
mod engine;
mod formula;
mod certificate;
mod certify;
mod clash;

pub use certificate::{Case, Certificate, Rest, Step, check_bound};
pub use certify::{PATIENCE, certify};
pub use clash::{Clash, Demand, clash};
pub use day::{
    Day, DayError, MAX_MEETINGS, MAX_PARTICIPANTS, MAX_PRECEDENCES, MAX_SLOTS, Meeting, Session,
    SlotSet,
};
pub use engine::{Answer, Progress, fewest_breaks};
pub use judge::{Judged, Violation, judge_day};
pub use prices::Prices;
