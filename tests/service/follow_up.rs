//! What comes of a published day: a change is asked of those concerned, what became of meetings is
//! noted, and what people say is counted, not told.

use super::harness::{Server, W};
use enishi::store::Role;
use serde_json::{Value, json};

/// A meeting of the published day as `(first, second)`, of people without an account.
fn a_meeting(server: &Server) -> (String, String) {
    let days = server.organizer().get(&format!("{W}/days")).expect(200).json();
    let day = days.as_array().unwrap().iter().find_map(|day| {
        let items = day["items"].as_array()?;
        let met = items.iter().find(|i| i["kind"] == "meeting")?;
        Some((
            day["person"]["id"].as_str()?.to_owned(),
            met["others"][0]["id"].as_str()?.to_owned(),
        ))
    });
    day.unwrap()
}

#[test]
fn a_change_is_asked_of_those_concerned_before_it_is_made() {
    for database in [None, Some(super::postgres::database())] {
        let server = Server::start(database);
        server.planned();
        let organizer = server.organizer();
        let (me, other) = a_meeting(&server);
        let mine = server.person(&me, Role::Academic);
        let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
        let item = plan["placements"].as_array().unwrap().iter().find(|p| {
            let people = p["people"].to_string();
            p["kind"] == "meeting"
                && people.contains(&format!("\"{me}\""))
                && people.contains(&format!("\"{other}\""))
        });
        let item = item.unwrap()["item"].as_str().unwrap().to_owned();
        // The meeting is taken out by hand: a version of its own.
        let edit =
            json!({"from": 1, "name": "1件を外す", "edits": [{"edit": "remove", "item": item}]});
        let new = organizer.post(&format!("{W}/plans"), &edit).expect(201).json();
        let version = new["version"].as_i64().unwrap();
        let path = format!("{W}/plans/{version}/proposals");
        mine.post(&path, &json!({})).expect(403);
        assert_eq!(organizer.get(&path).expect(200).json(), json!([]));
        let asked = organizer.post(&path, &json!({})).expect(201).json();
        let state = |list: &Value| {
            let list = list.as_array().unwrap();
            list.iter().find(|one| one["person"]["id"] == me).map(|one| one["state"].clone())
        };
        assert_eq!(state(&asked), Some(json!("asked")), "{asked}");
        // The mail waits for the organizer; who was asked once is not mailed twice.
        let mails =
            || organizer.get(&format!("{W}/outbox?state=waiting&limit=200")).expect(200).text;
        let count = mails().matches("日程変更のご相談").count();
        assert!(count > 0);
        organizer.post(&path, &json!({})).expect(201);
        assert_eq!(mails().matches("日程変更のご相談").count(), count);

        let own = mine.get(&format!("{W}/proposals")).expect(200).json();
        assert_eq!(own[0]["version"], version, "{own}");
        assert!(!own[0]["changes"].as_array().unwrap().is_empty());
        let answer = format!("{W}/proposals/{version}");
        let no = json!({"accepted": false, "reason": "午後は診療があります"});
        mine.over().put(&answer, &no).expect(200);
        let seen = organizer.get(&path).expect(200).json();
        assert!(seen.to_string().contains("午後は診療があります"));
        mine.over().put(&answer, &json!({"accepted": true})).expect(200);
        let seen = organizer.get(&path).expect(200).json();
        assert_eq!(state(&seen), Some(json!("accepted")));
        assert!(!seen.to_string().contains("診療"), "a yes has no reason");
        mine.over().put(&format!("{W}/proposals/99"), &json!({"accepted": true})).expect(404);
        // With a publication the question is over.
        organizer.post(&format!("{W}/plans/1/publish"), &json!({})).expect(201);
        assert_eq!(mine.get(&format!("{W}/proposals")).expect(200).json(), json!([]));
        mine.over().put(&answer, &json!({"accepted": false})).expect(404);
    }
}

#[test]
fn what_became_of_a_meeting_is_seen_by_both_and_the_organizer_alone() {
    for database in [None, Some(super::postgres::database())] {
        let server = Server::start(database);
        server.planned();
        let organizer = server.organizer();
        let (me, other) = a_meeting(&server);
        let (mine, theirs) =
            (server.person(&me, Role::Academic), server.person(&other, Role::Company));
        let path = format!("{W}/outcomes/{me}/{other}");
        let outcome = json!({"stage": "application", "consortium": "縁の体制",
            "scheme": null, "fiscal_year": 2023});
        mine.over().put(&path, &outcome).expect(200);
        let stage = |list: &Value| {
            let list = list.as_array().unwrap();
            let told = list.iter().find(|one| one["outcome"]["consortium"] == "縁の体制");
            told.map(|one| one["outcome"]["stage"].clone())
        };
        let all = format!("{W}/outcomes");
        for who in [&mine, &theirs, &organizer] {
            assert_eq!(stage(&who.get(&all).expect(200).json()), Some(json!("application")));
        }
        // Whoever did not meet neither sees nor writes.
        let days = organizer.get(&format!("{W}/days")).expect(200).json();
        let stranger = days.as_array().unwrap().iter().find(|day| {
            let id = day["person"]["id"].as_str().unwrap();
            let others = day["items"].to_string();
            id != me && id != other && !others.contains(&format!("\"{me}\""))
        });
        let stranger = stranger.unwrap()["person"]["id"].as_str().unwrap();
        let stranger = server.person(stranger, Role::Company);
        assert_eq!(stage(&stranger.get(&all).expect(200).json()), None);
        stranger.over().put(&path, &outcome).expect(404);
        // Either side, whichever way round; odd values are refused; null takes it back.
        theirs
            .over()
            .put(&format!("{W}/outcomes/{other}/{me}"), &json!({"stage": "adopted"}))
            .expect(200);
        mine.over().put(&path, &json!({"stage": "married"})).expect(400);
        mine.over().put(&path, &json!({"stage": "adopted", "fiscal_year": 1900})).expect(400);
        mine.over().put(&path, &json!({"stage": "adopted", "scheme": "none-such"})).expect(400);
        mine.over().put(&path, &Value::Null).expect(200);
        assert_eq!(stage(&organizer.get(&all).expect(200).json()), None);
    }
}

#[test]
fn the_survey_is_counted_and_does_not_tell_who_said_what() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let (me, other) = a_meeting(&server);
    let (mine, theirs) = (server.person(&me, Role::Academic), server.person(&other, Role::Company));
    let path = format!("{W}/survey");
    assert_eq!(mine.get(&path).expect(200).json(), Value::Null);
    let answer = json!({"overall": 5, "partners": 4, "timetable": 3, "again": true,
        "comment": "時間がもう少し欲しい"});
    mine.over().put(&path, &answer).expect(200);
    assert_eq!(mine.get(&path).expect(200).json(), answer);
    let mut other = answer.clone();
    other["overall"] = json!(6);
    theirs.over().put(&path, &other).expect(400);
    other["overall"] = json!(4);
    other["comment"] = json!("");
    theirs.over().put(&path, &other).expect(200);
    let results = organizer.get(&format!("{path}/results")).expect(200).json();
    assert_eq!((&results["answered"], &results["again"]), (&json!(2), &json!(2)));
    assert_eq!(results["questions"][0]["counts"], json!([0, 0, 0, 1, 1]));
    assert_eq!(results["comments"], json!(["時間がもう少し欲しい"]));
    assert!(!results.to_string().contains(&format!("\"{me}\"")));
    mine.get(&format!("{path}/results")).expect(403);
    // Not even by acting for somebody.
    let peeked = organizer.get(&format!("{path}?person={me}"));
    assert!(!peeked.text.contains("もう少し"), "{}", peeked.text);
}
