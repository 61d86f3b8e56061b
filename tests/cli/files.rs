//! Workshops in every form, and what is exported.

use super::desk::{Desk, names, run};
use std::fs;

#[test]
fn a_workshop_is_the_same_in_every_form() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let hash = |path: &str| {
        let imported = run(&["import", path, "--json"]).ends(0).json();
        imported["input_hash"].as_str().unwrap().to_owned()
    };
    let first = hash(&workshop);
    for (from, to) in [("w", "w.xlsx"), ("w.xlsx", "w.json"), ("w.json", "again")] {
        run(&["import", &desk.text(from), "--out", &desk.text(to)]).ends(0);
        assert_eq!(hash(&desk.text(to)), first, "{to}");
    }
    let tagged = desk.text("tagged.json");
    run(&["tag", &workshop, "--out", &tagged]).ends(0);
    assert_eq!(hash(&tagged), first, "tags are read off the texts, they are no other input");
}

#[test]
fn an_export_holds_what_was_asked_for_and_keeps_the_rest() {
    let desk = Desk::new();
    let (workshop, plan) = desk.plan();
    let out = desk.text("out");
    fs::create_dir(&out).unwrap();
    fs::write(desk.path("out/mine.txt"), "mine").unwrap();
    run(&["export", &workshop, &plan, "--out", &out, "--format", "csv,ics"]).ends(0);
    let files = names(&out);
    assert!(files.contains(&"timetable.csv".to_owned()) && files.contains(&"mine.txt".to_owned()));
    assert!(!files.contains(&"report.html".to_owned()), "{files:?}");
    // What was exported is read again.
    run(&["judge", &workshop, &desk.text("out/timetable.csv")]).ends(0);
    run(&["export", &workshop, &plan, "--out", &out]).ends(0);
    for file in ["timetable.json", "timetable.xlsx", "report.html", "report.en.html"] {
        assert!(desk.path("out").join(file).is_file(), "{file}");
    }
    run(&["judge", &workshop, &desk.text("out/timetable.json")]).ends(0);
}
