//! Regression trees over binned columns, grown leaf by leaf; every prediction is a sum of whole
//! numbers, one per split passed, so that its reasons add up exactly.

use rayon::prelude::*;

/// Thresholds per column; a value is told by how many of them it passes.
const BINS: usize = 64;

/// Columns of numbers as bins, column by column.
#[derive(Debug)]
pub struct Table {
    /// For each column the values above which the next bin starts, in order.
    pub edges: Vec<Vec<f32>>,
    bins: Vec<Vec<u8>>,
}

impl Table {
    /// Bins `rows`, all of the same width. Edges stand at equal shares of the distinct values met.
    pub fn new(rows: &[&Vec<f32>]) -> Table {
        let width = rows.first().map_or(0, |row| row.len());
        let column = |c: usize| {
            let values: Vec<f32> = rows.iter().map(|row| row[c]).collect();
            let edges = edges(&values);
            let bins = values.iter().map(|v| bin(&edges, *v)).collect();
            (edges, bins)
        };
        let (edges, bins) = (0..width).into_par_iter().map(column).unzip();
        Table { edges, bins }
    }
}

fn edges(values: &[f32]) -> Vec<f32> {
    let mut sorted: Vec<f32> = values.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let mut distinct = sorted.clone();
    distinct.dedup();
    if distinct.len() <= BINS {
        return distinct.windows(2).map(|w| (w[0] + w[1]) / 2.0).collect();
    }
    // Half of the edges by shares of the rows, half by shares of the upper end, where the few good
    // candidates of each question are.
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    let half = BINS / 2;
    let mut edges: Vec<f32> = (1..half)
        .map(|i| at(i as f64 / half as f64))
        .chain((1..half).map(|i| at(1.0 - 0.5f64.powf(0.45 * i as f64))))
        .collect();
    edges.sort_unstable_by(f32::total_cmp);
    edges.dedup();
    edges
}

fn bin(edges: &[f32], value: f32) -> u8 {
    edges.partition_point(|edge| value > *edge) as u8
}

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    pub leaves: usize,
    pub least_rows: usize,
    pub least_hessian: f64,
    /// Pulls leaves towards nothing.
    pub shrink: f64,
    /// What a new tree counts.
    pub rate: f64,
}

/// A node: a split, or a leaf. Values are in millionths.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    value: i64,
    split: Option<Split>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Split {
    column: usize,
    /// Rows at most this go left.
    threshold: f32,
    left: usize,
    right: usize,
}

/// One tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    nodes: Vec<Node>,
}

/// The unit of predictions.
pub const UNIT: f64 = 1_000_000.0;

impl Tree {
    /// What the tree says of a row, in millionths.
    pub fn value(&self, row: &[f32]) -> i64 {
        let mut node = &self.nodes[0];
        while let Some(split) = node.split {
            node = &self.nodes[split.next(row)];
        }
        node.value
    }

    /// Adds to `by_column` what each split passed changed; the rest is the root's value, returned.
    pub fn explain(&self, row: &[f32], by_column: &mut [i64]) -> i64 {
        let mut node = &self.nodes[0];
        let root = node.value;
        while let Some(split) = node.split {
            let next = &self.nodes[split.next(row)];
            by_column[split.column] += next.value - node.value;
            node = next;
        }
        root
    }
}

impl Split {
    fn next(&self, row: &[f32]) -> usize {
        if row[self.column] <= self.threshold { self.left } else { self.right }
    }
}

/// Sums of gradients, hessians and rows for each bin of each column.
type Histogram = Vec<[Cell; BINS + 1]>;

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    gradient: f64,
    hessian: f64,
    rows: u32,
}

/// A leaf that may still be split.
struct Growing {
    node: usize,
    rows: Vec<u32>,
    histogram: Histogram,
    best: Option<Candidate>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    gain: f64,
    column: usize,
    /// The last bin that goes left.
    bin: usize,
}

/// Grows a tree on some rows and columns that lowers the loss with these gradients and hessians.
pub fn grow(
    table: &Table,
    rows: Vec<u32>,
    columns: &[usize],
    gradients: &[(f32, f32)],
    growth: &Growth,
) -> Tree {
    let histogram = histogram_of(table, &rows, columns, gradients);
    let mut nodes = vec![leaf(&histogram, columns, growth)];
    let mut open =
        vec![Growing { node: 0, best: best_split(&histogram, columns, growth), rows, histogram }];
    while open.len() < growth.leaves {
        let gain = |growing: &Growing| growing.best.map_or(f64::NEG_INFINITY, |best| best.gain);
        let next =
            (0..open.len()).reduce(|a, b| if gain(&open[b]) > gain(&open[a]) { b } else { a });
        let Some((next, best)) = next.and_then(|i| Some((i, open[i].best?))) else { break };
        let Growing { node, rows, histogram: whole, .. } = open.swap_remove(next);
        let bins = &table.bins[best.column];
        let (left, right): (Vec<u32>, Vec<u32>) =
            rows.into_iter().partition(|row| bins[*row as usize] as usize <= best.bin);
        // The smaller side is counted, the other is what is left.
        let small_is_left = left.len() < right.len();
        let small =
            histogram_of(table, if small_is_left { &left } else { &right }, columns, gradients);
        let large = difference(whole, &small);
        let (of_left, of_right) = if small_is_left { (small, large) } else { (large, small) };
        let (at_left, at_right) = (nodes.len(), nodes.len() + 1);
        nodes[node].split = Some(Split {
            column: best.column,
            threshold: table.edges[best.column][best.bin],
            left: at_left,
            right: at_right,
        });
        for (node, rows, histogram) in [(at_left, left, of_left), (at_right, right, of_right)] {
            nodes.push(leaf(&histogram, columns, growth));
            let best = best_split(&histogram, columns, growth);
            open.push(Growing { node, rows, histogram, best });
        }
    }
    Tree { nodes }
}

fn histogram_of(
    table: &Table,
    rows: &[u32],
    columns: &[usize],
    gradients: &[(f32, f32)],
) -> Histogram {
    // Gathered once: the columns then read them in order.
    let pushes: Vec<(f32, f32)> = rows.iter().map(|row| gradients[*row as usize]).collect();
    let one = |column: &usize| {
        let mut cells = [Cell::default(); BINS + 1];
        let bins = &table.bins[*column];
        for (row, (gradient, hessian)) in rows.iter().zip(&pushes) {
            let cell = &mut cells[bins[*row as usize] as usize];
            cell.gradient += *gradient as f64;
            cell.hessian += *hessian as f64;
            cell.rows += 1;
        }
        cells
    };
    if rows.len() * columns.len() > 20_000 {
        columns.par_iter().map(one).collect()
    } else {
        columns.iter().map(one).collect()
    }
}

fn difference(mut whole: Histogram, part: &Histogram) -> Histogram {
    for (whole, part) in whole.iter_mut().flatten().zip(part.iter().flatten()) {
        whole.gradient -= part.gradient;
        whole.hessian -= part.hessian;
        whole.rows -= part.rows;
    }
    whole
}

fn total(cells: &[Cell]) -> Cell {
    cells.iter().fold(Cell::default(), |sum, cell| Cell {
        gradient: sum.gradient + cell.gradient,
        hessian: sum.hessian + cell.hessian,
        rows: sum.rows + cell.rows,
    })
}

fn leaf(histogram: &Histogram, columns: &[usize], growth: &Growth) -> Node {
    let all = if columns.is_empty() { Cell::default() } else { total(&histogram[0]) };
    let value = -all.gradient / (all.hessian + growth.shrink) * growth.rate;
    Node { value: (value * UNIT).round() as i64, split: None }
}

fn best_split(histogram: &Histogram, columns: &[usize], growth: &Growth) -> Option<Candidate> {
    let worth = |cell: &Cell| cell.gradient * cell.gradient / (cell.hessian + growth.shrink);
    let mut best: Option<Candidate> = None;
    for (cells, column) in histogram.iter().zip(columns) {
        let all = total(cells);
        let mut left = Cell::default();
        for (bin, cell) in cells.iter().enumerate().take(BINS) {
            if cell.rows == 0 {
                continue;
            }
            left = total(&[left, *cell]);
            let right = Cell {
                gradient: all.gradient - left.gradient,
                hessian: all.hessian - left.hessian,
                rows: all.rows - left.rows,
            };
            let small = |side: &Cell| {
                (side.rows as usize) < growth.least_rows || side.hessian < growth.least_hessian
            };
            if right.rows == 0 || small(&left) || small(&right) {
                continue;
            }
            let gain = worth(&left) + worth(&right) - worth(&all);
            if gain > best.map_or(1e-9, |best| best.gain) {
                best = Some(Candidate { gain, column: *column, bin });
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWTH: Growth =
        Growth { leaves: 4, least_rows: 1, least_hessian: 0.0, shrink: 0.0, rate: 1.0 };

    /// The first column decides at 5, the second is noise.
    fn rows() -> Vec<Vec<f32>> {
        (0..40).map(|i| vec![(i % 10) as f32, ((i * 7) % 11) as f32]).collect()
    }

    fn table(rows: &[Vec<f32>]) -> Table {
        Table::new(&rows.iter().collect::<Vec<_>>())
    }

    fn gradients(rows: &[Vec<f32>]) -> Vec<(f32, f32)> {
        rows.iter().map(|row| (if row[0] > 5.0 { -1.0 } else { 1.0 }, 1.0)).collect()
    }

    #[test]
    fn a_tree_finds_the_column_that_decides_and_where() {
        let rows = rows();
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        let tree = grow(&table(&rows), all, &[0, 1], &gradients(&rows), &GROWTH);
        for row in &rows {
            let wanted = if row[0] > 5.0 { UNIT as i64 } else { -(UNIT as i64) };
            assert_eq!(tree.value(row), wanted, "{row:?}");
        }
    }

    #[test]
    fn what_the_splits_say_adds_up() {
        let rows = rows();
        let all: Vec<u32> = (0..30).collect();
        let growth = Growth { shrink: 3.7, rate: 0.3, leaves: 7, ..GROWTH };
        let noisy: Vec<(f32, f32)> =
            rows.iter().map(|row| (row[0] * 0.31 - row[1] * 0.17, 0.9)).collect();
        let tree = grow(&table(&rows), all, &[0, 1], &noisy, &growth);
        for row in &rows {
            let mut by_column = [0; 2];
            let base = tree.explain(row, &mut by_column);
            assert_eq!(tree.value(row), base + by_column.iter().sum::<i64>());
        }
    }
}
