//! `enishi check`

use super::screen::Screen;
use super::workshop;
use crate::app::{
    AppError, CheckRequest, Checked, Clock, Exit, check_consortium, find_scheme, load_consortium,
};
use crate::domain::{ProfileId, SchemeId, Text};
use crate::exchange::Limits;
use crate::programmes::{Scheme, scheme};
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 some scheme does not say no, 2 bad input, 3 every scheme asked says no\n\nExamples:\n  enishi check my-workshop/consortium.json --as-of 2025-07-01\n  enishi check draft.json --scheme aimgain-2025-5th-academia --workshop my-workshop\n  enishi check draft.json --assume --json\n\n`enishi template DIR` writes a consortium.json to start from."
)]
pub(super) struct CheckArgs {
    /// Draft of a consortium
    #[arg(value_name = "DRAFT.json")]
    draft: PathBuf,
    /// One scheme; all side by side where not given
    #[arg(long, value_name = "ID")]
    scheme: Option<String>,
    /// Day as of which schemes are asked; today where not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
    /// Fill in the roles and an even budget that the scheme suggests where the draft says nothing
    #[arg(long)]
    assume: bool,
    /// Workshop that knows the organisations and who could fill what is missing
    #[arg(long, value_name = "WORKSHOP_DIR")]
    workshop: Option<PathBuf>,
}

pub(super) fn run(args: &CheckArgs, screen: Screen) -> Result<Exit, AppError> {
    let consortium = load_consortium(&args.draft)?;
    let workshop = match &args.workshop {
        Some(path) => Some(workshop::load(path, Limits::default().rows, screen)?),
        None => None,
    };
    let scheme = match &args.scheme {
        Some(id) => Some(find_scheme(&SchemeId::new(id.as_str()))?),
        None => None,
    };
    let request = CheckRequest {
        scheme,
        as_of: args.as_of.unwrap_or_else(Clock::today),
        assume: args.assume,
        workshop: workshop.as_ref(),
    };
    let checked = check_consortium(&consortium, &request)?;
    screen.answer(&as_json(&checked));
    show(&checked, screen);
    Ok(checked.exit())
}

fn as_json(checked: &Checked) -> Value {
    let mut fillers = Map::new();
    for (scheme, list) in &checked.fillers {
        let list: Vec<Value> = list
            .iter()
            .map(|filler| json!({ "need": filler.need, "profiles": filler.profiles }))
            .collect();
        fillers.insert(scheme.to_string(), json!(list));
    }
    let guidance: Map<String, Value> = asked_about(checked)
        .map(|s| (s.id.to_string(), json!({ "review": s.review, "support": s.support })))
        .collect();
    json!({ "comparison": checked.comparison, "fillers": fillers, "guidance": guidance })
}

/// The schemes that were asked.
fn asked_about(checked: &Checked) -> impl Iterator<Item = &'static Scheme> {
    checked.comparison.assessments.iter().filter_map(|a| scheme(&a.scheme))
}

fn show(checked: &Checked, screen: Screen) {
    let lang = screen.lang;
    for assessment in &checked.comparison.assessments {
        screen.say(format!(
            "{} [{}]: {}",
            assessment.scheme_name.get(lang),
            assessment.scheme,
            assessment.standing.label().get(lang)
        ));
        screen.say(format!("  {}", assessment.status_sentence.get(lang)));
        for verdict in &assessment.verdicts {
            let (title, outcome) = (verdict.title.get(lang), verdict.outcome.label());
            screen.say(format!(
                "  {title}: {}. {} [{}]",
                outcome.get(lang),
                verdict.sentence.get(lang),
                verdict.source
            ));
        }
        for need in &assessment.needs {
            screen.say(format!("  → {}", need.words.get(lang)));
        }
        let fillers = checked.fillers.iter().filter(|(scheme, _)| *scheme == assessment.scheme);
        for filler in fillers.flat_map(|(_, list)| list) {
            let ids: Vec<&str> = filler.profiles.iter().map(ProfileId::as_str).collect();
            screen.say(format!("    {} ← {}", filler.need.get(lang), ids.join(", ")));
        }
    }
    // Side by side, what is no rule would drown what is.
    if let [only] = &checked.comparison.assessments[..]
        && let Some(scheme) = scheme(&only.scheme)
    {
        show_guidance(scheme, screen);
    }
}

/// The meetings that accompany a project, and what reviewers look at.
fn show_guidance(scheme: &Scheme, screen: Screen) {
    let lang = screen.lang;
    if !scheme.support.is_empty() {
        screen.say(Text::new("伴走支援の会議", "Meetings that accompany a project").get(lang));
    }
    for meeting in &scheme.support {
        let year = meeting.year.map(|y| Text::new(format!("{y}年目 "), format!("year {y}: ")));
        let year = year.as_ref().map_or("", |year| year.get(lang));
        let (name, with) = (meeting.name.get(lang), meeting.attended_by.get(lang));
        let with = if with.is_empty() { String::new() } else { format!(" ({with})") };
        screen.say(format!("  {year}{name}{with} {}", meeting.note.get(lang)).trim_end());
    }
    if !scheme.review.is_empty() {
        screen.say(Text::new("審査で見られる点", "What reviewers look at").get(lang));
    }
    for item in &scheme.review {
        screen.say(format!("  ({}) {}", item.id.to_uppercase(), item.title.get(lang)));
        for point in &item.points {
            screen.say(format!("    - {}", point.get(lang)));
        }
    }
}
