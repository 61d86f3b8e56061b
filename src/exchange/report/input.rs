//! What a report is made of. Everything is borrowed from those who found it; names are looked up in
//! the workshop.

use crate::domain::{Consortium, Organisation, OrganisationId, Profile, ProfileId, Text, Workshop};
use crate::matching::consortium::Worth;
use crate::matching::{Points, Reason, Suggestion};
use crate::programmes::Assessment;
use crate::scheduling::{Gain, Plan, Unplaced};
use chrono::NaiveDate;
use serde::Serialize;

/// The input of a report.
#[derive(Debug, Clone, Serialize)]
pub struct Report<'a> {
    pub workshop: &'a Workshop,
    /// Side by side, in this order; the others are compared with the first.
    pub plans: Vec<PlanSheet<'a>>,
    /// Name of the plan by which the day is shown, its desks, tables and people.
    pub shown: &'a str,
    /// What the shown plan could not place.
    pub unplaced: &'a [Unplaced],
    /// The price list of bottlenecks, for the shown plan. In any order.
    pub gains: &'a [Gain],
    pub rankings: Vec<Ranking<'a>>,
    /// `None`: no consortia were looked for.
    pub consortia: Option<Consortia<'a>>,
    /// Profiles that rankings and consortia name and the workshop has not, such as adopted projects.
    pub records: &'a [Profile],
    /// Organisations of those profiles.
    pub organisations: &'a [Organisation],
    pub about: About,
}

/// A plan to be shown.
#[derive(Debug, Clone, Serialize)]
pub struct PlanSheet<'a> {
    /// What people call it, for example 印刷されたプログラム.
    pub title: Text,
    /// A feasible plan without bound and convergence was only judged, nobody solved it.
    pub plan: &'a Plan,
    /// Hash of the workshop that it was made from.
    pub input_hash: &'a str,
}

/// Partners suggested for a profile.
#[derive(Debug, Clone, Serialize)]
pub struct Ranking<'a> {
    pub profile: &'a ProfileId,
    /// Best first; all that are given are shown.
    pub suggestions: &'a [Suggestion],
    /// One for each suggestion, in the same order.
    pub reasons: &'a [Reason],
}

/// Candidate consortia, best first.
#[derive(Debug, Clone, Serialize)]
pub struct Consortia<'a> {
    /// What was asked for, in words: quotas, size, where the candidates come from.
    pub asked: Text,
    /// No group that is not listed is better than the last listed one.
    pub exact: bool,
    /// Groups looked at.
    pub steps: u64,
    pub sheets: Vec<ConsortiumSheet<'a>>,
}

/// A candidate consortium.
#[derive(Debug, Clone, Serialize)]
pub struct ConsortiumSheet<'a> {
    pub consortium: &'a Consortium,
    pub worth: Option<Worth>,
    /// Between two members, in any order.
    pub ties: Vec<Tie>,
    /// For each scheme and each as-of date one.
    pub assessments: Vec<Assessment>,
    pub fillers: Vec<Filler>,
}

/// What ties two members of a consortium.
#[derive(Debug, Clone, Serialize)]
pub struct Tie {
    pub one: OrganisationId,
    pub other: OrganisationId,
    pub points: Points,
    /// Why, in one sentence; may be empty.
    pub reason: Text,
}

/// Who would fill what is missing.
#[derive(Debug, Clone, Serialize)]
pub struct Filler {
    /// What is missing, in words.
    pub need: Text,
    /// Best first.
    pub profiles: Vec<ProfileId>,
}

/// Where all this comes from.
#[derive(Debug, Clone, Default, Serialize)]
pub struct About {
    /// Of this product.
    pub version: String,
    /// Name and version.
    pub solver: String,
    pub made_on: Option<NaiveDate>,
    pub sources: Vec<Source>,
}

/// A document or data set.
#[derive(Debug, Clone, Serialize)]
pub struct Source {
    pub title: Text,
    /// What was taken from it; may be empty.
    pub note: Text,
}
