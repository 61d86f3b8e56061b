//! `enishi backup`, `enishi restore` and `enishi doctor`

use super::place::Place;
use super::screen::Screen;
use super::serve::failed;
use crate::app::{AppError, Exit};
use crate::domain::Text;
use crate::server::{backup, doctor, restore};
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi backup enishi-2022-05-10.sqlite --data-dir /var/lib/enishi"
)]
pub(super) struct BackupArgs {
    /// New file for the copy
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi restore enishi-2022-05-10.sqlite --data-dir /var/lib/enishi-new"
)]
pub(super) struct RestoreArgs {
    /// Copy that `enishi backup` made
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Folder for the database, mails and tokens
    #[arg(long, value_name = "DIR", default_value = "enishi-data")]
    data_dir: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  enishi doctor --data-dir /var/lib/enishi")]
pub(super) struct DoctorArgs {
    #[command(flatten)]
    place: Place,
}

pub(super) fn run_backup(args: &BackupArgs, screen: Screen) -> Result<Exit, AppError> {
    let settings = args.place.settings()?;
    let work = backup(&settings.data_dir, settings.database.as_deref(), &args.file);
    actix_web::rt::System::new().block_on(work).map_err(|error| failed(&error))?;
    let file = args.file.display();
    screen.answer(&json!({ "file": args.file }));
    screen.tell(&Text::new(
        format!("{file} に控えを取り、検査しました。"),
        format!("copied into {file} and checked"),
    ));
    Ok(Exit::Done)
}

pub(super) fn run_restore(args: &RestoreArgs, screen: Screen) -> Result<Exit, AppError> {
    let work = restore(&args.file, &args.data_dir);
    actix_web::rt::System::new().block_on(work).map_err(|error| failed(&error))?;
    let dir = args.data_dir.display();
    screen.answer(&json!({ "data_dir": args.data_dir }));
    screen.tell(&Text::new(
        format!("{dir} に戻しました。次は enishi serve --data-dir {dir}"),
        format!("restored into {dir}; next: enishi serve --data-dir {dir}"),
    ));
    Ok(Exit::Done)
}

pub(super) fn run_doctor(args: &DoctorArgs, screen: Screen) -> Result<Exit, AppError> {
    let settings = args.place.settings()?;
    let work = doctor(&settings);
    let health = actix_web::rt::System::new().block_on(work).map_err(|error| failed(&error))?;
    screen.answer(&health);
    for fault in &health.faults {
        screen.say(fault);
    }
    let n = health.workshops;
    if health.faults.is_empty() {
        screen.tell(&Text::new(
            format!("問題ありません（ワークショップ {n} 件）"),
            format!("all is well; {n} workshops"),
        ));
    }
    Ok(if health.faults.is_empty() { Exit::Done } else { Exit::Faults })
}
