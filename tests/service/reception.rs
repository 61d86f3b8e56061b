//! The day itself: arrivals, walk-ins, notes and delays at the desks.

use super::harness::{Server, W};
use super::postgres;
use serde_json::{Value, json};

fn encoded(text: &str) -> String {
    text.bytes().map(|b| format!("%{b:02X}")).collect()
}

fn a_day(database: Option<String>) {
    let server = Server::start(database);
    server.planned();
    let (organizer, coordinator) = (server.organizer(), server.role("coordinator"));
    let all = organizer.get(&format!("{W}/reception")).expect(200).json();
    let people = all.as_array().unwrap();
    assert!(people.iter().all(|p| p["state"] == "expected"));
    let kana = |p: &Value| p["kana"].as_str().unwrap().to_owned();
    assert!(people.windows(2).all(|two| kana(&two[0]) <= kana(&two[1])), "in kana order");
    server.role("company").get(&format!("{W}/reception")).expect(403);

    // Found by hiragana where the list has katakana.
    let one = people.iter().find(|p| kana(p).starts_with('ア')).expect("somebody with ア");
    let hiragana: String = kana(one)
        .chars()
        .map(|c| match c {
            'ァ'..='ヶ' => char::from_u32(c as u32 - 0x60).unwrap(),
            c => c,
        })
        .collect();
    let found = organizer.get(&format!("{W}/reception?q={}", encoded(&hiragana))).expect(200);
    assert!(found.json().as_array().unwrap().iter().any(|p| p["id"] == one["id"]));

    let path = format!("{W}/reception/{}", one["id"].as_str().unwrap());
    for state in ["here", "late", "no_show", "here"] {
        let noted = organizer.over().put(&path, &json!({"state": state})).expect(200).json();
        assert_eq!(noted["state"], state);
    }
    organizer.over().put(&path, &json!({"state": "expected"})).expect(200);
    organizer.over().put(&path, &json!({"state": "gone"})).expect(400);
    organizer.over().put(&format!("{W}/reception/nobody"), &json!({"state": "here"})).expect(404);

    let new = json!({"family": "飛入", "family_kana": "トビイリ", "organisation": "新しい会社", "company": true});
    let made = organizer.post(&format!("{W}/reception"), &new).expect(201).json();
    assert_eq!((&made["state"], &made["walk_in"]), (&json!("here"), &json!(true)));
    let found = organizer.get(&format!("{W}/reception?q={}", encoded("とびいり"))).expect(200);
    assert_eq!(found.json()[0]["organisation"]["name"]["ja"], "新しい会社");
    organizer
        .post(&format!("{W}/reception"), &json!({"family": "", "organisation": "x"}))
        .expect(400);

    // The coordinator's own desk: who is there already, a note, and how late it runs.
    let desks = || coordinator.get(&format!("{W}/desks")).expect(200).json();
    let own = |desks: &Value| {
        desks
            .as_array()
            .unwrap()
            .iter()
            .find(|d| d["mine"] == true)
            .expect("one's own desk")
            .clone()
    };
    let desk = own(&desks());
    let visit = &desk["visits"][0];
    let visitor = format!("{W}/reception/{}", visit["person"]["id"].as_str().unwrap());
    coordinator.over().put(&visitor, &json!({"state": "here"})).expect(200);
    let note = format!("{W}/consultations/{}/note", visit["consultation"].as_str().unwrap());
    coordinator.over().put(&note, &json!({"text": "契約書のひな形を送る"})).expect(204);
    let delay = format!("{W}/desks/{}/delay", desk["desk"].as_str().unwrap());
    coordinator.over().put(&delay, &json!({"minutes": 10})).expect(204);
    coordinator.over().put(&delay, &json!({"minutes": 601})).expect(400);
    let desk = own(&desks());
    assert_eq!(desk["delay_minutes"], 10);
    assert_eq!(desk["visits"][0]["note"], "契約書のひな形を送る");
    assert_eq!(desk["visits"][0]["arrival"], "here");
    let all = desks();
    let other = all.as_array().unwrap().iter().find(|d| d["mine"] == false).expect("another desk");
    let other = format!("{W}/desks/{}/delay", other["desk"].as_str().unwrap());
    coordinator.over().put(&other, &json!({"minutes": 5})).expect(403);
    organizer.over().put(&other, &json!({"minutes": 5})).expect(204);
    server.role("company").put(&note, &json!({"text": "x"})).expect(403);
}

#[test]
fn a_day_on_sqlite() {
    a_day(None);
}

#[test]
fn a_day_on_postgresql() {
    a_day(Some(postgres::database()));
}
