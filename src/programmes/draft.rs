//! An honest draft where nobody has planned yet: roles and an even budget, marked as assumed.

use super::check::share;
use super::rule::{Demand, MoneyOf, Span};
use super::{Group, Scheme};
use crate::domain::{
    Consortium, Member, OrganisationId, OrganisationKind, Resource, ResourceKind, Role, Yen,
};

/// Gives every member without a role the one that the scheme suggests, and an even budget where
/// none is planned. Whatever is assumed marks the result.
///
/// The first academic institution (or, failing that, start-up) that may represent does; other
/// academic institutions contribute; start-ups are funded where the scheme asks for funded
/// start-ups, else they join as companies; the first company leads, the others join.
pub fn draft(scheme: &Scheme, consortium: &Consortium) -> Consortium {
    let mut drafted = consortium.clone();
    let funds_startups =
        scheme.quotas().iter().any(|quota| quota.group == Group::Startup && quota.later > 0);
    let mut has_representative = drafted.members.iter().any(|m| m.has(Role::Representative));
    let mut has_lead = drafted.members.iter().any(|m| m.has(Role::LeadCompany));
    for member in drafted.members.iter_mut().filter(|member| member.roles.is_empty()) {
        let role = match member.kind {
            OrganisationKind::Other => continue,
            OrganisationKind::Academia if !has_representative => Role::Representative,
            OrganisationKind::Academia => Role::Contributor,
            OrganisationKind::Startup if funds_startups => Role::Contributor,
            OrganisationKind::Startup | OrganisationKind::Company if !has_lead => Role::LeadCompany,
            OrganisationKind::Startup | OrganisationKind::Company => Role::JointCompany,
        };
        has_representative |= role == Role::Representative;
        has_lead |= role == Role::LeadCompany;
        member.roles.insert(role);
        drafted.assumed = true;
    }
    with_even_budget(scheme, &drafted)
}

/// Fills in what is not planned: the scheme's longest term, the least money it allows (its yearly
/// ceiling, where that is all it prints) spread evenly, and as much cash from the joint-research
/// companies as the scheme's share asks for, split evenly among those who take part in the year.
/// What is planned is left alone; what the documents do not print is not assumed.
pub fn with_even_budget(scheme: &Scheme, consortium: &Consortium) -> Consortium {
    let mut filled = consortium.clone();
    let demands = || scheme.leading();
    if filled.years.is_none() && filled.money.is_none() {
        filled.years = demands().find_map(|demand| match demand {
            Demand::Term { at_most_years } => Some(*at_most_years),
            _ => None,
        });
        filled.assumed |= filled.years.is_some();
    }
    if filled.start.is_none() {
        filled.start = demands().find_map(|demand| match demand {
            Demand::Window { from, .. } => *from,
            _ => None,
        });
        filled.assumed |= filled.start.is_some();
    }
    let percent = demands().find_map(|demand| match demand {
        Demand::Matching { percent, .. } => *percent,
        _ => None,
    });
    if filled.money.is_none() {
        let years = filled.years.unwrap_or(1).clamp(1, Consortium::MAX_YEARS);
        filled.money = even_money(scheme, years, percent);
        filled.assumed |= filled.money.is_some();
    }
    if let (None, Some(money), Some(percent)) = (&filled.resources, &filled.money, percent) {
        let givers: Vec<&Member> = filled
            .members
            .iter()
            .filter(|m| !m.is_funded() && (m.has(Role::LeadCompany) || m.has(Role::JointCompany)))
            .collect();
        let resources = (1..)
            .zip(money)
            .flat_map(|(year, agency)| even_gifts(&givers, year, share(*agency, percent)))
            .collect();
        filled.resources = Some(resources);
        filled.assumed = true;
    }
    filled
}

/// Equal shares, the first givers taking the odd yen.
fn even_gifts(givers: &[&Member], year: u32, needed: Yen) -> Vec<Resource> {
    let active: Vec<&OrganisationId> =
        givers.iter().filter(|m| m.from_year <= year).map(|m| &m.organisation).collect();
    let shares = split(needed, active.len());
    active
        .into_iter()
        .zip(shares)
        .map(|(member, amount)| Resource {
            member: member.clone(),
            kind: ResourceKind::Cash,
            year,
            amount,
        })
        .collect()
}

fn even_money(scheme: &Scheme, years: u32, percent: Option<u32>) -> Option<Vec<Yen>> {
    let total = scheme.leading().find_map(|demand| match demand {
        Demand::Money { of, span: Span::Whole, at_least: Some(least), .. } => match of {
            MoneyOf::Agency => Some(*least),
            // The agency pays what the companies do not.
            MoneyOf::Whole => {
                percent.map(|p| Yen(least.0.saturating_mul(100) / (100 + i64::from(p))))
            }
        },
        Demand::Money {
            of: MoneyOf::Agency, span: Span::EachYear, at_most: Some(most), ..
        } => Some(Yen(most.0.saturating_mul(i64::from(years)))),
        _ => None,
    })?;
    let mut money = split(total, years as usize);
    let floor = scheme.leading().find_map(|demand| match demand {
        Demand::Money {
            of: MoneyOf::Agency,
            span: Span::Years { from: 1, to },
            at_least: Some(least),
            ..
        } => Some((*to as usize, *least)),
        _ => None,
    });
    if let Some((first, least)) = floor
        && first < money.len()
        && money.iter().take(first).copied().sum::<Yen>() < least
    {
        money = split(least, first);
        money.extend(split((total - least).max(Yen::ZERO), years as usize - first));
    }
    Some(money)
}

/// A sum in so many equal parts; the first ones take what does not divide.
fn split(sum: Yen, parts: usize) -> Vec<Yen> {
    let Ok(n) = i64::try_from(parts) else { return Vec::new() };
    if n == 0 {
        return Vec::new();
    }
    let (each, rest) = (sum.0 / n, sum.0 % n);
    (0..n).map(|i| Yen(each + i64::from(i < rest))).collect()
}
