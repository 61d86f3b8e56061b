//! Past projects, the organisations in them, and questions for new partners, as read from JSON lines.

use super::error::CollaborationError;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What a project is about.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Matter {
    pub title: String,
    /// Diseases, problems.
    #[serde(default, alias = "conditions")]
    pub topics: Vec<String>,
    /// Products, methods, means.
    #[serde(default, alias = "interventions")]
    pub means: Vec<String>,
    #[serde(default)]
    pub summary: String,
}

/// A past project: what it was about, who led it and who took part.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Project {
    pub id: String,
    #[serde(flatten)]
    pub matter: Matter,
    pub lead: String,
    #[serde(default)]
    pub partners: Vec<String>,
}

/// A new project that looks for partners. It has no field for the partners it found, so none can be
/// read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Question {
    pub id: String,
    #[serde(flatten)]
    pub matter: Matter,
    /// The one who asks; need not be known to the history.
    pub lead: String,
}

/// Which side of industry and academia an organisation is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Academia,
    Company,
}

/// Someone who may be a partner.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Candidate {
    pub name: String,
    #[serde(rename = "kind")]
    pub side: Side,
}

/// Reads one JSON object a line; empty lines are passed over. `file` is the name for messages.
pub fn read_lines<T: DeserializeOwned>(
    file: &str,
    text: &str,
) -> Result<Vec<T>, CollaborationError> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            serde_json::from_str(line).map_err(|fault| CollaborationError::Unreadable {
                file: file.to_owned(),
                line: i + 1,
                fault: fault.to_string(),
            })
        })
        .collect()
}
