//! `enishi import`

use super::screen::Screen;
use super::workshop::WorkshopArgs;
use crate::app::{AppError, Exit, import};
use crate::domain::Lang;
use crate::exchange::Limits;
use clap::Args;
use serde_json::{Map, Value, json};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi import participants.xlsx\n  enishi import my-workshop --out my-workshop.xlsx\n  enishi import my-workshop.xlsx --out my-workshop.json --json"
)]
pub(super) struct ImportArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    /// Where to write it: .xlsx, .json, or a folder for CSV; only checked where not given
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &ImportArgs, screen: Screen) -> Result<Exit, AppError> {
    let limits = Limits { rows: args.workshop.max_rows, ..Limits::default() };
    let imported = import(&args.workshop.workshop, args.out.as_deref(), &limits)?;
    for notice in &imported.notices {
        screen.note(notice.to_string());
    }
    let entries: Map<String, Value> =
        imported.entries.iter().map(|(sheet, n)| ((*sheet).to_owned(), json!(n))).collect();
    let notices: Vec<String> = imported.notices.iter().map(ToString::to_string).collect();
    screen.answer(&json!({
        "workshop": imported.workshop,
        "entries": entries,
        "input_hash": imported.input_hash,
        "notices": notices,
        "out": args.out,
    }));
    screen.say(match screen.lang {
        Lang::Ja => format!(
            "ワークショップ {} を読み込みました。データに誤りはありません。",
            imported.workshop
        ),
        Lang::En => format!("workshop {} read; its data agrees with itself", imported.workshop),
    });
    for (sheet, n) in &imported.entries {
        screen.say(format!("  {sheet} {n}"));
    }
    if let Some(out) = &args.out {
        screen.say(match screen.lang {
            Lang::Ja => format!("{} に書き出しました。", out.display()),
            Lang::En => format!("wrote {}", out.display()),
        });
    }
    Ok(Exit::Done)
}
