//! What was planned, how good it is and how one knows.

use super::names::{Names, key};
use crate::domain::{ItemId, Sector};
use crate::exchange::when;
use crate::scheduling::{Plan, Rule, attendance};
use crate::solver::Status;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Summary {
    pub sentences: Vec<String>,
    pub tiles: Vec<Tile>,
    pub plans: Vec<Column>,
    pub parts: Vec<Part>,
    pub proof: Vec<Fact>,
    pub faults: Vec<Faults>,
    /// How the points are counted, in words.
    pub counting: Vec<String>,
}

/// So many wishes out of so many.
#[derive(Debug, Serialize)]
pub struct Tile {
    pub label: String,
    pub count: usize,
    pub of: usize,
    /// Of the bar, 0–100.
    pub percent: f64,
}

#[derive(Debug, Serialize)]
pub struct Column {
    pub title: String,
    pub name: String,
    pub shown: bool,
}

/// A part of the objective across the plans.
#[derive(Debug, Serialize)]
pub struct Part {
    pub label: String,
    pub total: bool,
    pub cells: Vec<PartCell>,
}

#[derive(Debug, Serialize)]
pub struct PartCell {
    pub points: String,
    /// What is behind the points; may be empty.
    pub count: String,
    /// Against the first plan; empty in the first plan itself.
    pub difference: String,
    /// `up`, `down` or `same`.
    pub trend: &'static str,
}

/// A line of the proof across the plans.
#[derive(Debug, Serialize)]
pub struct Fact {
    pub label: String,
    pub cells: Vec<String>,
    pub code: bool,
}

#[derive(Debug, Serialize)]
pub struct Faults {
    pub plan: String,
    pub sentences: Vec<String>,
}

/// Wishes that come true in a plan.
#[derive(Debug, Clone, Copy)]
struct Counts {
    talks: usize,
    consultations: usize,
    meetings: usize,
    groups: usize,
}

impl Counts {
    fn of(names: &Names, plan: &Plan) -> Counts {
        let count = |wanted: fn(&ItemId) -> bool| {
            plan.timetable.placements.iter().filter(|p| wanted(&p.item)).count()
        };
        Counts {
            talks: attendance(&names.directory, &plan.timetable).len(),
            consultations: count(|i| matches!(i, ItemId::Consultation(_))),
            meetings: count(|i| matches!(i, ItemId::Meeting(..))),
            groups: count(|i| matches!(i, ItemId::Group(_))),
        }
    }

    fn wished(names: &Names) -> Counts {
        Counts {
            talks: names.workshop.talk_wishes.len(),
            consultations: names.workshop.consultations.len(),
            meetings: names.directory.meetings().len(),
            groups: names.workshop.group_wishes.len(),
        }
    }
}

pub fn summary(names: &Names) -> Summary {
    let words = names.words;
    let plans: Vec<&Plan> = names.report.plans.iter().map(|sheet| sheet.plan).collect();
    let counts: Vec<Counts> = plans.iter().map(|plan| Counts::of(names, plan)).collect();
    let wished = Counts::wished(names);
    let shown = Counts::of(names, names.plan());
    let tile = |label, count, of: usize| Tile {
        label: words.say(label),
        count,
        of,
        percent: 100.0 * count as f64 / of.max(1) as f64,
    };
    let tiles = [
        tile(key("tile.consultations"), shown.consultations, wished.consultations),
        tile(key("tile.meetings"), shown.meetings, wished.meetings),
        tile(key("tile.groups"), shown.groups, wished.groups),
        tile(key("tile.talks"), shown.talks, wished.talks),
    ];
    let tiles: Vec<Tile> = tiles.into_iter().filter(|tile| tile.of > 0).collect();
    let faults = names.report.plans.iter().filter(|sheet| !sheet.plan.faults.is_empty());
    let called = crate::scheduling::Names::of(names.workshop, names.lang);
    Summary {
        sentences: sentences(names, &tiles),
        tiles,
        plans: names
            .report
            .plans
            .iter()
            .map(|sheet| Column {
                title: sheet.title.get(names.lang).to_owned(),
                name: sheet.plan.name.clone(),
                shown: sheet.plan.name == names.report.shown,
            })
            .collect(),
        parts: parts(names, &plans, &counts),
        proof: proof(names),
        faults: faults
            .map(|sheet| Faults {
                plan: sheet.title.get(names.lang).to_owned(),
                sentences: sheet.plan.faults.iter().map(|f| f.sentence(&called)).collect(),
            })
            .collect(),
        counting: counting(names),
    }
}

fn sentences(names: &Names, tiles: &[Tile]) -> Vec<String> {
    let (words, workshop, plan) = (names.words, names.workshop, names.plan());
    let of_sector = |sector| workshop.people.iter().filter(|p| p.sector == sector).count();
    let tables: u32 = workshop.rooms.iter().map(|r| r.tables).sum();
    let wishes: Vec<String> = tiles
        .iter()
        .map(|t| {
            let values: [(&str, &dyn std::fmt::Display); 3] =
                [("label", &t.label), ("count", &t.count), ("of", &t.of)];
            words.fill("summary.wish", &values)
        })
        .collect();
    let mut all = vec![
        words.fill(
            "summary.day",
            &[
                ("day", &when::days(&workshop.days, names.lang)),
                ("people", &workshop.people.len()),
                ("industry", &of_sector(Sector::Industry)),
                ("academia", &of_sector(Sector::Academia)),
                ("other", &of_sector(Sector::Other)),
                ("sessions", &workshop.sessions.len()),
                ("desks", &workshop.desks.len()),
                ("tables", &tables),
            ],
        ),
        words.fill("summary.wishes", &[("wishes", &words.list(&wishes))]),
    ];
    if let Some(first) = names.report.plans.first().filter(|s| s.plan.name != plan.name) {
        let difference = plan.total - first.plan.total;
        let values: [(&str, &dyn std::fmt::Display); 4] = [
            ("title", &first.title.get(names.lang)),
            ("before", &first.plan.total),
            ("after", &plan.total),
            ("difference", &difference.abs()),
        ];
        all.push(match difference {
            0 => words.fill("summary.same", &values),
            1.. => words.fill("summary.more", &values),
            _ => words.fill("summary.less", &values),
        });
    }
    all.push(how_good(names, plan));
    let rules = Rule::ALL.len();
    all.push(match plan.faults.len() {
        0 => words.fill("summary.no_faults", &[("rules", &rules)]),
        n => words.fill("summary.faults", &[("rules", &rules), ("n", &n)]),
    });
    all
}

/// Whether nobody solved the plan: it came from elsewhere and was judged.
fn only_judged(plan: &Plan) -> bool {
    plan.status == Status::Feasible && plan.bound.is_none() && plan.convergence.is_empty()
}

/// The proof in words that need no mathematics.
pub fn how_good(names: &Names, plan: &Plan) -> String {
    let words = names.words;
    match (plan.status, plan.bound) {
        _ if only_judged(plan) => words.say("good.judged"),
        (Status::Optimal, None) => words.say("good.fewest_changes"),
        (Status::Optimal, Some(_)) => words.say("good.optimal"),
        (Status::Feasible, Some(bound)) => {
            let percent = format!("{:.1}", 100.0 * plan.gap.unwrap_or_default());
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("points", &(bound - plan.total)), ("percent", &percent)];
            words.fill("good.feasible", &values)
        }
        (Status::Feasible, None) => words.say("good.unproved"),
        (Status::Infeasible, _) => words.say("good.infeasible"),
        (Status::NoneInTime, _) => words.say("good.none"),
    }
}

fn status(names: &Names, plan: &Plan) -> String {
    names.words.say(match plan.status {
        _ if only_judged(plan) => key("status.judged"),
        Status::Optimal => key("status.optimal"),
        Status::Feasible => key("status.feasible"),
        Status::Infeasible => key("status.infeasible"),
        Status::NoneInTime => key("status.none"),
    })
}

fn parts(names: &Names, plans: &[&Plan], counts: &[Counts]) -> Vec<Part> {
    let words = names.words;
    let part = |label: &'static str,
                total,
                points: &dyn Fn(&Plan) -> i64,
                count: &dyn Fn(Counts) -> String| {
        let first = plans.first().map_or(0, |plan| points(plan));
        let cells = plans.iter().zip(counts).enumerate().map(|(i, (plan, &counts))| {
            let difference = points(plan) - first;
            PartCell {
                points: points(plan).to_string(),
                count: count(counts),
                difference: match (i, difference) {
                    (0, _) => String::new(),
                    (_, 0) => "±0".to_owned(),
                    (_, d) => format!("{d:+}").replace('-', "−"),
                },
                trend: match difference {
                    0 => "same",
                    1.. => "up",
                    _ => "down",
                },
            }
        });
        Part { label: words.say(label), total, cells: cells.collect() }
    };
    let wishes = |n: usize| words.fill("part.wishes", &[("n", &n)]);
    let weights = &names.workshop.rules.weights;
    let none = |_: Counts| String::new();
    let mut parts = vec![
        part(key("part.talks"), false, &|p| p.objective.talks, &|c| wishes(c.talks)),
        part(key("part.consultations"), false, &|p| p.objective.consultations, &|c| {
            wishes(c.consultations)
        }),
        part(key("part.meetings"), false, &|p| p.objective.meetings, &|c| wishes(c.meetings)),
        part(key("part.groups"), false, &|p| p.objective.groups, &|c| wishes(c.groups)),
        part(key("part.seats_short"), false, &|p| p.objective.seats_short, &none),
    ];
    if weights.breaks != 0 {
        parts.push(part(key("part.breaks"), false, &|p| p.objective.breaks, &none));
    }
    if weights.walking != 0 {
        parts.push(part(key("part.walking"), false, &|p| p.objective.walking, &none));
    }
    if weights.fairness != 0 {
        parts.push(part(key("part.fairness"), false, &|p| p.objective.fairness, &none));
    }
    parts.push(part(key("part.total"), true, &|p| p.total, &none));
    parts
}

/// Enough to tell inputs apart; the whole hash stands among the sources.
const SHORT_HASH: usize = 12;

fn proof(names: &Names) -> Vec<Fact> {
    let words = names.words;
    let none = || words.say("none");
    let fact = |label: &'static str, code, cell: &dyn Fn(usize) -> String| Fact {
        label: words.say(label),
        cells: (0..names.report.plans.len()).map(cell).collect(),
        code,
    };
    let plan = |i: usize| names.report.plans[i].plan;
    vec![
        fact(key("proof.status"), false, &|i| status(names, plan(i))),
        fact(key("proof.bound"), false, &|i| plan(i).bound.map_or_else(none, |b| b.to_string())),
        fact(key("proof.gap"), false, &|i| {
            plan(i).gap.map_or_else(none, |gap| format!("{:.2} %", 100.0 * gap))
        }),
        fact(key("proof.faults"), false, &|i| plan(i).faults.len().to_string()),
        fact(key("proof.seconds"), false, &|i| {
            words.fill("seconds", &[("n", &format!("{:.3}", plan(i).seconds))])
        }),
        fact(key("proof.limits"), false, &|i| {
            let limits = plan(i).limits;
            words.fill("limits", &[("seconds", &limits.seconds), ("threads", &limits.threads)])
        }),
        fact(key("proof.seed"), false, &|i| plan(i).limits.seed.to_string()),
        fact(key("proof.input"), true, &|i| {
            let hash: String = names.report.plans[i].input_hash.chars().take(SHORT_HASH).collect();
            format!("{hash}…")
        }),
    ]
}

fn counting(names: &Names) -> Vec<String> {
    let (words, weights) = (names.words, &names.workshop.rules.weights);
    let list = |points: &[i64]| {
        let all: Vec<String> = points.iter().map(i64::to_string).collect();
        words.list(&all)
    };
    let mut lines = vec![
        words.fill("counting.talk", &[("points", &list(&weights.talk))]),
        words.fill("counting.consultation", &[("points", &list(&weights.consultation))]),
        words.fill("counting.meeting", &[("points", &list(&weights.meeting))]),
        words.fill("counting.group", &[("points", &list(&weights.group))]),
        words.fill("counting.seat", &[("points", &weights.seat_short)]),
    ];
    let comfort = [
        (key("counting.breaks"), weights.breaks),
        (key("counting.walking"), weights.walking),
        (key("counting.fairness"), weights.fairness),
    ];
    for (counted, points) in comfort.into_iter().filter(|(_, points)| *points != 0) {
        let share = &names.workshop.rules.fair_share;
        lines.push(words.fill(counted, &[("points", &points), ("share", share)]));
    }
    lines
}
