//! What a scheme's documents say beyond its rules: what reviewers look at, and the meetings that
//! accompany an adopted project. Nothing here decides a verdict.

use super::SchemeError;
use super::fields::Fields;
use super::parse::source;
use super::scheme::Document;
use crate::domain::Text;
use serde::Serialize;
use std::collections::BTreeSet;
use toml::Table;

const MAX_ITEMS: usize = 50;
const MAX_POINTS: usize = 50;

/// One heading of the review, with the questions under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewItem {
    /// The document's letter or number, unique in the scheme.
    pub id: String,
    pub title: Text,
    /// The questions, in the document's order.
    pub points: Vec<Text>,
    /// The document they come from.
    pub source: String,
}

/// A meeting of an adopted project with the agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SupportMeeting {
    /// Unique in the scheme.
    pub id: String,
    pub name: Text,
    /// Year of the project, from 1; `None` where it comes again or no document prints the year.
    pub year: Option<u32>,
    /// Who comes, beside the project; empty where no document prints it.
    pub attended_by: Text,
    pub note: Text,
    /// The document it comes from.
    pub source: String,
}

/// The `[[review]]` tables.
pub(super) fn review(
    file: &str,
    top: &mut Fields,
    documents: &[Document],
) -> Result<Vec<ReviewItem>, SchemeError> {
    each(file, top, "review", |id, fields| {
        let item = ReviewItem {
            id,
            title: fields.text("title")?,
            points: points(file, fields)?,
            source: source(fields, documents)?,
        };
        Ok(item)
    })
}

/// The `[[support]]` tables.
pub(super) fn support(
    file: &str,
    top: &mut Fields,
    documents: &[Document],
) -> Result<Vec<SupportMeeting>, SchemeError> {
    each(file, top, "support", |id, fields| {
        let meeting = SupportMeeting {
            id,
            name: fields.text("name")?,
            year: fields.opt_year("year")?,
            attended_by: fields.opt_text("attended_by")?,
            note: fields.opt_text("note")?,
            source: source(fields, documents)?,
        };
        Ok(meeting)
    })
}

/// Reads each table of a list, whose ids differ.
fn each<T>(
    file: &str,
    top: &mut Fields,
    list: &'static str,
    mut read: impl FnMut(String, &mut Fields) -> Result<T, SchemeError>,
) -> Result<Vec<T>, SchemeError> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (i, table) in top.tables(list, MAX_ITEMS)?.into_iter().enumerate() {
        let mut fields = Fields::new(file, format!("{list} {}", i + 1), table);
        let id = fields.slug("id")?;
        if !seen.insert(id.clone()) {
            return Err(fields.error("id", format!("{id:?} is already used")));
        }
        all.push(read(id, &mut fields)?);
        fields.finish()?;
    }
    Ok(all)
}

fn points(file: &str, fields: &mut Fields) -> Result<Vec<Text>, SchemeError> {
    let tables: Vec<Table> = fields.tables("point", MAX_POINTS)?;
    let read = |(i, table)| {
        let mut point = Fields::new(file, format!("point {}", i + 1), table);
        let asked = point.text("asked")?;
        point.finish()?;
        Ok(asked)
    };
    tables.into_iter().enumerate().map(read).collect()
}

#[cfg(test)]
mod tests {
    use crate::programmes::{Demand, parse_scheme, scheme, schemes};

    #[test]
    fn the_fifth_call_is_reviewed_from_a_to_f_and_only_its_startup_type_asks_for_the_startups_base()
    {
        let points = |id: &str| {
            let scheme = scheme(&id.into()).unwrap();
            let letters: Vec<&str> = scheme.review.iter().map(|item| item.id.as_str()).collect();
            assert_eq!(letters, ["a", "b", "c", "d", "e", "f"], "{id}");
            scheme.review.iter().flat_map(|item| item.points.clone()).collect::<Vec<_>>()
        };
        let (academia, startup) =
            (points("aimgain-2025-5th-academia"), points("aimgain-2025-5th-startup"));
        let only: Vec<_> = startup.iter().filter(|point| !academia.contains(point)).collect();
        assert_eq!(only.len(), 1);
        assert!(only[0].ja.contains("財務的基盤"), "{}", only[0].ja);
        assert!(academia.iter().all(|point| startup.contains(point)));
    }

    /// The calendar and the rules come from different pages: they must not contradict.
    #[test]
    fn meetings_lie_within_the_term_and_the_mid_term_evaluation_in_the_year_of_the_gate() {
        for scheme in schemes().iter().filter(|s| !s.support.is_empty()) {
            let demands = || scheme.leading();
            let term = demands().find_map(|d| match d {
                Demand::Term { at_most_years, .. } => Some(*at_most_years),
                _ => None,
            });
            let gate = demands().find_map(|d| match d {
                Demand::Gate { year } => Some(*year),
                _ => None,
            });
            let year_of = |id: &str| scheme.support.iter().find(|m| m.id == id).unwrap().year;
            assert_eq!(year_of("mid-term"), gate, "{}", scheme.id);
            assert_eq!(year_of("final"), term, "{}", scheme.id);
            assert!(scheme.support.iter().all(|m| m.year <= term), "{}", scheme.id);
        }
    }

    #[test]
    fn what_is_wrong_in_them_is_told_with_its_place() {
        let file = include_str!("../../data/programmes/aimgain-2025-5th-academia.toml");
        for (right, wrong, place) in [
            ("id = \"kick-off\"", "id = \"promotion\"", "support 2"),
            ("[[review.point]]", "[[review.points]]", "points"),
            ("year = 5\n", "year = 0\n", "support 6"),
        ] {
            let fault = parse_scheme("x.toml", file.replace(right, wrong)).unwrap_err().to_string();
            assert!(fault.contains(place), "{wrong}: {fault}");
        }
    }
}
