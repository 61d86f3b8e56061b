//! Reasons for wishes without a place, and what forcing them in costs, held against trying everything.

mod small_days;

use enishi::domain::{ItemId, Placement, Timetable, Workshop};
use enishi::generate::{Size, convention};
use enishi::scheduling::{
    Force, ForcePrice, PlanOptions, Reason, explain, explain_wish, force, judge, plan, unplaced,
};
use enishi::solver::{Limits, Status};
use small_days::{options_of, small_day};
use std::ops::ControlFlow;

const LIMITS: Limits = Limits { seconds: 60.0, threads: 1, seed: 1 };

fn options() -> PlanOptions<'static> {
    PlanOptions { name: "test".into(), limits: LIMITS, start: None }
}

/// Whether an item fits anywhere as a timetable stands, by trying every placement.
fn fits(workshop: &Workshop, timetable: &Timetable, placements: &[Placement]) -> bool {
    placements.iter().any(|p| {
        let mut with = timetable.clone();
        with.placements.push(p.clone());
        judge(workshop, &with).faults.is_empty()
    })
}

#[test]
fn reasons_are_true_and_repairs_let_the_wish_in() {
    let (mut blocked, mut repaired) = (0, 0);
    for seed in 0..120 {
        let day = small_day(seed);
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        if plan.status != Status::Optimal {
            continue;
        }
        let all = options_of(&day);
        for wish in explain(&day, &plan.timetable) {
            let (_, _, placements) = all.iter().find(|(id, ..)| *id == wish.item).unwrap();
            let fits_somewhere = fits(&day, &plan.timetable, placements);
            let by_itself = explain_wish(&day, &plan.timetable, &wish.item);
            assert_eq!(by_itself.as_ref(), Some(&wish), "day {seed}");
            match &wish.reason {
                Reason::Blocked { causes, .. } => {
                    assert!(!fits_somewhere, "day {seed}: {} fits after all", wish.item);
                    assert!(!causes.is_empty());
                    blocked += 1;
                }
                Reason::Excluded => assert!(!fits_somewhere, "day {seed}"),
                Reason::CostsMore { lost, .. } => {
                    assert!(fits_somewhere && *lost >= wish.points, "day {seed}: {}", wish.item);
                }
                Reason::Unfinished { .. } => panic!("day {seed}: an optimal plan left it out"),
            }
            if let Some(repair) = &wish.repair {
                let (w, t) = repair.apply(&day, &plan.timetable);
                assert_eq!(judge(&w, &t).faults, [], "day {seed}: {:?}", repair.steps);
                assert!(t.find(&wish.item).is_some());
                // Without any step it fits nowhere.
                for skip in 0..repair.steps.len() {
                    let mut fewer = repair.clone();
                    fewer.steps.remove(skip);
                    let (w, mut t) = fewer.apply(&day, &plan.timetable);
                    t.placements.retain(|p| p.item != wish.item);
                    let (_, _, placements) =
                        options_of(&w).into_iter().find(|(id, ..)| *id == wish.item).unwrap();
                    assert!(!fits(&w, &t, &placements), "day {seed}: a step too many");
                }
                repaired += 1;
            }
        }
    }
    assert!(blocked >= 20 && repaired >= 20, "{blocked} blocked, {repaired} repaired");
}

/// The plan that a price speaks of: the judge passes it, and counts the same.
fn holds(workshop: &Workshop, before: &Timetable, wish: &ItemId, points: i64, price: &ForcePrice) {
    let mut after = before.clone();
    for change in &price.changes {
        after.placements.retain(|p| p.item != change.item);
        after.placements.extend(change.after.clone());
    }
    after.placements.push(price.placement.clone());
    let judgement = judge(workshop, &after);
    assert_eq!(judgement.faults, [], "{wish}");
    let total = judge(workshop, before).objective.total();
    assert_eq!(judgement.objective.total(), total + points - price.cost, "{wish}");
    assert!(price.at_least.is_none_or(|least| least <= price.cost));
    for p in before.placements.iter().filter(|p| p.locked) {
        assert!(after.placements.contains(p), "{wish} moves what is locked");
    }
}

#[test]
fn on_days_with_talks_no_more_makes_way_than_has_to_and_the_least_is_lost() {
    let (mut priced, mut moved, mut impossible) = (0, 0, 0);
    for seed in 0..90 {
        let day = small_day(seed);
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        if plan.status != Status::Optimal {
            continue;
        }
        let mut before = plan.timetable;
        let is_session = |p: &Placement| matches!(p.item, ItemId::Session(_));
        if let Some(p) = before.placements.iter_mut().find(|p| !is_session(p)) {
            p.locked = seed % 3 == 0;
        }
        for (wish, _, points) in unplaced(&day, &before) {
            match (force(&day, &before, &wish, LIMITS), best_making_way(&day, &before, &wish)) {
                (Force::Impossible, None) => impossible += 1,
                (Force::Priced(price), Some(best)) => {
                    holds(&day, &before, &wish, points, &price);
                    assert_eq!(price.at_least, Some(price.cost), "day {seed}: {wish}");
                    assert_eq!(price.cost, plan.total + points - best, "day {seed}: {wish}");
                    priced += 1;
                    moved += usize::from(price.changes.iter().any(|c| c.after.is_some()));
                }
                (found, truth) => panic!("day {seed}: {wish} {found:?} {truth:?}"),
            }
        }
    }
    assert!(priced >= 10 && impossible >= 3, "{priced} priced, {moved} moved, {impossible} not");
}

/// Days of a few people who meet at few tables, planned greedily, so that much is left out.
fn tight_day(seed: u64) -> (Workshop, Timetable) {
    let mut day = convention(seed, &Size::of(40));
    day.people.truncate(5);
    day.rooms.truncate(1 + seed as usize % 2);
    day.rooms.iter_mut().for_each(|room| room.tables = 1);
    day.slots.truncate(3);
    day.sessions.clear();
    day.exclusions.clear();
    day.unavailable.clear();
    day.rules.fair_share = seed as u32 % 3;
    day.rules.meetings_per_person = seed.is_multiple_of(3).then_some(1);
    let template = day.meeting_wishes[0].clone();
    let known: Vec<_> = day.people.iter().map(|p| p.id.clone()).collect();
    day.meeting_wishes = (0..6)
        .map(|i| {
            let (a, b) = [(0, 1), (0, 2), (1, 3), (2, 4), (3, 4), (1, 2)][i];
            let mut wish = template.clone();
            wish.id = format!("m{i}").as_str().into();
            (wish.from, wish.to) = (known[a].clone(), known[b].clone());
            wish.rank = 1 + (i as u32 + seed as u32) % 6;
            wish
        })
        .collect();
    let mut before = plan(&day, &options(), &mut |_| ControlFlow::Break(())).unwrap().timetable;
    if seed % 4 == 1 {
        before.placements[0].locked = true;
    }
    (day, before)
}

/// The best total with a wish in it, where no more makes way than has to, by trying every placement of it,
/// everything that may make way for it there, and every place for that.
fn best_making_way(day: &Workshop, before: &Timetable, wish: &ItemId) -> Option<i64> {
    let all = options_of(day);
    let of = |item: &ItemId| &all.iter().find(|(id, ..)| id == item).unwrap().2;
    let may_go = |p: &Placement| !p.locked && !matches!(p.item, ItemId::Session(_));
    let mut best = None;
    for cell in of(wish) {
        let n = before.placements.len();
        let makes_room = |out: u32| {
            let mut rest = before.clone();
            let mut i = 0;
            rest.placements.retain(|_| {
                i += 1;
                out >> (i - 1) & 1 == 0
            });
            rest.placements.push(cell.clone());
            judge(day, &rest).faults.is_empty().then_some(rest)
        };
        let possible: Vec<(u32, Timetable)> = (0..1u32 << n)
            .filter(|out| (0..n).all(|i| out >> i & 1 == 0 || may_go(&before.placements[i])))
            .filter_map(|out| Some((out, makes_room(out)?)))
            .collect();
        let fewest = |out: u32| !possible.iter().any(|(o, _)| *o != out && o & out == *o);
        for (out, rest) in possible.iter().filter(|(out, _)| fewest(*out)) {
            let displaced: Vec<&ItemId> =
                (0..n).filter(|i| out >> i & 1 == 1).map(|i| &before.placements[i].item).collect();
            let mut plans = vec![rest.clone()];
            for item in displaced {
                let mut more = plans.clone();
                for plan in &plans {
                    for p in of(item) {
                        let mut with = plan.clone();
                        with.placements.push(p.clone());
                        if judge(day, &with).faults.is_empty() {
                            more.push(with);
                        }
                    }
                }
                plans = more;
            }
            let totals = plans.iter().map(|plan| judge(day, plan).objective.total());
            best = best.max(totals.max());
        }
    }
    best
}

#[test]
fn on_days_of_meetings_no_more_makes_way_than_has_to_and_the_least_is_lost() {
    let (mut priced, mut free) = (0, 0);
    for seed in 0..60 {
        let (day, before) = tight_day(seed);
        assert_eq!(judge(&day, &before).faults, [], "day {seed}");
        let total = judge(&day, &before).objective.total();
        for (wish, _, points) in unplaced(&day, &before) {
            let best = best_making_way(&day, &before, &wish);
            match (force(&day, &before, &wish, LIMITS), best) {
                (Force::Impossible, None) => {}
                (Force::Priced(price), Some(best)) => {
                    holds(&day, &before, &wish, points, &price);
                    assert_eq!(price.at_least, Some(price.cost), "day {seed}");
                    assert_eq!(price.cost, total + points - best, "day {seed}: {wish}");
                    priced += 1;
                    free += usize::from(price.changes.iter().any(|c| c.after.is_some()));
                }
                (found, truth) => panic!("day {seed}: {wish} {found:?} {truth:?}"),
            }
        }
    }
    assert!(priced >= 50 && free >= 5, "{priced} priced, {free} that let somebody go elsewhere");
}
