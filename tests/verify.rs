//! Certified plans: verified by `app::verify` and by `tests/verify.py`, which shares no code with
//! it; rejected by both once anything in them is changed.

use enishi::app::{BoundShown, CertifiedPlan, DayPlanned, Rejection, plan_breaks, verify};
use enishi::scheduling::fewest_breaks::{Case, Rest, Step, certify};
use enishi::solver::Limits;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

/// Two have three meetings each around a slot in which they cannot meet.
const PRICED: &str =
    "nBusiness = 5; nMeetings = 6; nTables = 2; nTotalSlots = 5; nMorningSlots = 2;
requested = [|1, 2, 3|1, 3, 3|1, 4, 3|2, 3, 3|2, 5, 3|4, 5, 3|];
forbidden = [{3}, {2}, {}, {}, {}]; fixed = [0, 0, 0, 0, 0, 0];
precedences = [{}, {}, {}, {}, {1}, {}];";

/// A day whose one break no prices show: lemmas do.
const REFUTED: &str =
    "nBusiness = 8; nMeetings = 10; nTables = 2; nTotalSlots = 7; nMorningSlots = 2;
requested = [|2, 4, 3|6, 7, 3|1, 2, 3|5, 8, 3|1, 7, 3|2, 3, 3|3, 4, 3|4, 7, 3|2, 7, 3|3, 6, 3|];
forbidden = [{}, {5}, {}, {2}, {}, {}, {}, {}]; fixed = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
precedences = [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}];";

fn certified(day: &str) -> CertifiedPlan {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("day.dzn");
    std::fs::write(&path, day).unwrap();
    let limits = Limits { seconds: 60.0, threads: 1, seed: 1 };
    match plan_breaks(&path, 2, limits, &|_| ControlFlow::Continue(())).unwrap() {
        DayPlanned::Plan(plan) => *plan,
        _ => panic!("the day has a plan"),
    }
}

/// What the second verifier says, where there is a Python.
fn second(plan: &CertifiedPlan) -> Option<(bool, String)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.json");
    std::fs::write(&path, serde_json::to_vec(plan).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify.py");
    let out = Command::new("python3").arg(script).arg(&path).output().ok()?;
    Some((out.status.success(), String::from_utf8_lossy(&out.stdout).into_owned()))
}

fn holds(plan: &CertifiedPlan) {
    assert_eq!(verify(plan), Ok(BoundShown::Verified));
    if let Some((success, said)) = second(plan) {
        assert!(success && said.contains("(verified)"), "{said}");
    }
}

/// Both verifiers reject the plan; the first says why.
fn rejected(plan: &CertifiedPlan) -> Vec<Rejection> {
    if let Some((success, said)) = second(plan) {
        assert!(!success && said.contains("rejected"), "{said}");
    }
    verify(plan).expect_err("a changed plan is rejected")
}

fn lemmas(plan: &mut CertifiedPlan) -> &mut Vec<Step> {
    fn of(case: &mut Case) -> Option<&mut Vec<Step>> {
        match &mut case.rest {
            Rest::Lemmas(lemmas) => Some(lemmas),
            Rest::Nothing | Rest::Either { .. } => None,
        }
    }
    let certificate = plan.certificate.as_mut().unwrap();
    certificate.windows.iter_mut().flatten().find_map(of).expect("a case with lemmas")
}

#[test]
fn plans_are_verified_twice() {
    for day in [PRICED, REFUTED] {
        let plan = certified(day);
        assert!(plan.bound > 0 && plan.bound == plan.breaks, "{} {}", plan.bound, plan.breaks);
        holds(&plan);
    }
}

#[test]
fn changed_plans_are_rejected_saying_where() {
    let plan = certified(PRICED);
    let mut other = plan.clone();
    other.format.push('x');
    assert!(matches!(rejected(&other)[..], [Rejection::Format(_)]));
    let mut other = plan.clone();
    other.day.tables += 1;
    assert!(matches!(rejected(&other)[0], Rejection::InputHash { .. }));
    let mut other = plan.clone();
    other.slots[0] = other.slots[1];
    assert!(matches!(rejected(&other)[0], Rejection::Violation(_)));
    let mut other = plan.clone();
    other.breaks += 1;
    assert!(matches!(rejected(&other)[..], [Rejection::Breaks { .. }]));
    let mut other = plan.clone();
    other.bound += 1;
    assert!(matches!(rejected(&other)[0], Rejection::BoundAbove { .. }));
    // Prices beyond all sums are none.
    let mut other = plan.clone();
    for case in other.certificate.as_mut().unwrap().windows.iter_mut().flatten() {
        case.prices
            .as_mut()
            .expect("one case is enough")
            .link
            .iter_mut()
            .flatten()
            .for_each(|p| *p = i64::MAX);
    }
    let reasons = rejected(&other);
    assert!(
        matches!(&reasons[..], [Rejection::Bound(flaw)] if flaw.fault.en.contains("shape or size"))
    );
    let mut other = plan.clone();
    other.certificate.as_mut().unwrap().windows.clear();
    assert!(
        matches!(&rejected(&other)[..], [Rejection::Bound(flaw)] if flaw.place.en == "certificate")
    );
}

#[test]
fn lemmas_that_do_not_follow_are_rejected() {
    let plan = certified(REFUTED);
    let mut other = plan.clone();
    lemmas(&mut other).pop();
    assert!(
        matches!(&rejected(&other)[..], [Rejection::Bound(flaw)] if flaw.place.en.contains("lemma"))
    );
    let mut other = plan.clone();
    lemmas(&mut other).clear();
    assert!(
        matches!(&rejected(&other)[..], [Rejection::Bound(flaw)] if flaw.fault.en.contains("contradiction"))
    );
    let mut other = plan.clone();
    lemmas(&mut other)[0].hints.clear();
    assert!(
        matches!(&rejected(&other)[..], [Rejection::Bound(flaw)] if flaw.place.en.contains("lemma 1"))
    );
    let mut other = plan;
    lemmas(&mut other)[0].hints.insert(0, u32::MAX);
    assert!(
        matches!(&rejected(&other)[..], [Rejection::Bound(flaw)] if flaw.fault.en.contains("later"))
    );
}

/// Without patience a window is split into cases at once: each of them is verified, and none may be
/// missing, left over, or split by somebody whom the day has not.
#[test]
fn cases_are_verified_each() {
    let mut plan = certified(REFUTED);
    let limits = Limits { seconds: 60.0, threads: 1, seed: 1 };
    plan.certificate = certify(&plan.day, plan.bound, 0, limits, &|| false);
    let windows = |plan: &mut CertifiedPlan| plan.certificate.take().unwrap().windows;
    let first = windows(&mut plan.clone()).remove(0);
    assert!(matches!(first[0].rest, Rest::Either { .. }), "{:?}", first[0].rest);
    assert!(first.len() > 2);
    holds(&plan);
    let says = |change: fn(&mut Vec<Case>), what: &str| {
        let mut other = plan.clone();
        change(&mut other.certificate.as_mut().unwrap().windows[0]);
        let reasons = rejected(&other);
        assert!(
            matches!(&reasons[..], [Rejection::Bound(flaw)] if flaw.fault.en.contains(what)),
            "{reasons:?}"
        );
    };
    says(|cases| _ = cases.pop(), "missing");
    says(|cases| cases.push(cases[1].clone()), "more cases");
    says(|cases| cases[0].rest = Rest::Either { participant: 99, slot: 0 }, "has not");
    says(|cases| cases[0].rest = Rest::Nothing, "show");
}
