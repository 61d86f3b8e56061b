//! What whoever runs the service relies on: metrics, logs without secrets, settings that are
//! checked, an end with grace, workers that may die.

use super::harness::{Server, W, shared, wait_for};
use super::process::{Process, enishi};
use enishi::server::Settings;
use enishi::store::{JobState, Store};
use serde_json::{Value, json};
use std::process::{Child, Stdio};

#[test]
fn metrics_count_routes_and_are_for_this_machine() {
    let server = shared();
    server.role("company").get(W).expect(200);
    let answer = server.anyone().get("/metrics").expect(200);
    let counted = "enishi_http_requests_total{method=\"GET\",route=\"/api/workshops/{workshop}\",status=\"200\"}";
    assert!(answer.text.contains(counted), "{}", answer.text);
    assert!(answer.text.contains("enishi_database_up 1\n"), "{}", answer.text);
    assert!(answer.text.contains("enishi_jobs{state="), "{}", answer.text);
    assert!(!answer.text.contains("aimgain"), "paths are in the metrics");
    assert!(answer.text.ends_with("# EOF\n"));
    // A proxy on this machine brings others.
    server.anyone().with("X-Forwarded-For", "192.0.2.1").get("/metrics").expect(403);
    // Methods of somebody's own making are one more label, not one each.
    server.anyone().send("MADEUP", W, None);
    let text = server.anyone().get("/metrics").expect(200).text;
    assert!(text.contains("method=\"other\"") && !text.contains("MADEUP"), "{text}");
}

#[test]
fn metrics_are_read_from_elsewhere_with_the_token() {
    let token = "0123456789abcdef-metrics";
    let settings = |s| Settings { metrics_token: Some(token.into()), ..s };
    let server = Server::start_with(None, settings);
    let elsewhere = server.anyone().with("X-Forwarded-For", "192.0.2.1");
    elsewhere.get("/metrics").expect(403);
    elsewhere.bearer("wrong").get("/metrics").expect(403);
    elsewhere.bearer(token).get("/metrics").expect(200);
}

#[test]
fn behind_a_proxy_each_client_has_a_share_of_its_own() {
    let settings = |s| Settings {
        proxy: Some([127, 0, 0, 1].into()),
        requests_per_second: 2.try_into().unwrap(),
        ..s
    };
    let server = Server::start_with(None, settings);
    let greedy = server.anyone().with("X-Forwarded-For", "192.0.2.1");
    let refused = (0..40).map(|_| greedy.get("/healthz")).find(|a| a.status == 429);
    assert!(refused.expect("a limit").header("retry-after").is_some());
    let other = server.anyone().with("X-Forwarded-For", "192.0.2.1, 198.51.100.7");
    other.get("/healthz").expect(200);
}

#[test]
fn answers_bear_an_id_that_the_log_knows_and_the_log_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("data");
    let server = Process::serve(&dir, &[], &[("RUST_LOG", "debug")]);
    let secret = "5ec7e75ec7e75ec7e75ec7e7";
    let answer = server.client.get(&format!("/sign-in/{secret}")).expect(200);
    server.client.send("POST", &format!("/sign-in/{secret}"), None).expect(400);
    server.client.get(&format!("/calendar/{secret}.ics")).expect(404);
    server.client.bearer(secret).get("/api/me").expect(401);
    let id = answer.header("x-request-id").unwrap().to_owned();
    assert_eq!(server.terminate(), Some(0));
    let log = std::fs::read_to_string(dir.with_extension("log")).unwrap();
    assert!(!log.contains(secret), "{log}");
    let line = log.lines().find(|line| line.contains(&id)).expect("the request's line");
    let line: Value = serde_json::from_str(line).unwrap();
    assert_eq!(line["span"]["route"], "/sign-in/{secret}");
    assert_eq!(line["span"]["id"], id.as_str());
}

#[test]
fn settings_are_checked_without_starting() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("enishi.toml");
    let check = |text: &str, lang: &str| {
        std::fs::write(&file, text).unwrap();
        let mut command = enishi(&["--lang", lang, "serve", "--check-config", "--config"]);
        let output = command.arg(&file).current_dir(folder.path()).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(said).unwrap())
    };
    let (code, said) = check("listen = \"127.0.0.1:9999\"\ndata_dir = \"there\"\n", "en");
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("listen = 127.0.0.1:9999\n") && said.contains("data_dir = there\n"));
    assert!(!folder.path().join("there").exists(), "a check makes nothing");
    let (code, said) = check("\nlistne = 1", "en");
    assert_eq!(code, Some(2));
    assert!(said.contains("enishi.toml, line 2, listne: unknown setting"), "{said}");
    let (code, said) = check("https = \"maybe\"", "ja");
    assert_eq!(code, Some(2));
    assert!(said.contains("enishi.toml 1行目 https") && said.contains("使えません"), "{said}");
}

#[test]
fn a_service_that_is_asked_to_end_hands_its_job_back() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("data");
    let arguments = ["--demo", "--demo-seconds", "2"];
    let server = Process::serve(&dir, &arguments, &[]);
    let organizer = server.role(&dir, "organizer");
    let ask = json!({"name": "long", "seconds": 600.0, "seed": 3});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
    shared().wait("its start", || organizer.get(&path).json()["state"] == "running");
    assert_eq!(server.terminate(), Some(0));
    wait_for(async {
        let store = Store::open_file(&dir.join("enishi.sqlite")).await.unwrap();
        let jobs = store.read().await.unwrap().jobs("aimgain-2022").await.unwrap();
        let job = jobs.iter().find(|j| j.request["name"] == "long").unwrap();
        assert_eq!(job.state, JobState::Queued);
        store.close().await;
    });
    // The next one goes on with it, and stops it with the best plan kept.
    let server = Process::serve(&dir, &arguments, &[]);
    let organizer = server.role(&dir, "organizer");
    let state = || organizer.get(&path).expect(200).json();
    shared().wait("a first plan", || state()["progress"]["total"].is_i64());
    organizer.post(&format!("{path}/cancel"), &json!({})).expect(200);
    shared().wait("its end", || state()["state"] == "done");
}

/// A worker beside the service; one that is silent for two seconds counts as dead.
fn worker(database: &str, dir: &std::path::Path) -> Child {
    enishi(&["worker", "--database", database, "--data-dir"])
        .arg(dir)
        .env("ENISHI_WORKER_SILENCE_SECONDS", "2")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
fn a_job_outlives_one_death_of_its_worker_and_no_more() {
    let database = super::postgres::database();
    // The service itself runs no jobs.
    let server = Server::start_with(Some(database.clone()), |s| Settings { jobs: false, ..s });
    let organizer = server.organizer();
    let folder = tempfile::tempdir().unwrap();
    // The demonstration's own two plans come first.
    let mut first = worker(&database, folder.path());
    server.planned();
    let ask = json!({"name": "long", "seconds": 600.0, "seed": 3});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
    let state = || organizer.get(&path).expect(200).json();
    server.wait("the first worker", || state()["state"] == "running");
    let begun = state()["started_at"].clone();
    first.kill().unwrap();
    first.wait().unwrap();
    let mut second = worker(&database, folder.path());
    server.wait("the second worker", || state()["started_at"] != begun);
    assert_eq!(state()["state"], "running");
    second.kill().unwrap();
    second.wait().unwrap();
    let mut third = worker(&database, folder.path());
    server.wait("the end of it", || state()["state"] == "failed");
    assert_eq!(state()["problem"], "the worker died again and again");
    // Two that race for a queue do each job once.
    let mut fourth = worker(&database, folder.path());
    let made: Vec<String> = (0..4)
        .map(|n| {
            let ask = json!({"name": format!("short {n}"), "seconds": 1.0, "start": 1});
            let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
            job["id"].as_str().unwrap().to_owned()
        })
        .collect();
    server.wait("both workers", || {
        made.iter().all(|id| organizer.get(&format!("{W}/jobs/{id}")).json()["state"] == "done")
    });
    let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
    for n in 0..4 {
        let name = format!("short {n}");
        let kept = plans.as_array().unwrap().iter().filter(|p| p["name"] == name.as_str());
        assert_eq!(kept.count(), 1, "{name}");
    }
    for child in [&mut third, &mut fourth] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

fn signal(child: &Child, name: &str) {
    let sent = std::process::Command::new("kill").args([name, &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

#[test]
fn a_worker_that_hangs_loses_its_job_and_writes_nothing_when_it_wakes() {
    let database = super::postgres::database();
    let server = Server::start_with(Some(database.clone()), |s| Settings { jobs: false, ..s });
    let organizer = server.organizer();
    let folder = tempfile::tempdir().unwrap();
    let mut first = worker(&database, folder.path());
    server.planned();
    let ask = json!({"name": "hung", "seconds": 3.0, "start": 1});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
    let state = || organizer.get(&path).expect(200).json();
    server.wait("the first worker", || state()["state"] == "running");
    // It hangs, and its solving process goes on.
    signal(&first, "-STOP");
    let begun = state()["started_at"].clone();
    let mut second = worker(&database, folder.path());
    server.wait("the second worker", || state()["finished_at"].is_string());
    let done = state();
    assert_eq!(done["state"], "done", "{done}");
    assert_ne!(done["started_at"], begun, "it was taken over");
    let hung = || {
        let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
        plans.as_array().unwrap().iter().filter(|plan| plan["name"] == "hung").count()
    };
    assert_eq!(hung(), 1);
    // It wakes with an answer of its own, and is told that nobody waits for it; then it works on.
    second.kill().unwrap();
    second.wait().unwrap();
    signal(&first, "-CONT");
    let ask = json!({"name": "after", "seconds": 1.0, "start": 1});
    let next = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let next = format!("{W}/jobs/{}", next["id"].as_str().unwrap());
    server.wait("the first worker again", || {
        organizer.get(&next).expect(200).json()["state"] == "done"
    });
    assert_eq!((hung(), state()), (1, done));
    first.kill().unwrap();
    first.wait().unwrap();
}

#[test]
fn a_worker_needs_a_database_that_it_can_share() {
    let output = enishi(&["--lang", "en", "worker"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--database"));
}
