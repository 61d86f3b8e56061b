//! Walks from project to organisation and back, drawn to projects that are like the question.

use super::history::History;

/// How a walk goes.
#[derive(Debug, Clone, Copy)]
pub struct Gait {
    /// How often walkers leave.
    pub rounds: usize,
    /// The share of walkers that go on each round; the others start again.
    pub on: f32,
}

/// Where walkers from `seed` (shares by organisation) are found. A project draws them by `pull`
/// and leads on to its other members alike; projects of a single organisation lead nowhere. Big
/// consortia tie their members less than small ones. O(rounds · memberships).
pub fn walk(history: &History, pull: &[f32], seed: &[f32], gait: Gait) -> Vec<f32> {
    let projects = history.projects.len();
    // What an organisation's projects draw in all, and what of it each would lead back to it.
    let mut drawn = vec![0.0f32; seed.len()];
    let mut back = vec![0.0f32; seed.len()];
    let mut strength = vec![0.0f32; projects];
    for project in 0..projects {
        let size = history.partners[project].len() + 1;
        if size == 1 || pull[project] == 0.0 {
            continue;
        }
        strength[project] = pull[project] / (size - 1) as f32;
        for member in history.members(project) {
            drawn[member] += pull[project];
            back[member] += strength[project];
        }
    }
    let linked: Vec<usize> = (0..projects).filter(|p| strength[*p] > 0.0).collect();
    let mut now = seed.to_vec();
    for _ in 0..gait.rounds {
        let mut next: Vec<f32> = seed.iter().map(|share| (1.0 - gait.on) * share).collect();
        for project in &linked {
            let members = || history.members(*project);
            let coming: f32 =
                members().map(|m| if drawn[m] > 0.0 { now[m] / drawn[m] } else { 0.0 }).sum();
            if coming == 0.0 {
                continue;
            }
            for member in members() {
                next[member] += gait.on * strength[*project] * coming;
            }
        }
        for (member, share) in now.iter().enumerate() {
            if drawn[member] > 0.0 {
                next[member] -= gait.on * share / drawn[member] * back[member];
            }
        }
        now = next;
    }
    now
}
