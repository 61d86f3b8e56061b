//! Edits: nobody's change is lost, what is away stays away, plans are changed by new versions.

use super::client::Client;
use super::harness::{Server, W, shared};
use super::postgres;
use serde_json::{Value, json};

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
    academic.anew().put(&path, &json!({"rank": 1})).expect(200);
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

fn a_person_is_corrected(database: Option<String>) {
    let server = Server::start(database);
    let (organizer, company) = (server.organizer(), server.role("company"));
    let me = company.get(W).expect(200).json()["person"].as_str().unwrap().to_owned();
    let path = format!("{W}/people/{me}");
    let read = company.get(&path).expect(200);
    let tag = read.header("etag").unwrap().to_owned();
    let change = json!({"position": " 部長 ", "family_romaji": "Test", "languages": ["en", "ja"]});
    company.patch(&path, &change).expect(428);
    let changed = company.with("If-Match", &tag).patch(&path, &change).expect(200);
    assert_eq!(changed.json()["position"], "部長");
    assert_eq!(changed.json()["languages"], json!(["en", "ja"]));
    assert_eq!(changed.json()["family"], read.json()["family"], "what is left out stays");
    organizer.with("If-Match", &tag).patch(&path, &change).expect(412);
    // Others are the organizer's to change, and so is where one belongs.
    let tag = changed.header("etag").unwrap().to_owned();
    server.role("academic").with("If-Match", &tag).patch(&path, &change).expect(404);
    let people = organizer.get(&format!("{W}/people?sector=academia&limit=1")).json();
    let elsewhere = json!({"organisation": people["items"][0]["organisation"]["id"]});
    company.with("If-Match", &tag).patch(&path, &elsewhere).expect(403);
    let moved = organizer.with("If-Match", &tag).patch(&path, &elsewhere).expect(200).json();
    assert_eq!(moved["organisation"]["id"], elsewhere["organisation"]);
    let tag = organizer.get(&path).header("etag").unwrap().to_owned();
    for wrong in [json!({"family": " "}), json!({"organisation": "nobody"}), json!({"colour": 1})] {
        organizer.with("If-Match", &tag).patch(&path, &wrong).expect(400);
    }
    let history = organizer.get(&format!("{W}/history")).expect(200).text;
    assert!(history.contains("change person"), "{history}");
}

#[test]
fn a_person_is_corrected_on_sqlite() {
    a_person_is_corrected(None);
}

#[test]
fn a_person_is_corrected_on_postgresql() {
    a_person_is_corrected(Some(postgres::database()));
}

fn an_organisation_is_avoided(database: Option<String>) {
    let server = Server::start(database);
    let (organizer, company) = (server.organizer(), server.role("company"));
    let profile = company.get(W).json()["profiles"][0].as_str().unwrap().to_owned();
    let suggested = |who: &Client| {
        let path = format!("{W}/profiles/{profile}/suggestions?limit=200");
        let list = who.get(&path).expect(200).json();
        let items = list.as_array().unwrap().clone();
        items
            .into_iter()
            .map(|one| (one["profile"]["organisation"]["id"].clone(), one["relation"].clone()))
            .collect::<Vec<_>>()
    };
    let before = suggested(&company);
    let relations = |of: &Value| {
        before.iter().filter(move |one| one.0 == *of).map(|one| &one.1).collect::<Vec<_>>()
    };
    let none = |of: &Value| relations(of).iter().all(|relation| *relation == "none");
    let (rival, _) = before.iter().find(|one| none(&one.0)).expect("nobody in touch");
    let path = format!("{W}/avoided");
    let body = json!({"organisation": rival});
    let list = company.post(&path, &body).expect(200).json();
    assert_eq!(list[0]["id"], *rival);
    assert_eq!(company.post(&path, &body).expect(200).json().as_array().unwrap().len(), 1);
    assert!(suggested(&company).iter().all(|(organisation, _)| organisation != rival));
    // Those with whom a request is open or agreed are not dropped silently.
    if let Some((friend, _)) = before.iter().find(|one| one.1 == "agreed") {
        company.post(&path, &json!({"organisation": friend})).expect(400);
    }
    company.post(&path, &json!({"organisation": "nobody"})).expect(400);
    let me = company.get(W).json()["person"].as_str().unwrap().to_owned();
    assert_eq!(organizer.get(&format!("{path}?person={me}")).expect(200).json(), list);
    let acting = organizer.get(&format!("{W}?person={me}")).expect(200).json();
    assert_eq!((&acting["person"], &acting["profiles"][0]), (&json!(me), &json!(profile)));
    server.role("academic").get(&format!("{W}?person={me}")).expect(404);
    assert_eq!(server.role("academic").get(&path).expect(200).json(), json!([]));
    company.delete(&format!("{path}/{}", rival.as_str().unwrap())).expect(204);
    company.delete(&format!("{path}/{}", rival.as_str().unwrap())).expect(404);
    assert!(suggested(&company).iter().any(|(organisation, _)| organisation == rival));
}

#[test]
fn an_organisation_is_avoided_on_sqlite() {
    an_organisation_is_avoided(None);
}

#[test]
fn an_organisation_is_avoided_on_postgresql() {
    an_organisation_is_avoided(Some(postgres::database()));
}
