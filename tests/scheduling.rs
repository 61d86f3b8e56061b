//! Plans of small random days, held against brute force by the judge alone.

mod small_days;

use enishi::domain::{ItemId, Placement, RoomHours, Timetable, Unavailable, Workshop};
use enishi::scheduling::{
    Demand, Directory, FairnessOptions, Fault, Least, PlanOptions, RepairOptions, changes,
    conflict, fairness, fill, gain, judge, plan, received, repair, what_ifs,
};
use enishi::solver::{Limits, Status};
use small_days::{at, brute_force, every_timetable, options_of, small_day};
use std::ops::ControlFlow;

fn options() -> PlanOptions<'static> {
    let limits = Limits { seconds: 20.0, threads: 1, seed: 1 };
    PlanOptions { name: "test".into(), limits, start: None }
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

#[test]
fn talks_keep_to_the_hours_of_rooms() {
    let mut lost = 0;
    for seed in 0..60 {
        let mut day = small_day(seed);
        let free = brute_force(&day);
        day.room_hours = vec![
            RoomHours { room: "hall".into(), start: at(10, 50), end: at(13, 0) },
            RoomHours { room: "loft".into(), start: at(9, 0), end: at(11, 20) },
        ];
        let truth = brute_force(&day);
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(plan.status == Status::Infeasible, truth.is_none(), "day {seed}");
        if let Some(best) = truth {
            assert_eq!(plan.faults, [], "day {seed}");
            assert_eq!((plan.total, plan.bound), (best, Some(best)), "day {seed}");
        }
        lost += usize::from(truth < free);
    }
    assert!(lost >= 10, "{lost} days are worth less");
}

/// What is locked stays in every plan of the curve, and everybody's most is what the day can give them
/// with it in its place.
#[test]
fn the_curve_of_fairness_keeps_what_is_locked() {
    let mut held = 0;
    for seed in 0..20 {
        let day = small_day(seed);
        let directory = Directory::new(&day);
        // The worst timetable that places a wish locks it where no good plan may want it.
        let mut worst: Option<(i64, Timetable)> = None;
        every_timetable(&day, &mut |t, total| {
            let wish = t.placements.iter().any(|p| !matches!(p.item, ItemId::Session(_)));
            if wish && worst.as_ref().is_none_or(|(least, _)| total < *least) {
                worst = Some((total, t.clone()));
            }
        });
        let Some((_, mut start)) = worst else { continue };
        let wish = start.placements.iter_mut().find(|p| !matches!(p.item, ItemId::Session(_)));
        let locked = wish.unwrap();
        locked.locked = true;
        let locked = locked.clone();
        let keeps = |t: &Timetable| {
            t.find(&locked.item).is_some_and(|p| {
                (p.start, &p.room, &p.desk) == (locked.start, &locked.room, &locked.desk)
            })
        };
        let mut most = vec![0; day.people.len()];
        let mut best = i64::MIN;
        every_timetable(&day, &mut |t, total| {
            if keeps(t) {
                best = best.max(total);
                let received = received(&directory, t);
                most.iter_mut().zip(received).for_each(|(most, r)| *most = r.max(*most));
            }
        });
        let limits = options().limits;
        let options = FairnessOptions { limits, points: 5, max_loss: 1.0, start: Some(&start) };
        let curve = fairness(&day, &options, &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!((curve.points[0].plan.total, curve.bound), (best, Some(best)), "day {seed}");
        assert!(curve.points.iter().all(|p| keeps(&p.plan.timetable)), "day {seed}");
        let told: Vec<_> = curve.people.iter().map(|p| (&p.person, p.most)).collect();
        let truth = day.people.iter().map(|p| &p.id).zip(most.iter().copied());
        assert_eq!(told, truth.filter(|t| t.1 > 0).collect::<Vec<_>>(), "day {seed}");
        held += 1;
    }
    assert!(held > 10, "{held} days lock a wish");
}

/// A list of rooms leaves no room in that lacks what the talk needs.
#[test]
fn talks_go_only_where_there_is_what_they_need() {
    for seed in 0..40 {
        let mut day = small_day(seed);
        day.rooms.iter_mut().filter(|r| r.id.as_str() == "loft").for_each(|r| r.features.clear());
        let mut hall_only = day.clone();
        for (listed, only) in day.sessions.iter_mut().zip(&mut hall_only.sessions) {
            listed.rooms = vec!["hall".into(), "loft".into()];
            only.rooms = vec!["hall".into()];
        }
        let best = brute_force(&hall_only);
        assert_eq!(brute_force(&day), best, "day {seed}");
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(plan.status == Status::Infeasible, best.is_none(), "day {seed}");
        assert!(best.is_none() || Some(plan.total) == best, "day {seed}");
    }
}

/// Whatever is on the curve is the best there is with its floor, and what is said to be impossible is.
#[test]
fn the_price_of_fairness_on_small_days_is_that_of_brute_force() {
    let (mut prices, mut impossible) = (0, 0);
    for seed in 0..40 {
        let day = small_day(seed);
        let directory = Directory::new(&day);
        let mut all: Vec<(i64, Vec<i64>)> = Vec::new();
        every_timetable(&day, &mut |t, total| all.push((total, received(&directory, t))));
        let Some(best) = all.iter().map(|a| a.0).max() else { continue };
        let most: Vec<i64> =
            (0..day.people.len()).map(|p| all.iter().map(|a| a.1[p]).max().unwrap()).collect();
        let least = |received: &[i64]| {
            let shares = received.iter().zip(&most).filter(|(_, most)| **most > 0);
            shares.map(|(r, most)| (100 * r / most) as u32).min().unwrap_or(100)
        };
        for max_loss in [1.0, 0.1] {
            let wanted = best - (best.abs() as f64 * max_loss).floor() as i64;
            let with = |floor: u32| {
                let enough = |a: &&(i64, Vec<i64>)| a.0 >= wanted && least(&a.1) >= floor;
                all.iter().filter(enough).map(|a| a.0).max()
            };
            let options =
                FairnessOptions { limits: options().limits, points: 5, max_loss, start: None };
            let curve = fairness(&day, &options, &mut |_| ControlFlow::Continue(())).unwrap();
            let told: Vec<_> = curve.people.iter().map(|p| (&p.person, p.most)).collect();
            let truth = day.people.iter().map(|p| &p.id).zip(most.iter().copied());
            assert_eq!(told, truth.filter(|t| t.1 > 0).collect::<Vec<_>>(), "day {seed}");
            let reached = (0..=100).rev().find(|&floor| with(floor).is_some()).unwrap();
            assert_eq!(curve.reached_percent, reached, "day {seed}");
            assert_eq!(curve.impossible_percent, reached + 1, "day {seed}");
            impossible += u32::from(reached < 100);
            assert_eq!(curve.points[0].plan.total, best, "day {seed}");
            assert_eq!(curve.points.last().unwrap().least_percent, reached, "day {seed}");
            for point in &curve.points {
                let plan = &point.plan;
                let judgement = judge(&day, &plan.timetable);
                assert_eq!(judgement.faults, [], "day {seed}");
                assert_eq!(judgement.objective.total(), plan.total, "day {seed}");
                assert_eq!(Some(plan.total), with(point.floor_percent), "day {seed}");
                assert_eq!(plan.bound, Some(plan.total), "day {seed}");
                let received = received(&directory, &plan.timetable);
                assert_eq!(least(&received), point.least_percent, "day {seed}");
                assert!(point.least_percent >= point.floor_percent, "day {seed}");
                assert!(point.loss <= max_loss && point.least_loss == Some(point.loss));
            }
            for pair in curve.points.windows(2) {
                assert!(pair[0].least_percent < pair[1].least_percent, "day {seed}");
                assert!(pair[0].plan.total > pair[1].plan.total, "day {seed}");
                prices += 1;
            }
        }
    }
    assert!(prices >= 3 && impossible >= 3, "{prices} prices, {impossible} limits");
}

/// (items dropped, people affected, items moved) of the least repair, by trying them all.
fn least_repair(workshop: &Workshop, before: &Timetable) -> Option<(usize, usize, usize)> {
    fn extend(
        workshop: &Workshop,
        before: &Timetable,
        items: &[(ItemId, bool, Vec<Placement>)],
        timetable: &mut Timetable,
        best: &mut Option<(usize, usize, usize)>,
    ) {
        let faults = judge(workshop, timetable).faults;
        if faults.iter().any(|f| !matches!(f, Fault::SessionMissing { .. })) {
            return;
        }
        let Some(((_, must, placements), rest)) = items.split_first() else {
            if faults.is_empty() {
                let cost = cost(workshop, before, timetable);
                *best = Some(best.map_or(cost, |b| b.min(cost)));
            }
            return;
        };
        if !must {
            extend(workshop, before, rest, timetable, best);
        }
        for p in placements {
            timetable.placements.push(p.clone());
            extend(workshop, before, rest, timetable, best);
            timetable.placements.pop();
        }
    }
    let items: Vec<_> = options_of(workshop)
        .into_iter()
        .filter(|(id, must, _)| *must || before.find(id).is_some())
        .collect();
    let mut timetable = Timetable { placements: vec![], ..before.clone() };
    let mut best = None;
    extend(workshop, before, &items, &mut timetable, &mut best);
    best
}

fn cost(workshop: &Workshop, before: &Timetable, after: &Timetable) -> (usize, usize, usize) {
    let changes = changes(before, after);
    let dropped = changes.iter().filter(|c| c.after.is_none()).count();
    let mut people: Vec<_> = changes
        .iter()
        .flat_map(|c| match &c.item {
            ItemId::Consultation(id) => {
                let c = workshop.consultations.iter().find(|c| c.id == *id).unwrap();
                vec![c.person.clone()]
            }
            _ => c.before.iter().chain(&c.after).flat_map(|p| p.people.clone()).collect(),
        })
        .collect();
    people.sort();
    people.dedup();
    (dropped, people.len(), changes.len() - dropped)
}

/// The most points of a timetable in which only the items that moved stand elsewhere, by trying all
/// their places.
fn most_points(workshop: &Workshop, before: &Timetable, after: &Timetable) -> i64 {
    fn extend(
        workshop: &Workshop,
        moved: &[(ItemId, bool, Vec<Placement>)],
        t: &mut Timetable,
    ) -> i64 {
        let Some(((_, _, placements), rest)) = moved.split_first() else {
            let judgement = judge(workshop, t);
            let good = judgement.faults.is_empty();
            return if good { judgement.objective.total() } else { i64::MIN };
        };
        let mut most = i64::MIN;
        for p in placements {
            t.placements.push(p.clone());
            most = most.max(extend(workshop, rest, t));
            t.placements.pop();
        }
        most
    }
    let changes = changes(before, after);
    let moves = |id: &ItemId| changes.iter().any(|c| c.item == *id && c.after.is_some());
    let moved: Vec<_> = options_of(workshop).into_iter().filter(|(id, _, _)| moves(id)).collect();
    let mut standing = after.clone();
    standing.placements.retain(|p| !moves(&p.item));
    extend(workshop, &moved, &mut standing)
}

#[test]
fn repairs_of_small_days_change_as_little_as_brute_force() {
    let mut repaired = 0;
    for seed in 0..80 {
        let day = small_day(seed);
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        if plan.status != Status::Optimal {
            continue;
        }
        // Somebody who is in the plan falls ill for an hour.
        let mut ill = day.clone();
        let Some(hit) =
            plan.timetable.placements.iter().find(|p| !matches!(p.item, ItemId::Session(_)))
        else {
            continue;
        };
        ill.unavailable.push(Unavailable {
            person: hit.people[0].clone(),
            start: hit.start - chrono::Duration::minutes(30),
            end: hit.start + chrono::Duration::minutes(30),
            reason: String::new(),
            synthetic: true,
        });
        let limits = options().limits;
        let found =
            repair(&ill, &plan.timetable, &limits.into(), &mut |_| ControlFlow::Continue(()))
                .unwrap();
        match least_repair(&ill, &plan.timetable) {
            None => assert_eq!(found.status, Status::Infeasible, "day {seed}"),
            Some(least) => {
                assert_eq!(found.status, Status::Optimal, "day {seed}");
                assert_eq!(found.judgement.faults, [], "day {seed}");
                assert_eq!(cost(&ill, &plan.timetable, &found.timetable), least, "day {seed}");
                assert_eq!((found.dropped, found.affected.len()), (least.0, least.1));
                let Least { dropped, affected, changed } = found.least;
                assert_eq!((dropped, affected, changed - dropped), least, "day {seed}");
                // What moves goes to where the day is worth most.
                let most = most_points(&ill, &plan.timetable, &found.timetable);
                assert_eq!(found.judgement.objective.total(), most, "day {seed}");
                repaired += 1;
            }
        }
    }
    assert!(repaired >= 20, "only {repaired} days could be repaired");
}

/// In the midst of the day, what has begun stays, and everything else is planned for later: of these
/// repairs the least, and what is filled up comes later, too.
#[test]
fn a_repair_from_a_moment_on_leaves_what_has_begun() {
    let (mut begun, mut moved, mut filled_up) = (0, 0, 0);
    for seed in 0..120 {
        let mut day = small_day(seed);
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        let before = plan.timetable;
        let meeting = |p: &&Placement| !matches!(p.item, ItemId::Session(_));
        let Some(hit) = before.placements.iter().rfind(meeting) else { continue };
        if plan.status != Status::Optimal {
            continue;
        }
        let from = hit.start;
        day.unavailable.push(Unavailable {
            person: hit.people[0].clone(),
            start: from,
            end: hit.end,
            reason: String::new(),
            synthetic: true,
        });
        let place = |p: &Placement| (p.room.clone(), p.desk.clone(), p.table, p.start, p.end);
        let holds = |t: &Timetable| {
            let stands = |p: &Placement| t.find(&p.item).map(place) == Some(place(p));
            before.placements.iter().filter(|p| p.start < from).all(stands)
                && t.placements.iter().all(|p| {
                    p.start >= from || before.find(&p.item).is_some_and(|old| old.start < from)
                })
        };
        let mut least = None;
        every_timetable(&day, &mut |t, _| {
            if holds(t) && t.placements.iter().all(|p| before.find(&p.item).is_some()) {
                let cost = cost(&day, &before, t);
                least = Some(least.map_or(cost, |l: (usize, usize, usize)| l.min(cost)));
            }
        });
        let repairs = RepairOptions { limits: options().limits, more_people: 0, from: Some(from) };
        let mut go_on = |_| ControlFlow::Continue(());
        let found = repair(&day, &before, &repairs, &mut go_on).unwrap();
        let Some(least) = least else {
            assert_eq!(found.status, Status::Infeasible, "day {seed}");
            continue;
        };
        assert_eq!(found.status, Status::Optimal, "day {seed}");
        assert_eq!(found.judgement.faults, [], "day {seed}");
        assert_eq!(cost(&day, &before, &found.timetable), least, "day {seed}");
        assert!(holds(&found.timetable), "day {seed}");
        let limits = options().limits;
        let filled = fill(&day, &found.timetable, Some(from), limits, &mut go_on).unwrap();
        assert!(holds(&filled), "day {seed}: filled up before the moment");
        begun += before.placements.iter().filter(|p| p.start < from).count();
        moved += least.2;
        filled_up += filled.placements.len() - found.timetable.placements.len();
    }
    assert!(begun >= 50 && moved >= 5 && filled_up >= 1, "{begun} {moved} {filled_up}");
}

/// Where a hall loses a table, those who sat there go elsewhere; who goes to another table of the hall
/// notices it too.
#[test]
fn a_table_less_changes_as_little_as_brute_force() {
    let (mut crowded, mut proved) = (0, 0);
    for seed in 0..120 {
        let mut day = small_day(seed);
        day.rooms[2].tables = 2;
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        if plan.status != Status::Optimal {
            continue;
        }
        day.rooms[2].tables = 1;
        let placed = plan.timetable;
        let mut least = None;
        every_timetable(&day, &mut |t, _| {
            if t.placements.iter().all(|p| placed.find(&p.item).is_some()) {
                let cost = cost(&day, &placed, t);
                least = Some(least.map_or(cost, |l: (usize, usize, usize)| l.min(cost)));
            }
        });
        let limits = options().limits;
        let found =
            repair(&day, &placed, &limits.into(), &mut |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(found.judgement.faults, [], "day {seed}");
        assert_eq!(found.status, Status::Optimal, "day {seed}");
        let cost = cost(&day, &placed, &found.timetable);
        assert_eq!(Some(cost), least, "day {seed}");
        let Least { dropped, affected, changed } = found.least;
        assert_eq!((dropped, affected, changed - dropped), cost, "day {seed}");
        assert_eq!(affected, found.affected.len(), "day {seed}");
        crowded += usize::from(changed > 0);
        proved += usize::from(changed > dropped);
    }
    assert!(crowded >= 5 && proved >= 1, "{crowded} crowded, {proved} moved");
}

/// What is free is filled with the most points, and all that was placed stays as it was.
#[test]
fn filling_up_adds_the_most_and_moves_nobody() {
    let mut added = 0;
    for seed in 0..40 {
        let day = small_day(seed);
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        if plan.status != Status::Optimal {
            continue;
        }
        // Every other thing that need not be held is given up.
        let mut before = plan.timetable;
        let mut number = 0;
        before.placements.retain(|p| {
            number += 1;
            matches!(p.item, ItemId::Session(_)) || number % 2 == 0
        });
        let place = |p: &Placement| (p.room.clone(), p.desk.clone(), p.table, p.start, p.end);
        let keeps = |t: &Timetable| {
            before.placements.iter().all(|p| t.find(&p.item).map(place) == Some(place(p)))
        };
        let mut best = None;
        every_timetable(&day, &mut |t, total| {
            if keeps(t) {
                best = best.max(Some(total));
            }
        });
        let limits = options().limits;
        let filled = fill(&day, &before, None, limits, &mut |_| ControlFlow::Continue(())).unwrap();
        let judgement = judge(&day, &filled);
        assert_eq!(judgement.faults, [], "day {seed}");
        assert_eq!(Some(judgement.objective.total()), best, "day {seed}");
        assert!(keeps(&filled), "day {seed}");
        added += filled.placements.len() - before.placements.len();
    }
    assert!(added >= 5, "{added} added");
}

#[test]
fn a_conflict_is_irreducible_and_the_nearest_day_keeps_every_other_rule() {
    let (mut conflicts, mut with_hours) = (0, 0);
    for seed in 0..160 {
        let mut day = small_day(seed);
        // Some days' rooms have hours too.
        if seed >= 120 {
            day.room_hours = vec![
                RoomHours { room: "hall".into(), start: at(10, 50), end: at(13, 0) },
                RoomHours { room: "loft".into(), start: at(11, 0), end: at(11, 30) },
            ];
        }
        let impossible = brute_force(&day).is_none();
        let conflict = conflict(&day, options().limits).unwrap();
        assert_eq!(conflict.is_some(), impossible, "day {seed}");
        let Some(conflict) = conflict else { continue };
        conflicts += 1;
        assert!(!conflict.demands.is_empty());
        with_hours += usize::from(
            conflict.demands.iter().any(|demand| matches!(demand, Demand::Hours { .. })),
        );
        let sessions_only = |mut w: Workshop| {
            w.meeting_wishes.clear();
            w.group_wishes.clear();
            w.consultations.clear();
            w.talk_wishes.clear();
            w
        };
        // Take any demand of the conflict away, all others outside it too: the rest can be held.
        for lifted in &conflict.demands {
            let rest: Vec<_> = conflict.demands.iter().filter(|d| *d != lifted).collect();
            let mut w = sessions_only(day.clone());
            w.sessions.retain(|s| {
                rest.iter().any(|d| matches!(d, Demand::Held { session, .. } if *session == s.id))
            });
            for s in &mut w.sessions {
                let id = s.id.clone();
                s.after.retain(|b| {
                    rest.iter().any(|d| {
                        matches!(d, Demand::After { session, before } if *session == id && before == b)
                    })
                });
            }
            w.unavailable.retain(|u| {
                rest.iter().any(|d| matches!(d, Demand::Away { person, .. } if *person == u.person))
            });
            w.room_hours.retain(|h| {
                rest.iter().any(|d| matches!(d, Demand::Hours { room, .. } if *room == h.room))
            });
            if !rest.iter().any(|d| matches!(d, Demand::Lunch)) {
                w.rules.lunch = None;
            }
            assert!(brute_force(&w).is_some(), "day {seed}: {lifted:?} is not needed");
        }
        let faults = judge(&day, &conflict.nearest).faults;
        assert!(faults.iter().all(|f| matches!(f, Fault::SessionMissing { .. })), "day {seed}");
        assert_eq!(faults.len(), conflict.left_out.len(), "day {seed}");
    }
    assert!(conflicts >= 2, "only {conflicts} impossible days");
    assert!(with_hours >= 2, "hours had a part in only {with_hours}");
}

#[test]
fn what_a_change_gains_is_what_the_changed_day_holds() {
    let mut gained = 0;
    for seed in 0..30 {
        let day = small_day(seed);
        let limits = options().limits;
        let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
        if plan.status != Status::Optimal {
            continue;
        }
        for what_if in what_ifs(&day) {
            let gain = gain(&day, &plan.timetable, &what_if, limits).unwrap();
            assert!(gain.more_points >= 0, "day {seed}: a chance cannot cost");
            assert!(gain.more_points == 0 || !gain.for_people.is_empty(), "day {seed}: for whom?");
            // No more than the changed day could be worth when everything may move.
            let best = brute_force(&what_if.apply(&day)).unwrap();
            assert!(plan.total + gain.more_points <= best, "day {seed}");
            gained += i64::from(gain.more_placed > 0);
        }
    }
    assert!(gained >= 3, "{gained} gains");
}

/// A day of talks only: there is nothing to place around them and nobody to please.
#[test]
fn a_day_that_nobody_wishes_anything_of_is_planned() {
    let mut day = enishi::generate::aimgain_2022(2022);
    day.talk_wishes.clear();
    day.meeting_wishes.clear();
    day.group_wishes.clear();
    day.consultations.clear();
    let plan = plan(&day, &options(), &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!((plan.status, plan.faults.len()), (Status::Optimal, 0));
    assert_eq!(plan.bound, Some(plan.total));
}
