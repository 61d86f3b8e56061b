//! Step lines over time, with axes on round numbers.

use super::network::round;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Plot {
    pub width: f64,
    pub height: f64,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub x_ticks: Vec<Tick>,
    pub y_ticks: Vec<Tick>,
    pub lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
pub struct Tick {
    pub at: f64,
    pub label: String,
}

#[derive(Debug, Serialize)]
pub struct Line {
    /// Drawn and named by its class.
    pub class: &'static str,
    /// Of an SVG path.
    pub path: String,
    /// Where it begins and ends and changes.
    pub points: Vec<(f64, f64)>,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 704.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 252.0;

/// Plots step lines: each value holds until the next. All lines run to `end`. `None` where there is
/// nothing to plot.
pub fn plot(lines: &[(&'static str, Vec<(f64, f64)>)], end: f64) -> Option<Plot> {
    let points = || lines.iter().flat_map(|(_, points)| points);
    let values = || points().map(|p| p.1).filter(|v| v.is_finite());
    let (low, high) = (values().reduce(f64::min)?, values().reduce(f64::max)?);
    let end = points().map(|p| p.0).fold(end, f64::max).max(1e-3);
    let y_step = step((high - low).max(1.0));
    let low = (low / y_step).floor() * y_step;
    let high = ((high / y_step).ceil() * y_step).max(low + y_step);
    let x_step = step(end);
    let x = |t: f64| round(LEFT + (RIGHT - LEFT) * (t / end).clamp(0.0, 1.0));
    let y = |v: f64| round(BOTTOM - (BOTTOM - TOP) * (v - low) / (high - low));
    let decimals = (-x_step.log10().floor()).max(0.0) as usize;
    let count = |span: f64, step: f64| (span / step + 1e-9).floor() as i64;
    Some(Plot {
        width: WIDTH,
        height: HEIGHT,
        left: LEFT,
        right: RIGHT,
        top: TOP,
        bottom: BOTTOM,
        x_ticks: (0..=count(end, x_step))
            .map(|i| i as f64 * x_step)
            .map(|t| Tick { at: x(t), label: format!("{t:.decimals$}") })
            .collect(),
        y_ticks: (0..=count(high - low, y_step))
            .map(|i| low + i as f64 * y_step)
            .map(|v| Tick { at: y(v), label: format!("{v:.0}") })
            .collect(),
        lines: lines
            .iter()
            .filter(|(_, points)| !points.is_empty())
            .map(|(class, points)| {
                let mut path = String::new();
                for (i, &(t, v)) in points.iter().enumerate() {
                    path.push_str(&match i {
                        0 => format!("M{} {}", x(t), y(v)),
                        _ => format!("H{}V{}", x(t), y(v)),
                    });
                }
                path.push_str(&format!("H{}", x(end)));
                Line { class, path, points: points.iter().map(|&(t, v)| (x(t), y(v))).collect() }
            })
            .collect(),
    })
}

/// A round step that divides `span` into four to ten.
pub(in crate::exchange) fn step(span: f64) -> f64 {
    let raw = span / 5.0;
    let power = 10_f64.powf(raw.log10().floor());
    let nearest = [1.0, 2.0, 5.0, 10.0].into_iter().find(|m| m * power >= raw * 0.999);
    nearest.unwrap_or(10.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!([step(1.0), step(10.0), step(37.0), step(0.3)], [0.2, 2.0, 10.0, 0.1]);
    }

    #[test]
    fn lines_stay_between_the_axes() {
        let lines =
            [("best", vec![(0.0, 10.0), (0.4, 90.0)]), ("bound", vec![(0.1, 130.0), (0.4, 90.0)])];
        let plot = plot(&lines, 0.5).unwrap();
        for (x, y) in plot.lines.iter().flat_map(|l| &l.points) {
            assert!((LEFT..=RIGHT).contains(x) && (TOP..=BOTTOM).contains(y));
        }
        assert_eq!(plot.lines[0].points[1], plot.lines[1].points[1], "they meet");
        assert!(plot.x_ticks.len() >= 3 && plot.y_ticks.len() >= 3);
        assert!(super::plot(&[("best", vec![])], 1.0).is_none());
    }
}
