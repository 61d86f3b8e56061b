//! `enishi worker`

use super::place::Place;
use super::screen::Screen;
use super::serve::{begin_log, failed};
use crate::app::{AppError, Exit};
use crate::domain::Text;
use crate::server::work_elsewhere;
use clap::Args;

#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  enishi worker --database postgres://enishi@localhost/enishi")]
pub(super) struct WorkerArgs {
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(args: &WorkerArgs, screen: Screen) -> Result<Exit, AppError> {
    begin_log(screen);
    let settings = args.place.settings()?;
    screen.tell(&Text::new(
        "ジョブを待っています。Ctrl-C で終わり、途中のジョブは待ち行列に戻ります。",
        "waiting for jobs; Ctrl-C ends it, and hands back the job it is at",
    ));
    let system = actix_web::rt::System::new();
    system.block_on(work_elsewhere(settings, asked_to_end())).map_err(|e| failed(&e))?;
    Ok(Exit::Done)
}

/// Until Ctrl-C or, as a service manager sends it, SIGTERM.
async fn asked_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
