//! `enishi account`

use super::place::Place;
use super::screen::Screen;
use super::serve::failed;
use crate::app::{AppError, Exit};
use crate::domain::Text;
use crate::server::add_administrator;
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi account hanako@example.jp --name \"山田 花子\" --data-dir /var/lib/enishi"
)]
pub(super) struct AccountArgs {
    /// Address of the administrator
    #[arg(value_name = "EMAIL")]
    email: String,
    /// Name of the administrator
    #[arg(long, value_name = "NAME")]
    name: String,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(args: &AccountArgs, screen: Screen) -> Result<Exit, AppError> {
    let settings = args.place.settings()?;
    let (dir, database) = (&settings.data_dir, settings.database.as_deref());
    let work = add_administrator(dir, database, &args.email, &args.name, screen.lang);
    let path = actix_web::rt::System::new().block_on(work).map_err(|error| failed(&error))?;
    let link = settings.link(&path);
    screen.answer(&json!({ "email": args.email, "path": path, "link": link }));
    screen.tell(&Text::new(
        format!(
            "{} を管理者にしました。サービスを動かして次を開くと、サインインできます（一度だけ、24時間以内）：",
            args.email
        ),
        format!(
            "{} is an administrator; while the service runs, open this to sign in (once, within a day):",
            args.email
        ),
    ));
    screen.say(format!("  {link}"));
    Ok(Exit::Done)
}
