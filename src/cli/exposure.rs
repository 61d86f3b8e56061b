//! `enishi exposure`

use super::screen::Screen;
use super::weights::WeightsArgs;
use super::workshop::WorkshopArgs;
use crate::app::{
    AppError, Clock, Exit, ExposureReport, ExposureRequest, exposure, tag_workshop, write_exposure,
};
use crate::domain::Lang;
use chrono::NaiveDate;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi exposure my-workshop\n  enishi exposure my-workshop --top 10 --lift 1 --out exposure\n  enishi exposure my-workshop --json"
)]
pub(super) struct ExposureArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    #[command(flatten)]
    weights: WeightsArgs,
    /// How many partners each profile is suggested
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    top: u16,
    /// Places on each list for profiles that nobody would be suggested
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=1000))]
    lift: u16,
    /// Day as of which an organisation is new; today where not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<NaiveDate>,
    /// Folder for the tables, the lists, JSON and the curve as a picture; files of other names in it are kept
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &ExposureArgs, screen: Screen) -> Result<Exit, AppError> {
    let mut workshop = args.workshop.load(screen)?;
    tag_workshop(&mut workshop);
    let request = ExposureRequest {
        top: args.top.into(),
        lift: args.lift.into(),
        weights: args.weights.load()?,
        as_of: args.as_of.unwrap_or_else(Clock::today),
    };
    let report = exposure(&workshop, &request)?;
    screen.answer(&report);
    show(&report, screen);
    if let Some(out) = &args.out {
        let files = write_exposure(&report, screen.lang, out)?;
        screen.wrote(out, files.len());
    }
    Ok(Exit::Done)
}

/// The groupings and their groups for people; regions are named as they stand in the sheets.
fn named(code: &str, screen: Screen) -> &str {
    let (ja, en) = match code {
        "kind" => ("種別", "kind"),
        "size" => ("規模", "size"),
        "region" => ("地域", "region"),
        "newness" => ("新しさ", "newness"),
        "academia" => ("アカデミア", "academia"),
        "company" => ("企業", "company"),
        "startup" => ("スタートアップ", "start-up"),
        "other" => ("その他", "other"),
        "small" => ("小", "small"),
        "medium" => ("中", "medium"),
        "large" => ("大", "large"),
        "new" => ("登録5年未満", "registered less than 5 years ago"),
        "established" => ("登録5年以上", "registered 5 years ago or more"),
        "unknown" => ("不明", "unknown"),
        region => (region, region),
    };
    screen.pick(ja, en)
}

fn show(report: &ExposureReport, screen: Screen) {
    for group in &report.groups {
        let grouping = named(group.grouping, screen);
        let (name, of) = (named(&group.group, screen), group.profiles);
        let (times, never) = (group.times_lifted, group.never_lifted);
        screen.say(match screen.lang {
            Lang::Ja => format!("{grouping} {name}：{of} 件、推薦 {times} 回、推薦なし {never} 件"),
            Lang::En => {
                format!("{grouping} {name}: {of} profiles, suggested {times} times, {never} never")
            }
        });
    }
    screen.say(screen.pick(
        "推薦されないプロフィールに譲る数ごとの代償：",
        "what it costs to give places to those nobody is suggested:",
    ));
    for price in &report.curve {
        let mark = if price.places == report.lift { "*" } else { " " };
        let (places, never, quality) = (price.places, price.never, price.quality * 100.0);
        screen.say(match screen.lang {
            Lang::Ja => {
                format!("{mark} {places} 件：推薦なし {never} 件、点数の合計 {quality:.2} %")
            }
            Lang::En => format!(
                "{mark} {places} places: {never} never suggested, {quality:.2} % of the points"
            ),
        });
    }
}
