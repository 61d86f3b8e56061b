//! What can be wrong with a record of past projects.

/// A fault in what is to be learned from, with the way out at its end.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CollaborationError {
    #[error("{file}, line {line}: {fault}; every line is one JSON object")]
    Unreadable { file: String, line: usize, fault: String },
    #[error(
        "project {project:?} names the organisation {organisation:?}, which is not on the list of \
         organisations; add it there or correct the name"
    )]
    UnknownOrganisation { project: String, organisation: String },
    #[error("the organisation {0:?} is listed twice; keep one entry")]
    DuplicateOrganisation(String),
    #[error("the history holds no project; there is nothing to learn from or to search")]
    NoHistory,
    #[error(
        "only {count} projects of the history name a partner; learning needs at least {least}: use \
         the ranking with its default weights"
    )]
    TooLittle { count: usize, least: usize },
    #[error("{count} {what} are more than the limit of {limit}; leave the oldest out")]
    TooMany { what: &'static str, count: usize, limit: usize },
}
