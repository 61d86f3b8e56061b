//! Demands on money and resources.

use super::{Case, Finding};
use crate::domain::{Text, Yen};
use crate::programmes::contract::ContractForm;
use crate::programmes::ledger::{Between, YearResources};
use crate::programmes::rule::{MoneyOf, Span, Tested};
use crate::programmes::verdict::{Gap, Missing, Outcome, sum};

/// A sum lies in a range.
pub(super) fn range(
    case: &Case,
    of: MoneyOf,
    span: Span,
    at_least: Option<Yen>,
    at_most: Option<Yen>,
    about: bool,
) -> Finding {
    let ledger = &case.ledger;
    let spans: Vec<(u32, u32)> = match span {
        Span::Whole => vec![(1, ledger.years)],
        Span::EachYear => (1..=ledger.years).map(|year| (year, year)).collect(),
        Span::Years { from, to } => vec![(from, to)],
    };
    let (what, bounds) = (name(of), bounds_in_words(at_least, at_most, about));
    let sums: Option<Vec<(u32, u32, Between)>> = spans
        .into_iter()
        .map(|(from, to)| {
            let between = match of {
                MoneyOf::Agency => {
                    ledger.agency_in(from, to).map(|s| Between { sure: s, possible: s })
                }
                MoneyOf::Whole => ledger.whole_in(from, to),
            };
            between.map(|between| (from, to, between))
        })
        .collect();
    let Some(sums) = sums else {
        let missing = match of {
            MoneyOf::Agency => vec![Missing::Budget],
            MoneyOf::Whole => ledger.missing(),
        };
        return Finding::unknown(
            missing,
            format!("{}の計画がまだない（{}）。", what.ja, bounds.ja),
            format!("{}: nothing is planned yet ({}).", what.en, bounds.en),
        );
    };
    let (mut gaps, mut doubtful) = (Vec::new(), false);
    let (mut ja, mut en) = (Vec::new(), Vec::new());
    for (from_year, to_year, Between { sure, possible }) in sums {
        let short = at_least.filter(|least| possible < *least).map(|least| least - possible);
        let over = at_most.filter(|most| sure > *most).map(|most| sure - most);
        doubtful |= short.is_none() && at_least.is_some_and(|least| sure < least);
        doubtful |= over.is_none() && at_most.is_some_and(|most| possible > most);
        let (years, found) =
            (years_in_words(span, from_year, to_year), between_in_words(sure, possible));
        let (mut tail_ja, mut tail_en) = (String::new(), String::new());
        if let Some(short) = short {
            gaps.push(Gap::Money { short, from_year, to_year });
            tail_ja = format!("（{}不足）", sum(short).ja);
            tail_en = format!(" ({} short)", sum(short).en);
        }
        if let Some(over) = over {
            gaps.push(Gap::TooMuchMoney { over, from_year, to_year });
            tail_ja = format!("（{}超過）", sum(over).ja);
            tail_en = format!(" ({} over)", sum(over).en);
        }
        ja.push(format!("{}{}{tail_ja}", years.ja, found.ja));
        en.push(format!("{}: {}{tail_en}", years.en, found.en));
    }
    let ja = format!("{}：{}。{}。", what.ja, ja.join("、"), bounds.ja);
    let en = format!("{}, {}; {}.", what.en, en.join(", "), bounds.en);
    if gaps.is_empty() && !doubtful {
        Finding::new(Outcome::Met, ja, en)
    } else if gaps.is_empty() {
        Finding::unknown(ledger.missing(), ja, en)
    } else if about {
        let mut finding = Finding::unknown(
            [Missing::About],
            format!("{ja}「程度」がどこまでかは資料に記載がない。"),
            format!("{en} How far \"about\" reaches is not printed."),
        );
        finding.gaps = gaps;
        finding
    } else {
        Finding::new(Outcome::NotMet, ja, en).with(gaps)
    }
}

fn name(of: MoneyOf) -> Text {
    match of {
        MoneyOf::Agency => Text::new("委託費", "Agency money"),
        MoneyOf::Whole => {
            Text::new("総額（委託費＋産学連携リソース）", "Whole (agency money and resources)")
        }
    }
}

fn bounds_in_words(at_least: Option<Yen>, at_most: Option<Yen>, about: bool) -> Text {
    let (ja, en) = match (at_least.map(sum), at_most.map(sum)) {
        (Some(low), Some(high)) => {
            (format!("必要：{}～{}", low.ja, high.ja), format!("needed: {} to {}", low.en, high.en))
        }
        (Some(low), None) => {
            (format!("必要：{}以上", low.ja), format!("needed: at least {}", low.en))
        }
        (None, Some(high)) => (format!("上限：{}", high.ja), format!("at most {}", high.en)),
        (None, None) => (String::new(), String::new()),
    };
    if about { Text::new(format!("{ja}程度"), format!("{en}, about")) } else { Text::new(ja, en) }
}

fn years_in_words(span: Span, from: u32, to: u32) -> Text {
    match span {
        Span::Whole => Text::new("全期間", "whole period"),
        Span::EachYear => Text::new(format!("{from}年目"), format!("year {from}")),
        Span::Years { .. } => {
            Text::new(format!("{from}～{to}年目の計"), format!("years {from} to {to} together"))
        }
    }
}

fn between_in_words(sure: Yen, possible: Yen) -> Text {
    let (low, high) = (sum(sure), sum(possible));
    if sure == possible {
        low
    } else {
        Text::new(format!("{}～{}", low.ja, high.ja), format!("{} to {}", low.en, high.en))
    }
}

/// What a share of the agency's money comes to, rounded up to the yen.
pub(in crate::programmes) fn share(agency: Yen, percent: u32) -> Yen {
    let share = (i128::from(agency.0) * i128::from(percent) + 99).div_euclid(100);
    Yen(i64::try_from(share).unwrap_or(i64::MAX))
}

/// How resources stand against what is needed.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Stand {
    Enough,
    Open,
    Short,
}

fn stand(given: Between, needed: Yen) -> Stand {
    if given.sure >= needed {
        Stand::Enough
    } else if given.possible >= needed {
        Stand::Open
    } else {
        Stand::Short
    }
}

/// Resources reach a share of the agency's money: over the whole, and year by year while contracts
/// run for one year.
pub(super) fn matching(
    case: &Case,
    percent: Option<u32>,
    tested: Tested,
    each_year_until: Option<u32>,
) -> Finding {
    let ledger = &case.ledger;
    let (Some(agency), Some(given)) =
        (ledger.agency_in(1, ledger.years), ledger.resources_in(1, ledger.years))
    else {
        return Finding::unknown(
            ledger.missing(),
            "委託費と産学連携リソースの計画がそろっていない。",
            "Agency money and resources are not both planned yet.",
        );
    };
    let Some(percent) = percent else { return some_resources(case, given) };
    let mut ja = String::new();
    let mut en = String::new();
    let mut gaps = Vec::new();
    let needed = share(agency, percent);
    let mut worst = say(&mut ja, &mut en, "全期間", "Whole period", given, needed);
    if given.sure < needed {
        gaps.push(Gap::Resources { short: needed - given.sure, year: None });
    }
    let last = each_year_until.unwrap_or(0).min(ledger.years);
    let yearly = last > 0
        && matches!(case.contract.form, ContractForm::OneYear | ContractForm::CannotBeKnown);
    if yearly {
        ja.push_str("1年契約の間は1年ごとにも確認。");
        en.push_str(" Under one-year contracts each year is looked at too.");
    }
    for year in (1..=last).filter(|_| yearly) {
        let (Some(agency), Some(given)) =
            (ledger.agency_in(year, year), ledger.resources_in(year, year))
        else {
            continue;
        };
        let needed = share(agency, percent);
        let (name_ja, name_en) = (format!("{year}年目"), format!("Year {year}"));
        let found = say(&mut ja, &mut en, &name_ja, &name_en, given, needed);
        if found == Stand::Enough {
            continue;
        }
        gaps.push(Gap::Resources { short: needed - given.sure, year: Some(year) });
        // Whether the year is looked at by itself hangs on the contract, which is not known.
        let counts_surely = case.contract.form == ContractForm::OneYear;
        let found = if counts_surely { found } else { Stand::Open };
        if worst == Stand::Enough || found == Stand::Short {
            worst = found;
        }
    }
    if tested == Tested::NotPrinted {
        ja.push_str("いつ確認されるかは資料に記載がない。");
        en.push_str(" When this is tested is not printed.");
    }
    match worst {
        Stand::Enough => Finding::new(Outcome::Met, ja, en),
        Stand::Short => Finding::new(Outcome::NotMet, ja, en).with(gaps),
        Stand::Open => {
            let mut missing = ledger.missing();
            missing.extend(case.contract.missing.iter().cloned());
            let mut finding = Finding::unknown(missing, ja, en);
            finding.gaps.extend(gaps);
            finding
        }
    }
}

/// Adds one comparison to the sentences.
fn say(
    ja: &mut String,
    en: &mut String,
    when_ja: &str,
    when_en: &str,
    given: Between,
    needed: Yen,
) -> Stand {
    let found = stand(given, needed);
    let (have, need) = (between_in_words(given.sure, given.possible), sum(needed));
    let (sign, tail_ja, tail_en) = match found {
        Stand::Enough => ("≧", String::new(), String::new()),
        _ => {
            let short = sum(needed - given.sure);
            ("＜", format!("（{}不足）", short.ja), format!(" ({} short)", short.en))
        }
    };
    ja.push_str(&format!("{when_ja}：リソース{}{sign}必要額{}{tail_ja}。", have.ja, need.ja));
    let lead = if en.is_empty() { "" } else { " " };
    let sign = if sign == "≧" { "≥" } else { "<" };
    en.push_str(&format!(
        "{lead}{}: resources {} {sign} needed {}{tail_en}.",
        when_en, have.en, need.en
    ));
    found
}

/// Resources are demanded, but no document prints how much.
fn some_resources(case: &Case, given: Between) -> Finding {
    let found = between_in_words(given.sure, given.possible);
    let ja = format!("企業のリソース：{}。必要な額は資料に記載がない。", found.ja);
    let en = format!("Resources of companies: {}. How much is needed is not printed.", found.en);
    if given.sure > Yen::ZERO {
        Finding::new(Outcome::Met, ja, en)
    } else if given.possible > Yen::ZERO {
        Finding::unknown(case.ledger.missing(), ja, en)
    } else {
        let gap = Gap::Resources { short: Yen::ZERO, year: None };
        Finding::new(Outcome::NotMet, ja, en).with([gap])
    }
}

/// Which of the planned resources count.
pub(super) fn resources(case: &Case) -> Finding {
    let Some(years) = &case.ledger.resources else {
        return Finding::unknown(
            [Missing::Resources],
            "産学連携リソースの計画がまだない。",
            "No resources are planned yet.",
        );
    };
    let total = |pick: fn(&YearResources) -> Yen| years.iter().map(pick).sum::<Yen>();
    let (counted, open, refused) = (
        total(YearResources::counted_total),
        total(YearResources::open_total),
        total(YearResources::refused_total),
    );
    let mut ja = format!("該当するリソース：{}。", sum(counted).ja);
    let mut en = format!("Resources that count: {}.", sum(counted).en);
    if refused > Yen::ZERO {
        ja.push_str(&format!("該当しない：{}。", sum(refused).ja));
        en.push_str(&format!(" Not counting: {}.", sum(refused).en));
    }
    if open == Yen::ZERO {
        return Finding::new(Outcome::Met, ja, en);
    }
    ja.push_str(&format!("該当するか資料からは分からない：{}。", sum(open).ja));
    en.push_str(&format!(" Not clear from the documents: {}.", sum(open).en));
    Finding::unknown(case.ledger.doubts.iter().cloned(), ja, en)
}
