//! The service as an operator runs it: a process of its own, that signals can reach.

use super::client::Client;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running `enishi`; killed when it is dropped.
pub struct Process {
    pub child: Child,
    pub client: Client,
}

/// `enishi` with nothing of our own environment that could change what it does.
pub fn enishi(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enishi"));
    command.args(arguments).env_remove("DATABASE_URL");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("ENISHI_")) {
        command.env_remove(name);
    }
    command
}

impl Process {
    /// Serves on a free port; returns once it listens.
    pub fn serve(dir: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Process {
        let mut command = enishi(&["--json", "serve", "--listen", "127.0.0.1:0", "--data-dir"]);
        command.arg(dir).args(arguments).envs(environment.iter().copied());
        let log = std::fs::File::create(dir.with_extension("log")).unwrap();
        Process::spawned(command.stderr(log))
    }

    /// What a shell makes of itself: a script that ends with `exec enishi --json serve …`.
    pub fn shell(script: &str) -> Process {
        let mut command = Command::new("sh");
        Process::spawned(command.args(["-c", script]).env_remove("DATABASE_URL"))
    }

    fn spawned(command: &mut Command) -> Process {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut text = String::new();
        while !text.ends_with('}') {
            let line = lines.next().unwrap_or_else(|| panic!("it ended: {text}")).unwrap();
            text.push_str(&line);
        }
        let said: serde_json::Value = serde_json::from_str(&text).unwrap();
        let address = said["listen"].as_str().unwrap().parse().unwrap();
        Process { child, client: Client::new(address) }
    }

    /// A client with the token that a demonstration wrote for a role.
    pub fn role(&self, dir: &Path, role: &str) -> Client {
        let text = std::fs::read_to_string(dir.join("demo-tokens.json")).unwrap();
        let tokens: serde_json::Value = serde_json::from_str(&text).unwrap();
        self.client.bearer(tokens[role].as_str().unwrap())
    }

    /// Asks it to end, and waits until it has; its exit code.
    pub fn terminate(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
