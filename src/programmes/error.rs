//! What can be wrong with a scheme's file, and where.

/// A fault in a scheme's or project's file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SchemeError {
    #[error("{file}: not UTF-8 from byte {byte} on; save it as UTF-8")]
    Encoding { file: String, byte: usize },
    #[error("{file}: {bytes} bytes; expected at most {limit}, split it")]
    TooLong { file: String, bytes: usize, limit: usize },
    #[error("{file}: no TOML: {message}")]
    Toml { file: String, message: String },
    #[error("{file}, {place}, field {field:?}: {problem}")]
    Field { file: String, place: String, field: String, problem: String },
    #[error("{file}: scheme id {id:?} is already used in {first}; give it another id")]
    Duplicate { file: String, id: String, first: String },
}
