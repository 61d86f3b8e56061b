//! Small random workshops, every placement one could think of for their items, and every timetable of these.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use enishi::domain::*;
use enishi::scheduling::{Fault, judge};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub fn at(hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2022, 5, 10).unwrap().and_hms_opt(hour, minute, 0).unwrap()
}

fn room(id: &str, floor: i32, seats: Option<u32>, tables: u32, features: &[&str]) -> Room {
    Room {
        id: id.into(),
        name: Text::new(id, id),
        floor: Some(floor),
        seats: seats.map(Seats),
        tables,
        features: features.iter().map(|f| f.to_string()).collect(),
        synthetic: true,
    }
}

fn person(i: usize, organisation: &str) -> Person {
    Person {
        id: PersonId::new(format!("p{i}")),
        name: PersonName { family: format!("P{i}"), given: "X".into(), ..Default::default() },
        organisation: organisation.into(),
        sector: Sector::Other,
        department: String::new(),
        position: String::new(),
        laboratory: None,
        languages: vec![],
        synthetic: true,
    }
}

/// A day with two bands, three slots, one desk, up to three talks, and a handful of wishes.
pub fn small_day(seed: u64) -> Workshop {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let people: Vec<Person> = (0..5).map(|i| person(i, if i < 2 { "o1" } else { "o2" })).collect();
    let id = |i: usize| people[i].id.clone();
    let mut sessions = Vec::new();
    for t in 0..rng.random_range(1..=3_usize) {
        let fixed = rng.random_bool(0.25).then(|| Position {
            room: "hall".into(),
            start: if rng.random_bool(0.5) { at(10, 0) } else { at(11, 0) },
        });
        sessions.push(Session {
            id: SessionId::new(format!("t{t}")),
            kind: SessionKind::Talk,
            title: Text::new(format!("t{t}"), ""),
            printed_title: String::new(),
            speakers: vec![id(rng.random_range(0..5))],
            profile: None,
            audience: Audience::All,
            minutes: Minutes(if rng.random_bool(0.8) { 40 } else { 30 }),
            rooms: vec![],
            needs: vec!["stage".into()],
            fixed,
            printed: None,
            after: vec![],
            synthetic: true,
        });
    }
    if sessions.len() > 1 && rng.random_bool(0.3) {
        let before = sessions[0].id.clone();
        sessions[1].after.push(before);
    }
    let mut talk_wishes = Vec::new();
    for p in 0..5 {
        let mut rank = 1;
        for s in &sessions {
            if rng.random_bool(0.6) {
                let session = s.id.clone();
                talk_wishes.push(TalkWish { person: id(p), session, rank, synthetic: true });
                rank += 1;
            }
        }
    }
    let mut meeting_wishes = Vec::new();
    for w in 0..rng.random_range(1..=4) {
        let a = rng.random_range(0..5);
        let b = (a + rng.random_range(1..5)) % 5;
        meeting_wishes.push(MeetingWish {
            id: WishId::new(format!("m{w}")),
            from: id(a),
            to: id(b),
            rank: rng.random_range(1..4),
            about: None,
            synthetic: true,
        });
    }
    let mut unavailable = Vec::new();
    if rng.random_bool(0.4) {
        let start = [at(10, 0), at(11, 20), at(12, 10)][rng.random_range(0..3)];
        unavailable.push(Unavailable {
            person: id(rng.random_range(0..5)),
            start,
            end: start + chrono::Duration::minutes(30),
            reason: String::new(),
            synthetic: true,
        });
    }
    let slot = |i: usize, start: NaiveDateTime| Slot {
        id: SlotId::new(format!("s{i}")),
        start,
        end: start + chrono::Duration::minutes(20),
    };
    Workshop {
        id: "small".into(),
        name: Text::new("小さな一日", "A small day"),
        zone: chrono_tz::Asia::Tokyo,
        days: vec![at(0, 0).date()],
        source: String::new(),
        synthetic_note: Text::default(),
        rules: DayRules {
            lunch: rng.random_bool(0.5).then(|| Lunch {
                from: NaiveTime::from_hms_opt(12, 0, 0).unwrap(),
                to: NaiveTime::from_hms_opt(13, 0, 0).unwrap(),
                minutes: Minutes(30),
            }),
            buffer: Minutes([0, 10][rng.random_range(0..2)]),
            meetings_per_person: rng.random_bool(0.5).then_some(1),
            walk_same_floor: Minutes(2),
            walk_per_floor: Minutes([0, 3, 10][rng.random_range(0..3)]),
            fair_share: 0,
            weights: Weights::default(),
        },
        rooms: vec![
            room("hall", 1, Some(rng.random_range(1..4)), 0, &["stage"]),
            room("loft", 2, None, rng.random_range(0..2), &["stage"]),
            room("court", 1, None, 1, &[]),
        ],
        room_hours: vec![],
        bands: vec![
            Band { id: "b1".into(), start: at(10, 0), end: at(10, 40) },
            Band { id: "b2".into(), start: at(11, 0), end: at(11, 40) },
        ],
        slots: vec![slot(1, at(10, 20)), slot(2, at(11, 40)), slot(3, at(12, 10))],
        sessions,
        desks: vec![Desk {
            id: "d1".into(),
            room: "court".into(),
            name: Text::new("相談卓", "Desk"),
            coordinator: Some(id(4)),
            minutes: Minutes(20),
            expertise: vec![],
            languages: vec![],
            synthetic: true,
        }],
        desk_hours: vec![DeskHours { desk: "d1".into(), start: at(10, 40), end: at(11, 20) }],
        organisations: vec![].into(),
        people: people.clone().into(),
        profiles: vec![].into(),
        meeting_wishes: meeting_wishes.into(),
        group_wishes: if rng.random_bool(0.3) {
            vec![GroupWish {
                id: "g1".into(),
                moderator: id(0),
                members: vec![id(2), id(3)],
                title: String::new(),
                rank: 1,
                synthetic: true,
            }]
        } else {
            vec![]
        },
        consultations: (0..rng.random_range(0..3_usize))
            .map(|c| Consultation {
                id: WishId::new(format!("c{c}")),
                person: id(rng.random_range(0..4)),
                topic: String::new(),
                concepts: vec![],
                lang: Lang::Ja,
                rank: 1,
                synthetic: true,
            })
            .collect(),
        talk_wishes: talk_wishes.into(),
        unavailable,
        exclusions: if rng.random_bool(0.2) {
            vec![Exclusion {
                kind: ExclusionKind::NoThanks,
                person: Some(id(0)),
                organisation: None,
                other_person: Some(id(1)),
                other_organisation: None,
                synthetic: true,
            }]
        } else {
            vec![]
        },
    }
}

/// Every item with whether it must be held and every placement in any room at any known time,
/// sensible or not; the judge sorts them out.
pub fn options_of(w: &Workshop) -> Vec<(ItemId, bool, Vec<Placement>)> {
    let mut items = Vec::new();
    let place = |item: &ItemId, room: &RoomId, start: NaiveDateTime, minutes: u32| Placement {
        item: item.clone(),
        room: room.clone(),
        desk: None,
        table: None,
        start,
        end: start + chrono::Duration::minutes(i64::from(minutes)),
        people: vec![],
        locked: false,
    };
    for s in &w.sessions {
        let item = ItemId::Session(s.id.clone());
        let mut all = Vec::new();
        for room in &w.rooms {
            for band in &w.bands {
                let mut p = place(&item, &room.id, band.start, s.minutes.0);
                p.people = s.speakers.clone();
                all.push(p);
            }
        }
        items.push((item, true, all));
    }
    for c in &w.consultations {
        let item = ItemId::Consultation(c.id.clone());
        let mut all = Vec::new();
        for d in &w.desks {
            for start in (0..15).map(|k| at(10, 0) + chrono::Duration::minutes(10 * k)) {
                let mut p = place(&item, &d.room, start, d.minutes.0);
                p.desk = Some(d.id.clone());
                p.people = std::iter::once(c.person.clone()).chain(d.coordinator.clone()).collect();
                all.push(p);
            }
        }
        items.push((item, false, all));
    }
    let mut meetings: Vec<(ItemId, Vec<PersonId>)> = w
        .meeting_wishes
        .iter()
        .map(|m| (ItemId::meeting(&m.from, &m.to), vec![m.from.clone(), m.to.clone()]))
        .collect();
    meetings.sort_by(|a, b| a.0.cmp(&b.0));
    meetings.dedup_by(|a, b| a.0 == b.0);
    for g in &w.group_wishes {
        let people = std::iter::once(g.moderator.clone()).chain(g.members.clone()).collect();
        meetings.push((ItemId::Group(g.id.clone()), people));
    }
    for (item, people) in meetings {
        let mut all = Vec::new();
        for room in &w.rooms {
            for slot in &w.slots {
                for table in 1..=room.tables {
                    let mut p = place(&item, &room.id, slot.start, 0);
                    p.end = slot.end;
                    p.people = people.clone();
                    p.table = Some(table);
                    all.push(p);
                }
            }
        }
        items.push((item, false, all));
    }
    items
}

/// The best total over every timetable the judge lets pass, by trying them all.
#[allow(dead_code)] // not every test tries
pub fn brute_force(workshop: &Workshop) -> Option<i64> {
    let mut best = None;
    every_timetable(workshop, &mut |_, total| best = best.max(Some(total)));
    best
}

/// Tells of every timetable the judge lets pass, with its total.
#[allow(dead_code)] // not every test tries
pub fn every_timetable(workshop: &Workshop, tell: &mut dyn FnMut(&Timetable, i64)) {
    fn extend(
        workshop: &Workshop,
        items: &[(ItemId, bool, Vec<Placement>)],
        timetable: &mut Timetable,
        tell: &mut dyn FnMut(&Timetable, i64),
    ) {
        let judgement = judge(workshop, timetable);
        let broken = judgement.faults.iter().any(|f| !matches!(f, Fault::SessionMissing { .. }));
        if broken {
            return;
        }
        let Some(((_, must, placements), rest)) = items.split_first() else {
            if judgement.faults.is_empty() {
                tell(timetable, judgement.objective.total());
            }
            return;
        };
        if !must {
            extend(workshop, rest, timetable, tell);
        }
        for p in placements {
            timetable.placements.push(p.clone());
            extend(workshop, rest, timetable, tell);
            timetable.placements.pop();
        }
    }
    let mut timetable =
        Timetable { workshop: workshop.id.clone(), name: "brute".into(), placements: vec![] };
    extend(workshop, &options_of(workshop), &mut timetable, tell);
}
