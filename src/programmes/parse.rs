//! From the text of a file to a scheme.

use super::fields::Fields;
use super::guidance;
use super::rule::{Demand, MoneyOf, Reading, Relaxed, Span, Tested};
use super::scheme::{Document, TextStatus, When};
use super::{Certainty, Group, Rule, Scheme, SchemeError, StartupTest};
use crate::domain::{FiscalYear, OrganisationKind, ResourceKind, Role, SchemeId};
use std::collections::BTreeSet;
use toml::Table;

/// A scheme's file may be so long, and no longer.
pub const MAX_BYTES: usize = 1_000_000;
const MAX_RULES: usize = 200;
const MAX_READINGS: usize = 8;
const MAX_DOCUMENTS: usize = 50;

const KINDS_OF_ORGANISATION: [(&str, OrganisationKind); 4] = [
    ("academia", OrganisationKind::Academia),
    ("company", OrganisationKind::Company),
    ("startup", OrganisationKind::Startup),
    ("other", OrganisationKind::Other),
];
const GROUPS: [(&str, Group); 5] = [
    ("academia", Group::Academia),
    ("startup", Group::Startup),
    ("joint_company", Group::JointCompany),
    ("company", Group::Company),
    ("funded", Group::Funded),
];

/// Reads the table of a TOML file; `file` is the name that faults bear.
pub(super) fn table(file: &str, bytes: &[u8]) -> Result<Table, SchemeError> {
    if bytes.len() > MAX_BYTES {
        let (bytes, limit) = (bytes.len(), MAX_BYTES);
        return Err(SchemeError::TooLong { file: file.to_owned(), bytes, limit });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|e| SchemeError::Encoding { file: file.to_owned(), byte: e.valid_up_to() })?;
    text.parse::<Table>().map_err(|e| SchemeError::Toml {
        file: file.to_owned(),
        message: e.to_string().trim_end().to_owned(),
    })
}

/// Reads a scheme. `file` is the name that faults bear. Every field is checked, unknown ones too.
pub fn parse_scheme(file: &str, bytes: impl AsRef<[u8]>) -> Result<Scheme, SchemeError> {
    let mut top = Fields::new(file, "the scheme", table(file, bytes.as_ref())?);
    let id = SchemeId::new(top.slug("id")?);
    let agency = top.text("agency")?;
    let name = top.text("name")?;
    let text_status = top.one_of(
        "status",
        &[
            ("draft", TextStatus::Draft),
            ("outline", TextStatus::Outline),
            ("review", TextStatus::Review),
            ("call", TextStatus::Call),
        ],
    )?;
    let note = top.opt_text("note")?;
    let (mut opens, mut closes) = (When::default(), When::default());
    if let Some(mut call) = top.opt_table("call")? {
        opens = when(&mut call, "opens")?;
        closes = when(&mut call, "closes")?;
        if let (Some(first), Some(last)) = (opens.not_before, closes.not_after)
            && last < first
        {
            return Err(call.error("closes", format!("{last} lies before the opening, {first}")));
        }
        call.finish()?;
    }
    let documents = documents(file, &mut top)?;
    let mut rules: Vec<Rule> = Vec::new();
    for (i, table) in top.tables("rule", MAX_RULES)?.into_iter().enumerate() {
        let rule = rule(file, i + 1, table, &documents)?;
        if rules.iter().any(|other| other.id == rule.id) {
            let place = format!("rule {}", i + 1);
            let problem = format!("{:?} is already used; give each rule its own id", rule.id);
            let (file, field) = (file.to_owned(), "id".to_owned());
            return Err(SchemeError::Field { file, place, field, problem });
        }
        rules.push(rule);
    }
    if rules.is_empty() {
        return Err(top.error("rule", "missing; expected at least one [[rule]]"));
    }
    let review = guidance::review(file, &mut top, &documents)?;
    let support = guidance::support(file, &mut top, &documents)?;
    top.finish()?;
    Ok(Scheme {
        id,
        agency,
        name,
        text_status,
        note,
        documents,
        opens,
        closes,
        rules,
        review,
        support,
    })
}

fn when(call: &mut Fields, field: &'static str) -> Result<When, SchemeError> {
    let Some(mut fields) = call.opt_table(field)? else { return Ok(When::default()) };
    let when = When {
        not_before: fields.opt_date("not_before")?,
        not_after: fields.opt_date("not_after")?,
        printed: fields.opt_string("printed")?,
        note: fields.opt_text("note")?,
    };
    if let (Some(first), Some(last)) = (when.not_before, when.not_after)
        && last < first
    {
        return Err(fields.error("not_after", format!("{last} lies before not_before, {first}")));
    }
    fields.finish()?;
    Ok(when)
}

/// The `[[document]]` tables.
pub(super) fn documents(file: &str, top: &mut Fields) -> Result<Vec<Document>, SchemeError> {
    let mut seen = BTreeSet::new();
    let mut documents = Vec::new();
    for (i, table) in top.tables("document", MAX_DOCUMENTS)?.into_iter().enumerate() {
        let mut fields = Fields::new(file, format!("document {}", i + 1), table);
        let document = Document {
            id: fields.slug("id")?,
            title: fields.text("title")?,
            date: fields.opt_date("date")?,
        };
        if !seen.insert(document.id.clone()) {
            return Err(fields.error("id", format!("{:?} is already used", document.id)));
        }
        fields.finish()?;
        documents.push(document);
    }
    Ok(documents)
}

fn rule(
    file: &str,
    number: usize,
    table: Table,
    documents: &[Document],
) -> Result<Rule, SchemeError> {
    let mut fields = Fields::new(file, format!("rule {number}"), table);
    let id = fields.slug("id")?;
    fields.rename(format!("rule {id:?}"));
    let topic = fields.slug("topic")?;
    let title = fields.text("title")?;
    let certainty = fields.one_of(
        "certainty",
        &[
            ("printed", Certainty::Printed),
            ("differs", Certainty::Differs),
            ("inferred", Certainty::Inferred),
            ("silent", Certainty::Silent),
        ],
    )?;
    let sentence = fields.text("sentence")?;
    let note = fields.opt_text("note")?;
    let others = fields.tables("reading", MAX_READINGS)?;
    let mut readings = Vec::new();
    if others.is_empty() {
        readings.push(reading(fields, documents)?);
    } else {
        // A reading holds only what tells it from the rule: the rest is the rule's own.
        let shared = fields.rest();
        for (i, own) in others.into_iter().enumerate() {
            let mut whole = shared.clone();
            whole.extend(own);
            let place = format!("rule {id:?}, reading {}", i + 1);
            let mut fields = Fields::new(file, place, whole);
            if !fields.has("name") {
                return Err(fields.error("name", "missing; expected { ja = \"…\", en = \"…\" }"));
            }
            let name = fields.text("name")?;
            readings.push(Reading { title: name, ..reading(fields, documents)? });
        }
    }
    let rule = Rule { id, topic, title, certainty, sentence, note, readings };
    let complain = |field: &str, problem: &str| {
        Err(Fields::new(file, format!("rule {:?}", rule.id), Table::new()).error(field, problem))
    };
    let silent_kind = rule.readings.iter().any(|r| r.demand == Demand::NotPrinted);
    if silent_kind && certainty != Certainty::Silent {
        return complain("certainty", "a rule that is not printed is \"silent\"");
    }
    if certainty == Certainty::Differs && rule.readings.len() < 2 {
        return complain("reading", "documents that differ need at least two [[rule.reading]]");
    }
    Ok(rule)
}

fn reading(mut fields: Fields, documents: &[Document]) -> Result<Reading, SchemeError> {
    let source = source(&mut fields, documents)?;
    let clause = fields.opt_string("clause")?;
    let demand = demand(&mut fields)?;
    if clause.is_empty() && demand != Demand::NotPrinted {
        return Err(fields.error("clause", "missing; expected the words of the document"));
    }
    fields.finish()?;
    Ok(Reading { title: Default::default(), source, clause, demand })
}

/// The field `source`: the id of a document.
pub(super) fn source(fields: &mut Fields, documents: &[Document]) -> Result<String, SchemeError> {
    let source = fields.string("source")?;
    if documents.iter().any(|document| document.id == source) {
        return Ok(source);
    }
    let known: Vec<&str> = documents.iter().map(|d| d.id.as_str()).collect();
    let problem = format!("unknown document {source:?}; expected one of {}", known.join(", "));
    Err(fields.error("source", problem))
}

fn demand(fields: &mut Fields) -> Result<Demand, SchemeError> {
    let kind = fields.one_of("kind", &Demand::KINDS.map(|kind| (kind, kind)))?;
    let roles: Vec<(&str, Role)> = Role::ALL.iter().map(|r| (r.name(), *r)).collect();
    let resources: Vec<(&str, ResourceKind)> =
        ResourceKind::ALL.iter().map(|k| (k.name(), *k)).collect();
    Ok(match kind {
        "minimum" => {
            let group = fields.one_of("group", &GROUPS)?;
            let at_least = fields.count("at_least")?;
            let relaxed = match (fields.opt_count("relaxed_to")?, fields.opt_year("until_year")?) {
                (None, None) => None,
                (Some(fewer), Some(until_year)) if fewer <= at_least => {
                    Some(Relaxed { at_least: fewer, until_year })
                }
                (Some(fewer), Some(_)) => {
                    let problem = format!("{fewer} is more than at_least, {at_least}");
                    return Err(fields.error("relaxed_to", problem));
                }
                (None, Some(_)) => {
                    return Err(fields.error("relaxed_to", "missing beside until_year"));
                }
                (Some(_), None) => {
                    return Err(fields.error("until_year", "missing beside relaxed_to"));
                }
            };
            Demand::Minimum {
                group,
                at_least,
                relaxed,
                due_by_year: fields.opt_year("due_by_year")?,
            }
        }
        "one_role" => Demand::OneRole {
            role: fields.one_of("role", &roles)?,
            kinds: fields.some_of("kinds", &KINDS_OF_ORGANISATION)?,
        },
        "funded_kinds" => {
            let kinds = fields.some_of("kinds", &KINDS_OF_ORGANISATION)?;
            if kinds.is_empty() {
                return Err(fields.error("kinds", "missing; expected at least one kind"));
            }
            Demand::FundedKinds { kinds }
        }
        "not_both" => Demand::NotBoth {
            first: fields.some_of("first", &roles)?,
            second: fields.some_of("second", &roles)?,
        },
        "domestic" => Demand::Domestic { group: fields.one_of("group", &GROUPS)? },
        "startup_test" => Demand::Startup(StartupTest {
            as_of: fields.date("as_of")?,
            within_years: fields.count("within_years")?,
        }),
        "money" => money(fields)?,
        "matching" => Demand::Matching {
            percent: fields.opt_count("percent")?,
            tested: fields.one_of(
                "tested",
                &[("at_end", Tested::AtEnd), ("not_printed", Tested::NotPrinted)],
            )?,
            each_year_until: fields.opt_year("each_year_until")?,
        },
        "resources" => Demand::Resources {
            giver: fields.one_of("giver", &GROUPS)?,
            counts: fields.some_of("counts", &resources)?,
            never: fields.some_of("never", &resources)?,
        },
        "term" => Demand::Term { at_most_years: fields.year("at_most_years")? },
        "window" => Demand::Window {
            from: fiscal_year(fields, "from_fiscal_year")?,
            to: fiscal_year(fields, "to_fiscal_year")?,
            until: fields.opt_date("until")?,
        },
        "contract" => {
            let (long_years, funded) = (fields.year("long_years")?, fields.count("funded")?);
            let companies = fields.count("companies")?;
            match fields.opt_yen("whole")? {
                Some(whole) => Demand::Contract { long_years, funded, companies, whole },
                None => return Err(fields.error("whole", "missing; expected a sum in yen")),
            }
        }
        "gate" => Demand::Gate { year: fields.year("year")? },
        "declared" => Demand::Declared {
            what: fields.slug("what")?,
            filled_by: fields.some_of("filled_by", &KINDS_OF_ORGANISATION)?,
        },
        "not_printed" => Demand::NotPrinted,
        _ => Demand::Notice,
    })
}

fn fiscal_year(
    fields: &mut Fields,
    field: &'static str,
) -> Result<Option<FiscalYear>, SchemeError> {
    let year = fields.opt_whole(field, 1900, 2999)?;
    Ok(year.and_then(|year| i32::try_from(year).ok()).map(FiscalYear))
}

fn money(fields: &mut Fields) -> Result<Demand, SchemeError> {
    let of = fields.one_of("of", &[("agency", MoneyOf::Agency), ("whole", MoneyOf::Whole)])?;
    let word = fields.one_of("span", &[("whole", 0), ("each_year", 1), ("years", 2)])?;
    let span = match word {
        0 => Span::Whole,
        1 => Span::EachYear,
        _ => {
            let (from, to) = (fields.year("from_year")?, fields.year("to_year")?);
            if to < from {
                return Err(fields.error("to_year", format!("{to} lies before from_year, {from}")));
            }
            Span::Years { from, to }
        }
    };
    let (at_least, at_most) = (fields.opt_yen("at_least")?, fields.opt_yen("at_most")?);
    match (at_least, at_most) {
        (None, None) => {
            Err(fields.error("at_least", "missing; expected at_least or at_most in yen"))
        }
        (Some(low), Some(high)) if high < low => {
            Err(fields.error("at_most", format!("{high} is less than at_least, {low}")))
        }
        _ => Ok(Demand::Money { of, span, at_least, at_most, about: fields.opt_bool("about")? }),
    }
}
