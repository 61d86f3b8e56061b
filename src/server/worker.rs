//! A worker: a process that runs jobs and serves nobody, beside others on one PostgreSQL.

use super::run::{StartError, make_private};
use super::runner;
use super::service::Service;
use super::settings::Settings;
use crate::store::Store;
use std::sync::Arc;

/// Works on jobs until `ended` comes, then hands back the one it was at.
pub async fn work_elsewhere(
    settings: Settings,
    ended: impl Future<Output = ()>,
) -> Result<(), StartError> {
    if settings.database.is_none() {
        return Err(StartError::Failed(
            "a worker shares a PostgreSQL with the service; name it with --database, or let \
             `enishi serve` run the jobs, as it does by itself"
                .into(),
        ));
    }
    make_private(&settings.data_dir).map_err(|e| StartError::DataDir {
        path: settings.data_dir.display().to_string(),
        reason: e.to_string(),
    })?;
    let store = Store::open(&settings.database_address()).await?;
    let service = Arc::new(Service::new(store, settings));
    let running = tokio::spawn(runner::run(service.clone()));
    ended.await;
    runner::stop(&service, running).await;
    service.store.close().await;
    Ok(())
}
