//! What the product can do, one verb per file: the only room that touches paths, the clock and the
//! disk.

mod blind;
mod certified;
mod check;
mod consortia;
mod demo;
mod error;
mod export;
mod exposure;
mod fairness;
mod fewest_breaks;
mod import;
mod input;
mod judge;
mod learn;
mod memory;
mod output;
mod pages;
mod plan;
mod publish;
mod rank;
mod reasons;
mod record;
mod solve;
mod summary;
mod tables;
mod tag;
mod template;
mod vocabulary;
mod workshop_files;

pub use blind::{BlindKey, BlindRequest, BlindTally, tally_blind, words_alone, write_blind};
pub use certified::{
    Certified, CertifiedTimetable, Shown, Untrue, Verified, load_certified, verify_timetable,
};
pub use check::{CheckRequest, Checked, check_consortium, find_scheme, load_consortium};
pub use consortia::{Consortia, ConsortiaRequest, Filler, FoundConsortium, Ground, Tie, Together};
pub use demo::{Demo, PLANNED, PRINTED, as_printed, demo, demo_workshop, write_demo};
pub use error::{AppError, Exit};
pub use export::export;
pub use exposure::{ExposureReport, ExposureRequest, exposure, write_exposure};
pub use fairness::{FairnessReport, fairness_of, fit_for_a_curve, write_fairness};
pub use fewest_breaks::{
    BoundShown, CertifiedPlan, DayPlanned, DayStage, Rejection, plan_breaks, verify,
};
pub use import::{Imported, import};
pub use input::MAX_BYTES;
pub use judge::{Judged, judge_timetable};
pub use learn::{example_record, learn_weights, load_weights};
pub use memory::{memory_floor_mib, resident_mib};
pub use output::Output;
pub use plan::{Change, PlanRequest, Planned, Stage, Watch, plan_workshop, write_plan};
pub use publish::Format;
pub use rank::{
    AgainstProjects, Ranking, index_workshop, rank_profile, rank_projects, rank_workshop,
};
pub use reasons::{MOST_REASONS, Reasons, WishExplained, explain_one, find_unplaced, reasons};
pub use record::{Clock, RunRecord, input_hash};
pub use solve::{CurveAsked, SolveAnswer, SolveLine, SolveQuestion, solve};
pub use summary::{PlanSummary, Summary};
pub use tables::named as group_name;
pub use tag::{Decision, decide, tag_workshop};
pub use template::write_template;
pub use vocabulary::{
    FacetCoverage, VocabularyCoverage, export_vocabulary, import_vocabulary, suggest_terms,
    vocabulary_coverage,
};
pub use workshop_files::{Loaded, load_timetable, load_workshop, save_workshop};
