//! One demand held against one consortium: an outcome, a sentence with the numbers, the gaps.

use super::{members, money, time};
use crate::domain::Text;
use crate::programmes::contract::Contract;
use crate::programmes::ledger::Ledger;
use crate::programmes::roster::Roster;
use crate::programmes::rule::{Demand, Rule};
use crate::programmes::verdict::{Gap, Missing, Outcome};

/// What is looked at: members, money, and the contract that follows.
pub(in crate::programmes) struct Case<'a> {
    pub(in crate::programmes) roster: Roster<'a>,
    pub(in crate::programmes) ledger: Ledger,
    pub(in crate::programmes) contract: Contract,
}

/// What was found for one reading.
pub(in crate::programmes) struct Finding {
    pub(in crate::programmes) outcome: Outcome,
    pub(in crate::programmes) sentence: Text,
    pub(in crate::programmes) gaps: Vec<Gap>,
}

impl Finding {
    pub(super) fn new(outcome: Outcome, ja: impl Into<String>, en: impl Into<String>) -> Finding {
        Finding { outcome, sentence: Text::new(ja, en), gaps: Vec::new() }
    }

    pub(super) fn with(self, gaps: impl IntoIterator<Item = Gap>) -> Finding {
        Finding { gaps: gaps.into_iter().collect(), ..self }
    }

    /// Cannot be known; each missing answer is a gap of its own.
    pub(super) fn unknown(
        missing: impl IntoIterator<Item = Missing>,
        ja: impl Into<String>,
        en: impl Into<String>,
    ) -> Finding {
        let mut missing: Vec<Missing> = missing.into_iter().collect();
        missing.sort();
        missing.dedup();
        let gaps: Vec<Gap> = missing.iter().map(|m| Gap::Answer { missing: m.clone() }).collect();
        Finding::new(Outcome::CannotBeKnown { missing }, ja, en).with(gaps)
    }
}

/// Holds one demand of a rule against the case.
pub(in crate::programmes) fn check(rule: &Rule, demand: &Demand, case: &Case) -> Finding {
    match demand {
        Demand::Minimum { group, at_least, relaxed, due_by_year } => {
            members::minimum(case, *group, *at_least, *relaxed, *due_by_year)
        }
        Demand::OneRole { role, kinds } => members::one_role(case, *role, kinds),
        Demand::FundedKinds { kinds } => members::funded_kinds(case, kinds),
        Demand::NotBoth { first, second } => members::not_both(case, first, second),
        Demand::Domestic { group } => members::domestic(case, *group),
        Demand::Startup(test) => members::startups(case, test),
        Demand::Declared { what, filled_by } => members::declared(case, rule, what, filled_by),
        Demand::Money { of, span, at_least, at_most, about } => {
            money::range(case, *of, *span, *at_least, *at_most, *about)
        }
        Demand::Matching { percent, tested, each_year_until } => {
            money::matching(case, *percent, *tested, *each_year_until)
        }
        Demand::Resources { .. } => money::resources(case),
        Demand::Term { at_most_years } => time::term(case, *at_most_years),
        Demand::Window { from, to, until } => time::window(case, *from, *to, *until),
        Demand::Contract { .. } => time::contract(case),
        Demand::Gate { year } => time::gate(*year),
        Demand::Notice => {
            Finding::new(Outcome::Applies, rule.sentence.ja.clone(), rule.sentence.en.clone())
        }
        Demand::NotPrinted => {
            Finding::new(Outcome::NotPrinted, rule.sentence.ja.clone(), rule.sentence.en.clone())
        }
    }
}
