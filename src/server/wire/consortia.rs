//! Candidate consortia and drafts, with the verdicts of the funding schemes.

use super::{OrganisationRef, ProfileRef, Text};
use crate::app::{Filler, FoundConsortium};
use crate::domain::{Consortium, ProfileId, Role};
use crate::programmes::{Assessment, Need, Outcome, PlanYear, Scheme, Standing, Verdict};
use crate::server::picture::Picture;
use crate::server::problem::Problem;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SchemeView {
    pub id: String,
    pub name: Text,
    pub agency: Text,
    /// As of the day asked: `not_yet`, `open`, `closed` or `unknown`.
    pub status: String,
    pub status_sentence: Text,
    /// `draft`, `outline`, `review` or `call`.
    pub text_status: String,
    pub note: Text,
    pub rules: usize,
}

pub(super) fn code(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

impl SchemeView {
    pub fn of(scheme: &Scheme, as_of: NaiveDate) -> SchemeView {
        SchemeView {
            id: scheme.id.0.clone(),
            name: (&scheme.name).into(),
            agency: (&scheme.agency).into(),
            status: code(scheme.status(as_of)),
            status_sentence: scheme.status_sentence(as_of).into(),
            text_status: code(scheme.text_status),
            note: (&scheme.note).into(),
            rules: scheme.rules.len(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OutcomeView {
    /// `met`, `not_met`, `met_until`, `cannot_be_known`, `not_printed` or `applies`.
    pub code: String,
    pub label: Text,
    /// The last year that it is met in, where more is needed later.
    pub until_year: Option<u32>,
}

impl From<&Outcome> for OutcomeView {
    fn from(outcome: &Outcome) -> OutcomeView {
        let (code, until_year) = match outcome {
            Outcome::Met => ("met", None),
            Outcome::NotMet => ("not_met", None),
            Outcome::MetUntil { year, .. } => ("met_until", Some(*year)),
            Outcome::CannotBeKnown { .. } => ("cannot_be_known", None),
            Outcome::NotPrinted => ("not_printed", None),
            Outcome::Applies => ("applies", None),
        };
        OutcomeView { code: code.to_owned(), label: outcome.label().into(), until_year }
    }
}

/// One reading of a rule where the documents differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReadingView {
    pub title: Text,
    pub source: String,
    pub clause: String,
    pub outcome: OutcomeView,
    pub sentence: Text,
}

/// One rule, judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VerdictView {
    pub rule: String,
    pub topic: String,
    pub title: Text,
    pub outcome: OutcomeView,
    /// What was found, with the numbers.
    pub sentence: Text,
    pub rule_sentence: Text,
    pub note: Text,
    /// How certain the reading of the document is.
    pub certainty: String,
    pub source: String,
    pub clause: String,
    pub readings: Vec<ReadingView>,
    /// Rests on a budget or on roles that this product assumed.
    pub assumed: bool,
}

impl From<&Verdict> for VerdictView {
    fn from(v: &Verdict) -> VerdictView {
        VerdictView {
            rule: v.rule.clone(),
            topic: v.topic.clone(),
            title: (&v.title).into(),
            outcome: (&v.outcome).into(),
            sentence: (&v.sentence).into(),
            rule_sentence: (&v.rule_sentence).into(),
            note: (&v.note).into(),
            certainty: code(v.certainty),
            source: v.source.clone(),
            clause: v.clause.clone(),
            readings: v
                .readings
                .iter()
                .map(|r| ReadingView {
                    title: (&r.title).into(),
                    source: r.source.clone(),
                    clause: r.clause.clone(),
                    outcome: (&r.outcome).into(),
                    sentence: (&r.sentence).into(),
                })
                .collect(),
            assumed: v.assumed,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StandingView {
    /// `eligible`, `eligible_until`, `cannot_be_known` or `not_eligible`.
    pub code: String,
    pub label: Text,
}

impl From<Standing> for StandingView {
    fn from(standing: Standing) -> StandingView {
        let code = match standing {
            Standing::Eligible => "eligible",
            Standing::EligibleUntil { .. } => "eligible_until",
            Standing::CannotBeKnown => "cannot_be_known",
            Standing::NotEligible => "not_eligible",
        };
        StandingView { code: code.to_owned(), label: standing.label().into() }
    }
}

/// A year of the funding plan; money in whole yen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlanYearView {
    pub year: u32,
    /// The fiscal year that begins in April of this year; null where the start is not known.
    pub fiscal_year: Option<i32>,
    pub agency_yen: Option<i64>,
    pub resources_yen: Option<i64>,
    pub companies: u32,
    /// Whether agency money and resources are compared in this very year.
    pub matching_tested: bool,
    pub short_yen: i64,
    /// The mid-term evaluation is in this year.
    pub gate: bool,
}

/// What a scheme says of a consortium, as of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AssessmentView {
    pub scheme: String,
    pub scheme_name: Text,
    #[schema(value_type = String, format = Date)]
    pub as_of: NaiveDate,
    /// `not_yet`, `open`, `closed` or `unknown`, as of that day.
    pub status: String,
    pub status_sentence: Text,
    pub standing: StandingView,
    /// Open on the day, and no rule stands against it.
    pub recommended: bool,
    pub verdicts: Vec<VerdictView>,
    pub years: Vec<PlanYearView>,
    pub notes: Vec<Text>,
    /// What is missing.
    pub needs: Vec<Text>,
    pub assumed: bool,
}

fn year(y: &PlanYear) -> PlanYearView {
    PlanYearView {
        year: y.year,
        fiscal_year: y.fiscal_year.map(|year| year.0),
        agency_yen: y.agency.map(|yen| yen.0),
        resources_yen: y.resources.as_ref().map(|resources| resources.counted_total().0),
        companies: y.companies,
        matching_tested: y.matching_tested,
        short_yen: y.short.0,
        gate: y.gate,
    }
}

impl From<&Assessment> for AssessmentView {
    fn from(a: &Assessment) -> AssessmentView {
        AssessmentView {
            scheme: a.scheme.0.clone(),
            scheme_name: (&a.scheme_name).into(),
            as_of: a.as_of,
            status: code(a.status),
            status_sentence: (&a.status_sentence).into(),
            standing: a.standing.into(),
            recommended: a.recommended,
            verdicts: a.verdicts.iter().map(VerdictView::from).collect(),
            years: a.plan.years.iter().map(year).collect(),
            notes: a.plan.notes.iter().map(Text::from).collect(),
            needs: a.needs.iter().map(|need: &Need| (&need.words).into()).collect(),
            assumed: a.assumed,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MemberView {
    pub organisation: OrganisationRef,
    pub roles: Vec<String>,
    pub role_labels: Vec<Text>,
    pub profiles: Vec<ProfileRef>,
}

/// What ties two members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TieView {
    /// Organisations, by id.
    pub one: String,
    pub other: String,
    /// Thousandths of a point.
    pub points: i64,
    pub reason: Text,
}

/// Who would fill what is missing, best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FillerView {
    pub need: Text,
    pub profiles: Vec<ProfileRef>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConsortiumView {
    pub id: String,
    pub name: Text,
    pub members: Vec<MemberView>,
    /// Sum of ties, what is brought, and the cost of members; thousandths of a point.
    pub worth: i64,
    pub ties: Vec<TieView>,
    /// Every scheme as of the day; first the one asked for.
    pub assessments: Vec<AssessmentView>,
    pub fillers: Vec<FillerView>,
    pub synthetic: bool,
}

/// Candidate consortia, best first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConsortiaView {
    /// The question in words.
    pub asked: Text,
    /// No group that is not listed is better than the last one listed.
    pub exact: bool,
    /// Where not every group could be looked at: no unseen one is worth more; thousandths of a point.
    pub unseen: Option<i64>,
    /// Groups looked at.
    pub steps: u64,
    pub found: Vec<ConsortiumView>,
}

/// A draft held against the schemes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CheckedConsortium {
    pub assessments: Vec<AssessmentView>,
    /// By scheme: who would fill what is missing.
    pub fillers: Vec<SchemeFillers>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SchemeFillers {
    pub scheme: String,
    pub fillers: Vec<FillerView>,
}

/// A member of a draft.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftMember {
    /// An organisation of the workshop.
    pub organisation: String,
    #[serde(default)]
    #[schema(max_items = 50)]
    pub profiles: Vec<String>,
    /// `representative`, `contributor`, `lead_company`, `joint_company` …; suggested where empty.
    #[serde(default)]
    #[schema(max_items = 7)]
    pub roles: Vec<String>,
}

/// What a member brings in a year.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftResource {
    /// A member, by its organisation.
    pub organisation: String,
    /// `cash`, `wages`, `reagents`, `equipment`, `software`, `prototypes`, `services`, `rent`,
    /// `usage_fees`, `joint_laboratory` …
    pub kind: String,
    /// From 1.
    #[schema(minimum = 1, maximum = 20)]
    pub year: u32,
    #[schema(minimum = 0)]
    pub yen: i64,
}

/// A consortium as somebody drafts it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsortiumDraft {
    #[schema(min_items = 1, max_items = 30)]
    pub members: Vec<DraftMember>,
    /// The agency's money of each year, in whole yen; an even budget is assumed where empty.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub agency_yen: Vec<i64>,
    /// What companies bring beside; even resources are assumed where empty.
    #[serde(default)]
    #[schema(max_items = 500)]
    pub resources: Vec<DraftResource>,
    /// The fiscal year in which research starts; unknown where left out.
    #[serde(default)]
    #[schema(minimum = 2000, maximum = 2100)]
    pub start_fiscal_year: Option<i32>,
    /// The day as of which schemes are asked; today where left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub as_of: Option<NaiveDate>,
    /// One scheme, or all where left out.
    #[serde(default)]
    pub scheme: Option<String>,
}

impl ConsortiumDraft {
    /// Refuses what is larger than any consortium.
    pub fn limited(&self) -> Result<(), Problem> {
        if self.members.len() > 30 || self.resources.len() > 500 {
            return Err(Problem::bad("at most 30 members and 500 resources"));
        }
        if self.members.iter().any(|m| m.profiles.len() > 50 || m.roles.len() > Role::ALL.len()) {
            return Err(Problem::bad("at most 50 profiles and 7 roles a member"));
        }
        if self.start_fiscal_year.is_some_and(|year| !(2000..=2100).contains(&year)) {
            return Err(Problem::bad("start_fiscal_year must be 2000 to 2100"));
        }
        Ok(())
    }
}

impl Picture {
    fn profile_refs(&self, ids: &[ProfileId]) -> Vec<ProfileRef> {
        ids.iter().filter_map(|id| self.profile(id)).map(|p| self.profile_ref(p)).collect()
    }

    pub fn filler(&self, filler: &Filler) -> FillerView {
        FillerView { need: (&filler.need).into(), profiles: self.profile_refs(&filler.profiles) }
    }

    pub fn members(&self, consortium: &Consortium) -> Vec<MemberView> {
        consortium
            .members
            .iter()
            .map(|m| MemberView {
                organisation: self.organisation_ref(&m.organisation),
                roles: m.roles.iter().map(|role| role.name().to_owned()).collect(),
                role_labels: m.roles.iter().map(|role| role.label().into()).collect(),
                profiles: self.profile_refs(&m.profiles),
            })
            .collect()
    }

    /// A group that was found; `scheme` is the one asked for.
    pub fn consortium(&self, found: &FoundConsortium, scheme: &str) -> ConsortiumView {
        let worth = &found.worth;
        let mut assessments: Vec<AssessmentView> =
            found.assessments.iter().map(AssessmentView::from).collect();
        assessments.sort_by_key(|a| a.scheme != scheme);
        ConsortiumView {
            id: found.consortium.id.0.clone(),
            name: (&found.consortium.name).into(),
            members: self.members(&found.consortium),
            worth: (worth.ties + worth.coverage + worth.redundancy + worth.members).0,
            ties: found
                .ties
                .iter()
                .map(|tie| TieView {
                    one: tie.one.0.clone(),
                    other: tie.other.0.clone(),
                    points: tie.points.0,
                    reason: (&tie.reason).into(),
                })
                .collect(),
            assessments,
            fillers: found.fillers.iter().map(|f| self.filler(f)).collect(),
            synthetic: found.consortium.synthetic,
        }
    }
}
