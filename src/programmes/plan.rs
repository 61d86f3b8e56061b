//! The year-by-year funding plan that follows from a scheme and a consortium.

use super::check::Case;
use super::contract::{Contract, ContractForm};
use super::ledger::YearResources;
use super::rule::{Demand, Tested};
use super::{Group, Scheme};
use crate::domain::{FiscalYear, Text, Yen};
use serde::Serialize;

/// One contract of the row that covers the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ContractSpan {
    pub from_year: u32,
    pub to_year: u32,
    /// The year at whose end an evaluation must have said "go on" before this contract.
    pub after_gate: Option<u32>,
}

/// When resources are held against the agency's money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "when", rename_all = "snake_case")]
pub enum MatchingTest {
    /// Over the whole period only.
    Whole,
    /// In each of these years, and over the whole period.
    YearsAndWhole { years: Vec<u32> },
    /// It hangs on the form of contract, which is not known yet.
    CannotBeKnown,
    /// A share is demanded; when it is tested is not printed.
    NotPrinted,
    /// No share of the agency's money is printed.
    ShareNotPrinted,
}

/// One year of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanYear {
    /// From 1.
    pub year: u32,
    pub fiscal_year: Option<FiscalYear>,
    /// `None` where nothing is planned yet.
    pub agency: Option<Yen>,
    pub resources: Option<YearResources>,
    /// Joint-research companies that surely take part.
    pub companies: u32,
    /// Whether resources are held against the agency's money in this very year.
    pub matching_tested: bool,
    /// What the resources of this year lack where they are tested; 0 where they suffice.
    pub short: Yen,
    /// An evaluation in this year decides whether the project goes on.
    pub gate: bool,
}

/// The plan with its totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FundingPlan {
    pub years: Vec<PlanYear>,
    pub contract: Contract,
    /// The row of contracts; empty where the form is not known.
    pub contracts: Vec<ContractSpan>,
    pub matching: MatchingTest,
    pub gate_year: Option<u32>,
    pub agency_total: Option<Yen>,
    /// Resources that surely count.
    pub resources_total: Option<Yen>,
    /// Agency money and the resources that surely count.
    pub whole_total: Option<Yen>,
    /// What the resources lack over the whole period; 0 where they suffice.
    pub short: Option<Yen>,
    /// Roles, money or resources are this product's assumption.
    pub assumed: bool,
    /// What to know beside it, from the scheme's notices.
    pub notes: Vec<Text>,
}

impl FundingPlan {
    pub(super) fn new(scheme: &Scheme, case: &Case) -> FundingPlan {
        let ledger = &case.ledger;
        let gate_year = scheme.leading().find_map(|demand| match demand {
            Demand::Gate { year } => Some(*year),
            _ => None,
        });
        let share = scheme.leading().find_map(|demand| match demand {
            Demand::Matching { percent: Some(percent), tested, each_year_until } => {
                Some((*percent, *tested, each_year_until.unwrap_or(0)))
            }
            _ => None,
        });
        let matching = match (share, case.contract.form) {
            (None, _) => MatchingTest::ShareNotPrinted,
            (Some((_, Tested::NotPrinted, _)), _) => MatchingTest::NotPrinted,
            (Some((_, _, 0)), _) | (Some(_), ContractForm::Long { .. }) => MatchingTest::Whole,
            (Some((_, _, until)), ContractForm::OneYear) => {
                MatchingTest::YearsAndWhole { years: (1..=until.min(ledger.years)).collect() }
            }
            (Some(_), _) => MatchingTest::CannotBeKnown,
        };
        let short_in = |from: u32, to: u32| -> Option<Yen> {
            let (percent, ..) = share?;
            let needed = super::check::share(ledger.agency_in(from, to)?, percent);
            Some((needed - ledger.resources_in(from, to)?.sure).max(Yen::ZERO))
        };
        let years = (1..=ledger.years)
            .map(|year| {
                let index = (year - 1) as usize;
                let tested = matches!(&matching, MatchingTest::YearsAndWhole { years } if years.contains(&year));
                PlanYear {
                    year,
                    fiscal_year: case.roster.consortium.start.map(|start| start.plus(year - 1)),
                    agency: ledger.agency.as_ref().and_then(|a| a.get(index).copied()),
                    resources: ledger.resources.as_ref().and_then(|r| r.get(index).cloned()),
                    companies: case.roster.count(Group::JointCompany, year).sure,
                    matching_tested: tested,
                    short: if tested { short_in(year, year).unwrap_or_default() } else { Yen::ZERO },
                    gate: gate_year == Some(year),
                }
            })
            .collect();
        let notes = scheme
            .rules
            .iter()
            .filter(|rule| rule.leading().is_some_and(|reading| reading.demand == Demand::Notice));
        FundingPlan {
            years,
            contracts: contracts(case.contract.form, ledger.years, gate_year),
            contract: case.contract.clone(),
            matching,
            gate_year,
            agency_total: ledger.agency_in(1, ledger.years),
            resources_total: ledger.resources_in(1, ledger.years).map(|r| r.sure),
            whole_total: ledger.whole_in(1, ledger.years).map(|w| w.sure),
            short: short_in(1, ledger.years),
            assumed: case.roster.consortium.assumed,
            notes: notes.map(|rule| rule.sentence.clone()).collect(),
        }
    }
}

/// The row of contracts: one-year ones or a long one up to the gate, then one to the end.
fn contracts(form: ContractForm, years: u32, gate: Option<u32>) -> Vec<ContractSpan> {
    let step = match form {
        ContractForm::OneYear => 1,
        ContractForm::Long { years } => years.max(1),
        ContractForm::CannotBeKnown | ContractForm::NotPrinted => return Vec::new(),
    };
    let mut spans = Vec::new();
    let mut from_year = 1;
    while from_year <= years {
        let after_gate = gate.filter(|gate| from_year > *gate);
        let to_year = match after_gate {
            Some(_) => years,
            None => (from_year + step - 1).min(years),
        };
        spans.push(ContractSpan { from_year, to_year, after_gate });
        from_year = to_year + 1;
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(form: ContractForm, years: u32) -> Vec<(u32, u32, bool)> {
        contracts(form, years, Some(2))
            .into_iter()
            .map(|s| (s.from_year, s.to_year, s.after_gate.is_some()))
            .collect()
    }

    /// One year, one more, then one contract to the end; or two years at once, then to the end.
    #[test]
    fn contracts_cover_every_year_once() {
        assert_eq!(spans(ContractForm::OneYear, 5), [(1, 1, false), (2, 2, false), (3, 5, true)]);
        assert_eq!(spans(ContractForm::Long { years: 2 }, 5), [(1, 2, false), (3, 5, true)]);
        assert_eq!(spans(ContractForm::Long { years: 2 }, 1), [(1, 1, false)]);
        assert_eq!(spans(ContractForm::NotPrinted, 5), []);
    }
}
