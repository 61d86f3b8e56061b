//! What must come after what has a beginning.

use super::findings::Findings;
use super::identity::Known;
use crate::domain::{Sheet, Text, Workshop};

pub(super) fn check(w: &Workshop, known: &Known, f: &mut Findings) {
    // Of sessions with the same id only the first can be referred to.
    let before: Vec<Vec<usize>> = w
        .sessions
        .iter()
        .map(|session| session.after.iter().filter_map(|id| known.sessions.get(id.as_str())))
        .map(Iterator::collect)
        .collect();
    for cycle in cycles(&before) {
        let mut names: Vec<&str> = cycle.iter().map(|&i| w.sessions[i].id.as_str()).collect();
        names.extend(names.first().copied());
        let message = Text::new(
            format!(
                "プログラムが互いを待っています（{}）。どれか1つの順序を消してください",
                names.join(" ← ")
            ),
            format!(
                "the sessions wait for each other: {}; remove one of these",
                names.join(" after ")
            ),
        );
        f.conflict(Sheet::Sessions, cycle[0], "after", message);
    }
}

/// Cycles that share no session, each from its first entry on. A session that is in no cycle can
/// be taken away once all it waits for is away; whatever stays waits for something that stays.
fn cycles(before: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut waits: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut after: Vec<Vec<usize>> = vec![Vec::new(); before.len()];
    for (session, earlier) in before.iter().enumerate() {
        for &earlier in earlier {
            after[earlier].push(session);
        }
    }
    let mut free: Vec<usize> = (0..before.len()).filter(|&s| waits[s] == 0).collect();
    while let Some(session) = free.pop() {
        for &later in &after[session] {
            waits[later] -= 1;
            if waits[later] == 0 {
                free.push(later);
            }
        }
    }
    let mut walked: Vec<Option<usize>> = vec![None; before.len()];
    let mut cycles = Vec::new();
    for start in 0..before.len() {
        let (mut path, mut at) = (Vec::new(), start);
        while waits[at] > 0 && walked[at].is_none() {
            walked[at] = Some(start);
            path.push(at);
            match before[at].iter().find(|&&earlier| waits[earlier] > 0) {
                Some(&earlier) => at = earlier,
                None => break,
            }
        }
        // The walk came back to itself, and not to one that was walked before.
        if walked[at] == Some(start)
            && let Some(first) = path.iter().position(|&session| session == at)
        {
            let mut cycle = path.split_off(first);
            let least = cycle.iter().enumerate().min_by_key(|(_, session)| **session);
            let least = least.map_or(0, |(place, _)| place);
            cycle.rotate_left(least);
            cycles.push(cycle);
        }
    }
    cycles
}
