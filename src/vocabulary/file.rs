//! The shape of a vocabulary file.

use super::{ComplementKind, Facet, VocabularyError};
use serde::Deserialize;

/// One TOML file: concepts of a facet, complements, ambiguous labels or spelling groups.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[serde(default)]
    pub facet: Option<Facet>,
    /// Where the words come from, in words.
    #[allow(dead_code, reason = "required of every file, read by people")]
    pub source: String,
    /// When the file was last revised.
    #[allow(dead_code, reason = "required of every file, read by people")]
    pub date: toml::value::Datetime,
    #[serde(default)]
    pub concept: Vec<ConceptEntry>,
    #[serde(default)]
    pub complement: Vec<ComplementEntry>,
    #[serde(default)]
    pub ambiguous: Vec<AmbiguousEntry>,
    /// Groups of spellings of one word; labels with one of them are known in all of them.
    #[serde(default)]
    pub spelling: Vec<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConceptEntry {
    pub id: String,
    pub ja: String,
    pub en: String,
    #[serde(default)]
    pub ja_alt: Vec<String>,
    #[serde(default)]
    pub en_alt: Vec<String>,
    #[serde(default)]
    pub cased: Vec<String>,
    #[serde(default)]
    pub broader: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ComplementEntry {
    pub problem: String,
    pub answer: String,
    pub kind: ComplementKind,
    pub ja: String,
    pub en: String,
}

/// A label that may mean any of several concepts; it gives no tag by itself.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AmbiguousEntry {
    pub label: String,
    pub concepts: Vec<String>,
}

impl File {
    pub fn read(name: &str, text: &str) -> Result<File, VocabularyError> {
        toml::from_str(text).map_err(|e| VocabularyError::Syntax {
            file: name.to_owned(),
            message: e.to_string().trim().replace('\n', " "),
        })
    }
}
