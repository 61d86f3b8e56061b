//! Taking in clauses and cardinality constraints.

use super::arena::Place;
use super::literal::Lit;
use super::solver::{Card, Solver, Watch};

impl Solver<'_> {
    /// Requires one of the literals.
    pub fn clause(&mut self, literals: impl IntoIterator<Item = Lit>) {
        let number = self.constraint();
        self.numbered_clause(literals.into_iter().collect(), number);
    }

    /// Requires at most `most` of the literals; one that is given twice counts twice.
    pub fn at_most(&mut self, literals: &[Lit], most: usize) {
        let number = self.constraint();
        if literals.len() <= most || self.contradiction {
            return;
        }
        if most == 1 && literals.len() <= 4 {
            for (i, &a) in literals.iter().enumerate() {
                literals[..i].iter().for_each(|&b| self.numbered_clause(vec![!a, !b], number));
            }
            return;
        }
        let i = self.cards.len();
        literals.iter().for_each(|l| self.counted_in[l.index()].push(i as u32));
        let count = literals.iter().filter(|&&l| self.value(l) == 1).count() as u32;
        self.cards.push(Card { number, literals: literals.to_vec(), most: most as u32, count });
        if let Some(broken) = self.look(i) {
            let hints = self.hints(broken);
            self.contradict(hints);
        } else {
            self.draw_consequences();
        }
    }

    pub(super) fn constraint(&mut self) -> u32 {
        self.backtrack(0);
        self.constraints += 1;
        self.constraints - 1
    }

    pub(super) fn numbered_clause(&mut self, mut own: Vec<Lit>, number: u32) {
        own.sort_unstable();
        own.dedup();
        let double = own.windows(2).any(|pair| pair[0] == !pair[1]);
        if self.contradiction || double || own.iter().any(|&l| self.value(l) == 1) {
            return;
        }
        // Literals that no longer hold stay, at the end, for the sake of the trace.
        own.sort_by_key(|&l| self.value(l) == -1);
        match own.iter().filter(|&&l| self.value(l) == 0).count() {
            0 => {
                self.contradict(vec![number]);
            }
            1 => {
                self.settle(own[0], vec![number]);
                self.draw_consequences();
            }
            _ => _ = self.attach(&own, None, number),
        }
    }

    /// Without decisions: what is broken now is broken for good.
    pub(super) fn draw_consequences(&mut self) {
        if let Some(broken) = self.propagate() {
            let hints = self.hints(broken);
            self.contradict(hints);
        }
    }

    pub(super) fn attach(&mut self, literals: &[Lit], glue: Option<u32>, number: u32) -> Place {
        let clause = self.arena.add(literals, glue, number);
        let [a, b] = [literals[0], literals[1]];
        self.watches[a.index()].push(Watch { blocker: b, clause });
        self.watches[b.index()].push(Watch { blocker: a, clause });
        if glue.is_some() {
            self.learnt.push(clause);
        }
        clause
    }
}
