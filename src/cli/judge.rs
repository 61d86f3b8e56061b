//! `enishi judge`

use super::screen::Screen;
use super::workshop::WorkshopArgs;
use crate::app::{AppError, Exit, Judged, group_name, judge_timetable, load_timetable};
use crate::domain::{Lang, Text, Workshop};
use crate::scheduling::{GroupResult, Names, worst_off};
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 no fault, 3 faults, 2 bad input\n\nExamples:\n  enishi judge demo/workshop demo/planned.json\n  enishi judge demo/workshop demo/printed-2022.json --json"
)]
pub(super) struct JudgeArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    /// Timetable to judge
    #[arg(value_name = "TIMETABLE.json")]
    timetable: PathBuf,
}

pub(super) fn run(args: &JudgeArgs, screen: Screen) -> Result<Exit, AppError> {
    let workshop = args.workshop.load(screen)?;
    let timetable = load_timetable(&args.timetable, &workshop)?;
    let judged = judge_timetable(&workshop, &timetable);
    screen.answer(&as_json(&judged, &workshop));
    let name = args.timetable.display();
    let count = judged.faults.len();
    match (count, screen.lang) {
        (0, Lang::Ja) => screen.say(format!("{name}：違反はありません。")),
        (0, Lang::En) => screen.say(format!("{name}: no fault")),
        (n, Lang::Ja) => screen.say(format!("{name}：違反 {n} 件")),
        (1, Lang::En) => screen.say(format!("{name}: 1 fault")),
        (n, Lang::En) => screen.say(format!("{name}: {n} faults")),
    }
    let names = Names::of(&workshop, screen.lang);
    for fault in &judged.faults {
        screen.say(format!("  {}", fault.sentence(&names)));
    }
    let total = screen.pick("合計点", "total");
    screen.say(format!("{total} {}", judged.objective.total()));
    screen.parts(&judged.objective);
    if let Some(group) = worst_off(&judged.groups) {
        screen.tell(&told(group));
    }
    Ok(judged.exit())
}

/// The group that is served worst.
fn told(group: &GroupResult) -> Text {
    let (held, wished) = (group.meetings_held, group.meetings_wished);
    let percent = 100 * held / wished.max(1);
    let (grouping, name) = (group.group.grouping(), group_name(&group.group));
    let rank = |none: &str| group.mean_rank.map_or(none.to_owned(), |rank| format!("{rank:.1}"));
    Text::new(
        format!(
            "面談が最も組めていない層：{grouping} {name}（希望 {wished} 件のうち {held} 件、{percent} %。かなった希望の平均順位 {}）",
            rank("–")
        ),
        format!(
            "group served worst: {grouping} {name} ({held} of {wished} wished meetings, {percent} %; mean rank of fulfilled wishes {})",
            rank("–")
        ),
    )
}

fn as_json(judged: &Judged, workshop: &Workshop) -> Value {
    let (ja, en) = (Names::of(workshop, Lang::Ja), Names::of(workshop, Lang::En));
    let faults: Vec<Value> = judged
        .faults
        .iter()
        .map(|fault| {
            let mut value = json!(fault);
            value["rule"] = json!(fault.rule());
            value["sentence"] = json!({
                "ja": fault.sentence(&ja),
                "en": fault.sentence(&en),
            });
            value
        })
        .collect();
    json!({
        "name": judged.name,
        "faults": faults,
        "objective": judged.objective,
        "total": judged.objective.total(),
        "input_hash": judged.input_hash,
        "groups": judged.groups,
    })
}
