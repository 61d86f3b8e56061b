//! Bad input and mistaken arguments: the message, the exit code, and nothing left behind.

use super::desk::{Desk, names, run};
use std::fs;

/// A way to spoil input, the arguments to run then (`W` the workshop, `O` an output folder), and
/// what the message must say.
type Spoiled = (&'static str, fn(&Desk), &'static [&'static str], &'static [&'static str]);

const PLAN: &[&str] = &["plan", "W", "--out", "O"];

fn spoiled() -> Vec<Spoiled> {
    vec![
        ("missing folder", |d| fs::remove_dir_all(d.path("w")).unwrap(), PLAN, &["not found"]),
        (
            "missing sheet",
            |d| fs::remove_file(d.path("w/workshop.csv")).unwrap(),
            PLAN,
            &["workshop.csv", "missing"],
        ),
        (
            "empty folder",
            |d| {
                fs::remove_dir_all(d.path("w")).unwrap();
                fs::create_dir(d.path("w")).unwrap();
            },
            PLAN,
            &["workshop.csv", "not found", "enishi template"],
        ),
        (
            "wrong encoding",
            |d| fs::write(d.path("w/people.csv"), b"id,name\r\np-01,\xff\xff\r\n").unwrap(),
            PLAN,
            &["people.csv", "neither UTF-8", "save"],
        ),
        (
            "broken XLSX",
            |d| fs::write(d.path("b.xlsx"), b"PK\x03\x04 and no more").unwrap(),
            &["plan", "B.xlsx", "--out", "O"],
            &["b.xlsx", "not a readable XLSX file"],
        ),
        (
            "unknown id",
            |d| d.edit("meeting_wishes.csv", "p-04", "p-4"),
            PLAN,
            &["meeting_wishes.csv, row 2", "\"p-4\"", "did you mean \"p-04\"?"],
        ),
        (
            "duplicate id",
            |d| d.edit("rooms.csv", "room-a", "hall"),
            PLAN,
            &["rooms.csv, row 3", "\"hall\" is already used in row 2"],
        ),
        (
            "unknown tag",
            |d| d.set("desks.csv", "d-1", "expertise", "technology.ddss"),
            PLAN,
            &["desks.csv, row 2", "technology.ddss", "technology.dds"],
        ),
        (
            "overlapping bands",
            |d| d.edit("bands.csv", "2027-03-05 10:20", "2027-03-05 10:40"),
            PLAN,
            &["bands.csv, row 3, column \"start\"", "until 10:40"],
        ),
        (
            "a person in two fixed places",
            |d| {
                d.set("sessions.csv", "t-1", "speakers", "p-04");
                d.set("sessions.csv", "t-1", "fixed_room", "hall");
                d.set("sessions.csv", "t-1", "fixed_start", "2027-03-05 13:20");
            },
            PLAN,
            &["sessions.csv", "p-04", "t-1"],
        ),
        (
            "a room closed all day",
            |d| d.set("room_hours.csv", "exchange", "end", "2027-03-05 10:05"),
            PLAN,
            &["rooms.csv, row 5", "closed all day"],
        ),
        (
            "an empty workshop",
            |d| {
                for sheet in names(d.path("w")).iter().filter(|n| n.ends_with(".csv")) {
                    let path = d.path("w").join(sheet);
                    let text = fs::read_to_string(&path).unwrap();
                    if sheet != "workshop.csv" {
                        fs::write(path, text.lines().next().unwrap()).unwrap();
                    }
                }
            },
            PLAN,
            &["rooms.csv", "people.csv"],
        ),
        (
            "cyclic precedence",
            |d| d.set("sessions.csv", "open", "after", "t-1"),
            PLAN,
            &["sessions.csv", "open", "t-1"],
        ),
        (
            "a wish for oneself",
            |d| d.edit("meeting_wishes.csv", "p-01,p-04", "p-01,p-01"),
            PLAN,
            &["meeting_wishes.csv, row 2", "p-01"],
        ),
        (
            "a date out of range",
            |d| d.edit("bands.csv", "2027-03-05 10:20", "2027-13-05 10:20"),
            PLAN,
            &["bands.csv, row 2", "2027-13-05 10:20"],
        ),
        (
            "an unknown time zone",
            |d| d.edit("workshop.csv", "Asia/Tokyo", "Asia/Tokio"),
            PLAN,
            &["workshop.csv", "Asia/Tokio", "Asia/Tokyo"],
        ),
        (
            "more rows than allowed",
            |_| (),
            &["plan", "W", "--out", "O", "--max-rows", "7"],
            &["more than 7 rows"],
        ),
        (
            "timetable that is no JSON",
            |d| fs::write(d.path("t.json"), "{ no").unwrap(),
            &["export", "W", "T.json", "--out", "O"],
            &["t.json", "JSON"],
        ),
        (
            "timetable of another shape",
            |d| {
                fs::write(
                    d.path("t.json"),
                    r#"{"workshop":"example-2027","name":"x","placement":[]}"#,
                )
                .unwrap()
            },
            &["export", "W", "T.json", "--out", "O"],
            &["t.json", "placement", "placements"],
        ),
        (
            "timetable of another workshop",
            |d| {
                fs::write(
                    d.path("t.json"),
                    r#"{"workshop":"example-2026","name":"x","placements":[]}"#,
                )
                .unwrap()
            },
            &["judge", "W", "T.json"],
            &["example-2026", "example-2027"],
        ),
        (
            "negative money",
            |d| {
                fs::write(
                    d.path("t.json"),
                    r#"{"members":[{"organisation":"a","kind":"academia"}],"years":1,"money":[-1]}"#,
                )
                .unwrap();
            },
            &["check", "T.json"],
            &["t.json", "-1 yen in year 1"],
        ),
        (
            "a misspelt field of a draft",
            |d| fs::write(d.path("t.json"), r#"{"menbers":[]}"#).unwrap(),
            &["check", "T.json"],
            &["menbers", "members"],
        ),
        (
            "an unknown scheme",
            |_| (),
            &["consortia", "W", "--scheme", "aimgain-2025-5th-academic"],
            &["aimgain-2025-5th-academia"],
        ),
        ("an unknown profile", |_| (), &["rank", "W", "need-7"], &["need-7", "did you mean"]),
        (
            "an output within a file",
            |d| fs::write(d.path("f"), "").unwrap(),
            &["plan", "W", "--out", "F/o"],
            &["cannot be written"],
        ),
        ("a repair of nothing", |_| (), &["plan", "W", "--repair"], &["--start"]),
        ("an unknown flag", |_| (), &["plan", "W", "--second", "3"], &["--seconds"]),
        ("no time at all", |_| (), &["plan", "W", "--seconds", "0"], &["above 0"]),
        ("a name that leads elsewhere", |_| (), &["plan", "W", "--name", "../x"], &["--name"]),
    ]
}

#[test]
fn bad_input_is_told_with_the_way_out_and_leaves_nothing_behind() {
    let mut failures = Vec::new();
    for (case, spoil, args, said) in spoiled() {
        let desk = Desk::new();
        desk.workshop();
        spoil(&desk);
        let before = names(desk.0.path());
        let args: Vec<String> = args
            .iter()
            .map(|arg| match *arg {
                "W" => desk.text("w"),
                "O" => desk.text("o"),
                "B.xlsx" => desk.text("b.xlsx"),
                "T.json" => desk.text("t.json"),
                "F/o" => desk.text("f/o"),
                arg => arg.to_owned(),
            })
            .collect();
        let ran = run(&args);
        let mut wrong = |what: String| failures.push(format!("{case}: {what}"));
        if ran.code != Some(2) || !ran.out.is_empty() {
            wrong(format!("exit {:?}, stdout {:?}, stderr {:?}", ran.code, ran.out, ran.err));
        }
        for piece in said {
            if !ran.err.contains(piece) {
                wrong(format!("{piece:?} is not in {:?}", ran.err));
            }
        }
        if names(desk.0.path()) != before {
            wrong("something is left behind".to_owned());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn errors_are_json_too_where_json_is_asked_for() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    desk.edit("meeting_wishes.csv", "p-04", "p-4");
    let error = run(&["plan", &workshop, "--json"]).ends(2).json();
    assert_eq!(error["error"]["kind"], "workshop");
    assert_eq!(error["error"]["exit_code"], 2);
    let fault = &error["error"]["faults"][0];
    assert_eq!(fault["sheet"], "meeting_wishes");
    assert_eq!(fault["row"], 2);
    assert_eq!(fault["problem"]["unknown"]["nearest"], "p-04");
}

/// A mistake in the arguments is told like any other: in the language asked for, as JSON where that
/// is asked for, with what was probably meant.
#[test]
fn a_mistake_in_the_arguments_is_told_like_any_other() {
    let said = run(&["plan", "here", "--secnds", "3", "--lang", "ja"]).ends(2).err;
    assert!(said.contains("引数「--secnds」はありません"), "{said}");
    assert!(said.contains("「--seconds」のことでしょうか"), "{said}");
    let said = run(&["tga", "--lang", "ja"]).ends(2).err;
    assert!(said.contains("コマンド「tga」はありません"), "{said}");
    let said = run(&["judge", "--lang", "ja"]).ends(2).err;
    assert!(said.contains("必要な引数がありません：<WORKSHOP_DIR>"), "{said}");
    let said = run(&["plan", "here", "--seconds", "soon", "--lang", "ja"]).ends(2).err;
    assert!(said.contains("値「soon」"), "{said}");
    let told = run(&["plan", "--nope", "--json", "--lang", "en"]).ends(2).json();
    assert_eq!(told["error"]["exit_code"], 2);
    assert!(told["error"]["message"]["en"].as_str().unwrap().contains("--nope"), "{told}");
    let said = run(&["plan", "--nope", "--lang", "en"]).ends(2).err;
    assert!(said.starts_with("error: unexpected argument '--nope'"), "{said}");
}
