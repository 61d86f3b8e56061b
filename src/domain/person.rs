//! People who take part.

use super::{LaboratoryId, Lang, OrganisationId, PersonId};
use serde::{Deserialize, Serialize};

/// A name as Japanese lists need it: 姓, 名, セイ, メイ and romaji.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct PersonName {
    pub family: String,
    pub given: String,
    #[serde(default)]
    pub family_kana: String,
    #[serde(default)]
    pub given_kana: String,
    #[serde(default)]
    pub family_romaji: String,
    #[serde(default)]
    pub given_romaji: String,
}

impl PersonName {
    /// 山田 花子 in Japanese, Hanako Yamada in English where romaji is known.
    pub fn full(&self, lang: Lang) -> String {
        match lang {
            Lang::En if !self.family_romaji.is_empty() => {
                format!("{} {}", self.given_romaji, self.family_romaji)
            }
            _ => format!("{} {}", self.family, self.given),
        }
    }

    /// The key that puts lists in kana order.
    pub fn kana_key(&self) -> String {
        let key = format!("{} {}", self.family_kana, self.given_kana);
        if key.trim().is_empty() { self.full(Lang::Ja) } else { key }
    }
}

/// The side a person stands on at the workshop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
pub enum Sector {
    Industry,
    Academia,
    /// Government and others.
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub id: PersonId,
    pub name: PersonName,
    pub organisation: OrganisationId,
    pub sector: Sector,
    /// 部署
    #[serde(default)]
    pub department: String,
    /// 役職
    #[serde(default)]
    pub position: String,
    #[serde(default)]
    pub laboratory: Option<LaboratoryId>,
    /// Languages the person can talk in, preferred first; Japanese where none is given.
    #[serde(default)]
    pub languages: Vec<Lang>,
    #[serde(default)]
    pub synthetic: bool,
}
