//! The HTML report of plans, with or without partners and consortia.

use super::{
    AgainstProjects, AppError, Clock, Consortia, FoundConsortium, Planned, Ranking, RunRecord,
};
use crate::domain::{Text, Timetable, Workshop};
use crate::exchange::report;
use crate::programmes::schemes;
use crate::scheduling::{Judgement, Plan, Unplaced, judge};
use crate::solver::{Limits, Status, solver_version};

/// Everything a report may tell.
pub(super) struct Pages<'a> {
    pub workshop: &'a Workshop,
    /// With what people call them; the last one is shown.
    pub plans: Vec<(Text, &'a Planned)>,
    pub rankings: &'a [Ranking],
    pub against: Option<&'a AgainstProjects>,
    pub consortia: Option<Consortia>,
}

impl Pages<'_> {
    /// The files by name.
    pub fn files(&self) -> Result<Vec<(&'static str, String)>, AppError> {
        let Some((_, shown)) = self.plans.last() else { return Ok(Vec::new()) };
        let plans = self.plans.iter().map(|(title, planned)| report::PlanSheet {
            title: title.clone(),
            plan: &planned.plan,
            input_hash: &planned.record.input_hash,
        });
        let against = self.against.iter().map(|a| &a.ranking);
        let rankings = against.chain(self.rankings).map(|ranking| report::Ranking {
            profile: &ranking.profile,
            suggestions: &ranking.suggestions,
            reasons: &ranking.reasons,
        });
        let report = report::Report {
            workshop: self.workshop,
            plans: plans.collect(),
            shown: &shown.plan.name,
            unplaced: &shown.unplaced,
            gains: &shown.gains,
            rankings: rankings.collect(),
            consortia: self.consortia.as_ref().map(consortia),
            records: self.against.map_or(&[], |a| &a.records),
            organisations: self.against.map_or(&[], |a| &a.organisations),
            about: about(),
        };
        Ok(report::pages(&report)?)
    }
}

fn consortia(found: &Consortia) -> report::Consortia<'_> {
    report::Consortia {
        asked: found.asked.clone(),
        exact: found.exact,
        steps: found.steps,
        sheets: found.found.iter().map(sheet).collect(),
    }
}

fn sheet(found: &FoundConsortium) -> report::ConsortiumSheet<'_> {
    let ties = found.ties.iter().map(|tie| report::Tie {
        one: tie.one.clone(),
        other: tie.other.clone(),
        points: tie.points,
        reason: tie.reason.clone(),
    });
    let fillers = found.fillers.iter().map(|filler| report::Filler {
        need: filler.need.clone(),
        profiles: filler.profiles.clone(),
    });
    report::ConsortiumSheet {
        consortium: &found.consortium,
        worth: Some(found.worth),
        ties: ties.collect(),
        assessments: found.assessments.clone(),
        fillers: fillers.collect(),
    }
}

/// This product, its solver, and the documents that the schemes' rules come from.
fn about() -> report::About {
    let mut sources: Vec<report::Source> = Vec::new();
    for scheme in schemes() {
        for document in &scheme.documents {
            let date = document.date.map(|day| day.to_string()).unwrap_or_default();
            let source = report::Source {
                title: document.title.clone(),
                note: Text::new(date.clone(), date),
            };
            if sources.iter().all(|known| known.title != source.title) {
                sources.push(source);
            }
        }
    }
    report::About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        solver: solver_version(),
        made_on: Some(Clock::today()),
        sources,
    }
}

/// A timetable that nobody here planned, judged, as a plan to be shown.
pub(super) fn judged(
    workshop: &Workshop,
    timetable: &Timetable,
    unplaced: Vec<Unplaced>,
) -> Planned {
    let Judgement { faults, objective } = judge(workshop, timetable);
    let limits = Limits::default();
    Planned {
        plan: Plan {
            name: timetable.name.clone(),
            status: Status::Feasible,
            timetable: timetable.clone(),
            total: objective.total(),
            objective,
            bound: None,
            gap: None,
            faults,
            seconds: 0.0,
            limits,
            convergence: Vec::new(),
            certificate: None,
        },
        record: RunRecord::new(workshop, limits),
        unplaced,
        unexplained: 0,
        memory_reached: false,
        gains: Vec::new(),
        conflict: None,
        changes: Vec::new(),
        affected: Vec::new(),
    }
}
