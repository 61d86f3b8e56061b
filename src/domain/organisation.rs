//! Companies, universities, institutes and agencies.

use super::{OrganisationId, Text};
use serde::{Deserialize, Serialize};

/// What an organisation is, in the programmes' terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum OrganisationKind {
    /// アカデミア: a domestic research institution (university, institute, administrative agency).
    Academia,
    /// 企業: a company that is not a start-up.
    Company,
    /// スタートアップ企業: whether it counts for a scheme is the scheme's own test.
    Startup,
    /// Ministries, agencies, foundations, others.
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum OrganisationSize {
    Small,
    Medium,
    Large,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub id: OrganisationId,
    /// The legal name, 株式会社 kept in place.
    pub name: Text,
    /// Katakana, for sorting; 株式会社 and the like left out.
    #[serde(default)]
    pub kana: String,
    pub kind: OrganisationKind,
    #[serde(default)]
    pub size: Option<OrganisationSize>,
    /// Prefecture or country.
    #[serde(default)]
    pub region: String,
    /// Date of registration, for start-up rules.
    #[serde(default)]
    pub registered_on: Option<chrono::NaiveDate>,
    /// Registered in Japan; unknown where not given.
    #[serde(default)]
    pub domestic: Option<bool>,
    /// Deemed a large company (みなし大企業); unknown where not given.
    #[serde(default)]
    pub deemed_large: Option<bool>,
    /// Made up for a demonstration.
    #[serde(default)]
    pub synthetic: bool,
}
