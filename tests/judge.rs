//! The judge, rule by rule: an innocent timetable, and for each rule an offender that breaks it.

#[allow(dead_code)]
mod small_days;

use chrono::{Duration, NaiveTime};
use enishi::domain::*;
use enishi::scheduling::{Fault, Names, Rule, explain, judge, places};
use small_days::{at, small_day};

/// A day on which everything is known by hand.
fn day() -> Workshop {
    let mut w = small_day(0);
    let talk = |id: &str, speaker: &str, after: &[&str]| Session {
        id: id.into(),
        kind: SessionKind::Talk,
        title: Text::new(id, id),
        printed_title: String::new(),
        speakers: vec![speaker.into()],
        profile: None,
        audience: Audience::All,
        minutes: Minutes(40),
        rooms: vec![],
        needs: vec!["stage".into()],
        fixed: None,
        printed: None,
        after: after.iter().map(|a| (*a).into()).collect(),
        synthetic: true,
    };
    w.sessions = vec![talk("t0", "p0", &[]), talk("t1", "p1", &["t0"]), talk("t2", "p3", &[])];
    w.sessions[2].fixed = Some(Position { room: "loft".into(), start: at(10, 0) });
    w.rooms[0].seats = Some(Seats(1));
    w.rooms[1].tables = 1;
    w.rooms[2].tables = 2;
    w.talk_wishes = vec![
        TalkWish { person: "p2".into(), session: "t1".into(), rank: 1, synthetic: true },
        TalkWish { person: "p3".into(), session: "t1".into(), rank: 1, synthetic: true },
    ]
    .into();
    let wish = |id: &str, from: &str, to: &str| MeetingWish {
        id: id.into(),
        from: from.into(),
        to: to.into(),
        rank: 1,
        about: None,
        synthetic: true,
    };
    w.meeting_wishes = vec![
        wish("m0", "p0", "p2"),
        wish("m1", "p2", "p0"),
        wish("m2", "p1", "p3"),
        wish("m3", "p0", "p1"),
    ]
    .into();
    w.group_wishes = vec![];
    w.consultations = vec![Consultation {
        id: "c0".into(),
        person: "p2".into(),
        topic: String::new(),
        concepts: vec!["regulation.patent".into()],
        lang: Lang::Ja,
        rank: 1,
        synthetic: true,
    }];
    w.desks[0].expertise = vec!["regulation.patent".into()];
    w.unavailable = vec![];
    w.exclusions = vec![];
    w.rules = DayRules {
        lunch: Some(Lunch {
            from: NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
            to: NaiveTime::from_hms_opt(13, 0, 0).unwrap(),
            minutes: Minutes(30),
        }),
        buffer: Minutes(0),
        meetings_per_person: Some(2),
        walk_same_floor: Minutes(2),
        walk_per_floor: Minutes(3),
        fair_share: 0,
        weights: Weights::default(),
    };
    w
}

fn session(id: &str, room: &str, start: (u32, u32), speaker: &str) -> Placement {
    Placement {
        item: ItemId::Session(id.into()),
        room: room.into(),
        desk: None,
        table: None,
        start: at(start.0, start.1),
        end: at(start.0, start.1) + Duration::minutes(40),
        people: vec![speaker.into()],
        locked: false,
    }
}

fn meeting(a: &str, b: &str, room: &str, table: u32, start: (u32, u32)) -> Placement {
    Placement {
        item: ItemId::meeting(&a.into(), &b.into()),
        room: room.into(),
        desk: None,
        table: Some(table),
        start: at(start.0, start.1),
        end: at(start.0, start.1) + Duration::minutes(20),
        people: vec![a.into(), b.into()],
        locked: false,
    }
}

fn timetable() -> Timetable {
    Timetable {
        workshop: "small".into(),
        name: "by hand".into(),
        placements: vec![
            session("t0", "hall", (10, 0), "p0"),
            session("t1", "hall", (11, 0), "p1"),
            session("t2", "loft", (10, 0), "p3"),
            meeting("p0", "p2", "court", 1, (12, 10)),
            meeting("p1", "p3", "court", 2, (12, 10)),
            Placement {
                item: ItemId::Consultation("c0".into()),
                room: "court".into(),
                desk: Some("d1".into()),
                table: None,
                start: at(10, 40),
                end: at(11, 0),
                people: vec!["p2".into(), "p4".into()],
                locked: false,
            },
        ],
    }
}

const T0: usize = 0;
const T1: usize = 1;
const T2: usize = 2;
const M0: usize = 3;
const C0: usize = 5;

#[test]
fn an_innocent_timetable_has_no_fault_and_counts_by_hand() {
    let judgement = judge(&day(), &timetable());
    assert_eq!(judgement.faults, []);
    let o = judgement.objective;
    // p2 consults 10:40–11:00 in the court, 2 minutes from the hall: too late for t1 at 11:00.
    // p3 speaks in the loft until 10:40 and has 20 minutes to walk: hears t1, 30 points.
    assert_eq!(o.talks, 30);
    assert_eq!(o.consultations, 30);
    // p0 – p2 wished by both (3 + 3), p1 – p3 by one (3).
    assert_eq!(o.meetings, 9);
    // Two wish t1, the hall has one seat.
    assert_eq!(o.seats_short, -10);
    assert_eq!(o.total(), 59);
}

/// An edit of the innocent day and timetable, and the rule it breaks.
type Offender = (Rule, &'static str, fn(&mut Workshop, &mut Timetable));

const OFFENDERS: &[Offender] = &[
    (Rule::Known, "a session nobody knows", |_, t| {
        t.placements[T0].item = ItemId::Session("t9".into());
        t.placements.push(session("t0", "hall", (10, 0), "p0"));
    }),
    (Rule::Known, "a room nobody knows", |_, t| t.placements[M0].room = "cellar".into()),
    (Rule::Known, "a desk nobody knows", |_, t| t.placements[C0].desk = Some("d9".into())),
    (Rule::Once, "an item twice", |_, t| {
        t.placements.push(meeting("p0", "p2", "court", 1, (11, 40)));
    }),
    (Rule::People, "a speaker is missing", |_, t| t.placements[T0].people.clear()),
    (Rule::People, "somebody is there who should not", |_, t| {
        t.placements[T0].people.push("p4".into());
    }),
    (Rule::People, "the desk's coordinator is missing", |_, t| {
        t.placements[C0].people.truncate(1);
    }),
    (Rule::Length, "a talk is cut short", |_, t| t.placements[T0].end = at(10, 30)),
    (Rule::Offered, "a talk between the bands", |_, t| {
        t.placements[T1] = session("t1", "hall", (10, 50), "p1");
    }),
    (Rule::Offered, "a talk in a room without a stage", |_, t| {
        t.placements[T1].room = "court".into();
    }),
    (Rule::Offered, "a meeting outside the slots", |_, t| {
        t.placements[M0] = meeting("p0", "p2", "court", 1, (12, 0));
    }),
    (Rule::Offered, "a meeting in a closed room", |w, _| {
        w.room_hours.push(RoomHours { room: "court".into(), start: at(9, 0), end: at(12, 0) });
    }),
    (Rule::Offered, "a talk in a room that is closed by then", |w, t| {
        let room = t.placements[T1].room.clone();
        w.room_hours.push(RoomHours { room, start: at(9, 0), end: at(11, 30) });
    }),
    (Rule::Offered, "a consultation off the desk's grid", |_, t| {
        t.placements[C0].start = at(10, 50);
        t.placements[C0].end = at(11, 10);
    }),
    (Rule::Fixed, "a fixed session moves", |_, t| {
        t.placements[T2] = session("t2", "loft", (11, 0), "p3");
    }),
    (Rule::Held, "a session is left out", |_, t| {
        t.placements.remove(T2);
    }),
    (Rule::PlaceFree, "two meetings at one table", |_, t| t.placements[M0].table = Some(2)),
    (Rule::PlaceFree, "a session over the tables of its room", |w, t| {
        w.meeting_wishes.push(MeetingWish {
            id: "m9".into(),
            from: "p2".into(),
            to: "p4".into(),
            rank: 1,
            about: None,
            synthetic: true,
        });
        t.placements.push(meeting("p2", "p4", "loft", 1, (10, 20)));
    }),
    (Rule::TableExists, "a table the room does not have", |_, t| {
        t.placements[M0].table = Some(3);
    }),
    (Rule::TableExists, "a meeting without a table", |_, t| t.placements[M0].table = None),
    (Rule::SeatsEnough, "two speakers, one seat", |w, t| {
        w.sessions[0].speakers.push("p4".into());
        t.placements[T0].people.push("p4".into());
    }),
    (Rule::DeskSuits, "the desk lacks the expertise", |w, _| {
        w.desks[0].expertise = vec!["regulation.gmp".into()];
    }),
    (Rule::DeskSuits, "the desk lacks the language", |w, _| {
        w.desks[0].languages = vec![Lang::En];
    }),
    (Rule::PersonFree, "one person in two places", |_, t| {
        t.placements.push(meeting("p0", "p1", "loft", 1, (12, 10)));
    }),
    (Rule::Walking, "no time to walk", |_, t| {
        // p0 speaks in the hall until 10:40 … and p1 – p0 meet in the loft at 11:40 right after t1.
        t.placements.push(meeting("p0", "p1", "loft", 1, (11, 40)));
    }),
    (Rule::Walking, "no buffer between two meetings", |w, t| {
        w.rules.buffer = Minutes(30);
        t.placements.push(meeting("p0", "p1", "court", 1, (11, 40)));
        // Both p0 and p1 meet others from 12:10 on, ten minutes later.
        w.rules.walk_same_floor = Minutes(0);
    }),
    (Rule::Available, "a speaker is away", |w, _| {
        w.unavailable.push(Unavailable {
            person: "p0".into(),
            start: at(10, 30),
            end: at(10, 35),
            reason: String::new(),
            synthetic: true,
        });
    }),
    (Rule::Lunch, "no lunch", |w, _| {
        w.rules.lunch = Some(Lunch {
            from: NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
            to: NaiveTime::from_hms_opt(12, 35, 0).unwrap(),
            minutes: Minutes(20),
        });
    }),
    (Rule::Cap, "more meetings than the cap", |w, _| w.rules.meetings_per_person = Some(0)),
    (Rule::Precedence, "before its predecessor", |_, t| {
        t.placements[T0] = session("t0", "hall", (11, 0), "p0");
        t.placements[T1] = session("t1", "hall", (10, 0), "p1");
    }),
    (Rule::Excluded, "no thanks", |w, _| {
        w.exclusions.push(Exclusion {
            kind: ExclusionKind::NoThanks,
            person: Some("p2".into()),
            organisation: None,
            other_person: Some("p0".into()),
            other_organisation: None,
            synthetic: true,
        });
    }),
    (Rule::Excluded, "rival organisations", |w, _| {
        w.exclusions.push(Exclusion {
            kind: ExclusionKind::Rival,
            person: None,
            organisation: Some("o1".into()),
            other_person: None,
            other_organisation: Some("o2".into()),
            synthetic: true,
        });
    }),
];

#[test]
fn each_rule_has_an_offender_that_breaks_it() {
    for (rule, what, edit) in OFFENDERS {
        let (mut w, mut t) = (day(), timetable());
        edit(&mut w, &mut t);
        let faults = judge(&w, &t).faults;
        assert!(faults.iter().any(|f| f.rule() == *rule), "{what}: {faults:?}");
        for lang in Lang::ALL {
            assert!(faults.iter().all(|f| !f.sentence(&Names::of(&w, lang)).is_empty()));
        }
    }
    for rule in Rule::ALL {
        assert!(OFFENDERS.iter().any(|o| o.0 == rule), "{rule:?} has no offender");
        assert!(Lang::ALL.iter().all(|l| !rule.sentence(*l).is_empty()));
    }
}

#[test]
fn locked_placements_and_the_order_of_placements_do_not_change_a_judgement() {
    let (w, mut t) = (day(), timetable());
    let before = judge(&w, &t);
    t.placements.reverse();
    t.placements.iter_mut().for_each(|p| p.locked = true);
    assert_eq!(judge(&w, &t), before);
}

#[test]
fn a_fault_says_who_what_and_when() {
    let (w, mut t) = (day(), timetable());
    t.placements[M0].table = Some(2);
    let faults = judge(&w, &t).faults;
    assert!(matches!(&faults[..], [Fault::PlaceTaken { .. }]), "{faults:?}");
    let said = faults[0].sentence(&Names::of(&w, Lang::En));
    let both = |a: usize, b: usize| {
        let name = |i: usize| w.people[i].name.full(Lang::En);
        said.contains(&format!("{} and {}", name(a), name(b)))
    };
    assert!(both(0, 2) && both(1, 3) && said.contains("12:10"), "{said}");
}

/// A place is open exactly where the judge passes the day with the item there, and worth what the
/// judge says.
#[test]
fn places_say_before_a_move_what_the_judge_says_after() {
    let (w, t) = (day(), timetable());
    let before = judge(&w, &t);
    assert_eq!(before.faults, []);
    let (mut open, mut closed) = (0, 0);
    let placed = t.placements.iter().map(|p| p.item.clone());
    for item in placed.chain(explain(&w, &t).into_iter().map(|u| u.item)) {
        for place in places(&w, &t, &item).unwrap() {
            let mut moved = t.clone();
            moved.placements.retain(|p| p.item != item);
            moved.placements.push(place.placement.clone());
            assert_ne!(t.find(&item), Some(&place.placement), "where it stands is no move");
            let after = judge(&w, &moved);
            assert_eq!(after.faults.is_empty(), place.faults.is_empty(), "{place:?}");
            match place.gain {
                Some(gain) => {
                    assert_eq!(gain, after.objective.total() - before.objective.total());
                    open += 1;
                }
                None => closed += 1,
            }
        }
    }
    assert!(open > 0 && closed > 0, "{open} open, {closed} closed");
    let unknown = ItemId::Group("nothing".into());
    assert_eq!(places(&w, &t, &unknown), None);
}

/// What was broken already is not held against a place.
#[test]
fn places_blame_a_move_for_its_own_faults_only() {
    let (w, mut t) = (day(), timetable());
    let item = t.placements[M0].item.clone();
    let open = |t: &Timetable| {
        let all = places(&w, t, &item).unwrap();
        all.into_iter().filter(|p| p.faults.is_empty()).count()
    };
    let before = open(&t);
    let other = t.placements.iter().position(|p| matches!(p.item, ItemId::Session(_))).unwrap();
    t.placements[other].end += Duration::minutes(1);
    assert!(!judge(&w, &t).faults.is_empty());
    assert!(before > 0 && open(&t) > 0);
}

#[test]
fn sentences_name_people_and_places_not_ids() {
    let (mut w, mut t) = (day(), timetable());
    for (i, person) in w.people.iter_mut().enumerate() {
        person.name.family = format!("山田{i}");
        person.name.given = "花子".into();
    }
    w.rooms.iter_mut().for_each(|r| r.name = Text::new("大広間", "great hall"));
    t.placements[M0].table = Some(2);
    let said = judge(&w, &t).faults[0].sentence(&Names::of(&w, Lang::Ja));
    assert!(said.contains("山田0 花子さんと山田2 花子さんの面談"), "{said}");
    assert!(said.contains("「大広間」"), "{said}");
}
