//! Where everything comes from, and what is made up.

use super::names::Names;
use crate::exchange::when;
use crate::scheduling::Rule;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct AboutSection {
    pub source: String,
    pub synthetic_note: String,
    /// Something in the workshop's data is made up.
    pub synthetic: bool,
    pub sources: Vec<SourceLine>,
    pub version: String,
    pub solver: String,
    /// Of the shown plan, whole.
    pub input_hash: String,
    pub made_on: String,
    pub rules: Vec<&'static str>,
    /// Titles that the document prints otherwise.
    pub misprints: Vec<Misprint>,
}

#[derive(Debug, Serialize)]
pub struct SourceLine {
    pub title: String,
    pub note: String,
}

#[derive(Debug, Serialize)]
pub struct Misprint {
    pub id: String,
    pub printed: String,
    pub mended: String,
}

pub fn about(names: &Names) -> AboutSection {
    let (workshop, about) = (names.workshop, &names.report.about);
    let synthetic = !workshop.synthetic_note.is_empty()
        || workshop.people.iter().any(|p| p.synthetic)
        || workshop.organisations.iter().any(|o| o.synthetic)
        || workshop.profiles.iter().any(|p| p.synthetic)
        || workshop.rooms.iter().any(|r| r.synthetic);
    let misprinted =
        |s: &&crate::domain::Session| !s.printed_title.is_empty() && s.printed_title != s.title.ja;
    AboutSection {
        source: workshop.source.clone(),
        synthetic_note: workshop.synthetic_note.get(names.lang).to_owned(),
        synthetic,
        sources: about
            .sources
            .iter()
            .map(|s| SourceLine {
                title: s.title.get(names.lang).to_owned(),
                note: s.note.get(names.lang).to_owned(),
            })
            .collect(),
        version: about.version.clone(),
        solver: about.solver.clone(),
        input_hash: names.shown.input_hash.to_owned(),
        made_on: about.made_on.map_or_else(String::new, |day| when::day(day, names.lang)),
        rules: Rule::ALL.iter().map(|rule| rule.sentence(names.lang)).collect(),
        misprints: workshop
            .sessions
            .iter()
            .filter(misprinted)
            .map(|s| Misprint {
                id: s.id.to_string(),
                printed: s.printed_title.clone(),
                mended: s.title.ja.clone(),
            })
            .collect(),
    }
}
