//! What an organizer sets up: read, edited as a whole, refused where it does not agree with itself,
//! taken over to another year.

use super::harness::{Server, W, shared};
use serde_json::{Value, json};

#[test]
fn a_set_up_is_read_edited_and_refused_as_a_whole() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let path = format!("{W}/setup");
    let read = organizer.get(&path).expect(200);
    let tag = read.header("etag").unwrap().to_owned();
    let mut setup = read.json();
    // As it stands it goes back, and nothing has changed.
    organizer.put(&path, &setup).expect(428);
    let same = organizer.with("If-Match", &tag).put(&path, &setup).expect(200);
    assert_eq!(same.header("etag"), Some(tag.as_str()));
    // A request of somebody does not make the set-up another one.
    let wish = json!({"rank": 1});
    server.role("academic").anew().put(&format!("{W}/talk-wishes/I-1-9"), &wish).expect(200);
    assert_eq!(organizer.get(&path).header("etag"), Some(tag.as_str()));
    // A desk in a room that is not there: refused with its place, in both languages.
    setup["desks"][0]["room"] = json!("nowhere");
    let refused = organizer.with("If-Match", &tag).put(&path, &setup).expect(400).json();
    let fault = &refused["faults"][0];
    assert_eq!((&fault["sheet"], &fault["entry"]), (&json!("desks"), &json!(0)), "{refused}");
    assert!(fault["message_ja"].as_str().unwrap().contains("nowhere"));
    assert_eq!(organizer.get(&path).json(), read.json());
    // One more table: only checked, then kept; the tag that was read is then out of date.
    let mut setup = read.json();
    let room = setup["rooms"].as_array().unwrap().iter().position(|r| r["tables"] != 0).unwrap();
    let tables = setup["rooms"][room]["tables"].as_u64().unwrap() + 1;
    setup["rooms"][room]["tables"] = json!(tables);
    let dry = format!("{path}?dry_run=true");
    organizer.with("If-Match", &tag).put(&dry, &setup).expect(200);
    assert_eq!(organizer.get(&path).json(), read.json());
    let kept = organizer.with("If-Match", &tag).put(&path, &setup).expect(200);
    assert_ne!(kept.header("etag"), Some(tag.as_str()));
    organizer.with("If-Match", &tag).put(&path, &setup).expect(412);
    let venue = organizer.get(&format!("{W}/venue")).expect(200).json();
    assert_eq!(venue["rooms"][room]["tables"], tables);
    // The change is taken back in one step, and brought again; not what is no change of it.
    let entries = organizer.get(&format!("{W}/history?limit=50")).expect(200).json();
    let entries = entries["items"].as_array().unwrap();
    let entry = entries.iter().find(|e| e["verb"] == "set up").unwrap();
    let other = entries.iter().find(|e| e["verb"] != "set up").unwrap();
    let undo = |entry: &Value| organizer.post(&format!("{W}/history/{entry}/undo"), &json!({}));
    undo(&other["id"]).expect(400);
    let undone = undo(&entry["id"]).expect(201).json();
    assert_eq!(undone["setup"], read.json());
    assert_eq!(organizer.get(&path).header("etag"), Some(tag.as_str()));
    undo(&entry["id"]).expect(412);
    undo(&undone["entry"]).expect(201);
    assert_eq!(organizer.get(&path).json(), setup);
    undo(&json!(i64::MAX)).expect(404);
    // People and what they ask for are all there still.
    let overview = organizer.get(&format!("{W}/overview")).expect(200).json();
    assert_eq!(overview["people"], 157);
    let history = organizer.get(&format!("{W}/history?limit=1")).expect(200).json();
    assert_eq!(history["items"][0]["verb"], "set up");
}

#[test]
fn a_session_that_people_wish_to_hear_is_not_taken_away_silently() {
    let server = Server::start(None);
    let organizer = server.organizer();
    server
        .role("academic")
        .anew()
        .put(&format!("{W}/talk-wishes/I-1-9"), &json!({"rank": 1}))
        .expect(200);
    let path = format!("{W}/setup");
    let read = organizer.get(&path).expect(200);
    let mut setup = read.json();
    setup["sessions"].as_array_mut().unwrap().retain(|s| s["id"] != "I-1-9");
    let tag = read.header("etag").unwrap();
    let refused = organizer.with("If-Match", tag).put(&path, &setup).expect(400);
    assert!(refused.text.contains("I-1-9"), "{}", refused.text);
}

#[test]
fn a_workshop_is_made_empty_or_after_last_years() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let name = json!({"ja": "新しい会", "en": "a new one"});
    let new = json!({"id": "next", "name": name, "first_day": "2027-05-11"});
    organizer.post("/api/new-workshop", &new).expect(201);
    organizer.post("/api/new-workshop", &new).expect(409);
    let empty = organizer.get("/api/workshops/next/setup").expect(200);
    assert_eq!(empty.json()["rooms"], json!([]));
    // An empty one can be filled from the screen, step by step.
    let mut setup = empty.json();
    setup["rooms"] = json!([{"id": "r1", "name": {"ja": "広間", "en": "hall"}, "floor": 1,
        "seats": null, "tables": 2, "features": []}]);
    setup["slots"] = json!([{"id": "s1", "start": "2027-05-11T10:00:00",
        "end": "2027-05-11T10:20:00"}]);
    let tag = empty.header("etag").unwrap();
    organizer.with("If-Match", tag).put("/api/workshops/next/setup", &setup).expect(200);

    let copy = json!({"id": "copy", "name": name, "first_day": "2027-05-11",
        "copy_of": "aimgain-2022"});
    organizer.post("/api/new-workshop", &copy).expect(201);
    let old = organizer.get(&format!("{W}/setup")).expect(200).json();
    let new = organizer.get("/api/workshops/copy/setup").expect(200).json();
    assert_eq!(new["days"], json!(["2027-05-11"]));
    assert_eq!(new["rooms"], old["rooms"]);
    assert_eq!(new["rules"], old["rules"]);
    assert_eq!(
        new["slots"].to_string(),
        old["slots"].to_string().replace("2022-05-10", "2027-05-11")
    );
    let kinds: Vec<_> = new["sessions"].as_array().unwrap().iter().map(|s| &s["kind"]).collect();
    assert!(!kinds.is_empty() && kinds.iter().all(|kind| **kind != "talk"), "{kinds:?}");
    let people = organizer.get("/api/workshops/copy/people").expect(200).json();
    assert_eq!(people["total"], 0);
}

#[test]
fn only_administrators_make_workshops_and_ids_fit_into_addresses() {
    let name = json!({"ja": "会", "en": "one"});
    let new = |id: &str| json!({"id": id, "name": name, "first_day": "2027-05-11"});
    shared().role("company").post("/api/new-workshop", &new("mine")).expect(403);
    shared().organizer().post("/api/new-workshop", &new("a b")).expect(400);
    let mut foreign = new("foreign");
    foreign["copy_of"] = json!("nowhere");
    shared().organizer().post("/api/new-workshop", &foreign).expect(404);
}
