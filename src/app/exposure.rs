//! Who is suggested how often, by kind, size, region and newness, and what lifting costs.

use super::rank::index_workshop;
use super::tables::{csv, of_exposure};
use super::{AppError, Output};
use crate::domain::{Lang, Organisation, OrganisationId, ProfileId, Text, Workshop};
use crate::exchange::curve_svg;
use crate::matching::{Exposure, Points, Query, Weights};
use chrono::{Datelike, NaiveDate};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Registered at most so many years ago counts as new.
const NEW_YEARS: i32 = 5;

/// What is asked.
#[derive(Debug, Clone)]
pub struct ExposureRequest {
    /// Places on each list.
    pub top: usize,
    /// Places on each list for those nobody would be suggested.
    pub lift: usize,
    pub weights: Weights,
    /// The day as of which an organisation is new.
    pub as_of: NaiveDate,
}

/// What so many places cost and bring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Price {
    pub places: usize,
    /// Profiles that nobody is suggested.
    pub never: usize,
    /// All scores on all lists.
    pub points: Points,
    /// The share of the points without lifting, 0–1.
    pub quality: f64,
}

/// One profile's exposure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exposed {
    pub profile: ProfileId,
    pub organisation: OrganisationId,
    /// One name for each of [`GROUPINGS`].
    pub groups: [String; 4],
    /// On how many lists it stands, without and with lifting.
    pub times: usize,
    pub times_lifted: usize,
}

/// A group's exposure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupExposed {
    pub grouping: &'static str,
    pub group: String,
    pub profiles: usize,
    pub times: usize,
    pub never: usize,
    pub times_lifted: usize,
    pub never_lifted: usize,
}

/// By what profiles are grouped; unknown values are named as such.
pub const GROUPINGS: [&str; 4] = ["kind", "size", "region", "newness"];

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExposureReport {
    pub top: usize,
    pub lift: usize,
    /// For each number of places from none to `lift`, and on to half of each list.
    pub curve: Vec<Price>,
    pub groups: Vec<GroupExposed>,
    pub profiles: Vec<Exposed>,
    /// The lists with `lift` places given away.
    pub lists: Exposure,
}

/// Counts the suggestions that everybody gets.
pub fn exposure(
    workshop: &Workshop,
    request: &ExposureRequest,
) -> Result<ExposureReport, AppError> {
    let index = index_workshop(workshop, request.weights.clone())?;
    let query = Query { limit: request.top, ..Query::default() };
    let steps: Vec<usize> = (0..=request.lift.max(request.top / 2)).collect();
    let mut all = index.exposures(&query, &steps)?;
    let whole = all[0].points().0.max(1) as f64;
    let curve = all
        .iter()
        .map(|exposure| Price {
            places: exposure.places,
            never: exposure.never(),
            points: exposure.points(),
            quality: exposure.points().0 as f64 / whole,
        })
        .collect();
    let lifted = all.swap_remove(request.lift);
    let plain = if request.lift == 0 { &lifted } else { &all[0] };
    let profiles = exposed(workshop, request, plain, &lifted);
    let groups = grouped(&profiles);
    let (top, lift) = (request.top, request.lift);
    Ok(ExposureReport { top, lift, curve, groups, profiles, lists: lifted })
}

fn exposed(
    workshop: &Workshop,
    request: &ExposureRequest,
    plain: &Exposure,
    lifted: &Exposure,
) -> Vec<Exposed> {
    let organisations: HashMap<&OrganisationId, &Organisation> =
        workshop.organisations.iter().map(|o| (&o.id, o)).collect();
    let owners: HashMap<&ProfileId, &OrganisationId> =
        workshop.profiles.iter().map(|p| (&p.id, &p.organisation)).collect();
    let both = plain.times.iter().zip(&lifted.times);
    both.filter_map(|((profile, times), (_, times_lifted))| {
        let organisation = organisations.get(owners.get(profile)?)?;
        Some(Exposed {
            profile: profile.clone(),
            organisation: organisation.id.clone(),
            groups: groups_of(organisation, request.as_of),
            times: *times,
            times_lifted: *times_lifted,
        })
    })
    .collect()
}

/// Names as they stand in the sheets.
fn groups_of(organisation: &Organisation, as_of: NaiveDate) -> [String; 4] {
    let unknown = || "unknown".to_owned();
    let name = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
    let size = organisation.size.map_or_else(unknown, |size| name(&size));
    let region = Some(organisation.region.clone()).filter(|region| !region.is_empty());
    let newness = organisation.registered_on.map_or_else(unknown, |day| {
        let years = as_of.year() - day.year() - i32::from(as_of.ordinal() < day.ordinal());
        if years < NEW_YEARS { "new".to_owned() } else { "established".to_owned() }
    });
    [name(&organisation.kind), size, region.unwrap_or_else(unknown), newness]
}

fn grouped(profiles: &[Exposed]) -> Vec<GroupExposed> {
    let mut groups: BTreeMap<(usize, &String), GroupExposed> = BTreeMap::new();
    for profile in profiles {
        for (i, group) in profile.groups.iter().enumerate() {
            let entry = groups.entry((i, group)).or_insert_with(|| GroupExposed {
                grouping: GROUPINGS[i],
                group: group.clone(),
                profiles: 0,
                times: 0,
                never: 0,
                times_lifted: 0,
                never_lifted: 0,
            });
            entry.profiles += 1;
            entry.times += profile.times;
            entry.never += usize::from(profile.times == 0);
            entry.times_lifted += profile.times_lifted;
            entry.never_lifted += usize::from(profile.times_lifted == 0);
        }
    }
    groups.into_values().collect()
}

/// Writes the report: tables, everything as JSON, and the curve as a picture.
pub fn write_exposure(
    report: &ExposureReport,
    lang: Lang,
    folder: &Path,
) -> Result<Vec<String>, AppError> {
    let mut output = Output::new(folder)?;
    for table in of_exposure(report) {
        let (name, bytes) = csv(&table);
        output.put(name, &bytes)?;
    }
    output.put("exposure.json", &super::plan::json(report))?;
    output.put("curve.svg", curve(report, lang).as_bytes())?;
    output.commit()
}

/// What each place given away costs: profiles that nobody is suggested against points kept.
fn curve(report: &ExposureReport, lang: Lang) -> String {
    let points: Vec<(f64, f64, String)> = report
        .curve
        .iter()
        .map(|price| (price.never as f64, price.quality * 100.0, price.places.to_string()))
        .collect();
    let x = Text::new("誰にも薦められないプロフィール（件）", "profiles suggested to nobody");
    let y = Text::new(
        "推薦の点数の合計（薦め方を変えない場合 = 100）",
        "points on all lists (100: nobody lifted)",
    );
    let title = Text::new(
        format!("各一覧の{}件のうち何件を譲るか（点の数字）", report.top),
        format!("places given away on each list of {} (numbers at the points)", report.top),
    );
    curve_svg(title.get(lang), x.get(lang), y.get(lang), &points)
}
