//! `enishi demo`

use super::interrupt;
use super::plan::{seconds, top_bottleneck};
use super::progress::Line;
use super::screen::Screen;
use crate::app::{AppError, Demo, Exit, PlanSummary, Planned, Summary, demo, write_demo};
use crate::domain::{Lang, Text, Workshop};
use crate::solver::Limits;
use clap::Args;
use serde_json::json;
use std::cell::RefCell;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi demo\n  enishi demo --out demo --lang ja\n  enishi judge demo/workshop demo/planned.json"
)]
pub(super) struct DemoArgs {
    /// Folder to write to; files of other names in it are kept
    #[arg(long, value_name = "DIR", default_value = "demo")]
    out: PathBuf,
    /// Longest solve of each of the two plans in seconds
    #[arg(long, value_name = "S", default_value_t = 20.0, value_parser = seconds)]
    seconds: f64,
}

pub(super) fn run(args: &DemoArgs, screen: Screen) -> Result<Exit, AppError> {
    interrupt::listen();
    let done = {
        let line = RefCell::new(Line::new(screen, ""));
        demo(
            Limits { seconds: args.seconds, ..Limits::default() },
            &mut |what| line.borrow_mut().step(what.get(screen.lang)),
            &mut |now| line.borrow_mut().show(now),
        )?
    };
    let files = write_demo(&done, &args.out, screen.lang)?;
    let plans = [&done.printed, &done.planned].map(|p| PlanSummary::of(&p.plan, &p.record));
    screen.answer(&json!({
        "dir": args.out,
        "files": files,
        "summary": Summary { plans: plans.to_vec() },
    }));
    report(&done, args, screen);
    Ok(worst(&done))
}

/// How the two plans ended, the worse of them.
fn worst(done: &Demo) -> Exit {
    let exits = [done.printed.exit(), done.planned.exit()];
    exits.into_iter().max_by_key(|exit| *exit as u8).unwrap_or(Exit::Done)
}

/// What was planned and proved, what found no place and what it would take, and what comes next.
fn report(done: &Demo, args: &DemoArgs, screen: Screen) {
    let w = &done.workshop;
    let (people, talks) = (w.people.len(), w.sessions.len());
    let (consultations, meetings) = (w.consultations.len(), w.meeting_wishes.len());
    screen.tell(&Text::new(
        format!(
            "{}（参加者 {people} 人、企画 {talks}、相談 {consultations} 件、面談希望 {meetings} 件）",
            w.name.ja
        ),
        format!(
            "{} ({people} people, {talks} sessions, {consultations} consultations, {meetings} meeting wishes)",
            w.name.en
        ),
    ));
    screen.say(w.synthetic_note.get(screen.lang));
    for planned in [&done.printed, &done.planned] {
        screen.say(format!("  {}", planned.headline().get(screen.lang)));
    }
    let more = done.planned.plan.total - done.printed.plan.total;
    screen.tell(&Text::new(
        format!("  自由に組むと、印刷された日程より {more:+} 点"),
        format!("  moving the sessions freely gains {more:+} points over the day as printed"),
    ));
    unplaced(&done.planned, w, screen);
    if let Some(best) = done.against.ranking.suggestions.first() {
        let title = |id| done.against.records.iter().find(|p| p.id == id).map(|p| p.title.as_str());
        let of = title(done.against.ranking.profile.clone()).unwrap_or_default();
        let (to, score) = (title(best.profile.clone()).unwrap_or_default(), best.score);
        screen.tell(&Text::new(
            format!("採択課題との照合：「{of}」→ 1位「{to}」（{score} 点）"),
            format!("against the adopted projects: “{of}” → 1st “{to}” ({score} points)"),
        ));
    }
    let proof = match done.consortia.exact {
        true => Text::new("。これより良い組はない", "; none better is left out"),
        false => Text::default(),
    };
    let (found, steps) = (done.consortia.found.len(), done.consortia.steps);
    screen.tell(&Text::new(
        format!("コンソーシアム候補 {found} 組（{steps} 組を調べた{}）", proof.ja),
        format!("{found} candidate consortia ({steps} groups looked at{})", proof.en),
    ));
    let dir = args.out.display();
    screen.say("");
    screen.tell(&Text::new(
        format!("レポート：{dir}/report.html"),
        format!("report: {dir}/report.en.html"),
    ));
    screen.tell(&Text::new(
        "次は：enishi template my-workshop で自分のワークショップを作れます",
        "next: enishi template my-workshop starts a workshop of your own",
    ));
}

fn unplaced(planned: &Planned, workshop: &Workshop, screen: Screen) {
    let n = planned.unplaced.len();
    let top = planned.gains.first();
    match screen.lang {
        Lang::Ja => screen.say(format!("入らなかった希望 {n} 件（理由と直し方は unplaced.csv）")),
        Lang::En => {
            screen.say(format!("wishes not placed: {n} (reasons and repairs in unplaced.csv)"))
        }
    }
    if let Some(gain) = top {
        screen.tell(&top_bottleneck(gain, workshop));
    }
}
