//! From arguments to an exit code.

use super::args::{Arguments, Command};
use super::japanese::in_japanese;
use super::mistake::{is_mistake, mistake};
use super::screen::Screen;
use super::{
    account, blind, breaks, check, completions, consortia, demo, explain, export, exposure,
    fairness, generate, import, judge, keeping, language, learn, personal, plan, rank, serve,
    solve, tag, template, verify, vocabulary, worker,
};
use crate::app::{AppError, Exit};
use crate::domain::Lang;
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the command line and returns its exit code.
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let lang = language::asked_for(&words)
        .unwrap_or_else(|| language::of_locale(|name| std::env::var(name).ok()));
    let command = match lang {
        Lang::Ja => in_japanese(Arguments::command()),
        Lang::En => Arguments::command(),
    };
    let parsed = command
        .try_get_matches_from(&words)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let exit = match parsed {
        Ok(arguments) => {
            let screen = Screen { lang, json: arguments.json };
            let done = match &arguments.command {
                Command::Demo(args) => demo::run(args, screen),
                Command::Import(args) => import::run(args, screen),
                Command::Tag(args) => tag::run(args, screen),
                Command::Rank(args) => rank::run(args, screen),
                Command::Exposure(args) => exposure::run(args, screen),
                Command::Blind(args) => blind::run(args, screen),
                Command::Learn(args) => learn::run(args, screen),
                Command::Vocabulary(args) => vocabulary::run(args, screen),
                Command::Consortia(args) => consortia::run(args, screen),
                Command::Check(args) => check::run(args, screen),
                Command::Plan(args) => plan::run(args, screen),
                Command::Fairness(args) => fairness::run(args, screen),
                Command::Explain(args) => explain::run(args, screen),
                Command::Judge(args) => judge::run(args, screen),
                Command::Breaks(args) => breaks::run(args, screen),
                Command::Verify(args) => verify::run(args, screen),
                Command::Export(args) => export::run(args, screen),
                Command::Generate(args) => generate::run(args, screen),
                Command::Template(args) => template::run(args, screen),
                Command::Serve(args) => serve::run(args, screen),
                Command::Worker(args) => worker::run(args, screen),
                Command::Account(args) => account::run(args, screen),
                Command::Backup(args) => keeping::run_backup(args, screen),
                Command::Restore(args) => keeping::run_restore(args, screen),
                Command::Doctor(args) => keeping::run_doctor(args, screen),
                Command::Erase(args) => personal::run_erase(args, screen),
                Command::PersonalData(args) => personal::run_personal_data(args, screen),
                Command::Solve(args) => solve::run(args, screen),
                Command::Completions(args) => completions::run(args, screen),
            };
            done.unwrap_or_else(|error| screen.fail(&error))
        }
        Err(error) if is_mistake(&error) => {
            let json = words.iter().any(|word| word == "--json");
            Screen { lang, json }.fail(&AppError::Argument(mistake(&error)))
        }
        Err(help) => {
            // A closed pipe is nothing to report.
            let _ = help.print();
            match help.kind() {
                ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Exit::BadInput,
                _ => Exit::Done,
            }
        }
    };
    ExitCode::from(exit as u8)
}
