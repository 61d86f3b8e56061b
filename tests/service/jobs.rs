//! Slow work: queued, watched, stopped with the best plan kept.

use super::bookings::on_both;
use super::harness::{Server, W, wait_for};
use enishi::server::Settings;
use enishi::store::{JobState, Moment, StoreError};
use serde_json::json;

#[test]
fn a_plan_is_made_and_its_progress_is_heard() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let ask = json!({"name": "again", "seconds": 3.0});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let id = job["id"].as_str().unwrap();
    let stream = organizer.get(&format!("{W}/jobs/{id}/events")).expect(200);
    assert_eq!(stream.header("content-type"), Some("text/event-stream"));
    let events = stream.text.matches("event: job\n").count();
    assert!(events >= 2, "{}", stream.text);
    let end = "event: end\ndata: {\"again\": false}";
    assert!(stream.text.contains(end), "{}", stream.text);
    let done = organizer.get(&format!("{W}/jobs/{id}")).expect(200).json();
    assert_eq!(done["state"], "done", "{done}");
    // Whoever comes back hears only what they have not heard.
    let ids: Vec<&str> = stream.text.lines().filter_map(|line| line.strip_prefix("id: ")).collect();
    let back = |id: &str| {
        let path = format!("{W}/jobs/{}/events", job["id"].as_str().unwrap());
        organizer.with("Last-Event-ID", id).get(&path).expect(200).text
    };
    let newest = back(ids[ids.len() - 1]);
    assert!(!newest.contains("event: job") && newest.contains(end), "{newest}");
    let missed = back(ids[0]);
    assert!(missed.contains("event: job") && missed.contains(end), "{missed}");
    let plan = organizer.get(&format!("{W}/plans/{}", done["version"])).expect(200).json();
    assert_eq!(plan["name"], "again");
    assert_eq!(plan["record"]["input_hash"].as_str().unwrap().len(), 64);
    assert_eq!(plan["faults"], json!([]));
}

#[test]
fn a_stopped_job_keeps_its_best_plan_and_a_waiting_one_never_starts() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let start = |name: &str| {
        let ask = json!({"name": name, "seconds": 600.0, "seed": 7});
        let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
        job["id"].as_str().unwrap().to_owned()
    };
    let state = |id: &str| organizer.get(&format!("{W}/jobs/{id}")).expect(200).json();
    let (first, second) = (start("first"), start("second"));
    let cancel =
        |id: &str| organizer.post(&format!("{W}/jobs/{id}/cancel"), &json!({})).expect(200);
    assert_eq!(cancel(&second).json()["state"], "cancelled");
    server.wait("a first plan", || {
        let job = state(&first);
        job["state"] == "done" || job["progress"]["total"].is_i64()
    });
    cancel(&first);
    server.wait("the end", || state(&first)["state"] == "done");
    let job = state(&first);
    assert!(job["version"].is_i64(), "{job}");
    assert!(job["problem"].is_null());
    // Cancelling what is over changes nothing.
    assert_eq!(cancel(&first).json(), job);
}

/// Whoever hears to the end that there is more comes back.
#[test]
fn a_stream_ends_before_its_job_does_and_says_so() {
    let server = Server::start_with(None, |s| Settings { stream_seconds: 1, ..s });
    server.planned();
    let organizer = server.organizer();
    let ask = json!({"name": "long", "seconds": 600.0});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
    let stream = organizer.get(&format!("{path}/events")).expect(200).text;
    assert!(stream.contains("event: end\ndata: {\"again\": true}"), "{stream}");
    assert!(organizer.get(&path).expect(200).json()["finished_at"].is_null());
    organizer.post(&format!("{path}/cancel"), &json!({})).expect(200);
}

#[test]
fn repair_changes_little_around_an_absence() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
    let meeting =
        plan["placements"].as_array().unwrap().iter().find(|p| p["kind"] == "meeting").unwrap();
    let person = meeting["people"][0]["id"].as_str().unwrap();
    let away = json!({"start": meeting["start"], "end": meeting["end"]});
    organizer.post(&format!("{W}/absences?person={person}"), &away).expect(201);
    let ask = json!({"name": "repaired", "seconds": 20.0, "start": 1, "repair": true});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
    let job = || organizer.get(&path).expect(200).json();
    server.wait("the repair", || job()["finished_at"].is_string());
    let version = job()["version"].clone();
    let changes = organizer.get(&format!("{W}/plans/{version}/changes?from=1")).expect(200).json();
    let n = changes["changes"].as_array().unwrap().len();
    assert!((1..=6).contains(&n), "{n} changes for one absence");
}

#[test]
fn an_absurd_job_is_refused() {
    let server = super::harness::shared();
    let organizer = server.organizer();
    for body in [
        json!({"name": "", "seconds": 1.0}),
        json!({"name": "x", "seconds": 0.0}),
        json!({"name": "x", "seconds": 1e9}),
        json!({"name": "x", "repair": true}),
        json!({"name": "x", "threads": 0}),
        json!({"name": "x", "start": 1, "more_people": 1}),
        json!({"name": "x", "start": 1, "from": "2022-05-10T13:00:00"}),
        json!({"name": "x", "start": 1, "repair": true, "from": "2022-05-11T13:00:00"}),
        json!({"name": "x", "start": 1, "repair": true, "more_people": 1001}),
        json!({"name": "x", "unknown": 1}),
    ] {
        organizer.post(&format!("{W}/jobs"), &body).expect(400);
    }
    organizer.post(&format!("{W}/jobs"), &json!({"name": "x", "start": 9999})).expect(404);
}

/// A worker that was silent, and not dead, finds that its job is somebody else's.
#[test]
fn whoever_lost_a_job_to_another_worker_writes_nothing_more() {
    let kept = wait_for(on_both(async |store| {
        let workshop = enishi::exchange::example().id;
        let mut tx = store.write().await.unwrap();
        tx.add_job(workshop.as_str(), "plan", &json!({}), "me", Moment(0)).await.unwrap();
        let first = tx.claim_job(Moment(1_000), 60).await.unwrap().unwrap();
        assert!(tx.claim_job(Moment(60_000), 60).await.unwrap().is_none(), "it is at work");
        let second = tx.claim_job(Moment(62_000), 60).await.unwrap().unwrap();
        assert_eq!((first.id.as_str(), second.attempts), (second.id.as_str(), 2));
        // The first one wakes up.
        assert!(tx.beat(&first, &json!({}), Moment(63_000)).await.unwrap(), "it is told to stop");
        let late = tx.finish_job(&first, JobState::Done, &json!({}), Moment(64_000)).await;
        assert!(matches!(late, Err(StoreError::Changed { .. })), "{late:?}");
        tx.hand_back_job(&first).await.unwrap();
        assert!(!tx.beat(&second, &json!({}), Moment(65_000)).await.unwrap());
        tx.finish_job(&second, JobState::Done, &json!({}), Moment(66_000)).await.unwrap();
        tx.commit().await.unwrap();
        true
    }));
    assert_eq!(kept, [true, true]);
}

#[test]
fn a_clock_that_is_set_back_keeps_no_job_waiting() {
    let kept = wait_for(on_both(async |store| {
        let workshop = enishi::exchange::example().id;
        let (late, early) = (Moment(10_000_000), Moment(1_000_000));
        let mut tx = store.write().await.unwrap();
        tx.add_job(workshop.as_str(), "plan", &json!({}), "me", late).await.unwrap();
        tx.claim_job(late, 60).await.unwrap().expect("the job");
        // Its worker dies, and the clock is set back by two and a half hours.
        let again = tx.claim_job(early, 60).await.unwrap();
        again.is_some_and(|job| job.attempts == 2)
    }));
    assert_eq!(kept, [true, true]);
}
