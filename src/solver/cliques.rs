//! Stronger rows for things of which only one can be: cliques.
//!
//! Two variables that are 0 or 1 are in conflict where some row lets only one of them be 1. Of
//! variables that are all in conflict with each other only one can be 1, though no single row may
//! say so: three halves then pass every row, and not the row of all three. So each row is grown
//! until no other variable is in conflict with all of its own, which takes in many of the others;
//! and among the few variables that a relaxation takes in part, cliques are looked for that it
//! breaks, and grown too: they hold for every solution, also those not yet seen.
//!
//! Padberg, *On the facial structure of set packing polyhedra*, 1973; Atamtürk, Nemhauser and
//! Savelsbergh, *Conflict graphs in solving integer programming problems*, 2000; Achterberg et al.,
//! *Presolve reductions in mixed integer programming*, 2020 (merging).

use super::Model;
use super::model::Variable;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// By how much a row must be broken to be worth adding.
const BROKEN: f64 = 0.01;
/// Nearer to a whole number than this is whole.
const WHOLE: f64 = 1e-6;
/// Conflicts are kept of as many rows as have no more pairs than this: fewer find less, not wrong.
const PAIRS: usize = 20_000_000;
/// Steps of one search; what it has not found by then it leaves.
const STEPS: usize = 20_000;
/// Steps between two questions whether to go on.
const ASK: usize = 64;

/// Which variables of a model are in conflict.
pub struct Conflicts {
    /// Per variable, those it is in conflict with, in order.
    beside: Vec<Vec<usize>>,
}

impl Conflicts {
    /// As the rows of the model say.
    pub fn of(model: &Model) -> Self {
        let rows: Vec<Vec<usize>> = model.one_of_each().map(indices).collect();
        let mut beside = vec![Vec::new(); model.columns()];
        let mut pairs = 0;
        for row in &rows {
            pairs += row.len() * row.len();
            if pairs > PAIRS {
                break;
            }
            for &v in row {
                beside[v].extend(row.iter().copied().filter(|&o| o != v));
            }
        }
        for others in &mut beside {
            others.sort_unstable();
            others.dedup();
        }
        Self { beside }
    }

    /// Whether these are at least two variables of the model, all different, and each two are in conflict.
    pub fn exclude(&self, clique: &[Variable]) -> bool {
        let beside = |&a: &Variable, &b: &Variable| {
            let others = self.beside.get(a.index());
            others.is_some_and(|others| others.binary_search(&b.index()).is_ok())
        };
        let pairwise = |(i, a)| clique[..i].iter().all(|b| beside(a, b));
        clique.len() > 1 && clique.iter().enumerate().all(pairwise)
    }

    /// Grows the model's rows that let only one of some variables be 1; those that another then
    /// holds go. Every solution that is whole in these variables stays, and no other comes in.
    pub fn merge(&self, model: &mut Model) {
        let mut rows: Vec<Vec<usize>> = model.one_of_each().map(indices).collect();
        rows.sort_by_key(|row| Reverse(row.len()));
        let mut grown: Vec<Vec<usize>> = Vec::new();
        let mut of: Vec<Vec<usize>> = vec![Vec::new(); self.beside.len()];
        let held = |row: &[usize], grown: &[Vec<usize>], of: &[Vec<usize>]| {
            let rarest = row.iter().min_by_key(|&&v| of[v].len());
            rarest.is_none_or(|&v| of[v].iter().any(|&g| holds(&grown[g], row)))
        };
        for row in rows {
            if !held(&row, &grown, &of) {
                let clique = self.grown(row, |v| self.beside[v].len() as f64);
                clique.iter().for_each(|&v| of[v].push(grown.len()));
                grown.push(clique);
            }
        }
        model.replace_at_most_one(grown.into_iter().map(|row| row.into_iter().map(Variable::at)));
    }

    /// Cliques that these values break. They grow first by the variables with the greatest `profits`,
    /// of those alike by the earlier. Asks many times a second whether to go on; where not, gives those
    /// found by then.
    pub fn broken(
        &self,
        values: &[f64],
        profits: &[f64],
        go_on: &mut dyn FnMut() -> bool,
    ) -> Vec<Vec<Variable>> {
        let parts: Vec<usize> =
            (0..values.len()).filter(|&v| values[v] > WHOLE && values[v] < 1.0 - WHOLE).collect();
        let mut conflict: Vec<Vec<bool>> = Vec::with_capacity(parts.len());
        for &v in &parts {
            if !go_on() {
                return Vec::new();
            }
            let beside = |other| self.beside[v].binary_search(other).is_ok();
            conflict.push(parts.iter().map(beside).collect());
        }
        let mut search = Search {
            conflict,
            shares: parts.iter().map(|&v| values[v]).collect(),
            steps: 0,
            go_on,
            chosen: Vec::new(),
            found: Vec::new(),
        };
        search.grow(&(0..parts.len()).collect::<Vec<_>>(), 0.0);
        let Search { found, go_on, .. } = search;
        let mut cliques: BTreeSet<Vec<usize>> = BTreeSet::new();
        for clique in found {
            if !go_on() {
                break;
            }
            let clique = clique.into_iter().map(|i| parts[i]).collect();
            cliques.insert(self.grown(clique, |v| profits[v]));
        }
        cliques.into_iter().map(|c| c.into_iter().map(Variable::at).collect()).collect()
    }

    /// The clique with all that fits in, in order; first what ranks highest.
    fn grown(&self, mut clique: Vec<usize>, rank: impl Fn(usize) -> f64) -> Vec<usize> {
        let Some(&fewest) = clique.iter().min_by_key(|&&v| self.beside[v].len()) else {
            return clique;
        };
        let beside = |v: usize| move |o: &usize| self.beside[v].binary_search(o).is_ok();
        let mut candidates: Vec<usize> = self.beside[fewest].clone();
        clique.iter().filter(|&&v| v != fewest).for_each(|&v| candidates.retain(beside(v)));
        candidates.sort_by(|&a, &b| rank(b).total_cmp(&rank(a)).then(a.cmp(&b)));
        while let Some(&v) = candidates.first() {
            clique.push(v);
            candidates.retain(beside(v));
        }
        clique.sort_unstable();
        clique
    }
}

fn indices(row: impl Iterator<Item = Variable>) -> Vec<usize> {
    row.map(Variable::index).collect()
}

/// Whether a sorted row holds all of another.
fn holds(row: &[usize], other: &[usize]) -> bool {
    other.iter().all(|v| row.binary_search(v).is_ok())
}

/// Lists the cliques of more than 1 that cannot be larger.
struct Search<'w> {
    conflict: Vec<Vec<bool>>,
    shares: Vec<f64>,
    steps: usize,
    go_on: &'w mut dyn FnMut() -> bool,
    chosen: Vec<usize>,
    found: Vec<Vec<usize>>,
}

impl Search<'_> {
    fn grow(&mut self, candidates: &[usize], sum: f64) {
        self.steps += 1;
        if self.steps.is_multiple_of(ASK) && !(self.go_on)() {
            self.steps = STEPS;
        }
        if candidates.is_empty() && sum > 1.0 + BROKEN {
            self.found.push(self.chosen.clone());
        }
        let mut left: f64 = candidates.iter().map(|&c| self.shares[c]).sum();
        for (i, &c) in candidates.iter().enumerate() {
            if sum + left <= 1.0 + BROKEN || self.steps >= STEPS {
                return;
            }
            let within: Vec<usize> =
                candidates[i + 1..].iter().copied().filter(|&o| self.conflict[c][o]).collect();
            self.chosen.push(c);
            self.grow(&within, sum + self.shares[c]);
            self.chosen.pop();
            left -= self.shares[c];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Limits, Relaxation, Relaxed, Sum};
    use super::*;
    use proptest::prelude::*;
    use std::ops::ControlFlow;

    fn relaxation(model: &Model) -> Vec<f64> {
        let mut relaxed = Relaxed::new(model).unwrap();
        let go_on = &mut |_| ControlFlow::Continue(());
        match relaxed.solve(&[], None, f64::NEG_INFINITY, Limits::default(), go_on).unwrap() {
            Relaxation::Solved { values, .. } => values,
            other => panic!("{other:?}"),
        }
    }

    fn relaxed_sum(model: &Model, points: &[u8]) -> f64 {
        relaxation(model).iter().zip(points).map(|(value, &p)| value * f64::from(p)).sum()
    }

    #[test]
    fn three_halves_are_one_too_many_and_a_fourth_in_conflict_with_all_joins() {
        let mut model = Model::new();
        let all: Vec<Variable> = [2.0, 2.0, 2.0, 0.1].map(|p| model.binary(p)).to_vec();
        for (i, &a) in all.iter().enumerate() {
            for &b in &all[..i] {
                model.at_most([a, b].into_iter().collect::<Sum>(), 1.0);
            }
        }
        let values = [0.5, 0.5, 0.5, 0.0];
        assert_eq!(Conflicts::of(&model).broken(&values, &[0.0; 4], &mut || true), [all]);
        assert!(
            Conflicts::of(&model).broken(&[1.0, 0.0, 0.0, 0.0], &[0.0; 4], &mut || true).is_empty()
        );
        assert!(Conflicts::of(&model).broken(&values, &[0.0; 4], &mut || false).is_empty());
    }

    #[test]
    fn rows_that_allow_two_or_weigh_are_no_conflict() {
        let mut model = Model::new();
        let [a, b, c] = [1.0; 3].map(|p| model.binary(p));
        model.at_most([a, b, c].into_iter().collect::<Sum>(), 2.0);
        let mut weighed = Sum::from(a);
        weighed.add(0.5, b);
        model.at_most(weighed, 1.0);
        assert!(Conflicts::of(&model).broken(&[0.5; 3], &[0.0; 3], &mut || true).is_empty());
    }

    #[test]
    fn rows_that_pair_by_pair_say_the_same_become_one() {
        let mut model = Model::new();
        let all: Vec<Variable> = [1.0; 4].map(|p| model.binary(p)).to_vec();
        for (i, &a) in all.iter().enumerate() {
            for &b in &all[..i] {
                model.at_most([a, b].into_iter().collect::<Sum>(), 1.0);
            }
        }
        model.equal([all[0], all[1]].into_iter().collect::<Sum>(), 1.0);
        Conflicts::of(&model).merge(&mut model);
        // The row that must be met stays.
        assert_eq!(model.rows(), 2);
        assert_eq!(relaxation(&model).iter().sum::<f64>(), 1.0);
    }

    proptest! {
        /// On random conflicts: what is found is broken, and every whole solution keeps it.
        #[test]
        fn whole_solutions_keep_what_fractional_ones_break(
            edges in prop::collection::vec((0usize..9, 0usize..9), 8..30),
            points in prop::collection::vec(1u8..9, 9),
        ) {
            let mut model = Model::new();
            let all: Vec<Variable> = points.iter().map(|&p| model.binary(p.into())).collect();
            let edges: Vec<_> = edges.into_iter().filter(|(a, b)| a != b).collect();
            for &(a, b) in &edges {
                model.at_most([all[a], all[b]].into_iter().collect::<Sum>(), 1.0);
            }
            let best = relaxed_sum(&model, &points);
            let whole = |model: &Model| {
                let go_on = &mut |_| ControlFlow::Continue(());
                model.solve(Limits::default(), 1.0, go_on).unwrap().objective
            };
            let optimum = whole(&model);
            let values = relaxation(&model);
            for clique in Conflicts::of(&model).broken(&values, &[0.0; 9], &mut || true) {
                let sum: f64 = clique.iter().map(|v| values[v.index()]).sum();
                prop_assert!(sum > 1.0 + BROKEN);
                for set in 0u32..1 << 9 {
                    let has = |v: usize| set >> v & 1 == 1;
                    if edges.iter().all(|&(a, b)| !(has(a) && has(b))) {
                        prop_assert!(clique.iter().filter(|v| has(v.index())).count() <= 1);
                    }
                }
            }
            Conflicts::of(&model).merge(&mut model);
            prop_assert_eq!(whole(&model), optimum);
            prop_assert!(relaxed_sum(&model, &points) <= best + 1e-6);
        }
    }
}
