//! `enishi template`

use super::screen::Screen;
use crate::app::{AppError, Exit, write_template};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi template my-workshop\n  enishi template my-workshop --lang ja\n  enishi plan my-workshop"
)]
pub(super) struct TemplateArgs {
    /// Folder to write to; files of the same names are replaced
    #[arg(value_name = "DIR")]
    dir: PathBuf,
}

pub(super) fn run(args: &TemplateArgs, screen: Screen) -> Result<Exit, AppError> {
    let files = write_template(&args.dir, screen.lang)?;
    screen.wrote(&args.dir, files.len());
    screen.say(screen.pick(
        "表を自分のワークショップに書き換えてから、次を実行してください：",
        "put your own workshop into the sheets, then run:",
    ));
    screen.say(format!("  enishi plan {}", args.dir.display()));
    screen.answer(&json!({ "dir": args.dir, "files": files }));
    Ok(Exit::Done)
}
