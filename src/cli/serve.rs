//! `enishi serve`

use super::screen::Screen;
use crate::app::{AppError, Exit};
use crate::domain::Text;
use crate::server::{Running, Settings, StartError, start};
use clap::Args;
use serde_json::json;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi serve --demo\n  enishi serve --data-dir /var/lib/enishi --listen 127.0.0.1:8080\n  DATABASE_URL=postgres://enishi@localhost/enishi enishi serve"
)]
pub(super) struct ServeArgs {
    /// Show the workshop of 2022-05-10; anybody on this machine may enter in any role
    #[arg(long)]
    demo: bool,
    /// Address and port to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder for the database, mails and tokens
    #[arg(long, value_name = "DIR", default_value = "enishi-data")]
    data_dir: PathBuf,
    /// PostgreSQL instead of SQLite in the data folder
    #[arg(long, value_name = "URL", env = "DATABASE_URL", hide_env_values = true)]
    database: Option<String>,
    /// Longest solve of each of the demonstration's two plans in seconds
    #[arg(long, value_name = "S", default_value_t = 20.0, value_parser = super::plan::seconds)]
    demo_seconds: f64,
    /// Browsers come by HTTPS, by a proxy in front: cookies are sent by HTTPS alone
    #[arg(long)]
    https: bool,
    /// Requests that one address, and one account, may send each second
    #[arg(long, value_name = "N", default_value = "300")]
    requests_per_second: NonZeroU32,
}

pub(super) fn failed(error: &StartError) -> AppError {
    AppError::Argument(Text::new(format!("サービスを開始できません：{error}"), error.to_string()))
}

pub(super) fn run(args: &ServeArgs, screen: Screen) -> Result<Exit, AppError> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "warn,enishi=info".into());
    let terminal = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(terminal)
        .with_writer(std::io::stderr);
    // A second subscriber cannot be set; the first one then does the work.
    let _ = if screen.json { log.json().try_init() } else { log.try_init() };
    let settings = Settings {
        listen: args.listen,
        data_dir: args.data_dir.clone(),
        database: args.database.clone(),
        demo: args.demo,
        program: std::env::current_exe()
            .map_err(|e| failed(&StartError::Failed(format!("this program has no path: {e}"))))?,
        demo_plan_seconds: args.demo_seconds,
        https: args.https,
        requests_per_second: args.requests_per_second,
    };
    let system = actix_web::rt::System::new();
    system
        .block_on(async {
            let running = start(settings).await?;
            greet(&running, args, screen);
            running.serve().await
        })
        .map_err(|error| failed(&error))?;
    Ok(Exit::Done)
}

/// Says where the service listens, and that a demonstration is one.
fn greet(running: &Running, args: &ServeArgs, screen: Screen) {
    let (address, dir) = (running.address, args.data_dir.display());
    screen.answer(&json!({ "listen": address.to_string(), "demo": args.demo }));
    screen.tell(&Text::new(
        format!("http://{address} で待ち受けています（API: http://{address}/api/docs）。Ctrl-C で終わります。"),
        format!("listening on http://{address} (API: http://{address}/api/docs); Ctrl-C ends it"),
    ));
    if args.demo {
        screen.tell(&Text::new(
            format!("これはデモです。この端末の誰でも、どの役割でも入れます。スクリプト用のトークン：{dir}/demo-tokens.json"),
            format!("this is a demonstration: anybody on this machine may enter in any role; tokens for scripts: {dir}/demo-tokens.json"),
        ));
    }
}
