//! What can be wrong with the vocabulary's files.

/// A fault in a vocabulary file, with the way out at its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    #[error("{file}: {message}; expected a vocabulary file as data/vocabulary/README.md shows it")]
    Syntax { file: String, message: String },
    #[error("{file}: concepts without a facet; add a line such as facet = \"technology\"")]
    MissingFacet { file: String },
    #[error("{file}: concept {id:?} must be named {facet}.NAME, lower case; rename it")]
    WrongId { file: String, id: String, facet: String },
    #[error("{file}: concept {id:?} is already defined in {first}; each id must be different")]
    DuplicateId { file: String, id: String, first: String },
    #[error("{file}: concept {id:?} has an empty label; give it a ja and an en label")]
    EmptyLabel { file: String, id: String },
    #[error(
        "{file}: label {label:?} of {id:?} already belongs to {first:?}; \
         keep it in one of them or list it under [[ambiguous]]"
    )]
    DuplicateLabel { file: String, label: String, id: String, first: String },
    #[error("{file}: {place} names the unknown concept {id:?}{}", hint(nearest))]
    UnknownConcept { file: String, place: String, id: String, nearest: Option<String> },
    #[error("broader terms run in a circle: {}; remove one of them", path.join(" → "))]
    Cycle { path: Vec<String> },
    #[error("{file}: the complement {problem:?} – {answer:?} {fault}")]
    Complement { file: String, problem: String, answer: String, fault: String },
    #[error("{count} concepts; at most {limit} are read, split the vocabulary")]
    TooMany { count: usize, limit: usize },
}

fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|n| format!("; did you mean {n:?}?")).unwrap_or_default()
}
