//! Edits: nobody's change is lost, what is away stays away, plans are changed by new versions.

use super::harness::{Server, W, shared};
use serde_json::json;

#[test]
fn an_edit_of_an_old_version_is_refused() {
    let server = Server::start(None);
    let company = server.role("company");
    let profile = company.get(W).expect(200).json()["profiles"][0].as_str().unwrap().to_owned();
    let path = format!("{W}/profiles/{profile}");
    let read = company.get(&path).expect(200);
    let tag = read.header("etag").unwrap().to_owned();
    let change = json!({"seeks": "徐放性DDS技術を持つ研究者"});
    company.patch(&path, &change).expect(428);
    company.with("If-Match", "3").patch(&path, &change).expect(400);
    let new = company.with("If-Match", &tag).patch(&path, &change).expect(200);
    assert_ne!(new.header("etag"), Some(tag.as_str()));
    let tags = new.json()["tags"].to_string();
    assert!(tags.contains("technology.dds") || tags.contains("DDS"), "read anew: {tags}");
    company.with("If-Match", &tag).patch(&path, &json!({"title": "lost?"})).expect(412);
    assert_eq!(company.get(&path).json()["seeks"], "徐放性DDS技術を持つ研究者");
    // A removed tag stays away when the text is read again.
    let tag = company.get(&path).header("etag").unwrap().to_owned();
    let concept = new.json()["tags"][0]["concept"].as_str().unwrap().to_owned();
    let decide = json!({"tags": [{"concept": concept, "keep": false}], "offers": "解析装置"});
    let decided = company.with("If-Match", &tag).patch(&path, &decide).expect(200).json();
    let tags = decided["tags"].as_array().unwrap();
    assert!(tags.iter().any(|t| t["concept"] == *concept && t["state"] == "removed"));
}

#[test]
fn concepts_are_read_as_one_types() {
    let text = json!({"text": "モノクローナル抗体の製造技術を提供します。"});
    let found = shared().role("academic").post(&format!("{W}/tags"), &text).expect(200);
    assert!(found.text.contains("抗体"), "{}", found.text);
}

#[test]
fn wishes_and_absences_come_and_go() {
    let server = Server::start(None);
    let academic = server.role("academic");
    let path = format!("{W}/talk-wishes/I-1-9");
    academic.put(&path, &json!({"rank": 1})).expect(200);
    let has = || academic.get(&format!("{W}/talk-wishes")).expect(200).text.contains("I-1-9");
    assert!(has());
    academic.delete(&path).expect(204);
    assert!(!has());
    academic.delete(&path).expect(404);
    academic.put(&format!("{W}/talk-wishes/nothing"), &json!({"rank": 1})).expect(404);
    let away = json!({"start": "2022-05-10T15:00:00", "end": "2022-05-10T15:30:00"});
    let made = academic.post(&format!("{W}/absences"), &away).expect(201).json();
    assert!(academic.get(&format!("{W}/absences")).expect(200).text.contains("15:30:00"));
    let id = made["id"].as_str().unwrap();
    server.role("company").delete(&format!("{W}/absences/{id}")).expect(404);
    academic.delete(&format!("{W}/absences/{id}")).expect(204);
    let wrong = json!({"start": "2022-05-10T15:00:00", "end": "2022-05-10T14:00:00"});
    academic.post(&format!("{W}/absences"), &wrong).expect(400);
    let ask = json!({"topic": "特許の共同出願について", "rank": 1});
    let asked = academic.post(&format!("{W}/consultations"), &ask).expect(201).json();
    let id = asked["id"].as_str().unwrap();
    academic.delete(&format!("{W}/consultations/{id}")).expect(204);
}

#[test]
fn a_plan_is_edited_into_a_new_version_and_the_judge_says_what_is_wrong() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let before = organizer.get(&format!("{W}/plans/1")).expect(200);
    let plan = before.json();
    let meetings: Vec<_> = plan["placements"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|p| p["kind"] == "meeting")
        .cloned()
        .collect();
    let (a, b) = (&meetings[0], &meetings[1]);
    // Onto another meeting's table at its time.
    let clash = json!({"edit": "move", "item": a["item"], "room": b["room"], "table": b["table"], "start": b["start"]});
    let edits = json!({"from": 1, "name": "clash", "edits": [clash], "dry_run": true});
    let tried = organizer.post(&format!("{W}/plans"), &edits).expect(200).json();
    assert!(!tried["faults"].as_array().unwrap().is_empty());
    let count = || organizer.get(&format!("{W}/plans")).json().as_array().unwrap().len();
    let n = count();
    let kept = json!({"from": 1, "name": "clash", "edits": edits["edits"]});
    let made = organizer.post(&format!("{W}/plans"), &kept).expect(201).json();
    assert_eq!(count(), n + 1);
    assert_eq!(organizer.get(&format!("{W}/plans/1")).text, before.text, "versions never change");
    // What overlaps cannot be published: the database refuses, and the old version still holds.
    let version = &made["version"];
    let refused = organizer.post(&format!("{W}/plans/{version}/publish"), &json!({})).expect(409);
    assert!(refused.text.contains("/problems/double-booked"), "{}", refused.text);
    assert_eq!(organizer.get(&format!("{W}/overview")).json()["published_version"], 1);
    // Removing one meeting is fine, and the difference names those affected.
    let less = json!({"from": 1, "name": "less", "edits": [{"edit": "remove", "item": a["item"]}]});
    let less = organizer.post(&format!("{W}/plans"), &less).expect(201).json();
    let version = &less["version"];
    let changes = organizer.get(&format!("{W}/plans/{version}/changes?from=1")).expect(200).json();
    assert_eq!(changes["changes"].as_array().unwrap().len(), 1);
    assert_eq!(changes["affected"].as_array().unwrap().len(), 2);
    organizer.post(&format!("{W}/plans/{version}/publish"), &json!({})).expect(201);
    let person = a["people"][0]["id"].as_str().unwrap();
    let day = organizer.get(&format!("{W}/my-day?person={person}")).expect(200);
    assert!(!day.json()["items"].to_string().contains(a["item"].as_str().unwrap()));
}
