//! How many of a list of nouns the vocabulary knows.

use super::Thesaurus;
use super::fold::fold;
use super::mention::mentions;

/// Nouns known and unknown to a vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    pub total: usize,
    /// Nouns that are a label, in any spelling.
    pub known: usize,
    /// Further nouns that hold a label (細胞培養装置 holds 細胞培養).
    pub partly: Vec<String>,
    pub missing: Vec<String>,
}

impl Coverage {
    /// Share of the nouns that are a label, 0–1; 1 for no nouns at all.
    pub fn share(&self) -> f64 {
        if self.total == 0 { 1.0 } else { self.known as f64 / self.total as f64 }
    }

    /// Share of the nouns that are or hold a label, 0–1.
    pub fn share_with_parts(&self) -> f64 {
        let found = self.known + self.partly.len();
        if self.total == 0 { 1.0 } else { found as f64 / self.total as f64 }
    }
}

/// Which of `nouns` the vocabulary covers.
pub fn coverage<'a>(thesaurus: &Thesaurus, nouns: impl IntoIterator<Item = &'a str>) -> Coverage {
    let mut coverage = Coverage { total: 0, known: 0, partly: Vec::new(), missing: Vec::new() };
    for noun in nouns {
        coverage.total += 1;
        if !thesaurus.by_label(noun).is_empty() {
            coverage.known += 1;
        } else if mentions(thesaurus, noun, &fold(noun)).is_empty() {
            coverage.missing.push(noun.to_owned());
        } else {
            coverage.partly.push(noun.to_owned());
        }
    }
    coverage
}

/// The technical nouns of the five AMED documents: the document's number and the noun.
pub fn document_nouns() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../../data/vocabulary/document_nouns.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_the_documents_nouns_is_printed_and_high() {
        let nouns: Vec<_> = document_nouns().collect();
        assert!(nouns.len() >= 300, "{} nouns", nouns.len());
        let coverage = coverage(Thesaurus::embedded(), nouns.iter().map(|(_, noun)| *noun));
        println!(
            "document nouns: {} of {} are labels ({:.1} %), {:.1} % are or hold one; missing: {}",
            coverage.known,
            coverage.total,
            100.0 * coverage.share(),
            100.0 * coverage.share_with_parts(),
            coverage.missing.join(" ")
        );
        println!("partly: {}", coverage.partly.join(" "));
        assert!(coverage.share() >= 0.85 && coverage.share_with_parts() >= 0.9);
    }
}
