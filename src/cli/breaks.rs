//! `enishi breaks`

use super::interrupt;
use super::plan::seconds;
use super::progress::Line;
use super::screen::Screen;
use crate::app::{AppError, DayPlanned, Exit, Output, plan_breaks};
use crate::solver::Limits;
use clap::Args;
use serde_json::json;
use std::cell::RefCell;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 planned, 2 bad input, 4 the day is impossible, 5 no plan in time\n\nExamples:\n  enishi breaks day.dzn --out plan\n  enishi breaks day.dzn --fairness 2 --seconds 60 --out plan && enishi verify plan/plan.json"
)]
pub(super) struct BreaksArgs {
    /// Day of given meetings (MiniZinc data)
    #[arg(value_name = "DAY.dzn")]
    day: PathBuf,
    /// Folder for the plan and the certificate of its bound
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Most breaks that somebody may have more than somebody else
    #[arg(long, value_name = "D", default_value_t = 2)]
    fairness: usize,
    /// Longest solve in seconds; the certificate may take as long again
    #[arg(long, value_name = "S", default_value_t = Limits::default().seconds, value_parser = seconds)]
    seconds: f64,
    /// Threads of the solver
    #[arg(long, value_name = "T", default_value_t = Limits::default().threads, value_parser = clap::value_parser!(u32).range(1..=256))]
    threads: u32,
    /// Seed of the solver
    #[arg(long, value_name = "N", default_value_t = Limits::default().seed, value_parser = clap::value_parser!(u32).range(0..=i64::from(i32::MAX)))]
    seed: u32,
}

pub(super) fn run(args: &BreaksArgs, screen: Screen) -> Result<Exit, AppError> {
    let limits = Limits { seconds: args.seconds, threads: args.threads, seed: args.seed };
    interrupt::listen();
    let planned = {
        let line = RefCell::new(Line::new(screen, screen.pick("計画中", "planning")));
        plan_breaks(&args.day, args.fairness, limits, &|now| line.borrow_mut().show_day(now))?
    };
    match &planned {
        DayPlanned::Plan(plan) => {
            if let Some(folder) = &args.out {
                let mut output = Output::new(folder)?;
                // Serialising plain data into memory has no way to fail.
                output.put("plan.json", &serde_json::to_vec(plan).unwrap_or_default())?;
                output.commit()?;
            }
            screen.answer(&json!({
                "breaks": plan.breaks,
                "bound": plan.bound,
                "certified": plan.certificate.is_some(),
                "slots": plan.slots,
            }));
            screen.say(match plan.certificate {
                Some(_) => screen.pick("下限の証明つきです。", "the bound has its certificate"),
                None => screen.pick(
                    "下限の証明はありません（記載のみ）。",
                    "the bound is stated without a certificate",
                ),
            });
            let (breaks, bound) = (plan.breaks, plan.bound);
            let line = screen.pick("空き時間・下限", "breaks, bound");
            screen.say(format!("{line}: {breaks}, {bound}"));
        }
        DayPlanned::Infeasible => {
            screen.say(screen.pick("この条件を満たす計画はありません。", "there is no plan"));
        }
        DayPlanned::NoneInTime => {
            screen.say(screen.pick("時間内に計画が見つかりません。", "no plan was found in time"));
        }
    }
    Ok(planned.exit())
}
