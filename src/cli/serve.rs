//! `enishi serve`

use super::place::Place;
use super::screen::Screen;
use crate::app::{AppError, Exit};
use crate::domain::Text;
use crate::server::{Running, Settings, StartError, shown_settings, start};
use clap::Args;
use serde_json::json;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::num::NonZeroU32;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi serve --demo\n  enishi serve --data-dir /var/lib/enishi --listen 127.0.0.1:8080\n  enishi serve --config /etc/enishi/enishi.toml --check-config\n  DATABASE_URL=postgres://enishi@localhost/enishi enishi serve"
)]
pub(super) struct ServeArgs {
    /// Show the workshop of 2022-05-10; anybody on this machine may enter in any role
    #[arg(long)]
    demo: bool,
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    #[command(flatten)]
    place: Place,
    /// Show the settings as they hold, or what is wrong with them, and do nothing else
    #[arg(long)]
    check_config: bool,
    /// Longest solve of each of the demonstration's two plans in seconds
    #[arg(long, value_name = "S", default_value_t = 20.0, value_parser = super::plan::seconds)]
    demo_seconds: f64,
    /// Browsers come by HTTPS, by a proxy in front: cookies are sent by HTTPS alone
    #[arg(long)]
    https: bool,
    /// Requests that one address, and one account, may send each second [default: 300]
    #[arg(long, value_name = "N")]
    requests_per_second: Option<NonZeroU32>,
}

pub(super) fn failed(error: &StartError) -> AppError {
    AppError::Argument(Text::new(format!("サービスを開始できません：{error}"), error.to_string()))
}

/// Lets the log begin: on standard error, as JSON lines where JSON is asked for.
pub(super) fn begin_log(screen: Screen) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "warn,enishi=info".into());
    let terminal = std::io::stderr().is_terminal();
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(terminal)
        // Where the log cannot be written (a full disk), the service goes on without it.
        .log_internal_errors(false)
        .with_writer(std::io::stderr);
    // A second subscriber cannot be set; the first one then does the work.
    let _ = if screen.json { log.json().try_init() } else { log.try_init() };
}

fn settings(args: &ServeArgs) -> Result<Settings, AppError> {
    let base = args.place.settings()?;
    Ok(Settings {
        listen: args.listen.unwrap_or(base.listen),
        demo: args.demo,
        demo_plan_seconds: args.demo_seconds,
        https: args.https || base.https,
        requests_per_second: args.requests_per_second.unwrap_or(base.requests_per_second),
        ..base
    })
}

pub(super) fn run(args: &ServeArgs, screen: Screen) -> Result<Exit, AppError> {
    let settings = settings(args)?;
    if args.check_config {
        let shown = shown_settings(&settings);
        screen.answer(&shown);
        for setting in shown {
            let value = setting.value.as_deref().unwrap_or("-");
            screen.say(format!("{} = {value}", setting.name));
        }
        return Ok(Exit::Done);
    }
    begin_log(screen);
    let system = actix_web::rt::System::new();
    system
        .block_on(async {
            let running = start(settings).await?;
            greet(&running, screen);
            if !running.service.store.read().await?.has_accounts().await? {
                name_the_first_step(screen);
            }
            running.serve().await
        })
        .map_err(|error| failed(&error))?;
    Ok(Exit::Done)
}

/// Says where the service listens, and that a demonstration is one.
fn greet(running: &Running, screen: Screen) {
    let settings = &running.service.settings;
    let (address, dir) = (running.address, settings.data_dir.display());
    screen.answer(&json!({ "listen": address.to_string(), "demo": settings.demo }));
    screen.tell(&Text::new(
        format!("http://{address} で待ち受けています（API: http://{address}/api/docs）。Ctrl-C で終わります。"),
        format!("listening on http://{address} (API: http://{address}/api/docs); Ctrl-C ends it"),
    ));
    if settings.demo {
        screen.tell(&Text::new(
            format!("これはデモです。この端末の誰でも、どの役割でも入れます。スクリプト用のトークン：{dir}/demo-tokens.json"),
            format!("this is a demonstration: anybody on this machine may enter in any role; tokens for scripts: {dir}/demo-tokens.json"),
        ));
    }
}

/// A new installation knows nobody: says how that changes.
fn name_the_first_step(screen: Screen) {
    screen.tell(&Text::new(
        "まだ誰もサインインできません。別の端末で、最初の管理者を作ってください（--data-dir などは同じものを）：",
        "nobody can sign in yet; make the first administrator in another terminal (with the same --data-dir and so on):",
    ));
    screen.tell(&Text::new(
        "  enishi account 自分のアドレス --name 氏名",
        "  enishi account YOUR-ADDRESS --name YOUR-NAME",
    ));
}
