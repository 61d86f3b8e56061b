//! A concept with its labels, and a complement of two concepts.

use crate::domain::{ConceptId, Lang, Text};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The side of a profile that a concept describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// Kind of product: small molecule, antibody, device, software …
    Modality,
    /// Disease area, organ or symptom.
    Disease,
    /// Method, platform or material.
    Technology,
    /// Where on the road to use.
    Phase,
    /// What is at hand: samples, animals, data, facilities, people, money.
    Resource,
    /// What is sought of a partner, and the problems that make one seek.
    Sought,
    /// What is offered to a partner.
    Offered,
    /// Rules, reviews, ethics, standards, data handling.
    Regulation,
}

impl Facet {
    pub const ALL: [Facet; 8] = [
        Facet::Modality,
        Facet::Disease,
        Facet::Technology,
        Facet::Phase,
        Facet::Resource,
        Facet::Sought,
        Facet::Offered,
        Facet::Regulation,
    ];

    /// The name in ids and files.
    pub fn code(self) -> &'static str {
        match self {
            Facet::Modality => "modality",
            Facet::Disease => "disease",
            Facet::Technology => "technology",
            Facet::Phase => "phase",
            Facet::Resource => "resource",
            Facet::Sought => "sought",
            Facet::Offered => "offered",
            Facet::Regulation => "regulation",
        }
    }

    /// The name for people.
    pub fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Facet::Modality, Lang::Ja) => "モダリティ",
            (Facet::Modality, Lang::En) => "Modality",
            (Facet::Disease, Lang::Ja) => "疾患領域",
            (Facet::Disease, Lang::En) => "Disease area",
            (Facet::Technology, Lang::Ja) => "技術",
            (Facet::Technology, Lang::En) => "Technology",
            (Facet::Phase, Lang::Ja) => "開発フェーズ",
            (Facet::Phase, Lang::En) => "Development phase",
            (Facet::Resource, Lang::Ja) => "リソース",
            (Facet::Resource, Lang::En) => "Resource",
            (Facet::Sought, Lang::Ja) => "求めるもの・課題",
            (Facet::Sought, Lang::En) => "Sought",
            (Facet::Offered, Lang::Ja) => "提供できるもの",
            (Facet::Offered, Lang::En) => "Offered",
            (Facet::Regulation, Lang::Ja) => "規制・データ",
            (Facet::Regulation, Lang::En) => "Regulation and data",
        }
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A meaning, with all the words for it in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Concept {
    /// `facet.name`.
    pub id: ConceptId,
    pub facet: Facet,
    /// The preferred label.
    pub label: Text,
    /// Synonyms, abbreviations and spelling variants.
    pub ja_alt: Vec<String>,
    pub en_alt: Vec<String>,
    /// Labels that count only in the case they are written in (CAR is not a car).
    pub cased: Vec<String>,
    /// The next wider concepts.
    pub broader: Vec<ConceptId>,
}

impl Concept {
    /// Every label of both languages, preferred ones first.
    pub fn labels(&self) -> impl Iterator<Item = (Lang, &str)> {
        [(Lang::Ja, self.label.ja.as_str()), (Lang::En, self.label.en.as_str())]
            .into_iter()
            .chain(self.ja_alt.iter().map(|l| (Lang::Ja, l.as_str())))
            .chain(self.en_alt.iter().map(|l| (Lang::En, l.as_str())))
            .chain(self.cased.iter().map(|l| (Lang::En, l.as_str())))
    }
}

/// How an answer serves a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplementKind {
    /// A technology takes the problem away.
    TechnologySolvesProblem,
    /// The capability that the next development phase asks for.
    NextPhaseCapability,
    /// What one seeks, another offers.
    NeedOffer,
    /// Samples, data, people or facilities that the work lacks.
    Resource,
    /// Data that research on the disease needs.
    DiseaseData,
}

impl ComplementKind {
    pub const ALL: [ComplementKind; 5] = [
        ComplementKind::TechnologySolvesProblem,
        ComplementKind::NextPhaseCapability,
        ComplementKind::NeedOffer,
        ComplementKind::Resource,
        ComplementKind::DiseaseData,
    ];
}

/// Two concepts that call for each other, without being alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complement {
    pub problem: ConceptId,
    pub answer: ConceptId,
    pub kind: ComplementKind,
    /// Why, in one line.
    pub reason: Text,
}

/// On which side of a complement a concept stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Problem,
    Answer,
}
