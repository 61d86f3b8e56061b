//! A timetable in the forms that others read.

use super::pages::{Pages, judged};
use super::publish::{Format, calendars};
use super::reasons::reasons;
use super::{AppError, Output, tables};
use crate::domain::{Lang, Text, Timetable, Workshop};
use crate::exchange::{tables_xlsx, write_timetable_csv, write_timetable_json};
use std::path::Path;

/// Writes a timetable into a folder, in the formats asked for. Returns the files' names.
pub fn export(
    workshop: &Workshop,
    timetable: &Timetable,
    formats: &[Format],
    lang: Lang,
    folder: &Path,
) -> Result<Vec<String>, AppError> {
    let mut output = Output::new(folder)?;
    let missing = reasons(workshop, timetable).unplaced;
    let tables = tables::of_timetable(workshop, timetable, &missing);
    for format in Format::ALL.into_iter().filter(|format| formats.contains(format)) {
        match format {
            Format::Csv => {
                output.put("timetable.csv", &write_timetable_csv(timetable))?;
                for table in &tables {
                    let (name, bytes) = tables::csv(table);
                    output.put(name, &bytes)?;
                }
            }
            Format::Xlsx => output.put("timetable.xlsx", &tables_xlsx(&tables)?)?,
            Format::Json => {
                output.put("timetable.json", write_timetable_json(timetable).as_bytes())?;
            }
            Format::Ics => calendars(workshop, timetable, None, lang, &mut output)?,
            Format::Html => {
                let planned = judged(workshop, timetable, missing.clone());
                let pages = Pages {
                    workshop,
                    plans: vec![(Text::new("日程表", "timetable"), &planned)],
                    rankings: &[],
                    against: None,
                    consortia: None,
                };
                for (name, html) in pages.files()? {
                    output.put(name, html.as_bytes())?;
                }
            }
        }
    }
    output.commit()
}
