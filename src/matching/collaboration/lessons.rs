//! Projects of the history as lessons: what the rest of the history says of them, and who took part.

use super::candidates::{Pool, pool};
use super::evidence::{Asked, Evidence, Readings};
use super::history::History;
use super::view::View;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// A question with its candidates and, among them, the true partners.
#[derive(Debug, Clone)]
pub struct Lesson {
    pub project: usize,
    pub pool: Pool,
    /// Positions in the pool.
    pub partners: Vec<usize>,
    /// How many partners there were in all that the history knows.
    pub known_partners: usize,
}

/// Makes a lesson of every project that has partners. The history is dealt into `folds` parts, and
/// the evidence on the projects of a part is read from the others alone: with only the project itself
/// left out, its partners would be known by counts one too low.
pub fn lessons(history: &History, readings: &Readings, folds: usize, seed: u64) -> Vec<Lesson> {
    let mut order: Vec<usize> = (0..history.projects.len()).collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
    let mut fold = vec![0; order.len()];
    for (i, project) in order.into_iter().enumerate() {
        fold[project] = i % folds;
    }
    let mut lessons: Vec<Lesson> = (0..folds)
        .into_par_iter()
        .flat_map(|out| {
            let view = View::new(history, readings.whole(), &readings.names, |p| fold[p] == out);
            let evidence = Evidence { history, readings, view: &view };
            (0..history.projects.len())
                .filter(|p| fold[*p] == out && !history.partners[*p].is_empty())
                .map(|project| {
                    let asked = readings.ask_again(history, project);
                    let pool = candidates(&evidence, &asked);
                    let partners = &history.partners[project];
                    let found = pool.organisations.iter().enumerate();
                    let found = found.filter(|(_, o)| partners.contains(o));
                    let known = partners.iter().filter(|p| view.projects(**p) > 0).count();
                    Lesson {
                        project,
                        partners: found.map(|(i, _)| i).collect(),
                        known_partners: known,
                        pool,
                    }
                })
                .collect::<Vec<_>>()
        })
        .collect();
    lessons.sort_by_key(|lesson| lesson.project);
    lessons
}

/// The candidates for a question: organisations with a known project, but not the lead.
pub fn candidates(evidence: &Evidence, asked: &Asked) -> Pool {
    let columns = evidence.columns(asked);
    pool(&columns, |o| Some(o) != asked.lead && evidence.view.projects(o) > 0)
}
