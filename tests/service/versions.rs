//! Nobody's change is lost: every edit names the version that it changes, and of two who read the
//! same one is told that the other was faster.

use super::client::{Answer, Client};
use super::harness::{Server, W};
use enishi::server::{UNVERSIONED, document, operations};
use enishi::store::Role;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// An edit that changes something: as the document calls it, at an address, with a body.
struct Edit {
    operation: (&'static str, &'static str),
    client: Client,
    path: String,
    kind: &'static str,
    body: Vec<u8>,
}

impl Edit {
    fn send(&self, client: &Client) -> Answer {
        client.send_bytes(self.operation.0, &self.path, self.kind, &self.body)
    }

    fn named(&self, name: &str, tag: &str) -> Answer {
        self.send(&self.client.with(name, tag))
    }
}

/// A path of the document within the workshop.
macro_rules! at {
    ($rest:literal) => {
        concat!("/api/workshops/{workshop}", $rest)
    };
}

/// What is edited in a workshop whose day is published, once each.
fn edits(server: &Server) -> Vec<Edit> {
    let (organizer, coordinator) = (server.organizer(), server.role("coordinator"));
    let (company, academic) = (server.role("company"), server.role("academic"));
    let read = |client: &Client, path: &str| client.get(&format!("{W}{path}")).expect(200).json();
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    let mut edits = Vec::new();
    let mut edit = |method, pattern: &'static str, client: &Client, ids: &[&str], body: Value| {
        let mut ids = ids.iter();
        let parts = pattern.split('/').map(|part| match part {
            "{workshop}" => "aimgain-2022",
            part if part.starts_with('{') => ids.next().unwrap(),
            part => part,
        });
        edits.push(Edit {
            operation: (method, pattern),
            client: client.clone(),
            path: parts.collect::<Vec<_>>().join("/"),
            kind: "application/json",
            body: body.to_string().into_bytes(),
        });
    };
    edit("PATCH", "/api/me", &company, &[], json!({"takes_mails": false}));
    let days = read(&organizer, "/days");
    let (me, other) = days
        .as_array()
        .unwrap()
        .iter()
        .find_map(|day| {
            let met = day["items"].as_array()?.iter().find(|i| i["kind"] == "meeting")?;
            Some((id(&day["person"]["id"]), id(&met["others"][0]["id"])))
        })
        .unwrap();
    let mine = server.person(&me, Role::Academic);
    let plan = read(&organizer, "/plans/1");
    let item = plan["placements"].as_array().unwrap().iter().find(|p| {
        let people = p["people"].to_string();
        p["kind"] == "meeting" && [&me, &other].iter().all(|id| people.contains(id.as_str()))
    });
    let out = json!({"from": 1, "name": "out",
        "edits": [{"edit": "remove", "item": item.unwrap()["item"]}]});
    let new = organizer.post(&format!("{W}/plans"), &out).expect(201).json();
    let version = new["version"].to_string();
    organizer.post(&format!("{W}/plans/{version}/proposals"), &json!({})).expect(201);
    let answer = json!({"accepted": true});
    edit("PUT", at!("/proposals/{version}"), &mine, &[&version], answer);
    let mails = read(&organizer, "/outbox?state=waiting");
    let mail = id(&mails["items"][0]["id"]);
    edit("PATCH", at!("/outbox/{mail}"), &organizer, &[&mail], json!({"held": true}));
    let outcome = json!({"stage": "talking"});
    edit("PUT", at!("/outcomes/{first}/{second}"), &mine, &[&me, &other], outcome);
    let answer = json!({"overall": 5, "partners": 4, "timetable": 3, "again": true});
    edit("PUT", at!("/survey"), &mine, &[], answer);

    let about = read(&company, "");
    let (person, profile) = (id(&about["person"]), id(&about["profiles"][0]));
    let department = json!({"department": "新しい部署"});
    edit("PATCH", at!("/people/{person}"), &company, &[&person], department);
    let title = json!({"title": "新しい題"});
    edit("PATCH", at!("/profiles/{profile}"), &company, &[&profile], title);
    edit("PUT", at!("/profiles/{profile}/poster"), &company, &[&profile], Value::Null);
    let requests = read(&company, "/requests?limit=200");
    let agreed = requests["items"].as_array().unwrap().iter().find(|r| r["state"] == "accepted");
    let agreed = id(&agreed.expect("an accepted request")["id"]);
    let contact = json!({"text": "03-0000-0000"});
    edit("PUT", at!("/requests/{request}/contact"), &company, &[&agreed], contact);
    let organisation =
        read(&company, &format!("/profiles/{profile}"))["organisation"]["id"].clone();
    let member = json!({"organisation": organisation, "profiles": [profile]});
    let mut draft = json!({"name": "first", "draft": {"members": [member]}});
    let kept = company.post(&format!("{W}/consortium-drafts"), &draft).expect(201).json();
    draft["name"] = json!("second");
    edit("PUT", at!("/consortium-drafts/{draft}"), &company, &[&id(&kept["id"])], draft);
    academic.delete(&format!("{W}/talk-wishes/I-1-9"));
    edit("PUT", at!("/talk-wishes/{session}"), &academic, &["I-1-9"], json!({"rank": 3}));

    let desks = read(&coordinator, "/desks");
    let desk = desks.as_array().unwrap().iter().find(|d| d["mine"] == true).unwrap();
    let late = json!({"minutes": 10});
    edit("PUT", at!("/desks/{desk}/delay"), &coordinator, &[&id(&desk["desk"])], late);
    let visit = id(&desk["visits"][0]["consultation"]);
    let note = json!({"text": "書類を送る"});
    edit("PUT", at!("/consultations/{consultation}/note"), &coordinator, &[&visit], note);
    let here = json!({"state": "here"});
    edit("PUT", at!("/reception/{person}"), &coordinator, &[&me], here);

    let form = json!({"offered": true, "notice": {"ja": "", "en": ""}});
    organizer.over().put(&format!("{W}/registration-form"), &form).expect(200);
    let fields =
        "family=Sato&given=Jiro&email=a%40example.jp&organisation=X&side=company&consent=yes";
    server.anyone().send_form("/register/aimgain-2022", fields).expect(200);
    let who = id(&read(&organizer, "/registrations")["items"][0]["id"]);
    let word = json!({"state": "declined"});
    edit("PUT", at!("/registrations/{registration}"), &organizer, &[&who], word);
    let closed = json!({"offered": false, "notice": {"ja": "", "en": ""}});
    edit("PUT", at!("/registration-form"), &organizer, &[], closed);
    edit("PUT", at!("/retention"), &organizer, &[], json!({"days": 30_000}));
    let dates = json!({"opens_at": null, "closes_at": "2050-01-01T00:00:00Z"});
    edit("PUT", at!("/request-dates"), &organizer, &[], dates);
    edit("PUT", at!("/phase"), &organizer, &[], json!({"phase": "follow_up"}));
    let mut setup = read(&organizer, "/setup");
    let rooms = setup["rooms"].as_array_mut().unwrap();
    let room = rooms.iter_mut().find(|room| room["tables"] != 0).unwrap();
    room["tables"] = json!(room["tables"].as_u64().unwrap() + 1);
    edit("PUT", at!("/setup"), &organizer, &[], setup);
    for edit in &mut edits {
        if edit.path.ends_with("/poster") {
            (edit.kind, edit.body) = ("application/pdf", b"%PDF-1.7 a poster".to_vec());
        }
    }
    edits
}

/// The edits of the document, and whether each may make what is not there yet.
fn documented() -> Vec<((&'static str, String), Option<bool>)> {
    let mut api = document();
    let mut list = Vec::new();
    for (path, item) in &mut api.paths.paths {
        for (method, operation) in operations(item) {
            if !matches!(method, "PUT" | "PATCH") {
                continue;
            }
            let text = serde_json::to_value(&*operation).unwrap();
            let parameters = text["parameters"].as_array().cloned().unwrap_or_default();
            let named = |name: &str| parameters.iter().find(|one| one["name"] == name);
            let versioned = named("If-Match").map(|one| {
                let may_make = named("If-None-Match").is_some();
                assert_eq!(one["required"], !may_make, "{method} {path}");
                let told = &text["responses"]["412"]["headers"]["ETag"];
                assert!(told.is_object(), "{method} {path}: 412 without the ETag of what is there");
                assert!(text["responses"]["428"].is_object(), "{method} {path}: no 428");
                may_make
            });
            list.push(((method, path.clone()), versioned));
        }
    }
    list
}

#[test]
fn every_edit_names_a_version_or_stands_in_the_list_with_a_reason() {
    let without: BTreeSet<String> =
        documented().into_iter().filter(|(_, v)| v.is_none()).map(|((_, path), _)| path).collect();
    let listed: BTreeSet<String> = UNVERSIONED.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(without, listed);
    assert!(UNVERSIONED.iter().all(|(_, why)| why.len() > 20));
}

/// Edits that are no matter of a workshop's history, and why.
const UNNOTED: [(&str, &str); 2] = [
    ("/api/me", "what somebody sets for themselves is no change of a workshop"),
    (at!("/survey"), "whoever answers is promised that nobody is told what they said"),
];

fn every_edit_is_held_to_the_version_that_it_names(database: Option<String>) {
    let server = Server::start(database);
    server.planned();
    let edits = edits(&server);
    let tried: BTreeSet<_> =
        edits.iter().map(|e| (e.operation.0, e.operation.1.to_owned())).collect();
    let versioned: Vec<_> = documented().into_iter().filter_map(|(o, v)| Some((o, v?))).collect();
    let named: BTreeSet<_> = versioned.iter().map(|(operation, _)| operation.clone()).collect();
    assert_eq!(tried, named, "an edit is not tried");
    let newest = || {
        let history = server.organizer().get(&format!("{W}/history?limit=1")).expect(200);
        history.json()["items"][0]["id"].clone()
    };
    for edit in &edits {
        let what = format!("{} {}", edit.operation.0, edit.path);
        let noted = newest();
        let in_the_history = || {
            let unnoted = UNNOTED.iter().any(|(path, _)| edit.operation.1 == *path);
            assert_eq!(newest() == noted, unnoted, "{what}: whether the history says so");
        };
        let status = |answer: &Answer, wanted: u16| {
            assert_eq!(answer.status, wanted, "{what}: {}", answer.text);
        };
        status(&edit.send(&edit.client), 428);
        status(&edit.named("If-Match", "no-tag"), 400);
        let stale = edit.named("If-Match", "\"another\"");
        status(&stale, 412);
        assert_eq!(stale.json()["type"], "/problems/changed", "{what}");
        assert!(stale.json()["detail_ja"].is_string(), "{what}");
        let makes = versioned
            .iter()
            .any(|((method, path), makes)| *makes && (*method, path.as_str()) == edit.operation);
        if makes {
            // Nothing is there yet, not even for those who would write over whatever there is.
            assert_eq!(stale.header("etag"), None, "{what}");
            status(&edit.named("If-Match", "*"), 412);
            assert!(edit.named("If-None-Match", "*").status < 300, "{what}");
            let again = edit.named("If-None-Match", "*");
            status(&again, 412);
            let tag = again.header("etag").expect(&what);
            assert!(edit.named("If-Match", tag).status < 300, "{what}");
            in_the_history();
            continue;
        }
        let tag = stale.header("etag").expect(&what).to_owned();
        status(&edit.named("If-None-Match", "*"), 412);
        // The tag is that of a GET of the same address, where there is one.
        let same = edit.client.get(&edit.path);
        if same.status == 200 {
            assert_eq!(same.header("etag"), Some(tag.as_str()), "{what}");
        }
        let done = edit.named("If-Match", &tag);
        assert!(done.status < 300, "{what}: {} {}", done.status, done.text);
        in_the_history();
        let late = edit.named("If-Match", &tag);
        status(&late, 412);
        let new = late.header("etag").expect(&what);
        assert_ne!(new, tag, "{what}");
        if let Some(told) = done.header("etag") {
            assert_eq!(told, new, "{what}: the answer's own tag is not that of what is there");
        }
    }
}

#[test]
fn every_edit_is_held_to_its_version_on_sqlite() {
    every_edit_is_held_to_the_version_that_it_names(None);
}

#[test]
fn every_edit_is_held_to_its_version_on_postgresql() {
    every_edit_is_held_to_the_version_that_it_names(Some(super::postgres::database()));
}

/// Several who have read the same edit it at one moment: one is done, all others are told.
fn of_several_one_is_done(database: Option<String>) {
    let server = Server::start(database);
    let (organizer, academic) = (server.organizer(), server.role("academic"));
    let retention = format!("{W}/retention");
    let wish = format!("{W}/talk-wishes/I-1-9");
    for round in 0..20 {
        let read = organizer.get(&retention).expect(200);
        let keep = organizer.with("If-Match", read.header("etag").unwrap());
        academic.delete(&wish);
        let mark = academic.anew();
        let race = |client: &Client, path: &str, body: &(dyn Fn(usize) -> Value + Sync)| {
            let answers: Vec<u16> = std::thread::scope(|scope| {
                let all: Vec<_> = (0..6)
                    .map(|n| scope.spawn(move || client.put(path, &body(n)).status))
                    .collect();
                all.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let done = answers.iter().filter(|status| **status == 200).count();
            let told = answers.iter().filter(|status| **status == 412).count();
            assert_eq!((done, told), (1, 5), "round {round}: {answers:?}");
        };
        race(&keep, &retention, &|n| json!({"days": 30_000 + round * 10 + n}));
        race(&mark, &wish, &|n| json!({"rank": 1 + n}));
    }
}

#[test]
fn of_several_who_edit_at_once_one_is_done_on_sqlite() {
    of_several_one_is_done(None);
}

#[test]
fn of_several_who_edit_at_once_one_is_done_on_postgresql() {
    of_several_one_is_done(Some(super::postgres::database()));
}
