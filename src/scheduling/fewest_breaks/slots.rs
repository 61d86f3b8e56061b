//! Sets of slots as machine words: breaks, idle slots, first and last.

use super::day::SlotSet;

/// Stretches without meetings between two meetings, each counted once.
pub(super) fn breaks(busy: SlotSet) -> u32 {
    (busy & !(busy << 1)).count_ones().saturating_sub(1)
}

/// Slots without a meeting between the first and the last.
pub(super) fn idle(busy: SlotSet) -> u32 {
    if busy == 0 {
        return 0;
    }
    SlotSet::BITS - busy.leading_zeros() - busy.trailing_zeros() - busy.count_ones()
}

/// The slots of a set, ascending.
pub(super) fn members(mut set: SlotSet) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let slot = set.trailing_zeros() as usize;
            set &= set - 1;
            slot
        })
    })
}

/// The `n`-th slot of a set, from 0.
pub(super) fn nth(set: SlotSet, n: u32) -> Option<usize> {
    members(set).nth(n as usize)
}

/// Slots up to and with `slot`.
pub(super) fn up_to(slot: usize) -> SlotSet {
    SlotSet::MAX >> (SlotSet::BITS as usize - 1 - slot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_of_any_length_is_one_break() {
        assert_eq!((breaks(0), idle(0)), (0, 0));
        assert_eq!((breaks(0b0110), idle(0b0110)), (0, 0));
        assert_eq!((breaks(0b1_0001_0110), idle(0b1_0001_0110)), (2, 4));
        assert_eq!((breaks(SlotSet::MAX), idle(SlotSet::MAX)), (0, 0));
        assert_eq!(breaks(1 | 1 << 63), 1);
    }

    #[test]
    fn members_ascend() {
        assert_eq!(members(0b1010_0001).collect::<Vec<_>>(), [0, 5, 7]);
        assert_eq!((nth(0b1010, 1), nth(0b1010, 2)), (Some(3), None));
        assert_eq!((up_to(0), up_to(63)), (1, SlotSet::MAX));
    }
}
