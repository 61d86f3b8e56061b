//! When to restart: after so many conflicts as Luby's sequence 1 1 2 1 1 2 4 … says, by Knuth's
//! reluctant doubling.

/// Conflicts of the sequence's unit.
const UNIT: u64 = 512;

pub(super) struct Restarts {
    since: u64,
    luby: (u64, u64),
}

impl Restarts {
    pub fn new() -> Self {
        Restarts { since: 0, luby: (1, 1) }
    }

    pub fn conflict(&mut self) {
        self.since += 1;
    }

    /// Whether it is time; counts as a restart if so.
    pub fn are_due(&mut self) -> bool {
        let (u, v) = self.luby;
        let due = self.since >= v * UNIT;
        if due {
            self.since = 0;
            self.luby = if u & u.wrapping_neg() == v { (u + 1, 1) } else { (u, 2 * v) };
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn restarts_follow_lubys_sequence() {
        let mut restarts = Restarts::new();
        let lengths: Vec<u64> = (0..9)
            .map(|_| {
                let mut length = 0;
                while !restarts.are_due() {
                    restarts.conflict();
                    length += 1;
                }
                length / UNIT
            })
            .collect();
        assert_eq!(lengths, [1, 1, 2, 1, 1, 2, 4, 1, 1]);
    }
}
