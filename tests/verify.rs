//! Certified plans: verified by `app::verify` and `app::verify_timetable`, and by `tests/verify.py` and
//! `tests/verify_workshop.py`, which share no code with them; rejected by both once anything in them is
//! changed.

mod small_days;
mod spoil;

use enishi::app::{
    BoundShown, CertifiedPlan, CertifiedTimetable, DayPlanned, PlanRequest, Rejection, Untrue,
    Verified, demo_workshop, plan_breaks, plan_workshop, verify, verify_timetable,
};
use enishi::domain::{Placement, Workshop};
use enishi::exchange::{example, write_json};
use enishi::generate::{Size, convention};
use enishi::scheduling::fewest_breaks::{Case, Rest, Step, certify};
use enishi::scheduling::{Certificate, PlanOptions, plan};
use enishi::solver::Limits;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use small_days::{brute_force, every_timetable, small_day};
use spoil::spoil;
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

/// A workshop's plan with its certificate.
fn planned(workshop: &Workshop, seconds: f64) -> CertifiedTimetable {
    let limits = Limits { seconds, threads: 1, seed: 1 };
    let request = PlanRequest { name: "planned", limits, ..PlanRequest::default() };
    let go_on = &mut |_| ControlFlow::Continue(());
    CertifiedTimetable::of(workshop, &plan_workshop(workshop, &request, go_on).unwrap(), false)
}

/// Meetings alone, with comfort that counts and sessions that stand.
fn meetings() -> Workshop {
    convention(1, &Size::of(60))
}

/// What the second verifier says of a workshop's plan, where there is a Python.
fn second_of(plan: &CertifiedTimetable, workshop: &Workshop) -> Option<(bool, String)> {
    let folder = tempfile::tempdir().unwrap();
    let [path, day] = ["plan.json", "workshop.json"].map(|name| folder.path().join(name));
    std::fs::write(&path, plan.json()).unwrap();
    std::fs::write(&day, write_json(workshop).unwrap()).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verify_workshop.py");
    let out = Command::new("python3").arg(script).args([path, day]).output().ok()?;
    let said = [out.stdout, out.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    Some((out.status.success(), said.concat()))
}

#[test]
fn plans_of_meetings_are_verified_twice() {
    let workshop = meetings();
    let plan = planned(&workshop, 60.0);
    let shown = plan.bound;
    assert_eq!(
        verify_timetable(&workshop, &plan),
        Ok(Verified { stated: shown, shown, locked: 0 })
    );
    if let Some((success, said)) = second_of(&plan, &workshop) {
        assert!(success && said.contains("(verified)"), "{said}");
    }
    // What is locked stays in every plan, so that the bound may be lower.
    let mut start = plan.timetable.clone();
    start.placements.iter_mut().step_by(3).for_each(|p| p.locked = true);
    let locked = start.placements.iter().filter(|p| p.locked).count();
    let limits = Limits { seconds: 60.0, threads: 1, seed: 1 };
    let request = PlanRequest { name: "held", limits, start: Some(&start), ..Default::default() };
    let held = plan_workshop(&workshop, &request, &mut |_| ControlFlow::Continue(())).unwrap();
    let held = CertifiedTimetable::of(&workshop, &held, false);
    let shown = held.bound;
    assert_eq!(verify_timetable(&workshop, &held), Ok(Verified { stated: shown, shown, locked }));
    if let Some((success, said)) = second_of(&held, &workshop) {
        assert!(success && said.contains("(verified)"), "{said}");
    }
}

/// The talks of one move, those of the other stand; what is shown is never below what is stated.
#[test]
fn plans_with_talks_are_verified() {
    for workshop in [example(), demo_workshop()] {
        let plan = planned(&workshop, 60.0);
        let verified = verify_timetable(&workshop, &plan).unwrap();
        let (stated, shown) = (verified.stated.unwrap(), verified.shown.unwrap());
        assert!(plan.total <= stated && stated <= shown, "{} {stated} {shown}", plan.total);
        // One per cent at most.
        assert!((shown - stated) * 100 <= stated, "{stated} {shown}");
    }
}

/// The plan with its JSON changed.
fn changed(plan: &CertifiedTimetable, change: impl Fn(&mut Value)) -> CertifiedTimetable {
    let mut value = serde_json::to_value(plan).unwrap();
    change(&mut value);
    serde_json::from_value(value).unwrap()
}

fn reasons(workshop: &Workshop, plan: &CertifiedTimetable) -> Vec<Untrue> {
    verify_timetable(workshop, plan).expect_err("a changed plan is rejected")
}

#[test]
fn changed_plans_of_workshops_are_rejected_saying_where() {
    let workshop = meetings();
    let plan = planned(&workshop, 60.0);
    let total = plan.total;
    let prices = "/certificate/by/meetings";
    type Expected = fn(&Untrue) -> bool;
    let cases: [(&str, Value, Expected); 12] = [
        ("/format", json!("enishi workshop plan 0"), |u| matches!(u, Untrue::Format(_))),
        ("/timetable/workshop", json!("other"), |u| matches!(u, Untrue::Workshop { .. })),
        ("/record/input_hash", json!("00"), |u| matches!(u, Untrue::InputHash { .. })),
        ("/record/seed", json!(2), |u| matches!(u, Untrue::Seed { stated: 2, limits: 1 })),
        ("/total", json!(total - 1), |u| matches!(u, Untrue::Value { part: "total", .. })),
        ("/objective/breaks", json!(1), |u| matches!(u, Untrue::Value { part: "breaks", .. })),
        ("/bound", json!(total - 1), |u| matches!(u, Untrue::BoundBelow { .. })),
        ("/bound", json!(i64::MAX), |u| matches!(u, Untrue::BoundAbove { .. })),
        ("/certificate/at_most", json!(total), |u| matches!(u, Untrue::Shown { .. })),
        ("/timetable/placements/9/start", json!("2022-05-10T03:00:00"), |u| {
            matches!(u, Untrue::Fault(_))
        }),
        ("/cap/3", json!(1_i64 << 40), |u| matches!(u, Untrue::Shown { .. })),
        (
            "/owed/3",
            json!(-1),
            |u| matches!(u, Untrue::Certificate(f) if f.place.en == "prices \"owed\", number 4"),
        ),
    ];
    for (place, to, expected) in cases {
        let other = changed(&plan, |value| {
            let at = match value.pointer(place) {
                Some(_) => place.to_owned(),
                None => format!("{prices}{place}"),
            };
            *value.pointer_mut(&at).unwrap() = to.clone();
        });
        let reasons = reasons(&workshop, &other);
        assert!(reasons.iter().any(expected), "{place}: {reasons:?}");
        // The second looks at the value as a whole, and at no seed.
        if !matches!(place, "/record/seed" | "/objective/breaks")
            && let Some((success, said)) = second_of(&other, &workshop)
        {
            assert!(!success && said.starts_with("rejected: "), "{place}: {said}");
        }
    }
    let mut other = workshop.clone();
    other.rooms[0].tables += 1;
    assert!(matches!(reasons(&other, &plan)[0], Untrue::InputHash { .. }));
    if let Some((success, said)) = second_of(&plan, &other) {
        assert!(!success && said.contains("hash"), "{said}");
    }
}

#[test]
fn changed_prices_around_talks_are_rejected_saying_where() {
    let workshop = demo_workshop();
    let plan = planned(&workshop, 60.0);
    let cut = "/certificate/by/arrangements/cuts/0/rows";
    let with = |rows: Value| {
        let other = changed(&plan, |value| *value.pointer_mut(cut).unwrap() = rows.clone());
        reasons(&workshop, &other)
    };
    let flaw = |reasons: &[Untrue]| match reasons {
        [Untrue::Certificate(flaw)] => flaw.text().en,
        other => panic!("{other:?}"),
    };
    assert_eq!(flaw(&with(json!([[9_999_999, 1]]))), "prices 1: the day has no row 9999999");
    let huge = flaw(&with(json!([[0, i64::MAX]])));
    assert_eq!(huge, "prices 1: its prices are too large");
    // Without its cuts every wish is granted: a bound, and shown beside the one that is stated.
    let none = changed(&plan, |value| {
        *value.pointer_mut("/certificate/by/arrangements/cuts").unwrap() = json!([]);
    });
    let found = match reasons(&workshop, &none)[..] {
        [Untrue::Shown { found, .. }] => found,
        ref other => panic!("{other:?}"),
    };
    let weak = changed(&none, |value| value["certificate"]["at_most"] = json!(found));
    let verified = verify_timetable(&workshop, &weak).unwrap();
    assert_eq!((verified.stated, verified.shown), (plan.bound, Some(found)));
    assert!(!verified.is_shown() && plan.bound < Some(found));
    // Nor are those cliques that the day has no variables for.
    for columns in [(0..40).collect(), vec![9_999_999], vec![0, 0], vec![]] {
        let clique = changed(&plan, |value| {
            *value.pointer_mut("/certificate/by/arrangements/cliques").unwrap() = json!([columns]);
        });
        assert_eq!(
            flaw(&reasons(&workshop, &clique)),
            "clique 1: they are not two or more that all exclude each other"
        );
    }
    // A bound that is a point lower than what is shown.
    let lower = changed(&plan, |value| value["certificate"]["at_most"] = json!(plan.total - 1));
    assert!(matches!(reasons(&workshop, &lower)[0], Untrue::Shown { .. }));
    // Nobody plans a talk at that time, so no price counts it.
    let certificate = &plan.certificate.as_ref().unwrap().by;
    let mut elsewhere = plan.timetable.clone();
    elsewhere.placements[2].start += chrono::Duration::minutes(1);
    elsewhere.placements[2].locked = true;
    let flaw = certificate.bound(&workshop, &elsewhere).expect_err("it is no plan of the program");
    assert_eq!(flaw.place.en, "placement 3");
}

fn on_one_thread() -> PlanOptions<'static> {
    let limits = Limits { seconds: 20.0, threads: 1, seed: 1 };
    PlanOptions { name: "test".into(), limits, start: None }
}

/// Also with something locked; what the certificate shows is no weaker than stated on most of them.
#[test]
fn certificates_of_small_days_bound_every_plan() {
    let (mut shown_all, mut shown_less) = (0, 0);
    for seed in 0..90 {
        let day = small_day(seed);
        let Some(mut best) = brute_force(&day) else { continue };
        let mut made = plan(&day, &on_one_thread(), &mut |_| ControlFlow::Continue(())).unwrap();
        if seed % 3 == 0 {
            let mut start = made.timetable.clone();
            start.placements.iter_mut().step_by(2).for_each(|p| p.locked = true);
            let options = PlanOptions { start: Some(&start), ..on_one_thread() };
            made = plan(&day, &options, &mut |_| ControlFlow::Continue(())).unwrap();
            let locked: Vec<&Placement> = start.placements.iter().filter(|p| p.locked).collect();
            best = i64::MIN;
            every_timetable(&day, &mut |timetable, total| {
                let has = |l: &Placement| {
                    let there =
                        |p: &Placement| (&p.item, &p.room, p.start) == (&l.item, &l.room, l.start);
                    timetable.placements.iter().any(there)
                };
                if locked.iter().all(|l| has(l)) {
                    best = best.max(total);
                }
            });
        }
        let Some(certificate) = &made.certificate else { continue };
        let shown = certificate.bound(&day, &made.timetable).unwrap();
        assert!(best <= shown && made.bound <= Some(shown), "day {seed}: {best} {shown}");
        if made.bound == Some(shown) { shown_all += 1 } else { shown_less += 1 }
    }
    assert!(shown_all >= 30 && shown_all > 3 * shown_less, "{shown_all} {shown_less}");
}

/// Also one that somebody changed who would like it to show more.
#[test]
fn no_certificate_shows_a_bound_below_the_best_plan() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let (mut accepted, mut flawed) = (0, 0);
    for seed in 0..60 {
        let day = small_day(seed);
        let Some(best) = brute_force(&day) else { continue };
        let made = plan(&day, &on_one_thread(), &mut |_| ControlFlow::Continue(())).unwrap();
        let Some(certificate) = &made.certificate else { continue };
        let mut value = serde_json::to_value(certificate).unwrap();
        for change in 0..40 {
            if change % 4 == 0 {
                value = serde_json::to_value(certificate).unwrap();
            }
            spoil(&mut value, &mut rng);
            let read = serde_json::from_value::<Certificate>(value.clone()).ok();
            match read.and_then(|other| other.bound(&day, &made.timetable).ok()) {
                Some(shown) => {
                    assert!(best <= shown, "day {seed}: {best} {shown} {value}");
                    accepted += 1;
                }
                None => flawed += 1,
            }
        }
    }
    assert!(accepted > 200 && flawed > 200, "{accepted} {flawed}");
}
