//! The house keeps its shape: arrows between rooms point upwards in the reading order of `lib.rs`,
//! doors hold no logic, dependencies have permissive licences, documents name files that exist.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn rust_files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Rooms in reading order, as `lib.rs` lists them.
fn rooms() -> Vec<String> {
    read(&root().join("src/lib.rs"))
        .lines()
        .filter_map(|l| l.strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned))
        .collect()
}

/// Rooms that a source text imports from.
fn imports(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in source.split("crate::").skip(1) {
        let head: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if head.is_empty() {
            // `use crate::{a::x, b}`: the first name after each brace or comma at depth one.
            let inner = part.trim_start_matches('{');
            let mut depth = 0;
            let mut name = String::new();
            for c in inner.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => found.push(std::mem::take(&mut name)),
                    c if depth == 0 => name.push(c),
                    _ => {}
                }
            }
            found.push(name);
        } else {
            found.push(head);
        }
    }
    found.into_iter().map(|n| n.trim().split("::").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_room_imports_only_rooms_before_it() {
    let rooms = rooms();
    assert!(rooms.len() >= 9, "{rooms:?}");
    let order: BTreeMap<&str, usize> =
        rooms.iter().enumerate().map(|(i, r)| (r.as_str(), i)).collect();
    let mut wrong = Vec::new();
    for (i, room) in rooms.iter().enumerate() {
        for file in rust_files(&root().join("src").join(room)) {
            for name in imports(&read(&file)) {
                if order.get(name.as_str()).is_some_and(|&j| j > i) {
                    wrong.push(format!("{} imports {name}", file.display()));
                }
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn the_three_engines_know_nothing_of_each_other_nor_of_the_world() {
    let engines = ["programmes", "matching", "scheduling"];
    let world = ["std::fs", "std::net", "std::env", "SystemTime", "Utc::now", "Local::now"];
    let mut wrong = Vec::new();
    for engine in engines {
        for file in rust_files(&root().join("src").join(engine)) {
            let source = read(&file);
            // Tests may read the test texts.
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            for other in imports(source) {
                if engines.contains(&other.as_str()) && other != engine {
                    wrong.push(format!("{} imports {other}", file.display()));
                }
            }
            for w in world.iter().filter(|w| source.contains(**w)) {
                wrong.push(format!("{} uses {w}", file.display()));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn a_door_opens_with_a_sentence_and_holds_no_logic() {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join("src")) {
        if file.file_name().is_some_and(|n| n == "mod.rs") {
            let source = read(&file);
            let logic = source.lines().any(|l| {
                let l = l.trim_start();
                ["fn ", "pub fn ", "impl ", "pub(crate) fn "].iter().any(|p| l.starts_with(p))
            });
            if !source.starts_with("//! ") || logic {
                wrong.push(file.display().to_string());
            }
        }
    }
    // The command line's door starts it.
    wrong.retain(|f| !f.ends_with("src/cli/mod.rs"));
    assert_eq!(wrong, [] as [String; 0]);
}

/// The platform we run on; what other platforms would need is not downloaded here.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find_map(|l| l.strip_prefix("host: ")).unwrap().to_owned()
}

#[test]
fn every_dependency_has_a_permissive_licence() {
    const ALLOWED: [&str; 15] = [
        "MIT",
        "MIT-0",
        "Apache-2.0",
        "Apache-2.0 WITH LLVM-exception",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "ISC",
        "Zlib",
        "0BSD",
        "Unlicense",
        "Unicode-3.0",
        "Unicode-DFS-2016",
        "CC0-1.0",
        "CDLA-Permissive-2.0",
    ];
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", &host()])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50);
    let allowed = |licence: &str| {
        // `A OR B`: one suffices; `A AND B`: all are needed; brackets only group.
        licence.replace('/', " OR ").split(" AND ").all(|all| {
            all.trim_matches(['(', ')', ' '])
                .split(" OR ")
                .any(|one| ALLOWED.contains(&one.trim_matches(['(', ')', ' '])))
        })
    };
    let mut wrong = Vec::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or("none");
        if !allowed(licence) {
            wrong.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn documents_name_files_that_exist() {
    let mut wrong = Vec::new();
    for name in ["README.md", "README.ja.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = read(&root().join(name));
        for part in text.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap_or_default();
            let outside = target.starts_with("http") || target.is_empty();
            if !outside && !root().join(target).exists() {
                wrong.push(format!("{name} links to {target}"));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}

#[test]
fn the_table_of_security_names_tests_that_exist() {
    let mut sources: Vec<PathBuf> = rust_files(&root().join("tests"));
    sources.extend(rust_files(&root().join("src")));
    let all: String = sources.iter().map(|file| read(file)).collect();
    let text = read(&root().join("SECURITY.md"));
    let named: Vec<&str> = text.split('`').filter(|part| part.matches('_').count() >= 3).collect();
    assert!(named.len() > 30, "{named:?}");
    let missing: Vec<_> = named.iter().filter(|n| !all.contains(&format!("fn {n}("))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
