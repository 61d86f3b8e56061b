//! Bad input: every fault is told with its file, row, column, value and what was expected.

use enishi::domain::{Problem, Sheet};
use enishi::exchange::{
    ImportError, Limits, example, read_json, read_sheets, read_xlsx, write_csv, write_json,
};
use rust_xlsxwriter::Workbook;
use std::io::{Cursor, Write};

fn limits() -> Limits {
    Limits::default()
}

/// The example's files with one of them replaced.
fn with(name: &str, content: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = write_csv(&example());
    files.retain(|(other, _)| other != name);
    files.push((name.to_owned(), content.to_vec()));
    files
}

/// The example's file as text, changed.
fn changed(name: &str, change: impl FnOnce(String) -> String) -> Vec<(String, Vec<u8>)> {
    let files = write_csv(&example());
    let (_, bytes) = files.iter().find(|(other, _)| other == name).unwrap();
    let text = String::from_utf8(bytes[3..].to_vec()).unwrap();
    with(name, change(text).as_bytes())
}

fn replaced(name: &str, from: &str, to: &str) -> Vec<(String, Vec<u8>)> {
    changed(name, |text| {
        assert!(text.contains(from), "{name} has no {from:?}:\n{text}");
        text.replacen(from, to, 1)
    })
}

#[track_caller]
fn refused(files: &[(String, Vec<u8>)]) -> Vec<String> {
    let error = read_sheets(files, &limits()).unwrap_err();
    error.to_string().lines().map(str::to_owned).collect()
}

/// Exactly one fault, in these words.
#[track_caller]
fn one(files: &[(String, Vec<u8>)], expected: &str) {
    assert_eq!(refused(files), [expected]);
}

#[test]
fn unknown_tags_and_ids_are_told_with_the_nearest() {
    one(
        &replaced("profiles.csv", "modality.catheter:confirmed", "mRNAワクチ"),
        "profiles.csv, row 3, column \"tags\": unknown tag \"mRNAワクチ\"; expected a concept of the \
         vocabulary, by id or label; did you mean \"mRNAワクチン\"?",
    );
    one(
        &replaced("meeting_wishes.csv", "p-01,p-04", "p-01,p-40"),
        "meeting_wishes.csv, row 2, column \"to\": unknown person \"p-40\"; expected an id in \
         people; did you mean \"p-04\"?",
    );
}

#[test]
fn duplicate_ids_are_told_with_both_rows() {
    // The blank rows are skipped and still counted.
    let files = changed("bands.csv", |text| {
        text + ",,\r\n\r\nopening,2027-03-05 16:00,2027-03-05 16:30\r\n"
    });
    one(
        &files,
        "bands.csv, row 8, column \"id\": \"opening\" is already used in row 2; each must be \
         different",
    );
}

#[test]
fn times_that_cannot_be_are_told() {
    one(
        &with("bands.csv", b"id,start,end\nopening,10:00,10:20\nmorning,10:10,11:20\n"),
        "bands.csv, row 3, column \"start\": starts at 10:10 while opening is on until 10:20; end \
         that one earlier or start this one later",
    );
    one(
        &with("bands.csv", b"id,start,end\nmorning,11:20,10:30\n"),
        "bands.csv, row 2, column \"end\": 2027-03-05 10:30 is out of range; expected later than \
         the start 2027-03-05 11:20",
    );
    one(
        &with("bands.csv", b"id,start,end\nmorning,2027-04-05 10:30,2027-04-05 11:20\n"),
        "bands.csv, row 2, column \"start\": 2027-04-05 10:30 \u{2013} 2027-04-05 11:20 is out of \
         range; expected a time within one of the workshop's days (2027-03-05)",
    );
    one(
        &with("bands.csv", b"id,start,end\nmorning,half past ten,11:20\n"),
        "bands.csv, row 2, column \"start\": \"half past ten\" cannot be read; expected a local \
         date and time such as 2022-05-10 14:10, or 14:10",
    );
    one(
        &with("bands.csv", b"id,start,end\nmorning,0027-03-05 10:30,11:20\n"),
        "bands.csv, row 2, column \"start\": 0027-03-05 10:30 is out of range; expected a year \
         from 1900 to 2200",
    );
}

#[test]
fn a_room_closed_all_day_is_told() {
    let lines = refused(&with("room_hours.csv", b"room,start,end\nexchange,6:00,7:00\n"));
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(
        lines[0].starts_with("rooms.csv, row 5, column \"tables\": its hours hold none of the 5")
    );
}

#[test]
fn a_person_in_two_fixed_places_is_told() {
    let lines = refused(&changed("sessions.csv", |text| {
        text + "x,talk,別の話,,,p-07,,all,20,,,room-a,10:10,,,,true\r\n"
    }));
    assert_eq!(lines.len(), 1, "{lines:?}");
    let start = "sessions.csv, row 6, column \"speakers\": p-07 would be in two places";
    assert!(lines[0].starts_with(start), "{lines:?}");
}

#[test]
fn numbers_that_cannot_be_are_told() {
    one(
        &replaced("rooms.csv", ",80,", ",-80,"),
        "rooms.csv, row 2, column \"seats\": -80 is out of range; expected a whole number from 0 \
         up, such as 12",
    );
    one(
        &replaced("workshop.csv", "buffer_minutes,5", "buffer_minutes,5000"),
        "workshop.csv, row 13, key \"buffer_minutes\": 5000 is out of range; expected 0 to 240",
    );
    one(
        &replaced("meeting_wishes.csv", ",1,seed-1", ",0,seed-1"),
        "meeting_wishes.csv, row 2, column \"rank\": 0 is out of range; expected 1 to 1000",
    );
}

#[test]
fn cyclic_precedence_is_told_with_the_cycle() {
    let files = changed("sessions.csv", |text| {
        text + "a,talk,甲,,,,,,20,,,,,,,b,\r\nb,talk,乙,,,,,,20,,,,,,,a,\r\n"
    });
    one(
        &files,
        "sessions.csv, row 6, column \"after\": the sessions wait for each other: a after b after \
         a; remove one of these",
    );
}

#[test]
fn wishes_for_oneself_are_told() {
    one(
        &replaced("meeting_wishes.csv", "p-01,p-04", "p-01,p-01"),
        "meeting_wishes.csv, row 2, column \"to\": p-01 wishes to meet themselves; name the other \
         person",
    );
}

#[test]
fn an_empty_workshop_is_told() {
    let files = [("workshop.csv", "key,value\nid,w\nzone,Asia/Tokyo\ndays,2027-03-05\n")];
    let error = read_sheets(&files, &limits()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "rooms.csv: missing; expected at least one room\n\
         people.csv: missing; expected at least one person"
    );
    let none: [(&str, &[u8]); 0] = [];
    let error = read_sheets(&none, &limits()).unwrap_err();
    let start = "workshop.csv: missing; expected this sheet with the workshop's id, zone and days";
    assert!(error.to_string().starts_with(start), "{error}");
    assert!(read_sheets(&[("workshop.csv", "")], &limits()).is_err());
}

#[test]
fn dates_and_zones_that_do_not_exist_are_told() {
    one(
        &replaced("workshop.csv", "Asia/Tokyo", "Asia/Tokio"),
        "workshop.csv, row 5, key \"zone\": unknown time zone \"Asia/Tokio\"; expected an IANA name \
         such as Asia/Tokyo; did you mean \"Asia/Tokyo\"?",
    );
    let lines = refused(&replaced("workshop.csv", "days,2027-03-05", "days,2027-02-30"));
    let start = "workshop.csv, row 6, key \"days\": \"2027-02-30\" cannot be read; expected a date";
    assert!(lines[0].starts_with(start), "{lines:?}");
    // 2027-03-28 02:30 does not exist in Berlin.
    let files = changed("workshop.csv", |text| {
        text.replace("Asia/Tokyo", "Europe/Berlin").replace("2027-03-05", "2027-03-05;2027-03-28")
    });
    let mut files = files;
    let slots = files.iter_mut().find(|(name, _)| name == "slots.csv").unwrap();
    slots.1.extend(b"night,2027-03-28 02:30,2027-03-28 03:30\r\n");
    one(
        &files,
        "slots.csv, row 7, column \"start\": 2027-03-28 02:30 in Europe/Berlin does not exist, as \
         clocks are put forward then; choose another time",
    );
}

#[test]
fn columns_files_and_words_that_nobody_knows_are_told() {
    let lines = refused(&with("bands.csv", b"id,strat,end\nmorning,10:30,11:20\n"));
    assert_eq!(
        lines,
        [
            "bands.csv, row 1, column \"strat\": unknown column \"strat\"; expected id, start, end; \
             did you mean \"start\"?",
            "bands.csv, row 1, column \"start\": missing; expected a column \"start\" or \"開始\"",
        ]
    );
    one(
        &with("bands.csv", "id,開始,start,end\nmorning,10:30,10:30,11:20\n".as_bytes()),
        "bands.csv, row 1, column \"start\": the column stands twice (\"start\" again in column 3); \
         remove one",
    );
    one(
        &replaced("organisations.csv", ",startup,", ",strtup,"),
        "organisations.csv, row 3, column \"kind\": unknown kind of organisation \"strtup\"; \
         expected academia|アカデミア|大学, company|企業, startup|スタートアップ, other|その他; did \
         you mean \"startup\"?",
    );
    let mut files = write_csv(&example());
    files.retain(|(name, _)| name != "people.csv");
    files.push(("peaple.csv".to_owned(), b"id".to_vec()));
    let lines = refused(&files);
    assert_eq!(
        lines[0],
        "people.csv: unknown sheet \"peaple.csv\"; expected the name of a sheet; did you mean \
         \"people.csv\"?"
    );
    one(
        &replaced("workshop.csv", "lunch_to,13:20", "lunch_to,"),
        "workshop.csv, row 11, key \"lunch_to\": missing; expected until when lunch can be taken, \
         such as 13:30, as \"lunch_from\" is given",
    );
    one(
        &replaced("sessions.csv", "hall,2027-03-05 10:00,", "hall,,"),
        "sessions.csv, row 2, column \"fixed_start\": missing; expected the time at which it is \
         fixed to start, as \"fixed_room\" is given",
    );
    one(
        &with("bands.csv", b"id,start,end\nmorning,10:30,11:20,oops\n"),
        "bands.csv, row 2: \"oops\" stands beyond the last of 3 columns; give it a header or \
         remove it",
    );
    one(
        &with("bands.csv", b"id,start,end\nmorning,\"10:30,11:20\n"),
        "bands.csv: row 2 opens a quotation mark that is never closed; close it, or double it if \
         it is part of the text",
    );
}

#[test]
fn wrong_encodings_are_told_with_the_byte() {
    one(
        &with("people.csv", b"id,family\np-1,\xff\xff\n"),
        "people.csv: line 2: neither UTF-8 (fails at byte 14) nor CP932 (fails at byte 14); save the file \
         as UTF-8, or as UTF-16 with a byte order mark",
    );
    one(
        &with("people.csv", b"PK\x03\x04"),
        "people.csv: this is a ZIP or XLSX file, not text; give it the ending .xlsx",
    );
}

#[test]
fn all_faults_are_told_up_to_a_hundred() {
    let mut text = "id,family,organisation,sector\n".to_owned();
    for i in 0..150 {
        text += &format!("q{i},名,nowhere,academia\n");
    }
    let lines = refused(&with("people.csv", text.as_bytes()));
    assert_eq!(lines.len(), 101);
    assert!(lines[100].starts_with("and "), "{}", lines[100]);
    assert!(lines[100].ends_with(" more; mend these first"), "{}", lines[100]);
}

#[test]
fn limits_are_errors_and_never_cuts() {
    let few = Limits { rows: 10, ..limits() };
    let files = write_csv(&example());
    let error = read_sheets(&files, &few).unwrap_err();
    assert!(matches!(error, ImportError::TooManyRows { limit: 10, .. }), "{error}");
    let xlsx = enishi::exchange::write_xlsx(&example()).unwrap();
    let error = read_xlsx(&xlsx, &few).unwrap_err();
    assert!(matches!(error, ImportError::TooManyRows { limit: 10, .. }), "{error}");
    let error = read_json(&write_json(&example()).unwrap(), &few).unwrap_err();
    assert!(matches!(error, ImportError::TooManyRows { limit: 10, .. }), "{error}");

    let small = Limits { bytes: 1_000, ..limits() };
    let error = read_sheets(&files, &small).unwrap_err();
    assert!(matches!(error, ImportError::TooLarge { limit: 1_000, .. }), "{error}");
    let error = read_json(&write_json(&example()).unwrap(), &small).unwrap_err();
    assert!(matches!(error, ImportError::TooLarge { limit: 1_000, .. }), "{error}");
}

#[test]
fn broken_xlsx_files_are_told() {
    for bytes in [b"".as_slice(), b"not a zip", b"PK\x03\x04 broken"] {
        let error = read_xlsx(bytes, &limits()).unwrap_err();
        assert!(matches!(error, ImportError::Xlsx(_)), "{error}");
        assert!(error.to_string().ends_with("save it as .xlsx again"), "{error}");
    }
    let whole = enishi::exchange::write_xlsx(&example()).unwrap();
    let error = read_xlsx(&whole[..whole.len() / 2], &limits()).unwrap_err();
    assert!(matches!(error, ImportError::Xlsx(_)), "{error}");
    // A ZIP that is no workbook.
    let error = read_xlsx(&zipped(&[("a.txt", b"hello")]), &limits()).unwrap_err();
    assert!(matches!(error, ImportError::Xlsx(_)), "{error}");
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn a_zip_bomb_is_refused_before_it_is_opened() {
    let zeros = vec![0u8; 20_000_000];
    let bomb = zipped(&[("xl/workbook.xml", &zeros)]);
    assert!(bomb.len() < 100_000);
    let error = read_xlsx(&bomb, &Limits { bytes: 10_000_000, ..limits() }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the XLSX file unpacks to too much; at most 10000000 bytes are taken: leave some data out, \
         or raise the limit"
    );
}

/// The minimal parts of a workbook whose one worksheet is `bands`.
fn workbook(sheet: &str) -> Vec<u8> {
    zipped(&[
        (
            "[Content_Types].xml",
            br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
        ),
        (
            "_rels/.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="bands" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#
            )
            .as_bytes(),
        ),
    ])
}

fn cell(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn a_far_cell_costs_no_memory() {
    // A range from A1 to here would take 17 thousand million cells.
    let header = [cell("A1", "id"), cell("B1", "start"), cell("C1", "end")].concat();
    let far = cell("XFD1048576", "far");
    let rows = format!(r#"<row r="1">{header}</row><row r="1048576">{far}</row>"#);
    let error = read_xlsx(&workbook(&rows), &limits()).unwrap_err();
    assert!(error.to_string().contains("row 1048576: \"far\" stands beyond"), "{error}");
    // Many far cells would take a lot, and are refused.
    let rows: String = (1..=3_000)
        .map(|row| format!(r#"<row r="{row}">{}</row>"#, cell(&format!("XFD{row}"), "x")))
        .collect();
    let error = read_xlsx(&workbook(&rows), &limits()).unwrap_err();
    assert!(matches!(error, ImportError::TooLarge { .. }), "{error}");
}

#[test]
fn a_cell_that_no_spreadsheet_has_is_refused() {
    for place in ["A99999999999", "ZZZZZZZZZZZ1", "1A", "", "A0"] {
        let rows = format!(r#"<row r="1">{}</row>"#, cell(place, "id"));
        let error = read_xlsx(&workbook(&rows), &limits()).unwrap_err();
        assert!(matches!(error, ImportError::Xlsx(_)), "{place}: {error}");
    }
}

#[test]
fn a_failing_formula_is_told() {
    let rows = r#"<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>"#;
    let ImportError::Faults { faults, .. } = read_xlsx(&workbook(rows), &limits()).unwrap_err()
    else {
        panic!("expected faults");
    };
    let fault = faults.iter().find(|fault| fault.sheet == Sheet::Bands).unwrap();
    assert_eq!((fault.row, fault.column.as_str()), (Some(1), "A"));
    assert!(matches!(&fault.problem, Problem::Unreadable { value, .. } if value == "#REF!"));
}

#[test]
fn worksheets_are_told_by_their_name() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("bands").unwrap().write_string(0, 0, "strat").unwrap();
    let error = read_xlsx(&book.save_to_buffer().unwrap(), &limits()).unwrap_err();
    let message = error.to_string();
    assert!(
        message.contains("worksheet bands, row 1, column \"strat\": unknown column"),
        "{message}"
    );
}

#[test]
fn faults_in_json_are_told_with_their_entry() {
    let json = String::from_utf8(write_json(&example()).unwrap()).unwrap();
    let json = json
        .replacen("\"floor\": 1", "\"flor\": 1", 1)
        .replacen("\"kind\": \"startup\"", "\"kind\": \"strtup\"", 1)
        .replacen("\"rank\": 1", "\"rank\": -1", 1)
        .replacen("\"zone\"", "\"zon\"", 1);
    let error = read_json(json.as_bytes(), &limits()).unwrap_err();
    let message = error.to_string();
    let lines: Vec<&str> = message.lines().collect();
    for (line, start) in lines.iter().zip([
        "workshop, key \"zon\": unknown field \"zon\"",
        "rooms, entry 1, column \"flor\": unknown field \"flor\"",
        "organisations, entry 2, column \"kind\": unknown word \"strtup\"",
        "meeting_wishes, entry 1, column \"rank\": \"-1\" cannot be read; expected a whole number",
    ]) {
        assert!(line.starts_with(start), "{line}\n{start}");
    }
    assert_eq!(lines.len(), 4, "{message}");
    assert!(lines[1].ends_with("did you mean \"floor\"?"), "{message}");
    assert!(lines[2].ends_with("did you mean \"startup\"?"), "{message}");

    for text in ["", "{", "[1]", "{} x", "{\"rooms\": 3}", "nul"] {
        assert!(read_json(text.as_bytes(), &limits()).is_err(), "{text}");
    }
    // A second list would hide the first.
    let json = String::from_utf8(write_json(&example()).unwrap()).unwrap();
    let twice = json.replacen("\"rooms\":", "\"rooms\": [], \"rooms\":", 1);
    let error = read_json(twice.as_bytes(), &limits()).unwrap_err();
    assert!(error.to_string().contains("duplicate field `rooms`"), "{error}");
    // A Japanese name cut in two bytes is no text.
    let error = read_json(b"{\"id\": \"\xe7\xb8\"}", &limits()).unwrap_err();
    assert!(matches!(error, ImportError::Json(_) | ImportError::Faults { .. }), "{error}");
}
