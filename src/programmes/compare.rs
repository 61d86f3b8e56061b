//! One consortium against several schemes, side by side.

use super::{Assessment, Facts, Outcome, Scheme, assess};
use crate::domain::{Consortium, Text};
use chrono::NaiveDate;
use serde::Serialize;

/// What one scheme says on one topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// The gravest outcome among the scheme's rules on the topic; `NotPrinted` where it has none.
    #[serde(flatten)]
    pub outcome: Outcome,
    pub sentence: Text,
    /// The rules it sums up, by id; empty where the scheme has none on the topic.
    pub rules: Vec<String>,
}

/// One topic across the schemes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    pub topic: String,
    pub title: Text,
    /// One cell per scheme, in their order.
    pub cells: Vec<Cell>,
}

/// The whole table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    pub as_of: NaiveDate,
    pub assessments: Vec<Assessment>,
    /// Topics in the order in which the schemes first name them.
    pub rows: Vec<Row>,
}

/// Judges the consortium under every scheme and lines the verdicts up by topic.
pub fn compare(
    schemes: &[Scheme],
    consortium: &Consortium,
    facts: &Facts,
    as_of: NaiveDate,
) -> Comparison {
    let assessed = schemes.iter().map(|scheme| assess(scheme, consortium, facts, as_of));
    Comparison::of(as_of, assessed.collect())
}

impl Comparison {
    /// Lines up assessments by topic, for example of drafts that differ from scheme to scheme.
    pub fn of(as_of: NaiveDate, assessments: Vec<Assessment>) -> Comparison {
        let mut rows: Vec<Row> = Vec::new();
        for verdict in assessments.iter().flat_map(|assessment| &assessment.verdicts) {
            if rows.iter().any(|row| row.topic == verdict.topic) {
                continue;
            }
            let cells = assessments.iter().map(|a| cell(a, &verdict.topic)).collect();
            let (topic, title) = (verdict.topic.clone(), verdict.title.clone());
            rows.push(Row { topic, title, cells });
        }
        Comparison { as_of, assessments, rows }
    }
}

fn cell(assessment: &Assessment, topic: &str) -> Cell {
    let on_topic = || assessment.verdicts.iter().filter(|verdict| verdict.topic == topic);
    let rules = on_topic().map(|verdict| verdict.rule.clone()).collect();
    // The first of equally grave ones speaks, so that the table is the same every time.
    let gravest = on_topic().rev().max_by_key(|verdict| verdict.outcome.gravity());
    match gravest {
        Some(v) => Cell { outcome: v.outcome.clone(), sentence: v.sentence.clone(), rules },
        None => Cell {
            outcome: Outcome::NotPrinted,
            sentence: Text::new("資料に記載がない。", "The documents print nothing on this."),
            rules,
        },
    }
}
