//! Who is looked at closely: the best by each kind of evidence, and their rows of numbers.

use super::evidence::{Column, Group};

/// How many of the best by a column are looked at.
const POOL: [(Column, usize); 14] = [
    (Column::SeededWalk, 250),
    (Column::NearWalk, 150),
    (Column::ShortWalk, 80),
    (Column::FamilyWalk, 150),
    (Column::Nearest50, 150),
    (Column::NearestAsPartner, 80),
    (Column::Centroid, 80),
    (Column::NearestTopics, 60),
    (Column::NearestMeans, 60),
    (Column::Places, 60),
    (Column::Ties, 60),
    (Column::PlaceText, 100),
    (Column::FamilyText, 60),
    (Column::Joined, 120),
];

/// Candidates for a question, each with its row of numbers.
#[derive(Debug, Clone)]
pub struct Pool {
    pub organisations: Vec<usize>,
    pub rows: Vec<Vec<f32>>,
}

/// The columns of a row: each as it is, then, for those that differ among candidates, as a share of
/// the best candidate's.
pub fn row_columns() -> Vec<Column> {
    Column::ALL.iter().copied().chain(compared()).collect()
}

fn compared() -> impl Iterator<Item = Column> {
    Column::ALL.iter().copied().filter(|column| column.group() != Group::Standing)
}

/// Gathers the pool: organisations that `may` be partners, best first by the sum of their shares.
pub fn pool(columns: &[Vec<f32>], may: impl Fn(usize) -> bool) -> Pool {
    let count = columns.first().map_or(0, Vec::len);
    let eligible: Vec<usize> = (0..count).filter(|o| may(*o)).collect();
    let mut taken = vec![false; count];
    for (column, most) in POOL {
        let values = &columns[column as usize];
        let mut order: Vec<usize> = eligible.iter().copied().filter(|o| values[*o] > 0.0).collect();
        let by = |a: &usize, b: &usize| values[*b].total_cmp(&values[*a]).then(a.cmp(b));
        if order.len() > most {
            order.select_nth_unstable_by(most, by);
            order.truncate(most);
        }
        order.into_iter().for_each(|o| taken[o] = true);
    }
    let organisations: Vec<usize> = eligible.into_iter().filter(|o| taken[*o]).collect();
    let largest: Vec<f32> = columns
        .iter()
        .map(|column| organisations.iter().map(|o| column[*o]).fold(0.0, f32::max))
        .collect();
    let rows = organisations
        .iter()
        .map(|o| {
            let plain = columns.iter().map(|column| column[*o]);
            let share = |column: Column| {
                let most = largest[column as usize];
                if most > 0.0 { columns[column as usize][*o] / most } else { 0.0 }
            };
            plain.chain(compared().map(share)).collect()
        })
        .collect();
    Pool { organisations, rows }
}
