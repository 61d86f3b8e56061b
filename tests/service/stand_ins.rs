//! Colleagues of one organisation act for each other where they are let in, and nobody else does.

use super::client::Client;
use super::harness::{Server, W};
use super::postgres;
use enishi::server::{ROUTES, Who};
use enishi::store::Role;
use serde_json::{Value, json};

const LIST: &str = "/api/workshops/aimgain-2022/stand-ins";

/// Two of one organisation, the first with a profile of it, and somebody of another who has one, too.
struct Cast {
    me: String,
    colleague: String,
    stranger: String,
    profile: String,
}

fn cast(organizer: &Client) -> Cast {
    let people = organizer.get(&format!("{W}/people?limit=200")).expect(200).json();
    let people = people["items"].as_array().unwrap();
    let of = |p: &Value| p["organisation"]["id"].clone();
    let id = |p: &Value| p["id"].as_str().unwrap().to_owned();
    let shown = |p: &Value| !p["profiles"].as_array().unwrap().is_empty();
    let own = |a: &Value, b: &Value| {
        let theirs = b["profiles"].as_array().unwrap();
        a["profiles"].as_array().unwrap().iter().find(|p| !theirs.contains(p)).cloned()
    };
    let mut pairs = people.iter().flat_map(|a| people.iter().map(move |b| (a, b)));
    let (me, colleague) = pairs
        .find(|(a, b)| id(a) != id(b) && of(a) == of(b) && own(a, b).is_some())
        .expect("two of one organisation");
    let own = own(me, colleague).unwrap();
    let dealt = |a: &Value, b: &Value| {
        let of = format!("{W}/requests?person={}&limit=200", id(b));
        let all = organizer.get(&of).expect(200).json()["items"].clone();
        let with = |r: &Value| r["from"]["id"] == a["id"] || r["to"]["id"] == a["id"];
        all.as_array().unwrap().iter().any(with)
    };
    let stranger = people
        .iter()
        .find(|p| of(p) != of(me) && shown(p) && !dealt(p, me) && !dealt(p, colleague))
        .unwrap();
    Cast {
        me: id(me),
        colleague: id(colleague),
        stranger: id(stranger),
        profile: own.as_str().unwrap().to_owned(),
    }
}

fn newest(organizer: &Client) -> Value {
    organizer.get(&format!("{W}/history?limit=1")).expect(200).json()["items"][0].clone()
}

fn colleagues_stand_in(database: Option<String>) {
    let server = Server::start(database);
    let organizer = server.organizer();
    let Cast { me, colleague, stranger, profile } = cast(&organizer);
    let mine = server.person(&me, Role::Company);
    let theirs = server.person(&colleague, Role::Company);
    let other = server.person(&stranger, Role::Academic);
    let absences = format!("{W}/absences?person={me}");
    let (profile, ended) = (format!("{W}/profiles/{profile}"), format!("{LIST}/{me}/{colleague}"));
    let ask = json!({"to": me, "rank": 1, "message": "", "about": null});
    let request = other.post(&format!("{W}/requests"), &ask).expect(201).json();
    let request = format!("{W}/requests/{}", request["id"].as_str().unwrap());
    let nothing = || {
        theirs.get(&absences).expect(404);
        theirs.get(&request).expect(404);
        theirs.post(&format!("{request}/accept"), &json!({})).expect(404);
        theirs.get(&format!("{profile}/suggestions")).expect(403);
        theirs.over().patch(&profile, &json!({"title": "x"})).expect(403);
        assert_eq!(theirs.get(&profile).expect(200).json()["confidential"], Value::Null);
    };
    nothing();

    for nobody in [&me, &stranger, "nobody"] {
        mine.post(LIST, &json!({"person": nobody})).expect(400);
    }
    let colleagues = mine.get(LIST).expect(200).json()["colleagues"].clone();
    assert!(colleagues.as_array().unwrap().iter().any(|p| p["id"] == colleague.as_str()));
    for _ in 0..2 {
        let now = mine.post(LIST, &json!({"person": colleague})).expect(200).json();
        assert_eq!(now["for_me"].as_array().unwrap().len(), 1);
        assert_eq!(now["for_me"][0]["id"], colleague.as_str());
    }
    assert_eq!(theirs.get(LIST).expect(200).json()["i_for"][0]["id"], me.as_str());
    let mails = organizer.get(&format!("{W}/outbox?limit=200")).expect(200).json();
    let told = mails["items"].as_array().unwrap().iter();
    let told = told.filter(|m| m["subject"].as_str().unwrap().contains("代理"));
    let told: Vec<&Value> = told.map(|m| &m["to"]).collect();
    assert_eq!(told, [&json!(format!("{colleague}@test.example"))], "told once, and nobody else");
    // What is done so is done for me, by them.
    let away = json!({"start": "2022-05-10T13:00:00", "end": "2022-05-10T13:30:00"});
    theirs.post(&absences, &away).expect(201);
    let known = mine.get(&format!("{W}/absences")).expect(200).text;
    assert!(known.contains("2022-05-10T13:00:00"), "{known}");
    assert_eq!(newest(&organizer)["on_behalf_of"], me.as_str());
    let read = theirs.get(&profile).expect(200);
    assert_eq!(read.json()["editable"], true);
    theirs.get(&format!("{profile}/suggestions")).expect(200);
    let edit = theirs.with("If-Match", read.header("etag").unwrap());
    edit.patch(&profile, &json!({"title": "by a colleague"})).expect(200);
    assert_eq!(newest(&organizer)["on_behalf_of"], me.as_str());
    assert_eq!(theirs.get(&request).expect(200).json()["state"], "sent");
    theirs.post(&format!("{request}/accept"), &json!({})).expect(200);
    assert_eq!(newest(&organizer)["on_behalf_of"], me.as_str());

    // It goes one way, to them alone, and they let nobody else in.
    mine.get(&format!("{W}/absences?person={colleague}")).expect(404);
    theirs.get(&format!("{LIST}?person={me}")).expect(404);
    theirs.post(&format!("{LIST}?person={me}"), &json!({"person": colleague})).expect(404);
    other.get(&absences).expect(404);
    other.delete(&ended).expect(404);
    // What two tell each other, and secrets that would outlive it, stay mine; nor does the
    // other side's confidential part open to them.
    theirs.get(&format!("{request}/exchange")).expect(404);
    let feeds = format!("{W}/calendar-feeds?person={me}");
    theirs.get(&feeds).expect(404);
    theirs.post(&feeds, &json!({"lang": "ja"})).expect(404);
    let partner = organizer.get(&format!("{W}/people/{stranger}")).expect(200).json();
    let partner = format!("{W}/profiles/{}", partner["profiles"][0].as_str().unwrap());
    assert!(mine.get(&partner).expect(200).json()["confidential"].is_string());
    assert_eq!(theirs.get(&partner).expect(200).json()["confidential"], Value::Null);
    // No role comes with it.
    for route in ROUTES {
        let Who::Roles(roles) = route.who else { continue };
        if !roles.contains(&Role::Company) {
            let path = route.path.replace("{workshop}", "aimgain-2022").replace(['{', '}'], "");
            let body = (route.method != "GET" && route.method != "DELETE").then_some("{}");
            let path = format!("{path}?person={me}");
            assert_eq!(theirs.send(route.method, &path, body).status, 403, "{path}");
        }
    }

    mine.delete(&ended).expect(204);
    mine.delete(&ended).expect(404);
    theirs.get(&absences).expect(404);
    theirs.get(&request).expect(404);
    // They may end it, too.
    mine.post(LIST, &json!({"person": colleague})).expect(200);
    theirs.delete(&ended).expect(204);
    assert_eq!(newest(&organizer)["on_behalf_of"], Value::Null);
    assert_eq!(mine.get(LIST).expect(200).json()["for_me"], json!([]));
    // Whoever goes to another organisation acts no more.
    mine.post(LIST, &json!({"person": colleague})).expect(200);
    let there = organizer.get(&format!("{W}/people/{stranger}")).expect(200).json();
    let moved = json!({"organisation": there["organisation"]["id"]});
    organizer.over().patch(&format!("{W}/people/{colleague}"), &moved).expect(200);
    theirs.get(&absences).expect(404);
    assert_eq!(mine.get(LIST).expect(200).json()["for_me"], json!([]));
    // Whoever is erased stands in for nobody.
    organizer.delete(&format!("{W}/people/{colleague}")).expect(204);
    mine.delete(&ended).expect(404);
}

#[test]
fn colleagues_stand_in_for_each_other_on_sqlite() {
    colleagues_stand_in(None);
}

#[test]
fn colleagues_stand_in_for_each_other_on_postgresql() {
    colleagues_stand_in(Some(postgres::database()));
}
