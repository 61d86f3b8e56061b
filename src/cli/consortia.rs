//! `enishi consortia`

use super::screen::Screen;
use super::weights::WeightsArgs;
use super::workshop::WorkshopArgs;
use crate::app::{
    AppError, Clock, Consortia, ConsortiaRequest, Exit, FoundConsortium, Ground, Together,
    find_scheme, tag_workshop,
};
use crate::domain::{ProfileId, SchemeId, Workshop};
use chrono::NaiveDate;
use clap::Args;
use serde_json::{Value, json};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi consortia my-workshop --as-of 2025-07-01\n  enishi consortia my-workshop --with need-1 --members 5 --groups 10\n  enishi consortia my-workshop --scheme aimgain-2025-5th-startup --most-shared 1 --json\n  enishi consortia my-workshop --groups 100 --disjoint"
)]
pub(super) struct ConsortiaArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    #[command(flatten)]
    weights: WeightsArgs,
    /// Scheme whose quotas the groups meet
    #[arg(long, value_name = "ID", default_value = "aimgain-2025-5th-academia")]
    scheme: String,
    /// Ask only for what the scheme needs at the start
    #[arg(long)]
    at_start: bool,
    /// Profile that every group holds; may be given several times
    #[arg(long, value_name = "PROFILE")]
    with: Vec<String>,
    /// Most members of a group
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=10))]
    members: u8,
    /// How many groups to list
    #[arg(long, value_name = "K", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=10_000))]
    groups: u16,
    /// Listed groups share at most this many members
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=9))]
    most_shared: Option<u8>,
    /// At most N listed groups of one disease area, one that more of their members bear than they may share
    #[arg(long, value_name = "N", requires = "most_shared", value_parser = clap::value_parser!(u8).range(1..))]
    each_area: Option<u8>,
    /// Choose the groups that are worth most together, each person in at most N of them
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "2", conflicts_with = "most_shared", value_parser = clap::value_parser!(u8).range(1..=10))]
    disjoint: Option<u8>,
    /// Day as of which schemes are asked; today where not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
}

pub(super) fn run(args: &ConsortiaArgs, screen: Screen) -> Result<Exit, AppError> {
    let mut workshop = args.workshop.load(screen)?;
    tag_workshop(&mut workshop);
    let request = ConsortiaRequest {
        scheme: find_scheme(&SchemeId::new(args.scheme.as_str()))?,
        at_start: args.at_start,
        with: args.with.iter().map(|id| ProfileId::new(id.as_str())).collect(),
        most_members: args.members.into(),
        groups: args.groups.into(),
        most_shared: args.most_shared.map(usize::from),
        each_area: args.each_area.map(usize::from),
        each_in: args.disjoint.map(usize::from),
        as_of: vec![args.as_of.unwrap_or_else(Clock::today)],
    };
    let consortia = Ground::new(&workshop, args.weights.load()?)?.consortia(&request)?;
    screen.answer(&as_json(&consortia));
    screen.tell(&consortia.asked);
    if let Some(Together { total, bound, among }) = &consortia.together {
        let found = consortia.found.len();
        screen.say(screen.pick(
            &format!("{found} 組を合わせて {total} 点（調べた {among} 組から選べる上限は {bound} 点）"),
            &format!(
                "{found} groups, together {total} points (of the {among} looked at, no choice reaches more \
                 than {bound})"
            ),
        ));
    }
    if let Some(open) = consortia.left_open() {
        screen.tell(&open);
    }
    for found in &consortia.found {
        show(found, &request, &workshop, screen);
    }
    if consortia.found.is_empty() && consortia.unseen.is_none() {
        screen.say(screen.pick("該当する組はありません。", "no such group"));
    }
    Ok(Exit::Done)
}

fn as_json(consortia: &Consortia) -> Value {
    let found: Vec<Value> = consortia
        .found
        .iter()
        .map(|found| {
            let ties: Vec<Value> = found
                .ties
                .iter()
                .map(|t| json!({ "one": t.one, "other": t.other, "points": t.points, "reason": t.reason }))
                .collect();
            let fillers: Vec<Value> = found
                .fillers
                .iter()
                .map(|f| json!({ "need": f.need, "profiles": f.profiles }))
                .collect();
            json!({
                "consortium": found.consortium,
                "worth": found.worth,
                "total": found.worth.total(),
                "ties": ties,
                "assessments": found.assessments,
                "fillers": fillers,
            })
        })
        .collect();
    json!({
        "asked": consortia.asked,
        "exact": consortia.exact,
        "unseen": consortia.unseen,
        "steps": consortia.steps,
        "together": consortia.together.as_ref().map(|t| {
            json!({ "total": t.total, "bound": t.bound, "among": t.among })
        }),
        "consortia": found,
    })
}

fn show(found: &FoundConsortium, request: &ConsortiaRequest, workshop: &Workshop, screen: Screen) {
    let (name, total) = (found.consortium.name.get(screen.lang), found.worth.total());
    screen.say(format!("{name} {total}"));
    for member in &found.consortium.members {
        let organisation = workshop.organisations.iter().find(|o| o.id == member.organisation);
        let organisation =
            organisation.map_or(member.organisation.as_str(), |o| o.name.get(screen.lang));
        let roles: Vec<String> =
            member.roles.iter().map(|role| role.label().get(screen.lang).to_owned()).collect();
        let profiles: Vec<&str> = member.profiles.iter().map(ProfileId::as_str).collect();
        screen.say(format!("  {} {organisation} ({})", roles.join("・"), profiles.join(", ")));
    }
    for assessment in found.assessments.iter().filter(|a| a.scheme == request.scheme.id) {
        let standing = assessment.standing.label();
        let status = assessment.status.label();
        screen.say(format!(
            "  {} ({}, {}): {}",
            assessment.scheme_name.get(screen.lang),
            assessment.as_of,
            status.get(screen.lang),
            standing.get(screen.lang)
        ));
        for need in &assessment.needs {
            screen.say(format!("    {}", need.words.get(screen.lang)));
        }
    }
    for filler in &found.fillers {
        let ids: Vec<&str> = filler.profiles.iter().map(ProfileId::as_str).collect();
        screen.say(format!("    {} ← {}", filler.need.get(screen.lang), ids.join(", ")));
    }
}
