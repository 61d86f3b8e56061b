//! Planning, judging, repairing, and what cannot be planned.

use super::desk::{Desk, full_day, names, read_json, run};
use serde_json::Value;
use std::fs;

#[test]
fn from_templates_to_a_judged_plan() {
    let desk = Desk::new();
    let (workshop, plan) = desk.plan();
    let summary = read_json(desk.path("plan/summary.json"));
    let planned = &summary["plans"][0];
    assert_eq!(planned["name"], "planned");
    assert_eq!(planned["status"], "optimal");
    assert_eq!(planned["total"], planned["bound"]);
    assert_eq!(planned["faults"], serde_json::json!([]));
    let judged = run(&["judge", &workshop, &plan, "--json"]).ends(0).json();
    assert_eq!(judged["faults"], serde_json::json!([]));
    assert_eq!(judged["total"], planned["total"]);
    assert_eq!(judged["input_hash"], planned["input_hash"]);
    let said = run(&["judge", &workshop, &plan]).ends(0);
    assert!(said.out.contains("no fault"), "{}", said.out);
    for file in ["report.html", "report.en.html", "programme.ics", "calendars/p-01.ics"] {
        assert!(desk.path("plan").join(file).is_file(), "{file}");
    }
}

#[test]
fn a_plan_is_verified_with_its_workshop() {
    let desk = Desk::new();
    let (workshop, _) = desk.plan();
    let plan = desk.text("plan/planned.certified.json");
    let said = run(&["verify", &plan, &workshop]).ends(0).out;
    assert!(said.contains("(verified)") && said.contains("seed 1"), "{said}");
    let said = run(&["verify", &plan, &workshop, "--lang", "ja"]).ends(0).out;
    assert!(said.contains("（検証済み）"), "{said}");
    let verified = run(&["verify", &plan, &workshop, "--json"]).ends(0).json();
    assert_eq!((&verified["holds"], &verified["bound_verified"]), (&true.into(), &true.into()));
    assert_eq!(verified["bound"], verified["verified_bound"]);
    // It is a timetable too.
    run(&["judge", &workshop, &plan]).ends(0);
    let alone = run(&["verify", &plan]).ends(2).err;
    assert!(alone.contains("give the workshop too"), "{alone}");
    let mut other = read_json(&plan);
    other["total"] = 1.into();
    let tampered = desk.text("tampered.json");
    fs::write(&tampered, other.to_string()).unwrap();
    let said = run(&["verify", &tampered, &workshop]).ends(3).out;
    assert!(said.contains("the value's part \"total\""), "{said}");
    let reasons = run(&["verify", &tampered, &workshop, "--json"]).ends(3).json();
    assert_eq!(reasons["holds"], false);
    desk.edit("rooms.csv", "Main hall,1,80", "Main hall,1,81");
    let said = run(&["verify", &plan, &workshop]).ends(3).out;
    assert!(said.contains("hash"), "{said}");
}

#[test]
fn a_wish_without_a_place_is_explained_by_itself() {
    let desk = Desk::new();
    let (workshop, plan) = desk.plan();
    let mut timetable = read_json(&plan);
    let placements = timetable["placements"].as_array_mut().unwrap();
    let i = placements.iter().position(|p| p["item"]["meeting"].is_array()).unwrap();
    let pair = placements.remove(i)["item"]["meeting"].clone();
    let without = desk.text("without.json");
    fs::write(&without, timetable.to_string()).unwrap();
    let (a, b) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
    let listed = run(&["explain", &workshop, &without, "--json"]).ends(0).json();
    let name = format!("meeting {a} – {b}");
    let of = |list: &Value| list.as_array().unwrap().iter().find(|w| w["item"] == name).cloned();
    let points = of(&listed).expect("in the list")["points"].clone();
    for named in [name.clone(), format!("{b};{a}")] {
        let found = run(&["explain", &workshop, &without, &named, "--json"]).ends(0).json();
        assert_eq!((&found["points"], &found["reason"]["reason"]), (&points, &"unfinished".into()));
        assert_eq!((&found["brings"], &found["by_force"]["force"]), (&points, &"priced".into()));
        // What comes back has cost nobody anything, and nothing costs less.
        assert_eq!(
            (&found["by_force"]["cost"], &found["by_force"]["at_least"]),
            (&0.into(), &0.into())
        );
    }
    let said = run(&["explain", &workshop, &without, &name, "--lang", "ja"]).ends(0).out;
    assert!(said.contains("最も軽い直し方") && said.contains("最少（証明済み）"), "{said}");
    run(&["explain", &workshop, &plan, &name]).ends(2);
}

#[test]
fn the_judge_finds_what_was_tampered_with_and_says_so_with_3() {
    let desk = Desk::new();
    let (workshop, plan) = desk.plan();
    let tampered = desk.text("tampered.json");
    let spoil = |spoil: &dyn Fn(&mut Vec<Value>)| {
        let mut timetable = read_json(&plan);
        spoil(timetable["placements"].as_array_mut().unwrap());
        fs::write(&tampered, timetable.to_string()).unwrap();
        run(&["judge", &workshop, &tampered, "--json"]).ends(3).json()
    };
    let rules = |judged: &Value| -> Vec<String> {
        let faults = judged["faults"].as_array().unwrap();
        faults.iter().map(|f| f["rule"].as_str().unwrap().to_owned()).collect()
    };
    let held = |p: &Value| p["item"].get("session").is_some();
    let missing = spoil(&|all| all.retain(|p| !held(p)));
    assert!(rules(&missing).contains(&"held".to_owned()), "{missing}");
    let twice = spoil(&|all| {
        let again = all[0].clone();
        all.push(again);
    });
    assert!(rules(&twice).contains(&"once".to_owned()), "{twice}");
    let crowd = spoil(&|all| {
        for p in all.iter_mut().filter(|p| p["item"].get("meeting").is_some()) {
            p["table"] = 1.into();
            p["room"] = "exchange".into();
            p["start"] = "2027-03-05T15:20:00".into();
            p["end"] = "2027-03-05T15:40:00".into();
        }
    });
    assert!(rules(&crowd).contains(&"place_free".to_owned()), "{crowd}");
    let said = run(&["judge", &workshop, &tampered, "--lang", "ja"]).ends(3);
    assert!(said.out.contains("違反"), "{}", said.out);
}

#[test]
fn a_day_that_cannot_be_ends_with_4_and_says_what_stands_against_it() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    // The speaker of t-1 is away all day.
    desk.edit(
        "unavailable.csv",
        "p-02,2027-03-05 10:00,2027-03-05 11:00",
        "p-01,2027-03-05 09:00,2027-03-05 18:00",
    );
    let ran = run(&["plan", &workshop, "--out", &desk.text("o"), "--json"]).ends(4);
    let answer = ran.json();
    assert_eq!(answer["plan"]["status"], "infeasible");
    // No plan is no number of points from any bound.
    assert_eq!((&answer["plan"]["bound"], &answer["plan"]["gap"]), (&Value::Null, &Value::Null));
    let demands = answer["conflict"]["demands"].to_string();
    assert!(demands.contains("away") && demands.contains("t-1"), "{demands}");
    assert_eq!(answer["conflict"]["left_out"], serde_json::json!(["t-1"]));
    assert_eq!(names(desk.path("o")), ["conflict.json", "nearest.json", "summary.json"]);
    let said = run(&["plan", &workshop]).ends(4);
    assert!(said.out.contains("Ichiro Mihon is away 9:00–18:00"), "{}", said.out);
}

#[test]
fn the_price_of_fairness_is_told_plan_by_plan() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    // One consultation can be held. Who wishes for nothing else gets it where all are to have something.
    desk.edit(
        "consultations.csv",
        "c-2,p-06,企業との契約,regulation.contract,ja,1",
        "c-2,p-07,,,ja,2",
    );
    desk.edit("desk_hours.csv", "16:35", "15:46");
    let out = desk.text("fair");
    let asked = ["fairness", &workshop, "--points", "4", "--out", &out, "--json"];
    let curve = run(&asked).ends(0).json()["curve"].clone();
    let points = curve["points"].as_array().unwrap();
    assert_eq!((&points[0]["loss"], &points[0]["least_percent"]), (&0.0.into(), &0.into()));
    assert!(points.len() > 1 && points[1]["loss"].as_f64() > Some(0.0), "{curve}");
    let reached = curve["reached_percent"].as_u64().unwrap();
    assert_eq!(points.last().unwrap()["least_percent"], reached);
    assert_eq!(curve["impossible_percent"], reached + 1, "all of it is proved");
    for point in points {
        let plan = format!("{}.json", point["plan"]["name"].as_str().unwrap());
        let judged = run(&["judge", &workshop, &desk.text(&format!("fair/{plan}")), "--json"]);
        assert_eq!(judged.ends(0).json()["objective"], point["plan"]["objective"]);
    }
    let written = names(desk.path("fair"));
    assert_eq!(written.len(), points.len() + 5, "{written:?}");
    let said = run(&["fairness", &workshop, "--lang", "ja"]).ends(0).out;
    assert!(said.contains(&format!("全員に {reached} % を確保できます")), "{said}");
    run(&["fairness", &workshop, "--max-loss", "101"]).ends(2);
}

#[test]
fn a_repair_changes_little_and_keeps_locks() {
    let desk = Desk::new();
    let (workshop, plan) = desk.plan();
    let mut timetable = read_json(&plan);
    for placement in timetable["placements"].as_array_mut().unwrap() {
        placement["locked"] = placement["item"].get("session").is_some().into();
    }
    fs::write(&plan, timetable.to_string()).unwrap();
    let same = run(&["plan", &workshop, "--start", &plan, "--repair", "--json"]).ends(0).json();
    assert_eq!(same["changes"], serde_json::json!([]), "nothing has changed, so nothing moves");
    // A person who had a meeting is away from noon.
    desk.edit(
        "unavailable.csv",
        "p-02,2027-03-05 10:00,2027-03-05 11:00",
        "p-05,2027-03-05 12:00,2027-03-05 18:00",
    );
    let repaired = run(&["plan", &workshop, "--start", &plan, "--repair", "--json"]).ends(0).json();
    assert_eq!(repaired["plan"]["status"], "optimal");
    assert_eq!(repaired["plan"]["faults"], serde_json::json!([]));
    assert!(!repaired["changes"].as_array().unwrap().is_empty());
    for change in repaired["changes"].as_array().unwrap() {
        assert!(change["item"].get("session").is_none(), "locked: {change}");
    }
}

/// Where the time is too short for any plan, that is said: the day may be possible.
#[test]
fn no_plan_in_time_ends_with_5() {
    let desk = Desk::new();
    fs::write(desk.path("day.dzn"), full_day(60, 24)).unwrap();
    run(&["breaks", &desk.text("day.dzn"), "--seconds", "0.000001"]).ends(5);
    // The second session must come first, which a first fit does not see.
    let session = |id: &str, after: &[&str]| {
        serde_json::json!({
            "id": id, "kind": "talk", "title": {"ja": id, "en": id}, "minutes": 30, "after": after,
        })
    };
    let band = |id: &str, hour: u32| {
        serde_json::json!({
            "id": id, "start": format!("2026-10-06T{hour:02}:00:00"),
            "end": format!("2026-10-06T{hour:02}:30:00"),
        })
    };
    let workshop = serde_json::json!({
        "id": "two", "name": {"ja": "二つ", "en": "two"}, "zone": "Asia/Tokyo",
        "days": ["2026-10-06"], "rules": {},
        "organisations": [{"id": "o", "name": {"ja": "機関", "en": "one"}, "kind": "company"}],
        "people": [{
            "id": "p", "name": {"family": "山", "given": "川"}, "organisation": "o",
            "sector": "industry",
        }],
        "rooms": [{"id": "r", "name": {"ja": "部屋", "en": "room"}}],
        "bands": [band("b1", 9), band("b2", 10)],
        "sessions": [session("late", &["early"]), session("early", &[])],
    });
    fs::write(desk.path("two.json"), workshop.to_string()).unwrap();
    run(&["plan", &desk.text("two.json"), "--seconds", "0.000001"]).ends(5);
}
