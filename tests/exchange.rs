//! Formats: what is written is read back as it was, and calendars are what others expect.

mod small_workshop;

use chrono::{DateTime, Utc};
use enishi::domain::*;
use enishi::exchange::*;
use enishi::scheduling::{PlanOptions, judge, plan};
use enishi::solver::Status;
use icalendar::{Component, EventLike};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use small_workshop::small_workshop;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

fn limits() -> Limits {
    Limits::default()
}

#[track_caller]
fn sheets_of(files: &[(String, Vec<u8>)]) -> Workshop {
    read_sheets(files, &limits()).unwrap_or_else(|error| panic!("{error}")).0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_format_gives_back_the_same_workshop(workshop in small_workshop()) {
        let faults: Vec<String> = check(&workshop).iter().map(ToString::to_string).collect();
        prop_assert!(faults.is_empty(), "{faults:#?}");

        let csv = read_sheets(&write_csv(&workshop), &limits());
        prop_assert_eq!(csv.map_err(|error| error.to_string()), Ok((workshop.clone(), vec![])));

        let json = read_json(&write_json(&workshop).unwrap(), &limits());
        prop_assert_eq!(json.map_err(|error| error.to_string()), Ok((workshop.clone(), vec![])));

        let bytes = write_xlsx(&workshop).unwrap();
        let xlsx = read_xlsx(&bytes, &limits());
        prop_assert_eq!(xlsx.map_err(|error| error.to_string()), Ok((workshop.clone(), vec![])));
        prop_assert_eq!(bytes, write_xlsx(&workshop).unwrap());
    }

    /// No cell of a CSV file starts a formula, whatever people wrote.
    #[test]
    fn no_written_cell_is_a_formula(workshop in small_workshop()) {
        for (name, bytes) in write_csv(&workshop) {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
            for cell in reader.records().flat_map(|record| {
                record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()
            }) {
                let number = cell.parse::<i64>().is_ok();
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                prop_assert!(number || !formula, "{name}: {cell:?}");
            }
        }
    }

    #[test]
    fn japanese_sheets_are_read_in_cp932_and_utf_16(
        family in "[一-龠ぁ-んァ-ヶ]{1,6}", given in "[髙﨑①㈱～―]{1,4}"
    ) {
        let mut workshop = example();
        workshop.people[0].name.family = family;
        workshop.people[0].name.given = given;
        let text = |bytes: &[u8]| String::from_utf8(bytes[3..].to_vec()).unwrap();
        let mut cp932 = Vec::new();
        let mut utf16 = Vec::new();
        for (name, bytes) in write_csv(&workshop) {
            let plain = text(&bytes);
            let (encoded, _, unmappable) = encoding_rs::SHIFT_JIS.encode(&plain);
            prop_assume!(!unmappable);
            cp932.push((name.clone(), encoded.into_owned()));
            let units = plain.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
            utf16.push((name, [b"\xff\xfe".to_vec(), units].concat()));
        }
        let (read, notices) = read_sheets(&cp932, &limits()).unwrap();
        prop_assert_eq!(&read, &workshop);
        let file = "people.csv".to_owned();
        let said = notices.contains(&Notice::Decoded { file, encoding: Encoding::Cp932 });
        prop_assert!(said);
        prop_assert_eq!(&sheets_of(&utf16), &workshop);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read_sheets(&[("people.csv", &bytes)], &limits());
        let _ = read_xlsx(&bytes, &limits());
        let _ = read_json(&bytes, &limits());
        let _ = read_timetable_json(&bytes, &limits());
        let _ = read_timetable_csv(&bytes, &example(), "t", &limits());
        let _ = decode(&bytes);
    }

    /// Sound sheets with a few bytes changed are read or refused.
    #[test]
    fn no_scratch_makes_a_reader_panic(
        scratches in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        which in any::<prop::sample::Index>(),
    ) {
        let mut files = write_csv(&example());
        let file = which.index(files.len());
        for (at, byte) in &scratches {
            let bytes = &mut files[file].1;
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        let _ = read_sheets(&files, &limits()).map_err(|error| error.to_string());
        let mut json = write_json(&example()).unwrap();
        for (at, byte) in &scratches {
            let at = at.index(json.len());
            json[at] = *byte;
        }
        let _ = read_json(&json, &limits()).map_err(|error| error.to_string());
    }

    /// The parts of an XLSX file with a few bytes changed, packed again, are read or refused.
    #[test]
    fn no_scratched_worksheet_makes_a_reader_panic(
        scratches in proptest::collection::vec(
            (any::<prop::sample::Index>(), any::<prop::sample::Index>(), scratch()), 1..4)
    ) {
        let mut parts = unpacked(&write_xlsx(&example()).unwrap());
        for (part, at, bytes) in scratches {
            let index = part.index(parts.len());
            let content = &mut parts[index].1;
            let at = at.index(content.len());
            let end = (at + bytes.len()).min(content.len());
            content.splice(at..end, bytes);
        }
        let _ = read_xlsx(&packed(&parts), &limits()).map_err(|error| error.to_string());
    }
}

fn scratch() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 1..3),
        prop::sample::select(vec![
            "<",
            ">",
            "\"",
            "/>",
            "&#0;",
            "&x;",
            "-1",
            "99999999999",
            "ZZZZ9",
            "é"
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            std::io::copy(&mut file, &mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn excel_as_people_fill_it_is_read() {
    let mut book = Workbook::new();
    let people_write = |book: &mut Workbook, name: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (r, row) in (0..).zip(rows) {
            for (c, text) in (0..).zip(*row) {
                sheet.write_string(r, c, *text).unwrap();
            }
        }
    };
    people_write(
        &mut book,
        "Workshop",
        &[
            &["項目", "値"],
            &["ワークショップID", "w"],
            &["zone", "Asia/Tokyo"],
            &["開催日", "２０２２年５月１０日"],
        ],
    );
    people_write(&mut book, "organisations", &[&["id", "name_ja", "kind"], &["o", "縁", "企業"]]);
    people_write(
        &mut book,
        "people",
        &[&["参加者ID", "姓", "組織ID", "立場"], &["p", "山田", "o", "企業"]],
    );
    people_write(&mut book, "つかい方", &[&["ここは説明です"]]);
    let rooms = book.add_worksheet();
    rooms.set_name("rooms").unwrap();
    for (column, title) in ["id", "name_ja", "floor", "seats", "synthetic"].iter().enumerate() {
        rooms.write_string(0, column as u16, *title).unwrap();
    }
    // Numbers as ids, a formula with its result, a true boolean; and blank rows between.
    rooms.write_number(3, 0, 101).unwrap();
    rooms.write_string(3, 1, "会議室").unwrap();
    rooms.write_formula(3, 2, Formula::new("1+1").set_result("2")).unwrap();
    rooms.write_number(3, 3, 40.0).unwrap();
    rooms.write_boolean(3, 4, true).unwrap();
    let bands = book.add_worksheet();
    bands.set_name("bands").unwrap();
    for (column, title) in ["id", "開始", "end"].iter().enumerate() {
        bands.write_string(0, column as u16, *title).unwrap();
    }
    let hours = Format::new().set_num_format("hh:mm");
    let moment = Format::new().set_num_format("yyyy/m/d h:mm");
    bands.write_string(1, 0, "b").unwrap();
    let start = ExcelDateTime::from_hms(14, 10, 0.0).unwrap();
    bands.write_datetime_with_format(1, 1, &start, &hours).unwrap();
    let end = ExcelDateTime::from_ymd(2022, 5, 10).unwrap().and_hms(15, 0, 0.0).unwrap();
    bands.write_datetime_with_format(1, 2, &end, &moment).unwrap();
    let (workshop, notices) = read_xlsx(&book.save_to_buffer().unwrap(), &limits())
        .unwrap_or_else(|error| panic!("{error}"));
    let room = &workshop.rooms[0];
    assert_eq!((room.id.as_str(), room.floor, room.synthetic), ("101", Some(2), true));
    assert_eq!(room.seats, Some(Seats(40)));
    assert_eq!(workshop.bands[0].start.to_string(), "2022-05-10 14:10:00");
    assert_eq!(workshop.bands[0].end.to_string(), "2022-05-10 15:00:00");
    assert_eq!(workshop.people[0].sector, Sector::Industry);
    assert!(notices.contains(&Notice::Ignored { name: "つかい方".into() }));
    assert!(notices.contains(&Notice::BlankRows { name: "worksheet rooms".into(), rows: 2 }));
}

#[test]
fn a_table_of_results_opens_in_excel() {
    let rows = vec![vec![Datum::Text("=HYPERLINK(\"x\")".into()), Datum::Whole(-3)]];
    let bytes = table_csv(&["名前", "差"], &rows);
    assert_eq!(bytes, "\u{feff}名前,差\r\n\"'=HYPERLINK(\"\"x\"\")\",-3\r\n".as_bytes());
}

// ---- calendars ----

fn planned() -> Timetable {
    let workshop = example();
    let at = |hour, minute| workshop.days[0].and_hms_opt(hour, minute, 0).unwrap();
    let placement =
        |item, room: &str, table, from: (u32, u32), to: (u32, u32), people: &[&str]| Placement {
            item,
            room: room.into(),
            desk: None,
            table,
            start: at(from.0, from.1),
            end: at(to.0, to.1),
            people: people.iter().map(|id| PersonId::from(*id)).collect(),
            locked: false,
        };
    let session = |id: &str| ItemId::Session(id.into());
    let meeting = ItemId::meeting(&"p-01".into(), &"p-04".into());
    Timetable {
        workshop: workshop.id.clone(),
        name: "planned".into(),
        placements: vec![
            placement(session("open"), "hall", None, (10, 0), (10, 20), &["p-07"]),
            placement(session("t-1"), "hall", None, (10, 30), (11, 20), &["p-01"]),
            placement(session("post"), "gallery", None, (13, 20), (14, 10), &["p-04", "p-06"]),
            Placement {
                desk: Some("d-1".into()),
                ..placement(
                    ItemId::Consultation("c-1".into()),
                    "room-a",
                    None,
                    (15, 20),
                    (15, 45),
                    &["p-04", "p-08"],
                )
            },
            placement(meeting, "exchange", Some(2), (14, 20), (14, 40), &["p-01", "p-04"]),
        ],
    }
}

fn stamp() -> DateTime<Utc> {
    "2027-02-01T03:04:05Z".parse().unwrap()
}

fn feed(
    timetable: &Timetable,
    previous: Option<&Timetable>,
    person: Option<&str>,
    lang: Lang,
) -> String {
    let (workshop, person) = (example(), person.map(PersonId::from));
    calendar(&Feed {
        workshop: &workshop,
        timetable,
        previous,
        person: person.as_ref(),
        lang,
        stamp: stamp(),
        sequence: 3,
    })
}

/// Content lines unfolded by hand, so that our writer is not judged by its own kin.
fn unfolded(text: &str) -> Vec<(String, String)> {
    assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    for line in text.trim_end_matches("\r\n").split("\r\n") {
        assert!((1..=75).contains(&line.len()), "{line:?}");
    }
    text.replace("\r\n ", "")
        .trim_end_matches("\r\n")
        .split("\r\n")
        .map(|line| {
            let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{line:?}"));
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// The events of a calendar, each as a map of its properties.
fn events(text: &str) -> Vec<HashMap<String, String>> {
    let mut events = Vec::new();
    let mut open: Option<HashMap<String, String>> = None;
    for (name, value) in unfolded(text) {
        match (name.as_str(), value.as_str()) {
            ("BEGIN", "VEVENT") => open = Some(HashMap::new()),
            ("END", "VEVENT") => events.push(open.take().unwrap()),
            _ => {
                if let Some(event) = &mut open {
                    assert_eq!(event.insert(name.clone(), value), None, "{name} stands twice");
                }
            }
        }
    }
    events
}

#[test]
fn the_public_programme_holds_sessions_only() {
    let text = feed(&planned(), None, None, Lang::Ja);
    let events = events(&text);
    let titles: Vec<&str> = events.iter().map(|event| event["SUMMARY"].as_str()).collect();
    assert_eq!(titles, ["開会", "核酸医薬を肝臓の外へ届けたい", "ポスター発表"]);
    for name in example().people.iter().map(|person| &person.name.family) {
        assert!(!text.contains(name.as_str()), "{name}");
    }
    let first = &events[0];
    assert_eq!(first["DTSTART;TZID=Asia/Tokyo"], "20270305T100000");
    assert_eq!(first["DTEND;TZID=Asia/Tokyo"], "20270305T102000");
    assert_eq!(first["DTSTAMP"], "20270201T030405Z");
    assert_eq!((first["SEQUENCE"].as_str(), first["STATUS"].as_str()), ("3", "CONFIRMED"));
    assert_eq!(first["LOCATION"], "大ホール（1階）");
    let lines = unfolded(&text);
    let head: Vec<&str> = lines.iter().take(5).map(|(name, _)| name.as_str()).collect();
    assert_eq!(head, ["BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD"]);
    for (name, value) in [
        ("METHOD", "PUBLISH"),
        ("NAME", "産学マッチングワークショップ（記入例）"),
        ("X-WR-CALNAME", "産学マッチングワークショップ（記入例）"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT15M"),
        ("TZID", "Asia/Tokyo"),
        ("TZOFFSETTO", "+0900"),
    ] {
        assert!(lines.contains(&(name.to_owned(), value.to_owned())), "{name}");
    }
}

#[test]
fn a_persons_feed_names_others_in_the_description_only() {
    for (lang, title, with) in [
        (Lang::Ja, "面談（テーブル2）", "お相手: 見本 一郎 様（見本製薬株式会社）"),
        (Lang::En, "Meeting (table 2)", "With: Ichiro Mihon (Mihon Pharma Co.\\, Ltd.)"),
    ] {
        let events = events(&feed(&planned(), None, Some("p-04"), lang));
        let meeting = events.iter().find(|event| event["SUMMARY"] == title).unwrap();
        assert!(meeting["DESCRIPTION"].starts_with(with), "{}", meeting["DESCRIPTION"]);
        assert_eq!(meeting["CLASS"], "PRIVATE");
        for event in events.iter().filter(|event| event["CLASS"] == "PRIVATE") {
            for property in ["SUMMARY", "LOCATION"] {
                for person in &example().people {
                    assert!(!event[property].contains(&person.name.family));
                    assert!(!event[property].contains(&person.name.family_romaji));
                }
                for organisation in &example().organisations {
                    assert!(!event[property].contains(&organisation.name.ja));
                }
            }
        }
    }
    // p-04 also wished for t-1 and is free then: it is shown, but does not block the time.
    let events = events(&feed(&planned(), None, Some("p-04"), Lang::En));
    let wished = events.iter().find(|event| event["SUMMARY"].contains("liver")).unwrap();
    assert_eq!(wished["TRANSP"], "TRANSPARENT");
    assert_eq!(events.len(), 4);
}

#[test]
fn what_moves_keeps_its_uid_and_what_goes_stays_cancelled() {
    let before = planned();
    let mut after = planned();
    after.placements.pop();
    after.placements[3].start += chrono::TimeDelta::minutes(30);
    after.placements[3].end += chrono::TimeDelta::minutes(30);
    let uids = |text: &str| -> HashMap<String, String> {
        events(text).into_iter().map(|e| (e["SUMMARY"].clone(), e["UID"].clone())).collect()
    };
    let old = uids(&feed(&before, None, Some("p-04"), Lang::Ja));
    let text = feed(&after, Some(&before), Some("p-04"), Lang::Ja);
    let new = uids(&text);
    assert_eq!(old["産学連携相談（相談デスク1）"], new["産学連携相談（相談デスク1）"]);
    assert_eq!(old["面談（テーブル2）"], new["【中止】面談（テーブル2）"]);
    let cancelled: Vec<_> =
        events(&text).into_iter().filter(|event| event["STATUS"] == "CANCELLED").collect();
    assert_eq!(cancelled.len(), 1);
    assert_eq!(cancelled[0]["SUMMARY"], "【中止】面談（テーブル2）");
    // Different items have different ones, and another workshop's items too.
    assert_eq!(old.values().collect::<HashSet<_>>().len(), old.len());
    let mut other = example();
    other.id = "another".into();
    let feed = Feed {
        workshop: &other,
        timetable: &before,
        previous: None,
        person: None,
        lang: Lang::Ja,
        stamp: stamp(),
        sequence: 0,
    };
    assert!(old.values().all(|uid| !calendar(&feed).contains(uid.as_str())));
}

#[test]
fn another_parser_reads_the_feed() {
    let text = feed(&planned(), None, Some("p-04"), Lang::Ja);
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let events: Vec<&icalendar::Event> =
        calendar.components.iter().filter_map(|component| component.as_event()).collect();
    assert_eq!(events.len(), 4);
    let meeting = events.iter().find(|e| e.get_summary() == Some("面談（テーブル2）")).unwrap();
    assert_eq!(meeting.get_location(), Some("交流スペース（2階） テーブル2"));
    assert_eq!(meeting.get_sequence(), Some(3));
    assert_eq!(
        meeting.get_start(),
        Some(icalendar::DatePerhapsTime::DateTime(icalendar::CalendarDateTime::WithTimezone {
            date_time: example().days[0].and_hms_opt(14, 20, 0).unwrap(),
            tzid: "Asia/Tokyo".into(),
        }))
    );
}

// ---- the sheets of 2022 ----

const SHEETS_2022: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/workshops/aimgain-2022");

/// The CSV files in `data/workshops/aimgain-2022` are the generator's own day, so that people can
/// read, change and plan it without the generator.
/// `ENISHI_UPDATE=1 cargo test --test exchange the_2022_sheets` writes them anew.
#[test]
fn the_2022_sheets_are_what_the_generator_makes() {
    let made = enishi::generate::aimgain_2022(enishi::generate::SEED);
    if std::env::var_os("ENISHI_UPDATE").is_some() {
        for (name, bytes) in write_csv(&made) {
            std::fs::write(format!("{SHEETS_2022}/{name}"), bytes).unwrap();
        }
    }
    let files: Vec<(String, Vec<u8>)> = write_csv(&made)
        .into_iter()
        .map(|(name, _)| {
            let path = format!("{SHEETS_2022}/{name}");
            let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
            (name, bytes)
        })
        .collect();
    let kept = sheets_of(&files);
    let mut expected = made;
    for tag in expected.profiles.iter_mut().flat_map(|profile| &mut profile.tags) {
        // Of a tag a sheet keeps the concept and its state.
        tag.weight = if tag.state == TagState::Removed { 0.0 } else { 1.0 };
        tag.evidence.clear();
    }
    assert!(
        kept == expected,
        "data/workshops/aimgain-2022 is not what the generator makes; write it anew with \
         ENISHI_UPDATE=1 cargo test --test exchange the_2022_sheets"
    );
}

#[test]
fn the_templates_can_be_planned_as_they_are() {
    let workshop = sheets_of(&templates(Lang::Ja));
    let options = PlanOptions { name: "planned".into(), ..PlanOptions::default() };
    let plan = plan(&workshop, &options, &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(plan.status, Status::Optimal);
    assert_eq!(judge(&workshop, &plan.timetable).faults, []);
    // Every wish of the example has its place.
    let sessions = workshop.sessions.len();
    let meetings = 3;
    let wishes = workshop.group_wishes.len() + workshop.consultations.len() + meetings;
    assert_eq!(plan.timetable.placements.len(), sessions + wishes);
    // And it goes out and comes back.
    let csv = write_timetable_csv(&plan.timetable);
    let (read, _) = read_timetable_csv(&csv, &workshop, "planned", &limits()).unwrap();
    assert_eq!(read, plan.timetable);
}
