//! `enishi completions`

use super::args::Arguments;
use super::screen::Screen;
use crate::app::{AppError, Exit};
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde_json::json;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi completions bash > ~/.local/share/bash-completion/completions/enishi\n  enishi completions fish > ~/.config/fish/completions/enishi.fish"
)]
pub(super) struct CompletionsArgs {
    /// Shell to complete in
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, screen: Screen) -> Result<Exit, AppError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Arguments::command(), "enishi", &mut script);
    let script = String::from_utf8_lossy(&script);
    screen.answer(&json!({ "shell": args.shell.to_string(), "script": script }));
    screen.say(script.trim_end());
    Ok(Exit::Done)
}
