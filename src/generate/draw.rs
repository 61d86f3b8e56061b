//! Drawing by chance, in whole numbers only, so that every machine draws alike.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// The stream of numbers for one purpose. Each purpose has its own, so that a change in one does
/// not shift the others.
pub(super) fn stream(seed: u64, purpose: &str) -> ChaCha8Rng {
    let mut hash = Sha256::new();
    hash.update(seed.to_le_bytes());
    hash.update(purpose.as_bytes());
    ChaCha8Rng::from_seed(hash.finalize().into())
}

/// An index drawn in proportion to its weight; `None` where every weight is zero.
pub(super) fn weighted(weights: &[u64], rng: &mut ChaCha8Rng) -> Option<usize> {
    let total: u64 = weights.iter().sum();
    if total == 0 {
        return None;
    }
    let mut left = rng.random_range(0..total);
    weights.iter().position(|&weight| match left.checked_sub(weight) {
        Some(rest) => {
            left = rest;
            false
        }
        None => true,
    })
}

/// True in `percent` of a hundred draws.
pub(super) fn percent(percent: u32, rng: &mut ChaCha8Rng) -> bool {
    rng.random_range(0..100u32) < percent
}

/// A list in an order of chance.
pub(super) fn shuffled<T>(mut list: Vec<T>, rng: &mut ChaCha8Rng) -> Vec<T> {
    for last in (1..list.len()).rev() {
        list.swap(last, rng.random_range(0..=last as u64) as usize);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_zero_are_never_drawn() {
        let mut rng = stream(1, "test");
        assert_eq!(weighted(&[0, 0], &mut rng), None);
        assert!((0..200).all(|_| weighted(&[0, 3, 0], &mut rng) == Some(1)));
    }

    #[test]
    fn purposes_have_streams_of_their_own() {
        let first = |purpose| stream(7, purpose).random_range(0..u64::MAX);
        assert_eq!(first("a"), first("a"));
        assert_ne!(first("a"), first("b"));
    }

    #[test]
    fn shuffling_keeps_every_entry() {
        let mut shuffled = shuffled((0..50).collect(), &mut stream(3, "test"));
        shuffled.sort_unstable();
        assert_eq!(shuffled, (0..50).collect::<Vec<_>>());
    }
}
