//! Templates to start a workshop from.

use super::{AppError, Output};
use crate::domain::Lang;
use crate::exchange::{template_xlsx, templates};
use std::path::Path;

/// Writes the CSV sheets with a small example that can be planned as it is, an explanation of
/// every column, and the same as one XLSX. Returns the files' names.
pub fn write_template(folder: &Path, lang: Lang) -> Result<Vec<String>, AppError> {
    let mut output = Output::new(folder)?;
    for (name, bytes) in templates(lang) {
        output.put(name, &bytes)?;
    }
    output.put("workshop.xlsx", &template_xlsx(lang)?)?;
    output.commit()
}
