//! A server with the demonstration in it, and one that all tests that only read share.

use super::client::Client;
use enishi::domain::Lang;
use enishi::server::{Service, Settings, start};
use enishi::store::{CredentialKind, Moment, Role, Scope};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

pub const W: &str = "/api/workshops/aimgain-2022";

pub struct Server {
    pub address: SocketAddr,
    pub service: Arc<Service>,
    pub dir: PathBuf,
    tokens: serde_json::Value,
    _folder: tempfile::TempDir,
}

impl Server {
    /// A server on a free port, with SQLite in a folder of its own or with `database`.
    pub fn start(database: Option<String>) -> Server {
        Server::start_with(database, |settings| settings)
    }

    /// The same with other settings.
    pub fn start_with(
        database: Option<String>,
        change: impl FnOnce(Settings) -> Settings,
    ) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("data");
        let settings = change(Settings {
            listen: "127.0.0.1:0".parse().unwrap(),
            data_dir: dir.clone(),
            database,
            demo: true,
            demo_plan_seconds: 2.0,
            // Races and random input come from one address.
            requests_per_second: 100_000.try_into().unwrap(),
            ..Settings::new(env!("CARGO_BIN_EXE_enishi").into())
        });
        let (say, hear) = channel();
        // The thread lives as long as the tests do.
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let running = start(settings).await.unwrap();
                say.send((running.address, running.service.clone())).unwrap();
                running.serve().await.unwrap();
            });
        });
        let (address, service) = hear.recv().expect("the server started");
        let text = std::fs::read_to_string(dir.join("demo-tokens.json")).unwrap();
        let tokens = serde_json::from_str(&text).unwrap();
        Server { address, service, dir, tokens, _folder: folder }
    }

    pub fn anyone(&self) -> Client {
        Client::new(self.address)
    }

    /// A client with the access token of a role.
    pub fn role(&self, role: &str) -> Client {
        self.anyone().bearer(self.tokens[role].as_str().unwrap())
    }

    pub fn organizer(&self) -> Client {
        self.role("organizer")
    }

    /// A client with a token of its own that stands for a person.
    pub fn person(&self, person: &str, role: Role) -> Client {
        let secret = wait_for(async {
            let mut tx = self.service.store.write().await.unwrap();
            let (now, until) = (Moment(0), Moment(i64::MAX));
            let email = format!("{person}@test.example");
            let account = tx.add_account(&email, person, Lang::Ja, now).await.unwrap();
            let who = person.into();
            tx.add_membership(&account.id, "aimgain-2022", role, Some(&who)).await.unwrap();
            let kind = CredentialKind::Token;
            let made = tx.add_credential(&account.id, kind, "test", Scope::Write, now, until);
            let (_, secret) = made.await.unwrap();
            tx.commit().await.unwrap();
            secret
        });
        self.anyone().bearer(secret.reveal())
    }

    /// Waits until a condition holds.
    #[track_caller]
    pub fn wait(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let started = Instant::now();
        while !holds() {
            assert!(started.elapsed() < Duration::from_secs(180), "waited too long for {what}");
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    /// Waits until the demonstration's own two plans are there and the printed day is published.
    pub fn planned(&self) -> &Server {
        let organizer = self.organizer();
        self.wait("the demonstration's plans", || {
            let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
            let plans = plans.as_array().unwrap();
            plans.len() >= 2 && plans.iter().any(|p| p["published"] == true)
        });
        self
    }
}

/// For tests that change nothing that others look at.
pub fn shared() -> &'static Server {
    static SERVER: LazyLock<Server> = LazyLock::new(|| Server::start(None));
    &SERVER
}

/// Runs a future to its end, for tests that look into the store itself.
pub fn wait_for<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
