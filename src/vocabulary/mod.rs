//! What words mean: a thesaurus with complements, a tagger, and text features.

mod concept;
mod coverage;
mod embedded;
mod error;
mod features;
mod file;
mod fold;
mod growth;
mod mention;
mod negation;
mod retag;
mod search;
mod sentences;
mod tagger;
mod thesaurus;
mod trie;
mod variants;

pub use concept::{Complement, ComplementKind, Concept, Facet, Side};
pub use coverage::{Coverage, coverage, document_nouns};
pub use error::VocabularyError;
pub use features::{features, features_once};
pub use fold::{Folded, fold};
pub use growth::{UnknownTerm, unknown_terms};
pub use retag::{retag, supported};
pub use search::Search;
pub use tagger::tag_text;
pub use thesaurus::Thesaurus;
