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
    // Only who is late comes at a time, on a day of the workshop.
    let late = |at: &str| json!({"state": "late", "comes_at": at});
    let noted = organizer.over().put(&path, &late("2022-05-10T14:30:00")).expect(200).json();
    assert_eq!(noted["comes_at"], "2022-05-10T14:30:00");
    organizer.over().put(&path, &late("2022-05-12T14:30:00")).expect(400);
    let here = json!({"state": "here", "comes_at": "2022-05-10T14:30:00"});
    organizer.over().put(&path, &here).expect(400);
    let noted = organizer.over().put(&path, &json!({"state": "here"})).expect(200).json();
    assert_eq!(noted["comes_at"], Value::Null, "who has come is no longer waited for");
    organizer.over().put(&path, &json!({"state": "expected"})).expect(200);
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

/// Whoever is marked as a no-show is away from the moment on that the day is planned again, and whoever
/// is late until they come: what has begun stays, the rest is freed; checked in after all, they are
/// there again.
fn the_day_is_planned_around_who_is_away(database: Option<String>) {
    let server = Server::start(database);
    server.planned();
    let organizer = server.organizer();
    let plan = |version: &Value| organizer.get(&format!("{W}/plans/{version}")).expect(200).json();
    let list = |plan: &Value| plan["placements"].as_array().unwrap().clone();
    let start = |p: &Value| p["start"].as_str().unwrap().to_owned();
    let has = |p: &Value, id: &str| p["people"].as_array().unwrap().iter().any(|x| x["id"] == id);
    let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
    let published = plans.as_array().unwrap().iter().find(|p| p["published"] == true);
    let version = published.expect("a published version")["version"].clone();
    let day = list(&plan(&version));
    let items = |id: &str| -> Vec<Value> {
        let mut own: Vec<Value> =
            day.iter().filter(|p| p["kind"] == "meeting" && has(p, id)).cloned().collect();
        own.sort_by_key(start);
        own
    };
    let ids: std::collections::BTreeSet<String> = day
        .iter()
        .filter(|p| p["kind"] == "meeting")
        .flat_map(|p| p["people"].as_array().unwrap().clone())
        .map(|p| p["id"].as_str().unwrap().to_owned())
        .collect();
    let person = ids.iter().find(|id| items(id).len() >= 3).expect("somebody with three meetings");
    let own = items(person);
    // Five minutes into the first of the meetings.
    let begun = start(&own[0]);
    let from = chrono::NaiveDateTime::parse_from_str(&begun, "%Y-%m-%dT%H:%M:%S").unwrap();
    let from = (from + chrono::Duration::minutes(5)).format("%Y-%m-%dT%H:%M:%S").to_string();
    // That one is locked keeps nobody who is not there.
    let lock = json!({"edit": "lock", "item": own[1]["item"], "locked": true});
    let locked = json!({"from": version, "name": "locked", "edits": [lock]});
    let locked = organizer.post(&format!("{W}/plans"), &locked).expect(201).json();
    let path = format!("{W}/reception/away");
    let told = || organizer.get(&format!("{path}?from={from}")).expect(200).json();
    assert_eq!(told()["people"], json!([]), "nobody is marked");
    let arrival = format!("{W}/reception/{person}");
    organizer.over().put(&arrival, &json!({"state": "no_show"})).expect(200);
    let people = told()["people"].clone();
    assert_eq!(people[0]["person"]["id"], person.as_str());
    assert!(people[0]["meetings"].as_u64() >= Some(own.len() as u64 - 1), "{people}");
    assert_eq!((people.as_array().unwrap().len(), &told()["version"]), (1, &version));
    // Today is no day of the workshop.
    let today = organizer.get(&path).expect(200).json();
    assert_eq!((&today["from"], &today["people"]), (&Value::Null, &json!([])));
    organizer.get(&format!("{path}?from=soon")).expect(400);

    let repaired = |name: &str| {
        let ask = json!({"name": name, "seconds": 20.0, "start": locked["version"], "repair": true,
                         "from": from, "more_people": 1});
        let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
        let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
        let job = || organizer.get(&path).expect(200).json();
        server.wait("the repair", || job()["finished_at"].is_string());
        assert_eq!(job()["state"], "done", "{}", job());
        list(&plan(&job()["version"]))
    };
    let place = |p: &Value| json!([p["item"], p["room"], p["table"], p["desk"], p["start"]]);
    let before = |list: &[Value]| -> Vec<Value> {
        list.iter().filter(|p| start(p) < from).map(place).collect()
    };
    let without = repaired("without");
    assert_eq!(before(&without), before(&day), "what has begun stays");
    let left = without.iter().filter(|p| has(p, person) && start(p) >= from);
    assert_eq!(left.filter(|p| p["kind"] != "session").count(), 0, "all else is freed");
    let kept = day.iter().filter(|p| without.iter().any(|new| place(new) == place(p))).count();
    assert!(kept + 12 >= day.len(), "{kept} of {} stay", day.len());

    // Somebody late misses what begins before they come, and nothing after.
    let comes_at = own[1]["end"].as_str().unwrap();
    let late = json!({"state": "late", "comes_at": comes_at});
    organizer.over().put(&arrival, &late).expect(200);
    let missed = |p: &Value| (from.as_str()..comes_at).contains(&start(p).as_str());
    let people = told()["people"].clone();
    assert_eq!(people[0]["comes_at"], comes_at);
    let theirs = day.iter().filter(|p| p["kind"] != "session" && has(p, person));
    assert_eq!(people[0]["meetings"], theirs.filter(|p| missed(p)).count());
    let later = repaired("later");
    let theirs = later.iter().filter(|p| p["kind"] == "meeting" && has(p, person));
    assert_eq!(theirs.filter(|p| missed(p)).count(), 0, "nothing waits for them");
    for p in own.iter().filter(|p| start(p).as_str() >= comes_at) {
        assert!(later.iter().any(|new| new["item"] == p["item"]), "kept: {p}");
    }

    organizer.over().put(&arrival, &json!({"state": "here"})).expect(200);
    assert_eq!(told()["people"], json!([]));
    let again = repaired("with");
    for p in &day {
        assert!(again.iter().any(|new| place(new) == place(p)), "nothing has to change: {p}");
    }
}

#[test]
fn the_day_is_planned_around_who_is_away_on_sqlite() {
    the_day_is_planned_around_who_is_away(None);
}

#[test]
fn the_day_is_planned_around_who_is_away_on_postgresql() {
    the_day_is_planned_around_who_is_away(Some(postgres::database()));
}

#[test]
fn a_day_on_sqlite() {
    a_day(None);
}

#[test]
fn a_day_on_postgresql() {
    a_day(Some(postgres::database()));
}
