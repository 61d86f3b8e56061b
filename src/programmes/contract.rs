//! Which contract a consortium starts with, and why.

use super::Scheme;
use super::ledger::Ledger;
use super::roster::Roster;
use super::rule::{Demand, Group};
use super::verdict::{Missing, sum};
use crate::domain::Text;
use serde::Serialize;

/// How long the first contract runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum ContractForm {
    /// One year, prolonged year by year while the project goes on.
    OneYear,
    /// Several years from the start.
    Long { years: u32 },
    /// It depends on what nobody has said yet.
    CannotBeKnown,
    /// The documents print nothing on contracts.
    NotPrinted,
}

/// The first contract, with the reason in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Contract {
    #[serde(flatten)]
    pub form: ContractForm,
    pub why: Text,
    /// What would have to be known.
    pub missing: Vec<Missing>,
}

impl Contract {
    /// The first contract under the scheme's rule, in its leading reading.
    pub(super) fn new(scheme: &Scheme, roster: &Roster, ledger: &Ledger) -> Contract {
        let rule = scheme.leading().find_map(|demand| match demand {
            Demand::Contract { long_years, funded, companies, whole } => {
                Some((*long_years, *funded, *companies, *whole))
            }
            _ => None,
        });
        let Some((years, least_funded, least_companies, least_whole)) = rule else {
            let why = Text::new(
                "契約の形は資料に記載がない。",
                "The documents print nothing on the form of contract.",
            );
            return Contract { form: ContractForm::NotPrinted, why, missing: Vec::new() };
        };
        let funded = roster.count(Group::Funded, 1);
        let companies = roster.count(Group::JointCompany, 1);
        let whole = ledger.whole_in(1, ledger.years);
        let surely_long = funded.sure >= least_funded
            && companies.sure >= least_companies
            && whole.is_some_and(|whole| whole.sure >= least_whole);
        let surely_short = funded.possible < least_funded
            || companies.possible < least_companies
            || whole.is_some_and(|whole| whole.possible < least_whole);
        let limit = sum(least_whole);
        let found = match whole {
            Some(w) if w.sure == w.possible => sum(w.sure),
            Some(w) => {
                let (low, high) = (sum(w.sure), sum(w.possible));
                Text::new(format!("{}～{}", low.ja, high.ja), format!("{} to {}", low.en, high.en))
            }
            None => Text::new("未定", "not planned yet"),
        };
        let state = Text::new(
            format!(
                "開始時に委託研究開発機関{}機関、産学官共同研究企業{}社、総額{}（{years}年契約の条件：{least_funded}機関以上・{least_companies}社以上・総額{}以上）",
                funded.sure, companies.sure, found.ja, limit.ja
            ),
            format!(
                "At the start: funded institutions {}, joint-research companies {}, whole {} (a {years}-year contract needs {least_funded}, {least_companies} and {})",
                funded.sure, companies.sure, found.en, limit.en
            ),
        );
        let (form, ja, en) = if surely_long {
            let form = ContractForm::Long { years };
            (
                form,
                format!("開始時から{years}年契約"),
                format!("a {years}-year contract from the start"),
            )
        } else if surely_short {
            let (ja, en) = (
                "1年契約（継続なら1年延長）",
                "a one-year contract, prolonged by one year if continued",
            );
            (ContractForm::OneYear, ja.to_owned(), en.to_owned())
        } else {
            let (ja, en) = ("契約の形はまだ決まらない", "the form of contract cannot be known yet");
            (ContractForm::CannotBeKnown, ja.to_owned(), en.to_owned())
        };
        let mut missing = Vec::new();
        if form == ContractForm::CannotBeKnown {
            missing = ledger.missing();
            missing.extend(funded.missing);
            missing.extend(companies.missing);
            missing.sort();
            missing.dedup();
        }
        let why = Text::new(format!("{}：{ja}。", state.ja), format!("{}: {en}.", state.en));
        Contract { form, why, missing }
    }
}
