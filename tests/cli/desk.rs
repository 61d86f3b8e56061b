//! Running the program, in a folder of its own.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn of(output: Output) -> Run {
        Run {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {}{}", self.out, self.err))
    }

    #[track_caller]
    pub fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
    command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "C");
    command
}

pub fn run<A: AsRef<std::ffi::OsStr>>(args: &[A]) -> Run {
    Run::of(command().args(args).output().expect("the program starts"))
}

/// A folder that goes away with the test, and paths in it.
pub struct Desk(pub TempDir);

impl Desk {
    pub fn new() -> Desk {
        Desk(tempfile::tempdir().expect("a temporary folder"))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn text(&self, name: &str) -> String {
        self.path(name).to_str().expect("temporary paths are UTF-8").to_owned()
    }

    /// The small example workshop.
    pub fn workshop(&self) -> String {
        let dir = self.text("w");
        run(&["template", &dir]).ends(0);
        dir
    }

    /// The example workshop, planned into `plan`.
    pub fn plan(&self) -> (String, String) {
        let workshop = self.workshop();
        run(&["plan", &workshop, "--out", &self.text("plan")]).ends(0);
        (workshop, self.text("plan/planned.json"))
    }

    /// Replaces a piece of a sheet of the example workshop; the piece must be there.
    pub fn edit(&self, sheet: &str, from: &str, to: &str) {
        let path = self.path("w").join(sheet);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{sheet} has no {from:?}:\n{text}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// Sets one cell of a sheet of the example workshop, in the row that begins with `id`.
    pub fn set(&self, sheet: &str, id: &str, column: &str, value: &str) {
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

pub fn read_json(path: impl AsRef<Path>) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

pub fn names(dir: impl AsRef<Path>) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A day of given meetings in a ring, some of whose people cannot attend some slots.
pub fn full_day(people: usize, slots: usize) -> String {
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
