//! The whole path on the workshop of 2022.

use super::desk::{Desk, names, read_json, run};
use std::fs;

#[test]
fn the_demonstration_leaves_what_it_promises_and_nothing_of_others_is_lost() {
    let desk = Desk::new();
    let out = desk.text("demo");
    fs::create_dir(&out).unwrap();
    fs::write(desk.path("demo/mine.txt"), "mine").unwrap();
    let ran = run(&["demo", "--out", &out, "--seconds", "3"]).ends(0);
    assert!(ran.out.contains("report.en.html"), "{}", ran.out);
    assert_eq!(fs::read_to_string(desk.path("demo/mine.txt")).unwrap(), "mine");
    let summary = read_json(desk.path("demo/summary.json"));
    let plans = summary["plans"].as_array().unwrap();
    let of = |name: &str| plans.iter().find(|p| p["name"] == name).unwrap();
    for plan in [of("printed-2022"), of("planned")] {
        let keys: Vec<&String> = plan.as_object().unwrap().keys().collect();
        let mut expected = [
            "name",
            "status",
            "objective",
            "total",
            "bound",
            "gap",
            "faults",
            "seconds",
            "seed",
            "input_hash",
        ];
        expected.sort_unstable();
        assert_eq!(keys, expected);
        assert!(["optimal", "feasible"].contains(&plan["status"].as_str().unwrap()), "{plan}");
        let parts = plan["objective"].as_object().unwrap().values();
        assert_eq!(plan["total"], parts.map(|v| v.as_i64().unwrap()).sum::<i64>());
        assert_eq!(plan["faults"], serde_json::json!([]));
    }
    assert!(of("planned")["total"].as_i64() >= of("printed-2022")["total"].as_i64());
    // The printed plan holds every printed session where the document prints it.
    let printed = read_json(desk.path("demo/printed-2022.json"));
    let talk = printed["placements"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["item"]["session"] == "I-1-1")
        .unwrap()
        .clone();
    assert!(talk["start"].as_str().unwrap().ends_with("T10:50:00"), "{talk}");
    let sheets = concat!(env!("CARGO_MANIFEST_DIR"), "/data/workshops/aimgain-2022");
    for (name, workshop) in [
        ("planned", desk.text("demo/workshop")),
        ("printed-2022", desk.text("demo/workshop")),
        ("planned", sheets.to_owned()),
    ] {
        let judged = run(&["judge", &workshop, &desk.text(&format!("demo/{name}.json")), "--json"]);
        let judged = judged.ends(0).json();
        assert_eq!(judged["total"], of(name)["total"]);
        assert_eq!(judged["input_hash"], of(name)["input_hash"], "{workshop}");
    }
    let people = names(desk.path("demo/calendars"));
    assert_eq!(people.len(), 157);
    let expected = [
        "partners.csv",
        "consortia.csv",
        "verdicts.csv",
        "gaps.csv",
        "projects.csv",
        "unplaced.csv",
        "what-ifs.csv",
        "schedules.csv",
        "fairness.csv",
        "programme.ics",
        "report.html",
        "report.en.html",
    ];
    for file in expected {
        let length = fs::metadata(desk.path("demo").join(file)).unwrap().len();
        assert!(length > 100, "{file} holds {length} bytes");
        if file.ends_with(".csv") {
            let mut table = csv::Reader::from_path(desk.path("demo").join(file)).unwrap();
            let header = table.headers().unwrap().clone();
            let column = header.iter().position(|name| name == "synthetic");
            let column = column.unwrap_or_else(|| panic!("{file}: {header:?}"));
            let made_up = table.records().any(|row| &row.unwrap()[column] == "true");
            assert_eq!(made_up, file != "projects.csv", "{file}");
        }
    }
    // The talk on a screening library finds the screening-library project first.
    let projects = fs::read_to_string(desk.path("demo/projects.csv")).unwrap();
    let first = projects.lines().nth(1).unwrap();
    assert!(
        first.starts_with("I-1-1,") && first.contains("スクリーニングライブラリープラットフォーム"),
        "{first}"
    );
}
