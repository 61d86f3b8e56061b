//! The learned ranker: trees fitted on projects that were left out of the history.

use super::candidates::row_columns;
use super::error::CollaborationError;
use super::evidence::Column;
use super::lessons::Lesson;
use super::rank_loss::{Group, lambdas};
use super::trees::{Growth, Table, Tree, UNIT, grow};
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
    /// How many times the trees are fitted, each with a seed of its own; their scores are added,
    /// which takes out some of the chance in each.
    pub repeats: usize,
    /// Columns that are not used, for measuring what they bring.
    pub without: Vec<Column>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            seed: 1,
            folds: 20,
            trees: 150,
            growth: Growth {
                leaves: 15,
                least_rows: 50,
                least_hessian: 1.0,
                shrink: 10.0,
                rate: 0.08,
            },
            questions: 0.7,
            columns: 0.4,
            repeats: 2,
            without: Vec::new(),
        }
    }
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
        let (mut rows, mut groups) = (Vec::new(), Vec::new());
        for lesson in &useful {
            let start = rows.len();
            rows.extend(&lesson.pool.rows);
            let partners = lesson.partners.iter().map(|position| start + position).collect();
            groups.push(Group { rows: start..rows.len(), partners });
        }
        let usable: Vec<usize> = row_columns()
            .iter()
            .enumerate()
            .filter(|(_, column)| !settings.without.contains(column))
            .map(|(i, _)| i)
            .collect();
        let table = Table::new(&rows);
        let fits = 0..settings.repeats as u64;
        let fit = |seed| fit(&table, &rows, &groups, &usable, settings, seed);
        let trees = fits.flat_map(|repeat| fit(settings.seed + repeat)).collect();
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

/// Trees fitted one after the other, each to what the ones before it leave wrong.
fn fit(
    table: &Table,
    rows: &[&Vec<f32>],
    groups: &[Group],
    usable: &[usize],
    settings: &Settings,
    seed: u64,
) -> Vec<Tree> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut scores = vec![0.0f64; rows.len()];
    let mut gradients = vec![(0.0f32, 0.0f32); rows.len()];
    let mut trees = Vec::with_capacity(settings.trees);
    for _ in 0..settings.trees {
        let mut parts: Vec<&mut [(f32, f32)]> = Vec::with_capacity(groups.len());
        let mut rest = &mut gradients[..];
        for group in groups {
            let (part, further) = rest.split_at_mut(group.rows.len());
            parts.push(part);
            rest = further;
        }
        let each = groups.par_iter().zip(parts);
        each.for_each(|(group, part)| lambdas(group, &scores, part));
        let chosen = groups.iter().filter(|_| random.random_bool(settings.questions));
        let seen = chosen.flat_map(|group| group.rows.clone()).map(|row| row as u32).collect();
        let mut columns = usable.to_vec();
        columns.shuffle(&mut random);
        columns.truncate(((usable.len() as f64 * settings.columns) as usize).max(1));
        columns.sort_unstable();
        let tree = grow(table, seen, &columns, &gradients, &settings.growth);
        scores.par_iter_mut().zip(rows).for_each(|(score, row)| {
            *score += tree.value(row) as f64 / UNIT;
        });
        trees.push(tree);
    }
    trees
}
