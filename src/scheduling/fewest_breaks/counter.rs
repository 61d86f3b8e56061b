//! How many literals hold, as literals of its own.

use crate::solver::sat::{Lit, Solver};

/// Counts up to `most`: the j-th of the literals that it gives holds if more than j of the counted
/// ones do (and may hold otherwise). Sinz's sequential counter (2005).
pub(super) fn count(sat: &mut Solver<'_>, literals: &[Lit], most: usize) -> Vec<Lit> {
    let mut counted: Vec<Lit> = Vec::new();
    for (i, &l) in literals.iter().enumerate() {
        let next: Vec<Lit> = (0..most.min(i + 1)).map(|_| sat.literal(None)).collect();
        if let Some(&first) = next.first() {
            sat.clause([!l, first]);
        }
        for (j, &before) in counted.iter().enumerate() {
            sat.clause([!before, next[j]]);
            if let Some(&more) = next.get(j + 1) {
                sat.clause([!before, !l, more]);
            }
        }
        counted = next;
    }
    counted
}
