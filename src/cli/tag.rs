//! `enishi tag`

use super::screen::Screen;
use super::workshop::WorkshopArgs;
use crate::app::{AppError, Decision, Exit, decide, save_workshop, tag_workshop};
use crate::domain::{ConceptId, ProfileId, Tag, TagState};
use crate::vocabulary::Thesaurus;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi tag my-workshop\n  enishi tag my-workshop --remove need-1=technology.dds --out my-workshop.json\n  enishi tag my-workshop.json --add seed-1=modality.mrna --out my-workshop.json\n\nCSV keeps which concepts a profile has and what persons decided; JSON keeps the words that gave them too."
)]
pub(super) struct TagArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    /// Where to write the tagged workshop: .xlsx, .json, or a folder for CSV
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// A person confirms a tag
    #[arg(long, value_name = "PROFILE=CONCEPT", value_parser = pair)]
    confirm: Vec<(ProfileId, ConceptId)>,
    /// A person adds a tag
    #[arg(long, value_name = "PROFILE=CONCEPT", value_parser = pair)]
    add: Vec<(ProfileId, ConceptId)>,
    /// A person removes a tag, for good
    #[arg(long, value_name = "PROFILE=CONCEPT", value_parser = pair)]
    remove: Vec<(ProfileId, ConceptId)>,
}

fn pair(text: &str) -> Result<(ProfileId, ConceptId), String> {
    match text.split_once('=') {
        Some((profile, concept)) if !profile.is_empty() && !concept.is_empty() => {
            Ok((ProfileId::new(profile), ConceptId::new(concept)))
        }
        _ => Err("expected PROFILE=CONCEPT, such as need-1=technology.dds".to_owned()),
    }
}

pub(super) fn run(args: &TagArgs, screen: Screen) -> Result<Exit, AppError> {
    let mut workshop = args.workshop.load(screen)?;
    let decided = [
        (&args.confirm, TagState::Confirmed),
        (&args.add, TagState::Confirmed),
        (&args.remove, TagState::Removed),
    ];
    for (pairs, state) in decided {
        for (profile, concept) in pairs {
            let (profile, concept) = (profile.clone(), concept.clone());
            decide(&mut workshop, &Decision { profile, concept, state })?;
        }
    }
    tag_workshop(&mut workshop);
    if let Some(out) = &args.out {
        save_workshop(&workshop, out)?;
    }
    let profiles: Vec<Value> = workshop
        .profiles
        .iter()
        .map(|profile| json!({ "profile": profile.id, "title": profile.title, "tags": profile.tags }))
        .collect();
    screen.answer(&json!({ "profiles": profiles, "out": args.out }));
    for profile in &workshop.profiles {
        screen.say(format!("{} {}", profile.id, profile.title));
        for tag in &profile.tags {
            screen.say(format!("  {}", line(tag, screen)));
        }
    }
    Ok(Exit::Done)
}

/// `0.72 DDS (technology.dds) 「脂質ナノ粒子」「DDS」`
fn line(tag: &Tag, screen: Screen) -> String {
    let concept = Thesaurus::embedded().concept(&tag.concept);
    let label = concept.map_or("", |c| c.label.get(screen.lang));
    let mut words: Vec<&str> = Vec::new();
    for evidence in &tag.evidence {
        if !words.contains(&evidence.words.as_str()) {
            words.push(&evidence.words);
        }
    }
    let words: String = words.iter().map(|word| format!("「{word}」")).collect();
    let state = match tag.state {
        TagState::Suggested => "",
        TagState::Confirmed => screen.pick("（確認済み）", " (confirmed)"),
        TagState::Removed => screen.pick("（除外）", " (removed)"),
    };
    format!("{:.2} {label} ({}){state} {words}", tag.weight, tag.concept)
}
