//! Workshops of many meetings: what breaks, walks and unfairness cost, plans that keep every rule, bounds
//! that hold, and solves that end when they are asked to.

mod spoil;

use enishi::app::{PlanRequest, memory_floor_mib, plan_workshop};
use enishi::domain::{
    ItemId, OrganisationKind, OrganisationSize, Placement, RoomId, Sector, Timetable, Unavailable,
    Workshop, check,
};
use enishi::generate::{Size, convention};
use enishi::scheduling::{
    Certificate, Group, Judgement, Phase, Plan, PlanOptions, Progress, RepairOptions, Repaired,
    changes, group_results, judge, plan, repair, worst_off,
};
use enishi::solver::{Limits, Status};
use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use spoil::spoil;
use std::ops::ControlFlow;

fn limits(seconds: f64) -> Limits {
    Limits { seconds, threads: 1, seed: 1 }
}

fn go_on(_: Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn planned(workshop: &Workshop, limits: Limits, start: Option<&Timetable>) -> Plan {
    let options = PlanOptions { name: "test".to_owned(), limits, start };
    let plan = plan(workshop, &options, &mut go_on).unwrap();
    holds(workshop, &plan);
    plan
}

/// The judge finds no fault, counts the same, and the bound is not below the plan.
fn holds(workshop: &Workshop, plan: &Plan) {
    let Judgement { faults, objective } = judge(workshop, &plan.timetable);
    assert_eq!(faults, []);
    assert_eq!(objective.total(), plan.total);
    assert!(plan.bound.is_none_or(|bound| plan.total <= bound), "{:?} {}", plan.bound, plan.total);
}

fn made(meetings: usize, seed: u64) -> Workshop {
    convention(seed, &Size::of(meetings))
}

#[test]
fn made_up_workshops_are_whole_and_the_same_for_the_same_seed() {
    for meetings in [10, 400, 1_500] {
        let workshop = made(meetings, 7);
        assert_eq!(check(&workshop), [], "{meetings}");
        assert_eq!(workshop, made(meetings, 7));
        assert_ne!(workshop, made(meetings, 8));
        assert!(workshop.people.iter().all(|p| p.synthetic));
    }
}

#[test]
fn for_a_third_of_the_people_more_is_wished_than_can_be_held() {
    let workshop = made(3_000, 1);
    let pairs: std::collections::BTreeSet<ItemId> =
        workshop.meeting_wishes.iter().map(|w| ItemId::meeting(&w.from, &w.to)).collect();
    assert_eq!(pairs.len(), 3_000);
    let mut wished = std::collections::BTreeMap::new();
    for pair in &pairs {
        let ItemId::Meeting(a, b) = pair else { unreachable!() };
        *wished.entry(a).or_insert(0) += 1;
        *wished.entry(b).or_insert(0) += 1;
    }
    let cap = workshop.rules.meetings_per_person.unwrap();
    let sought = wished.values().filter(|&&n| f64::from(n) >= 1.2 * f64::from(cap)).count();
    assert!(3 * sought >= workshop.people.len(), "{sought} of {}", workshop.people.len());
}

/// Meetings of the first person with each other one, at slots of the day, in a hall each.
fn day(workshop: &Workshop, at: &[(usize, usize, &str)]) -> Timetable {
    let person = |i: usize| workshop.people[i].id.clone();
    let mut placements = Vec::new();
    for &(with, slot, room) in at {
        let slot = &workshop.slots[slot];
        placements.push(Placement {
            item: ItemId::meeting(&person(0), &person(with)),
            room: RoomId::new(room),
            desk: None,
            table: Some(1),
            start: slot.start,
            end: slot.end,
            people: vec![person(0), person(with)],
            locked: false,
        });
    }
    Timetable { workshop: workshop.id.clone(), name: "day".to_owned(), placements }
}

/// Four people of whom the first wishes to meet the others.
fn four() -> Workshop {
    let mut workshop = made(10, 3);
    workshop.people.truncate(4);
    workshop.unavailable.clear();
    workshop.exclusions.clear();
    workshop.sessions.clear();
    workshop.group_wishes.clear();
    let template = workshop.meeting_wishes[0].clone();
    workshop.meeting_wishes = (1..4)
        .map(|with| {
            let mut wish = template.clone();
            wish.id = format!("m{with}").as_str().into();
            wish.from = workshop.people[0].id.clone();
            wish.to = workshop.people[with].id.clone();
            wish.rank = with as u32;
            wish
        })
        .collect();
    workshop.rules.meetings_per_person = None;
    workshop.rules.fair_share = 2;
    workshop
}

#[test]
fn breaks_walks_and_unfairness_are_counted() {
    let workshop = four();
    let weights = &workshop.rules.weights;
    let (breaks, walking, fairness) = (weights.breaks, weights.walking, weights.fairness);
    let cost = |workshop: &Workshop, at: &[(usize, usize, &str)]| {
        let o = judge(workshop, &day(workshop, at)).objective;
        (o.breaks, o.walking, o.fairness)
    };
    // The first is owed two, the others one each, the only one wished with them.
    assert_eq!(cost(&workshop, &[]), (0, 0, -5 * fairness));
    let together = [(1, 0, "hall-1"), (2, 1, "hall-1"), (3, 2, "hall-1")];
    assert_eq!(cost(&workshop, &together), (0, 0, 0));
    let apart = [(1, 0, "hall-1"), (2, 2, "hall-1"), (3, 5, "hall-1")];
    assert_eq!(cost(&workshop, &apart), (-2 * breaks, 0, 0));
    let upstairs = [(1, 0, "hall-1"), (2, 1, "hall-2"), (3, 5, "hall-1")];
    assert_eq!(cost(&workshop, &upstairs), (-breaks, -2 * walking, 0));
    // Lunch holds no slot, and who is away waits for nothing.
    let around_lunch = [(1, 4, "hall-1"), (2, 5, "hall-1"), (3, 6, "hall-1")];
    assert_eq!(cost(&workshop, &around_lunch), (0, 0, 0));
    let mut away = workshop.clone();
    away.unavailable.push(Unavailable {
        person: away.people[0].id.clone(),
        start: away.slots[1].start,
        end: away.slots[1].end,
        reason: String::new(),
        synthetic: true,
    });
    assert_eq!(cost(&away, &apart), (-breaks, 0, 0));
    // Excluded people owe each other nothing.
    let mut rivals = workshop.clone();
    rivals.exclusions = made(400, 1).exclusions;
    rivals.exclusions.truncate(1);
    let e = &mut rivals.exclusions[0];
    (e.person, e.organisation) = (Some(workshop.people[0].id.clone()), None);
    (e.other_person, e.other_organisation) = (Some(workshop.people[1].id.clone()), None);
    assert_eq!(cost(&rivals, &[]), (0, 0, -4 * fairness));
}

#[test]
fn groups_are_counted_and_the_worst_off_is_named() {
    let mut workshop = four();
    let known: Vec<_> = workshop.organisations[..2].iter().map(|o| o.id.clone()).collect();
    let sides = [
        (OrganisationKind::Company, OrganisationSize::Small),
        (OrganisationKind::Academia, OrganisationSize::Large),
    ];
    for (i, (kind, size)) in sides.into_iter().enumerate() {
        let organisation = &mut workshop.organisations[i];
        (organisation.kind, organisation.size) = (kind, Some(size));
        organisation.region.clear();
    }
    for i in 0..4 {
        workshop.people[i].organisation = known[i / 2].clone();
        workshop.people[i].sector = Sector::Industry;
    }
    // The first meets the second and the fourth, but not the third.
    let held = day(&workshop, &[(1, 0, "hall-1"), (3, 2, "hall-1")]);
    let results = group_results(&workshop, &held);
    let of = |group: Group| {
        let r = results.iter().find(|r| r.group == group).unwrap();
        (r.people, r.meetings_wished, r.meetings_held, r.wishes, r.fulfilled, r.mean_rank)
    };
    assert_eq!(of(Group::Size(OrganisationSize::Small)), (2, 4, 3, 3, 2, Some(2.0)));
    assert_eq!(of(Group::Size(OrganisationSize::Large)), (2, 2, 1, 0, 0, None));
    assert_eq!(of(Group::Sector(Sector::Industry)), (4, 6, 4, 3, 2, Some(2.0)));
    let worst = worst_off(&results).unwrap();
    assert_eq!((worst.meetings_wished, worst.meetings_held), (2, 1));
    assert_eq!(
        worst_off(&group_results(&workshop, &day(&workshop, &[]))).unwrap().meetings_held,
        0
    );
}

#[test]
fn at_the_limit_of_memory_the_best_plan_is_kept() {
    let workshop = made(400, 5);
    let request = |mib: u64| PlanRequest {
        limits: limits(300.0),
        memory_mib: Some(mib),
        ..PlanRequest::default()
    };
    let too_little = plan_workshop(&workshop, &request(1), &mut |_| ControlFlow::Continue(()));
    let needed = memory_floor_mib(&workshop);
    let said = too_little.unwrap_err().text().en;
    assert!(said.contains("1 MiB") && said.contains("or more"), "{said}");
    // Whoever listens takes more and more.
    let mut taken: Vec<Vec<u8>> = Vec::new();
    let planned = plan_workshop(&workshop, &request(needed + 512), &mut |_| {
        taken.push(vec![1; 32 << 20]);
        ControlFlow::Continue(())
    });
    let planned = planned.unwrap();
    assert!(planned.memory_reached && planned.plan.seconds < 100.0, "{}", planned.plan.seconds);
    assert!(planned.plan.timetable.placements.len() > 100);
    holds(&workshop, &planned.plan);
}

#[test]
fn a_plan_is_nearer_to_its_bound_than_greedy() {
    let workshop = made(60, 1);
    let options = PlanOptions { limits: limits(60.0), ..PlanOptions::default() };
    let greedy = plan(&workshop, &options, &mut |_| ControlFlow::Break(())).unwrap();
    holds(&workshop, &greedy);
    let plan = planned(&workshop, limits(60.0), None);
    assert!(plan.bound.is_some());
    assert!(greedy.total < plan.total, "{} {}", greedy.total, plan.total);
}

/// Without a limit on meetings or times that clash, all that is wished is held, and the bound says so.
#[test]
fn a_bound_is_reached_where_everything_can_be_held() {
    let mut workshop = four();
    let weights = &mut workshop.rules.weights;
    (weights.breaks, weights.walking) = (0, 0);
    let plan = planned(&workshop, limits(60.0), None);
    assert_eq!(plan.timetable.placements.len(), workshop.meeting_wishes.len());
    assert_eq!(plan.status, Status::Optimal);
}

#[test]
fn a_solve_tells_what_it_is_at() {
    let workshop = made(200, 3);
    let options = PlanOptions { limits: limits(0.3), ..PlanOptions::default() };
    let mut heard = Vec::new();
    let plan = plan(&workshop, &options, &mut |now| {
        heard.push(now.phase);
        ControlFlow::Continue(())
    })
    .unwrap();
    holds(&workshop, &plan);
    assert!(heard.contains(&Phase::Search), "{heard:?}");
}

#[test]
fn one_thread_and_a_seed_give_the_same_plan() {
    let workshop = made(30, 2);
    let [a, b] = [(); 2].map(|()| planned(&workshop, limits(300.0), None));
    assert_eq!(a.timetable, b.timetable);
}

#[test]
fn threads_find_plans_that_hold_together() {
    let workshop = made(1_000, 5);
    for threads in [2, 3] {
        planned(&workshop, Limits { threads, ..limits(1.0) }, None);
    }
}

#[test]
fn a_broken_timetable_is_repaired_and_what_is_locked_stays() {
    let workshop = made(300, 4);
    let mut start = planned(&workshop, limits(0.5), None).timetable;
    // Two meetings at one table, somebody twice at a time, and one that nobody knows.
    let first = start.placements[0].clone();
    for p in start.placements.iter_mut().skip(1).take(3) {
        (p.start, p.end, p.table, p.room) =
            (first.start, first.end, first.table, first.room.clone());
    }
    start.placements[0].locked = true;
    assert_ne!(judge(&workshop, &start).faults, []);
    let plan = planned(&workshop, limits(0.5), Some(&start));
    let kept = plan.timetable.find(&first.item).expect("what is locked is kept");
    assert_eq!((kept.start, &kept.room, kept.locked), (first.start, &first.room, true));
}

/// Every way of placing a few meetings in one hall.
fn best_by_trying(workshop: &Workshop) -> i64 {
    let wishes = &workshop.meeting_wishes;
    let ways = workshop.slots.len() + 1;
    (0..ways.pow(wishes.len() as u32))
        .filter_map(|mut code| {
            let mut placements = Vec::new();
            for (i, wish) in wishes.iter().enumerate() {
                let slot = code % ways;
                code /= ways;
                let Some(slot) = workshop.slots.get(slot) else { continue };
                placements.push(Placement {
                    item: ItemId::meeting(&wish.from, &wish.to),
                    room: workshop.rooms[0].id.clone(),
                    desk: None,
                    table: Some(i as u32 + 1),
                    start: slot.start,
                    end: slot.end,
                    people: match &ItemId::meeting(&wish.from, &wish.to) {
                        ItemId::Meeting(a, b) => vec![a.clone(), b.clone()],
                        _ => Vec::new(),
                    },
                    locked: false,
                });
            }
            let timetable =
                Timetable { workshop: workshop.id.clone(), name: String::new(), placements };
            let judged = judge(workshop, &timetable);
            judged.faults.is_empty().then_some(judged.objective.total())
        })
        .max()
        .expect("nothing at all is a plan")
}

/// Five people, one of whom is away for a while, three slots and five wishes.
fn few_people(seed: u64, share: u32, away: usize) -> Workshop {
    let mut workshop = made(40, seed);
    workshop.people.truncate(5);
    workshop.rooms.truncate(1);
    workshop.rooms[0].tables = 5;
    workshop.slots.truncate(3);
    workshop.sessions.clear();
    workshop.exclusions.clear();
    workshop.unavailable.clear();
    workshop.rules.fair_share = share;
    let known: Vec<_> = workshop.people.iter().map(|p| p.id.clone()).collect();
    let template = workshop.meeting_wishes[0].clone();
    workshop.meeting_wishes = (0..5u64)
        .map(|i| {
            let a = (seed >> (3 * i)) as usize % 5;
            let b = (a + 1 + (seed >> (2 * i + 1)) as usize % 4) % 5;
            let mut wish = template.clone();
            wish.id = format!("m{i}").as_str().into();
            (wish.from, wish.to) = (known[a].clone(), known[b].clone());
            wish.rank = 1 + i as u32;
            wish
        })
        .collect();
    let mut pairs = std::collections::BTreeSet::new();
    workshop.meeting_wishes.retain(|w| pairs.insert(ItemId::meeting(&w.from, &w.to)));
    workshop.unavailable.push(Unavailable {
        person: known[0].clone(),
        start: workshop.slots[away].start,
        end: workshop.slots[away].end,
        reason: String::new(),
        synthetic: true,
    });
    workshop
}

/// The search proves nothing, but it finds the best of days of a few meetings; and what it found last,
/// however soon, is what is given back.
#[test]
fn small_days_are_planned_best() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let mut accepted = 0;
    for i in 0..60u64 {
        let day = few_people(i * 16_661 % 1_000_000, i as u32 % 3, i as usize % 2);
        let plan = planned(&day, limits(300.0), None);
        let best = best_by_trying(&day);
        assert_eq!(plan.total, best, "{i}");
        let certificate = plan.certificate.expect("a bound");
        let shown = certificate.bound(&day, &plan.timetable).unwrap();
        assert!(best <= shown && plan.bound == Some(shown), "{i}: {:?} {shown}", plan.bound);
        // Nor does one that somebody changed show a bound below the best plan.
        let mut value = serde_json::to_value(&certificate).unwrap();
        for _ in 0..20 {
            spoil(&mut value, &mut rng);
            let read = serde_json::from_value::<Certificate>(value.clone()).ok();
            match read.and_then(|other| other.bound(&day, &plan.timetable).ok()) {
                Some(shown) => {
                    assert!(best <= shown, "{i}: {best} {shown} {value}");
                    accepted += 1;
                }
                // From here on it is none.
                None => value = serde_json::to_value(&certificate).unwrap(),
            }
        }
    }
    assert!(accepted > 100, "{accepted}");
}

/// Repairs a timetable; the judge finds no fault in what comes back, and nothing changes less than is said.
fn repaired(workshop: &Workshop, before: &Timetable, options: &RepairOptions) -> Repaired {
    let found = repair(workshop, before, options, &mut go_on).unwrap();
    mended(workshop, before, &found);
    found
}

fn mended(workshop: &Workshop, before: &Timetable, found: &Repaired) {
    assert_eq!(judge(workshop, &found.timetable), found.judgement);
    assert_eq!(found.judgement.faults, []);
    let [dropped, affected, changed] = cost(before, &found.timetable);
    assert_eq!((found.dropped, found.affected.len()), (dropped, affected));
    let least = [found.least.dropped, found.least.affected, found.least.changed];
    assert!(least <= [dropped, affected, changed], "{least:?}");
}

/// Meetings given up, people of meetings that change, and these meetings.
fn cost(before: &Timetable, after: &Timetable) -> [usize; 3] {
    let changes = changes(before, after);
    let dropped = changes.iter().filter(|c| c.after.is_none()).count();
    let people: std::collections::BTreeSet<_> =
        changes.iter().flat_map(|c| c.before.iter().flat_map(|p| &p.people)).collect();
    [dropped, people.len(), changes.len()]
}

/// What every way of placing what was placed, or giving it up, costs and is worth.
fn every_repair(workshop: &Workshop, before: &Timetable) -> Vec<([usize; 3], i64)> {
    let places: Vec<(usize, u32)> = (0..workshop.slots.len())
        .flat_map(|slot| (1..=workshop.rooms[0].tables).map(move |table| (slot, table)))
        .collect();
    let ways = places.len() + 1;
    let repairs = (0..ways.pow(before.placements.len() as u32)).filter_map(|mut code| {
        let mut after = Timetable { placements: Vec::new(), ..before.clone() };
        for placement in &before.placements {
            if let Some(&(slot, table)) = places.get(code % ways) {
                let (start, end) = (workshop.slots[slot].start, workshop.slots[slot].end);
                let table = Some(table);
                after.placements.push(Placement { start, end, table, ..placement.clone() });
            }
            code /= ways;
        }
        let judged = judge(workshop, &after);
        judged.faults.is_empty().then(|| (cost(before, &after), judged.objective.total()))
    });
    repairs.collect()
}

/// Somebody is away, or a table is gone: nothing changes less than the repair, and nothing that changes as
/// little is worth more; nor anything that affects one person more, where that is allowed.
#[test]
fn repairs_of_a_few_people_change_least_and_are_then_worth_most() {
    let (mut changed, mut worth_more) = (0, 0);
    for i in 0..30u64 {
        let mut day = few_people(i * 16_661 % 1_000_000, i as u32 % 3, i as usize % 2);
        day.meeting_wishes.truncate(4);
        day.rooms[0].tables = 2;
        let before = planned(&day, limits(300.0), None).timetable;
        if i % 3 == 0 {
            day.rooms[0].tables = 1;
        } else {
            let hit = &before.placements[i as usize % before.placements.len()];
            let (person, start, end) = (hit.people[0].clone(), hit.start, hit.end);
            let reason = String::new();
            day.unavailable.push(Unavailable { person, start, end, reason, synthetic: true });
        }
        let every = every_repair(&day, &before);
        let least = every.iter().map(|(cost, _)| *cost).min().unwrap();
        let most = |wanted: &dyn Fn(&[usize; 3]) -> bool| {
            every.iter().filter(|(cost, _)| wanted(cost)).map(|(_, total)| *total).max()
        };
        let found = repaired(&day, &before, &limits(300.0).into());
        assert_eq!(found.status, Status::Optimal, "{i}");
        assert_eq!(cost(&before, &found.timetable), least, "{i}");
        let total = found.judgement.objective.total();
        assert_eq!(Some(total), most(&|cost| *cost == least), "{i}");
        let options = RepairOptions { more_people: 1, ..limits(300.0).into() };
        let found = repaired(&day, &before, &options);
        let with_one_more = found.judgement.objective.total();
        let allowed = |cost: &[usize; 3]| cost[0] <= least[0] && cost[1] <= least[1] + 1;
        assert!(allowed(&cost(&before, &found.timetable)), "{i}");
        assert_eq!(Some(with_one_more), most(&allowed), "{i}");
        changed += usize::from(least[2] > 0);
        worth_more += usize::from(with_one_more > total);
    }
    assert!(changed >= 20 && worth_more >= 1, "{changed} changed, {worth_more} worth more");
}

#[test]
fn a_repair_keeps_what_is_locked_and_gives_its_table_to_nobody() {
    let workshop = made(300, 4);
    let mut before = planned(&workshop, limits(0.5), None).timetable;
    // Two meetings at the table of one that is locked, somebody twice at a time.
    let last = before.placements.len() - 1;
    let locked = before.placements[last].clone();
    for p in before.placements.iter_mut().take(3) {
        (p.start, p.end, p.table, p.room) =
            (locked.start, locked.end, locked.table, locked.room.clone());
    }
    before.placements[last].locked = true;
    assert_ne!(judge(&workshop, &before).faults, []);
    let found = repaired(&workshop, &before, &limits(5.0).into());
    let kept = found.timetable.find(&locked.item).expect("what is locked is kept");
    assert_eq!(kept, &Placement { locked: true, ..locked });
}

/// A table less: those who sat there notice, and no other repair would do with fewer people.
#[test]
fn a_hall_that_loses_a_table_affects_the_fewest() {
    let mut workshop = made(600, 3);
    // The first plan, whatever the machine.
    let options = PlanOptions { limits: limits(60.0), ..PlanOptions::default() };
    let before = plan(&workshop, &options, &mut |_| ControlFlow::Break(())).unwrap().timetable;
    let tables = workshop.rooms[0].tables;
    workshop.rooms[0].tables -= 1;
    let sat = |p: &&Placement| p.room == workshop.rooms[0].id && p.table == Some(tables);
    let sat = before.placements.iter().filter(sat).count();
    let found = repaired(&workshop, &before, &limits(60.0).into());
    assert!(sat > 0);
    // Nobody else notices, though of these people one more meeting may move.
    assert_eq!((found.dropped, found.affected.len()), (0, found.least.affected));
    assert!(found.changes.len() >= sat && found.least.changed >= sat);
    let options = RepairOptions { more_people: 10, ..limits(2.0).into() };
    let freer = repaired(&workshop, &before, &options);
    assert!(freer.affected.len() <= found.affected.len() + 10);
    assert_eq!(freer.dropped, 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// A few people, three slots, five wishes: no plan is worth more than the best, nor a bound less.
    #[test]
    fn small_days_keep_between_plan_and_bound(
        seed in 0u64..1_000_000, share in 0u32..3, away in 0usize..3
    ) {
        let workshop = few_people(seed, share, away);
        let best = best_by_trying(&workshop);
        let plan = planned(&workshop, limits(300.0), None);
        prop_assert!(plan.total <= best, "{} {best}", plan.total);
        prop_assert!(plan.bound.is_none_or(|bound| bound >= best));
    }

    /// Asked to stop after any number of words, the solve ends with a plan that holds.
    #[test]
    fn a_solve_can_be_stopped_at_any_time(words in 0usize..12, threads in 1u32..3) {
        let workshop = made(1_000, 6);
        let options = PlanOptions {
            limits: Limits { threads, ..limits(300.0) },
            ..PlanOptions::default()
        };
        let mut heard = 0;
        let plan = plan(&workshop, &options, &mut |_| {
            heard += 1;
            if heard > words { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
        holds(&workshop, &plan);
        prop_assert!(matches!(plan.status, Status::Feasible | Status::Optimal));
    }

    /// The same of a repair, which comes with what it changes.
    #[test]
    fn a_repair_can_be_stopped_at_any_time(words in 0usize..12, more_people in 0usize..20) {
        let mut workshop = made(600, 3);
        workshop.rooms[0].tables = 8;
        let before = planned(&workshop, limits(0.3), None).timetable;
        workshop.rooms[0].tables = 7;
        let mut heard = 0;
        let options = RepairOptions { limits: limits(300.0), more_people, from: None };
        let found = repair(&workshop, &before, &options, &mut |_| {
            heard += 1;
            if heard > words { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
        .unwrap();
        mended(&workshop, &before, &found);
        prop_assert!(matches!(found.status, Status::Feasible | Status::Optimal));
    }

    /// Any limit gives a plan that holds.
    #[test]
    fn any_limit_gives_a_plan_that_holds(milliseconds in 1u32..700) {
        planned(&made(600, 9), limits(f64::from(milliseconds) / 1000.0), None);
    }
}
