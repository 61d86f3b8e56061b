//! The learned ranker: trees fitted on projects that were left out of the history.

use super::candidates::{Pool, pool, row_columns};
use super::error::CollaborationError;
use super::evidence::{Asked, Column, Evidence, Library};
use super::history::History;
use super::rank_loss::{Group, lambdas};
use super::trees::{Growth, Table, Tree, grow};
use super::view::View;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// Fewer projects with partners than this teach nothing that holds elsewhere.
pub const LEAST_PROJECTS: usize = 100;

/// How the ranker learns.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    pub seed: u64,
    /// The history is split into this many parts; the evidence on the projects of a part is read
    /// from the others alone.
    pub folds: usize,
    pub trees: usize,
    pub growth: Growth,
    /// The share of questions and of columns that each tree sees.
    pub questions: f64,
    pub columns: f64,
    /// How many candidates of a question are learned from: the first, and a sample of the rest.
    pub first: usize,
    pub further: usize,
    /// Columns that are not used, for measuring what they bring.
    pub without: Vec<Column>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            seed: 1,
            folds: 20,
            trees: 250,
            growth: Growth {
                leaves: 15,
                least_rows: 50,
                least_hessian: 1.0,
                shrink: 10.0,
                rate: 0.06,
            },
            questions: 0.7,
            columns: 0.4,
            first: 150,
            further: 100,
            without: Vec::new(),
        }
    }
}

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

/// Makes a lesson of every project that has partners, each with its whole fold left out.
pub fn lessons(history: &History, library: &Library, settings: &Settings) -> Vec<Lesson> {
    let mut order: Vec<usize> = (0..history.projects.len()).collect();
    order.shuffle(&mut ChaCha8Rng::seed_from_u64(settings.seed));
    let mut fold = vec![0; order.len()];
    for (i, project) in order.into_iter().enumerate() {
        fold[project] = i % settings.folds;
    }
    let mut lessons: Vec<Lesson> = (0..settings.folds)
        .into_par_iter()
        .flat_map(|out| {
            let view = View::new(history, library.whole(), &library.names, |p| fold[p] == out);
            let evidence = Evidence { history, library, view: &view };
            (0..history.projects.len())
                .filter(|p| fold[*p] == out && !history.partners[*p].is_empty())
                .map(|project| {
                    let asked = library.ask_again(history, project);
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

/// Trees that rank candidates.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranker {
    trees: Vec<Tree>,
}

impl Ranker {
    /// Learns from lessons. The same lessons and settings give the same ranker.
    pub fn learn(lessons: &[&Lesson], settings: &Settings) -> Result<Ranker, CollaborationError> {
        let useful: Vec<&Lesson> =
            lessons.iter().copied().filter(|lesson| !lesson.partners.is_empty()).collect();
        if useful.len() < LEAST_PROJECTS {
            let (count, least) = (useful.len(), LEAST_PROJECTS);
            return Err(CollaborationError::TooLittle { count, least });
        }
        let mut random = ChaCha8Rng::seed_from_u64(settings.seed);
        let (mut rows, mut groups) = (Vec::new(), Vec::new());
        for lesson in &useful {
            let start = rows.len();
            let mut partners = Vec::new();
            for position in sampled(lesson, settings, &mut random) {
                if lesson.partners.contains(&position) {
                    partners.push(rows.len());
                }
                rows.push(lesson.pool.rows[position].clone());
            }
            groups.push(Group { rows: start..rows.len(), partners });
        }
        let usable: Vec<usize> = row_columns()
            .iter()
            .enumerate()
            .filter(|(_, column)| !settings.without.contains(column))
            .map(|(i, _)| i)
            .collect();
        let table = Table::new(&rows);
        let mut scores = vec![0.0f64; rows.len()];
        let mut gradients = vec![(0.0f32, 0.0f32); rows.len()];
        let mut trees = Vec::with_capacity(settings.trees);
        for _ in 0..settings.trees {
            let mut parts: Vec<&mut [(f32, f32)]> = Vec::with_capacity(groups.len());
            let mut rest = &mut gradients[..];
            for group in &groups {
                let (part, further) = rest.split_at_mut(group.rows.len());
                parts.push(part);
                rest = further;
            }
            let each = groups.par_iter().zip(parts);
            each.for_each(|(group, part)| lambdas(group, &scores, part));
            let chosen = groups.iter().filter(|_| random.random_bool(settings.questions));
            let seen: Vec<u32> =
                chosen.flat_map(|group| group.rows.clone()).map(|row| row as u32).collect();
            let mut columns = usable.clone();
            columns.shuffle(&mut random);
            columns.truncate(((usable.len() as f64 * settings.columns) as usize).max(1));
            columns.sort_unstable();
            let tree = grow(&table, seen, &columns, &gradients, &settings.growth);
            let values: Vec<i64> = rows.par_iter().map(|row| tree.value(row)).collect();
            for (score, value) in scores.iter_mut().zip(values) {
                *score += value as f64 / super::trees::UNIT;
            }
            trees.push(tree);
        }
        Ok(Ranker { trees })
    }

    /// The score of a candidate, in millionths.
    pub fn score(&self, row: &[f32]) -> i64 {
        self.trees.iter().map(|tree| tree.value(row)).sum()
    }

    /// What every candidate starts with, and what each column adds to it, the weightiest first; all
    /// together are the score. A column and its share of the best count as one.
    pub fn explain(&self, row: &[f32]) -> (i64, Vec<(Column, i64)>) {
        let columns = row_columns();
        let mut by_position = vec![0; columns.len()];
        let base = self.trees.iter().map(|tree| tree.explain(row, &mut by_position)).sum();
        let mut by_column = vec![0; Column::ALL.len()];
        for (column, value) in columns.iter().zip(by_position) {
            by_column[*column as usize] += value;
        }
        let parts = Column::ALL.iter().copied().zip(by_column);
        let mut parts: Vec<(Column, i64)> = parts.filter(|(_, value)| *value != 0).collect();
        parts.sort_by_key(|(column, value)| (-value.abs(), *column));
        (base, parts)
    }
}

/// Positions in the pool to learn from: the partners, the first by the sum of the shares, and a
/// sample of the rest, in their order.
fn sampled(lesson: &Lesson, settings: &Settings, random: &mut ChaCha8Rng) -> Vec<usize> {
    let plain = Column::ALL.len();
    let shares = |i: &usize| lesson.pool.rows[*i][plain..].iter().sum::<f32>();
    let mut order: Vec<usize> = (0..lesson.pool.rows.len()).collect();
    order.sort_by(|a, b| shares(b).total_cmp(&shares(a)).then(a.cmp(b)));
    let mut rest = order.split_off(settings.first.min(order.len()));
    rest.shuffle(random);
    rest.truncate(settings.further);
    order.extend(rest);
    order.extend(&lesson.partners);
    order.sort_unstable();
    order.dedup();
    order
}
