//! Verdicts against arithmetic by hand.

use super::consortia::*;
use enishi::domain::*;
use enishi::programmes::*;

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
