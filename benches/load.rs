//! How quickly the service answers when many are signed in, also while it solves.
//!
//! `cargo bench --bench load [-- PROFILES PEOPLE PER_SECOND SECONDS]` starts the service in a process
//! of its own (SQLite), takes in the 2022 workshop with so many profiles, signs so many people in and
//! asks. Requests of the mixed load are sent by the clock, however long the answers take, and an
//! answer's time counts from when its request was due.

#[path = "../tests/service/client.rs"]
#[allow(dead_code)]
mod client;
#[path = "../tests/service/process.rs"]
#[allow(dead_code)]
mod process;
mod support;
#[path = "support/written.rs"]
mod written;

use client::Client;
use enishi::app::demo_workshop;
use enishi::domain::{Lang, PersonId, Workshop};
use enishi::exchange::write_json;
use enishi::store::{CredentialKind, Moment, Role, Scope, Store};
use process::Process;
use serde_json::json;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use support::{cpu_seconds, peak_memory_of};
use written::{organisation, profiles};

const W: &str = "/api/workshops/load";
/// Threads that ask.
const CLIENTS: usize = 64;

fn main() {
    let given: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    let nth = |n: usize, or: usize| given.get(n).copied().unwrap_or(or);
    let (count, people, per_second, seconds) =
        (nth(0, 5_000), nth(1, 500), nth(2, 200), nth(3, 30));
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("data");
    let options = ["--demo", "--demo-seconds", "1", "--requests-per-second", "100000"];
    let server = Process::serve(&dir, &options, &[]);
    let organizer = server.role(&dir, "organizer");

    let workshop = workshop(count);
    let bytes = write_json(&workshop).expect("it can be written");
    let rows = workshop.people.len() + workshop.profiles.len() + workshop.organisations.len();
    let begun = Instant::now();
    let taken = organizer.send_bytes("POST", "/api/workshops", "application/json", &bytes);
    assert_eq!(taken.status, 201, "{}", taken.text);
    let took = begun.elapsed();
    println!(
        "import of {count} profiles, {rows} rows in all, {} MiB: {took:.2?}",
        bytes.len() >> 20
    );

    let clients = sign_in(&server, &dir, &workshop, people);
    publish(&organizer);
    let server_cpu = || cpu_seconds(&server.child.id().to_string());

    let asked = clients.iter().take(200).map(|(client, profile)| {
        timed(|| client.get(&format!("{W}/profiles/{profile}/suggestions")).expect(200))
    });
    report("first suggestions", vec![asked.clone().next().expect("somebody asks")]);
    report("suggestions, one after the other", asked.collect());
    let page = || timed(|| server.client.get("/programme/load"));
    page();
    report("public programme, one after the other", (0..500).map(|_| page()).collect());

    let load = || mixed(&clients, &server.client, &workshop, per_second, seconds);
    let before = server_cpu();
    report(&format!("mixed load, {per_second} requests/s for {seconds} s"), load());
    let cpu = server_cpu() - before;
    println!("  of one processor: {:.0} %", 100.0 * cpu / seconds as f64);
    println!("  memory of the service at most: {}", peak_memory_of(server.child.id()));

    let ask = json!({"name": "beside", "seconds": seconds as f64 + 30.0, "threads": 1, "seed": 9});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let job = format!("{W}/jobs/{}", job["id"].as_str().expect("an id"));
    let state = || organizer.get(&job).expect(200).json();
    wait_until(|| state()["state"] == "running");
    report("the same while a day is solved on one thread", load());
    println!("  the job is {}", state()["state"]);
    organizer.post(&format!("{job}/cancel"), &json!({})).expect(200);
}

/// The 2022 workshop and so many profiles, each with a person and an organisation of its own.
fn workshop(count: usize) -> Workshop {
    let mut workshop = demo_workshop();
    workshop.id = "load".into();
    let pattern = workshop.people[0].clone();
    for mut profile in profiles(count.saturating_sub(workshop.profiles.len())) {
        let mut person = pattern.clone();
        person.id = PersonId::new(format!("load-{}", profile.id.as_str()));
        person.organisation = profile.organisation.clone();
        person.laboratory = None;
        person.synthetic = true;
        let mut organisation = organisation(&profile);
        organisation.name.ja = format!("機関{}", profile.id.as_str());
        profile.people = vec![person.id.clone()];
        workshop.people.push(person);
        workshop.organisations.push(organisation);
        workshop.profiles.push(profile);
    }
    workshop
}

/// A client for each of so many people, with the profile that is theirs.
fn sign_in(
    server: &Process,
    dir: &Path,
    workshop: &Workshop,
    people: usize,
) -> Vec<(Client, String)> {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let store = Store::open_file(&dir.join("enishi.sqlite")).await.expect("the database");
        let mut tx = store.write().await.expect("a turn");
        let (now, until) = (Moment(0), Moment(i64::MAX));
        let mut clients = Vec::new();
        for profile in workshop.profiles.iter().rev().take(people) {
            let person = &profile.people[0];
            let email = format!("{}@load.example", person.as_str());
            let account = tx.add_account(&email, person.as_str(), Lang::Ja, now).await;
            let account = account.expect("an account").id;
            let joined = tx.add_membership(&account, "load", Role::Academic, Some(person)).await;
            joined.expect("a role");
            let kind = CredentialKind::Token;
            let made = tx.add_credential(&account, kind, "load", Scope::Write, now, until).await;
            let (_, secret) = made.expect("a token");
            clients.push((server.client.bearer(secret.reveal()), profile.id.0.clone()));
        }
        tx.commit().await.expect("kept");
        store.close().await;
        clients
    })
}

/// Plans the day and publishes it.
fn publish(organizer: &Client) {
    let ask = json!({"name": "day", "seconds": 20.0, "threads": 2});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let job = format!("{W}/jobs/{}", job["id"].as_str().expect("an id"));
    let state = || organizer.get(&job).expect(200).json();
    wait_until(|| state()["finished_at"].is_string());
    let done = state();
    let version = done["version"].as_i64().unwrap_or_else(|| panic!("no plan: {done}"));
    let answer = organizer.post(&format!("{W}/plans/{version}/publish"), &json!({}));
    assert!(answer.status < 300, "{}", answer.text);
}

fn wait_until(holds: impl Fn() -> bool) {
    while !holds() {
        std::thread::sleep(Duration::from_millis(200));
    }
}

fn timed(ask: impl FnOnce() -> client::Answer) -> (Duration, u16) {
    let begun = Instant::now();
    let answer = ask();
    (begun.elapsed(), answer.status)
}

/// What people do when they look for partners: mostly they read.
fn one(n: usize, clients: &[(Client, String)], anyone: &Client, workshop: &Workshop) -> u16 {
    let (client, profile) = &clients[n * 7919 % clients.len()];
    let other = &workshop.profiles[n * 104_729 % workshop.profiles.len()];
    let get = |path: String| client.get(&path).status;
    match n % 20 {
        0..4 => get(format!("{W}/my-day")),
        4..6 => get(format!("{W}/profiles/{profile}/suggestions")),
        6..10 => get(format!("{W}/profiles/{}", other.id.as_str())),
        10..13 => get(format!("{W}/requests")),
        13..15 => anyone.get("/programme/load").status,
        15 => get(W.to_owned()),
        16 => get(format!("{W}/profiles?limit=50")),
        17 => get(format!("{W}/talk-wishes")),
        18 => {
            let (wish, rank) = (format!("{W}/talk-wishes/I-1-1"), json!({"rank": 1 + n % 9}));
            match client.over().put(&wish, &rank).status {
                412 => client.anew().put(&wish, &rank).status,
                status => status,
            }
        }
        _ => {
            let ask = json!({"to": other.people[0].as_str(), "rank": 1, "message": "お話ししたい"});
            client.post(&format!("{W}/requests"), &ask).status
        }
    }
}

/// Asks so often for so long; how long each answer took from when its request was due.
fn mixed(
    clients: &[(Client, String)],
    anyone: &Client,
    workshop: &Workshop,
    per_second: usize,
    seconds: usize,
) -> Vec<(Duration, u16)> {
    static ROUND: AtomicUsize = AtomicUsize::new(0);
    let round = ROUND.fetch_add(1, Ordering::Relaxed) * 1_000_003;
    let (next, times) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= per_second * seconds {
                        return;
                    }
                    let due = begun + Duration::from_secs_f64(n as f64 / per_second as f64);
                    std::thread::sleep(due.saturating_duration_since(Instant::now()));
                    let status = one(n + round, clients, anyone, workshop);
                    times.lock().expect("nobody fell").push((due.elapsed(), status));
                }
            });
        }
    });
    times.into_inner().expect("nobody fell")
}

fn report(what: &str, mut times: Vec<(Duration, u16)>) {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].0;
    let failed = times.iter().filter(|(_, status)| *status >= 500).count();
    let refused = times.iter().filter(|(_, status)| (400..500).contains(status)).count();
    println!(
        "{what}: p50 {:.1?}, p99 {:.1?}, worst {:.1?} of {}; {refused} refused, {failed} failed",
        at(0.5),
        at(0.99),
        at(1.0),
        times.len()
    );
}
