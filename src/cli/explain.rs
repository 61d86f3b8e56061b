//! `enishi explain`

use super::plan::seconds;
use super::screen::Screen;
use super::workshop::WorkshopArgs;
use crate::app::{AppError, Exit, WishExplained, explain_one, find_unplaced, load_timetable};
use crate::domain::{Lang, Text, Workshop};
use crate::scheduling::{Force, Names, Reason, unplaced};
use crate::solver::Limits;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 explained, 2 bad input\n\nExamples:\n  enishi explain my-workshop plan/planned.json\n  enishi explain my-workshop plan/planned.json \"p-001;p-017\""
)]
pub(super) struct ExplainArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    /// Timetable that leaves the wish out
    #[arg(value_name = "TIMETABLE.json")]
    timetable: PathBuf,
    /// The wish: two people (ID;ID), or the id of a consultation or group; without it all are listed
    #[arg(value_name = "WISH")]
    wish: Option<String>,
    /// Longest search for what holding it by force costs others, in seconds
    #[arg(long, value_name = "S", default_value_t = 1.5, value_parser = seconds)]
    seconds: f64,
}

pub(super) fn run(args: &ExplainArgs, screen: Screen) -> Result<Exit, AppError> {
    let workshop = args.workshop.load(screen)?;
    let timetable = load_timetable(&args.timetable, &workshop)?;
    let Some(wish) = &args.wish else {
        let all = unplaced(&workshop, &timetable);
        let listed: Vec<Value> = all
            .iter()
            .map(|(item, people, points)| {
                json!({ "item": item.to_string(), "people": people, "points": points })
            })
            .collect();
        screen.answer(&listed);
        screen.tell(&Text::new(
            format!("入らなかった希望 {} 件", all.len()),
            format!("wishes not placed: {}", all.len()),
        ));
        let unit = screen.pick("点", "points");
        all.iter().for_each(|(item, _, points)| screen.say(format!("  {item}  {points} {unit}")));
        return Ok(Exit::Done);
    };
    let wish = find_unplaced(&workshop, &timetable, wish)?;
    let limits = Limits { seconds: args.seconds, threads: 1, ..Limits::default() };
    if let Some(explained) = explain_one(&workshop, &timetable, &wish, limits) {
        screen.answer(&explained);
        show(&explained, &workshop, screen);
    }
    Ok(Exit::Done)
}

fn show(explained: &WishExplained, workshop: &Workshop, screen: Screen) {
    let names = Names::of(workshop, screen.lang);
    let WishExplained { unplaced, brings, by_force } = explained;
    let (title, points) = (names.item(&unplaced.item), unplaced.points);
    screen
        .tell(&Text::new(format!("{title}（{points} 点）"), format!("{title} ({points} points)")));
    screen.say(unplaced.reason.sentence(&names));
    if let Reason::Blocked { causes, .. } = &unplaced.reason {
        for (cause, options) in causes {
            screen.say(format!("  {options}  {}", cause.sentence(&names)));
        }
    }
    match (&unplaced.repair, brings) {
        (Some(repair), Some(brings)) => {
            let steps = repair.steps.iter().map(|step| step.sentence(&names));
            let p = &repair.placement;
            let there = format!("{} {}", names.at(&p.start), names.room(&p.room));
            let all: Vec<String> = steps.chain([there]).collect();
            let arrow = all.join(" → ");
            screen.tell(&Text::new(
                format!("最も軽い直し方：{arrow}（全体で {brings:+} 点）"),
                format!("cheapest repair: {arrow} ({brings:+} points in all)"),
            ));
        }
        _ => screen.say(screen.pick(
            "主催者が変えられる条件では入りません。",
            "nothing that an organizer can change lets it in",
        )),
    }
    forced(by_force, &names, screen);
}

/// What others lose.
fn forced(by_force: &Force, names: &Names, screen: Screen) {
    let price = match by_force {
        Force::Priced(price) => price,
        Force::Impossible => {
            return screen.say(screen.pick(
                "ほかの予定をどう譲っても入りません（証明済み）。",
                "it cannot be held, whoever makes way: proved",
            ));
        }
        Force::Unknown => {
            return screen.say(screen.pick(
                "無理に入れた場合の損失は、時間内に求められませんでした。",
                "what holding it by force costs was not found in the time",
            ));
        }
    };
    let (cost, people) = (price.cost, price.affected.len());
    let proof = match price.at_least {
        Some(least) if least == cost => Text::new("最少（証明済み）", "the least, proved"),
        Some(least) => Text::new(format!("{least} 点以上"), format!("at least {least}")),
        None => Text::new("下限は未証明", "no lower bound is proved"),
    };
    let at = names.at(&price.placement.start);
    screen.tell(&Text::new(
        format!("無理に入れると（{at}）：ほかの人の損失は合計 {cost} 点、{}。影響を受ける人 {people} 人", proof.ja),
        format!("by force ({at}): others lose {cost} points in all, {}; {people} people affected", proof.en),
    ));
    for change in &price.changes {
        let item = names.item(&change.item);
        let to = change
            .after
            .as_ref()
            .map(|p| format!("{} {}", names.at(&p.start), names.room(&p.room)));
        screen.say(match (to, screen.lang) {
            (Some(to), _) => format!("  {item} → {to}"),
            (None, Lang::Ja) => format!("  {item}：なくなる"),
            (None, Lang::En) => format!("  {item}: given up"),
        });
    }
}
