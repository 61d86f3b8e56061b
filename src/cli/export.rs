//! `enishi export`

use super::screen::Screen;
use super::workshop::WorkshopArgs;
use crate::app::{AppError, Exit, Format, export, load_timetable};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FormatName {
    Csv,
    Xlsx,
    Json,
    Ics,
    Html,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Format {
        match name {
            FormatName::Csv => Format::Csv,
            FormatName::Xlsx => Format::Xlsx,
            FormatName::Json => Format::Json,
            FormatName::Ics => Format::Ics,
            FormatName::Html => Format::Html,
        }
    }
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi export my-workshop plan/planned.json --out out\n  enishi export my-workshop plan/planned.json --out out --format ics --format html"
)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    /// Timetable to export, .json or .csv
    #[arg(value_name = "TIMETABLE.json")]
    timetable: PathBuf,
    /// Folder to write to; files of other names in it are kept
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Formats to write; all where none is given
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',')]
    format: Vec<FormatName>,
}

pub(super) fn run(args: &ExportArgs, screen: Screen) -> Result<Exit, AppError> {
    let workshop = args.workshop.load(screen)?;
    let timetable = load_timetable(&args.timetable, &workshop)?;
    let mut formats: Vec<Format> = args.format.iter().map(|name| Format::from(*name)).collect();
    if formats.is_empty() {
        formats = Format::ALL.to_vec();
    }
    let files = export(&workshop, &timetable, &formats, screen.lang, &args.out)?;
    screen.answer(&json!({ "dir": args.out, "files": files }));
    screen.wrote(&args.out, files.len());
    Ok(Exit::Done)
}
