//! Small sound workshops with unruly texts, for round trips.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use enishi::domain::*;
use proptest::prelude::*;
use proptest::sample::select;

/// Text as people write it and as spreadsheets fear it; not blank, as blank cells are empty.
fn text() -> impl Strategy<Value = String> {
    "[あ-う漢字髙﨑①a-cA-C0-9,;\"'=+@\\\\:|_x \t\n-]{1,14}"
        .prop_filter("blank cells are empty", |text| !text.trim().is_empty())
}

fn maybe_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), text()]
}

/// An item of a list: its ends are trimmed and it is normalised.
fn word() -> impl Strategy<Value = String> {
    "[a-c漢\"'=;\\\\][a-c漢 ;\\\\,]{0,4}[a-c漢]"
}

fn both() -> impl Strategy<Value = Text> {
    (text(), maybe_text()).prop_map(|(ja, en)| Text::new(ja, en))
}

fn concept() -> impl Strategy<Value = ConceptId> {
    select(vec!["modality.catheter", "modality.nucleic-acid", "resource.ip"])
        .prop_map(ConceptId::from)
}

fn tags() -> impl Strategy<Value = Vec<Tag>> {
    use TagState::{Confirmed, Removed, Suggested};
    proptest::option::of((concept(), select(vec![Suggested, Confirmed, Removed]))).prop_map(|tag| {
        tag.into_iter()
            .map(|(concept, state)| {
                // Of a tag a sheet keeps the concept and its state.
                let weight = if state == Removed { 0.0 } else { 1.0 };
                Tag { concept, weight, state, evidence: vec![] }
            })
            .collect()
    })
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (1901..2199i32, 1..366u32)
        .prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day.min(365)).unwrap())
}

prop_compose! {
    fn rules()(
        lunch in any::<bool>(),
        buffer in 0..20u32,
        cap in proptest::option::of(1..9u32),
        walk in (0..9u32, 0..9u32),
        points in proptest::collection::vec(0..50i64, 1..5),
    ) -> DayRules {
        DayRules {
            lunch: lunch.then(|| Lunch {
                from: NaiveTime::from_hms_opt(11, 40, 0).unwrap(),
                to: NaiveTime::from_hms_opt(13, 5, 0).unwrap(),
                minutes: Minutes(40),
            }),
            buffer: Minutes(buffer),
            meetings_per_person: cap,
            walk_same_floor: Minutes(walk.0),
            walk_per_floor: Minutes(walk.1),
            fair_share: 0,
            weights: Weights { talk: points, ..Weights::default() },
        }
    }
}

prop_compose! {
    fn room(i: usize)(
        name in both(),
        floor in proptest::option::of(-3..60i32),
        seats in proptest::option::of(1..900u32),
        features in proptest::collection::vec(word(), 0..3),
        synthetic in any::<bool>(),
    ) -> Room {
        Room {
            id: RoomId(format!("部屋-{i}")),
            name,
            floor,
            seats: seats.map(Seats),
            tables: i as u32,
            features,
            synthetic,
        }
    }
}

prop_compose! {
    fn person(i: usize)(
        names in (text(), maybe_text(), maybe_text()),
        sector in select(vec![Sector::Industry, Sector::Academia, Sector::Other]),
        words in (maybe_text(), maybe_text()),
        laboratory in proptest::option::of(select(vec!["lab-1", "研究室"])),
        languages in select(vec![vec![], vec![Lang::Ja], vec![Lang::En, Lang::Ja]]),
    ) -> Person {
        let (family, given, family_kana) = names;
        Person {
            id: PersonId(format!("p{i}")),
            name: PersonName { family, given, family_kana, ..PersonName::default() },
            organisation: format!("o{}", i % 2).as_str().into(),
            sector,
            department: words.0,
            position: words.1,
            laboratory: laboratory.map(LaboratoryId::from),
            languages,
            synthetic: true,
        }
    }
}

prop_compose! {
    fn profile(i: usize)(
        texts in (text(), maybe_text(), maybe_text(), maybe_text()),
        phase in proptest::option::of(select(vec![Phase::Basic, Phase::Marketed])),
        tags in tags(),
        people in select(vec![vec![], vec!["p1"], vec!["p2", "p0"]]),
    ) -> Profile {
        let (title, text, seeks, offers) = texts;
        Profile {
            id: ProfileId(format!("f{i}")),
            kind: [ProfileKind::Need, ProfileKind::Seed][i % 2],
            organisation: "o1".into(),
            people: people.into_iter().map(PersonId::from).collect(),
            laboratory: None,
            lang: Lang::ALL[i % 2],
            title,
            text,
            seeks,
            offers,
            phase,
            tags,
            synthetic: true,
        }
    }
}

prop_compose! {
    /// A workshop of one or two days with every sheet in use.
    pub fn small_workshop()(
        first in day(),
        two in any::<bool>(),
        texts in (both(), maybe_text(), both(), text(), text(), text()),
        rules in rules(),
        rooms in (room(0), room(1), room(2)),
        people in (person(0), person(1), person(2), person(3)),
        profiles in (profile(0), profile(1)),
        organisation in (both(), maybe_text(), proptest::option::of(any::<bool>()), proptest::option::of(day())),
        start_minute in 0..55u32,
        concepts in proptest::option::of(concept()),
    ) -> Workshop {
        let days: Vec<NaiveDate> = first.iter_days().take(if two { 2 } else { 1 }).collect();
        let at = |minutes: i64| {
            first.and_hms_opt(9, start_minute, 0).unwrap() + TimeDelta::minutes(minutes)
        };
        let (name, source, synthetic_note, title, reason, topic) = texts;
        let position = |room: &str, minutes| Position { room: room.into(), start: at(minutes) };
        let session = |id: &str, kind, minutes| Session {
            id: id.into(),
            kind,
            title: Text::new(title.clone(), ""),
            printed_title: String::new(),
            speakers: vec![],
            profile: None,
            audience: Audience::default(),
            minutes: Minutes(minutes),
            rooms: vec![],
            needs: vec![],
            fixed: None,
            printed: None,
            after: vec![],
            synthetic: false,
        };
        Workshop {
            id: "w".into(),
            name,
            zone: chrono_tz::Tz::Asia__Kathmandu,
            days,
            source,
            synthetic_note,
            rules,
            room_hours: vec![RoomHours { room: "部屋-1".into(), start: at(0), end: at(300) }],
            bands: vec![
                Band { id: "b1".into(), start: at(0), end: at(60) },
                Band { id: "b2".into(), start: at(60), end: at(130) },
            ],
            slots: vec![Slot { id: "s1".into(), start: at(140), end: at(160) }],
            sessions: vec![
                Session {
                    speakers: vec!["p0".into(), "p1".into()],
                    needs: rooms.0.features.clone(),
                    rooms: vec!["部屋-0".into()],
                    fixed: Some(position("部屋-0", 0)),
                    ..session("t1", SessionKind::Plenary, 50)
                },
                Session {
                    printed: Some(position("部屋-2", 60)),
                    printed_title: topic.clone(),
                    profile: Some("f1".into()),
                    audience: Audience::Academia,
                    after: vec!["t1".into()],
                    ..session("t2", SessionKind::Talk, 45)
                },
            ],
            rooms: vec![rooms.0, rooms.1, rooms.2],
            desks: vec![Desk {
                id: "d1".into(),
                room: "部屋-2".into(),
                name: Text::default(),
                coordinator: Some("p3".into()),
                minutes: Minutes(25),
                expertise: concepts.clone().into_iter().collect(),
                languages: vec![Lang::En],
                synthetic: true,
            }],
            desk_hours: vec![DeskHours { desk: "d1".into(), start: at(100), end: at(200) }],
            organisations: vec![
                Organisation {
                    id: "o0".into(),
                    name: organisation.0,
                    kana: organisation.1,
                    kind: OrganisationKind::Startup,
                    size: Some(OrganisationSize::Small),
                    region: "東京都".into(),
                    registered_on: organisation.3,
                    domestic: organisation.2,
                    deemed_large: None,
                    synthetic: true,
                },
                Organisation {
                    id: "o1".into(),
                    name: Text::new("", "Institute"),
                    kana: String::new(),
                    kind: OrganisationKind::Academia,
                    size: None,
                    region: String::new(),
                    registered_on: None,
                    domestic: None,
                    deemed_large: Some(false),
                    synthetic: false,
                },
            ].into(),
            people: vec![people.0, people.1, people.2, people.3].into(),
            profiles: vec![profiles.0, profiles.1].into(),
            meeting_wishes: vec![MeetingWish {
                id: "m1".into(),
                from: "p0".into(),
                to: "p1".into(),
                rank: 3,
                about: Some("f0".into()),
                synthetic: true,
            }].into(),
            group_wishes: vec![GroupWish {
                id: "g1".into(),
                moderator: "p3".into(),
                members: vec!["p0".into(), "p1".into()],
                title: reason.clone(),
                rank: 1,
                synthetic: false,
            }],
            consultations: vec![Consultation {
                id: "c1".into(),
                person: "p1".into(),
                topic,
                concepts: concepts.into_iter().collect(),
                lang: Lang::En,
                rank: 2,
                synthetic: true,
            }],
            talk_wishes: vec![TalkWish {
                person: "p2".into(),
                session: "t1".into(),
                rank: 1,
                synthetic: true,
            }].into(),
            unavailable: vec![Unavailable {
                person: "p2".into(),
                start: at(-540),
                end: at(30),
                reason,
                synthetic: false,
            }],
            exclusions: vec![
                Exclusion {
                    kind: ExclusionKind::NoThanks,
                    person: Some("p0".into()),
                    organisation: None,
                    other_person: None,
                    other_organisation: Some("o1".into()),
                    synthetic: true,
                },
            ],
        }
    }
}
