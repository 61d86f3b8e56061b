//! A workshop of one's own: taken in from a file, given out again, with people invited to it.

use super::harness::{Server, shared};
use enishi::exchange::{Limits, example, read_json, write_json};
use serde_json::{Value, json};

fn file() -> String {
    String::from_utf8(write_json(&example()).unwrap()).unwrap()
}

#[test]
fn a_workshop_is_taken_in_and_given_out_as_it_was() {
    let server = Server::start(None);
    let organizer = server.organizer();
    let workshop = example();
    let path = format!("/api/workshops/{}", workshop.id);
    organizer.get(&path).expect(404);
    let look = organizer.send("POST", "/api/workshops?dry_run=true", Some(&file())).expect(200);
    assert_eq!(look.json()["people"], workshop.people.len());
    organizer.get(&path).expect(404);
    organizer.send("POST", "/api/workshops", Some(&file())).expect(201);
    organizer.send("POST", "/api/workshops", Some(&file())).expect(409);
    assert_eq!(organizer.get(&path).expect(200).json()["roles"], json!(["organizer"]));
    let back = organizer.get(&format!("{path}/export?form=json")).expect(200);
    let (mut back, _) = read_json(back.text.as_bytes(), &Limits::default()).unwrap();
    let mut given = workshop.clone();
    enishi::app::tag_workshop(&mut given);
    for w in [&mut back, &mut given] {
        w.meeting_wishes.sort_by(|a, b| a.id.cmp(&b.id));
        w.talk_wishes.sort_by(|a, b| (&a.person, a.rank).cmp(&(&b.person, b.rank)));
        w.unavailable.sort_by(|a, b| (&a.person, a.start).cmp(&(&b.person, b.start)));
    }
    assert_eq!(back, given);
}

#[test]
fn faults_of_a_file_are_told_one_by_one_and_nothing_is_kept() {
    let organizer = shared().organizer();
    let mut data: Value = serde_json::from_str(&file()).unwrap();
    data["people"][0]["organisation"] = json!("nobody");
    data["rooms"][0]["tables"] = json!("many");
    let answer = organizer.send("POST", "/api/workshops", Some(&data.to_string())).expect(400);
    let faults = answer.json()["faults"].as_array().unwrap().clone();
    assert!(!faults.is_empty(), "{}", answer.text);
    assert!(answer.json()["detail_ja"].as_str().unwrap().contains("ワークショップ"));
    organizer.get(&format!("/api/workshops/{}", example().id)).expect(404);
    shared().role("company").send("POST", "/api/workshops", Some(&file())).expect(403);
}

#[test]
fn people_are_invited_by_mail_and_let_go() {
    let server = Server::start(None);
    let organizer = server.organizer();
    organizer.send("POST", "/api/workshops", Some(&file())).expect(201);
    let path = format!("/api/workshops/{}", example().id);
    let person = example().people[0].id.0.clone();
    let invitation =
        json!({"email": "guest@example.jp", "name": "客", "role": "company", "person": person});
    let member = organizer.post(&format!("{path}/members"), &invitation).expect(201).json();
    let mail = std::fs::read_dir(server.dir.join("outbox")).unwrap().next().unwrap().unwrap();
    let mail = std::fs::read_to_string(mail.path()).unwrap();
    let link = &mail[mail.find("/sign-in/").unwrap()..];
    let secret = link.split_whitespace().next().unwrap().rsplit('/').next().unwrap();
    let signed =
        server.anyone().post("/api/sign-in/redeem", &json!({"secret": secret})).expect(200);
    let cookie = signed.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    let guest = server.anyone().with("Cookie", &cookie);
    assert_eq!(guest.get(&path).expect(200).json()["person"], *person);
    guest.get(&format!("{path}/members")).expect(403);
    guest.get("/api/workshops/aimgain-2022").expect(404);
    let account = member["account"].as_str().unwrap();
    organizer.delete(&format!("{path}/members/{account}/company")).expect(204);
    guest.get(&path).expect(404);
    for wrong in [
        json!({"email": "no address", "name": "x", "role": "organizer"}),
        json!({"email": "a@b.jp\r\nBcc: c@d.jp", "name": "x", "role": "organizer"}),
        json!({"email": "a@b.jp", "name": "x", "role": "company"}),
        json!({"email": "a@b.jp", "name": "x", "role": "company", "person": "nobody"}),
    ] {
        organizer.post(&format!("{path}/members"), &wrong).expect(400);
    }
}
