//! Ctrl-C: the best plan so far is kept, and a second one ends everything. Linux shows when a command
//! under way listens.

use super::desk::{Desk, Run, command, full_day, run};
use std::fs;
use std::process::Command;

/// A command under way, which is interrupted as soon as it listens. Linux shows when it does.
struct Underway {
    child: std::process::Child,
    started: std::time::Instant,
}

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
