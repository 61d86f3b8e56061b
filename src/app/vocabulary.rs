//! The vocabulary looked at and passed on: what it misses in a workshop's texts, and other forms.

use super::output::{Output, write_file};
use super::{AppError, Clock, input};
use crate::domain::{ConceptId, Text, Workshop};
use crate::exchange::{
    import_thesaurus_table, import_thesaurus_turtle, table_csv, thesaurus_table, thesaurus_turtle,
};
use crate::vocabulary::{Facet, Thesaurus, UnknownTerm, unknown_terms};
use serde::Serialize;
use std::path::Path;

/// How well the vocabulary covers a workshop's profiles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VocabularyCoverage {
    pub profiles: usize,
    /// Profiles in which no concept is read.
    pub without_tag: usize,
    /// Tags of a profile, in the mean.
    pub tags_per_profile: f64,
    /// For each facet: concepts of it that some profile bears, of how many, and in how many profiles
    /// there is one of them.
    pub facets: Vec<FacetCoverage>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetCoverage {
    pub facet: Facet,
    pub used: usize,
    pub concepts: usize,
    pub profiles: usize,
}

/// Counts what was read in a tagged workshop.
pub fn vocabulary_coverage(workshop: &Workshop) -> VocabularyCoverage {
    let thesaurus = Thesaurus::embedded();
    let profiles = workshop.profiles.len();
    let of = |facet: Facet| {
        let ids: Vec<_> = thesaurus.facet(facet).map(|concept| &concept.id).collect();
        let borne = |id: &ConceptId| {
            workshop.profiles.iter().any(|p| p.tags.iter().any(|t| t.concept == *id))
        };
        let with = workshop
            .profiles
            .iter()
            .filter(|profile| profile.tags.iter().any(|tag| ids.contains(&&tag.concept)));
        FacetCoverage {
            facet,
            used: ids.iter().filter(|id| borne(id)).count(),
            concepts: ids.len(),
            profiles: with.count(),
        }
    };
    let tags: usize = workshop.profiles.iter().map(|profile| profile.tags.len()).sum();
    VocabularyCoverage {
        profiles,
        without_tag: workshop.profiles.iter().filter(|p| p.tags.is_empty()).count(),
        tags_per_profile: tags as f64 / profiles.max(1) as f64,
        facets: Facet::ALL.map(of).to_vec(),
    }
}

/// Frequent terms of a tagged workshop that the vocabulary does not know.
pub fn suggest_terms(workshop: &Workshop, least: usize, limit: usize) -> Vec<UnknownTerm> {
    unknown_terms(Thesaurus::embedded(), &workshop.profiles, least, limit)
}

/// Reads a vocabulary, SKOS (`.ttl`) or a table (`.csv`), and writes it as files like those in
/// `data/vocabulary`, a file for each facet; nothing is written where anything is wrong. Gives the
/// files' names.
pub fn import_vocabulary(path: &Path, out: &Path) -> Result<Vec<String>, AppError> {
    let expected = Text::new("語彙（.ttl または .csv）", "a vocabulary, .ttl or .csv");
    let bytes = input::read(path, &expected)?;
    let source = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let today = Clock::today().to_string();
    let read = match ending(path).as_str() {
        "ttl" => import_thesaurus_turtle(&bytes, &source, &today),
        "csv" => import_thesaurus_table(&bytes, &source, &today),
        _ => return Err(other_form(path)),
    };
    let files = read.map_err(|faults| AppError::lines(path, &faults))?;
    let mut output = Output::new(out)?;
    for (name, text) in &files {
        output.put(name, text.as_bytes())?;
    }
    output.commit()
}

fn ending(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase()
}

fn other_form(path: &Path) -> AppError {
    AppError::Argument(Text::new(
        format!("{}：語彙は .ttl（SKOS）か .csv で読み書きします", path.display()),
        format!("{}: a vocabulary is read and written as .ttl (SKOS) or .csv", path.display()),
    ))
}

/// Writes the vocabulary: SKOS for `.ttl`, a table for `.csv`.
pub fn export_vocabulary(path: &Path) -> Result<(), AppError> {
    let thesaurus = Thesaurus::embedded();
    match ending(path).as_str() {
        "ttl" => write_file(path, thesaurus_turtle(thesaurus).as_bytes()),
        "csv" => {
            let table = thesaurus_table(thesaurus);
            write_file(path, &table_csv(&table.headers, &table.rows))
        }
        _ => Err(other_form(path)),
    }
}
