//! Suggested partners for each profile, with reasons and what would change them.

use super::names::{Label, Names};
use crate::domain::ProfileId;
use crate::matching::{PartKind, Reason, Suggestion};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Partners {
    pub id: String,
    pub profile: Card,
    pub suggestions: Vec<Partner>,
}

/// A profile as a heading.
#[derive(Debug, Serialize)]
pub struct Card {
    pub id: String,
    pub title: String,
    pub kind: String,
    pub organisation: Label,
    pub person: Option<Label>,
    pub synthetic: bool,
}

#[derive(Debug, Serialize)]
pub struct Partner {
    pub rank: usize,
    pub card: Card,
    pub score: String,
    pub parts: Vec<PartBar>,
    pub sentences: Vec<String>,
    pub counterfactual: String,
}

#[derive(Debug, Serialize)]
pub struct PartBar {
    pub label: &'static str,
    pub points: String,
    /// Of the best suggestion's score, 0–100.
    pub percent: f64,
    /// 1 to 5, for the pattern.
    pub number: usize,
}

pub fn partners(names: &Names) -> Vec<Partners> {
    let of = |(i, ranking): (usize, &super::Ranking)| {
        let best = ranking.suggestions.iter().map(|s| s.score.0).max().unwrap_or(0).max(1);
        let pairs = ranking.suggestions.iter().zip(ranking.reasons);
        Partners {
            id: format!("partners-{i}"),
            profile: card(names, ranking.profile),
            suggestions: pairs.map(|(s, r)| partner(names, s, r, best)).collect(),
        }
    };
    names.report.rankings.iter().enumerate().map(of).collect()
}

fn partner(names: &Names, suggestion: &Suggestion, reason: &Reason, best: i64) -> Partner {
    let mut sentences: Vec<String> = Vec::new();
    for sentence in &reason.sentences {
        let sentence = sentence.get(names.lang).to_owned();
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    let parts = suggestion.parts.iter().map(|part| PartBar {
        label: part.kind.label(names.lang),
        points: part.points.to_string(),
        percent: (100.0 * part.points.0 as f64 / best as f64).clamp(0.0, 100.0),
        number: PartKind::ALL.iter().position(|k| *k == part.kind).unwrap_or(0) + 1,
    });
    Partner {
        rank: suggestion.rank,
        card: card(names, &suggestion.profile),
        score: suggestion.score.to_string(),
        parts: parts.collect(),
        sentences,
        counterfactual: reason
            .counterfactual
            .as_ref()
            .map_or_else(String::new, |c| c.sentence.get(names.lang).to_owned()),
    }
}

pub fn card(names: &Names, id: &ProfileId) -> Card {
    match names.profile(id) {
        Some(p) => Card {
            id: id.to_string(),
            title: p.title.clone(),
            kind: names.profile_kind(p.kind),
            organisation: names.organisation(&p.organisation),
            person: p.people.first().map(|person| names.person(person)),
            synthetic: p.synthetic,
        },
        None => Card {
            id: id.to_string(),
            title: id.to_string(),
            kind: String::new(),
            organisation: Label { name: String::new(), beside: String::new(), synthetic: false },
            person: None,
            synthetic: false,
        },
    }
}
