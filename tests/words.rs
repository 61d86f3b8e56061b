//! The web app says everything in both languages: no string is missing, none is left over, and both
//! languages put the same values into their places.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn app() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("web/app/src")
}

fn words(lang: &str) -> BTreeMap<String, String> {
    let path = app().join(format!("words/{lang}.json"));
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What stands in braces: `{count}`.
fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

/// The text of all scripts.
fn scripts(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(scripts(&path));
        } else if path.extension().is_some_and(|e| e == "tsx" || e == "ts") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    found
}

#[test]
fn both_languages_say_the_same_things() {
    let (ja, en) = (words("ja"), words("en"));
    assert!(ja.len() > 100);
    assert_eq!(ja.keys().collect::<Vec<_>>(), en.keys().collect::<Vec<_>>());
    for (key, text) in &ja {
        assert!(!text.trim().is_empty() && !en[key].trim().is_empty(), "{key} is empty");
        assert_eq!(places(text), places(&en[key]), "{key}");
    }
    let kana = |c: char| ('\u{3040}'..='\u{30ff}').contains(&c);
    for (key, text) in &en {
        assert!(!text.contains(kana), "{key} is not English: {text}");
    }
}

/// A word is asked for by its whole name, `"role.company"`, or by its beginning, `` `role.${…}` ``.
#[test]
fn every_string_is_used() {
    let all: String = scripts(&app()).into_iter().map(|(_, text)| text).collect();
    let used = |key: &str| {
        all.contains(&format!("\"{key}\""))
            || key
                .match_indices(['.', '-'])
                .any(|(i, mark)| all.contains(&format!("`{}${{", &key[..i + mark.len()])))
    };
    let left_over: Vec<_> = words("ja").into_keys().filter(|key| !used(key)).collect();
    assert_eq!(left_over, [] as [String; 0]);
}

/// A screen names its words; only names of languages and marks stand in the scripts themselves.
#[test]
fn no_screen_speaks_past_the_strings() {
    const NAMES: [&str; 2] = ["日本語", "縁"];
    let japanese =
        |c: char| ('\u{3041}'..='\u{30fa}').contains(&c) || ('\u{4e00}'..='\u{9fff}').contains(&c);
    let mut wrong = Vec::new();
    for (path, text) in scripts(&app()) {
        for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
            let line = NAMES.iter().fold(line.to_owned(), |line, name| line.replace(name, ""));
            if line.contains(japanese) && !path.ends_with("api/schema.d.ts") {
                wrong.push(format!("{}: {line}", path.display()));
            }
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
}
