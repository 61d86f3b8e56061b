//! `enishi erase` and `enishi personal-data`

use super::place::Place;
use super::screen::Screen;
use super::serve::failed;
use crate::app::{AppError, Exit};
use crate::domain::Text;
use crate::server::{Whom, erase, personal_data};
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi erase hanako@example.jp --yes --data-dir /var/lib/enishi\n  enishi erase p-0123 --workshop aimgain-2022 --yes"
)]
pub(super) struct EraseArgs {
    /// Address of an account, or the id of a person of --workshop
    #[arg(value_name = "PERSON")]
    person: String,
    /// Workshop of the person, where no address is given
    #[arg(long, value_name = "WORKSHOP")]
    workshop: Option<String>,
    /// Yes, erase: there is no way back
    #[arg(long)]
    yes: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  enishi personal-data hanako@example.jp > hanako.json")]
pub(super) struct PersonalDataArgs {
    /// Address of the account
    #[arg(value_name = "EMAIL")]
    email: String,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run_erase(args: &EraseArgs, screen: Screen) -> Result<Exit, AppError> {
    let whom = match &args.workshop {
        Some(workshop) => Whom::Person { workshop: workshop.clone(), person: args.person.clone() },
        None => Whom::Address(args.person.clone()),
    };
    if !args.yes {
        return Err(AppError::Argument(Text::new(
            "削除は取り消せません。よろしければ --yes を付けてください",
            "erasing cannot be undone; add --yes if you are sure",
        )));
    }
    let settings = args.place.settings()?;
    let work = erase(&settings, &whom);
    let people = actix_web::rt::System::new().block_on(work).map_err(|error| failed(&error))?;
    screen.answer(&json!({ "erased": people }));
    screen.tell(&Text::new(
        format!(
            "{} を削除しました（ワークショップの参加者 {people} 件）。古い控えには残っています。",
            args.person
        ),
        format!(
            "erased {} ({people} people of workshops); older backups still hold them",
            args.person
        ),
    ));
    Ok(Exit::Done)
}

pub(super) fn run_personal_data(args: &PersonalDataArgs, screen: Screen) -> Result<Exit, AppError> {
    let settings = args.place.settings()?;
    let work = personal_data(&settings, &args.email);
    let data = actix_web::rt::System::new().block_on(work).map_err(|error| failed(&error))?;
    screen.answer(&data);
    screen.say(format!("{data:#}"));
    Ok(Exit::Done)
}
