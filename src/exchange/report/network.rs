//! A consortium as a picture: members on an ellipse, their ties between them.

use super::wrap::{width, wrap};
use serde::Serialize;

/// What the picture is drawn from.
pub struct NodeIn {
    pub name: String,
    pub roles: String,
    /// `academia`, `company`, `startup` or `other`.
    pub kind: &'static str,
}

/// Positions are in pixels of the picture's own size.
#[derive(Debug, Serialize)]
pub struct Network {
    pub width: f64,
    pub height: f64,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
pub struct Node {
    /// Of the upper left corner.
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub kind: &'static str,
    pub name: String,
    pub lines: Vec<Line>,
}

#[derive(Debug, Serialize)]
pub struct Line {
    pub x: f64,
    pub y: f64,
    pub text: String,
    pub small: bool,
}

#[derive(Debug, Serialize)]
pub struct Edge {
    pub x1: f64,
    pub y1: f64,
    pub x2: f64,
    pub y2: f64,
    pub stroke: f64,
    pub label: Option<EdgeLabel>,
}

#[derive(Debug, Serialize)]
pub struct EdgeLabel {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub text: String,
}

const CARD_WIDTH: f64 = 190.0;
const NAME_SIZE: f64 = 14.0;
const NAME_LINE: f64 = 19.0;
const ROLE_SIZE: f64 = 12.0;
const ROLE_LINE: f64 = 16.0;
const PADDING: f64 = 10.0;
const MARGIN: f64 = 8.0;
/// Free space kept between two cards, so that ties and their labels can be seen.
const BETWEEN: f64 = 24.0;
/// How often the picture grows to make room for labels; those left over then are in the table only.
const GROWTHS: usize = 8;

/// Lays the picture out. `ties` are pairs of members with a weight and its label; the widest line
/// stands for the largest weight. The ellipse grows until no two cards touch,
/// and, within reason, until each tie has its label.
pub fn network(members: &[NodeIn], ties: &[(usize, usize, f64, String)]) -> Network {
    let cards: Vec<Card> = members
        .iter()
        .map(|m| {
            let room = CARD_WIDTH - 2.0 * PADDING;
            let name = wrap(&m.name, room / NAME_SIZE, 4);
            let roles =
                if m.roles.is_empty() { vec![] } else { wrap(&m.roles, room / ROLE_SIZE, 2) };
            let height =
                2.0 * PADDING + name.len() as f64 * NAME_LINE + roles.len() as f64 * ROLE_LINE;
            (name, roles, height)
        })
        .collect();
    let (mut rx, mut ry) = match members.len() {
        0 | 1 => (0.0, 0.0),
        2 => (200.0, 0.0),
        n => (175.0 + 15.0 * n as f64, 105.0 + 10.0 * n as f64),
    };
    let place = |rx: f64, ry: f64| -> Vec<(f64, f64)> {
        let n = members.len() as f64;
        // Two stand side by side; more begin at the top.
        let first =
            if members.len() == 2 { std::f64::consts::PI } else { -0.5 * std::f64::consts::PI };
        (0..members.len())
            .map(|i| {
                let angle = first + std::f64::consts::TAU * i as f64 / n;
                (rx * angle.cos(), ry * angle.sin())
            })
            .collect()
    };
    let touch = |centres: &[(f64, f64)]| {
        (0..centres.len()).any(|i| {
            (0..i).any(|j| {
                let (dx, dy) = (centres[i].0 - centres[j].0, centres[i].1 - centres[j].1);
                let tall = (cards[i].2 + cards[j].2) / 2.0;
                dx.abs() < CARD_WIDTH + BETWEEN && dy.abs() < tall + BETWEEN
            })
        })
    };
    let mut centres = place(rx, ry);
    while members.len() > 1 && touch(&centres) {
        rx *= 1.06;
        ry *= 1.06;
        centres = place(rx, ry);
    }
    let mut picture = drawn(members, &cards, &centres, (rx, ry), ties);
    for _ in 0..GROWTHS {
        if picture.edges.iter().all(|edge| edge.label.is_some()) {
            break;
        }
        rx *= 1.06;
        ry *= 1.06;
        picture = drawn(members, &cards, &place(rx, ry), (rx, ry), ties);
    }
    picture
}

/// A member's name and roles in lines, and the height of its card.
type Card = (Vec<String>, Vec<String>, f64);

fn drawn(
    members: &[NodeIn],
    cards: &[Card],
    centres: &[(f64, f64)],
    (rx, ry): (f64, f64),
    ties: &[(usize, usize, f64, String)],
) -> Network {
    let tallest = cards.iter().map(|c| c.2).fold(0.0, f64::max);
    let width = 2.0 * rx + CARD_WIDTH + 2.0 * MARGIN;
    let height = 2.0 * ry + tallest + 2.0 * MARGIN;
    let centres: Vec<(f64, f64)> =
        centres.iter().map(|(x, y)| (x + width / 2.0, y + height / 2.0)).collect();
    let nodes: Vec<Node> = members
        .iter()
        .zip(cards)
        .zip(&centres)
        .map(|((m, (name, roles, tall)), &(x, y))| node(m, name, roles, *tall, x, y))
        .collect();
    let edges = edges(&centres, &nodes, ties);
    Network { width: width.round(), height: height.round(), nodes, edges }
}

fn node(member: &NodeIn, name: &[String], roles: &[String], tall: f64, x: f64, y: f64) -> Node {
    let mut at = y - tall / 2.0 + PADDING;
    let mut lines = Vec::new();
    for text in name {
        let baseline = at + 0.8 * NAME_LINE;
        lines.push(Line { x: round(x), y: round(baseline), text: text.clone(), small: false });
        at += NAME_LINE;
    }
    for text in roles {
        let baseline = at + 0.8 * ROLE_LINE;
        lines.push(Line { x: round(x), y: round(baseline), text: text.clone(), small: true });
        at += ROLE_LINE;
    }
    Node {
        x: round(x - CARD_WIDTH / 2.0),
        y: round(y - tall / 2.0),
        width: CARD_WIDTH,
        height: tall,
        kind: member.kind,
        name: member.name.clone(),
        lines,
    }
}

fn edges(
    centres: &[(f64, f64)],
    nodes: &[Node],
    ties: &[(usize, usize, f64, String)],
) -> Vec<Edge> {
    let most = ties.iter().map(|t| t.2).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let mut labels: Vec<(f64, f64, f64)> = Vec::new();
    let mut edges = Vec::new();
    for (a, b, weight, text) in ties {
        let (Some(&from), Some(&to)) = (centres.get(*a), centres.get(*b)) else { continue };
        let label_width = width(text) * 12.0 + 10.0;
        // Along the line: the middle first, then further out, until nothing is in the way.
        let spots = (0..14).flat_map(|i| [0.5 - 0.022 * i as f64, 0.5 + 0.022 * i as f64]);
        let spot = |t: f64| (from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1));
        let free = |(x, y): (f64, f64)| {
            let by_cards = nodes.iter().all(|n| {
                x + label_width / 2.0 < n.x
                    || n.x + n.width < x - label_width / 2.0
                    || y + 10.0 < n.y
                    || n.y + n.height < y - 10.0
            });
            let by_labels = labels.iter().all(|&(lx, ly, lw)| {
                (x - lx).abs() > (label_width + lw) / 2.0 + 2.0 || (y - ly).abs() > 22.0
            });
            by_cards && by_labels
        };
        let at = spots.into_iter().map(spot).find(|&p| free(p));
        if let Some((x, y)) = at {
            labels.push((x, y, label_width));
        }
        edges.push(Edge {
            x1: round(from.0),
            y1: round(from.1),
            x2: round(to.0),
            y2: round(to.1),
            stroke: round(1.5 + 5.5 * (weight / most).clamp(0.0, 1.0)),
            // A label that would hide another is left to the table.
            label: at.map(|(x, y)| EdgeLabel {
                x: round(x),
                y: round(y),
                width: round(label_width),
                text: text.clone(),
            }),
        });
    }
    edges
}

/// To a tenth of a pixel.
pub fn round(x: f64) -> f64 {
    (10.0 * x).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_never_touch_and_stay_in_the_picture() {
        for n in 1..=10 {
            let members: Vec<NodeIn> = (0..n)
                .map(|i| NodeIn {
                    name: "国立大学法人とても長い名前の架空医科大学附属病院".repeat(1 + i % 2),
                    roles: "代表研究機関、臨床医".into(),
                    kind: "academia",
                })
                .collect();
            let ties: Vec<_> = (0..n)
                .flat_map(|a| (0..a).map(move |b| (a, b, (a + b) as f64, "12.345".to_owned())))
                .collect();
            let picture = network(&members, &ties);
            for (i, a) in picture.nodes.iter().enumerate() {
                assert!(a.x >= 0.0 && a.y >= 0.0, "{n}");
                assert!(a.x + a.width <= picture.width && a.y + a.height <= picture.height, "{n}");
                for b in &picture.nodes[..i] {
                    let apart = a.x + a.width < b.x
                        || b.x + b.width < a.x
                        || a.y + a.height < b.y
                        || b.y + b.height < a.y;
                    assert!(apart, "{n} members");
                }
                for line in &a.lines {
                    let size = if line.small { ROLE_SIZE } else { NAME_SIZE };
                    assert!(width(&line.text) * size <= a.width, "{}", line.text);
                }
            }
            assert_eq!(picture.edges.len(), ties.len());
            let labelled = picture.edges.iter().filter(|e| e.label.is_some()).count();
            assert!(n > 5 || labelled == ties.len(), "{labelled} of {} labels", ties.len());
        }
    }
}
