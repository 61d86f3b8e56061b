//! Adopted projects and journeys as the documents print them: the only public ground truth.

use super::fields::Fields;
use super::{SchemeError, parse};
use crate::domain::Text;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

const ADOPTED: &str = include_str!("../../data/projects/aimgain-adopted.toml");
const JOURNEYS: &str = include_str!("../../data/projects/journeys.toml");
const MAX_ENTRIES: usize = 10_000;

/// A project that a programme adopted. Real names, as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AdoptedProject {
    pub id: String,
    pub leader: String,
    /// The institution as printed.
    pub affiliation: String,
    /// The post as printed.
    pub position: String,
    pub title: String,
    /// `drug`, `device`, `regenerative` or `data`: the column that is marked.
    pub field: String,
    /// The calls it may come from: 1 to 3 (printed together), or 4.
    pub calls: Vec<u32>,
    pub source: String,
    pub document_date: NaiveDate,
}

/// A step of a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it was: `seed`, `platform`, `advice`, `meeting`, `joint_research`, `result`, …
    pub kind: String,
    pub words: Text,
    /// As printed; empty where the step is not dated.
    pub when: String,
}

/// How a real project came from a seed to use, or on its way there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Journey {
    pub id: String,
    pub title: Text,
    /// Who is named, with affiliation, as printed.
    pub people: Vec<String>,
    /// Organisations and programmes named, as printed.
    pub organisations: Vec<String>,
    pub programmes: Vec<String>,
    pub steps: Vec<Step>,
    pub source: String,
    /// The very words that bear it.
    pub clause: String,
}

/// The 13 projects that AIMGAIN had adopted by 2025-04-21.
pub fn adopted_projects() -> &'static [AdoptedProject] {
    static PROJECTS: OnceLock<Vec<AdoptedProject>> = OnceLock::new();
    PROJECTS.get_or_init(|| match parse_projects("aimgain-adopted.toml", ADOPTED.as_bytes()) {
        Ok(projects) => projects,
        Err(error) => panic!("embedded projects: {error}"),
    })
}

/// The worked journeys.
pub fn journeys() -> &'static [Journey] {
    static PARSED: OnceLock<Vec<Journey>> = OnceLock::new();
    PARSED.get_or_init(|| match parse_journeys("journeys.toml", JOURNEYS.as_bytes()) {
        Ok(journeys) => journeys,
        Err(error) => panic!("embedded journeys: {error}"),
    })
}

fn parse_projects(file: &str, bytes: &[u8]) -> Result<Vec<AdoptedProject>, SchemeError> {
    let mut top = Fields::new(file, "the file", parse::table(file, bytes)?);
    let documents = parse::documents(file, &mut top)?;
    let (mut seen, mut projects) = (BTreeSet::new(), Vec::new());
    for (i, table) in top.tables("project", MAX_ENTRIES)?.into_iter().enumerate() {
        let mut fields = Fields::new(file, format!("project {}", i + 1), table);
        let id = unique(&mut fields, &mut seen)?;
        let source = parse::source(&mut fields, &documents)?;
        let date = documents.iter().find(|d| d.id == source).and_then(|d| d.date);
        let Some(document_date) = date else {
            return Err(fields.error("source", "this document needs a date"));
        };
        projects.push(AdoptedProject {
            id,
            leader: fields.string("leader")?,
            affiliation: fields.string("affiliation")?,
            position: fields.string("position")?,
            title: fields.string("title")?,
            field: fields
                .one_of(
                    "field",
                    &["drug", "device", "regenerative", "data"].map(|word| (word, word)),
                )?
                .to_owned(),
            calls: fields.counts("calls")?,
            source,
            document_date,
        });
        fields.finish()?;
    }
    top.finish()?;
    Ok(projects)
}

fn parse_journeys(file: &str, bytes: &[u8]) -> Result<Vec<Journey>, SchemeError> {
    let mut top = Fields::new(file, "the file", parse::table(file, bytes)?);
    let documents = parse::documents(file, &mut top)?;
    let (mut seen, mut journeys) = (BTreeSet::new(), Vec::new());
    for (i, table) in top.tables("journey", MAX_ENTRIES)?.into_iter().enumerate() {
        let mut fields = Fields::new(file, format!("journey {}", i + 1), table);
        let id = unique(&mut fields, &mut seen)?;
        let mut steps = Vec::new();
        for (j, table) in fields.tables("step", MAX_ENTRIES)?.into_iter().enumerate() {
            let mut step = Fields::new(file, format!("journey {id:?}, step {}", j + 1), table);
            steps.push(Step {
                kind: step.slug("kind")?,
                words: step.text("words")?,
                when: step.opt_string("when")?,
            });
            step.finish()?;
        }
        journeys.push(Journey {
            id,
            title: fields.text("title")?,
            people: fields.strings("people")?,
            organisations: fields.strings("organisations")?,
            programmes: fields.strings("programmes")?,
            steps,
            source: parse::source(&mut fields, &documents)?,
            clause: fields.string("clause")?,
        });
        fields.finish()?;
    }
    top.finish()?;
    Ok(journeys)
}

fn unique(fields: &mut Fields, seen: &mut BTreeSet<String>) -> Result<String, SchemeError> {
    let id = fields.slug("id")?;
    if seen.insert(id.clone()) {
        Ok(id)
    } else {
        Err(fields.error("id", format!("{id:?} is already used")))
    }
}
