//! The satisfiability solver against every assignment there is.

use enishi::solver::sat::{Lit, Solver, Verdict};
use proptest::prelude::*;

/// A few variables, clauses and *at most* constraints over them; literals as variable and sign.
#[derive(Debug, Clone)]
struct Formula {
    variables: usize,
    clauses: Vec<Vec<(usize, bool)>>,
    cards: Vec<(Vec<(usize, bool)>, usize)>,
    assumptions: Vec<(usize, bool)>,
}

fn formula() -> impl Strategy<Value = Formula> {
    (3usize..=9).prop_flat_map(|variables| {
        let literal = || (0..variables, any::<bool>());
        let some = |least, most| prop::collection::vec(literal(), least..=most);
        (
            prop::collection::vec(some(1, 4), 0..30),
            prop::collection::vec((some(2, 8), 0usize..4), 0..6),
            some(0, 3),
        )
            .prop_map(move |(clauses, cards, assumptions)| Formula {
                variables,
                clauses,
                cards,
                assumptions,
            })
    })
}

impl Formula {
    fn holds(&self, values: usize, assumed: bool) -> bool {
        let is = |&(v, sign): &(usize, bool)| (values >> v & 1 == 1) == sign;
        self.clauses.iter().all(|c| c.iter().any(is))
            && self.cards.iter().all(|(c, most)| c.iter().filter(|l| is(l)).count() <= *most)
            && (!assumed || self.assumptions.iter().all(is))
    }

    fn can_hold(&self, assumed: bool) -> bool {
        (0..1 << self.variables).any(|values| self.holds(values, assumed))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn verdicts_are_those_of_every_assignment(formula in formula(), seed in 0u64..4) {
        let stop = || false;
        let mut solver = Solver::new(seed, &stop);
        let variables: Vec<Lit> = (0..formula.variables).map(|_| solver.literal(None)).collect();
        let of = |&(v, sign): &(usize, bool)| if sign { variables[v] } else { !variables[v] };
        for clause in &formula.clauses {
            solver.clause(clause.iter().map(of));
        }
        for (counted, most) in &formula.cards {
            solver.at_most(&counted.iter().map(of).collect::<Vec<_>>(), *most);
        }
        let assumptions: Vec<Lit> = formula.assumptions.iter().map(of).collect();
        // First under assumptions: what is learnt there must not count without them.
        for (assumptions, assumed) in [(&assumptions[..], true), (&[][..], false)] {
            let verdict = solver.solve(assumptions, u64::MAX);
            let expected = if formula.can_hold(assumed) { Verdict::Yes } else { Verdict::No };
            prop_assert_eq!(verdict, expected);
            if verdict == Verdict::Yes {
                let values = (0..formula.variables)
                    .filter(|&v| solver.holds(variables[v]))
                    .fold(0, |values, v| values | 1 << v);
                prop_assert!(formula.holds(values, assumed));
            }
        }
    }
}

/// Each opens a level of its own, so that there are more levels than variables.
#[test]
fn assumptions_may_be_said_twice() {
    let stop = || false;
    let mut solver = Solver::new(0, &stop);
    let [free, counted, _] = [(); 3].map(|()| solver.literal(None));
    solver.at_most(&[!counted; 3], 2);
    for _ in 0..2 {
        assert_eq!(solver.solve(&[free, free, !free, free], u64::MAX), Verdict::No);
        assert_eq!(solver.solve(&[free; 5], u64::MAX), Verdict::Yes);
        assert!(solver.holds(free) && solver.holds(counted));
    }
}

/// One pigeon more than holes: `most` of the pigeons in each hole.
fn pigeons(solver: &mut Solver<'_>, pigeons: usize, holes: usize, most: usize) {
    let sits: Vec<Vec<Lit>> =
        (0..pigeons).map(|_| (0..holes).map(|_| solver.literal(None)).collect()).collect();
    sits.iter().for_each(|own| solver.clause(own.iter().copied()));
    for hole in 0..holes {
        let in_hole: Vec<Lit> = sits.iter().map(|own| own[hole]).collect();
        solver.at_most(&in_hole, most);
    }
}

#[test]
fn long_searches_clean_up_restart_and_still_tell() {
    let stop = || false;
    let mut solver = Solver::new(1, &stop);
    pigeons(&mut solver, 9, 8, 1);
    assert_eq!(solver.solve(&[], 100), Verdict::Unknown);
    assert_eq!(solver.solve(&[], u64::MAX), Verdict::No);
    let mut solver = Solver::new(1, &stop);
    pigeons(&mut solver, 24, 8, 3);
    assert_eq!(solver.solve(&[], u64::MAX), Verdict::Yes);
}

#[test]
fn a_stopped_search_says_so() {
    let stop = || true;
    let mut solver = Solver::new(1, &stop);
    pigeons(&mut solver, 12, 11, 1);
    assert_eq!(solver.solve(&[], u64::MAX), Verdict::Unknown);
}
