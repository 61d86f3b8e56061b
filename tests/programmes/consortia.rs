//! Consortia of known members, and what a scheme says of them.

use chrono::NaiveDate;
use enishi::domain::*;
use enishi::programmes::*;

pub const FIFTH_ACADEMIA: &str = "aimgain-2025-5th-academia";
pub const FIFTH_STARTUP: &str = "aimgain-2025-5th-startup";
pub const FIRST: &str = "aimgain-2022";

pub fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// Inside the fifth call.
pub fn inside_fifth_call() -> NaiveDate {
    day(2025, 7, 1)
}

pub fn find(id: &str) -> &'static Scheme {
    scheme(&id.into()).unwrap_or_else(|| panic!("no scheme {id}"))
}

pub fn organisation(id: &str, kind: OrganisationKind) -> Organisation {
    let startup = kind == OrganisationKind::Startup;
    Organisation {
        id: id.into(),
        name: Text::new(format!("{id}（仮）"), format!("{id} (made up)")),
        kana: String::new(),
        kind,
        size: Some(if startup { OrganisationSize::Small } else { OrganisationSize::Large }),
        region: "東京都".to_owned(),
        registered_on: startup.then(|| day(2019, 4, 1)),
        domestic: Some(true),
        deemed_large: startup.then_some(false),
        synthetic: true,
    }
}

/// Universities u1–u3, companies c1–c3, start-ups s1 (young) and s2 (registered 2010-04-01).
pub fn organisations() -> Vec<Organisation> {
    use OrganisationKind::{Academia, Company, Startup};
    let mut all: Vec<Organisation> = ["u1", "u2", "u3"].map(|id| organisation(id, Academia)).into();
    all.extend(["c1", "c2", "c3"].map(|id| organisation(id, Company)));
    all.extend(["s1", "s2"].map(|id| organisation(id, Startup)));
    all.last_mut().unwrap().registered_on = Some(day(2010, 4, 1));
    all
}

pub fn university(id: &str, role: Role) -> Member {
    Member::new(id, OrganisationKind::Academia, [role])
}

pub fn company(id: &str, role: Role) -> Member {
    Member::new(id, OrganisationKind::Company, [role])
}

pub fn startup(id: &str, role: Role) -> Member {
    Member::new(id, OrganisationKind::Startup, [role])
}

pub fn gift(member: &str, year: u32, million: i64) -> Resource {
    let (member, kind) = (member.into(), ResourceKind::Cash);
    Resource { member, kind, year, amount: Yen::million(million) }
}

pub fn millions(money: &[i64]) -> Option<Vec<Yen>> {
    Some(money.iter().map(|n| Yen::million(*n)).collect())
}

/// Two universities, two companies, five years from April 2026; 300 百万円 of AMED and as much from
/// the companies, evenly: 60 each year. The whole is 600 百万円 = 6 億円.
pub fn full() -> Consortium {
    Consortium {
        id: "full".into(),
        members: vec![
            university("u1", Role::Representative),
            university("u2", Role::Contributor),
            company("c1", Role::LeadCompany),
            company("c2", Role::JointCompany),
        ],
        start: Some(FiscalYear(2026)),
        years: Some(5),
        money: millions(&[60; 5]),
        resources: Some(
            (1..=5).flat_map(|year| [gift("c1", year, 30), gift("c2", year, 30)]).collect(),
        ),
        declared: [("data_management_plan", true), ("non_competitive_area", true)]
            .map(|(what, is)| (what.to_owned(), is))
            .into(),
        ..Consortium::default()
    }
}

/// `full` with other members; their resources go with them.
pub fn with(members: Vec<Member>) -> Consortium {
    let mut c = Consortium { members, ..full() };
    let members = c.members.clone();
    let joined = |r: &Resource| members.iter().any(|m| m.organisation == r.member);
    c.resources.as_mut().unwrap().retain(joined);
    c
}

/// One company only: u1, u2, c1.
pub fn one_company() -> Consortium {
    with(vec![
        university("u1", Role::Representative),
        university("u2", Role::Contributor),
        company("c1", Role::LeadCompany),
    ])
}

/// One company that gives all by itself, so that only the number of companies is in question.
pub fn one_company_pays(money: &[i64], gifts: &[i64]) -> Consortium {
    let resources = (1..).zip(gifts).map(|(year, n)| gift("c1", year, *n)).collect();
    let years = u32::try_from(money.len()).ok();
    Consortium { money: millions(money), resources: Some(resources), years, ..one_company() }
}

pub fn paid(money: &[i64], gifts: &[i64]) -> Consortium {
    let resources = (1..).zip(gifts).map(|(year, n)| gift("c1", year, *n)).collect();
    let years = u32::try_from(money.len()).ok();
    Consortium { money: millions(money), resources: Some(resources), years, ..full() }
}

pub fn judged(id: &str, consortium: &Consortium) -> Assessment {
    let organisations = organisations();
    assess(find(id), consortium, &Facts::new(&organisations), inside_fifth_call())
}

pub fn outcome(id: &str, consortium: &Consortium, rule: &str) -> Outcome {
    let assessment = judged(id, consortium);
    let verdict = assessment.verdict(rule).unwrap_or_else(|| panic!("{id} has no rule {rule}"));
    verdict.outcome.clone()
}

pub fn unknown(missing: Missing) -> Outcome {
    Outcome::CannotBeKnown { missing: vec![missing] }
}

pub const UNTIL_2: Outcome = Outcome::MetUntil { year: 2, bites: 3 };

/// s1 is funded and named as joint-research company; c1 is a company.
pub fn double_role() -> Consortium {
    with(vec![
        university("u1", Role::Representative),
        Member::new("s1", OrganisationKind::Startup, [Role::Contributor, Role::JointCompany]),
        company("c1", Role::LeadCompany),
    ])
}

pub fn in_kind(kind: ResourceKind) -> Consortium {
    let mut c = full();
    c.resources.iter_mut().flatten().for_each(|resource| resource.kind = kind);
    c
}

pub fn competitive() -> Consortium {
    in_kind(ResourceKind::CompetitiveResearch)
}
