//! Judging a timetable, whoever made it.

use super::{Exit, input_hash};
use crate::domain::{Timetable, Workshop};
use crate::scheduling::{Fault, GroupResult, Judgement, Objective, group_results, judge};

/// What the judge found, and on which input.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    pub name: String,
    pub faults: Vec<Fault>,
    pub objective: Objective,
    pub input_hash: String,
    /// What groups of people get, by grouping and then the worst-off first.
    pub groups: Vec<GroupResult>,
}

impl Judged {
    pub fn exit(&self) -> Exit {
        if self.faults.is_empty() { Exit::Done } else { Exit::Faults }
    }
}

/// Judges a timetable.
pub fn judge_timetable(workshop: &Workshop, timetable: &Timetable) -> Judged {
    let Judgement { faults, objective } = judge(workshop, timetable);
    let input_hash = input_hash(workshop);
    let groups = group_results(workshop, timetable);
    Judged { name: timetable.name.clone(), faults, objective, input_hash, groups }
}
