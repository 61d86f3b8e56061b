//! Drafts of consortia against the funding schemes.

use super::desk::{Desk, run};
use std::fs;

#[test]
fn a_draft_is_held_against_every_scheme_and_its_gap_has_somebody_to_fill_it() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    // The two companies are rivals in the example: then neither can fill the other's gap.
    fs::remove_file(desk.path("w/exclusions.csv")).unwrap();
    let draft = desk.text("w/consortium.json");
    let checked = run(&["check", &draft, "--as-of", "2025-07-01", "--json"]).ends(0).json();
    let all = checked["comparison"]["assessments"].as_array().unwrap();
    assert!(all.len() >= 7, "{}", all.len());
    let fifth = all.iter().find(|a| a["scheme"] == "aimgain-2025-5th-academia").unwrap();
    assert_eq!(fifth["as_of"], "2025-07-01");
    assert_eq!(fifth["status"], "open");
    let old = run(&["check", &draft, "--as-of", "2022-05-10", "--json"]).ends(0).json();
    let fifth_then = old["comparison"]["assessments"]
        .as_array()
        .unwrap()
        .iter()
        .find(|a| a["scheme"] == "aimgain-2025-5th-academia")
        .unwrap()
        .clone();
    assert_eq!(fifth_then["recommended"], false, "not open yet on that day");

    let alone = r#"{"members":[{"organisation":"o-1","kind":"company"},
        {"organisation":"o-3","kind":"academia"},{"organisation":"o-4","kind":"academia"}]}"#;
    fs::write(desk.path("alone.json"), alone).unwrap();
    let alone = desk.text("alone.json");
    let scheme = "aimgain-2025-5th-academia";
    let args = ["check", &alone, "--scheme", scheme, "--assume", "--workshop", &workshop, "--json"];
    let checked = run(&args).ends(0).json();
    let fillers = checked["fillers"][scheme].as_array().unwrap();
    assert!(fillers.iter().any(|f| f["profiles"] == serde_json::json!(["need-2"])), "{fillers:?}");
}

#[test]
fn a_consortium_that_no_scheme_takes_ends_with_3() {
    let desk = Desk::new();
    let only = r#"{"members":[{"organisation":"x","kind":"other","roles":["representative"]}]}"#;
    fs::write(desk.path("only.json"), only).unwrap();
    let args =
        ["check", &desk.text("only.json"), "--scheme", "aimgain-2025-5th-academia", "--json"];
    let checked = run(&args).ends(3).json();
    assert_eq!(checked["comparison"]["assessments"][0]["standing"], "not_eligible");
}

#[test]
fn a_misspelled_draft_is_told_where_and_what_was_probably_meant() {
    let desk = Desk::new();
    let draft = r#"{"members":[{"organisation":"o-1","kind":"company","roles":["lead_compny"]}]}"#;
    fs::write(desk.path("draft.json"), draft).unwrap();
    let draft = desk.text("draft.json");
    let said = run(&["check", &draft, "--lang", "ja"]).ends(2).err;
    assert!(said.contains("members[0].roles[0]："), "{said}");
    assert!(said.contains("lead_company"), "{said}");
    assert!(said.contains("のことですか"), "{said}");
}
