//! `enishi plan`

use super::interrupt;
use super::progress::Line;
use super::screen::Screen;
use super::workshop::WorkshopArgs;
use crate::app::{
    AppError, Exit, PlanRequest, PlanSummary, Planned, load_timetable, plan_workshop, write_plan,
};
use crate::domain::{Lang, Text, Workshop};
use crate::scheduling::{Gain, Names};
use crate::solver::{Limits, Status};
use chrono::NaiveDateTime;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 planned, 2 bad input, 4 the day is impossible, 5 no plan in time\n\nExamples:\n  enishi plan my-workshop --out plan\n  enishi plan my-workshop --seconds 30 --json > plan.json\n  enishi plan my-workshop --start plan/planned.json --repair --out new-plan"
)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    /// Folder for the timetable, its summary and the unplaced wishes
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Name of the plan and of its file
    #[arg(long, value_name = "NAME", default_value = "planned", value_parser = file_name)]
    name: String,
    /// Longest solve in seconds
    #[arg(long, value_name = "S", default_value_t = Limits::default().seconds, value_parser = seconds)]
    seconds: f64,
    /// Threads of the solver
    #[arg(long, value_name = "T", default_value_t = Limits::default().threads, value_parser = clap::value_parser!(u32).range(1..=256))]
    threads: u32,
    /// Seed of the solver
    #[arg(long, value_name = "N", default_value_t = Limits::default().seed, value_parser = clap::value_parser!(u32).range(0..=i64::from(i32::MAX)))]
    seed: u32,
    /// Timetable to start from
    #[arg(long, value_name = "TIMETABLE.json")]
    start: Option<PathBuf>,
    /// Keep --start as it is where possible, its locks always: fewest changes instead of most points
    #[arg(long, requires = "start")]
    repair: bool,
    /// People whom --repair may affect beyond the fewest, where that is worth points (on days of
    /// meetings whose talks stand)
    #[arg(long, value_name = "N", default_value_t = 0, requires = "repair")]
    more_people: usize,
    /// Local time from which on --repair may change anything: what begins before it stays
    #[arg(long, value_name = "2026-05-10T13:00", requires = "repair", value_parser = local_time)]
    from: Option<NaiveDateTime>,
    /// Memory that planning may take: at the limit the best plan so far is kept
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u64).range(1..=1 << 24))]
    memory: Option<u64>,
}

/// Longest solve for the price of one bottleneck.
const PRICE_SECONDS: f64 = 5.0;

pub(super) fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 1_000_000.0 => Ok(seconds),
        _ => Err("expected a number above 0 and up to 1000000".to_owned()),
    }
}

fn local_time(text: &str) -> Result<NaiveDateTime, String> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M")
        .map_err(|_| "expected a local time such as 2026-05-10T13:00".to_owned())
}

fn file_name(text: &str) -> Result<String, String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !text.is_empty() && text.chars().all(plain) && !text.starts_with('.') && text.len() <= 100 {
        Ok(text.to_owned())
    } else {
        Err("expected letters, digits, '-', '_' and '.', not beginning with '.'".to_owned())
    }
}

pub(super) fn run(args: &PlanArgs, screen: Screen) -> Result<Exit, AppError> {
    let workshop = args.workshop.load(screen)?;
    let start = match &args.start {
        Some(path) => Some(load_timetable(path, &workshop)?),
        None => None,
    };
    let request = PlanRequest {
        name: &args.name,
        limits: Limits { seconds: args.seconds, threads: args.threads, seed: args.seed },
        start: start.as_ref(),
        repair: args.repair,
        more_people: args.more_people,
        from: args.from,
        price_seconds: Some(args.seconds.min(PRICE_SECONDS)),
        memory_mib: args.memory,
    };
    interrupt::listen();
    let planned = {
        let mut line = Line::new(screen, screen.pick("計画中", "planning"));
        plan_workshop(&workshop, &request, &mut |now| line.show(now))?
    };
    let files = match &args.out {
        Some(dir) => write_plan(&workshop, &planned, start.as_ref(), screen.lang, dir)?,
        None => Vec::new(),
    };
    if screen.json {
        screen.answer(&as_json(&planned));
    }
    report(&planned, &workshop, screen);
    if let Some(dir) = &args.out {
        screen.wrote(dir, files.len());
    }
    Ok(planned.exit())
}

fn as_json(planned: &Planned) -> Value {
    json!({
        "plan": PlanSummary::of(&planned.plan, &planned.record),
        "record": planned.record,
        "timetable": planned.plan.timetable,
        "unplaced": planned.unplaced,
        "unexplained": planned.unexplained,
        "memory_reached": planned.memory_reached,
        "gains": planned.gains,
        "conflict": planned.conflict,
        "changes": planned.changes,
        "affected": planned.affected,
    })
}

/// The one change that would bring most points.
pub(super) fn top_bottleneck(gain: &Gain, workshop: &Workshop) -> Text {
    let (n, points) = (gain.more_placed, gain.more_points);
    let what = |lang| gain.what_if.sentence(&Names::of(workshop, lang));
    let more = match n {
        0 => Text::new("件数は同じ", "as many placed"),
        n => Text::new(format!("あと {n} 件"), format!("{n} more placed")),
    };
    Text::new(
        format!("最大のボトルネック：{} → {}、+{points} 点", what(Lang::Ja), more.ja),
        format!("top bottleneck: {} → {}, +{points} points", what(Lang::En), more.en),
    )
}

/// What came of it, in a few lines.
fn report(planned: &Planned, workshop: &Workshop, screen: Screen) {
    let names = Names::of(workshop, screen.lang);
    screen.tell(&planned.headline());
    if matches!(planned.plan.status, Status::Optimal | Status::Feasible) {
        screen.parts(&planned.plan.objective);
    }
    if planned.memory_reached {
        screen.say(screen.pick(
            "メモリーの上限（--memory）に達したため、そこまでの最良の計画で終えました。",
            "the memory limit (--memory) was reached: this is the best plan until then",
        ));
    }
    if let Some(conflict) = &planned.conflict {
        screen.say(screen.pick(
            "次の条件は同時に成り立ちません（どれか一つを外せば成り立ちます）：",
            "these cannot all hold (without any one of them the rest can):",
        ));
        for demand in &conflict.demands {
            screen.say(format!("  {}", demand.sentence(&names)));
        }
        let left: Vec<String> = conflict.left_out.iter().map(|id| names.session(id)).collect();
        screen.tell(&Text::new(
            format!("最も多く残せる案で外れる企画：{}", left.join("、")),
            format!("the nearest day leaves out: {}", left.join(", ")),
        ));
    }
    if planned.exit() == Exit::Infeasible && planned.conflict.is_none() {
        screen.say(screen.pick(
            "企画はすべて行えますが、--start で固定されたものと両立しません。固定を外してください。",
            "all sessions can be held, but not with what is locked in --start: unlock some of it",
        ));
    }
    if planned.unexplained > 0 {
        let n = planned.unexplained;
        screen.tell(&Text::new(
            format!("入らなかった希望 {n} 件（理由は1件ずつ：enishi explain）"),
            format!("wishes not placed: {n} (the reason of each: enishi explain)"),
        ));
    }
    if !planned.unplaced.is_empty() {
        let n = planned.unplaced.len();
        screen.tell(&Text::new(
            format!("入らなかった希望 {n} 件（理由と直し方は --out または --json で）"),
            format!("wishes not placed: {n} (reasons and repairs: --out or --json)"),
        ));
    }
    if let Some(gain) = planned.gains.first() {
        screen.tell(&top_bottleneck(gain, workshop));
    }
    if !planned.changes.is_empty() || !planned.affected.is_empty() {
        let people = planned.affected.len();
        let added = planned.changes.iter().filter(|change| change.before.is_none()).count();
        let changed = planned.changes.len() - added;
        screen.tell(&Text::new(
            format!("変更 {changed} 件、影響を受ける人 {people} 人、新しく入った予定 {added} 件"),
            format!("{changed} items changed, {people} people affected, {added} newly placed"),
        ));
    }
}
