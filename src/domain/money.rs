//! Money in words, as AMED writes it: 円, 千円, 百万円, 億円.

use super::{Lang, Yen};

/// A unit in which a sum is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MoneyUnit {
    /// 円
    Yen,
    /// 千円
    Thousand,
    /// 万円
    TenThousand,
    /// 百万円
    Million,
    /// 億円
    HundredMillion,
}

impl MoneyUnit {
    /// Yen in one unit.
    pub const fn yen(self) -> i64 {
        match self {
            MoneyUnit::Yen => 1,
            MoneyUnit::Thousand => 1_000,
            MoneyUnit::TenThousand => 10_000,
            MoneyUnit::Million => 1_000_000,
            MoneyUnit::HundredMillion => 100_000_000,
        }
    }

    const fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (MoneyUnit::Yen, Lang::Ja) => "円",
            (MoneyUnit::Thousand, Lang::Ja) => "千円",
            (MoneyUnit::TenThousand, Lang::Ja) => "万円",
            (MoneyUnit::Million, Lang::Ja) => "百万円",
            (MoneyUnit::HundredMillion, Lang::Ja) => "億円",
            (MoneyUnit::Yen, Lang::En) => " yen",
            (MoneyUnit::Thousand, Lang::En) => " thousand yen",
            (MoneyUnit::Million, Lang::En) => " million yen",
            // English has no word for these: `in_unit` has turned them into the two above.
            (MoneyUnit::TenThousand | MoneyUnit::HundredMillion, Lang::En) => "",
        }
    }
}

impl Yen {
    /// The sum in `unit`, exactly: 26,000千円, 1.9億円. English knows no 万 and no 億, so these are
    /// written in thousands and millions there.
    pub fn in_unit(self, unit: MoneyUnit, lang: Lang) -> String {
        let unit = match (unit, lang) {
            (MoneyUnit::TenThousand, Lang::En) => MoneyUnit::Thousand,
            (MoneyUnit::HundredMillion, Lang::En) => MoneyUnit::Million,
            (unit, _) => unit,
        };
        let size = unit.yen().unsigned_abs();
        let sum = self.0.unsigned_abs();
        let whole = Yen(i64::try_from(sum / size).unwrap_or(i64::MAX));
        let sign = if self.0 < 0 { "-" } else { "" };
        let rest = sum % size;
        let decimals = if rest == 0 {
            String::new()
        } else {
            let width = size.ilog10() as usize;
            format!(".{}", format!("{rest:0width$}").trim_end_matches('0'))
        };
        format!("{sign}{whole}{decimals}{}", unit.name(lang))
    }

    /// The sum in the largest unit that needs at most two decimals: 1.9億円, 4,000万円, 1,234円;
    /// 190 million yen, 1,234 yen. Always exact.
    pub fn words(self, lang: Lang) -> String {
        let fits = |unit: MoneyUnit| {
            let size = unit.yen().unsigned_abs();
            let sum = self.0.unsigned_abs();
            sum >= size && sum.is_multiple_of((size / 100).max(1))
        };
        let whole = |unit: MoneyUnit| {
            let (size, sum) = (unit.yen().unsigned_abs(), self.0.unsigned_abs());
            sum >= size && sum.is_multiple_of(size)
        };
        let unit = match lang {
            Lang::Ja if fits(MoneyUnit::HundredMillion) => MoneyUnit::HundredMillion,
            Lang::Ja if whole(MoneyUnit::TenThousand) => MoneyUnit::TenThousand,
            Lang::En if fits(MoneyUnit::Million) => MoneyUnit::Million,
            _ => MoneyUnit::Yen,
        };
        self.in_unit(unit, lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The very figures of the documents.
    #[test]
    fn sums_read_as_amed_prints_them() {
        let ja = |n: i64| Yen(n).words(Lang::Ja);
        assert_eq!(ja(190_000_000), "1.9億円");
        assert_eq!(ja(600_000_000), "6億円");
        assert_eq!(ja(1_200_000_000), "12億円");
        assert_eq!(ja(40_000_000), "4,000万円");
        assert_eq!(ja(0), "0円");
        assert_eq!(ja(1_234), "1,234円");
        assert_eq!(ja(123_456_789), "123,456,789円");
        assert_eq!(ja(-250_000_000), "-2.5億円");
        assert_eq!(Yen(26_000_000).in_unit(MoneyUnit::Thousand, Lang::Ja), "26,000千円");
        assert_eq!(Yen(50_000_000).in_unit(MoneyUnit::Million, Lang::Ja), "50百万円");
        assert_eq!(Yen(8_000_000_000).in_unit(MoneyUnit::HundredMillion, Lang::Ja), "80億円");
    }

    #[test]
    fn english_counts_in_thousands_and_millions() {
        let en = |n: i64| Yen(n).words(Lang::En);
        assert_eq!(en(190_000_000), "190 million yen");
        assert_eq!(en(1_200_000_000), "1,200 million yen");
        assert_eq!(en(1_500_000), "1.5 million yen");
        assert_eq!(en(999_999), "999,999 yen");
        assert_eq!(en(0), "0 yen");
        assert_eq!(
            Yen(190_000_000).in_unit(MoneyUnit::HundredMillion, Lang::En),
            "190 million yen"
        );
        assert_eq!(
            Yen(40_000_000).in_unit(MoneyUnit::TenThousand, Lang::En),
            "40,000 thousand yen"
        );
    }

    proptest! {
        /// What is written is the sum itself, never a rounded one.
        #[test]
        fn nothing_is_rounded(n in any::<i64>()) {
            for unit in [MoneyUnit::Yen, MoneyUnit::Thousand, MoneyUnit::Million, MoneyUnit::HundredMillion] {
                let text = Yen(n).in_unit(unit, Lang::Ja);
                let number = text.trim_end_matches(|c: char| !c.is_ascii_digit()).replace(',', "");
                let (whole, part) = number.split_once('.').unwrap_or((&number, ""));
                let width = unit.yen().ilog10() as usize;
                let back = whole.trim_start_matches('-').parse::<i128>().unwrap() * i128::from(unit.yen())
                    + format!("{part:0<width$}").parse::<i128>().unwrap_or(0);
                prop_assert_eq!(back, i128::from(n).abs());
                prop_assert_eq!(number.starts_with('-'), n < 0);
            }
        }
    }
}
