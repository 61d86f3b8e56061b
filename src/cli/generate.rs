//! `enishi generate`

use super::screen::Screen;
use crate::app::{AppError, Exit, save_workshop};
use crate::domain::Text;
use crate::generate::{Size, convention};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi generate large.json --meetings 5000 --organisations 500\n  enishi plan large.json --seconds 10 --out plan"
)]
pub(super) struct GenerateArgs {
    /// Where to write: .xlsx, .json, or a folder of CSV sheets
    #[arg(value_name = "OUT")]
    out: PathBuf,
    /// Pairs of people of whom one or both wish to meet
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(10..=200_000))]
    meetings: u32,
    /// Organisations; an eighth of the meetings where not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=50_000))]
    organisations: Option<u32>,
    /// Days of sixteen slots; by the meetings where not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10))]
    days: Option<u32>,
    /// Tables in all halls together; by the meetings where not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(3..=20_000))]
    tables: Option<u32>,
    /// The same seed and size make the same workshop
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u32,
}

pub(super) fn run(args: &GenerateArgs, screen: Screen) -> Result<Exit, AppError> {
    let given = |value: Option<u32>, usual: usize| value.map_or(usual, |n| n as usize);
    let usual = Size::of(args.meetings as usize);
    let size = Size {
        organisations: given(args.organisations, usual.organisations),
        days: given(args.days, usual.days),
        tables: given(args.tables, usual.tables),
        ..usual
    };
    let workshop = convention(u64::from(args.seed), &size);
    save_workshop(&workshop, &args.out)?;
    let (people, slots, cap) =
        (workshop.people.len(), workshop.slots.len(), workshop.rules.meetings_per_person);
    screen.answer(&json!({
        "out": args.out,
        "people": people,
        "organisations": size.organisations,
        "wishes": workshop.meeting_wishes.len(),
        "slots": slots,
        "tables": size.tables,
    }));
    let (organisations, tables, cap) = (size.organisations, size.tables, cap.unwrap_or(0));
    screen.tell(&Text::new(
        format!(
            "架空のワークショップ：機関 {organisations}、参加者 {people} 人、面談希望 {} 組、面談枠 {slots}、テーブル {tables}、1人 {cap} 件まで",
            args.meetings
        ),
        format!(
            "a made-up workshop: {organisations} organisations, {people} people, {} wished meetings, {slots} slots, {tables} tables, {cap} meetings a person at most",
            args.meetings
        ),
    ));
    screen.say(format!("  enishi plan {}", args.out.display()));
    Ok(Exit::Done)
}
