//! What shows the bound of a workshop's plan to others, who need no solver for it.

use super::convention::{Crowd, Prices};
use super::flaw::Flaw;
use super::instance::Instance;
use super::proof::Proof;
use crate::domain::{Placement, Text, Timetable, Workshop};
use serde::{Deserialize, Serialize};

/// Prices by which a bound adds up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certificate {
    /// Of a day of meetings: what people's time and tables cost.
    Meetings(Prices),
    /// Of any other day: what its rows cost, around every arrangement of the talks.
    Arrangements(Proof),
}

impl Certificate {
    /// No plan that keeps what is locked in `plan`, which the judge has passed, is worth more than what this
    /// returns. The certificate is held against the workshop: what is no certificate of it is a flaw. Cost:
    /// linear in meetings or prices, and listing arrangements.
    pub fn bound(&self, workshop: &Workshop, plan: &Timetable) -> Result<i64, Flaw> {
        let mut instance = Instance::new(workshop);
        // Weak duality speaks of what the program can place, so the plan has to be of that.
        let foreign = |p: &Placement| instance.candidate_of(p).is_none();
        if let Some(i) = plan.placements.iter().position(foreign) {
            let n = i + 1;
            return Err(Flaw {
                place: Text::new(format!("{n}番目の予定"), format!("placement {n}")),
                fault: Text::new(
                    "価格が数えていない場所か時刻にあります",
                    "it is where or when the prices do not count it",
                ),
            });
        }
        instance.hold(plan, |p| p.locked);
        match self {
            Certificate::Arrangements(proof) => proof.check(&instance),
            Certificate::Meetings(prices) => match Crowd::of_meetings(&instance) {
                Some(crowd) => prices.check(&crowd),
                None => Err(Flaw {
                    place: Text::new("証明書", "certificate"),
                    fault: Text::new(
                        "この日は面談だけの日ではありません",
                        "the workshop is not one of meetings only",
                    ),
                }),
            },
        }
    }
}
