//! Lines over two axes, as SVG.

use std::fmt::Write;

const COLOURS: [&str; 8] =
    ["#1f5faa", "#c2410c", "#15803d", "#7e22ce", "#b91c1c", "#0e7490", "#4d7c0f", "#475569"];
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
/// Room for labels around the lines: left, right, above, below.
const EDGE: [f64; 4] = [70.0, 110.0, 30.0, 50.0];

/// What goes along an axis.
pub struct Axis {
    pub label: &'static str,
    pub scale: Scale,
}

#[allow(dead_code)] // not every bench has both
pub enum Scale {
    /// Logarithmic, from one power of ten to another.
    Powers(i32, i32),
    /// Even, from one ten to another.
    Tens(u32, u32),
}

impl Axis {
    /// Where a value is, from 0 to 1; what is beyond an end is at the end.
    fn share(&self, value: f64) -> f64 {
        let (at, from, to) = match self.scale {
            Scale::Powers(from, to) => (value.max(1e-12).log10(), f64::from(from), f64::from(to)),
            Scale::Tens(from, to) => (value / 10.0, f64::from(from), f64::from(to)),
        };
        ((at - from) / (to - from)).clamp(0.0, 1.0)
    }

    /// Values that are marked, with how they are written.
    fn marks(&self) -> Vec<(f64, String)> {
        match self.scale {
            Scale::Powers(from, to) => {
                (from..=to).map(|power| (10f64.powi(power), thousands(power))).collect()
            }
            Scale::Tens(from, to) => {
                (from..=to).map(|ten| (f64::from(10 * ten), (10 * ten).to_string())).collect()
            }
        }
    }
}

fn thousands(power: i32) -> String {
    match power {
        ..0 => format!("{:.*}", -power as usize, 10f64.powi(power)),
        0..3 => format!("{}", 10u64.pow(power as u32)),
        _ => format!("{},000", 10u64.pow(power as u32 - 3)),
    }
}

/// Lines with their names, drawn; `dots` marks each point.
pub fn plot(
    title: &str,
    x: &Axis,
    y: &Axis,
    lines: &[(String, Vec<(f64, f64)>)],
    dots: bool,
) -> String {
    let [left, right, above, under] = EDGE;
    let (foot, end) = (HEIGHT - under, WIDTH - right);
    let across = |v: f64| left + x.share(v) * (end - left);
    let up = |v: f64| foot - y.share(v) * (foot - above);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n<title>{title}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n"
    );
    for (value, written) in x.marks() {
        let at = across(value);
        let _ = writeln!(
            svg,
            "<path d=\"M{at:.1} {above}V{foot}\" stroke=\"#ddd\"/><text x=\"{at:.1}\" y=\"{}\" \
             text-anchor=\"middle\">{written}</text>",
            foot + 18.0
        );
    }
    for (value, written) in y.marks() {
        let at = up(value);
        let _ = writeln!(
            svg,
            "<path d=\"M{left} {at:.1}H{end}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{:.1}\" \
             text-anchor=\"end\">{written}</text>",
            left - 6.0,
            at + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n\
         <text x=\"{left}\" y=\"{}\">{}</text>",
        (left + end) / 2.0,
        HEIGHT - 10.0,
        x.label,
        above - 12.0,
        y.label
    );
    for (i, (name, points)) in lines.iter().enumerate() {
        let colour = COLOURS[i % COLOURS.len()];
        let at: Vec<String> =
            points.iter().map(|&(a, b)| format!("{:.1},{:.1}", across(a), up(b))).collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            at.join(" ")
        );
        for &(a, b) in points.iter().filter(|_| dots) {
            let (a, b) = (across(a), up(b));
            let _ =
                writeln!(svg, "<circle cx=\"{a:.1}\" cy=\"{b:.1}\" r=\"4\" fill=\"{colour}\"/>");
        }
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" fill=\"{colour}\">{name}</text>",
            end + 8.0,
            above + 16.0 * (i + 1) as f64
        );
    }
    svg.push_str("</svg>\n");
    svg
}
