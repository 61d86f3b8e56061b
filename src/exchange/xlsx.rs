//! XLSX: one worksheet per sheet, one datum per cell, no merged cells.

use super::cell::Datum;
use super::error::{ExportError, Faults, Form, ImportError, Limits, Notice};
use super::grid::{Grid, Row, Table};
use super::mapping::Mapping;
use super::sheets::{Budget, Grids, place, read_grids, sheet_named, tables};
use crate::domain::{InputFault, Lang, Problem, Sheet, Text, Workshop};
use calamine::{DataRef, ExcelDateTime as Serial, Reader as _, Xlsx, XlsxError};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError as WriteError,
};
use std::io::{Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a workshop from one XLSX file with a worksheet for each sheet; other worksheets are left
/// alone. A workshop that is returned has passed `check`.
///
/// Errors list every fault found. A file that would unpack to more than `limits.bytes` is refused
/// before it is opened. Cost: linear in the unpacked bytes, whatever range the sheets claim.
pub fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<(Workshop, Vec<Notice>), ImportError> {
    read_book(None, bytes, limits)
}

/// Reads an XLSX file into a workshop that is there already, as `read_sheets_into` does.
pub fn read_xlsx_into(
    base: &Workshop,
    bytes: &[u8],
    limits: &Limits,
) -> Result<(Workshop, Vec<Notice>), ImportError> {
    read_book(Some(base), bytes, limits)
}

fn read_book(
    base: Option<&Workshop>,
    bytes: &[u8],
    limits: &Limits,
) -> Result<(Workshop, Vec<Notice>), ImportError> {
    let (grids, faults, notices) = book(bytes, &Mapping::default(), limits)?;
    read_grids(base, grids, faults, notices)
}

/// Every worksheet that is a sheet, as a grid.
pub(super) fn book(
    bytes: &[u8],
    mapping: &Mapping,
    limits: &Limits,
) -> Result<(Grids, Faults, Vec<Notice>), ImportError> {
    let mut budget = Budget::new(limits);
    budget.take_bytes(unpacked_bytes(bytes, limits)?)?;
    // The parser is not ours, and a worksheet made to break it can make it panic.
    let read = catch_unwind(AssertUnwindSafe(|| worksheets(bytes, mapping, limits, &mut budget)));
    read.map_err(|_| ImportError::Xlsx(malformed()))?
}

/// The names of the worksheets, in their order.
pub(super) fn worksheet_names(bytes: &[u8]) -> Result<Vec<String>, ImportError> {
    let read = catch_unwind(AssertUnwindSafe(|| Xlsx::new(Cursor::new(bytes))));
    let book: Xlsx<_> = read
        .map_err(|_| ImportError::Xlsx(malformed()))?
        .map_err(|error: XlsxError| ImportError::Xlsx(Text::same(error.to_string())))?;
    Ok(book.sheet_names())
}

fn malformed() -> Text {
    Text::new("シートが壊れています", "a worksheet is malformed")
}

fn worksheets(
    bytes: &[u8],
    mapping: &Mapping,
    limits: &Limits,
    budget: &mut Budget,
) -> Result<(Grids, Faults, Vec<Notice>), ImportError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))
        .map_err(|error| ImportError::Xlsx(Text::same(error.to_string())))?;
    let mut notices = Vec::new();
    let mut faults = Faults::new(Form::Xlsx, limits);
    let mut grids = Grids::new();
    for name in book.sheet_names() {
        let Some(stem) = mapping.sheet_of(&name) else { continue };
        let Some(sheet) = sheet_named(stem, &name, &mut faults, &mut notices) else { continue };
        let grid = worksheet(&mut book, &name, sheet, budget, &mut faults)?;
        place(&mut grids, sheet, grid, &name, &mut faults);
    }
    Ok((grids, faults, notices))
}

/// What the file unpacks to, measured by unpacking it: what a ZIP says of itself may be a lie.
fn unpacked_bytes(bytes: &[u8], limits: &Limits) -> Result<usize, ImportError> {
    let broken = |error: &dyn std::fmt::Display| ImportError::Xlsx(Text::same(error.to_string()));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut left = limits.bytes as u64;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| broken(&error))?;
        let unpacked = std::io::copy(&mut file.take(left + 1), &mut std::io::sink())
            .map_err(|error| broken(&error))?;
        left = left.checked_sub(unpacked).ok_or_else(|| ImportError::TooLarge {
            what: Text::new("XLSX を展開すると大きすぎます", "the XLSX file unpacks to too much"),
            limit: limits.bytes,
        })?;
    }
    Ok(limits.bytes - left as usize)
}

/// A worksheet as a grid, read cell by cell: a range taken whole could claim all memory.
fn worksheet(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    sheet: Sheet,
    budget: &mut Budget,
    faults: &mut Faults,
) -> Result<Grid, ImportError> {
    let broken =
        |error: XlsxError| ImportError::Xlsx(Text::same(format!("worksheet {name:?}: {error}")));
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    let mut grid = Grid::default();
    let mut row = Row { number: 0, cells: Vec::new() };
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (line, column) = cell.get_position();
        let (number, column) = (line as usize + 1, column as usize);
        if number < row.number {
            let message = Text::new(
                format!("シート「{name}」：{number} 行目が {} 行目の後にあります", row.number),
                format!("worksheet {name:?}: row {number} stands after {}", row.number),
            );
            return Err(ImportError::Xlsx(message));
        }
        if number > row.number {
            keep(&mut grid, std::mem::replace(&mut row, Row { number, cells: Vec::new() }));
            if grid.rows.len() > budget.rows {
                return Err(budget.too_many_rows(&Form::Xlsx.name_of(sheet)));
            }
        }
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::Error(error) => {
                faults.push(InputFault {
                    sheet,
                    entry: None,
                    row: Some(number),
                    column: column_letters(column),
                    problem: Problem::Unreadable {
                        value: error.to_string(),
                        expected: Text::new(
                            "値。セルの数式がエラーです",
                            "a value; the cell's formula fails",
                        ),
                    },
                });
                continue;
            }
            value => text(value),
        };
        if text.is_empty() {
            continue;
        }
        // One shared string may stand in a million cells, so texts count once more here.
        budget.take_bytes(text.len())?;
        if row.cells.len() <= column {
            // A far cell costs memory for all the empty ones before it.
            budget.take_bytes((column + 1 - row.cells.len()) * size_of::<String>())?;
            row.cells.resize(column + 1, String::new());
        }
        row.cells[column] = text;
    }
    keep(&mut grid, row);
    budget.take_rows(grid.rows.len(), &Form::Xlsx.name_of(sheet))?;
    Ok(grid)
}

fn keep(grid: &mut Grid, row: Row) {
    if row.number > 0 {
        grid.push(row);
    }
}

/// The letters a spreadsheet shows over a column, from 0: A, B … Z, AA.
fn column_letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(flag) => Datum::Bool(*flag).text().into_owned(),
        DataRef::DateTime(serial) => moment(serial).text().into_owned(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A spreadsheet's serial number, days since its epoch, to the nearest second.
fn moment(serial: &Serial) -> Datum {
    let days = serial.as_f64();
    let as_it_is = Datum::Text(days.to_string());
    // 9999-12-31 is the last day that spreadsheets know.
    if !(0.0..2_958_466.0).contains(&days) {
        return as_it_is;
    }
    let (year, month, day, hour, minute, second, milli) = serial.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
    let midnight = date.and_then(|date| date.and_hms_opt(0, 0, 0));
    let seconds = u64::from(hour) * 3600 + u64::from(minute) * 60 + u64::from(second);
    let seconds = (seconds * 1000 + u64::from(milli) + 500) / 1000;
    let at = midnight.and_then(|midnight| midnight.checked_add_days(Days::new(seconds / 86_400)));
    let clock = NaiveTime::from_num_seconds_from_midnight_opt((seconds % 86_400) as u32, 0);
    match (at, clock) {
        (_, Some(clock)) if days < 1.0 => Datum::Time(clock),
        (Some(at), Some(NaiveTime::MIN)) => Datum::Date(at.date()),
        (Some(at), Some(clock)) => Datum::DateTime(at.date().and_time(clock)),
        _ => as_it_is,
    }
}

/// A workshop as one XLSX file that `read_xlsx` reads back as it was; of a tag the concept and its
/// state. The same workshop always gives the same bytes.
pub fn write_xlsx(workshop: &Workshop) -> Result<Vec<u8>, ExportError> {
    let sheets: Vec<_> = tables(workshop, Lang::En, false)
        .into_iter()
        .map(|(sheet, table)| (sheet.name().to_owned(), table))
        .collect();
    tables_xlsx(&sheets)
}

/// Worksheets with a header each, whose row stays in sight.
pub fn tables_xlsx(sheets: &[(String, Table)]) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    fill(&mut book, sheets)
        .and_then(|()| book.save_to_buffer())
        .map_err(|error| ExportError::Xlsx(error.to_string()))
}

fn fill(book: &mut Workbook, sheets: &[(String, Table)]) -> Result<(), WriteError> {
    // The moment of writing would make equal workshops differ.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&epoch));
    let header = Format::new().set_bold();
    let formats = Formats {
        date: Format::new().set_num_format("yyyy-mm-dd"),
        time: Format::new().set_num_format("hh:mm"),
        time_seconds: Format::new().set_num_format("hh:mm:ss"),
        moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        moment_seconds: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
    };
    for (name, table) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(name)?;
        for (column, title) in (0u16..).zip(&table.headers) {
            sheet.write_string_with_format(0, column, title, &header)?;
            sheet.set_column_width(column, 18)?;
        }
        for (line, row) in (1u32..).zip(&table.rows) {
            for (column, datum) in (0u16..).zip(row) {
                write(sheet, line, column, datum, &formats)?;
            }
        }
        sheet.set_freeze_panes(1, 0)?;
    }
    Ok(())
}

struct Formats {
    date: Format,
    time: Format,
    time_seconds: Format,
    moment: Format,
    moment_seconds: Format,
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    datum: &Datum,
    formats: &Formats,
) -> Result<(), WriteError> {
    match datum {
        Datum::Empty => {}
        Datum::Text(text) => {
            sheet.write_string(row, column, text)?;
        }
        // Beyond 2^53 a spreadsheet's numbers lose digits.
        Datum::Whole(number) if number.unsigned_abs() > 1 << 53 => {
            sheet.write_string(row, column, number.to_string())?;
        }
        Datum::Whole(number) => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Datum::Bool(flag) => {
            sheet.write_boolean(row, column, *flag)?;
        }
        Datum::Time(time) => {
            let format = if time.second() == 0 { &formats.time } else { &formats.time_seconds };
            let time = ExcelDateTime::from_hms(
                time.hour() as u16,
                time.minute() as u8,
                f64::from(time.second()),
            )?;
            sheet.write_datetime_with_format(row, column, &time, format)?;
        }
        Datum::Date(date) if has_serial(*date) => {
            let date = serial_date(*date)?;
            sheet.write_datetime_with_format(row, column, &date, &formats.date)?;
        }
        // Midnight would come back as a date without a time.
        Datum::DateTime(at) if has_serial(at.date()) && at.time() != NaiveTime::MIN => {
            let format = if at.second() == 0 { &formats.moment } else { &formats.moment_seconds };
            let at = serial_moment(*at)?;
            sheet.write_datetime_with_format(row, column, &at, format)?;
        }
        Datum::Date(_) | Datum::DateTime(_) => {
            sheet.write_string(row, column, datum.text())?;
        }
    }
    Ok(())
}

/// Whether spreadsheets agree on the date's number: before March 1900 they do not.
fn has_serial(date: NaiveDate) -> bool {
    (1901..=9999).contains(&date.year())
}

fn serial_date(date: NaiveDate) -> Result<ExcelDateTime, WriteError> {
    ExcelDateTime::from_ymd(date.year() as u16, date.month() as u8, date.day() as u8)
}

fn serial_moment(at: NaiveDateTime) -> Result<ExcelDateTime, WriteError> {
    serial_date(at.date())?.and_hms(at.hour() as u16, at.minute() as u8, f64::from(at.second()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_spreadsheet() {
        for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(column_letters(column), letters);
        }
    }
}
