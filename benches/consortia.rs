//! How long the exact best consortia take on graphs of a national size, against looking at every
//! group where that can be waited for.
//!
//! `cargo bench --bench consortia` prints for each setting the worst and the mean of ten seeds, by
//! the clock; then, for groups of up to ten, how far a search stopped after so many looks is from
//! proven, with other seeds (`--stopped-from 100`), too. `-- --peer DIR` instead writes some of the questions with our answers, to be put to another
//! solver (`benches/peers/consortia_cpsat.py`); `-- --svg FILE` draws how the proven gap falls with the
//! processor time spent.

#[path = "support/plot.rs"]
mod plot;
mod support;

use clap::Parser;
use enishi::matching::Points;
use enishi::matching::consortium::{
    Candidate, CandidateGraph, Candidates, Group, Question, Quota, enumerate, search,
};
use petgraph::graph::NodeIndex;
use plot::{Axis, Scale};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use support::cpu_seconds;

const SEEDS: u64 = 10;
/// After so many the service stops, too.
const LOOKS: u64 = 300_000;
const THINGS: usize = 200;
/// What each further bringer of a thing costs.
const REDUNDANCY: Points = Points(3_000);
/// The fewest of academia, companies and start-ups.
const LEAST: [usize; 3] = [2, 1, 1];

/// A graph whose degrees have a heavy tail: both ends of a tie are drawn with a weight that falls
/// as a power of the node's number. Ties are worth what pair scores look like: most little, few
/// much.
fn heavy_tailed(nodes: usize, ties: usize, seed: u64) -> Candidates {
    let redundancy = vec![REDUNDANCY; THINGS];
    Candidates::new(&graph(nodes, ties, seed), &redundancy, &[]).expect("kinds are in range")
}

fn graph(nodes: usize, ties: usize, seed: u64) -> CandidateGraph {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut graph = CandidateGraph::default();
    for owner in 0..nodes {
        // Half academia, three tenths companies, one fifth start-ups.
        let kind = [0, 0, 0, 0, 0, 1, 1, 1, 2, 2][random.random_range(0..10usize)];
        let count = random.random_range(1..4usize);
        let brings = (0..count).map(|_| random.random_range(0..THINGS)).collect();
        graph.add_node(Candidate { kind, owner, brings });
    }
    let end = |random: &mut ChaCha8Rng| {
        let uniform: f64 = random.random();
        NodeIndex::new((nodes as f64 * uniform.powf(2.0)) as usize)
    };
    while graph.edge_count() < ties {
        let (a, b) = (end(&mut random), end(&mut random));
        if a != b && graph.find_edge(a, b).is_none() {
            let uniform: f64 = random.random();
            let points = Points::of(2.0 - 8.0 * (1.0 - uniform).ln());
            graph.add_edge(a, b, points);
        }
    }
    graph
}

/// The questions of the table, as data for another solver, each with the worth of our best group and
/// the seconds that the hundred best took.
fn put_to_a_peer(folder: &Path) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for (nodes, ties, size) in [(60, 240, 5), (500, 5_000, 5), (5_000, 50_000, 5)] {
        for seed in 0..3 {
            let graph = graph(nodes, ties, seed);
            let candidates = heavy_tailed(nodes, ties, seed);
            let asked = question(size, 100);
            let (answer, time) = timed(|| search(&candidates, &asked).expect("can be asked"));
            let best = answer.groups.first().map_or(Points::ZERO, |group| group.worth.total());
            let ends =
                graph.edge_indices().filter_map(|e| Some((graph.edge_endpoints(e)?, graph[e])));
            let ties: Vec<_> = ends.map(|((a, b), p)| (a.index(), b.index(), p.0)).collect();
            let quotas: Vec<_> = LEAST.iter().enumerate().collect();
            let wanted: Vec<_> = asked.wanted.iter().map(|(thing, p)| (thing, p.0)).collect();
            let brings = |c: &Candidate| json!({ "kind": c.kind, "brings": c.brings });
            let written = json!({
                "candidates": graph.node_weights().map(brings).collect::<Vec<_>>(),
                "ties": ties,
                "redundancy": REDUNDANCY.0,
                "wanted": wanted,
                "member_cost": asked.member_cost.0,
                "most_members": size,
                "quotas": quotas,
                "ours": { "worth": best.0, "seconds": time.as_secs_f64() },
            });
            let path = folder.join(format!("{nodes}-{}-{size}-{seed}.json", ties.len()));
            std::fs::write(&path, written.to_string()).expect("the question can be written");
        }
    }
}

fn question(size: usize, groups: usize) -> Question {
    Question {
        most_members: size,
        quotas: (LEAST.into_iter().zip(0..))
            .map(|(least, kind)| Quota::at_least(least, &[kind]))
            .collect(),
        wanted: (0..5).map(|thing| (thing, Points::of(5.0))).collect(),
        member_cost: Points::of(2.0),
        groups,
        ..Question::default()
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

#[derive(Parser)]
struct Arguments {
    /// Writes questions with our answers into this folder, for another solver.
    #[arg(long, conflicts_with = "svg")]
    peer: Option<PathBuf>,
    /// Draws into this file how the proven gap falls with the processor time spent.
    #[arg(long)]
    svg: Option<PathBuf>,
    /// Asks for groups of up to ten alone, on graphs of ten seeds from this one on.
    #[arg(long, value_name = "SEED", conflicts_with_all = ["peer", "svg"])]
    stopped_from: Option<u64>,
    /// Cargo appends it.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    match Arguments::parse() {
        Arguments { peer: Some(folder), .. } => put_to_a_peer(&folder),
        Arguments { svg: Some(file), .. } => {
            std::fs::write(file, curves()).expect("the picture can be written");
        }
        Arguments { stopped_from: Some(seed), .. } => stopped_searches(seed),
        _ => tables(),
    }
}

fn tables() {
    println!("threads: {}", rayon::current_num_threads());
    let (nodes, ties) = (60, 240);
    let candidates = heavy_tailed(nodes, ties, 1);
    let asked = question(5, 100);
    let (every, slow) = timed(|| enumerate(&candidates, &asked));
    let (answer, fast) = timed(|| search(&candidates, &asked).expect("can be asked"));
    assert_eq!(answer.groups, every, "the search must list what every group lists");
    println!(
        "{nodes} candidates, {ties} ties, size 5: every group {slow:.2?}, search {fast:.2?}, same"
    );

    // Who completes a draft of two who are tied to each other.
    report(20_000, 200_000, 5, |candidates| {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        loop {
            let (a, b) = (random.random_range(0..20_000), random.random_range(0..20_000));
            if candidates.tie(a, b) > Points::ZERO {
                return Question { with: vec![a, b], ..question(5, 10) };
            }
        }
    });
    for (nodes, ties, size) in
        [(5_000, 50_000, 4), (5_000, 50_000, 5), (5_000, 50_000, 6), (20_000, 200_000, 5)]
    {
        report(nodes, ties, size, |_| question(size, 100));
    }
    stopped_searches(0);
}

fn stopped_searches(from: u64) {
    for (nodes, ties) in [(5_000, 50_000), (20_000, 200_000)] {
        stopped(nodes, ties, 10, LOOKS, from..from + SEEDS);
    }
}

/// How far from proven the best group is where the search is stopped, over processor time; the mean of
/// some seeds.
fn curves() -> String {
    const SEEDS: u64 = 2;
    let lines = (7..=10).map(|size| {
        let at = |looks: u64| {
            let (mut seconds, mut gap) = (0.0, 0.0);
            for seed in 0..SEEDS {
                let candidates = heavy_tailed(5_000, 50_000, seed);
                let asked = Question { limit_steps: Some(looks), ..question(size, 1) };
                let begun = cpu_seconds("self");
                let answer = search(&candidates, &asked).expect("can be asked");
                seconds += cpu_seconds("self") - begun;
                let best = answer.groups.first().map_or(0.0, |best| best.worth.total().to_f64());
                gap += answer.unseen.map_or(0.0, |unseen| unseen.to_f64() / best - 1.0);
            }
            (seconds / SEEDS as f64, 100.0 * gap / SEEDS as f64)
        };
        let points = [1_000, 10_000, 100_000, 600_000].map(at);
        println!("size ≤ {size}: CPU seconds and per cent {points:.2?}");
        (format!("size ≤ {size}"), points.to_vec())
    });
    plot::plot(
        "Per cent that an unseen group may be worth more than the best found, over CPU seconds",
        &Axis { label: "CPU seconds", scale: Scale::Powers(-1, 2) },
        &Axis { label: "per cent at most above the best group found", scale: Scale::Tens(0, 9) },
        &lines.collect::<Vec<_>>(),
        true,
    )
}

/// How much more an unseen group may be worth than the best one found, and than the hundredth, of each
/// seed and at worst; by the clock and in processor time.
fn stopped(nodes: usize, ties: usize, size: usize, steps: u64, seeds: Range<u64>) {
    let mut gaps: [Vec<f64>; 2] = Default::default();
    let (mut worst, mut most_cpu) = (Duration::ZERO, 0.0f64);
    for seed in seeds.clone() {
        let candidates = heavy_tailed(nodes, ties, seed);
        let asked = Question { limit_steps: Some(steps), ..question(size, 100) };
        let begun = cpu_seconds("self");
        let (answer, time) = timed(|| search(&candidates, &asked).expect("can be asked"));
        most_cpu = most_cpu.max(cpu_seconds("self") - begun);
        worst = worst.max(time);
        let worth = |group: Option<&Group>| group.map_or(0.0, |group| group.worth.total().to_f64());
        let listed = [worth(answer.groups.first()), worth(answer.groups.last())];
        let unseen = answer.unseen.map_or(listed[1], Points::to_f64);
        for (gaps, listed) in gaps.iter_mut().zip(listed) {
            gaps.push((unseen / listed - 1.0) * 100.0);
        }
    }
    let worst_gap = |gaps: &[f64]| gaps.iter().copied().fold(0.0, f64::max);
    println!(
        "{nodes} candidates, {ties} ties, size ≤ {size}, seeds {seeds:?}, stopped after {steps} looks \
         (at most {worst:.2?}, {most_cpu:.1} CPU seconds): an unseen group is worth at most {:.1} % more \
         than the best one found ({:.1?}), {:.0} % more than the last one listed",
        worst_gap(&gaps[0]),
        gaps[0],
        worst_gap(&gaps[1])
    );
}

fn report(nodes: usize, ties: usize, size: usize, ask: impl Fn(&Candidates) -> Question) {
    let mut worst = Duration::ZERO;
    let mut total = Duration::ZERO;
    let mut steps = 0;
    let mut last = Points::ZERO;
    let mut with = 0;
    for seed in 0..SEEDS {
        let candidates = heavy_tailed(nodes, ties, seed);
        let asked = ask(&candidates);
        with = asked.with.len();
        let (answer, time) = timed(|| search(&candidates, &asked).expect("can be asked"));
        assert!(answer.exact);
        worst = worst.max(time);
        total += time;
        steps = steps.max(answer.steps);
        last = answer.groups.last().map_or(Points::ZERO, |group| group.worth.total());
    }
    println!(
        "{nodes} candidates, {ties} ties, size ≤ {size}, {with} given: worst {worst:.2?}, \
         mean {:.2?}, at most {steps} groups looked at, last listed {last}",
        total / SEEDS as u32
    );
}
