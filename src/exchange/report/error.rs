//! Why a report cannot be written.

/// Why there is no report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    #[error("the report is to show plan {shown:?}, which is not given; expected one of {given:?}")]
    UnknownPlan { shown: String, given: Vec<String> },
    #[error(
        "profile {profile:?} has {suggestions} suggestions and {reasons} reasons; give one reason for each suggestion"
    )]
    ReasonsMissing { profile: String, suggestions: usize, reasons: usize },
    #[error("the template failed: {0}; this is a fault in enishi, please report it")]
    Template(String),
}

impl From<minijinja::Error> for ReportError {
    fn from(error: minijinja::Error) -> Self {
        // The alternate form names the template, the line and the cause.
        ReportError::Template(format!("{error:#}"))
    }
}
