//! The command line as scripts and people meet it: exit codes, JSON, languages, what is left on
//! disk.

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.out, self.err))
    }

    #[track_caller]
    fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C");
    command
}

fn run<A: AsRef<std::ffi::OsStr>>(args: &[A]) -> Run {
    Run::of(command().args(args).output().expect("the program starts"))
}

/// A folder that goes away with the test, and paths in it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Desk {
        Desk(tempfile::tempdir().expect("a temporary folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("temporary paths are UTF-8").to_owned()
    }

    /// The small example workshop.
    fn workshop(&self) -> String {
        let dir = self.text("w");
        run(&["template", &dir]).ends(0);
        dir
    }

    /// The example workshop, planned into `plan`.
    fn plan(&self) -> (String, String) {
        let workshop = self.workshop();
        run(&["plan", &workshop, "--out", &self.text("plan")]).ends(0);
        (workshop, self.text("plan/planned.json"))
    }

    /// Replaces a piece of a sheet of the example workshop; the piece must be there.
    fn edit(&self, sheet: &str, from: &str, to: &str) {
        let path = self.path("w").join(sheet);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{sheet} has no {from:?}:\n{text}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// Sets one cell of a sheet of the example workshop, in the row that begins with `id`.
    fn set(&self, sheet: &str, id: &str, column: &str, value: &str) {
        let path = self.path("w").join(sheet);
        let text = fs::read_to_string(&path).unwrap();
        let header = text.lines().next().unwrap().trim_start_matches('\u{feff}');
        let place = header.split(',').position(|name| name == column).unwrap();
        let lines = text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if cells[0] == id {
                cells[place] = value;
            }
            cells.join(",")
        });
        fs::write(&path, lines.collect::<Vec<_>>().join("\r\n")).unwrap();
    }
}

fn read_json(path: impl AsRef<Path>) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn names(dir: impl AsRef<Path>) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

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
    let demands = answer["conflict"]["demands"].to_string();
    assert!(demands.contains("away") && demands.contains("t-1"), "{demands}");
    assert_eq!(answer["conflict"]["left_out"], serde_json::json!(["t-1"]));
    assert_eq!(names(desk.path("o")), ["conflict.json", "nearest.json", "summary.json"]);
    let said = run(&["plan", &workshop]).ends(4);
    assert!(said.out.contains("Ichiro Mihon is away 09:00–18:00"), "{}", said.out);
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

#[test]
fn a_pipe_hears_results_only() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let ran = run(&["plan", &workshop]).ends(0);
    assert_eq!(ran.err, "");
    assert!(!ran.out.contains('\u{1b}'), "no colours or cursor moves: {:?}", ran.out);
    let ran = run(&["plan", &workshop, "--json"]).ends(0);
    assert_eq!(ran.err, "");
    ran.json();
}

#[test]
fn the_language_is_asked_for_or_the_locale_s() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let has_kana = |text: &str| text.chars().any(|c| ('ぁ'..='ヶ').contains(&c));
    let english = run(&["plan", &workshop]).ends(0);
    assert!(!has_kana(&english.out), "{}", english.out);
    let asked = run(&["plan", &workshop, "--lang", "ja"]).ends(0);
    assert!(has_kana(&asked.out), "{}", asked.out);
    let locale =
        Run::of(command().args(["plan", &workshop]).env("LC_ALL", "ja_JP.UTF-8").output().unwrap());
    assert_eq!(locale.out.lines().count(), asked.out.lines().count());
    assert!(has_kana(&locale.out), "{}", locale.out);
    let error = Run::of(
        command().args(["judge", "nowhere", "x"]).env("LANG", "ja_JP.UTF-8").output().unwrap(),
    );
    assert!(has_kana(&error.err), "{}", error.err);
    let help = run(&["plan", "--help", "--lang", "ja"]).ends(0);
    assert!(has_kana(&help.out), "{}", help.out);
}

#[test]
fn every_command_helps_with_examples() {
    let commands = [
        "demo",
        "import",
        "tag",
        "vocabulary",
        "rank",
        "exposure",
        "learn",
        "blind",
        "consortia",
        "check",
        "plan",
        "fairness",
        "judge",
        "breaks",
        "verify",
        "export",
        "template",
        "serve",
        "account",
        "backup",
        "restore",
        "doctor",
        "completions",
    ];
    let help = run(&["--help"]).ends(0).out;
    assert!(help.contains("Exit codes"), "{help}");
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not listed:\n{help}");
        let own = run(&[command, "--help"]).ends(0).out;
        assert!(own.contains("Examples:") && own.contains("--json"), "{own}");
    }
    run(&["--version"]).ends(0);
    run(&["plam"]).ends(2);
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell]).ends(0).out;
        assert!(script.contains("consortia") && script.contains("judge"), "{shell}");
    }
}

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
fn what_persons_decide_about_tags_is_kept() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let tags =
        |path: &str| run(&["tag", path, "--json"]).ends(0).json()["profiles"][0]["tags"].clone();
    let concept = tags(&workshop)[0]["concept"].as_str().unwrap().to_owned();
    let out = desk.text("tagged");
    run(&["tag", &workshop, "--remove", &format!("need-1={concept}"), "--out", &out]).ends(0);
    let after = tags(&out);
    let removed = after.as_array().unwrap().iter().find(|t| t["concept"] == *concept).unwrap();
    assert_eq!(removed["state"], "removed");
}

#[test]
fn partners_come_with_reasons_and_their_points_add_up() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let answer = run(&["rank", &workshop, "need-1", "--json"]).ends(0).json();
    let best = &answer["rankings"][0]["suggestions"][0];
    assert_eq!(best["profile"], "seed-1");
    let parts = best["parts"].as_array().unwrap();
    let sum: i64 = parts.iter().map(|p| p["points"].as_i64().unwrap()).sum();
    assert_eq!(best["score"], sum);
    assert!(!best["reason"]["sentences"].as_array().unwrap().is_empty());
}

#[test]
fn exposure_is_counted_and_lifting_has_its_price() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let out = desk.text("exposure");
    let lift = ["exposure", &workshop, "--top", "2", "--lift", "1", "--out", &out, "--json"];
    let report = run(&lift).ends(0).json();
    let curve = report["curve"].as_array().unwrap();
    assert_eq!(curve[0]["quality"], 1.0);
    assert!(curve[1]["never"].as_u64() <= curve[0]["never"].as_u64());
    let times = |key: &str, of: &str| -> u64 {
        report[of].as_array().unwrap().iter().map(|p| p[key].as_u64().unwrap()).sum()
    };
    for key in ["times", "times_lifted"] {
        assert_eq!(times(key, "profiles") * 4, times(key, "groups"), "each in four groupings");
    }
    let lists = report["lists"]["lists"].as_array().unwrap();
    let shown: usize = lists.iter().map(|list| list[1].as_array().unwrap().len()).sum();
    assert_eq!(shown as u64, times("times_lifted", "profiles"));
    assert_eq!(
        names(&out),
        ["curve.csv", "curve.svg", "exposure.json", "groups.csv", "lists.csv", "profiles.csv"]
    );
    run(&["exposure", &workshop, "--top", "2", "--lift", "3"]).ends(2);
}

/// The page tells nothing of which ranking is which; the key does, and the tally goes by it.
#[test]
fn two_rankings_are_compared_blindly() {
    let desk = Desk::new();
    let (workshop, out) = (desk.workshop(), desk.text("blind"));
    let made = run(&["blind", &workshop, "--top", "2", "--out", &out, "--json"]).ends(0).json();
    assert_eq!(names(&out), ["key.json", "vote.html"]);
    let questions = made["questions"].as_array().unwrap();
    assert!(!questions.is_empty());
    let page = std::fs::read_to_string(Path::new(&out).join("vote.html")).unwrap();
    assert!(page.contains(made["ballot"].as_str().unwrap()) && !page.contains("__BALLOT__"));
    for (profile, _) in questions.iter().map(|q| (q[0].as_str().unwrap(), &q[1])) {
        assert!(!page.contains(&format!("\"{profile}\"")), "ids tell who it is: {profile}");
    }
    // Everybody finds the first better but one, who finds both the same.
    let votes = |voter: &str, ballot: &Value, choice: &dyn Fn(bool) -> &'static str| {
        let all = questions.iter().enumerate();
        let votes = all.map(|(i, q)| json!({"question": i, "choice": choice(q[1] == true)}));
        let votes: Vec<Value> = votes.collect();
        let path = desk.text(&format!("{voter}.json"));
        let file = json!({"ballot": ballot, "voter": voter, "votes": votes});
        std::fs::write(&path, file.to_string()).unwrap();
        path
    };
    let first = |left: bool| if left { "left" } else { "right" };
    let a = votes("a", &made["ballot"], &first);
    let b = votes("b", &made["ballot"], &first);
    let c = votes("c", &made["ballot"], &|_| "same");
    let key = format!("{out}/key.json");
    let told = run(&["blind", &key, "--votes", &a, &b, &c, "--json"]).ends(0).json();
    assert_eq!(told["voters"], 3);
    assert_eq!((&told["first"], &told["second"]), (&json!(questions.len()), &json!(0)));
    assert_eq!((&told["share"], &told["interval"][1]), (&json!(1.0), &json!(1.0)));
    let low = 0.025f64.powf(1.0 / questions.len() as f64);
    assert!((told["interval"][0].as_f64().unwrap() - low).abs() < 1e-6, "{told}");
    let even = run(&["blind", &key, "--votes", &c]).ends(0);
    assert!(even.out.contains("cannot be said"), "{}", even.out);
    // Votes of another ballot, or twice of the same voter, are refused.
    let other = votes("d", &json!("other"), &first);
    run(&["blind", &key, "--votes", &other]).ends(2);
    run(&["blind", &key, "--votes", &a, &a]).ends(2);
}

/// A record of who met whom by the words of their texts: learning weighs the words more, the year
/// held out improves, and without the file everything is as before.
#[test]
fn weights_are_learned_from_a_record_or_refused() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let example = desk.text("w/record/record.csv");
    let refused = run(&["learn", &workshop, "--record", &example]).ends(2);
    assert!(refused.err.contains("at least 50"), "{}", refused.err);

    let ids: Vec<String> = run(&["rank", &workshop, "--json"]).ends(0).json()["rankings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|ranking| ranking["profile"].as_str().unwrap().to_owned())
        .collect();
    let unknown = desk.text("unknown.csv");
    fs::write(&unknown, "year,profile,partner\n2020,need-l,seed-1\n").unwrap();
    let refused = run(&["learn", &workshop, "--record", &unknown]).ends(2);
    assert!(refused.err.contains("did you mean \"need-1\"?"), "{}", refused.err);
    let wrong = desk.text("wrong.json");
    fs::write(&wrong, "{\"text\": -1}").unwrap();
    let refused = run(&["rank", &workshop, "--weights", &wrong]).ends(2);
    assert!(refused.err.contains("text"), "{}", refused.err);
    let weights = desk.text("weights.json");
    fs::write(&weights, "{\"shared\": 0, \"complement\": 0, \"past\": 0, \"phase\": 0}").unwrap();
    let ranked = run(&["rank", &workshop, &ids[0], "--weights", &weights, "--json"]).ends(0).json();
    for suggestion in ranked["rankings"][0]["suggestions"].as_array().unwrap() {
        let parts = suggestion["parts"].as_array().unwrap();
        assert!(parts.iter().all(|part| part["kind"] == "text"), "{parts:?}");
    }
}

/// Groups chosen together are worth what is said, and nobody sits in more of them than allowed; where
/// nobody can meet the quotas, it is said which and how nearly.
#[test]
fn consortia_are_chosen_together() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let ask = ["consortia", &workshop, "--at-start", "--disjoint", "1", "--json"];
    let chosen = run(&ask).ends(0).json();
    let groups = chosen["consortia"].as_array().unwrap();
    assert!(!groups.is_empty());
    let total: i64 = groups.iter().map(|group| group["total"].as_i64().unwrap()).sum();
    assert_eq!(chosen["together"]["total"], total);
    assert!(chosen["together"]["bound"].as_i64().unwrap() >= total);
    let mut sits: Vec<&str> = groups
        .iter()
        .flat_map(|group| group["consortium"]["members"].as_array().unwrap())
        .map(|member| member["profiles"][0].as_str().unwrap())
        .collect();
    let all = sits.len();
    sits.sort_unstable();
    sits.dedup();
    assert_eq!(sits.len(), all, "nobody in two");

    let alone = desk.text("w/organisations.csv");
    let text = fs::read_to_string(&alone).unwrap();
    fs::write(&alone, text.replace("startup", "company").replace("スタートアップ", "企業"))
        .unwrap();
    let ask = ["consortia", &workshop, "--scheme", "aimgain-2025-5th-startup"];
    let refused = run(&[&ask[..], &["--lang", "en"]].concat()).ends(2);
    assert!(refused.err.contains("1 of start-ups are needed, 0 can be had"), "{}", refused.err);
    let refused = run(&[&ask[..], &["--lang", "ja"]].concat()).ends(2);
    assert!(refused.err.contains("スタートアップは1者必要"), "{}", refused.err);
}

#[test]
fn the_vocabulary_is_looked_at_and_passed_on() {
    let desk = Desk::new();
    let workshop = desk.workshop();
    let suggested = run(&["vocabulary", "suggest", &workshop, "--least", "1", "--json"]).ends(0);
    let terms = suggested.json()["terms"].as_array().unwrap().clone();
    let term = terms.iter().find(|term| term["term"] == "感染予防").unwrap();
    assert!(term["example"].as_str().unwrap().contains("尿路カテーテルの感染予防"));
    assert_eq!(term["within"], "disease.infection");
    let coverage = run(&["vocabulary", "coverage", &workshop, "--json"]).ends(0).json();
    assert_eq!(coverage["facets"].as_array().unwrap().len(), 8);
    assert!(coverage["tags_per_profile"].as_f64().unwrap() > 1.0);
    for (name, start) in [("v.ttl", "@prefix skos:"), ("v.csv", "\u{feff}id,facet,ja,en")] {
        let out = desk.text(name);
        run(&["vocabulary", "export", &out]).ends(0);
        assert!(fs::read_to_string(&out).unwrap().starts_with(start), "{name}");
    }
    run(&["vocabulary", "export", &desk.text("v.rdf")]).ends(2);
    let facets = 8;
    for name in ["v.ttl", "v.csv"] {
        let (file, out) = (desk.text(name), desk.text(&format!("from-{name}")));
        run(&["vocabulary", "import", &file, "--out", &out]).ends(0);
        assert_eq!(names(&out).len(), facets);
    }
    let (file, out) = (desk.text("v.csv"), desk.text("nothing"));
    let broken = fs::read_to_string(&file).unwrap().replacen(",disease,", ",desease,", 1);
    fs::write(&file, broken).unwrap();
    let refused = run(&["vocabulary", "import", &file, "--out", &out, "--lang", "en"]).ends(2);
    assert!(refused.err.contains("column facet"), "{}", refused.err);
    assert!(!desk.path("nothing").exists());
    run(&["vocabulary", "import", &file]).ends(2);
}

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
            let text = fs::read_to_string(desk.path("demo").join(file)).unwrap();
            let header = text.lines().next().unwrap();
            assert!(header.split(',').any(|name| name == "synthetic"), "{file}: {header}");
            assert!(file == "projects.csv" || text.contains(",true"), "{file} holds made-up data");
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

/// A command under way, which is interrupted as soon as it listens. Linux shows when it does.
#[cfg(target_os = "linux")]
struct Underway {
    child: std::process::Child,
    started: std::time::Instant,
}

#[cfg(target_os = "linux")]
impl Underway {
    fn new(args: &[&str]) -> Underway {
        use std::process::Stdio;
        let child =
            command().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        Underway { child, started: std::time::Instant::now() }
    }

    fn listens(&self) -> bool {
        let path = format!("/proc/{}/status", self.child.id());
        let status = fs::read_to_string(path).unwrap_or_default();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
        caught
            .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .is_some_and(|m| m & 2 != 0)
    }

    fn interrupt(&self) {
        let _ = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
    }

    fn wait_until_it_listens(&mut self) {
        let pause = std::time::Duration::from_millis(20);
        while !self.listens() && self.started.elapsed().as_secs() < 120 {
            if self.child.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::sleep(pause);
        }
    }

    fn ends(self, code: i32) -> Run {
        let run = Run::of(self.child.wait_with_output().unwrap()).ends(code);
        assert!(self.started.elapsed().as_secs() < 600, "it ended long before its limit");
        run
    }
}

/// Ctrl-C while a plan is made keeps the best plan so far.
#[cfg(target_os = "linux")]
#[test]
fn an_interruption_keeps_the_best_plan_so_far() {
    let desk = Desk::new();
    let sheets = concat!(env!("CARGO_MANIFEST_DIR"), "/data/workshops/aimgain-2022");
    let out = desk.text("o");
    let mut plan = Underway::new(&["plan", sheets, "--seconds", "3000", "--out", &out, "--json"]);
    plan.wait_until_it_listens();
    plan.interrupt();
    let ran = plan.ends(0);
    let plan = &ran.json()["plan"];
    assert!(["feasible", "optimal"].contains(&plan["status"].as_str().unwrap()), "{plan}");
    assert_eq!(plan["faults"], serde_json::json!([]));
    run(&["judge", sheets, &desk.text("o/planned.json")]).ends(0);
}

/// A second Ctrl-C ends everything at once, and nothing is written.
#[cfg(target_os = "linux")]
#[test]
fn two_interruptions_end_it() {
    let desk = Desk::new();
    let large = desk.text("large.json");
    run(&["generate", &large, "--meetings", "20000"]).ends(0);
    let out = desk.text("o");
    let mut plan = Underway::new(&["plan", &large, "--seconds", "3000", "--out", &out]);
    plan.wait_until_it_listens();
    // Signals that come together count once: the second is sent again until it is heard.
    while plan.child.try_wait().unwrap().is_none() {
        plan.interrupt();
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    plan.ends(130);
    assert!(!desk.path("o").exists());
}

/// `enishi breaks` keeps its best plan too, and makes no certificate any more.
#[cfg(target_os = "linux")]
#[test]
fn an_interruption_ends_breaks_with_its_best_plan() {
    let desk = Desk::new();
    fs::write(desk.path("day.dzn"), full_day(60, 24)).unwrap();
    let (day, out) = (desk.text("day.dzn"), desk.text("o"));
    let mut breaks = Underway::new(&["breaks", &day, "--seconds", "3000", "--out", &out, "--json"]);
    breaks.wait_until_it_listens();
    std::thread::sleep(std::time::Duration::from_secs(2));
    breaks.interrupt();
    let ran = breaks.ends(0);
    assert!(ran.json()["breaks"].as_u64() >= ran.json()["bound"].as_u64());
    run(&["verify", &desk.text("o/plan.json")]).ends(0);
}

/// A day of given meetings in a ring, some of whose people cannot attend some slots.
fn full_day(people: usize, slots: usize) -> String {
    let mut meetings = Vec::new();
    for step in 1..=slots / 4 {
        meetings.extend((0..people).map(|p| (p + 1, (p + step * step) % people + 1)));
    }
    meetings.retain(|(a, b)| a != b);
    let list: String = meetings.iter().map(|(a, b)| format!("{a}, {b}, 3|")).collect();
    let away = |p: usize| format!("{{{}, {}}}", p % slots + 1, p * 7 % slots + 1);
    let forbidden: Vec<String> = (0..people).map(away).collect();
    let (zeros, none) = (vec!["0"; meetings.len()].join(", "), vec!["{}"; meetings.len()]);
    format!(
        "nBusiness = {people}; nMeetings = {}; nTables = {}; nTotalSlots = {slots}; \
         nMorningSlots = {};\nrequested = [|{list}|];\nforbidden = [{}]; fixed = [{zeros}];\n\
         precedences = [{}];",
        meetings.len(),
        people / 3,
        slots / 2,
        forbidden.join(", "),
        none.join(", "),
    )
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
