//! Schemes and projects as files.

use super::consortia::*;
use enishi::programmes::*;

/// The compiler notices changed files, not new ones: a scheme's file that is on the disk must also
/// be in the program. Touch `src/programmes/embedded.rs` where this fails.
#[test]
fn every_file_on_the_disk_is_compiled_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/programmes");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let files = names.filter(|name| name.to_string_lossy().ends_with(".toml")).count();
    assert_eq!(files, schemes().len());
}

/// Every rule carries its document, its words, and a sentence in both languages.
#[test]
fn every_rule_names_its_source() {
    for scheme in schemes() {
        for rule in &scheme.rules {
            assert!(!rule.sentence.ja.is_empty() && !rule.sentence.en.is_empty());
            for reading in &rule.readings {
                assert!(scheme.document(&reading.source).is_some(), "{}, {}", scheme.id, rule.id);
                assert!(reading.demand == Demand::NotPrinted || !reading.clause.is_empty());
            }
        }
    }
    // 2022 borrows nothing: where it is silent, its rules say so and quote nothing.
    let silent = find(FIRST).rules.iter().filter(|r| r.certainty == Certainty::Silent);
    assert!(silent.clone().count() >= 10);
    assert!(silent.flat_map(|r| &r.readings).all(|r| r.clause.is_empty() && r.source == "000"));
}

/// The 13 adopted projects and the three journeys, as the documents count them.
#[test]
fn projects_and_journeys_are_there() {
    let projects = adopted_projects();
    assert_eq!(projects.len(), 13);
    let of_field = |field: &str| projects.iter().filter(|p| p.field == field).count();
    // 医薬品 3 + 2, 医療機器 0 + 3, 再生 2 + 1, データ 1 + 1.
    assert_eq!(["drug", "device", "regenerative", "data"].map(of_field), [5, 3, 3, 2]);
    assert_eq!(projects.iter().filter(|p| p.calls == [4]).count(), 7);
    let ids: Vec<&str> = journeys().iter().map(|journey| journey.id.as_str()).collect();
    assert_eq!(ids, ["mesothelioma-ionic-liquid-dds", "il2-flux-dsanj", "mips"]);
    assert!(journeys().iter().all(|journey| journey.steps.len() >= 3));
}

/// Another agency's scheme, made of nothing but this text.
pub const ANOTHER: &str = r#"
id = "green-2027"
agency = { ja = "別の機関（例）", en = "another agency (example)" }
name = { ja = "グリーン枠", en = "green track" }
status = "call"
[[document]]
id = "d1"
title = { ja = "公募要領", en = "text of the call" }
date = 2027-01-15
[call.opens]
printed = "2027-02-01"
not_before = 2027-02-01
not_after = 2027-02-01
[call.closes]
printed = "2027-03-31"
not_before = 2027-03-31
not_after = 2027-03-31
[[rule]]
id = "universities"
topic = "academia"
title = { ja = "大学の数", en = "universities" }
kind = "minimum"
group = "academia"
at_least = 3
relaxed_to = 2
until_year = 1
source = "d1"
clause = "3 universities, 2 in the first year"
certainty = "printed"
sentence = { ja = "大学は3機関以上（1年目は2機関）。", en = "Three universities, two in year 1." }
[[rule]]
id = "half"
topic = "matching"
title = { ja = "企業負担", en = "share of companies" }
kind = "matching"
percent = 50
tested = "at_end"
source = "d1"
clause = "companies bear half as much"
certainty = "printed"
sentence = { ja = "企業は半額を負担する。", en = "Companies bear half as much." }
[[rule]]
id = "counts"
topic = "resources"
title = { ja = "該当するもの", en = "what counts" }
kind = "resources"
giver = "company"
counts = ["cash", "wages"]
source = "d1"
clause = "cash and wages"
certainty = "printed"
sentence = { ja = "現金と人件費。", en = "Cash and wages." }
"#;

#[test]
fn a_new_scheme_is_only_a_text() {
    let green = parse_scheme("green.toml", ANOTHER).unwrap();
    assert_eq!(green.status(day(2027, 3, 31)), SchemeStatus::Open);
    assert_eq!(green.status(day(2027, 4, 1)), SchemeStatus::Closed);
    let organisations = organisations();
    let facts = Facts::new(&organisations);
    // u1, u2: 2 ≥ 2 in year 1, 2 < 3 from year 2. AMED 300, half of it 150: resources 150 ≥ 150.
    let c = paid(&[60; 5], &[30; 5]);
    let assessment = assess(&green, &c, &facts, day(2027, 2, 1));
    assert_eq!(assessment.standing, Standing::EligibleUntil { year: 1, bites: 2 });
    assert_eq!(assessment.verdict("half").unwrap().outcome, Outcome::Met);
    assert!(assessment.recommended);
    let gap = Gap::Members { group: Group::Academia, more: 1, by_year: Some(2) };
    assert_eq!(assessment.needs[0].gap, gap);
    // 149 < 150.
    let short = assess(&green, &paid(&[60; 5], &[30, 30, 30, 30, 29]), &facts, day(2027, 2, 1));
    assert_eq!(short.verdict("half").unwrap().outcome, Outcome::NotMet);
}

/// Faults name file, rule and field, and a way out.
#[test]
fn faults_in_a_file_name_file_rule_and_field() {
    let fault = |from: &str, to: &str| {
        let text = ANOTHER.replacen(from, to, 1);
        assert_ne!(text, ANOTHER, "nothing was replaced by {to}");
        parse_scheme("green.toml", text).unwrap_err().to_string()
    };
    assert_eq!(
        fault("at_least = 3", "at_least = -3"),
        "green.toml, rule \"universities\", field \"at_least\": -3 cannot be used; expected a whole number from 0 to 1000"
    );
    assert_eq!(
        fault("at_least = 3", "at_laest = 3"),
        "green.toml, rule \"universities\", field \"at_least\": missing; expected a whole number from 0 to 1000"
    );
    assert_eq!(
        fault("percent = 50", "percent = 50\npercnt = 50"),
        "green.toml, rule \"half\", field \"percnt\": unknown field; did you mean \"percent\"?"
    );
    assert_eq!(
        fault("kind = \"matching\"", "kind = \"matchng\""),
        "green.toml, rule \"half\", field \"kind\": unknown word \"matchng\"; did you mean \"matching\"?"
    );
    assert_eq!(
        fault("source = \"d1\"", "source = \"d2\""),
        "green.toml, rule \"universities\", field \"source\": unknown document \"d2\"; expected one of d1"
    );
    assert_eq!(
        fault("date = 2027-01-15", "date = \"2027-01-15\""),
        "green.toml, document 1, field \"date\": \"2027-01-15\" cannot be used; expected a date such as 2025-06-01, without quotes"
    );
    assert_eq!(
        fault("id = \"half\"", "id = \"universities\""),
        "green.toml, rule 2, field \"id\": \"universities\" is already used; give each rule its own id"
    );
    let twice = [("a.toml".to_owned(), ANOTHER), ("b.toml".to_owned(), ANOTHER)];
    assert_eq!(
        parse_schemes(twice).unwrap_err().to_string(),
        "b.toml: scheme id \"green-2027\" is already used in a.toml; give it another id"
    );
}
