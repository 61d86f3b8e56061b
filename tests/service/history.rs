//! What somebody makes or takes away stands in the history: who did it, for whom, what was there.
//! `versions.rs` asks the same of every edit.

use super::client::Client;
use super::harness::{Server, W};
use super::postgres;
use serde_json::{Value, json};

/// The newest entry with a verb.
fn entry(organizer: &Client, verb: &str) -> Value {
    let page = organizer.get(&format!("{W}/history?limit=20")).expect(200).json();
    let mut items = page["items"].as_array().unwrap().iter();
    items.find(|one| one["verb"] == verb).unwrap_or_else(|| panic!("no {verb:?}")).clone()
}

fn what_is_made_and_taken_away_is_noted(database: Option<String>) {
    let server = Server::start(database);
    server.planned();
    let (organizer, academic) = (server.organizer(), server.role("academic"));
    let noted = |verb: &str, before: &Value, after: &Value| {
        let entry = entry(&organizer, verb);
        assert_eq!((&entry["before"], &entry["after"]), (before, after), "{verb}");
        entry
    };
    let post = |client: &Client, path: &str, body: Value| {
        client.post(&format!("{W}/{path}"), &body).expect(201).json()
    };
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();

    // Made and taken away by oneself, and by the organizer for them.
    let about = academic.get(W).expect(200).json();
    let me = about["person"].as_str().unwrap().to_owned();
    let absence = json!({"start": "2022-05-10T13:00:00", "end": "2022-05-10T13:30:00",
        "reason": "会議"});
    let consult = json!({"topic": "特許の相談"});
    for (list, new, made, gone) in [
        ("absences", absence, "add absence", "remove absence"),
        ("consultations", consult, "ask to consult", "take back to consult"),
    ] {
        for (client, whom) in [(&academic, String::new()), (&organizer, format!("?person={me}"))] {
            let there = post(client, &format!("{list}{whom}"), new.clone());
            let for_whom = if whom.is_empty() { Value::Null } else { json!(me) };
            assert_eq!(noted(made, &Value::Null, &there)["on_behalf_of"], for_whom);
            client.delete(&format!("{W}/{list}/{}{whom}", id(&there))).expect(204);
            assert_eq!(noted(gone, &there, &Value::Null)["on_behalf_of"], for_whom);
        }
    }
    let wish = format!("{W}/talk-wishes/I-1-9");
    academic.delete(&wish);
    let there = academic.anew().put(&wish, &json!({"rank": 2})).expect(200).json();
    noted("wish to hear", &Value::Null, &there);
    academic.delete(&wish).expect(204);
    noted("no more wish to hear", &there, &Value::Null);

    let profile = about["profiles"][0].as_str().unwrap();
    let poster = format!("{W}/profiles/{profile}/poster");
    let file = b"%PDF-1.7 a poster";
    let path = format!("{poster}?name=poster.pdf");
    academic.anew().send_bytes("PUT", &path, "application/pdf", file).expect(204);
    let head = json!({"name": "poster.pdf", "size": file.len()});
    let put = noted("put poster", &Value::Null, &head);
    assert_eq!(put["subject"], format!("profile {profile}"));
    academic.delete(&poster).expect(204);
    noted("remove poster", &head, &Value::Null);

    // A feed is noted, its secret is not.
    let feed = post(&academic, "calendar-feeds", json!({"lang": "ja"}));
    noted("make feed", &Value::Null, &json!({"person": me}));
    let history = organizer.get(&format!("{W}/history?limit=200")).expect(200).text;
    let secret = feed["path"].as_str().unwrap().rsplit('/').next().unwrap();
    assert!(!history.contains(secret.trim_end_matches(".ics")));
    academic.delete(&format!("{W}/calendar-feeds/{}", id(&feed))).expect(204);
    noted("revoke feed", &json!({"person": me}), &Value::Null);

    let job = post(&organizer, "jobs", json!({"name": "long", "seconds": 600.0}));
    organizer.post(&format!("{W}/jobs/{}/cancel", id(&job)), &json!({})).expect(200);
    assert_eq!(entry(&organizer, "stop job")["subject"], format!("job {}", id(&job)));
    // What two people tell each other is theirs: only that they did is noted.
    let requests = academic.get(&format!("{W}/requests?limit=200")).expect(200).json();
    let agreed = requests["items"].as_array().unwrap().iter().find(|r| r["state"] == "accepted");
    let agreed = id(agreed.expect("an accepted request"));
    post(&academic, &format!("requests/{agreed}/messages"), json!({"text": "ふたりの話"}));
    noted("write message", &Value::Null, &Value::Null);
    let history = organizer.get(&format!("{W}/history?limit=200")).expect(200).text;
    assert!(!history.contains("ふたりの話"));

    // What is released was somewhere.
    let booked = organizer.get(&format!("{W}/bookings")).expect(200).json();
    let item = booked[0]["item"].clone();
    organizer.post(&format!("{W}/bookings/release"), &json!({"item": item})).expect(204);
    let released = entry(&organizer, "release");
    assert_eq!(released["before"][0]["item"], item);
    assert!(released["before"].as_array().unwrap().iter().all(|row| row["resource"].is_string()));
}

#[test]
fn what_is_made_and_taken_away_is_noted_on_sqlite() {
    what_is_made_and_taken_away_is_noted(None);
}

#[test]
fn what_is_made_and_taken_away_is_noted_on_postgresql() {
    what_is_made_and_taken_away_is_noted(Some(postgres::database()));
}
