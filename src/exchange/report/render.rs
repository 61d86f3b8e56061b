//! From the input to pages.

use super::about::{AboutSection, about};
use super::bottlenecks::{Bottlenecks, bottlenecks};
use super::consortia::{ConsortiaSection, consortia};
use super::convergence::{Convergence, convergence};
use super::day::{DayTable, day_tables};
use super::desks::{DeskCard, desk_cards};
use super::fairness::{Fairness, fairness};
use super::names::Names;
use super::partners::{Partners, partners};
use super::people::{PersonDay, people};
use super::summary::{Summary, summary};
use super::tables::{TableGrid, table_grids};
use super::unplaced::{UnplacedSection, unplaced};
use super::words::Words;
use super::{Page, Report, ReportError};
use crate::domain::{ItemId, Lang, Timetable};
use crate::exchange::when;
use include_dir::{Dir, include_dir};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde::Serialize;
use std::collections::BTreeSet;

static TEMPLATES: Dir = include_dir!("$CARGO_MANIFEST_DIR/web/report");

/// What every page knows.
#[derive(Serialize)]
struct Frame {
    lang: &'static str,
    other_lang: &'static str,
    other_language: &'static str,
    /// The same page in the other language.
    other_file: &'static str,
    report_file: &'static str,
    personal_file: &'static str,
    workshop: String,
    date: String,
    about: AboutSection,
}

impl Frame {
    fn new(names: &Names, page: Page) -> Frame {
        let lang = names.lang;
        let other = match lang {
            Lang::Ja => Lang::En,
            Lang::En => Lang::Ja,
        };
        Frame {
            lang: lang.code(),
            other_lang: other.code(),
            other_language: match other {
                Lang::Ja => "日本語",
                Lang::En => "English",
            },
            other_file: page.file_name(other),
            report_file: Page::Report.file_name(lang),
            personal_file: Page::Personal.file_name(lang),
            workshop: names.workshop.name.get(lang).to_owned(),
            date: when::days(&names.workshop.days, lang),
            about: about(names),
        }
    }
}

#[derive(Serialize)]
struct ReportView {
    frame: Frame,
    summary: Summary,
    days: Vec<DayTable>,
    /// The other plan whose sessions stand in the same places; empty where there is none.
    same_as: String,
    desks: Vec<DeskCard>,
    tables: Vec<TableGrid>,
    unplaced: UnplacedSection,
    bottlenecks: Bottlenecks,
    fairness: Fairness,
    partners: Vec<Partners>,
    consortia: Option<ConsortiaSection>,
    people: Vec<PersonDay>,
    convergence: Convergence,
}

#[derive(Serialize)]
struct PersonalView {
    frame: Frame,
    people: Vec<PersonDay>,
}

/// The organizer's report in one language: a whole HTML file that needs nothing else.
pub fn render(report: &Report, lang: Lang) -> Result<String, ReportError> {
    let names = Names::new(report, lang)?;
    let mut days = Vec::new();
    let first = report.plans.first().filter(|sheet| sheet.plan.name != report.shown);
    // Where no session moved, one table tells both plans.
    let same_as = first.filter(|s| same_sessions(&s.plan.timetable, &names.plan().timetable));
    let first = first.filter(|_| same_as.is_none());
    for (key, sheet) in [("day", Some(names.shown)), ("first", first)] {
        if let Some(sheet) = sheet {
            days.extend(day_tables(&names, key, sheet.title.get(lang), &sheet.plan.timetable));
        }
    }
    let view = ReportView {
        frame: Frame::new(&names, Page::Report),
        summary: summary(&names),
        days,
        same_as: same_as.map_or_else(String::new, |sheet| sheet.title.get(lang).to_owned()),
        desks: desk_cards(&names),
        tables: table_grids(&names),
        unplaced: unplaced(&names),
        bottlenecks: bottlenecks(&names),
        fairness: fairness(&names),
        partners: partners(&names),
        consortia: consortia(&names),
        people: people(&names),
        convergence: convergence(&names),
    };
    page("report.html", &names, &view)
}

/// A sheet for each person, in kana order, one on each printed page: the person's own day and what
/// became of their own wishes, nothing of what others chose.
pub fn render_personal(report: &Report, lang: Lang) -> Result<String, ReportError> {
    let names = Names::new(report, lang)?;
    let view = PersonalView { frame: Frame::new(&names, Page::Personal), people: people(&names) };
    page("personal.html", &names, &view)
}

/// Every page in both languages, with the name of its file; all belong in one folder.
pub fn pages(report: &Report) -> Result<Vec<(&'static str, String)>, ReportError> {
    let mut pages = Vec::new();
    for page in Page::ALL {
        for lang in Lang::ALL {
            let html = match page {
                Page::Report => render(report, lang)?,
                Page::Personal => render_personal(report, lang)?,
            };
            pages.push((page.file_name(lang), html));
        }
    }
    Ok(pages)
}

fn page<V: Serialize>(template: &str, names: &Names, view: &V) -> Result<String, ReportError> {
    let mut environment = environment(names.lang)?;
    environment.add_global("everyone_synthetic", names.everyone_synthetic);
    Ok(environment.get_template(template)?.render(Value::from(Serde(view)))?)
}

fn environment(lang: Lang) -> Result<Environment<'static>, ReportError> {
    let mut environment = Environment::new();
    // Styles and script are ours and stand in the page as they are; all else is escaped.
    environment.set_auto_escape_callback(|name| {
        if name.ends_with(".css") || name.ends_with(".js") {
            AutoEscape::None
        } else {
            AutoEscape::Html
        }
    });
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.add_function("t", move |key: &str, values: Kwargs| say(Words(lang), key, &values));
    environment.add_function("tongue", move |text: &str| tongue(text, lang));
    for file in TEMPLATES.files() {
        let name = file.path().to_str();
        if let (Some(name), Some(text)) = (name, file.contents_utf8()) {
            environment.add_template(name, text)?;
        }
    }
    Ok(environment)
}

/// The attribute that tells a screen reader that a text is not in the page's language.
fn tongue(text: &str, page: Lang) -> Value {
    let lang = Lang::of(text);
    let differs = lang != page && text.chars().any(char::is_alphabetic);
    Value::from_safe_string(if differs { format!(" lang=\"{lang}\"") } else { String::new() })
}

fn same_sessions(one: &Timetable, other: &Timetable) -> bool {
    let sessions = |t: &Timetable| {
        let sessions = t.placements.iter().filter(|p| matches!(p.item, ItemId::Session(_)));
        let places = sessions.map(|p| (p.item.clone(), p.room.clone(), p.start, p.end));
        places.collect::<BTreeSet<_>>()
    };
    sessions(one) == sessions(other)
}

/// The words of a key for a template; values come by name.
fn say(words: Words, key: &str, values: &Kwargs) -> Result<String, Error> {
    if !super::words::all().contains_key(key) {
        return Err(Error::new(ErrorKind::UndefinedError, format!("no words for {key:?}")));
    }
    let mut given: Vec<(&str, Value)> = Vec::new();
    for name in values.args() {
        given.push((name, values.peek(name)?));
    }
    let given: Vec<(&str, &dyn std::fmt::Display)> =
        given.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
    Ok(words.fill(key, &given))
}
