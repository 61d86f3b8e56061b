//! Templates to start a workshop from.

use super::plan::json;
use super::{AppError, Output, example_record};
use crate::domain::{Consortium, ConsortiumId, Lang, Member, OrganisationKind, Text};
use crate::exchange::{example, template_xlsx, templates};
use std::path::Path;

/// A draft of the example's organisations, in which nobody has planned money yet.
fn draft() -> Consortium {
    let workshop = example();
    let members = workshop.organisations.iter().filter(|o| o.kind != OrganisationKind::Other);
    Consortium {
        id: ConsortiumId::new("draft-1"),
        name: Text::new("記入例", "example"),
        members: members.map(|o| Member::new(o.id.as_str(), o.kind, [])).collect(),
        synthetic: true,
        ..Consortium::default()
    }
}

/// Writes the CSV sheets with a small example that can be planned as it is, an explanation of
/// every column, the same as one XLSX, and the
/// draft of a consortium to check, and an example of a record to learn from. Returns the files' names.
pub fn write_template(folder: &Path, lang: Lang) -> Result<Vec<String>, AppError> {
    let mut output = Output::new(folder)?;
    for (name, bytes) in templates(lang) {
        output.put(name, &bytes)?;
    }
    output.put("workshop.xlsx", &template_xlsx(lang)?)?;
    output.put("consortium.json", &json(&draft()))?;
    output.put("record/record.csv", &example_record())?;
    output.commit()
}
