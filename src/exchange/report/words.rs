//! The words of the pages in both languages; `web/report/words.toml` holds them.

use crate::domain::{Lang, Text};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::OnceLock;

const WORDS: &str = include_str!("../../../web/report/words.toml");

/// All words by key. A key that is missing reads as itself; a test finds it.
pub fn all() -> &'static BTreeMap<String, Text> {
    static ALL: OnceLock<BTreeMap<String, Text>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str(WORDS).unwrap_or_default())
}

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub Lang);

impl Words {
    /// The words of `key`.
    pub fn say(self, key: &str) -> String {
        all().get(key).map_or_else(|| key.to_owned(), |text| text.get(self.0).to_owned())
    }

    /// The words of `key` with each `{name}` replaced by its value.
    pub fn fill(self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let mut rest = self.say(key);
        let mut out = String::with_capacity(rest.len());
        // One pass: a value that looks like a placeholder stays what it is.
        while let Some((before, name, after)) = placeholder(&rest) {
            out.push_str(before);
            match values.iter().find(|(n, _)| *n == name) {
                Some((_, value)) => out.push_str(&value.to_string()),
                None => out.push_str(&format!("{{{name}}}")),
            }
            rest = after.to_owned();
        }
        out + &rest
    }

    /// Several things one after the other.
    pub fn list<T: AsRef<str>>(self, things: &[T]) -> String {
        let separator = match self.0 {
            Lang::Ja => "、",
            Lang::En => ", ",
        };
        things.iter().map(T::as_ref).collect::<Vec<_>>().join(separator)
    }
}

fn placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries
            .filter(|path| path.extension().is_some_and(|e| e == ending))
            .map(|path| (path.clone(), std::fs::read_to_string(path).unwrap()))
            .collect()
    }

    /// Keys that stand as `opening"key"`, on whichever line.
    fn used(text: &str, opening: &str) -> Vec<String> {
        text.split(opening)
            .skip(1)
            .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    #[test]
    fn the_words_are_readable_and_complete_in_both_languages() {
        let words: BTreeMap<String, Text> = toml::from_str(WORDS).unwrap();
        assert!(words.len() > 100);
        for (key, text) in &words {
            assert!(!text.ja.is_empty() && !text.en.is_empty(), "{key}");
            let names = |text: &str| {
                let mut names = Vec::new();
                let mut rest = text;
                while let Some((_, name, after)) = placeholder(rest) {
                    names.push(name.to_owned());
                    rest = after;
                }
                names.sort();
                names.dedup();
                names
            };
            assert_eq!(
                names(&text.ja),
                names(&text.en),
                "{key}: the languages say different things"
            );
            assert_eq!(Lang::of(&text.en), Lang::En, "{key}: {}", text.en);
        }
    }

    /// Every key that a template or the code asks for is there, and every key that is there is
    /// asked for.
    #[test]
    fn no_key_is_missing_and_none_is_left_over() {
        let mut asked = Vec::new();
        for (path, text) in files("web/report", "html") {
            asked.extend(used(&text, "t(").into_iter().map(|key| (path.clone(), key)));
        }
        for (path, text) in files("src/exchange/report", "rs") {
            for opening in ["say(", "fill(", "key("] {
                let keys = used(&text, opening);
                asked.extend(keys.into_iter().map(|key| (path.clone(), key)));
            }
        }
        asked.retain(|(path, _)| !path.ends_with("words.rs"));
        for (path, key) in &asked {
            assert!(all().contains_key(key), "{}: {key:?} has no words", path.display());
        }
        for key in all().keys() {
            assert!(asked.iter().any(|(_, k)| k == key), "{key:?} is never used");
        }
    }

    #[test]
    fn values_are_put_in_once() {
        assert_eq!(placeholder("a {b} c"), Some(("a ", "b", " c")));
        let words = Words(Lang::En);
        let filled = words.fill("a {x} {y} {z}", &[("x", &"{y}"), ("y", &2)]);
        assert_eq!(filled, "a {y} 2 {z}");
    }
}
