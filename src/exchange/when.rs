//! Days and times as programmes print them: 令和4年5月10日(火) on paper, 2022年5月10日(火) on screens,
//! 14:10–15:00.

use crate::domain::Lang;
use chrono::{Datelike, NaiveDate, NaiveDateTime};

fn weekday(date: NaiveDate) -> &'static str {
    ["月", "火", "水", "木", "金", "土", "日"][date.weekday().num_days_from_monday() as usize]
}

/// 令和4年5月10日(火); Tuesday, 10 May 2022. Years before 平成 are counted from the year 1.
pub fn day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => date.format("%A, %-d %B %Y").to_string(),
        Lang::Ja => {
            format!("{}{}月{}日({})", year(date), date.month(), date.day(), weekday(date))
        }
    }
}

/// 2022年5月10日(火); Tue, 10 May 2022, as the web app writes them.
pub fn short_day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => date.format("%a, %-d %B %Y").to_string(),
        Lang::Ja => format!("{}({})", date.format("%Y年%-m月%-d日"), weekday(date)),
    }
}

/// 2022年5月10日(火) 14:10; Tue, 10 May 2022, 14:10.
pub fn moment(at: NaiveDateTime, lang: Lang) -> String {
    let between = if lang == Lang::Ja { " " } else { ", " };
    format!("{}{between}{}", short_day(at.date(), lang), time(at))
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
        assert_eq!(short_day(date(2022, 5, 10), Lang::Ja), "2022年5月10日(火)");
        assert_eq!(short_day(date(2022, 5, 10), Lang::En), "Tue, 10 May 2022");
        let at = date(2022, 5, 10).and_hms_opt(9, 5, 0).unwrap();
        assert_eq!(moment(at, Lang::Ja), "2022年5月10日(火) 9:05");
        assert_eq!(moment(at, Lang::En), "Tue, 10 May 2022, 9:05");
        let both = [date(2022, 5, 11), date(2022, 5, 10)];
        assert_eq!(days(&both, Lang::Ja), "令和4年5月10日(火)～令和4年5月11日(水)");
    }
}
