//! Versions of the day, jobs, and one person's day.

use super::{CurveView, PersonRef, Text};
use crate::domain::{ItemId, Lang, PersonId, Placement};
use crate::scheduling::{Change, Fault, Names};
use crate::server::picture::Picture;
use crate::store::{Job, JobState, Publication, StoredPlan};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

/// A version of the day in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanRef {
    pub version: i64,
    pub name: String,
    /// `optimal`, `feasible`, or `edited`.
    pub status: String,
    /// The weighted sum of the objective's parts; larger is better.
    pub total: i64,
    /// No plan can be worth more; null where nothing was proved.
    pub bound: Option<i64>,
    /// The version it was made from, by hand or by planning again.
    pub made_from: Option<i64>,
    pub created_by: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: DateTime<Utc>,
    /// Set for the version that holds now.
    pub published: bool,
}

impl PlanRef {
    pub fn of(plan: &StoredPlan, live: Option<i64>) -> PlanRef {
        PlanRef {
            version: plan.version,
            name: plan.name.clone(),
            status: plan.status.clone(),
            total: plan.total,
            bound: plan.bound,
            made_from: plan.made_from,
            created_by: plan.created_by.clone(),
            created_at: plan.created_at.utc(),
            published: live == Some(plan.version),
        }
    }
}

/// One item at its place and time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlacementView {
    /// Names the item for life, for example `meeting p-001 – p-101`.
    pub item: String,
    /// `session`, `consultation`, `meeting` or `group`.
    pub kind: String,
    /// The session's or wish's id; null for one-on-one meetings.
    pub id: Option<String>,
    pub title: Text,
    pub room: String,
    pub room_name: Text,
    pub desk: Option<String>,
    /// From 1.
    pub table: Option<u32>,
    /// Local to the workshop's zone.
    #[schema(value_type = String, example = "2022-05-10T14:10:00")]
    pub start: NaiveDateTime,
    #[schema(value_type = String, example = "2022-05-10T14:30:00")]
    pub end: NaiveDateTime,
    /// Everyone who must be there.
    pub people: Vec<PersonRef>,
    pub locked: bool,
}

/// A version of the day with its timetable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanView {
    #[serde(flatten)]
    pub plan: PlanRef,
    /// Points by part: talks, consultations, meetings, groups, seats_short.
    pub objective: std::collections::BTreeMap<String, i64>,
    /// `(bound − total) / max(1, |total|)`.
    pub gap: Option<f64>,
    pub seconds: Option<f64>,
    /// Rules that the judge finds broken; empty for a good plan.
    pub faults: Vec<Text>,
    /// Input hash, program and solver version, seed, limits.
    #[schema(value_type = Option<Object>)]
    pub record: Option<Value>,
    /// Best value and bound over time.
    pub convergence: Vec<ProgressView>,
    pub unplaced: usize,
    pub placements: Vec<PlacementView>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProgressView {
    pub seconds: f64,
    pub total: Option<i64>,
    pub bound: Option<i64>,
    /// What the solve is at: `start`, `search` or `prove`.
    pub phase: Option<String>,
}

/// A place and time for an item, as if all else stayed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlaceView {
    pub room: String,
    pub desk: Option<String>,
    /// From 1.
    pub table: Option<u32>,
    #[schema(value_type = String, example = "2022-05-10T14:10:00")]
    pub start: NaiveDateTime,
    #[schema(value_type = String, example = "2022-05-10T14:30:00")]
    pub end: NaiveDateTime,
    /// The rules it would break; empty where the item may stand.
    pub faults: Vec<Text>,
    /// How many points more the version would be worth; null where a rule forbids it.
    pub gain: Option<i64>,
}

/// Where an item of a version, or a wish without a place in it, could be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlacesView {
    pub item: String,
    pub title: Text,
    /// By time, room, desk and table.
    pub places: Vec<PlaceView>,
}

/// What differs between two versions, for one item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangeView {
    /// `added`, `removed` or `moved`.
    pub kind: String,
    pub before: Option<PlacementView>,
    pub after: Option<PlacementView>,
}

impl ChangeView {
    pub fn of(picture: &Picture, change: &Change) -> ChangeView {
        let kind = match (&change.before, &change.after) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "moved",
        };
        ChangeView {
            kind: kind.to_owned(),
            before: change.before.as_ref().map(|p| picture.placement(p)),
            after: change.after.as_ref().map(|p| picture.placement(p)),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangesView {
    pub from: i64,
    pub to: i64,
    pub changes: Vec<ChangeView>,
    /// Everyone who takes part in what changed, in kana order.
    pub affected: Vec<PersonRef>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PublicationView {
    /// From 1.
    pub number: i64,
    pub version: i64,
    pub published_by: String,
    #[schema(value_type = String, format = DateTime)]
    pub published_at: DateTime<Utc>,
}

impl From<&Publication> for PublicationView {
    fn from(p: &Publication) -> PublicationView {
        PublicationView {
            number: p.number,
            version: p.version,
            published_by: p.published_by.clone(),
            published_at: p.published_at.utc(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StateOfJob {
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

/// A piece of slow work.
/// What a change of the day would bring to a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct GainView {
    /// More wishes and sessions placed; below zero: so many must be given up.
    pub more_placed: i64,
    pub more_points: i64,
    /// No arrangement with the rest left in place gains more, or gives up less.
    pub proved: bool,
    /// Those who gain, or whom it disturbs, by id.
    pub for_people: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct JobView {
    pub id: String,
    /// `plan`, `what-if`, or `fairness`.
    pub kind: String,
    pub state: StateOfJob,
    /// Name of the plan to be made.
    pub name: String,
    /// Longest solve.
    pub limit_seconds: f64,
    /// Best plan and bound so far; null before the first.
    pub progress: Option<ProgressView>,
    /// It was asked to stop; it keeps the best plan.
    pub stopping: bool,
    /// The version that came of it.
    pub version: Option<i64>,
    /// What a change of the day would bring, where that was asked.
    pub gain: Option<GainView>,
    /// The price of fairness, where that was asked.
    pub curve: Option<CurveView>,
    /// What went wrong, where it failed.
    pub problem: Option<String>,
    pub created_by: String,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: DateTime<Utc>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<DateTime<Utc>>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<&Job> for JobView {
    fn from(job: &Job) -> JobView {
        let result = |key: &str| job.result.as_ref().and_then(|r| r.get(key));
        JobView {
            id: job.id.clone(),
            kind: job.kind.clone(),
            state: match job.state {
                JobState::Queued => StateOfJob::Queued,
                JobState::Running => StateOfJob::Running,
                JobState::Done => StateOfJob::Done,
                JobState::Failed => StateOfJob::Failed,
                JobState::Cancelled => StateOfJob::Cancelled,
            },
            name: job.request.get("name").and_then(Value::as_str).unwrap_or_default().to_owned(),
            limit_seconds: job.request.get("seconds").and_then(Value::as_f64).unwrap_or(0.0),
            progress: serde_json::from_value(job.progress.clone()).ok(),
            stopping: job.stop && !job.state.is_over(),
            version: result("version").and_then(Value::as_i64),
            gain: result("gain").and_then(|g| serde_json::from_value(g.clone()).ok()),
            curve: result("curve").and_then(|c| serde_json::from_value(c.clone()).ok()),
            problem: result("problem").and_then(Value::as_str).map(str::to_owned),
            created_by: job.created_by.clone(),
            created_at: job.created_at.utc(),
            started_at: job.started_at.map(|at| at.utc()),
            finished_at: job.finished_at.map(|at| at.utc()),
        }
    }
}

pub fn item_kind(item: &ItemId) -> &'static str {
    match item {
        ItemId::Session(_) => "session",
        ItemId::Consultation(_) => "consultation",
        ItemId::Meeting(..) => "meeting",
        ItemId::Group(_) => "group",
    }
}

impl Picture {
    /// What an item is called; one-on-one meetings by those who meet.
    pub fn item_title(&self, item: &ItemId) -> Text {
        match item {
            ItemId::Session(id) => match self.session(id) {
                Some(session) => (&session.title).into(),
                None => Text { ja: id.0.clone(), en: id.0.clone() },
            },
            ItemId::Consultation(id) => {
                let topic = self.workshop.consultations.iter().find(|c| c.id == *id);
                let topic = topic.map_or("", |c| c.topic.as_str());
                Text { ja: format!("相談：{topic}"), en: format!("consultation: {topic}") }
            }
            ItemId::Meeting(a, b) => Text::both(|lang| {
                let name = |id: &PersonId| {
                    self.person(id).map_or_else(|| id.0.clone(), |p| p.name.full(lang))
                };
                match lang {
                    Lang::Ja => format!("{}さん・{}さん", name(a), name(b)),
                    Lang::En => format!("{} – {}", name(a), name(b)),
                }
            }),
            ItemId::Group(id) => {
                let wish = self.workshop.group_wishes.iter().find(|g| g.id == *id);
                let title = wish.map_or_else(|| id.0.clone(), |g| g.title.clone());
                Text { ja: title.clone(), en: title }
            }
        }
    }

    pub fn placement(&self, p: &Placement) -> PlacementView {
        let room_name = self.room(&p.room).map_or_else(
            || Text { ja: p.room.0.clone(), en: p.room.0.clone() },
            |room| (&room.name).into(),
        );
        PlacementView {
            item: p.item.to_string(),
            kind: item_kind(&p.item).to_owned(),
            id: match &p.item {
                ItemId::Session(id) => Some(id.0.clone()),
                ItemId::Consultation(id) | ItemId::Group(id) => Some(id.0.clone()),
                ItemId::Meeting(..) => None,
            },
            title: self.item_title(&p.item),
            room: p.room.0.clone(),
            room_name,
            desk: p.desk.as_ref().map(|d| d.0.clone()),
            table: p.table,
            start: p.start,
            end: p.end,
            people: p.people.iter().map(|id| self.person_ref(id)).collect(),
            locked: p.locked,
        }
    }

    /// The sentences of both languages, by the names that people know.
    pub fn names(&self) -> [Names<'_>; 2] {
        Lang::ALL.map(|lang| Names::of(&self.workshop, lang))
    }
}

/// A sentence in both languages.
pub fn said(names: &[Names; 2], sentence: impl Fn(&Names) -> String) -> Text {
    let [ja, en] = names;
    Text { ja: sentence(ja), en: sentence(en) }
}

pub fn faults(faults: &[Fault], names: &[Names; 2]) -> Vec<Text> {
    faults.iter().map(|fault| said(names, |n| fault.sentence(n))).collect()
}
