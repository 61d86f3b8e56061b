//! Days and times as Japanese programmes print them: 令和4年5月10日(火), 14:10–15:00.

use crate::domain::Lang;
use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// 令和4年5月10日(火); Tuesday, 10 May 2022. Years before 平成 are counted from the year 1.
pub fn day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => date.format("%A, %-d %B %Y").to_string(),
        Lang::Ja => {
            let weekday = ["月", "火", "水", "木", "金", "土", "日"]
                [date.weekday().num_days_from_monday() as usize];
            format!("{}{}月{}日({weekday})", year(date), date.month(), date.day())
        }
    }
}

/// The first and the last of the days.
pub fn days(dates: &[NaiveDate], lang: Lang) -> String {
    match (dates.iter().min(), dates.iter().max()) {
        (Some(&first), Some(&last)) if first == last => day(first, lang),
        (Some(&first), Some(&last)) => match lang {
            Lang::Ja => format!("{}～{}", day(first, lang), day(last, lang)),
            Lang::En => format!("{} to {}", day(first, lang), day(last, lang)),
        },
        _ => String::new(),
    }
}

fn year(date: NaiveDate) -> String {
    let eras = [("令和", (2019, 5, 1)), ("平成", (1989, 1, 8))];
    for (era, (y, m, d)) in eras {
        if (date.year(), date.month(), date.day()) >= (y, m, d) {
            return match date.year() - y + 1 {
                1 => format!("{era}元年"),
                n => format!("{era}{n}年"),
            };
        }
    }
    format!("{}年", date.year())
}

pub fn time(at: NaiveDateTime) -> String {
    at.format("%-H:%M").to_string()
}

pub fn span(start: NaiveDateTime, end: NaiveDateTime) -> String {
    format!("{}–{}", time(start), time(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_bear_era_and_weekday() {
        let date = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(day(date(2022, 5, 10), Lang::Ja), "令和4年5月10日(火)");
        assert_eq!(day(date(2019, 4, 30), Lang::Ja), "平成31年4月30日(火)");
        assert_eq!(day(date(2019, 5, 1), Lang::Ja), "令和元年5月1日(水)");
        assert_eq!(day(date(2022, 5, 10), Lang::En), "Tuesday, 10 May 2022");
        let both = [date(2022, 5, 11), date(2022, 5, 10)];
        assert_eq!(days(&both, Lang::Ja), "令和4年5月10日(火)～令和4年5月11日(水)");
    }
}
