//! The last one or two places of a group, filled without joining anyone.

use super::climber::Climber;
use super::ground::{NOTHING, half};
use super::quotas::{KINDS, Needs};
use std::cmp::Reverse;

fn fits_two(needs: &Needs, state: usize, one: usize, two: usize) -> bool {
    // The state of one more must be in the table before two more can be looked up.
    needs.within(state + one, 1) && needs.within(state + one + two, 0)
}

/// By kind of one of the last two, the most that the other adds alone.
type Other = [i64; KINDS];

impl Climber<'_> {
    /// Tries every neighbour in the last place.
    pub(super) fn last_place(&mut self) {
        let size = self.members.len() + 1;
        if size < self.ground.question.least_members {
            return;
        }
        self.charge(self.neighbours.len());
        for i in 0..self.neighbours.len() {
            let x = self.neighbours[i];
            if self.may_join(x) {
                let value = self.value + self.gain(x);
                if value >= self.threshold() {
                    self.offer(&[x], value);
                }
            }
        }
    }

    /// Fills the last two places, or one of them: by two neighbours, or by a neighbour and one of
    /// its own ties.
    pub(super) fn last_two(&mut self) {
        let ground = self.ground;
        let Some(other) = self.most_of_others() else { return };
        let firsts = self.firsts(&other);
        self.charge(self.neighbours.len());
        let size = self.members.len();
        let least = ground.question.least_members;
        if size + 1 >= least {
            for &(gain, x) in &firsts {
                let step = ground.needs.step(ground.sketches[x as usize].kind);
                if ground.needs.within(self.state + step, 0) {
                    self.offer(&[x], self.value + gain);
                }
            }
        }
        if size + 2 >= least {
            // Begun as the last look that is allowed, this one still counts in full.
            let begun = self.steps;
            for i in 0..firsts.len() {
                if self.is_over() && self.steps > begun {
                    let most = firsts[i..].iter().map(|first| self.most_with(*first, &other)).max();
                    self.unseen = self.unseen.max(most);
                    break;
                }
                let pairs = self.pairs_of_neighbours(firsts[i], &firsts[i + 1..])
                    + self.pairs_by_tie(firsts[i], &other);
                self.charge(pairs);
            }
        }
    }

    /// The most that a group is worth which takes this one and another in the last places.
    fn most_with(&self, (gain, x): (i64, u32), other: &Other) -> i64 {
        let sketch = &self.ground.sketches[x as usize];
        let tie = sketch.strongest.min(self.heaviest.weight());
        self.value + gain + tie + other[sketch.kind as usize]
    }

    /// A first look that costs little, by kind; `None` where no two can add what is needed.
    fn most_of_others(&self) -> Option<Other> {
        let ground = self.ground;
        let cap = self.heaviest.weight();
        let steps: [usize; KINDS] = std::array::from_fn(|kind| ground.needs.step(kind as u8));
        // The most that one can add alone, and the two most that one can add with half of its
        // strongest tie. Nobody's gain is more than its ties to the group and what it is worth by
        // itself.
        let mut alone = ground.ahead(0, self.heaviest);
        let mut halved = ground.ahead(1, self.heaviest).map(|most| [most; 2]);
        for &x in &self.neighbours {
            let sketch = &ground.sketches[x as usize];
            if self.closed[x as usize] == 0 {
                let kind = sketch.kind as usize;
                let most = self.tied[x as usize] + sketch.alone;
                alone[kind] = alone[kind].max(most);
                let most = most + half(sketch.strongest.min(cap));
                let [first, second] = &mut halved[kind];
                if most > *first {
                    (*first, *second) = (most, *first);
                } else if most > *second {
                    *second = most;
                }
            }
        }
        let mut other = [NOTHING; KINDS];
        let mut both = NOTHING;
        for one in 0..KINDS {
            if ground.needs.within(self.state + steps[one], 0) {
                other[one] = other[one].max(0);
                both = both.max(alone[one]);
            }
            for two in 0..KINDS {
                if fits_two(&ground.needs, self.state, steps[one], steps[two]) {
                    other[one] = other[one].max(alone[two]);
                    both = both.max(halved[one][0] + halved[two][usize::from(one == two)]);
                }
            }
        }
        (both >= self.needed()).then_some(other)
    }

    /// The neighbours that could be one of the last two, by falling gain.
    fn firsts(&self, other: &Other) -> Vec<(i64, u32)> {
        let ground = self.ground;
        let cap = self.heaviest.weight();
        let needed = self.needed();
        let mut firsts = Vec::new();
        for &x in &self.neighbours {
            let sketch = &ground.sketches[x as usize];
            let tie = sketch.strongest.min(cap) + other[sketch.kind as usize];
            let most = self.tied[x as usize] + sketch.alone;
            if most + tie >= needed && self.may_join(x) {
                let gain = self.gain(x);
                if gain + tie >= needed {
                    firsts.push((gain, x));
                }
            }
        }
        firsts.sort_unstable_by_key(|first| Reverse(*first));
        firsts
    }

    /// A neighbour with each of those after it to whom it has no tie; how many were gone through.
    fn pairs_of_neighbours(&mut self, (gain, x): (i64, u32), after: &[(i64, u32)]) -> usize {
        for (gone, &(other_gain, y)) in after.iter().enumerate() {
            if gain + other_gain < self.needed() {
                return gone;
            }
            if self.ground.candidates.tie(x as usize, y as usize).0 == 0 {
                self.offer_two(x, y, gain + other_gain);
            }
        }
        after.len()
    }

    /// A neighbour with each of those to whom it has a tie; how many were gone through.
    fn pairs_by_tie(&mut self, (gain, x): (i64, u32), other: &Other) -> usize {
        let ground = self.ground;
        let other = other[ground.sketches[x as usize].kind as usize];
        let (_, ties) = ground.candidates.ties_around(x, self.heaviest);
        for (gone, &(y, weight)) in ties.iter().enumerate() {
            if gain + weight + other < self.needed() {
                return gone;
            }
            // A pair of two neighbours is met from both sides; one of them counts it.
            let neighbour = self.tied[y as usize] > 0;
            let most = self.tied[y as usize] + ground.sketches[y as usize].alone;
            if !(neighbour && y < x) && gain + weight + most >= self.needed() && self.may_join(y) {
                self.offer_two(x, y, gain + weight + self.gain(y));
            }
        }
        ties.len()
    }

    /// Offers the group with `x` and `y`, each of which may join, if both may; `gain` counts each
    /// of them by itself, and their tie.
    fn offer_two(&mut self, x: u32, y: u32, gain: i64) {
        let ground = self.ground;
        let candidates = ground.candidates;
        let mut value = self.value + gain;
        if value < self.threshold() {
            return;
        }
        for thing in candidates.brings(x) {
            if self.bringers[*thing as usize] == 0 && candidates.brings(y).contains(thing) {
                value -= ground.gain[*thing as usize] + candidates.redundancy[*thing as usize];
            }
        }
        let step = |x: u32| ground.needs.step(candidates.kind[x as usize]);
        let apart = |g: &u32| {
            let both = 1 + usize::from(ground.in_groups[y as usize].contains(g));
            self.shared[*g as usize] + both <= ground.question.most_shared
        };
        if candidates.owner[x as usize] != candidates.owner[y as usize]
            && ground.needs.within(self.state + step(x) + step(y), 0)
            && !candidates.barred(x).contains(&y)
            && ground.in_groups[x as usize].iter().all(apart)
        {
            self.offer(&[x, y], value);
        }
    }
}
