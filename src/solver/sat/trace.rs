//! What a solver learnt and from what, so that others can check that there is no answer.

use super::literal::Lit;

/// A clause that follows from constraints and earlier lemmas: when none of its literals holds, and
/// lemmas of one literal hold, the hints, one after the other, leave one value open each, and the last
/// is broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lemma {
    pub literals: Vec<Lit>,
    /// Constraints counted from 0 in the order in which they were required; then lemmas.
    pub hints: Vec<u32>,
}

/// While a trace is written, lemmas are counted from here.
pub(super) const FIRST_LEMMA: u32 = 1 << 31;

/// The lemmas of a refutation, the last one empty; only what it needs, counted after the constraints.
pub(super) fn trim(constraints: u32, lemmas: &[Lemma]) -> Vec<Lemma> {
    let Some(last) = lemmas.iter().position(|l| l.literals.is_empty()) else {
        return Vec::new();
    };
    // Lemmas of one literal are used without being named.
    let mut needed: Vec<bool> = lemmas[..=last].iter().map(|l| l.literals.len() < 2).collect();
    for i in (0..=last).rev() {
        if needed[i] {
            let earlier = lemmas[i].hints.iter().filter_map(|h| h.checked_sub(FIRST_LEMMA));
            earlier.for_each(|j| needed[j as usize] = true);
        }
    }
    let mut place = vec![0; last + 1];
    let mut kept = Vec::new();
    for (next, i) in (constraints..).zip((0..=last).filter(|&i| needed[i])) {
        place[i] = next;
        let hint = |&h: &u32| h.checked_sub(FIRST_LEMMA).map_or(h, |j| place[j as usize]);
        let hints = lemmas[i].hints.iter().map(hint).collect();
        kept.push(Lemma { literals: lemmas[i].literals.clone(), hints });
    }
    kept
}
