//! What the schemes' documents say beside their rules: review points and accompanying meetings.

use super::input::Consortia;
use super::names::Names;
use crate::domain::{SchemeId, Text};
use crate::programmes::{ReviewItem, SupportMeeting, scheme};
use serde::Serialize;
use std::collections::BTreeSet;

/// One scheme's.
#[derive(Debug, Serialize)]
pub struct GuidanceRow {
    pub name: String,
    pub support: Vec<SupportRow>,
    pub review: Vec<ReviewRow>,
}

/// A meeting that accompanies a project.
#[derive(Debug, Serialize)]
pub struct SupportRow {
    pub name: String,
    pub year: Option<u32>,
    pub attended_by: String,
    pub note: String,
}

/// A heading of the review, with the questions under it.
#[derive(Debug, Serialize)]
pub struct ReviewRow {
    pub letter: String,
    pub title: String,
    pub points: Vec<String>,
}

/// Of every scheme that a candidate was held against, each once, where the documents print any.
pub fn guidance(names: &Names, consortia: &Consortia) -> Vec<GuidanceRow> {
    let say = |text: &Text| text.get(names.lang).to_owned();
    let support = |m: &SupportMeeting| SupportRow {
        name: say(&m.name),
        year: m.year,
        attended_by: say(&m.attended_by),
        note: say(&m.note),
    };
    let review = |item: &ReviewItem| ReviewRow {
        letter: item.id.to_uppercase(),
        title: say(&item.title),
        points: item.points.iter().map(say).collect(),
    };
    let asked: BTreeSet<&SchemeId> =
        consortia.sheets.iter().flat_map(|s| &s.assessments).map(|a| &a.scheme).collect();
    let schemes = asked.into_iter().filter_map(scheme);
    let printed = schemes.filter(|s| !s.support.is_empty() || !s.review.is_empty());
    printed
        .map(|s| GuidanceRow {
            name: say(&s.name),
            support: s.support.iter().map(support).collect(),
            review: s.review.iter().map(review).collect(),
        })
        .collect()
}
