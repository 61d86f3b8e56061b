//! The vocabulary for other tools: SKOS in Turtle, and a table.

use super::cell::Datum;
use super::grid::Table;
use crate::domain::{ConceptId, Lang};
use crate::vocabulary::{Concept, Facet, Thesaurus};
use std::fmt::Write;

const SCHEME: &str = "urn:enishi:vocabulary";

/// The vocabulary as SKOS (W3C Recommendation of 2009-08-18), in Turtle, which SKOS editors read: one
/// scheme, a collection for each facet, labels in Japanese and English, wider terms, and complements
/// as related concepts. A label that counts only in its case is an alternative one there.
pub fn thesaurus_turtle(thesaurus: &Thesaurus) -> String {
    let mut out = String::from(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\
         @prefix c: <urn:enishi:concept:> .\n\
         @prefix f: <urn:enishi:facet:> .\n\n",
    );
    let _ = writeln!(out, "<{SCHEME}> a skos:ConceptScheme .");
    for facet in Facet::ALL {
        let members: Vec<String> = thesaurus.facet(facet).map(|c| named(&c.id)).collect();
        let _ = write!(
            out,
            "\nf:{facet} a skos:Collection ;\n    skos:prefLabel {}, {}",
            literal(facet.label(Lang::Ja), Lang::Ja),
            literal(facet.label(Lang::En), Lang::En)
        );
        list(&mut out, "skos:member", &members);
        out.push_str(" .\n");
    }
    for concept in thesaurus.concepts() {
        one(&mut out, thesaurus, concept);
    }
    out
}

fn one(out: &mut String, thesaurus: &Thesaurus, concept: &Concept) {
    let _ = write!(
        out,
        "\n{} a skos:Concept ;\n    skos:inScheme <{SCHEME}> ;\n    skos:notation \"{}\"",
        named(&concept.id),
        concept.id
    );
    let preferred = [literal(&concept.label.ja, Lang::Ja), literal(&concept.label.en, Lang::En)];
    list(out, "skos:prefLabel", &preferred);
    let mut others: Vec<String> =
        concept.labels().skip(2).map(|(lang, label)| literal(label, lang)).collect();
    // A label may be both preferred and alternative here; SKOS keeps the two apart (S13).
    others.retain(|label| !preferred.contains(label));
    list(out, "skos:altLabel", &others);
    let broader: Vec<String> = concept.broader.iter().map(named).collect();
    list(out, "skos:broader", &broader);
    if broader.is_empty() {
        list(out, "skos:topConceptOf", &[format!("<{SCHEME}>")]);
    }
    // SKOS keeps related concepts apart from wider ones (S27).
    let above = |a: &ConceptId, b: &ConceptId| thesaurus.broader(a).any(|(wider, _)| wider == b);
    let mut related: Vec<String> = thesaurus
        .complements_of(&concept.id)
        .flat_map(|(complement, _)| [&complement.problem, &complement.answer])
        .filter(|id| **id != concept.id && !above(id, &concept.id) && !above(&concept.id, id))
        .map(named)
        .collect();
    related.sort();
    related.dedup();
    list(out, "skos:related", &related);
    out.push_str(" .\n");
}

/// `technology.dds` as a name in Turtle; names there may not end with a point, and ids never do.
fn named(id: &ConceptId) -> String {
    format!("c:{id}")
}

fn list(out: &mut String, property: &str, values: &[String]) {
    if !values.is_empty() {
        let _ = write!(out, " ;\n    {property} {}", values.join(", "));
    }
}

fn literal(text: &str, lang: Lang) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ");
    format!("\"{text}\"@{lang}")
}

/// The vocabulary as a table, a concept a row; several labels in a cell are separated by `;`.
pub fn thesaurus_table(thesaurus: &Thesaurus) -> Table {
    let text = |text: &str| Datum::Text(text.to_owned());
    let row = |concept: &Concept| {
        let broader: Vec<&str> = concept.broader.iter().map(ConceptId::as_str).collect();
        vec![
            text(concept.id.as_str()),
            text(concept.facet.code()),
            text(&concept.label.ja),
            text(&concept.label.en),
            text(&concept.ja_alt.join(";")),
            text(&concept.en_alt.join(";")),
            text(&concept.cased.join(";")),
            text(&broader.join(";")),
        ]
    };
    let headers = ["id", "facet", "ja", "en", "ja_alt", "en_alt", "cased", "broader"];
    Table {
        headers: headers.iter().map(|h| (*h).to_owned()).collect(),
        rows: thesaurus.concepts().iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_concept_is_written_with_its_labels_and_relations() {
        let thesaurus = Thesaurus::embedded();
        let turtle = thesaurus_turtle(thesaurus);
        assert_eq!(turtle.matches("a skos:Concept ;").count(), thesaurus.concepts().len());
        assert_eq!(turtle.matches("a skos:Collection").count(), Facet::ALL.len());
        for concept in thesaurus.concepts() {
            assert!(turtle.contains(&format!("\nc:{} a skos:Concept", concept.id)));
            assert!(turtle.contains(&literal(&concept.label.ja, Lang::Ja)));
        }
        // Statements end, quotes are closed.
        for statement in turtle.split("\n\n").skip(1) {
            assert!(statement.trim_end().ends_with('.'), "{statement}");
            assert_eq!(statement.replace("\\\"", "").matches('"').count() % 2, 0, "{statement}");
        }
        assert_eq!(literal("a \"b\"\\", Lang::En), "\"a \\\"b\\\"\\\\\"@en");
        assert_eq!(thesaurus_table(thesaurus).rows.len(), thesaurus.concepts().len());
    }
}
