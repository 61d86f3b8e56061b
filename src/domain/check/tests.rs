//! Each fault with an offender, found alone and in its place, and an innocent that is left alone.

use crate::domain::{
    Band, ConceptId, DeskHours, Exclusion, ExclusionKind, GroupWish, Lunch, MeetingWish, Minutes,
    Position, RoomHours, Seats, Session, Sheet, Slot, Tag, TagState, TalkWish, Unavailable,
    Workshop, check,
};
use chrono::{NaiveDate, NaiveDateTime};

const SOUND: &str = r#"{
  "id": "w", "name": {"ja": "例"}, "zone": "Asia/Tokyo",
  "days": ["2022-05-10", "2022-05-11"], "rules": {},
  "rooms": [
    {"id": "hall", "name": {"ja": "ホール"}, "features": ["stage"]},
    {"id": "space", "name": {"ja": "交流"}, "tables": 2}
  ],
  "room_hours": [{"room": "space", "start": "2022-05-10T09:00:00", "end": "2022-05-10T17:00:00"}],
  "bands": [
    {"id": "b1", "start": "2022-05-10T10:00:00", "end": "2022-05-10T11:00:00"},
    {"id": "b2", "start": "2022-05-10T11:00:00", "end": "2022-05-10T12:00:00"}
  ],
  "slots": [{"id": "s1", "start": "2022-05-10T13:00:00", "end": "2022-05-10T13:20:00"}],
  "sessions": [
    {"id": "t1", "kind": "talk", "title": {"ja": "一"}, "minutes": 50, "speakers": ["p1"],
     "needs": ["stage"], "fixed": {"room": "hall", "start": "2022-05-10T10:00:00"}},
    {"id": "t2", "kind": "talk", "title": {"ja": "二"}, "minutes": 50, "speakers": ["p2"],
     "after": ["t1"]}
  ],
  "desks": [{"id": "d1", "room": "hall", "name": {}, "coordinator": "p3", "minutes": 20}],
  "desk_hours": [{"desk": "d1", "start": "2022-05-10T13:00:00", "end": "2022-05-10T14:00:00"}],
  "organisations": [
    {"id": "o1", "name": {"ja": "株式会社甲"}, "kind": "company"},
    {"id": "o2", "name": {"ja": "乙大学"}, "kind": "academia"}
  ],
  "people": [
    {"id": "p1", "name": {"family": "甲", "given": ""}, "organisation": "o1", "sector": "industry"},
    {"id": "p2", "name": {"family": "乙", "given": ""}, "organisation": "o2", "sector": "academia"},
    {"id": "p3", "name": {"family": "丙", "given": ""}, "organisation": "o2", "sector": "other"}
  ],
  "profiles": [{"id": "f1", "kind": "need", "organisation": "o1", "people": ["p1"], "lang": "ja",
                "title": "題", "text": "静菌材料"}],
  "meeting_wishes": [{"id": "m1", "from": "p1", "to": "p2", "rank": 1, "about": "f1"}],
  "group_wishes": [{"id": "g1", "moderator": "p3", "members": ["p1", "p2"], "title": "", "rank": 1}],
  "consultations": [{"id": "c1", "person": "p2", "topic": "", "rank": 1}],
  "talk_wishes": [{"person": "p2", "session": "t1", "rank": 1}],
  "unavailable": [{"person": "p2", "start": "2022-05-11T00:00:00", "end": "2022-05-12T00:00:00"}],
  "exclusions": [{"kind": "no_thanks", "person": "p1", "other_organisation": "o2"}]
}"#;

fn sound() -> Workshop {
    serde_json::from_str(SOUND).unwrap()
}

fn at(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2022, 5, day).unwrap().and_hms_opt(hour, minute, 0).unwrap()
}

/// The change gives exactly one fault, in this place, with these words, and said in Japanese too.
#[track_caller]
fn faulty(place: (Sheet, Option<usize>, &str), words: &str, change: impl FnOnce(&mut Workshop)) {
    let mut workshop = sound();
    change(&mut workshop);
    let faults = check(&workshop);
    let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(faults.len(), 1, "{shown:#?}");
    let fault = &faults[0];
    assert_eq!((fault.sheet, fault.entry, fault.column.as_str()), place, "{shown:?}");
    assert!(shown[0].contains(words), "{shown:?}");
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{30fe}');
    let problem = fault.problem.text();
    assert!(problem.ja.contains(kana) && !problem.en.contains(kana), "{problem:?}");
}

#[track_caller]
fn innocent(change: impl FnOnce(&mut Workshop)) {
    let mut workshop = sound();
    change(&mut workshop);
    let shown: Vec<String> = check(&workshop).iter().map(ToString::to_string).collect();
    assert!(shown.is_empty(), "{shown:#?}");
}

use Sheet::*;

#[test]
fn a_sound_workshop_has_no_fault() {
    innocent(|_| {});
}

#[test]
fn ids_differ_within_a_sheet() {
    faulty((People, Some(3), "id"), "\"p1\" is already used in entry 1", |w| {
        let twin = w.people[0].clone();
        w.people.push(twin);
    });
    // Ids of different sheets may be the same.
    innocent(|w| w.bands[0].id = "s1".into());
}

#[test]
fn ids_are_well_formed() {
    for (id, words) in [
        ("", "missing"),
        ("a;b", "without ;"),
        ("../b1", "without ; /"),
        (" b1", "without spaces"),
        ("Ｂ１", "half-width"),
    ] {
        faulty((Bands, Some(0), "id"), words, |w| w.bands[0].id = id.into());
    }
    faulty((Bands, Some(0), "id"), "at most 200", |w| {
        w.bands[0].id = "x".repeat(201).as_str().into()
    });
    innocent(|w| w.bands[0].id = "午前の部 1".into());
}

#[test]
fn an_empty_workshop_is_said_to_be() {
    let empty = Workshop {
        days: vec![],
        ..serde_json::from_str(
            r#"{"id":"w","name":{},"zone":"Asia/Tokyo","days":[],"rules":{},"rooms":[]}"#,
        )
        .unwrap()
    };
    let places: Vec<(Sheet, String)> =
        check(&empty).into_iter().map(|fault| (fault.sheet, fault.column)).collect();
    let expected = [(Workshop, "days"), (Rooms, ""), (People, "")];
    assert_eq!(places, expected.map(|(sheet, column)| (sheet, column.to_owned())));
}

#[test]
fn what_people_read_has_a_name() {
    faulty((Rooms, Some(0), "name_ja"), "missing", |w| w.rooms[0].name.ja.clear());
    faulty((Sessions, Some(1), "title_ja"), "missing", |w| w.sessions[1].title.ja.clear());
    faulty((Organisations, Some(0), "name_ja"), "missing", |w| {
        w.organisations[0].name.ja.clear();
    });
    faulty((People, Some(0), "family"), "missing", |w| w.people[0].name.family.clear());
    faulty((Profiles, Some(0), "title"), "missing", |w| w.profiles[0].title.clear());
    innocent(|w| w.rooms[0].name = crate::domain::Text::new("", "Hall"));
}

#[test]
fn every_reference_leads_somewhere() {
    let wrong = |place, change: fn(&mut Workshop)| faulty(place, "; did you mean", change);
    wrong((RoomHours, Some(0), "room"), |w| w.room_hours[0].room = "spaec".into());
    wrong((Sessions, Some(0), "speakers"), |w| w.sessions[0].speakers = vec!["p9".into()]);
    wrong((Sessions, Some(0), "fixed_room"), |w| {
        w.sessions[0].fixed = Some(Position { room: "hal".into(), start: at(10, 10, 0) });
    });
    wrong((Sessions, Some(0), "printed_room"), |w| {
        w.sessions[0].printed = Some(Position { room: "hal".into(), start: at(10, 10, 0) });
    });
    wrong((Sessions, Some(0), "rooms"), |w| {
        w.sessions[0].rooms = vec!["hall".into(), "hal".into()];
    });
    wrong((Sessions, Some(1), "after"), |w| w.sessions[1].after = vec!["t11".into()]);
    wrong((Sessions, Some(0), "profile"), |w| w.sessions[0].profile = Some("f2".into()));
    wrong((Desks, Some(0), "room"), |w| w.desks[0].room = "holl".into());
    wrong((Desks, Some(0), "coordinator"), |w| w.desks[0].coordinator = Some("p9".into()));
    wrong((DeskHours, Some(0), "desk"), |w| w.desk_hours[0].desk = "d2".into());
    wrong((People, Some(1), "organisation"), |w| w.people[1].organisation = "o3".into());
    wrong((Profiles, Some(0), "organisation"), |w| w.profiles[0].organisation = "o3".into());
    wrong((Profiles, Some(0), "people"), |w| w.profiles[0].people = vec!["p9".into()]);
    wrong((MeetingWishes, Some(0), "from"), |w| w.meeting_wishes[0].from = "p9".into());
    wrong((MeetingWishes, Some(0), "to"), |w| w.meeting_wishes[0].to = "p9".into());
    wrong((MeetingWishes, Some(0), "about"), |w| w.meeting_wishes[0].about = Some("f2".into()));
    wrong((GroupWishes, Some(0), "moderator"), |w| w.group_wishes[0].moderator = "p9".into());
    wrong((GroupWishes, Some(0), "members"), |w| w.group_wishes[0].members[0] = "p9".into());
    wrong((Consultations, Some(0), "person"), |w| w.consultations[0].person = "p9".into());
    wrong((TalkWishes, Some(0), "person"), |w| w.talk_wishes[0].person = "p9".into());
    wrong((TalkWishes, Some(0), "session"), |w| w.talk_wishes[0].session = "t3".into());
    wrong((Unavailable, Some(0), "person"), |w| w.unavailable[0].person = "p9".into());
    wrong((Exclusions, Some(0), "person"), |w| w.exclusions[0].person = Some("p9".into()));
    wrong((Exclusions, Some(0), "other_organisation"), |w| {
        w.exclusions[0].other_organisation = Some("o3".into());
    });
    faulty((Desks, Some(0), "room"), "expected an id in rooms", |w| {
        w.desks[0].room = "?????".into();
    });
}

#[test]
fn a_list_names_nobody_twice() {
    faulty((Sessions, Some(0), "speakers"), "stands twice", |w| {
        w.sessions[0].speakers.push("p1".into());
    });
    innocent(|w| w.sessions[0].speakers.push("p3".into()));
}

#[test]
fn spans_end_after_they_start() {
    faulty((Bands, Some(0), "end"), "later than the start 2022-05-10 10:00", |w| {
        w.bands[0].end = w.bands[0].start;
    });
    faulty((Unavailable, Some(0), "end"), "later than", |w| w.unavailable[0].end = at(10, 9, 0));
    faulty((RoomHours, Some(0), "end"), "later than", |w| {
        w.room_hours
            .insert(0, RoomHours { room: "space".into(), start: at(11, 9, 0), end: at(11, 8, 0) });
    });
}

#[test]
fn times_lie_within_the_days() {
    faulty((Slots, Some(0), "start"), "(2022-05-10, 2022-05-11)", |w| {
        w.room_hours.clear();
        w.slots[0] = Slot { id: "s1".into(), start: at(12, 13, 0), end: at(12, 13, 20) };
    });
    faulty((Bands, Some(1), "start"), "within one of the workshop's days", |w| {
        w.bands[1].end = at(11, 12, 0);
    });
    faulty((Sessions, Some(0), "fixed_start"), "for 50 minutes", |w| {
        w.sessions[0].fixed = Some(Position { room: "hall".into(), start: at(10, 23, 30) });
    });
    faulty((Unavailable, Some(0), "start"), "within one of", |w| {
        w.unavailable[0].start = at(13, 0, 0);
        w.unavailable[0].end = at(14, 0, 0);
    });
    innocent(|w| w.bands[1] = Band { id: "b2".into(), start: at(11, 23, 0), end: at(12, 0, 0) });
    innocent(|w| w.unavailable[0].start = at(8, 0, 0));
}

#[test]
fn bands_slots_and_hours_do_not_overlap() {
    faulty((Bands, Some(1), "start"), "while b1 is on until 11:00", |w| {
        w.bands[1].start = at(10, 10, 59);
    });
    faulty((Slots, Some(0), "start"), "while s0 is on until 13:10", |w| {
        w.slots.push(Slot { id: "s0".into(), start: at(10, 12, 50), end: at(10, 13, 10) });
    });
    faulty((RoomHours, Some(1), "start"), "the room's other hours", |w| {
        w.room_hours.push(RoomHours {
            room: "space".into(),
            start: at(10, 16, 0),
            end: at(10, 18, 0),
        });
    });
    faulty((DeskHours, Some(1), "start"), "the desk's other hours", |w| {
        w.desk_hours.push(DeskHours {
            desk: "d1".into(),
            start: at(10, 13, 30),
            end: at(10, 15, 0),
        });
    });
    // Hours of two rooms may overlap, and what ends may touch what starts.
    innocent(|w| {
        let mut hours = w.room_hours[0].clone();
        hours.room = "hall".into();
        w.room_hours.push(hours);
        w.desk_hours.push(DeskHours {
            desk: "d1".into(),
            start: at(10, 14, 0),
            end: at(10, 15, 0),
        });
    });
}

#[test]
fn local_times_happen_once() {
    let berlin = |w: &mut Workshop, day: &str, start: &str, end: &str| {
        *w = serde_json::from_str(SOUND).unwrap();
        w.zone = chrono_tz::Tz::Europe__Berlin;
        let day: NaiveDate = day.parse().unwrap();
        w.days.push(day);
        w.slots.push(Slot {
            id: "night".into(),
            start: day.and_time(start.parse().unwrap()),
            end: day.and_time(end.parse().unwrap()),
        });
    };
    faulty((Slots, Some(1), "start"), "does not exist", |w| {
        berlin(w, "2022-03-27", "02:30:00", "03:30:00");
    });
    faulty((Slots, Some(1), "end"), "happens twice", |w| {
        berlin(w, "2022-10-30", "01:30:00", "02:30:00");
    });
    innocent(|w| berlin(w, "2022-10-30", "03:00:00", "04:00:00"));
}

#[test]
fn dates_are_believable_and_times_whole_minutes() {
    faulty((Workshop, None, "days"), "a year from 1900 to 2200", |w| {
        w.days.push(NaiveDate::from_ymd_opt(22, 5, 10).unwrap());
    });
    faulty((Workshop, None, "days"), "stands twice", |w| w.days.push(w.days[0]));
    faulty((Workshop, None, "days"), "at most 31", |w| {
        let day = w.days[0];
        w.days = day.iter_days().take(32).collect();
    });
    faulty((Unavailable, Some(0), "start"), "a year from 1900", |w| {
        w.unavailable[0].start = at(10, 0, 0).with_year(1022);
    });
    faulty((Bands, Some(0), "start"), "whole minutes", |w| {
        w.bands[0].start += chrono::TimeDelta::seconds(1);
    });
    faulty((Organisations, Some(0), "registered_on"), "a year from 1800", |w| {
        w.organisations[0].registered_on = NaiveDate::from_ymd_opt(21, 4, 1);
    });
    innocent(|w| w.organisations[0].registered_on = NaiveDate::from_ymd_opt(1878, 6, 1));
}

trait WithYear {
    fn with_year(self, year: i32) -> Self;
}

impl WithYear for NaiveDateTime {
    fn with_year(self, year: i32) -> Self {
        chrono::Datelike::with_year(&self, year).unwrap()
    }
}

#[test]
fn numbers_are_in_range() {
    let key = |column| (Workshop, None, column);
    faulty(key("buffer_minutes"), "0 to 240", |w| w.rules.buffer = Minutes(241));
    faulty(key("walk_same_floor_minutes"), "0 to 120", |w| {
        w.rules.walk_same_floor = Minutes(121);
    });
    faulty(key("walk_per_floor_minutes"), "0 to 120", |w| w.rules.walk_per_floor = Minutes(121));
    faulty(key("meetings_per_person"), "1 to 1000", |w| w.rules.meetings_per_person = Some(0));
    faulty(key("weight_talk"), "-1 is out of range", |w| w.rules.weights.talk = vec![3, -1]);
    faulty(key("weight_meeting"), "missing", |w| w.rules.weights.meeting.clear());
    faulty(key("weight_seat_short"), "out of range", |w| w.rules.weights.seat_short = -5);
    faulty((Rooms, Some(0), "floor"), "-20 to 200", |w| w.rooms[0].floor = Some(-21));
    faulty((Rooms, Some(0), "seats"), "1 to 100000", |w| w.rooms[0].seats = Some(Seats(0)));
    faulty((Rooms, Some(1), "tables"), "0 to 1000", |w| w.rooms[1].tables = 1_001);
    faulty((Sessions, Some(1), "minutes"), "1 to 1440", |w| w.sessions[1].minutes = Minutes(0));
    faulty((Desks, Some(0), "minutes"), "1 to 480", |w| w.desks[0].minutes = Minutes(0));
    faulty((MeetingWishes, Some(0), "rank"), "1 to 1000", |w| w.meeting_wishes[0].rank = 0);
    faulty((GroupWishes, Some(0), "rank"), "1 to 1000", |w| w.group_wishes[0].rank = 0);
    faulty((Consultations, Some(0), "rank"), "1 to 1000", |w| w.consultations[0].rank = 1_001);
    faulty((TalkWishes, Some(0), "rank"), "1 to 1000", |w| w.talk_wishes[0].rank = 0);
    faulty((Profiles, Some(0), "text"), "at most 32000", |w| {
        w.profiles[0].text = "あ".repeat(32_001);
    });
    innocent(|w| {
        w.rooms[0].floor = Some(-1);
        w.rooms[0].seats = Some(Seats(1));
        w.rules.meetings_per_person = Some(1);
        w.rules.weights.talk = vec![0];
        w.profiles[0].text = "あ".repeat(32_000);
    });
}

#[test]
fn lunch_fits_its_span() {
    let lunch = |from: &str, to: &str, minutes| {
        Some(Lunch {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            minutes: Minutes(minutes),
        })
    };
    faulty((Workshop, None, "lunch_to"), "later than the start 12:00", |w| {
        w.rules.lunch = lunch("12:00:00", "11:00:00", 40);
    });
    faulty((Workshop, None, "lunch_minutes"), "1 to 60", |w| {
        w.rules.lunch = lunch("12:00:00", "13:00:00", 61);
    });
    faulty((Workshop, None, "lunch_from"), "whole minutes", |w| {
        w.rules.lunch = lunch("12:00:30", "13:00:00", 30);
    });
    innocent(|w| w.rules.lunch = lunch("12:00:00", "13:00:00", 60));
}

#[test]
fn too_much_of_anything_is_refused() {
    faulty((Slots, None, ""), "10001 entries is out of range", |w| {
        w.days = w.days[0].iter_days().take(31).collect();
        w.slots = (0..10_001)
            .map(|i| {
                let start = at(10, 0, 0) + chrono::TimeDelta::minutes(i * 4);
                let end = start + chrono::TimeDelta::minutes(4);
                Slot { id: format!("s{i}").as_str().into(), start, end }
            })
            .collect();
        w.room_hours.clear();
    });
}

#[test]
fn tags_quote_the_text() {
    let tag = |weight, start, words: &str| Tag {
        concept: ConceptId::from("technology.materials"),
        weight,
        state: TagState::Suggested,
        evidence: vec![crate::domain::Evidence {
            field: "text".into(),
            start,
            end: start + words.len(),
            words: words.into(),
            lang: crate::domain::Lang::Ja,
        }],
    };
    let place = (Profiles, Some(0), "tags");
    faulty(place, "0 to 1", |w| w.profiles[0].tags = vec![tag(1.5, 0, "静菌")]);
    faulty(place, "0 to 1", |w| w.profiles[0].tags = vec![tag(f64::NAN, 0, "静菌")]);
    faulty(place, "do not stand in text", |w| w.profiles[0].tags = vec![tag(0.5, 1, "静菌")]);
    faulty(place, "do not stand in text", |w| w.profiles[0].tags = vec![tag(0.5, 600, "静菌")]);
    innocent(|w| w.profiles[0].tags = vec![tag(0.5, 6, "材料")]);
}

#[test]
fn precedence_has_no_cycle() {
    faulty((Sessions, Some(1), "after"), "t2 after t4 after t3 after t2; remove", |w| {
        let talk = |id: &str, after: &str| {
            let mut talk = w.sessions[1].clone();
            (talk.id, talk.after) = (id.into(), vec![after.into()]);
            talk
        };
        // t5 waits for the cycle without being in it.
        let more = [talk("t3", "t2"), talk("t4", "t3"), talk("t5", "t4")];
        w.sessions[1].after.push("t4".into());
        w.sessions.extend(more);
    });
    faulty((Sessions, Some(1), "after"), "t2 after t2", |w| {
        w.sessions[1].after = vec!["t2".into()];
    });
    let mut two = sound();
    let pair = |id: &str, after: &str| {
        let mut talk = sound().sessions[1].clone();
        (talk.id, talk.after) = (id.into(), vec![after.into()]);
        talk
    };
    two.sessions.extend([pair("a", "b"), pair("b", "a"), pair("c", "d"), pair("d", "c")]);
    assert_eq!(check(&two).len(), 2);
    // A long chain is no cycle, and is walked without recursion.
    innocent(|w| {
        let template = w.sessions[1].clone();
        w.sessions.extend((0..9_000).map(|i| {
            let mut talk = template.clone();
            let before = if i == 0 { "t2".to_owned() } else { format!("x{}", i - 1) };
            (talk.id, talk.after) = (format!("x{i}").as_str().into(), vec![before.as_str().into()]);
            talk
        }));
    });
}

fn fix<'a>(
    w: &'a mut Workshop,
    session: usize,
    room: &str,
    start: NaiveDateTime,
) -> &'a mut Session {
    w.sessions[session].fixed = Some(Position { room: room.into(), start });
    &mut w.sessions[session]
}

#[test]
fn a_fixed_session_follows_what_it_must() {
    faulty((Sessions, Some(1), "fixed_start"), "before t1 ends at 2022-05-10 10:50", |w| {
        fix(w, 1, "space", at(10, 10, 40));
    });
    innocent(|w| {
        fix(w, 1, "space", at(10, 10, 50));
    });
}

#[test]
fn a_room_has_what_is_needed() {
    faulty((Sessions, Some(0), "fixed_room"), "space, which lacks stage", |w| {
        fix(w, 0, "space", at(10, 10, 0));
    });
    faulty((Sessions, Some(0), "fixed_room"), "not among the rooms", |w| {
        w.sessions[0].rooms = vec!["space".into()];
    });
    faulty((Sessions, Some(1), "needs"), "no room it may be in has boards", |w| {
        w.sessions[1].needs = vec!["boards".into()];
    });
    faulty((Sessions, Some(1), "needs"), "no room it may be in has stage", |w| {
        w.sessions[1].needs = vec!["stage".into()];
        w.sessions[1].rooms = vec!["space".into()];
    });
    innocent(|w| w.sessions[1].needs = vec!["stage".into()]);
}

#[test]
fn a_room_closed_all_day_holds_nothing_fixed() {
    faulty((Sessions, Some(1), "fixed_room"), "space is closed all day on 2022-05-11", |w| {
        fix(w, 1, "space", at(11, 10, 0)).speakers.clear();
    });
    faulty((DeskHours, Some(0), "desk"), "space is closed all day on 2022-05-11", |w| {
        w.desks[0].room = "space".into();
        w.desk_hours[0].start = at(11, 13, 0);
        w.desk_hours[0].end = at(11, 14, 0);
    });
    faulty((Rooms, Some(1), "tables"), "its tables are closed all day", |w| {
        w.room_hours[0].end = at(10, 13, 10);
    });
    innocent(|w| {
        fix(w, 1, "space", at(10, 17, 0)).speakers.clear();
    });
    innocent(|w| w.room_hours[0].end = at(10, 13, 20));
    innocent(|w| w.room_hours.clear());
}

#[test]
fn a_room_holds_one_fixed_session_at_a_time() {
    faulty((Sessions, Some(1), "fixed_start"), "while t1 is fixed there until 10:50", |w| {
        fix(w, 1, "hall", at(10, 10, 49)).after.clear();
    });
    innocent(|w| {
        fix(w, 1, "hall", at(10, 10, 50));
    });
}

#[test]
fn nobody_is_in_two_fixed_places() {
    faulty((Sessions, Some(1), "speakers"), "p1 would be in two places", |w| {
        let session = fix(w, 1, "space", at(10, 10, 49));
        session.after.clear();
        session.speakers = vec!["p1".into()];
    });
    innocent(|w| fix(w, 1, "space", at(10, 10, 50)).speakers = vec!["p1".into()]);
}

#[test]
fn a_fixed_speaker_is_there() {
    let away = |person: &str, start, end| Unavailable {
        person: person.into(),
        start,
        end,
        reason: String::new(),
        synthetic: false,
    };
    faulty((Sessions, Some(0), "fixed_start"), "while p1 is unavailable (09:00–10:01)", |w| {
        w.unavailable.push(away("p1", at(10, 9, 0), at(10, 10, 1)));
    });
    innocent(|w| w.unavailable.push(away("p1", at(10, 9, 0), at(10, 10, 0))));
    innocent(|w| w.unavailable.push(away("p2", at(10, 9, 0), at(10, 10, 1))));
}

#[test]
fn a_wish_is_for_somebody_else_and_once() {
    let wish = |id: &str, from: &str, to: &str| MeetingWish {
        id: id.into(),
        from: from.into(),
        to: to.into(),
        rank: 2,
        about: None,
        synthetic: false,
    };
    faulty((MeetingWishes, Some(1), "to"), "p1 wishes to meet themselves", |w| {
        w.meeting_wishes.push(wish("m2", "p1", "p1"));
    });
    faulty((MeetingWishes, Some(1), "to"), "already used in entry 1", |w| {
        w.meeting_wishes.push(wish("m2", "p1", "p2"));
    });
    innocent(|w| w.meeting_wishes.push(wish("m2", "p2", "p1")));

    let talk = |person: &str, session: &str| TalkWish {
        person: person.into(),
        session: session.into(),
        rank: 2,
        synthetic: false,
    };
    faulty((TalkWishes, Some(1), "session"), "p1 speaks in t1", |w| {
        w.talk_wishes.push(talk("p1", "t1"));
    });
    faulty((TalkWishes, Some(1), "session"), "already used in entry 1", |w| {
        w.talk_wishes.push(talk("p2", "t1"));
    });
    innocent(|w| w.talk_wishes.push(talk("p1", "t2")));
}

#[test]
fn a_group_fits_a_table() {
    faulty((GroupWishes, Some(0), "members"), "a group of 2", |w| {
        w.group_wishes[0].members.truncate(1);
    });
    faulty((GroupWishes, Some(0), "members"), "the moderator p3 need not be listed", |w| {
        w.group_wishes[0].members.push("p3".into());
    });
    let big = |w: &mut Workshop, size: usize| {
        let person = w.people[0].clone();
        let ids: Vec<_> = (0..size - 1).map(|i| format!("q{i}").as_str().into()).collect();
        w.people
            .extend(ids.iter().cloned().map(|id| crate::domain::Person { id, ..person.clone() }));
        w.group_wishes[0] = GroupWish { members: ids, ..w.group_wishes[0].clone() };
    };
    faulty((GroupWishes, Some(0), "members"), "3 to 6 people", |w| big(w, 7));
    innocent(|w| big(w, 6));
}

#[test]
fn an_exclusion_has_two_sides() {
    let none = Exclusion {
        kind: ExclusionKind::Rival,
        person: None,
        organisation: None,
        other_person: None,
        other_organisation: None,
        synthetic: false,
    };
    let rival = |one: Option<&str>, other: Option<&str>| Exclusion {
        organisation: one.map(Into::into),
        other_organisation: other.map(Into::into),
        ..none.clone()
    };
    faulty((Exclusions, Some(1), "other_person"), "missing", |w| {
        w.exclusions.push(rival(Some("o1"), None));
    });
    faulty((Exclusions, Some(1), "other_person"), "both sides are the same", |w| {
        w.exclusions.push(rival(Some("o1"), Some("o1")));
    });
    faulty((Exclusions, Some(1), "person"), "p1 and o1 are given for the same side", |w| {
        w.exclusions.push(Exclusion { person: Some("p1".into()), ..rival(Some("o1"), Some("o2")) });
    });
    faulty((Exclusions, Some(1), "person"), "one person's choice", |w| {
        w.exclusions
            .push(Exclusion { kind: ExclusionKind::NoThanks, ..rival(Some("o1"), Some("o2")) });
    });
    innocent(|w| w.exclusions.push(rival(Some("o1"), Some("o2"))));
}

#[test]
fn faults_come_in_the_order_of_sheets_and_entries() {
    let mut w = sound();
    w.talk_wishes[0].rank = 0;
    w.people[2].organisation = "?".into();
    w.people[0].organisation = "?".into();
    w.rooms[1].tables = 5_000;
    let order: Vec<_> = check(&w).into_iter().map(|fault| (fault.sheet, fault.entry)).collect();
    let expected = [(Rooms, Some(1)), (People, Some(0)), (People, Some(2)), (TalkWishes, Some(0))];
    assert_eq!(order, expected);
}

/// Tens of thousands of wrong references among as many people are all found; a quadratic search for
/// the nearest name would take minutes here.
#[test]
fn many_faults_are_all_found() {
    let mut w = sound();
    let person = w.people[0].clone();
    w.people.extend((0..30_000).map(|i| crate::domain::Person {
        id: format!("person-{i}").as_str().into(),
        ..person.clone()
    }));
    let wish = w.meeting_wishes[0].clone();
    w.meeting_wishes.extend((0..30_000).map(|i| MeetingWish {
        id: format!("wish-{i}").as_str().into(),
        to: format!("persom-{i}").as_str().into(),
        ..wish.clone()
    }));
    assert_eq!(check(&w).len(), 30_000);
}
