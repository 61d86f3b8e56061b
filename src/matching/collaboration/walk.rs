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

#[cfg(test)]
mod tests {
    use super::super::record::{Candidate, Matter, Project, Side};
    use super::*;

    /// a worked with b and with c; b with d; e alone.
    fn history() -> History {
        let project = |lead: &str, partners: &[&str]| Project {
            id: lead.to_owned(),
            matter: Matter::default(),
            lead: lead.to_owned(),
            partners: partners.iter().map(|p| (*p).to_owned()).collect(),
        };
        let projects = vec![
            project("a", &["b"]),
            project("a", &["c"]),
            project("b", &["d"]),
            project("e", &[]),
        ];
        let organisations = ["a", "b", "c", "d", "e"]
            .map(|name| Candidate { name: name.to_owned(), side: Side::Academia });
        History::new(projects, organisations.to_vec()).expect("it is sound")
    }

    #[test]
    fn a_walk_reaches_partners_of_partners_and_is_drawn_to_like_projects() {
        let gait = Gait { rounds: 3, on: 0.8 };
        let even = walk(&history(), &[1.0; 4], &[1.0, 0.0, 0.0, 0.0, 0.0], gait);
        assert!(even[3] > 0.0, "the partner's partner is reached: {even:?}");
        assert_eq!(even[4], 0.0);
        assert!((even.iter().sum::<f32>() - 1.0).abs() < 1e-5, "nobody is lost: {even:?}");
        let drawn = walk(&history(), &[1.0, 9.0, 1.0, 1.0], &[1.0, 0.0, 0.0, 0.0, 0.0], gait);
        assert!(drawn[2] > even[2] && drawn[1] < even[1], "{drawn:?} {even:?}");
    }
}
