//! Funding rules against cases worked by hand from the documents (000, 001, 004), properties that
//! hold for every consortium, and a scheme that is nothing but a text.

use chrono::NaiveDate;
use enishi::domain::*;
use enishi::programmes::*;
use proptest::prelude::*;

const FIFTH_ACADEMIA: &str = "aimgain-2025-5th-academia";
const FIFTH_STARTUP: &str = "aimgain-2025-5th-startup";
const FIRST: &str = "aimgain-2022";

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

/// Inside the fifth call.
fn inside_fifth_call() -> NaiveDate {
    day(2025, 7, 1)
}

fn find(id: &str) -> &'static Scheme {
    scheme(&id.into()).unwrap_or_else(|| panic!("no scheme {id}"))
}

fn organisation(id: &str, kind: OrganisationKind) -> Organisation {
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
fn organisations() -> Vec<Organisation> {
    use OrganisationKind::{Academia, Company, Startup};
    let mut all: Vec<Organisation> = ["u1", "u2", "u3"].map(|id| organisation(id, Academia)).into();
    all.extend(["c1", "c2", "c3"].map(|id| organisation(id, Company)));
    all.extend(["s1", "s2"].map(|id| organisation(id, Startup)));
    all.last_mut().unwrap().registered_on = Some(day(2010, 4, 1));
    all
}

fn university(id: &str, role: Role) -> Member {
    Member::new(id, OrganisationKind::Academia, [role])
}

fn company(id: &str, role: Role) -> Member {
    Member::new(id, OrganisationKind::Company, [role])
}

fn startup(id: &str, role: Role) -> Member {
    Member::new(id, OrganisationKind::Startup, [role])
}

fn gift(member: &str, year: u32, million: i64) -> Resource {
    let (member, kind) = (member.into(), ResourceKind::Cash);
    Resource { member, kind, year, amount: Yen::million(million) }
}

fn millions(money: &[i64]) -> Option<Vec<Yen>> {
    Some(money.iter().map(|n| Yen::million(*n)).collect())
}

/// Two universities, two companies, five years from April 2026; 300 百万円 of AMED and as much from
/// the companies, evenly: 60 each year. The whole is 600 百万円 = 6 億円.
fn full() -> Consortium {
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
fn with(members: Vec<Member>) -> Consortium {
    let mut c = Consortium { members, ..full() };
    let members = c.members.clone();
    let joined = |r: &Resource| members.iter().any(|m| m.organisation == r.member);
    c.resources.as_mut().unwrap().retain(joined);
    c
}

/// One company only: u1, u2, c1.
fn one_company() -> Consortium {
    with(vec![
        university("u1", Role::Representative),
        university("u2", Role::Contributor),
        company("c1", Role::LeadCompany),
    ])
}

/// One company that gives all by itself, so that only the number of companies is in question.
fn one_company_pays(money: &[i64], gifts: &[i64]) -> Consortium {
    let resources = (1..).zip(gifts).map(|(year, n)| gift("c1", year, *n)).collect();
    let years = u32::try_from(money.len()).ok();
    Consortium { money: millions(money), resources: Some(resources), years, ..one_company() }
}

fn paid(money: &[i64], gifts: &[i64]) -> Consortium {
    let resources = (1..).zip(gifts).map(|(year, n)| gift("c1", year, *n)).collect();
    let years = u32::try_from(money.len()).ok();
    Consortium { money: millions(money), resources: Some(resources), years, ..full() }
}

fn judged(id: &str, consortium: &Consortium) -> Assessment {
    let organisations = organisations();
    assess(find(id), consortium, &Facts::new(&organisations), inside_fifth_call())
}

fn outcome(id: &str, consortium: &Consortium, rule: &str) -> Outcome {
    let assessment = judged(id, consortium);
    let verdict = assessment.verdict(rule).unwrap_or_else(|| panic!("{id} has no rule {rule}"));
    verdict.outcome.clone()
}

fn unknown(missing: Missing) -> Outcome {
    Outcome::CannotBeKnown { missing: vec![missing] }
}

const UNTIL_2: Outcome = Outcome::MetUntil { year: 2, bites: 3 };

/// What each case expects, with its arithmetic beside it. Sums are in 百万円.
#[test]
fn cases_worked_by_hand_from_the_documents() {
    use Outcome::{Applies, Met, NotMet, NotPrinted};
    let second_from = |year| {
        let mut c = full();
        c.members[3].from_year = year;
        c.resources.as_mut().unwrap().retain(|r| r.member.as_str() != "c2" || r.year >= year);
        c
    };
    let startup_type = |members: Vec<Member>| with(members);
    let declared = |what: &str, is: bool| {
        let mut c = full();
        c.declared.insert(what.to_owned(), is);
        c
    };
    let cases: Vec<(&str, &str, Consortium, &str, Outcome)> = vec![
        // ── Companies: at least 2; 1 until the end of year 2.
        ("2 ≥ 2 in every year", FIFTH_ACADEMIA, full(), "companies", Met),
        (
            "1 ≥ 1 in years 1–2; 1 < 2 in year 3",
            FIFTH_ACADEMIA,
            one_company(),
            "companies",
            UNTIL_2,
        ),
        (
            "no company: 0 < 1 in year 1",
            FIFTH_ACADEMIA,
            with(vec![university("u1", Role::Representative), university("u2", Role::Contributor)]),
            "companies",
            NotMet,
        ),
        // The second joins in year 2: in time for the evaluation in year 2 as for day 1 of year 3.
        ("second from year 2", FIFTH_ACADEMIA, second_from(2), "companies", Met),
        // It joins in year 3: in time for day 1 of year 3, too late for the evaluation in year 2.
        (
            "second from year 3: the readings differ",
            FIFTH_ACADEMIA,
            second_from(3),
            "companies",
            unknown(Missing::Reading),
        ),
        // It joins in year 4: in year 3 there is 1 < 2, whichever reading holds.
        ("second from year 4", FIFTH_ACADEMIA, second_from(4), "companies", UNTIL_2),
        // A plan of two years never reaches year 3.
        (
            "one company, two years",
            FIFTH_ACADEMIA,
            one_company_pays(&[95, 95], &[95, 95]),
            "companies",
            Met,
        ),
        // ── Academic institutions.
        (
            "1 < 2 in the academia type",
            FIFTH_ACADEMIA,
            with(vec![university("u1", Role::Representative), company("c1", Role::LeadCompany)]),
            "academia",
            NotMet,
        ),
        // Start-up type: 1 ≥ 1 by the definitions, 1 < 2 by the flow slide.
        (
            "one university: the places differ",
            FIFTH_STARTUP,
            startup_type(vec![
                university("u1", Role::Representative),
                startup("s1", Role::Contributor),
                company("c1", Role::LeadCompany),
            ]),
            "academia",
            unknown(Missing::Reading),
        ),
        ("2 ≥ 1 and 2 ≥ 2", FIFTH_STARTUP, full(), "academia", Met),
        ("no start-up: 0 < 1", FIFTH_STARTUP, full(), "startups", NotMet),
        // s1 registered 2019-04-01: 6 years on 2025-06-01. s2 2010-04-01: 15 years.
        (
            "a young start-up",
            FIFTH_STARTUP,
            startup_type(vec![
                university("u1", Role::Representative),
                startup("s1", Role::Contributor),
            ]),
            "startup-test",
            Met,
        ),
        (
            "15 > 10 years",
            FIFTH_STARTUP,
            startup_type(vec![
                university("u1", Role::Representative),
                startup("s2", Role::Contributor),
            ]),
            "startup-test",
            NotMet,
        ),
        (
            "15 > 10 years: not counted, so 0 < 1",
            FIFTH_STARTUP,
            startup_type(vec![
                university("u1", Role::Representative),
                startup("s2", Role::Contributor),
            ]),
            "startups",
            NotMet,
        ),
        // ── Who represents, who is funded.
        ("a university represents", FIFTH_ACADEMIA, full(), "representative", Met),
        (
            "a start-up may represent in the start-up type",
            FIFTH_STARTUP,
            startup_type(vec![
                startup("s1", Role::Representative),
                university("u1", Role::Contributor),
            ]),
            "representative",
            Met,
        ),
        (
            "but not in the academia type",
            FIFTH_ACADEMIA,
            startup_type(vec![
                startup("s1", Role::Representative),
                university("u1", Role::Contributor),
            ]),
            "representative",
            NotMet,
        ),
        (
            "only academia is funded in the academia type",
            FIFTH_ACADEMIA,
            startup_type(vec![
                university("u1", Role::Representative),
                startup("s1", Role::Contributor),
            ]),
            "funded-members",
            NotMet,
        ),
        // ── A funded start-up that is also named as joint-research company.
        ("both roles", FIFTH_STARTUP, double_role(), "no-double-role", NotMet),
        // c1 alone counts: 1 ≥ 1 until year 2, 1 < 2 from year 3. s1 does not count twice.
        ("it is not counted as a company", FIFTH_STARTUP, double_role(), "companies", UNTIL_2),
        // ── AMED money 190–600 over the whole period.
        ("38 × 5 = 190 ≥ 190", FIFTH_ACADEMIA, paid(&[38; 5], &[38; 5]), "agency-money", Met),
        (
            "189 < 190",
            FIFTH_ACADEMIA,
            paid(&[38, 38, 38, 38, 37], &[38; 5]),
            "agency-money",
            NotMet,
        ),
        ("120 × 5 = 600 ≤ 600", FIFTH_ACADEMIA, paid(&[120; 5], &[120; 5]), "agency-money", Met),
        (
            "601 > 600",
            FIFTH_ACADEMIA,
            paid(&[121, 120, 120, 120, 120], &[120; 5]),
            "agency-money",
            NotMet,
        ),
        // ── At least 40 in years 1 and 2 together (a floor, not a ceiling).
        (
            "15 + 25 = 40 ≥ 40",
            FIFTH_ACADEMIA,
            paid(&[15, 25, 50, 50, 50], &[60; 5]),
            "first-years-money",
            Met,
        ),
        (
            "15 + 24 = 39 < 40",
            FIFTH_ACADEMIA,
            paid(&[15, 24, 51, 50, 50], &[60; 5]),
            "first-years-money",
            NotMet,
        ),
        (
            "120 + 120 = 240: no ceiling",
            FIFTH_ACADEMIA,
            paid(&[120; 5], &[120; 5]),
            "first-years-money",
            Met,
        ),
        // ── 1 : 1. Two companies and a whole of 600 ≥ 500: two-year contract, tested at the end only.
        // Resources 20 + 20 + 60 + 100 + 100 = 300 ≥ 300, though year 1 has 20 < 60.
        (
            "back-loaded under a two-year contract",
            FIFTH_ACADEMIA,
            paid(&[60; 5], &[20, 20, 60, 100, 100]),
            "matching",
            Met,
        ),
        // 299 < 300 over the whole.
        (
            "1 short at the end",
            FIFTH_ACADEMIA,
            paid(&[60; 5], &[20, 20, 60, 100, 99]),
            "matching",
            NotMet,
        ),
        // 245 + 245 = 490 < 500: one-year contracts, so year 1 is tested: 44 < 49.
        (
            "4.9 億円: each year counts",
            FIFTH_ACADEMIA,
            paid(&[49; 5], &[44, 54, 49, 49, 49]),
            "matching",
            NotMet,
        ),
        // 250 + 250 = 500 ≥ 500: two-year contract, so the same shape is enough (45 + 55 + 150 = 250).
        (
            "5.0 億円: the whole counts",
            FIFTH_ACADEMIA,
            paid(&[50; 5], &[45, 55, 50, 50, 50]),
            "matching",
            Met,
        ),
        // One company only: one-year contracts even at 600; year 1 has 50 < 60.
        (
            "one company: each year counts at 6 億円 too",
            FIFTH_ACADEMIA,
            one_company_pays(&[60; 5], &[50, 70, 60, 60, 60]),
            "matching",
            NotMet,
        ),
        // Year 3 is past the one-year contracts: 49, 49, then 30 + 60 + 57 = 147 = 3 × 49.
        (
            "from year 3 only the whole counts",
            FIFTH_ACADEMIA,
            paid(&[49; 5], &[49, 49, 30, 60, 57]),
            "matching",
            Met,
        ),
        // Money moved across years: 40 + 58 + … = 245 as before; year 1 needs 40 and has 49,
        // year 2 needs 58 and has 49: short by 9, though the totals are equal.
        (
            "money moved across years under one-year contracts",
            FIFTH_ACADEMIA,
            paid(&[40, 58, 49, 49, 49], &[49; 5]),
            "matching",
            NotMet,
        ),
        // The same move at 250 + 250 = 500: two-year contract, the totals decide.
        (
            "money moved across years under a two-year contract",
            FIFTH_ACADEMIA,
            paid(&[41, 59, 50, 50, 50], &[50; 5]),
            "matching",
            Met,
        ),
        // The whole may pass 1,200: 600 + 800.
        ("no ceiling on resources", FIFTH_ACADEMIA, paid(&[120; 5], &[160; 5]), "matching", Met),
        // Own competitive research (300) counts nothing: 0 < 300.
        ("competitive research", FIFTH_ACADEMIA, competitive(), "matching", NotMet),
        // ── Term and start.
        ("6 > 5 years", FIFTH_ACADEMIA, paid(&[50; 6], &[50; 6]), "term", NotMet),
        ("5 ≤ 5 years", FIFTH_ACADEMIA, full(), "term", Met),
        ("FY2026 is the aim", FIFTH_ACADEMIA, full(), "window", Met),
        (
            "FY2025 is too early",
            FIFTH_ACADEMIA,
            Consortium { start: Some(FiscalYear(2025)), ..full() },
            "window",
            NotMet,
        ),
        // ── What holds for everyone, what nobody has said.
        ("evaluation in year 2", FIFTH_ACADEMIA, full(), "mid-term", Applies),
        ("DMP ruled out", FIFTH_ACADEMIA, declared("data_management_plan", false), "dmp", NotMet),
        (
            "nobody has said whether there is a DMP",
            FIFTH_ACADEMIA,
            Consortium { declared: Default::default(), ..full() },
            "dmp",
            unknown(Missing::Declaration("data_management_plan".to_owned())),
        ),
        (
            "no budget yet",
            FIFTH_ACADEMIA,
            Consortium { money: None, ..full() },
            "agency-money",
            unknown(Missing::Budget),
        ),
        // ── ACT-M: 50 a year, 3 years.
        ("50 × 3", "act-m", paid(&[50; 3], &[10; 3]), "money-per-year", Met),
        ("51 > 50 in year 2", "act-m", paid(&[50, 51, 50], &[10; 3]), "money-per-year", NotMet),
        ("3 ≤ 3 years", "act-m", paid(&[50; 3], &[10; 3]), "term", Met),
        ("4 > 3 years", "act-m", paid(&[50; 4], &[10; 4]), "term", NotMet),
        ("the underlining is lost", "act-m", full(), "representative", NotPrinted),
        ("no resources at all", "act-m", paid(&[50; 3], &[]), "matching", NotMet),
        // ── ACT-MS: 20 a year, 2 years, a set-up company.
        ("20 × 2", "act-ms", paid(&[20; 2], &[]), "money-per-year", Met),
        ("21 > 20", "act-ms", paid(&[21, 20], &[]), "money-per-year", NotMet),
        (
            "a set-up company among the members",
            "act-ms",
            with(vec![university("u1", Role::Representative), company("c1", Role::SetUpCompany)]),
            "set-up-company",
            Met,
        ),
        (
            "nobody has said",
            "act-ms",
            full(),
            "set-up-company",
            unknown(Missing::Declaration("set_up_company".to_owned())),
        ),
        // ── 先端計測: 26,000千円 and 65,000千円 a year, 3 and 4 years, a clinician.
        ("26 ≤ 26", "sentan-keisoku-elements", paid(&[26; 3], &[]), "money-per-year", Met),
        ("27 > 26", "sentan-keisoku-elements", paid(&[27, 26, 26], &[]), "money-per-year", NotMet),
        ("4 > 3 years", "sentan-keisoku-elements", paid(&[26; 4], &[]), "term", NotMet),
        ("65 × 4", "sentan-keisoku-devices", paid(&[65; 4], &[]), "money-per-year", Met),
        ("4 ≤ 4 years", "sentan-keisoku-devices", paid(&[65; 4], &[]), "term", Met),
        (
            "no clinician",
            "sentan-keisoku-devices",
            declared("clinician", false),
            "clinician",
            NotMet,
        ),
        (
            "a clinician at u1",
            "sentan-keisoku-devices",
            with(vec![Member::new(
                "u1",
                OrganisationKind::Academia,
                [Role::Representative, Role::Clinician],
            )]),
            "clinician",
            Met,
        ),
        // ── 2022: the whole 500–1,000 (程度), 1 : 1; what is not printed is not borrowed.
        ("300 + 300 = 600 within 500–1,000", FIRST, full(), "whole", Met),
        // 200 + 200 = 400: 100 under, but the document says 程度 (about).
        ("400, about 500", FIRST, paid(&[40; 5], &[40; 5]), "whole", unknown(Missing::About)),
        ("300 ≥ 300", FIRST, full(), "matching", Met),
        (
            "year by year is not demanded",
            FIRST,
            paid(&[49; 5], &[0, 98, 49, 49, 49]),
            "matching",
            Met,
        ),
        ("a ceiling for years 1–2", FIRST, full(), "first-years-money", NotPrinted),
        ("a range for the state's money alone", FIRST, full(), "agency-money", NotPrinted),
        ("the form of contract", FIRST, full(), "contract", NotPrinted),
        ("a mid-term evaluation", FIRST, full(), "mid-term", NotPrinted),
        // FY2022 + 5 years ends 2027-03-31; FY2023 + 5 a year later.
        (
            "令和4年度から5年",
            FIRST,
            Consortium { start: Some(FiscalYear(2022)), ..full() },
            "window",
            Met,
        ),
        (
            "令和5年度から5年",
            FIRST,
            Consortium { start: Some(FiscalYear(2023)), ..full() },
            "window",
            NotMet,
        ),
        // Wages are not the cash that the 2022 document names ("資金拠出等").
        (
            "wages in 2022",
            FIRST,
            in_kind(ResourceKind::Wages),
            "matching",
            unknown(Missing::ResourceKind(ResourceKind::Wages)),
        ),
        ("wages in 2025", FIFTH_ACADEMIA, in_kind(ResourceKind::Wages), "matching", Met),
    ];
    assert!(cases.len() >= 25);
    for (name, scheme, consortium, rule, expected) in cases {
        assert_eq!(consortium.faults(), [], "{name}: the case itself must be sound");
        assert_eq!(outcome(scheme, &consortium, rule), expected, "{scheme}, {rule}: {name}");
    }
}

/// s1 is funded and named as joint-research company; c1 is a company.
fn double_role() -> Consortium {
    with(vec![
        university("u1", Role::Representative),
        Member::new("s1", OrganisationKind::Startup, [Role::Contributor, Role::JointCompany]),
        company("c1", Role::LeadCompany),
    ])
}

fn in_kind(kind: ResourceKind) -> Consortium {
    let mut c = full();
    c.resources.iter_mut().flatten().for_each(|resource| resource.kind = kind);
    c
}

fn competitive() -> Consortium {
    in_kind(ResourceKind::CompetitiveResearch)
}

/// A full consortium is eligible inside the call and recommended; nothing is missing.
#[test]
fn a_full_consortium_is_recommended_inside_the_call() {
    let assessment = judged(FIFTH_ACADEMIA, &full());
    assert_eq!(assessment.standing, Standing::Eligible);
    assert_eq!(assessment.status, SchemeStatus::Open);
    assert!(assessment.recommended);
    assert_eq!(assessment.needs, []);
    assert_eq!(assessment.as_of, inside_fifth_call());
}

/// The days of the issue: inside the fifth call, and the day of the 2022 workshop.
#[test]
fn status_follows_the_day() {
    let status = |id: &str, y, m, d| find(id).status(day(y, m, d));
    for id in [FIFTH_ACADEMIA, FIFTH_STARTUP] {
        assert_eq!(status(id, 2025, 7, 1), SchemeStatus::Open);
        assert_eq!(status(id, 2022, 5, 10), SchemeStatus::NotYet);
        // 中旬 is printed, no day: on the 15th nobody can tell; on the 20th it has begun.
        assert_eq!(status(id, 2025, 6, 15), SchemeStatus::Unknown);
        assert_eq!(status(id, 2025, 6, 20), SchemeStatus::Open);
        assert_eq!(status(id, 2025, 8, 21), SchemeStatus::Open);
        assert_eq!(status(id, 2025, 8, 25), SchemeStatus::Unknown);
        assert_eq!(status(id, 2025, 9, 1), SchemeStatus::Closed);
    }
    assert_eq!(status(FIRST, 2022, 5, 10), SchemeStatus::NotYet);
    assert_eq!(status(FIRST, 2022, 8, 1), SchemeStatus::Unknown);
    assert_eq!(status(FIRST, 2025, 7, 1), SchemeStatus::Closed);
    for id in ["act-m", "act-ms", "sentan-keisoku-elements", "sentan-keisoku-devices"] {
        assert_eq!(status(id, 2025, 7, 1), SchemeStatus::Unknown, "{id}: no date is printed");
    }
}

/// A closed scheme, or one of which no document says that it is open, is never recommended; it can
/// still be looked at, with all its verdicts.
#[test]
fn only_open_schemes_are_recommended() {
    let organisations = organisations();
    let facts = Facts::new(&organisations);
    for as_of in [day(2022, 5, 10), day(2025, 7, 1), day(2025, 9, 1), day(2030, 1, 1)] {
        for scheme in schemes() {
            let assessment = assess(scheme, &full(), &facts, as_of);
            assert_eq!(assessment.verdicts.len(), scheme.rules.len());
            if assessment.recommended {
                assert_eq!(assessment.status, SchemeStatus::Open, "{} on {as_of}", scheme.id);
            }
        }
    }
    let closed = assess(find(FIFTH_ACADEMIA), &full(), &facts, day(2025, 9, 1));
    assert_eq!(closed.standing, Standing::Eligible, "the rules are met all the same");
    assert!(!closed.recommended);
}

/// 4.9 億円 starts with one-year contracts, 5.0 億円 with a two-year one.
#[test]
fn the_plan_shows_contracts_tests_and_gate() {
    let small = judged(FIFTH_ACADEMIA, &paid(&[49; 5], &[49; 5])).plan;
    assert_eq!(small.contract.form, ContractForm::OneYear);
    assert_eq!(small.matching, MatchingTest::YearsAndWhole { years: vec![1, 2] });
    assert_eq!(small.whole_total, Some(Yen::million(490)));
    let spans: Vec<(u32, u32)> = small.contracts.iter().map(|c| (c.from_year, c.to_year)).collect();
    assert_eq!(spans, [(1, 1), (2, 2), (3, 5)]);

    let large = judged(FIFTH_ACADEMIA, &paid(&[50; 5], &[50; 5])).plan;
    assert_eq!(large.contract.form, ContractForm::Long { years: 2 });
    assert_eq!(large.matching, MatchingTest::Whole);
    let spans: Vec<(u32, u32)> = large.contracts.iter().map(|c| (c.from_year, c.to_year)).collect();
    assert_eq!(spans, [(1, 2), (3, 5)]);
    assert_eq!(large.gate_year, Some(2));
    let gates: Vec<bool> = large.years.iter().map(|year| year.gate).collect();
    assert_eq!(gates, [false, true, false, false, false]);
    let fiscal: Vec<_> = large.years.iter().map(|year| year.fiscal_year).collect();
    assert_eq!(fiscal[0], Some(FiscalYear(2026)));
    assert_eq!(fiscal[4], Some(FiscalYear(2030)));

    // One company: one-year contracts whatever the sum.
    let alone = judged(FIFTH_ACADEMIA, &one_company_pays(&[60; 5], &[60; 5])).plan;
    assert_eq!(alone.contract.form, ContractForm::OneYear);
    // The 2022 document prints nothing on contracts.
    assert_eq!(judged(FIRST, &full()).plan.contract.form, ContractForm::NotPrinted);
    assert_eq!(judged(FIRST, &full()).plan.matching, MatchingTest::NotPrinted);
}

/// Year 1 needs 49 and has 44 (5 short); the whole needs 245 and has 245 − 5 − 35 = 205 (40 short).
#[test]
fn shortfalls_are_in_yen_and_tell_who_could_fill_them() {
    let assessment = judged(FIFTH_ACADEMIA, &paid(&[49; 5], &[44, 49, 49, 49, 14]));
    let gaps: Vec<&Gap> = assessment.openings().map(|need| &need.gap).collect();
    assert_eq!(
        gaps,
        [
            &Gap::Resources { short: Yen::million(40), year: None },
            &Gap::Resources { short: Yen::million(5), year: Some(1) },
        ]
    );
    assert!(gaps[0].fills(OrganisationKind::Company));
    assert!(!gaps[0].fills(OrganisationKind::Academia));
    assert_eq!(assessment.plan.short, Some(Yen::million(40)));
    assert_eq!(assessment.plan.years[0].short, Yen::million(5));
    assert_eq!(assessment.standing, Standing::NotEligible);
    let words = &assessment.openings().next().unwrap().words;
    assert_eq!(words.ja, "産学連携リソースが全期間で4,000万円不足");
    assert_eq!(words.en, "resources 40 million yen short over the whole period");
}

/// One company in a plan of five years: one more by year 3; that it may be wanted by the evaluation
/// in year 2 stands in the second reading.
#[test]
fn the_missing_company_is_typed_for_the_search() {
    let assessment = judged(FIFTH_ACADEMIA, &one_company_pays(&[60; 5], &[60; 5]));
    assert_eq!(assessment.standing, Standing::EligibleUntil { year: 2, bites: 3 });
    let gaps: Vec<&Gap> = assessment.openings().map(|need| &need.gap).collect();
    let company = |year| Gap::Members { group: Group::JointCompany, more: 1, by_year: Some(year) };
    assert_eq!(gaps, [&company(3)]);
    assert!(gaps[0].fills(OrganisationKind::Company) && gaps[0].fills(OrganisationKind::Startup));
    assert!(!gaps[0].fills(OrganisationKind::Academia));
    let verdict = assessment.verdict("companies").unwrap();
    let bites: Vec<&Outcome> = verdict.readings.iter().map(|r| &r.outcome).collect();
    assert_eq!(bites, [&UNTIL_2, &Outcome::MetUntil { year: 2, bites: 2 }]);
    assert!(
        verdict.sentence.ja.contains("3年目の開始までにあと1社必要"),
        "{}",
        verdict.sentence.ja
    );
}

/// The start-up type's two places on academia are both there, with their own clauses.
#[test]
fn differing_documents_show_both_readings() {
    let c = with(vec![
        university("u1", Role::Representative),
        startup("s1", Role::Contributor),
        company("c1", Role::LeadCompany),
        company("c2", Role::JointCompany),
    ]);
    let assessment = judged(FIFTH_STARTUP, &c);
    let verdict = assessment.verdict("academia").unwrap();
    assert_eq!(verdict.certainty, Certainty::Differs);
    let outcomes: Vec<&Outcome> = verdict.readings.iter().map(|r| &r.outcome).collect();
    assert_eq!(outcomes, [&Outcome::Met, &Outcome::NotMet]);
    assert_ne!(verdict.readings[0].clause, verdict.readings[1].clause);
    assert_eq!(assessment.standing, Standing::CannotBeKnown);
}

/// What nobody knows of a start-up is named, fact by fact.
#[test]
fn unknown_facts_of_a_startup_are_asked_for() {
    let mut organisations = organisations();
    let s1 = organisations.iter_mut().find(|o| o.id.as_str() == "s1").unwrap();
    (s1.deemed_large, s1.registered_on) = (None, None);
    let c = with(vec![
        university("u1", Role::Representative),
        university("u2", Role::Contributor),
        startup("s1", Role::Contributor),
        company("c1", Role::LeadCompany),
        company("c2", Role::JointCompany),
    ]);
    let assessment =
        assess(find(FIFTH_STARTUP), &c, &Facts::new(&organisations), inside_fifth_call());
    let fact = |fact| Missing::Fact { organisation: "s1".into(), fact };
    let missing = vec![fact(Fact::RegisteredOn), fact(Fact::DeemedLarge)];
    for rule in ["startups", "startup-test"] {
        let verdict = assessment.verdict(rule).unwrap();
        assert_eq!(verdict.outcome, Outcome::CannotBeKnown { missing: missing.clone() });
    }
    assert_eq!(assessment.standing, Standing::CannotBeKnown);
    let asked: Vec<&str> = assessment.needs.iter().map(|need| need.words.ja.as_str()).collect();
    assert_eq!(asked, ["s1（仮）の設立（登記）日", "s1（仮）のみなし大企業か"]);
}

/// A draft of found organisations gets roles and the least budget, and says that it is assumed:
/// 190 over five years is 38 a year; two companies give 19 each; the whole, 380 < 500, starts with
/// one-year contracts.
#[test]
fn a_draft_is_even_and_marked_as_assumed() {
    use OrganisationKind::{Academia, Company};
    let found = Consortium {
        members: vec![
            Member::new("c1", Company, []),
            Member::new("u1", Academia, []),
            Member::new("c2", Company, []),
            Member::new("u2", Academia, []),
        ],
        ..Consortium::default()
    };
    let scheme = find(FIFTH_ACADEMIA);
    let drafted = draft(scheme, &found);
    assert!(drafted.assumed);
    assert_eq!(drafted.faults(), []);
    assert_eq!(drafted.money, millions(&[38; 5]));
    let gifts = drafted.resources.as_ref().unwrap();
    assert_eq!(gifts.len(), 10);
    assert!(gifts.iter().all(|gift| gift.amount == Yen::million(19)));
    let role = |i: usize| drafted.members[i].roles.iter().copied().collect::<Vec<_>>();
    assert_eq!(role(0), [Role::LeadCompany]);
    assert_eq!(role(1), [Role::Representative]);
    assert_eq!(role(2), [Role::JointCompany]);
    assert_eq!(role(3), [Role::Contributor]);

    let assessment = judged(FIFTH_ACADEMIA, &drafted);
    assert!(assessment.assumed && assessment.plan.assumed);
    assert!(assessment.verdict("matching").unwrap().assumed);
    assert!(!assessment.verdict("dmp").unwrap().assumed);
    assert_eq!(assessment.plan.contract.form, ContractForm::OneYear);
    // Only what nobody can assume is open: the non-competitive area and the DMP.
    assert_eq!(assessment.standing, Standing::CannotBeKnown);
    let asked: Vec<&str> = assessment.needs.iter().map(|need| need.rule.as_str()).collect();
    assert_eq!(asked, ["non-competitive", "dmp"]);

    // 2022: the whole is at least 500, half of it the state's: 250, 50 a year.
    let first =
        with_even_budget(find(FIRST), &Consortium { money: None, resources: None, ..full() });
    assert_eq!(first.money, millions(&[50; 5]));
    assert_eq!(outcome(FIRST, &first, "whole"), Outcome::Met);
    // Nothing is planned over: what is there stays.
    assert_eq!(with_even_budget(scheme, &full()), full());
}

/// Every scheme side by side; a topic that a scheme does not know reads "not printed" there.
#[test]
fn schemes_line_up_by_topic() {
    let organisations = organisations();
    let facts = Facts::new(&organisations);
    let table = compare(schemes(), &full(), &facts, inside_fifth_call());
    assert_eq!(table.as_of, inside_fifth_call());
    assert_eq!(table.assessments.len(), schemes().len());
    assert!(table.rows.iter().all(|row| row.cells.len() == schemes().len()));
    let column = |id: &str| schemes().iter().position(|s| s.id.as_str() == id).unwrap();
    let cell = |topic: &str, id: &str| {
        let row = table.rows.iter().find(|row| row.topic == topic).unwrap();
        row.cells[column(id)].outcome.clone()
    };
    assert_eq!(cell("companies", FIFTH_ACADEMIA), Outcome::Met);
    assert_eq!(cell("companies", FIRST), Outcome::Met);
    assert_eq!(cell("contract", FIRST), Outcome::NotPrinted);
    assert_eq!(cell("clinician", FIFTH_ACADEMIA), Outcome::NotPrinted);
    let open: Vec<&str> = table
        .assessments
        .iter()
        .filter(|assessment| assessment.recommended)
        .map(|assessment| assessment.scheme.as_str())
        .collect();
    assert_eq!(open, [FIFTH_ACADEMIA], "full has no start-up, and nothing else is open");
}

/// Quotas for the search of consortia, in the leading reading.
#[test]
fn quotas_tell_the_search_what_to_look_for() {
    let of = |id: &str| -> Vec<(Group, u32, u32)> {
        find(id).quotas().iter().map(|q| (q.group, q.at_start, q.later)).collect()
    };
    assert_eq!(of(FIFTH_ACADEMIA), [(Group::Academia, 2, 2), (Group::JointCompany, 1, 2)]);
    assert_eq!(
        of(FIFTH_STARTUP),
        [(Group::Academia, 1, 1), (Group::Startup, 1, 1), (Group::JointCompany, 1, 2)]
    );
    assert_eq!(of("act-m"), [(Group::Academia, 1, 1), (Group::Company, 1, 1)]);
}

/// The compiler notices changed files, not new ones: a scheme's file that is on the disk must also
/// be in the program. Touch `src/programmes/embedded.rs` where this fails.
#[test]
fn every_file_on_the_disk_is_compiled_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/programmes");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let files = names.filter(|name| name.to_string_lossy().ends_with(".toml")).count();
    assert_eq!(files, schemes().len());
}

/// Every rule carries its document, its words, and a sentence in both languages.
#[test]
fn every_rule_names_its_source() {
    for scheme in schemes() {
        for rule in &scheme.rules {
            assert!(!rule.sentence.ja.is_empty() && !rule.sentence.en.is_empty());
            for reading in &rule.readings {
                assert!(scheme.document(&reading.source).is_some(), "{}, {}", scheme.id, rule.id);
                assert!(reading.demand == Demand::NotPrinted || !reading.clause.is_empty());
            }
        }
    }
    // 2022 borrows nothing: where it is silent, its rules say so and quote nothing.
    let silent = find(FIRST).rules.iter().filter(|r| r.certainty == Certainty::Silent);
    assert!(silent.clone().count() >= 10);
    assert!(silent.flat_map(|r| &r.readings).all(|r| r.clause.is_empty() && r.source == "000"));
}

/// The 13 adopted projects and the three journeys, as the documents count them.
#[test]
fn projects_and_journeys_are_there() {
    let projects = adopted_projects();
    assert_eq!(projects.len(), 13);
    let of_field = |field: &str| projects.iter().filter(|p| p.field == field).count();
    // 医薬品 3 + 2, 医療機器 0 + 3, 再生 2 + 1, データ 1 + 1.
    assert_eq!(["drug", "device", "regenerative", "data"].map(of_field), [5, 3, 3, 2]);
    assert_eq!(projects.iter().filter(|p| p.calls == [4]).count(), 7);
    let ids: Vec<&str> = journeys().iter().map(|journey| journey.id.as_str()).collect();
    assert_eq!(ids, ["mesothelioma-ionic-liquid-dds", "il2-flux-dsanj", "mips"]);
    assert!(journeys().iter().all(|journey| journey.steps.len() >= 3));
}

/// Another agency's scheme, made of nothing but this text.
const ANOTHER: &str = r#"
id = "green-2027"
agency = { ja = "別の機関（例）", en = "another agency (example)" }
name = { ja = "グリーン枠", en = "green track" }
status = "call"
[[document]]
id = "d1"
title = { ja = "公募要領", en = "text of the call" }
date = 2027-01-15
[call.opens]
printed = "2027-02-01"
not_before = 2027-02-01
not_after = 2027-02-01
[call.closes]
printed = "2027-03-31"
not_before = 2027-03-31
not_after = 2027-03-31
[[rule]]
id = "universities"
topic = "academia"
title = { ja = "大学の数", en = "universities" }
kind = "minimum"
group = "academia"
at_least = 3
relaxed_to = 2
until_year = 1
source = "d1"
clause = "3 universities, 2 in the first year"
certainty = "printed"
sentence = { ja = "大学は3機関以上（1年目は2機関）。", en = "Three universities, two in year 1." }
[[rule]]
id = "half"
topic = "matching"
title = { ja = "企業負担", en = "share of companies" }
kind = "matching"
percent = 50
tested = "at_end"
source = "d1"
clause = "companies bear half as much"
certainty = "printed"
sentence = { ja = "企業は半額を負担する。", en = "Companies bear half as much." }
[[rule]]
id = "counts"
topic = "resources"
title = { ja = "該当するもの", en = "what counts" }
kind = "resources"
giver = "company"
counts = ["cash", "wages"]
source = "d1"
clause = "cash and wages"
certainty = "printed"
sentence = { ja = "現金と人件費。", en = "Cash and wages." }
"#;

#[test]
fn a_new_scheme_is_only_a_text() {
    let green = parse_scheme("green.toml", ANOTHER).unwrap();
    assert_eq!(green.status(day(2027, 3, 31)), SchemeStatus::Open);
    assert_eq!(green.status(day(2027, 4, 1)), SchemeStatus::Closed);
    let organisations = organisations();
    let facts = Facts::new(&organisations);
    // u1, u2: 2 ≥ 2 in year 1, 2 < 3 from year 2. AMED 300, half of it 150: resources 150 ≥ 150.
    let c = paid(&[60; 5], &[30; 5]);
    let assessment = assess(&green, &c, &facts, day(2027, 2, 1));
    assert_eq!(assessment.standing, Standing::EligibleUntil { year: 1, bites: 2 });
    assert_eq!(assessment.verdict("half").unwrap().outcome, Outcome::Met);
    assert!(assessment.recommended);
    let gap = Gap::Members { group: Group::Academia, more: 1, by_year: Some(2) };
    assert_eq!(assessment.needs[0].gap, gap);
    // 149 < 150.
    let short = assess(&green, &paid(&[60; 5], &[30, 30, 30, 30, 29]), &facts, day(2027, 2, 1));
    assert_eq!(short.verdict("half").unwrap().outcome, Outcome::NotMet);
}

/// Faults name file, rule and field, and a way out.
#[test]
fn faults_in_a_file_name_file_rule_and_field() {
    let fault = |from: &str, to: &str| {
        let text = ANOTHER.replacen(from, to, 1);
        assert_ne!(text, ANOTHER, "nothing was replaced by {to}");
        parse_scheme("green.toml", text).unwrap_err().to_string()
    };
    assert_eq!(
        fault("at_least = 3", "at_least = -3"),
        "green.toml, rule \"universities\", field \"at_least\": -3 cannot be used; expected a whole number from 0 to 1000"
    );
    assert_eq!(
        fault("at_least = 3", "at_laest = 3"),
        "green.toml, rule \"universities\", field \"at_least\": missing; expected a whole number from 0 to 1000"
    );
    assert_eq!(
        fault("percent = 50", "percent = 50\npercnt = 50"),
        "green.toml, rule \"half\", field \"percnt\": unknown field; did you mean \"percent\"?"
    );
    assert_eq!(
        fault("kind = \"matching\"", "kind = \"matchng\""),
        "green.toml, rule \"half\", field \"kind\": unknown word \"matchng\"; did you mean \"matching\"?"
    );
    assert_eq!(
        fault("source = \"d1\"", "source = \"d2\""),
        "green.toml, rule \"universities\", field \"source\": unknown document \"d2\"; expected one of d1"
    );
    assert_eq!(
        fault("date = 2027-01-15", "date = \"2027-01-15\""),
        "green.toml, document 1, field \"date\": \"2027-01-15\" cannot be used; expected a date such as 2025-06-01, without quotes"
    );
    assert_eq!(
        fault("id = \"half\"", "id = \"universities\""),
        "green.toml, rule 2, field \"id\": \"universities\" is already used; give each rule its own id"
    );
    let twice = [("a.toml".to_owned(), ANOTHER), ("b.toml".to_owned(), ANOTHER)];
    assert_eq!(
        parse_schemes(twice).unwrap_err().to_string(),
        "b.toml: scheme id \"green-2027\" is already used in a.toml; give it another id"
    );
}

/// Any consortium over the known organisations and two unknown ones: roles, years and sums at will.
fn consortium() -> impl Strategy<Value = Consortium> {
    let ids = ["u1", "u2", "u3", "c1", "c2", "c3", "s1", "s2", "x1", "x2"];
    let kinds = prop::sample::select(vec![
        OrganisationKind::Academia,
        OrganisationKind::Company,
        OrganisationKind::Startup,
        OrganisationKind::Other,
    ]);
    let roles = prop::collection::btree_set(prop::sample::select(Role::ALL.to_vec()), 0..3);
    let member = (prop::sample::select(ids.to_vec()), kinds, roles, 1_u32..6)
        .prop_map(|(id, kind, roles, year)| Member::new(id, kind, roles).from_year(year));
    let resource = (
        prop::sample::select(ids.to_vec()),
        prop::sample::select(ResourceKind::ALL.to_vec()),
        0_u32..8,
        0_i64..200,
    )
        .prop_map(|(id, kind, year, n)| Resource {
            member: id.into(),
            kind,
            year,
            amount: Yen::million(n),
        });
    (
        prop::collection::vec(member, 0..8),
        prop::option::of(2020_i32..2030),
        prop::option::of(0_u32..8),
        prop::option::of(prop::collection::vec((0_i64..150).prop_map(Yen::million), 0..7)),
        prop::option::of(prop::collection::vec(resource, 0..12)),
        prop::collection::btree_map(
            prop::sample::select(vec!["data_management_plan".to_owned(), "clinician".to_owned()]),
            any::<bool>(),
            0..3,
        ),
    )
        .prop_map(|(members, start, years, money, resources, declared)| Consortium {
            members,
            start: start.map(FiscalYear),
            years,
            money,
            resources,
            declared,
            ..Consortium::default()
        })
}

fn extra() -> impl Strategy<Value = Resource> {
    (prop::sample::select(vec!["c1", "c2", "u1", "s1", "x1"]), 1_u32..7, 0_i64..300)
        .prop_map(|(id, year, n)| gift(id, year, n))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// One verdict per rule, in order, whatever the consortium; readings are all there; and the
    /// standing is the gravest of them.
    #[test]
    fn verdicts_are_total(c in consortium(), days in 0_i64..5_000) {
        let organisations = organisations();
        let facts = Facts::new(&organisations);
        let as_of = day(2020, 1, 1) + chrono::Days::new(u64::try_from(days).unwrap());
        for scheme in schemes() {
            let a = assess(scheme, &c, &facts, as_of);
            let rules: Vec<&str> = scheme.rules.iter().map(|rule| rule.id.as_str()).collect();
            let judged: Vec<&str> = a.verdicts.iter().map(|verdict| verdict.rule.as_str()).collect();
            prop_assert_eq!(rules, judged);
            for (rule, verdict) in scheme.rules.iter().zip(&a.verdicts) {
                let shown = if rule.readings.len() > 1 { rule.readings.len() } else { 0 };
                prop_assert_eq!(verdict.readings.len(), shown);
                prop_assert!(!verdict.sentence.ja.is_empty() && !verdict.sentence.en.is_empty());
                if matches!(verdict.outcome, Outcome::CannotBeKnown { ref missing } if missing.is_empty()) {
                    return Err(TestCaseError::fail(format!("{}: unknown without a reason", rule.id)));
                }
                if verdict.outcome == Outcome::NotMet {
                    prop_assert_eq!(a.standing, Standing::NotEligible);
                }
            }
            prop_assert_eq!(a.as_of, as_of);
            prop_assert!(!a.recommended || a.status == SchemeStatus::Open);
        }
    }

    /// More resources never turn the 1 : 1 rule from met to not met, nor to open.
    #[test]
    fn more_resources_never_hurt_the_matching(c in consortium(), more in prop::collection::vec(extra(), 1..5)) {
        let organisations = organisations();
        let facts = Facts::new(&organisations);
        for id in [FIFTH_ACADEMIA, FIFTH_STARTUP, FIRST, "act-m"] {
            let before = assess(find(id), &c, &facts, inside_fifth_call());
            if !before.verdict("matching").unwrap().outcome.is_met() {
                continue;
            }
            let mut richer = c.clone();
            richer.resources.get_or_insert_default().extend(more.clone());
            let after = assess(find(id), &richer, &facts, inside_fifth_call());
            prop_assert_eq!(&after.verdict("matching").unwrap().outcome, &Outcome::Met, "{}", id);
        }
    }

    /// The 1 : 1 rule against a count of its own: with every kind known and every role decided, it
    /// is met exactly when the totals and, under one-year contracts, years 1 and 2 suffice.
    #[test]
    fn matching_agrees_with_a_plain_count(
        money in prop::collection::vec(0_i64..120, 1..=5),
        gifts in prop::collection::vec((0_i64..80, 0_i64..80), 5),
        two in any::<bool>(),
    ) {
        let years = money.len();
        let mut c = if two { full() } else { one_company() };
        c.years = u32::try_from(years).ok();
        c.money = millions(&money);
        c.resources = Some((1..).zip(&gifts[..years]).flat_map(|(year, (a, b))| {
            let mut both = vec![gift("c1", year, *a)];
            if two { both.push(gift("c2", year, *b)); }
            both
        }).collect());
        let given: Vec<i64> = gifts[..years].iter().map(|(a, b)| a + if two { *b } else { 0 }).collect();
        let (paid, got): (i64, i64) = (money.iter().sum(), given.iter().sum());
        let long = two && paid + got >= 500;
        let met = got >= paid && (long || (0..years.min(2)).all(|y| given[y] >= money[y]));
        let expected = if met { Outcome::Met } else { Outcome::NotMet };
        prop_assert_eq!(outcome(FIFTH_ACADEMIA, &c, "matching"), expected);
    }

    /// A draft keeps what was planned, and its own budget is never at fault.
    #[test]
    fn drafts_change_nothing_that_was_planned(c in consortium()) {
        for scheme in schemes() {
            let drafted = draft(scheme, &c);
            prop_assert_eq!(c.members.len(), drafted.members.len());
            for (before, after) in c.members.iter().zip(&drafted.members) {
                prop_assert!(before.roles.is_empty() || before.roles == after.roles);
            }
            prop_assert!(c.money.is_none() || c.money == drafted.money);
            prop_assert!(c.resources.is_none() || c.resources == drafted.resources);
            if drafted != c {
                prop_assert!(drafted.assumed);
            }
        }
    }

    /// Arbitrary bytes are refused in words, never with a panic.
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Err(error) = parse_scheme("any.toml", &bytes) {
            prop_assert!(error.to_string().starts_with("any.toml"));
        }
    }

    /// The same for files that are nearly right: one line lost, doubled or overwritten.
    #[test]
    fn damaged_files_never_panic(line in 0_usize..50, how in 0_u8..3, junk in "[ -~]{0,30}") {
        let mut lines: Vec<&str> = ANOTHER.lines().collect();
        let at = line.min(lines.len() - 1);
        match how {
            0 => { lines.remove(at); }
            1 => lines.insert(at, lines[at]),
            _ => lines[at] = &junk,
        }
        if let Err(error) = parse_scheme("any.toml", lines.join("\n")) {
            prop_assert!(error.to_string().starts_with("any.toml"));
        }
    }
}
