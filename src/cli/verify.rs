//! `enishi verify`

use super::screen::Screen;
use super::workshop::load;
use crate::app::{
    AppError, BoundShown, Certified, CertifiedPlan, CertifiedTimetable, Exit, Verified,
    load_certified, verify, verify_timetable,
};
use crate::domain::Text;
use crate::exchange::Limits;
use clap::Args;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 the plan is what it says, 3 it is not, 2 bad input\n\nExamples:\n  enishi plan my-workshop --out plan && enishi verify plan/planned.certified.json my-workshop\n  enishi breaks day.dzn --out plan && enishi verify plan/plan.json\n  python3 tests/verify.py plan/plan.json"
)]
pub(super) struct VerifyArgs {
    /// Plan to verify, as `enishi plan` (NAME.certified.json), `enishi demo` and `enishi breaks` write it
    #[arg(value_name = "PLAN.json")]
    plan: PathBuf,
    /// The plan's workshop, for all but those of `enishi breaks`: folder of CSV sheets, .xlsx or .json
    #[arg(value_name = "WORKSHOP_DIR")]
    workshop: Option<PathBuf>,
    /// Most rows that are read, over all sheets
    #[arg(long, value_name = "N", default_value_t = Limits::default().rows)]
    max_rows: usize,
}

pub(super) fn run(args: &VerifyArgs, screen: Screen) -> Result<Exit, AppError> {
    match (load_certified(&args.plan)?, &args.workshop) {
        (Certified::Day(plan), None) => Ok(day(&plan, &args.plan, screen)),
        (Certified::Timetable(plan), Some(workshop)) => {
            let workshop = load(workshop, args.max_rows, screen)?;
            let verified = verify_timetable(&workshop, &plan);
            Ok(match verified {
                Ok(verified) => timetable(&plan, verified, &args.plan, screen),
                Err(wrong) => {
                    let reasons = wrong.iter().map(|r| r.text().get(screen.lang).to_owned());
                    rejected(reasons.collect(), &args.plan, screen)
                }
            })
        }
        (Certified::Timetable(_), None) => Err(AppError::Argument(Text::new(
            "ワークショップの計画です。ワークショップも指定してください：enishi verify PLAN.json WORKSHOP_DIR",
            "it is a workshop's plan; give the workshop too: enishi verify PLAN.json WORKSHOP_DIR",
        ))),
        (Certified::Day(_), Some(_)) => Err(AppError::Argument(Text::new(
            "`enishi breaks` の計画は面談データを含みます。ワークショップは指定しないでください",
            "a plan of `enishi breaks` holds its own day; leave the workshop out",
        ))),
    }
}

/// A plan of `enishi breaks`.
fn day(plan: &CertifiedPlan, path: &Path, screen: Screen) -> Exit {
    let (breaks, bound) = (plan.breaks, plan.bound);
    match verify(plan) {
        Ok(shown) => {
            let verified = shown == BoundShown::Verified;
            screen.answer(&json!({
                "holds": true, "breaks": breaks, "bound": bound, "bound_verified": verified,
            }));
            let how = if verified {
                screen.pick("検証済み", "verified")
            } else {
                screen.pick("HiGHS による、未検証", "stated by HiGHS, not verified")
            };
            let line = screen.pick("規則を満たします。空き時間", "the plan holds; breaks");
            let and = screen.pick("下限", "bound");
            screen.say(format!("{}: {line} {breaks}, {and} {bound} ({how})", path.display()));
            Exit::Done
        }
        Err(wrong) => {
            let reasons = wrong.iter().map(|r| r.text().get(screen.lang).to_owned());
            rejected(reasons.collect(), path, screen)
        }
    }
}

/// A workshop's plan that is what it says.
fn timetable(plan: &CertifiedTimetable, verified: Verified, path: &Path, screen: Screen) -> Exit {
    let Verified { stated, shown, locked } = verified;
    let record = &plan.record;
    screen.answer(&json!({
        "holds": true, "total": plan.total, "objective": plan.objective,
        "bound": stated, "bound_verified": verified.is_shown(), "verified_bound": shown,
        "locked": locked, "as_printed": plan.as_printed, "record": record,
    }));
    let total = plan.total;
    let bound = match (stated, shown) {
        (Some(stated), _) if verified.is_shown() => {
            Text::new(format!("上界 {stated}（検証済み）"), format!("bound {stated} (verified)"))
        }
        (Some(stated), Some(shown)) => Text::new(
            format!("上界 {shown}（検証済み）、{stated}（HiGHS による、未検証）"),
            format!("bound {shown} (verified), {stated} (stated by HiGHS, not verified)"),
        ),
        (Some(stated), None) => Text::new(
            format!("上界 {stated}（HiGHS による、未検証）"),
            format!("bound {stated} (stated by HiGHS, not verified)"),
        ),
        (None, _) => Text::new("上界の記載なし", "no bound is stated"),
    };
    let path = path.display();
    screen.tell(&Text::new(
        format!("{path}：規則を満たします。{total} 点、{}", bound.ja),
        format!("{path}: the plan holds; {total} points, {}", bound.en),
    ));
    if plan.as_printed {
        screen.say(screen.pick(
            "  印刷された企画は、印刷された場所と時刻に固定した計画です。",
            "  sessions that are printed were to stand where they are printed",
        ));
    }
    if locked > 0 {
        screen.tell(&Text::new(
            format!("  固定された {locked} 件を動かさない計画のうちでの上界です。"),
            format!(
                "  the bound is one on plans that keep the {locked} placements that are locked"
            ),
        ));
    }
    let (version, solver, hash) = (&record.version, &record.solver, &record.input_hash);
    let (seed, threads, seconds) = (record.seed, record.limits.threads, record.limits.seconds);
    screen.tell(&Text::new(
        format!(
            "  記録：enishi {version}、{solver}、乱数の種 {seed}、{threads} スレッド、{seconds} 秒まで、入力 {hash}（一致）"
        ),
        format!(
            "  record: enishi {version}, {solver}, seed {seed}, {threads} threads, at most {seconds} s, input {hash} (as given)"
        ),
    ));
    Exit::Done
}

fn rejected(reasons: Vec<String>, path: &Path, screen: Screen) -> Exit {
    screen.answer(&json!({ "holds": false, "reasons": reasons }));
    for reason in reasons {
        screen.say(format!("{}: {reason}", path.display()));
    }
    Exit::Faults
}
