//! What words mean: a thesaurus with complements, a tagger, and text features.

mod concept;
mod coverage;
mod embedded;
mod error;
mod features;
mod file;
mod fold;
mod mention;
mod negation;
mod retag;
mod search;
mod tagger;
mod thesaurus;
mod trie;
mod variants;

pub use concept::{Complement, ComplementKind, Concept, Facet, Side};
pub use coverage::{Coverage, coverage, document_nouns};
pub use error::VocabularyError;
pub use features::features;
pub use fold::{Folded, fold};
pub use retag::retag;
pub use search::Search;
pub use tagger::tag_text;
pub use thesaurus::Thesaurus;
