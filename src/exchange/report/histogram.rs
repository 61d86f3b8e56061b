//! How many people have how many: one row of bars for each group, on one scale.

use super::network::round;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Histogram {
    pub width: f64,
    pub height: f64,
    pub panels: Vec<Panel>,
    pub ticks: Vec<Tick>,
    pub left: f64,
    pub right: f64,
}

#[derive(Debug, Serialize)]
pub struct Panel {
    pub label: String,
    pub label_y: f64,
    pub base: f64,
    /// For its pattern, from 1.
    pub number: usize,
    pub bars: Vec<Bar>,
}

#[derive(Debug, Serialize)]
pub struct Bar {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub centre: f64,
    pub count: usize,
}

#[derive(Debug, Serialize)]
pub struct Tick {
    pub x: f64,
    pub label: String,
}

const WIDTH: f64 = 720.0;
const LEFT: f64 = 8.0;
const RIGHT: f64 = 712.0;
const PANEL: f64 = 108.0;
const HEAD: f64 = 40.0;

/// `groups`: a label, and how many people have 0, 1, 2, … . Bars of 0 are left out. The longest
/// group decides how far the axis runs.
pub fn histogram(groups: &[(String, Vec<usize>)]) -> Option<Histogram> {
    let columns = groups.iter().map(|g| g.1.len()).max()?;
    let most = groups.iter().flat_map(|g| &g.1).copied().max().unwrap_or(0);
    if most == 0 {
        return None;
    }
    let column = (RIGHT - LEFT) / columns as f64;
    let bar_width = (column * 0.7).min(44.0);
    let centre = |i: usize| LEFT + column * (i as f64 + 0.5);
    let panels = groups.iter().enumerate().map(|(g, (label, counts))| {
        let base = PANEL * (g as f64 + 1.0);
        let bars = counts.iter().enumerate().filter(|(_, n)| **n > 0).map(|(i, &count)| {
            let height = ((PANEL - HEAD) * count as f64 / most as f64).max(1.5);
            Bar {
                x: round(centre(i) - bar_width / 2.0),
                y: round(base - height),
                width: round(bar_width),
                height: round(height),
                centre: round(centre(i)),
                count,
            }
        });
        Panel {
            label: label.clone(),
            label_y: round(base - PANEL + 18.0),
            base,
            number: g + 1,
            bars: bars.collect(),
        }
    });
    Some(Histogram {
        width: WIDTH,
        height: PANEL * groups.len() as f64 + 44.0,
        panels: panels.collect(),
        ticks: (0..columns).map(|i| Tick { x: round(centre(i)), label: i.to_string() }).collect(),
        left: LEFT,
        right: RIGHT,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_their_counts() {
        let groups = [("a".to_owned(), vec![0, 4, 2]), ("b".to_owned(), vec![1])];
        let h = histogram(&groups).unwrap();
        let bars: Vec<_> = h.panels.iter().map(|p| &p.bars).collect();
        assert_eq!(bars[0].len(), 2);
        assert!((bars[0][0].height - 2.0 * bars[0][1].height).abs() < 0.11);
        assert!((bars[0][0].height - 4.0 * bars[1][0].height).abs() < 0.31);
        assert_eq!(h.ticks.len(), 3);
        assert!(histogram(&[("a".to_owned(), vec![0])]).is_none());
    }
}
