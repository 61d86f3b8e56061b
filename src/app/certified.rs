//! A workshop's plan with what is needed to verify it, and verifying it without a solver.

use super::demo::as_printed;
use super::input::{read, read_json};
use super::plan::Planned;
use super::{AppError, CertifiedPlan, RunRecord, input_hash};
use crate::domain::{Lang, Text, Timetable, Workshop, WorkshopId};
use crate::exchange::from_json;
use crate::scheduling::{Certificate, Flaw, Judgement, Names, Objective, judge};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What the first member of the file says.
const FORMAT: &str = "enishi workshop plan 1";

/// A workshop's plan, which names the workshop by its hash.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedTimetable {
    pub format: String,
    pub record: RunRecord,
    /// Sessions that a document prints were to stand where it prints them.
    #[serde(default)]
    pub as_printed: bool,
    pub objective: Objective,
    pub total: i64,
    /// No plan is worth more, says the program that made this one; `None` where it says nothing.
    pub bound: Option<i64>,
    /// Without it, the bound is stated, not verified.
    pub certificate: Option<Shown>,
    pub timetable: Timetable,
}

/// A bound and what shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// No plan that keeps what is locked is worth more.
    pub at_most: i64,
    pub by: Certificate,
}

impl CertifiedTimetable {
    /// A plan with the bound that its certificate shows; without one where that shows nothing.
    /// `as_printed`: it was planned for the workshop with every printed session where it is printed.
    pub fn of(workshop: &Workshop, planned: &Planned, as_printed: bool) -> CertifiedTimetable {
        let plan = &planned.plan;
        let whole = theirs(workshop, as_printed);
        let certificate = plan.certificate.clone().filter(|_| plan.bound.is_some());
        let shown = certificate.and_then(|by| {
            let at_most = by.bound(&whole, &plan.timetable).ok()?;
            Some(Shown { at_most, by })
        });
        CertifiedTimetable {
            format: FORMAT.to_owned(),
            record: planned.record.clone(),
            as_printed,
            objective: plan.objective,
            total: plan.total,
            bound: plan.bound,
            certificate: shown,
            timetable: plan.timetable.clone(),
        }
    }

    /// The file's bytes.
    pub fn json(&self) -> Vec<u8> {
        // Serialising plain data into memory has no way to fail.
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// The workshop that a plan was made for.
fn theirs(workshop: &Workshop, printed: bool) -> Workshop {
    if printed { as_printed(workshop) } else { workshop.clone() }
}

/// A plan that can be verified, as a file holds it.
pub enum Certified {
    /// Of `enishi breaks`.
    Day(Box<CertifiedPlan>),
    /// Of a workshop.
    Timetable(Box<CertifiedTimetable>),
}

/// Reads either kind of plan; which one it is, its first member says.
pub fn load_certified(path: &Path) -> Result<Certified, AppError> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
    }
    let expected = Text::new("証明つき計画（.json）", "a certified plan (.json)");
    let head: Head = read_json(path, &expected)?;
    if head.format.starts_with("enishi workshop") {
        let bytes = read(path, &expected)?;
        let timetable = from_json(&bytes);
        let wrong = |reason| AppError::Json { path: path.to_owned(), expected, reason };
        return Ok(Certified::Timetable(Box::new(timetable.map_err(wrong)?)));
    }
    Ok(Certified::Day(Box::new(read_json(path, &expected)?)))
}

/// What is known of a plan that is what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// As the program stated it.
    pub stated: Option<i64>,
    /// As the certificate shows it.
    pub shown: Option<i64>,
    /// Placements that every plan had to keep.
    pub locked: usize,
}

impl Verified {
    /// Whether what is stated is shown, too.
    pub fn is_shown(&self) -> bool {
        self.shown.is_some() && self.shown <= self.stated
    }
}

/// Why a plan is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Untrue {
    Format(String),
    Workshop {
        stated: WorkshopId,
        found: WorkshopId,
    },
    InputHash {
        stated: String,
        found: String,
    },
    Seed {
        stated: u32,
        limits: u32,
    },
    /// A rule of the day that the plan breaks, in words.
    Fault(Text),
    /// A part of the value, or `total`.
    Value {
        part: &'static str,
        stated: i64,
        found: i64,
    },
    /// A plan is worth more than its bound.
    BoundBelow {
        bound: i64,
        total: i64,
    },
    /// The certificate shows less than is stated, which a program that made both would have said.
    BoundAbove {
        bound: i64,
        at_most: i64,
    },
    /// The certificate shows another bound than it says.
    Shown {
        stated: i64,
        found: i64,
    },
    Certificate(Flaw),
}

/// Derives everything anew, without a solver: that the plan is one of this workshop and keeps every rule,
/// its value part by part, and its bound as far as a certificate shows it.
pub fn verify_timetable(
    workshop: &Workshop,
    plan: &CertifiedTimetable,
) -> Result<Verified, Vec<Untrue>> {
    let mut wrong = Vec::new();
    if plan.format != FORMAT {
        wrong.push(Untrue::Format(plan.format.clone()));
    }
    if plan.timetable.workshop != workshop.id {
        let (stated, found) = (plan.timetable.workshop.clone(), workshop.id.clone());
        return Err(vec![Untrue::Workshop { stated, found }]);
    }
    let found = input_hash(workshop);
    if plan.record.input_hash != found {
        wrong.push(Untrue::InputHash { stated: plan.record.input_hash.clone(), found });
    }
    let (stated, limits) = (plan.record.seed, plan.record.limits.seed);
    if stated != limits {
        wrong.push(Untrue::Seed { stated, limits });
    }
    let whole = theirs(workshop, plan.as_printed);
    let Judgement { faults, objective } = judge(&whole, &plan.timetable);
    let [ja, en] = [Lang::Ja, Lang::En].map(|lang| Names::of(&whole, lang));
    let broken = faults.iter().map(|f| Untrue::Fault(Text::new(f.sentence(&ja), f.sentence(&en))));
    wrong.extend(broken);
    if faults.is_empty() {
        let parts = plan.objective.all().into_iter().zip(objective.all());
        let total = (("total", plan.total), ("total", objective.total()));
        wrong.extend(
            parts
                .chain([total])
                .filter(|(stated, found)| stated != found)
                .map(|((part, stated), (_, found))| Untrue::Value { part, stated, found }),
        );
    }
    if let Some(bound) = plan.bound.filter(|&bound| bound < plan.total) {
        wrong.push(Untrue::BoundBelow { bound, total: plan.total });
    }
    let mut shown = None;
    if let Some(Shown { at_most, by }) = &plan.certificate {
        match by.bound(&whole, &plan.timetable) {
            Ok(found) if found != *at_most => {
                wrong.push(Untrue::Shown { stated: *at_most, found });
            }
            Ok(found) => shown = Some(found),
            Err(flaw) => wrong.push(Untrue::Certificate(flaw)),
        }
        if let Some(bound) = plan.bound.filter(|bound| bound > at_most) {
            wrong.push(Untrue::BoundAbove { bound, at_most: *at_most });
        }
    }
    let locked = plan.timetable.placements.iter().filter(|p| p.locked).count();
    let verified = Verified { stated: plan.bound, shown, locked };
    if wrong.is_empty() { Ok(verified) } else { Err(wrong) }
}

impl Untrue {
    /// What is wrong, and where.
    pub fn text(&self) -> Text {
        match self {
            Untrue::Format(given) => Text::new(
                format!("形式が \"{given}\" です。\"{FORMAT}\" のファイルを渡してください"),
                format!("its format is \"{given}\"; give a file of \"{FORMAT}\""),
            ),
            Untrue::Workshop { stated, found } => Text::new(
                format!("ワークショップ \"{stated}\" の計画です。\"{found}\" のものではありません"),
                format!("it is a plan of workshop \"{stated}\", not of \"{found}\""),
            ),
            Untrue::InputHash { stated, found } => Text::new(
                format!(
                    "入力のハッシュが一致しません（記載 {stated}、実際 {found}）。計画したときのワークショップを渡してください"
                ),
                format!(
                    "the workshop's hash is {found}, not {stated} as stated; give the workshop as it was planned"
                ),
            ),
            Untrue::Seed { stated, limits } => Text::new(
                format!("記録の乱数の種は {stated} ですが、制限には {limits} とあります"),
                format!("the record's seed is {stated}, its limits say {limits}"),
            ),
            Untrue::Fault(fault) => Text::new(
                format!("計画が規則に反しています：{}", fault.ja),
                format!("the plan breaks a rule: {}", fault.en),
            ),
            Untrue::Value { part, stated, found } => Text::new(
                format!("点数「{part}」は {found} 点で、記載の {stated} 点ではありません"),
                format!("the value's part \"{part}\" is {found}, not {stated} as stated"),
            ),
            Untrue::BoundBelow { bound, total } => Text::new(
                format!("上界 {bound} が計画の {total} 点を下回っています"),
                format!("the bound {bound} is below the plan's {total} points"),
            ),
            Untrue::BoundAbove { bound, at_most } => Text::new(
                format!("上界 {bound} が、証明書の示す {at_most} を上回っています"),
                format!("the bound {bound} is above {at_most}, which the certificate shows"),
            ),
            Untrue::Shown { stated, found } => Text::new(
                format!("証明書の価格が示す上界は {found} で、記載の {stated} ではありません"),
                format!("the certificate's prices show a bound of {found}, not {stated} as stated"),
            ),
            Untrue::Certificate(flaw) => {
                let Text { ja, en } = flaw.text();
                Text::new(
                    format!("上界の証明が成り立ちません：{ja}"),
                    format!("the bound is not shown: {en}"),
                )
            }
        }
    }
}
