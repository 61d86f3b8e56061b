//! One value and the text of its cell, both ways.

use crate::domain::{
    Audience, BandId, ConceptId, DeskId, ExclusionKind, LaboratoryId, Lang, Minutes,
    OrganisationId, OrganisationKind, OrganisationSize, PersonId, Phase, Problem, ProfileId,
    ProfileKind, RoomId, Seats, Sector, SessionId, SessionKind, SlotId, Tag, TagState, Text,
    Unknown, WishId, WorkshopId, nearest,
};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use chrono_tz::Tz;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfkc};

/// What stands in a cell, before a format gives it a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    Empty,
    Text(String),
    Whole(i64),
    Bool(bool),
    Date(NaiveDate),
    Time(NaiveTime),
    DateTime(NaiveDateTime),
}

impl Datum {
    /// The datum as text: `2022-05-10`, `14:10`, `2022-05-10 14:10`, `true`, `12`.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Datum::Empty => Cow::Borrowed(""),
            Datum::Text(text) => Cow::Borrowed(text),
            Datum::Whole(number) => Cow::Owned(number.to_string()),
            Datum::Bool(true) => Cow::Borrowed("true"),
            Datum::Bool(false) => Cow::Borrowed("false"),
            Datum::Date(date) => Cow::Owned(date.format("%Y-%m-%d").to_string()),
            Datum::Time(time) => Cow::Owned(clock(*time)),
            Datum::DateTime(at) => {
                Cow::Owned(format!("{} {}", at.format("%Y-%m-%d"), clock(at.time())))
            }
        }
    }
}

fn clock(time: NaiveTime) -> String {
    let form = if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    time.format(form).to_string()
}

/// What a cell's meaning may depend on.
#[derive(Debug, Clone, Default)]
pub(super) struct Context {
    /// The workshop's days; with a single one a time needs no date.
    pub days: Vec<NaiveDate>,
}

/// A value that stands in one cell.
pub(super) trait Cell: Sized {
    /// Reads a cell that is not blank.
    fn read(text: &str, context: &Context) -> Result<Self, Problem>;
    fn write(&self) -> Datum;
}

/// Full-width forms to plain ones (NFKC) and no white space around; free text is never changed so.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if is_nfkc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect::<String>().trim().to_owned())
    }
}

pub(super) fn unreadable(value: &str, expected: Text) -> Problem {
    Problem::Unreadable { value: excerpt(value), expected }
}

/// The start of a value, so that a message stays readable whatever the cell holds.
pub(super) fn excerpt(value: &str) -> String {
    match value.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

/// Free text stays as it was written.
impl Cell for String {
    fn read(text: &str, _: &Context) -> Result<Self, Problem> {
        Ok(text.to_owned())
    }
    fn write(&self) -> Datum {
        if self.is_empty() { Datum::Empty } else { Datum::Text(self.clone()) }
    }
}

macro_rules! id_cells {
    ($($id:ident),* $(,)?) => {$(
        impl Cell for $id {
            fn read(text: &str, _: &Context) -> Result<Self, Problem> {
                Ok($id(plain(text).into_owned()))
            }
            fn write(&self) -> Datum {
                self.0.write()
            }
        }
    )*};
}

id_cells!(
    WorkshopId,
    RoomId,
    BandId,
    SlotId,
    SessionId,
    DeskId,
    OrganisationId,
    PersonId,
    ProfileId,
    WishId,
    ConceptId,
    LaboratoryId,
);

impl<T: Cell> Cell for Option<T> {
    fn read(text: &str, context: &Context) -> Result<Self, Problem> {
        T::read(text, context).map(Some)
    }
    fn write(&self) -> Datum {
        self.as_ref().map_or(Datum::Empty, T::write)
    }
}

/// Lists are separated by `;`, which inside an item is written `\;` (and `\` is written `\\`).
impl<T: Cell> Cell for Vec<T> {
    fn read(text: &str, context: &Context) -> Result<Self, Problem> {
        split_list(&plain(text)).iter().map(|item| T::read(item, context)).collect()
    }
    fn write(&self) -> Datum {
        let items: Vec<String> = self
            .iter()
            .map(|item| item.write().text().replace('\\', "\\\\").replace(';', "\\;"))
            .collect();
        items.join(";").write()
    }
}

fn split_list(text: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if matches!(letters.peek(), Some(';' | '\\')) => {
                if let (Some(escaped), Some(item)) = (letters.next(), items.last_mut()) {
                    item.push(escaped);
                }
            }
            ';' => items.push(String::new()),
            letter => {
                if let Some(item) = items.last_mut() {
                    item.push(letter);
                }
            }
        }
    }
    items.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

/// A whole number; digits may be grouped in threes by commas.
fn whole(text: &str, expected: Text) -> Result<i64, Problem> {
    let plain = plain(text);
    let digits = plain.trim_start_matches(['-', '+']);
    let groups: Vec<&str> = digits.split(',').collect();
    let grouped = groups.iter().skip(1).all(|group| group.len() == 3) && !groups[0].is_empty();
    let parsed = plain.replace(',', "").parse();
    match parsed {
        Ok(number) if grouped && plain.len() - digits.len() <= 1 => Ok(number),
        _ => Err(unreadable(text, expected)),
    }
}

macro_rules! number_cells {
    ($($number:ty, $ja:literal, $en:literal);* $(;)?) => {$(
        impl Cell for $number {
            fn read(text: &str, _: &Context) -> Result<Self, Problem> {
                let expected = Text::new($ja, $en);
                <$number>::try_from(whole(text, expected.clone())?)
                    .map_err(|_| Problem::OutOfRange { value: Text::same(excerpt(text)), expected })
            }
            fn write(&self) -> Datum {
                Datum::Whole(i64::from(*self))
            }
        }
    )*};
}

number_cells!(
    u32, "0以上の整数（例 12）", "a whole number from 0 up, such as 12";
    i32, "整数（例 2、-1）", "a whole number, such as 2 or -1";
    i64, "整数（例 12）", "a whole number, such as 12";
);

impl Cell for Minutes {
    fn read(text: &str, context: &Context) -> Result<Self, Problem> {
        u32::read(text, context).map(Minutes)
    }
    fn write(&self) -> Datum {
        self.0.write()
    }
}

impl Cell for Seats {
    fn read(text: &str, context: &Context) -> Result<Self, Problem> {
        u32::read(text, context).map(Seats)
    }
    fn write(&self) -> Datum {
        self.0.write()
    }
}

impl Cell for bool {
    fn read(text: &str, _: &Context) -> Result<Self, Problem> {
        match plain(text).to_lowercase().as_str() {
            "true" | "yes" | "1" | "はい" | "○" | "◯" | "〇" => Ok(true),
            "false" | "no" | "0" | "いいえ" | "×" | "✕" => Ok(false),
            _ => Err(unreadable(
                text,
                Text::new(
                    "はい・いいえ、○・×、true・false",
                    "true or false (はい or いいえ, ○ or ×)",
                ),
            )),
        }
    }
    fn write(&self) -> Datum {
        Datum::Bool(*self)
    }
}

impl Cell for NaiveDate {
    fn read(text: &str, _: &Context) -> Result<Self, Problem> {
        date(&plain(text)).ok_or_else(|| {
            unreadable(text, Text::new("日付（例 2022-05-10）", "a date such as 2022-05-10"))
        })
    }
    fn write(&self) -> Datum {
        Datum::Date(*self)
    }
}

impl Cell for NaiveTime {
    fn read(text: &str, _: &Context) -> Result<Self, Problem> {
        time(&plain(text))
            .ok_or_else(|| unreadable(text, Text::new("時刻（例 14:10）", "a time such as 14:10")))
    }
    fn write(&self) -> Datum {
        Datum::Time(*self)
    }
}

impl Cell for NaiveDateTime {
    fn read(text: &str, context: &Context) -> Result<Self, Problem> {
        let plain = plain(text);
        if let ([day], Some(time)) = (context.days.as_slice(), time(&plain)) {
            return Ok(day.and_time(time));
        }
        let at = plain
            .rsplit_once(|c: char| c == 'T' || c.is_whitespace())
            .or_else(|| plain.split_once('日'))
            .and_then(|(day, hour)| Some(date(day)?.and_time(time(hour)?)));
        at.ok_or_else(|| {
            let (ja, en) =
                if context.days.len() == 1 { ("、14:10", ", or 14:10") } else { ("", "") };
            let expected = Text::new(
                format!("現地の日時（例 2022-05-10 14:10{ja}）"),
                format!("a local date and time such as 2022-05-10 14:10{en}"),
            );
            unreadable(text, expected)
        })
    }
    fn write(&self) -> Datum {
        Datum::DateTime(*self)
    }
}

/// The year before the first one of each era.
const ERAS: [(&str, i32); 3] = [("令和", 2018), ("平成", 1988), ("昭和", 1925)];

/// `2022-05-10`, `2022/5/10`, `2022年5月10日(火)`, `令和4年5月10日`.
fn date(text: &str) -> Option<NaiveDate> {
    let text = text.split('(').next().unwrap_or_default().trim();
    let (before, text) = ERAS
        .iter()
        .find_map(|(era, before)| Some((*before, text.strip_prefix(era)?)))
        .unwrap_or((0, text));
    let text = text.trim_end_matches('日').replace(['年', '月', '/', '.'], "-");
    let mut parts = text.split('-').map(|part| if part == "元" { "1" } else { part });
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    // A year of two digits could be a day or one of several centuries.
    if before == 0 && year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(digits(year)? as i32 + before, digits(month)?, digits(day)?)
}

/// `14:10`, `14:10:00`, `14時10分`.
fn time(text: &str) -> Option<NaiveTime> {
    let text = text.trim().trim_end_matches('分').replace('時', ":");
    let mut parts = text.split(':');
    let (hour, minute) = (digits(parts.next()?)?, digits(parts.next()?)?);
    let second = parts.next().map_or(Some(0), digits)?;
    if parts.next().is_some() {
        return None;
    }
    NaiveTime::from_hms_opt(hour, minute, second)
}

/// At most four digits and nothing else.
fn digits(text: &str) -> Option<u32> {
    let text = text.trim();
    let fits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

impl Cell for Tz {
    fn read(text: &str, _: &Context) -> Result<Self, Problem> {
        let plain = plain(text);
        plain.parse().map_err(|_| {
            Problem::from(Unknown {
                what: Text::new("タイムゾーン", "time zone"),
                value: excerpt(text),
                expected: Text::new("Asia/Tokyo などの IANA 名", "an IANA name such as Asia/Tokyo"),
                nearest: nearest(&plain, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())),
            })
        })
    }
    fn write(&self) -> Datum {
        Datum::Text(self.name().to_owned())
    }
}

/// Values written as one of a few words; the first word is the one that is written.
macro_rules! word_cells {
    ($($kind:ident, $ja:literal, $en:literal { $($value:ident = $word:literal $(| $alias:literal)*),* $(,)? })*) => {$(
        impl Cell for $kind {
            fn read(text: &str, _: &Context) -> Result<Self, Problem> {
                let plain = plain(text).to_lowercase();
                match plain.as_str() {
                    $($word $(| $alias)* => Ok($kind::$value),)*
                    _ => Err(Problem::from(Unknown {
                        what: Text::new($ja, $en),
                        value: excerpt(text),
                        expected: Text::same([$(concat!($word $(, "|", $alias)*)),*].join(", ")),
                        nearest: nearest(&plain, [$($word $(, $alias)*),*]),
                    })),
                }
            }
            fn write(&self) -> Datum {
                Datum::Text(match self { $($kind::$value => $word,)* }.to_owned())
            }
        }
    )*};
}

word_cells! {
    OrganisationKind, "機関の種類", "kind of organisation" {
        Academia = "academia" | "アカデミア" | "大学",
        Company = "company" | "企業",
        Startup = "startup" | "スタートアップ",
        Other = "other" | "その他",
    }
    OrganisationSize, "規模", "size" {
        Small = "small" | "小",
        Medium = "medium" | "中",
        Large = "large" | "大",
    }
    Sector, "区分", "sector" {
        Industry = "industry" | "産業界" | "企業",
        Academia = "academia" | "アカデミア" | "大学",
        Other = "other" | "その他",
    }
    ProfileKind, "プロフィールの種類", "kind of profile" {
        Need = "need" | "ニーズ",
        Offer = "offer" | "オファー",
        Seed = "seed" | "シーズ",
        Project = "project" | "課題",
    }
    Phase, "段階", "phase" {
        Basic = "basic" | "基礎",
        Applied = "applied" | "応用",
        Nonclinical = "nonclinical" | "非臨床",
        Clinical = "clinical" | "臨床",
        Marketed = "marketed" | "市販後",
    }
    SessionKind, "プログラムの種類", "kind of session" {
        Talk = "talk" | "講演",
        Lecture = "lecture" | "講義",
        Posters = "posters" | "ポスター",
        Plenary = "plenary" | "全体",
    }
    Audience, "対象", "audience" {
        All = "all" | "全員",
        Industry = "industry" | "産業界" | "企業",
        Academia = "academia" | "アカデミア" | "大学",
    }
    ExclusionKind, "除外の種類", "kind of exclusion" {
        Rival = "rival" | "競合",
        NoThanks = "no_thanks" | "辞退",
    }
    Lang, "言語", "language" {
        Ja = "ja" | "日本語",
        En = "en" | "英語",
    }
    TagState, "タグの状態", "state of a tag" {
        Suggested = "suggested" | "候補",
        Confirmed = "confirmed" | "確認",
        Removed = "removed" | "除外",
    }
}

/// `concept:state`. A bare concept is one that a person wrote, so it is confirmed. Weight and
/// evidence are not written: the tagger reads them in the text again.
impl Cell for Tag {
    fn read(text: &str, context: &Context) -> Result<Self, Problem> {
        let (concept, state) = match text.rsplit_once(':') {
            Some((concept, state)) => (concept, TagState::read(state, context)?),
            None => (text, TagState::Confirmed),
        };
        let concept = ConceptId::read(concept, context)?;
        if concept.as_str().is_empty() {
            let expected = Text::new(
                "概念:状態（例 technology.dds:confirmed）",
                "concept:state, such as technology.dds:confirmed",
            );
            return Err(unreadable(text, expected));
        }
        let weight = if state == TagState::Removed { 0.0 } else { 1.0 };
        Ok(Tag { concept, weight, state, evidence: Vec::new() })
    }
    fn write(&self) -> Datum {
        Datum::Text(format!("{}:{}", self.concept, self.state.write().text()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_day() -> Context {
        Context { days: vec![day()] }
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 5, 10).unwrap()
    }

    #[test]
    fn times_are_read_in_every_usual_form() {
        let at = day().and_hms_opt(14, 10, 0).unwrap();
        for text in [
            "2022-05-10 14:10",
            "2022-05-10T14:10",
            "2022-05-10T14:10:00",
            "2022/5/10 14:10",
            "２０２２－０５－１０　１４：１０",
            "2022年5月10日 14時10分",
            "2022年5月10日14:10",
            "2022年5月10日(火) 14:10",
            "令和4年5月10日 14:10",
        ] {
            assert_eq!(NaiveDateTime::read(text, &Context::default()), Ok(at), "{text}");
        }
        assert_eq!(NaiveDateTime::read(" 14:10 ", &one_day()), Ok(at));
        assert_eq!(NaiveDateTime::read("１４：１０", &one_day()), Ok(at));
        for text in ["14:10", "2022-05-10", "2022-02-30 10:00", "2022-05-10 25:00", "10/5/22 9:00"]
        {
            let problem = NaiveDateTime::read(text, &Context::default()).unwrap_err();
            assert!(problem.to_string().contains("2022-05-10 14:10"), "{text}: {problem}");
        }
        assert!(NaiveDateTime::read("2022-05-10T14:10+09:00", &one_day()).is_err());
        assert!(NaiveDateTime::read("2022-05-10T14:10Z", &one_day()).is_err());
    }

    #[test]
    fn numbers_are_read_strictly() {
        let context = Context::default();
        assert_eq!(u32::read("１，２３４", &context), Ok(1234));
        assert_eq!(i32::read("-1", &context), Ok(-1));
        for text in ["12.5", "1,23", "--1", "twelve", ",123", "1e3", "0x10"] {
            assert!(matches!(i64::read(text, &context), Err(Problem::Unreadable { .. })), "{text}");
        }
        assert!(matches!(u32::read("-3", &context), Err(Problem::OutOfRange { .. })));
        assert!(matches!(u32::read("4294967296", &context), Err(Problem::OutOfRange { .. })));
    }

    #[test]
    fn booleans_are_read_in_both_languages() {
        for (text, value) in
            [("TRUE", true), ("はい", true), ("○", true), ("false", false), ("いいえ", false)]
        {
            assert_eq!(bool::read(text, &Context::default()), Ok(value), "{text}");
        }
        assert!(bool::read("maybe", &Context::default()).is_err());
    }

    #[test]
    fn words_have_japanese_forms_and_a_nearest_one() {
        let context = Context::default();
        assert_eq!(OrganisationKind::read("企業", &context), Ok(OrganisationKind::Company));
        let problem = OrganisationKind::read("compny", &context).unwrap_err();
        let message = problem.to_string();
        assert!(message.ends_with("did you mean \"company\"?"), "{message}");
        assert!(message.contains("expected academia"), "{message}");
    }

    #[test]
    fn the_written_word_is_the_one_json_uses() {
        fn same<T: Cell + serde::Serialize>(values: &[T]) {
            for value in values {
                assert_eq!(
                    serde_json::to_value(value).unwrap().as_str(),
                    Some(&*value.write().text())
                );
            }
        }
        use {OrganisationKind as O, ProfileKind as P, SessionKind as S};
        same(&[O::Academia, O::Company, O::Startup, O::Other]);
        same(&[OrganisationSize::Small, OrganisationSize::Medium, OrganisationSize::Large]);
        same(&[Sector::Industry, Sector::Academia, Sector::Other]);
        same(&[P::Need, P::Offer, P::Seed, P::Project]);
        same(&[Phase::Basic, Phase::Applied, Phase::Nonclinical, Phase::Clinical, Phase::Marketed]);
        same(&[S::Talk, S::Lecture, S::Posters, S::Plenary]);
        same(&[Audience::All, Audience::Industry, Audience::Academia]);
        same(&[ExclusionKind::Rival, ExclusionKind::NoThanks]);
        same(&Lang::ALL);
        same(&[TagState::Suggested, TagState::Confirmed, TagState::Removed]);
    }

    #[test]
    fn a_separator_inside_an_item_survives() {
        let list = vec!["a;b".to_owned(), r"c\d".to_owned(), r"e\;f".to_owned()];
        let text = list.write().text().into_owned();
        assert_eq!(text, r"a\;b;c\\d;e\\\;f");
        assert_eq!(Vec::<String>::read(&text, &Context::default()), Ok(list));
        assert_eq!(
            Vec::<String>::read(" stage ；boards;; ", &Context::default()),
            Ok(vec!["stage".to_owned(), "boards".to_owned()])
        );
    }

    #[test]
    fn a_zone_is_known_or_nearly() {
        assert_eq!(Tz::read("Asia/Tokyo", &Context::default()), Ok(Tz::Asia__Tokyo));
        let message = Tz::read("Asia/Tokio", &Context::default()).unwrap_err().to_string();
        assert!(message.contains("\"Asia/Tokyo\""), "{message}");
    }

    #[test]
    fn a_bare_tag_is_a_persons_own() {
        let tag = Tag::read("technology.dds", &Context::default()).unwrap();
        assert_eq!((tag.state, tag.weight), (TagState::Confirmed, 1.0));
        let tag = Tag::read("technology.dds:removed", &Context::default()).unwrap();
        assert_eq!((tag.state, tag.weight), (TagState::Removed, 0.0));
        assert!(Tag::read("technology.dds:remvd", &Context::default()).is_err());
        assert!(Tag::read(":removed", &Context::default()).is_err());
    }
}
