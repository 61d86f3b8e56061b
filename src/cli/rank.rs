//! `enishi rank`

use super::screen::Screen;
use super::weights::WeightsArgs;
use super::workshop::WorkshopArgs;
use crate::app::{AppError, Exit, Ranking, rank_projects, rank_workshop, tag_workshop};
use crate::domain::{Organisation, Profile, ProfileId, SessionId};
use crate::matching::{Query, Scope};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ScopeName {
    All,
    Across,
    Within,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi rank my-workshop need-1\n  enishi rank my-workshop need-1 seed-2 --scope across --top 5\n  enishi rank my-workshop --json > rankings.json\n  enishi rank demo/workshop --projects I-1-1"
)]
pub(super) struct RankArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    #[command(flatten)]
    weights: WeightsArgs,
    /// Profiles to find partners for; all where none is given
    #[arg(value_name = "PROFILE")]
    profiles: Vec<String>,
    /// Partners of any sector, of another one, or of one's own
    #[arg(long, value_enum, default_value = "all")]
    scope: ScopeName,
    /// How many partners to list
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    top: u32,
    /// Rank the adopted AIMGAIN projects for a talk instead, by printed titles alone
    #[arg(long, value_name = "SESSION", conflicts_with_all = ["profiles", "scope"])]
    projects: Option<String>,
}

pub(super) fn run(args: &RankArgs, screen: Screen) -> Result<Exit, AppError> {
    let mut workshop = args.workshop.load(screen)?;
    if let Some(talk) = &args.projects {
        let against = rank_projects(&workshop, &SessionId::new(talk.as_str()))?;
        screen.answer(&as_json(&against.ranking));
        show(&against.ranking, &against.records, &against.organisations, args.top, screen);
        return Ok(Exit::Done);
    }
    tag_workshop(&mut workshop);
    let scope = match args.scope {
        ScopeName::All => Scope::All,
        ScopeName::Across => Scope::Across,
        ScopeName::Within => Scope::Within,
    };
    let query = Query { scope, limit: args.top as usize, ..Query::default() };
    let ids: Vec<ProfileId> = args.profiles.iter().map(|p| ProfileId::new(p.as_str())).collect();
    let rankings = rank_workshop(&workshop, args.weights.load()?, &ids, &query)?;
    screen.answer(&json!({ "rankings": rankings.iter().map(as_json).collect::<Vec<_>>() }));
    for ranking in &rankings {
        show(ranking, &workshop.profiles, &workshop.organisations, args.top, screen);
    }
    Ok(Exit::Done)
}

fn as_json(ranking: &Ranking) -> Value {
    let suggestions: Vec<Value> = ranking
        .suggestions
        .iter()
        .zip(&ranking.reasons)
        .map(|(suggestion, reason)| {
            let mut value = json!(suggestion);
            value["reason"] = json!(reason);
            value
        })
        .collect();
    json!({ "profile": ranking.profile, "suggestions": suggestions })
}

fn show(
    ranking: &Ranking,
    profiles: &[Profile],
    organisations: &[Organisation],
    top: u32,
    screen: Screen,
) {
    let title =
        |id: &ProfileId| profiles.iter().find(|p| p.id == *id).map_or("", |p| p.title.as_str());
    screen.say(format!("{} {}", ranking.profile, title(&ranking.profile)));
    let listed = ranking.suggestions.iter().zip(&ranking.reasons).take(top as usize);
    for (suggestion, reason) in listed {
        let name = organisations
            .iter()
            .find(|o| o.id == suggestion.organisation)
            .map_or("", |o| o.name.get(screen.lang));
        let (rank, score, id) = (suggestion.rank, suggestion.score, &suggestion.profile);
        screen.say(format!("{rank:>3}. {score:>8} {id} {} ({name})", title(id)));
        for sentence in &reason.sentences {
            screen.say(format!("       {}", sentence.get(screen.lang)));
        }
        if let Some(counterfactual) = &reason.counterfactual {
            screen.say(format!("       {}", counterfactual.sentence.get(screen.lang)));
        }
    }
}
