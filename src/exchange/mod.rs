//! Formats in and out: bytes and texts, never paths.

mod blind;
mod cell;
mod columns;
mod complaint;
mod concepts;
mod csv;
mod curve;
mod dzn;
mod encoding;
mod error;
mod grid;
mod ical;
mod json;
mod lists;
mod mapping;
mod minizinc;
mod record;
pub mod report;
mod sheets;
mod skos;
mod template;
mod thesaurus_import;
mod timetable;
pub mod when;
mod xlsx;

pub use blind::blind_page;
pub use cell::Datum;
pub use complaint::from_json;
pub use csv::table_csv;
pub use curve::curve_svg;
pub use dzn::{DznError, MAX_DZN_BYTES};
pub use encoding::{Encoding, Undecodable, decode};
pub use error::{ExportError, Form, ImportError, Limits, Notice};
pub use grid::Table;
pub use ical::{Feed, calendar};
pub use json::{read_json, read_json_into, write_json};
pub use mapping::{
    ColumnName, Contents, Heading, MappedImport, Mapping, Source, SourceKind, column_names,
    contents, read_mapped,
};
pub use minizinc::read_dzn;
pub use record::{RECORD_COLUMNS, read_record};
pub use sheets::{read_sheets, read_sheets_into, write_csv};
pub use skos::{thesaurus_table, thesaurus_turtle};
pub use template::{example, template_xlsx, templates};
pub use thesaurus_import::{import_thesaurus_table, import_thesaurus_turtle};
pub use timetable::{
    PlacementFault, TimetableError, read_timetable_csv, read_timetable_json, write_timetable_csv,
    write_timetable_json,
};
pub use xlsx::{read_xlsx, read_xlsx_into, tables_xlsx, write_xlsx};
