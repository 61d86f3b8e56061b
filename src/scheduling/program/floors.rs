//! The rows of fairness: everybody receives what they are owed, or what is missing is paid for.

use super::{Goal, Program};
use crate::domain::ItemId;
use crate::scheduling::received::own_wishes;
use crate::solver::Sum;

impl Program<'_, '_> {
    /// A row per person who is owed something, with a variable for the part of it that is missing. Who
    /// is owed 20 has no more of a wish worth 30 than of one worth 20: so the row is cut to what is
    /// owed, which is the same in whole numbers and tighter in fractions.
    pub(super) fn owe(&mut self, goal: Goal) {
        let Some(floors) = &self.instance.floors else { return };
        let owed = &floors.owed;
        let mut received = vec![Sum::default(); owed.len()];
        let mut receive = |person: usize, points: i64, variable| {
            received[person].add(points.min(owed[person]) as f64, variable);
        };
        for (person, wishes) in own_wishes(&self.instance.directory).into_iter().enumerate() {
            let items = wishes.iter().filter(|(item, _)| !matches!(item, ItemId::Session(_)));
            for (item, points) in items {
                if let Some(&i) = self.instance.item_index.get(item) {
                    self.x[i].iter().for_each(|&x| receive(person, *points, x));
                }
            }
        }
        for heard in &self.heard {
            receive(heard.person, heard.points, heard.variable);
        }
        if let Goal::Around(occupied) = goal {
            for (o, &variable) in occupied.iter().zip(&self.occupied) {
                receive(o.person, o.points, variable);
            }
        }
        for (mut row, &owed) in received.into_iter().zip(owed).filter(|(_, owed)| **owed > 0) {
            let missing = self.model.continuous(1.0, -(floors.price as f64 * owed as f64));
            row.add(owed as f64, missing);
            self.model.at_least(row, owed as f64);
        }
    }
}
