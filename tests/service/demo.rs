//! The demonstration as scripts and the web app meet it.

use super::harness::{W, shared};
use serde_json::{Value, json};

#[test]
fn the_printed_day_is_published_and_a_free_one_stands_beside_it() {
    let server = shared().planned();
    let plans = server.organizer().get(&format!("{W}/plans")).expect(200).json();
    let by_name = |name: &str| {
        plans.as_array().unwrap().iter().find(|p| p["name"] == name).expect(name).clone()
    };
    let (printed, planned) = (by_name("printed-2022"), by_name("planned"));
    assert_eq!(printed["published"], true);
    assert_eq!(planned["published"], false);
    assert!(planned["total"].as_i64() >= printed["total"].as_i64(), "{plans}");
    for plan in [printed, planned] {
        let plan = server.organizer().get(&format!("{W}/plans/{}", plan["version"])).expect(200);
        let plan = plan.json();
        assert_eq!(plan["faults"], Value::Array(Vec::new()), "{}", plan["name"]);
        let sum: i64 =
            plan["objective"].as_object().unwrap().values().filter_map(Value::as_i64).sum();
        assert_eq!(Some(sum), plan["total"].as_i64());
        assert!(plan["placements"].as_array().unwrap().len() > 50);
    }
}

#[test]
fn the_organizer_sees_where_the_workshop_stands() {
    let server = shared().planned();
    let overview = server.organizer().get(&format!("{W}/overview")).expect(200).json();
    assert_eq!(overview["people"], 157);
    assert_eq!(overview["people_by_sector"]["industry"], 77);
    let requests = &overview["requests"];
    assert!(
        requests["accepted"].as_u64().unwrap() > 100 && requests["sent"].as_u64().unwrap() > 20
    );
    assert!(!overview["loads"].as_array().unwrap().is_empty());
    let venue = server.organizer().get(&format!("{W}/venue")).expect(200).json();
    assert_eq!(venue["sessions"].as_array().unwrap().len(), 19);
    assert!(venue["rooms"].as_array().unwrap().len() == 10);
}

#[test]
fn lists_come_in_pages_that_join_without_a_seam() {
    let server = shared();
    let organizer = server.organizer();
    let mut seen = Vec::new();
    let mut path = format!("{W}/people?limit=60");
    loop {
        let page = organizer.get(&path).expect(200).json();
        seen.extend(page["items"].as_array().unwrap().iter().map(|p| p["id"].to_string()));
        match page["next"].as_str() {
            Some(next) => path = format!("{W}/people?limit=60&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen.len(), 157);
    let mut once = seen.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), 157, "somebody is listed twice");
    organizer.get(&format!("{W}/people?cursor=nobody")).expect(400);
    organizer.get(&format!("{W}/people?limit=0")).expect(400);
}

#[test]
fn suggestions_have_reasons_whose_parts_add_up() {
    let server = shared();
    let company = server.role("company");
    let workshop = company.get(W).expect(200).json();
    let profile = workshop["profiles"][0].as_str().unwrap();
    let list =
        company.get(&format!("{W}/profiles/{profile}/suggestions?limit=10")).expect(200).json();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 10);
    for suggestion in list {
        let parts = suggestion["parts"].as_array().unwrap();
        let sum: i64 = parts.iter().map(|part| part["points"].as_i64().unwrap()).sum();
        assert_eq!(Some(sum), suggestion["score"].as_i64());
        assert!(!suggestion["reasons"].as_array().unwrap().is_empty());
    }
}

#[test]
fn my_day_tells_nothing_of_others_choices() {
    let server = shared().planned();
    for role in ["company", "academic"] {
        let me = server.role(role).get(W).expect(200).json()["person"].clone();
        let day = server.role(role).get(&format!("{W}/my-day")).expect(200).json();
        assert_eq!(day["publication"], 1);
        let items = day["items"].as_array().unwrap();
        assert!(!items.is_empty(), "{role} has an empty day");
        for item in items.iter().filter(|item| item["part"] == "meeting") {
            let people = item["people"].as_array().unwrap();
            assert!(people.iter().any(|p| p["id"] == me), "somebody else's meeting");
        }
        let keys = ["item", "title", "with", "reason", "own_causes"];
        for wish in day["unplaced"].as_array().unwrap() {
            assert!(wish.as_object().unwrap().keys().all(|key| keys.contains(&key.as_str())));
        }
        // The organizer prints the same days.
        let all = server.organizer().get(&format!("{W}/days")).expect(200).json();
        let same = all.as_array().unwrap().iter().find(|one| one["person"]["id"] == me);
        assert_eq!(same, Some(&day));
    }
}

#[test]
fn the_coordinator_sees_who_comes_next() {
    let desks =
        shared().planned().role("coordinator").get(&format!("{W}/desks")).expect(200).json();
    let desks = desks.as_array().unwrap();
    assert_eq!(desks.len(), 3);
    assert_eq!(desks.iter().filter(|desk| desk["mine"] == true).count(), 1);
    assert!(desks.iter().any(|desk| !desk["visits"].as_array().unwrap().is_empty()));
}

#[test]
fn every_scheme_can_be_asked_for_groups() {
    let company = shared().role("company");
    let me = company.get(W).expect(200).json()["profiles"][0].as_str().unwrap().to_owned();
    // What one can apply to comes first; where nothing is open, what closed last.
    let schemes = |day: &str| company.get(&format!("/api/schemes?as_of={day}")).expect(200).json();
    assert_eq!(schemes("2025-07-01")[0]["status"], "open");
    let later = schemes("2026-11-20");
    assert_eq!(
        (&later[0]["status"], later[0]["id"].as_str().unwrap().starts_with("aimgain-2025")),
        (&json!("closed"), true)
    );
    for scheme in company.get("/api/schemes").expect(200).json().as_array().unwrap() {
        let id = scheme["id"].as_str().unwrap();
        // Schemes with small groups allow fewer shared members than the others.
        let found = company.get(&format!("{W}/consortia?scheme={id}&with={me}&most_members=3"));
        for group in found.expect(200).json()["found"].as_array().unwrap() {
            assert!(group["members"].to_string().contains(&me), "{id}");
        }
    }
}

#[test]
fn consortia_have_verdicts_and_a_draft_turns_green() {
    let server = shared();
    let company = server.role("company");
    let asked = "scheme=aimgain-2025-5th-academia&groups=2&most_members=4&as_of=2025-07-01";
    let found = company.get(&format!("{W}/consortia?{asked}")).expect(200).json();
    let best = &found["found"][0];
    let members = best["members"].as_array().unwrap();
    assert!(members.len() >= 4 && found["exact"] == true);
    let first = &best["assessments"][0];
    assert_eq!(first["scheme"], "aimgain-2025-5th-academia");
    assert!(!first["verdicts"].as_array().unwrap().is_empty());
    let check = |members: &[Value]| {
        let members: Vec<Value> = members
            .iter()
            .map(|m| serde_json::json!({"organisation": m["organisation"]["id"]}))
            .collect();
        let draft = serde_json::json!({
            "members": members, "as_of": "2025-07-01", "scheme": "aimgain-2025-5th-academia",
        });
        let checked = company.post(&format!("{W}/consortia/check"), &draft).expect(200).json();
        checked["assessments"][0]["standing"]["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(check(&members[..1]), "not_eligible");
    assert_ne!(check(members), "not_eligible");
    let unknown = serde_json::json!({"members": [{"organisation": "nobody"}]});
    company.post(&format!("{W}/consortia/check"), &unknown).expect(400);
}
