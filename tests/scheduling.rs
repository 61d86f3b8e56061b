//! Plans of small random days, held against brute force by the judge alone.

mod small_days;

use enishi::domain::{ItemId, Placement, Timetable, Workshop};
use enishi::scheduling::{PlanOptions, judge, plan};
use enishi::solver::{Limits, Status};
use small_days::{options_of, small_day};
use std::ops::ControlFlow;

fn options() -> PlanOptions<'static> {
    let limits = Limits { seconds: 20.0, threads: 1, seed: 1 };
    PlanOptions { name: "test".into(), limits, start: None }
}

/// The best total over every timetable the judge lets pass, by trying them all.
fn brute_force(workshop: &Workshop) -> Option<i64> {
    fn extend(
        workshop: &Workshop,
        items: &[(ItemId, bool, Vec<Placement>)],
        timetable: &mut Timetable,
        best: &mut Option<i64>,
    ) {
        let judgement = judge(workshop, timetable);
        let broken = judgement
            .faults
            .iter()
            .any(|f| !matches!(f, enishi::scheduling::Fault::SessionMissing { .. }));
        if broken {
            return;
        }
        let Some(((_, must, placements), rest)) = items.split_first() else {
            if judgement.faults.is_empty() {
                *best = (*best).max(Some(judgement.objective.total()));
            }
            return;
        };
        if !must {
            extend(workshop, rest, timetable, best);
        }
        for p in placements {
            timetable.placements.push(p.clone());
            extend(workshop, rest, timetable, best);
            timetable.placements.pop();
        }
    }
    let mut timetable =
        Timetable { workshop: workshop.id.clone(), name: "brute".into(), placements: vec![] };
    let mut best = None;
    extend(workshop, &options_of(workshop), &mut timetable, &mut best);
    best
}

#[test]
fn plans_of_small_days_are_as_good_as_brute_force_and_pass_the_judge() {
    let mut optimal = 0;
    let mut infeasible = 0;
    for seed in 0..120 {
        let day = small_day(seed);
        let truth = brute_force(&day);
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        match truth {
            None => {
                assert_eq!(plan.status, Status::Infeasible, "day {seed}");
                infeasible += 1;
            }
            Some(best) => {
                assert_eq!(plan.faults, [], "day {seed}");
                assert_eq!((plan.total, plan.bound), (best, Some(best)), "day {seed}");
                assert_eq!(plan.status, Status::Optimal, "day {seed}");
                optimal += 1;
            }
        }
    }
    assert!(optimal >= 40 && infeasible >= 1, "the days should be of both kinds");
}
