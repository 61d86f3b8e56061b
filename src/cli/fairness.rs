//! `enishi fairness`

use super::interrupt;
use super::plan::seconds;
use super::progress::Line;
use super::screen::Screen;
use super::workshop::WorkshopArgs;
use crate::app::{AppError, Exit, Stage, fairness_of, write_fairness};
use crate::domain::{Lang, Text};
use crate::scheduling::{FairnessCurve, FairnessOptions};
use crate::solver::{Limits, Status};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 planned, 2 bad input, 4 the day is impossible, 5 no plan in time\n\nExamples:\n  enishi fairness my-workshop\n  enishi fairness my-workshop --points 8 --max-loss 5 --out fairness\n  enishi plan my-workshop --start fairness/floor-050.json --seconds 30 --out plan"
)]
pub(super) struct FairnessArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    /// Plans at most, from the one of most value to the fairest
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(2..=101))]
    points: u16,
    /// Most value that a plan may lose, in per cent
    #[arg(long, value_name = "PERCENT", default_value_t = 100.0, value_parser = percent)]
    max_loss: f64,
    /// Folder for the curve and its timetables; files of other names in it are kept
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Longest solve of each plan in seconds
    #[arg(long, value_name = "S", default_value_t = Limits::default().seconds, value_parser = seconds)]
    seconds: f64,
    /// Threads of the solver
    #[arg(long, value_name = "T", default_value_t = Limits::default().threads, value_parser = clap::value_parser!(u32).range(1..=256))]
    threads: u32,
    /// Seed of the solver
    #[arg(long, value_name = "N", default_value_t = Limits::default().seed, value_parser = clap::value_parser!(u32).range(0..=i64::from(i32::MAX)))]
    seed: u32,
}

fn percent(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(percent) if (0.0..=100.0).contains(&percent) => Ok(percent),
        _ => Err("expected a number from 0 to 100".to_owned()),
    }
}

pub(super) fn run(args: &FairnessArgs, screen: Screen) -> Result<Exit, AppError> {
    let workshop = args.workshop.load(screen)?;
    let options = FairnessOptions {
        limits: Limits { seconds: args.seconds, threads: args.threads, seed: args.seed },
        points: args.points.into(),
        max_loss: args.max_loss / 100.0,
        start: None,
    };
    interrupt::listen();
    let report = {
        let mut line = Line::new(screen, screen.pick("公平な計画を作成中", "planning fairly"));
        fairness_of(&workshop, &options, &mut |now| line.show(Stage::Solving(now)))?
    };
    screen.answer(&report);
    show(&report.curve, args.max_loss, screen);
    if let Some(out) = &args.out {
        let files = write_fairness(&report, screen.lang, out)?;
        screen.wrote(out, files.len());
    }
    Ok(report.exit())
}

fn show(curve: &FairnessCurve, max_loss: f64, screen: Screen) {
    if curve.points.is_empty() {
        screen.say(match curve.status {
            Status::Infeasible => {
                screen.pick("条件をすべて満たす計画はありません。", "no plan can keep every rule")
            }
            _ => screen.pick("時間内に計画が見つかりませんでした。", "no plan was found in time"),
        });
        return;
    }
    let people = curve.people.len();
    screen.tell(&Text::new(
        format!(
            "希望のある {people} 人について、希望の点数のうち受け取れる割合（その人だけのために計画した場合を 100 % とする）："
        ),
        format!(
            "what {people} people receive of their own wishes' points (100 %: the day planned for them alone):"
        ),
    ));
    for point in &curve.points {
        let (least, total, loss) = (point.least_percent, point.plan.total, point.loss * 100.0);
        let proof = match (point.plan.status, point.plan.bound) {
            (Status::Optimal, _) => Text::new("最適（証明済み）", "optimal, proved"),
            (_, Some(bound)) => Text::new(format!("上界 {bound}"), format!("bound {bound}")),
            (_, None) => Text::new("上界なし", "no bound"),
        };
        let proof = proof.get(screen.lang);
        screen.say(match screen.lang {
            Lang::Ja => format!("  全員 {least} % 以上：{total} 点、損失 {loss:.2} %、{proof}"),
            Lang::En => {
                format!("  everybody at least {least} %: {total} points, loss {loss:.2} %, {proof}")
            }
        });
    }
    let (reached, impossible) = (curve.reached_percent, curve.impossible_percent);
    screen.tell(&match impossible {
        101 if reached == 100 => Text::new(
            "全員がすべてを受け取れます。",
            "everybody can receive all that they could be given",
        ),
        101 => Text::new(
            format!("全員に {reached} % を確保できます。それ以上が可能かは証明されていません。"),
            format!("everybody can have {reached} %; whether more is possible is not proved"),
        ),
        _ => {
            let (within_ja, within_en) = match max_loss < 100.0 {
                true => {
                    (format!("損失 {max_loss} % 以内では、"), format!(" that loses at most {max_loss} %"))
                }
                false => Default::default(),
            };
            Text::new(
                format!(
                    "全員に {reached} % を確保できます。{within_ja}全員に {impossible} % を確保する計画はありません（証明済み）。"
                ),
                format!(
                    "everybody can have {reached} %; no plan{within_en} gives everybody {impossible} %: proved"
                ),
            )
        }
    });
}
