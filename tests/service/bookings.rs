//! Double booking is impossible in the database: the same rule, the same error, on SQLite and on
//! PostgreSQL, raced by many clients.

use super::client::Client;
use super::harness::{Server, W, shared, wait_for};
use super::postgres;
use super::process::{Process, enishi};
use enishi::exchange::example;
use enishi::store::{Booking, Moment, Phase, RequestState, Store, StoreError};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Clients of a race, and attempts of each; the full count is `ENISHI_RACES=1000000`.
const CLIENTS: usize = 64;

fn attempts() -> usize {
    let all = std::env::var("ENISHI_RACES").ok().and_then(|n| n.parse().ok()).unwrap_or(10_000);
    usize::div_ceil(all, CLIENTS)
}

pub async fn on_both<T>(work: impl AsyncFn(Store) -> T) -> Vec<T> {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = Store::open_file(&folder.path().join("test.sqlite")).await.unwrap();
    let postgres = Store::open(&postgres::database()).await.unwrap();
    let mut results = Vec::new();
    for store in [sqlite, postgres] {
        let mut tx = store.write().await.unwrap();
        let end = Moment(i64::MAX);
        let sent = |_: &_| RequestState::Sent;
        tx.add_workshop(&example(), Phase::Requests, Moment(0), end, sent).await.unwrap();
        tx.commit().await.unwrap();
        results.push(work(store.clone()).await);
        store.close().await;
    }
    results
}

fn booking(item: &str, resources: &[&str], from: i64, to: i64) -> Booking {
    Booking {
        item: item.to_owned(),
        resources: resources.iter().map(|r| (*r).to_owned()).collect(),
        starts_at: Moment(from),
        ends_at: Moment(to),
        hold_until: None,
        by_hand: true,
    }
}

#[test]
fn the_same_rule_and_the_same_error_on_both_databases() {
    let w = example().id;
    let results = wait_for(on_both(async |store| {
        let mut said = Vec::new();
        let mut attempt = async |b: Booking, now: i64| {
            let mut tx = store.write().await.unwrap();
            match tx.book(w.as_str(), &b, Moment(now)).await {
                Ok(()) => {
                    tx.commit().await.unwrap();
                    said.push("booked".to_owned());
                }
                Err(error) => said.push(error.to_string()),
            }
        };
        attempt(booking("a", &["person 1", "person 2"], 0, 10), 0).await;
        // Somebody of it is taken; nothing of it is kept.
        attempt(booking("b", &["person 3", "person 2"], 9, 20), 0).await;
        // Ends meet starts: no overlap.
        attempt(booking("c", &["person 3", "person 2"], 10, 20), 0).await;
        attempt(booking("d", &["person 1"], 3, 4), 0).await;
        attempt(booking("a", &["person 1"], 50, 60), 0).await;
        // A hold that has run out is no hold.
        let mut hold = booking("e", &["table 1"], 0, 10);
        hold.hold_until = Some(Moment(100));
        attempt(hold, 0).await;
        attempt(booking("f", &["table 1"], 5, 15), 50).await;
        attempt(booking("f", &["table 1"], 5, 15), 100).await;
        said
    }));
    let taken = |item: &str| StoreError::DoubleBooked { item: item.into() }.to_string();
    let there = StoreError::Exists { what: "this" }.to_string();
    let ok = "booked".to_owned();
    let expected =
        vec![ok.clone(), taken("b"), ok.clone(), taken("d"), there, ok.clone(), taken("f"), ok];
    assert_eq!(results, [expected.clone(), expected]);
}

#[test]
fn versions_and_bookings_cannot_be_changed_in_place() {
    let w = example().id;
    let kept = wait_for(on_both(async |store| {
        let mut tx = store.write().await.unwrap();
        tx.book(w.as_str(), &booking("a", &["person 1"], 0, 10), Moment(0)).await.unwrap();
        tx.settle(w.as_str(), "a", Moment(5)).await.unwrap();
        tx.release(w.as_str(), "a").await.unwrap();
        let gone = tx.release(w.as_str(), "a").await;
        tx.commit().await.unwrap();
        matches!(gone, Err(StoreError::NotFound { .. }))
    }));
    assert_eq!(kept, [true, true]);
}

#[test]
fn a_workshop_comes_back_from_the_store_as_it_went_in() {
    let given = example();
    let back = wait_for(on_both(async |store| {
        store.read().await.unwrap().workshop(given.id.as_str(), true).await.unwrap()
    }));
    let sorted = |mut w: enishi::domain::Workshop| {
        w.meeting_wishes.sort_by(|a, b| a.id.cmp(&b.id));
        w.consultations.sort_by(|a, b| a.id.cmp(&b.id));
        w.talk_wishes.sort_by(|a, b| (&a.person, a.rank).cmp(&(&b.person, b.rank)));
        w.unavailable.sort_by(|a, b| (&a.person, a.start).cmp(&(&b.person, b.start)));
        w
    };
    for workshop in back {
        assert_eq!(sorted(workshop), sorted(given.clone()));
    }
}

/// What the clients of a race know to be taken: what was granted and is not yet given back.
#[derive(Default)]
struct Ledger {
    taken: Mutex<HashSet<(String, String)>>,
    granted: AtomicUsize,
    refused: AtomicUsize,
}

impl Ledger {
    /// Notes what the service granted. Whoever gives something back strikes it out before asking.
    fn grant(&self, resources: &[String], slot: &str) {
        self.granted.fetch_add(1, Ordering::Relaxed);
        let mut taken = self.taken.lock().unwrap();
        for resource in resources {
            let new = taken.insert((resource.clone(), slot.to_owned()));
            assert!(new, "{resource} was given away twice at {slot}");
        }
    }

    fn strike_out(&self, resources: &[String], slot: &str) {
        let mut taken = self.taken.lock().unwrap();
        for resource in resources {
            assert!(taken.remove(&(resource.clone(), slot.to_owned())));
        }
    }
}

/// A meeting that a client of the race has.
struct Granted {
    item: String,
    resources: Vec<String>,
    slot: String,
}

/// Every so many-th attempt asks for a hold of a second, which falls by itself.
const HOLDS: usize = 16;
/// Many clients book at random over HTTP, by turns at each of the servers, and give back, so that
/// there is always something to fight for. At no time may anybody be in two places, nothing may end
/// in a fault or a deadlock, and what was granted and not given back is there at the end.
fn race(organizers: &[Client]) {
    let organizer = &organizers[0];
    shared().wait("a published day", || {
        let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
        let plans = plans.as_array().unwrap();
        plans.len() >= 2 && plans.iter().any(|p| p["published"] == true)
    });
    let venue = organizer.get(&format!("{W}/venue")).expect(200).json();
    // The published day is taken out, so that there is room to fight for.
    for item in organizer.get(&format!("{W}/bookings")).json().as_array().unwrap() {
        organizer.post(&format!("{W}/bookings/release"), &json!({"item": item["item"]}));
    }
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let ids = |list: &Value| list.as_array().unwrap().iter().map(|x| text(&x["id"])).collect();
    let slots: Vec<String> = ids(&venue["slots"]);
    let room = venue["rooms"].as_array().unwrap().iter().find(|r| r["tables"] != 0).unwrap();
    let (room, tables) = (room["id"].as_str().unwrap(), room["tables"].as_u64().unwrap());
    let people: Vec<String> = ids(&organizer.get(&format!("{W}/people?limit=12")).json()["items"]);
    let ledger = Ledger::default();
    let attempt = |client: &Client, n: usize| {
        let pick = |k: usize, of: usize| (n.wrapping_mul(2_654_435_761) >> (k * 5)) % of;
        let a = pick(0, people.len());
        let b = (a + 1 + pick(1, people.len() - 1)) % people.len();
        let slot = &slots[pick(2, slots.len())];
        let hold = n.is_multiple_of(HOLDS).then_some(1);
        let body = json!({
            "people": [people[a], people[b]],
            "slot": slot,
            "room": room,
            "table": 1 + pick(3, tables as usize),
            "hold_seconds": hold,
        });
        let answer = client.post(&format!("{W}/bookings"), &body);
        match answer.status {
            201 if hold.is_some() => None,
            201 => {
                let made = answer.json();
                let resources: Vec<String> =
                    made["resources"].as_array().unwrap().iter().map(text).collect();
                ledger.grant(&resources, slot);
                Some(Granted { item: text(&made["item"]), resources, slot: slot.clone() })
            }
            409 => {
                ledger.refused.fetch_add(1, Ordering::Relaxed);
                None
            }
            other => panic!("{other}: {}", answer.text),
        }
    };
    let kept: Vec<Granted> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (organizer, attempt) = (&organizers[client % organizers.len()], &attempt);
                let ledger = &ledger;
                scope.spawn(move || {
                    let mut mine: Option<Granted> = None;
                    for i in 0..attempts() {
                        if let Some(back) = mine.take() {
                            ledger.strike_out(&back.resources, &back.slot);
                            let item = json!({"item": back.item});
                            organizer.post(&format!("{W}/bookings/release"), &item).expect(204);
                        }
                        mine = attempt(organizer, client * 7919 + i * 104_729);
                    }
                    mine
                })
            })
            .collect();
        threads.into_iter().flat_map(|t| t.join().unwrap()).collect()
    });
    let (granted, refused) =
        (ledger.granted.load(Ordering::Relaxed), ledger.refused.load(Ordering::Relaxed));
    println!("{} attempts: {granted} granted, {refused} refused", CLIENTS * attempts());
    assert!(granted > attempts() && refused > attempts(), "{granted} granted, {refused} refused");
    let all = organizer.get(&format!("{W}/bookings")).expect(200).json();
    let all = all.as_array().unwrap();
    for one in &kept {
        let there = all.iter().filter(|b| b["item"] == *one.item).count();
        assert_eq!(there, one.resources.len(), "{} was lost", one.item);
    }
    let mut by_resource: HashMap<&str, Vec<&Value>> = HashMap::new();
    for b in all {
        by_resource.entry(b["resource"].as_str().unwrap()).or_default().push(b);
    }
    for (resource, list) in by_resource {
        for (i, a) in list.iter().enumerate() {
            for b in &list[..i] {
                let apart = a["ends_at"].as_str() <= b["starts_at"].as_str()
                    || b["ends_at"].as_str() <= a["starts_at"].as_str();
                assert!(apart, "{resource} is in two places: {a} {b}");
            }
        }
    }
}

#[test]
fn many_clients_double_book_nobody_on_sqlite() {
    let server = Server::start(None);
    std::thread::scope(|scope| {
        let racing = scope.spawn(|| race(&[server.organizer()]));
        // Beside it the command line takes one copy after the other.
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.sqlite");
        while !racing.is_finished() {
            let mut command = enishi(&["backup"]);
            let output = command.arg(&copy).arg("--data-dir").arg(&server.dir).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "{said}");
            std::fs::remove_file(&copy).unwrap();
        }
        racing.join().unwrap();
    });
}

#[test]
fn many_clients_double_book_nobody_on_postgresql() {
    let database = postgres::database();
    let folder = tempfile::tempdir().unwrap();
    let dirs: Vec<_> = (0..3).map(|n| folder.path().join(n.to_string())).collect();
    let more = ["--demo", "--demo-seconds", "1", "--requests-per-second", "100000"];
    let arguments = [&more[..], &["--database", &database]].concat();
    // One makes the demonstration, the others join it; the last one's tokens hold.
    let servers: Vec<Process> =
        dirs.iter().map(|dir| Process::serve(dir, &arguments, &[])).collect();
    let tokens = servers[2].role(&dirs[2], "organizer");
    let at = |server: &Process| Client { address: server.client.address, ..tokens.clone() };
    race(&servers.iter().map(at).collect::<Vec<_>>());
}
