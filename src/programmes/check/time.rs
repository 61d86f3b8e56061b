//! Demands on years, contracts and gates.

use super::{Case, Finding};
use crate::domain::{FiscalYear, Lang};
use crate::programmes::contract::ContractForm;
use crate::programmes::verdict::{Gap, Missing, Outcome};
use chrono::NaiveDate;

/// At most so many years.
pub(super) fn term(case: &Case, at_most: u32) -> Finding {
    let consortium = case.roster.consortium;
    if consortium.years.is_none() && consortium.money.is_none() {
        return Finding::unknown(
            [Missing::Years],
            format!("期間が未定（最長{at_most}年）。"),
            format!("The length is not planned yet (at most {at_most} years)."),
        );
    }
    let years = case.ledger.years;
    let ja = format!("計画{years}年（最長{at_most}年）。");
    let en = format!("Planned: {years} years (at most {at_most}).");
    if years <= at_most {
        Finding::new(Outcome::Met, ja, en)
    } else {
        Finding::new(Outcome::NotMet, ja, en).with([Gap::Years { over: years - at_most }])
    }
}

/// Starts in the fiscal years that are foreseen and ends in time.
pub(super) fn window(
    case: &Case,
    from: Option<FiscalYear>,
    to: Option<FiscalYear>,
    until: Option<NaiveDate>,
) -> Finding {
    let Some(start) = case.roster.consortium.start else {
        return Finding::unknown(
            [Missing::Start],
            "研究開始の年度が未定。",
            "The year in which research starts is not planned yet.",
        );
    };
    let end = start.plus(case.ledger.years - 1);
    let mut ja = format!("{}開始、{}まで。", start.words(Lang::Ja), end.words(Lang::Ja));
    let mut en = format!("From {} to {}.", start.words(Lang::En), end.words(Lang::En));
    if from.is_some_and(|first| start < first) || to.is_some_and(|last| start > last) {
        let name = |year: Option<FiscalYear>, lang| year.map_or(String::new(), |y| y.words(lang));
        ja.push_str(&format!("開始は{}～{}。", name(from, Lang::Ja), name(to, Lang::Ja)));
        en.push_str(&format!(" To start in {}–{}.", name(from, Lang::En), name(to, Lang::En)));
        let gap = Gap::Answer { missing: Missing::Start };
        return Finding::new(Outcome::NotMet, ja, en).with([gap]);
    }
    let Some(until) = until else { return Finding::new(Outcome::Met, ja, en) };
    // The last fiscal year that has ended by that day: from 31 March on it is the one just ending.
    let last = match until.succ_opt() {
        Some(next) => FiscalYear(FiscalYear::of(next).0 - 1),
        None => FiscalYear::of(until),
    };
    ja.push_str(&format!("期限：{until}。"));
    en.push_str(&format!(" To end by {until}."));
    if end <= last {
        Finding::new(Outcome::Met, ja, en)
    } else {
        let over = u32::try_from(end.0.saturating_sub(last.0)).unwrap_or(u32::MAX);
        Finding::new(Outcome::NotMet, ja, en).with([Gap::Years { over }])
    }
}

/// The form of the first contract; it follows from the plan and stands against nobody.
pub(super) fn contract(case: &Case) -> Finding {
    let contract = &case.contract;
    let (ja, en) = (contract.why.ja.clone(), contract.why.en.clone());
    match contract.form {
        ContractForm::CannotBeKnown => Finding::unknown(contract.missing.iter().cloned(), ja, en),
        _ => Finding::new(Outcome::Applies, ja, en),
    }
}

/// An evaluation decides whether the project goes on.
pub(super) fn gate(year: u32) -> Finding {
    Finding::new(
        Outcome::Applies,
        format!("{year}年目の評価で継続・見直し・中止などが決まる。"),
        format!("The evaluation in year {year} decides how the project goes on."),
    )
}
