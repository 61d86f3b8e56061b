//! Candidate consortia: who, tied by what, under which scheme, and what is still missing.

use super::guidance::{GuidanceRow, guidance};
use super::input::{Consortia, ConsortiumSheet, Tie};
use super::names::{Names, key};
use super::network::{Network, NodeIn, network};
use super::partners::{Card, card};
use crate::domain::{Member, OrganisationKind, SchemeId, Yen};
use crate::exchange::when;
use crate::programmes::{
    Assessment, MatchingTest, Outcome, SchemeStatus, Standing, Verdict, YearResources, scheme,
};
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Debug, Serialize)]
pub struct ConsortiaSection {
    pub asked: String,
    pub exact: bool,
    pub steps: String,
    pub sheets: Vec<Sheet>,
    pub guidance: Vec<GuidanceRow>,
}

#[derive(Debug, Serialize)]
pub struct Sheet {
    pub id: String,
    pub rank: usize,
    pub name: String,
    pub synthetic: bool,
    pub assumed: bool,
    pub worth: Vec<(String, String)>,
    pub picture: Network,
    pub members: Vec<MemberRow>,
    pub ties: Vec<TieRow>,
    pub dates: Vec<String>,
    pub schemes: Vec<SchemeRow>,
    pub fillers: Vec<FillerRow>,
}

#[derive(Debug, Serialize)]
pub struct MemberRow {
    pub name: String,
    pub kind: String,
    pub roles: String,
    pub from_year: u32,
    pub profiles: Vec<Card>,
    pub synthetic: bool,
}

#[derive(Debug, Serialize)]
pub struct TieRow {
    pub one: String,
    pub other: String,
    pub points: String,
    pub reason: String,
}

/// One scheme, at every as-of date.
#[derive(Debug, Serialize)]
pub struct SchemeRow {
    pub id: String,
    pub name: String,
    /// What kind of text the rules come from.
    pub text: String,
    /// One for each of the dates.
    pub cells: Vec<DateCell>,
    /// Shown in print too: recommended at one of the dates.
    pub prominent: bool,
    /// Of the first date at which it is recommended, else of the last date.
    pub verdicts: Vec<VerdictRow>,
    /// The documents that the clauses come from.
    pub documents: Vec<(String, String)>,
    pub needs: Vec<String>,
    pub plan: Option<PlanTable>,
    pub assumed: bool,
    /// The verdicts are not the same at all dates; those shown are of this one.
    pub only_as_of: String,
}

#[derive(Debug, Default, Serialize)]
pub struct DateCell {
    pub day: String,
    pub status: String,
    pub status_sentence: String,
    pub standing: String,
    /// `good`, `partly`, `open` or `bad`.
    pub grade: &'static str,
    /// In words; empty where the scheme is not recommended.
    pub recommended: String,
    pub given: bool,
}

#[derive(Debug, Serialize)]
pub struct VerdictRow {
    pub title: String,
    pub outcome: String,
    pub grade: &'static str,
    pub sentence: String,
    pub rule: String,
    pub clause: String,
    pub source: String,
    pub note: String,
    pub assumed: bool,
    pub readings: Vec<ReadingRow>,
}

#[derive(Debug, Serialize)]
pub struct ReadingRow {
    pub title: String,
    pub outcome: String,
    pub sentence: String,
    pub clause: String,
    pub source: String,
}

#[derive(Debug, Serialize)]
pub struct PlanTable {
    pub contract: String,
    pub matching: String,
    pub years: Vec<PlanRow>,
    pub agency: String,
    pub resources: String,
    pub whole: String,
    pub short: String,
    pub assumed: bool,
    pub notes: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct PlanRow {
    pub year: u32,
    pub fiscal_year: String,
    pub agency: String,
    pub resources: String,
    pub kinds: String,
    pub short: String,
    pub tested: bool,
    pub gate: bool,
}

#[derive(Debug, Serialize)]
pub struct FillerRow {
    pub need: String,
    pub profiles: Vec<Card>,
}

pub fn consortia(names: &Names) -> Option<ConsortiaSection> {
    let given: &Consortia = names.report.consortia.as_ref()?;
    let steps = Yen(i64::try_from(given.steps).unwrap_or(i64::MAX));
    Some(ConsortiaSection {
        asked: given.asked.get(names.lang).to_owned(),
        exact: given.exact,
        // Money and counts are grouped alike.
        steps: steps.to_string(),
        sheets: given.sheets.iter().enumerate().map(|(i, s)| sheet(names, i, s)).collect(),
        guidance: guidance(names, given),
    })
}

fn sheet(names: &Names, i: usize, sheet: &ConsortiumSheet) -> Sheet {
    let words = names.words;
    let consortium = sheet.consortium;
    let mut members: Vec<&Member> = consortium.members.iter().collect();
    // Academia stands together in the picture, and so do companies.
    members.sort_by_key(|m| m.kind);
    let name = consortium.name.get(names.lang);
    let dates: BTreeSet<NaiveDate> = sheet.assessments.iter().map(|a| a.as_of).collect();
    let mut ties: Vec<&Tie> = sheet.ties.iter().collect();
    ties.sort_by_key(|t| (-t.points, t.one.clone(), t.other.clone()));
    let member_names = |id| names.organisation(id).name;
    let worth = sheet.worth.as_ref().map_or_else(Vec::new, |w| {
        let parts = [
            (key("worth.ties"), w.ties),
            (key("worth.coverage"), w.coverage),
            (key("worth.redundancy"), w.redundancy),
            (key("worth.members"), w.members),
            (key("worth.total"), w.total()),
        ];
        parts.into_iter().map(|(label, p)| (words.say(label), p.to_string())).collect()
    });
    let roles = |m: &Member| {
        let roles: Vec<String> =
            m.roles.iter().map(|r| r.label().get(names.lang).to_owned()).collect();
        words.list(&roles)
    };
    Sheet {
        id: format!("consortium-{}", i + 1),
        rank: i + 1,
        name: if name.is_empty() {
            words.fill("consortium.name", &[("n", &(i + 1))])
        } else {
            name.to_owned()
        },
        synthetic: consortium.synthetic,
        assumed: consortium.assumed,
        worth,
        picture: picture(names, &members, &ties),
        members: members
            .iter()
            .map(|m| MemberRow {
                name: member_names(&m.organisation),
                kind: names.kind(m.kind),
                roles: match roles(m) {
                    none if none.is_empty() => words.say("role.undecided"),
                    roles => roles,
                },
                from_year: m.from_year,
                profiles: m.profiles.iter().map(|p| card(names, p)).collect(),
                synthetic: names.organisation(&m.organisation).synthetic,
            })
            .collect(),
        ties: ties
            .iter()
            .map(|t| TieRow {
                one: member_names(&t.one),
                other: member_names(&t.other),
                points: t.points.to_string(),
                reason: t.reason.get(names.lang).to_owned(),
            })
            .collect(),
        dates: dates.iter().map(|d| when::day(*d, names.lang)).collect(),
        schemes: schemes(names, i, &sheet.assessments, &dates),
        fillers: sheet
            .fillers
            .iter()
            .map(|f| FillerRow {
                need: f.need.get(names.lang).to_owned(),
                profiles: f.profiles.iter().map(|p| card(names, p)).collect(),
            })
            .collect(),
    }
}

fn picture(names: &Names, members: &[&Member], ties: &[&Tie]) -> Network {
    let nodes: Vec<NodeIn> = members
        .iter()
        .map(|m| {
            let organisation = names.organisation(&m.organisation);
            // One role tells enough in a picture; the table has them all.
            let role = m.roles.iter().next().map(|r| r.label().get(names.lang).to_owned());
            let role = role.unwrap_or_else(|| names.kind(m.kind));
            let kind = match m.kind {
                OrganisationKind::Academia => "academia",
                OrganisationKind::Company => "company",
                OrganisationKind::Startup => "startup",
                OrganisationKind::Other => "other",
            };
            NodeIn {
                name: organisation.name,
                roles: if organisation.synthetic {
                    names.words.fill("name.synthetic", &[("name", &role)])
                } else {
                    role
                },
                kind,
            }
        })
        .collect();
    let place = |id| members.iter().position(|m| &m.organisation == id);
    let edges: Vec<(usize, usize, f64, String)> = ties
        .iter()
        .filter_map(|t| {
            Some((place(&t.one)?, place(&t.other)?, t.points.to_f64(), t.points.to_string()))
        })
        .collect();
    network(&nodes, &edges)
}

fn schemes(
    names: &Names,
    i: usize,
    assessments: &[Assessment],
    dates: &BTreeSet<NaiveDate>,
) -> Vec<SchemeRow> {
    let mut ids: Vec<&SchemeId> = Vec::new();
    for a in assessments {
        if !ids.contains(&&a.scheme) {
            ids.push(&a.scheme);
        }
    }
    let of = |id: &SchemeId| {
        let own: Vec<&Assessment> = assessments.iter().filter(|a| a.scheme == *id).collect();
        let lead = own.iter().find(|a| a.recommended).or(own.last())?;
        let same = own.iter().all(|a| a.verdicts == lead.verdicts);
        let cells = dates.iter().map(|day| match own.iter().find(|a| a.as_of == *day) {
            Some(a) => date_cell(names, a),
            None => DateCell { day: when::day(*day, names.lang), ..DateCell::default() },
        });
        Some(SchemeRow {
            id: format!("consortium-{}-{id}", i + 1),
            name: lead.scheme_name.get(names.lang).to_owned(),
            text: lead.text_status.label().get(names.lang).to_owned(),
            cells: cells.collect(),
            prominent: own.iter().any(|a| a.recommended),
            verdicts: lead.verdicts.iter().map(|v| verdict(names, v)).collect(),
            documents: documents(names, lead),
            needs: lead.needs.iter().map(|n| n.words.get(names.lang).to_owned()).collect(),
            plan: plan(names, lead),
            assumed: lead.assumed,
            only_as_of: if same { String::new() } else { when::day(lead.as_of, names.lang) },
        })
    };
    let mut rows: Vec<SchemeRow> = ids.into_iter().filter_map(of).collect();
    // Those that can be recommended come first; within both the order is the given one.
    rows.sort_by_key(|row| !row.prominent);
    rows
}

/// Id and title of the documents a scheme's rules come from; empty for a scheme that is not built in.
fn documents(names: &Names, a: &Assessment) -> Vec<(String, String)> {
    let documents = scheme(&a.scheme).map_or(&[][..], |s| &s.documents);
    let named = documents.iter().map(|d| {
        let date =
            d.date.map_or_else(|| names.words.say("undated"), |date| when::day(date, names.lang));
        (d.id.clone(), format!("{} ({date})", d.title.get(names.lang)))
    });
    named.collect()
}

fn date_cell(names: &Names, a: &Assessment) -> DateCell {
    DateCell {
        day: when::day(a.as_of, names.lang),
        status: a.status.label().get(names.lang).to_owned(),
        status_sentence: a.status_sentence.get(names.lang).to_owned(),
        standing: a.standing.label().get(names.lang).to_owned(),
        grade: match (a.status, a.standing) {
            (SchemeStatus::Closed | SchemeStatus::NotYet, _) => "closed",
            (_, Standing::Eligible) => "good",
            (_, Standing::EligibleUntil { .. }) => "partly",
            (_, Standing::CannotBeKnown) => "open",
            (_, Standing::NotEligible) => "bad",
        },
        recommended: match (a.recommended, a.standing) {
            (false, _) => String::new(),
            (true, Standing::CannotBeKnown) => names.words.say("schemes.worth_asking"),
            (true, _) => names.words.say("schemes.recommended"),
        },
        given: true,
    }
}

fn verdict(names: &Names, v: &Verdict) -> VerdictRow {
    let lang = names.lang;
    VerdictRow {
        title: v.title.get(lang).to_owned(),
        outcome: v.outcome.label().get(lang).to_owned(),
        grade: match v.outcome {
            Outcome::Met => "good",
            Outcome::MetUntil { .. } => "partly",
            Outcome::CannotBeKnown { .. } => "open",
            Outcome::NotMet => "bad",
            Outcome::NotPrinted | Outcome::Applies => "plain",
        },
        sentence: v.sentence.get(lang).to_owned(),
        rule: v.rule_sentence.get(lang).to_owned(),
        clause: v.clause.clone(),
        source: v.source.clone(),
        note: v.note.get(lang).to_owned(),
        assumed: v.assumed,
        readings: v
            .readings
            .iter()
            .map(|r| ReadingRow {
                title: r.title.get(lang).to_owned(),
                outcome: r.outcome.label().get(lang).to_owned(),
                sentence: r.sentence.get(lang).to_owned(),
                clause: r.clause.clone(),
                source: r.source.clone(),
            })
            .collect(),
    }
}

fn plan(names: &Names, a: &Assessment) -> Option<PlanTable> {
    let (words, lang, plan) = (names.words, names.lang, &a.plan);
    plan.agency_total?;
    let sum = |amount: Option<Yen>| amount.map_or_else(|| words.say("none"), |y| y.words(lang));
    let kinds = |r: &YearResources| {
        let kinds: Vec<String> = r
            .counted
            .iter()
            .map(|(kind, yen)| format!("{} {}", kind.label().get(lang), yen.words(lang)))
            .collect();
        words.list(&kinds)
    };
    Some(PlanTable {
        contract: plan.contract.why.get(lang).to_owned(),
        matching: match &plan.matching {
            MatchingTest::Whole => words.say("matching.whole"),
            MatchingTest::YearsAndWhole { years } => {
                let years: Vec<String> = years.iter().map(u32::to_string).collect();
                words.fill("matching.years", &[("years", &words.list(&years))])
            }
            MatchingTest::CannotBeKnown => words.say("matching.unknown"),
            MatchingTest::NotPrinted => words.say("matching.not_printed"),
            MatchingTest::ShareNotPrinted => words.say("matching.share_not_printed"),
        },
        years: plan
            .years
            .iter()
            .map(|y| PlanRow {
                year: y.year,
                fiscal_year: y.fiscal_year.map_or_else(String::new, |f| f.words(lang)),
                agency: sum(y.agency),
                resources: sum(y.resources.as_ref().map(YearResources::counted_total)),
                kinds: y.resources.as_ref().map_or_else(String::new, kinds),
                short: if y.short > Yen::ZERO { y.short.words(lang) } else { String::new() },
                tested: y.matching_tested,
                gate: y.gate,
            })
            .collect(),
        agency: sum(plan.agency_total),
        resources: sum(plan.resources_total),
        whole: sum(plan.whole_total),
        short: sum(plan.short),
        assumed: plan.assumed,
        notes: plan.notes.iter().map(|n| n.get(lang).to_owned()).collect(),
    })
}
