//! What shows a bound on a day whose talks may move, or stand: prices of the rows of the program around the
//! talks (`program/`), a cut for each set of prices, added up in whole numbers. No solver takes part.
//!
//! Weak duality makes any prices of the rows, not negative where a row is an inequality, a bound on the rest
//! of the day, and what they ask for people's time a bound on every arrangement of the talks. That every wish
//! is granted is one more cut. Of an arrangement the lowest cut counts, and of all arrangements the one worth
//! most; these are listed exactly. Beside the program's own rows there may be cliques: two or more variables
//! of which the rows let each two exclude each other.

use super::flaw::Flaw;
use super::instance::Instance;
use super::program::{Goal, Program};
use super::programme::{Cut, Parallel, Programme};
use super::uses::Uses;
use crate::domain::Text;
use crate::solver::{Conflicts, Unsound, Variable};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A price of 1 point.
pub(super) const UNIT: i64 = 1 << 24;
/// Sums below this are whole in the arithmetic that lists arrangements, too.
const EXACT: i128 = 1 << 52;

/// Prices in whole multiples of 2⁻²⁴ points.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// Variables in the order in which the program makes them, from 0.
    pub(super) cliques: Vec<Vec<usize>>,
    pub(super) cuts: Vec<Priced>,
}

/// One set of prices, those that are not 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priced {
    /// `(row, price)`: rows in the order in which the program makes them, from 0.
    pub(super) rows: Vec<(usize, i64)>,
    /// `(clique, price)`.
    pub(super) cliques: Vec<(usize, i64)>,
}

impl Proof {
    /// The bound that the prices show, if they are prices of this day.
    pub(super) fn check(&self, instance: &Instance) -> Result<i64, Flaw> {
        let Some(programme) = Programme::new(instance) else {
            let fault = Text::new(
                "講演の組み合わせが多すぎて数え上げられません",
                "there are too many talks to list every arrangement",
            );
            return Err(Flaw { place: certificate(), fault });
        };
        let day = Checker::new(&programme);
        day.check_cliques(&self.cliques)?;
        let mut cuts = vec![Cut::of_wishes(&programme, UNIT as f64)];
        for (i, priced) in self.cuts.iter().enumerate() {
            cuts.push(day.cut(i, priced, &self.cliques)?);
        }
        match programme.best(&cuts, &[], f64::NEG_INFINITY, 1).first() {
            // Less than a whole point more is nothing more.
            Some((most, _)) => Ok((*most as i64).div_euclid(UNIT)),
            None => {
                let fault = Text::new("講演を置けません", "the talks have no arrangement");
                Err(Flaw { place: certificate(), fault })
            }
        }
    }
}

fn certificate() -> Text {
    Text::new("証明書", "certificate")
}

/// The program of a day without a solver: its rows are what a day is.
struct Checker<'p, 'i, 'a> {
    programme: &'p Programme<'i, 'a>,
    program: Program<'i, 'a>,
    uses: Uses,
    /// Whether a variable of the program is one of `uses`.
    is_use: Vec<bool>,
}

impl<'p, 'i, 'a> Checker<'p, 'i, 'a> {
    fn new(programme: &'p Programme<'i, 'a>) -> Self {
        let uses = Uses::of(programme);
        let goal = Goal::Around(&uses.occupied);
        let program = Program::new(programme.instance, goal, &BTreeSet::new());
        let mut is_use = vec![false; program.model.columns()];
        program.occupied.iter().for_each(|v| is_use[v.index()] = true);
        Self { programme, program, uses, is_use }
    }

    fn check_cliques(&self, cliques: &[Vec<usize>]) -> Result<(), Flaw> {
        let conflicts = Conflicts::of(&self.program.model);
        let known = |clique: &Vec<usize>| {
            let all: Vec<Variable> = clique.iter().map(|&v| Variable::at(v)).collect();
            conflicts.exclude(&all)
        };
        match cliques.iter().position(|clique| !known(clique)) {
            None => Ok(()),
            Some(i) => Err(Flaw {
                place: Text::new(format!("集合{}", i + 1), format!("clique {}", i + 1)),
                fault: Text::new(
                    "互いに両立しない二つ以上のものではありません",
                    "they are not two or more that all exclude each other",
                ),
            }),
        }
    }

    /// What the prices say of every arrangement, in units.
    fn cut(&self, number: usize, priced: &Priced, cliques: &[Vec<usize>]) -> Result<Cut, Flaw> {
        let n = number + 1;
        let flaw = |ja: String, en: String| Flaw {
            place: Text::new(format!("価格の組{n}"), format!("prices {n}")),
            fault: Text::new(ja, en),
        };
        let model = &self.program.model;
        let mut price = model.whole_price(&priced.rows).map_err(|unsound| match unsound {
            Unsound::NoRow(row) => flaw(
                format!("この日に {row} 番の条件はありません"),
                format!("the day has no row {row}"),
            ),
            Unsound::Sign(row) => flaw(
                format!("{row} 番の条件の価格の符号が逆です"),
                format!("the price of row {row} has the wrong sign"),
            ),
        })?;
        for &(clique, paid) in &priced.cliques {
            let Some(of) = cliques.get(clique).filter(|_| paid >= 0) else {
                return Err(flaw(
                    format!("集合 {clique} がないか、その価格が負です"),
                    format!("there is no clique {clique}, or its price is negative"),
                ));
            };
            price.constant += i128::from(paid);
            of.iter().for_each(|&v| price.of[v] += i128::from(paid));
        }
        let unit = i128::from(UNIT);
        let mut constant = price.constant;
        for v in model.variables().filter(|v| !self.is_use[v.index()]) {
            let Some((points, [least, most])) = model.whole_column(v) else {
                let v = v.index();
                return Err(flaw(
                    format!("変数 {v} が整数ではありません"),
                    format!("variable {v} is not whole"),
                ));
            };
            let profit = points * unit - price.of[v.index()];
            constant += (profit * least).max(profit * most);
        }
        let of_use = |&u: &usize| {
            let left = i128::from(self.uses.all[u].points) * unit
                - price.of[self.program.occupied[u].index()];
            if self.uses.all[u].speaks { left } else { left.max(0) }
        };
        let of_set = |set: &Parallel, taken: &[usize]| -> i128 {
            taken.iter().map(of_use).sum::<i128>() + i128::from(set.seats) * unit
        };
        let bands = self.programme.bands.iter().zip(&self.uses.taken);
        let values: Vec<Vec<i128>> = bands
            .map(|(band, taken)| band.sets.iter().zip(taken).map(|(s, t)| of_set(s, t)).collect())
            .collect();
        let largest = |band: &Vec<i128>| band.iter().map(|v| v.abs()).max().unwrap_or(0);
        if constant.abs() + values.iter().map(largest).sum::<i128>() >= EXACT {
            return Err(flaw("価格が大きすぎます".into(), "its prices are too large".into()));
        }
        let values = values.into_iter().map(|band| band.into_iter().map(|v| v as f64).collect());
        Ok(Cut::new(self.programme, constant as f64, values.collect()))
    }
}
