//! `enishi verify`

use super::screen::Screen;
use crate::app::{AppError, BoundShown, Exit, load_certified, verify};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 the plan is what it says, 3 it is not, 2 bad input\n\nExamples:\n  enishi breaks day.dzn --out plan && enishi verify plan/plan.json\n  python3 tests/verify.py plan/plan.json"
)]
pub(super) struct VerifyArgs {
    /// Plan to verify, as `enishi breaks` writes it
    #[arg(value_name = "PLAN.json")]
    plan: PathBuf,
}

pub(super) fn run(args: &VerifyArgs, screen: Screen) -> Result<Exit, AppError> {
    let plan = load_certified(&args.plan)?;
    let name = args.plan.display();
    let (breaks, bound) = (plan.breaks, plan.bound);
    match verify(&plan) {
        Ok(shown) => {
            let verified = shown == BoundShown::Verified;
            screen.answer(&json!({
                "holds": true, "breaks": breaks, "bound": bound, "bound_verified": verified,
            }));
            let how = if verified {
                screen.pick("検証済み", "verified")
            } else {
                screen.pick("記載のみ、未検証", "stated, not verified")
            };
            let line = screen.pick("規則を満たします。空き時間", "the plan holds; breaks");
            let and = screen.pick("下限", "bound");
            screen.say(format!("{name}: {line} {breaks}, {and} {bound} ({how})"));
            Ok(Exit::Done)
        }
        Err(wrong) => {
            let reasons: Vec<String> =
                wrong.iter().map(|r| r.text().get(screen.lang).to_owned()).collect();
            screen.answer(&json!({ "holds": false, "reasons": reasons }));
            for reason in reasons {
                screen.say(format!("{name}: {reason}"));
            }
            Ok(Exit::Faults)
        }
    }
}
