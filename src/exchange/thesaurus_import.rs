//! A vocabulary taken in: a table or SKOS, as the files that the product reads.

use super::csv::unguard;
use super::encoding::decode;
use crate::domain::Text;
use crate::vocabulary::{Facet, Thesaurus, VocabularyError};
use oxrdf::Term;
use oxttl::TurtleParser;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};

/// Faults that are told; more would bury them.
const FAULTS: usize = 100;
const COLUMNS: [&str; 8] = ["id", "facet", "ja", "en", "ja_alt", "en_alt", "cased", "broader"];
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const CONCEPT: &str = "urn:enishi:concept:";

/// A concept as it was read, with its place for messages.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
struct Concept {
    #[serde(skip)]
    place: Place,
    #[serde(skip)]
    facet: String,
    id: String,
    ja: String,
    en: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ja_alt: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    en_alt: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cased: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    broader: Vec<String>,
}

/// Where a concept stands.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    /// Counted as a spreadsheet counts.
    Row(usize),
    /// The subject of its statements.
    Subject(String),
}

impl Default for Place {
    fn default() -> Self {
        Place::Subject(String::new())
    }
}

impl Place {
    fn fault(&self, column: &str, ja: &str, en: &str) -> Text {
        match self {
            Place::Row(row) => Text::new(
                format!("{row}行目、列 {column}：{ja}"),
                format!("row {row}, column {column}: {en}"),
            ),
            Place::Subject(subject) => Text::new(
                format!("{subject}、{column}：{ja}"),
                format!("{subject}, {column}: {en}"),
            ),
        }
    }
}

/// One file of a vocabulary, as `Thesaurus::parse` reads it.
#[derive(Debug, Serialize)]
struct File<'a> {
    facet: &'a str,
    source: &'a str,
    date: toml::value::Datetime,
    concept: Vec<&'a Concept>,
}

/// Reads a table of concepts with the columns of `thesaurus_table`, in any order; UTF-8, UTF-16 or
/// CP932. Gives the vocabulary's files, each its name and its TOML text; `source` says where the words
/// come from, `date` (YYYY-MM-DD) when they were taken in.
///
/// # Errors
/// Every fault with its row and column; nothing is half taken in.
pub fn import_thesaurus_table(
    bytes: &[u8],
    source: &str,
    date: &str,
) -> Result<Vec<(String, String)>, Vec<Text>> {
    let (text, _) = decode(bytes).map_err(|fault| vec![fault.text()])?;
    let mut reader = ::csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headers = reader.headers().cloned().unwrap_or_default();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for column in COLUMNS {
        if let Some(found) = headers.iter().position(|h| h.trim().eq_ignore_ascii_case(column)) {
            places.insert(column, found);
        }
    }
    if let Some(missing) = COLUMNS[..4].iter().find(|column| !places.contains_key(**column)) {
        return Err(vec![Text::new(
            format!("1行目：列 {missing} がありません。必要な列は id, facet, ja, en です"),
            format!("row 1: no column {missing}; needed are id, facet, ja, en"),
        )]);
    }
    let mut concepts = Vec::new();
    let mut faults = Vec::new();
    for (i, row) in reader.records().enumerate() {
        let place = Place::Row(i + 2);
        let row = match row {
            Ok(row) => row,
            Err(_) => {
                faults.push(place.fault("id", "行を読めません", "the row cannot be read"));
                continue;
            }
        };
        let cell = |column: &str| {
            let cell = places.get(column).and_then(|place| row.get(*place)).unwrap_or_default();
            unguard(cell).trim().to_owned()
        };
        let several = |column: &str| -> Vec<String> {
            let cell = cell(column);
            let parts = cell.split(';').map(str::trim).filter(|part| !part.is_empty());
            parts.map(str::to_owned).collect()
        };
        concepts.push(Concept {
            place,
            facet: cell("facet"),
            id: cell("id"),
            ja: cell("ja"),
            en: cell("en"),
            ja_alt: several("ja_alt"),
            en_alt: several("en_alt"),
            cased: several("cased"),
            broader: several("broader"),
        });
    }
    files(&concepts, faults, source, date)
}

/// Reads SKOS in Turtle: `skos:prefLabel` and `skos:altLabel` in `@ja` and `@en`, `skos:broader`, and
/// `skos:notation` as the id where the concept's own name is not `urn:enishi:concept:FACET.NAME`.
/// What SKOS says besides is passed over.
///
/// # Errors
/// Every fault with its line, or its concept and property; nothing is half taken in.
pub fn import_thesaurus_turtle(
    bytes: &[u8],
    source: &str,
    date: &str,
) -> Result<Vec<(String, String)>, Vec<Text>> {
    let mut order: Vec<String> = Vec::new();
    let mut read: HashMap<String, Concept> = HashMap::new();
    let mut faults = Vec::new();
    for triple in TurtleParser::new().for_slice(bytes) {
        let triple = match triple {
            Ok(triple) => triple,
            Err(error) => {
                let (at, message) = (error.location().start, error.message());
                let (line, column) = (at.line + 1, at.column + 1);
                return Err(vec![Text::new(
                    format!("{line}行{column}字目：Turtle として読めません（{message}）"),
                    format!("line {line}, column {column}: this is no Turtle ({message})"),
                )]);
            }
        };
        let subject = triple.subject.to_string().trim_matches(['<', '>']).to_owned();
        let property = triple.predicate.as_str();
        let is_type = property == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
        let object = match &triple.object {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string().trim_matches(['<', '>']).to_owned(),
        };
        if is_type && object == format!("{SKOS}Concept") {
            order.push(subject.clone());
        }
        let place = Place::Subject(subject.clone());
        let concept = read.entry(subject).or_insert_with_key(|name| Concept {
            place,
            id: own_id(name),
            ..Concept::default()
        });
        let lang = match &triple.object {
            Term::Literal(literal) => {
                literal.language().unwrap_or_default().split('-').next().unwrap_or_default()
            }
            _ => "",
        };
        match (property.strip_prefix(SKOS), lang) {
            (Some("prefLabel"), "ja") => concept.ja = object,
            (Some("prefLabel"), "en") => concept.en = object,
            (Some("altLabel"), "ja") => concept.ja_alt.push(object),
            (Some("altLabel"), "en") => concept.en_alt.push(object),
            (Some("broader"), _) => concept.broader.push(object),
            (Some("notation"), _) if concept.id.is_empty() => concept.id = object,
            _ => {}
        }
    }
    let ids: HashMap<String, String> =
        read.iter().map(|(name, concept)| (name.clone(), concept.id.clone())).collect();
    let mut concepts: Vec<Concept> = order.iter().filter_map(|name| read.remove(name)).collect();
    for concept in &mut concepts {
        concept.facet = concept.id.split('.').next().unwrap_or_default().to_owned();
        for broader in &mut concept.broader {
            match ids.get(broader).filter(|id| !id.is_empty()) {
                Some(id) => broader.clone_from(id),
                None => *broader = own_id(broader),
            }
        }
    }
    if concepts.is_empty() {
        faults.push(Text::new("skos:Concept がありません", "there is no skos:Concept in it"));
    }
    files(&concepts, faults, source, date)
}

fn own_id(name: &str) -> String {
    name.strip_prefix(CONCEPT).unwrap_or_default().to_owned()
}

/// The concepts by facet, once every one is sound by itself and all are together.
fn files(
    concepts: &[Concept],
    mut faults: Vec<Text>,
    source: &str,
    date: &str,
) -> Result<Vec<(String, String)>, Vec<Text>> {
    faults.extend(faults_of(concepts));
    faults.truncate(FAULTS);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut of: BTreeMap<&str, Vec<&Concept>> = BTreeMap::new();
    for concept in concepts {
        of.entry(&concept.facet).or_default().push(concept);
    }
    let fault =
        |error: &dyn std::fmt::Display| vec![Text::new(error.to_string(), error.to_string())];
    let mut files = Vec::new();
    for facet in Facet::ALL {
        let Some(concept) = of.remove(facet.code()) else { continue };
        let date = match date.parse::<toml::value::Datetime>() {
            Ok(date) => date,
            Err(error) => return Err(fault(&error)),
        };
        let file = File { facet: facet.code(), source, date, concept };
        let text = toml::to_string(&file).map_err(|error| fault(&error))?;
        files.push((format!("{facet}.toml"), text));
    }
    let named: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    match Thesaurus::parse(&named) {
        Ok(_) => Ok(files),
        Err(error) => Err(vec![placed(concepts, &error)]),
    }
}

/// What can be seen of each concept by itself, and of ids.
fn faults_of(concepts: &[Concept]) -> Vec<Text> {
    let mut faults = Vec::new();
    let mut known: HashMap<&str, &Place> = HashMap::new();
    for concept in concepts {
        let place = &concept.place;
        if !Facet::ALL.iter().any(|facet| facet.code() == concept.facet) {
            let all = Facet::ALL.map(Facet::code).join(", ");
            faults.push(place.fault(
                "facet",
                &format!(
                    "「{}」という区分はありません。{all} のいずれかにしてください",
                    concept.facet
                ),
                &format!("{:?} is no facet; it is one of {all}", concept.facet),
            ));
        }
        for (column, cell) in [("id", &concept.id), ("ja", &concept.ja), ("en", &concept.en)] {
            if cell.is_empty() {
                faults.push(place.fault(
                    column,
                    "空です。値を入れてください",
                    "it is empty; fill it in",
                ));
            }
        }
        if !concept.id.is_empty() && known.insert(&concept.id, place).is_some() {
            faults.push(place.fault(
                "id",
                &format!("「{}」は二度あります。片方を改めてください", concept.id),
                &format!("{:?} is there twice; rename one of them", concept.id),
            ));
        }
    }
    for concept in concepts {
        for broader in concept.broader.iter().filter(|id| !known.contains_key(id.as_str())) {
            faults.push(concept.place.fault(
                "broader",
                &format!("上位概念「{broader}」がありません"),
                &format!("there is no concept {broader:?}"),
            ));
        }
    }
    faults
}

/// A fault of the whole vocabulary, at the concept that it names.
fn placed(concepts: &[Concept], error: &VocabularyError) -> Text {
    let (column, id) = match error {
        VocabularyError::WrongId { id, .. } => ("id", Some(id)),
        VocabularyError::EmptyLabel { id, .. } => ("ja_alt", Some(id)),
        VocabularyError::DuplicateLabel { id, label, .. } => {
            let holds = |concept: &&Concept| concept.id == *id;
            let is_alt = |c: &Concept| c.ja != *label && c.en != *label;
            match concepts.iter().find(holds) {
                Some(concept) if is_alt(concept) && concept.ja_alt.contains(label) => {
                    ("ja_alt", Some(id))
                }
                Some(concept) if is_alt(concept) => ("en_alt", Some(id)),
                Some(concept) if concept.ja == *label => ("ja", Some(id)),
                _ => ("en", Some(id)),
            }
        }
        VocabularyError::Cycle { path } => ("broader", path.first()),
        _ => ("id", None),
    };
    let message = error.to_string();
    match concepts.iter().find(|concept| Some(&concept.id) == id) {
        Some(concept) => concept.place.fault(column, &message, &message),
        None => Text::new(message.clone(), message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{table_csv, thesaurus_table, thesaurus_turtle};

    fn parsed(files: &[(String, String)]) -> Thesaurus {
        let files: Vec<(&str, &str)> =
            files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        Thesaurus::parse(&files).expect("it was just parsed")
    }

    #[test]
    fn what_is_exported_comes_back() {
        let thesaurus = Thesaurus::embedded();
        let table = thesaurus_table(thesaurus);
        let csv = table_csv(&table.headers, &table.rows);
        let back = parsed(&import_thesaurus_table(&csv, "test", "2026-11-21").unwrap());
        assert_eq!(back.concepts().len(), thesaurus.concepts().len());
        for concept in thesaurus.concepts() {
            assert_eq!(back.concept(&concept.id), Some(concept));
        }
        // SKOS knows no label that counts in its case alone, and none twice.
        let turtle = thesaurus_turtle(thesaurus);
        let back = import_thesaurus_turtle(turtle.as_bytes(), "test", "2026-11-21").unwrap();
        let back = parsed(&back);
        assert_eq!(back.concepts().len(), thesaurus.concepts().len());
        for concept in thesaurus.concepts() {
            let read = back.concept(&concept.id).expect("it is there");
            assert_eq!((&read.label, &read.broader), (&concept.label, &concept.broader));
            for (_, label) in concept.labels() {
                assert!(read.labels().any(|(_, l)| l == label), "{label} of {}", concept.id);
            }
        }
    }

    #[test]
    fn every_fault_names_its_row_and_column_and_nothing_is_taken_in() {
        let rows = "id,facet,ja,en,ja_alt,en_alt,cased,broader\n\
                    disease.a,disease,あああ,aaa,,,,disease.z\n\
                    disease.a,desease,いいい,,,,,\n";
        let faults = import_thesaurus_table(rows.as_bytes(), "test", "2026-11-21").unwrap_err();
        let told: Vec<&str> = faults.iter().map(|fault| fault.en.as_str()).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        for start in
            ["row 3, column facet", "row 3, column en", "row 3, column id", "row 2, column broader"]
        {
            assert!(told.iter().any(|fault| fault.starts_with(start)), "{start}: {told:?}");
        }
        let one = |row: &str| {
            let rows =
                format!("id,facet,ja,en,ja_alt,broader\ndisease.a,disease,あああ,aaa,,\n{row}\n");
            import_thesaurus_table(rows.as_bytes(), "test", "2026-11-21").unwrap_err().remove(0).en
        };
        assert!(one("disease.b,disease,いいい,bbb,あああ,").starts_with("row 3, column ja_alt"));
        assert!(one("disease.B,disease,いいい,bbb,,").starts_with("row 3, column id"));
        assert!(one("disease.b,disease,いいい,bbb,,disease.b").contains("circle"));
        assert!(import_thesaurus_table(b"id,ja\n", "test", "2026-11-21").is_err());
    }

    #[test]
    fn other_peoples_skos_is_read_by_its_notation() {
        let skos = r#"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            <http://example.org/1> a skos:Concept ; skos:notation "disease.x" ;
                skos:prefLabel "病"@ja, "illness"@en ; skos:altLabel "sickness"@en-GB .
            <http://example.org/2> a skos:Concept ; skos:notation "disease.y" ;
                skos:prefLabel "小病"@ja, "small illness"@en ; skos:broader <http://example.org/1> ."#;
        let read = parsed(&import_thesaurus_turtle(skos.as_bytes(), "test", "2026-11-21").unwrap());
        assert_eq!(read.concepts().len(), 2);
        assert_eq!(read.concepts()[1].broader, ["disease.x".into()]);
        assert_eq!(read.concepts()[0].en_alt, ["sickness"]);
        let broken = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<a> a skos:Concept";
        let faults = import_thesaurus_turtle(broken.as_bytes(), "t", "2026-11-21").unwrap_err();
        assert!(faults[0].en.starts_with("line 2"), "{faults:?}");
        let unnamed = skos.replace("\"disease.y\"", "\"\"");
        let faults = import_thesaurus_turtle(unnamed.as_bytes(), "t", "2026-11-21").unwrap_err();
        assert!(faults.iter().any(|f| f.en.starts_with("http://example.org/2, id")), "{faults:?}");
    }
}
