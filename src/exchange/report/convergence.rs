//! How the best plan and the bound came together.

use super::names::Names;
use super::plot::{Plot, plot};
use super::summary::how_good;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Convergence {
    pub title: String,
    pub plot: Option<Plot>,
    pub rows: Vec<Row>,
    pub words: String,
}

#[derive(Debug, Serialize)]
pub struct Row {
    pub seconds: String,
    pub best: String,
    pub bound: String,
    pub gap: String,
}

/// For the shown plan.
pub fn convergence(names: &Names) -> Convergence {
    let plan = names.plan();
    let none = || names.words.say("none");
    let line = |value: &dyn Fn(&crate::scheduling::Progress) -> Option<i64>| {
        let points = plan.convergence.iter();
        let mut points: Vec<(f64, f64)> =
            points.filter_map(|p| Some((p.seconds, value(p)? as f64))).collect();
        points.dedup_by_key(|point| point.1);
        points
    };
    let lines = [("bound", line(&|p| p.bound)), ("best", line(&|p| p.total))];
    let rows = plan.convergence.iter().map(|p| Row {
        seconds: format!("{:.3}", p.seconds),
        best: p.total.map_or_else(none, |t| t.to_string()),
        bound: p.bound.map_or_else(none, |b| b.to_string()),
        gap: match (p.total, p.bound) {
            (Some(t), Some(b)) => {
                format!("{:.2} %", 100.0 * (b - t) as f64 / t.abs().max(1) as f64)
            }
            _ => none(),
        },
    });
    Convergence {
        title: names.shown.title.get(names.lang).to_owned(),
        plot: plot(&lines, plan.seconds).filter(|_| !plan.convergence.is_empty()),
        rows: rows.collect(),
        words: how_good(names, plan),
    }
}
