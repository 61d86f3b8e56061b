//! The consortium's money, year by year: what the agency pays, what counts against it.

use super::Scheme;
use super::roster::{Belongs, Roster};
use super::rule::{Demand, Group};
use super::verdict::Missing;
use crate::domain::{Consortium, Resource, ResourceKind, Yen};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Resources of one year, split by whether they count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct YearResources {
    /// What counts, by kind.
    pub counted: BTreeMap<ResourceKind, Yen>,
    /// What may count: the documents, or the members' roles, leave it open.
    pub open: BTreeMap<ResourceKind, Yen>,
    /// What never counts: of a kind that is ruled out, or not from a joint-research company.
    pub refused: BTreeMap<ResourceKind, Yen>,
}

impl YearResources {
    pub fn counted_total(&self) -> Yen {
        self.counted.values().copied().sum()
    }

    pub fn open_total(&self) -> Yen {
        self.open.values().copied().sum()
    }

    pub fn refused_total(&self) -> Yen {
        self.refused.values().copied().sum()
    }
}

/// A sum that is not sure: at least `sure`, at most `possible`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Between {
    pub(super) sure: Yen,
    pub(super) possible: Yen,
}

/// Money and resources over the years that are planned.
pub(super) struct Ledger {
    /// Years looked at, at least 1.
    pub(super) years: u32,
    /// The agency's money per year; `None` where nothing is planned.
    pub(super) agency: Option<Vec<Yen>>,
    /// Resources per year; `None` where nobody has said.
    pub(super) resources: Option<Vec<YearResources>>,
    /// Why some resources are open.
    pub(super) doubts: BTreeSet<Missing>,
}

impl Ledger {
    pub(super) fn new(scheme: &Scheme, roster: &Roster) -> Ledger {
        let consortium = roster.consortium;
        let years = horizon(scheme, consortium);
        let agency = consortium.money.as_ref().map(|money| {
            let mut money = money.clone();
            money.resize(years as usize, Yen::ZERO);
            money
        });
        let mut doubts = BTreeSet::new();
        let resources = consortium.resources.as_ref().map(|resources| {
            let mut by_year = vec![YearResources::default(); years as usize];
            for resource in resources {
                let index = resource.year.checked_sub(1).map(|year| year as usize);
                let Some(year) = index.and_then(|index| by_year.get_mut(index)) else { continue };
                let found = doubt(scheme, roster, resource);
                let side = match &found {
                    Belongs::Yes => &mut year.counted,
                    Belongs::No => &mut year.refused,
                    Belongs::Unknown(_) => &mut year.open,
                };
                *side.entry(resource.kind).or_default() += resource.amount;
                if let Belongs::Unknown(missing) = found {
                    doubts.extend(missing);
                }
            }
            by_year
        });
        Ledger { years, agency, resources, doubts }
    }

    /// The agency's money in the years `from` to `to`, or `None` where nothing is planned.
    pub(super) fn agency_in(&self, from: u32, to: u32) -> Option<Yen> {
        let money = self.agency.as_ref()?;
        Some((1..).zip(money).filter(|(y, _)| (from..=to).contains(y)).map(|(_, m)| *m).sum())
    }

    pub(super) fn resources_in(&self, from: u32, to: u32) -> Option<Between> {
        let years = self.resources.as_ref()?;
        let within = || (1..).zip(years).filter(|(y, _)| (from..=to).contains(y)).map(|(_, r)| r);
        let sure: Yen = within().map(YearResources::counted_total).sum();
        let open: Yen = within().map(YearResources::open_total).sum();
        Some(Between { sure, possible: sure + open })
    }

    /// The agency's money and the resources that count.
    pub(super) fn whole_in(&self, from: u32, to: u32) -> Option<Between> {
        let (agency, resources) = (self.agency_in(from, to)?, self.resources_in(from, to)?);
        Some(Between { sure: agency + resources.sure, possible: agency + resources.possible })
    }

    /// What is missing to speak of the whole.
    pub(super) fn missing(&self) -> Vec<Missing> {
        let mut missing = Vec::new();
        if self.agency.is_none() {
            missing.push(Missing::Budget);
        }
        if self.resources.is_none() {
            missing.push(Missing::Resources);
        }
        missing.extend(self.doubts.iter().cloned());
        missing
    }
}

/// The years a plan covers: as planned, else as many as money is planned for, else the scheme's
/// longest term, else five.
fn horizon(scheme: &Scheme, consortium: &Consortium) -> u32 {
    let term = scheme.leading().find_map(|demand| match demand {
        Demand::Term { at_most_years } => Some(*at_most_years),
        _ => None,
    });
    let budgeted = consortium.money.as_ref().map_or(0, Vec::len);
    let budgeted = u32::try_from(budgeted).unwrap_or(u32::MAX);
    let planned = consortium.years.unwrap_or(0).max(budgeted);
    let years = if planned > 0 { planned } else { term.unwrap_or(5) };
    years.clamp(1, Consortium::MAX_YEARS)
}

/// Whether a resource counts under the scheme.
fn doubt(scheme: &Scheme, roster: &Roster, resource: &Resource) -> Belongs {
    let rule = scheme.leading().find_map(|demand| match demand {
        Demand::Resources { giver, counts, never } => Some((*giver, counts, never)),
        _ => None,
    });
    let giver = rule.map_or(Group::Company, |(giver, ..)| giver);
    let Some(member) = roster.consortium.member(&resource.member) else { return Belongs::No };
    if resource.year < member.from_year {
        return Belongs::No;
    }
    match (roster.belongs(member, giver), rule) {
        (Belongs::No, _) => Belongs::No,
        (_, Some((_, _, never))) if never.contains(&resource.kind) => Belongs::No,
        (belongs, Some((_, counts, _))) if counts.contains(&resource.kind) => belongs,
        (Belongs::Yes, _) => Belongs::Unknown(vec![Missing::ResourceKind(resource.kind)]),
        (unknown, _) => unknown,
    }
}
