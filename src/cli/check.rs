//! `enishi check`

use super::screen::Screen;
use super::workshop;
use crate::app::{
    AppError, CheckRequest, Checked, Clock, Exit, check_consortium, find_scheme, load_consortium,
};
use crate::domain::{ProfileId, SchemeId};
use crate::exchange::Limits;
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
    json!({ "comparison": checked.comparison, "fillers": fillers })
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
}
