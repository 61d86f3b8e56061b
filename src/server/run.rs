//! Starts the service and ends it with grace.

use super::application::{Document, document, extractors, handlers, nowhere};
use super::guard::{guard, headers};
use super::service::Service;
use super::settings::Settings;
use super::{demo, runner};
use crate::store::{Store, StoreError};
use actix_web::body::MessageBody;
use actix_web::dev::{Server, ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, Error, HttpServer, web};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
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
    server: Server,
}

/// How often old requests, holds and limits are tidied away.
const TIDY: Duration = Duration::from_secs(30);

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
    Ok(Running { address, service, server: server.run() })
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
        .wrap(Compress::default())
        .wrap(from_fn(headers))
        .wrap(TracingLogger::default())
}

impl Running {
    /// Serves and runs jobs until the process is asked to end.
    pub async fn serve(self) -> Result<(), StartError> {
        let jobs = tokio::spawn(runner::run(self.service.clone()));
        let tidying = tokio::spawn(tidy(self.service.clone()));
        let ended = self.server.await.map_err(|e| StartError::Failed(e.to_string()));
        jobs.abort();
        tidying.abort();
        // Once it has ended, and its solving process with it, nobody else touches the job.
        let _ = jobs.await;
        if let Err(problem) = runner::hand_back(&self.service).await {
            tracing::warn!(%problem, "a job could not be handed back; it is taken over later");
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
            tx.expire_requests(service.now()).await?;
            tx.commit().await
        };
        if let Err(error) = work.await {
            tracing::warn!(%error, "tidying failed; it is tried again");
        }
    }
}
