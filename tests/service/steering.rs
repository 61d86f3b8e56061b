//! The day steered by hand: places judged before a move, repairs in one step, mails seen before a
//! publication, and bookings by hand that no publication touches.

use super::harness::{Server, W};
use serde_json::{Value, json};

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => (b as char).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

fn placements(plan: &Value, kind: &str) -> Vec<Value> {
    let all = plan["placements"].as_array().unwrap().iter();
    all.filter(|p| p["kind"] == kind).cloned().collect()
}

fn edit(kind: &str, item: &Value, place: &Value) -> Value {
    json!({"edit": kind, "item": item, "room": place["room"], "desk": place["desk"],
           "table": place["table"], "start": place["start"]})
}

#[test]
fn a_move_is_judged_before_it_is_made_and_makes_a_version_that_can_be_published() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    for kind in ["meeting", "consultation"] {
        // One leaves, so that there is room for another.
        let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
        let leaves = &placements(&plan, kind)[0]["item"];
        let less =
            json!({"from": 1, "name": "less", "edits": [{"edit": "remove", "item": leaves}]});
        let plan = organizer.post(&format!("{W}/plans"), &less).expect(201).json();
        let from = &plan["version"];
        // The first that could go elsewhere.
        let (item, open, closed) = placements(&plan, kind)
            .into_iter()
            .find_map(|p| {
                let item = p["item"].clone();
                let path =
                    format!("{W}/plans/{from}/places?item={}", encoded(item.as_str().unwrap()));
                let found = organizer.get(&path).expect(200).json();
                let places = found["places"].as_array().unwrap().clone();
                let (open, closed): (Vec<_>, Vec<_>) =
                    places.into_iter().partition(|p| p["faults"].as_array().unwrap().is_empty());
                (!open.is_empty()).then_some((item, open, closed))
            })
            .expect("something that can move");
        let closed = closed.first().expect("a closed place");
        let why = closed["faults"][0]["ja"].as_str().unwrap();
        assert!(!why.contains("p-0"), "an id in a sentence: {why}");
        assert!(closed["gain"].is_null());
        let place = &open[0];
        let name = format!("{kind} moved");
        let body = json!({"from": from, "name": name, "edits": [edit("move", &item, place)]});
        let made = organizer.post(&format!("{W}/plans"), &body).expect(201).json();
        assert_eq!(made["faults"], json!([]));
        assert_eq!(&made["made_from"], from);
        let gain = made["total"].as_i64().unwrap() - plan["total"].as_i64().unwrap();
        assert_eq!(place["gain"].as_i64(), Some(gain));
        let version = &made["version"];
        let publish = format!("{W}/plans/{version}/publish");
        organizer.post(&publish, &json!({})).expect(201);
    }
    organizer.get(&format!("{W}/plans/1/places?item=nothing")).expect(400);
    organizer.get(&format!("{W}/plans/999/places?item=session%20I-1-1")).expect(404);
}

#[test]
fn the_mails_of_a_publication_are_seen_before_it() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let notices = organizer.get(&format!("{W}/plans/2/notices")).expect(200).json();
    let notices = notices.as_array().unwrap();
    assert!(!notices.is_empty());
    organizer.post(&format!("{W}/plans/2/publish"), &json!({})).expect(201);
    let after = organizer.get(&format!("{W}/outbox")).expect(200).json();
    // They stand in place of those that were not sent.
    assert_eq!(after["total"].as_u64().unwrap() as usize, notices.len());
    for notice in notices {
        let mails = after["items"].as_array().unwrap();
        let same = |m: &&Value| m["person"] == notice["to"]["id"] && m["body"] == notice["body"];
        assert!(mails.iter().any(|m| same(&m)), "{notice}");
    }
    // Nobody was told yet: the whole day is still news. Once sent, nothing is.
    let news = || organizer.get(&format!("{W}/plans/2/notices")).expect(200).json();
    assert_eq!(news().as_array().unwrap().len(), notices.len());
    organizer.post(&format!("{W}/outbox"), &json!({})).expect(200);
    assert_eq!(news(), json!([]));
    // What comes then tells the difference to what was sent, not to what was published.
    organizer.post(&format!("{W}/plans/1/publish"), &json!({})).expect(201);
    organizer.post(&format!("{W}/plans/2/publish"), &json!({})).expect(201);
    let waiting = organizer.get(&format!("{W}/outbox?state=waiting")).expect(200).json();
    assert_eq!(waiting["total"], 0, "back where everyone was told: {waiting}");
}

#[test]
fn one_wish_is_explained_by_itself() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let list = organizer.get(&format!("{W}/plans/1/unplaced")).expect(200).json();
    let wish = &list.as_array().unwrap()[0];
    let item = encoded(wish["item"].as_str().unwrap());
    let found = organizer.get(&format!("{W}/plans/1/reason?item={item}")).expect(200).json();
    for name in ["item", "title", "points", "reason", "causes", "repair"] {
        assert_eq!(found[name], wish[name], "{name}");
    }
    assert_eq!(found["brings"].is_null(), found["repair"].is_null(), "{found}");
    assert_eq!(found["by_force"] == "priced", found["price"].is_object(), "{found}");
    if let Some(price) = found["price"].as_object() {
        assert!(price["at_least"].as_i64() <= price["cost"].as_i64(), "{found}");
    }
    organizer.get(&format!("{W}/plans/1/reason?item=nothing")).expect(400);
    let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
    let placed = encoded(plan["placements"][0]["item"].as_str().unwrap());
    organizer.get(&format!("{W}/plans/1/reason?item={placed}")).expect(400);
}

#[test]
fn a_repair_brings_a_wish_in_by_one_step() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let list = organizer.get(&format!("{W}/plans/1/unplaced")).expect(200).json();
    let all = list.as_array().unwrap();
    let repairs = || all.iter().filter(|u| u["repair"].is_object());
    for wish in repairs() {
        let steps = wish["repair"]["steps"].to_string();
        assert!(!steps.contains("p-0") && !steps.contains("exchange-"), "ids in {steps}");
    }
    // One that leaves the day as it is set up, and one that changes it.
    for changes_day in [false, true] {
        let found = repairs().find(|u| u["repair"]["changes_day"] == changes_day);
        let Some(wish) = found else { continue };
        let ask = json!({"item": wish["item"], "name": "repaired"});
        let made = organizer.post(&format!("{W}/plans/1/repairs"), &ask).expect(201).json();
        let path = format!("{W}/plans/{}", made["version"]);
        let plan = organizer.get(&path).expect(200).json();
        assert_eq!(plan["faults"], json!([]), "{wish}");
        let there = plan["placements"].as_array().unwrap().iter();
        assert!(there.clone().any(|p| p["item"] == wish["item"]), "{wish}");
        organizer.post(&format!("{path}/publish"), &json!({})).expect(201);
    }
    assert!(repairs().count() > 0);
    let nothing = json!({"item": "meeting a – b", "name": "x"});
    organizer.post(&format!("{W}/plans/1/repairs"), &nothing).expect(400);
}

#[test]
fn what_is_booked_by_hand_outlives_publications() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
    let meeting = placements(&plan, "meeting")[0].clone();
    // The meeting leaves the day, and is then booked by hand where it was.
    let less = json!({"from": 1, "name": "less",
        "edits": [{"edit": "remove", "item": meeting["item"]}]});
    let less = organizer.post(&format!("{W}/plans"), &less).expect(201).json();
    let publish =
        |version: &Value| organizer.post(&format!("{W}/plans/{version}/publish"), &json!({}));
    publish(&less["version"]).expect(201);
    let venue = organizer.get(&format!("{W}/venue")).expect(200).json();
    let slots = venue["slots"].as_array().unwrap();
    let slot = slots.iter().find(|s| s["start"] == meeting["start"]).unwrap();
    let people: Vec<&Value> =
        meeting["people"].as_array().unwrap().iter().map(|p| &p["id"]).collect();
    let book = json!({"people": people, "slot": slot["id"], "room": meeting["room"],
        "table": meeting["table"]});
    organizer.post(&format!("{W}/bookings"), &book).expect(201);
    let booked = || {
        let all = organizer.get(&format!("{W}/bookings")).expect(200).json();
        let all = all.as_array().unwrap().clone();
        all.into_iter().filter(|b| b["item"] == meeting["item"]).collect::<Vec<_>>()
    };
    let before = booked();
    assert!(before.len() >= 3 && before.iter().all(|b| b["by_hand"] == true), "{before:?}");
    // Neither a version without it nor one that has it there changes anything.
    publish(&less["version"]).expect(201);
    assert_eq!(booked(), before);
    publish(&json!(1)).expect(201);
    assert_eq!(booked(), before);
    // One that would move it is refused, in words, and the old version holds.
    let item = meeting["item"].as_str().unwrap();
    let path = format!("{W}/plans/1/places?item={}", encoded(item));
    let found = organizer.get(&path).expect(200).json();
    let places = found["places"].as_array().unwrap();
    let open = places.iter().find(|p| p["faults"].as_array().unwrap().is_empty()).unwrap();
    let moved =
        json!({"from": 1, "name": "moved", "edits": [edit("move", &meeting["item"], open)]});
    let moved = organizer.post(&format!("{W}/plans"), &moved).expect(201).json();
    let refused = publish(&moved["version"]).expect(409);
    assert!(refused.text.contains("booked by hand"), "{}", refused.text);
    assert!(refused.text.contains("手動の予約"), "{}", refused.text);
    assert_eq!(booked(), before);
    assert_eq!(organizer.get(&format!("{W}/overview")).json()["published_version"], 1);
    // The planner knows it: a new plan from nothing has it where it is, and can be published.
    let ask = json!({"name": "around it", "seconds": 3.0});
    let job = organizer.post(&format!("{W}/jobs"), &ask).expect(201).json();
    let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
    server.wait("a plan", || organizer.get(&path).json()["finished_at"].is_string());
    let done = organizer.get(&path).expect(200).json();
    assert_eq!(done["state"], "done", "{done}");
    publish(&done["version"]).expect(201);
    assert_eq!(booked(), before);
}

#[test]
fn what_if_is_answered_with_its_proof_and_touches_nothing() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let plans = organizer.get(&format!("{W}/plans")).expect(200).json();
    let setup = organizer.get(&format!("{W}/setup")).expect(200).json();
    let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
    let room = placements(&plan, "meeting")[0]["room"].clone();
    let here = placements(&plan, "meeting").iter().filter(|p| p["room"] == room).count() as i64;
    let ask = |what_if: Value| {
        let body = json!({"what_if": what_if, "start": 1, "seconds": 20.0});
        let job = organizer.post(&format!("{W}/what-if"), &body).expect(201).json();
        let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
        let job = || organizer.get(&path).expect(200).json();
        server.wait("the answer", || job()["finished_at"].is_string());
        let job = job();
        assert_eq!((&job["state"], &job["version"]), (&json!("done"), &Value::Null), "{job}");
        job["gain"].clone()
    };
    let closed = ask(json!({"change": "room_closed", "room": room}));
    let lost = -closed["more_placed"].as_i64().unwrap();
    assert!((0..=here).contains(&lost), "{lost} of {here}: {closed}");
    assert!(!closed["for_people"].as_array().unwrap().is_empty(), "somebody must move: {closed}");
    let table = ask(json!({"change": "table", "room": room}));
    assert!(table["more_placed"].as_i64().unwrap() >= 0, "{table}");
    let later = ask(json!({"change": "later_start", "start": "2022-05-10T10:00:00"}));
    assert!(later["more_points"].as_i64().unwrap() <= 0, "{later}");
    assert_eq!(organizer.get(&format!("{W}/plans")).json(), plans);
    assert_eq!(organizer.get(&format!("{W}/setup")).json(), setup);
    for wrong in [
        json!({"change": "room_closed", "room": "nowhere"}),
        json!({"change": "cap", "to": 0}),
        json!({"change": "later_start", "start": "2021-05-10T10:00:00"}),
    ] {
        let body = json!({"what_if": wrong, "start": 1});
        organizer.post(&format!("{W}/what-if"), &body).expect(400);
    }
}

#[test]
fn a_curve_of_fairness_makes_no_version_until_a_point_is_picked() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let versions = || organizer.get(&format!("{W}/plans")).expect(200).json();
    let before = versions();
    let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
    let meeting = placements(&plan, "meeting")[0].clone();
    let lock = json!({"edit": "lock", "item": meeting["item"], "locked": true});
    let locked = json!({"from": 1, "name": "locked", "edits": [lock]});
    let start =
        organizer.post(&format!("{W}/plans"), &locked).expect(201).json()["version"].clone();
    let ask = json!({"points": 2, "seconds": 600.0, "start": start});
    let job = organizer.post(&format!("{W}/fairness"), &ask).expect(201).json();
    assert_eq!((&job["kind"], &job["curve"]), (&json!("fairness"), &Value::Null), "{job}");
    let path = format!("{W}/jobs/{}", job["id"].as_str().unwrap());
    let now = || organizer.get(&path).expect(200).json();
    let pick = |floor: i64, name: &str| {
        let body = json!({"floor_percent": floor, "name": name});
        organizer.post(&format!("{path}/versions"), &body)
    };
    pick(0, "too early").expect(404);
    // Stopped as soon as there is a plan, it keeps that plan.
    server.wait("a first plan", || {
        let job = now();
        job["finished_at"].is_string() || job["progress"]["total"].is_i64()
    });
    organizer.post(&format!("{path}/cancel"), &json!({})).expect(200);
    server.wait("the curve", || now()["finished_at"].is_string());
    let done = now();
    assert_eq!((&done["state"], &done["version"]), (&json!("done"), &Value::Null), "{done}");
    let points = done["curve"]["points"].as_array().unwrap();
    let first = &points[0];
    assert!(
        first["meetings"].as_u64().unwrap() > 0 && !first["groups"].as_array().unwrap().is_empty()
    );
    assert_eq!(versions().as_array().unwrap().len(), before.as_array().unwrap().len() + 1);
    pick(99, "nothing there").expect(404);
    pick(first["floor_percent"].as_i64().unwrap(), " ").expect(400);
    let picked = pick(first["floor_percent"].as_i64().unwrap(), "as fair").expect(201).json();
    assert_eq!((&picked["name"], &picked["total"]), (&json!("as fair"), &first["total"]));
    assert_eq!(picked["made_from"], start);
    let version = &picked["version"];
    let made = organizer.get(&format!("{W}/plans/{version}")).expect(200).json();
    assert_eq!(made["faults"], json!([]));
    assert_eq!(made["record"]["input_hash"].as_str().unwrap().len(), 64);
    let there = placements(&made, "meeting").into_iter().find(|p| p["item"] == meeting["item"]);
    let there = there.expect("what is locked has its place");
    assert_eq!((&there["start"], &there["room"]), (&meeting["start"], &meeting["room"]));
    organizer.post(&format!("{W}/plans/{version}/publish"), &json!({})).expect(201);
    for wrong in [
        json!({"points": 1}),
        json!({"points": 22}),
        json!({"max_loss_percent": -1.0}),
        json!({"seconds": 0.0}),
        json!({"threads": 0}),
    ] {
        organizer.post(&format!("{W}/fairness"), &wrong).expect(400);
    }
    organizer.post(&format!("{W}/fairness"), &json!({"start": 9999})).expect(404);
}

#[test]
fn results_count_what_the_version_holds() {
    let server = Server::start(None);
    server.planned();
    let organizer = server.organizer();
    let plan = organizer.get(&format!("{W}/plans/1")).expect(200).json();
    let results = organizer.get(&format!("{W}/plans/1/results")).expect(200).json();
    let groups = results["groups"].as_array().unwrap();
    assert_eq!(groups.iter().filter(|g| g["worst_off"] == true).count(), 1, "{groups:?}");
    for by in ["sector", "kind", "size", "region"] {
        assert!(groups.iter().any(|g| g["by"] == by), "{by}");
    }
    let people = results["people"].as_array().unwrap();
    let sum = |key: &str| people.iter().map(|p| p[key].as_u64().unwrap()).sum::<u64>();
    // Each meeting is held by two people.
    assert_eq!(sum("meetings_held"), 2 * placements(&plan, "meeting").len() as u64);
    let of = |kind: &str, key: &str| {
        let ranks = results["ranks"].as_array().unwrap().iter();
        ranks.filter(|r| r["kind"] == kind).map(|r| r[key].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(of("consultation", "fulfilled"), placements(&plan, "consultation").len() as u64);
    assert_eq!(of("talk", "wished"), sum("talks_wished"));
    assert_eq!(of("talk", "fulfilled"), sum("talks_heard"));
    let share = |p: &Value| {
        p["meetings_held"].as_f64().unwrap() / p["meetings_wished"].as_f64().unwrap().max(1e-9)
    };
    let met: Vec<f64> = people.iter().filter(|p| p["meetings_wished"] != 0).map(share).collect();
    assert!(met.is_sorted(), "the worst-off come first");
}
