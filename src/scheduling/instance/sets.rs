//! Sets of sessions that can run side by side.

use super::Instance;

/// What to do after a set was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scheduling) enum Next {
    /// Look at the sets that contain it too.
    Larger,
    /// Leave those out.
    Others,
    /// Look at no more sets.
    Stop,
}

impl Instance<'_> {
    /// Calls `look` with every set of at most `most` of the items, none first, of which no two need
    /// the same person. False when it was stopped.
    pub fn side_by_side(
        &self,
        items: &[usize],
        most: usize,
        look: &mut dyn FnMut(&[usize]) -> Next,
    ) -> bool {
        self.extend(items, most, &mut Vec::new(), look)
    }

    /// The sets that consist of `set` and more of `items`.
    fn extend(
        &self,
        items: &[usize],
        most: usize,
        set: &mut Vec<usize>,
        look: &mut dyn FnMut(&[usize]) -> Next,
    ) -> bool {
        match look(set) {
            Next::Larger if set.len() < most => {}
            Next::Larger | Next::Others => return true,
            Next::Stop => return false,
        }
        for (i, &item) in items.iter().enumerate() {
            let people = &self.items[item].people;
            let shares =
                |other: &usize| self.items[*other].people.iter().any(|p| people.contains(p));
            if set.iter().any(shares) {
                continue;
            }
            set.push(item);
            let go_on = self.extend(&items[i + 1..], most, set, look);
            set.pop();
            if !go_on {
                return false;
            }
        }
        true
    }
}
