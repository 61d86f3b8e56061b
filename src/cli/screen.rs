//! What reaches the terminal: results on standard output, everything else on standard error.

use crate::app::{AppError, Exit};
use crate::domain::{Lang, Text};
use crate::scheduling::Objective;
use serde::Serialize;
use serde_json::json;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// Where a command speaks, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screen {
    pub lang: Lang,
    /// Standard output holds JSON and nothing else.
    pub json: bool,
}

impl Screen {
    pub fn pick<'a>(&self, ja: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// A line of the result; nothing where JSON is asked for.
    pub fn say(&self, line: impl AsRef<str>) {
        if !self.json {
            // A reader that has closed the pipe has heard enough.
            let _ = writeln!(io::stdout().lock(), "{}", line.as_ref());
        }
    }

    /// A line of the result in both languages.
    pub fn tell(&self, text: &Text) {
        self.say(text.get(self.lang));
    }

    /// What a plan is worth, part by part.
    pub fn parts(&self, objective: &Objective) {
        for (part, points) in objective.parts() {
            let label = match part {
                "talks" => self.pick("講演", "talks"),
                "consultations" => self.pick("相談", "consultations"),
                "meetings" => self.pick("面談", "meetings"),
                "groups" => self.pick("少人数の会合", "group meetings"),
                "seats_short" => self.pick("席の不足", "seats short"),
                "breaks" => self.pick("空き時間", "breaks"),
                "walking" => self.pick("階の移動", "walking"),
                "fairness" => self.pick("公平さ", "fairness"),
                part => part,
            };
            self.say(format!("  {label} {points}"));
        }
    }

    /// That files were written.
    pub fn wrote(&self, folder: &Path, files: usize) {
        let folder = folder.display();
        self.say(match self.lang {
            Lang::Ja => format!("{folder} に {files} 個のファイルを書き出しました。"),
            Lang::En => format!("wrote {files} files to {folder}"),
        });
    }

    /// The whole result as JSON, where that is asked for.
    pub fn answer(&self, value: &impl Serialize) {
        if self.json {
            let mut out = io::stdout().lock();
            let written = serde_json::to_writer_pretty(&mut out, value).is_ok();
            if written {
                let _ = writeln!(out);
            }
        }
    }

    /// Something worth knowing beside the result.
    pub fn note(&self, line: impl AsRef<str>) {
        let _ = writeln!(io::stderr().lock(), "{}", line.as_ref());
    }

    /// Why nothing came of it.
    pub fn fail(&self, error: &AppError) -> Exit {
        let text = error.text();
        self.note(format!("{}{}", self.pick("エラー：", "error: "), text.get(self.lang)));
        let exit = error.exit();
        self.answer(&json!({
            "error": {
                "kind": error.kind(),
                "exit_code": exit as u8,
                "message": text,
                "faults": error.input_faults(),
            }
        }));
        exit
    }

    /// Whether somebody watches.
    pub fn is_watched(&self) -> bool {
        !self.json && io::stderr().is_terminal() && io::stdout().is_terminal()
    }
}
