//! The price of fairness: plans from the one of most value to the fairest.

use super::plan::json;
use super::tables::{csv, of_fairness};
use super::{AppError, Exit, Output, RunRecord};
use crate::domain::{Lang, Text, Workshop};
use crate::exchange::curve_svg;
use crate::scheduling::{FairnessCurve, FairnessOptions, FairnessPoint, Progress, fairness};
use crate::solver::Status;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::path::Path;

/// Of workshops with more wishes for meetings and consultations no curve is made: each of its plans is
/// a whole linear program.
const MOST_WISHES: usize = 2_000;

/// A curve, and what repeats it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FairnessReport {
    pub curve: FairnessCurve,
    pub record: RunRecord,
}

impl FairnessReport {
    pub fn exit(&self) -> Exit {
        match self.curve.status {
            Status::Optimal | Status::Feasible => Exit::Done,
            Status::Infeasible => Exit::Infeasible,
            Status::NoneInTime => Exit::NoneInTime,
        }
    }
}

/// Refuses a workshop with too many wishes for a curve.
pub fn fit_for_a_curve(workshop: &Workshop) -> Result<(), AppError> {
    let wishes =
        workshop.meeting_wishes.len() + workshop.consultations.len() + workshop.group_wishes.len();
    if wishes > MOST_WISHES {
        return Err(AppError::Argument(Text::new(
            format!(
                "面談・相談・会合の希望が {wishes} 件あります（上限 {MOST_WISHES} 件）。公平さの曲線は、日や部会ごとに分けたワークショップで作ってください"
            ),
            format!(
                "{wishes} wishes for meetings, consultations and groups (at most {MOST_WISHES}): ask for the curve of a part of the workshop, such as a day or a section"
            ),
        )));
    }
    Ok(())
}

/// Makes the curve. Once `watch` breaks off, no more plans are made.
pub fn fairness_of(
    workshop: &Workshop,
    options: &FairnessOptions,
    watch: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<FairnessReport, AppError> {
    fit_for_a_curve(workshop)?;
    let curve = fairness(workshop, options, watch).map_err(AppError::Solver)?;
    Ok(FairnessReport { curve, record: RunRecord::new(workshop, options.limits) })
}

/// Writes the curve as JSON, CSV and a picture, and each of its timetables as `floor-NNN.json`.
pub fn write_fairness(
    report: &FairnessReport,
    lang: Lang,
    folder: &Path,
) -> Result<Vec<String>, AppError> {
    let mut output = Output::new(folder)?;
    output.put("fairness.json", &json(report))?;
    for table in of_fairness(&report.curve) {
        let (name, bytes) = csv(&table);
        output.put(name, &bytes)?;
    }
    for point in &report.curve.points {
        output.put(format!("{}.json", point.plan.name), &json(&point.plan.timetable))?;
    }
    output.put("fairness.svg", picture(&report.curve, lang).as_bytes())?;
    output.commit()
}

fn picture(curve: &FairnessCurve, lang: Lang) -> String {
    let point = |p: &FairnessPoint| {
        (f64::from(p.least_percent), 100.0 * (1.0 - p.loss), p.plan.total.to_string())
    };
    let points: Vec<(f64, f64, String)> = curve.points.iter().map(point).collect();
    let x = Text::new(
        "受け取りが最も少ない人の割合（％）",
        "what the worst-off receive, % of the most they could",
    );
    let y = Text::new("全体の点数（最大 = 100）", "points in all (100: the most)");
    let title = Text::new(
        "公平さの代償（点の数字は全体の点数）",
        "the price of fairness (numbers: points in all)",
    );
    curve_svg(title.get(lang), x.get(lang), y.get(lang), &points)
}
