//! Clauses in one stretch of memory.

use super::literal::Lit;

/// Where a clause is.
pub(super) type Place = u32;

/// A clause is its length, a word of marks, its number, its literals.
const HEAD: usize = 3;
const LEARNT: u32 = 1 << 31;
/// How often it was of use since the last cleaning: two bits.
const USED_SHIFT: u32 = 29;
const GLUE: u32 = (1 << 24) - 1;
/// In the length word.
const DELETED: u32 = 1 << 31;

#[derive(Default)]
pub(super) struct Arena {
    words: Vec<u32>,
    wasted: usize,
}

impl Arena {
    pub fn add(&mut self, literals: &[Lit], learnt: Option<u32>, number: u32) -> Place {
        let place = self.words.len() as Place;
        self.words.push(literals.len() as u32);
        self.words.push(learnt.map_or(0, |glue| LEARNT | 2 << USED_SHIFT | glue.min(GLUE)));
        self.words.push(number);
        self.words.extend(literals.iter().map(|l| l.code()));
        place
    }

    pub fn len(&self, c: Place) -> usize {
        (self.words[c as usize] & !DELETED) as usize
    }

    /// Its number among constraints and lemmas.
    pub fn number(&self, c: Place) -> u32 {
        self.words[c as usize + 2]
    }

    pub fn get(&self, c: Place, i: usize) -> Lit {
        Lit::of_code(self.words[c as usize + HEAD + i])
    }

    pub fn swap(&mut self, c: Place, i: usize, j: usize) {
        self.words.swap(c as usize + HEAD + i, c as usize + HEAD + j);
    }

    pub fn is_learnt(&self, c: Place) -> bool {
        self.words[c as usize + 1] & LEARNT != 0
    }

    /// Levels of decision among its literals, when last counted.
    pub fn glue(&self, c: Place) -> u32 {
        self.words[c as usize + 1] & GLUE
    }

    pub fn set_glue(&mut self, c: Place, glue: u32) {
        let word = &mut self.words[c as usize + 1];
        *word = *word & !GLUE | glue.min(GLUE);
    }

    pub fn used(&self, c: Place) -> u32 {
        self.words[c as usize + 1] >> USED_SHIFT & 3
    }

    pub fn set_used(&mut self, c: Place, used: u32) {
        let word = &mut self.words[c as usize + 1];
        *word = *word & !(3 << USED_SHIFT) | used << USED_SHIFT;
    }

    pub fn delete(&mut self, c: Place) {
        self.wasted += HEAD + self.len(c);
        self.words[c as usize] |= DELETED;
    }

    pub fn is_deleted(&self, c: Place) -> bool {
        self.words[c as usize] & DELETED != 0
    }

    /// Whether the room of deleted clauses is worth winning back.
    pub fn is_wasteful(&self) -> bool {
        self.wasted * 4 > self.words.len()
    }

    /// Closes up the clauses. `moved` of what is given back tells a clause's new place.
    pub fn compact(&mut self) -> Moves {
        let old = std::mem::take(&mut self.words);
        self.wasted = 0;
        let mut moves = Moves(vec![]);
        let mut at = 0;
        while at < old.len() {
            let length = HEAD + (old[at] & !DELETED) as usize;
            if old[at] & DELETED == 0 {
                moves.0.push((at as Place, self.words.len() as Place));
                self.words.extend_from_slice(&old[at..at + length]);
            }
            at += length;
        }
        moves
    }
}

/// Old and new places, ascending.
pub(super) struct Moves(Vec<(Place, Place)>);

impl Moves {
    pub fn moved(&self, old: Place) -> Option<Place> {
        self.0.binary_search_by_key(&old, |&(from, _)| from).ok().map(|i| self.0[i].1)
    }
}
