//! The Japanese fiscal year, April to March.

use super::Lang;
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A fiscal year, named by the calendar year in which it begins: `FiscalYear(2026)` is 令和8年度,
/// 2026-04-01 to 2027-03-31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FiscalYear(pub i32);

impl FiscalYear {
    /// The fiscal year that `date` lies in.
    pub fn of(date: NaiveDate) -> FiscalYear {
        FiscalYear(if date.month() >= 4 { date.year() } else { date.year() - 1 })
    }

    /// The fiscal year `years` later.
    pub fn plus(self, years: u32) -> FiscalYear {
        FiscalYear(self.0.saturating_add(i32::try_from(years).unwrap_or(i32::MAX)))
    }

    /// 令和8年度 in Japanese, `FY2026` in English.
    pub fn words(self, lang: Lang) -> String {
        match (lang, self.0) {
            (Lang::En, year) => format!("FY{year}"),
            (Lang::Ja, 2019) => "令和元年度".to_owned(),
            (Lang::Ja, year) if year > 2019 => format!("令和{}年度", year - 2018),
            (Lang::Ja, 1989) => "平成元年度".to_owned(),
            (Lang::Ja, year) if year > 1989 => format!("平成{}年度", year - 1988),
            (Lang::Ja, year) => format!("{year}年度"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_turns_in_april() {
        let day = |y, m, d| FiscalYear::of(NaiveDate::from_ymd_opt(y, m, d).unwrap());
        assert_eq!(day(2026, 3, 31), FiscalYear(2025));
        assert_eq!(day(2026, 4, 1), FiscalYear(2026));
        assert_eq!(FiscalYear(2026).plus(4), FiscalYear(2030));
    }

    #[test]
    fn years_bear_their_era() {
        assert_eq!(FiscalYear(2026).words(Lang::Ja), "令和8年度");
        assert_eq!(FiscalYear(2019).words(Lang::Ja), "令和元年度");
        assert_eq!(FiscalYear(2015).words(Lang::Ja), "平成27年度");
        assert_eq!(FiscalYear(2026).words(Lang::En), "FY2026");
    }
}
