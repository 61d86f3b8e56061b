//! Planning a day of given meetings with the fewest breaks, and verifying such a plan without a
//! solver.

use super::input::read;
use super::{AppError, Exit};
use crate::domain::Text;
use crate::exchange::read_dzn;
use crate::scheduling::Flaw;
use crate::scheduling::fewest_breaks::{
    Certificate, Day, DayError, PATIENCE, Progress, Violation, certify, check_bound, fewest_breaks,
    judge_day,
};
use crate::solver::{Limits, Status, solver_version};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::Path;

/// What the first member of the file says.
const FORMAT: &str = "enishi fewest breaks 2";

/// A plan with all that is needed to verify it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedPlan {
    pub format: String,
    pub version: String,
    pub solver: String,
    pub limits: Limits,
    /// SHA-256 of the day as compact JSON, in hexadecimal.
    pub input_hash: String,
    pub day: Day,
    /// A slot per meeting, counted from 0.
    pub slots: Vec<usize>,
    pub breaks: usize,
    /// No plan has fewer breaks.
    pub bound: usize,
    /// What shows the bound; without it the bound is stated, not verified.
    pub certificate: Option<Certificate>,
}

/// What a day came to.
pub enum DayPlanned {
    Plan(Box<CertifiedPlan>),
    Infeasible,
    NoneInTime,
}

impl DayPlanned {
    pub fn exit(&self) -> Exit {
        match self {
            DayPlanned::Plan(_) => Exit::Done,
            DayPlanned::Infeasible => Exit::Infeasible,
            DayPlanned::NoneInTime => Exit::NoneInTime,
        }
    }
}

/// What goes on while a day is planned.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DayStage {
    Solving(Progress),
    /// The certificate of the bound is being made.
    Certifying,
}

/// Plans a day from a MiniZinc data file with the fewest breaks, then makes the certificate of its
/// bound; each may take the seconds of the limits. `watch` hears of both many times a second. Once it
/// breaks off, the best plan so far is kept, without a certificate where that was not made yet.
pub fn plan_breaks(
    path: &Path,
    fairness: usize,
    limits: Limits,
    watch: &dyn Fn(DayStage) -> ControlFlow<()>,
) -> Result<DayPlanned, AppError> {
    let expected = Text::new("面談データ（.dzn）", "a day of meetings (.dzn)");
    let bad =
        |reason: Text| AppError::Json { path: path.to_owned(), expected: expected.clone(), reason };
    let day = read_dzn(&read(path, &expected)?, fairness).map_err(|e| bad(e.text()))?;
    let answer = fewest_breaks(&day, limits, &mut |now| watch(DayStage::Solving(now)))
        .map_err(|e| bad(e.text()))?;
    let (Some(slots), Some(breaks)) = (answer.plan, answer.breaks) else {
        return Ok(match answer.status {
            Status::Infeasible => DayPlanned::Infeasible,
            _ => DayPlanned::NoneInTime,
        });
    };
    Ok(DayPlanned::Plan(Box::new(CertifiedPlan {
        format: FORMAT.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        solver: solver_version(),
        limits,
        input_hash: hash(&day),
        certificate: certify(&day, answer.bound, PATIENCE, limits, &|| {
            watch(DayStage::Certifying).is_break()
        }),
        day,
        slots,
        breaks,
        bound: answer.bound,
    })))
}

/// Why a plan is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    Format(String),
    InputHash { stated: String, found: String },
    Day(DayError),
    Violation(Violation),
    Breaks { stated: usize, found: usize },
    BoundAbove { bound: usize, breaks: usize },
    Bound(Flaw),
}

/// How far the bound of a plan that holds is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoundShown {
    Verified,
    StatedOnly,
}

/// Derives everything anew, without a solver: whether the plan holds, its breaks, its bound.
pub fn verify(plan: &CertifiedPlan) -> Result<BoundShown, Vec<Rejection>> {
    let mut wrong = Vec::new();
    if plan.format != FORMAT {
        wrong.push(Rejection::Format(plan.format.clone()));
    }
    let found = hash(&plan.day);
    if found != plan.input_hash {
        wrong.push(Rejection::InputHash { stated: plan.input_hash.clone(), found });
    }
    if let Err(error) = plan.day.check() {
        wrong.push(Rejection::Day(error));
        return Err(wrong);
    }
    let judged = judge_day(&plan.day, &plan.slots);
    let found = judged.total_breaks();
    let holds = judged.violations.is_empty();
    wrong.extend(judged.violations.into_iter().map(Rejection::Violation));
    if holds && found != plan.breaks {
        wrong.push(Rejection::Breaks { stated: plan.breaks, found });
    }
    if plan.bound > plan.breaks {
        wrong.push(Rejection::BoundAbove { bound: plan.bound, breaks: plan.breaks });
    }
    let shown = match &plan.certificate {
        None if plan.bound > 0 => BoundShown::StatedOnly,
        None => BoundShown::Verified,
        Some(certificate) => {
            let checked = check_bound(&plan.day, plan.bound, certificate);
            wrong.extend(checked.err().map(Rejection::Bound));
            BoundShown::Verified
        }
    };
    if wrong.is_empty() { Ok(shown) } else { Err(wrong) }
}

impl Rejection {
    pub fn text(&self) -> Text {
        match self {
            Rejection::Format(given) => Text::new(
                format!("形式が \"{given}\" です。\"{FORMAT}\" のファイルを渡してください"),
                format!("its format is \"{given}\"; give a file of \"{FORMAT}\""),
            ),
            Rejection::InputHash { stated, found } => Text::new(
                format!("入力のハッシュが一致しません（記載 {stated}、実際 {found}）"),
                format!("the input's hash is {found}, not {stated} as stated"),
            ),
            Rejection::Day(error) => {
                let Text { ja, en } = error.text();
                Text::new(
                    format!("面談データに誤りがあります：{ja}"),
                    format!("the day's data is wrong: {en}"),
                )
            }
            Rejection::Violation(violation) => {
                let Text { ja, en } = violation.text();
                Text::new(
                    format!("計画が規則に反しています：{ja}"),
                    format!("the plan breaks a rule: {en}"),
                )
            }
            Rejection::Breaks { stated, found } => Text::new(
                format!("空き時間は {found} 回で、記載の {stated} 回ではありません"),
                format!("the plan has {found} breaks, not {stated} as stated"),
            ),
            Rejection::BoundAbove { bound, breaks } => Text::new(
                format!("下限 {bound} が計画の {breaks} を上回っています"),
                format!("the bound {bound} is above the plan's {breaks} breaks"),
            ),
            Rejection::Bound(flaw) => {
                let Text { ja, en } = flaw.text();
                Text::new(
                    format!("下限の証明が成り立ちません：{ja}"),
                    format!("the bound is not shown: {en}"),
                )
            }
        }
    }
}

fn hash(day: &Day) -> String {
    // Serialising plain data into memory has no way to fail.
    let json = serde_json::to_vec(day).unwrap_or_default();
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(&json) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}
