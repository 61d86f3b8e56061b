//! The demonstration: the workshop of 2022-05-10, from profiles to consortia and a timetable.

use super::pages::Pages;
use super::plan::json;
use super::publish::calendars;
use super::{
    AgainstProjects, AppError, CertifiedTimetable, Consortia, ConsortiaRequest, Ground, Output,
    PlanRequest, PlanSummary, Planned, Ranking, Summary, Watch, find_scheme, plan_workshop,
    rank_projects, rank_workshop, tables, tag_workshop,
};
use crate::domain::{Lang, ProfileId, SchemeId, SessionId, Text, Workshop};
use crate::exchange::{write_csv, write_timetable_json};
use crate::generate::{SEED, aimgain_2022};
use crate::matching::{Query, Weights};
use crate::scheduling::judge;
use crate::solver::Limits;
use chrono::NaiveDate;
use std::path::Path;

/// The plan in which every session stands where the document prints it.
pub const PRINTED: &str = "printed-2022";
/// The plan in which everything may move.
pub const PLANNED: &str = "planned";

/// The talk that is held against the adopted projects.
const TALK: &str = "I-1-1";
/// Partners listed for each profile.
const PARTNERS: usize = 5;
/// Longest solve for the price of one bottleneck.
const PRICE_SECONDS: f64 = 1.0;
/// Consortia listed.
const GROUPS: usize = 8;

/// The demonstration's results.
#[derive(Debug, Clone, PartialEq)]
pub struct Demo {
    pub workshop: Workshop,
    pub rankings: Vec<Ranking>,
    /// A talk against the projects that were adopted since.
    pub against: AgainstProjects,
    /// Consortia that are complete.
    pub consortia: Consortia,
    /// The smallest start with that talk's company, and who would complete it.
    pub start: Consortia,
    pub printed: Planned,
    pub planned: Planned,
}

/// Does the whole path. `step` hears what comes next; `watch` hears of the solves and may stop
/// them.
pub fn demo(
    limits: Limits,
    step: &mut dyn FnMut(Text),
    watch: &mut Watch,
) -> Result<Demo, AppError> {
    step(Text::new("プロフィールのタグ付け", "tagging profiles"));
    let workshop = demo_workshop();
    step(Text::new("相手の順位付け", "ranking partners"));
    let query = Query { limit: PARTNERS, ..Query::default() };
    let rankings = rank_workshop(&workshop, Weights::default(), &[], &query)?;
    let against = rank_projects(&workshop, &SessionId::new(TALK))?;
    step(Text::new("コンソーシアムの探索", "searching consortia"));
    let ground = Ground::new(&workshop, Weights::default())?;
    let complete = ConsortiaRequest {
        scheme: find_scheme(&SchemeId::new("aimgain-2025-5th-academia"))?,
        at_start: false,
        with: Vec::new(),
        most_members: 5,
        groups: GROUPS,
        most_shared: Some(2),
        each_area: None,
        each_in: None,
        as_of: days(),
    };
    let consortia = ground.consortia(&complete)?;
    let with: Vec<ProfileId> = workshop
        .sessions
        .iter()
        .filter(|s| s.id.as_str() == TALK)
        .filter_map(|s| s.profile.clone())
        .collect();
    let start = ground.consortia(&ConsortiaRequest {
        at_start: true,
        with,
        most_members: 3,
        groups: 1,
        most_shared: None,
        each_in: None,
        ..complete
    })?;
    step(Text::new("印刷された日程の計画", "planning the day as printed"));
    let request = PlanRequest { name: PRINTED, limits, ..PlanRequest::default() };
    let mut printed = plan_workshop(&as_printed(&workshop), &request, watch)?;
    // The pins were ours; the judge looks at the day as it is given.
    let judgement = judge(&workshop, &printed.plan.timetable);
    (printed.plan.faults, printed.plan.objective) = (judgement.faults, judgement.objective);
    printed.plan.total = judgement.objective.total();
    printed.record = super::RunRecord::new(&workshop, limits);
    step(Text::new("自由な日程の計画", "planning the day freely"));
    let request = PlanRequest {
        name: PLANNED,
        start: Some(&printed.plan.timetable),
        price_seconds: Some(PRICE_SECONDS),
        ..request
    };
    let planned = plan_workshop(&workshop, &request, watch)?;
    Ok(Demo { workshop, rankings, against, consortia, start, printed, planned })
}

/// Inside the fifth call, and the day of the workshop.
fn days() -> Vec<NaiveDate> {
    [(2025, 7, 1), (2022, 5, 10)]
        .into_iter()
        .filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day))
        .collect()
}

/// The workshop of 2022-05-10 with its profiles tagged.
pub fn demo_workshop() -> Workshop {
    let mut workshop = aimgain_2022(SEED);
    tag_workshop(&mut workshop);
    workshop
}

/// The workshop with every printed session fixed where the document prints it.
pub fn as_printed(workshop: &Workshop) -> Workshop {
    let mut pinned = workshop.clone();
    for session in &mut pinned.sessions {
        if session.printed.is_some() {
            session.fixed = session.printed.clone();
        }
    }
    pinned
}

/// Writes the results into a folder; files of other names in it are kept. Returns the names.
pub fn write_demo(demo: &Demo, folder: &Path, lang: Lang) -> Result<Vec<String>, AppError> {
    let mut output = Output::new(folder)?;
    let plans = [&demo.printed, &demo.planned];
    let plans = plans.map(|p| PlanSummary::of(&p.plan, &p.record)).to_vec();
    output.put("summary.json", &json(&Summary { plans }))?;
    for planned in [&demo.printed, &demo.planned] {
        let name = &planned.plan.name;
        let timetable = write_timetable_json(&planned.plan.timetable);
        output.put(format!("{name}.json"), timetable.as_bytes())?;
        let certified = CertifiedTimetable::of(&demo.workshop, planned, name == PRINTED);
        output.put(format!("{name}.certified.json"), &certified.json())?;
    }
    for (name, bytes) in write_csv(&demo.workshop) {
        output.put(format!("workshop/{name}"), &bytes)?;
    }
    let lists = [&demo.consortia, &demo.start];
    let mut all = tables::of_plan(&demo.workshop, &demo.planned);
    all.extend([
        ("partners".to_owned(), tables::partners(&demo.workshop, &demo.rankings)),
        ("projects".to_owned(), tables::projects(&demo.against)),
        ("consortia".to_owned(), tables::consortia(&demo.workshop, &lists)),
        ("verdicts".to_owned(), tables::verdicts(&lists)),
        ("gaps".to_owned(), tables::gaps(&lists)),
    ]);
    for table in &all {
        let (name, bytes) = tables::csv(table);
        output.put(name, &bytes)?;
    }
    calendars(&demo.workshop, &demo.planned.plan.timetable, None, lang, &mut output)?;
    let mut all = demo.consortia.clone();
    all.found.extend(demo.start.found.iter().cloned());
    let pages = Pages {
        workshop: &demo.workshop,
        plans: vec![
            (Text::new("印刷された日程", "as printed in 2022"), &demo.printed),
            (Text::new("自由に組んだ日程", "planned freely"), &demo.planned),
        ],
        rankings: &demo.rankings,
        against: Some(&demo.against),
        consortia: Some(all),
    };
    for (name, html) in pages.files()? {
        output.put(name, html.as_bytes())?;
    }
    output.commit()
}
