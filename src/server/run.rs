//! Starts the service and ends it with grace.

use super::application::{Document, document, extractors, handlers, nowhere};
use super::conditional::conditional;
use super::guard::{guard, headers};
use super::journal::Journal;
use super::metrics::count;
use super::service::Service;
use super::settings::Settings;
use super::told::told;
use super::{demo, postman, runner};
use crate::store::{Store, StoreError};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, Error, HttpServer, web};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::task::JoinHandle;
use tracing_actix_web::TracingLogger;
use utoipa_actix_web::AppExt;

/// Why the service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{path}: the data folder cannot be used: {reason}; choose another with --data-dir")]
    DataDir { path: String, reason: String },
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{address}: {reason}; choose another address with --listen")]
    Listen { address: SocketAddr, reason: String },
    #[error(
        "a demonstration lets anybody in; it listens on this machine alone, not on {0}; \
         choose for example --listen 127.0.0.1:8080"
    )]
    DemoInPublic(SocketAddr),
    #[error("the demonstration could not be prepared: {0}")]
    Demo(String),
    #[error("{0}")]
    Failed(String),
}

/// A service that listens.
pub struct Running {
    pub address: SocketAddr,
    pub service: Arc<Service>,
    server: JoinHandle<std::io::Result<()>>,
}

/// How often old requests, holds and limits are tidied away.
const TIDY: Duration = Duration::from_secs(30);

/// How long the mail that is being sent may take once the service is to end.
const LAST_MAIL: Duration = Duration::from_secs(10);

/// Opens the store, prepares the demonstration where it is one, and listens.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    if settings.demo && !settings.listen.ip().is_loopback() {
        return Err(StartError::DemoInPublic(settings.listen));
    }
    let dir = &settings.data_dir;
    make_private(dir).map_err(|e| StartError::DataDir {
        path: dir.display().to_string(),
        reason: e.to_string(),
    })?;
    let store = Store::open(&settings.database_address()).await?;
    let listen = settings.listen;
    let service = web::Data::new(Service::new(store, settings));
    let shared = service.clone();
    let text = document().to_json().map_err(|e| StartError::Failed(e.to_string()))?;
    let text = web::Data::new(Document(text));
    let server = HttpServer::new(move || app(shared.clone(), text.clone()))
        .shutdown_timeout(10)
        .bind(listen)
        .map_err(|e| StartError::Listen { address: listen, reason: e.to_string() })?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    let service = service.into_inner();
    if service.settings.demo {
        demo::prepare(&service).await.map_err(|e| StartError::Demo(e.to_string()))?;
    }
    let server = actix_web::rt::spawn(server.run());
    // Once it has begun it hears signals: whoever is told that it listens may also end it.
    tokio::task::yield_now().await;
    Ok(Running { address, service, server })
}

/// The data folder, which only its owner may look into.
pub fn make_private(dir: &std::path::Path) -> std::io::Result<()> {
    std::fs::create_dir_all(dir)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(dir, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The application with everything around it; one for each thread that serves.
pub fn app(
    service: web::Data<Service>,
    document: web::Data<Document>,
) -> App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = Error,
        InitError = (),
    >,
> {
    let (app, _) = App::new().into_utoipa_app().configure(handlers).split_for_parts();
    app.app_data(service)
        .app_data(document)
        .configure(extractors)
        .default_service(web::to(nowhere))
        .wrap(from_fn(guard))
        .wrap(from_fn(conditional))
        .wrap(from_fn(told))
        .wrap(Compress::default())
        .wrap(from_fn(headers))
        .wrap(from_fn(count))
        .wrap(TracingLogger::<Journal>::new())
}

impl Running {
    /// Serves and runs jobs until the process is asked to end.
    pub async fn serve(self) -> Result<(), StartError> {
        let jobs =
            self.service.settings.jobs.then(|| tokio::spawn(runner::run(self.service.clone())));
        let delivering = tokio::spawn(postman::run(self.service.clone()));
        let tidying = tokio::spawn(tidy(self.service.clone()));
        let ended = match self.server.await {
            Ok(ended) => ended.map_err(|e| StartError::Failed(e.to_string())),
            Err(error) => Err(StartError::Failed(error.to_string())),
        };
        tidying.abort();
        self.service.ending.store(true, Ordering::SeqCst);
        self.service.mail_bell.notify_one();
        if tokio::time::timeout(LAST_MAIL, delivering).await.is_err() {
            tracing::warn!("a mail was being sent when the service ended");
        }
        if let Some(jobs) = jobs {
            runner::stop(&self.service, jobs).await;
        }
        self.service.store.close().await;
        ended
    }
}

async fn tidy(service: Arc<Service>) {
    loop {
        tokio::time::sleep(TIDY).await;
        service.limits.tidy();
        let work = async {
            let mut tx = service.store.write().await?;
            let now = service.now();
            tx.expire_requests(now).await?;
            for head in tx.workshops().await? {
                if tx.erase_when_due(head.id.as_str(), now).await? {
                    tracing::info!(workshop = %head.id.as_str(), "its personal data is erased");
                }
            }
            tx.commit().await
        };
        if let Err(error) = work.await {
            tracing::warn!(%error, "tidying failed; it is tried again");
        }
    }
}
