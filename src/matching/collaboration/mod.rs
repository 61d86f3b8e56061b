//! Partners learned from the record of past projects: walks, text, names, and a ranker with reasons.

mod candidates;
mod error;
mod evidence;
mod history;
mod learned;
mod lessons;
mod names;
mod rank_loss;
mod ranker;
mod record;
mod text;
mod trees;
mod view;
mod walk;

pub use candidates::Pool;
pub use error::CollaborationError;
pub use evidence::{Asked, Column, Evidence, Group, Readings};
pub use history::{History, RECORDS_LIMIT, Role};
pub use learned::{Learned, Proposal};
pub use lessons::{Lesson, candidates, lessons};
pub use ranker::{LEAST_PROJECTS, Ranker, Settings};
pub use record::{Candidate, Matter, Project, Question, Side, read_lines};
pub use trees::Growth;
pub use view::View;
