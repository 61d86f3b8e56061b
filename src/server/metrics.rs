//! What a Prometheus reads at `/metrics`: counts and durations by route, never by person.

use super::service::Service;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::time::Instant;

/// Upper ends of the buckets of durations, in seconds.
const SECONDS: [f64; 10] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

type Labels = Vec<(&'static str, String)>;

pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
    jobs: Family<Labels, Gauge>,
    mails: Family<Labels, Gauge>,
    database: Gauge,
    memory: Gauge,
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::with_prefix("enishi");
        let made = Metrics {
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(SECONDS)),
            jobs: Family::default(),
            mails: Family::default(),
            database: Gauge::default(),
            memory: Gauge::default(),
            registry: Registry::default(),
        };
        let (requests, seconds) = (made.requests.clone(), made.seconds.clone());
        registry.register("http_requests", "Requests by method, route and status", requests);
        let help = "Time until the answer begins, by method and route";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, seconds);
        registry.register("jobs", "Jobs by state", made.jobs.clone());
        registry.register("mails", "Mails of the outbox by state", made.mails.clone());
        registry.register("database_up", "1 while the database answers", made.database.clone());
        let help = "Memory that the process holds";
        registry.register_with_unit("memory", help, Unit::Bytes, made.memory.clone());
        Metrics { registry, ..made }
    }
}

impl Metrics {
    /// The text that is read; what stands in the database is counted now.
    pub async fn text(&self, service: &Service) -> String {
        let counted = async {
            let mut tx = service.store.read().await?;
            Ok::<_, crate::store::StoreError>((
                tx.jobs_by_state().await?,
                tx.mails_by_state().await?,
            ))
        };
        match counted.await {
            Ok((jobs, mails)) => {
                self.database.set(1);
                for (family, counts) in [(&self.jobs, jobs), (&self.mails, mails)] {
                    family.clear();
                    for (state, n) in counts {
                        family.get_or_create(&vec![("state", state)]).set(n);
                    }
                }
            }
            Err(_) => {
                self.database.set(0);
            }
        }
        self.memory.set(resident_bytes());
        let mut text = String::new();
        // Writing into a text does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Bytes that this process holds in memory; 0 where the system does not tell.
fn resident_bytes() -> i64 {
    const PAGE: i64 = 4096;
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split_whitespace().nth(1).and_then(|n| n.parse::<i64>().ok()).unwrap_or(0) * PAGE
}

/// Counts a request and how long it took.
pub async fn count(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let service = request.app_data::<web::Data<Service>>().cloned();
    // Anybody may send a method of their own making; those are counted as one.
    let known = super::routes::ROUTES.iter().find(|r| r.method == request.method().as_str());
    let method = known.map_or("other", |route| route.method).to_owned();
    // The pattern, not the path: paths name people, and some hold secrets.
    let route = request.match_pattern().unwrap_or_else(|| "none".to_owned());
    let answer = next.call(request).await?;
    if let Some(service) = service {
        let metrics = &service.metrics;
        let mut labels = vec![("method", method), ("route", route)];
        metrics.seconds.get_or_create(&labels).observe(started.elapsed().as_secs_f64());
        labels.push(("status", answer.status().as_u16().to_string()));
        metrics.requests.get_or_create(&labels).inc();
    }
    Ok(answer)
}
