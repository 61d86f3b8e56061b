//! What was learned from a history, ready to propose partners with reasons.

use super::error::CollaborationError;
use super::evidence::{Column, Evidence, Readings};
use super::history::History;
use super::lessons::{Lesson, candidates, lessons};
use super::ranker::{Ranker, Settings};
use super::record::Question;
use super::view::View;

/// A history with everything derived from it.
#[derive(Debug)]
pub struct Learned {
    history: History,
    readings: Readings,
    view: View,
    ranker: Ranker,
}

/// A partner proposed. Scores and parts are in millionths; only their order and their differences
/// within one question mean anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub organisation: String,
    /// `base` and all parts together, exactly.
    pub score: i64,
    /// What every candidate starts with.
    pub base: i64,
    /// What each kind of evidence adds or takes, the weightiest first; none is nothing.
    pub parts: Vec<(Column, i64)>,
}

impl Learned {
    /// Learns from a history: the same history and settings give the same ranker. Some ten
    /// milliseconds a project with partners, and some for each tree.
    pub fn new(history: History, settings: &Settings) -> Result<Learned, CollaborationError> {
        let readings = Readings::new(&history);
        let lessons = lessons(&history, &readings, settings.folds, settings.seed);
        let ranker = Ranker::learn(&lessons.iter().collect::<Vec<&Lesson>>(), settings)?;
        let view = View::new(&history, readings.whole(), &readings.names, |_| false);
        Ok(Learned { history, readings, view, ranker })
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// Partners for a new project, best first, equals by name; its lead is none of them. Of all
    /// organisations only the several hundred are looked at for which some evidence speaks.
    pub fn propose(&self, question: &Question, limit: usize) -> Vec<Proposal> {
        let evidence =
            Evidence { history: &self.history, readings: &self.readings, view: &self.view };
        let asked = self.readings.ask(&self.history, question);
        let pool = candidates(&evidence, &asked);
        let name = |organisation: usize| &self.history.organisations[organisation].name;
        let mut ranked: Vec<(i64, usize, &Vec<f32>)> = pool
            .organisations
            .iter()
            .zip(&pool.rows)
            .map(|(organisation, row)| (self.ranker.score(row), *organisation, row))
            .collect();
        ranked.sort_unstable_by_key(|(score, organisation, _)| (-score, name(*organisation)));
        ranked
            .into_iter()
            .take(limit)
            .map(|(score, organisation, row)| {
                let (base, parts) = self.ranker.explain(row);
                Proposal { organisation: name(organisation).clone(), score, base, parts }
            })
            .collect()
    }
}
