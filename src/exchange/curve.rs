//! A curve through named points as an SVG that stands alone.

use super::report::axis_step;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 400.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 616.0;
const TOP: f64 = 56.0;
const BOTTOM: f64 = 336.0;

/// Draws the points `(x, y, name)` in their order, joined by lines; axes on round numbers.
pub fn curve_svg(title: &str, x: &str, y: &str, points: &[(f64, f64, String)]) -> String {
    let across = Axis::new(points.iter().map(|p| p.0), LEFT, RIGHT);
    let up = Axis::new(points.iter().map(|p| p.1), BOTTOM, TOP);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         font-family=\"sans-serif\" font-size=\"13\" fill=\"#1a1a1c\">\n<title>{0}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT}\" y=\"24\" font-weight=\"bold\">{0}</text>\n\
         <text x=\"{LEFT}\" y=\"44\">{1}</text>\n\
         <text x=\"{RIGHT}\" y=\"{2}\" text-anchor=\"end\">{3}</text>\n",
        escaped(title),
        escaped(y),
        HEIGHT - 16.0,
        escaped(x)
    );
    for (at, label) in up.ticks() {
        let _ = writeln!(
            svg,
            "<path d=\"M{LEFT} {at:.1}H{RIGHT}\" stroke=\"#d8d8db\"/>\
             <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
            LEFT - 8.0,
            at + 4.0
        );
    }
    for (at, label) in across.ticks() {
        let _ = writeln!(
            svg,
            "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
            BOTTOM + 22.0
        );
    }
    let line: Vec<String> =
        points.iter().map(|p| format!("{:.1} {:.1}", across.place(p.0), up.place(p.1))).collect();
    if !line.is_empty() {
        let _ = writeln!(
            svg,
            "<path d=\"M{}\" fill=\"none\" stroke=\"#0017c1\" stroke-width=\"2\"/>",
            line.join("L")
        );
    }
    for (a, b, name) in points {
        let (a, b) = (across.place(*a), up.place(*b));
        let _ = writeln!(
            svg,
            "<circle cx=\"{a:.1}\" cy=\"{b:.1}\" r=\"4\" fill=\"#0017c1\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            a + 7.0,
            b - 7.0,
            escaped(name)
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// From values to places, on round numbers.
struct Axis {
    low: f64,
    high: f64,
    step: f64,
    from: f64,
    to: f64,
}

impl Axis {
    fn new(values: impl Iterator<Item = f64> + Clone, from: f64, to: f64) -> Axis {
        let low = values.clone().reduce(f64::min).unwrap_or(0.0);
        let high = values.reduce(f64::max).unwrap_or(1.0);
        let step = axis_step((high - low).max(1.0));
        let low = (low / step).floor() * step;
        let high = ((high / step).ceil() * step).max(low + step);
        Axis { low, high, step, from, to }
    }

    fn place(&self, value: f64) -> f64 {
        self.from + (self.to - self.from) * (value - self.low) / (self.high - self.low)
    }

    fn ticks(&self) -> impl Iterator<Item = (f64, String)> {
        let count = ((self.high - self.low) / self.step).round() as usize;
        let decimals = (-self.step.log10().floor()).max(0.0) as usize;
        (0..=count)
            .map(|i| self.low + i as f64 * self.step)
            .map(move |value| (self.place(value), format!("{value:.decimals$}")))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_lie_between_the_axes_and_names_are_escaped() {
        let points = [(120.0, 100.0, "0".to_owned()), (40.0, 98.2, "<1>".to_owned())];
        let svg = curve_svg("a & b", "x", "y", &points);
        assert!(svg.contains("a &amp; b") && svg.contains("&lt;1&gt;"), "{svg}");
        assert_eq!(svg.matches("<circle").count(), 2);
        let axis = Axis::new([98.2, 100.0].into_iter(), BOTTOM, TOP);
        assert!(axis.place(98.2) <= BOTTOM && axis.place(100.0) >= TOP);
        assert!(axis.place(100.0) < axis.place(98.2), "more stands higher");
        assert!(curve_svg("", "", "", &[]).ends_with("</svg>\n"));
    }
}
