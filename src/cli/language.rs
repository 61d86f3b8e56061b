//! The language of messages: asked for, or the locale's.

use crate::domain::Lang;
use std::ffi::OsString;

/// The language of the locale: Japanese where `LC_ALL`, `LC_MESSAGES` or `LANG`, the first that is
/// set, begins with `ja`; else English.
pub(super) fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(variable)
        .find(|value| !value.is_empty());
    match locale {
        Some(locale) if locale.to_lowercase().starts_with("ja") => Lang::Ja,
        _ => Lang::En,
    }
}

/// The language that the arguments ask for, looked up before they are parsed so that help and
/// mistakes speak it too.
pub(super) fn asked_for(arguments: &[OsString]) -> Option<Lang> {
    let words: Vec<&str> = arguments.iter().filter_map(|a| a.to_str()).collect();
    let value = words.iter().enumerate().find_map(|(i, word)| match *word {
        "--lang" => words.get(i + 1).copied(),
        word => word.strip_prefix("--lang="),
    })?;
    value.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let with = |set: &'static [(&'static str, &'static str)]| {
            move |name: &str| {
                set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned())
            }
        };
        assert_eq!(of_locale(with(&[("LANG", "ja_JP.UTF-8")])), Lang::Ja);
        assert_eq!(of_locale(with(&[("LC_ALL", "C"), ("LANG", "ja_JP.UTF-8")])), Lang::En);
        assert_eq!(of_locale(with(&[("LC_ALL", ""), ("LC_MESSAGES", "ja_JP")])), Lang::Ja);
        assert_eq!(of_locale(with(&[])), Lang::En);
    }

    #[test]
    fn the_argument_is_found_in_both_spellings() {
        let of = |words: &[&str]| asked_for(&words.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["enishi", "plan", "--lang", "ja"]), Some(Lang::Ja));
        assert_eq!(of(&["enishi", "--lang=en", "plan"]), Some(Lang::En));
        assert_eq!(of(&["enishi", "--lang"]), None);
        assert_eq!(of(&["enishi", "--lang", "fr"]), None);
    }
}
