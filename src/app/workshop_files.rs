//! Workshops and timetables on disk.

use super::output::{Output, write_file};
use super::{AppError, input};
use crate::domain::{Text, Timetable, Workshop};
use crate::exchange::{
    Limits, Notice, read_json, read_sheets, read_timetable_csv, read_timetable_json, read_xlsx,
    write_csv, write_json, write_xlsx,
};
use std::fs;
use std::path::Path;

/// A workshop as it was read, and what is worth knowing about the reading.
#[derive(Debug, Clone)]
pub struct Loaded {
    pub workshop: Workshop,
    pub notices: Vec<Notice>,
}

/// Reads a workshop: a folder of CSV sheets, an `.xlsx` or a `.json`.
pub fn load_workshop(path: &Path, limits: &Limits) -> Result<Loaded, AppError> {
    let expected = Text::new(
        "ワークショップ（CSVの入ったフォルダ、.xlsx または .json）",
        "a workshop: a folder of CSV sheets, an .xlsx or a .json",
    );
    let read = if path.is_dir() {
        read_sheets(&sheets_in(path)?, limits)
    } else {
        let bytes = input::read(path, &expected)?;
        match ending(path).as_str() {
            "xlsx" => read_xlsx(&bytes, limits),
            "json" => read_json(&bytes, limits),
            _ => return Err(wrong_ending(path)),
        }
    };
    match read {
        Ok((workshop, notices)) => Ok(Loaded { workshop, notices }),
        Err(error) => Err(AppError::Workshop { path: path.to_owned(), error }),
    }
}

/// Writes a workshop in the form its path's ending asks for: `.xlsx`, `.json`, or else a folder of
/// CSV sheets.
pub fn save_workshop(workshop: &Workshop, path: &Path) -> Result<(), AppError> {
    match ending(path).as_str() {
        "xlsx" => write_file(path, &write_xlsx(workshop)?),
        "json" => write_file(path, &write_json(workshop)?),
        _ => {
            let mut output = Output::new(path)?;
            for (name, bytes) in write_csv(workshop) {
                output.put(name, &bytes)?;
            }
            output.commit().map(|_| ())
        }
    }
}

/// Reads a timetable of `workshop`: JSON of a timetable or of a plan that holds one, or CSV.
pub fn load_timetable(path: &Path, workshop: &Workshop) -> Result<Timetable, AppError> {
    let limits = Limits::default();
    let expected = Text::new("日程表（.json または .csv）", "a timetable, .json or .csv");
    let bytes = input::read(path, &expected)?;
    let wrong = |error| AppError::Timetable { path: path.to_owned(), error };
    if ending(path) == "csv" {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("timetable");
        return read_timetable_csv(&bytes, workshop, name, &limits)
            .map(|(timetable, _)| timetable)
            .map_err(wrong);
    }
    let within = inside_plan(&bytes);
    let timetable =
        read_timetable_json(within.as_ref().unwrap_or(&bytes), &limits).map_err(wrong)?;
    if timetable.workshop != workshop.id {
        return Err(AppError::OtherWorkshop {
            path: path.to_owned(),
            found: timetable.workshop,
            expected: workshop.id.clone(),
        });
    }
    Ok(timetable)
}

/// The timetable within the JSON that `plan --json` prints.
fn inside_plan(bytes: &[u8]) -> Option<Vec<u8>> {
    let plan: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(bytes).ok()?;
    plan.get("timetable").and_then(|timetable| serde_json::to_vec(timetable).ok())
}

/// The CSV files of a folder, by name, in the order of their names.
fn sheets_in(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, AppError> {
    let expected = Text::new("CSVの入ったフォルダ", "a folder of CSV sheets");
    let entries =
        fs::read_dir(folder).map_err(|e| AppError::reading(folder, &e, expected.clone()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.to_lowercase().ends_with(".csv"))
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(AppError::Missing {
            path: folder.join("workshop.csv"),
            expected: Text::new(
                "ひな型は `enishi template フォルダ` で作れます",
                "`enishi template DIR` writes sheets to start from",
            ),
        });
    }
    names
        .into_iter()
        .map(|name| {
            let bytes = input::read(&folder.join(&name), &expected)?;
            Ok((name, bytes))
        })
        .collect()
}

fn ending(path: &Path) -> String {
    path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_lowercase()
}

fn wrong_ending(path: &Path) -> AppError {
    AppError::Argument(Text::new(
        format!(
            "{}：フォルダでも .xlsx でも .json でもありません。CSVはフォルダごと指定してください",
            path.display()
        ),
        format!(
            "{}: neither a folder, nor .xlsx, nor .json; for CSV give the folder of the sheets",
            path.display()
        ),
    ))
}
